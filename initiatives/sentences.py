"""Sentences with names, dates and links in them, and lists that end in "en". Every value is escaped."""

import re
from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

PLACE = re.compile(r"%\((\w+)\)[sd]")


def said(text: str, **words: object) -> SafeString:
    """A translated sentence with its `%(places)s` filled, ready for a page.

    In: the words for its places. They are escaped, but for what is markup already, such as a link.
    """
    braced = text.replace("{", "{{").replace("}", "}}")
    return format_html(PLACE.sub(r"{\1}", braced).replace("%%", "%"), **words)


def link(href: str, text: object, *, lang: str = "") -> SafeString:
    """In: the language of the text, where that may be another one than the page's."""
    if lang:
        return format_html('<a href="{}" lang="{}">{}</a>', href, lang, text)
    return format_html('<a href="{}">{}</a>', href, text)


def strong(text: object) -> SafeString:
    return format_html("<strong>{}</strong>", text)


def styled(css: str, text: object) -> SafeString:
    """A part of a sentence that looks different, in the words of the stylesheet."""
    return format_html('<span class="{}">{}</span>', css, text)


def of_all(part: int, whole: int, href: str = "", *, first: bool = False) -> SafeString:
    """E.g. "3 van de 7"; "alle 7" or "beide" where it is all of them. `first`: it begins the sentence. The number opens its rows."""
    if part == whole > 1:
        both, every = (_("Beide"), _("Alle %(n)s")) if first else (_("beide"), _("alle %(n)s"))
        text = both if whole == 2 else every % {"n": whole}
        return link(href, text) if href else format_html("{}", text)
    return said(_("%(part)s van de %(whole)s"), part=link(href, part) if href else part, whole=whole)


def listed(words: Iterable[object]) -> str:
    """E.g. "groei, circulatie en dieper"."""
    return str(get_text_list([str(word) for word in words], _("en")))


def listed_as_is(parts: Iterable[object]) -> SafeString:
    """The same list, of parts with markup in them such as links; what says nothing is left out."""
    *before, last = [*filter(None, parts)] or [""]
    return joined((joined(before), last), f" {_('en')} ")


def joined(parts: Iterable[object], between: str = ", ") -> SafeString:
    """The parts that say something, one after the other: "drie van de vier, 2 open"."""
    return format_html_join(between, "{}", ((part,) for part in parts if part))
