"""What comes in for somebody goes in one mail a day, which says why it comes and how it stops."""

import datetime as dt
from itertools import pairwise

import pytest
from django.core import mail
from django.db.models import F
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from initiatives.exchange.post import deliver
from initiatives.lenses import BUNDLED, LetterKind
from initiatives.models import Letter, MailOff
from initiatives.models.letters import A_DAY, stopped_by, word_to_stop
from tests import factories
from tests.mail_server import mail_server

pytestmark = pytest.mark.letters_wait


def letter(reader, kind=LetterKind.WELCOME, *, n: int = 0, programme=None, **more) -> Letter:
    return Letter.objects.create(
        kind=kind,
        programme=programme or factories.create_programme(),
        reader=reader,
        to=reader.email,
        language="nl",
        subject=f"Brief {n}",
        body=f"Dit is brief {n}.",
        site="https://vliegwiel.example",
        **more,
    )


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    with mail_server() as running:
        settings.EMAIL_PORT = running.port
        yield running


# --- At most one mail a day -------------------------------------------------------------------
def later(step: dt.timedelta) -> None:
    """So much time goes by for all letters."""
    for column in ("made_at", "due_at", "sent_at"):
        Letter.objects.exclude(**{column: None}).update(**{column: F(column) - step})


def test_the_first_goes_at_once_and_what_comes_that_day_goes_together(outsider):
    programme = factories.create_programme()
    for n, kind in enumerate([LetterKind.TIE, LetterKind.REQUEST, LetterKind.OPENING]):
        letter(outsider, kind, n=n, programme=programme)
        deliver()
    assert [each.subject for each in mail.outbox] == ["Brief 0"]
    later(A_DAY)
    deliver()
    assert [each.subject for each in mail.outbox] == ["Brief 0", "2 dingen wachten op je"]
    assert all(
        words in mail.outbox[1].body
        for words in ("- Brief 1\n- Brief 2", "Dit is brief 1.", "Dit is brief 2.")
    )
    assert not Letter.objects.waiting().exists()


def test_a_letter_that_somebody_asked_for_does_not_wait(outsider):
    programme = factories.create_programme()
    for kind in (LetterKind.TIE, LetterKind.WELCOME, LetterKind.TIE):
        letter(outsider, kind, programme=programme)
    letter(outsider, LetterKind.INVITATION, programme=programme)
    deliver()
    assert len(mail.outbox) == 3  # both ties in one


def test_a_bundle_that_is_sent_again_says_the_same(server, outsider):
    programme = factories.create_programme()
    letter(outsider, LetterKind.TIE, n=1, programme=programme)
    letter(outsider, LetterKind.TIE, n=2, programme=programme)
    server.refusal = (451, "nu even niet")
    deliver()
    letter(outsider, LetterKind.TIE, n=3, programme=programme)  # it is tried again with what it had
    server.refusal = None
    Letter.objects.filter(tries__gt=0).update(due_at=timezone.now())
    deliver()
    assert server.subjects == ["2 dingen wachten op je"]
    assert Letter.objects.waiting().get().subject == "Brief 3"


def test_one_of_a_bundle_that_was_given_up_is_sent_again_with_all_of_it(server, outsider):
    programme = factories.create_programme()
    carrier, carried = (letter(outsider, LetterKind.TIE, n=n, programme=programme) for n in (1, 2))
    server.unknown = True
    deliver()
    carried.refresh_from_db()
    assert (carried.bundle, bool(carried.given_up_at)) == (carrier, True)
    server.unknown = False
    assert carried.try_again()
    deliver()
    assert server.subjects == ["2 dingen wachten op je"]
    assert not Letter.objects.filter(sent_at=None).exists()


def test_a_mail_about_several_kinds_says_of_each_how_it_stops(outsider):
    programme = factories.create_programme()
    kinds = [LetterKind.TIE, LetterKind.REQUEST, LetterKind.REQUEST]
    for kind in kinds:
        letter(outsider, kind, programme=programme)
    deliver()
    (sent,) = mail.outbox
    assert [sent.body.count(word_to_stop(outsider.pk, kind)) for kind in kinds] == [1, 1, 1]


WEEK = st.lists(st.tuples(st.integers(0, 49), st.sampled_from(BUNDLED)), max_size=9)


@settings(max_examples=3)
@given(week=st.lists(WEEK, min_size=28, max_size=28))
def test_fifty_people_get_one_mail_a_day_at_most_in_any_week(week):
    """Each quarter of a day some things come in. All of it arrives, and nobody has two mails within 24 hours."""
    Letter.objects.all().delete()
    programme = factories.create_programme()
    people = [factories.create_user() for _each in range(50)]
    came = {person.email: [] for person in people}
    for quarter, things in enumerate([*week, *[[]] * 4]):
        mail.outbox.clear()
        for whose, kind in things:
            letter(people[whose], kind, programme=programme)
        deliver(most=1000)
        for each in mail.outbox:
            came[each.to[0]].append(quarter)
        later(A_DAY / 4)
    assert all(b - a >= 4 for at in came.values() for a, b in pairwise(at))
    assert not Letter.objects.waiting().exists()


# --- Who does not want it ---------------------------------------------------------------------
def test_a_mail_about_what_comes_in_says_why_and_how_it_stops(outsider):
    letter(outsider, LetterKind.TIE)
    deliver()
    sent = mail.outbox[0]
    word = word_to_stop(outsider.pk, LetterKind.TIE)
    assert sent.extra_headers["List-Unsubscribe"] == f"<https://vliegwiel.example/mail/uit/{word}/>"
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "een ander team legde een verband" in sent.body
    assert word in sent.body


def test_an_answer_to_what_one_asked_cannot_be_stopped(outsider):
    letter(outsider, LetterKind.WELCOME)
    deliver()
    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers


def test_a_word_that_was_made_up_stops_nothing(outsider):
    word = word_to_stop(outsider.pk, LetterKind.TIE)
    assert stopped_by(word) == (outsider, LetterKind.TIE)
    assert stopped_by(f"{word}x") is None
    assert stopped_by(word_to_stop(outsider.pk, LetterKind.WELCOME)) is None


def test_a_choice_keeps_what_is_unwanted_and_nothing_else(outsider):
    MailOff.objects.choose(outsider, {LetterKind.TIE, LetterKind.REQUEST})
    MailOff.objects.choose(outsider, {LetterKind.TIE, LetterKind.OPENING})
    assert {each.kind for each in outsider.mail_off.all()} == {"tie", "opening"}
