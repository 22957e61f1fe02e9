"""A strand of linked wins, drawn from left to right in time: each branch a row, each link a line.

The shape of a stone is its level. A whole line is drawn where people said that the one led to the other, a dotted one where the
editors inferred it; a letter on it says what worked, where somebody said that. Steps in x are even: the years stand below.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from initiatives.glyphs import svg
from initiatives.glyphs.geometry import Point, number
from initiatives.glyphs.path import Link, Stone
from initiatives.lenses import Level, Mechanism

WIDTH = 1160
STONE = 13
_ROW, _TOP, _BOTTOM, _SIDE, _LONGEST_STEP = 62, 44, 56, 46, 150


@dataclass(frozen=True)
class StrandPicture:
    """The data of one drawing.

    `stones` come oldest first. `rows`: the branch of each, the longest chain on 0. `worked`: the mechanism of a link, where one
    is known. `elsewhere`: stones of another initiative.
    """

    stones: Sequence[Stone]
    links: Sequence[Link]
    rows: Mapping[str, int]
    inferred: frozenset[Link] = frozenset()
    worked: Mapping[Link, str] = field(default_factory=dict)
    elsewhere: frozenset[str] = frozenset()
    name: str = ""
    finding: str = ""
    ident: str = "strand"

    @property
    def numbers(self) -> dict[str, int]:
        return {stone.key: n for n, stone in enumerate(self.stones, 1)}

    @property
    def height(self) -> int:
        return _TOP + _ROW * max(self.rows.values(), default=0) + _BOTTOM


def letter_of(mechanism: str) -> str:
    """The sign of a mechanism on a line: the first letter of its word, which no other has."""
    return str(Mechanism(mechanism).label)[0].upper()


# ------------------------------------------------------------------ where everything lies
def spots_of(picture: StrandPicture) -> dict[str, Point]:
    step = min(_LONGEST_STEP, (WIDTH - 2 * _SIDE) / max(1, len(picture.stones) - 1))
    return {
        stone.key: (_SIDE + i * step, _TOP + _ROW * picture.rows[stone.key])
        for i, stone in enumerate(picture.stones)
    }


def _line(a: Point, b: Point, between: bool) -> tuple[str, Point]:
    """The way from a to b, and its middle. On one row it lifts over stones that stand between."""
    reach, lift = 0.5 * (b[0] - a[0]), 44 if between else 0
    handles = (a[0] + reach, a[1] - lift), (b[0] - reach, b[1] - lift)
    ends = " ".join(f"{number(x, 1)} {number(y, 1)}" for x, y in (*handles, b))
    middle = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2 - 0.75 * lift
    return f"M{number(a[0], 1)} {number(a[1], 1)}C{ends}", middle


def _is_blocked(a: Point, b: Point, spots: Mapping[str, Point]) -> bool:
    low, high = sorted((a[0], b[0]))
    return a[1] == b[1] and any(y == a[1] and low < x < high for x, y in spots.values())


# ------------------------------------------------------------------ the drawing
def strand_picture(picture: StrandPicture) -> SafeString:
    """The stones with their lines; each stone leads to its win in the list below. A group of links, not an image."""
    spots = spots_of(picture)
    return format_html(
        '<svg class="strand" viewBox="0 0 {} {}" role="group" aria-labelledby="{}-title" aria-describedby="{}-finding"'
        ' focusable="false"><title id="{}-title">{}</title><desc id="{}-finding">{}</desc>'
        '<g aria-hidden="true">{}{}</g><g role="list">{}</g></svg>',
        WIDTH, picture.height, picture.ident, picture.ident, picture.ident, picture.name, picture.ident, picture.finding,
        _years(picture, spots), _lines(picture, spots),
        svg.join(_stone(picture, stone, spots[stone.key]) for stone in picture.stones),
    )  # fmt: skip


def _years(picture: StrandPicture, spots: Mapping[str, Point]) -> SafeString:
    low, drawn = picture.height, []
    for year, group in groupby(picture.stones, key=lambda stone: stone.on and stone.on.year):
        stones = list(group)
        first, last = spots[stones[0].key][0], spots[stones[-1].key][0]
        drawn += [
            svg.path("path__year-line", f"M{number(first - 9)} {low - 26}H{number(last + 9)}"),
            svg.text("path__year", ((first + last) / 2, low - 9), year or "?"),
        ]
    return svg.join(drawn)


def _lines(picture: StrandPicture, spots: Mapping[str, Point]) -> SafeString:
    lines, signs = [], []
    for link in picture.links:
        a, b = (spots[key] for key in link)
        way, middle = _line(a, b, _is_blocked(a, b, spots))
        inferred = " strand__line--inferred" if link in picture.inferred else ""
        lines.append(svg.path(f"strand__line{inferred}", way))
        if worked := picture.worked.get(link):
            signs += [
                svg.circle("strand__sign", middle, 9),
                svg.text("strand__letter", (middle[0], middle[1] + 4), letter_of(worked)),
            ]
    return svg.join((*lines, *signs))


def _stone(picture: StrandPicture, stone: Stone, spot: Point) -> SafeString:
    css = "strand__stone" + (" is-elsewhere" if stone.key in picture.elsewhere else "")
    mark = picture.numbers[stone.key]
    drawing = svg.join(
        (_shape(stone.level, spot), svg.text("strand__number", (spot[0], spot[1] + 4.5), mark))
    )
    words = f"{mark}. {', '.join((stone.title, stone.when, stone.level_words))}"
    return svg.link(f"#{picture.ident}-{mark}", svg.title(words), drawing, css)


def _shape(level: str | None, spot: Point) -> SafeString:
    """Round is local, square horizontal, on its corner vertical; broken where nobody said."""
    x, y = spot
    if level == Level.HORIZONTAL:
        side = STONE - 1
        return svg.path(
            "strand__dot",
            f"M{number(x - side)} {number(y - side)}h{2 * side}v{2 * side}h{-2 * side}z",
        )
    if level == Level.VERTICAL:
        side = STONE + 4
        return svg.path(
            "strand__dot", f"M{number(x)} {number(y - side)}l{side} {side}l{-side} {side}l{-side} {-side}z"
        )
    css = "strand__dot" if level in Level.values else "strand__dot is-unknown"
    return svg.circle(css, spot, STONE)


# ------------------------------------------------------------------ the key
def strand_key(picture: StrandPicture) -> SafeString:
    """The looks that occur in this drawing, as a list."""
    items = [*_levels_of(picture), *_lines_of(picture)]
    if picture.elsewhere:
        items.append((_key_stone(Level.LOCAL, " is-elsewhere"), _("van een ander initiatief")))
    rows = svg.join(
        format_html(
            '<li><svg class="strand--key" viewBox="0 0 36 36" aria-hidden="true" focusable="false">{}</svg>{}</li>',
            drawing, words,
        )
        for drawing, words in items
    )  # fmt: skip
    return format_html(
        '<ul class="legend" role="list" aria-label="{}">{}</ul>', _("Legenda van de streng"), rows
    )


def _levels_of(picture: StrandPicture) -> list[tuple[SafeString, str]]:
    there = {stone.level if stone.level in Level.values else None for stone in picture.stones}
    names = [(level, str(level.label)) for level in Level] + [(None, _("niveau onbekend"))]
    return [(_key_stone(level), words) for level, words in names if level in there]


def _key_stone(level: str | None, css: str = "") -> SafeString:
    return format_html('<g class="strand__stone{}">{}</g>', css, _shape(level, (18, 18)))


def _lines_of(picture: StrandPicture) -> list[tuple[SafeString, str]]:
    looks = (
        (False, "", _("iemand zei: dit kwam daaruit voort")),
        (True, " strand__line--inferred", _("de redactie leidde het af, niemand zei het")),
    )
    there = {link in picture.inferred for link in picture.links}
    lines = [
        (svg.path(f"strand__line{css}", "M2 18H34"), words) for is_it, css, words in looks if is_it in there
    ]
    for mechanism in Mechanism:
        if mechanism in picture.worked.values():
            sign = svg.circle("strand__sign", (18, 18), 12)
            letter = svg.text("strand__letter", (18, 23), letter_of(mechanism))
            lines.append((svg.join((sign, letter)), str(mechanism.label)))
    return lines
