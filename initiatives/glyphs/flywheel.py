"""The flywheel: which share of the wins is linked to another."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from initiatives.glyphs import svg
from initiatives.glyphs.geometry import number, polar

RADIUS, TRACK = 70, 330  # the track is open at the top: an arrow that never bites its tail
_HEAD = 16  # degrees from the end of the arc to the point of the arrow


def flywheel(linked: int, total: int, pixels: int = 48, label: str = "") -> SafeString:
    """An open ring, filled for the share of `linked` in `total`, with an arrow head.

    No speed and no score; without a label it is decoration and the figures stand beside it.
    """
    share = min(1.0, max(0.0, linked / total)) if total else 0.0
    return format_html(
        '<svg class="flywheel" viewBox="-97 -97 194 194" width="{}" height="{}" {}>{}{}<circle class="flywheel__hub" r="12"/></svg>',
        pixels, pixels, svg.hidden_or_image(label), svg.path("flywheel__track", _arc(TRACK)), _filled(share),
    )  # fmt: skip


def _filled(share: float) -> SafeString:
    if not share:
        return SafeString("")
    end = TRACK * share
    corners = (polar(RADIUS - 24, end), polar(RADIUS, end + _HEAD), polar(RADIUS + 24, end))
    head = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in corners) + "Z"
    return svg.join([svg.path("flywheel__arc", _arc(end)), svg.path("flywheel__head", head)])


def _arc(end: float) -> str:
    """From north to `end` degrees, clockwise."""
    x, y = (number(v) for v in polar(RADIUS, end))
    return f"M0 -{RADIUS}A{RADIUS} {RADIUS} 0 {int(end > 180)} 1 {x} {y}"
