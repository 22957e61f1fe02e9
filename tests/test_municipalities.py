"""The municipalities that come with the site."""

import csv
import re

import pytest

from initiatives.exchange.dataset import DATA
from initiatives.municipalities import municipalities, municipality_named, names_like


def test_all_municipalities_of_2026_are_there_with_a_code_and_a_point_in_the_country():
    codes = {each.code for each in municipalities()}
    assert len(codes) == len({each.name for each in municipalities()}) == len(municipalities()) == 342
    assert all(re.fullmatch(r"GM\d{4}", code) for code in codes)
    assert len({each.province for each in municipalities()}) == 12
    assert all(50.7 < each.latitude < 53.6 and 3.3 < each.longitude < 7.3 for each in municipalities())


def test_the_cities_of_the_data_set_agree_with_them():
    known = {each.code: each for each in municipalities()}
    with (DATA / "cities.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            same = known[row["municipality_code"]]
            assert same.province == row["province"]
            assert abs(same.latitude - float(row["latitude"])) < 0.02
            assert abs(same.longitude - float(row["longitude"])) < 0.02


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("utrecht", "Utrecht"),
        (" Sudwest Fryslan", "Súdwest-Fryslân"),
        ("den bosch", "'s-Hertogenbosch"),
        ("'s-Gravenhage", "Den Haag"),
        ("’S\u00a0HERTOGENBOSCH", "'s-Hertogenbosch"),
        ("Spijkenisse", "Nissewaard"),
    ],
)
def test_a_name_is_found_however_it_is_typed(typed, name):
    assert municipality_named(typed).name == name


def test_a_name_that_is_none_gets_names_that_look_like_it():
    assert municipality_named("Bergen") is None
    assert names_like("Bergen")[:2] == ["Bergen (L.)", "Bergen (NH.)"]
    assert names_like("Utrecth")[0] == "Utrecht"
    assert names_like("") == names_like("xyzxyz") == []
