"""A question of the network: who works on it, what worked and how, what was lost, and who is not named."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from initiatives.lenses import Audience, Mechanism, Verdict
from initiatives.models import Challenge, Judgement, Loss, Onlooker, SmallWin, Wall, WallTopic
from initiatives.reports.challenges.page import challenge_page
from tests.factories import create_initiative, create_link, create_partner, create_user, create_win

VISITOR = Onlooker(AnonymousUser())


@pytest.fixture
def cool(initiative):
    challenge = Challenge.objects.create(title="Hoe blijft het koel?", slug="koel")
    challenge.initiatives.add(initiative)
    return challenge


def public_win(initiative, title: str, **details) -> SmallWin:
    teller = create_user(member_of=initiative)
    win = create_win(initiative=initiative, by=teller, title=title, audience=Audience.PUBLIC, **details)
    win.confirm(by=create_user(staff_of=initiative.programme))
    return win


def find_good(win: SmallWin) -> None:
    Judgement.objects.create(win=win, perspective="resident", verdict=Verdict.POSITIVE, said_by=create_user())


def test_each_initiative_stands_there_with_the_last_that_it_told(initiative, cool):
    quiet = create_initiative(title="Zonder small win")
    cool.initiatives.add(quiet)
    create_initiative(title="Werkt aan iets anders")
    public_win(initiative, "Eerst", occurred_on=dt.date(2024, 3, 1))
    public_win(initiative, "Daarna", occurred_on=dt.date(2025, 3, 1))
    lines = challenge_page(cool, VISITOR).tried.initiatives
    assert {str(line.initiative): str(line.newest or "") for line in lines} == {
        initiative.title: "Daarna",
        "Zonder small win": "",
    }


def test_a_win_that_somebody_finds_good_stands_there_with_what_made_it_possible(initiative, cool):
    earlier = public_win(initiative, "Een sleutel", occurred_on=dt.date(2024, 3, 1))
    later = public_win(initiative, "Een tuin", occurred_on=dt.date(2025, 3, 1))
    public_win(initiative, "Niemand zei er iets van")
    create_link(earlier=earlier, later=later, mechanism=Mechanism.LEARNING)
    find_good(later)
    (worked,) = challenge_page(cool, VISITOR).worked
    shown = "een partner of iemand van buiten liet het zien"
    assert (worked.win, worked.grounds) == (later, ["vindt het goed: bewoner", shown])
    assert [str(way.earlier) for way in worked.ways] == ["Een sleutel"]


def test_a_win_that_was_explained_comes_before_a_newer_one(initiative, cool):
    earlier = public_win(initiative, "Een sleutel", occurred_on=dt.date(2023, 3, 1))
    explained = public_win(initiative, "Een tuin", occurred_on=dt.date(2024, 3, 1))
    newer = public_win(initiative, "Een feest", occurred_on=dt.date(2025, 3, 1))
    create_link(earlier=earlier, later=explained)
    for win in (explained, newer):
        find_good(win)
    assert [each.win for each in challenge_page(cool, VISITOR).worked] == [explained, newer]


def test_its_numbers_open_exactly_the_wins_that_they_count(client, initiative, cool):
    for title in ("Een tuin", "Een feest"):
        find_good(public_win(initiative, title))
    find_good(public_win(create_initiative(), "Van een ander vraagstuk"))
    numbers = challenge_page(cool, VISITOR).numbers
    assert [str(each.label) for each in numbers] == [
        "een partner of iemand van buiten liet het zien",
        "vindt het goed: bewoner",
    ]
    for each in numbers:
        listed = client.get(each.href).text
        assert [title in listed for title in ("Een tuin", "Een feest", "Van een ander vraagstuk")] == [
            True,
            True,
            False,
        ]
        assert each.count == 2


def test_a_kind_of_partner_takes_part_did_so_before_or_was_not_named(initiative, cool):
    initiative.partnerships.all().delete()
    initiative.partnerships.create(partner=create_partner(kind="municipality"))
    initiative.partnerships.create(partner=create_partner(kind="residents"), is_over=True)
    page = challenge_page(cool, VISITOR)
    assert ([each.kind for each in page.here], page.before) == (["municipality"], ("bewonersgroep",))
    assert "universiteit" in page.unnamed
    assert not {"gemeente", "bewonersgroep", "andere organisatie"} & {*page.unnamed}


def test_a_loss_is_for_who_may_read_it_and_a_visitor_hears_that_there_is_one(initiative, cool, outsider):
    of = {"kind": "time", "borne_by": "student", "told_by": outsider, "note": "De studenten moesten weg."}
    Loss.objects.create(initiative=initiative, audience=Audience.NETWORK, **of)
    for_visitor, for_network = (challenge_page(cool, who).tried for who in (VISITOR, Onlooker(outsider)))
    assert (for_visitor.losses, for_visitor.hides_losses) == ((), True)
    assert (len(for_network.losses), for_network.hides_losses) == (1, False)
    assert [(each.initiative, each.count) for each in for_network.lost] == [(initiative, 1)]


def test_a_wall_that_two_of_them_run_into_is_named_to_the_network(initiative, cool, outsider):
    other = create_initiative()
    cool.initiatives.add(other)
    topic = WallTopic.objects.named("Rooster vol", programme=initiative.programme)
    lonely = WallTopic.objects.named("Geen zaal", programme=initiative.programme)
    for at, which in ((initiative, topic), (other, topic), (initiative, lonely)):
        Wall.objects.create(initiative=at, topic=which, kind="rules", added_by=outsider)
    (wall,) = challenge_page(cool, Onlooker(outsider)).walls
    assert (wall.name, wall.initiatives) == ("Rooster vol", 2)
    assert wall.href == f"/netwerk/muren/{topic.slug}/?vraagstuk={cool.slug}"
    assert challenge_page(cool, VISITOR).walls == []


def test_it_asks_as_many_queries_for_many_as_for_few(initiative, cool, django_assert_max_num_queries):
    for n in range(4):
        another = create_initiative()
        cool.initiatives.add(another)
        find_good(public_win(another, f"Win {n}"))
    with django_assert_max_num_queries(22):
        challenge_page(cool, VISITOR)
