"""A phone: what a team tells with a photo is read by the kwartiermaker, and seen by everybody."""

import io

import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from initiatives.models import SmallWin
from tests.factories import create_capture_link, create_initiative, create_user, create_win, tell_through

A_WIN = "De kas van de school staat er"
SHARED = "navigator.share = async words => { window.shared = words; }"
ORANGE = (255, 120, 0)


@pytest.mark.parametrize("viewport", [360])
def test_a_photo_told_in_four_taps_reaches_the_page_the_home_and_the_card(page, login, faults, hands):
    initiative = create_initiative(title="Groen in de wijk")
    teller = create_user(lead_of=initiative)
    initiative.say_who_reads(everyone=True, by=teller)
    coordinator = create_user(coordinates=initiative.cities.get())
    tell_through(create_capture_link(initiative=initiative, by=teller), title="Van een gast")

    login(page, teller)
    page.goto(reverse("telling:tell"))
    assert tells_with_a_photo(page, hands) <= 4
    page.get_by_role("heading", name="Staat erop").wait_for()

    login(page, coordinator)
    page.goto(reverse("home"))
    page.get_by_role("link", name="Wat wacht er in").click()
    expect(page.get_by_text("Verteld zonder account: wacht op het team")).to_be_visible()
    assert shows_the_photo(page)
    looks = faults(page)
    page.get_by_role("link", name="Lees en bevestig").click()
    expect(page.get_by_text("Bevestig je, dan leest iedereen dit")).to_be_visible()
    assert shows_the_photo(page)
    page.get_by_role("button", name="Ja, bevestig").click()
    page.get_by_text("Bevestigd. Dank je voor het meelezen.").wait_for()

    page.context.clear_cookies()
    page.goto(reverse("home"))
    expect(page.get_by_role("heading", name=A_WIN)).to_be_visible()
    assert shows_the_photo(page)
    page.get_by_role("link", name="Lees hoe het ging").click()
    page.wait_for_url(f"**{SmallWin.objects.get(title=A_WIN).get_absolute_url()}")
    assert shows_the_photo(page)
    looks += faults(page)
    assert is_on_the_card(page)
    assert looks == []


def tells_with_a_photo(page, hands) -> int:
    """Types in the box that has the focus. Out: how many taps it took, the chooser of the phone aside."""
    before = hands()["taps"]
    page.keyboard.type(A_WIN)
    with page.expect_file_chooser() as chooser:
        page.get_by_label("Een foto erbij?").click()
    chooser.value.set_files([{"name": "kas.jpg", "mimeType": "image/jpeg", "buffer": orange_photo()}])
    expect(page.locator(".photo-along canvas")).to_be_visible()
    page.get_by_label("Wat is er te zien?").click()
    page.keyboard.type("De kas in de zon")
    page.get_by_label("Wie herkenbaar in beeld is").click()
    page.get_by_role("button", name="Bewaar", exact=True).click()
    page.wait_for_url("**/vraag/**")
    return hands()["taps"] - before


def orange_photo() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (1200, 900), ORANGE).save(file, "JPEG")
    return file.getvalue()


def shows_the_photo(page) -> bool:
    photo = page.get_by_alt_text("De kas in de zon").first
    photo.scroll_into_view_if_needed()
    return photo.evaluate("photo => photo.decode().then(() => photo.naturalWidth > 0)")


def is_on_the_card(page) -> bool:
    """Whether the picture that a messenger shows with this address has the photo on at least a quarter of it."""
    answer = page.request.get(page.locator("meta[property='og:image']").get_attribute("content"))
    card = Image.open(io.BytesIO(answer.body())).convert("RGB")
    assert card.size == (1200, 630)
    like = sum(
        count
        for count, colour in card.getcolors(1200 * 630)
        if all(abs(a - b) < 24 for a, b in zip(colour, ORANGE, strict=True))
    )
    return like > 1200 * 630 / 4


@pytest.mark.parametrize("viewport", [360])
def test_a_phone_hands_the_address_on_and_elsewhere_it_is_copied(page):
    win = create_win(title=A_WIN)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{win.get_absolute_url()}?periode=2025")
    address = page.locator("link[rel=canonical]").get_attribute("href")
    assert address.endswith(win.get_absolute_url())
    page.get_by_text("Deel deze pagina").click()
    expect(page.get_by_text("Het adres is gekopieerd.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == address

    page.add_init_script(SHARED)
    page.reload()
    page.get_by_text("Deel deze pagina").click()
    page.wait_for_function("window.shared")
    assert page.evaluate("window.shared.url") == address
    assert A_WIN in page.evaluate("window.shared.title")
    expect(page.get_by_label("Kopieer dit adres")).to_be_hidden()
