"""Telling without an account in a real browser: from the poster on the wall to the page of the team."""

import re

import pytest
import zxingcpp
from django.conf import settings
from PIL import Image
from playwright.sync_api import expect

from initiatives.models import SmallWin
from tests.factories import create_capture_link, create_initiative, create_user, create_win, tell_through

PHONE = 360
A_WIN = "De buren kwamen zelf met een plan"

phone = pytest.mark.parametrize("viewport", [PHONE])
with_and_without_script = pytest.mark.parametrize("javascript", [True, False])


@pytest.fixture
def initiative():
    return create_initiative(title="Ruimte in de kerk")


@pytest.fixture
def member(initiative):
    return create_user(member_of=initiative)


@pytest.fixture
def link(initiative, member):
    return create_capture_link(initiative=initiative, by=member, place="bij de koffie in het buurthuis")


@pytest.fixture
def box(page, link):
    """The box in which one tells, on the page of the link."""
    page.goto(link.get_absolute_url())
    return page.get_by_label("Wat is er gelukt?")


def press(page, words: str) -> None:
    page.get_by_role("button", name=words).first.click()


def send(page) -> None:
    press(page, "Verstuur")
    page.wait_for_url("**/verteld/*/")


def kept(page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('vw-draft:'))")


def wait_for_draft(page) -> None:
    page.get_by_text("Concept bewaard op dit toestel.").wait_for()


# --- the teller -------------------------------------------------------------------------------


@phone
@with_and_without_script
def test_from_the_box_to_the_receipt_and_back_for_more(page, box, link):
    box.fill(A_WIN)
    page.get_by_label("Gisteren").check()
    page.get_by_label("student", exact=True).check()
    page.locator("summary", has_text="Wat veranderde er, en voor wie?").click()
    page.locator("textarea[name=description]").fill("Met koffie erbij")
    page.get_by_label("Voor wie?").fill("De buren")
    send(page)
    for words in (A_WIN, "Met koffie erbij", "De buren", "Het wacht op het team"):
        expect(page.get_by_text(words).first).to_be_visible()
    win = SmallWin.objects.get()
    assert (win.title, win.told_as, win.description) == (A_WIN, "student", "Met koffie erbij")
    page.get_by_role("link", name="Nog iets vertellen").click()
    page.wait_for_url(f"**{link.get_absolute_url()}")
    expect(page.get_by_label("Wat is er gelukt?")).to_have_value("")


@phone
def test_the_form_is_one_screen_of_a_phone(page, box, link):
    """The box, the photo and the button, without scrolling; the demo's own notice aside. The rest may stay as it is."""
    page.evaluate("document.querySelector('.aside-notice')?.remove()")
    photo = page.get_by_label("Een foto erbij?").bounding_box()
    assert photo["y"] + photo["height"] <= 600
    button = page.get_by_role("button", name="Verstuur").bounding_box()
    assert button["y"] + button["height"] <= 800


@phone
@with_and_without_script
def test_by_keyboard_alone(page, box):
    box.focus()
    page.keyboard.type(A_WIN)
    for _ in range(3):  # past the photo and its words
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")  # from today to yesterday
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Verstuur"
    page.keyboard.press("Enter")
    page.wait_for_url("**/verteld/*/")
    assert SmallWin.objects.get().told_as == "student"


@phone
@with_and_without_script
def test_a_refusal_keeps_the_words(page, box):
    box.fill("x" * 281)
    press(page, "Verstuur")
    page.get_by_text("Dit kan nog niet zo").wait_for()
    expect(page.get_by_label("Wat is er gelukt?")).to_have_value("x" * 281)
    page.get_by_label("Wat is er gelukt?").fill(A_WIN)
    send(page)
    assert SmallWin.objects.get().title == A_WIN


