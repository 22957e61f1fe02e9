"""Telling a small win in a real browser: on a phone, without JavaScript, by keyboard, on a train."""

import datetime as dt
import io
import re
from functools import partial

import pytest
from django.conf import settings
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from initiatives.forms.asking import QUESTIONS
from initiatives.models import SmallWin, WinLink
from tests.factories import create_initiative, create_user, create_win, read_by_editors
from tests.test_photo_colours import DISPLAY_P3, RED, RED_IN_P3, plain

TELL = "/small-wins/nieuw/"
PHONE = 360
PASSWORD = "een lang genoeg woord"
A_WIN = "De wethouder kwam langs"

phone = pytest.mark.parametrize("viewport", [PHONE])
both = pytest.mark.parametrize("viewport", [PHONE, 1280])
with_and_without_script = pytest.mark.parametrize("javascript", [True, False])


@pytest.fixture
def initiative():
    return create_initiative(title="Ruimte in de kerk")


@pytest.fixture
def teller(initiative):
    return create_user(member_of=initiative, password=PASSWORD)


@pytest.fixture
def earlier(initiative):
    return create_win(initiative=initiative, title="De sleutel van de kerk", occurred_on=dt.date(2024, 1, 1))


@pytest.fixture
def told(page, login, teller):
    """A page of somebody who is logged in, and a way to type a win on it."""
    login(page, teller)

    def tell(words: str = A_WIN):
        page.goto(TELL)
        page.get_by_label("Wat is er gelukt?").fill(words)

    return tell


def press(page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def save(page) -> None:
    press(page, "Bewaar")
    page.wait_for_url("**/vraag/verandering/?verteld=ja")


def status(page) -> str:
    return page.locator(".form__status [role=status]").first.inner_text()


def kept_drafts(page) -> int:
    return page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('vw-draft:')).length")


def wait_for_draft(page) -> None:
    page.get_by_text("Concept bewaard op dit toestel.").wait_for()


# --- the whole way ----------------------------------------------------------------------------


@phone
@with_and_without_script
def test_a_win_from_the_first_tap_to_the_profile(page, told, earlier, initiative, teller, javascript):
    """A photo takes four taps: the photo, its sentence, the consent, and Bewaar."""
    told("x" * 275)
    if javascript:
        expect(page.get_by_text("Nog 5 tekens.")).to_be_visible()
    told()
    add_a_photo(page, javascript=javascript)
    save(page)
    expect(page.get_by_role("heading", name="Staat erop")).to_be_focused()
    expect(page.get_by_text("Er staan nu 2 small wins.")).to_be_visible()

    page.get_by_label("Wat veranderde er?").fill("De zaal is nu van de wijk.")
    page.get_by_label("Voor wie?").fill("Bewoners van twee straten")
    press(page, "Verder")
    page.get_by_label("Dit zei iemand anders").check()
    page.get_by_label("Namens wie?").fill("twee bewoners")
    page.get_by_label("Bewoner", exact=True).check()
    page.get_by_label("Goed", exact=True).check()
    press(page, "Verder")
    page.get_by_label("De sleutel van de kerk").check()
    page.get_by_label("Leren door te doen").check()
    press(page, "Verder")
    for _question in ("verlies", "erbij", "gebeurd"):
        page.get_by_role("link", name="Sla over").click()
    page.get_by_label("Anders kijken").check()
    press(page, "Verder")
    for word in ("Institutionalisering", "Groei", "Hoger", "Dieper"):
        page.get_by_label(word).check()
    press(page, "Verder")
    page.get_by_label("Institutionalisering (hoger)").check()
    page.get_by_label("Groei (dieper)").check()
    press(page, "Verder")
    expect(page.get_by_text("Groei (dieper): die gaan zelden samen. Klopt dit?")).to_be_visible()
    prompt = page.get_by_text("Zijn bestuurders en sleutelpersonen aangehaakt?")
    page.get_by_label("Lokaal").check()
    expect(prompt).not_to_be_visible()
    page.get_by_label("Verticaal").check()
    expect(prompt).to_be_visible()
    press(page, "Verder")
    expect(page.get_by_text("Deze staat bij:")).to_be_visible()
    page.get_by_role("link", name="Naar het kronkelpad").click()
    page.wait_for_url(re.compile("/kronkelpad/.*#win-"))

    win = SmallWin.objects.get(title=A_WIN)
    assert (win.occurred_on, win.logged_by, win.initiative) == (timezone.localdate(), teller, initiative)
    assert (win.level, win.depth, win.changed_for) == ("vertical", "rethink", "Bewoners van twee straten")
    assert sorted(win.crossings) == ["growth>deep", "institutionalisation>up"]
    assert win.judgements.get().perspective == "resident"
    assert (win.photos.get().alt_text, WinLink.objects.get().mechanism) == ("Studenten aan tafel", "learning")


