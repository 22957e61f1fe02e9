"""Forms of people who are not logged in, where a browser keeps no cookies (docs/decisions/0223-guests-without-cookies.md).

Django refuses a form without its cookie. A form of a guest acts for nobody's account, so the cookie protects nobody there:
the word in the address lets in, and the browser itself says which site the form stood on.
"""

from django.http import HttpRequest
from django.utils.deprecation import MiddlewareMixin

from scaling.errors import is_for_guests

ACTS_FOR_NOBODY = ("/vraagstukken/nieuw/",)  # open to everybody: no word lets in, and none is needed


class GuestFormsMiddleware(MiddlewareMixin):
    """Lets a form of a guest pass that stood on this site. About any other form Django's own check decides, after this."""

    def process_view(self, request: HttpRequest, view, args, kwargs) -> None:
        is_for_nobody = is_for_guests(request) or request.path_info in ACTS_FOR_NOBODY
        if is_for_nobody and comes_from_here(request):
            request.csrf_processing_done = True


def comes_from_here(request: HttpRequest) -> bool:
    """Whether the browser says so. No page can write these headers; a browser that sends neither says nothing."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
