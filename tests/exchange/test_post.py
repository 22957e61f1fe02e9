"""Letters wait until somebody sends them: none is lost, none is read twice, and no page waits for a mail server."""

import datetime as dt
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone, translation

from initiatives.exchange.letters import keep_periodic
from initiatives.exchange.periodic_letters import write_week_mail
from initiatives.exchange.post import deliver
from initiatives.exchange.rounds import GONE_AFTER, LIFE, Act, nobody_sends, show_life
from initiatives.lenses import LetterTrouble
from initiatives.models import Invitation, Letter, SmallWin, User
from initiatives.models.letters import IN_HAND, KEPT, PAUSES, TRIED_FOR
from tests.factories import create_letter, create_programme, create_user, create_win
from tests.mail_server import mail_server

PROJECT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.django_db, pytest.mark.letters_wait]


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    with mail_server() as there:
        settings.EMAIL_PORT = there.port
        yield there


def ago(age: dt.timedelta) -> dt.datetime:
    return timezone.now() - age


# --- written ----------------------------------------------------------------------------------
def test_a_letter_and_its_cause_are_kept_together_or_not_at_all(client, initiative, lead):
    client.force_login(lead)
    words = {"email": "nieuw@voorbeeld.example", "role": "member"}
    page = reverse("teams:invite", args=[initiative.slug])
    with transaction.atomic():
        client.post(page, words)
        assert (Invitation.objects.count(), Letter.objects.count(), mail.outbox) == (1, 1, [])
        transaction.set_rollback(True)
    assert not Invitation.objects.exists()
    assert not Letter.objects.exists()


def test_letters_of_somebody_who_leaves_go_with_them():
    reader = create_user()
    create_letter(reader=reader)
    reader.delete()
    assert not Letter.objects.exists()


def test_no_letter_holds_the_name_or_an_address_of_somebody_who_left():
    gone, other = create_user(email="gaat@voorbeeld.example"), create_user()
    User.objects.filter(pk=gone.pk).update(display_name="Jo (de Wit)")
    gone.refresh_from_db()
    create_letter(reader=gone, to=gone.email), create_letter(to="Gaat@voorbeeld.example")
    waits = create_letter(reader=other, subject=f"{gone} wil meedoen", body=f"Dag, {gone}!")
    went = create_letter(reader=other, language="en", subject=f"{gone} is in the team")
    went.went()
    gone.anonymise()
    rows = {row.pk: (row.subject, row.body) for row in Letter.objects.all()}
    assert rows == {
        waits.pk: ("iemand die niet meer meedoet wil meedoen", "Dag, iemand die niet meer meedoet!"),
        went.pk: (f"{left_in_english()} is in the team", ""),
    }


def left_in_english() -> str:
    with translation.override("en"):
        return str(User())


def test_a_letter_about_somebody_of_a_longer_name_stays_as_it_is():
    gone, other = create_user(), create_user()
    User.objects.filter(pk=gone.pk).update(display_name="Jo")
    gone.refresh_from_db()
    letter = create_letter(reader=other, subject="Joke wil meedoen in Jordaan")
    gone.anonymise()
    letter.refresh_from_db()
    assert letter.subject == "Joke wil meedoen in Jordaan"


# --- sent -------------------------------------------------------------------------------------
def test_a_letter_that_is_due_is_sent_once_and_its_words_are_not_kept(settings):
    settings.SITE_ADDRESS = "https://vliegwiel.example"
    letter, later = create_letter(), create_letter(due_at=timezone.now() + dt.timedelta(hours=1))
    assert (deliver(), deliver()) == (1, 0)
    (sent,) = mail.outbox
    assert (sent.to, sent.body.splitlines()[0]) == (["iemand@voorbeeld.example"], "Dag")
    assert sent.extra_headers["Message-ID"] == f"<{letter.pk}@vliegwiel.example>"
    letter.refresh_from_db(), later.refresh_from_db()
    assert (letter.body, bool(letter.sent_at), later.sent_at) == ("", True, None)


