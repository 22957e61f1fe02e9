"""A word of the language as a small picture: the rose with one ray, or one ring, filled."""

from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

from initiatives.glyphs import svg
from initiatives.glyphs.cells import LEVELS, family
from initiatives.glyphs.geometry import Margin, chevron, number, petal
from initiatives.glyphs.wind import BULGE, HUB, RIM, SECTORS, TIP
from initiatives.lenses import Level

# Radius and width of the three rings; the one that is meant is drawn wide, the others thin.
_RINGS = ((34, 26), (64, 19), (86, 15))
_THIN = 4
_WIDEN = {"petal": 6, "arm": 9, "out": 15}  # degrees: `out` is split, so each half needs more to be seen


@cache
def icon(code: str, pixels: int = 24) -> SafeString:
    """The icon of a type, a direction or a level. Always decoration: the word stands beside it.

    Raises ValueError for a code that is not a ray or a level.
    """
    drawing = _ring_icon(code) if code in Level.values else _ray_icon(code)
    return format_html(
        '<svg class="icon" viewBox="-97 -97 194 194" width="{}" height="{}" aria-hidden="true" focusable="false">{}</svg>',
        pixels, pixels, drawing,
    )  # fmt: skip


def _ring_icon(level: str) -> SafeString:
    return svg.join(
        format_html(
            '<circle class="{}" r="{}" stroke-width="{}"/>',
            *(("icon__ring", radius, width) if LEVELS[i] == level else ("icon__faint-ring", radius, _THIN)),
        )
        for i, (radius, width) in enumerate(_RINGS)
    )


def _ray_icon(code: str) -> SafeString:
    if code not in SECTORS:
        raise ValueError(f"no ray and no level: {code!r}")
    kind = family(code)
    others = "".join(_shape(ray, 0, RIM - 10) for ray in SECTORS if ray != code and family(ray) == kind)
    wide = _WIDEN["out" if code == "out" else kind]
    return svg.join(
        [
            svg.path("icon__shade", others),
            svg.path(f"{kind} is-most", _shape(code, wide, RIM - 6 if kind == "arm" else RIM)),
            format_html('<circle class="icon__hub" r="{}"/>', number(11)),
        ]
    )


def _shape(ray: str, wider: float, rim: float) -> str:
    rings = HUB + 2, rim
    sectors = [(start - wider, end + wider) for start, end in SECTORS[ray]]
    if family(ray) == "arm":
        shapes = (chevron(rings, rays, Margin(0, 3, 0), TIP) for rays in sectors)
    else:
        margin = Margin(0, 3, 8) if wider else Margin(0, 8, 6)
        shapes = (petal(rings, rays, margin, BULGE) for rays in sectors)
    return "".join(shape.path(1) for shape in shapes)
