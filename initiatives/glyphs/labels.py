"""Where the dots of a map come, and where their names: nothing collides, and the same places always give the same picture.

Dots come in the order of their weight. A heavier one stays where it is, a lighter one on the same spot moves beside it. In the
same order each looks for room for its name; a name that finds none is left out (decision 0221).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import hypot, pi

from initiatives.glyphs.cards import measured
from initiatives.glyphs.geometry import Point, polar

Box = tuple[float, float, float, float]  # left, top, right, bottom
LETTER = 8.6  # the larger of the two sizes of a name in map.css: on a phone
WEIGHT = 600
ASIDE = 1.7  # so much of a dot stays free beside what lies on it
_GAP = 1.6  # between a dot and its name
_BLANK = 6.0  # between two names on a line: more than two blanks, or they read as one name
_STEP, _RINGS = 0.9, 120  # a dot without room looks round its spot, each ring so much wider
# The sides of a name, the best first: how much of the radius it goes to the right and down.
_SIDES = (
    *((1, 0), (-1, 0), (0, -1), (0, 1)),
    *((0.7, -0.7), (0.7, 0.7), (-0.7, -0.7), (-0.7, 0.7)),
)


@dataclass(frozen=True)
class MapDot:
    name: str
    at: Point
    radius: float


@dataclass(frozen=True)
class Label:
    """The spot of a name: baseline, the side at which it is anchored, and its box."""

    at: Point
    anchor: str
    box: Box


@dataclass(frozen=True)
class Placed:
    """A dot where it is drawn; without a label, its name is left to the list beside the map."""

    at: Point
    radius: float
    label: Label | None = None


@lru_cache(maxsize=64)
def arranged(dots: tuple[MapDot, ...], frame: Box, kept_free: Box) -> tuple[Placed, ...]:
    """Each dot with its place and that of its name, in the order given. In: where no name comes, for the legend."""
    spread = _spread(dots, frame)
    possible = [
        _free_sides(dot, i, spread, frame, kept_free)
        for i, dot in enumerate(dots)
    ]  # fmt: skip
    names = _named(possible)
    return tuple(Placed(each.at, each.radius, names.get(i)) for i, each in enumerate(spread))


# ------------------------------------------------------------------ the dots
def _spread(dots: Iterable[MapDot], frame: Box) -> list[Placed]:
    """The dots, each so far from those before it that the middle of each stays in sight."""
    spread: list[Placed] = []
    tried: dict[Point, int] = {}  # where a dot on the same spot found room: the next looks on from there
    for dot in dots:
        steps = range(tried.get(dot.at, 0), len(_ways_aside()))
        free = (step for step in steps if _is_free(_aside(dot.at, step), dot.radius, spread, frame))
        step = next(free, 0)
        tried[dot.at] = step
        spread.append(Placed(_aside(dot.at, step), dot.radius))
    return spread


def _is_free(at: Point, radius: float, spread: Sequence[Placed], frame: Box) -> bool:
    if not _is_inside(_square(at, radius), frame):
        return False
    return all(_distance(at, other.at) >= min(radius, other.radius) + ASIDE for other in spread)


def _aside(spot: Point, step: int) -> Point:
    x, y = _ways_aside()[step]
    return spot[0] + x, spot[1] + y


@cache
def _ways_aside() -> tuple[Point, ...]:
    """How a dot moves aside: not at all, or to a point of the rings round its spot, the narrowest first."""
    rings = ((ring, round(2 * pi * ring)) for ring in range(1, _RINGS))
    aside = (polar(ring * _STEP, 90 + 360 * i / points) for ring, points in rings for i in range(points))
    return (0.0, 0.0), *aside


# ------------------------------------------------------------------ their names
def _free_sides(dot: MapDot, own: int, spread: Sequence[Placed], frame: Box, kept_free: Box) -> list[Label]:
    """The labels of this dot that are inside the drawing and touch no dot."""
    placed, wide = spread[own], measured(dot.name, LETTER, WEIGHT)
    reach = placed.radius + _GAP + 3 * LETTER
    near = [
        other
        for i, other in enumerate(spread)
        if i != own and abs(other.at[1] - placed.at[1]) < reach + other.radius
    ]
    labels = (_label(placed, wide, dot.name, side) for side in _SIDES)
    return [
        label
        for label in labels
        if _is_inside(label.box, frame)
        and not touch(label.box, kept_free)
        and not any(covers(other, label.box) for other in near)
    ]


def _label(dot: Placed, wide: float, name: str, side: Point) -> Label:
    right, down = side
    tail = 0.22 * LETTER if set("gjpqyQ,") & set(name) else 0.0
    lower = {-1: -_GAP - tail, 0: 0.34 * LETTER, 1: _GAP + 0.75 * LETTER}[(down > 0) - (down < 0)]
    x = dot.at[0] + right * (dot.radius + _GAP)
    y = dot.at[1] + down * dot.radius + lower
    anchor = {-1: "end", 0: "middle", 1: "start"}[(right > 0) - (right < 0)]
    left = x - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
    return Label((x, y), anchor, (left, y - 0.75 * LETTER, left + wide, y + tail))


def _named(possible: Sequence[Sequence[Label]]) -> dict[int, Label]:
    """A label for as many as have room, the heaviest first. In: the labels that touch no dot."""
    names: dict[int, Label] = {}
    for own, labels in enumerate(possible):
        free = (label for label in labels if not _in_the_way(label, names))
        if label := next(free, None):
            names[own] = label
        else:
            names |= _made_room(own, possible, names)
    return names


def _in_the_way(label: Label, names: dict[int, Label]) -> list[int]:
    left, top, right, bottom = label.box
    wider = left - _BLANK, top, right + _BLANK, bottom
    return [i for i, other in names.items() if touch(wider, other.box)]


def _made_room(own: int, possible: Sequence[Sequence[Label]], names: dict[int, Label]) -> dict[int, Label]:
    """A label for one more, where those in its way can stand at another side of their dots; else nothing."""
    for label in possible[own]:
        moved = {own: label}
        for i in _in_the_way(label, names):
            others = {j: other for j, other in (names | moved).items() if j != i}
            elsewhere = (each for each in possible[i] if not _in_the_way(each, others))
            if not (found := next(elsewhere, None)):
                break
            moved[i] = found
        else:
            return moved
    return {}


# ------------------------------------------------------------------ measures
def touch(one: Box, other: Box) -> bool:
    """True for boxes that share some of the drawing."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def covers(dot: Placed, box: Box) -> bool:
    """True for a dot that lies over some of the box."""
    nearest = (min(max(dot.at[0], box[0]), box[2]), min(max(dot.at[1], box[1]), box[3]))
    return _distance(dot.at, nearest) < dot.radius + 0.5


def _is_inside(box: Box, frame: Box) -> bool:
    return frame[0] <= box[0] and frame[1] <= box[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _square(at: Point, radius: float) -> Box:
    return at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius


def _distance(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])
