"""The error pages.

Each page is in the house style and in the reader's language, needs no database, and gives back
what was typed. One who is logged in keeps their menu where a page is not there, or not for them.
"""

import re
import sys
from http import HTTPStatus
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.core.exceptions import BadRequest, DisallowedHost, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.middleware import csrf
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import requires_csrf_token

from initiatives.exchange.api.problems import is_for_programs, problem
from initiatives.models import Programme
from initiatives.secrecy import is_secret

DATABASE_AWAY = (OperationalError, InterfaceError)
RETRY_AFTER = 15  # seconds: a database that restarts is back by then
WITH_MENU = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
NEVER_SHOWN = ("csrf", "token", "password", "secret", "code")
# ticked, tapped or sent along by a form: no words of a person
CHOSEN_NAMES = """
    about actors answer audience borne_by cause challenge challenges choice cities city completed concept
    concrete confirms coupled curriculum days depth digest directions earlier effect exactness first hand
    ideas independence initiative is_another is_public items kind kinds known_as known_challenge language
    lasts later level loss_answer measure mechanism number onwards other pairs partner partner_kind
    partner_role partners partnership people_agreed per perspective photo_id position priority programme
    relation role second serves_dream severity shared shock shown size stage stance status still_stands stretch
    submission_id sure takes_part teller_opens themes told_as typed_first types unit used_by verdict
    version wall when where whose win wins wishes world year
"""
CHOSEN = frozenset(CHOSEN_NAMES.split())
CHOSEN_NOT_TYPED = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]*")
FOR_GUESTS = ("/t/", "/verteld/", "/wens/", "/paradox/", "/klopt-dit-nog/", "/mail/uit/")
UNREADABLE = (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError, ValueError)
ABOUT_THE_PLACE = tuple(
    reason.split(" - ")[0] for reason in (csrf.REASON_BAD_ORIGIN, csrf.REASON_BAD_REFERER)
)
LABELS = {
    "title": _("Wat is er gelukt?"),
    "description": _("Toelichting"),
    "how": _("Hoe kwam dat?"),
    "reason": _("Reden"),
    "question": _("Vraag"),
    "email": _("E-mailadres"),
    "login": _("E-mailadres"),
}


def is_for_guests(request: HttpRequest) -> bool:
    """Whether people come here by a link or a poster, who have seen no other page of the site."""
    return request.path_info.startswith(FOR_GUESTS)


def chosen_language(request: HttpRequest) -> str:
    """The language of the cookie, else Dutch. The preference of the browser counts for guests only."""
    if is_for_guests(request):
        return translation.get_language_from_request(request)
    code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def page_of_form(request: HttpRequest) -> str:
    """Where the form stood: an address that only takes POST is nothing to come back to."""
    named = "" if is_secret(request.path_info) else request.headers.get("Referer")  # secret pages name none
    return page_here(request, named) or request.get_full_path()


def page_here(request: HttpRequest, named: str | None) -> str:
    """The page of this site that a header names; empty where it names none, whatever else stands there."""
    try:
        parts = urlsplit(named or "")
        is_here = parts.netloc == request.get_host()
    except (ValueError, DisallowedHost):
        return ""
    return urlunsplit(("", "", parts.path or "/", parts.query, "")) if is_here else ""


def typed_texts(request: HttpRequest) -> list[tuple[str, str]]:
    """Label and text of what was typed, without passwords and tokens. Empty where it cannot be read."""
    try:
        posted = [(name, text) for name, texts in request.POST.lists() for text in texts]
    except UNREADABLE:
        return []
    return [(_label(name), text) for name, text in posted if _is_typed(name, text)]


def _label(name: str) -> str:
    return LABELS.get(name, name.replace("_", " "))


def _is_typed(name: str, text: str) -> bool:
    secret = any(word in name.lower() for word in NEVER_SHOWN)
    return not secret and name not in CHOSEN and not CHOSEN_NOT_TYPED.fullmatch(text.strip())


def error_response(request: HttpRequest, status: int, template: str = "") -> HttpResponse:
    """Render `template` (or that of the status). Only "not allowed" and "not found" know who asks, while there is a database.

    A program that asks the API gets it in JSON.
    """
    context = {
        "SITE_NAME": settings.SITE_NAME,
        "PROGRAMME": Programme(name=settings.PROGRAMME_NAME),  # without the database
        "SOURCE_CODE_URL": settings.SOURCE_CODE_URL,
        "DEMO": settings.DEMO,
        "request": request,
        "page_of_form": page_of_form(request),
        "user": None,
        "status": status,
        "typed": typed_texts(request),
    }
    with translation.override(chosen_language(request)):
        if is_for_programs(request):
            response = problem(status)
        else:
            page = _rendered(template or f"{status}.html", context, _who_asks(request, status))
            response = HttpResponse(page, status=status)
    response["Cache-Control"] = "no-store"
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response["Retry-After"] = str(RETRY_AFTER)
    return response


def _who_asks(request: HttpRequest, status: int) -> dict:
    """Somebody who is logged in, with the token that logging out wants. Empty where nobody is, or it does not matter."""
    try:
        if status in WITH_MENU and hasattr(request, "user") and request.user.is_authenticated:
            return {"user": request.user, "csrf_token": csrf.get_token(request)}
    except DATABASE_AWAY:
        pass
    return {}


def _rendered(template: str, context: dict, who: dict) -> str:
    try:
        return render_to_string(template, context | who)
    except DATABASE_AWAY:
        return render_to_string(template, context)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_response(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_response(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_response(request, 404)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its cookie, from elsewhere, or from before a login: nothing is done with it, and nothing typed is lost."""
    if reason == csrf.REASON_NO_CSRF_COOKIE:
        return error_response(request, 403, "403_cookies.html")
    if reason.startswith(ABOUT_THE_PLACE):
        return error_response(request, 403, "403_elsewhere.html")
    return error_response(request, 403, "403_csrf.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls this while it handles the exception. A database that is away comes back by itself."""
    away = isinstance(sys.exc_info()[1], DATABASE_AWAY)
    return error_response(request, 503 if away else 500)
