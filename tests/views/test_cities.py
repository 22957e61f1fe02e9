import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from initiatives.lenses import Audience
from initiatives.models import Challenge, Initiative
from tests.factories import create_city, create_initiative, create_partner, create_user, create_win
from tests.factories_outside import create_actor, create_wall, create_window


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
    national.partnerships.update(is_over=True)
    assert client.get(city.get_absolute_url()).context["report"].elsewhere == []


def test_a_city_without_anything_says_so(client, city):
    assert "nog geen eigen initiatief" in client.get(city.get_absolute_url()).text


@pytest.mark.parametrize("many", [2, 12])
def test_the_number_of_queries_does_not_grow(client, city, django_assert_num_queries, many):
    for _ in range(many):
        create_win(initiative=create_initiative(city=city, partner=create_partner(city=city)))
    with django_assert_num_queries(17):
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


def test_loading_is_no_sign_of_life_and_without_a_dated_win_silence_counts_from_publishing(client, city):
    long_ago = timezone.now() - dt.timedelta(days=400)
    since_2019, published_long_ago, undated, new = (
        create_initiative(city=city, title=title) for title in ("2019", "lang geleden", "ooit", "nieuw")
    )
    Initiative.objects.filter(pk=published_long_ago.pk).update(published_at=long_ago)
    loaded = create_win(initiative=since_2019, occurred_on=dt.date(2019, 5, 1), dataset_key="uit-2019")
    create_win(initiative=undated, occurred_on=None, sources="krant", dataset_key="ooit")
    client.force_login(create_user(coordinates=city))
    silent = client.get(city.get_absolute_url()).context["report"].silent
    assert {*silent.shown} == {since_2019, published_long_ago} and new not in silent.shown
    assert silent.shown[0].last_on == loaded.occurred_on  # as it is known, not as it was loaded


def test_a_period_chooses_the_wins_that_are_told_and_counted(client, city):
    lab = create_initiative(city=city)
    create_win(initiative=lab, title="Van toen", occurred_on=dt.date(2021, 10, 1))
    create_win(initiative=lab, title="Van nu")
    page = client.get(f"{city.get_absolute_url()}?periode=2021-2022")
    happened = page.context["report"].happened
    assert ([win.title for win in happened.newest], happened.total) == (["Van toen"], 1)
    assert wins_behind(client, happened.href) == 1
    piece = client.get(f"{city.get_absolute_url()}?periode=2021-2022", HTTP_HX_REQUEST="true")
    assert "Van toen" in piece.text and "<h1>" not in piece.text
    empty = client.get(f"{city.get_absolute_url()}?periode=2024-2025").text
    assert "Gebeurde er niets, of is het niet verteld?" in empty


def test_a_city_says_who_takes_part_and_who_works_on_which_question(client, city):
    question = Challenge.objects.create(title="Hoe blijft een student?", slug="student-blijft")
    guest = create_partner(name="Hogeschool van elders", city=create_city())
    labs = [create_initiative(title=title, city=city, partner=guest) for title in ("Eerste", "Tweede")]
    create_initiative(city=city).challenges.clear()
    for lab in labs:
        lab.challenges.add(question)
    gone = create_partner(name="Weg bij ons")
    labs[0].partnerships.create(partner=gone, is_over=True)
    report = client.get(city.get_absolute_url()).context["report"]
    assert [(each.challenge, each.initiatives) for each in report.questions] == [(question, labs)]
    here = {partner.name: partner.taking_part for group in report.partners for partner in group.partners}
    assert here[guest.name] == 2 and gone.name not in here
    listed = client.get(reverse("cities:index")).context["report"].lines
    assert next(line.partners for line in listed if line.city == city) == report.n_partners == len(here)


