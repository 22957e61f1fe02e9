import csv
from itertools import combinations
from math import isclose, pi
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import initiatives
from initiatives.glyphs import MapCity, NetherlandsMap, netherlands_map
from initiatives.glyphs.map import BOX, label
from initiatives.glyphs.netherlands import PROVINCES, WATER
from initiatives.glyphs.projection import project
from initiatives.lenses import LabelSide

DATA = Path(initiatives.__file__).parent / "data"


def rows(name):
    with (DATA / name).open(newline="") as file:
        return list(csv.DictReader(file))


def network(wins_of):
    sides = {row["slug"]: row["label_side"] for row in rows("label_sides.csv")}
    return NetherlandsMap([
        MapCity(r["slug"], r["name"], float(r["latitude"]), float(r["longitude"]), wins_of(r), sides[r["slug"]], "#x")
        for r in rows("cities.csv")
    ])  # fmt: skip


def wins_told(city):
    home = {row["slug"]: row["city"] for row in rows("initiatives.csv")}
    return sum(home[row["initiative_slug"]] == city["name"] for row in rows("small_wins.csv"))


def touch(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_every_city_of_the_network_has_a_side_for_its_name():
    assert {row["slug"] for row in rows("label_sides.csv")} == {row["slug"] for row in rows("cities.csv")}
    assert {row["label_side"] for row in rows("label_sides.csv")} <= set(LabelSide.values)


@pytest.mark.parametrize(
    "wins_of", [wins_told, lambda city: 0, lambda city: 1], ids=["told", "none", "one each"]
)
def test_no_two_names_collide_and_no_dot_covers_a_name(wins_of):
    picture = network(wins_of)
    boxes = {city.slug: label(city, picture.radius(city.wins)).box for city in picture.shown}
    assert len(boxes) == 26
    assert [pair for pair in combinations(boxes, 2) if touch(boxes[pair[0]], boxes[pair[1]])] == []
    for city in picture.shown:
        (x, y), r = city.spot, picture.radius(city.wins)
        dot = (x - r, y - r, x + r, y + r)
        assert [slug for slug, box in boxes.items() if slug != city.slug and touch(dot, box)] == []


def test_every_name_stands_inside_the_drawing():
    picture = network(wins_told)
    for city in picture.shown:
        left, top, right, bottom = label(city, picture.radius(city.wins)).box
        assert left >= BOX[0] and right <= BOX[0] + BOX[2], city.slug
        assert top >= BOX[1] and bottom <= BOX[1] + BOX[3], city.slug


def test_each_city_is_a_link_with_its_count_in_words(read):
    drawing = read(netherlands_map(network(wins_told)))
    assert drawing.is_sound()
    assert len(drawing.names()) == 26
    assert "Groningen: 8 small wins" in drawing.names()
    assert "Weert: nog geen small wins" in drawing.names()


@given(st.lists(st.integers(1, 10_000), min_size=2, max_size=30))
def test_the_area_of_a_dot_goes_with_the_wins_and_no_dot_fills_a_province(counts):
    picture = NetherlandsMap([MapCity(str(i), "x", 52, 5, wins) for i, wins in enumerate(counts)])
    per_win = [pi * picture.radius(wins) ** 2 / wins for wins in counts]
    assert all(isclose(each, per_win[0]) for each in per_win)
    assert max(picture.radius(wins) for wins in counts) <= 11.001


def test_no_wins_is_an_open_dot_and_not_a_missing_one(read):
    drawing = read(netherlands_map(NetherlandsMap([MapCity("weert", "Weert", 51.25, 5.7)])))
    assert len(drawing.all("circle", "is-empty")) == 2  # the city and the legend


def test_a_city_may_go_without_a_name_but_not_without_words(read):
    drawing = read(
        netherlands_map(NetherlandsMap([MapCity("ede", "Ede", 52.03, 5.66, 2, LabelSide.NONE, "#ede")]))
    )
    assert drawing.all("text", "map__name") == []
    assert drawing.names() == ["Ede: 2 small wins"]


def test_a_city_across_the_sea_is_left_to_the_list(read):
    bonaire = MapCity("bonaire", "Bonaire", 12.2, -68.3, 3, href="#bonaire")
    assert read(netherlands_map(NetherlandsMap([bonaire]))).names() == []


def test_names_are_escaped(read):
    city = MapCity("x", "<b>'s-Hertogenbosch</b>", 51.7, 5.3, 1, href="/?a=1&b=2")
    drawing = read(netherlands_map(NetherlandsMap([city])))
    assert drawing.all("b") == []
    assert drawing.all("a")[0].get("href") == "/?a=1&b=2"


def test_the_base_map_has_twelve_provinces_and_the_big_lake():
    assert len(PROVINCES) == 12
    assert WATER.startswith("M") and WATER.endswith("Z")
    assert sum(map(len, PROVINCES.values())) < 25_000


def test_north_is_up_and_east_is_right():
    groningen, maastricht = project(6.57, 53.22), project(5.69, 50.85)
    assert groningen[1] < maastricht[1]
    assert groningen[0] > maastricht[0]
