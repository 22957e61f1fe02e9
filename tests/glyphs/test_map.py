import csv
from itertools import combinations
from math import hypot, isclose, pi
from pathlib import Path
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

import initiatives
from initiatives.glyphs import MapCity, NetherlandsMap, netherlands_map
from initiatives.glyphs.cards import measured
from initiatives.glyphs.labels import LETTER, WEIGHT, covers, touch
from initiatives.glyphs.map import KEY_BOX
from initiatives.glyphs.netherlands import PROVINCES, WATER
from initiatives.glyphs.projection import project

DATA = Path(initiatives.__file__).parent / "data"


def rows(name):
    with (DATA / name).open(newline="") as file:
        return list(csv.DictReader(file))


def network(wins_of):
    return NetherlandsMap([
        MapCity(r["slug"], r["name"], float(r["latitude"]), float(r["longitude"]), wins_of(r), "#x")
        for r in rows("cities.csv")
    ])  # fmt: skip


def wins_told(city):
    home = {row["slug"]: row["city"] for row in rows("initiatives.csv")}
    wins = (row for row in rows("small_wins.csv") if row["outcome"] == "win")
    return sum(home[row["initiative_slug"]] == city["name"] for row in wins)


def municipalities(count):
    """So many Dutch municipalities, in the order of the alphabet, with from 0 to 60 wins."""
    towns = sorted(rows("municipalities.csv"), key=lambda row: row["name"])
    return NetherlandsMap([
        MapCity(row["code"], row["name"], float(row["latitude"]), float(row["longitude"]), (i * 37) % 61, "#x")
        for i, row in enumerate(towns[:count])
    ])  # fmt: skip


def with_blanks(box):
    """With two blanks before and after: a name that stands nearer reads as one with this."""
    left, top, right, bottom = box
    blanks = measured("  ", LETTER, WEIGHT)
    return left - blanks, top, right + blanks, bottom


def collisions(picture):
    """What lies over something else: a name over a name or near it on its line, a dot, the legend or the edge; a dot over the middle of another."""
    names = [(i, each.label.box) for i, each in enumerate(picture.placed) if each.label]
    return {
        "names": [(a, b) for (a, one), (b, other) in combinations(names, 2) if touch(with_blanks(one), other)],
        "dots": [(a, b) for a, box in names for b, dot in enumerate(picture.placed) if covers(dot, box)],
        "edge": [i for i, (left, top, right, bottom) in names if left < -6 or top < -4 or right > 258 or bottom > 294],
        "legend": [i for i, box in names if touch(box, KEY_BOX)],
        "hidden": [
            (a, b)
            for (a, under), (b, over) in combinations(enumerate(picture.placed), 2)
            if hypot(under.at[0] - over.at[0], under.at[1] - over.at[1]) <= over.radius
        ],
    }  # fmt: skip


def moved(picture):
    """How far each dot stands from its city, in kilometres or nearly so."""
    pairs = zip(picture.shown, picture.placed, strict=True)
    return [hypot(city.spot[0] - each.at[0], city.spot[1] - each.at[1]) for city, each in pairs]


CLEAR = {"names": [], "dots": [], "edge": [], "legend": [], "hidden": []}


@pytest.mark.parametrize(
    "wins_of", [wins_told, lambda city: 0, lambda city: 1], ids=["told", "none", "one each"]
)
def test_the_network_has_every_name_and_nothing_collides(wins_of):
    picture = network(wins_of)
    assert [c.slug for c, each in zip(picture.shown, picture.placed, strict=True) if not each.label] == []
    assert collisions(picture) == CLEAR
    assert max(moved(picture)) < 4


@pytest.mark.parametrize(("count", "at_least"), [(1, 1), (60, 30), (342, 35)])
def test_with_many_cities_names_are_left_out_the_most_active_first(count, at_least):
    picture = municipalities(count)
    assert len(picture.placed) == min(count, len(rows("municipalities.csv")))
    assert collisions(picture) == CLEAR
    named = [i for i, each in enumerate(picture.placed) if each.label]
    assert len(named) >= at_least
    assert mean(named) <= (count - 1) / 2


WORDS = st.text("Wimjgl -'", min_size=1, max_size=30)
SPOTS = st.tuples(st.floats(50.7, 53.6), st.floats(3.3, 7.2), st.integers(0, 40), WORDS)


@given(st.lists(SPOTS, min_size=1, max_size=40), st.integers(1, 4), st.randoms())
def test_names_and_dots_keep_clear_wherever_the_cities_lie(spots, times, chance):
    """Also with several on one spot; and the order in which they come is nothing to the picture."""
    cities = [
        MapCity(f"{i}-{again}", name, latitude, longitude, wins, "#x")
        for i, (latitude, longitude, wins, name) in enumerate(spots)
        for again in range(times if i < 3 else 1)
    ]
    picture = NetherlandsMap(cities)
    assert collisions(picture) == CLEAR
    assert NetherlandsMap(chance.sample(cities, len(cities))).placed == picture.placed


def test_a_new_city_on_the_spot_of_another_stands_beside_it():
    one, other = (MapCity(slug, slug.title(), 52.09, 5.12, 3, f"#{slug}") for slug in ("utrecht", "vleuten"))
    first, second = NetherlandsMap([one, other]).placed
    assert first.at == one.spot
    assert 0 < hypot(first.at[0] - second.at[0], first.at[1] - second.at[1]) < 5
    assert first.label and second.label


def test_a_city_far_away_moves_nothing():
    near = network(wins_told)
    with_one = NetherlandsMap([*near.cities, MapCity("sluis", "Sluis", 51.31, 3.39, 0, "#x")])
    assert [each for each in near.placed if each not in with_one.placed] == []


def test_each_city_is_a_link_with_its_count_in_words(read):
    drawing = read(netherlands_map(network(wins_told)))
    assert drawing.is_sound()
    assert len(drawing.names()) == 26
    assert "Groningen: 9 small wins" in drawing.names()
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


def test_a_name_too_long_for_the_map_is_left_out_and_said_in_words(read):
    city = MapCity("lang", "lang" * 20, 52.03, 5.66, 2, "#lang")
    drawing = read(netherlands_map(NetherlandsMap([city])))
    assert drawing.all("text", "map__name") == []
    assert drawing.names() == [f"{'lang' * 20}: 2 small wins"]


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
