"""The scaling rose: a wind rose of scaling, 21 cells = 7 rays × 3 levels.

Petals are the four types of scaling, arms the three directions; the rings are the levels, local
in the middle. The form of a cell says what is known, the figure in it how much; so more is never
simply darker. Left is one's own initiative, right is elsewhere; above is structure, below is
practice. `out` is drawn twice, east and west, with the same ink as one arm.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import sqrt

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiatives.glyphs import svg
from initiatives.glyphs.geometry import (
    Arc,
    Notch,
    Outline,
    Segment,
    chevron,
    chords,
    hatching,
    number,
    petal,
    polar,
    shortened,
    turned,
)
from initiatives.lenses import RAYS, CellState, Direction, Level, ScalingType

STEPS = {
    "step_0": gettext_lazy("nog geen initiatief"),
    "step_1": gettext_lazy("tot een vijfde"),
    "step_2": gettext_lazy("tot de helft"),
    "step_3": gettext_lazy("meer dan de helft"),
}
# A number rose borrows the forms of the profile that have no meaning of their own beside "how many".
_FORM = {"step_0": "not-observed", "step_1": "signal", "step_2": "moving", "step_3": "lasting"}

HUB, RIM = 18.0, 92.0
TIP = 1.13  # radius of an arm's point / radius of its ring
BULGE = 0.78  # radius of a petal's edge / radius of its ring; 1 is a plain circle
_ARM = 36.0  # degrees of one direction; `out` is split in two halves
SECTORS: dict[str, tuple[tuple[float, float], ...]] = {
    Direction.UP: ((-_ARM / 2, _ARM / 2),),
    ScalingType.REPLICATION: ((_ARM / 2, 90 - _ARM / 4),),
    Direction.OUT: ((90 - _ARM / 4, 90 + _ARM / 4), (270 - _ARM / 4, 270 + _ARM / 4)),
    ScalingType.CIRCULATION: ((90 + _ARM / 4, 180 - _ARM / 2),),
    Direction.DEEP: ((180 - _ARM / 2, 180 + _ARM / 2),),
    ScalingType.GROWTH: ((180 + _ARM / 2, 270 - _ARM / 4),),
    ScalingType.INSTITUTIONALISATION: ((270 + _ARM / 4, 360 - _ARM / 2),),
}
LEVELS = tuple(Level)


# ------------------------------------------------------------------ what a rose shows
@dataclass(frozen=True)
class Cell:
    """One of the 21 places.

    `state` is a CellState (theory §14) or a step code for roses that count (`step_0` … `step_3`);
    `fragile` means the state rests on one win. `words` replace the usual "signaal, 3 small wins";
    `href` replaces the usual target, the cell in the table under the rose.
    """

    state: str
    count: int = 0
    fragile: bool = False
    words: str = ""
    href: str = ""

    @property
    def form(self) -> str:
        """The name of its form in the stylesheet."""
        return _FORM.get(self.state) or str(self.state).replace("_", "-")


NO_DATA = Cell(CellState.NO_DATA)


@dataclass(frozen=True)
class Place:
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
        return heat_class(self.ray, self.cell.state)


@dataclass(frozen=True)
class Ray:
    """A type or a direction with its three places; `total` is None where nobody looked or nothing can be added up."""

    code: str
    total: int | None
    places: tuple[Place, ...]

    @property
    def label(self) -> str:
        return ray_label(self.code)

    @property
    def family(self) -> str:
        return family(self.code)


@dataclass(frozen=True)
class Rose:
    """What one rose shows.

    `cells` maps (ray code, level code) to Cell; what is missing is no_data. `totals` overrides the
    sum per ray, for wins without a level. `counts` is "wins" or "initiatives" (those are not
    summed). `ident` and `anchor` keep two large roses on one page apart; an empty `anchor` makes
    a rose without links.
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

    @property
    def rays(self) -> tuple[Ray, ...]:
        """The seven rays clockwise from north."""
        return tuple(Ray(code, self.ray_total(code), self._places(code)) for code in RAYS)

    def cell(self, ray: str, level: str) -> Cell:
        return self.cells.get((ray, level), NO_DATA)

    def ray_total(self, ray: str) -> int | None:
        if ray in self.totals:
            return self.totals[ray]
        cells = [self.cell(ray, level) for level in LEVELS]
        if self.counts != "wins" or all(cell.state == CellState.NO_DATA for cell in cells):
            return None
        return sum(cell.count for cell in cells)

    def _places(self, ray: str) -> tuple[Place, ...]:
        return tuple(
            Place(ray, level, level.label, cell, f"{self.anchor}-{ray}-{level}", cell_words(cell, self.counts))
            for level in LEVELS
            for cell in [self.cell(ray, level)]
        )


