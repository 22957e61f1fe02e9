"""Counting wins by what they were read as: the numbers under every rose, matrix and heat table.

One SQL query groups the wins by their reading; what is counted here are groups, never wins.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from initiatives.lenses import NONE_OF_THESE, RAYS, UNKNOWN, Direction, Family, Level, ScalingType
from initiatives.models import WinLink
from initiatives.reports.cells import Facts

Words = tuple[str, ...] | None  # a set of words; None is silence
MATRIX_ROWS = (*ScalingType, NONE_OF_THESE)
COUNTED = ("counted_types", "counted_directions", "counted_level")
READING = (*COUNTED, "team_types", "team_directions", "team_level")
FAMILY_OF = {ray: Family.DIRECTION if ray in Direction.values else Family.TYPE for ray in RAYS}


@dataclass(frozen=True)
class Group:
    """So many wins that were read in the same way by the same hands."""

    of: object  # whose wins: the key that was grouped by
    types: Words
    directions: Words
    level: str | None
    team_types: bool  # the team's own answer, also "none" and "don't know"
    team_directions: bool
    team_level: bool
    count: int
    linked: int


@dataclass(frozen=True)
class Answers:
    """How one question was answered. `team` + `editors` + `open` is all wins."""

    team: int = 0  # the team answered, "don't know" included
    editors: int = 0  # only the editors read it so
    open: int = 0  # nobody answered
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
    words of that family.
    """

    total: int = 0
    linked: int = 0
    cells: Mapping[tuple[str, str], int] = field(default_factory=dict)
    rays: Mapping[str, int] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)
    matrix: Mapping[tuple[str, str], int] = field(default_factory=dict)
    none: Mapping[str, int] = field(default_factory=dict)
    answers: Mapping[str, Answers] = field(default_factory=dict)
    both_known: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def known(self, *families: str) -> int:
        """Wins with an answer to this question, or to both of these questions."""
        if len(families) == 2:
            return self.both_known[families]
        return self.answers[families[0]].known

    def cell_facts(self, ray: str, level: str, **evidence) -> Facts:
        """What the rule of theory §14 needs for one of the 21 cells; also for the three below.

        `evidence` is what is not counted here: k_ok, lasting, ambition_not, all_signal.
        """
        return self._facts(self.cells[ray, level], FAMILY_OF[ray], Family.LEVEL, **evidence)

    def ray_facts(self, ray: str, **evidence) -> Facts:
        return self._facts(self.rays[ray], FAMILY_OF[ray], **evidence)

    def level_facts(self, level: str, **evidence) -> Facts:
        return self._facts(self.levels[level], Family.LEVEL, **evidence)

    def matrix_facts(self, row: str, direction: str, **evidence) -> Facts:
        return self._facts(self.matrix[row, direction], Family.TYPE, Family.DIRECTION, **evidence)

    def _facts(self, k: int, *families: str, **evidence) -> Facts:
        return Facts(k=k, total=self.total, known=self.known(*families), **evidence)

    @property
    def places(self) -> int:
        """Dots in the lens: a win with two types and one direction has two."""
        return sum(self.matrix.values())

    @property
    def loose(self) -> int:
        return self.total - self.linked


@dataclass(frozen=True)
class Tallies:
    """The counts of all wins together and per key (an initiative, a teller, …)."""

    all: Tally
    per: Mapping[object, Tally]

    def of(self, key: object) -> Tally:
        """Its counts; all zero when it has no wins."""
        return self.per.get(key, NOTHING)


def tally_rows(wins: QuerySet, *, by: str = "initiative_id", links: QuerySet | None = None) -> Tallies:
    """Count these wins, all together and per value of the column `by`. One query, whatever the size.

    In: `wins`, a SmallWin queryset that already starts from what the reader may see, and `links`,
    the WinLinks that make a win a linked one (default: every standing link).
    """
    return tallies(_groups(wins, by, WinLink.objects.standing() if links is None else links))


def tallies(groups: Iterable[Group]) -> Tallies:
    everything, per = _Count(), {}
    for group in groups:
        everything.add(group)
        per.setdefault(group.of, _Count()).add(group)
    return Tallies(everything.tally(), {key: count.tally() for key, count in per.items()})


