import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from initiatives.lenses import Audience
from initiatives.models import Initiative
from tests.factories import create_city, create_initiative, create_partner, create_user, create_win


@pytest.fixture
def city():
    return create_city(name="Leiden", slug="leiden")


def wins_behind(client, href: str) -> int:
    return client.get(href).text.count('id="win-')


def test_a_city_shows_its_initiatives_wins_and_partners(client, city):
    lab = create_initiative(title="Leren met de stad", city=city)
    create_partner(name="Universiteit Leiden", city=city)
    create_win(initiative=lab, title="De sleutel is er")
    page = client.get(city.get_absolute_url()).text
    for words in ("Leiden", "Leren met de stad", "De sleutel is er", "Universiteit Leiden"):
        assert words in page


def test_a_hidden_row_is_not_counted_for_a_visitor(client, city):
    lab = create_initiative(city=city)
    create_initiative(city=city, published=False, title="Nog geheim")
    create_win(initiative=lab)
    create_win(initiative=lab, audience=Audience.TEAM)
    report = client.get(reverse("cities:index")).context["report"]
    line = next(line for line in report.lines if line.city == city)
    assert (line.initiatives, line.wins) == (1, 1)
    assert "Nog geheim" not in client.get(city.get_absolute_url()).text


def test_a_number_opens_the_wins_that_it_counts(client, city):
    other = create_initiative(city=create_city())
    create_win(initiative=other)
    for _ in range(3):
        create_win(initiative=create_initiative(city=city))
    report = client.get(city.get_absolute_url()).context["report"]
    assert report.wins == 3 == wins_behind(client, report.wins_href)


def test_partners_of_the_city_that_work_elsewhere_too(client, city):
    partner = create_partner(city=city)
    national = create_initiative(title="Door het hele land", partner=partner)
    assert client.get(city.get_absolute_url()).context["report"].elsewhere == [national]


def test_a_city_without_anything_says_so(client, city):
    assert "nog geen eigen initiatief" in client.get(city.get_absolute_url()).text


@pytest.mark.parametrize("many", [2, 12])
def test_the_number_of_queries_does_not_grow(client, city, django_assert_num_queries, many):
    for _ in range(many):
        create_win(initiative=create_initiative(city=city, partner=create_partner(city=city)))
    with django_assert_num_queries(15):
        client.get(city.get_absolute_url())
    with django_assert_num_queries(4):
        client.get(reverse("cities:index"))


def test_a_city_that_is_not_there_is_not_found(client):
    assert client.get(reverse("cities:detail", args=["nergens"])).status_code == 404


def test_a_city_and_its_coordinator_see_where_it_is_silent(client, city):
    quiet = create_initiative(city=city, title="Lang niets gehoord")
    Initiative.objects.filter(pk=quiet.pk).update(published_at=timezone.now() - dt.timedelta(days=400))
    create_initiative(city=city, title="Net begonnen")
    create_win(initiative=create_initiative(city=city))
    silent = client.get(city.get_absolute_url()).context["report"].silent
    assert (silent.count, silent.shown) == (1, ())  # a visitor reads no names
    client.force_login(create_user(coordinates=city))
    assert client.get(city.get_absolute_url()).context["report"].silent.shown == (quiet,)
    assert f"Waar het stil is in {city.name}" in client.get("/").text
