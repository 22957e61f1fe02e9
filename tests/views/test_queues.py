"""One win after the other: who says its place in the rose, for whom, and how far they are."""

import re

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from initiatives.models import SmallWin
from initiatives.models.wins.readings import READING
from tests.factories import create_initiative, create_win

QUEUE = "/small-wins/indelen/"


@pytest.fixture
def three(initiative, team_member):
    """Told in this order; nobody said where they stand in the rose."""
    return [
        create_win(initiative=initiative, by=team_member, title=f"Win {n}", confirmed=False) for n in "123"
    ]


def action(page) -> str:
    return re.search(r'action="(/small-wins/[0-9a-f-]+/indelen/[^"]*)"', page.content.decode())[1].replace(
        "&amp;", "&"
    )


def version(page) -> str:
    return re.search(r'name="version" value="([^"]*)"', page.content.decode())[1]


def answer(client, page, **ticks):
    return client.post(action(page), {"version": version(page), **ticks}, follow=True)


def test_the_first_told_comes_first_and_each_answer_leads_to_the_next(member, three):
    page = member.get(QUEUE)
    assertContains(page, "1 van 3")
    assertContains(page, "Win 1")
    page = answer(member, page, types="growth", directions="out", level="local")
    assertContains(page, "2 van 3")
    assertContains(page, "Win 2")
    three[0].refresh_from_db()
    assert (three[0].types, three[0].directions, three[0].level) == (["growth"], ["out"], "local")


def test_a_skipped_win_waits_at_the_end(member, three):
    page = member.get(QUEUE)
    for number in (2, 3):
        past = re.search(r'href="([^"]*indelen/\?[^"]*na=[^"]*)"', page.content.decode())[1]
        page = member.get(past.replace("&amp;", "&"))
        assertContains(page, f"{number} van 3")
    page = answer(member, page, level="local")
    assertContains(page, "Er wachten nog 2 small wins die je oversloeg")


def test_an_empty_answer_is_no_answer(member, three):
    page = answer(member, member.get(QUEUE))
    assertContains(page, "Kies iets, of sla deze over.", status_code=422)


def test_a_queue_without_wins_says_that_nothing_waits(member, initiative):
    assertContains(member.get(QUEUE), "Er wacht niets.")


def test_its_end_leads_to_what_the_editors_placed_and_the_team_did_not_look_at(
    member, client, three, programme_staff
):
    for win in three:
        win.read_as_editors(by=programme_staff, types=["growth"])
    elsewhere = create_win(initiative=create_initiative(title="Elders"))
    elsewhere.read_as_editors(by=programme_staff, types=["growth"])
    for page in (member.get(QUEUE), member.get(f"{QUEUE}?initiatief={three[0].initiative.slug}")):
        assertContains(page, "3 ingedeeld door de redactie: klopt dat?")
        assertContains(page, three[0].initiative.get_absolute_url())
        assertNotContains(page, "Elders")
    client.force_login(programme_staff)  # who placed them: nothing to agree with
    assertNotContains(client.get(QUEUE), "klopt dat?")


SEVERAL = {"types": ["growth", "replication"], "directions": ["out", "deep"]}


@pytest.mark.parametrize("who, column", [("team_member", "pairs"), ("programme_staff", "editor_pairs")])
def test_of_several_of_both_it_asks_which_went_which_way(client, request, three, who, column):
    """By whom the place was said; only of the words that were ticked, and left empty it stays open."""
    client.force_login(request.getfixturevalue(who))
    asked = answer(client, client.get(QUEUE), **SEVERAL)
    assert action(asked).startswith(reverse("queues:cross", args=[three[0].pk]))
    assertContains(asked, "1 van 3")
    offered = re.findall(r'name="pairs" value="([^"]+)"', asked.text)
    assert [each.replace("&gt;", ">") for each in offered] == [
        *(f"{kind}>{way}" for kind in SEVERAL["types"] for way in SEVERAL["directions"]),
        "unknown",
    ]
    refused = client.post(action(asked), {"version": version(asked), "pairs": "circulation>up"})
    assertContains(refused, "Win 1", status_code=422)
    second = answer(client, asked, pairs="growth>deep")
    three[0].refresh_from_db()
    assert (getattr(three[0], column), three[0].crossings) == (["growth>deep"], ("growth>deep",))
    third = answer(client, answer(client, second, **SEVERAL))
    assertContains(third, "3 van 3")
    three[1].refresh_from_db()
    assert three[1].counted_pairs is None
    assertContains(answer(client, third, types=SEVERAL["types"], directions="out"), "Er wacht niets.")


def test_twelve_wins_are_read_in_fewer_taps_than_five_minutes_hold(member, initiative, team_member):
    """A tap takes a person less than six seconds (we count on that): five minutes hold fifty."""
    for n in range(12):
        create_win(initiative=initiative, by=team_member, title=f"Win {n}")
    page, taps = member.get(QUEUE), 1
    ticks = {"types": "growth", "directions": "out", "level": "local"}
    while "Er wacht niets." not in page.content.decode():
        page, taps = answer(member, page, **ticks), taps + len(ticks) + 1
    assert taps <= 50
    assert not SmallWin.objects.without_reading().exists()


@pytest.mark.parametrize("who", ["coordinator", "programme_staff"])
def test_a_coordinator_and_staff_read_for_the_editors_beside_the_team(client, request, who, three):
    user = request.getfixturevalue(who)
    client.force_login(user)
    page = client.get(QUEUE)
    assertContains(page, "Je kiest als redactie.")
    answer(client, page, types="growth", confirms="on")
    three[0].refresh_from_db()
    assert (three[0].types, three[0].editor_types, three[0].editor_read_by) == (None, ["growth"], user)
    assert three[0].confirmed_by == user


def test_nobody_confirms_words_that_changed_since_they_read_them(client, programme_staff, three):
    client.force_login(programme_staff)
    page = client.get(QUEUE)
    three[0].rewrite(title="Heel iets anders")
    page = answer(client, page, types="growth", confirms="on")
    assert page.status_code == 409
    three[0].refresh_from_db()
    assert three[0].confirmed_at is None


def test_wins_of_others_and_wins_that_wait_are_in_nobodys_queue(member, initiative):
    elsewhere = create_win(initiative=create_initiative())
    assertContains(member.get(QUEUE), "Er wacht niets.")
    assert member.get(reverse("queues:read", args=[elsewhere.pk])).status_code == 404


def test_one_initiative_or_one_city_at_a_time(client, programme_staff, three):
    other = create_win(initiative=create_initiative(programme=three[0].initiative.programme), title="Elders")
    client.force_login(programme_staff)
    assertContains(client.get(QUEUE), "1 van 4")
    of_one = f"{QUEUE}?initiatief={other.initiative.slug}"
    assertContains(client.get(of_one), "1 van 1")
    other.say(**dict.fromkeys(READING, None) | {"level": "local"})
    assertContains(client.get(of_one), "Er wacht hier niets meer.")
    assertContains(client.get(f"{QUEUE}?stad={three[0].initiative.cities.get().slug}"), "1 van 3")


def test_the_profile_says_beside_the_rose_how_many_wait(member, client, three):
    profile = three[0].initiative.get_absolute_url()
    assertContains(member.get(profile), "3 nog in te delen")
    three[0].say(**dict.fromkeys(READING, None) | {"level": "local"})
    assertContains(member.get(profile), "2 nog in te delen")
    client.logout()
    assertNotContains(client.get(profile), "in te delen")