def _groups(wins: QuerySet, by: str, links: QuerySet) -> list[Group]:
    tied = Q(pk__in=links.order_by().values("earlier")) | Q(pk__in=links.order_by().values("later"))
    rows = (
        wins.order_by()
        .annotate(team_types=_answered("types"), team_directions=_answered("directions"))
        .annotate(team_level=_answered("level"))
        .values(by, *READING)
        .annotate(n=Count("pk"), tied=Count("pk", filter=tied))
        .values_list(by, *READING, "n", "tied")
    )
    return [Group(of, _words(types), _words(directions), *rest) for of, types, directions, *rest in rows]


def _answered(name: str) -> ExpressionWrapper:
    return ExpressionWrapper(Q(**{f"{name}__isnull": False}), output_field=BooleanField())


def _words(found: list[str] | None) -> Words:
    return None if found is None else tuple(found)


# ------------------------------------------------------------------ adding up
@lru_cache(maxsize=4096)
def _keys(types: Words, directions: Words, level: str | None) -> tuple[tuple[str, object], ...]:
    """Every place where a win with this reading counts. There are few readings and many wins."""
    type_words, direction_words = _real(types), _real(directions)
    level_words = (level,) if level in Level.values else ()
    found: list[tuple[str, object]] = []
    found += [("rays", ray) for ray in (*type_words, *direction_words)]
    found += [("levels", word) for word in level_words]
    found += [("cells", (ray, word)) for ray in (*type_words, *direction_words) for word in level_words]
    rows = (NONE_OF_THESE,) if types == () else type_words
    found += [("matrix", (row, word)) for row in rows for word in direction_words]
    sets = ((Family.TYPE, types), (Family.DIRECTION, directions))
    found += [("none", family) for family, words in sets if words == ()]
    known = {family for family, words in sets if _known(words)} | ({Family.LEVEL} if level_words else set())
    found += [("both", pair) for pair in _PAIRS if known.issuperset(pair)]
    return tuple(found)


_PAIRS = (
    (Family.TYPE, Family.LEVEL),
    (Family.DIRECTION, Family.LEVEL),
    (Family.TYPE, Family.DIRECTION),
)


def _real(words: Words) -> tuple[str, ...]:
    return tuple(word for word in words or () if word != UNKNOWN)


def _known(words: Words) -> bool:
    """ "None of these" is an answer; "don't know" and silence are not."""
    return words is not None and UNKNOWN not in words


class _Count:
    """A tally while it is being counted."""

    def __init__(self) -> None:
        self.total = self.linked = 0
        self.places: Counter = Counter()
        self.hands: Counter = Counter()

    def add(self, group: Group) -> None:
        self.total += group.count
        self.linked += group.linked
        for key in _keys(group.types, group.directions, group.level):
            self.places[key] += group.count
        for key in _hands(group):
            self.hands[key] += group.count

    def tally(self) -> Tally:
        places = self.places
        return Tally(
            total=self.total,
            linked=self.linked,
            cells={(ray, level): places["cells", (ray, level)] for ray in RAYS for level in Level},
            rays={ray: places["rays", ray] for ray in RAYS},
            levels={level: places["levels", level] for level in Level},
            matrix={(row, word): places["matrix", (row, word)] for row in MATRIX_ROWS for word in Direction},
            none={family: places["none", family] for family in (Family.TYPE, Family.DIRECTION)},
            answers={family: self._answers(family) for family in Family},
            both_known={pair: places["both", pair] for pair in _PAIRS},
        )

    def _answers(self, family: Family) -> Answers:
        return Answers(**{name: self.hands[family, name] for name in ("team", "editors", "open", "unknown")})


def _hands(group: Group) -> Iterable[tuple[str, str]]:
    """Who answered each of the three questions, and where the answer was "don't know"."""
    level = None if group.level is None else (group.level,)
    for family, words, team in (
        (Family.TYPE, group.types, group.team_types),
        (Family.DIRECTION, group.directions, group.team_directions),
        (Family.LEVEL, level, group.team_level),
    ):
        yield family, "team" if team else "open" if words is None else "editors"
        if words and UNKNOWN in words:
            yield family, "unknown"


NOTHING = tallies([]).all
