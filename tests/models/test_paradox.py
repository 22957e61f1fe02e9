"""Rounds of the pilot paradox: answered alone, once and without a name; and what the database holds."""

import threading
import uuid

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from initiatives.lenses import Degree, NoDegree, Perspective, Side
from initiatives.models import AuditEntry, PilotAnswer, PilotCheck, PilotRespondent, Recognition, acting
from initiatives.models.guests import TooMany
from initiatives.models.paradox import MOST_AN_HOUR
from tests.factories import create_initiative
from tests.factories_wishes import answer, create_check


@pytest.fixture
def check(initiative):
    return create_check(initiative)


def take(check, **details):
    given = {"submission_id": uuid.uuid4(), "perspective": Perspective.TEAM, "answers": {(1, "A"): "3"}}
    return check.take(**(given | details))


@pytest.mark.parametrize(
    ("rule", "details"),
    [
        ("pilot_item_known", {"item": 13, "value": 1}),
        ("pilot_item_known", {"item": 0, "value": 1}),
        ("pilot_answer_side_known", {"side": "C", "value": 1}),
        ("pilot_answer_special_known", {"special": "maybe"}),
        ("pilot_answer_is_a_value_or_a_word", {"value": 4}),
        ("pilot_answer_is_a_value_or_a_word", {"value": 1, "special": NoDegree.UNKNOWN}),
        ("pilot_answer_is_a_value_or_a_word", {}),
        ("each_side_answered_once", {"item": 2, "value": 1}),
    ],
)
def test_the_database_refuses_an_answer(check, rule, details):
    respondent = answer(check, items=[2])
    with pytest.raises(IntegrityError, match=rule):
        PilotAnswer.objects.create(**({"respondent": respondent, "item": 1, "side": Side.PILOT} | details))


def test_an_answer_is_never_changed(check):
    answer(check)
    with pytest.raises(DatabaseError, match="stays as it was"), transaction.atomic():
        PilotAnswer.objects.update(value=0)


def test_somebody_answers_once_however_often_the_form_arrives(check):
    number = uuid.uuid4()
    first = take(check, submission_id=number)
    again = take(check, submission_id=number, answers={(1, "A"): "0"})
    assert (first[1], again) == (True, (first[0], False))
    assert [(a.item, a.side, a.value) for a in first[0].answers.all()] == [(1, "A", 3)]


@pytest.mark.parametrize(
    ("code", "value", "special"),
    [
        (Degree.NO, 0, None),
        (Degree.YES, 3, None),
        (NoDegree.UNKNOWN, None, "unknown"),
        (NoDegree.NOT_APPLICABLE, None, "n/a"),
    ],
)
def test_a_degree_is_a_value_and_another_answer_a_word(check, code, value, special):
    respondent, _ = take(check, answers={(7, "B"): code.value})
    stored = respondent.answers.get()
    assert (stored.item, stored.side, stored.value, stored.special) == (7, "B", value, special)


def test_nobody_knows_who_answered_what(check, team_member):
    """Neither who was logged in, nor what was answered, nor from which position, is in the audit."""
    with acting(team_member):
        take(check)
    tables = ["initiatives_pilotrespondent", "initiatives_pilotanswer"]
    entries = list(AuditEntry.objects.filter(table__in=tables))
    assert len(entries) == 2
    assert {entry.actor for entry in entries} == {None}
    changes = {key: value for entry in entries for key, value in entry.changes.items()}
    assert changes["perspective"] == changes["value"] == changes["submission_id"] == []
    assert {field.name for field in PilotRespondent._meta.fields} == {
        "id",
        "pilot_check",
        "perspective",
        "submission_id",
        "answered_at",
    }


def test_nobody_knows_who_shared_what(check, team_member):
    """Neither who was logged in, nor what was shared, is in the audit; and no row leads to an answer."""
    with acting(team_member):
        check.share(submission_id=uuid.uuid4(), items=[6, 1, 6])
    entry = AuditEntry.objects.get(table="initiatives_recognition")
    assert (entry.actor, entry.changes["items"], entry.changes["submission_id"]) == (None, [], [])
    assert {field.name for field in Recognition._meta.fields} == {
        "id",
        "pilot_check",
        "items",
        "submission_id",
        "shared_at",
    }
    assert Recognition.objects.get().items == [1, 6]
    with pytest.raises(DatabaseError, match="stays as it was"), transaction.atomic():
        Recognition.objects.update(items=[2])


@pytest.mark.parametrize("items", [[], [1, 2, 3, 4], [0], [13]])
def test_the_database_refuses_other_than_one_to_three_pairs(check, items):
    with pytest.raises(IntegrityError, match="recognition_of_one_to_three_pairs"):
        check.recognitions.create(items=items)


@pytest.mark.parametrize("stop", ["revoked", "expired"])
def test_a_closed_round_takes_no_answers_and_keeps_those_it_has(check, team_member, stop):
    take(check)
    if stop == "revoked":
        check.revoke(by=team_member)
    else:
        PilotCheck.objects.update(expires_at=timezone.now())
    with pytest.raises(PilotCheck.DoesNotExist):
        take(check)
    assert not PilotCheck.objects.behind(check.token).exists()
    assert check.respondents.count() == 1


def test_more_than_four_rooms_in_an_hour_is_too_many(check):
    PilotRespondent.objects.bulk_create(
        PilotRespondent(pilot_check=check, perspective=Perspective.TEAM) for _ in range(MOST_AN_HOUR)
    )
    with pytest.raises(TooMany):
        take(check)


@pytest.mark.parametrize("who", ["team_member", "lead", "programme_staff"])
def test_the_team_and_the_programme_read_rounds(check, request, who):
    assert list(PilotCheck.objects.visible_to(request.getfixturevalue(who))) == [check]


@pytest.mark.parametrize("who", ["coordinator", "outsider", "visitor"])
def test_others_read_no_rounds(check, request, who):
    reader = request.getfixturevalue(who)
    assert not PilotCheck.objects.visible_to(reader).exists()
    assert not PilotCheck.objects.editable_by(reader).exists()


def test_the_word_of_a_round_opens_no_wishes(check):
    from initiatives.models import WishLink  # the same shape of address, another purpose

    assert not WishLink.objects.behind(check.token).exists()


@pytest.mark.django_db(transaction=True)
def test_the_same_form_at_the_same_moment_is_one_answer():
    check, number = create_check(create_initiative()), uuid.uuid4()

    def send():
        take(check, submission_id=number)
        connection.close()

    phones = [threading.Thread(target=send) for _ in range(4)]
    [phone.start() for phone in phones]
    [phone.join() for phone in phones]
    assert check.respondents.count() == 1
    assert PilotAnswer.objects.count() == 1
