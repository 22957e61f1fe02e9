"""The middleware: it sees every request and answer.

In settings.MIDDLEWARE the order matters:

    Security, BrowserPolicy, CSP                   outermost: error pages and files carry their headers too
    WhiteNoise                                     brings files that are compressed already
    Compression (scaling/compression.py)           around whatever writes a page or sets a cookie
    Programme (scaling/programmes.py)              before whatever looks at the path; asks who reads only in the view
    Language                                       before whatever can fail with a sentence
    SaneInput                                      before the session reads its cookie
    Session, Common
    GuestForms (scaling/forgery.py)                after Common, which knows the host; before Csrf, which it answers for
    Csrf, Authentication, Htmx
    LoginRequired                                  needs the user and request.htmx
    LastUse (scaling/devices.py)                   needs the session
    Acting                                         needs the user; before whatever writes
    Message, allauth's Account
    SecondStep (scaling/second_step.py)            needs the user, request.htmx and messages
    XFrameOptions
"""

from collections.abc import Callable, Iterable
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.contrib.auth import middleware
from django.contrib.auth.signals import user_logged_out
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin
from django_htmx.http import HttpResponseClientRedirect

from initiatives.links import PAGING
from initiatives.models import acting
from initiatives.secrecy import SECRET, is_secret
from initiatives.sending import keep_typed
from scaling.errors import bad_request, chosen_language, is_for_guests, page_here, page_of_form

UNUSED_FEATURES = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture",
    "geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "serial", "usb",
)  # fmt: skip
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in UNUSED_FEATURES)


class BrowserPolicyMiddleware(MiddlewareMixin):
    """Uses nothing of a browser beyond showing pages, and keeps the page of one person from the next.

    No cache in between keeps it, no other site takes it in, and logging out leaves nothing on the device.
    A secret word in an address stays with who has it (initiatives/secrecy.py).
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if is_secret(request.path_info):
            for header, value in SECRET.items():
                response[header] = value
        elif not settings.IS_INDEXED or _is_combination(request):
            response.headers.setdefault(
                "X-Robots-Tag", "noindex, nofollow" if not settings.IS_INDEXED else "noindex"
            )
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        if getattr(request, "has_logged_out", False):
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


def _is_combination(request: HttpRequest) -> bool:
    """Whether the address asks for more than a page of a list: what stands there, stands elsewhere too."""
    return bool(request.GET.keys() - PAGING)


@receiver(user_logged_out)
def remember_logging_out(request: HttpRequest | None, **kwargs) -> None:
    if request:
        request.has_logged_out = True


class LanguageMiddleware(MiddlewareMixin):
    """Dutch until someone chose English with the switch; the choice lives in a cookie. Guests are met in their own language."""

    def process_request(self, request: HttpRequest) -> None:
        translation.activate(chosen_language(request))
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        patch_vary_headers(response, ["Cookie", "Accept-Language"] if is_for_guests(request) else ["Cookie"])
        response.headers.setdefault("Content-Language", chosen_language(request))
        return response


class SaneInputMiddleware(MiddlewareMixin):
    """Refuses with 400 what no browser sends and no database stores: NUL characters and broken encodings.

    A NUL in what somebody typed, which comes along when one copies, shows nothing and is left out, as other unseen signs are (initiatives/signs.py).
    """

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        try:
            _refuse_broken_address(request)
            _refuse_nul([*request.COOKIES, *request.COOKIES.values()])
            _refuse_nul(_words(request.GET))
        except (BadRequest, UnicodeDecodeError) as problem:
            return bad_request(request, problem)
        return None

    def process_view(self, request: HttpRequest, view, args, kwargs) -> None:
        """Checks the form here and not earlier, so that Django itself answers one that is too large or unreadable."""
        if request.content_type == "application/x-www-form-urlencoded":
            _refuse_broken_body(request)
        _refuse_nul(request.POST)
        if any("\x00" in word for word in _words(request.POST)):
            request.POST = _without_nul(request.POST)
        _refuse_nul([word for name, file in request.FILES.items() for word in (name, file.name)])


def _refuse_broken_address(request: HttpRequest) -> None:
    """Django itself makes a broken path harmless: it finds no page. A broken query it would repair in silence."""
    query = unquote_to_bytes(request.META.get("QUERY_STRING", "").encode("latin-1"))
    _refuse_nul([request.path, query.decode()])


def _refuse_broken_body(request: HttpRequest) -> None:
    try:
        unquote_to_bytes(request.body).decode()
    except ValueError as problem:  # also a Content-Length that is no number
        raise BadRequest("The form cannot be read.") from problem


def _without_nul(typed: QueryDict) -> QueryDict:
    kept = typed.copy()
    for name, values in typed.lists():
        kept.setlist(name, [value.replace("\x00", "") for value in values])
    return kept


def _words(query) -> Iterable[str]:
    return [word for name, values in query.lists() for word in (name, *values)]


def _refuse_nul(words: Iterable[str]) -> None:
    if any("\x00" in word for word in words):
        raise BadRequest("A NUL character.")


class LoginRequiredMiddleware(middleware.LoginRequiredMiddleware):
    """Sends the whole window to the login page, also when only a fragment was asked for."""

    def process_view(self, request: HttpRequest, view_func, view_args, view_kwargs) -> HttpResponse | None:
        """A visitor may look at a page on which they type first and log in then."""
        if request.method in ("GET", "HEAD") and getattr(view_func, "shows_before_login", False):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func) -> HttpResponse:
        if request.method in ("GET", "HEAD") and not request.htmx:
            return super().handle_no_permission(request, view_func)
        return lead_to(_login_and_back_to, request)


def lead_to(page: Callable[[str], str], request: HttpRequest) -> HttpResponse:
    """Send the whole window to another page first. `page` makes its address out of the one to come back to."""
    if request.headers.get("X-Draft"):  # static/js/draft.js keeps what it sent
        return HttpResponse(status=403)
    if request.method == "POST":
        keep_typed(request)
    if request.htmx:
        return HttpResponseClientRedirect(
            page(page_here(request, request.htmx.current_url) or reverse("home"))
        )
    if request.method not in ("GET", "HEAD"):
        return HttpResponseRedirect(page(page_of_form(request)))
    return HttpResponseRedirect(page(request.get_full_path()))


class ActingMiddleware(MiddlewareMixin):
    """Tells the database who writes, so that its audit says so (initiatives/models/audit.py)."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD", "OPTIONS", "TRACE"):
            return self.get_response(request)
        with acting(request.user):
            return self.get_response(request)


def _login_and_back_to(address: str) -> str:
    return redirect_to_login(address).url