def add_a_photo(page, *, javascript: bool) -> None:
    photo = a_photo()
    page.set_input_files("[name=photo]", files=[photo])
    if not javascript:
        page.get_by_text("Mogen anderen de foto ook zien?").click()
    page.get_by_label("Wat is er te zien?").fill("Studenten aan tafel")
    page.get_by_label("Wie herkenbaar in beeld is").check()
    if javascript:
        expect(page.locator(".photo-along canvas")).to_be_visible()
        size = page.evaluate("document.querySelector('[name=photo]').files[0].size")
        assert size < len(photo["buffer"])


def a_photo() -> dict:
    """As a phone makes it: on its side, and too large to send."""
    file = io.BytesIO()
    Image.effect_noise((2400, 3200), 60).convert("RGB").save(file, "JPEG", quality=95)
    return {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


@phone
def test_a_photo_in_the_wide_colours_of_a_phone_keeps_them_when_the_browser_makes_it_smaller(page, told):
    told()
    file = plain("RGB", RED, "JPEG", size=(3000, 2000), icc_profile=DISPLAY_P3, quality=100)
    photo = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}
    page.set_input_files("[name=photo]", files=[photo])
    expect(page.locator(".photo-along__chosen canvas")).to_be_visible()
    assert page.evaluate("document.querySelector('[name=photo]').files[0].size") < len(file.getvalue())
    save(page)
    with SmallWin.objects.get().photos.get().image.open() as file, Image.open(file) as kept:
        assert kept.getpixel((800, 500)) == pytest.approx(RED_IN_P3, abs=3)


@phone
def test_one_sentence_and_one_tap_are_enough(page, told):
    """After the sentence: one tap saves it, one more and you are done."""
    taps = []
    page.on("framenavigated", lambda frame: taps.append(frame.url))
    told()
    taps.clear()
    press(page, "Bewaar")
    page.get_by_role("link", name="Klaar, naar het kronkelpad").click()
    page.wait_for_url("**/initiatieven/**")
    assert len([address for address in taps if "#" not in address or "win-" in address]) == 2
    assert SmallWin.objects.get().title == A_WIN


