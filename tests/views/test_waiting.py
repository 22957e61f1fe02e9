"""What waits in a city, on one page of its coordinator."""

from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from initiatives.models import MembershipRequest
from tests.factories import create_capture_link, create_initiative, create_user, create_win, tell_through


def page_of(city) -> str:
    return reverse("cities:waiting", args=[city.slug])


def test_a_coordinator_finds_all_that_waits_in_the_city(client, initiative, coordinator, lead):
    win = create_win(initiative=initiative, by=lead, title="Nog niet gelezen", confirmed=False)
    create_win(initiative=initiative, by=lead, title="Al bevestigd", types=["growth"])
    tell_through(create_capture_link(initiative=initiative, by=lead), title="Van een gast")
    MembershipRequest.objects.ask(initiative, by=create_user())
    create_win(initiative=create_initiative(), title="In een andere stad", confirmed=False)

    client.force_login(coordinator)
    city = initiative.cities.get()
    assertContains(client.get("/"), page_of(city))
    page = client.get(page_of(city))
    assertContains(page, "1 small win nog niet bevestigd")
    assertContains(page, reverse("curating:confirm", args=[win.pk]))
    assertContains(page, f'{reverse("arrivals:index", args=[initiative.slug])}">{initiative.title}</a>: 1')
    assertContains(page, "1 nog in te delen")
    assertContains(page, "1 wil erbij")
    assertNotContains(page, "In een andere stad")
    assertNotContains(page, "Al bevestigd")


def test_a_city_where_nothing_waits_says_so(client, initiative, programme_staff):
    client.force_login(programme_staff)
    assertContains(client.get(page_of(initiative.cities.get())), "Er wacht niets.")


def test_a_team_member_has_no_page_of_the_city(client, initiative, team_member):
    client.force_login(team_member)
    assert client.get(page_of(initiative.cities.get())).status_code == 404
