"""The initiatives side by side: their roses, the heat table, and ray by ray in which state they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from initiatives.lenses import RAYS
from initiatives.links import InPages
from initiatives.models.rights import may_come_in
from initiatives.reports.counting.roses import InitiativeLine, initiative_lines
from initiatives.reports.counting.special_wins import chosen_not, special_where_shown
from initiatives.reports.counting.spreads import spread_of
from initiatives.reports.counting.tally import Special
from initiatives.reports.network.chosen import Chosen
from initiatives.reports.network.heat import GROUPS, HeatCell, heat_cells
from initiatives.reports.network.portfolios import Portfolio, portfolio
from initiatives.reports.network.silence import LAST_FIRST, with_last

PER_PAGE = 24
TOGETHER = 100  # as many initiatives may stand on one page
BY_NAME, BY_LAST = "naam", "laatst"


@dataclass(frozen=True)
class NetworkLine:
    """One initiative: its rose, and a row of the heat table."""

    line: InitiativeLine
    cells: list[HeatCell]


@dataclass(frozen=True)
class Beside(InPages):
    """One page of the initiatives, and the states of all of them."""

    chosen: Chosen
    portfolio: list[Portfolio]
    lines: list[NetworkLine]
    page: Page
    order: str

    heat = GROUPS

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @property
    def by_last(self) -> bool:
        return self.order == BY_LAST

    @property
    def by_name_url(self) -> str:
        return self._address()

    @property
    def by_last_url(self) -> str:
        return self._address(volgorde=BY_LAST)

    @property
    def together_url(self) -> str:
        return self._address(volgorde=self._said_order, toon="alle")

    def at(self, number: int) -> str:
        return self._address(volgorde=self._said_order, pagina=number)

    @property
    def _said_order(self) -> str | None:
        return BY_LAST if self.by_last else None

    def _address(self, **words: object) -> str:
        return f"{self.chosen.url(**words)}#initiatives"


def beside(chosen: Chosen, *, order: str = "", page: str | None = None, together: bool = False) -> Beside:
    """The initiatives that the filter reaches, in a fixed number of queries.

    In: the filter, the order (`laatst` or by name), which page of them, and whether up to a hundred stand together.
    """
    wins, order = chosen.wins(), BY_LAST if order == BY_LAST else BY_NAME
    names = list(in_order(chosen.initiatives_here(), wins, order).only("slug", "title", "title_en"))
    unwanted = chosen_not()
    special = special_where_shown(wins)
    spread = spread_of(wins, special, unwanted)
    shown = Paginator(names, TOGETHER if together else PER_PAGE).get_page(page)
    return Beside(
        chosen=chosen,
        portfolio=[
            portfolio(
                ray,
                ((each, spread.state(each.pk, ray)) for each in names),
                chosen.words,
                wins=spread.wins_at(ray),
                user=chosen.user,
            )
            for ray in RAYS
        ],
        lines=network_lines(chosen, wins, [initiative.pk for initiative in shown], special, unwanted),
        page=shown,
        order=order,
    )


def in_order(initiatives: QuerySet, wins: QuerySet, order: str) -> QuerySet:
    if order == BY_NAME:
        return initiatives.order_by("title_sort", "pk")
    return with_last(initiatives, wins).order_by(LAST_FIRST, "title_sort", "pk")


def network_lines(
    chosen: Chosen,
    wins: QuerySet,
    keys: list[int],
    special: Iterable[Special],
    unwanted: Mapping[int, frozenset[str]],
) -> list[NetworkLine]:
    """The initiatives of one page in the order of `keys`, each with its rose and its numbers."""
    found = chosen.initiatives_here().in_bulk(keys)
    shown = [found[key] for key in keys if key in found]
    lines = initiative_lines(shown, wins, special=special, unwanted=unwanted)
    period, states = chosen.words.get("periode"), may_come_in(chosen.user)
    return [NetworkLine(line, heat_cells(line, period, states=states)) for line in lines]
