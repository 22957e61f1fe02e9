"""Shapes in the plane, without a word about what they mean.

Coordinates as in SVG: x to the right, y down, origin in the middle of the picture. Angles in
degrees, clockwise from north, so that (r, a) is the point (r sin a, -r cos a). A cell is first
drawn with its bisector pointing along +y ("outward") and then turned into place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
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
    pairs = zip(polygon, polygon[1:] + polygon[:1])
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2


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
        return f"M{self._at(self.start, decimals)}" + "".join(self._edge(e, decimals) for e in self.edges) + "Z"

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
    """The bite in the outer edge of a cell that rests on a single win."""

    half_width: float
    depth: float


def petal(
    inner: float, outer: float, start: float, end: float, gap: float, corner: float, bulge: float, notch: Notch | None
) -> Outline:
    """Ring cell between two radii and two angles, sides parallel to the rays at gap/2.

    Both edges are arcs of radius bulge * r round a point on the bisector, so the edge at `outer`
    is the edge at `inner` scaled: areas go with r squared, however round the petal is.
    """
    half, side = radians(end - start) / 2, gap / 2
    m = cos(half) - bulge * sqrt(1 - (sin(half) / bulge) ** 2)

    def rounded(r: float, sign: int) -> tuple[Point, Point, Point]:
        """Where a corner circle touches the side and the edge at r, and its centre."""
        q, middle, edge = side + corner, m * r, bulge * r
        root = (middle * cos(half)) ** 2 - (
            q * q - 2 * middle * q * sin(half) + middle**2 - (edge + sign * corner) ** 2
        )
        s = middle * cos(half) + sqrt(max(0.0, root))
        centre = s * sin(half) - q * cos(half), s * cos(half) + q * sin(half)
        stretch = edge / (edge + sign * corner)
        on_side = s * sin(half) - side * cos(half), s * cos(half) + side * sin(half)
        return on_side, (centre[0] * stretch, middle + (centre[1] - middle) * stretch), centre

    side_out, edge_out, round_out = rounded(outer, -1)
    side_in, edge_in, round_in = rounded(inner, 1)
    middle_out, middle_in = (0.0, m * outer), (0.0, m * inner)
    rim = [Arc(middle_out, bulge * outer, edge_out, 1)]
    if notch:
        lift = sqrt((bulge * outer) ** 2 - notch.half_width**2) + m * outer
        rim = [
            Arc(middle_out, bulge * outer, (-notch.half_width, lift), 1),
            (0.0, lift - notch.depth),
            (notch.half_width, lift),
            *rim,
        ]
    edges = (
        _mirror(side_out),
        Arc(_mirror(round_out), corner, _mirror(edge_out), 1),
        *rim,
        Arc(round_out, corner, side_out, 1),
        side_in,
        Arc(round_in, corner, edge_in, 1),
        Arc(middle_in, bulge * inner, _mirror(edge_in), 0),
        Arc(_mirror(round_in), corner, _mirror(side_in), 1),
    )
    return Outline(_mirror(side_in), edges, (start + end) / 2)


def chevron(
    inner: float, outer: float, start: float, end: float, gap: float, tip: float, notch: Notch | None
) -> Outline:
    """Ring cell of an arm: a band that points outward, its points at tip * r.

    Both pointed edges are scaled copies of each other, as in `petal`.
    """
    half, side = radians(end - start) / 2, gap / 2

    def shoulder(r: float) -> Point:
        return max(0.6, r * sin(half) - side * cos(half)), r * cos(half) + side * sin(half)

    (x1, y1), (x2, y2) = shoulder(inner), shoulder(outer)
    head: list[Point] = [(0.0, outer * tip)]
    if notch:
        width = min(notch.half_width, 0.6 * x2)
        lift = outer * tip - (outer * tip - y2) * width / x2
        head = [(-width, lift), (0.0, lift - notch.depth), (width, lift)]
    edges = ((-x2, y2), *head, (x2, y2), (x1, y1), (0.0, inner * tip))
    return Outline((-x1, y1), edges, (start + end) / 2)


def _mirror(point: Point) -> Point:
    return -point[0], point[1]


def chords(polygon: tuple[Point, ...], lean: float, at: float) -> list[Segment]:
    """The parts inside the polygon of one line that leans `lean` degrees from +y, `at` units off the origin."""
    along, across = (sin(radians(lean)), cos(radians(lean))), (cos(radians(lean)), -sin(radians(lean)))
    flat = [(x * across[0] + y * across[1] - at, x * along[0] + y * along[1]) for x, y in polygon]
    crossings = sorted(
        v1 + (v2 - v1) * -u1 / (u2 - u1)
        for (u1, v1), (u2, v2) in zip(flat, flat[1:] + flat[:1])
        if (u1 < 0) != (u2 < 0)
    )
    back = [(along[0] * v + across[0] * at, along[1] * v + across[1] * at) for v in crossings]
    return list(zip(back[::2], back[1::2]))


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
