"""Is this still so? Asked by mail, answered with a word that works once."""

import datetime as dt

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from initiatives.models import AuditEntry, Initiative, StillQuestion, StillWord
from tests.factories import create_initiative, create_user, create_win

pytestmark = pytest.mark.django_db


@pytest.fixture
def garden():
    made = create_initiative(title="Buurttuin")
    made.published_at = timezone.now() - dt.timedelta(days=400)
    made.save()
    return made


@pytest.fixture
def lead(garden):
    return create_user(lead_of=garden)


@pytest.fixture
def word(garden, lead):
    StillQuestion.objects.ask(garden)
    return StillWord.objects.get()


def page(client, word, **asked) -> str:
    return client.get(word.get_absolute_url(), asked).content.decode()


def say(client, word, answer: str):
    return client.post(word.get_absolute_url(), {"antwoord": answer})


def test_only_its_leads_are_asked(garden, lead):
    create_user(member_of=garden)
    StillQuestion.objects.ask(garden)
    assert [word.user for word in StillWord.objects.all()] == [lead]


def test_of_the_word_only_the_digest_is_kept(word):
    assert word.token not in str(StillWord.objects.values().get())


def test_a_look_changes_nothing(client, word):
    for answer in ("klopt", "veranderd", "gestopt", "onzin"):
        assert "Klopt dit nog?" in page(client, word, antwoord=answer)
    assert StillQuestion.objects.get().answered_at is None
    assert word.get_absolute_url() in page(client, word)


def test_still_so_stands_on_the_page_of_the_initiative(client, word, lead):
    say(client, word, "klopt")
    question = StillQuestion.objects.get()
    assert (question.answer, question.answered_by) == ("klopt", lead)
    shown = client.get(question.initiative.get_absolute_url()).content.decode()
    assert question.said in shown
    assert lead.display_name not in shown


def test_the_audit_says_who_said_it(client, word, lead):
    say(client, word, "klopt")
    assert AuditEntry.objects.of_row(StillQuestion.objects.get()).filter(actor=lead).exists()


def test_the_second_use_says_so_in_words(client, word):
    say(client, word, "klopt")
    again = say(client, word, "gestopt")
    assert again.status_code == 409
    assert "Je antwoordde op" in again.content.decode()
    assert StillQuestion.objects.get().answer == "klopt"


def test_another_lead_reads_that_a_colleague_answered(client, garden, lead):
    create_user(lead_of=garden)
    StillQuestion.objects.ask(garden)
    first, second = StillWord.objects.order_by("made_at")
    say(client, first, "klopt")
    assert "Een collega antwoordde op" in page(client, second)
    assert say(client, second, "gestopt").status_code == 409


def test_a_change_leads_to_the_form(client, word, garden):
    assert say(client, word, "veranderd").url == reverse("initiatives:edit", args=[garden.slug])


def test_stopped_changes_nothing_without_an_account(client, word, garden):
    answer = say(client, word, "gestopt")
    assert answer.url == reverse("initiatives:edit", args=[garden.slug]) + "#id_ended_on"
    assert client.get(answer.url).status_code == 302
    garden.refresh_from_db()
    assert garden.ended_on is None


def test_a_word_that_expired_says_so(client, word):
    long_ago = timezone.now() - dt.timedelta(days=31)
    StillWord.objects.update(made_at=long_ago, expires_at=long_ago + dt.timedelta(days=30))
    assert "langer dan dertig dagen geleden" in page(client, word)
    assert say(client, word, "klopt").status_code == 409


def test_a_made_up_word_opens_nothing(client, word):
    assert client.get(reverse("still:answer", args=["verzonnen"])).status_code == 404
    assert client.post(reverse("still:answer", args=["verzonnen"]), {"antwoord": "klopt"}).status_code == 404


def test_somebody_who_left_the_team_answers_nothing(client, word, lead):
    lead.memberships.all().delete()
    assert "je zit niet meer in dit team" in page(client, word)
    assert say(client, word, "klopt").status_code == 409


def test_an_answer_that_we_do_not_know_asks_again(client, word):
    assert say(client, word, "misschien").status_code == 200
    assert StillWord.objects.usable().filter(pk=word.pk).exists()


def test_it_is_asked_once_in_half_a_year(garden, lead):
    assert StillQuestion.objects.ask(garden) is not None
    assert StillQuestion.objects.ask(garden) is None
    StillQuestion.objects.update(asked_at=timezone.now() - dt.timedelta(days=184))
    assert StillQuestion.objects.ask(garden) is not None


def test_the_answer_breaks_no_silence_on_the_profile(client, word, garden):
    say(client, word, "klopt")
    wins = create_win(occurred_on=dt.date(2026, 1, 1)).__class__.objects.standing()
    assert Initiative.objects.silent(wins).contains(garden)


@pytest.mark.parametrize(
    "how",
    [
        lambda garden: create_win(initiative=garden),
        lambda garden: garden.unpublish(),
        lambda garden: Initiative.objects.filter(pk=garden.pk).update(ended_on=timezone.localdate()),
    ],
    ids=["something was told", "nobody may read it", "it stopped"],
)
def test_it_is_not_asked_where(garden, lead, how):
    how(garden)
    assert StillQuestion.objects.ask(garden) is None


def test_an_answer_has_a_day_and_a_person(garden):
    with pytest.raises(IntegrityError, match="still_question_answered_together"):
        StillQuestion.objects.create(initiative=garden, answer="klopt")
