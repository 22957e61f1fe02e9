"""Ray by ray, how many initiatives are in which state: numbers for everybody, names for who is logged in (theory §14)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import ngettext

from initiatives.language import titled
from initiatives.lenses import CellState, Direction, ScalingType
from initiatives.links import initiatives_url, wins_url
from initiatives.models import Initiative
from initiatives.models.rights import may_come_in
from initiatives.sentences import link, listed_as_is, said

NAMED_BELOW = 3  # fewer initiatives than this are named instead of counted


@dataclass(frozen=True)
class InState:
    """The number of initiatives in one state. Without an address it opens nothing: a visitor gets no list of names under a verdict."""

    state: CellState
    count: int
    href: str = ""
    names: tuple[Initiative, ...] = ()

    @property
    def text(self) -> SafeString:
        """The names of the initiatives or their number, and their state."""
        if self.names:
            return said("%(names)s: %(state)s", names=_linked(self.names), state=self.state.label)
        counted = f"{self.count} {self.state.label}"
        return link(self.href, counted) if self.href else said("%(counted)s", counted=counted)


def _linked(initiatives: Iterable[Initiative]) -> SafeString:
    """One or two, each with its page."""
    return listed_as_is(titled(each) for each in initiatives)


@dataclass(frozen=True)
class Portfolio:
    """One ray of the rose over all initiatives, in words, and its wins."""

    ray: str
    states: list[InState]
    wins: int
    wins_href: str

    @property
    def label(self) -> str:
        return capfirst(as_ray(self.ray).label)

    @property
    def told(self) -> SafeString | str:
        """Its small wins, which everybody may open."""
        if not self.wins:
            return ""
        counted = ngettext("%(n)d small win", "%(n)d small wins", self.wins) % {"n": self.wins}
        return link(self.wins_href, counted)


def portfolio(
    ray: str,
    initiatives: Iterable[tuple[Initiative, CellState]],
    words: Mapping[str, object],
    *,
    wins: int,
    user,
) -> Portfolio:
    """How many initiatives are in each state at this ray, in the order of the states.

    In: each initiative with its state, the words of the address that choose them, and how many wins they have at it.
    """
    found: dict[CellState, list[Initiative]] = {}
    for initiative, state in initiatives:
        found.setdefault(state, []).append(initiative)
    counted = _named if may_come_in(user) else _only_counted
    states = [counted(ray, state, found[state], words) for state in reversed(CellState) if state in found]
    return Portfolio(ray, states, wins, wins_url(**words, **ray_word(ray)))


def _named(
    ray: str, state: CellState, initiatives: Collection[Initiative], words: Mapping[str, object]
) -> InState:
    few = tuple(initiatives) if len(initiatives) < NAMED_BELOW else ()
    return InState(state, len(initiatives), initiatives_url(**words, toestand=f"{ray}.{state}"), few)


def _only_counted(
    ray: str, state: CellState, initiatives: Collection[Initiative], words: Mapping[str, object]
) -> InState:
    return InState(state, len(initiatives))


def as_ray(ray: str) -> Direction | ScalingType:
    return (Direction if ray in Direction.values else ScalingType)(ray)


def ray_word(ray: str) -> dict[str, str]:
    """The ray as a word of the address bar."""
    return {"richting" if ray in Direction.values else "type": ray}
