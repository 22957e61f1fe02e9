"""Whoever tells the earlier win says what it led to."""

import datetime as dt

from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from initiatives.models import WinLink
from tests.factories import create_initiative, create_win


def test_the_earlier_win_says_what_it_led_to_and_the_later_one_where_it_came_from(
    client, initiative, team_member
):
    first, later = (
        create_win(initiative=initiative, by=team_member, occurred_on=dt.date(2026, n, 1)) for n in (1, 3)
    )
    client.force_login(team_member)
    page = reverse("telling:lead_to", args=[first.pk])
    assertContains(client.get(first.get_absolute_url()), page)
    words = {"later": later.pk, "mechanism": "learning", "how": "We wisten nu de weg"}
    for _twice in range(2):
        assertRedirects(client.post(page, words), first.get_absolute_url())
    link = WinLink.objects.agreed().get()
    assert (link.earlier, link.later, link.told_by) == (first, later, team_member)
    assertContains(client.get(later.get_absolute_url()), "We wisten nu de weg")
    back = client.post(reverse("telling:lead_to", args=[later.pk]), {"later": first.pk})
    assertContains(back, "kennen we niet", status_code=422)


def test_a_win_of_another_team_is_no_choice(client, initiative, team_member):
    mine = create_win(initiative=initiative, by=team_member)
    theirs = create_win(initiative=create_initiative(), title="Van een ander team")
    client.force_login(team_member)
    page = reverse("telling:lead_to", args=[mine.pk])
    assertNotContains(client.get(page), "Van een ander team")
    assert client.post(page, {"later": theirs.pk}).status_code == 422
    assert not WinLink.objects.exists()
