"""The profile of an initiative in a real browser."""

import datetime as dt
import re
from itertools import product

import pytest
from playwright.sync_api import expect

from initiatives.lenses import Direction, Level, ScalingType
from tests.factories import create_initiative, create_link, create_user, create_win, read_by_editors

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def initiative(transactional_db):
    """Six wins over three academic years, one without a date, some linked."""
    initiative = create_initiative(title="Ruimte in de kerk")
    teller = create_user(member_of=initiative)
    days = [
        dt.date(2023, 10, 1),
        dt.date(2024, 1, 5),
        dt.date(2024, 11, 2),
        dt.date(2025, 2, 3),
        dt.date(2025, 10, 4),
    ]
    wins = [
        create_win(
            initiative=initiative,
            by=teller,
            title=f"Win {n}",
            occurred_on=day,
            types=[ScalingType.GROWTH],
            directions=[Direction.DEEP],
            level=list(Level)[n % 3],
        )
        for n, day in enumerate(days)
    ]
    create_link(earlier=wins[0], later=wins[1])
    create_link(earlier=wins[1], later=wins[3])
    undated = create_win(initiative=initiative, by=teller, title="Ooit", occurred_on=None, sources="krant")
    read_by_editors(undated, types=[ScalingType.CIRCULATION])
    return initiative


def test_a_period_is_a_tap_away_and_stands_in_the_address_bar(page, initiative):
    page.goto(f"{initiative.get_absolute_url()}kronkelpad/")
    expect(page.locator('[id^="win-"]')).to_have_count(6)
    page.locator("#period").click()
    with page.expect_response(lambda answer: "periode=2023-2024" in answer.url) as answer:
        page.get_by_role("link", name="2023-2024").click()
    assert answer.value.request.headers.get("hx-request") == "true"
    expect(page.locator('[id^="win-"]')).to_have_count(2)
    expect(page).to_have_url(re.compile(r"\?periode=2023-2024$"))
    page.get_by_role("link", name="Profiel").click()
    expect(page).to_have_url(re.compile(r"\?periode=2023-2024$"))
    expect(page.locator(".hub-figure")).to_have_text("2")
    expect(page.get_by_text("telt alleen mee bij ‘sinds het begin’")).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.locator('[id^="win-"]')).to_have_count(6)


def test_the_focus_stays_where_it_was_after_a_choice(page, initiative):
    page.goto(initiative.get_absolute_url())
    page.locator("#period").click()
    page.get_by_role("link", name="Dit en vorig studiejaar").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("periode="))
    expect(page.locator("#period")).to_be_focused()
    expect(page.locator("#period")).to_have_text("Dit en vorig studiejaar")


@pytest.mark.parametrize("javascript", [False])
def test_a_period_and_a_place_work_without_javascript(page, initiative):
    page.goto(initiative.get_absolute_url())
    page.locator("#period").click()
    page.get_by_role("link", name="2023-2024").click()
    expect(page.locator('.section [id^="win-"]')).to_have_count(2)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ruimte in de kerk")
    page.get_by_role("link", name=re.compile("^Groei, horizontaal")).click()
    expect(page).to_have_url(re.compile("/small-wins/.*niveau=horizontal"))


@pytest.mark.parametrize("viewport", [390])
def test_a_touched_place_shows_its_wins_beside_the_rose(page, initiative):
    page.goto(initiative.get_absolute_url())
    place = page.get_by_role("link", name=re.compile("^Groei, lokaal"))
    place.click()
    card = page.locator("#place")
    expect(card.get_by_role("heading", name="Groei, lokaal")).to_be_in_viewport()
    expect(card.locator("li")).to_have_count(2)
    expect(place).to_have_attribute("aria-current", "true")
    expect(page).to_have_url(re.compile(f"{initiative.slug}/$"))
    page.get_by_role("link", name=re.compile("^Hoger, verticaal")).click()
    expect(card.get_by_role("heading", name="Hoger, verticaal")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollHeight") < 5 * 844


STOPS = """[...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary, [tabindex='0']")]
    .filter(each => each.checkVisibility() && each.tabIndex >= 0).length"""


def test_a_number_of_the_table_opens_its_wins(page, initiative):
    page.goto(f"{initiative.get_absolute_url()}cijfers/")
    page.get_by_role("heading", name="De roos als tabel").click()
    page.locator("tr", has_text="Groei").locator("td > a").first.click()
    expect(page).to_have_url(re.compile("type=growth"))
    expect(page.locator('[id^="win-"]')).to_have_count(2)


@pytest.mark.parametrize("viewport", [320])
def test_a_word_of_49_letters_pushes_nothing_aside(page):
    word = "Verantwoordelijkheidsverdelingsovereenkomstdossie"
    long = create_initiative(title=word)
    first, second = (create_win(initiative=long, title=f"{word}{n}", description=word) for n in "ab")
    create_link(earlier=first, later=second)
    for room in ("", "kronkelpad/", "cijfers/", "verbanden/", "vliegwiel/", "verhaal/"):
        page.goto(f"{long.get_absolute_url()}{room}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), room


@pytest.mark.parametrize("viewport", [360])
def test_on_a_phone_the_list_is_the_picture(page, initiative):
    page.goto(f"{initiative.get_absolute_url()}kronkelpad/")
    expect(page.locator("svg.path").first).to_be_hidden()
    expect(page.locator("details[open] .gutter-stone").first).to_be_visible()


def test_a_stone_leads_to_its_win(page, initiative):
    page.goto(f"{initiative.get_absolute_url()}kronkelpad/")
    page.get_by_role("link", name=re.compile(r"^3\. Win 2")).click()
    expect(page.locator("li:target h3")).to_have_text("Win 2")
    expect(page.locator("li:target")).to_be_in_viewport()


def test_everyone_can_read_it(page, faults, login, initiative):
    profile = initiative.get_absolute_url()
    addresses = [profile, f"{profile}?periode=2010-2011", f"{profile}cijfers/", "/initiatieven/"]
    found = faults(page, addresses)  # to a visitor
    login(page, create_user(lead_of=initiative))
    assert found + faults(page, addresses) == []


@pytest.mark.parametrize("viewport", [390])
def test_a_lead_has_it_in_four_and_a_half_screens_and_seventy_stops(page, login, transactional_db):
    full = create_initiative(title="WIJS: Wijk Inzet door Jongeren en Studenten")
    teller, places = create_user(member_of=full), list(product([*ScalingType, *Direction], Level))
    for n in range(21):
        ray, level = places[n % 16]
        words = {"types": [], "directions": []} | {"types" if ray in ScalingType else "directions": [ray]}
        win = create_win(initiative=full, by=teller, title=f"Een bewoner deed mee en nam {n} buren mee", **words,
                         level=level, description="Studenten, bewoners en docenten leren samen. " * 9)  # fmt: skip
    read_by_editors(win, types=[ScalingType.GROWTH])
    login(page, create_user(lead_of=full))
    page.goto(full.get_absolute_url())
    expect(page.locator(".hub-figure")).to_have_text("21")
    assert (
        page.evaluate("document.documentElement.scrollHeight") <= 4.5 * 844
    )  # the lens stands open, since decision 0234
    assert page.evaluate(STOPS) <= 70
