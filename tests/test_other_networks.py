"""Nothing in the code and on the pages is about one network: what is said of a programme is data (decision 0191)."""

import re
from pathlib import Path

import pytest

from tests.test_conventions import CODE, TEMPLATES, short

# "Kennismaken" in one word is plain Dutch for to get acquainted, so only the two words are the network's name.
ONE_NETWORK = re.compile(
    r"city deal|kennis maken|agenda ?stad|\bcdkm\b|\b26 (?:steden|cities)\b", re.IGNORECASE
)
STUDENTS = re.compile(r"[Ss]tudent")
CITED = {"templates/pages/_sources.html"}  # the report in which the ideas come from, by its name
OF_THE_THEORY = ("initiatives/lenses/", "initiatives/migrations/")
# A student as the theory has one: a position to look from, somebody who tells, a unit of a wish (theory §5, §9).
POSITIONS = {
    "initiatives/exchange/rows.py",
    "initiatives/reports/signals/facts.py",
    "initiatives/reports/signals/losses.py",
    "initiatives/reports/win/facets.py",
}


def says(text: str, *, students: bool = True) -> list[str]:
    """The words in a text that belong to one network."""
    found = ONE_NETWORK.findall(text)
    return [*found, *STUDENTS.findall(text)] if students else found


def about_one_network(path: Path) -> list[str]:
    name = short(path)
    excused = name in POSITIONS or name.startswith(OF_THE_THEORY)
    return says(path.read_text(), students=not excused)


def test_no_page_and_no_code_is_about_one_network():
    found = {short(path): words for path in TEMPLATES + CODE if (words := about_one_network(path))}
    assert set(found) == CITED


@pytest.mark.parametrize(
    "bad", ["Over City Deal", "Kennis Maken", "In 26 steden", "Agenda Stad", "Meer studenten", "cdkm"]
)
def test_the_guard_of_one_network_bites(bad):
    assert says(bad)


def test_the_guard_of_one_network_lets_pass_what_is_right():
    for good in ("Perspective.STUDENT", "260 steden", "Willen jullie kennismaken?"):
        assert says(good) == []
    assert says("een student", students=False) == []
