"""`figures.csv`: loaded once, as people made it since, and checked cell by cell."""

import csv

import pytest
from django.core.exceptions import ValidationError

from initiatives.exchange.dataset import DATA, EDITORS
from initiatives.exchange.figures import load_figures
from initiatives.models import Figure, acting
from tests.factories import create_initiative, create_user

COLUMNS = ["initiative_slug", "year", "measure", "number", "precision", "source", "note_nl", "note_en"]
ROW = [
    "wijs",
    "2019",
    "students",
    "1.000",
    "more_than",
    "https://oog.example/wijs",
    "het jaar ervoor",
    "the year before",
]


@pytest.fixture
def editors():
    create_initiative(slug="wijs")
    return create_user(email=EDITORS)


@pytest.fixture
def loaded(tmp_path, editors):
    """Loads a file with these rows. Out: how many were new, and how many were there."""

    def load(*rows: list[str]) -> tuple[int, int]:
        with (tmp_path / "figures.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([COLUMNS, *rows])
        return load_figures(tmp_path, editors)

    return load


def test_a_row_is_loaded_by_the_editors_with_its_source_and_note(loaded, editors):
    assert loaded(ROW) == (1, 0)
    figure = Figure.objects.get()
    assert (figure.amount, figure.study_year, figure.source_said) == (
        "meer dan 1.000",
        "2019-2020",
        "oog.example",
    )
    assert (figure.note, figure.note_en, figure.added_by) == ("het jaar ervoor", "the year before", editors)


def test_loading_again_leaves_what_a_team_made_of_it(loaded):
    loaded(ROW)
    Figure.objects.update(quantity=1_200)
    assert loaded(ROW) == (0, 1)
    assert Figure.objects.get().quantity == 1_200


def test_a_number_that_a_team_took_away_does_not_come_back(loaded):
    loaded(ROW)
    with acting(create_user()):
        Figure.objects.get().remove()
    assert loaded(ROW) == (0, 1)
    assert not Figure.objects.exists()


@pytest.mark.parametrize(
    ("column", "cell", "place"),
    [
        ("initiative_slug", "niemand", "kolom initiative_slug"),
        ("year", "2019-2020", "kolom year"),
        ("measure", "bomen", "kolom measure"),
        ("number", "-5", "kolom number"),
        ("precision", "zeker", "kolom precision"),
        ("source", "", "kolom source"),
    ],
)
def test_a_wrong_cell_is_refused_with_its_place(loaded, column, cell, place):
    with pytest.raises(ValidationError, match=rf"figures\.csv, rij 2, {place}"):
        loaded([cell if name == column else value for name, value in zip(COLUMNS, ROW, strict=True)])
    assert not Figure.objects.exists()


def test_one_source_says_one_number_about_a_year(loaded):
    with pytest.raises(ValidationError, match=r"figures\.csv, rij 3: deze bron staat hierboven al"):
        loaded(ROW, [*ROW[:3], "900", *ROW[4:]])


def test_each_number_of_the_data_set_has_a_source_on_the_web_and_its_note_in_both_languages():
    with (DATA / "figures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [
        row
        for row in rows
        if not row["source"].startswith("https://") and not row["source"].startswith("http://")
    ] == []
    assert [row for row in rows if bool(row["note_nl"]) != bool(row["note_en"])] == []
