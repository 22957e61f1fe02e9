"""The winding path: small wins as stones in a landscape of three levels, in the order of time.

A whole line between two stones is drawn where people said that the one led to the other, a dotted one where the
editors inferred it; order in time alone is never a line. Steps in x are even: the axis below says which year it
was, and a date that is only roughly remembered is drawn lighter.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import dist

from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from initiatives.glyphs import svg
from initiatives.glyphs.geometry import Point, number
from initiatives.lenses import Level, Precision

WIDTH, HEIGHT = 1160, 424
_FIRST_X, _LAST_X, _LONGEST_STEP = 150, 1110, 150
_LANES = {Level.VERTICAL: 78, Level.HORIZONTAL: 196, Level.LOCAL: 312}
_UNKNOWN_LANE, _UNKNOWN_HEIGHT = 384, 60  # only drawn when a win has no level
_SWAY = (-14, 22, -24, 30, -4, 14, -26, 22)  # off the middle of the lane, so that a row of stones winds
STONE = 15

Link = tuple[str, str]


# ------------------------------------------------------------------ what a path shows
@dataclass(frozen=True)
class Stone:
    """One small win. `on` is the day it is stored under, None for a win without a date."""

    key: str
    title: str
    on: dt.date | None
    precision: str = Precision.DAY
    level: str | None = None
    told_late: bool = False  # more than half a year after it happened
    lasts: bool = False  # the latest look, a year later or more, found it standing

    @property
    def is_rough(self) -> bool:
        """Only the quarter or the year is remembered."""
        return self.precision in (Precision.QUARTER, Precision.YEAR)

    @property
    def when(self) -> str:
        """The date as exactly as it is known, in words."""
        if self.on is None:
            return _("zonder datum")
        if self.precision == Precision.QUARTER:
            return _("kwartaal %(quarter)d van %(year)d") % {
                "quarter": _quarter(self.on),
                "year": self.on.year,
            }
        return date_format(self.on, {"day": "j F Y", "month": "F Y"}.get(str(self.precision), "Y"))

    @property
    def month(self) -> str:
        """The word on the axis; nothing when only the year is known."""
        if self.precision == Precision.QUARTER:
            return _("kw. %(quarter)d") % {"quarter": _quarter(self.on)}
        if self.precision == Precision.YEAR:
            return ""
        return date_format(self.on, "M" if (get_language() or "").startswith("en") else "b").rstrip(".")

    @property
    def level_words(self) -> str:
        return str(Level(self.level).label) if self.level in Level.values else _("niveau onbekend")


def _quarter(day: dt.date) -> int:
    return (day.month + 2) // 3


@dataclass(frozen=True)
class Path:
    """The data of one drawing.

    `stones` have a date and come oldest first; `undated` are told apart and only count for what is
    linked. `links` are (earlier key, later key); an end that is on another page becomes a stub.
    `inferred` are those of the links that nobody said: the editors inferred them.
    """

    stones: Sequence[Stone]
    links: Sequence[Link] = ()
    inferred: frozenset[Link] = frozenset()
    undated: Sequence[Stone] = ()
    name: str = ""
    finding: str = ""
    ident: str = "path"
    first_number: int = 1

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each stone, the undated after the dated."""
        return {stone.key: n for n, stone in enumerate((*self.stones, *self.undated), self.first_number)}

    @cached_property
    def linked(self) -> frozenset[str]:
        return frozenset(key for link in self.links for key in link)

    def neighbours(self, key: str, *, inferred: bool = False) -> list[int]:
        """The numbers of the stones on this page that are linked to it: as somebody said, or as the editors inferred."""
        links = [link for link in self.links if (link in self.inferred) == inferred]
        found = {b if a == key else a for a, b in links if key in (a, b)}
        return sorted(self.numbers[other] for other in found if other in self.numbers)


