"""Sentences that were false once. Each stands beside what it hides, and fails on the code that said it."""

import pytest
from django.urls import reverse

from initiatives.lenses import Audience, LossAnswer
from tests.factories import create_user, create_win
from tests.factories_profile import create_loss


def read(client, page: str, *of: object, user=None, **asked: str) -> str:
    """The words of a page, as somebody reads them; a visitor where nobody is named."""
    client.logout()
    if user:
        client.force_login(user)
    answer = client.get(reverse(page, args=of), asked)
    return " ".join(answer.content.decode().split())


# ------------------------------------------------------------------ what got lost
PAGES_OF_LOSSES = ["initiatives:profile", "initiatives:tables", "initiatives:losses", "stories:sheet"]


@pytest.mark.parametrize("page", PAGES_OF_LOSSES)
def test_a_loss_that_a_visitor_may_not_read_is_hidden_and_never_nothing(client, initiative, page):
    win = create_win(initiative=initiative, loss_answer=LossAnswer.SOMETHING)
    create_loss(win=win, audience=Audience.NETWORK)
    text = read(client, page, initiative.slug)
    assert "leest alleen wie inlogt" in text
    for nothing in ("geen verlies genoemd", "0 verliezen", "Dat is iets anders dan dat er geen was"):
        assert nothing not in text


@pytest.mark.parametrize("page", PAGES_OF_LOSSES)
def test_where_a_team_keeps_a_loss_for_itself_no_page_says_that_none_was_named(client, initiative, page):
    win = create_win(initiative=initiative, loss_answer=LossAnswer.SOMETHING)
    create_loss(win=win, audience=Audience.TEAM)
    text = read(client, page, initiative.slug, user=create_user())
    assert "er staat geen verlies bij" in text or "Er staat geen keerzijde bij." in text
    assert "verlies genoemd" not in text and "keerzijde genoemd" not in text


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (None, "is er nog niet naar gevraagd"),
        (LossAnswer.NOTHING_SEEN, "bij elke small win is gekeken en niets gezien"),
        (LossAnswer.UNKNOWN, "Dat is iets anders dan dat er geen was"),
    ],
)
def test_not_asked_and_nothing_seen_are_two_sentences_in_the_list_of_losses(
    client, initiative, answer, sentence
):
    create_win(initiative=initiative, loss_answer=answer)
    assert sentence in read(client, "initiatives:losses", initiative.slug)


def test_a_filter_that_finds_no_loss_says_no_more_than_that(client, initiative):
    create_loss(win=create_win(initiative=initiative, loss_answer=LossAnswer.SOMETHING))
    text = read(client, "initiatives:losses", initiative.slug, van="student")
    assert "Geen verlies dat hierbij past." in text
