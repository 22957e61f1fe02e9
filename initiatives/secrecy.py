"""Pages behind a secret word in the address. The word lets its holder read and send; no cache or other page gets it.

The headers go with every answer at such an address, also with "not found", "not allowed" and a redirect
(scaling/middleware.py): a word that is mistyped or no longer works is still somebody's word.

Each such page with a form says "strict-origin" in its <meta> (templates/forms/_secret.html): under
no-referrer a browser sends a form from "null", and the check against forgery refuses that.
"""

from collections.abc import Callable, Iterator
from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.urls import URLResolver, get_resolver
from django.views.decorators.http import require_http_methods

SECRET = {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}


def secret_page(view: Callable) -> Callable:
    """Open without an account; no cache keeps it, no search engine lists it, no other site hears of it."""
    page = login_not_required(require_http_methods(["GET", "HEAD", "POST"])(view))
    page.is_secret = True
    return page


def is_secret(path: str) -> bool:
    """Whether this address holds such a word, also one that opens nothing."""
    return path.startswith(secret_starts())


@cache
def secret_starts() -> tuple[str, ...]:
    """The beginnings of those addresses, before the word. Nothing else stands below them."""
    return tuple(sorted(set(_starts(get_resolver().url_patterns, "/"))))


def _starts(patterns: list, before: str) -> Iterator[str]:
    for pattern in patterns:
        route = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from _starts(pattern.url_patterns, route)
        elif getattr(pattern.callback, "is_secret", False):
            yield route.split("<")[0]