def test_a_server_that_is_away_or_busy_gets_it_later_and_after_three_days_nobody_tries(server):
    letter = create_letter()
    server.refusal = (451, "nu even niet")
    deliver()
    letter.refresh_from_db()
    assert (letter.trouble, letter.tries, letter.given_up_at) == (LetterTrouble.BUSY, 1, None)
    assert timezone.now() < letter.due_at <= timezone.now() + PAUSES[0]
    Letter.objects.update(due_at=timezone.now())
    server.shutdown(), server.server_close()
    deliver()
    letter.refresh_from_db()
    assert (letter.trouble, letter.tries) == (LetterTrouble.UNREACHABLE, 2)
    assert letter.due_at > timezone.now() + PAUSES[0]
    Letter.objects.update(due_at=timezone.now(), made_at=ago(TRIED_FOR))
    deliver()
    letter.refresh_from_db()
    assert (letter.trouble, bool(letter.given_up_at), letter.body) == (LetterTrouble.TOO_LONG, True, "Dag")


def test_an_address_that_takes_nothing_is_tried_once(server):
    letter = create_letter()
    server.unknown = True
    assert (deliver(), deliver()) == (1, 0)
    letter.refresh_from_db()
    assert (letter.trouble, bool(letter.given_up_at)) == (LetterTrouble.REFUSED, True)


def test_one_letter_that_fails_holds_no_other_back(server):
    create_letter(to="weg@voorbeeld.example"), create_letter()
    server.refusal = (451, "nu even niet")
    assert deliver() == 2
    server.refusal = None
    Letter.objects.update(due_at=timezone.now())
    assert (deliver(), len(server.took)) == (2, 2)


def test_a_letter_in_hand_is_nobody_elses_until_its_time_is_over():
    letter = create_letter()
    letter.take_in_hand()
    assert deliver() == 0
    Letter.objects.update(due_at=ago(IN_HAND))
    assert deliver() == 1


# --- a worker ---------------------------------------------------------------------------------
@pytest.fixture
def worker(server, transactional_db):
    """Starts the real command against the database of this test."""
    started = []

    def start() -> subprocess.Popen:
        there = connection.settings_dict
        url = f"postgresql://{there['USER']}@/{there['NAME']}?host={there['HOST']}"
        environment = os.environ | {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "tests.worker_settings",
            "EMAIL_PORT": str(server.port),
        }
        command = [sys.executable, "manage.py", "worker", "--pause", "0.05"]
        started.append(subprocess.Popen(command, cwd=PROJECT, env=environment))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_while_it_sends_loses_no_letter_and_doubles_none(server, worker):
    letters = {f"<{create_letter().pk}@vliegwiel.invalid>" for _ in range(3)}
    server.may_answer.clear()  # it took the letter, and the worker has not heard so
    first = worker()
    assert server.has(1)
    first.send_signal(signal.SIGKILL)
    first.wait()
    server.may_answer.set()
    assert Letter.objects.waiting().count() == 3
    Letter.objects.update(due_at=timezone.now())  # some minutes later
    second = worker()
    assert server.has(4)
    second.terminate()
    assert second.wait(20) == 0  # it wrote down first what it had sent
    assert not Letter.objects.waiting().exists()
    assert set(server.took) == letters  # each came
    assert len(server.took) == len(letters) + 1  # one came twice, with the number by which a mailbox knows it


def test_an_act_is_done_once_a_day_from_its_hour_on_and_on_its_day_of_the_week(monkeypatch, fresh_limits):
    done, today = [], timezone.localtime().weekday()
    acts = [
        Act("daily", 0, lambda: done.append("daily")),
        Act("today", 0, lambda: done.append("today"), weekday=today),
        Act("tomorrow", 0, lambda: done.append("tomorrow"), weekday=(today + 1) % 7),
        Act("never", 24, lambda: done.append("never")),
    ]
    monkeypatch.setattr("initiatives.exchange.rounds.ACTS", acts)
    call_command("worker", once=True)
    call_command("worker", once=True)
    assert done == ["daily", "today"]


