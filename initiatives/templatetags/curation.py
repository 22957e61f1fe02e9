"""What the lists of the admin need beside Django's own tags."""

from django import template
from django.contrib.admin.views.main import PAGE_VAR

register = template.Library()


@register.simple_tag
def page_address(cl, number: int) -> str:
    """Another page of the same list, with its filters."""
    return cl.get_query_string({PAGE_VAR: number})
