from math import dist, isclose

from hypothesis import given
from hypothesis import strategies as st

from initiatives.glyphs.geometry import (
    Margin,
    Notch,
    area,
    chevron,
    chords,
    hatching,
    number,
    petal,
    shortened,
)

SQUARE = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
MARGIN = Margin(2.6, 4.4, 4)


@given(st.floats(-1e4, 1e4))
def test_a_coordinate_is_short_and_never_scientific(value):
    text = number(value)
    assert isclose(float(text), value, abs_tol=0.0051)
    assert set(text) <= set("-.0123456789")
    assert text != "-0"


def test_the_area_of_a_square_is_that_of_a_square():
    assert area(SQUARE) == 100


@given(st.floats(0.6, 1.0), st.floats(0, 360))
def test_rings_of_equal_area_stay_equal_however_round_the_petal(bulge, turn):
    rays = (turn, turn + 63)
    rings = [(18.0, 55.1), (55.1, 75.8), (75.8, 92.0)]
    inks = [area(petal(ring, rays, MARGIN, bulge).polygon()) for ring in rings]
    assert max(inks) / min(inks) < 1.1


def test_a_notch_takes_a_bite_out_of_one_side_only():
    for whole, bitten in (
        (petal((55, 76), (0, 63), MARGIN, 0.78), petal((55, 76), (0, 63), MARGIN, 0.78, Notch(4, 5))),
        (chevron((55, 76), (-18, 18), MARGIN, 1.13), chevron((55, 76), (-18, 18), MARGIN, 1.13, Notch(4, 5))),
    ):
        assert 0.9 < area(bitten.polygon()) / area(whole.polygon()) < 1
        assert min(x for x, y in bitten.polygon()) == min(x for x, y in whole.polygon())


@given(st.floats(-90, 90), st.floats(1, 4))
def test_hatching_stays_inside_the_shape(lean, step):
    lines = hatching(SQUARE, lean, step, 0.5)
    assert lines
    for x, y in (point for line in lines for point in line):
        assert -1e-6 <= x <= 10 + 1e-6
        assert -1e-6 <= y <= 10 + 1e-6


def test_a_line_that_misses_the_shape_draws_nothing():
    assert chords(SQUARE, 0, 50) == []


def test_a_line_through_a_hollow_shape_is_cut_in_two():
    horseshoe = (
        (0.0, 0.0),
        (0.0, 9.0),
        (3.0, 9.0),
        (3.0, 3.0),
        (6.0, 3.0),
        (6.0, 9.0),
        (9.0, 9.0),
        (9.0, 0.0),
    )
    assert len(chords(horseshoe, 90, -6)) == 2


def test_a_shortened_line_loses_as_much_at_both_ends():
    assert shortened(((0, 0), (10, 0)), 2) == ((2, 0), (8, 0))
    assert dist(*shortened(((1, 1), (1, 1)), 2)) == 0
