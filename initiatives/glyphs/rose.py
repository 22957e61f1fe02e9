"""The scaling rose: a wind rose of scaling, 21 cells = 7 rays × 3 levels.

The form of a cell says what is known (theory §14), the figure in it how much; so more is never
simply darker.
"""

from collections.abc import Iterable
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.glyphs import svg
from initiatives.glyphs.cards import measured
from initiatives.glyphs.cells import LEVELS, Ray, Rose, RosePlace, count_words, family, state_words
from initiatives.glyphs.geometry import number, polar
from initiatives.glyphs.wind import HUB, LARGE, SECTORS, TINY, Detail, detail_for, middle, shape, strokes
from initiatives.lenses import RAYS, Direction, Level, ScalingType

_NOTHING = SafeString("")


# ------------------------------------------------------------------ the small rose
def rose_mini(
    rose: Rose, pixels: int = 48, label: str = "", lit: Iterable[tuple[str, str]] | None = None
) -> SafeString:
    """A rose of 24 to 120 pixels, without figures. Without a label it is decoration.

    `lit` are the places, each a ray and a level, that get an edge; no place lights the middle, None nothing.
    """
    detail = detail_for(pixels)
    half = number(detail.half_box)
    return format_html(
        '<svg class="rose {}" viewBox="-{} -{} {} {}" width="{}" height="{}" {}>{}{}{}</svg>',
        detail.css, half, half, number(2 * detail.half_box), number(2 * detail.half_box), pixels, pixels,
        svg.hidden_or_image(label), _silhouette(_forms(rose), detail), _small_hub(rose, detail), _lit(lit, detail),
    )  # fmt: skip


def _forms(rose: Rose) -> tuple[tuple[str, bool], ...]:
    cells = (rose.cell(ray, level) for ray in RAYS for level in LEVELS)
    return tuple((cell.form, cell.notch) for cell in cells)


@lru_cache(maxsize=4096)
def _silhouette(forms: tuple[tuple[str, bool], ...], detail: Detail) -> SafeString:
    """All cells, one path per family and form: a page with a hundred roses stays small."""
    outline: dict[str, str] = {}
    inside: dict[str, str] = {}
    places = ((ray, level) for ray in RAYS for level in LEVELS)
    for (ray, level), (form, fragile) in zip(places, forms, strict=True):
        css = f"{family(ray)} is-{form}"
        outline[css] = outline.get(css, "") + shape(ray, level, detail, form, notch=fragile)
        inside[form] = inside.get(form, "") + strokes(ray, level, detail, form)
    cells = [svg.path(css, d) for css, d in sorted(outline.items())]
    return svg.join([*cells, *(svg.path(f"strokes is-{form}", d) for form, d in sorted(inside.items()))])


def _lit(places: Iterable[tuple[str, str]] | None, detail: Detail) -> SafeString:
    if places is None:
        return _NOTHING
    edges = [svg.path("lit", shape(ray, level, detail)) for ray, level in places]
    return svg.join(edges or [svg.circle("lit", (0, 0), HUB - 3)])


def _small_hub(rose: Rose, detail: Detail) -> SafeString:
    if detail is TINY:
        return svg.circle("hub-dot", (0, 0), 7) if rose.total else svg.circle("hub-dot", (0, 0), 4)
    return svg.join([_wheel(rose), svg.circle("hub-dot", (0, 0), 8.5) if rose.total else _NOTHING])


def _wheel(rose: Rose) -> SafeString:
    """The ring round the hub: which share of the wins is linked to another, clockwise from north."""
    radius, share = HUB - 3.5, min(1.0, max(0.0, rose.linked / rose.total)) if rose.total else 0.0
    track = svg.circle("hub-track", (0, 0), radius)
    if not share:
        return track if rose.total else _NOTHING
    if share > 0.9999:
        return svg.join([track, svg.circle("hub-ring", (0, 0), radius)])
    x, y = (number(v) for v in polar(radius, 360 * share))
    r, large = number(radius), int(share > 0.5)
    return svg.join([track, svg.path("hub-ring", f"M0 -{r}A{r} {r} 0 {large} 1 {x} {y}")])


# ------------------------------------------------------------------ the large rose
# The spots of the names: x, y and the side at which the text ends.
_NAMES: dict[str, tuple[tuple[float, float, str], ...]] = {
    Direction.UP: ((0, -122, "middle"),),
    ScalingType.REPLICATION: ((58, -92, "start"),),
    Direction.OUT: ((109, -1.5, "start"), (-109, -1.5, "end")),
    ScalingType.CIRCULATION: ((64, 86, "start"),),
    Direction.DEEP: ((0, 120, "middle"),),
    ScalingType.GROWTH: ((-64, 86, "end"),),
    ScalingType.INSTITUTIONALISATION: ((-58, -92, "end"),),
}
# The rings are named beside the petal in the north-east, in its lower corner, where no figure stands.
_RING_RAY, _RING_ANGLE = ScalingType.REPLICATION, 71.0
_EDGE, _STATE_LETTER = 172, 9.2  # of the drawing, and the larger size of a state in rose.css
_RING_NAMES = {Level.VERTICAL: (108, -52), Level.HORIZONTAL: (108, -38), Level.LOCAL: (108, -24)}


