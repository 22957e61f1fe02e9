"""Numbers of a study year are never added up over initiatives: two sources seldom count the same thing (theory §14)."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from tests.factories_profile import create_figure

CODE = Path(__file__).resolve().parent.parent / "initiatives"
# The modules that may know of them: the row itself, who types, shows and loads it, and what somebody keeps of their own.
KNOWN_IN = {
    "admin/figures.py",
    "admin/initiatives.py",
    "admin/reach.py",
    "admin/site.py",
    "exchange/examples/surroundings.py",
    "exchange/figures.py",
    "exchange/own_data.py",
    "forms/figures.py",
    "models/__init__.py",
    "models/figures.py",
    "reports/profile/figures.py",
    "views/figures.py",
}
ADDED_UP = re.compile(r"\b(Sum|Avg|Max|Min|StdDev|Variance|aggregate)\(|\bsum\(|\bfmean\(|\bmean\(")


def knowing() -> set[str]:
    """The modules that name the table."""
    return {
        str(path.relative_to(CODE))
        for path in CODE.rglob("*.py")
        if "migrations" not in path.parts and re.search(r"\bFigure\b", path.read_text())
    }


def adds_up(text: str) -> bool:
    return bool(ADDED_UP.search(text))


def test_no_module_beside_these_knows_of_them():
    assert knowing() - KNOWN_IN == set()


def test_none_of_these_adds_up():
    assert [name for name in sorted(knowing()) if adds_up((CODE / name).read_text())] == []


def test_the_network_shows_none_of_them(client, initiative, programme_staff):
    create_figure(initiative=initiative, quantity=8_417)
    client.force_login(programme_staff)
    pages = [initiative.get_absolute_url(), reverse("network:dashboard"), reverse("home")]
    assert ["8.417" in client.get(page).text for page in pages] == [True, False, False]


@pytest.mark.parametrize("bad", ["rows.aggregate(Sum('quantity'))", "sum(row.quantity for row in rows)"])
def test_the_guard_of_sums_bites(bad):
    assert adds_up(bad)