def test_the_network_reads_windows_of_a_city_and_its_initiatives_and_a_visitor_none(client, city, outsider):
    lab, elsewhere = create_initiative(city=city), create_initiative()
    create_window(initiative=lab, title="De subsidie van het lab")
    create_window(city=city, title="De nieuwe wethouder")
    create_window(initiative=elsewhere, title="Een kans elders")
    report = client.get(city.get_absolute_url()).context["report"]
    assert report.windows == ()
    client.force_login(outsider)
    report = client.get(city.get_absolute_url()).context["report"]
    assert {line.window.title for line in report.windows} == {
        "De subsidie van het lab",
        "De nieuwe wethouder",
    }


def test_the_house_at_which_a_window_stands_is_one_click_away(client, city):
    lab = create_initiative(city=city)
    actor = create_actor(initiative=lab, label="De wethouder")
    create_window(initiative=lab).actors.add(actor)
    client.force_login(create_user(member_of=lab))
    (line,) = client.get(city.get_absolute_url()).context["report"].windows
    page, place = re.search(r'href="(.+)#(actor-.+?)"', line.at_whose).groups()
    assert f'id="{place}"' in client.get(page).text


def test_a_wall_that_a_team_here_shares_with_one_elsewhere_opens_both(client, city, outsider):
    lab = create_initiative(city=city)
    for each in (lab, create_initiative(programme=lab.programme)):
        create_wall(initiative=each, name="Rooster vol")
    client.force_login(outsider)
    report = client.get(city.get_absolute_url()).context["report"]
    (wall,) = report.walls_elsewhere
    assert (report.walls, wall.initiatives) == ([], 2)
    assert client.get(wall.href).context["report"].initiatives == 2


def test_a_coordinator_reads_who_should_meet_and_a_visitor_does_not(client, city):
    lab, other = create_initiative(city=city), create_initiative(title="De andere tuin")
    question = Challenge.objects.create(title="Hoe blijft een student?", slug="student-blijft")
    for each in (lab, other):
        each.challenges.add(question)
    assert client.get(city.get_absolute_url()).context["report"].pairs.rows == []
    client.force_login(create_user(coordinates=city))
    page = client.get(city.get_absolute_url())
    (row,) = page.context["report"].pairs.rows
    assert [pair.other for pair in row.pairs] == [other]
    assert client.get(page.context["report"].pairs_href).context["report"].rows[0].initiative == lab


def test_a_long_list_of_initiatives_is_folded(client, city):
    for _ in range(8):
        create_initiative(city=city)
    report = client.get(city.get_absolute_url()).context["report"]
    assert (len(report.first), len(report.others), report.all_href) == (6, 2, "")


def test_a_longer_list_than_a_page_holds_goes_on_in_the_list_of_all(client, city, monkeypatch):
    monkeypatch.setattr("initiatives.reports.network.city.FOLDED", 1)
    for _ in range(8):
        create_initiative(city=city)
    page = client.get(city.get_absolute_url())
    report = page.context["report"]
    assert (len(report.first), len(report.others)) == (6, 1)
    assert f'<a href="{report.all_href}">Alle 8 initiatieven</a>' in page.text
    assert "8 initiatieven" in client.get(report.all_href).text


def test_the_sheet_of_a_city_says_what_everybody_may_read_and_leads_to_its_page(client, city):
    lab = create_initiative(city=city, title="Leren met de stad")
    create_win(initiative=lab, title="De sleutel is er")
    create_win(initiative=lab, title="Van het team", audience=Audience.TEAM, occurred_on=dt.date(2026, 5, 1))
    create_initiative(city=city, published=False, title="Nog geheim")
    client.force_login(create_user(coordinates=city))
    page = client.get(reverse("cities:sheet", args=[city.slug]))
    assert page.context["address"].endswith(city.get_absolute_url())
    for words in ("Leren met de stad", "De sleutel is er", "wat de teams vertelden", "Wat hier gebeurt"):
        assert words in page.text
    assert "Van het team" not in page.text and "Nog geheim" not in page.text
    english = client.get(f"{reverse('cities:sheet', args=[city.slug])}?taal=en").text
    assert 'lang="en"' in english and "What happens here" in english
