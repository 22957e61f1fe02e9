"""What is loaded is checked by what people may type."""

import csv
import shutil

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from initiatives.exchange.dataset import DATA, load_dataset
from initiatives.forms.dates import LONG_AGO
from initiatives.models import City, Initiative, SmallWin, User


@pytest.fixture
def written(tmp_path):
    """Writes other cells in the first row of a file. Out: the folder with all files."""
    folder = shutil.copytree(DATA, tmp_path / "data")

    def write(file: str, **cells: str):
        with (folder / file).open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        rows[0] |= cells
        with (folder / file).open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        return folder

    return write


def faults(folder) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        load_dataset(folder)
    assert not User.objects.exists()
    assert not City.objects.exists()
    return refused.value.messages


def test_a_day_of_the_year_1823_is_refused_with_its_place(written):
    sentence = LONG_AGO % {"year": 1823}
    assert faults(written("small_wins.csv", date="1823-05-01")) == [
        f"small_wins.csv, rij 2, kolom date: {sentence}"
    ]


def test_a_point_with_a_comma_is_loaded(written):
    load_dataset(written("cities.csv", latitude="52,37", longitude="4,89"))
    assert City.objects.get(slug="amsterdam").latitude == 52.37


def test_a_title_that_is_too_long_to_type_is_too_long_to_load(written):
    [fault] = faults(written("small_wins.csv", title_nl="x" * 281))
    assert fault.startswith("small_wins.csv, rij 2, kolom title_nl: Dit is 281 tekens lang.")


def test_unseen_characters_and_blanks_go_as_where_people_type(written):
    load_dataset(written("small_wins.csv", title_nl="  Negen\u200b  steden\u202e tekenen "))
    assert SmallWin.objects.get(dataset_key="cdkm-ondertekend").title == "Negen steden tekenen"


@pytest.mark.parametrize(
    ("date", "precision"),
    [
        ("2019", "day"),
        ("2019-05", "day"),
        ("2019", "month"),
        ("2019", "quarter"),
        ("2019-05-17", "month"),
        ("2019-05", "quarter"),
        ("2019-05", "year"),
    ],
)
def test_a_date_that_says_more_or_less_than_its_precision_is_not_loaded(written, date, precision):
    [fault] = faults(written("small_wins.csv", date=date, date_precision=precision))
    assert fault.startswith("small_wins.csv, rij 2, kolom date_precision: ")


def test_a_win_without_a_source_is_not_loaded(written):
    folder = written("small_wins.csv", source="")
    [fault] = faults(folder)
    assert fault.startswith("small_wins.csv, rij 2, kolom source: ")


@pytest.mark.parametrize("file", ["cities", "partners", "initiatives", "challenges", "small_wins"])
def test_a_slug_that_stands_twice_is_not_loaded(written, file):
    path = written("cities.csv") / f"{file}.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines[:2], lines[1], *lines[2:]]), encoding="utf-8")
    assert faults(path.parent) == [f"{file}.csv, rij 3, kolom slug: Deze naam staat al in een rij hierboven."]


def test_a_file_that_cannot_be_read_is_said_in_one_sentence(written):
    path = written("cities.csv") / "partners.csv"
    for contents, fault in (
        (b"slug,name\nhu,Hogeschool \xe9\xe9n\n", "partners.csv: dit is geen CSV in UTF-8."),
        (b"", "partners.csv: dit bestand is leeg."),
        (None, "partners.csv: dit bestand is er niet."),
    ):
        path.unlink() if contents is None else path.write_bytes(contents)
        assert faults(path.parent) == [fault]


def test_a_column_that_is_missing_is_said_once(written):
    path = written("cities.csv") / "cities.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("province", "gewest", 1), encoding="utf-8")
    assert faults(path.parent)[0] == "cities.csv: de kolom province ontbreekt."


@pytest.mark.parametrize(
    ("file", "column", "cell"),
    [
        ("cities.csv", "province", " "),
        ("cities.csv", "latitude", "91"),
        ("cities.csv", "cdkm_since", "17"),
        ("partners.csv", "website", "geen adres"),
        ("partners.csv", "kind", "vereniging"),
        ("partners.csv", "city", "Atlantis"),
        ("partnerships.csv", "partner_slug", "niemand"),
        ("partnerships.csv", "role", "baas"),
        ("partnerships.csv", "until", "2021"),
        ("partnerships.csv", "former", "no"),
        ("challenges.csv", "scope", "heelal"),
        ("challenges.csv", "initiative_slugs", "city-deal-kennis-maken;geen-initiatief"),
        ("initiative_links.csv", "kind", "lijkt_op"),
        ("initiative_links.csv", "to_slug", "leermiddagen-opschaling"),
        ("initiatives.csv", "start_year", "1823"),
        ("initiatives.csv", "themes", "x" * 81),
        ("initiatives.csv", "scaling_dream_nl", "x" * 2001),
        ("small_wins.csv", "initiative_slug", "geen-initiatief"),
        ("small_wins.csv", "title_nl", "\u200b"),
        ("small_wins.csv", "date", f"{timezone.localdate().year + 1}"),
        ("small_wins.csv", "date_precision", "unknown"),
        ("small_wins.csv", "level", "unknown"),
        ("small_wins.csv", "types", "growth;unknown"),
        ("small_wins.csv", "outcome", "setback"),
        ("small_wins.csv", "concrete", "maybe"),
        ("small_wins.csv", "changed_for", "iedereen"),
        ("small_wins.csv", "pairs", "growth>out"),
        ("small_wins.csv", "mechanism_basis", "inferred"),
        ("small_wins.csv", "source_kind", "krant"),
        ("small_wins.csv", "follows", "geen-win"),
    ],
)
def test_a_value_that_people_may_not_type_is_not_loaded(written, file, column, cell):
    [fault] = faults(written(file, **{column: cell}))
    assert fault.startswith(f"{file}, rij 2, kolom {column}: ")


def test_a_circle_of_ties_is_not_loaded(written):
    path = written("cities.csv") / "initiative_links.csv"
    rows = (
        "leermiddagen-opschaling,city-deal-kennis-maken,part_of,het verslag",
        "city-deal-kennis-maken,leermiddagen-opschaling,together_with,het verslag",
        "city-deal-kennis-maken,leermiddagen-opschaling,part_of,het verslag",
    )
    path.write_text("\n".join(["from_slug,to_slug,kind,source", *rows]), encoding="utf-8")
    [fault] = faults(path.parent)
    assert fault.startswith("initiative_links.csv, rij 4, kolom to_slug: Zo ontstaat een kringetje: ")
    assert "city-deal-kennis-maken → leermiddagen-opschaling → city-deal-kennis-maken" in fault


def test_every_fault_of_every_file_is_said_at_once(written):
    written("cities.csv", province="")
    written("partners.csv", kind="", website="x")
    places = [fault.partition(": ")[0] for fault in faults(written("small_wins.csv", level="hoog"))]
    assert places == [
        "cities.csv, rij 2, kolom province",
        "partners.csv, rij 2, kolom kind",
        "partners.csv, rij 2, kolom website",
        "small_wins.csv, rij 2, kolom level",
    ]


def test_the_command_says_the_faults(written, monkeypatch):
    folder = written("small_wins.csv", date="1823")
    monkeypatch.setattr("initiatives.management.commands.load_network.DATA", folder)
    with pytest.raises(CommandError, match="rij 2, kolom date: Klopt het jaar 1823"):
        call_command("load_network")
    assert not Initiative.objects.exists()
