"""Rows on a win, in a real browser: asked on a phone without JavaScript, read by everybody."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from initiatives.forms.additions import ADDITIONS
from initiatives.forms.asking import QUESTIONS
from initiatives.lenses import Audience
from initiatives.models import Judgement, Loss, SmallWin
from tests.factories import create_initiative, create_partner, create_user, create_win, read_by_editors
from tests.factories_facets import create_evidence, create_follow_up, create_judgement, create_loss

PHONE = 360
phone = pytest.mark.parametrize("viewport", [PHONE])
without_script = pytest.mark.parametrize("javascript", [False])


@pytest.fixture
def initiative():
    return create_initiative(title="Ruimte in de kerk", partner=create_partner(name="Hogeschool Voorbeeld"))


@pytest.fixture
def teller(initiative):
    return create_user(member_of=initiative)


@pytest.fixture
def win(initiative, teller):
    return create_win(
        initiative=initiative, by=teller, title="De sleutel van de kerk", occurred_on=dt.date(2026, 3, 1)
    )


@pytest.fixture
def full(win, teller, initiative):
    """A win of which everything is known."""
    win.rewrite(
        types=["growth"], level="local", depth="different", concrete="yes", completed="yes", size="large"
    )
    win.rewrite(kinds=["rule", "new_partner"], coupled="both", serves_dream="partly")
    win.say_who_was_there(list(initiative.partners.all()), None)
    create_judgement(win, comment="Eindelijk een plek voor de buurt")
    create_judgement(win, by=teller, perspective="team")
    create_judgement(win, by=teller, perspective="student", verdict="mixed", on_behalf_of="twee studenten")
    create_loss(win, note="De docenten werken nu ook op zaterdag", severity="felt")
    create_loss(win, borne_by="resident", kind="freedom", audience=Audience.PUBLIC)
    create_evidence(win)
    create_evidence(
        win, independence="outside", kind="link", text="", url="https://krant.example/een/lang/adres"
    )
    create_follow_up(win, checked_on=dt.date(2026, 6, 1), shock="people", note="De trekker vertrok")
    return read_by_editors(win, types=["circulation"], level="vertical")


def press(page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def question(win, step: str) -> str:
    return f"/small-wins/{win.pk}/vraag/{step}/?verteld=ja"


@phone
@without_script
def test_every_question_can_be_answered_on_a_phone_without_javascript(page, login, teller, win, initiative):
    login(page, teller)
    page.goto(question(win, "verlies"))
    expect(page.get_by_label("Wat gebeurde er?")).not_to_be_visible()
    page.get_by_label("Ja, iets").check()
    page.get_by_label("Tijd of werkdruk").check()
    page.get_by_label("Docent", exact=True).check()
    page.get_by_label("Voelbaar").check()
    page.get_by_label("Wat gebeurde er?").fill("Ook op zaterdag open")
    press(page, "Verder")
    page.get_by_label("Hogeschool Voorbeeld").check()
    press(page, "Verder")
    page.get_by_role("group", name="Is het gebeurd").get_by_label("Ja").check()
    page.get_by_role("group", name="Is deze stap af?").get_by_label("Deels").check()
    press(page, "Verder")
    for _step in ("diepte", "lens", "niveau"):
        page.get_by_role("link", name="Sla over").click()
    page.get_by_role("link", name="Meer vragen").click()
    page.get_by_label("Regel of beleid").check()
    press(page, "Verder")
    page.get_by_role("link", name="Sla over").click()
    page.get_by_label("Middel").check()
    press(page, "Verder")
    page.get_by_label("In allebei").check()
    press(page, "Verder")
    page.get_by_label("Weet ik niet").check()
    press(page, "Verder")
    page.get_by_label("Geen muur").check()
    press(page, "Verder")
    page.get_by_role("link", name="Naar het kronkelpad").click()
    page.wait_for_url(re.compile("/kronkelpad/.*#win-"))

    told = SmallWin.objects.get()
    assert (told.concrete, told.completed, told.kinds) == ("yes", "partly", ["rule"])
    assert (told.size, told.coupled, told.serves_dream) == ("medium", "both", "unknown")
    assert told.wall_answer == "none"
    assert (told.partners.get().name, told.losses.get().note) == (
        "Hogeschool Voorbeeld",
        "Ook op zaterdag open",
    )


@phone
@without_script
def test_somebody_of_the_network_judges_and_takes_it_back(page, login, win):
    login(page, create_user())
    page.goto(win.get_absolute_url())
    page.get_by_role("link", name="Wat vind jij ervan?").click()
    press(page, "Bewaar")
    expect(page.get_by_text("Dit kan nog niet zo")).to_be_visible()
    page.get_by_label("Bewoner").check()
    page.get_by_label("Goed", exact=True).check()
    press(page, "Bewaar")
    expect(page.get_by_text("Een oordeel: 1 van een bewoner, uit de eerste hand.")).to_be_visible()
    page.get_by_role("link", name="Haal weg").click()
    press(page, "Ja, haal weg")
    assert not Judgement.objects.exists()


@phone
@without_script
def test_the_team_speaks_for_somebody_and_softens_a_loss(page, login, teller, win):
    loss = create_loss(win)
    login(page, teller)
    page.goto(f"/small-wins/{win.pk}/oordelen/nieuw/")
    expect(page.get_by_label("Namens wie?")).not_to_be_visible()
    page.get_by_label("Dit zei iemand anders").check()
    page.get_by_label("Namens wie?").fill("twee bewoners")
    page.get_by_label("Bewoner").check()
    page.get_by_label("Niet goed", exact=True).check()
    press(page, "Bewaar")
    expect(page.get_by_text("namens twee bewoners")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Pas aan.*werkdruk")).click()
    page.get_by_label("Verzacht").check()
    press(page, "Bewaar")
    assert Loss.objects.get(pk=loss.pk).status == "softened"


@phone
@without_script
def test_the_team_answers_the_editors(page, login, teller, full):
    login(page, teller)
    page.goto(full.get_absolute_url())
    press(page, "Neem over: verticaal")
    expect(page.get_by_text("de redactie leest circulatie")).to_be_visible()
    press(page, "Dit houden we")
    expect(page.get_by_text("Wat past beter?")).to_have_count(0)
    now = SmallWin.objects.get(pk=full.pk)
    assert (now.level, now.types, now.editor_types) == ("vertical", ["growth"], ["circulation"])


def test_nothing_stands_in_anybodys_way(page, login, teller, full, faults):
    own = full.get_absolute_url()
    found = faults(page, [own])  # to a visitor
    login(page, teller)
    found += faults(page, [own, *(question(full, step) for step in list(QUESTIONS)[4:])])
    for name in ADDITIONS:
        found += faults(page, [f"/small-wins/{full.pk}/{name}/nieuw/"])
        press(page, "Bewaar")
        page.get_by_text("Dit kan nog niet zo").wait_for()
        found += faults(page)  # refused
    loss = f"/aanvullingen/verliezen/{full.losses.first().pk}"
    assert found + faults(page, [f"{loss}/", f"{loss}/weghalen/"]) == []