def test_an_act_that_fails_is_tried_again_later_and_keeps_no_other_back(monkeypatch, fresh_limits):
    done = []

    def fail():
        done.append("failed")
        raise OSError

    acts = [Act("fails", 0, fail), Act("daily", 0, lambda: done.append("daily"))]
    monkeypatch.setattr("initiatives.exchange.rounds.ACTS", acts)
    call_command("worker", once=True)
    call_command("worker", once=True)
    assert done == ["failed", "daily"]
    cache.delete(f"worker-fails-{timezone.localdate()}")  # a quarter of an hour later
    call_command("worker", once=True)
    assert done == ["failed", "daily", "failed"]


def test_a_letter_that_breaks_the_worker_keeps_no_other_back(monkeypatch):
    breaks, goes = create_letter(), create_letter()

    def send(letter):
        if letter.pk == breaks.pk:
            raise ValueError
        letter.went()

    monkeypatch.setattr("initiatives.exchange.post.send_one", send)
    assert deliver() == 2
    goes.refresh_from_db()
    assert goes.sent_at
    assert Letter.objects.waiting().get() == breaks


def test_the_acts_of_a_clock_write_letters_that_a_worker_sends(initiative, lead, client):
    create_win(initiative=initiative, title="De poort staat open")
    SmallWin.objects.update(logged_at=ago(dt.timedelta(days=1)))
    write_week_mail(keep_periodic)
    letter = Letter.objects.get(reader=lead)
    assert (letter.kind, letter.to, "De poort staat open" in letter.body) == ("week", lead.email, True)


def test_staff_read_that_nobody_sends(client, programme_staff, fresh_limits):
    create_letter(due_at=ago(dt.timedelta(minutes=11)))
    assert nobody_sends() == 1
    client.force_login(programme_staff)
    assert "geen <code>worker</code>" in client.get(reverse("admin:index")).text
    show_life()
    assert (nobody_sends(), GONE_AFTER > 60, LIFE) == (0, True, "worker-lives")
    assert "geen <code>worker</code>" not in client.get(reverse("admin:index")).text


# --- the log ----------------------------------------------------------------------------------
def test_staff_read_what_went_and_what_did_not_and_send_it_again(client, initiative, programme_staff):
    went, failed = (
        create_letter(programme=initiative.programme),
        create_letter(programme=initiative.programme),
    )
    went.went(), failed.take_in_hand(), failed.did_not_go(LetterTrouble.REFUSED)
    create_letter(to="elders@voorbeeld.example", programme=create_programme())
    client.force_login(programme_staff)
    place = reverse("admin:initiatives_letter_changelist")
    page = client.get(place).text
    assert "dit adres neemt geen post aan" in page
    assert "elders@" not in page
    assert "Dag" not in client.get(reverse("admin:initiatives_letter_change", args=[failed.pk])).text
    words = {"action": "try_again", "index": 0, "_selected_action": [str(went.pk), str(failed.pk)]}
    assert "1 brief gaat nu opnieuw." in client.post(place, words, follow=True).text
    assert [letter.pk for letter in Letter.objects.due().visible_to(programme_staff)] == [failed.pk]


def test_after_a_month_nobody_reads_to_whom_a_letter_went():
    went, failed, waits = (create_letter() for _ in range(3))
    went.went(), failed.take_in_hand(), failed.did_not_go(LetterTrouble.REFUSED)
    Letter.objects.update(made_at=ago(KEPT))
    Letter.objects.forget_old()
    rows = {row.pk: (row.to, row.subject, row.body) for row in Letter.objects.all()}
    assert rows == {went.pk: ("", "", ""), failed.pk: ("", "", ""), waits.pk: (waits.to, "Welkom", "Dag")}
    assert not Letter.objects.get(pk=failed.pk).try_again()
