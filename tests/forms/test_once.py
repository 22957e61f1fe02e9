"""A form that arrives twice makes one row: a double tap, or sent again after "back"."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from initiatives.forms.rows import OnceForm
from initiatives.forms.texts import SubmissionField
from initiatives.models import (
    Actor,
    Evidence,
    Figure,
    FollowUp,
    Introduction,
    Judgement,
    Loss,
    NextBite,
    PilotCheck,
    Wall,
    Window,
    Wish,
)
from tests.access.sheets import sheets_on
from tests.factories import create_initiative, create_user, create_win
from tests.forms.test_changed_meanwhile import of_ours

FORMS = {
    "bites:add": (NextBite, {"text": "Bel de school"}, {"text": "Bel de wethouder"}),
    "figures:add": (
        Figure,
        {
            "measure": "students",
            "year": "2019",
            "exactness": "exact",
            "quantity": "120",
            "source": "De school",
        },
        {"source": "De gemeente"},
    ),
    "paradox:start": (PilotCheck, {"taken_on": "2026-03-02"}, {"taken_on": "2026-03-03"}),
    "outside:add_actor": (Actor, {"label": "De school", "world": "own"}, {"label": "De wethouder"}),
    "outside:add_wall": (
        Wall,
        {"name": "Geld", "kind": "money", "status": "active"},
        {"name": "Aanbesteding"},
    ),
    "outside:add_window": (Window, {"title": "Een subsidie", "kind": "money"}, {"title": "Een congres"}),
    "wishes:add": (Wish, {"statement": "Vier per jaar", "hand": "behalf"}, {"statement": "Vijf per jaar"}),
    "additions:add oordelen": (
        Judgement,
        {"perspective": "resident", "verdict": "positive"},
        {"perspective": "teacher"},
    ),
    "additions:add verliezen": (Loss, {"kind": "time", "borne_by": "teacher"}, {"borne_by": "resident"}),
    "additions:add bewijs": (
        Evidence,
        {"kind": "document", "independence": "outside", "text": "Een stuk"},
        {"text": "Nog een stuk"},
    ),
    "additions:add terugblikken": (
        FollowUp,
        {"still_stands": "yes", "checked_on": "2026-06-01"},
        {"checked_on": "2026-06-02"},
    ),
}
EVERY_FORM = pytest.mark.parametrize("name", FORMS)


def opened(client, name: str, initiative) -> tuple[str, dict]:
    """The address of the form, and what the page sends when it was filled in."""
    view, _space, of_a_win = name.partition(" ")
    of = [create_win(initiative=initiative).pk, of_a_win] if of_a_win else [initiative.slug]
    address = reverse(view, args=of)
    (sheet,) = sheets_on(address, client.get(address).text)
    words = FORMS[name][1]
    if name == "wishes:add":
        words = words | {"partnership": str(initiative.partnerships.get().pk)}
    return address, sheet.sent | words


@EVERY_FORM
def test_a_form_that_arrives_twice_is_one_row(client, initiative, team_member, name):
    client.force_login(team_member)
    address, sent = opened(client, name, initiative)
    assert [client.post(address, sent).status_code for _ in range(2)] == [302, 302]
    assert FORMS[name][0].objects.count() == 1


@EVERY_FORM
def test_other_words_after_back_are_another_row(client, initiative, team_member, name):
    client.force_login(team_member)
    address, sent = opened(client, name, initiative)
    client.post(address, sent)
    assert [client.post(address, sent | FORMS[name][2]).status_code for _ in range(2)] == [302, 302]
    assert FORMS[name][0].objects.count() == 2


@pytest.mark.parametrize("name", ["bites:add", "paradox:start", "outside:add_actor", "outside:add_window"])
def test_the_same_words_at_another_initiative_are_another_row(client, initiative, team_member, name):
    other = create_initiative()
    team_member.memberships.create(initiative=other)
    client.force_login(team_member)
    address, sent = opened(client, name, initiative)
    client.post(address, sent)
    assert client.post(reverse(name, args=[other.slug]), sent).status_code == 302
    assert FORMS[name][0].objects.filter(initiative=other).count() == 1


@EVERY_FORM
def test_a_number_of_somebody_else_is_no_reason_to_make_nothing(client, initiative, team_member, name):
    client.force_login(team_member)
    address, sent = opened(client, name, initiative)
    client.post(address, sent)
    client.force_login(create_user(member_of=initiative))
    answer = client.post(address, sent)
    if name in ("figures:add", "outside:add_wall"):
        assert answer.status_code == 422, "the same wall, or number of a source, stands once, whoever says it"
    else:
        assert FORMS[name][0].objects.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["bites:add", "paradox:start", "outside:add_actor"])
def test_two_taps_at_one_moment_are_one_row(client, initiative, team_member, name):
    client.force_login(team_member)
    address, sent = opened(client, name, initiative)
    gate, answers = threading.Barrier(2, timeout=30), []

    def tap():
        browser = Client()
        browser.force_login(team_member)
        gate.wait()
        answers.append(browser.post(address, sent).status_code)
        connection.close()

    taps = [threading.Thread(target=tap) for _ in range(2)]
    for each in taps:
        each.start()
    for each in taps:
        each.join()
    assert answers == [302, 302]
    assert FORMS[name][0].objects.count() == 1


def test_every_form_that_makes_a_row_once_is_tried():
    makes = {form.makes for form in of_ours(OnceForm) if isinstance(getattr(form, "makes", None), type)}
    kept = {
        form._meta.model for form in of_ours(OnceForm) if getattr(getattr(form, "_meta", None), "model", None)
    }
    elsewhere = {Introduction}  # tests/views/test_introductions.py: it takes two initiatives
    assert makes | kept == {model for model, *_words in FORMS.values()} | elsewhere
    assert isinstance(OnceForm.base_fields["number"], SubmissionField)
