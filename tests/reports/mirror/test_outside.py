"""Windows that close soon, beside the profile and on home, and for whom."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from initiatives.lenses import Level
from initiatives.models import Reader
from initiatives.reports.mirror.outside import around, outside_world
from tests.factories import create_initiative, create_win
from tests.factories_outside import create_actor, create_bite, create_wall, create_window

HOME = reverse("home")


def in_days(n: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=n)


@pytest.mark.parametrize(
    ("days", "words"), [(0, "Sluit vandaag"), (1, "Sluit over 1 dag"), (12, "Sluit over 12 dagen")]
)
def test_the_team_hears_it_before_a_window_closes(client, team_member, initiative, days, words):
    create_window(initiative=initiative, title="Nieuw curriculum", closes_on=in_days(days))
    client.force_login(team_member)
    for page in (HOME, initiative.get_absolute_url()):
        assert f"{words}: " in client.get(page).text, page


def test_also_of_the_city(client, team_member, initiative):
    create_window(city=initiative.cities.get(), title="Subsidie", closes_on=in_days(5))
    client.force_login(team_member)
    for page in (HOME, initiative.get_absolute_url()):
        assert "Sluit over 5 dagen" in client.get(page).text


def test_another_team_of_the_city_that_used_it_silences_nobody(client, team_member, initiative):
    city = initiative.cities.get()
    window = create_window(city=city, title="Subsidie", closes_on=in_days(5))
    window.wins.add(create_win(initiative=create_initiative(city=city)))
    client.force_login(team_member)
    for page in (HOME, initiative.get_absolute_url()):
        assert "Sluit over 5 dagen" in client.get(page).text
    window.wins.add(create_win(initiative=initiative))
    for page in (HOME, initiative.get_absolute_url()):
        assert "Sluit over 5 dagen" not in client.get(page).text


def test_a_coordinator_hears_it_of_the_windows_of_the_city_alone(client, coordinator, initiative):
    create_window(city=initiative.cities.get(), title="Subsidie", closes_on=in_days(5))
    create_window(city=create_initiative().cities.get(), title="Elders", closes_on=in_days(6))
    client.force_login(coordinator)
    html = client.get(HOME).text
    assert "Sluit over 5 dagen" in html
    assert "Sluit over 6 dagen" not in html


@pytest.mark.parametrize("who", ["outsider", "visitor"])
def test_nobody_else_hears_it(client, request, initiative, who):
    create_window(initiative=initiative, title="Nieuw curriculum", closes_on=in_days(5))
    if who != "visitor":
        client.force_login(request.getfixturevalue(who))
    for page in (HOME, initiative.get_absolute_url()):
        assert "Sluit over" not in client.get(page).text


@pytest.mark.parametrize("days", [-1, 61])
def test_a_window_that_is_closed_or_far_away_is_no_news(client, team_member, initiative, days):
    create_window(initiative=initiative, closes_on=in_days(days))
    client.force_login(team_member)
    assert "Sluit over" not in client.get(HOME).text


def test_the_profile_counts_what_stands_and_what_is_open(outsider, visitor, initiative):
    create_wall(initiative=initiative)
    create_wall(initiative=initiative, status="gone", ended_on=in_days(0))
    create_window(initiative=initiative)
    create_window(initiative=initiative, opens_on=in_days(1))
    bite = create_bite(initiative=initiative)
    seen = around(Reader(outsider, initiative))
    assert (seen.walls, seen.windows, seen.bite) == (1, 1, bite)
    assert around(Reader(visitor, initiative)) is None


def test_every_wall_and_window_stands_at_a_house(team_member, outsider, initiative):
    """With who it is at, else at a house of nobody in the band of its level; who knows no actors finds all of them there."""
    actor = create_actor(initiative=initiative, level=Level.VERTICAL)
    placed = create_wall(initiative=initiative, level=Level.LOCAL)
    placed.actors.add(actor)
    loose, nowhere = (
        create_wall(initiative=initiative, level=Level.LOCAL),
        create_window(initiative=initiative),
    )
    for user, at_home in [(team_member, {placed}), (outsider, set())]:
        report = outside_world(Reader(user, initiative))
        people = [one for home in report.homes for one in home.whole]
        assert {line.wall for one in people for line in one.walls} == at_home
        houses = [(band.level, house) for band in report.bands for house in band.houses]
        walls = {(level, line.wall) for level, house in houses for line in house.walls}
        assert walls == {(Level.LOCAL, wall) for wall in {placed, loose} - at_home}
        assert {(level, line.window) for level, house in houses for line in house.windows} == {
            (None, nowhere)
        }


def test_a_new_initiative_is_empty_whatever_its_city_wrote(team_member, initiative):
    create_window(city=initiative.cities.get())
    assert outside_world(Reader(team_member, initiative)).is_empty
    create_wall(initiative=initiative)
    assert not outside_world(Reader(team_member, initiative)).is_empty


def test_somebody_elses_wall_is_not_here(team_member, initiative):
    create_wall()
    create_window(initiative=create_initiative())
    create_win()
    assert outside_world(Reader(team_member, initiative)).is_empty
