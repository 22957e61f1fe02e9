"""The next bite on its pages and on the profile: who reads it, who sets it, and what becomes of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from initiatives.models import NextBite
from tests.factories import create_initiative, create_user, create_win
from tests.factories_outside import create_bite


def page_of(initiative) -> str:
    return reverse("bites:index", args=[initiative.slug])


@pytest.fixture
def bite(initiative):
    return create_bite(initiative=initiative, text="De directeur uitnodigen in de wijk")


@pytest.mark.parametrize("who", ["team_member", "coordinator", "programme_staff", "outsider"])
def test_people_who_are_logged_in_read_it(client, request, bite, who):
    client.force_login(request.getfixturevalue(who))
    assert bite.text in client.get(bite.initiative.get_absolute_url()).text
    assert bite.text in client.get(page_of(bite.initiative)).text


def test_a_visitor_does_not(client, bite):
    assert bite.text not in client.get(bite.initiative.get_absolute_url()).text
    assert client.get(page_of(bite.initiative)).status_code == 404


def test_an_unpublished_initiative_has_no_such_page(client, outsider):
    client.force_login(outsider)
    assert client.get(page_of(create_initiative(published=False))).status_code == 404


def test_the_network_does_not_read_who_set_it(client, outsider, team_member, bite):
    client.force_login(team_member)
    assert bite.set_by.display_name in client.get(page_of(bite.initiative)).text
    client.force_login(outsider)
    assert bite.set_by.display_name not in client.get(page_of(bite.initiative)).text


def writers(bite) -> list[str]:
    actions = [reverse(f"bites:{what}", args=[bite.pk]) for what in ("edit", "finish", "remove")]
    return [reverse("bites:add", args=[bite.initiative.slug]), *actions]


def test_the_network_and_visitors_write_nothing(client, outsider, bite):
    assert {client.post(address, {"text": "Iets"}).status_code for address in writers(bite)} == {302}
    client.force_login(outsider)
    assert {client.post(address, {"text": "Iets"}).status_code for address in writers(bite)} == {404}
    assert NextBite.objects.get().text == bite.text
    assert NextBite.objects.waiting().exists()


@pytest.mark.parametrize("who", ["team_member", "coordinator", "programme_staff"])
def test_people_who_work_on_it_open_every_form(client, request, bite, who):
    client.force_login(request.getfixturevalue(who))
    assert {client.get(address).status_code for address in writers(bite)} == {200}
    assert NextBite.objects.waiting().exists()


def test_a_bite_is_set(client, team_member, initiative):
    client.force_login(team_member)
    address = reverse("bites:add", args=[initiative.slug])
    assert client.post(address, {"text": "  De sleutel\nregelen "}).status_code == 302
    bite = NextBite.objects.get()
    assert (bite.text, bite.set_by) == ("De sleutel regelen", team_member)


@pytest.mark.parametrize("text", ["", "   ", "x" * 281])
def test_a_bite_says_something_short(client, team_member, initiative, text):
    client.force_login(team_member)
    response = client.post(reverse("bites:add", args=[initiative.slug]), {"text": text})
    assert response.status_code == 422
    assert not NextBite.objects.exists()


def test_a_bite_becomes_a_win_or_not(client, team_member, initiative, bite):
    win = create_win(initiative=initiative, title="De directeur kwam")
    client.force_login(team_member)
    address = reverse("bites:finish", args=[bite.pk])
    assert client.post(address, {"win": ""}).status_code == 302
    assert "Er is nu geen volgend hapje" in client.get(initiative.get_absolute_url()).text
    assert client.post(address, {"win": win.pk}).status_code == 302
    assert "De directeur kwam" in client.get(page_of(initiative)).text


@pytest.mark.parametrize("what", ["nonsense", "elsewhere"])
def test_a_bite_becomes_a_win_of_its_own_initiative(client, team_member, bite, what):
    client.force_login(team_member)
    win = create_win().pk if what == "elsewhere" else what
    response = client.post(reverse("bites:finish", args=[bite.pk]), {"win": win})
    assert response.status_code == 422
    assert (
        "Deze small win kennen we niet." in response.text or "Dit antwoord kennen we niet." in response.text
    )
    assert NextBite.objects.waiting().exists()


def test_a_win_that_the_reader_may_not_see_is_not_named(client, outsider, initiative, bite):
    bite.finish(by=create_user(), win=create_win(initiative=initiative, title="Nog van ons", audience="team"))
    client.force_login(outsider)
    page = client.get(page_of(initiative)).text
    assert bite.text in page
    assert "Nog van ons" not in page


def test_two_at_once_do_not_write_over_each_other(client, team_member, bite):
    client.force_login(team_member)
    address = reverse("bites:edit", args=[bite.pk])
    version = client.get(address).context["form"]["version"].value()
    bite.say("De wethouder uitnodigen")
    response = client.post(address, {"text": "Mijn woorden", "version": version})
    assert response.status_code == 409
    assert "De wethouder uitnodigen" in response.text
    assert "Mijn woorden" in response.text
    again = {"text": "Mijn woorden", "version": response.context["form"]["version"].value()}
    assert client.post(address, again).status_code == 302


def test_a_finished_bite_is_no_longer_changed(client, team_member, bite):
    bite.finish(by=team_member)
    client.force_login(team_member)
    for what in ("edit", "remove"):
        assert client.post(reverse(f"bites:{what}", args=[bite.pk]), {"text": "x"}).status_code == 404


def test_a_bite_goes_after_a_question(client, team_member, bite):
    client.force_login(team_member)
    address = reverse("bites:remove", args=[bite.pk])
    assert "Haal je dit hapje weg?" in client.get(address).text
    assert client.post(address).status_code == 302
    assert not NextBite.objects.exists()


def test_the_page_asks_as_often_when_there_is_more(client, team_member, initiative):
    client.force_login(team_member)
    counts = []
    for _ in range(2):
        for _ in range(5):
            create_bite(initiative=initiative)
            create_bite(initiative=initiative).finish(by=create_user(), win=create_win(initiative=initiative))
        client.get(page_of(initiative))
        with CaptureQueriesContext(connection) as queries:
            client.get(page_of(initiative))
        counts.append(len(queries))
    assert counts[0] == counts[1]
