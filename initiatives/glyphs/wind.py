"""The shapes of the rose: where its rays and rings lie, and what is drawn in a cell.

Petals are the four types of scaling, arms the three directions; the rings are the levels, local
in the middle. Left is one's own initiative, right is elsewhere; above is structure, below is
practice. `out` is drawn twice, east and west, with the same ink as one arm.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import radians, sin, sqrt

from initiatives.glyphs.cells import LEVELS, family
from initiatives.glyphs.geometry import (
    Margin,
    Notch,
    Outline,
    Segment,
    chevron,
    chords,
    hatching,
    number,
    petal,
    shortened,
    turned,
)
from initiatives.lenses import Direction, ScalingType

HUB, RIM = 18.0, 92.0
TIP = 1.13  # radius of an arm's point / radius of its ring
BULGE = 0.78  # radius of a petal's edge / radius of its ring; 1 is a plain circle
_LEAN = 54  # degrees between a cell's bisector and the line that strikes it out
_ARM = 18.0  # degrees on either side of a direction; `out` is split in two halves of half that
Rays = tuple[float, float]


@cache
def sectors(half_out: float = _ARM / 2) -> dict[str, tuple[Rays, ...]]:
    """Between which angles each ray lies; `half_out` degrees on either side of east and west."""
    east, west = (90 - half_out, 90 + half_out), (270 - half_out, 270 + half_out)
    return {
        Direction.UP: ((-_ARM, _ARM),),
        ScalingType.REPLICATION: ((_ARM, east[0]),),
        Direction.OUT: (east, west),
        ScalingType.CIRCULATION: ((east[1], 180 - _ARM),),
        Direction.DEEP: ((180 - _ARM, 180 + _ARM),),
        ScalingType.GROWTH: ((180 + _ARM, west[0]),),
        ScalingType.INSTITUTIONALISATION: ((west[1], 360 - _ARM),),
    }


SECTORS = sectors()


@dataclass(frozen=True)
class Detail:
    """How finely a rose of a given size is drawn; lengths in the units of its view box."""

    css: str
    rings: tuple[float, ...]
    margin: Margin
    notch: Notch
    hatch: float  # between two lines
    half_box: float = 106
    tip: float = TIP
    half_out: float = _ARM / 2
    decimals: int = 1


def equal_area(hub: float, rim: float) -> tuple[float, ...]:
    """Four radii that make three rings of the same ink, so that no level shouts."""
    ring = (rim**2 - hub**2) / 3
    return tuple(sqrt(hub**2 + k * ring) for k in range(4))


LARGE = Detail("rose--hero", equal_area(HUB, RIM), Margin(2.6, 4.4, 4), Notch(3.6, 5), 4.6, decimals=2)
MEDIUM = Detail("rose--medium", equal_area(HUB, RIM), Margin(3.5, 5, 3.5), Notch(4.5, 6), 6.4)
SMALL = Detail("rose--small", equal_area(HUB, RIM), Margin(5, 7, 3), Notch(5.5, 7.5), 8.6)
# Under 40 px a ring of 16 units would be thinner than two pixels: there the rings are equally
# wide and the halves of `out` wider, because a form that cannot be told apart says less than ink
# that is not equal.
TINY = Detail("rose--tiny", (14, 40, 66, 92), Margin(5, 6, 3), Notch(8, 13), 13, 98, 1.05, 15)


def detail_for(pixels: int) -> Detail:
    return TINY if pixels < 40 else SMALL if pixels < 80 else MEDIUM


def outlines(ray: str, level: str, detail: Detail, *, notch: bool = False) -> tuple[Outline, ...]:
    """The one or two shapes of a cell."""
    bite, margin = detail.notch if notch else None, detail.margin
    rings = _rings(level, detail)
    if family(ray) == "arm":
        return tuple(chevron(rings, rays, margin, detail.tip, bite) for rays in sectors(detail.half_out)[ray])
    return tuple(petal(rings, rays, margin, BULGE, bite) for rays in sectors(detail.half_out)[ray])


def _rings(level: str, detail: Detail) -> tuple[float, float]:
    ring = LEVELS.index(level)
    return detail.rings[ring], detail.rings[ring + 1]


@cache
def shape(ray: str, level: str, detail: Detail, form: str = "", *, notch: bool = False) -> str:
    """The outline of a cell as path data."""
    cells = outlines(ray, level, detail, notch=notch)
    return "".join(outline.path(detail.decimals) for outline in cells)


@cache
def strokes(ray: str, level: str, detail: Detail, form: str) -> str:
    """The lines inside a cell as path data: hatching for too little, one diagonal for deliberately not."""
    if form == "too-little":
        return "".join(hatch(outline, detail) for outline in outlines(ray, level, detail))
    if form == "deliberately-not":
        at = middle(ray, level, detail)
        return "".join(slash(outline, at, detail) for outline in outlines(ray, level, detail))
    return ""


def middle(ray: str, level: str, detail: Detail) -> float:
    """How far from the hub the figure of a cell stands."""
    inner, outer = _rings(level, detail)
    local = level == LEVELS[0]
    if family(ray) == "arm":
        return (inner + outer) / 2 * detail.tip + (5 if local else 0)
    return (inner + outer) / 2 * 1.06 + (2 if local else 0)


def hatch(outline: Outline, detail: Detail) -> str:
    """Lines that lean the same way all over the picture, clipped to the cell: no pattern, no id."""
    lines = hatching(outline.polygon(), 45 - outline.bisector, detail.hatch, detail.hatch * 0.45)
    clear = [shortened(line, detail.hatch * 0.2) for line in lines]
    return drawn(clear, outline.bisector, detail.decimals)


def slash(outline: Outline, at: float, detail: Detail) -> str:
    """One straight line through the middle of a cell, and just past its edges: struck out, not divided."""
    lines = chords(outline.polygon(), -_LEAN, at * sin(radians(_LEAN)))
    through = [line for line in lines if min(y for x, y in line) <= at <= max(y for x, y in line)]
    longer = [shortened(line, -0.8 * detail.margin.ring) for line in through]
    return drawn(longer, outline.bisector, detail.decimals)


def drawn(lines: Iterable[Segment], bisector: float, decimals: int) -> str:
    """Path data of lines in the frame of a cell."""
    ends = ([turned(point, bisector) for point in line] for line in lines)
    return "".join(
        "M" + "L".join(f"{number(x, decimals)} {number(y, decimals)}" for x, y in points) for points in ends
    )
