"""Anybody who logs in proposes an initiative, leads it at once, and staff publish it."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from initiatives.models import Initiative
from initiatives.models.initiatives import MOST_INITIATIVES_PROPOSED
from tests.factories import create_city, create_programme, create_user

PAGE = reverse("initiatives:propose")


@pytest.fixture
def programme():
    return create_programme()


def test_somebody_proposes_an_initiative_leads_it_and_tells_at_once(client, programme, outsider, visitor):
    client.force_login(outsider)
    city = create_city(name="Leiden")
    words = {"title": "Koele pleinen", "summary": "Bomen op elk plein.", "city": city.pk}
    answer = client.post(PAGE, words, follow=True)
    assertContains(answer, "Koele pleinen")
    for _again in range(2):
        client.post(PAGE, words)
    initiative = Initiative.objects.get(title="Koele pleinen")
    assert [member.is_lead for member in outsider.memberships.all()] == [True]
    assert (initiative.programme, initiative.published_at, [*initiative.cities.all()]) == (
        programme,
        None,
        [city],
    )
    assert not Initiative.objects.visible_to(visitor).contains(initiative)
    assertContains(client.get(reverse("telling:tell")), "Koele pleinen")


def test_staff_find_it_in_their_inbox_and_publish_it_with_a_partner(client, programme, outsider, visitor):
    initiative = Initiative.objects.propose(
        by=outsider, programme=programme, city=None, title="Koele pleinen", summary="Bomen."
    )
    client.force_login(create_user(staff_of=programme))
    assertContains(client.get(reverse("admin:index")), "gepubliceerd=nee")
    assertContains(client.get(reverse("admin:initiatives_initiative_changelist")), "Koele pleinen")
    assert not Initiative.objects.visible_to(visitor).contains(initiative)


def test_nobody_proposes_many_initiatives_that_still_wait(client, programme, outsider):
    client.force_login(outsider)
    for n in range(MOST_INITIATIVES_PROPOSED + 1):
        answer = client.post(PAGE, {"title": f"Plan {n}", "summary": "Iets."})
    assertContains(answer, "Er wachten al", status_code=422)
    assert Initiative.objects.count() == MOST_INITIATIVES_PROPOSED


def test_the_programme_is_asked_for_where_there_are_more(client, programme, outsider):
    other = create_programme()
    client.force_login(outsider)
    assertContains(client.post(PAGE, {"title": "x", "summary": "y"}), "Kies een programma.", status_code=422)
    answer = client.post(PAGE, {"title": "x", "summary": "y", "programme": other.pk})
    assertRedirects(answer, Initiative.objects.get().get_absolute_url())
    assert Initiative.objects.get().programme == other
