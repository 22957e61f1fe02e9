import datetime as dt

import pytest
from django.urls import reverse

from initiatives.lenses import Audience
from tests.factories import create_city, create_initiative, create_partner, create_user, create_win


def home(client):
    return client.get(reverse("home"))


def test_a_visitor_reads_what_moves_and_where_to_go(client):
    create_win(title="De kerk ging open")
    page = home(client).text
    assert "De kerk ging open" in page
    for name in ("network:dashboard", "pages:vocabulary", "account_login"):
        assert f'href="{reverse(name)}"' in page


def test_a_team_member_finds_the_own_initiative_first(client, initiative, team_member):
    client.force_login(team_member)
    welcome = home(client).context["report"].welcome
    assert [line.initiative for line in welcome.initiatives] == [initiative]
    assert not welcome.is_outside


def test_a_question_of_the_programme_waits_at_the_door(client, initiative, team_member, programme_staff):
    win = create_win(initiative=initiative)
    win.ask(by=programme_staff, question="Wie merkte het?")
    client.force_login(team_member)
    assert reverse("curating:reply", args=[win.pk]) in home(client).text


def test_a_coordinator_finds_the_own_city(client):
    city = create_city(name="Leiden")
    client.force_login(create_user(coordinates=city))
    assert home(client).context["report"].welcome.cities[0].city == city


def test_programme_staff_see_what_waits_and_the_number_opens_it(client, initiative, programme_staff):
    for _ in range(3):
        create_win(initiative=initiative, confirmed=False)
    create_win(initiative=initiative)
    client.force_login(programme_staff)
    welcome = home(client).context["report"].welcome
    assert welcome.to_confirm == 3
    assert client.get(welcome.counters[0].href).context["cl"].result_count == 3


def test_someone_without_a_team_reads_what_to_do(client, outsider):
    client.force_login(outsider)
    assert home(client).context["report"].welcome.is_outside
    assert "nog niet in een team" in home(client).text


def test_the_numbers_count_what_the_reader_may_see(client):
    create_win()
    create_win(audience=Audience.TEAM)
    create_win(initiative=create_initiative(published=False))
    report = home(client).context["report"]
    assert (report.initiatives, report.wins) == (2, 1)
    assert client.get(report.wins_href).text.count('id="win-') == 1
    assert [counted.label for counted in report.counters][:2] == ["initiatieven", "small win"]


def test_no_team_fills_the_newest_wins_alone(client, initiative, team_member):
    quiet = create_win(title="Van een stil team", occurred_on=dt.date(2020, 1, 1))
    wins = [create_win(initiative=initiative, by=team_member) for _ in range(6)]
    newest = home(client).context["report"].newest
    assert len(newest) == 2
    assert newest[1] == quiet and newest[0] in wins


def test_an_empty_network_says_so_without_zeros(client):
    page = home(client)
    assert "nog geen small win" in page.text
    assert page.context["report"].counters == []
    assert reverse("initiatives:propose") in page.text


@pytest.mark.parametrize("many", [1, 8])
@pytest.mark.parametrize("who, queries", [(None, 14), ("team_member", 34), ("programme_staff", 31)])
def test_the_number_of_queries_does_not_grow(
    client, request, initiative, who, queries, many, django_assert_num_queries
):
    for _ in range(many):
        create_win(initiative=create_initiative(partner=create_partner()))
        create_win(initiative=initiative)
    if who:
        client.force_login(request.getfixturevalue(who))
    with django_assert_num_queries(queries):
        home(client)
