"""Sentences that were false once. Each stands beside what it hides, and fails on the code that said it."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from initiatives.lenses import Audience, LossAnswer, Precision, WallStatus
from initiatives.links import wins_url
from tests.factories import create_user, create_win
from tests.factories_outside import create_wall
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


# ------------------------------------------------------------------ the story
def test_a_win_of_which_only_the_year_is_known_may_be_of_the_next_study_year(client, initiative):
    for month in range(1, 9):
        create_win(initiative=initiative, occurred_on=dt.date(2023, month, 5))
    create_win(initiative=initiative, occurred_on=dt.date(2024, 1, 1), precision=Precision.YEAR)
    create_win(initiative=initiative, occurred_on=dt.date(2026, 1, 5))
    text = read(client, "stories:index", initiative.slug)
    assert "Van 1 hiervan is de datum niet precies bekend: die kan ook uit 2024-2025 zijn." in text
    assert "2024-2025 staat hier geen" not in text


def test_a_year_of_which_a_visitor_reads_nothing_is_not_said_to_be_untold(client, initiative):
    for month in range(1, 9):
        create_win(initiative=initiative, occurred_on=dt.date(2023, month, 5))
    create_win(initiative=initiative, occurred_on=dt.date(2024, 10, 5), audience=Audience.NETWORK)
    create_win(initiative=initiative, occurred_on=dt.date(2026, 1, 5))
    text = read(client, "stories:index", initiative.slug)
    assert "Uit 2023-2024 en 2024-2025 staat hier geen small win." in text
    assert "is niets verteld" not in text


# ------------------------------------------------------------------ partners, walls
def test_a_partner_has_the_wins_of_its_initiatives_and_those_at_which_it_was(client, initiative):
    partner = initiative.partnerships.get().partner
    wins = [create_win(initiative=initiative) for _ in range(3)]
    wins[0].partners.add(partner)
    text = read(client, "partners:detail", partner.slug)
    assert "Small wins waar zij bij horen" not in text
    for label, word, n in (
        ("Small wins van de initiatieven hieronder", "partner", 3),
        ("Small wins waar zij bij waren", "erbij", 1),
    ):
        href = wins_url(**{word: partner.slug})
        assert re.search(rf'{label}</dt> ?<dd><a href="{re.escape(href)}">{n}</a>', text)


def test_a_wall_that_stands_at_one_initiative_stands_there(client, initiative):
    create_wall(initiative=initiative, name="geen lokaal")
    gone = create_wall(
        name="geen lokaal", status=WallStatus.GONE, ended_on=dt.date(2026, 1, 1), is_example=True
    )
    text = read(client, "walls:shared", gone.topic.slug, user=create_user())
    assert "staat nog bij één initiatief in de weg" in text
    assert "Niemand van dit initiatief" not in text


# ------------------------------------------------------------------ links with another team
def test_a_search_for_a_win_of_another_team_says_what_the_day_leaves_out(client, initiative, team_member):
    win = create_win(initiative=initiative, by=team_member, occurred_on=dt.date(2026, 2, 5))
    create_win(title="Koffie op dinsdag", occurred_on=dt.date(2026, 3, 5))
    text = read(client, "ties:ask", win.pk, "kwam-door", user=team_member, q="koffie")
    assert "1 small win met dit woord was later dan deze." in text


def test_a_search_for_an_earlier_win_says_what_the_day_leaves_out(client, initiative, team_member):
    win = create_win(initiative=initiative, by=team_member, occurred_on=dt.date(2026, 2, 5))
    create_win(
        initiative=initiative, by=team_member, title="Koffie op dinsdag", occurred_on=dt.date(2026, 3, 5)
    )
    text = read(client, "telling:ask", win.pk, "mogelijk", user=team_member, q="koffie")
    assert "1 small win met dit woord was later dan deze." in text


def test_a_question_to_a_team_without_people_waits_for_the_programme(client, initiative, team_member):
    win = create_win(initiative=initiative, by=team_member, occurred_on=dt.date(2026, 2, 5))
    theirs = create_win(title="Koffie op dinsdag", occurred_on=dt.date(2026, 1, 5))
    theirs.initiative.memberships.all().delete()
    asked = read(client, "ties:ask", win.pk, "kwam-door", user=team_member, q="koffie")
    assert "nog niemand in het team" in asked
    client.post(reverse("ties:ask", args=[win.pk, "kwam-door"]), {"other": theirs.pk})
    for _first_the_message_then_the_page in range(2):
        text = read(client, "wins:detail", win.pk, user=team_member)
        assert "zit nog niemand in het team" in text
        assert "programma kan ja of nee zeggen" in text
        assert "Wacht op" not in text
