"""Names of places as a line may break them."""

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

ARTICLE = re.compile(r"((?<!\w)['’‘`´][st]-\w)", re.IGNORECASE)


@register.filter
def kept_together(name: str) -> SafeString:
    """A name of which no line ends after "'s-". Its letters stay the same, so one can search and copy them."""
    parts = (
        format_html('<span class="nowrap">{}</span>', part) if ARTICLE.fullmatch(part) else part
        for part in ARTICLE.split(name)
    )
    return format_html_join("", "{}", ((part,) for part in parts))
