"""The word icons and the flywheel."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.glyphs import flywheel, icon
from initiatives.lenses import Direction, Level, ScalingType

CODES = [*ScalingType, *Direction, *Level]


@pytest.mark.parametrize("code", CODES)
def test_every_word_has_an_icon_that_stays_silent(read, code):
    drawing = read(icon(code, 28))
    assert drawing.is_sound()
    assert drawing.all("svg")[0].get("aria-hidden") == "true"
    assert drawing.all("svg")[0].get("width") == "28"


def test_no_two_words_share_an_icon():
    assert len({icon(code) for code in CODES}) == len(CODES)


def test_an_unknown_word_is_an_error_and_not_an_empty_picture():
    with pytest.raises(ValueError, match="unknown"):
        icon("unknown")


@given(linked=st.integers(-1, 10_001), total=st.integers(0, 10_000))
def test_a_flywheel_of_any_numbers_is_sound(read, linked, total):
    assert read(flywheel(linked, total)).is_sound()


def test_a_flywheel_fills_with_what_is_linked(read):
    drawings = [flywheel(linked, 10) for linked in range(11)]
    assert len(set(drawings)) == 11
    assert read(drawings[0]).all("path", "flywheel__head") == []
    assert len(read(drawings[1]).all("path", "flywheel__head")) == 1


def test_a_flywheel_is_decoration_until_it_gets_a_name(read):
    assert read(flywheel(1, 2)).all("svg")[0].get("aria-hidden") == "true"
    assert (
        read(flywheel(1, 2, label="1 van 2 <verbonden>")).all("svg")[0].get("aria-label")
        == "1 van 2 <verbonden>"
    )
