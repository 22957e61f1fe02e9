"""A question that somebody sends in: kept once, read by the staff, and its sender forgotten with the answer."""

import datetime as dt
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from initiatives.models import AuditEntry, Challenge, ChallengeProposal, ImportBatch, TooMany, User
from initiatives.models import challenge_proposals as module
from initiatives.models.imports import KEPT
from tests.factories import create_programme, create_user
from tests.factories_profile import send_in


@pytest.fixture
def staff(initiative):
    return create_user(staff_of=initiative.programme)


@pytest.fixture
def proposal(initiative):
    return send_in(programme=initiative.programme, sender="Ans, ans@voorbeeld.example")


def let_pass(proposal, *, left=dt.timedelta(0)):
    """As it stands once its sender has been kept for the whole term, but for what is `left`."""
    sent_at = timezone.now() - module.SENDER_LASTS + left
    ChallengeProposal.objects.filter(pk=proposal.pk).update(sent_at=sent_at)


def test_only_the_staff_of_its_programme_read_it(proposal, staff, team_member, coordinator):
    rival = create_user(staff_of=create_programme(name="Een ander programma"))
    read_by = [
        who
        for who in (staff, rival, team_member, coordinator, AnonymousUser())
        if ChallengeProposal.objects.visible_to(who).exists()
    ]
    assert read_by == [staff]


def test_the_same_form_twice_is_one_question_and_so_are_the_same_words_a_moment_later(proposal):
    again = {"programme": proposal.programme, "question": proposal.question}
    assert send_in(**again, submission_id=proposal.pk) == send_in(**again) == proposal
    assert ChallengeProposal.objects.count() == 1


def test_other_words_or_a_sender_from_the_same_form_are_not_lost(proposal):
    form = {"programme": proposal.programme, "submission_id": proposal.pk}
    other = send_in(**form, question="Dezelfde vraag, beter gezegd?")
    named = send_in(**form, question=proposal.question, sender="Jo, 06")
    assert len({proposal.pk, other.pk, named.pk}) == 3
    assert send_in(**form, question=proposal.question, sender="Jo, 06") == named


def test_the_number_of_an_old_form_does_not_overwrite_what_stands_under_it(proposal):
    old = timezone.now() - module.AGAIN * 2
    ChallengeProposal.objects.update(sent_at=old)
    other = send_in(programme=proposal.programme, question="Iets anders?", submission_id=proposal.pk)
    assert other.pk != proposal.pk
    assert ChallengeProposal.objects.count() == 2


def test_after_a_full_room_the_rest_waits_an_hour(proposal, monkeypatch):
    monkeypatch.setattr(module, "MOST_AN_HOUR", 1)
    with pytest.raises(TooMany):
        send_in(programme=proposal.programme, question="Nog een vraag?")


def test_it_becomes_a_question_in_the_words_of_the_staff_and_forgets_who_sent_it(proposal, staff):
    made = proposal.become("Hoe wordt de stad groener?", by=staff)
    proposal.refresh_from_db()
    assert (proposal.challenge, proposal.answer, proposal.sender) == (made, "new", "")
    assert not proposal.waits
    assert made.slug == "hoe-wordt-de-stad-groener"


def test_a_repeat_points_at_what_stood_there_and_a_no_keeps_its_reason(proposal, staff):
    known = Challenge.objects.create(title="Hoe wordt het koel?", slug="koel")
    other = send_in(programme=proposal.programme, question="Mag het zachter?")
    proposal.turn_out_to_be(known, by=staff)
    other.decline("Dat is aan de buren.", by=staff)
    assert (proposal.answer, proposal.challenge) == ("known", known)
    assert (other.answer, other.challenge, other.why) == ("declined", None, "Dat is aan de buren.")


@pytest.mark.parametrize(
    "columns",
    [
        {"answer": "new"},
        {"why": "zomaar"},
        {"answered_at": timezone.now()},
        {"answer": "zomaar"},
    ],
    ids=["no answer without who and when", "no reason without a no", "no day alone", "no unknown answer"],
)
def test_the_database_refuses_half_an_answer(proposal, columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        ChallengeProposal.objects.update(**columns)


@pytest.mark.parametrize(
    "columns",
    [{"sender": "Ans"}, {"answer": "declined"}, {"answer": "known", "why": "zo"}, {"challenge": None}],
    ids=["its sender", "a no without a reason", "a reason with a yes", "no question behind a yes"],
)
def test_the_database_refuses_an_answer_that_keeps_or_lacks_something(proposal, staff, columns):
    proposal.become("Hoe wordt de stad groener?", by=staff)
    with pytest.raises(IntegrityError), transaction.atomic():
        ChallengeProposal.objects.update(**columns)


def test_no_question_of_the_network_takes_the_address_of_the_form():
    with pytest.raises(IntegrityError), transaction.atomic():
        Challenge.objects.create(title="Nieuw", slug="nieuw")


@pytest.mark.parametrize(("left", "read"), [(dt.timedelta(minutes=5), "Ans"), (dt.timedelta(0), "")])
def test_after_half_a_year_nobody_reads_who_sent_it_though_nothing_erased_it(proposal, staff, left, read):
    let_pass(proposal, left=left)
    superuser = User.objects.create_superuser(email="beheer@voorbeeld.example", password=None)
    for who in (staff, superuser):
        seen = ChallengeProposal.objects.visible_to(who).get()
        assert (seen.said_by[:3], seen.is_remembered) == (read, bool(read))
    assert seen.sender


def test_the_next_question_erases_who_sent_one_half_a_year_ago(proposal):
    let_pass(proposal)
    send_in(programme=proposal.programme, question="Mag het zachter?", sender="Jo")
    assert set(ChallengeProposal.objects.values_list("question", "sender")) == {
        (proposal.question, ""),
        ("Mag het zachter?", "Jo"),
    }


@pytest.mark.django_db(transaction=True)  # a command begins outside of one
def test_each_night_what_has_had_its_term_is_erased(proposal):
    young = send_in(programme=create_programme(name="Elders"), question="Mag het zachter?", sender="Jo")
    let_pass(proposal)
    ended = Session.objects.create(session_key="a", session_data="", expire_date=timezone.now())
    cache.set("counted-an-hour-ago", 1, -10)
    ImportBatch.objects.create(table="partners", made_by=create_user(), made_at=timezone.now() - KEPT)
    call_command("forget", stdout=(said := StringIO()))
    assert [*ChallengeProposal.objects.exclude(sender="")] == [young]
    assert not Session.objects.filter(pk=ended.pk).exists()
    assert not ImportBatch.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from cache where cache_key like '%counted-an-hour-ago'")
        assert cursor.fetchone() == (0,)
    assert "Afzenders gewist: 1" in said.getvalue()


def test_the_audit_holds_no_word_of_who_sent_it(proposal, staff):
    proposal.decline("Dat is aan de buren.", by=staff)
    kept = str(list(AuditEntry.objects.of_row(proposal).values_list("changes", flat=True)))
    assert "ans@voorbeeld.example" not in kept
    assert proposal.question not in kept
    assert "Dat is aan de buren." in kept
