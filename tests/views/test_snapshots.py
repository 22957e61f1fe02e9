"""Keeping what a profile says: for those who work on it, and for nobody else."""

import re

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from initiatives.lenses import Level, ScalingType
from initiatives.models import Snapshot
from initiatives.reports.profile.snapshots import take_snapshot
from tests.factories import create_initiative, create_user, create_win

INSIDE = ("team_member", "lead", "coordinator", "programme_staff")


@pytest.fixture
def told(initiative, team_member):
    create_win(initiative=initiative, by=team_member, types=[ScalingType.GROWTH])
    return initiative


def addresses(initiative, snapshot) -> list[str]:
    return [
        reverse("snapshots:index", args=[initiative.slug]),
        reverse("snapshots:detail", args=[initiative.slug, snapshot.pk]),
    ]


@pytest.mark.parametrize("who", INSIDE)
def test_people_who_work_on_it_read_and_keep_snapshots(client, told, request, who):
    client.force_login(request.getfixturevalue(who))
    answer = client.post(reverse("snapshots:take", args=[told.slug]), {"periode": "2025-2026"})
    snapshot = Snapshot.objects.get()
    assertRedirects(answer, reverse("snapshots:detail", args=[told.slug, snapshot.pk]))
    assert snapshot.period == "2025-2026"
    for address in addresses(told, snapshot):
        assertContains(client.get(address), "1 small win")


def test_for_others_it_is_not_there(client, told, outsider, team_member):
    snapshot = take_snapshot(told, by=team_member)
    client.force_login(outsider)
    answers = [client.get(address) for address in addresses(told, snapshot)]
    answers.append(client.post(reverse("snapshots:take", args=[told.slug])))
    assert {answer.status_code for answer in answers} == {404}
    client.logout()
    assert {client.get(address).status_code for address in addresses(told, snapshot)} == {302}
    assert Snapshot.objects.count() == 1


def test_a_snapshot_is_of_its_own_initiative(client, told, team_member):
    other = create_initiative()
    other.memberships.create(user=team_member)
    snapshot = take_snapshot(told, by=team_member)
    client.force_login(team_member)
    assert client.get(reverse("snapshots:detail", args=[other.slug, snapshot.pk])).status_code == 404


def test_looking_keeps_nothing(client, told, team_member):
    client.force_login(team_member)
    assert client.get(reverse("snapshots:take", args=[told.slug])).status_code == 405
    assertContains(
        client.get(reverse("initiatives:tables", args=[told.slug])), "Bewaar wat het profiel nu zegt"
    )
    assert not Snapshot.objects.exists()


def test_a_visitor_sees_no_button(client, told):
    assert "Momentopnamen" not in client.get(reverse("initiatives:tables", args=[told.slug])).text


def test_it_reads_as_the_profile_did(client, told, team_member):
    snapshot = take_snapshot(told, by=team_member)
    client.force_login(create_user(member_of=told))
    page = client.get(reverse("snapshots:detail", args=[told.slug, snapshot.pk]))
    assertContains(page, "Er is 1 small win. Die hoort bij ‘groei’.")
    assertContains(page, "rust op één small win")
    assertContains(page, "Onder deze regels")


def test_a_maker_who_left_is_called_somebody_who_no_longer_takes_part(client, told, team_member, lead):
    snapshot = take_snapshot(told, by=team_member)
    team_member.anonymise()
    client.force_login(lead)
    index, detail = (client.get(address) for address in addresses(told, snapshot))
    assertContains(index, "bewaard door iemand die niet meer meedoet")
    assertContains(detail, "Bewaard door iemand die niet meer meedoet om")


def test_a_snapshot_shows_its_levels(client, told, team_member):
    create_win(initiative=told, by=team_member, level=Level.LOCAL)
    snapshot = take_snapshot(told, by=team_member)
    client.force_login(team_member)
    page = client.get(reverse("snapshots:detail", args=[told.slug, snapshot.pk]))
    row = page.text.split(">Alle small wins</th>")[1].split("</tr>")[0]
    assert re.findall("<span>([^<]*)</span>", row) == ["1", "?", "?", "2"]
    assert "Signaal: 1 small win." in row
