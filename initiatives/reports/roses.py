"""From counts to roses: the picture of a tally, and a list of initiatives with theirs."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery, prefetch_related_objects

from initiatives.glyphs import Cell, Rose
from initiatives.lenses import RAYS, CellState
from initiatives.links import wins_url
from initiatives.models import Initiative, SmallWin
from initiatives.reports.cells import Facts
from initiatives.reports.tally import Tally, tally_rows


def rose_of(tally: Tally, **details) -> Rose:
    """The rose of these counts. `details` are name, finding, ident and anchor of the drawing."""
    cells = {place: cell_of(tally.cell_facts(*place)) for place in tally.cells}
    totals = {ray: _total(tally.ray_facts(ray)) for ray in RAYS}
    return Rose(cells=cells, total=tally.total, linked=tally.linked, totals=totals, **details)


def cell_of(facts: Facts) -> Cell:
    """A place of the rose; its notch says that it hangs on one win."""
    return Cell(facts.state, facts.k, fragile=facts.hangs_on_one_win)


def _total(facts: Facts) -> int | None:
    """Nothing where nobody can say: 0 would be a claim."""
    return None if facts.state in (CellState.NO_DATA, CellState.TOO_LITTLE) else facts.k


@dataclass(frozen=True)
class InitiativeLine:
    """An initiative in a list: its rose, how many wins, and the last of them that has a date."""

    initiative: Initiative
    rose: Rose
    tally: Tally
    newest: SmallWin | None

    @property
    def wins(self) -> int:
        return self.tally.total

    @property
    def wins_href(self) -> str:
        return wins_url(initiatief=self.initiative.slug)


def initiative_lines(initiatives: Iterable[Initiative], wins: QuerySet) -> list[InitiativeLine]:
    """These initiatives in their own order, each with its rose. Three queries beside their own.

    In: `wins`, the standing wins that the reader may see; they are narrowed to these initiatives.
    """
    shown = list(initiatives)
    prefetch_related_objects(shown, "cities")
    told = wins.filter(initiative__in=[initiative.pk for initiative in shown])
    counts, newest = tally_rows(told), newest_of_each(shown, wins)
    return [
        InitiativeLine(
            initiative,
            rose_of(tally := counts.of(initiative.pk), anchor=""),
            tally,
            newest.get(initiative.pk),
        )
        for initiative in shown
    ]


def newest_of_each(initiatives: Iterable[Initiative], wins: QuerySet) -> dict[int, SmallWin]:
    """By initiative the last of these wins that has a date: one look in the index for each."""
    dated = wins.filter(initiative=OuterRef("pk"), occurred_on__isnull=False).newest_first()
    keys = [initiative.pk for initiative in initiatives]
    last = Initiative.objects.filter(pk__in=keys).order_by().values(last=Subquery(dated.values("pk")[:1]))
    found = SmallWin.objects.filter(pk__in=last).only("initiative_id", "occurred_on", "precision")
    return {win.initiative_id: win for win in found}
