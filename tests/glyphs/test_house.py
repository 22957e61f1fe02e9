"""The houses of the outside world: nothing leaves the frame, and every state has a form of its own."""

import re
from itertools import pairwise
from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.glyphs import Gable, House, house, wall_sign, window_sign
from initiatives.glyphs.house import HEIGHT, PANES, SPOTS, WIDTH
from initiatives.lenses import WallStatus, WindowState

houses = st.builds(
    House,
    gable=st.sampled_from(Gable),
    windows=st.lists(st.sampled_from(WindowState), max_size=40).map(tuple),
    walls=st.lists(st.sampled_from(WallStatus), max_size=40).map(tuple),
)


def points(drawing) -> list[tuple[float, float]]:
    """Every point of every path; a curve lies within its handles."""
    found = []
    for path in drawing.all("path"):
        d = path.get("d")
        assert re.fullmatch(r"[MLCZ\d .-]+", d), d  # absolute, so that each pair is a place
        numbers = [float(n) for n in re.findall(r"-?\d*\.?\d+", d)]
        assert len(numbers) % 2 == 0
        found += list(zip(numbers[::2], numbers[1::2], strict=True))
    return found


@given(houses)
def test_nothing_leaves_the_frame(read, picture):
    drawing = read(house(picture))
    assert drawing.is_sound()
    for x, y in points(drawing):
        assert isfinite(x) and isfinite(y)
        assert 0 <= x <= WIDTH
        assert 0 <= y <= HEIGHT


@given(houses)
def test_parts_that_do_not_fit_become_a_number(read, picture):
    drawing = read(house(picture))
    windows = [p for p in drawing.all("path", "house__window") if "is-none" not in p.get("class")]
    walls = drawing.all("path", "house__wall")
    more = sorted(int(text.text) for text in drawing.all("text", "house__more"))
    left_out = [len(picture.windows) - len(windows), len(picture.walls) - len(walls)]
    assert sorted(n for n in left_out if n) == more
    assert len(windows) == min(len(picture.windows), len(PANES))
    assert len(walls) <= SPOTS
    assert len(drawing.all("path", "house__window")) == len(PANES)


@given(houses)
def test_stretches_in_a_row_do_not_cover_each_other(read, picture):
    """Four before the house; those behind them show above."""
    lefts = {}
    for path in read(house(picture)).all("path", "house__wall"):
        numbers = [float(n) for n in re.findall(r"-?\d*\.?\d+", path.get("d"))]
        xs, bottom = numbers[::2], max(numbers[1::2])
        lefts.setdefault(bottom, []).append((min(xs), max(xs)))
    for row in lefts.values():
        row.sort()
        assert all(before[1] <= after[0] for before, after in pairwise(row))


@given(houses)
def test_the_order_of_telling_changes_nothing(picture):
    turned = House(picture.gable, picture.windows[::-1], picture.walls[::-1])
    assert house(turned) == house(picture)


def test_each_state_has_a_form_of_its_own():
    """Not only a colour: the outlines differ."""
    shapes = lambda sign: re.sub(r"is-[\w-]+", "", str(sign))  # noqa: E731
    standing = {
        shapes(wall_sign(s))
        for s in (WallStatus.ACTIVE, WallStatus.BREACHED, WallStatus.BYPASSED, WallStatus.GONE)
    }
    assert len(standing) == 4
    assert len({str(wall_sign(status)) for status in WallStatus}) == len(WallStatus)
    assert len({str(window_sign(state)) for state in WindowState}) == len(WindowState)


@pytest.mark.parametrize("sign", [*map(wall_sign, WallStatus), *map(window_sign, WindowState)])
def test_a_sign_fits_its_box(read, sign):
    assert all(-1 <= x <= 28 and -1 <= y <= 27 for x, y in points(read(sign)))


def test_a_house_is_decoration(read):
    assert read(house(House(Gable.BELL))).root.find("svg").get("aria-hidden") == "true"
    assert len({house(House(gable)) for gable in Gable}) == len(Gable)