# ------------------------------------------------------------------ where everything lies
def positions(stones: Sequence[Stone]) -> dict[str, Point]:
    """The middle of each stone: even steps in time, the lane of its level, a little sway."""
    step = min(_LONGEST_STEP, (_LAST_X - _FIRST_X) / max(1, len(stones) - 1))
    return {
        stone.key: (_FIRST_X + i * step, _LANES.get(stone.level, _UNKNOWN_LANE) + _sway(stone, i))
        for i, stone in enumerate(stones)
    }


def _sway(stone: Stone, i: int) -> int:
    return _SWAY[i % len(_SWAY)] if stone.level in _LANES else 10


def curve(a: Point, b: Point, others: Iterable[Point] = ()) -> str:
    """A winding line from a to b that keeps clear of the other stones where it can.

    Its tangents are level and reach past the middle, which makes an S and not a slope.
    """
    a, b = sorted((a, b))
    between = [p for p in others if a[0] < p[0] < b[0]]
    best = min(_bends(a, b), key=lambda bend: _bumps(_handles(a, b, bend), between))
    return _cubic(_handles(a, b, best))


def _bends(a: Point, b: Point) -> tuple[Point, ...]:
    """How far the two handles may be lifted, the plainest first."""
    plain = ((0, 0),)
    if b[0] - a[0] > 200 and abs(b[1] - a[1]) < 30:
        plain = ((30, -30), (-30, 30))  # a long level line still winds
    arched = tuple((lift * side, lift * side) for lift in (30, 50, 75, 105, 140) for side in (1, -1))
    return (*plain, *arched, (0, 60), (60, 0), (0, -60), (-60, 0))


def _handles(a: Point, b: Point, bend: Point) -> tuple[Point, Point, Point, Point]:
    reach = 0.62 * (b[0] - a[0])
    return a, (a[0] + reach, a[1] + bend[0]), (b[0] - reach, b[1] + bend[1]), b


