"""The rose and the lens as tables: cell by cell the number, the state and the rule behind it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from initiatives.glyphs import heat_class
from initiatives.lenses import NONE_OF_THESE, RAYS, CellState, Direction, Family, Level, ScalingType
from initiatives.links import wins_url
from initiatives.reports.cells import Facts
from initiatives.reports.tally import FAMILY_OF, MATRIX_ROWS, Tallies

FILTER_WORD = {Family.TYPE: "type", Family.DIRECTION: "richting", Family.LEVEL: "niveau"}


@dataclass(frozen=True)
class Spot:
    """One cell of a table: its number, the address of exactly those wins, its state and the rule."""

    anchor: str
    count: int
    href: str
    state: CellState
    rule: tuple[str, ...]
    css: str

    @property
    def is_seen(self) -> bool:
        """Somebody looked, so that a number may stand there, even 0."""
        return self.state not in (CellState.NO_DATA, CellState.TOO_LITTLE)


@dataclass(frozen=True)
class Line:
    """A row of a table: a ray, a level or "none of the four", its cells and its own total."""

    code: str
    label: str
    spots: tuple[Spot, ...]
    total: Spot | None = None

    @property
    def has_icon(self) -> bool:
        return self.code != NONE_OF_THESE


@dataclass(frozen=True)
class Tables:
    """The rose as a table (ray × level) and the lens (type × direction)."""

    levels: tuple[Level, ...]
    directions: tuple[Direction, ...]
    rays: tuple[Line, ...]
    level_totals: tuple[Spot, ...]
    lens: tuple[Line, ...]
    wins: int
    wins_url: str
    places: int


class Spots:
    """Makes the cells of the tables of one profile."""

    def __init__(self, tellers: Tallies, words: Mapping[str, object]) -> None:
        self.tally = tellers.all
        self.shares = [tellers.of(key) for key in tellers.keys]
        self.words = words

    def tables(self) -> Tables:
        return Tables(
            levels=tuple(Level),
            directions=tuple(Direction),
            rays=tuple(self._ray(ray) for ray in RAYS),
            level_totals=tuple(self._level(level) for level in Level),
            lens=tuple(self._lens_row(row) for row in MATRIX_ROWS),
            wins=self.tally.total,
            wins_url=wins_url(**self.words),
            places=self.tally.places,
        )

    def _ray(self, ray: str) -> Line:
        cells = tuple(
            self._spot(f"cell-{ray}-{level}", ray, lambda t, at=(ray, level): t.cell_facts(*at), niveau=level)
            for level in Level
        )
        total = self._spot(f"ray-{ray}", ray, lambda t: t.ray_facts(ray))
        return Line(ray, capfirst(ray.label), cells, total)

    def _level(self, level: str) -> Spot:
        return self._spot(f"level-{level}", None, lambda t: t.level_facts(level), niveau=level)

    def _lens_row(self, row: str) -> Line:
        spots = tuple(
            self._spot(f"lens-{row}-{way}", way, lambda t, at=(row, way): t.matrix_facts(*at), type=row)
            for way in Direction
        )
        none = row == NONE_OF_THESE
        return Line(row, _("Geen van de vier") if none else capfirst(ScalingType(row).label), spots)

    def _spot(self, anchor: str, ray: str | None, facts_of, **words) -> Spot:
        """`facts_of` gives the facts of this cell in a tally; the tellers' tallies show who it hangs on."""
        facts = facts_of(self.tally)
        if ray:
            words |= {FILTER_WORD[FAMILY_OF[ray]]: ray}
        return Spot(
            anchor,
            facts.k,
            wins_url(**self.words, **words),
            facts.state,
            self._rule(facts, facts_of),
            heat_class(ray or ScalingType.GROWTH, facts.state),
        )

    def _rule(self, facts: Facts, facts_of) -> tuple[str, ...]:
        sentences = [facts.rule]
        if facts.k and facts.known < facts.total:
            sentences.append(_("Met wat nog open is: %(bounds)s.") % {"bounds": facts.bounds})
        if facts.hangs_on_one_win:
            sentences.append(_("Dit hangt aan één winst: zonder die ene stond hier iets anders."))
        elif facts.hangs_on_one_teller((f.k, f.known, f.total) for f in map(facts_of, self.shares)):
            sentences.append(_("Dit hangt aan één melder: zonder wat die vertelde, stond hier iets anders."))
        return tuple(sentences)