def share_cell(count: int, of: int, href: str = "") -> Cell:
    """A cell of the network rose: how many of the initiatives have a win here.

    Steps are shares of all initiatives, 1-20 %, up to 50 % and more, so that a network may grow.
    """
    step = "step_0" if not count else "step_1" if count * 5 <= of else "step_2" if count * 2 <= of else "step_3"
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
    """What a cell says to who cannot see it: state, number, and whether it hangs on one win."""
    parts = [cell.words] if cell.words else [state_words(cell.state)]
    if cell.count and not cell.words:
        parts.append(count_words(cell.count, counts))
    if cell.fragile:
        parts.append(_("hangt aan één winst"))
    return ", ".join(parts)


def state_words(state: str) -> str:
    return str(STEPS[state] if state in STEPS else CellState(state).label)


_HEAT = {
    "no-data": "heat__unseen",
    "too-little": "heat__few",
    "not-observed": "heat__none",
    "deliberately-not": "heat__not",
    "signal": "heat__{}-1",
    "moving": "heat__{}-2",
    "lasting": "heat__{}-3",
    "still-standing": "heat__{}-still",
}


def heat_class(ray: str, state: str) -> str:
    """The class of a table cell that looks like the rose's."""
    return _HEAT[Cell(state).form].format(family(ray))


# ------------------------------------------------------------------ how it is drawn
@dataclass(frozen=True)
class Detail:
    """How finely a rose of a given size is drawn; lengths in the units of its view box."""

    css: str
    rings: tuple[float, ...]
    gap: float
    side: float
    corner: float
    notch: Notch
    hatch: float
    half_box: float
    tip: float = TIP
    decimals: int = 1


def equal_area(hub: float, rim: float) -> tuple[float, ...]:
    """Four radii that make three rings of the same ink, so that no level shouts."""
    ring = (rim**2 - hub**2) / 3
    return tuple(sqrt(hub**2 + k * ring) for k in range(4))


LARGE = Detail("rose--hero", equal_area(HUB, RIM), 2.6, 4.4, 4, Notch(4.2, 6), 5, 0, decimals=2)
MEDIUM = Detail("rose--medium", equal_area(HUB, RIM), 3.5, 5, 3.5, Notch(6, 8), 7, 106)
SMALL = Detail("rose--small", equal_area(HUB, RIM), 5, 7, 3, Notch(8, 9), 9, 106)
# Under 40 px a ring of 16 units would be thinner than two pixels: there the rings are equally
# wide, because a form that cannot be told apart says less than ink that is not equal.
TINY = Detail("rose--tiny", (14, 40, 66, 92), 6, 8, 3, Notch(11, 14), 15, 98, tip=1.05)


def detail_for(pixels: int) -> Detail:
    return TINY if pixels < 40 else SMALL if pixels < 80 else MEDIUM


def outlines(ray: str, level: str, detail: Detail, *, notch: bool = False) -> tuple[Outline, ...]:
    """The one or two shapes of a cell."""
    ring = LEVELS.index(level)
    inner, outer = detail.rings[ring] + detail.gap / 2, detail.rings[ring + 1] - detail.gap / 2
    bite = detail.notch if notch else None
    if family(ray) == "arm":
        return tuple(chevron(inner, outer, a, b, detail.side, detail.tip, bite) for a, b in SECTORS[ray])
    return tuple(petal(inner, outer, a, b, detail.side, detail.corner, BULGE, bite) for a, b in SECTORS[ray])


@lru_cache(maxsize=None)
def shape(ray: str, level: str, detail: Detail, *, notch: bool = False) -> str:
    """The path data of a cell."""
    return "".join(o.path(detail.decimals) for o in outlines(ray, level, detail, notch=notch))


