"""The data of a rose: 21 places, each with a state, and the words for it.

A place is a ray (one of four types and three directions) at one of three levels.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiatives.lenses import RAYS, CellState, Direction, Level, ScalingType

LEVELS = tuple(Level)
STEPS = {
    "step_0": gettext_lazy("geen initiatief"),
    "step_1": gettext_lazy("tot een vijfde van de initiatieven"),
    "step_2": gettext_lazy("tot de helft"),
    "step_3": gettext_lazy("meer dan de helft"),
}
# What counts has forms of its own, in a colour of its own: the forms of the profile say a state, never how many.
_FORM = {f"step_{step}": f"count-{step}" for step in range(4)}


@dataclass(frozen=True)
class Cell:
    """One of the 21 places.

    `state` is a CellState (theory §14) or a step code for roses that count (`step_0` … `step_3`);
    `fragile` means the state rests on one win, `one_teller` that it rests on what one person told;
    both make a notch. `words` replace the usual "signaal, 3 small wins";
    `href` replaces the usual target, the cell in the table under the rose; `card` is what a tap loads beside it.
    """

    state: str
    count: int = 0
    fragile: bool = False
    words: str = ""
    href: str = ""
    one_teller: bool = False
    card: str = ""

    @property
    def notch(self) -> bool:
        return self.fragile or self.one_teller

    @property
    def is_unknown(self) -> bool:
        """True where no answer is known yet."""
        return self.state == CellState.NO_DATA

    @property
    def form(self) -> str:
        """The name of its form in the stylesheet."""
        return _FORM.get(self.state) or str(self.state).replace("_", "-")


NO_DATA = Cell(CellState.NO_DATA)


@dataclass(frozen=True)
class RosePlace:
    """A cell of a rose with all that a table needs to say the same."""

    ray: str
    level: str
    level_label: str
    cell: Cell
    anchor: str
    words: str

    @property
    def label(self) -> str:
        """E.g. "groei, lokaal: signaal, 3 small wins"."""
        return f"{ray_label(self.ray)}, {self.level_label}: {self.words}"

    @property
    def href(self) -> str:
        return self.cell.href or f"#{self.anchor}"

    @property
    def heat(self) -> str:
        """Class names for a table cell that looks like this one."""
        return heat_class(self.ray, self.cell.state, notch=self.cell.notch)


@dataclass(frozen=True)
class Ray:
    """A type or a direction with its three places; `total` is None where nobody looked or nothing can be added up.

    `state` is the ray's own, of all its levels together; a rose that counts has none.
    """

    code: str
    total: int | None
    places: tuple[RosePlace, ...]
    state: str = ""

    @property
    def words(self) -> str:
        """Its name, its own state and its number, for people who cannot see them."""
        said = (state_words(self.state) if self.state else "", self.counted)
        return ": ".join(filter(None, (self.label, ", ".join(filter(None, said)))))

    @property
    def counted(self) -> str:
        return "" if self.total is None else count_words(self.total, "wins")

    @property
    def label(self) -> str:
        return ray_label(self.code)

    @property
    def family(self) -> str:
        return family(self.code)

    @property
    def sign(self) -> str:
        """The sign where there is no total: nobody knows, or the team does not go there."""
        left = all(place.cell.state == CellState.DELIBERATELY_NOT for place in self.places)
        return "–" if left else "?"


@dataclass(frozen=True)
class Rose:
    """The data of one rose.

    `cells` maps (ray code, level code) to Cell; a missing one is no_data. `totals` overrides the
    sum per ray, for wins without a level. `states` holds each ray's own state, which stands at its label.
    `counts` is "wins" or "initiatives" (those are not summed). `ident` and `anchor` keep two large
    roses on one page apart; an empty `anchor` makes a rose without links.
    """

    cells: Mapping[tuple[str, str], Cell]
    total: int = 0
    linked: int = 0
    totals: Mapping[str, int | None] = field(default_factory=dict)
    name: str = ""
    finding: str = ""
    ident: str = "rose"
    anchor: str = "cell"
    counts: str = "wins"
    states: Mapping[str, str] = field(default_factory=dict)

    @property
    def rays(self) -> tuple[Ray, ...]:
        """The seven rays clockwise from north."""
        return tuple(
            Ray(code, self.ray_total(code), self._places_of(code), self.states.get(code, "")) for code in RAYS
        )

    def cell(self, ray: str, level: str) -> Cell:
        return self.cells.get((ray, level), NO_DATA)

    def ray_total(self, ray: str) -> int | None:
        if ray in self.totals:
            return self.totals[ray]
        cells = [self.cell(ray, level) for level in LEVELS]
        if self.counts != "wins" or all(cell.state == CellState.NO_DATA for cell in cells):
            return None
        return sum(cell.count for cell in cells)

    def _places_of(self, ray: str) -> tuple[RosePlace, ...]:
        return tuple(
            RosePlace(
                ray,
                level,
                str(level.label),
                cell,
                f"{self.anchor}-{ray}-{level}",
                cell_words(cell, self.counts),
            )
            for level in LEVELS
            for cell in [self.cell(ray, level)]
        )


def share_cell(count: int, of: int, href: str = "") -> Cell:
    """A cell of the network rose: how many of the initiatives have a win here.

    Steps are shares of all initiatives, 1-20 %, up to 50 % and more, so that a network may grow.
    """
    step = (
        "step_0" if not count else "step_1" if count * 5 <= of else "step_2" if count * 2 <= of else "step_3"
    )
    words = ngettext("%(count)d van de %(of)d initiatieven", "%(count)d van de %(of)d initiatieven", of)
    return Cell(step, count, words=words % {"count": count, "of": of}, href=href)


def total_cell(count: int | None, href: str = "") -> Cell:
    """A row total in the heat table: nobody looked, 0, 1-2, 3-5, 6 or more."""
    if count is None:
        return NO_DATA
    step = "step_0" if not count else "step_1" if count <= 2 else "step_2" if count <= 5 else "step_3"
    return Cell(step, count, words=count_words(count, "wins"), href=href)


# ------------------------------------------------------------------ in words
def family(ray: str) -> str:
    """`arm` for a direction, `petal` for a type."""
    return "arm" if ray in Direction.values else "petal"


def ray_label(ray: str) -> str:
    return str((Direction if ray in Direction.values else ScalingType)(ray).label)


def count_words(count: int, counts: str) -> str:
    if counts == "initiatives":
        return ngettext("%(count)d initiatief", "%(count)d initiatieven", count) % {"count": count}
    return ngettext("%(count)d small win", "%(count)d small wins", count) % {"count": count}


def cell_words(cell: Cell, counts: str = "wins") -> str:
    """A cell in words, for people who cannot see it: state, number, and whether it hangs on one win."""
    parts = [cell.words] if cell.words else [state_words(cell.state)]
    if cell.count and not cell.words:
        parts.append(count_words(cell.count, counts))
    if cell.notch:
        parts.append(_("rust op één small win") if cell.fragile else _("rust op wat één persoon vertelde"))
    return ", ".join(parts)


def state_words(state: str) -> str:
    return str(STEPS[state] if state in STEPS else CellState(state).label)


_HEAT = {
    "no-data": "heat__unseen",
    "too-little": "heat__few",
    "not-observed": "heat__none",
    "deliberately-not": "heat__not",
    "count-0": "heat__none",
    "count-1": "heat__count-1",
    "count-2": "heat__count-2",
    "count-3": "heat__count-3",
    "signal": "heat__{}-1",
    "seen-more-often": "heat__{}-2",
    # the states of version 2, in snapshots that were kept then
    "moving": "heat__{}-2",
    "lasting": "heat__{}-3",
    "still-standing": "heat__{}-still",
}


def heat_class(ray: str, state: str, *, notch: bool = False) -> str:
    """The class of a table cell that looks like the rose's."""
    return _HEAT[Cell(state).form].format(family(ray)) + (" heat--notch" if notch else "")
