"""Partners and what ties them: each a small house with the gable of its kind, as wide as it has initiatives."""

from dataclasses import dataclass
from math import sqrt

from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.glyphs import svg
from initiatives.glyphs.geometry import Point, number
from initiatives.glyphs.house import Gable, small_house
from initiatives.glyphs.labels import MapDot, Placed, arranged

WIDTH, HEIGHT, MARGIN = 260.0, 240.0, 18.0
_LONGEST = 24  # letters of a name in the drawing; the whole name is its tooltip, and stands in the list
_SMALLEST, _PER_ROOT, _LARGEST = 2.8, 1.9, 11.0
_STEPS = (1, 2, 4, 7)  # shared initiatives from which a line is one step wider


@dataclass(frozen=True)
class PartnerDot:
    """`place`: anywhere in the plane; the drawing fits them all into its frame."""

    name: str
    gable: Gable
    place: Point
    initiatives: int
    href: str
    is_focus: bool = False
    is_past: bool = False

    @property
    def words(self) -> str:
        """E.g. "Hogeschool Leiden: 5 initiatieven"."""
        counted = ngettext("%(name)s: %(n)s initiatief", "%(name)s: %(n)s initiatieven", self.initiatives)
        return counted % {"name": self.name, "n": self.initiatives}


@dataclass(frozen=True)
class PartnerLine:
    """Between two dots, by their numbers."""

    one: int
    other: int
    initiatives: int
    is_past: bool = False

    @property
    def step(self) -> int:
        """How wide it is: one of as many steps as there are, from 1 on."""
        return sum(self.initiatives >= least for least in _STEPS)

    @property
    def css(self) -> str:
        return f"network__line is-{self.step}" + (" is-past" if self.is_past else "")


@dataclass(frozen=True)
class PartnerPicture:
    """The heavier dots come first. Many dots are smaller, so that together they cover no more."""

    dots: tuple[PartnerDot, ...] = ()
    lines: tuple[PartnerLine, ...] = ()
    name: str = ""
    finding: str = ""

    @cached_property
    def per_root(self) -> float:
        """How much wider a house is for one initiative; area goes with their number, and none is wider than the widest."""
        most = max((dot.initiatives for dot in self.dots), default=1)
        return min(_PER_ROOT, (_LARGEST - _SMALLEST) / sqrt(most or 1))

    def radius(self, dot: PartnerDot) -> float:
        size = _SMALLEST + self.per_root * sqrt(dot.initiatives)
        return size * min(1.0, sqrt(60 / max(1, len(self.dots)))) + (2 if dot.is_focus else 0)

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """Where each dot is drawn, and its name if there is room."""
        spots = _fitted([dot.place for dot in self.dots])
        dots = tuple(
            MapDot(shortened(dot.name), spot, self.radius(dot))
            for dot, spot in zip(self.dots, spots, strict=True)
        )
        return arranged(dots, (0.0, 0.0, WIDTH, HEIGHT), (-1.0, -1.0, -1.0, -1.0))


def shortened(name: str) -> str:
    return Truncator(name).chars(_LONGEST)


def _fitted(places: list[Point]) -> list[Point]:
    """All of them in the frame, each axis by itself; on an axis without any length they stand in the middle."""
    axes = [_on_axis([place[axis] for place in places], length) for axis, length in ((0, WIDTH), (1, HEIGHT))]
    return list(zip(*axes, strict=True))


def _on_axis(values: list[float], length: float) -> list[float]:
    """Half by where they are and half by how many come before: what stands close together gets room, and its order stays."""
    low, span = min(values, default=0.0), max(values, default=0.0) - min(values, default=0.0)
    room, last = length - 2 * MARGIN, len(values) - 1
    before = {value: i for i, value in reversed([*enumerate(sorted(values))])}
    if not span:
        return [length / 2 for _value in values]
    return [MARGIN + room * ((value - low) / span + before[value] / last) / 2 for value in values]


def partner_network(picture: PartnerPicture) -> SafeString:
    """The drawing. Every house is a link; the lines stand beside it in sentences."""
    dots = [_house(picture, dot, placed) for dot, placed in zip(picture.dots, picture.placed, strict=True)]
    return format_html(
        '<svg class="network" viewBox="0 0 {} {}" role="group" aria-labelledby="network-title"'
        ' aria-describedby="network-finding" focusable="false"><title id="network-title">{}</title>'
        '<desc id="network-finding">{}</desc><g aria-hidden="true">{}</g><g role="list">{}</g></svg>',
        number(WIDTH), number(HEIGHT), picture.name or _("Partners en met wie ze samenwerken"), picture.finding,
        svg.join(_lines(picture)), svg.join(reversed(dots)),
    )  # fmt: skip


def _lines(picture: PartnerPicture) -> list[SafeString]:
    """One path for all lines of one look, the thinnest first."""
    of: dict[str, list[str]] = {}
    for line in picture.lines:
        (ax, ay), (bx, by) = picture.placed[line.one].at, picture.placed[line.other].at
        of.setdefault(line.css, []).append(
            f"M{number(ax, 1)} {number(ay, 1)}L{number(bx, 1)} {number(by, 1)}"
        )
    return [svg.path(css, "".join(strokes)) for css, strokes in sorted(of.items())]


def _house(picture: PartnerPicture, dot: PartnerDot, placed: Placed) -> SafeString:
    look = "network__house" + " is-focus" * dot.is_focus + " is-past" * dot.is_past
    drawing = [small_house(dot.gable, placed.at, placed.radius, look)]
    if placed.label:
        x, y = (number(v, 1) for v in placed.label.at)
        drawing.append(
            format_html(
                '<text class="network__name" x="{}" y="{}" text-anchor="{}">{}</text>',
                x,
                y,
                placed.label.anchor,
                shortened(dot.name),
            )
        )
    return svg.link(dot.href, svg.title(dot.words), svg.join(drawing), "network__partner")


def gable_sign(gable: Gable) -> SafeString:
    """One small house as in the network, for its legend; decoration."""
    return format_html(
        '<svg class="network__sign" viewBox="-12 -12 24 24" width="24" height="24" {}>{}</svg>',
        svg.hidden_or_image(""), small_house(gable, (0.0, 0.0), 10.0, "network__house"),
    )  # fmt: skip


def line_sign(step: int) -> SafeString:
    """One line as in the network, for its legend; decoration. Step 0: what is over."""
    css = "network__line is-2 is-past" if not step else f"network__line is-{step}"
    return format_html(
        '<svg class="network__sign" viewBox="0 0 24 24" width="24" height="24" {}>{}</svg>',
        svg.hidden_or_image(""), svg.path(css, "M2 12L22 12"),
    )  # fmt: skip
