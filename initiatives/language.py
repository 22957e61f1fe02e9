"""The language that somebody chose, kept in the same cookie as that of Django's own switch."""

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import get_language


def remember_language(response: HttpResponse, language: str) -> None:
    """From the next page on, the site speaks it on this device (as django.views.i18n.set_language)."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )


def spoken_here() -> str:
    """The language of this page."""
    return (get_language() or settings.LANGUAGE_CODE)[:2]