@lru_cache(maxsize=None)
def strokes(ray: str, level: str, detail: Detail, form: str) -> str:
    """The lines inside a cell: hatching for too little, one diagonal for deliberately not."""
    draw = {"too-little": _hatch, "deliberately-not": _slash}.get(form)
    if not draw:
        return ""
    return "".join(
        _line(line, outline.bisector, detail)
        for outline in outlines(ray, level, detail)
        for line in draw(outline, detail, middle(ray, level, detail))
    )


def middle(ray: str, level: str, detail: Detail) -> float:
    """How far from the hub the figure of a cell stands."""
    ring = LEVELS.index(level)
    mean = (detail.rings[ring] + detail.rings[ring + 1]) / 2
    return mean * detail.tip + (3 if not ring else 0) if family(ray) == "arm" else mean * 1.06 + (2 if not ring else 0)


def _hatch(outline: Outline, detail: Detail, centre: float) -> list[Segment]:
    lines = hatching(outline.polygon(), 45, detail.hatch, detail.hatch * 0.6)
    return [shortened(line, detail.hatch * 0.22) for line in lines]


def _slash(outline: Outline, detail: Detail, centre: float) -> list[Segment]:
    lines = chords(outline.polygon(), -45, centre * sqrt(0.5))
    return [line for line in lines if min(y for x, y in line) <= centre <= max(y for x, y in line)]


def _line(line: Segment, bisector: float, detail: Detail) -> str:
    (ax, ay), (bx, by) = (turned(p, bisector) for p in line)
    a, b, c, d = (number(v, detail.decimals) for v in (ax, ay, bx, by))
    return f"M{a} {b}L{c} {d}"


def rose_mini(rose: Rose, pixels: int = 48, label: str = "") -> SafeString:
    """A rose of 24 to 120 pixels, without figures. Without a label it is decoration."""
    detail = detail_for(pixels)
    box = number(detail.half_box)
    return format_html(
        '<svg class="rose {}" viewBox="-{} -{} {} {}" width="{}" height="{}" {}>{}{}</svg>',
        detail.css, box, box, number(2 * detail.half_box), number(2 * detail.half_box), pixels, pixels,
        svg.hidden_or_image(label), _silhouette(_forms(rose), detail), _small_hub(rose, detail),
    )  # fmt: skip


def _forms(rose: Rose) -> tuple[tuple[str, bool], ...]:
    cells = (rose.cell(ray, level) for ray in RAYS for level in LEVELS)
    return tuple((cell.form, cell.fragile) for cell in cells)


@lru_cache(maxsize=4096)
def _silhouette(forms: tuple[tuple[str, bool], ...], detail: Detail) -> SafeString:
    """All cells, one path per family and form: a page with a hundred roses stays small."""
    outline: dict[str, str] = {}
    inside: dict[str, str] = {}
    for (ray, level), (form, fragile) in zip(((r, v) for r in RAYS for v in LEVELS), forms):
        css = f"{family(ray)} is-{form}"
        outline[css] = outline.get(css, "") + shape(ray, level, detail, notch=fragile)
        lines = strokes(ray, level, detail, form)
        if lines:
            inside[f"strokes is-{form}"] = inside.get(f"strokes is-{form}", "") + lines
    return svg.join(svg.path(css, d) for css, d in (*sorted(outline.items()), *sorted(inside.items())))


def _small_hub(rose: Rose, detail: Detail) -> SafeString:
    if detail is TINY:
        return format_html('<circle class="hub-dot" r="{}"/>', 7 if rose.total else 4)
    return svg.join([_wheel(rose), svg.circle("hub-dot", (0, 0), 8.5) if rose.total else SafeString("")])


def _wheel(rose: Rose) -> SafeString:
    """The ring round the hub: which share of the wins is linked to another, clockwise from north."""
    if not rose.total:
        return SafeString("")
    radius, share = HUB - 3.5, min(1.0, max(0.0, rose.linked / rose.total))
    track = svg.circle("hub-track", (0, 0), radius)
    if not rose.linked:
        return track
    if share > 0.9999:
        return svg.join([track, svg.circle("hub-ring", (0, 0), radius)])
    x, y = (number(v) for v in polar(radius, 360 * share))
    r, large = number(radius), int(share > 0.5)
    return svg.join([track, svg.path("hub-ring", f"M0 -{r}A{r} {r} 0 {large} 1 {x} {y}")])


