"""Looking at the network in a browser: filters, numbers that open, the rose, the wide table."""

import re

import pytest
from playwright.sync_api import expect

from initiatives.exchange.dataset import DATA, load_dataset
from initiatives.models import SmallWin
from tests.factories import create_city, create_partner

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = re.compile(r"^\d+$")


@pytest.fixture
def network(transactional_db):
    load_dataset(DATA)


def show_filters(page) -> None:
    summary = page.locator(".filters__more > summary")
    if summary.is_visible():
        summary.click()


def tick(page, word: str, *values: str) -> None:
    page.locator(".boxes > summary", has_text=word).click()
    for value in values:
        page.get_by_role("group", name=word).get_by_label(value).check()


def counter(page, label: str):
    return page.locator(".counters > div", has_text=label).locator("dd a")


@pytest.mark.parametrize("viewport", [360, 1280])
@pytest.mark.parametrize("javascript", [True, False])
def test_someone_filters_the_network_and_opens_a_number(page, network, javascript):
    total = str(SmallWin.objects.count())
    page.goto("/netwerk/")
    expect(counter(page, "small wins")).to_have_text(total)
    show_filters(page)
    tick(page, "Stad", "Groningen")
    if not javascript:
        page.get_by_role("button", name="Toon").click()
    expect(page.get_by_role("link", name="Zonder filter Stad: Groningen")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/netwerk/\?.*stad=groningen"))
    wins = counter(page, "small wins")
    expect(wins).not_to_have_text(total)
    number = int(wins.inner_text())
    wins.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Small wins")
    expect(page.locator(".results-line")).to_have_text(re.compile(f"{number} small wins"))
    expect(page.locator("article.win")).to_have_count(number)


def test_two_filters_share_one_address_that_one_can_send_on(page, network):
    page.goto("/netwerk/")
    tick(page, "Stad", "Amsterdam")
    expect(page).to_have_url(re.compile(r"stad=amsterdam$"))
    page.keyboard.press("Escape")
    page.get_by_label("Periode").select_option(label="studiejaar 2019-2020")
    expect(page).to_have_url(re.compile(r"stad=amsterdam&periode=2019-2020$"))
    told = counter(page, "small wins").inner_text()
    address = page.url
    page.goto("/")
    page.goto(address)
    expect(counter(page, "small wins")).to_have_text(told)
    expect(page.get_by_label("Periode")).to_have_value("2019-2020")
    page.go_back()
    page.go_back()
    expect(page).to_have_url(re.compile("/netwerk/"))


@pytest.mark.parametrize("viewport", [360])
@pytest.mark.parametrize("javascript", [True, False])
def test_two_cities_stand_beside_each_other_and_go_one_by_one(page, network, javascript):
    page.goto("/netwerk/")
    show_filters(page)
    tick(page, "Stad", "Amsterdam", "Leiden")
    if not javascript:
        page.get_by_role("button", name="Toon").click()
    expect(page).to_have_url(re.compile(r"/netwerk/\?(.*&)?stad=amsterdam&stad=leiden"))
    page.get_by_role("link", name="Zonder filter Stad: Amsterdam").click()
    expect(page).to_have_url(re.compile(r"/netwerk/\?stad=leiden$"))
    expect(page.get_by_role("link", name="Zonder filter Stad: Leiden")).to_be_visible()


def test_a_cell_of_the_rose_opens_the_initiatives_in_it(page, network):
    page.goto("/netwerk/")
    cell = page.locator("#room svg a[href*='type=growth'][href*='niveau=local']").first
    count = re.search(r"(\d+) van de", cell.locator("title").text_content())[1]
    page.goto(cell.get_attribute("href"))
    expect(page.get_by_text(re.compile(rf"\b{count} initiatieven"))).to_have_count(1)


@pytest.mark.parametrize("viewport", [360])
def test_on_a_phone_the_names_of_the_wide_table_stay_in_sight(page, network):
    page.goto("/netwerk/naast-elkaar/")
    page.get_by_role("heading", name="Wie is waar bezig?").click()
    table = page.locator(".table-scroll:has(.heat--wide)")
    table.evaluate("box => box.scrollLeft = 300")
    name, box = table.locator("tbody th").first.bounding_box(), table.bounding_box()
    assert abs(name["x"] - box["x"]) < 2
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("viewport", [360, 1280])
def test_everyone_can_be_put_in_the_order_of_their_last_win(page, network):
    page.goto("/netwerk/naast-elkaar/")
    page.get_by_role("link", name="Op laatste small win").click()
    expect(page).to_have_url(re.compile(r"volgorde=laatst"))
    expect(page.locator(".multiples li").first).to_contain_text("2024")
    page.get_by_role("link", name="Volgende").click()
    expect(page).to_have_url(re.compile(r"volgorde=laatst&pagina=2"))


def test_with_a_filter_and_without_any_initiative_it_is_accessible(page, network, faults):
    nothing = "/netwerk/?partnersoort=residents&stad=ede"
    assert faults(page, ["/netwerk/?stad=groningen&periode=2021-2022", nothing]) == []
    expect(page.get_by_text("Hier past geen enkel initiatief bij.")).to_be_visible()


def test_a_word_in_the_address_opens_its_fold(page):
    page.goto("/begrippen/#kwartiermaker")
    expect(page.locator("#kwartiermaker")).to_be_in_viewport()
    expect(page.locator("#soorten")).to_be_hidden()


@pytest.mark.parametrize("viewport", [360])
def test_a_phone_shows_the_numbers_beside_every_name(page, network):
    """Of 39 letters; and a name that begins with 's- stays on one line."""
    create_partner(
        name="Hogeschoolaandeoeververbindingswetering",
        city=create_city(name="Oeververbindingsweteringerdiepsterkanaal"),
    )
    for address in ("/steden/", "/partners/"):
        page.goto(address)
        boxes = page.locator(".table-scroll").all()
        assert boxes
        assert [box.evaluate("box => box.scrollWidth - box.clientWidth") for box in boxes] == [0] * len(boxes)
        name = page.get_by_role("link", name="'s-Hertogenbosch").filter(visible=True).first
        assert name.bounding_box()["height"] < 30


@pytest.mark.parametrize("viewport", [360])
@pytest.mark.parametrize("javascript", [False])
def test_somebody_who_is_stuck_finds_whom_to_ask_in_one_tap(page, network):
    page.goto("/netwerk/")
    page.get_by_role("link", name="Circulatie", exact=True).click()
    expect(page).to_have_url(re.compile(r"waar=circulation#who-can-tell$"))
    answer = page.get_by_role("region", name="Wie kan vertellen hoe: circulatie")
    expect(answer.get_by_role("listitem").first.get_by_role("link")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("link", name="Circulatie", exact=True).click()  # the same tap takes it away
    expect(answer).to_have_count(0)
