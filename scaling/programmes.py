"""Several programmes on one site, one at a time: each but the first has the same pages below its own web name.

`/netwerk/` is of the programme that the site is for, `/voorbeeld/netwerk/` of the programme `voorbeeld`. The web name goes
where a site below a path has that path (SCRIPT_NAME), so that every address on such a page stays in the programme by itself.
"""

from django.contrib.auth.models import AnonymousUser
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.urls import get_script_prefix, set_script_prefix
from django.utils.functional import SimpleLazyObject, cached_property

from initiatives.links import first_words
from initiatives.models import Onlooker, Programme, known_initiatives, programmes_for
from initiatives.secrecy import is_secret

# The addresses of what is of one programme, and of what may be of several.
BY_SLUG, BY_WIN = "initiatieven/<slug:slug>/", "small-wins/<uuid:pk>/"
SHARED = {
    "steden/<slug:slug>/": "cities",
    "partners/<slug:slug>/": "partners",
    "vraagstukken/<slug:slug>/": "challenges",
}
OF_A_PERSON = ("accounts/", "beheer/")
OF_ALL = (*OF_A_PERSON, "taal/")


class ProgrammesHere:
    """The programmes that this reader may choose from, and the one of this page."""

    def __init__(self, request: HttpRequest, slug: str):
        self.request, self.slug = request, slug

    @cached_property
    def all(self) -> list[Programme]:
        return programmes_for(self.request.user)

    @cached_property
    def is_known(self) -> bool:
        """False below the name of a programme of which the reader knows nothing."""
        return not self.slug or any(programme.slug == self.slug for programme in self.all)

    @cached_property
    def here(self) -> Programme:
        """The programme of this page. Of one that the reader does not know only who holds a word to it is told."""
        if not self.is_known and is_secret(self.request.path_info):
            return Programme.objects.get(slug=self.slug)
        named = (programme for programme in self.all if programme.slug == self.slug)
        return next(named, self.all[0] if self.all else Programme.objects.of_the_site())

    @property
    def onlooker(self) -> Onlooker:
        return Onlooker.among(self.all, self.here, self.request.user)

    def address(self, programme: Programme, path: str = "/") -> str:
        """Where this path of the site is in that programme."""
        below = "" if programme == self.all[0] else f"/{programme.slug}"
        return f"{self.request.root}{below}{path}"

    @property
    def first_page_of_a_visitor(self) -> str:
        """That of this programme; of the main one where a visitor knows nothing of this one."""
        stays = self.here in programmes_for(AnonymousUser())
        return self.address(self.here if stays else self.all[0])

    @property
    def others(self) -> list[tuple[Programme, str]]:
        """The other programmes, each with the address of its first page."""
        return [(each, self.address(each)) for each in self.all if each != self.here]


class ProgrammeMiddleware:
    """Takes the web name of a programme off the address, and puts `programmes` and `onlooker` on the request.

    A page about an initiative or a win stands in its own programme only: elsewhere it leads there.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.root = get_script_prefix().rstrip("/")
        slug, is_example = _programme_in(request.path_info)
        request.programmes = ProgrammesHere(request, slug)
        request.onlooker = SimpleLazyObject(lambda: request.programmes.onlooker)
        if not slug:
            return self.get_response(request)
        request.path_info = request.path_info.removeprefix(f"/{slug}") or "/"
        request.META["SCRIPT_NAME"] = f"{request.root}/{slug}"
        set_script_prefix(f"{request.root}/{slug}/")
        try:
            response = self.get_response(request)
        finally:
            set_script_prefix(f"{request.root}/")
        if is_example:  # search engines list what is real
            response.headers.setdefault("X-Robots-Tag", "noindex")
        return response

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        programmes = request.programmes
        if not programmes.is_known and not _is_open_to_strangers(request, view):
            set_script_prefix(f"{request.root}/")  # the page that says so leads to what there is
            raise Http404
        if programmes.slug and request.path == f"{request.root}/{programmes.slug}":
            return HttpResponsePermanentRedirect(
                request.get_full_path().replace(request.path, f"{request.path}/", 1)
            )
        if request.method not in ("GET", "HEAD") or not (own := self._own(request, kwargs)):
            return None
        address = programmes.address(own, below_its_name(request.get_full_path()))
        return HttpResponseRedirect(address) if address != request.get_full_path() else None

    def _own(self, request: HttpRequest, kwargs: dict) -> Programme | None:
        """The programme below whose name this page stands; None where any will do."""
        programmes, route = request.programmes, request.resolver_match.route
        if programmes.slug and programmes.here == programmes.all[0]:
            return programmes.here if programmes.is_known or route.startswith(OF_A_PERSON) else None
        kind = SHARED.get(route, "")
        if not (kind or route.startswith((BY_SLUG, BY_WIN))) or len(programmes.all) < 2:
            return None
        if kind:
            return self._with_its(kind, request, kwargs["slug"])
        row = {"slug": kwargs["slug"]} if route.startswith(BY_SLUG) else {"wins": kwargs["pk"]}
        key = known_initiatives(request.user).filter(**row).values_list("programme", flat=True).first()
        return next((programme for programme in programmes.all if programme.pk == key), None)

    def _with_its(self, kind: str, request: HttpRequest, slug: str) -> Programme | None:
        """The programme of this page if it has this city or partner, else the first that does."""
        programmes = request.programmes
        for programme in [programmes.here, *programmes.all]:
            onlooker = Onlooker.among(programmes.all, programme, request.user)
            if getattr(onlooker, kind).filter(slug=slug).exists():
                return programme
        return None


def below_its_name(path: str) -> str:
    """This path of the page without the web name of the programme, and without the path of the site on its host."""
    return path.removeprefix(get_script_prefix().rstrip("/"))


def _is_open_to_strangers(request: HttpRequest, view) -> bool:
    """Whether this page is open below the name of a programme that the reader does not know.

    Somebody was given a word to it; or has to log in first, as for every page of theirs, and loses nothing that they sent.
    """
    if is_secret(request.path_info) or request.resolver_match.route.startswith(OF_ALL):
        return True
    if request.user.is_authenticated or not getattr(view, "login_required", True):
        return False
    return request.method not in ("GET", "HEAD") or not getattr(view, "shows_before_login", False)


def _programme_in(path: str) -> tuple[str, bool]:
    """The web name of a programme with which a path begins, and whether that is invented.

    An empty name where the path begins as the addresses of the site do.
    """
    word = path.split("/")[1] if path.startswith("/") else ""
    if word in first_words() or not word.isascii() or "\0" in word:
        return "", False
    return Programme.objects.filter(slug=word).values_list("slug", "is_example").first() or ("", False)
