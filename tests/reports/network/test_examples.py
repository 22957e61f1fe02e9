"""The examples of the vocabulary pass the definition of the word that they show: read in the data set itself."""

import csv
import re

import pytest

from initiatives.exchange.dataset import DATA
from initiatives.lenses import Direction, Level, Mechanism, ScalingType
from initiatives.reports.network.vocabulary import EXAMPLES, LINK_EXAMPLES

# A plan, a wish or an announcement is no decision.
INTENTION = re.compile(r"\b(wil|willen|zou|zouden|hoopt|hopen|van plan|doel|streeft|ambitie)\b")
DECISION = re.compile(r"\b(tekende|tekenden|besloot|besloten|nam aan|namen aan|legde vast)\b")


@pytest.fixture(scope="module")
def rows():
    with (DATA / "small_wins.csv").open() as file:
        return {row["slug"]: row for row in csv.DictReader(file)}


def text(row) -> str:
    return f"{row['title_nl']}. {row['description_nl']}"


@pytest.mark.parametrize("word", [*ScalingType, *Direction, *Level, "small_win"])
def test_an_example_has_happened_is_finished_and_is_read_as_its_word(rows, word):
    row = rows[EXAMPLES[word]]
    read = {*row["types"].split(";"), *row["directions"].split(";"), row["level"], "small_win"}
    assert (row["outcome"], row["concrete"], row["completed"]) == ("win", "yes", "yes")
    assert word in read


def test_an_example_of_growth_says_how_much_it_was_before(rows):
    low, high = (int(n) for n in re.findall(r"\d+", rows[EXAMPLES[ScalingType.GROWTH]]["title_nl"]))
    assert low < high


def test_an_example_of_replication_names_its_new_owner_and_its_start(rows):
    row = rows[EXAMPLES[ScalingType.REPLICATION]]
    assert "Hogeschool Utrecht" in row["description_nl"]
    assert row["date"]


def test_an_example_of_circulation_names_who_uses_what(rows):
    assert "De gemeente gebruikte hun uitkomsten" in text(rows[EXAMPLES[ScalingType.CIRCULATION]])


def test_an_example_of_institutionalisation_is_a_decision_and_no_intention(rows):
    said = text(rows[EXAMPLES[ScalingType.INSTITUTIONALISATION]])
    assert DECISION.search(said)
    assert not INTENTION.search(said)
    assert INTENTION.search("Ze willen er een vak van maken.")  # it bites


def test_an_example_of_a_level_says_whom_it_is_about(rows):
    assert "bewoner" in rows[EXAMPLES[Level.LOCAL]]["changed_for"]
    assert "eerdere labs" in text(rows[EXAMPLES[Level.HORIZONTAL]])  # another practice is named
    assert "Elke faculteit" in text(rows[EXAMPLES[Level.VERTICAL]])


@pytest.mark.parametrize("mechanism", LINK_EXAMPLES)
def test_an_example_of_a_mechanism_has_a_source_that_says_how(rows, mechanism):
    row = rows[LINK_EXAMPLES[mechanism]]
    assert (row["mechanism"], row["mechanism_basis"], row["follows_basis"]) == (mechanism, "stated", "stated")


def test_a_mechanism_without_such_a_source_has_no_example(rows):
    shown = {row["mechanism"] for row in rows.values() if row["mechanism_basis"] == "stated"}
    assert {*LINK_EXAMPLES} == shown & {*Mechanism}