def test_all_of_it_by_keyboard(page, told, earlier):
    """The box has the focus; then Tab, arrows, space and Enter only."""
    page.goto(TELL)
    page.keyboard.type(A_WIN)
    tab_to(page, "when")  # past the photo, to the chips
    page.keyboard.press("ArrowRight")
    assert focused(page) == (timezone.localdate() - dt.timedelta(days=1)).isoformat()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/verandering/**")
    tab_to(page, "changed_for")
    page.keyboard.type("Bewoners")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/oordeel/**")
    page.goto(page.url.replace("oordeel", "mogelijk"))

    tab_to(page, "earlier")
    page.keyboard.press("Space")
    tab_to(page, "mechanism")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/verlies/**")
    page.goto(page.url.replace("verlies", "lens"))
    tab_to(page, "types")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/niveau/**")

    win = SmallWin.objects.get(title=A_WIN)
    assert (win.types, win.directions) == (
        ["institutionalisation"],
        None,
    )  # no direction is ticked for anybody
    assert WinLink.objects.get().mechanism == "energizing"


def focused(page) -> str:
    return page.evaluate("document.activeElement.value")


def tab_to(page, name: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(f"no way to {name} by keyboard")


# --- when -------------------------------------------------------------------------------------


@phone
@with_and_without_script
def test_another_day_and_roughly_ask_on(page, told):
    told()
    day, year = page.get_by_label("Welke dag?"), page.get_by_label("Welk jaar?")
    expect(day).not_to_be_visible()
    expect(year).not_to_be_visible()
    page.get_by_label("Andere dag").check()
    day.fill("2024-03-07")
    page.get_by_label("Ongeveer").check()
    expect(day).not_to_be_visible()
    year.fill("2019")
    page.get_by_label("Weet je ook de maand?").select_option(label="mei")
    save(page)
    win = SmallWin.objects.get()
    assert (win.occurred_on, win.precision) == (dt.date(2019, 5, 1), "month")


# --- nothing typed is lost --------------------------------------------------------------------


@phone
def test_a_reload_brings_back_what_was_typed(page, told):
    told()
    page.get_by_label("Gisteren").check()
    wait_for_draft(page)
    page.reload()
    expect(page.get_by_label("Wat is er gelukt?")).to_have_value(A_WIN)
    assert page.get_by_label("Gisteren").is_checked()
    assert status(page) == "Je concept van net staat er weer."

    save(page)
    assert kept_drafts(page) == 0
    page.goto(TELL)
    expect(page.get_by_label("Wat is er gelukt?")).to_have_value("")


@phone
def test_closing_the_tab_too_soon_loses_nothing(page, told):
    told()
    page.reload()  # within the pause before a draft is kept
    expect(page.get_by_label("Wat is er gelukt?")).to_have_value(A_WIN)


@phone
@with_and_without_script
def test_a_refusal_keeps_what_was_typed_and_takes_the_focus(page, told):
    told("x" * 281)
    press(page, "Bewaar")
    page.get_by_text("Dit kan nog niet zo").wait_for()
    expect(page.get_by_label("Wat is er gelukt?")).to_have_value("x" * 281)
    expect(page.locator(".errors")).to_be_focused()

    page.get_by_label("Wat is er gelukt?").fill(A_WIN)
    save(page)
    assert SmallWin.objects.get().title == A_WIN


@phone
def test_without_a_connection_it_waits_and_sends_itself(page, told):
    told()
    page.context.set_offline(True)
    press(page, "Bewaar")
    assert status(page).startswith("Geen verbinding. We versturen je small win")
    assert not SmallWin.objects.exists()

    page.context.set_offline(False)
    page.get_by_text("Verstuurd. Mooi gedaan.").wait_for()
    assert SmallWin.objects.get().title == A_WIN
    expect(page.get_by_label("Wat is er gelukt?")).to_have_value("")
    assert kept_drafts(page) == 0


@phone
def test_a_waiting_win_is_sent_when_the_page_is_opened_again(page, told):
    told()
    page.context.set_offline(True)
    press(page, "Bewaar")
    page.evaluate("window.stop()")
    page.context.set_offline(False)
    page.goto("/over/")  # the page is gone before it could send
    if not SmallWin.objects.exists():
        page.get_by_role("link", name=re.compile("Bekijk en verstuur")).click()
        page.get_by_text("Verstuurd. Mooi gedaan.").wait_for()
    assert SmallWin.objects.get().title == A_WIN


@phone
def test_a_draft_that_is_sent_after_midnight_keeps_its_day(page, told):
    """It says the day, not "today"."""
    told()
    wait_for_draft(page)
    three_days_ago = (timezone.localdate() - dt.timedelta(days=3)).isoformat()
    page.evaluate(
        """day => {
          const key = Object.keys(localStorage).find(key => key.includes("tell-win"));
          const draft = JSON.parse(localStorage.getItem(key));
          draft.pairs = draft.pairs.map(([name, value]) => name === "when" ? [name, day] : [name, value]);
          draft.waiting = true;
          localStorage.setItem(key, JSON.stringify(draft));
        }""",
        three_days_ago,
    )
    page.reload()
    page.get_by_text("Verstuurd. Mooi gedaan.").wait_for()
    assert SmallWin.objects.get().occurred_on.isoformat() == three_days_ago


@phone
@with_and_without_script
def test_an_expired_login_brings_back_the_form_in_full(page, told, teller):
    told()
    page.get_by_label("Gisteren").check()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    press(page, "Bewaar")
    page.wait_for_url("**/accounts/login/**")
    page.locator("[name=login]").fill(teller.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form:has([name=password]) button").first.click()
    page.wait_for_url(f"**{TELL}")

    expect(page.get_by_text("Je was even uitgelogd.")).to_be_visible()
    expect(page.get_by_label("Wat is er gelukt?")).to_have_value(A_WIN)
    assert page.get_by_label("Gisteren").is_checked()
    save(page)
    assert SmallWin.objects.get().title == A_WIN


# --- more than one text ---------------------------------------------------------------------------


def begin(page, words: str):
    """Another tab with words in it, closed again."""
    tab = page.context.new_page()
    tab.goto(TELL)
    tab.get_by_label("Wat is er gelukt?").fill(words)
    wait_for_draft(tab)
    return tab


def shown(box) -> list[str]:
    """The waiting texts one sees, from above."""
    return [words.inner_text() for words in box.locator("q").all() if words.is_visible()]


@both
def test_texts_of_other_tabs_wait_until_they_are_sent_or_thrown_away(page, told, faults):
    for words in ("De eerste", "De tweede", "Per ongeluk"):
        begin(page, words).close()
    page.goto(TELL)
    waiting = page.get_by_role("group", name="Dit wacht nog op dit toestel")
    fold = waiting.locator("details")
    field = page.get_by_label("Wat is er gelukt?")
    expect(waiting.locator("q").first).to_have_text("Per ongeluk")
    assert shown(waiting) == ["Per ongeluk"]
    expect(fold.locator("summary")).to_have_text("Nog 2 andere teksten")
    expect(field).to_be_focused()
    box, bar = field.bounding_box(), page.locator(".sticky-bar").bounding_box()
    assert box["y"] > 0
    assert box["y"] + box["height"] <= bar["y"]
    fold.locator("summary").click()
    expect(fold).to_contain_text(re.compile(r"Je begon eerder aan “De eerste”, vandaag om \d\d\.\d\d\."))
    assert shown(waiting) == ["Per ongeluk", "De tweede", "De eerste"]
    assert faults(page) == []

    waiting.get_by_role("button", name="Ga verder: De tweede").press("Enter")
    expect(field).to_have_value("De tweede")
    expect(field).to_be_focused()
    expect(fold.locator("summary")).to_have_text("Nog 1 andere tekst")
    save(page)
    page.goto(TELL)
    waiting.get_by_role("button", name="Gooi weg: Per ongeluk").click()
    page.reload()
    expect(waiting.locator("q")).to_have_text(["De eerste"])
    expect(fold).to_be_hidden()
    assert SmallWin.objects.get().title == "De tweede"


@phone
def test_a_text_that_was_thrown_away_by_mistake_is_put_back(page, told):
    for words in ("De eerste", "De tweede"):
        begin(page, words).close()
    told("Mijn eigen tekst")
    wait_for_draft(page)
    waiting = page.locator(".drafts")
    waiting.get_by_role("button", name="Gooi weg: De tweede").click()
    expect(waiting).to_contain_text("“De tweede” Weggegooid. Zet terug")
    expect(waiting.get_by_role("status")).to_contain_text("De andere tekst is weggegooid.")
    assert status(page) == "Concept bewaard op dit toestel."
    assert kept_drafts(page) == 2

    expect(waiting.get_by_role("button", name="Zet terug: De tweede")).to_be_focused()
    page.keyboard.press("Enter")
    expect(waiting.get_by_role("button", name="Ga verder: De tweede")).to_be_focused()
    expect(waiting.get_by_role("status")).to_have_text("De andere tekst staat er weer.")
    page.reload()
    expect(waiting.locator("q")).to_have_text(["De tweede", "De eerste"])
    expect(page.get_by_label("Wat is er gelukt?")).to_have_value("Mijn eigen tekst")


@phone
def test_a_waiting_text_is_offered_in_english_too(page, told):
    told("One")
    wait_for_draft(page)
    page.evaluate("sessionStorage.clear()")
    page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": "en", "url": page.url}])
    page.goto(TELL)
    expect(page.locator(".drafts")).to_contain_text(
        re.compile(r"You began “One” earlier, today at \d\d:\d\d\.")
    )


@phone
def test_a_copy_of_a_tab_that_goes_on_keeps_words_of_its_own(page, told):
    """A browser copies what the tab knew, so both begin with the same draft."""
    told("Samen begonnen")
    wait_for_draft(page)
    key = page.evaluate("Object.keys(sessionStorage).find(key => key.startsWith('vw-draft:'))")
    number = page.evaluate("key => sessionStorage.getItem(key)", key)
    copy = page.context.new_page()
    copy.goto("/over/")
    copy.evaluate("([key, number]) => sessionStorage.setItem(key, number)", [key, number])
    copy.goto(TELL)
    expect(copy.get_by_label("Wat is er gelukt?")).to_have_value("Samen begonnen")
    copy.get_by_label("Wat is er gelukt?").fill("De kopie ging verder")
    wait_for_draft(copy)
    page.get_by_label("Wat is er gelukt?").fill("Het eerste tabblad ook")
    expect(page.get_by_text("Concept bewaard op dit toestel.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Wat is er gelukt?")).to_have_value("Het eerste tabblad ook")
    expect(page.locator(".drafts q")).to_have_text(["De kopie ging verder"])


@phone
def test_a_device_that_keeps_nothing_says_so(page, told):
    page.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"
    )
    told()
    expect(page.get_by_text("Dit toestel kan geen concept bewaren.")).to_be_visible()
    save(page)
    assert SmallWin.objects.get().title == A_WIN


# --- exactly one ------------------------------------------------------------------------------


@phone
@with_and_without_script
def test_two_quick_taps_are_one_win(page, told):
    told()
    page.get_by_role("button", name="Bewaar", exact=True).dblclick()
    page.wait_for_url("**/vraag/verandering/**")
    assert SmallWin.objects.count() == 1


@phone
@with_and_without_script
@pytest.mark.parametrize("is_remembered", [True, False])
def test_back_and_save_again_is_one_win(page, told, is_remembered):
    """Also where the browser has to ask for the page again, and only remembers the text."""
    page.goto(TELL)  # so that the form comes with the same cookies as the way back to it
    told()
    save(page)
    if not is_remembered:
        page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    page.go_back()
    expect(page.get_by_label("Wat is er gelukt?")).to_have_value(A_WIN)
    press(page, "Bewaar")
    page.wait_for_url("**/vraag/verandering/**")
    assert SmallWin.objects.count() == 1


@phone
@with_and_without_script
def test_back_and_other_words_asks_what_is_meant(page, told):
    page.goto(TELL)
    told()
    save(page)
    page.go_back()
    page.get_by_label("Wat is er gelukt?").fill("Een heel ander verhaal")
    press(page, "Bewaar")
    page.get_by_text("Dit vertelde je net al").wait_for()
    assert SmallWin.objects.get().title == A_WIN
    save(page)
    assert SmallWin.objects.count() == 2


@phone
def test_going_back_to_the_thanks_does_not_wipe_the_next_draft(page, told):
    told("De eerste")
    save(page)
    thanks = page.url
    told("De tweede")
    wait_for_draft(page)
    page.goto(thanks)
    page.goto(TELL)
    expect(page.get_by_label("Wat is er gelukt?")).to_have_value("De tweede")


@phone
def test_saving_an_edit_lets_its_draft_go(page, told, initiative, teller):
    win = create_win(initiative=initiative, by=teller, title="Eerst zo")
    page.goto(f"/small-wins/{win.pk}/bewerken/")
    changed = page.locator("textarea[name=description]")
    changed.fill("Een lang verhaal")
    wait_for_draft(page)
    page.reload()
    expect(changed).to_have_value("Een lang verhaal")
    press(page, "Bewaar")
    page.wait_for_url(f"**{win.get_absolute_url()}")
    assert kept_drafts(page) == 0
    assert SmallWin.objects.get().description == "Een lang verhaal"


# --- the lens ---------------------------------------------------------------------------------


@pytest.fixture
def lens(page, login, teller, initiative):
    login(page, teller)
    win = create_win(initiative=initiative, by=teller)
    page.goto(f"/small-wins/{win.pk}/vraag/lens/")
    return page


def colour(page, place: str) -> str:
    return page.locator(f".answer-rose {place}").first.evaluate("cell => getComputedStyle(cell).fill")


@with_and_without_script
def test_a_type_neither_ticks_nor_suggests_a_direction(lens):
    directions = lens.locator(".tile:has(:is([value=up], [value=out], [value=deep]))")
    untouched = directions.evaluate_all("tiles => tiles.map(tile => getComputedStyle(tile).border)")
    assert len(untouched) == 3
    for word in ("Groei", "Replicatie", "Circulatie", "Institutionalisering"):
        lens.get_by_label(word).check()
    after = directions.evaluate_all("tiles => tiles.map(tile => getComputedStyle(tile).border)")
    assert after == untouched
    assert lens.locator("[name=directions]:checked").count() == 0


@with_and_without_script
def test_the_rose_lights_up_with_what_is_chosen(lens):
    for code, word in [
        ("institutionalisation", "Institutionalisering"),
        ("replication", "Replicatie"),
        ("circulation", "Circulatie"),
        ("growth", "Groei"),
        ("up", "Hoger"),
        ("out", "Breder"),
        ("deep", "Dieper"),
    ]:
        tile = lens.get_by_label(word)
        tile.uncheck()
        dark = colour(lens, f".ray-{code}")
        tile.check()
        assert colour(lens, f".ray-{code}") != dark


@pytest.mark.parametrize("level", ["local", "horizontal", "vertical"])
def test_a_level_makes_its_ring_darker(page, login, teller, initiative, level):
    login(page, teller)
    win = create_win(initiative=initiative, by=teller, types=["growth"])
    page.goto(f"/small-wins/{win.pk}/vraag/niveau/")
    page.locator(f"[value={level}]").check()
    colours = {
        ring: colour(page, f".ray-growth.level-{ring}") for ring in ("local", "horizontal", "vertical")
    }
    chosen = colours.pop(level)
    assert chosen not in colours.values()


# --- taking it back ---------------------------------------------------------------------------


@phone
@with_and_without_script
def test_withdrawing_and_putting_it_back(page, login, teller, initiative):
    login(page, teller)
    win = create_win(initiative=initiative, by=teller)
    page.goto(f"/small-wins/{win.pk}/bewerken/")
    page.get_by_role("link", name="Trek deze small win in").click()
    press(page, "Ja, trek in")
    page.get_by_role("heading", name="Ingetrokken").wait_for()
    assert SmallWin.objects.get().withdrawn_at
    press(page, "Terugzetten")
    page.wait_for_url(f"**{win.get_absolute_url()}")
    assert SmallWin.objects.get().withdrawn_at is None


# --- for everyone -----------------------------------------------------------------------------


def test_every_page_of_telling_is_accessible_and_fits(page, login, faults, teller, initiative, earlier):
    """Also with the parts that open, and with the sentences of a refusal."""
    login(page, teller)
    win = read_by_editors(create_win(initiative=initiative, by=teller), types=["growth"], level="local")
    win.ask(by=create_user(), question="Wie waren erbij?")
    win.add_photo(
        photo_file(), by=teller, photo_id=win.pk, alt_text="Studenten aan tafel", people_agreed=True
    )
    win.grew_from(earlier, by=teller, mechanism="learning")
    asked = partial("/small-wins/{}/{}/".format, win.pk)
    addresses = [
        TELL,
        *(asked(f"vraag/{step}") + "?verteld=ja" for step in QUESTIONS),
        *(asked(name) for name in ("bewerken", "intrekken", "duiding-klopt", "antwoord", "leidde-tot")),
    ]
    found = faults(page, addresses)
    page.goto(TELL)
    page.get_by_label("Ongeveer").check()
    press(page, "Bewaar")
    page.get_by_text("Dit kan nog niet zo").wait_for()
    assert found + faults(page) == []


def photo_file():
    from django.core.files.base import ContentFile

    return ContentFile(a_photo()["buffer"], name="foto.jpg")


def test_somebody_without_a_team_finds_a_way(page, login, faults):
    login(page, create_user())
    page.goto(TELL)
    assert faults(page) == []
    page.get_by_role("link", name="Bekijk alle initiatieven").click()
    page.wait_for_url("**/initiatieven/")