@phone
def test_offline_it_waits_and_then_sends_itself_and_shows_the_receipt(page, box):
    box.fill(A_WIN)
    page.context.set_offline(True)
    press(page, "Verstuur")
    page.get_by_text("Geen verbinding.").first.wait_for()
    assert not SmallWin.objects.exists()
    page.context.set_offline(False)
    page.wait_for_url("**/verteld/*/")
    expect(page.get_by_text(A_WIN)).to_be_visible()
    assert SmallWin.objects.get().title == A_WIN
    assert kept(page) == []


@phone
def test_a_reload_brings_back_what_was_typed(page, box):
    box.fill(A_WIN)
    wait_for_draft(page)
    page.reload()
    expect(page.get_by_label("Wat is er gelukt?")).to_have_value(A_WIN)


@phone
@with_and_without_script
def test_the_next_person_on_this_phone_reads_no_word_that_was_sent(page, box, link):
    box.fill(A_WIN)
    send(page)
    page.go_back()
    expect(page.get_by_label("Wat is er gelukt?")).to_have_value("")
    page.goto(link.get_absolute_url())
    expect(page.get_by_label("Wat is er gelukt?")).to_have_value("")
    assert page.evaluate("JSON.stringify(localStorage)") in ("{}", None)


@phone
def test_an_unsent_draft_is_gone_after_an_hour(page, box):
    box.fill(A_WIN)
    wait_for_draft(page)
    page.evaluate(
        """() => {
          const key = Object.keys(localStorage).find((key) => key.startsWith("vw-draft:"));
          const draft = JSON.parse(localStorage.getItem(key));
          localStorage.setItem(key, JSON.stringify({ ...draft, at: draft.at - 61 * 60 * 1000 }));
        }"""
    )
    page.goto("/over/")
    assert kept(page) == []


@phone
@with_and_without_script
def test_two_quick_taps_are_one_win(page, box):
    box.fill(A_WIN)
    page.get_by_role("button", name="Verstuur").dblclick()
    page.wait_for_url("**/verteld/*/")
    assert SmallWin.objects.count() == 1


@phone
@with_and_without_script
def test_taking_it_back_is_asked_first(page, box):
    box.fill(A_WIN)
    send(page)
    page.locator("summary", has_text="Trek dit terug").click()
    page.get_by_role("button", name="Ja, trek terug").dblclick()
    page.get_by_role("heading", name="Teruggetrokken").wait_for()
    expect(page.get_by_text(A_WIN)).to_have_count(0)
    assert SmallWin.objects.get().title == ""


@phone
@with_and_without_script
def test_a_link_that_was_revoked_meanwhile_gives_the_words_back(page, box, link, member):
    box.fill(A_WIN)
    link.revoke(by=member)
    press(page, "Verstuur")
    page.get_by_text("Dit had je getypt").wait_for()
    expect(page.locator("textarea").first).to_have_value(A_WIN)


@phone
def test_the_secret_in_the_address_goes_nowhere(page, box, link):
    """The secret is not sent to linked pages, nor with requests for the files of the page."""
    heard = []
    page.on("request", lambda request: heard.append(request.headers.get("referer", "")))
    page.reload()
    page.get_by_label("Wat is er gelukt?").fill(A_WIN)
    send(page)
    page.goto(page.url)
    page.locator("footer a").first.click()
    page.wait_for_url("**/over/")
    assert len(heard) > 5
    assert not [referer for referer in heard if "/t/" in referer or "/verteld/" in referer]


@phone
def test_no_cookie_but_the_one_against_forgery(page, box):
    box.fill(A_WIN)
    send(page)
    assert {cookie["name"] for cookie in page.context.cookies()} == {settings.CSRF_COOKIE_NAME}


@phone
@with_and_without_script
def test_somebody_whose_browser_keeps_no_cookies_tells_and_takes_it_back(page, box):
    page.context.clear_cookies()
    box.fill(A_WIN)
    send(page)
    page.context.clear_cookies()
    page.get_by_text("Trek dit terug").click()
    press(page, "Ja, trek terug")
    expect(page.get_by_text(A_WIN)).to_have_count(0)


