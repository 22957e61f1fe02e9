"""From counts to roses: the picture of a tally, and a list of initiatives with theirs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import OuterRef, QuerySet, Subquery, prefetch_related_objects
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.glyphs import Cell, Rose
from initiatives.language import in_language
from initiatives.lenses import RAYS, CellState
from initiatives.links import wins_url
from initiatives.models import Challenge, Initiative, SmallWin
from initiatives.reports.counting.cells import ONE_TELLER, ONE_WIN, CellFacts, what_it_hangs_on
from initiatives.reports.counting.special_wins import chosen_not, special_wins
from initiatives.reports.counting.tally import Special, Tally, tally_rows
from initiatives.sentences import joined, link, said

Opens = Callable[[str, str, int], tuple[str, str]]


def rose_of(tally: Tally, tellers: Sequence[Tally] = (), *, opens: Opens | None = None, **details) -> Rose:
    """The rose of these counts. `details` are name, finding, ident and anchor of the drawing.

    In: `tellers`, the wins of each teller; without them no cell says that it hangs on one teller. `opens`
    gives for a ray, a level and its count the address that the place opens, and that of the card beside the rose.
    """
    cells = {
        place: cell_of(tally.cell_facts(*place), [each.cell_facts(*place) for each in tellers])
        for place in tally.cells
    }
    if opens:
        cells = {place: _opening(cell, *opens(*place, cell.count)) for place, cell in cells.items()}
    facts = {ray: tally.ray_facts(ray) for ray in RAYS}
    return Rose(
        cells=cells,
        total=tally.total,
        linked=tally.linked,
        totals={ray: _total(each) for ray, each in facts.items()},
        states={ray: each.state for ray, each in facts.items()},
        **details,
    )


def cell_of(facts: CellFacts, shares: Sequence[CellFacts] = ()) -> Cell:
    """A place of the rose; its notch says that it hangs on one win, or on one teller."""
    hangs_on = what_it_hangs_on(facts, shares)
    return Cell(facts.state, facts.k, fragile=hangs_on == ONE_WIN, one_teller=hangs_on == ONE_TELLER)


def _opening(cell: Cell, href: str, card: str) -> Cell:
    return replace(cell, href=href, card=card)


def _total(facts: CellFacts) -> int | None:
    """The number of wins; None where the state gives no number, because 0 would be a claim."""
    unsaid = (CellState.NO_DATA, CellState.TOO_LITTLE, CellState.DELIBERATELY_NOT)
    return None if facts.state in unsaid else facts.k


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

    @property
    def told(self) -> SafeString:
        """How many wins, and when the last was."""
        count = ngettext("%(n)s small win", "%(n)s small wins", self.wins) % {"n": self.wins}
        return joined((count, self._last(_("laatste:"))))

    @property
    def told_linked(self) -> SafeString | str:
        """How many wins, with a link to them, and when the last was."""
        if not self.wins:
            return _("nog geen small wins")
        text = ngettext(
            '<a href="%(url)s">%(n)s</a> small win', '<a href="%(url)s">%(n)s</a> small wins', self.wins
        )
        count = said(text, n=self.wins, url=self.wins_href)
        return joined((count, self._last(_("de laatste:"))))

    @property
    def works_on(self) -> SafeString:
        """The first question that it works on, with its page behind it, and how many more its own page names; nothing without one."""
        first, *others = [*self.initiative.challenges.all()] or [None]
        if first is None:
            return SafeString("")
        more = ngettext("en nog %(n)s", "en nog %(n)s", len(others)) % {"n": len(others)} if others else ""
        return joined((_question(first), link(self.initiative.get_absolute_url(), more) if more else ""), " ")

    @property
    def place(self) -> str:
        """Its cities, and whether others may read it yet."""
        where = self.initiative.where
        return where if self.initiative.published_at else f"{where}, " + _("nog niet gepubliceerd")

    def _last(self, label: str) -> SafeString | str:
        if self.newest is None:
            return ""
        return joined((label, self.newest.when_said), " ")


def _question(challenge: Challenge) -> SafeString:
    return format_html('<a href="{}">{}</a>', challenge.get_absolute_url(), in_language(challenge, "title"))


def initiative_lines(
    initiatives: Iterable[Initiative],
    wins: QuerySet,
    *,
    special: Iterable[Special] | None = None,
    unwanted: Mapping[int, frozenset[str]] | None = None,
) -> list[InitiativeLine]:
    """These initiatives in their own order, each with its rose. Three queries beside their own.

    In: `wins`, the standing wins that the reader may see; they are narrowed to these initiatives.
    `special` and `unwanted`, from special_wins.py, are looked up unless the caller has them: two queries.
    """
    shown = list(initiatives)
    prefetch_related_objects(shown, "cities")
    keys = [initiative.pk for initiative in shown]
    told = wins.filter(initiative__in=keys)
    special = special_wins(told) if special is None else special
    unwanted = chosen_not(keys) if unwanted is None else unwanted
    counts, newest = tally_rows(told, special=special), newest_of_each(shown, wins)
    return [_initiative_line(each, counts.of(each.pk), unwanted, newest) for each in shown]


def _initiative_line(initiative: Initiative, tally: Tally, unwanted, newest) -> InitiativeLine:
    tally = replace(tally, chosen_not=unwanted.get(initiative.pk, frozenset()))
    return InitiativeLine(initiative, rose_of(tally, anchor=""), tally, newest.get(initiative.pk))


def newest_of_each(initiatives: Iterable[Initiative], wins: QuerySet) -> dict[int, SmallWin]:
    """By initiative the last of these wins that has a date: one look in the index for each."""
    dated = wins.filter(initiative=OuterRef("pk"), occurred_on__isnull=False).newest_first()
    keys = [initiative.pk for initiative in initiatives]
    last = Initiative.objects.filter(pk__in=keys).order_by().values(last=Subquery(dated.values("pk")[:1]))
    found = SmallWin.objects.filter(pk__in=last).only("initiative_id", "occurred_on", "precision")
    return {win.initiative_id: win for win in found}
