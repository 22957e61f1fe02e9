"""Strands and chains of linked wins, worked out of (earlier, later) alone: whoever has the links can do it again.

A strand is all that hangs together, a chain one way through it, from an earlier win to a later one. Links hold no circles.
"""

import datetime as dt
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

Key = Hashable
Pair = tuple[Key, Key]
Place = tuple | int  # of a win in time: what is later is more
NO_DAYS: Mapping[Key, dt.date] = MappingProxyType({})


@dataclass(frozen=True)
class Strand:
    """Wins that hang together: their links, and the longest chain through them."""

    links: tuple[Pair, ...]
    chain: tuple[Key, ...]

    @property
    def wins(self) -> frozenset[Key]:
        return frozenset(key for link in self.links for key in link)

    def up_to(self, most: int) -> "Strand":
        """All of it; of one with more wins, the longest chain as far as it fits."""
        if len(self.wins) <= most:
            return self
        chain = self.chain[:most]
        return Strand(tuple(pairwise(chain)), chain)


@dataclass(frozen=True)
class OnBranch:
    """A win on a branch: by which link it stands there, its other links, and the branches that start at it."""

    key: Key
    before: Key | None
    also_from: tuple[Key, ...]
    also_to: tuple[Key, ...]
    aside: tuple["Branch", ...]


Branch = tuple[OnBranch, ...]


# ------------------------------------------------------------------ strands
def longest_chain(links: Iterable[Pair], days: Mapping[Key, dt.date] = NO_DAYS) -> list[Key]:
    """The keys of the longest way along the links, from first to last."""
    found = strands(links, days)
    return list(found[0].chain) if found else []


def strands(links: Iterable[Pair], days: Mapping[Key, dt.date] = NO_DAYS) -> list[Strand]:
    """The strands, the one with the longest chain first, of those the one with most links.

    In: the day of each win, to choose among chains of equal length the one of which the last win is the newest, and of those the
    one that began first. The choice is always the same, whatever the order of the links.
    """
    ordered = sorted(set(links))
    place = {key: (str(days.get(key, "")), str(key)) for link in ordered for key in link}
    reach = _reaches(ordered, place)
    found = [Strand(tuple(group), _chain_of(group, reach, place)) for group in _groups(ordered)]

    def size(strand: Strand) -> tuple:
        return len(strand.chain), len(strand.links), place[strand.chain[-1]]

    return sorted(found, key=size, reverse=True)


def _groups(links: list[Pair]) -> Iterable[list[Pair]]:
    """The links by what hangs together."""
    above: dict[Key, Key] = {}

    def top(key: Key) -> Key:
        while above.setdefault(key, key) != key:
            above[key] = key = above.setdefault(above[key], above[key])
        return key

    for earlier, later in links:
        above[top(earlier)] = top(later)
    groups: dict[Key, list[Pair]] = {}
    for link in links:
        groups.setdefault(top(link[0]), []).append(link)
    return groups.values()


class Reach(NamedTuple):
    """The longest way from a win: how many stand on it, with itself; the place in time of the last; the next one."""

    length: int
    last: Place
    next: Key | None

    @property
    def far(self) -> tuple[int, Place]:
        return self.length, self.last


def _chain_of(links: list[Pair], reach: Mapping[Key, Reach], place: Mapping[Key, Place]) -> tuple[Key, ...]:
    starts = sorted({earlier for earlier, _later in links}, key=place.__getitem__)
    here = max(starts, key=lambda key: reach[key].far)
    chain = []
    while here is not None:
        chain.append(here)
        here = reach[here].next
    return tuple(chain)


def _reaches(links: Iterable[Pair], place: Mapping[Key, Place]) -> dict[Key, Reach]:
    ways = _ways(sorted(links, key=lambda link: place[link[1]]))
    reach: dict[Key, Reach] = {}
    for start in ways:
        _measure(start, ways, reach, place)
    return reach


def _ways(links: Iterable[Pair]) -> dict[Key, list[Key]]:
    ways: dict[Key, list[Key]] = {}
    for start, end in links:
        ways.setdefault(start, []).append(end)
    return ways


def _measure(start: Key, ways: Mapping, reach: dict[Key, Reach], place: Mapping[Key, Place]) -> None:
    """Fill in how far each win from here reaches; without recursion, as a chain may be long."""
    waiting = [start]
    while waiting:
        here = waiting[-1]
        open_ends = [end for end in ways.get(here, ()) if end not in reach]
        if open_ends:
            waiting += open_ends
            continue
        waiting.pop()
        on = max(ways.get(here, ()), key=lambda end: reach[end].far, default=None)
        if on is None:
            reach[here] = Reach(1, place[here], None)
        else:
            reach[here] = Reach(reach[on].length + 1, reach[on].last, on)


# ------------------------------------------------------------------ branches
def branches(strand: Strand, rank: Mapping[Key, int]) -> tuple[Branch, ...]:
    """The strand as a nested list, the longest chain first: every win once, each link at the win that it led to.

    In: `rank`, the place of each win in time.
    """
    return _Tree(strand, rank).branches()


class _Tree:
    """Of the links only one to each win: the one with the longest way before it. The others are said beside it."""

    def __init__(self, strand: Strand, rank: Mapping[Key, int]) -> None:
        back = [(later, earlier) for earlier, later in strand.links]
        self.rank, self.chain = rank, frozenset(strand.chain)
        self.came, self.led = _ways(back), _ways(strand.links)
        self.depth = {key: way.length for key, way in _reaches(back, rank).items()}
        self.before = {key: self._deepest(key) for key in strand.wins} | dict(
            zip(strand.chain[1:], strand.chain, strict=False)
        )
        self.under = _ways((above, key) for key, above in self.before.items() if above is not None)
        self.height = self._heights()

    def branches(self) -> tuple[Branch, ...]:
        starts = [key for key, above in self.before.items() if above is None]
        return tuple(self._branch(key) for key in sorted(starts, key=self._longest_first))

    def _branch(self, start: Key) -> Branch:
        turns, here = [], start
        while here is not None:
            on, *aside = sorted(self.under.get(here, ()), key=self._longest_first) or [None]
            turns.append(self._turn(here, sorted(aside, key=self.rank.__getitem__)))
            here = on
        return tuple(turns)

    def _turn(self, key: Key, aside: list[Key]) -> OnBranch:
        above = self.before[key]
        return OnBranch(
            key=key,
            before=above,
            also_from=tuple(other for other in self.came.get(key, ()) if other != above),
            also_to=tuple(other for other in self.led.get(key, ()) if self.before[other] != key),
            aside=tuple(map(self._branch, aside)),
        )

    def _longest_first(self, key: Key) -> tuple:
        return key not in self.chain, -self.height[key], self.rank[key]

    def _deepest(self, key: Key) -> Key | None:
        return max(
            self.came.get(key, ()), key=lambda each: (self.depth[each], -self.rank[each]), default=None
        )

    def _heights(self) -> dict[Key, int]:
        """How many wins stand below each one on the longest of its branches, with itself."""
        height = dict.fromkeys(self.before, 1)
        for key in sorted(self.before, key=lambda key: -self.depth[key]):
            if (above := self.before[key]) is not None:
                height[above] = max(height[above], height[key] + 1)
        return height
