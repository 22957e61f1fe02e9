"""Drafts, two people in one win, its history and its states, as one sees them."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from initiatives.lenses import Audience
from initiatives.models import CaptureLink, SmallWin, acting
from tests.factories import create_initiative, create_user, create_win

with_and_without_script = pytest.mark.parametrize("javascript", [True, False])


@pytest.fixture
def initiative():
    return create_initiative(title="Ruimte in de kerk")


@pytest.fixture
def anna(initiative):
    return named(create_user(member_of=initiative), "Anna de Vries")


@pytest.fixture
def bram(initiative):
    return named(create_user(member_of=initiative), "Bram Jansen")


@pytest.fixture
def lies(initiative):
    return named(create_user(staff_of=initiative.programme), "Lies van het programma")


@pytest.fixture
def win(initiative, anna):
    with acting(anna):
        return create_win(
            initiative=initiative,
            by=anna,
            confirmed=False,
            title="De wethouder kwam langs",
            description="Zij bleef een uur langer dan gepland en vroeg door.",
            occurred_on=dt.date(2026, 3, 7),
        )


def named(user, name: str):
    user.display_name = name
    user.save()
    return user


def press(page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


# --- two people ---------------------------------------------------------------------------------


def test_two_people_in_one_win_and_the_second_chooses(page, login, faults, win, anna, bram):
    login(page, anna)
    mine = page
    mine.goto(reverse("telling:edit", args=[win.pk]))
    login(page, bram)  # the same browser; another person logs in on a second page
    theirs = page.context.new_page()
    theirs.goto(reverse("telling:edit", args=[win.pk]))
    theirs.get_by_label("Wat is er gelukt?", exact=True).fill("De wethouder kwam langs en bleef")
    theirs.get_by_label("Het netwerk").check()
    press(theirs, "Bewaar")
    theirs.wait_for_url(f"**{win.get_absolute_url()}")

    login(page, anna)
    mine.get_by_label("Wat is er gelukt?", exact=True).fill("Onze wethouder kwam op bezoek")
    press(mine, "Bewaar")
    mine.get_by_text("Kies welke woorden er blijven staan.").first.wait_for()
    for words in ("De wethouder kwam langs en bleef", "Onze wethouder kwam op bezoek", "Bram Jansen"):
        expect(mine.get_by_text(words).first).to_be_visible()
    assert stand_beside(mine)
    mine.set_viewport_size({"width": 360, "height": 800})
    assert not stand_beside(mine)
    assert faults(mine) == []
    assert mine.get_by_label("Het netwerk").is_checked()

    mine.get_by_label("Dit staat er nu").check()
    press(mine, "Bewaar")
    mine.wait_for_url(f"**{win.get_absolute_url()}")
    win.refresh_from_db()
    assert (win.title, win.audience) == ("De wethouder kwam langs en bleef", Audience.NETWORK)


def stand_beside(page) -> bool:
    """Whether what the two wrote stands beside each other, or else below."""
    first, second = (page.locator(".both__side").nth(n).bounding_box() for n in (0, 1))
    return first["y"] == second["y"] and first["x"] < second["x"]


@with_and_without_script
def test_a_part_that_only_the_other_changed_stays_and_is_named(page, login, win, anna, bram):
    login(page, anna)
    page.goto(reverse("telling:edit", args=[win.pk]))
    with acting(bram):
        win.rewrite(description="Zij bleef tot het donker werd.")
    page.get_by_label("Wat is er gelukt?", exact=True).fill("Onze wethouder kwam op bezoek")
    press(page, "Bewaar")
    page.get_by_text("Dat blijft staan zoals diegene het schreef.").wait_for()
    win.refresh_from_db()
    assert (win.title, win.description) == ("Onze wethouder kwam op bezoek", "Zij bleef tot het donker werd.")


def test_the_same_question_answered_by_two(page, login, faults, win, anna, bram):
    login(page, anna)
    page.goto(reverse("telling:ask", args=[win.pk, "lens"]))
    with acting(bram):
        win.rewrite(types=["replication"])
    page.get_by_label("Institutionalisering").check()
    press(page, "Bewaar")
    page.get_by_text("Iemand anders beantwoordde deze vraag ook").first.wait_for()
    assert faults(page) == []
    page.locator(".both__side").last.click()
    press(page, "Bewaar")
    page.wait_for_url(f"**{win.get_absolute_url()}")
    win.refresh_from_db()
    assert win.types == ["institutionalisation"]


# --- drafts -------------------------------------------------------------------------------------


def test_a_draft_is_kept_found_again_and_told(page, login, faults, initiative, anna):
    login(page, anna)
    page.goto(reverse("telling:tell"))
    page.get_by_label("Wat is er gelukt?").fill("De sleutel van de kerk")
    assert faults(page) == []
    press(page, "Bewaar als concept")
    page.get_by_text("Concept bewaard.").first.wait_for()
    assert faults(page) == []
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('vw-draft:')).length") == 0

    page.get_by_role("link", name="De sleutel van de kerk", exact=True).click()
    assert faults(page) == []
    page.goto(reverse("home"))
    page.get_by_role("link", name="Je hebt 1 concept dat je nog niet vertelde").click()
    page.get_by_role("link", name="Ga verder").click()
    expect(page.get_by_label("Wat is er gelukt?")).to_have_value("De sleutel van de kerk")
    assert faults(page) == []
    page.get_by_label("Wat is er gelukt?").fill("Wij hebben de sleutel van de kerk")
    press(page, "Vertel het")
    page.get_by_role("heading", name="Staat erop").wait_for()
    assert SmallWin.objects.get().state == "logged"
    page.wait_for_load_state()  # the draft goes once the page has its script
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('vw-draft:')).length") == 0


@with_and_without_script
def test_a_draft_is_thrown_away_after_a_question(page, login, initiative, anna):
    SmallWin.objects.keep_draft(by=anna, submission_id=uuid.uuid4(), title="Half")
    login(page, anna)
    page.goto(reverse("telling:drafts"))
    page.get_by_role("link", name="Gooi weg").click()
    press(page, "Ja, gooi weg")
    page.get_by_text("Er zijn geen concepten.").wait_for()
    assert not SmallWin.objects.exists()


def test_a_draft_that_is_kept_without_a_connection_is_not_told_later(page, login, initiative, anna):
    login(page, anna)
    page.goto(reverse("telling:tell"))
    page.get_by_label("Wat is er gelukt?").fill("Nog niet af")
    page.context.set_offline(True)
    press(page, "Bewaar als concept")
    page.get_by_text("Concept bewaard op dit toestel.").wait_for()
    page.context.set_offline(False)
    page.goto(reverse("telling:tell"))
    page.get_by_text("Je concept van net staat er weer.").wait_for()
    expect(page.get_by_label("Wat is er gelukt?")).to_have_value("Nog niet af")
    assert not SmallWin.objects.exists()


# --- where it stands, and what happened ---------------------------------------------------------


def in_every_state(initiative, by, staff) -> dict[str, SmallWin]:
    def told(title, **details):
        return create_win(initiative=initiative, by=by, title=title, **details)

    link = CaptureLink.objects.create(initiative=initiative, created_by=by, place="bij de koffie")

    def through(title):
        words = {"title": title, "occurred_on": dt.date(2026, 3, 1), "told_as": "student"}
        return SmallWin.objects.tell_through(link, submission_id=uuid.uuid4(), **words)[0]

    wins = {
        "draft": SmallWin.objects.keep_draft(by=by, submission_id=uuid.uuid4()),
        "waiting": through("Via de poster"),
        "refused": through("Hoort hier niet"),
        "logged": told("Net verteld", confirmed=False),
        "returned": told("Met een vraag"),
        "confirmed": told("Bevestigd"),
        "withdrawn": told("Ingetrokken"),
        "merged": told("Dubbel"),
    }
    wins["refused"].withdraw(by=by, reason="Dit ging over een andere straat.")
    wins["returned"].ask(by=staff, question="Wie was erbij?\nEn hoeveel studenten waren het?")
    wins["withdrawn"].withdraw(by=by, reason="Het was een ander team.")
    wins["merged"].merge_into(wins["confirmed"], by=staff)
    return wins


def test_every_state_in_words(page, login, faults, initiative, anna, lies):
    login(page, anna)
    wins = in_every_state(initiative, anna, lies).values()
    assert faults(page, [win.get_absolute_url() for win in wins]) == []


def test_the_history_is_read_and_an_old_text_put_back(page, login, faults, win, anna, bram, lies):
    with acting(bram):
        win.rewrite(title="De wethouder kwam op bezoek", audience=Audience.NETWORK, types=["growth"])
    with acting(lies):
        win.ask(by=lies, question="Wie was erbij?")
    login(page, anna)
    page.goto(win.get_absolute_url())
    page.get_by_role("link", name="Geschiedenis").click()
    assert faults(page) == []
    page.get_by_role("button", name="Zet deze tekst terug").click()
    page.get_by_text("Deze tekst staat er weer.").wait_for()
    win.refresh_from_db()
    assert win.title == "De wethouder kwam langs"


def test_a_coordinator_reads_along_on_the_site(page, login, faults, win, initiative):
    login(page, create_user(coordinates=initiative.cities.get()))
    page.goto(win.get_absolute_url())
    assert faults(page) == []
    page.get_by_role("link", name="Stel een vraag").click()
    press(page, "Stel de vraag")
    page.get_by_text("Schrijf je vraag aan het team.").first.wait_for()
    assert faults(page) == []
    page.get_by_label("Je vraag aan het team").fill("Wie was erbij?")
    press(page, "Stel de vraag")
    page.get_by_text("Je vraag ligt bij het team.").wait_for()
    page.get_by_role("link", name="Bevestig").click()
    assert faults(page) == []
    press(page, "Ja, bevestig")
    page.get_by_text("Bevestigd. Dank je voor het meelezen.").wait_for()
    win.refresh_from_db()
    assert (win.state, win.is_for_everyone) == ("confirmed", True)


# --- at the desk of the curator -----------------------------------------------------------------


def test_a_curator_merges_and_reads_what_changed(page, login, faults, win, initiative, anna, lies):
    stays = create_win(initiative=initiative, by=anna, title="De wethouder op bezoek")
    login(page, lies)
    page.goto(reverse("admin:initiatives_smallwin_change", args=[win.pk]))
    page.get_by_role("link", name="Dit staat dubbel").click()
    page.get_by_label("Welke small win blijft?").select_option(value=str(stays.pk))
    press(page, "Laat zien wat er verhuist")
    assert faults(page) == []
    press(page, "Voeg samen")
    page.get_by_text("Samengevoegd. Dit is de small win die blijft.").wait_for()

    page.goto(reverse("admin:initiatives_smallwin_history", args=[win.pk]))
    assert faults(page) == []
    page.goto(reverse("admin:initiatives_auditentry_changelist"))
    assert faults(page) == []
    page.locator("#result_list a[href*='/change/']").first.click()
    assert faults(page) == []
    others = [
        reverse("admin:initiatives_initiative_change", args=[initiative.pk]),
        reverse("admin:initiatives_role_add"),
    ]
    assert faults(page, others) == []
