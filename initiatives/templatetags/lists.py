"""Rows one after the other in a sentence, each with its page."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from initiatives.language import in_language
from initiatives.sentences import joined, link

register = template.Library()


@register.filter
def linked(rows: Iterable) -> SafeString:
    """E.g. "Zwolle, Ede", each a link to its own page; a win or an initiative under its title."""
    return joined(link(row.get_absolute_url(), _name_of(row)) for row in rows)


def _name_of(row: object) -> SafeString | str:
    return in_language(row, "title") if hasattr(row, "title") else str(row)
