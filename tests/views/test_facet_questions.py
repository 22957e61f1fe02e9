"""The questions about the sort of win, one at a time: silence, an answer and "I don't know" are three things."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from initiatives.lenses import Audience, CompanyAnswer, LossAnswer, Severity, WallAnswer, WallStatus
from initiatives.models import Loss, acting
from tests.factories import create_partner, create_user, create_win
from tests.factories_facets import create_loss
from tests.factories_outside import create_wall


@pytest.fixture
def win(initiative):
    return create_win(initiative=initiative)


@pytest.fixture
def partner(initiative):
    return initiative.partnerships.get().partner


def question(win, step: str, *, just_told: bool = False) -> str:
    return reverse("telling:ask", args=[win.pk, step]) + ("?verteld=ja" if just_told else "")


def opened(client, win, step: str) -> dict:
    form = client.get(question(win, step)).context["form"]
    return {field.name: field.value() for field in form if field.value() is not None}


@pytest.mark.parametrize(
    ("step", "answer", "field", "stored"),
    [
        ("gebeurd", {"concrete": "yes"}, "concrete", "yes"),
        ("gebeurd", {"completed": "unknown"}, "completed", "unknown"),
        ("soort", {"kinds": ["rule", "story"]}, "kinds", ["rule", "story"]),
        ("soort", {"kinds": ["unknown"]}, "kinds", ["unknown"]),
        ("verlies", {"loss_answer": "nothing_seen"}, "loss_answer", "nothing_seen"),
        ("verlies", {"loss_answer": "unknown"}, "loss_answer", "unknown"),
        ("erbij", {"partners": ["geen"]}, "company_answer", "none"),
        ("erbij", {"partners": ["unknown"]}, "company_answer", "unknown"),
        ("grootte", {"size": "large"}, "size", "large"),
        ("gekoppeld", {"coupled": "both"}, "coupled", "both"),
        ("droom", {"serves_dream": "partly"}, "serves_dream", "partly"),
        ("muur", {"wall": "none"}, "wall_answer", "none"),
        ("muur", {"wall": "unknown"}, "wall_answer", "unknown"),
    ],
)
def test_each_answer_is_kept_shown_and_taken_back(member, win, step, answer, field, stored):
    assert member.post(question(win, step), answer).status_code == 302
    win.refresh_from_db()
    assert getattr(win, field) == stored
    again = member.get(question(win, step)).text
    for codes in answer.values():
        for code in codes if isinstance(codes, list) else [codes]:
            assert re.search(f'value="{code}"[^>]* checked', again)
    member.post(question(win, step), {})
    win.refresh_from_db()
    assert getattr(win, field) is None


@pytest.mark.parametrize(
    ("step", "answer"),
    [
        ("gebeurd", {"concrete": "maybe"}),
        ("soort", {"kinds": ["rule", "unknown"]}),
        ("erbij", {"partners": ["999999"]}),
        ("verlies", {"loss_answer": "lots"}),
        ("grootte", {"size": "huge"}),
    ],
)
def test_an_impossible_answer_is_refused_and_nothing_is_kept(member, win, step, answer):
    assert member.post(question(win, step), answer).status_code == 422
    win.refresh_from_db()
    assert (win.concrete, win.kinds, win.company_answer, win.loss_answer, win.size) == (None,) * 5


def test_the_page_after_the_last_question_offers_more(member, win):
    assertContains(
        member.get(question(win, "foto", just_told=True)), question(win, "grootte", just_told=True)
    )
    page = member.get(question(win, "grootte", just_told=True))
    assertContains(page, "Nog 4 vragen, je mag ze allemaal overslaan")
    assertContains(page, question(win, "gekoppeld", just_told=True))
    assertContains(member.get(question(win, "muur", just_told=True)), "Laatste vraag")


def test_the_dream_stands_beside_its_question(member, win):
    win.initiative.dream = "Elke student in de wijk"
    win.initiative.save()
    assertContains(member.get(question(win, "droom")), "Elke student in de wijk")


# --- who was there ----------------------------------------------------------------------------
def test_the_partners_of_the_initiative_can_be_ticked(member, win, partner):
    other = create_partner(name="Buiten dit initiatief")
    page = member.get(question(win, "erbij"))
    assertContains(page, partner.name)
    assertNotContains(page, other.name)
    member.post(question(win, "erbij"), {"partners": [str(partner.pk)]})
    win.refresh_from_db()
    assert (list(win.partners.all()), win.company_answer) == ([partner], None)
    member.post(question(win, "erbij"), {"partners": ["geen"]})
    win.refresh_from_db()
    assert (list(win.partners.all()), win.company_answer) == ([], CompanyAnswer.NOBODY)


def test_a_partner_and_nobody_else_do_not_go_together(member, win, partner):
    page = member.post(question(win, "erbij"), {"partners": [str(partner.pk), "geen"]})
    assertContains(page, "Die gaan niet samen", status_code=422)


def test_two_people_say_who_was_there_and_the_second_sees_both(member, win, partner):
    typed = opened(member, win, "erbij") | {"partners": ["geen"]}
    with acting(create_user()):
        win.say_who_was_there([partner], None)
    page = member.post(question(win, "erbij"), typed)
    assertContains(page, "Iemand anders beantwoordde deze vraag ook", status_code=409)
    assertContains(page, partner.name, status_code=409)
    assert list(win.partners.all()) == [partner]
    version = page.context["form"]["version"].value()
    member.post(question(win, "erbij"), typed | {"version": version, "keep_partners": "theirs"})
    assert list(win.partners.all()) == [partner]
    member.post(question(win, "erbij"), typed | {"version": version, "keep_partners": "mine"})
    assert not win.partners.exists()


def test_silence_does_not_wipe_whom_somebody_else_named(member, win, partner):
    typed = opened(member, win, "erbij")
    win.say_who_was_there([partner], None)
    assertContains(member.post(question(win, "erbij"), typed, follow=True), "Dat blijft staan")
    assert list(win.partners.all()) == [partner]


# --- which wall gave way ----------------------------------------------------------------------
def test_the_question_moves_a_wall_and_says_what_stands_there(member, win):
    wall = create_wall(initiative=win.initiative, name="Rooster vast", since=dt.date(2020, 1, 1))
    assert member.post(question(win, "muur"), {"wall": wall.pk, "effect": "breached"}).status_code == 302
    assert win.wall_moves.get().effect == WallStatus.BREACHED
    page = member.get(question(win, "muur"))
    assertContains(page, "Dit staat er al:")
    assertContains(page, reverse("outside:add_wall", args=[win.initiative.slug]))
    for skipped in ({}, {"clear": "1"}):
        member.post(question(win, "muur"), skipped)
        assert win.wall_moves.count() == 1


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"wall": "here"}, "Kies wat de small win met de muur deed."),
        ({"effect": "gone"}, "Kies ook welke muur het was"),
        ({"wall": "none", "effect": "gone"}, "Kies ook welke muur het was"),
        ({"wall": "elsewhere", "effect": "gone"}, "Dit antwoord kennen we niet."),
        ({"wall": "later", "effect": "gone"}, "Deze small win was eerder"),
        ({"wall": "none"}, "Er staat al een muur bij."),
    ],
)
def test_an_answer_about_walls_that_cannot_be_comes_back(member, win, team_member, sent, sentence):
    here = create_wall(initiative=win.initiative)
    later = create_wall(initiative=win.initiative, since=timezone.localdate())
    here.moved_by(win, WallStatus.BREACHED, by=team_member)
    walls = {"here": here.pk, "later": later.pk, "elsewhere": create_wall().pk}
    sent = sent | ({"wall": walls[sent["wall"]]} if sent.get("wall") in walls else {})
    assertContains(member.post(question(win, "muur"), sent), sentence, status_code=422)
    assert win.wall_moves.get().effect == WallStatus.BREACHED


def test_no_wall_does_not_write_over_an_answer_nobody_saw(member, win):
    wall = create_wall(initiative=win.initiative)
    typed = opened(member, win, "muur") | {"wall": wall.pk, "effect": "gone"}
    win.say(wall_answer=WallAnswer.NONE)
    assert member.post(question(win, "muur"), typed).status_code == 409
    assert member.post(question(win, "muur"), typed | {"keep_wall": "theirs"}).status_code == 302
    win.refresh_from_db()
    assert (win.wall_answer, win.wall_moves.count()) == (WallAnswer.NONE, 0)


# --- what got lost ----------------------------------------------------------------------------
LOST = {
    "loss_answer": "something",
    "kind": "time",
    "borne_by": "teacher",
    "severity": "felt",
    "note": "Avonden werk",
    "audience": "team",
}


def test_something_becomes_one_loss(member, win, team_member):
    assert member.post(question(win, "verlies"), LOST).status_code == 302
    loss = Loss.objects.get()
    assert (loss.win, loss.initiative, loss.told_by) == (win, win.initiative, team_member)
    assert (loss.severity, loss.note, loss.audience) == (Severity.FELT, "Avonden werk", Audience.TEAM)
    win.refresh_from_db()
    assert win.loss_answer == LossAnswer.SOMETHING


@pytest.mark.parametrize(
    ("happened", "seen_on"),
    [
        ({"occurred_on": dt.date(2023, 3, 1)}, dt.date(2023, 3, 1)),
        ({"occurred_on": dt.date(2023, 1, 1), "precision": "quarter"}, dt.date(2023, 3, 31)),
        ({"occurred_on": timezone.localdate().replace(month=1, day=1), "precision": "year"}, None),
        ({"occurred_on": None, "sources": "krant"}, None),
    ],
)
def test_a_loss_was_seen_with_its_win_and_never_tomorrow(member, initiative, happened, seen_on):
    win = create_win(initiative=initiative, **happened)
    member.post(question(win, "verlies"), LOST)
    assert win.losses.get().seen_on == (seen_on or timezone.localdate())
    form = member.get(reverse("additions:add", args=[win.pk, "verliezen"])).context["form"]
    assert form["seen_on"].value() == (seen_on or timezone.localdate())


def test_filling_in_a_loss_says_that_there_is_one(member, win):
    member.post(question(win, "verlies"), LOST | {"loss_answer": ""})
    win.refresh_from_db()
    assert (win.loss_answer, win.losses.count()) == (LossAnswer.SOMETHING, 1)


def test_the_same_form_twice_is_one_loss(member, win):
    words = opened(member, win, "verlies") | LOST
    for _ in range(2):
        member.post(question(win, "verlies"), words | {"version": ""})
    assert win.losses.count() == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"kind": ""}, "Kies wat er verloren ging."),
        ({"borne_by": ""}, "Kies voor wie."),
        ({"loss_answer": "nothing_seen"}, "Je vulde ook in wat er verloren ging."),
        ({"kind": "lots"}, "Dit antwoord kennen we niet."),
    ],
)
def test_a_refused_loss_keeps_what_was_typed(member, win, words, sentence):
    page = member.post(question(win, "verlies"), LOST | words)
    assertContains(page, sentence, status_code=422)
    assertContains(page, "Avonden werk", status_code=422)
    assert not Loss.objects.exists()


def test_a_loss_that_is_there_cannot_be_denied(member, win):
    create_loss(win)
    page = member.get(question(win, "verlies"))
    assertContains(page, "Dit staat er al:")
    assertNotContains(page, "Haal het antwoord weg")
    for answer in ({"loss_answer": "nothing_seen"}, {"clear": "1"}, {}):
        page = member.post(question(win, "verlies"), answer)
        assertContains(page, "Haal dat eerst weg.", status_code=422)
    assert member.post(question(win, "verlies"), {"loss_answer": "something"}).status_code == 302
    assert win.losses.count() == 1


def test_nothing_seen_meets_a_loss_that_somebody_just_wrote_down(member, win):
    typed = opened(member, win, "verlies") | {"loss_answer": "nothing_seen"}
    create_loss(win)
    assert member.post(question(win, "verlies"), typed).status_code == 409
    win.refresh_from_db()
    assert win.loss_answer == LossAnswer.SOMETHING
