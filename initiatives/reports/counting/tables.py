"""The rose and the lens as tables: cell by cell the number, the state and the rule behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.glyphs import heat_class, ray_label
from initiatives.lenses import (
    ANSWERS,
    NONE_OF_THESE,
    OPEN,
    RAYS,
    CellState,
    Direction,
    Family,
    Level,
    ScalingType,
    crossing_of,
)
from initiatives.links import wins_url
from initiatives.reports.counting.balance import Balance, Dot
from initiatives.reports.counting.cells import ONE_TELLER, ONE_WIN, CellFacts, what_it_hangs_on
from initiatives.reports.counting.tally import FAMILY_OF, MATRIX_ROWS, Tally
from initiatives.sentences import joined, said

FILTER_WORD = {Family.TYPE: "type", Family.DIRECTION: "richting", Family.LEVEL: "niveau"}


def words_choosing(ray: str, level: str = "") -> dict[str, str]:
    """The filter words that choose the wins of a ray, or of one place of it."""
    return {FILTER_WORD[FAMILY_OF[ray]]: ray} | ({"niveau": level} if level else {})


def words_crossing(row: str, way: str) -> dict[str, str]:
    """The filter words that choose the wins at a place of the lens: of a type that went this way, as somebody said."""
    if row == NONE_OF_THESE:
        return {"type": row, "richting": way}
    return {ANSWERS["pairs"].word: crossing_of(row, way)}


def named(row: object, column: object) -> str:
    """What a cell is called: its row and its column."""
    return f"{capfirst(row)}, {column}"


def anchor_of(ray: str, level: str) -> str:
    """Where the rule of a place of the rose stands, in its table."""
    return f"cell-{ray}-{level}"


@dataclass(frozen=True)
class Spot:
    """One cell of a table: its number, the address of exactly those wins, its state and the rule.

    `lasts` of its wins still stood a year later; `losses` stand beside it.
    """

    anchor: str
    name: str  # e.g. "Groei, lokaal"
    count: int
    href: str
    state: CellState
    rule: tuple[str, ...]
    ray: str | None = None  # the ray that gives the colour; a level has none
    hangs_on: str = ""
    lasts: int = 0
    lasts_href: str = ""
    losses: tuple[Dot, ...] = ()

    @property
    def css(self) -> str:
        return drawn_as(self.ray, self.state, self.hangs_on)

    @property
    def heading(self) -> str:
        """Its name, its number and its state, above its rule."""
        return f"{self.name}: {self.count or self.state.sign}, {self.state.label}"

    @property
    def rests_on(self) -> str:
        """Says in words that the state hangs on one win or one teller; empty where it does not."""
        return {ONE_WIN: _("rust op één small win"), ONE_TELLER: _("rust op wat één persoon vertelde")}.get(
            self.hangs_on, ""
        )


def drawn_as(ray: str | None, state: str, hangs_on: str) -> str:
    """The style of a cell from codes alone, so that what is kept of it can be drawn again in another style."""
    return heat_class(ray or ScalingType.GROWTH, state, notch=bool(hangs_on))


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
    uncrossed: int = 0
    uncrossed_url: str = ""
    open_types: int = 0  # wins that stand in no place of the lens, because this question has no answer
    open_types_url: str = ""
    open_directions: int = 0
    open_directions_url: str = ""

    @property
    def rose_spots(self) -> tuple[Spot, ...]:
        """Every cell of the rose, row by row, and then its last row."""
        rows = (spot for line in self.rays for spot in (*line.spots, line.total))
        return (*rows, *self.level_totals)

    @property
    def lens_spots(self) -> tuple[Spot, ...]:
        return tuple(spot for line in self.lens for spot in line.spots)

    @property
    def counted(self) -> str:
        """How many wins stand in the lens, and at how many places."""
        wins = ngettext("%(n)s small win", "%(n)s small wins", self.wins) % {"n": self.wins}
        places = ngettext("%(n)s plaats in de lens", "%(n)s plaatsen in de lens", self.places)
        return f"{wins}, {places % {'n': self.places}}"

    @property
    def uncrossed_said(self) -> str:
        """The wins that stand in no place of the lens, as nobody said which type went which way; empty without any."""
        text = ngettext(
            '<a href="%(url)s">%(n)s small win</a>: welke soort welke kant op ging, is niet gezegd.',
            '<a href="%(url)s">%(n)s small wins</a>: welke soort welke kant op ging, is niet gezegd.',
            self.uncrossed,
        )
        return said(text, n=self.uncrossed, url=self.uncrossed_url) if self.uncrossed else ""

    @property
    def open_said(self) -> str:
        """The wins of which the type or the direction was not said; empty without any."""
        types = ngettext(
            'Bij <a href="%(url)s">%(n)s small win</a> is de soort nog niet gezegd.',
            'Bij <a href="%(url)s">%(n)s small wins</a> is de soort nog niet gezegd.',
            self.open_types,
        )
        directions = ngettext(
            'Bij <a href="%(url)s">%(n)s small win</a> is de richting nog niet gezegd.',
            'Bij <a href="%(url)s">%(n)s small wins</a> is de richting nog niet gezegd.',
            self.open_directions,
        )
        told = (
            said(types, n=self.open_types, url=self.open_types_url) if self.open_types else "",
            said(directions, n=self.open_directions, url=self.open_directions_url)
            if self.open_directions
            else "",
        )
        return joined(told, " ")


class Spots:
    """Makes the cells of the tables of one profile.

    In: all that counts, what each teller told of it, the filter words of the address where those
    wins stand, and the losses beside them. `prefix` keeps two tables on one page apart.
    """

    def __init__(
        self,
        tally: Tally,
        tellers: Sequence[Tally],
        words: Mapping[str, object],
        balance: Balance | None = None,
        prefix: str = "",
    ) -> None:
        self.tally = tally
        self.shares = tellers
        self.words = words
        self.balance = balance
        self.prefix = prefix

    def tables(self) -> Tables:
        return Tables(
            levels=tuple(Level),
            directions=tuple(Direction),
            rays=tuple(self._line_of(ray) for ray in RAYS),
            level_totals=tuple(self._level(level) for level in Level),
            lens=tuple(self._lens_row(row) for row in MATRIX_ROWS),
            wins=self.tally.total,
            wins_url=wins_url(**self.words),
            places=self.tally.places,
            uncrossed=self.tally.uncrossed,
            uncrossed_url=wins_url(**self.words, **{ANSWERS["pairs"].word: OPEN}),
            **self._open(),
        )

    def _open(self) -> dict[str, object]:
        """The open answers of both questions, with the way to those wins."""
        told = {}
        for name, family in (("open_types", Family.TYPE), ("open_directions", Family.DIRECTION)):
            told[name] = self.tally.answers[family].open
            told[f"{name}_url"] = wins_url(**self.words, **{FILTER_WORD[family]: OPEN})
        return told

    def _line_of(self, ray: str) -> Line:
        cells = tuple(self.place(ray, level) for level in Level)
        name = named(ray.label, _("alle niveaus"))
        total = self._spot(f"ray-{ray}", name, ray, "rays", ray, words_choosing(ray))
        return Line(ray, capfirst(ray.label), cells, total)

    def place(self, ray: str, level: str) -> Spot:
        """One of the 21 places of the rose."""
        name, words = named(ray_label(ray), Level(level).label), words_choosing(ray, level)
        return self._spot(anchor_of(ray, level), name, ray, "cells", (ray, level), words)

    def _level(self, level: str) -> Spot:
        name = named(_("alle small wins"), level.label)
        return self._spot(f"level-{level}", name, None, "levels", level, {"niveau": level})

    def _lens_row(self, row: str) -> Line:
        label = _("Geen van de vier") if row == NONE_OF_THESE else capfirst(ScalingType(row).label)
        spots = tuple(
            self._spot(
                f"lens-{row}-{way}", named(label, way.label), way, "matrix", (row, way),
                words_crossing(row, way),
            )
            for way in Direction
        )  # fmt: skip
        return Line(row, label, spots)

    def _spot(
        self,
        anchor: str,
        name: str,
        ray: str | None,
        kind: str,
        place: object,
        words: Mapping[str, str],
    ) -> Spot:
        facts = self.tally.facts_at(kind, place)
        hangs_on = what_it_hangs_on(facts, [share.facts_at(kind, place) for share in self.shares])
        return Spot(
            f"{self.prefix}{anchor}",
            name,
            facts.k,
            wins_url(**{**self.words, **words}),
            facts.state,
            rules(facts, hangs_on),
            ray,
            hangs_on,
            facts.lasts,
            wins_url(**{**self.words, **words, "staat": "ja"}),
            self.balance.at(kind, place, words) if self.balance else (),
        )


def rules(facts: CellFacts, hangs_on: str) -> tuple[str, ...]:
    """The rule that decided in words, what could still come, and what it rests on."""
    sentences = [facts.rule]
    if facts.k and facts.known < facts.total:
        sentences.append(_("Met de open antwoorden erbij: %(bounds)s.") % {"bounds": facts.bounds})
    if hangs_on == ONE_WIN:
        sentences.append(_("Dit rust op één small win: zonder die ene stond hier iets anders."))
    elif hangs_on == ONE_TELLER:
        sentences.append(_("Dit rust op wat één persoon vertelde: zonder dat stond hier iets anders."))
    return tuple(sentences)
