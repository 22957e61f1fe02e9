"""Points by study year: gaps stay gaps, nothing joins them, and each exactness has a shape of its own."""

import re

from initiatives.glyphs.figures import GROUND, YearPoint, YearPoints, exactness_sign, year_points
from initiatives.lenses import Exactness


def point(year: int, number: int, exactness: str = "exact", words: str = "") -> YearPoint:
    name = f"{number} in {year}"
    return YearPoint(year, number, Exactness(exactness), words or str(number), name, f"#{year}")


def drawn(*points: YearPoint, first: int = 2015, last: int = 2022) -> str:
    return str(year_points(YearPoints("Studenten", points, first, last)))


def stems(picture: str) -> list[tuple[float, float]]:
    """Across, and how high, of each point."""
    found = re.findall(r'year-points__stem" d="M([\d.]+) \d+L[\d.]+ ([\d.]+)"', picture)
    return [(float(x), GROUND - float(y)) for x, y in found]


def test_years_have_equal_room_also_where_nobody_counted():
    (first, _), (second, _), (third, _) = stems(drawn(point(2015, 1), point(2016, 1), point(2022, 1)))
    assert round(third - second) == round(6 * (second - first))


def test_twice_as_many_is_twice_as_high():
    (_, low), (_, high) = stems(drawn(point(2015, 50), point(2016, 100)))
    assert round(high, 1) == round(2 * low, 1)


def test_only_the_stems_the_ticks_and_the_ground_are_lines():
    """No line from one year to another: the drawing would say more than the sources do."""
    picture = drawn(point(2015, 1), point(2017, 5), point(2022, 3))
    assert set(re.findall(r'<path class="([^" ]+)', picture)) == {
        "year-points__ground",
        "year-points__tick",
        "year-points__stem",
    }
    assert "polyline" not in picture


def test_each_exactness_has_a_shape_of_its_own():
    shapes = {
        re.sub(r'class="[^"]*"', "", str(exactness_sign(word))) for word in Exactness if word != "about"
    }
    assert len(shapes) == 3
    assert "is-about" in exactness_sign("about")  # a ring, where an exact one is full


def test_two_of_one_year_stand_beside_each_other():
    (one, _), (other, _) = stems(drawn(point(2019, 10), point(2019, 20)))
    assert one != other


def test_a_number_is_written_once_where_two_would_lie_on_each_other():
    crowd = [point(year, 1000, words=">1.000") for year in range(1990, 2023)]
    picture = drawn(*crowd, first=1990, last=2022)
    assert 1 < picture.count("year-points__number") < len(crowd)
    assert picture.count("<a ") == len(crowd)


def test_nothing_but_noughts_can_be_drawn():
    assert [high for _x, high in stems(drawn(point(2015, 0), point(2016, 0)))] == [0, 0]
