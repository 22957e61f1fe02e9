"""The outside world: each party a house, its windows the chances, the brick before it the walls.

Everything stands in a frame of 120 by 192, in absolute points, so that nothing can leave it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.html import format_html
from django.utils.safestring import SafeString

from initiatives.glyphs import svg
from initiatives.glyphs.geometry import Point, number
from initiatives.lenses import WallStatus, WindowState

WIDTH, HEIGHT = 120, 192
STREET = 189
PANES = ((20, 80), (50, 80), (80, 80), (20, 112), (50, 108), (80, 112))  # left and top of each window
STRETCH = (27.0, 26.0)  # width and height of one wall
IN_A_ROW, ROWS = 4, 2  # a row in front and a row behind it; the rest is a number
SPOTS = IN_A_ROW * ROWS

Spot = tuple[float, float]


class Gable(StrEnum):
    """Which front a house has: the kind of party that lives there."""

    STEP = "step"  # our own institution
    BELL = "bell"  # government
    NECK = "neck"  # knowledge institutions and networks elsewhere
    POINT = "point"  # neighbourhood and residents
    CORNICE = "cornice"  # companies, funds and boards
    NOBODY = "nobody"  # no actor: the house of windows and walls that belong to nobody in particular


_FRONTS: dict[Gable, str] = {
    Gable.STEP: "M10 70L10 52L22 52L22 40L34 40L34 28L46 28L46 16L74 16L74 28L86 28L86 40L98 40L98 52L110 52L110 70Z",
    Gable.BELL: "M10 70C10 56 26 58 30 44C33 32 40 22 60 18C80 22 87 32 90 44C94 58 110 56 110 70Z",
    Gable.NECK: "M10 70C22 70 34 66 36 50L36 28L60 16L84 28L84 50C86 66 98 70 110 70Z",
    Gable.POINT: "M10 70L60 18L110 70Z",
    Gable.CORNICE: "M6 70L6 58L10 58L10 44L110 44L110 58L114 58L114 70Z",
    Gable.NOBODY: "M10 70L10 44L110 44L110 70Z",
}


@dataclass(frozen=True)
class House:
    """The look of one party. It has no order: the picture has one."""

    gable: Gable
    windows: tuple[WindowState, ...] = ()
    walls: tuple[WallStatus, ...] = ()


def house(picture: House) -> SafeString:
    """One party. Decoration: every window and wall also stands beside it in words."""
    parts = [*_front(picture.gable), *_windows(picture.windows), *_walls(picture.walls)]
    return format_html(
        '<svg class="house{}" viewBox="0 0 {} {}" {}>{}{}</svg>',
        " house--nobody" if picture.gable == Gable.NOBODY else "", WIDTH, HEIGHT, svg.hidden_or_image(""),
        svg.join(parts), svg.path("house__street", _stroke((0, STREET), (WIDTH, STREET))),
    )  # fmt: skip


def roof(gable: Gable) -> SafeString:
    """The top of a house as wide as what stands below it; decoration."""
    return format_html(
        '<svg class="home__roof" viewBox="10 14 100 56" preserveAspectRatio="none" {}>{}</svg>',
        svg.hidden_or_image(""), svg.path("house__front", _FRONTS[gable]),
    )  # fmt: skip


def small_house(gable: Gable, at: Point, radius: float, css: str) -> SafeString:
    """Only the outline, inside a circle: a partner in a network. Decoration."""
    outline = _FRONTS[gable][:-1] + "L110 70L110 112L10 112L10 70Z"
    scale, (x, y) = radius / 60, at
    return format_html(
        '<path class="{}" transform="translate({} {}) scale({})" d="{}"/>',
        css, number(x - 60 * scale), number(y - 64 * scale), number(scale, 4), outline,
    )  # fmt: skip


def wall_sign(status: str) -> SafeString:
    """One stretch of wall as it stands, for a list or a legend; decoration."""
    return _sign(*_stretch(0, 0, WallStatus(status)))


def window_sign(state: str) -> SafeString:
    """One window as it stands, for a list or a legend; decoration."""
    return _sign(*_pane(3.5, 1.5, WindowState(state)))


# ------------------------------------------------------------------ the front
def _front(gable: Gable) -> list[SafeString]:
    door = "M52 168L52 142C52 131.3 68 131.3 68 142L68 168Z"
    return [
        svg.path("house__pavement", _box(0, 168, WIDTH, STREET - 168)),
        svg.path("house__front", _FRONTS[gable]),
        svg.path("house__front", _box(10, 70, 100, 98)),
        svg.path("house__door", door),
    ]


# ------------------------------------------------------------------ windows
_OPEN_FIRST = (WindowState.OPEN, WindowState.CLOSING, WindowState.NOT_YET, WindowState.CLOSED)


def _windows(states: Sequence[WindowState]) -> list[SafeString]:
    ordered = sorted(states, key=_OPEN_FIRST.index)
    panes = [*ordered[: len(PANES)], *[None] * (len(PANES) - len(ordered))]
    drawn = [part for spot, state in zip(PANES, panes, strict=True) for part in _pane(*spot, state)]
    more = len(ordered) - len(PANES)
    return [*drawn, svg.text("house__more", (100, 78), f"+{more}")] if more > 0 else drawn


def _pane(x: float, y: float, state: WindowState | None) -> list[SafeString]:
    """A window of 20 by 24 with a rounded top."""
    shape = f"M{number(x)} {number(y + 22)}{_arch(x, y + 6)}L{number(x + 20)} {number(y + 22)}Z"
    if state is None:
        return [svg.path("house__window is-none", shape)]
    parts = [svg.path(f"house__window is-{state.value.replace('_', '-')}", shape)]
    if state == WindowState.CLOSING:
        parts.append(
            svg.path(
                "house__blind",
                f"M{number(x)} {number(y + 11)}{_arch(x, y + 6)}L{number(x + 20)} {number(y + 11)}Z",
            )
        )
    if state in (WindowState.OPEN, WindowState.CLOSING):
        cross = _stroke((x + 10, y + 2), (x + 10, y + 22)) + _stroke((x, y + 11), (x + 20, y + 11))
        parts.append(svg.path("house__bar is-lit", cross))
    if state == WindowState.CLOSED:
        parts.append(svg.path("house__bar", _stroke((x + 2, y + 20), (x + 18, y + 5))))
    return parts


def _arch(x: float, y: float) -> str:
    """Up the left side to (x, y), and over to the right side."""
    left, right, top = number(x), number(x + 20), number(y - 7.5)
    return f"L{left} {number(y)}C{left} {top} {right} {top} {right} {number(y)}"


# ------------------------------------------------------------------ walls
_IN_THE_WAY_FIRST = (
    WallStatus.ACTIVE,
    WallStatus.BREACHED,
    WallStatus.ACCEPTED,
    WallStatus.BYPASSED,
    WallStatus.GONE,
)


def _walls(statuses: Sequence[WallStatus]) -> list[SafeString]:
    ordered = sorted(statuses, key=_IN_THE_WAY_FIRST.index)
    more = len(ordered) - SPOTS
    shown = ordered[: SPOTS - 1] if more > 0 else ordered
    drawn = [_stretch(*_spot(i), status) for i, status in enumerate(shown)]
    if more > 0:
        drawn.append(_number_of_walls(more + 1))
    behind, before = drawn[IN_A_ROW:], drawn[:IN_A_ROW]
    return [part for stretch in [*behind, *before] for part in stretch]


def _spot(i: int) -> Spot:
    """The spot of the i-th wall: four before the house, the next four behind those."""
    return 4 + (i % IN_A_ROW) * 28.5, STREET - STRETCH[1] - (i // IN_A_ROW) * 12


def _number_of_walls(more: int) -> list[SafeString]:
    x, y = _spot(SPOTS - 1)
    plate = svg.path("house__plate", _box(x, y, *STRETCH))
    return [plate, svg.text("house__more", (x + STRETCH[0] / 2, y + 9.5), f"+{more}")]


def _stretch(x: float, y: float, status: WallStatus) -> list[SafeString]:
    wide, high = STRETCH
    css = f"house__wall is-{status.value}"
    match status:
        case WallStatus.ACTIVE:
            return [svg.path(css, _box(x, y, wide, high)), svg.path("house__joint", _joints(x, y))]
        case WallStatus.BREACHED:
            return [svg.path(css, _breach(x, y)), svg.path("house__joint", _low_joints(x, y))]
        case WallStatus.BYPASSED:
            return [svg.path(css, _box(x, y, wide, high)), svg.path("house__way", _way_over(x, y))]
        case WallStatus.GONE:
            return [svg.path(css, _box(x, y + 17.4, wide, 8.6))]
        case _:
            return [svg.path(css, _box(x, y, wide, high))]


def _joints(x: float, y: float) -> str:
    lines = [
        ((0, 8.7), (27, 8.7)), ((0, 17.4), (27, 17.4)), ((13.5, 0), (13.5, 8.7)),
        ((6.5, 8.7), (6.5, 17.4)), ((20.5, 8.7), (20.5, 17.4)), ((13.5, 17.4), (13.5, 26)),
    ]  # fmt: skip
    return _strokes(x, y, lines)


def _low_joints(x: float, y: float) -> str:
    return _strokes(
        x,
        y,
        [((0, 17.4), (27, 17.4)), ((13.5, 17.4), (13.5, 26)), ((0, 8.7), (8.5, 8.7)), ((18, 8.7), (27, 8.7))],
    )


def _breach(x: float, y: float) -> str:
    """A wall with a hole in its top through which one can climb."""
    corners = [
        (0, 0),
        (7, 0),
        (9.5, 8),
        (7.5, 15),
        (20, 15),
        (17.5, 8),
        (20.5, 0),
        (27, 0),
        (27, 26),
        (0, 26),
    ]
    return "M" + "L".join(_point(x + right, y + down) for right, down in corners) + "Z"


def _way_over(x: float, y: float) -> str:
    return f"M{_point(x + 4, y + 24)}C{_point(x + 4, y + 2)} {_point(x + 23, y + 2)} {_point(x + 23, y + 24)}"


# ------------------------------------------------------------------ small things
def _sign(*parts: SafeString) -> SafeString:
    return format_html(
        '<svg class="house house-sign" viewBox="-1 -1 29 28" width="29" height="28" {}>{}</svg>',
        svg.hidden_or_image(""), svg.join(parts),
    )  # fmt: skip


def _point(x: float, y: float) -> str:
    return f"{number(x)} {number(y)}"


def _stroke(start: Point, end: Point) -> str:
    return f"M{_point(*start)}L{_point(*end)}"


def _strokes(x: float, y: float, lines: Iterable[tuple[Point, Point]]) -> str:
    return "".join(_stroke((x + a, y + b), (x + c, y + d)) for (a, b), (c, d) in lines)


def _box(x: float, y: float, wide: float, high: float) -> str:
    corners = ((x, y), (x + wide, y), (x + wide, y + high), (x, y + high))
    return "M" + "L".join(_point(*corner) for corner in corners) + "Z"
