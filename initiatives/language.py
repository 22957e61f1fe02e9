"""The language that somebody chose, and what people wrote in that language or in another.

Titles, summaries and dreams have a Dutch text and may have an English one (`title`, `title_en`).
An English page without an English text shows the Dutch one and says that it is Dutch, so that a
screen reader reads it with a Dutch voice (WCAG 3.1.2).
"""

from django.conf import settings
from django.http import HttpResponse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language


def remember_language(response: HttpResponse, language: str) -> None:
    """From the next page on, the site speaks it on this device, by the same cookie as Django's own switch."""
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


def language_asked(word: str) -> str:
    """The language that an address asks for; that of the page where it asks for none that the site speaks."""
    return word if word in dict(settings.LANGUAGES) else spoken_here()


def english_asked() -> bool:
    return (get_language() or "").startswith("en")


def english(thing: object, field: str) -> str:
    """The English text of `field`, or nothing: asked for no English, or there is none."""
    return getattr(thing, f"{field}_en", "") if english_asked() else ""


def plain(thing: object, field: str) -> str:
    """The text of `field` in the language of the page where there is one, for what cannot hold markup: files, options, attributes."""
    chosen = english(thing, field) or getattr(thing, field)
    return chosen + ""  # even a text that somebody marked as safe is escaped by the template


def in_language(thing: object, field: str) -> SafeString:
    """The text of `field` in the language of the page, escaped.

    `thing` is a row or a report with `field`, and perhaps `<field>_en`. Raises AttributeError
    when it has no such field: a misspelt name must not become an empty heading.
    """
    if translated := english(thing, field):
        return escape(str(translated))
    return _marked(escape(str(getattr(thing, field))))


def titled(row: object) -> SafeString:
    """The title of a win or an initiative, as a link to its page. A win without words says why it has none."""
    return format_html('<a href="{}">{}</a>', row.get_absolute_url(), in_language(row, "title") or str(row))


def quoted(win: object) -> SafeString:
    """The title of a win in quotation marks; of one without words what it is, without them."""
    words = in_language(win, "title")
    return format_html("“{}”", words) if words else escape(str(win))


def in_brief(thing: object, field: str, length: int) -> SafeString:
    """The text cut to so many characters, for places with little room."""
    if translated := english(thing, field):
        return escape(shortened(translated, length))
    return _marked(escape(shortened(getattr(thing, field), length)))


def _marked(dutch: SafeString) -> SafeString:
    """A Dutch text on a page in another language says so."""
    return format_html('<span lang="nl">{}</span>', dutch) if dutch and english_asked() else dutch


def shortened(words: str, length: int) -> str:
    """No more than so many characters, cut between two words where there are some; the dots tell."""
    if len(words) <= length:
        return words
    cut = words[: length - 1]
    whole = cut.rpartition(" ")[0]
    return (whole if len(whole) > length // 2 else cut).rstrip(" ,;:") + "…"
