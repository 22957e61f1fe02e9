"""Reading the stream in a browser: searching, filtering, going on and coming back."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from initiatives.lenses import ScalingType
from tests.factories import create_city, create_initiative, create_link, create_user, create_win

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def told(transactional_db):
    """Thirty wins in Groningen, one of them about a kitchen, and one in Utrecht."""
    teller = create_user()
    lab = create_initiative(title="Lab", city=create_city(name="Groningen", slug="groningen"))
    wins = [
        create_win(
            initiative=lab,
            by=teller,
            title=f"Stap {number}" if number else "Een keuken in de wijk",
            occurred_on=dt.date(2024, 3, 1) - dt.timedelta(days=9 * number),
            types=[ScalingType.GROWTH],
        )
        for number in range(30)
    ]
    create_link(earlier=wins[1], later=wins[0])
    elsewhere = create_initiative(title="Atelier", city=create_city(name="Utrecht", slug="utrecht"))
    create_win(
        initiative=elsewhere,
        by=teller,
        title="Atelier open",
        occurred_on=dt.date(2019, 1, 1),
        precision="year",
    )
    return wins


def show_filters(page) -> None:
    """On a phone they are folded."""
    summary = page.locator(".filters__more > summary")
    if summary.is_visible():
        summary.click()


@pytest.mark.parametrize("viewport", [360, 1280])
@pytest.mark.parametrize("javascript", [True, False])
def test_someone_finds_a_win_and_reads_where_it_came_from(page, told):
    page.goto("/small-wins/")
    expect(page.locator(".results-line")).to_have_text("31 small wins")
    page.get_by_label("Zoek in small wins").fill("keuk")
    page.get_by_role("button", name="Zoek").click()
    expect(page.locator(".results-line")).to_have_text("1 small win")
    page.get_by_role("link", name="Een keuken in de wijk").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Een keuken in de wijk")
    page.get_by_role("link", name="Stap 1").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stap 1")


@pytest.mark.parametrize("viewport", [360, 1280])
def test_a_filter_changes_the_list_and_the_address_and_nothing_else(page, told):
    page.goto("/small-wins/")
    page.evaluate("document.querySelector('h1').dataset.stays = 'yes'")
    show_filters(page)
    page.locator(".boxes > summary", has_text="Stad").press("Enter")
    page.get_by_label("Utrecht").press("Space")
    expect(page.locator(".results-line")).to_have_text("1 small win")
    expect(page).to_have_url(re.compile(r"/small-wins/\?stad=utrecht$"))
    assert page.locator("h1").get_attribute("data-stays") == "yes"
    expect(page.get_by_label("Utrecht")).to_be_focused()
    page.get_by_role("link", name="Zonder filter Stad: Utrecht").click()
    expect(page.locator(".results-line")).to_have_text("31 small wins")
    expect(page).to_have_url(re.compile(r"/small-wins/$"))


def test_the_way_back_shows_the_list_as_it_was(page, told):
    page.goto("/small-wins/")
    page.locator(".boxes > summary", has_text="Stad").click()
    page.get_by_label("Utrecht").check()
    expect(page.locator(".results-line")).to_have_text("1 small win")
    page.go_back()
    expect(page.locator(".results-line")).to_have_text("31 small wins")
    expect(page.get_by_role("heading", level=1)).to_have_text("Small wins")


@pytest.mark.parametrize("viewport", [360, 1280])
@pytest.mark.parametrize("javascript", [True, False])
def test_older_wins_come_below_or_on_a_page_of_their_own(page, told, javascript):
    page.goto("/small-wins/")
    expect(page.locator("article.win")).to_have_count(25)
    page.get_by_role("link", name="Oudere small wins").click()
    expect(page.locator("article.win")).to_have_count(31 if javascript else 6)
    expect(page.get_by_role("heading", name="2019, maand onbekend")).to_be_visible()
    expect(page.get_by_role("link", name="Oudere small wins")).to_have_count(0)
    ids = page.locator("[id^=win-]").evaluate_all("items => items.map(item => item.id)")
    assert len(ids) == len(set(ids))
    if javascript:
        expect(page.locator(".stream__page .stream__page :focus")).to_have_count(1)


def test_by_keyboard_alone(page, told):
    page.goto("/small-wins/")
    page.get_by_label("Zoek in small wins").focus()
    page.keyboard.type("atelier")
    page.keyboard.press("Enter")
    expect(page.locator(".results-line")).to_have_text("1 small win")
    expect(page).to_have_url(re.compile(r"q=atelier"))
    expect(page.get_by_label("Zoek in small wins")).to_be_focused()


def test_nothing_found_says_what_one_can_do(page, told, faults):
    page.goto("/small-wins/?q=onvindbaar&stad=atlantis")
    expect(page.get_by_text("Niets gevonden met")).to_be_visible()
    expect(page.get_by_text("“atlantis” kennen we hier niet")).to_be_visible()
    assert faults(page) == []