def _bumps(handles: tuple[Point, ...], stones: list[Point]) -> float:
    """How much a curve runs into stones it has nothing to do with, or out of the landscape."""
    if not stones:
        return 0
    steps = max(16, int(handles[-1][0] - handles[0][0]) // STONE)  # so close that no stone fits between two
    points = [_on_curve(handles, i / steps) for i in range(1, steps)]
    hits = sum(max(0.0, STONE + 9 - dist(p, s)) for s in stones for p in points)
    return hits + sum(max(0.0, 16 - y) + max(0.0, y - HEIGHT + 66) for x, y in points)


def _on_curve(handles: tuple[Point, ...], t: float) -> Point:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    pulls = tuple(zip(weights, handles, strict=True))
    return sum(w * x for w, (x, y) in pulls), sum(w * y for w, (x, y) in pulls)


def _cubic(handles: tuple[Point, ...]) -> str:
    start, *rest = (f"{number(x, 1)} {number(y, 1)}" for x, y in handles)
    return f"M{start}C{' '.join(rest)}"


# ------------------------------------------------------------------ the drawing
def winding_path(path: Path) -> SafeString:
    """The landscape with its stones; each stone is a link to its win. Empty without dated wins.

    A group of links, not an image; under 46rem the list with its gutter takes over (path.css).
    """
    if not path.stones:
        return SafeString("")
    spots = positions(path.stones)
    low = HEIGHT + (0 if all(stone.level in _LANES for stone in path.stones) else _UNKNOWN_HEIGHT)
    stones = svg.join(_stone(path, stone, spots[stone.key]) for stone in path.stones)
    return format_html(
        '<svg class="path" viewBox="0 0 {} {}" role="group" aria-labelledby="{}-title" aria-describedby="{}-finding"'
        ' focusable="false"><title id="{}-title">{}</title><desc id="{}-finding">{}</desc>'
        '<g aria-hidden="true">{}{}{}</g><g role="list">{}</g></svg>',
        WIDTH, low, path.ident, path.ident, path.ident, path.name or _("Kronkelpad van small wins"),
        path.ident, path_finding(path), _landscape(low), _axis(path, spots, low), _beds_and_lines(path, spots), stones,
    )  # fmt: skip


def path_finding(path: Path) -> str:
    """The sentence of the drawing, and the count of what it leaves out."""
    loose = sum(stone.key not in path.linked for stone in path.stones)
    sentences = [path.finding, _("%(linked)d van de %(total)d zijn verbonden.") % {
        "linked": len(path.stones) - loose, "total": len(path.stones),
    }]  # fmt: skip
    if path.undated:
        sentences.append(
            ngettext(
                "%(count)d small win zonder datum staat niet in de tekening.",
                "%(count)d small wins zonder datum staan niet in de tekening.",
                len(path.undated),
            ) % {"count": len(path.undated)}
        )  # fmt: skip
    return " ".join(filter(None, sentences))


_SKY = f"M0 0H{WIDTH}V{{low}}H0Z"
_HILL = f"M0 150C150 112 260 124 390 140S640 168 780 136S1040 112 {WIDTH} 144V{{low}}H0Z"
_GROUND = f"M0 268C120 246 240 236 380 254S640 280 800 254S1020 236 {WIDTH} 260V{{low}}H0Z"
_FIELD = f"M0 364H{WIDTH}V{{low}}H0Z"


def _landscape(low: int) -> SafeString:
    bands = (("sky", _SKY), ("hill", _HILL), ("ground", _GROUND))
    words = [svg.text("path__lane", (20, y + 5), capfirst(level.label)) for level, y in _LANES.items()]
    land = [svg.path(f"path__{name}", d.format(low=low)) for name, d in bands]
    if low > HEIGHT:
        land.append(svg.path("path__field", _FIELD.format(low=low)))
        words.append(svg.text("path__lane", (20, _UNKNOWN_LANE + 15), _("Niveau?")))
    return svg.join((*land, *words))


def _axis(path: Path, spots: Mapping[str, Point], low: int) -> SafeString:
    """Months where they are known, and under them every year with the stones it holds."""
    drawn = []
    for year, group in groupby(path.stones, key=lambda stone: stone.on.year):
        stones = list(group)
        first, last = spots[stones[0].key][0], spots[stones[-1].key][0]
        bracket = f"M{number(first - 9)} {low - 28}H{number(last + 9)}"
        drawn += [
            svg.path("path__year-line", bracket),
            svg.text("path__year", ((first + last) / 2, low - 11), year),
        ]
        drawn += [
            svg.text("path__month", (spots[stone.key][0], low - 36), stone.month)
            for before, stone in zip([None, *stones], stones, strict=False)
            if stone.month and (before is None or before.month != stone.month)
        ]
    return svg.join(drawn)


def _beds_and_lines(path: Path, spots: Mapping[str, Point]) -> SafeString:
    curves = {
        (a, b): curve(spots[a], spots[b], spots.values())
        for a, b in path.links
        if a in spots and b in spots and a != b
    }
    apart = {stone.key for stone in path.undated}
    stubs = [_stub(spots[b], -1) for a, b in path.links if b in spots and a not in spots and a not in apart]
    stubs += [_stub(spots[a], 1) for a, b in path.links if a in spots and b not in spots and b not in apart]
    beds = [svg.path("path__bed", d) for d in curves.values()]
    lines = [svg.path(line_css(link in path.inferred), d) for link, d in curves.items()]
    return svg.join((*beds, *lines, *(svg.path("path__stub", d) for d in stubs)))


def line_css(is_inferred: bool) -> str:
    """The classes of a line: whole where somebody said so, dotted where the editors inferred it."""
    return "path__line path__line--inferred" if is_inferred else "path__line"


def _stub(spot: Point, side: int) -> str:
    """A short line that leaves the page, back in time (-1) or onwards (1)."""
    x, y = (number(v, 1) for v in spot)
    return f"M{x} {y}c{14 * side} 0 {24 * side}-9 {40 * side}-11"


def _looks_of(stone: Stone, path: Path) -> str:
    """The classes of a stone that is loose, or of which the date is only about right."""
    return ("" if stone.key in path.linked else " is-loose") + (" is-rough" if stone.is_rough else "")


def _stone(path: Path, stone: Stone, spot: Point) -> SafeString:
    mark = path.numbers[stone.key]
    css = f"path__stone{_looks_of(stone, path)}"
    number_css = "path__number" + (" path__number--three" if mark > 99 else "")
    ring = [svg.circle("path__lasts", spot, STONE + 4)] if stone.lasts else []
    drawing = [
        *ring,
        svg.circle("path__dot", spot, STONE),
        svg.text(number_css, (spot[0], spot[1] + 5), mark),
    ]
    if stone.told_late:
        drawing.append(svg.circle("path__late", (spot[0] + 11, spot[1] - 11), 4.5))
    name = svg.title(stone_words(path, stone))
    return svg.link(f"#win-{stone.key}", name, svg.join(drawing), css)


def stone_words(path: Path, stone: Stone) -> str:
    """E.g. "3. Docent maakt er een vak van, november 2025, lokaal, verbonden met 2 en 10"."""
    words = [stone.title, stone.when, stone.level_words, *_tied(path, stone)]
    if stone.told_late:
        words.append(_("pas later verteld"))
    if stone.lasts:
        words.append(_("staat na een jaar nog"))
    return f"{path.numbers[stone.key]}. {', '.join(words)}"


def _tied(path: Path, stone: Stone) -> list[str]:
    """To which stones it is linked, as somebody said or as the editors inferred."""
    texts = (
        (_("verbonden met %(numbers)s"), path.neighbours(stone.key)),
        (_("volgens de redactie verbonden met %(numbers)s"), path.neighbours(stone.key, inferred=True)),
    )
    said = [text % {"numbers": ", ".join(map(str, numbers))} for text, numbers in texts if numbers]
    return said or [_("verbonden") if stone.key in path.linked else _("nog los")]


_KEY_LINE = "M2 26C14 26 22 10 34 10"


def _lines_of(path: Path | None) -> list[tuple[bool, str]]:
    """The looks of a line, with their words; for one path only those that occur on it."""
    looks = (
        (False, _("iemand zei: dit kwam daaruit voort")),
        (True, _("de redactie leidde het af, niemand zei het")),
    )
    there = {link in path.inferred for link in path.links} if path else {False, True}
    return [(is_inferred, words) for is_inferred, words in looks if is_inferred in there]


def path_key(path: Path | None = None) -> SafeString:
    """The looks of a stone and of a line, as a list; for one path only those that occur on it."""
    kinds = (
        ("", _("verbonden met een andere small win")),
        (" is-loose", _("nog los")),
        (" is-rough", _("datum ongeveer")),
        (" is-loose is-rough", _("nog los, datum ongeveer")),
    )
    there = {_looks_of(stone, path) for stone in path.stones} if path else {css for css, _words in kinds}
    shown = [(css, words, "") for css, words in kinds if css in there]
    if path is None or any(stone.told_late for stone in path.stones):
        shown.append(("", _("pas later verteld"), svg.circle("path__late", (29, 7), 4.5)))
    if path is None or any(stone.lasts for stone in path.stones):
        shown.append(("", _("staat na een jaar nog"), svg.circle("path__lasts", (18, 18), STONE + 2.5)))
    items = svg.join(
        format_html(
            '<li><svg class="path--key" viewBox="0 0 36 36" aria-hidden="true" focusable="false"><g class="path__stone{}">{}{}</g></svg>{}</li>',
            css, svg.circle("path__dot", (18, 18), STONE), mark, words,
        )
        for css, words, mark in shown
    )  # fmt: skip
    lines = svg.join(
        format_html(
            '<li><svg class="path--key" viewBox="0 0 36 36" aria-hidden="true" focusable="false">{}</svg>{}</li>',
            svg.path(line_css(is_inferred), _KEY_LINE), words,
        )
        for is_inferred, words in _lines_of(path)
    )  # fmt: skip
    name = _("Legenda van het kronkelpad")
    return format_html('<ul class="legend" role="list" aria-label="{}">{}{}</ul>', name, items, lines)
