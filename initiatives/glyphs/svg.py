"""Writing SVG safely: every attribute and every text goes through escaping."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from initiatives.glyphs.geometry import Point, number


def join(parts: Iterable[SafeString]) -> SafeString:
    """One piece out of many; parts that are not safe yet are escaped."""
    return format_html_join("", "{}", ((part,) for part in parts))


def title(text: str) -> SafeString:
    """The tooltip of the shape around it; nothing where there is nothing to say."""
    return format_html("<title>{}</title>", text) if text else SafeString("")


def path(css: str, d: str) -> SafeString:
    return format_html('<path class="{}" d="{}"/>', css, d) if d else SafeString("")


def circle(css: str, centre: Point, radius: float) -> SafeString:
    x, y = (number(v) for v in centre)
    return format_html('<circle class="{}" cx="{}" cy="{}" r="{}"/>', css, x, y, number(radius))


def text(css: str, at: Point, words: object) -> SafeString:
    x, y = (number(v) for v in at)
    return format_html('<text class="{}" x="{}" y="{}">{}</text>', css, x, y, words)


def link(
    href: str, name: SafeString, drawing: SafeString, css: str = "", card: str = "", *, is_stop: bool = True
) -> SafeString:
    """An item of a list that leads somewhere; its title is both its name and its tooltip.

    The drawing itself is hidden from assistive technology, so that figures are not read twice. In:
    `card`, the address of what a tap shows on the same page, where there is script; `is_stop`, whether
    the keyboard stops here.
    """
    return format_html(
        '<g role="listitem"><a{}{} href="{}"{}>{}<g aria-hidden="true">{}</g></a></g>',
        format_html(' class="{}"', css) if css else "",
        format_html(' hx-get="{}" hx-target="#place"', card) if card else "",
        href,
        "" if is_stop else SafeString(' tabindex="-1"'),
        name,
        drawing,
    )


def hidden_or_image(label: str) -> SafeString:
    """How a small picture presents itself: as an image with a name, or not at all."""
    if not label:
        return SafeString('aria-hidden="true" focusable="false"')
    return format_html('role="img" aria-label="{}" focusable="false"', label)
