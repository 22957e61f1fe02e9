import datetime as dt
from itertools import pairwise
from math import dist

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from initiatives.glyphs import Path, Stone, path_key, winding_path
from initiatives.glyphs.path import STONE, curve, positions
from initiatives.lenses import Level

levels = st.sampled_from([*Level, None, "unknown"])
days = st.dates(dt.date(2015, 1, 1), dt.date(2030, 12, 31))
precisions = st.sampled_from(["day", "month", "quarter", "year"])


def stone(i, day=dt.date(2024, 5, 17), precision="day", level=Level.LOCAL, **more):
    return Stone(str(i), f"Win {i}", day, precision, level, **more)


def row(count, **more):
    return [stone(i, dt.date(2015, 1, 1) + dt.timedelta(days=30 * i), **more) for i in range(count)]


@st.composite
def paths(draw):
    dates = sorted(draw(st.lists(days, min_size=1, max_size=25)))
    stones = [stone(i, day, draw(precisions), draw(levels)) for i, day in enumerate(dates)]
    ends = st.sampled_from([*(s.key for s in stones), "elsewhere"])
    return Path(stones, draw(st.lists(st.tuples(ends, ends), max_size=20)), undated=[stone("u", None)])


@given(path=paths())
def test_any_path_is_sound_and_names_every_stone(read, path):
    drawing = read(winding_path(path))
    assert drawing.is_sound()
    assert len(drawing.names()) == len(path.stones)


@pytest.mark.parametrize("count", [1, 2, 14, 25])
def test_stones_lie_in_the_landscape_and_never_on_each_other(read, count):
    stones = row(count)
    spots = list(positions(stones).values())
    assert all(130 <= x <= 1130 and 20 <= y <= 380 for x, y in spots)
    assert all(dist(a, b) > 2 * STONE for a, b in pairwise(spots))
    assert len(read(winding_path(Path(stones))).all("circle", "path__dot")) == count


def test_without_dated_wins_there_is_no_path():
    assert winding_path(Path([], undated=[stone(1, None)])) == ""


def test_order_in_time_alone_draws_no_line(read):
    drawing = read(winding_path(Path(row(5))))
    assert drawing.all("path", "path__line") == []
    assert len(drawing.all("a", "is-loose")) == 5


def test_a_line_is_drawn_for_every_link_people_told(read):
    drawing = read(winding_path(Path(row(4), [("0", "1"), ("0", "3")])))
    assert len(drawing.all("path", "path__line")) == 2
    assert [a.get("href") for a in drawing.all("a", "is-loose")] == ["#win-2"]


def test_a_link_told_against_the_order_of_rough_dates_is_drawn_too(read):
    drawing = read(winding_path(Path(row(3), [("2", "0")])))
    assert len(drawing.all("path", "path__line")) == 1
    assert drawing.is_sound()


def test_a_link_to_another_page_leaves_a_stub_and_makes_the_stone_linked(read):
    drawing = read(winding_path(Path(row(3), [("before", "0"), ("2", "after")])))
    assert len(drawing.all("path", "path__stub")) == 2
    assert len(drawing.all("a", "is-loose")) == 1


@pytest.mark.parametrize("link", [("0", "u"), ("u", "0")])
def test_a_link_to_an_undated_win_is_told_but_not_drawn(read, link):
    drawing = read(winding_path(Path(row(1), [link], undated=[stone("u", None)])))
    assert drawing.all("path", "path__stub") == drawing.all("path", "path__line") == []
    assert "verbonden met 2" in drawing.names()[0]
    assert "1 small win zonder datum staat niet in de tekening." in drawing.all("desc")[0].text


@given(
    st.lists(st.tuples(st.floats(150, 1110), st.floats(60, 330)), min_size=2, max_size=2), st.floats(0.2, 0.8)
)
@example([(150.0, 60.0), (972.0, 60.0)], 0.78125)  # a long line, looked at too coarsely, ran through a stone
def test_a_curve_bends_round_a_stone_it_has_nothing_to_do_with(ends, where):
    a, b = sorted(ends)
    if b[0] - a[0] < 200:
        return
    plain = curve(a, b)
    numbers = [float(word) for word in plain.replace("M", "").replace("C", " ").split()]
    xs, ys = numbers[::2], numbers[1::2]
    t = where
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    on_it = tuple(sum(w * v for w, v in zip(weights, axis, strict=True)) for axis in (xs, ys))
    assert curve(a, b, [on_it]) != plain


# ------------------------------------------------------------------ dates
@pytest.mark.parametrize(
    ("precision", "words", "month"),
    [
        ("day", "17 mei 2024", "mei"),
        ("month", "mei 2024", "mei"),
        ("quarter", "kwartaal 2 van 2024", "kw. 2"),
        ("year", "2024", ""),
    ],
)
def test_a_date_is_said_as_exactly_as_it_is_known(precision, words, month):
    assert (stone(1, precision=precision).when, stone(1, precision=precision).month) == (words, month)


def test_a_rough_date_is_drawn_lighter(read):
    stones = [stone(i, precision=p) for i, p in enumerate(("day", "month", "quarter", "year"))]
    assert [a.get("href") for a in read(winding_path(Path(stones))).all("a", "is-rough")] == [
        "#win-2",
        "#win-3",
    ]


def test_the_axis_names_every_year_once(read):
    stones = [stone(i, dt.date(year, 3, 1)) for i, year in enumerate((2019, 2019, 2021, 2021, 2021))]
    drawing = read(winding_path(Path(stones)))
    assert [text.text for text in drawing.all("text", "path__year")] == ["2019", "2021"]
    assert [text.text for text in drawing.all("text", "path__month")] == ["mrt", "mrt"]


# ------------------------------------------------------------------ words
def test_a_stone_says_what_when_where_and_with_what(read):
    stones = [stone(1), stone(2, level=None), stone(3)]
    drawing = read(winding_path(Path(stones, [("1", "3"), ("2", "3")], first_number=26)))
    assert drawing.names() == [
        "26. Win 1, 17 mei 2024, lokaal, verbonden met 28",
        "27. Win 2, 17 mei 2024, niveau onbekend, verbonden met 28",
        "28. Win 3, 17 mei 2024, lokaal, verbonden met 26, 27",
    ]
    assert drawing.all("a")[2].get("href") == "#win-3"


def test_a_title_cannot_break_out_of_the_drawing(read):
    drawing = read(winding_path(Path([Stone("1", '"><script>alert(1)</script>', dt.date(2024, 1, 1))])))
    assert drawing.all("script") == []
    assert "<script>" in drawing.names()[0]


def test_a_win_without_a_level_gets_a_strip_of_its_own(read):
    low = read(winding_path(Path([stone(1, level="unknown")])))
    assert low.all("path", "path__field")
    assert not read(winding_path(Path([stone(1)]))).all("path", "path__field")


def test_the_legend_shows_four_kinds_of_stones(read):
    assert len({a.get("class") for a in read(path_key()).all("g")}) == 4


def test_the_legend_of_a_path_shows_what_occurs_on_it():
    loose = path_key(Path([stone(1), stone(2)]))
    linked = path_key(Path([stone(1), stone(2, precision="year", told_late=True)], links=[("1", "2")]))
    words = ("verbonden met", "nog los", "datum ongeveer", "pas later verteld")
    assert [word in loose for word in words] == [False, True, False, False]
    assert [word in linked for word in words] == [True, False, True, True]
