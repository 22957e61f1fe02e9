"""Pages behind a word in the address: whoever has it may read and send, and nobody keeps it or passes it on.

Each such page with a form says "strict-origin" in its <meta> (templates/forms/_secret.html): under
no-referrer a browser sends a form from "null", and the check against forgery refuses that.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

SECRET = {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}


def secret_page(view: Callable) -> Callable:
    """Open without an account; no cache keeps it, no search engine lists it, no other site hears of it."""

    @wraps(view)
    def kept_secret(request: HttpRequest, **of) -> HttpResponse:
        response = view(request, **of)
        for header, value in SECRET.items():
            response[header] = value
        return response

    return login_not_required(require_http_methods(["GET", "HEAD", "POST"])(kept_secret))
