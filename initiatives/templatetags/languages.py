"""What people wrote, in the language of the page where they wrote it in that language too.

Titles, summaries and dreams have a Dutch text and may have an English one (`title`, `title_en`).
An English page without an English text shows the Dutch one and says that it is Dutch, so that a
screen reader reads it with a Dutch voice (WCAG 3.1.2).
"""

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


def english_asked() -> bool:
    return (get_language() or "").startswith("en")


def english(thing: object, field: str) -> str:
    """The English text of `field`, or nothing: asked for no English, or there is none."""
    return getattr(thing, f"{field}_en", "") if english_asked() else ""


@register.simple_tag
def in_language(thing: object, field: str) -> SafeString:
    """The text of `field` in the language of the page, escaped.

    `thing` is a row or a report with `field`, and perhaps `<field>_en`. Raises AttributeError
    when it has no such field: a misspelt name must not become an empty heading.
    """
    if translated := english(thing, field):
        return escape(str(translated))
    original = escape(str(getattr(thing, field)))
    if original and english_asked():
        return format_html('<span lang="nl">{}</span>', original)
    return original


@register.filter
def text(thing: object, field: str) -> str:
    """The same as plain text, for `<title>` and attributes, which cannot hold a `<span>`."""
    chosen = english(thing, field) or getattr(thing, field)
    return chosen + ""  # even a text that somebody marked as safe is escaped by the template


@register.filter
def shortened(words: str, length: int) -> str:
    """No more than so many characters, cut between two words where there are some; the dots tell."""
    if len(words) <= length:
        return words
    cut = words[: length - 1]
    whole = cut.rpartition(" ")[0]
    return (whole if len(whole) > length // 2 else cut).rstrip(" ,;:") + "…"