# ------------------------------------------------------------------ the large rose
# Where the names stand: x, y and the side at which the text ends.
_NAMES: dict[str, tuple[tuple[float, float, str], ...]] = {
    Direction.UP: ((0, -122, "middle"),),
    ScalingType.REPLICATION: ((64, -88, "start"),),
    Direction.OUT: ((109, -1.5, "start"), (-109, -1.5, "end")),
    ScalingType.CIRCULATION: ((64, 86, "start"),),
    Direction.DEEP: ((0, 120, "middle"),),
    ScalingType.GROWTH: ((-64, 86, "end"),),
    ScalingType.INSTITUTIONALISATION: ((-64, -88, "end"),),
}


def rose_hero(rose: Rose) -> SafeString:
    """The rose with names, figures and, in every cell, a link to where its rule stands in words.

    It is a group of seven lists of three links, not an image: a link inside an image does not
    exist for a screen reader. A link past it goes first.
    """
    rays, ident = rose.rays, rose.ident
    picture = svg.join(_ray(rose, ray) for ray in rays)
    names = svg.join(_name(ray, *spot, rose) for ray in rays for spot in _NAMES[ray.code])
    drawing = format_html(
        '<svg class="rose rose--hero" viewBox="-172 -136 344 274" role="{}" aria-labelledby="{}-title"'
        ' aria-describedby="{}-finding" focusable="false"><title id="{}-title">{}</title>'
        '<desc id="{}-finding">{}</desc>{}{}<g aria-hidden="true">{}</g></svg>',
        "group" if rose.anchor else "img", ident, ident, ident, rose.name or _("Opschaalroos"),
        ident, finding(rose), picture, _large_hub(rose), names,
    )  # fmt: skip
    if not rose.anchor:
        return drawing
    return format_html(
        '<div class="rose-hero"><a class="rose-hero__skip" href="#{}-end">{}</a>{}<span id="{}-end" tabindex="-1"></span></div>',
        ident, _("Sla de 21 plaatsen van de roos over"), drawing, ident,
    )  # fmt: skip


def finding(rose: Rose) -> str:
    """The sentence of the picture: what the caller found, and how many wins are linked."""
    tied = ngettext(
        "%(total)d small win, waarvan %(linked)d verbonden.", "%(total)d small wins, waarvan %(linked)d verbonden.",
        rose.total,
    ) % {"total": rose.total, "linked": rose.linked}  # fmt: skip
    return f"{rose.finding} {tied}".strip()


def _ray(rose: Rose, ray: Ray) -> SafeString:
    cells = svg.join(_cell(place, linked=bool(rose.anchor)) for place in ray.places)
    if not rose.anchor:
        return cells
    label = ray.label if ray.total is None else f"{ray.label}: {count_words(ray.total, rose.counts)}"
    return format_html('<g role="list" aria-label="{}">{}</g>', label, cells)


def _cell(place: Place, *, linked: bool) -> SafeString:
    cell = place.cell
    label = capfirst(place.label)
    drawing = format_html(
        '<path class="{} is-{}" d="{}">{}</path>{}{}',
        family(place.ray), cell.form, shape(place.ray, place.level, LARGE, notch=cell.fragile),
        svg.title(label),
        svg.path(f"strokes is-{cell.form}", strokes(place.ray, place.level, LARGE, cell.form)),
        _figures(place),
    )  # fmt: skip
    if not linked:
        return drawing
    return format_html(
        '<g role="listitem"><a href="{}" aria-label="{}">{}</a></g>', place.href, label, drawing
    )


def _figures(place: Place) -> SafeString:
    if not place.cell.count:
        return SafeString("")
    figure = str(place.cell.count)
    css = f"figure is-{place.cell.form}" + (f" figure--{min(len(figure), 5)}" if len(figure) > 2 else "")
    spots = (polar(middle(place.ray, place.level, LARGE), (a + b) / 2) for a, b in SECTORS[place.ray])
    return svg.join(svg.text(css, (x, y + 3.1), figure) for x, y in spots)


def _large_hub(rose: Rose) -> SafeString:
    figure = str(rose.total)
    css = "hub-figure" + (f" hub-figure--{min(len(figure), 5)}" if len(figure) > 2 else "")
    return format_html(
        '<g aria-hidden="true">{}{}{}</g>',
        svg.circle("hub", (0, 0), HUB - 2), _wheel(rose), svg.text(css, (0, 4.6), figure),
    )  # fmt: skip


