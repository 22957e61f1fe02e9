"""What goes out for machines is what a visitor may see, whoever asks: one answer for everybody."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse

from initiatives.models import Onlooker, programmes_for

A_WHILE = 5 * 60  # seconds that a cache may give it again: what is hidden now is gone there soon, too
FROM_ANY_SITE = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


def for_everybody(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Pages of any site may ask for it, and caches keep it for a while, unless the view says how long itself.

    For a view that answers everybody alike: it starts from `onlooker.as_visitor`, and sets no cookie. Of a programme of which
    a visitor knows nothing it answers nobody: what its people got would stay in a cache for others.
    """

    @wraps(view)
    def given(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        visitor_of(request)
        response = view(request, *args, **kwargs)
        for name, value in FROM_ANY_SITE.items():
            response.headers[name] = value
        response.headers.setdefault("Cache-Control", f"public, max-age={A_WHILE}")
        return response

    return given


def visitor_of(request: HttpRequest) -> Onlooker:
    """Somebody without an account who looks at the same network. Nothing is there where a visitor knows nothing of the programme."""
    visitor = request.onlooker.as_visitor
    if visitor.programme and visitor.programme not in programmes_for(visitor.user):
        raise Http404
    return visitor
