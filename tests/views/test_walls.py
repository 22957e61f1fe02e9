"""Walls that more teams run into, and the wall on the page of a win: who sees what, and what is counted."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from initiatives.lenses import WallAnswer, WallStatus
from initiatives.models import Challenge, Onlooker, WallMove, acting
from initiatives.reports.mirror.shared_walls import shared_wall_page, shared_walls
from initiatives.reports.win.history import history_of_win
from tests.factories import create_city, create_initiative, create_user, create_win
from tests.factories_outside import create_wall

NETWORK = reverse("network:walls")


def shared_page(slug: str = "rooster-vast", **query) -> str:
    return reverse("walls:shared", args=[slug]) + ("?stad=" + query["stad"] if query else "")


@pytest.fixture
def three(initiative):
    """The same wall at three initiatives in two cities; at one of them a win took it away."""
    city = initiative.cities.get()
    walls = [create_wall(initiative=initiative, name="Rooster vast")]
    walls += [create_wall(initiative=create_initiative(city=city), name="Rooster vast")]
    walls += [create_wall(initiative=create_initiative(), name="Rooster vast")]
    return walls


# ------------------------------------------------------------------ shared walls
def test_the_wall_of_a_question_stands_at_the_initiatives_that_work_on_it(client, outsider, three):
    question = Challenge.objects.create(title="Waar kan dit heen?", slug="waar-kan-dit-heen")
    question.initiatives.set([three[0].initiative, three[2].initiative])
    client.force_login(outsider)
    page = client.get(question.get_absolute_url()).text
    address = f"{shared_page()}?vraagstuk={question.slug}"
    assert f'href="{address}"' in page
    lines = client.get(address).context["report"].in_the_way
    assert {line.wall for line in lines} == {three[0], three[2]}


def test_the_network_page_counts_initiatives_and_cities(client, outsider, three):
    client.force_login(outsider)
    page = client.get(NETWORK).text
    assert "Muren die meer teams tegenkomen" in page
    assert "3 initiatieven in 2 steden lopen tegen hetzelfde aan" in page
    assert shared_page() in page


def test_the_number_opens_exactly_those(client, outsider, three):
    gone = create_wall(name="Rooster vast")
    gone.moved_by(
        create_win(initiative=gone.initiative, title="Een nieuw rooster"), WallStatus.GONE, by=create_user()
    )
    client.force_login(outsider)
    report = client.get(shared_page()).context["report"]
    assert {line.wall for line in report.in_the_way} == set(three)
    assert (report.initiatives, report.cities) == (3, 2)
    assert [line.wall for line in report.ended] == [gone]
    page = client.get(shared_page()).text
    for wall in [*three, gone]:
        assert wall.initiative.title in page
    assert "Een nieuw rooster" in page


def test_a_wall_of_one_team_is_not_shared(client, outsider, initiative):
    create_wall(initiative=initiative, name="Rooster vast")
    client.force_login(outsider)
    assert shared_page() not in client.get(NETWORK).text
    assert client.get(shared_page()).status_code == 404


def test_only_what_the_reader_may_see_is_counted(client, outsider, initiative):
    create_wall(initiative=initiative, name="Rooster vast")
    hidden = create_initiative(title="Nog geheim", published=False)
    create_wall(initiative=hidden, name="Rooster vast")
    client.force_login(outsider)
    assert shared_page() not in client.get(NETWORK).text
    assert client.get(shared_page()).status_code == 404
    client.force_login(create_user(member_of=hidden))
    assert "2 initiatieven" in client.get(NETWORK).text
    assert "Nog geheim" in client.get(shared_page()).text


def test_a_win_that_the_reader_may_not_see_is_not_named(client, outsider, three):
    win = create_win(initiative=three[0].initiative, title="Alleen voor ons", audience="team")
    three[0].moved_by(win, WallStatus.BREACHED, by=create_user())
    client.force_login(outsider)
    assert "Alleen voor ons" not in client.get(shared_page()).text


def test_visitors_know_no_walls(client, three):
    assert shared_page() not in client.get(NETWORK).text
    assert client.get(shared_page()).status_code == 404
    assert "Muren die meer teams" not in client.get(three[0].initiative.cities.get().get_absolute_url()).text


def test_a_city_shows_the_walls_that_its_initiatives_share(client, outsider, three):
    city = three[0].initiative.cities.get()
    client.force_login(outsider)
    page = client.get(city.get_absolute_url()).text
    assert "Muren die meer teams tegenkomen" in page
    assert "Bij meer teams in deze stad" in page
    assert shared_page(stad=city.slug) in page
    report = client.get(shared_page(stad=city.slug)).context["report"]
    assert {line.wall for line in report.in_the_way} == set(three[:2])
    elsewhere = client.get(three[2].initiative.cities.get().get_absolute_url()).text
    assert "Bij meer teams in deze stad" not in elsewhere
    assert "Bij een team hier, en ook elders" in elsewhere
    assert shared_page() in elsewhere


def test_a_city_that_is_not_there_has_no_such_page(client, outsider, three):
    client.force_login(outsider)
    assert client.get(shared_page(stad="nergens")).status_code == 404


def test_the_filter_narrows_the_walls_and_the_page_that_each_opens(client, outsider, three):
    city, other = three[0].initiative.cities.get(), three[2].initiative.cities.get()
    client.force_login(outsider)
    assert client.get(f"{NETWORK}?stad={other.slug}").context["report"] == []
    for words, n in ((f"stad={city.slug}", 2), (f"stad={city.slug}&stad={other.slug}", 3)):
        (wall,) = client.get(f"{NETWORK}?{words}").context["report"]
        assert (wall.initiatives, wall.href) == (n, f"{shared_page()}?{words}")
        assert client.get(wall.href).context["report"].initiatives == n
    assert client.get(f"{shared_page()}?stad=atlantis").status_code == 404


def test_a_national_initiative_lies_in_no_city(client, outsider, three):
    three[2].initiative.cities.clear()
    client.force_login(outsider)
    assert "3 initiatieven in 1 stad lopen tegen hetzelfde aan" in client.get(NETWORK).text


@pytest.mark.parametrize("page", [NETWORK, shared_page()])
def test_it_asks_as_often_when_there_is_more(client, outsider, three, page):
    client.force_login(outsider)
    for wall in three:
        wall.moved_by(create_win(initiative=wall.initiative), WallStatus.BREACHED, by=create_user())
    counts = []
    for _ in range(2):
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        counts.append(len(queries))
        for name in ["Rooster vast"] * 5 + ["Geen geld"] * 3:
            wall = create_wall(name=name)
            wall.moved_by(create_win(initiative=wall.initiative), WallStatus.BREACHED, by=create_user())
    assert counts[0] == counts[1]


def test_counting_shared_walls_is_one_question(django_assert_num_queries, outsider, three):
    with django_assert_num_queries(1):
        assert len(shared_walls(Onlooker(outsider))) == 1


@settings(deadline=None)  # a few rows each time
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 3), st.booleans()), max_size=8))
def test_each_number_is_that_of_the_list_it_opens(rows):
    with transaction.atomic():
        reader, cities = create_user(), [create_city() for _ in range(4)]
        for name, city, stands in rows:
            ended = {} if stands else {"status": WallStatus.GONE, "ended_on": dt.date(2026, 1, 1)}
            create_wall(initiative=create_initiative(city=cities[city]), name=f"Muur {name}", **ended)
        for shared in shared_walls(Onlooker(reader)):
            page = shared_wall_page(shared.href.strip("/").split("/")[-1], Onlooker(reader))
            assert (shared.initiatives, shared.cities) == (page.initiatives, page.cities)
            assert shared.initiatives == len(page.in_the_way) >= 2
        transaction.set_rollback(True)


# ------------------------------------------------------------------ the page of a win
def test_the_page_of_a_win_asks_which_wall_it_broke(client, team_member, initiative):
    win = create_win(initiative=initiative)
    client.force_login(team_member)
    assert reverse("walls:of_win", args=[win.pk]) in client.get(win.get_absolute_url()).text


def test_the_page_of_a_win_says_which_wall_it_broke(client, outsider, initiative):
    win, wall = create_win(initiative=initiative), create_wall(initiative=initiative, name="Rooster vast")
    client.force_login(outsider)
    assert "Welke muur" not in client.get(win.get_absolute_url()).text
    wall.moved_by(win, WallStatus.BREACHED, by=create_user())
    page = client.get(win.get_absolute_url()).text
    assert "Rooster vast" in page
    assert reverse("walls:of_win", args=[win.pk]) not in page
    client.logout()
    assert "Rooster vast" not in client.get(win.get_absolute_url()).text


def test_a_wall_is_chosen_on_the_page_of_a_win(client, team_member, initiative):
    win, wall = create_win(initiative=initiative), create_wall(initiative=initiative)
    client.force_login(team_member)
    address = reverse("walls:of_win", args=[win.pk])
    assert wall.topic.name in client.get(address).text
    assert client.post(address, {"wall": wall.pk, "effect": "breached"})["Location"] == win.get_absolute_url()
    assert WallMove.objects.get().told_by == team_member
    assert client.post(address, {"wall": "none"}).status_code == 302
    assert not WallMove.objects.exists()
    wall.refresh_from_db()
    assert wall.status == WallStatus.ACTIVE


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Kies een muur, “geen muur” of “weet ik niet”."),
        ({"wall": "nonsense"}, "Dit antwoord kennen we niet."),
        ({"wall": "this"}, "Kies wat de small win met de muur deed."),
        ({"wall": "elsewhere", "effect": "gone"}, "Dit antwoord kennen we niet."),
        ({"wall": "later", "effect": "gone"}, "Deze small win was eerder"),
    ],
)
def test_an_answer_that_cannot_be_comes_back(client, team_member, initiative, sent, sentence):
    win = create_win(initiative=initiative, occurred_on=dt.date(2025, 1, 1))
    walls = {
        "this": create_wall(initiative=initiative),
        "elsewhere": create_wall(),
        "later": create_wall(initiative=initiative, since=dt.date(2025, 6, 1)),
    }
    client.force_login(team_member)
    if sent.get("wall") in walls:
        sent = sent | {"wall": walls[sent["wall"]].pk}
    response = client.post(reverse("walls:of_win", args=[win.pk]), sent)
    assert response.status_code == 422
    assert sentence in response.text
    assert not WallMove.objects.exists()


def test_only_people_who_work_on_the_win_answer(client, outsider, initiative):
    address = reverse("walls:of_win", args=[create_win(initiative=initiative).pk])
    assert client.post(address, {"wall": "none"}).status_code == 302  # to log in first
    client.force_login(outsider)
    assert client.post(address, {"wall": "none"}).status_code == 404


@pytest.mark.parametrize(("code", "words"), [("none", "Geen muur."), ("unknown", "Weet ik niet.")])
def test_no_wall_not_known_and_not_asked_are_three_things(
    client, team_member, outsider, initiative, code, words
):
    win = create_win(initiative=initiative)
    client.force_login(team_member)
    address = reverse("walls:of_win", args=[win.pk])
    form = client.get(address)
    assert (form.context["form"]["wall"].value(), "Een muur is wat" in form.text) == (None, True)
    assert "Niet gevraagd.</p>\n" in section(client, win)
    client.post(address, {"wall": code})
    win.refresh_from_db()
    assert win.wall_answer == code
    assert client.get(address).context["form"]["wall"].value() == code
    assert words in section(client, win)
    assert "Niet gevraagd." not in section(client, win)
    client.force_login(outsider)
    assert words in section(client, win)
    client.logout()
    assert section(client, win) == ""


def section(client, win) -> str:
    """The words about walls on the page of a win."""
    return (
        client.get(win.get_absolute_url())
        .text.partition('aria-labelledby="walls"')[2]
        .partition("</section>")[0]
    )


def test_a_wall_that_was_moved_takes_the_answer_back(client, team_member, initiative):
    win, wall = create_win(initiative=initiative), create_wall(initiative=initiative)
    client.force_login(team_member)
    address = reverse("walls:of_win", args=[win.pk])
    client.post(address, {"wall": "none"})
    client.post(address, {"wall": wall.pk, "effect": "gone"})
    win.refresh_from_db()
    assert (win.wall_answer, win.wall_moves.count()) == (None, 1)
    client.post(address, {"wall": "none"})
    win.refresh_from_db()
    assert (win.wall_answer, win.wall_moves.count()) == ("none", 0)


def test_answers_about_walls_stand_in_the_history_of_the_win(client, team_member, initiative):
    win = create_win(initiative=initiative)
    with acting(team_member):
        win.say(wall_answer=WallAnswer.NONE)
    changes = [change for event in history_of_win(win, user=team_member).events for change in event.changes]
    assert ("Welke muur is doorbroken of omzeild?", "geen muur") in [
        (each.label, each.after) for each in changes
    ]
