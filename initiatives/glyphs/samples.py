"""Invented data that shows every picture in every state, for the page about the visual language.

The page says that it is invented. It is also what the pictures are compared with after a change.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from initiatives.glyphs.cells import LEVELS, Cell, Rose, share_cell, total_cell
from initiatives.glyphs.colours import VISIONS, Pair, pairs
from initiatives.glyphs.gutter import Gutter, gutters
from initiatives.glyphs.house import Gable, House
from initiatives.glyphs.map import MapCity, NetherlandsMap
from initiatives.glyphs.path import Path, Stone
from initiatives.lenses import (
    RAYS,
    CellState,
    Direction,
    Level,
    ScalingType,
    WallStatus,
    WindowState,
)

SIZES = (24, 32, 48, 72, 104, 120)


@dataclass(frozen=True)
class State:
    """One state of a cell, with a rose in which every cell has it."""

    code: str
    label: str
    explanation: str
    rose: Rose

    @property
    def figure(self) -> str:
        """The words of a table cell in this state; a question mark where nothing can be said."""
        sign = CellState(self.code).sign
        return str(self.rose.linked) if sign == "0" else sign


@dataclass(frozen=True)
class SampleWord:
    code: str
    label: str
    explanation: str


@dataclass(frozen=True)
class Named:
    """A rose with the name that stands beside it."""

    name: str
    rose: Rose


@dataclass(frozen=True)
class Wheel:
    linked: int
    total: int


@dataclass(frozen=True)
class Colour:
    """One pair of colours in both schemes."""

    light: Pair
    dark: Pair


@dataclass(frozen=True)
class Vision:
    """A way of seeing, with the class that imitates it."""

    label: str
    css: str


@dataclass(frozen=True)
class Lived:
    """A house with who lives there, and what its windows and walls say."""

    gable: str
    who: str
    says: str
    house: House


@dataclass(frozen=True)
class SampleItem:
    """A small win in the list beside the path."""

    stone: Stone
    gutter: Gutter


class Samples:
    """Everything that /beeldtaal/ shows; nothing is read from the database."""

    sizes = SIZES
    levels = LEVELS

    @cached_property
    def rose(self) -> Rose:
        return Rose(
            _profile(), total=14, linked=12, name=_("Opschaalroos van een voorbeeld"),
            finding=_("Het zwaartepunt ligt bij breder."), states=_OWN_STATES,
        )  # fmt: skip

    @cached_property
    def network(self) -> Rose:
        """A rose that counts initiatives: its steps are shares, its figures are numbers."""
        cells = {place: share_cell(count, 50) for place, count in zip(_places(), _NETWORK, strict=True)}
        return Rose(
            cells, total=44, linked=31, name=_("Netwerkroos van een voorbeeld"), ident="network", anchor="",
            finding=_("In elke plek staat hoeveel van de 50 initiatieven er een small win hebben."), counts="initiatives",
        )  # fmt: skip

    @cached_property
    def states(self) -> tuple[State, ...]:
        return tuple(State(s, s.label, s.explanation, _all(s)) for s in CellState)

    @cached_property
    def roses(self) -> tuple[Named, ...]:
        begun = {(ScalingType.GROWTH, Level.LOCAL): Cell(CellState.SIGNAL, 1, fragile=True)}
        full = _all(CellState.SEEN_MORE_OFTEN)
        return (
            Named(_("Een voorbeeld"), self.rose),
            Named(_("Net begonnen"), Rose(begun, total=1)),
            Named(_("Nog niets bekeken"), Rose({})),
            Named(_("Alle toestanden"), Rose(_mixture(), total=14, linked=4)),
            Named(_("Alles vaker gezien"), full),
        )

    @cached_property
    def visions(self) -> tuple[Vision, ...]:
        names = {
            "protan": _("zonder rode kegeltjes"),
            "deutan": _("zonder groene kegeltjes"),
            "tritan": _("zonder blauwe kegeltjes"),
        }
        grey = Vision(_("in grijs, zoals een printer"), "vision vision--grey")
        return (grey, *(Vision(names[name], f"vision vision--{name}") for name in VISIONS))

    @cached_property
    def words(self) -> tuple[SampleWord, ...]:
        codes = (*ScalingType, *Direction, *Level)
        return tuple(SampleWord(code, code.label, code.explanation) for code in codes)

    @cached_property
    def wheels(self) -> tuple[Wheel, ...]:
        return tuple(Wheel(linked, 10) for linked in (0, 2, 5, 8, 10))

    @cached_property
    def path(self) -> Path:
        return Path(
            _stones(), links=_LINKS, inferred=frozenset(_LINKS[-1:]), undated=_undated(), ident="sample-path"
        )

    @cached_property
    def strands(self) -> tuple[SampleItem, ...]:
        stones = (*self.path.stones, *self.path.undated)
        beside = gutters(stones, self.path.links, self.path.numbers, self.path.inferred)
        return tuple(SampleItem(stone, beside[stone.key]) for stone in stones)

    @cached_property
    def houses(self) -> tuple[Lived, ...]:
        """One of each gable; together they have a window and a wall in every state."""
        lit, closing, yet, closed = (
            WindowState.OPEN,
            WindowState.CLOSING,
            WindowState.NOT_YET,
            WindowState.CLOSED,
        )
        stands, breached, around = WallStatus.ACTIVE, WallStatus.BREACHED, WallStatus.BYPASSED
        accepted, gone = WallStatus.ACCEPTED, WallStatus.GONE
        return (
            Lived(_("trapgevel"), _("onze eigen organisatie"), _("3 kansen staan open, 1 muur staat er, 1 muur is weg"),
                  House(Gable.STEP, (lit, lit, lit), (stands, gone))),
            Lived(_("klokgevel"), _("gemeente of rijk"), _("2 kansen staan open, 1 is weer dicht, 1 muur is weg"),
                  House(Gable.BELL, (lit, lit, closed), (gone,))),
            Lived(_("halsgevel"), _("een kennisinstelling of netwerk"), _("1 kans sluit binnenkort, 1 gaat nog open, in 1 muur is een bres geslagen"),
                  House(Gable.NECK, (closing, yet), (breached,))),
            Lived(_("puntgevel"), _("wijk of bewoners"), _("nog geen kansen, 4 muren staan er"),
                  House(Gable.POINT, (), (stands,) * 4)),
            Lived(_("lijstgevel"), _("een bedrijf, fonds of andere groep"), _("1 kans staat open, 1 muur is geaccepteerd, 1 muur is omzeild"),
                  House(Gable.CORNICE, (lit,), (accepted, around))),
            Lived(_("stippellijn"), _("nog bij niemand gezet"), _("1 kans gaat nog open, 1 muur staat er"),
                  House(Gable.NOBODY, (yet,), (stands,))),
        )  # fmt: skip

    @cached_property
    def map(self) -> NetherlandsMap:
        return NetherlandsMap(
            tuple(MapCity(name.lower(), name, *spot, wins) for name, spot, wins in _CITIES),
            name=_("Kaart van een voorbeeld"), ident="sample-map",
        )  # fmt: skip

    @cached_property
    def totals(self) -> tuple[Cell, ...]:
        """The steps of a row total in the heat table."""
        return tuple(total_cell(count) for count in (None, 0, 1, 4, 9))

    @cached_property
    def colours(self) -> tuple[Colour, ...]:
        return tuple(Colour(*both) for both in zip(pairs("light"), pairs("dark"), strict=True))


def _places() -> list[tuple[str, str]]:
    return [(ray, level) for ray in RAYS for level in LEVELS]


def _all(state: str) -> Rose:
    figure = {CellState.SIGNAL: 1, CellState.SEEN_MORE_OFTEN: 3}.get(state, 0)
    return Rose({place: Cell(state, figure) for place in _places()}, total=figure and 14, linked=figure)


def _mixture() -> dict[tuple[str, str], Cell]:
    states = tuple(CellState)
    return {place: Cell(states[i % len(states)]) for i, place in enumerate(_places())}


def _profile() -> dict[tuple[str, str], Cell]:
    """One rose with every state and a few fragile cells, ray by ray from local to vertical."""
    often, signal = CellState.SEEN_MORE_OFTEN, CellState.SIGNAL
    nothing, choice, little = CellState.NOT_OBSERVED, CellState.DELIBERATELY_NOT, CellState.TOO_LITTLE
    one = Cell(signal, 1, fragile=True)
    rays = {
        Direction.UP: (one, Cell(signal, 2), Cell(signal, 1)),
        ScalingType.REPLICATION: (Cell(nothing), Cell(CellState.NO_DATA), Cell(little)),
        Direction.OUT: (Cell(often, 3), Cell(often, 5), Cell(nothing)),
        ScalingType.CIRCULATION: (Cell(nothing), Cell(often, 3, one_teller=True), Cell(little)),
        Direction.DEEP: (Cell(signal, 2), one, Cell(CellState.NO_DATA)),
        ScalingType.GROWTH: (Cell(often, 3), one, Cell(choice)),
        ScalingType.INSTITUTIONALISATION: (one, Cell(signal, 2), Cell(signal, 2)),
    }
    return {
        (ray, level): cell for ray, cells in rays.items() for level, cell in zip(LEVELS, cells, strict=True)
    }


_OWN_STATES = dict.fromkeys(RAYS, CellState.SIGNAL) | {
    Direction.OUT: CellState.SEEN_MORE_OFTEN,
    ScalingType.REPLICATION: CellState.TOO_LITTLE,
}
_NETWORK = (14, 9, 21, 8, 12, 3, 31, 26, 7, 6, 18, 2, 17, 8, 1, 34, 11, 4, 9, 6, 0)  # ray by ray, clockwise
_LINKS = tuple(
    (f"{a}", f"{b}")
    for a, b in (
        (1, 2),
        (2, 3),
        (3, 10),
        (10, 12),
        (12, 14),
        (2, 5),
        (1, 6),
        (6, 7),
        (7, 8),
        (7, 11),
        (5, 13),
    )
)
_CITIES = (
    ("Amsterdam", (52.374, 4.89), 22),
    ("Leiden", (52.158, 4.493), 9),
    ("Utrecht", (52.091, 5.122), 6),
    ("Groningen", (53.219, 6.567), 14),
    ("Enschede", (52.218, 6.896), 4),
    ("Maastricht", (50.848, 5.689), 1),
    ("Weert", (51.252, 5.707), 0),
)


def _stones() -> tuple[Stone, ...]:
    """Fourteen wins of three levels, dates of every precision, two of them loose."""
    local, horizontal, vertical = Level.LOCAL, Level.HORIZONTAL, Level.VERTICAL
    told: tuple[tuple[str, tuple[int, int, int], str, str | None], ...] = (
        (_("Eerste wijktafel in de kerk"), (2023, 1, 1), "year", local),
        (_("Bewoners krijgen een eigen sleutel"), (2023, 10, 2), "day", local),
        (_("Docent maakt er een keuzevak van"), (2023, 11, 1), "month", local),
        (_("Half stukje in de wijkkrant"), (2023, 11, 20), "day", local),
        (_("Woningcorporatie betaalt de verwarming"), (2023, 12, 4), "day", local),
        (_("Een andere stad kijkt mee"), (2024, 1, 1), "quarter", horizontal),
        (_("Zeven steden vragen het draaiboek"), (2024, 2, 17), "day", horizontal),
        (_("Elders begint een eigen wijktafel"), (2024, 3, 12), "day", horizontal),
        (_("Wethouder komt langs"), (2024, 4, 1), "quarter", vertical),
        (_("Opleiding maakt uren vrij voor twee docenten"), (2024, 4, 16), "day", vertical),
        (_("Draaiboek op één A4, vrij te gebruiken"), (2024, 5, 1), "month", horizontal),
        (_("Gemeente noemt de wijktafel in het wijkplan"), (2024, 6, 18), "day", vertical),
        (_("Tweede kerk, andere wijk, zelfde aanpak"), (2024, 9, 10), "day", local),
        (_("Vier opleidingen werken uit één vragenbank"), (2024, 10, 8), "day", horizontal),
    )
    return tuple(
        Stone(str(i), title, dt.date(*day), precision, level)
        for i, (title, day, precision, level) in enumerate(told, 1)
    )


def _undated() -> tuple[Stone, ...]:
    return (Stone("15", _("Een buurvrouw geeft nu zelf rondleidingen"), None),)