def _name(ray: Ray, x: float, y: float, anchor: str, rose: Rose) -> SafeString:
    total = _total(ray, x, rose)
    return format_html(
        '<text class="rose-name rose-name--{}" x="{}" y="{}" text-anchor="{}">{}{}</text>',
        ray.family, number(x), number(y if total else y + 5.5), anchor, capfirst(ray.label), total,
    )  # fmt: skip


def _total(ray: Ray, x: float, rose: Rose) -> SafeString:
    """The figure under a name; `out` has two names and gets one figure, east."""
    if x < -100 or (ray.total is None and rose.counts != "wins"):
        return SafeString("")
    figure = "?" if ray.total is None else ray.total
    return format_html('<tspan class="rose-total" x="{}" dy="13">{}</tspan>', number(x), figure)


# ------------------------------------------------------------------ the legend
_TILE = Detail("", (), 0, 0, 3, Notch(3.5, 4.5), 4.2, 0, decimals=1)
_SHARE_KEY = ("step_0", "step_1", "step_2", "step_3")


def rose_key(rose: Rose | None = None) -> SafeString:
    """The forms with their words, as a list: every state, or only those that occur in the rose."""
    states = tuple(CellState) if rose is None else _states_of(rose)
    items = [_key_item(state, state_words(state)) for state in states]
    if rose is None or any(cell.fragile for cell in rose.cells.values()):
        items.append(_key_item(CellState.SIGNAL, _("hangt aan één winst"), notch=True))
    return format_html(
        '<ul class="legend" role="list" aria-label="{}">{}</ul>', _("Legenda van de roos"), svg.join(items)
    )


def _states_of(rose: Rose) -> tuple[str, ...]:
    """The states that occur, in the order in which a cell fills; a rose that counts shows its whole scale."""
    found = {rose.cell(ray, level).state for ray in RAYS for level in LEVELS}
    scale = _SHARE_KEY if found & set(_SHARE_KEY) else ()
    return (*(state for state in CellState if state in found), *scale)


def _key_item(state: str, words: str, *, notch: bool = False) -> SafeString:
    return format_html("<li>{}{}</li>", key_tile(Cell(state).form, notch=notch), words)


@lru_cache(maxsize=None)
def key_tile(form: str, *, notch: bool = False) -> SafeString:
    """A petal and an arm of the size of a letter, side by side."""
    return format_html(
        '<svg class="rose rose--key legend__pair" viewBox="0 0 46 24" aria-hidden="true" focusable="false">'
        '<g transform="translate(12 12)">{}</g><g transform="translate(34 12)">{}</g></svg>',
        _tile("petal", form, notch=notch), _tile("arm", form, notch=notch),
    )  # fmt: skip


def _tile(kind: str, form: str, *, notch: bool) -> SafeString:
    outline = _tile_outline(kind, _TILE.notch if notch else None)
    draw = {"too-little": _hatch, "deliberately-not": _slash}.get(form)
    lines = draw(outline, _TILE, 0) if draw else []
    inside = "".join(_line(line, 0, _TILE) for line in lines)
    return svg.join([svg.path(f"{kind} is-{form}", outline.path(1)), svg.path(f"strokes is-{form}", inside)])


def _tile_outline(kind: str, notch: Notch | None) -> Outline:
    top: list[tuple[float, float]] = []
    if kind == "arm":
        if notch:
            top = [(-3.5, 7.5), (0, 3), (3.5, 7.5)]
        return Outline((-10, -10), ((-10, 4), *(top or [(0, 10)]), (10, 4), (10, -10), (0, -4)), 0)
    if notch:
        top = [(-notch.half_width, 10), (0, 10 - notch.depth), (notch.half_width, 10)]
    corners = (((-7, 7), (-7, 10)), ((7, 7), (10, 7)), ((7, -7), (7, -10)), ((-7, -7), (-10, -7)))
    (a, b, c, d) = (Arc(centre, 3, end, 1) for centre, end in corners)
    return Outline((-10, -7), ((-10, 7), a, *top, (7, 10), b, (10, -7), c, (-7, -10), d), 0)
