"""Says to a menu which of its pages this is."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def current(context, page: str, section: str = "") -> SafeString | str:
    """The attribute of a link in a menu: on the page itself, or on another page of its section.

    In: the name of the page's URL, and the namespace of which the link is the way in, if it is one.
    """
    here = context.get("here")
    if here == page:
        return format_html(' aria-current="{}"', "page")
    return format_html(' aria-current="{}"', "true") if section and section == context.get("here_in") else ""


@register.simple_tag(takes_context=True)
def open_in(context, *sections: str) -> SafeString | str:
    """The attribute that opens a part of a menu on the pages of these sections."""
    return format_html(" {}", "open") if context.get("here_in") in sections else ""
