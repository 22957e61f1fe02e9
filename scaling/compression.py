"""Compressing pages on their way out: only those that everybody gets (docs/decisions/0224-what-is-compressed.md).

Compressed and encrypted, a page still tells by its length whether a text that somebody sent along also stands elsewhere
in it. So a page is compressed only where nothing in it is a secret: nobody is logged in, no form with a token.
"""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

from initiatives.secrecy import is_secret

REFUSED = re.compile(
    r"\bgzip\s*;\s*q\s*=\s*0(\.0*)?\s*(,|$)", re.IGNORECASE
)  # Django takes the name alone for a yes
TEXTS = ("text/", "application/json", "application/ld+json", "application/xml", "image/svg+xml")


class CompressionMiddleware(GZipMiddleware):
    """Django's own, which pads what it compresses to a length that varies. Ours compresses fewer pages."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if not (is_text(response) and is_for_everybody(request, response)):
            return response
        if REFUSED.search(request.headers.get("Accept-Encoding", "")):
            patch_vary_headers(response, ["Accept-Encoding"])
            return response
        return super().process_response(request, response)


def is_text(response: HttpResponse) -> bool:
    return not response.streaming and response.headers.get("Content-Type", "").startswith(TEXTS)


def is_for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a stranger who asks the same gets the same. A page with a token sets its cookie."""
    is_personal = settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies
    return request.method in ("GET", "HEAD") and not is_personal and not is_secret(request.path_info)
