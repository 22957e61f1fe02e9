"""The partners of the network as a table that sorts by any of its columns."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext_lazy as _

from initiatives.links import InPages
from initiatives.models import Partner
from initiatives.names import sorting
from initiatives.reports.filter.wins import WinFilter
from initiatives.reports.partners.involvement import MemberRow

PER_PAGE = 15


@dataclass(frozen=True)
class MemberLine:
    partner: Partner
    row: MemberRow
    network_href: str  # the network around it
    initiatives_href: str  # empty where the number is only counted

    @property
    def is_past(self) -> bool:
        return not self.row.open_initiatives


@dataclass(frozen=True)
class MemberOrder:
    """A column by which the table can be sorted; a number begins with the largest."""

    code: str
    label: object
    key: Callable[[MemberLine], object]
    is_number: bool = False
    css: str = ""


ORDERS = {
    order.code: order
    for order in (
        MemberOrder("naam", _("Naam"), lambda line: line.partner.name_sort),
        MemberOrder(
            "soort", _("Soort"), lambda line: sorting(str(line.partner.get_kind_display())), css="only-wide"
        ),
        MemberOrder(
            "stad",
            _("Stad"),
            lambda line: sorting(line.partner.city.name) if line.partner.city else "~",
            css="only-wide",
        ),
        MemberOrder(
            "initiatieven", _("Initiatieven"), lambda line: line.row.initiatives, is_number=True, css="number"
        ),
        MemberOrder("verbonden", _("Samen met"), lambda line: line.row.ties, is_number=True, css="number"),
    )
}
USUAL = "initiatieven"


@dataclass(frozen=True)
class SortColumn:
    order: MemberOrder
    href: str
    sorted: str  # as aria-sort says it; empty where the table is not sorted by it


@dataclass(frozen=True)
class PartnerTable(InPages):
    lines: list[MemberLine]
    columns: list[SortColumn]
    page: Page
    chosen: WinFilter
    asked: str

    def at(self, number: int) -> str:
        return self.chosen.url(volgorde=self.asked, pagina=number) + "#tabel"


def known_order(asked: str) -> str:
    """The order that an address asks for, e.g. "naam" or, the other way round, "-naam"; empty for anything else."""
    return asked if asked.removeprefix("-") in ORDERS else ""


def partner_table(
    lines: list[MemberLine], chosen: WinFilter, *, order: str, page: str | None
) -> PartnerTable:
    asked = known_order(order) or USUAL
    by, turned = ORDERS[asked.removeprefix("-")], asked.startswith("-")
    by_name = sorted(lines, key=lambda line: (line.partner.name_sort, line.partner.pk))
    ordered = sorted(by_name, key=by.key, reverse=by.is_number != turned)
    shown = Paginator(ordered, PER_PAGE).get_page(page)
    columns = [_column(each, chosen, asked) for each in ORDERS.values()]
    return PartnerTable(list(shown.object_list), columns, shown, chosen, asked)


def _column(order: MemberOrder, chosen: WinFilter, asked: str) -> SortColumn:
    is_here, turned = asked.removeprefix("-") == order.code, asked.startswith("-")
    way = f"-{order.code}" if is_here and not turned else order.code
    falls = order.is_number != turned
    said = ("descending" if falls else "ascending") if is_here else ""
    return SortColumn(order, chosen.url(volgorde=way, pagina=None) + "#tabel", said)
