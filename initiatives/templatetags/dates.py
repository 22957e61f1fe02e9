"""Dates as people remember them: to the day, the month, the quarter or the year."""

import datetime as dt

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from initiatives.periods import in_words

register = template.Library()

# How much of 2026-03-01 each says. HTML has no way to write a quarter: its words are for people only.
FOR_MACHINES = {"day": 10, "month": 7, "year": 4}


@register.simple_tag
def remembered(day: dt.date | None, precision: str) -> SafeString:
    """The date in words, e.g. `{% remembered win.occurred_on win.precision %}`."""
    if day is None or precision not in FOR_MACHINES:
        return format_html("<span>{}</span>", in_words(day, precision))
    machine = day.isoformat()[: FOR_MACHINES[precision]]
    return format_html('<time datetime="{}">{}</time>', machine, in_words(day, precision))
