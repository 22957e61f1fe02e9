"""Who should meet whom: pairs that share a wall or a question, and no others."""

import pytest
from django.utils.html import strip_tags

from initiatives.lenses import Audience, InitiativeTie, WallStatus
from initiatives.models import Challenge, Initiative, InitiativeLink, Introduction, Onlooker
from initiatives.reports.network.pairs import SHOWN, pairs
from tests.factories import create_initiative, create_programme, create_user, create_win
from tests.factories_outside import create_wall


@pytest.fixture
def theirs(initiative):
    theirs = create_initiative(programme=initiative.programme, title="WIJS")
    create_user(lead_of=theirs)
    return theirs


@pytest.fixture
def question():
    return Challenge.objects.create(title="Hoe blijft een student in de stad?", slug="student-blijft")


def seen(user, here=None, **options) -> list[tuple]:
    """Each pair as its two titles and what is said of it."""
    report = pairs(Onlooker(user), here or Initiative.objects.all(), **options)
    return [
        (row.initiative.title, pair.other.title, strip_tags(" ".join(pair.reasons)))
        for row in report.rows
        for pair in row.pairs
    ]


def passed(initiative, name="Rooster vol", status=WallStatus.BYPASSED, **details):
    """A wall of this name that a small win got this initiative past."""
    wall = create_wall(initiative=initiative, name=name)
    win = create_win(initiative=initiative, title="De roostermaker kwam eten", **details)
    wall.moved_by(win, status, by=create_user())
    return wall


def test_one_that_got_past_a_wall_can_tell_who_runs_into_it(initiative, theirs, coordinator):
    create_wall(initiative=initiative, name="Rooster vol")
    passed(theirs)
    words = "Liep tegen dezelfde muur aan: “Rooster vol”. WIJS kwam erlangs: De roostermaker kwam eten."
    assert seen(coordinator) == [(initiative.title, "WIJS", words)]


def test_a_wall_says_how_it_stands_at_the_two(initiative, theirs, coordinator):
    ours, wall = (create_wall(initiative=each, name="Rooster vol") for each in (initiative, theirs))
    ((_here, _other, words),) = seen(coordinator)
    assert words == "“Rooster vol” staat bij allebei in de weg."
    wall.become(WallStatus.GONE)
    assert seen(coordinator)[0][2].endswith("Bij WIJS is hij weg.")
    ours.become(WallStatus.BYPASSED)
    assert seen(coordinator) == []  # it is in nobody's way
    wall.become(WallStatus.ACTIVE)
    assert seen(coordinator)[0][2].endswith(f"{initiative.title} kwam erlangs.")


def test_a_win_that_the_reader_may_not_know_is_not_named(initiative, theirs, coordinator):
    create_wall(initiative=initiative, name="Rooster vol")
    passed(theirs, audience=Audience.TEAM)
    assert seen(coordinator)[0][2].endswith("WIJS kwam erlangs.")


def test_two_that_work_on_one_question_should_meet(initiative, theirs, coordinator, question):
    for each in (initiative, theirs):
        each.challenges.add(question)
    words = "Werkt ook aan: Hoe blijft een student in de stad?"
    assert seen(coordinator) == [(initiative.title, "WIJS", words)]


def test_a_pair_that_was_put_in_touch_or_is_tied_is_left_out(initiative, theirs, coordinator, lead, question):
    for each in (initiative, theirs):
        each.challenges.add(question)
    tie = InitiativeLink.objects.create(
        initiative=theirs, other=initiative, kind=InitiativeTie.TOGETHER_WITH, told_by=lead, asked=initiative
    )
    assert seen(coordinator) == []
    tie.decline(by=lead)
    assert len(seen(coordinator)) == 1
    Introduction.objects.propose(initiative, theirs, challenge=question, why="Praat eens.", by=coordinator)
    assert seen(coordinator) == []


def test_only_who_may_propose_it_reads_it_and_only_of_what_the_network_reads(
    initiative, theirs, coordinator, team_member, outsider, visitor, question
):
    for each in (initiative, theirs):
        each.challenges.add(question)
    assert [seen(who) for who in (team_member, outsider, visitor)] == [[], [], []]
    Initiative.objects.filter(pk=theirs.pk).update(audience=Audience.TEAM)
    assert seen(coordinator) == []


def test_it_is_about_the_initiatives_that_are_asked_about(initiative, theirs, programme_staff, question):
    for each in (initiative, theirs):
        each.challenges.add(question)
    assert len(seen(programme_staff)) == 2
    ours = Initiative.objects.filter(pk=initiative.pk)
    assert [pair[:2] for pair in seen(programme_staff, ours)] == [(initiative.title, "WIJS")]


def test_one_that_nobody_can_answer_for_is_named_without_a_form(initiative, lead, coordinator, question):
    lonely = create_initiative(programme=initiative.programme, title="Zonder team")
    for each in (initiative, lonely):
        each.challenges.add(question)
    (row,) = pairs(Onlooker(coordinator), Initiative.objects.all()).rows
    assert (row.pairs[0].propose_href, row.pairs[0].silent) == ("", (lonely,))


def test_another_programme_has_pairs_of_its_own(initiative, theirs, coordinator, question):
    theirs.programme = create_programme()
    theirs.save()
    for each in (initiative, theirs):
        each.challenges.add(question)
    report = pairs(Onlooker(coordinator, initiative.programme), Initiative.objects.all())
    assert report.rows == []


@pytest.mark.parametrize("many", [1, 12])
def test_the_number_of_queries_does_not_grow(
    initiative, theirs, programme_staff, question, django_assert_num_queries, many
):
    walls = [create_wall(initiative=initiative, name=f"Muur {n}") for n in range(many)]
    for _ in range(many):
        another = create_initiative(programme=initiative.programme)
        another.challenges.add(question)
        for wall in walls:
            passed(another, name=wall.topic.name)
    initiative.challenges.add(question)
    with django_assert_num_queries(11):
        report = pairs(Onlooker(programme_staff), Initiative.objects.all())
        assert all(seen for row in report.rows for pair in row.pairs for seen in pair.reasons)
    row = next(row for row in report.rows if row.initiative == initiative)
    assert (len(row.pairs), len(row.more)) == (min(many, SHOWN), max(0, many - SHOWN))
