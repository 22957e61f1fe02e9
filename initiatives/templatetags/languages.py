"""People's texts in the language of the page (`initiatives.language`), and the languages to choose from."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.utils.translation import get_language, get_language_info

from initiatives.language import (
    english,
    english_asked,
    in_brief,
    in_language,
    plain,
    quoted,
    shortened,
    titled,
)
from initiatives.paragraphs import paragraphs

register = template.Library()
register.simple_tag(in_brief)
register.simple_tag(in_language)
register.simple_tag(quoted)
register.simple_tag(titled)
register.filter(shortened)
register.filter("text", plain)  # for `<title>` and attributes, which cannot hold a `<span>`


@dataclass(frozen=True)
class Language:
    """One that the site speaks: its name in that language itself, and whether this page speaks it."""

    code: str
    name: str
    is_spoken: bool


@register.simple_tag
def languages(spoken: str = "") -> list[Language]:
    """The languages of the site. In: the language of a piece that differs from its page."""
    here = spoken or get_language()
    return [
        Language(code, get_language_info(code)["name_local"], code == here)
        for code, _label in settings.LANGUAGES
    ]


@register.inclusion_tag("pages/_written.html")
def written(thing: object, field: str) -> dict:
    """A text of several paragraphs, in the language of the page where there is one."""
    translated = english(thing, field)
    dutch = english_asked() and not translated
    return {
        "paragraphs": paragraphs(translated or getattr(thing, field)),
        "language": "nl" if dutch else "",
    }
