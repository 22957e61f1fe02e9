"""Following an initiative, a question or a city, and stopping it."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from initiatives.models import Challenge, Follow
from tests.factories import create_city, create_initiative, create_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(client):
    user = create_user()
    client.force_login(user)
    return user


def followed(user) -> list[str]:
    return [str(row) for row in Follow.objects.visible_to(user).by_name()]


def test_one_follows_with_a_button_on_the_page(client, me):
    initiative = create_initiative(title="Buurttuin")
    page = client.get(initiative.get_absolute_url())
    assert b"Volg dit initiatief" in page.content
    answer = client.post(reverse("following:initiative", args=[initiative.slug]), follow=True)
    assert "Je volgt dit. Het staat voortaan in je weekmail." in answer.content.decode()
    assert followed(me) == ["Buurttuin"]


def test_a_question_and_a_city_too(client, me):
    city = create_city(name="Utrecht")
    challenge = Challenge.objects.create(title="Hoe wordt het groener?", slug="groener")
    for page, thing in (("city", city), ("challenge", challenge)):
        assert b"following" not in client.get(thing.get_absolute_url()).content
        client.post(reverse(f"following:{page}", args=[thing.slug]))
    assert followed(me) == ["Hoe wordt het groener?", "Utrecht"]


def test_twice_is_once(client, me):
    city = create_city()
    for _each in range(2):
        client.post(reverse("following:city", args=[city.slug]))
    assert Follow.objects.count() == 1


def test_one_click_stops_it_from_ones_own_page(client, me):
    city = create_city(name="Utrecht")
    Follow.objects.begin(me, city)
    assert "Stop met volgen" in client.get(reverse("mine:index")).content.decode()
    stop = {"doe": "stop", "van": "mijn"}
    answer = client.post(reverse("following:city", args=[city.slug]), stop)
    assert answer.url == reverse("mine:index")
    assert followed(me) == []


def test_htmx_gets_the_button_alone(client, me):
    city = create_city()
    answer = client.post(reverse("following:city", args=[city.slug]), headers={"HX-Request": "true"})
    assert "Stop met volgen" in answer.content.decode()
    assert "<h1" not in answer.content.decode()


def test_a_visitor_sees_no_button(client):
    assert "Volg deze stad" not in client.get(create_city().get_absolute_url()).content.decode()


def test_an_initiative_that_closed_is_no_longer_in_the_list(client, me):
    initiative = create_initiative(title="Buurttuin")
    Follow.objects.begin(me, initiative)
    initiative.unpublish()
    assert followed(me) == []
    assert "Buurttuin" not in client.get(reverse("mine:index")).content.decode()


def test_nobody_sees_what_another_follows(client, me):
    Follow.objects.begin(create_user(), create_city())
    assert not Follow.objects.visible_to(me).exists()


def test_a_row_names_one_thing(me):
    with pytest.raises(IntegrityError, match="follow_is_of_one_thing"):
        Follow.objects.create(user=me, city=create_city(), initiative=create_initiative())


def test_an_account_that_goes_follows_nothing_any_more(me):
    Follow.objects.begin(me, create_city())
    me.anonymise()
    assert not Follow.objects.exists()
