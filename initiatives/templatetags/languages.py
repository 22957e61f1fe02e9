"""What people wrote, in the language of the page: `initiatives.language`. And the languages to choose from."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.utils.translation import get_language, get_language_info

from initiatives.language import english, in_language

register = template.Library()
register.simple_tag(in_language)


@dataclass(frozen=True)
class Language:
    """One that the site speaks: its name in that language itself, and whether this page speaks it."""

    code: str
    name: str
    is_spoken: bool


@register.simple_tag
def languages(spoken: str = "") -> list[Language]:
    """What the site can be read in. In: the language of a piece that is not in that of its page."""
    here = spoken or get_language()
    return [
        Language(code, get_language_info(code)["name_local"], code == here)
        for code, _label in settings.LANGUAGES
    ]


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
