"""How the whole network is spread over types, directions and levels: every initiative in one query.

The database adds up; what arrives is one row for each initiative, however many wins it has.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.contrib.postgres.aggregates import BitOr
from django.db.models import Count, F, Q, QuerySet
from django.utils.functional import cached_property

from initiatives.lenses import RAYS, CellState, Direction, Level
from initiatives.models.fields import DIRECTIONS_KNOWN, TYPES_KNOWN, WORD_BIT
from initiatives.reports.counting.cells import Sort, state_of
from initiatives.reports.counting.tally import Special, places_of


@dataclass(frozen=True)
class InitiativeSums:
    """The sums of the wins of one initiative."""

    total: int = 0
    rays: tuple[int, ...] = (0,) * len(RAYS)  # wins at each of RAYS
    known: tuple[int, int] = (0, 0)  # wins of which the types, and the directions, are known
    seen: tuple[int, ...] = (0,) * len(Level)  # at each level every word bit that occurs there


# The place of a ray in `rays`, and its family in `known`.
_WHERE = {ray: (place, int(ray in Direction.values)) for place, ray in enumerate(RAYS)}


@dataclass(frozen=True)
class Spread:
    """The network by initiative. `told` holds only those with a win."""

    told: Mapping[int, InitiativeSums]
    brought: Mapping[tuple[int, str], "Brought"] = field(default_factory=dict)
    chosen_not: Mapping[int, frozenset[str]] = field(default_factory=dict)
    _states: dict[tuple, CellState] = field(default_factory=dict, repr=False)

    @property
    def total(self) -> int:
        return sum(each.total for each in self.told.values())

    def wins_at(self, ray: str) -> int:
        """The wins of all of them at this ray."""
        return sum(each.rays[_WHERE[ray][0]] for each in self.told.values())

    def initiatives_at(self, ray: str) -> int:
        """How many of them have a win at this ray, at whichever level."""
        return sum(1 for each in self.told.values() if each.rays[_WHERE[ray][0]])

    @cached_property
    def cells(self) -> Counter:
        """In how many initiatives each of the 21 cells holds a win."""
        patterns = Counter(each.seen for each in self.told.values())
        return Counter(
            {
                (ray, level): sum(n for seen, n in patterns.items() if seen[place] & WORD_BIT[ray])
                for ray in RAYS
                for place, level in enumerate(Level)
            }
        )

    def of(self, initiative: int) -> InitiativeSums:
        return self.told.get(initiative, NOTHING)

    def state(self, initiative: int, ray: str) -> CellState:
        """The state of the initiative at this ray (theory §14)."""
        told, (place, family) = self.of(initiative), _WHERE[ray]
        brought = self.brought.get((initiative, ray), NOTHING_MORE)
        unwanted = ray in self.chosen_not.get(initiative, ())
        facts = (told.rays[place], told.total, told.known[family], unwanted, *brought)
        if facts not in self._states:  # thousands of initiatives, few different facts
            self._states[facts] = _state(*facts)
        return self._states[facts]


NOTHING = InitiativeSums()


class Brought(NamedTuple):
    """What the wins of an initiative bring to a ray beside being there."""

    voices: int
    seen: bool
    recent: bool


NOTHING_MORE = Brought(0, seen=False, recent=False)


def _state(
    k: int, total: int, known: int, unwanted: bool, voices: int, seen: bool, recent: bool
) -> CellState:
    return state_of(
        k=k, total=total, known=known, voices=voices, seen=seen, recent=recent, ambition_not=unwanted
    )


def spread_of(
    wins: QuerySet,
    special: Iterable[Special] = (),
    chosen_not: Mapping[int, frozenset[str]] | None = None,
) -> Spread:
    """Add these wins up by initiative. One query.

    In: `wins`, a SmallWin queryset that already starts from what the reader may see; what they bring and
    the choices of the teams, as special_wins.py finds them: without these nothing is seen more often.
    """
    words = {f"has_{word}": F("reading").bitand(WORD_BIT[word]) for word in (*RAYS, *Level)}
    rows = (
        wins.order_by()
        .alias(**words, **_answered_columns("types", *TYPES_KNOWN), **_answered_columns("directions", *DIRECTIONS_KNOWN))
        .values("initiative")
        .annotate(
            n=Count("pk"),
            **{f"n_{ray}": Count("pk", filter=Q(**{f"has_{ray}__gt": 0})) for ray in RAYS},
            types_known=Count("pk", filter=Q(types_answered__gt=0, types_unknown=0)),
            directions_known=Count("pk", filter=Q(directions_answered__gt=0, directions_unknown=0)),
            **{f"at_{level}": BitOr("reading", filter=Q(**{f"has_{level}__gt": 0}), default=0) for level in Level},
        )
        .values_list(
            "initiative", "n", *(f"n_{ray}" for ray in RAYS),
            "types_known", "directions_known", *(f"at_{level}" for level in Level),
        )
    )  # fmt: skip
    last = len(RAYS) + 2
    told = {
        row[0]: InitiativeSums(row[1], row[2:last], row[last : last + 2], row[last + 2 :]) for row in rows
    }
    return Spread(told, _brought(special), chosen_not or {})


def _brought(rows: Iterable[Special]) -> dict[tuple[int, str], Brought]:
    found: dict[tuple[int, str], list[Sort]] = {}
    for of, reading, sort, _n in rows:
        for kind, ray in places_of(reading):
            if kind == "rays":
                found.setdefault((of, ray), []).append(sort)
    return {at: _together(sorts) for at, sorts in found.items()}


def _together(sorts: list[Sort]) -> Brought:
    voices = frozenset().union(*(sort.voices for sort in sorts))
    return Brought(len(voices), any(sort.seen for sort in sorts), any(sort.recent for sort in sorts))


def _answered_columns(family: str, answered: int, unknown: int) -> dict:
    reading = F("reading")
    return {f"{family}_answered": reading.bitand(answered), f"{family}_unknown": reading.bitand(unknown)}
