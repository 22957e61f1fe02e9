"""Staff ask teams whether everyone may read what they told, and never publish over their head."""

import datetime as dt

import pytest
from django.urls import reverse

from initiatives.admin.opening import openness
from initiatives.lenses import Audience
from tests import factories

LISTS = {"initiative": "/beheer/initiatives/initiative/", "smallwin": "/beheer/initiatives/smallwin/"}


def asks(client, *rows) -> list[str]:
    data = {"action": "ask_to_open", "index": 0, "_selected_action": [row.pk for row in rows]}
    page = client.post(LISTS[rows[0]._meta.model_name], data, follow=True)
    return sorted(str(message) for message in page.context["messages"])


@pytest.fixture
def win(initiative, lead):
    return factories.create_win(initiative=initiative, by=lead, audience=Audience.NETWORK)


@pytest.mark.parametrize("of", ["initiative", "win"])
def test_a_team_gets_one_letter_about_all_its_wins_and_no_second_one_soon(
    client, curator, initiative, lead, team_member, win, of, mailoutbox, settings
):
    settings.SITE_ADDRESS = "https://vliegwiel.example"
    other = factories.create_win(initiative=initiative, by=lead, audience=Audience.NETWORK)
    rows = [initiative] if of == "initiative" else [win, other]
    assert asks(client, *rows) == ["De vraag is gemaild aan 1 team."]
    (letter,) = mailoutbox
    assert letter.to == [lead.email]
    assert "Het gaat om 2 small wins." in letter.body
    assert settings.SITE_ADDRESS + reverse("openings:choose", args=[initiative.slug]) in letter.body
    assert "is al gevraagd, op" in asks(client, *rows)[0]
    assert len(mailoutbox) == 1
    win.refresh_from_db()
    assert win.audience == Audience.NETWORK  # asking opens nothing


def test_a_day_is_that_of_the_clock_here(initiative, lead):
    initiative.ask_who_reads(by=lead)
    initiative.opening_asked_at = dt.datetime(2026, 6, 30, 22, 30, tzinfo=dt.UTC)  # half past midnight
    assert openness(initiative) == "gevraagd op 1 juli 2026"


def test_no_is_kept_and_who_has_nothing_to_open_is_left_alone(
    client, curator, initiative, lead, win, mailoutbox
):
    nobody, nothing = (factories.create_initiative(programme=initiative.programme) for _ in range(2))
    factories.create_win(initiative=nobody, by=curator, audience=Audience.NETWORK)
    factories.create_user(lead_of=nothing)
    initiative.say_who_reads(everyone=False, by=lead)
    said = " ".join(asks(client, initiative, nobody, nothing))
    assert f"“{initiative}” zei nee, op" in said
    assert f"“{nobody}” heeft nog niemand in het team." in said
    assert f"“{nothing}” heeft geen small wins die nog openbaar kunnen worden." in said
    assert mailoutbox == []
