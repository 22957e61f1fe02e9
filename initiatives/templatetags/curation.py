"""Tags for the lists of the admin, beside Django's own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django import template
from django.contrib.admin.utils import model_ngettext
from django.contrib.admin.views.main import PAGE_VAR
from django.core.paginator import Page, Paginator

register = template.Library()


@dataclass(frozen=True)
class Leaf:
    """A number among the pages of a list, or the dots between them. `address` is empty for this page and for dots."""

    text: str
    address: str
    is_here: bool


@register.simple_tag
def pages_of(cl, numbers: Iterable) -> list[Leaf]:
    """The other pages of the same list, with its filters."""
    return _leaves(numbers, cl.page_num, lambda number: cl.get_query_string({PAGE_VAR: number}))


@register.simple_tag
def pages_of_history(page: Page, numbers: Iterable, word: str) -> list[Leaf]:
    """The other pages of what was noted about one row. In: the word that names a page in the address bar."""
    return _leaves(numbers, page.number, lambda number: f"?{word}={number}")


@register.simple_tag
def pages_of_rows(page: Page, outcome: str) -> list[Leaf]:
    """The other pages of the rows with one outcome in a table that was brought."""
    numbers = page.paginator.get_elided_page_range(page.number)
    return _leaves(numbers, page.number, lambda number: f"?toon={outcome}&pagina={number}")


def _leaves(numbers: Iterable, here: int, address: Callable[[int], str]) -> list[Leaf]:
    return [
        Leaf(str(number), "" if number in (here, Paginator.ELLIPSIS) else address(number), number == here)
        for number in numbers
    ]


@register.simple_tag
def how_many(cl) -> str:
    """How many rows were found, e.g. "1 stad" or "12 steden"."""
    return f"{cl.result_count} {model_ngettext(cl.opts, cl.result_count)}"
