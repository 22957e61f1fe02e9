"""Dates as people remember them, e.g. `{% remembered win.occurred_on win.precision %}`."""

from django import template

from initiatives.periods import remembered

register = template.Library()
register.simple_tag(remembered)
