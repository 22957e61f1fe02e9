"""Numbers of one measure, a point for each study year that a source tells of.

Nothing joins the points: between two years nobody counted. The stem of a point starts at nought, so that a point twice
as high is twice as many. A year without a point is a gap.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from initiatives.glyphs import svg
from initiatives.glyphs.geometry import Point, number
from initiatives.lenses import Exactness

WIDTH, HEIGHT = 340, 152
LEFT, RIGHT, TOP, GROUND = 24, 316, 30, 124
LETTER, LINE = 6.4, 13  # how wide and how high letters are, amply
APART = 16  # between two points of one year
REACH = 12  # of a tap, round a point
SIZE = 5.0

Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class YearPoint:
    """One number. `words` are short, for in the picture; `name` says it whole; `href` is its source."""

    year: int
    number: int
    exactness: Exactness
    words: str
    name: str
    href: str


@dataclass(frozen=True)
class YearPoints:
    """The numbers of one measure, by year. All pictures of an initiative span the same years."""

    name: str
    points: tuple[YearPoint, ...]
    first: int
    last: int


def year_points(picture: YearPoints) -> SafeString:
    """The points, each a link to its source; the same stands beside it in words and in a table."""
    places = _places(picture)
    drawn = [*_years(picture), *_labels(picture.points, places)]
    links = [
        svg.link(point.href, svg.title(point.name), _point(place, point.exactness))
        for point, place in zip(picture.points, places, strict=True)
    ]
    return format_html(
        '<svg class="year-points" viewBox="0 0 {} {}" role="list" aria-label="{}" focusable="false">'
        '<g aria-hidden="true">{}</g>{}</svg>',
        WIDTH, HEIGHT, picture.name, svg.join(drawn), svg.join(links),
    )  # fmt: skip


def exactness_sign(code: str) -> SafeString:
    """The sign of one word, for a legend or a table; decoration."""
    return format_html(
        '<svg class="year-points__sign" viewBox="-8 -8 16 16" width="16" height="16" {}>{}</svg>',
        svg.hidden_or_image(""), _sign((0, 0), Exactness(code)),
    )  # fmt: skip


# ------------------------------------------------------------------ where the points stand
def _places(picture: YearPoints) -> list[Point]:
    """The years have equal room; points of one year stand beside each other."""
    most = max(point.number for point in picture.points) or 1
    years = [point.year for point in picture.points]
    return [
        (
            _across(picture, point.year) + _aside(years, i),
            GROUND - (GROUND - TOP) * point.number / most,
        )
        for i, point in enumerate(picture.points)
    ]


def _across(picture: YearPoints, year: int) -> float:
    years = picture.last - picture.first
    return LEFT + (RIGHT - LEFT) * (year - picture.first) / years if years else WIDTH / 2


def _aside(years: Sequence[int], i: int) -> float:
    """How far the i-th point stands from the middle of its year."""
    before, all_of_it = years[:i].count(years[i]), years.count(years[i])
    return APART * (before - (all_of_it - 1) / 2)


# ------------------------------------------------------------------ what is drawn
def _point(place: Point, exactness: Exactness) -> SafeString:
    x, y = place
    stem = svg.path("year-points__stem", f"M{number(x)} {GROUND}L{number(x)} {number(y)}")
    return svg.join([stem, svg.circle("year-points__reach", place, REACH), _sign(place, exactness)])


def _sign(place: Point, exactness: Exactness) -> SafeString:
    """A full dot is exact, a ring about; a triangle points the way in which the number may lie."""
    x, y = place
    if exactness in (Exactness.EXACT, Exactness.ABOUT):
        return svg.circle(f"year-points__point is-{exactness.value}", place, SIZE)
    tip = -1.3 * SIZE if exactness is Exactness.MORE_THAN else 1.3 * SIZE
    corners = ((x - 1.2 * SIZE, y - tip / 2), (x, y + tip), (x + 1.2 * SIZE, y - tip / 2))
    shape = "M" + "L".join(f"{number(a)} {number(b)}" for a, b in corners) + "Z"
    return svg.path(f"year-points__point is-{exactness.value.replace('_', '-')}", shape)


def _years(picture: YearPoints) -> Iterator[SafeString]:
    """The ground with a tick for each study year, and as many of their names as there is room for."""
    yield svg.path("year-points__ground", f"M{LEFT - 12} {GROUND}L{RIGHT + 12} {GROUND}")
    taken: list[Box] = []
    for year in _ends_first(picture.first, picture.last):
        x = _across(picture, year)
        yield svg.path("year-points__tick", f"M{number(x)} {GROUND}L{number(x)} {GROUND + 4}")
        words = f"{year}-{(year + 1) % 100:02d}"
        if _takes_room(_box((x, GROUND + 20), words), taken):
            yield svg.text("year-points__year", (x, GROUND + 20), words)


def _ends_first(first: int, last: int) -> list[int]:
    return list(dict.fromkeys([first, last, *range(first, last)]))


def _labels(points: Sequence[YearPoint], places: Sequence[Point]) -> Iterator[SafeString]:
    """The number above its point; where another stands there, none: it is in the sentence and the table."""
    taken = [(x - SIZE, y - SIZE, x + SIZE, y + SIZE) for x, y in places]
    for point, (x, y) in zip(points, places, strict=True):
        at = (_within(x, point.words), y - 10)
        if _takes_room(_box(at, point.words), taken):
            yield svg.text("year-points__number", at, point.words)


def _within(x: float, words: str) -> float:
    """The middle of words near x that do not leave the picture."""
    half = len(words) * LETTER / 2
    return min(max(x, half), WIDTH - half)


def _box(at: Point, words: str) -> Box:
    half = len(words) * LETTER / 2
    return at[0] - half, at[1] - LINE + 3, at[0] + half, at[1] + 3


def _takes_room(box: Box, taken: list[Box]) -> bool:
    """True where nothing stands there yet; from now on this does."""
    left, top, right, bottom = box
    free = all(right <= a or c <= left or bottom <= b or d <= top for a, b, c, d in taken)
    if free:
        taken.append(box)
    return free
