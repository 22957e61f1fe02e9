"""Putting two initiatives in touch: proposed by who keeps one, and no address before both said yes."""

import datetime as dt

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from initiatives.exchange.own_data import own_data
from initiatives.models import Introduction
from tests.factories import create_initiative, create_user
from tests.factories_outside import create_wall


@pytest.fixture
def ours(initiative):
    create_wall(initiative=initiative, name="Rooster vol")
    return initiative


@pytest.fixture
def wall_of_theirs(ours):
    theirs = create_initiative(programme=ours.programme, title="De andere tuin")
    return create_wall(initiative=theirs, name="Rooster vol")


@pytest.fixture
def their_lead(wall_of_theirs):
    return create_user(email="tess@elders.example", lead_of=wall_of_theirs.initiative)


def form_of(initiative) -> str:
    return reverse("introductions:propose", args=[initiative.slug])


def propose(client, ours, wall, by) -> Introduction:
    client.force_login(by)
    client.post(form_of(ours), {"wall": wall.pk, "why": "Zij losten het op met de roostermaker."})
    return Introduction.objects.get()


def say(client, who, row, answer: str):
    client.force_login(who)
    return client.post(row.get_absolute_url(), {"answer": answer}, follow=True)


def test_two_leads_know_each_other_once_both_said_yes(
    client, mailoutbox, ours, lead, wall_of_theirs, their_lead, programme_staff
):
    client.force_login(programme_staff)
    shared = reverse("walls:shared", args=[wall_of_theirs.topic.slug])
    assertContains(client.get(shared), form_of(ours))
    row = propose(client, ours, wall_of_theirs, programme_staff)
    assert {to for mail in mailoutbox for to in mail.to} == {lead.email, their_lead.email}
    assert all("roostermaker" in mail.body for mail in mailoutbox)
    mailoutbox.clear()

    assertNotContains(say(client, lead, row, "ja"), their_lead.email)
    assert mailoutbox == []
    assertContains(say(client, their_lead, row, "ja"), lead.email)
    told = {mail.to[0]: mail.body for mail in mailoutbox}
    assert lead.email in told[their_lead.email]
    assert their_lead.email in told[lead.email]
    client.force_login(programme_staff)
    assertNotContains(client.get(row.get_absolute_url()), their_lead.email)


def test_a_no_is_told_to_nobody_and_is_kept(client, mailoutbox, ours, lead, wall_of_theirs, their_lead):
    row = propose(client, ours, wall_of_theirs, lead)  # who leads one of the two says yes by proposing it
    mailoutbox.clear()
    assertContains(say(client, their_lead, row, "nee"), "Dat vertellen we niemand")
    assert mailoutbox == []
    row.refresh_from_db()
    assert {row.said_by(side) for side in ("first", "second")} == {True, False}
    client.force_login(lead)
    page = client.get(row.get_absolute_url())
    assertContains(page, "Zodra de ander ja zegt")
    assertNotContains(page, their_lead.email)


def test_the_same_two_are_proposed_once_in_ninety_days(
    client, ours, lead, wall_of_theirs, their_lead, programme_staff
):
    row = propose(client, ours, wall_of_theirs, lead)
    client.force_login(programme_staff)
    again = {"wall": ours.walls.get().pk, "why": "Nog eens."}
    page = client.post(form_of(wall_of_theirs.initiative), again)
    assertContains(page, "Nog eens.", status_code=422)
    row.proposed_at -= dt.timedelta(days=91)
    row.save()
    assert client.post(form_of(wall_of_theirs.initiative), again).status_code == 302


def test_only_who_keeps_one_of_them_proposes_and_only_who_leads_answers(
    client, ours, lead, team_member, outsider, wall_of_theirs
):
    row = propose(client, ours, wall_of_theirs, lead)
    client.force_login(team_member)
    assert client.get(row.get_absolute_url()).status_code == 200
    assert client.post(row.get_absolute_url(), {"answer": "ja"}).status_code == 404
    assert client.get(form_of(ours)).status_code == 404
    client.force_login(outsider)
    assert client.get(row.get_absolute_url()).status_code == 404


def test_the_proposer_does_not_find_what_a_side_said_in_their_own_data(
    client, ours, lead, wall_of_theirs, their_lead
):
    row = propose(client, ours, wall_of_theirs, lead)
    say(client, their_lead, row, "nee")
    mine = own_data(lead)["introductions_proposed"]
    assert [part["why"] for part in mine] == [row.why]
    assert not [name for name in mine[0] if "answered" in name or "agreed" in name]