# --- the team ---------------------------------------------------------------------------------


@phone
@with_and_without_script
def test_the_team_takes_on_what_came_and_the_teller_reads_so(page, login, link, member):
    win = tell_through(link, title=A_WIN, told_as="student")
    login(page, member)
    page.goto(win.initiative.get_absolute_url())
    page.get_by_role("link", name=re.compile("1 nieuw, verteld zonder account")).click()
    page.get_by_text("Nieuw van een student: klopt dit?").wait_for()
    press(page, "Ik pak dit op")
    page.get_by_text(f"{member} kijkt ernaar").wait_for()
    press(page, "Klopt, zet erbij")
    page.wait_for_url("**/vraag/verandering/?verteld=ja")
    assert SmallWin.objects.get().stands
    page.goto(f"/verteld/{win.receipt}/")
    expect(page.get_by_text("Het team nam het op")).to_be_visible()


@phone
@with_and_without_script
def test_the_team_takes_on_several_at_once_and_stays_with_the_rest(page, login, link, member):
    for title in ("De soep was op", "De band speelde", "Dit was bij de buren"):
        tell_through(link, title=title)
    login(page, member)
    page.goto(f"/initiatieven/{link.initiative.slug}/binnengekomen/")
    for title in ("De soep was op", "De band speelde"):
        page.get_by_label(title).check()
    press(page, "Zet erbij wat je aanvinkte")
    expect(page.get_by_text("2 small wins staan erbij.")).to_be_visible()
    expect(page.get_by_role("heading", name="1 wacht op jullie")).to_be_visible()
    assert SmallWin.objects.waiting_for_the_team().get().title == "Dit was bij de buren"


@phone
@with_and_without_script
def test_the_team_refuses_with_a_reason_and_changes_its_mind(page, login, link, member):
    win = tell_through(link, title=A_WIN)
    login(page, member)
    page.goto(f"/initiatieven/{win.initiative.slug}/binnengekomen/")
    page.get_by_role("link", name="Hoort hier niet").click()
    page.get_by_label("Waarom hoort het hier niet?").fill("Dit was bij de buren.")
    press(page, "Nee, dit hoort hier niet")
    page.locator("summary", has_text="1 niet opgenomen").click()
    page.goto(f"/verteld/{win.receipt}/")
    expect(page.get_by_text("Dit was bij de buren.")).to_be_visible()
    page.go_back()
    page.locator("summary", has_text="1 niet opgenomen").click()
    press(page, "Toch opnemen")
    page.wait_for_url("**/vraag/verandering/**")
    assert SmallWin.objects.get().stands


# --- the poster -------------------------------------------------------------------------------


@phone
@with_and_without_script
def test_a_poster_from_the_profile_to_the_printer(page, login, initiative, member):
    login(page, member)
    page.goto(initiative.get_absolute_url())
    page.get_by_text("Team, QR-poster, A4, delen").click()
    page.get_by_role("link", name="QR-poster").click()
    page.get_by_label("Waar komt de poster te hangen?").fill("bij de koffie")
    press(page, "Maak de poster")
    page.wait_for_url(f"**/initiatieven/{initiative.slug}/qr/*/")
    expect(page.get_by_role("img", name="QR-code om te vertellen wat er gelukt is")).to_be_visible()
    expect(page.get_by_text("Ctrl+P")).to_be_visible()


def test_the_print_button_prints(page, login, link, member):
    login(page, member)
    page.goto(poster(link))
    page.evaluate("window.print = () => { window.printed = true; }")
    press(page, "Druk de poster af")
    assert page.evaluate("window.printed")


@pytest.mark.parametrize("javascript", [False])
def test_without_script_there_is_no_button_that_does_nothing(page, login, link, member):
    login(page, member)
    page.goto(poster(link))
    assert page.locator("[data-print]").is_hidden()