def rose_hero(rose: Rose) -> SafeString:
    """The rose with names, figures and, in every cell, a link to where its rule stands in words.

    It is a group of seven lists of three links, not an image: a link inside an image does not
    exist for a screen reader. A link past it goes first. The keyboard stops at places with wins;
    an empty place can be tapped and read, and its rule stands in the table.
    """
    rays, ident = rose.rays, rose.ident
    picture = svg.join(_drawn_ray(rose, ray) for ray in rays)
    names = svg.join(
        [*(_name(ray, *spot, rose) for ray in rays for spot in _NAMES[ray.code]), *map(_ring_name, LEVELS)]
    )
    drawing = format_html(
        '<svg class="rose rose--hero{}" viewBox="-172 -136 344 274" role="{}" aria-labelledby="{}-title"'
        ' aria-describedby="{}-finding" focusable="false"><title id="{}-title">{}</title>'
        '<desc id="{}-finding">{}</desc>{}{}<g aria-hidden="true">{}</g></svg>',
        "" if rose.counts == "wins" else " rose--counts", "group" if rose.anchor else "img", ident, ident, ident, rose.name or _("Opschaalroos"),
        ident, finding(rose), picture, _large_hub(rose), names,
    )  # fmt: skip
    if not rose.anchor:
        return drawing
    return format_html(
        '<div class="rose-hero"><a class="rose-hero__skip" href="#{}-end">{}</a>{}'
        '<span id="{}-end" tabindex="-1"></span></div>',
        ident, _("Sla de roos over"), drawing, ident,
    )  # fmt: skip


def finding(rose: Rose) -> str:
    """The sentence of the picture: what the caller found, and how many are linked, in the unit that the rose counts."""
    text = _initiatives_linked if rose.counts == "initiatives" else _wins_linked
    return f"{rose.finding} {text(rose)}".strip()


def _initiatives_linked(rose: Rose) -> str:
    tied = ngettext(
        "%(total)d initiatief met een small win, waarvan %(linked)d met een verbonden small win.",
        "%(total)d initiatieven met een small win, waarvan %(linked)d met een verbonden small win.",
        rose.total,
    )
    return tied % {"total": rose.total, "linked": rose.linked}


def _wins_linked(rose: Rose) -> str:
    tied = ngettext(
        "%(total)d small win, waarvan %(linked)d verbonden.",
        "%(total)d small wins, waarvan %(linked)d verbonden.",
        rose.total,
    )
    return tied % {"total": rose.total, "linked": rose.linked}


def _drawn_ray(rose: Rose, ray: Ray) -> SafeString:
    cells = svg.join(_cell(place, linked=bool(rose.anchor)) for place in ray.places)
    if not rose.anchor:
        return cells
    label = ray.words if rose.counts == "wins" else _counting(ray, rose)
    return format_html('<g role="list" aria-label="{}">{}</g>', label, cells)


def _counting(ray: Ray, rose: Rose) -> str:
    return ray.label if ray.total is None else f"{ray.label}: {count_words(ray.total, rose.counts)}"


def _cell(place: RosePlace, *, linked: bool) -> SafeString:
    at, cell, name = (place.ray, place.level, LARGE), place.cell, svg.title(capfirst(place.label))
    drawing = svg.join(
        [
            svg.path(f"{family(place.ray)} is-{cell.form}", shape(*at, cell.form, notch=cell.notch)),
            svg.path(f"strokes is-{cell.form}", strokes(*at, cell.form)),
            _figures(place),
        ]
    )
    if not linked:
        return format_html("<g>{}{}</g>", name, drawing)
    return svg.link(place.href, name, drawing, card=cell.card, is_stop=bool(cell.count))


def _figures(place: RosePlace) -> SafeString:
    if not place.cell.count:
        return _NOTHING
    figure = str(place.cell.count)
    css = f"figure is-{place.cell.form}" + (f" figure--{min(len(figure), 5)}" if len(figure) > 2 else "")
    start, end = SECTORS[place.ray][0]  # `out` has a second one, in the west: drawn twice, numbered once
    x, y = polar(middle(place.ray, place.level, LARGE), (start + end) / 2)
    return svg.text(css, (x, y + 3.1), figure)


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


def _ring_name(level: Level) -> SafeString:
    """The name of a ring, outside the rose, with a line to a dot in it."""
    spot = polar(middle(_RING_RAY, level, LARGE), _RING_ANGLE)
    x, y = _RING_NAMES[level]
    line = "M{} {}L{} {}".format(*(number(v) for v in (*spot, x - 3, y - 3)))
    return svg.join(
        [
            svg.path("ring-halo", line),
            svg.path("ring-line", line),
            svg.circle("ring-dot", spot, 1.7),
            svg.text("ring-name", (x, y), capfirst(level.label)),
        ]
    )


def _total(ray: Ray, x: float, rose: Rose) -> SafeString:
    """The figure under a name; `out` has two names and gets one figure, east."""
    if x < -100 or (ray.total is None and rose.counts != "wins"):
        return _NOTHING
    figure = ray.sign if ray.total is None else ray.total
    total = format_html('<tspan class="rose-total" x="{}" dy="13">{}</tspan>', number(x), figure)
    return svg.join([total, _own_state(ray, x)]) if ray.state else total


def _own_state(ray: Ray, x: float) -> SafeString:
    """The ray's own state beside its figure; of `out`, at the edge of the drawing, below it."""
    words = state_words(ray.state)
    if ray.code != Direction.OUT:
        return format_html('<tspan class="rose-state"> · {}</tspan>', words)
    start = min(x, _EDGE - measured(words, _STATE_LETTER, 500))
    return format_html('<tspan class="rose-state" x="{}" dy="11">{}</tspan>', number(start), words)
