"""Rows one after the other in a sentence, each with its page."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from initiatives.language import titled
from initiatives.sentences import joined, link

register = template.Library()


@register.filter
def linked(rows: Iterable) -> SafeString:
    """E.g. "Zwolle, Ede", each a link to its own page; a win or an initiative under its title."""
    return joined(_linked(row) for row in rows)


def _linked(row: object) -> SafeString:
    return titled(row) if hasattr(row, "title") else link(row.get_absolute_url(), row)
