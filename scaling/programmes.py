"""Several programmes on one site, one at a time: each but the first has the same pages below its own web name.

`/netwerk/` is of the programme that the site is for, `/voorbeeld/netwerk/` of the programme `voorbeeld`. The web name goes
where a site below a path has that path (SCRIPT_NAME), so that every address on such a page stays in the programme by itself.
"""

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
from initiatives.models import Initiative, Onlooker, Programme, programmes_for

# The addresses of what is of one programme, and of what may be of several.
BY_SLUG, BY_WIN = "initiatieven/<slug:slug>/", "small-wins/<uuid:pk>/"
SHARED = {"steden/<slug:slug>/": "cities", "partners/<slug:slug>/": "partners"}


class ProgrammesHere:
    """The programmes that this reader may choose from, and the one of this page."""

    def __init__(self, request: HttpRequest, slug: str):
        self.request, self.slug = request, slug

    @cached_property
    def all(self) -> list[Programme]:
        return programmes_for(self.request.user)

    @cached_property
    def here(self) -> Programme:
        """Raises Http404 below the name of a programme of which the reader knows nothing."""
        if not self.slug:
            return self.all[0] if self.all else Programme.objects.of_the_site()
        found = next((programme for programme in self.all if programme.slug == self.slug), None)
        if found is None:
            raise Http404
        return found

    @property
    def onlooker(self) -> Onlooker:
        return Onlooker.among(self.all, self.here, self.request.user)

    def address(self, programme: Programme, path: str = "/") -> str:
        """Where this path of the site is in that programme."""
        below = "" if programme == self.all[0] else f"/{programme.slug}"
        return f"{self.request.root}{below}{path}"

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
        if request.path_info == f"/{slug}":
            return HttpResponsePermanentRedirect(f"{request.path}/")
        request.path_info = request.path_info.removeprefix(f"/{slug}")
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
        if programmes.slug:
            programmes.here  # noqa: B018 nothing is below the name of a programme that the reader does not know
        if request.method not in ("GET", "HEAD") or not (own := self._own(request, kwargs)):
            return None
        address = programmes.address(
            own, request.get_full_path().removeprefix(get_script_prefix().rstrip("/"))
        )
        return HttpResponseRedirect(address) if address != request.get_full_path() else None

    def _own(self, request: HttpRequest, kwargs: dict) -> Programme | None:
        """The programme below whose name this page stands; None where any will do."""
        programmes, route = request.programmes, request.resolver_match.route
        if programmes.slug and programmes.here == programmes.all[0]:
            return programmes.here
        kind = SHARED.get(route, "")
        if not (kind or route.startswith((BY_SLUG, BY_WIN))) or len(programmes.all) < 2:
            return None
        if kind:
            return self._with_its(kind, request, kwargs["slug"])
        row = {"slug": kwargs["slug"]} if route.startswith(BY_SLUG) else {"wins": kwargs["pk"]}
        key = (
            Initiative.objects.visible_to(request.user)
            .filter(**row)
            .values_list("programme", flat=True)
            .first()
        )
        return next((programme for programme in programmes.all if programme.pk == key), None)

    def _with_its(self, kind: str, request: HttpRequest, slug: str) -> Programme | None:
        """The programme of this page if it has this city or partner, else the first that does."""
        programmes = request.programmes
        for programme in [programmes.here, *programmes.all]:
            onlooker = Onlooker.among(programmes.all, programme, request.user)
            if getattr(onlooker, kind).filter(slug=slug).exists():
                return programme
        return None


def _programme_in(path: str) -> tuple[str, bool]:
    """The web name of a programme with which a path begins, and whether that is invented.

    An empty name where the path begins as the addresses of the site do.
    """
    word = path.split("/")[1] if path.startswith("/") else ""
    if word in first_words() or not word.isascii() or "\0" in word:
        return "", False
    return Programme.objects.filter(slug=word).values_list("slug", "is_example").first() or ("", False)