@phone
@pytest.mark.parametrize("javascript", [False])
def test_somebody_types_the_address_of_a_poster_as_they_hear_it(page, login, link, member):
    login(page, member)
    page.goto(poster(link))
    site, _slash, path = page.locator(".poster__address").inner_text().partition("/")
    page.context.clear_cookies()
    page.goto(f"http://{site}/{path.replace('-', '')}")
    page.get_by_label("Wat is er gelukt?").fill(A_WIN)
    send(page)
    assert SmallWin.objects.get().capture_link == link


def poster(link) -> str:
    return f"/initiatieven/{link.initiative.slug}/qr/{link.pk}/"


@pytest.mark.parametrize("viewport, colours", [(360, "light"), (1280, "light"), (1280, "dark")])
def test_a_phone_reads_the_poster_from_the_screen(page, login, link, member, live_server, tmp_path):
    login(page, member)
    page.goto(poster(link))
    assert read_from(page, tmp_path) == [live_server.url + link.get_absolute_url()]


def read_from(page, folder) -> list[str]:
    picture = folder / "poster.png"
    page.screenshot(path=picture, full_page=True)
    return [code.text for code in zxingcpp.read_barcodes(Image.open(picture).convert("L"))]


@pytest.mark.parametrize("title", ["Ruimte in de kerk", "Een naam van tweehonderd tekens " * 6, "x" * 200])
def test_the_poster_is_one_page_of_a4_and_a_phone_reads_it(
    page, login, link, member, live_server, tmp_path, title
):
    link.initiative.title = title.strip()[:200]
    link.initiative.save()
    login(page, member)
    page.goto(poster(link))
    pdf = page.pdf(prefer_css_page_size=True, print_background=False)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    width, height = (
        float(side) for side in re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf).groups()
    )
    assert (round(width), round(height)) == (595, 842)  # A4, in points

    page.emulate_media(media="print", color_scheme="light")
    page.set_viewport_size({"width": 680, "height": 1001})  # what the margins leave
    assert read_from(page, tmp_path) == [live_server.url + link.get_absolute_url()]
    inside = page.locator(".poster").bounding_box()
    for part in (".poster__ask", ".poster__code", ".poster__address", ".poster__foot"):
        box = page.locator(part).bounding_box()
        assert box["y"] + box["height"] <= inside["y"] + inside["height"] + 1, part


# --- for everyone -----------------------------------------------------------------------------


def test_every_page_is_accessible_and_fits(page, login, faults, link, member, initiative):
    long = create_capture_link(initiative=initiative, by=member, place="x" * 120)
    waiting = tell_through(link, title=A_WIN, description="Met koffie erbij", told_as="student")
    tell_through(long, title="W" * 280, description="i" * 400).claim(by=member)
    refused = tell_through(link, title="Bij de buren")
    refused.withdraw(by=member, reason="Dit was bij de buren.")
    taken = tell_through(link, title="Opgenomen")
    taken.take_on(by=member)
    back = tell_through(link)
    back.take_back()
    create_win(initiative=initiative, by=member)
    found = faults(page, [f"/verteld/{win.receipt}/" for win in (waiting, refused, taken, back)])
    found += faults(page, [link.get_absolute_url()])
    page.get_by_label("Ongeveer").check()
    press(page, "Verstuur")
    page.get_by_text("Dit kan nog niet zo").wait_for()
    found += faults(page)
    login(page, member)
    here = f"/initiatieven/{initiative.slug}"
    addresses = [
        link.get_absolute_url(),
        f"{here}/",
        "/",
        waiting.get_absolute_url(),
        refused.get_absolute_url(),
        f"{here}/qr/",
        poster(link),
        poster(long),
        f"{poster(link)}intrekken/",
        f"{here}/binnengekomen/",
        f"{here}/binnengekomen/?link={link.pk}",
        f"{here}/binnengekomen/{waiting.pk}/hoort-hier-niet/",
    ]
    assert found + faults(page, addresses) == []
