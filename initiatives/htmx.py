"""How one URL answers both a person and htmx."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def wants_fragment(request: HttpRequest) -> bool:
    """True when htmx asks for a piece of the page.

    When someone goes back to a page that htmx no longer remembers, it asks for
    the whole page again, with HX-Request still set.
    """
    return bool(request.htmx) and not request.htmx.history_restore_request


def render_page(
    request: HttpRequest, page: str, context: dict, *, fragment: str, status: int = 200, push: str = ""
) -> HttpResponse:
    """Render `page` for a person and `fragment`, a part of that page, for htmx.

    `push`: the address that the browser then shows, such as that of a filter without the fields that were left empty.
    """
    template = fragment if wants_fragment(request) else page
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    if push and template == fragment:
        response["HX-Push-Url"] = push
    return response
