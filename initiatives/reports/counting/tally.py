"""Counting wins by what they were read as: the numbers under every rose, matrix and heat table.

One SQL query groups the wins by their reading; what is counted here are groups, never wins.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, product
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet, Value
from django.utils.functional import cached_property

from initiatives.lenses import NONE_OF_THESE, RAYS, UNKNOWN, Direction, Family, Level, ScalingType, ends_of
from initiatives.models.fields import reading_of
from initiatives.reports.counting.cells import CellFacts, Sort

Words = tuple[str, ...] | None  # a set of words; None is silence
MATRIX_ROWS = (*ScalingType, NONE_OF_THESE)
FAMILY_OF = {ray: Family.DIRECTION if ray in Direction.values else Family.TYPE for ray in RAYS}


@dataclass(frozen=True, eq=False)  # one object per reading: hashing it is what counting costs
class Reading:
    """How a win was read, and whose words those are."""

    types: Words
    directions: Words
    level: str | None
    team_types: bool  # the team's own answer, also "none" and "don't know"
    team_directions: bool
    team_level: bool
    crossings: tuple[str, ...] = ()  # the types that went a direction, as somebody said

    @property
    def is_uncrossed(self) -> bool:
        """Types and directions are known, and nobody said which belongs to which."""
        return bool(_real(self.types) and _real(self.directions) and not self.crossings)


class Group(NamedTuple):
    """The number of wins that the same hands read in the same way."""

    of: object  # the value of the column that was grouped by
    reading: Reading
    count: int
    linked: int


class Special(NamedTuple):
    """The number of wins of one sort that the same hands read in the same way (theory §14)."""

    of: object
    reading: Reading
    sort: Sort
    count: int


@dataclass(frozen=True)
class Answers:
    """How one question was answered. `team` + `editors` + `open` is all wins."""

    team: int = 0  # the team answered, "don't know" included
    editors: int = 0  # only the editors read it so
    open: int = 0  # without an answer
    unknown: int = 0  # the answer was "don't know"; part of `team` or `editors`

    @property
    def total(self) -> int:
        return self.team + self.editors + self.open

    @property
    def known(self) -> int:
        return self.team + self.editors - self.unknown


@dataclass(frozen=True)
class Tally:
    """Counts of a set of wins. A win read as two words counts at both, and once in `total`.

    `cells` maps (ray, level), `rays` a type or direction, `matrix` (type or "geen", direction),
    `levels` a level; all of them hold every key. `none` counts the wins read as none of the
    words of that family. `special` holds by kind and place how many wins bring what, `chosen_not` the
    types and directions that the team does not go for.
    """

    total: int = 0
    linked: int = 0
    cells: Mapping[tuple[str, str], int] = field(default_factory=dict)
    rays: Mapping[str, int] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)
    matrix: Mapping[tuple[str, str], int] = field(default_factory=dict)
    none: Mapping[str, int] = field(default_factory=dict)
    read_by: Mapping[str, int] = field(default_factory=dict)  # win by win: team, editors (partly) or open
    answers: Mapping[str, Answers] = field(default_factory=dict)
    both_known: Mapping[tuple[str, str], int] = field(default_factory=dict)
    special: Mapping[tuple[str, object], Mapping[Sort, int]] = field(default_factory=dict)
    chosen_not: frozenset[str] = frozenset()
    uncrossed: int = 0  # wins of several types and several directions, in no place of the matrix

    def known(self, *families: str) -> int:
        """Wins with an answer to this question, or to both of these questions."""
        if len(families) == 2:
            return self.both_known[families]
        return self.answers[families[0]].known

    def facts_at(self, kind: str, place: object) -> CellFacts:
        """The facts that the rule of theory §14 needs for one place. The place is a cell of the rose (`cells`), a type
        or a direction (`rays`), a level (`levels`), or a type that crosses a direction (`matrix`).

        A choice against a type or a direction covers all its places: its three levels and its crossings.
        A team makes no choice about a level.
        """
        words = place if isinstance(place, tuple) else (place,)
        return CellFacts(
            k=getattr(self, kind)[place],
            total=self.total,
            known=self.known(*_asked_at(kind, words)),
            special=self.special.get((kind, place), {}),
            ambition_not=not self.chosen_not.isdisjoint(words),
        )

    def cell_facts(self, ray: str, level: str) -> CellFacts:
        return self.facts_at("cells", (ray, level))

    def ray_facts(self, ray: str) -> CellFacts:
        return self.facts_at("rays", ray)

    def level_facts(self, level: str) -> CellFacts:
        return self.facts_at("levels", level)

    def matrix_facts(self, row: str, direction: str) -> CellFacts:
        return self.facts_at("matrix", (row, direction))

    @property
    def says_something(self) -> bool:
        """There are wins, or there is a choice."""
        return bool(self.total or self.chosen_not)

    @property
    def places(self) -> int:
        """Dots in the lens: a win with two types and one direction has two. What nobody said has none."""
        return sum(self.matrix.values())

    @property
    def loose(self) -> int:
        return self.total - self.linked


def _asked_at(kind: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """The questions that need an answer before a win can be at this place."""
    if kind == "matrix":
        return _LENS
    if kind == "levels":
        return (Family.LEVEL,)
    return (FAMILY_OF[words[0]], *((Family.LEVEL,) if kind == "cells" else ()))


@dataclass(frozen=True)
class SeenIn:
    """In how many of the keys (initiatives, …) something was seen at least once."""

    cells: Mapping[tuple[str, str], int]
    rays: Mapping[str, int]
    levels: Mapping[str, int]
    matrix: Mapping[tuple[str, str], int]


class Tallies:
    """The counts of all wins together and per key. Counts what is asked for: a page shows a
    hundred initiatives of thousands."""

    def __init__(self, groups: Iterable[Group], special: Iterable[Special] = ()) -> None:
        self._groups: dict[object, list[Group]] = {}
        self._special: dict[object, list[Special]] = {}
        for group in groups:
            self._groups.setdefault(group.of, []).append(group)
        for each in special:
            self._special.setdefault(each.of, []).append(each)

    @property
    def keys(self) -> set:
        """The keys that have a win."""
        return set(self._groups)

    def of(self, key: object) -> Tally:
        """Its counts; all zero when it has no wins."""
        groups = ((group.reading, group.count, group.linked) for group in self._groups.get(key, ()))
        return _tally(groups, self._special.get(key, ()))

    @cached_property
    def all(self) -> Tally:
        """The counts of every win."""
        count, linked = Counter(), Counter()
        for group in chain.from_iterable(self._groups.values()):
            count[group.reading] += group.count
            linked[group.reading] += group.linked
        groups = ((reading, n, linked[reading]) for reading, n in count.items())
        return _tally(groups, chain.from_iterable(self._special.values()))

    @cached_property
    def spread(self) -> SeenIn:
        """In how many of the keys each word, cell and dot was seen."""
        seen: dict[Reading, set] = {}
        for group in chain.from_iterable(self._groups.values()):
            seen.setdefault(group.reading, set()).add(group.of)
        where: dict[tuple[str, object], set] = {}
        for reading, keys in seen.items():
            for place in places_of(reading):
                where.setdefault(place, set()).update(keys)
        return SeenIn(**_by_kind({place: len(keys) for place, keys in where.items()}))


def tally_rows(
    wins: QuerySet,
    *,
    by: str = "initiative_id",
    tied: Q | None = None,
    special: Iterable[Special] = (),
) -> Tallies:
    """Count these wins, all together and per value of the column `by`. One query, whatever the size.

    In: `wins`, a SmallWin queryset that already starts from what the reader may see, `tied`, what makes a
    win a linked one (without it none is counted as such), and `special`, what the wins bring, as
    `special_wins.special_wins` finds it by the same column.
    """
    return Tallies(_groups(wins, by, tied), special)


def _groups(wins: QuerySet, by: str, tied: Q | None) -> Iterable[Group]:
    is_tied = Value(0) if tied is None else Count("pk", filter=tied)
    rows = (
        wins.order_by()
        .values(by, "reading")
        .annotate(n=Count("pk"), tied=is_tied)
        .values_list(by, "reading", "n", "tied")
    )
    return (Group(of, read_as(code), n, tied) for of, code, n, tied in rows)


@lru_cache(maxsize=4096)
def read_as(code: int) -> Reading:
    """The reading behind the number in which the database keeps it."""
    return Reading(*reading_of(code))


# ------------------------------------------------------------------ adding up
_LENS = (Family.TYPE, Family.DIRECTION)  # also needs to know which type went which way
_PAIRS = ((Family.TYPE, Family.LEVEL), (Family.DIRECTION, Family.LEVEL), _LENS)


@lru_cache(maxsize=4096)
def places_of(reading: Reading) -> tuple[tuple[str, object], ...]:
    """Every place where a win with this reading counts. There are few readings and many wins."""
    types, directions = _real(reading.types), _real(reading.directions)
    levels = (reading.level,) if reading.level in Level.values else ()
    rays = (*types, *directions)
    of_none = ((NONE_OF_THESE, way) for way in directions if reading.types == ())
    return (
        *(("rays", ray) for ray in rays),
        *(("levels", level) for level in levels),
        *(("cells", pair) for pair in product(rays, levels)),
        *(("matrix", pair) for pair in (*map(ends_of, reading.crossings), *of_none)),
    )


@lru_cache(maxsize=4096)
def _marks_of(reading: Reading) -> tuple[tuple[str, object], ...]:
    """The marks under which this reading is counted: who answered each question, and which pairs have both answers.

    In the lens a win of several types and directions is known once somebody said which type went which way.
    """
    level = None if reading.level is None else (reading.level,)
    asked = {
        Family.TYPE: (reading.types, reading.team_types),
        Family.DIRECTION: (reading.directions, reading.team_directions),
        Family.LEVEL: (level, reading.team_level),
    }
    known = {family for family, (words, _team) in asked.items() if words is not None and UNKNOWN not in words}
    return (
        *((family, _hand(words, team)) for family, (words, team) in asked.items()),
        ("read by", _reader(asked.values())),
        *((family, "unknown") for family, (words, _team) in asked.items() if UNKNOWN in (words or ())),
        *((family, "none") for family, (words, _team) in asked.items() if words == ()),
        *(
            ("both", pair)
            for pair in _PAIRS
            if known.issuperset(pair) and not (pair == _LENS and reading.is_uncrossed)
        ),
        *(("uncrossed",) if reading.is_uncrossed else ()),
    )


def _hand(words: Words, team: bool) -> str:
    if team:
        return "team"
    return "open" if words is None else "editors"


def _reader(asked: Iterable[tuple[Words, bool]]) -> str:
    """The hand whose reading a win shows. It is the editors' as soon as one answer is theirs alone."""
    hands = {_hand(words, team) for words, team in asked}
    return next(hand for hand in ("editors", "team", "open") if hand in hands)


