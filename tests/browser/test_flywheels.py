"""The flywheel by keyboard alone, and its picture on a phone and at a desk."""

import datetime as dt
import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.factories import create_initiative, create_link, create_win
from tests.keyboard import tab_to

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def chains(transactional_db):
    """A chain of three through two initiatives, and one of two."""
    here, there = create_initiative(title="Hier"), create_initiative(title="Daar")
    for names in (("Een", "Twee", "Drie"), ("Vier", "Vijf")):
        wins = [
            create_win(
                initiative=there if name == "Drie" else here, title=name, occurred_on=dt.date(2024, month, 1)
            )
            for month, name in enumerate(names, 1)
        ]
        for earlier, later in pairwise(wins):
            create_link(earlier=earlier, later=later)
    return here


def test_keyboard_alone_finds_the_longest_chain_of_the_network_and_its_end(page, chains):
    page.goto("/netwerk/")
    tab_to(page, "Vliegwiel")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Het vliegwiel van het netwerk")
    expect(page.locator("#streng-1")).to_contain_text("De langste keten hierin telt 3 small wins.")
    expect(page.locator("#streng-2 ol")).to_be_hidden()
    tab_to(page, "2 small wins, 2024")
    page.keyboard.press("Enter")
    expect(page.locator("#streng-2 ol")).to_be_visible()
    page.goto("/netwerk/vliegwiel/")
    tab_to(page, "Drie")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Drie")


def test_a_stone_of_the_picture_leads_to_its_win_in_the_list(page, chains):
    page.goto(f"{chains.get_absolute_url()}vliegwiel/")
    page.get_by_role("link", name=re.compile(r"^3\. Drie")).click()
    expect(page.locator("li:target")).to_contain_text("Drie")


@pytest.mark.parametrize("viewport", [360])
def test_on_a_phone_the_nested_list_is_the_picture(page, chains):
    page.goto(f"{chains.get_absolute_url()}vliegwiel/")
    expect(page.locator("svg.strand").first).to_be_hidden()
    expect(page.locator("#streng-1 .branch__stone").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
