"""The read API, for programs: what a visitor may see, in JSON (docs/api.md). The operations are in exchange/api/."""

from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, reverse
from django.utils import translation
from django.utils.cache import (
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
    set_response_etag,
)
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from initiatives.exchange.api.operations import openapi as document
from initiatives.exchange.api.operations import patterns
from initiatives.exchange.api.problems import ALLOWED, HEADERS, MEDIA, problem
from initiatives.exchange.api.schemas import MOST, USUAL, words_of_visitors
from initiatives.exchange.exports.tables import TABLES
from initiatives.exchange.visiting import visitor_of
from initiatives.links import for_others
from initiatives.reports.filter.words import WORDS
from initiatives.reports.sharing.pages import contact_address


def for_programs(view):
    """The door of the API: nobody logs in, everybody gets the same, and every no is a problem in JSON."""

    @wraps(view)
    def door(request: HttpRequest, **named) -> HttpResponse:
        with translation.override(translation.get_language_from_request(request)):
            response = _through(view, request, **named)
            response.headers["Content-Language"] = translation.get_language()
        for name, value in HEADERS.items():
            response.headers[name] = value
        patch_vary_headers(response, ["Accept-Language"])
        return _once(request, response) if response.status_code == 200 else response

    return csrf_exempt(login_not_required(door))


def _once(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Asked for again each time, as what is hidden now may not be shown; sent again only when it is different."""
    patch_cache_control(response, public=True, no_cache=True)
    set_response_etag(response)
    return get_conditional_response(request, etag=response["ETag"], response=response)


def _through(view, request: HttpRequest, **named) -> HttpResponse:
    if request.method == "OPTIONS":
        return _ways()
    if request.method not in ALLOWED:
        return problem(405)
    if not request.accepts(MEDIA):
        return problem(406)
    try:
        return view(request, **named)
    except Http404:
        return problem(404)


def _ways() -> HttpResponse:
    """What a browser asks before a page of another site may ask."""
    methods = ", ".join(ALLOWED)
    headers = {
        "Allow": methods,
        "Access-Control-Allow-Methods": methods,
        "Access-Control-Allow-Headers": "Accept, Accept-Language, If-None-Match",
        "Access-Control-Max-Age": "86400",
    }
    return HttpResponse(status=204, headers=headers)


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """How one asks, for people."""
    root = for_others(request, reverse("api:openapi").removesuffix("/openapi.json"))
    context = {
        "root": root,
        "tables": TABLES.values(),
        "words": [WORDS[name] for name in words_of_visitors()],
        "usual": USUAL,
        "most": MOST,
    }
    return render(request, "api/index.html", context)


@for_programs
def openapi(request: HttpRequest) -> HttpResponse:
    visitor_of(request)
    contact = {"name": settings.SITE_NAME, "url": for_others(request, reverse("api:index"))}
    if email := contact_address():
        contact["email"] = email
    server = for_others(request, request.path.removesuffix("/openapi.json"))
    licence = for_others(request, reverse("open_data:index")) + "#licentie"
    return JsonResponse(document(server, contact=contact, licence=licence))


@for_programs
def missing(request: HttpRequest, path: str = "") -> HttpResponse:
    raise Http404


def operations() -> list[URLPattern]:
    """The addresses of django-ninja, each behind the door and with a name of ours."""
    return [URLPattern(each.pattern, _behind_the_door(each), name=each.name) for each in patterns()]


def _behind_the_door(pattern: URLPattern):
    def view(request: HttpRequest, **named) -> HttpResponse:
        return pattern.callback(request, **named)

    view.__name__ = pattern.name
    return for_programs(view)