def _real(words: Words) -> tuple[str, ...]:
    return tuple(word for word in words or () if word != UNKNOWN)


def _tally(readings: Iterable[tuple[Reading, int, int]], special: Iterable[Special] = ()) -> Tally:
    """Add up the (reading, wins, linked wins), and the special wins."""
    total = linked = 0
    places, answers = Counter(), Counter()
    for reading, count, tied in readings:
        total, linked = total + count, linked + tied
        for place in places_of(reading):
            places[place] += count
        for answer in _marks_of(reading):
            answers[answer] += count
    return Tally(
        total=total,
        linked=linked,
        answers={family: _answers_of(family, answers) for family in Family},
        none={family: answers[family, "none"] for family in (Family.TYPE, Family.DIRECTION)},
        read_by={hand: answers["read by", hand] for hand in ("team", "editors", "open")},
        uncrossed=answers["uncrossed"],
        both_known={pair: answers["both", pair] for pair in _PAIRS},
        special=special_by_place(special),
        **_by_kind(places),
    )


def special_by_place(special: Iterable[Special]) -> dict[tuple[str, object], Counter]:
    """By kind and place how many wins of each sort there are."""
    found: dict[tuple[str, object], Counter] = {}
    for each in special:
        for place in places_of(each.reading):
            found.setdefault(place, Counter())[each.sort] += each.count
    return found


def _answers_of(family: Family, answers: Counter) -> Answers:
    return Answers(**{name: answers[family, name] for name in ("team", "editors", "open", "unknown")})


def _by_kind(places: Mapping[tuple[str, object], int]) -> dict[str, dict]:
    """Every key of every kind, with 0 where nothing was counted."""
    keys = {
        "cells": product(RAYS, Level),
        "rays": RAYS,
        "levels": Level,
        "matrix": product(MATRIX_ROWS, Direction),
    }
    return {kind: {key: places.get((kind, key), 0) for key in found} for kind, found in keys.items()}
