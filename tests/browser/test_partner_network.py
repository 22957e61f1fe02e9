"""The network of the partners by keyboard alone, and what people take along of it."""

import csv
import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from initiatives.models import Partner, Partnership
from tests.factories import create_initiative, create_partner
from tests.factories_wishes import create_partnership
from tests.keyboard import tab_to

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hub(transactional_db):
    """A partner with two neighbours, each in an initiative of its own."""
    partner = create_partner(name="Hogeschool Midden")
    for name in ("Gemeente Links", "Wijk Rechts"):
        initiative = create_initiative()
        create_partnership(initiative, name=name)
        initiative.partnerships.create(partner=partner)
    return partner


def test_keyboard_alone_finds_the_partner_with_most_initiatives_and_its_neighbours(page, hub):
    page.goto("/netwerk/")
    tab_to(page, "Partners")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Rond Hogeschool Midden")).to_be_visible()
    around = page.locator("section[aria-labelledby=verbonden]")
    expect(around).to_contain_text("Hogeschool Midden en Gemeente Links")
    expect(around).to_contain_text("Hogeschool Midden en Wijk Rechts")
    tab_to(page, "Wijk Rechts")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Rond Wijk Rechts")).to_be_visible()


def test_keyboard_alone_takes_along_what_is_on_the_screen(page, hub):
    page.goto("/netwerk/partners/")
    tab_to(page, "Neem mee")
    page.keyboard.press("Enter")
    tab_to(page, "Partners, CSV")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        names = {row["name"] for row in csv.DictReader(file, delimiter=";")}
    assert names == set(Partner.objects.values_list("name", flat=True)) > {"Hogeschool Midden", "Wijk Rechts"}


@pytest.mark.parametrize("javascript", [True, False])
def test_keyboard_alone_slides_to_a_half_year_and_back(page, hub, javascript):
    Partnership.objects.update(since=dt.date(2014, 9, 1))
    page.goto("/netwerk/partners/")
    slider = page.get_by_role("slider", name="Schuif naar een halfjaar")
    expect(slider).to_have_attribute("aria-valuetext", "nu")
    for key, words, sent in (
        ("Home", "Op 31 december 2014:", "2014-12"),
        ("End", "Nu:", ""),
    ):
        slider.focus()
        page.keyboard.press(key)
        if not javascript:
            page.keyboard.press("Enter")
        expect(page.locator("#moment .results-line")).to_contain_text(words)
        if javascript:
            expect(page).to_have_url(re.compile(f"moment={sent}$" if sent else "partner=[a-z0-9-]+$"))
            expect(slider).to_be_focused()
