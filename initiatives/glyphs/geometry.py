"""Shapes in the plane, without a word about what they mean.

Coordinates as in SVG: x to the right, y down, origin in the middle of the picture. Angles in
degrees, clockwise from north, so that (r, a) is the point (r sin a, -r cos a). A cell is first
drawn with its bisector pointing along +y ("outward") and then turned into place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, ceil, cos, dist, pi, radians, sin, sqrt

Point = tuple[float, float]
Segment = tuple[Point, Point]


def number(value: float, decimals: int = 2) -> str:
    """A coordinate as short as SVG allows; never scientific, never -0."""
    text = f"{value:.{decimals}f}".rstrip("0").rstrip(".") if decimals else f"{value:.0f}"
    return "0" if text in ("-0", "") else text


def polar(radius: float, degrees: float) -> Point:
    angle = radians(degrees)
    return radius * sin(angle), -radius * cos(angle)


def turned(point: Point, degrees: float) -> Point:
    """From the frame of a cell (outward is +y) to the picture, with outward at `degrees`."""
    x, y = point
    angle = radians(degrees)
    return x * cos(angle) + y * sin(angle), x * sin(angle) - y * cos(angle)


def area(polygon: tuple[Point, ...]) -> float:
    """Shoelace formula, in square units, always positive."""
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise((*polygon, polygon[0])))) / 2


@dataclass(frozen=True)
class Arc:
    """A circular edge that ends in `end`; `sweep` as in SVG (1 is clockwise on the screen)."""

    centre: Point
    radius: float
    end: Point
    sweep: int

    def points(self, start: Point) -> Iterator[Point]:
        """The arc as short chords, its start left out and its end included."""
        a, b = (atan2(p[1] - self.centre[1], p[0] - self.centre[0]) for p in (start, self.end))
        turn = (b - a + pi) % (2 * pi) - pi  # no edge of ours spans half a circle
        steps = max(2, ceil(abs(turn) * 12))
        for i in range(1, steps + 1):
            angle = a + turn * i / steps
            yield self.centre[0] + self.radius * cos(angle), self.centre[1] + self.radius * sin(angle)


@dataclass(frozen=True)
class Outline:
    """A closed line of straight and round edges in the frame of its cell."""

    start: Point
    edges: tuple[Point | Arc, ...]
    bisector: float  # degrees

    def path(self, decimals: int = 2) -> str:
        """The outline as SVG path data, in the picture."""
        edges = "".join(self._edge(edge, decimals) for edge in self.edges)
        return f"M{self._at(self.start, decimals)}{edges}Z"

    def polygon(self) -> tuple[Point, ...]:
        """The outline as a polygon in the frame of its cell, for areas and for clipping."""
        points = [self.start]
        for edge in self.edges:
            points.extend(edge.points(points[-1]) if isinstance(edge, Arc) else [edge])
        return tuple(points)

    def _edge(self, edge: Point | Arc, decimals: int) -> str:
        if isinstance(edge, Arc):
            radius = number(edge.radius, decimals)
            return f"A{radius} {radius} 0 0 {edge.sweep} {self._at(edge.end, decimals)}"
        return f"L{self._at(edge, decimals)}"

    def _at(self, point: Point, decimals: int) -> str:
        x, y = turned(point, self.bisector)
        return f"{number(x, decimals)} {number(y, decimals)}"


@dataclass(frozen=True)
class Notch:
    """The bite in the clockwise side of a cell that rests on a single win."""

    half_width: float
    depth: float

    def bite(self, outer: Point, inner: Point, widest: float) -> tuple[Point, ...]:
        """Three corners in the side that runs from `outer` to `inner`, no deeper than half of `widest`."""
        length = dist(outer, inner)
        along = (inner[0] - outer[0]) / length, (inner[1] - outer[1]) / length
        middle = length * 0.55
        half, depth = min(self.half_width, length * 0.3), min(self.depth, widest * 0.6)

        def at(far: float, deep: float) -> Point:
            return outer[0] + along[0] * far + along[1] * deep, outer[1] + along[1] * far - along[0] * deep

        return at(middle - half, 0), at(middle, depth), at(middle + half, 0)


@dataclass(frozen=True)
class Margin:
    """The margin round a cell, and the radius of its corners."""

    ring: float  # between two rings
    side: float  # between two rays
    corner: float


@dataclass(frozen=True)
class Edge:
    """The curved edge of a petal, as a multiple of the radius of its ring.

    An arc of radius `bulge` * r round the point `middle` * r on the bisector: the edge of a larger
    ring is the same edge scaled, so areas go with r squared however round the petal is.
    """

    half: float  # radians
    bulge: float

    @property
    def middle(self) -> float:
        return cos(self.half) - self.bulge * sqrt(1 - (sin(self.half) / self.bulge) ** 2)

    def corner(self, r: float, margin: Margin, sign: int) -> tuple[Point, Point, Point]:
        """The points where a corner circle inside (-1) or outside (1) the edge touches side and edge, and its centre."""
        side, radius = margin.side / 2, margin.corner
        q, middle, edge = side + radius, self.middle * r, self.bulge * r
        root = (middle * cos(self.half)) ** 2 - (
            q * q - 2 * middle * q * sin(self.half) + middle**2 - (edge + sign * radius) ** 2
        )
        s = middle * cos(self.half) + sqrt(max(0.0, root))
        x, y = sin(self.half), cos(self.half)
        centre = s * x - q * y, s * y + q * x
        stretch = edge / (edge + sign * radius)
        on_edge = centre[0] * stretch, middle + (centre[1] - middle) * stretch
        return (s * x - side * y, s * y + side * x), on_edge, centre


def petal(
    rings: tuple[float, float],
    rays: tuple[float, float],
    margin: Margin,
    bulge: float,
    notch: Notch | None = None,
) -> Outline:
    """Ring cell between two radii and two rays (degrees), its sides parallel to the rays."""
    inner, outer = rings[0] + margin.ring / 2, rings[1] - margin.ring / 2
    edge = Edge(radians(rays[1] - rays[0]) / 2, bulge)
    side_out, edge_out, round_out = edge.corner(outer, margin, -1)
    side_in, edge_in, round_in = edge.corner(inner, margin, 1)
    edges = (
        _mirror(side_out),
        Arc(_mirror(round_out), margin.corner, _mirror(edge_out), 1),
        Arc((0.0, edge.middle * outer), bulge * outer, edge_out, 1),
        Arc(round_out, margin.corner, side_out, 1),
        *(notch.bite(side_out, side_in, side_out[0]) if notch else ()),
        side_in,
        Arc(round_in, margin.corner, edge_in, 1),
        Arc((0.0, edge.middle * inner), bulge * inner, _mirror(edge_in), 0),
        Arc(_mirror(round_in), margin.corner, _mirror(side_in), 1),
    )
    return Outline(_mirror(side_in), edges, sum(rays) / 2)


def chevron(
    rings: tuple[float, float],
    rays: tuple[float, float],
    margin: Margin,
    tip: float,
    notch: Notch | None = None,
) -> Outline:
    """Ring cell of an arm: a band that points outward, both its points at tip * r."""
    inner, outer = rings[0] + margin.ring / 2, rings[1] - margin.ring / 2
    half, side = radians(rays[1] - rays[0]) / 2, margin.side / 2

    def shoulder(r: float) -> Point:
        return max(0.6, r * sin(half) - side * cos(half)), r * cos(half) + side * sin(half)

    low, high = shoulder(inner), shoulder(outer)
    bite = notch.bite(high, low, (low[0] + high[0]) / 2) if notch else ()
    edges = (_mirror(high), (0.0, outer * tip), high, *bite, low, (0.0, inner * tip))
    return Outline(_mirror(low), edges, sum(rays) / 2)


def _mirror(point: Point) -> Point:
    return -point[0], point[1]


def chords(polygon: tuple[Point, ...], lean: float, at: float) -> list[Segment]:
    """The parts inside the polygon of one line, `lean` degrees off +y and `at` units off the origin."""
    along, across = (sin(radians(lean)), cos(radians(lean))), (cos(radians(lean)), -sin(radians(lean)))
    flat = [(x * across[0] + y * across[1] - at, x * along[0] + y * along[1]) for x, y in polygon]
    crossings = sorted(
        v1 + (v2 - v1) * -u1 / (u2 - u1)
        for (u1, v1), (u2, v2) in pairwise((*flat, flat[0]))
        if (u1 < 0) != (u2 < 0)
    )
    back = [(along[0] * v + across[0] * at, along[1] * v + across[1] * at) for v in crossings]
    return list(zip(back[::2], back[1::2], strict=True))


def hatching(polygon: tuple[Point, ...], lean: float, step: float, shortest: float) -> list[Segment]:
    """Parallel lines clipped to the polygon: a pattern without an id, a style or a clip path."""
    across = [x * cos(radians(lean)) - y * sin(radians(lean)) for x, y in polygon]
    first = ceil(min(across) / step - 0.5) + 0.5  # half a step off the origin: symmetric in every cell
    lines = []
    while first * step < max(across):
        lines += [line for line in chords(polygon, lean, first * step) if dist(*line) >= shortest]
        first += 1
    return lines


def shortened(line: Segment, by: float) -> Segment:
    """The line with `by` units taken off both ends."""
    (ax, ay), (bx, by_) = line
    part = by / (dist(*line) or 1)
    return (ax + (bx - ax) * part, ay + (by_ - ay) * part), (bx + (ax - bx) * part, by_ + (ay - by_) * part)
