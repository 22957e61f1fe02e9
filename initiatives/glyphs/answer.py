"""The rose beside a form: it lights up while somebody answers."""

from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString

from initiatives.glyphs import svg
from initiatives.glyphs.cells import LEVELS, family
from initiatives.glyphs.geometry import number
from initiatives.glyphs.wind import detail_for, shape
from initiatives.lenses import RAYS, UNKNOWN


def rose_answer(codes: Iterable[str | None] = (), pixels: int = 84) -> SafeString:
    """A rose of which each cell names its ray and its level, for answer-rose.css to fill.

    `codes` are the types, directions and level that were answered before; what is ticked in the
    form around it the stylesheet sees by itself. Decoration: the form says the same in words.
    """
    detail = detail_for(pixels)
    box = number(detail.half_box)
    answered = " ".join(f"has-{code}" for code in codes if code and code != UNKNOWN)
    return format_html(
        '<svg class="rose {} answer-rose {}" viewBox="-{} -{} {} {}" width="{}" height="{}" {}>{}{}</svg>',
        detail.css, answered, box, box, number(2 * detail.half_box), number(2 * detail.half_box), pixels, pixels,
        svg.hidden_or_image(""), _cells(detail), svg.circle("hub-dot", (0, 0), 8.5),
    )  # fmt: skip


def _cells(detail) -> SafeString:
    return svg.join(
        svg.path(f"{family(ray)} is-not-observed ray-{ray} level-{level}", shape(ray, level, detail))
        for ray in RAYS
        for level in LEVELS
    )
