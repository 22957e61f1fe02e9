"""The flywheel of an initiative: strands of linked wins, and every number to be counted again from its links."""

import datetime as dt
from itertools import pairwise

import pytest

from initiatives.lenses import InitiativeTie, Level, LinkBasis, Mechanism
from initiatives.models import InitiativeLink, Reader, SmallWin, WinLink
from initiatives.reports.flywheel.page import PER_PAGE, flywheel
from initiatives.reports.flywheel.strands import MOST, every_branch, time_between
from initiatives.reports.profile.mechanisms import link_list
from initiatives.reports.profile.page import initiative_profile
from tests.factories import create_initiative, create_link, create_user, create_win


def wheel_of(initiative, user, **asked):
    profile = initiative_profile(Reader(user, initiative), room="flywheels:initiative")
    return flywheel(profile, **asked)


def in_a_row(initiative, by, n, *, year=2020) -> list[SmallWin]:
    """So many wins of one initiative, each of which led to the next."""
    wins = [
        create_win(initiative=initiative, by=by, title=f"Stap {i}", occurred_on=dt.date(year + i, 3, 1))
        for i in range(n)
    ]
    for earlier, later in pairwise(wins):
        create_link(earlier=earlier, later=later)
    return wins


def test_chains_and_loose_wins_are_those_that_the_plain_links_give(initiative, team_member):
    first = in_a_row(initiative, team_member, 3)
    second = in_a_row(initiative, team_member, 2)
    create_link(earlier=first[0], later=second[1])
    alone = create_win(initiative=initiative, by=team_member)
    wheel = wheel_of(initiative, team_member)

    links = list(WinLink.objects.values_list("earlier", "later"))
    wins = set(SmallWin.objects.values_list("pk", flat=True))

    def longest_from(win) -> int:
        return 1 + max((longest_from(later) for earlier, later in links if earlier == win), default=0)

    assert len(wheel.first.chain) == max(map(longest_from, wins)) == 3
    assert wins - {win for link in links for win in link} == {alone.pk}
    assert (wheel.profile.tally.loose, wheel.profile.tally.total) == (1, 6)
    said = " ".join(map(str, wheel.numbers))
    assert "3 small wins</a>" in said
    assert "1</a> van de 6 small wins hangt nog aan geen andere" in said


def test_a_strand_is_told_by_its_longest_chain_and_every_win_stands_in_it_once(initiative, team_member):
    first = in_a_row(initiative, team_member, 3)
    aside = create_win(initiative=initiative, by=team_member, occurred_on=dt.date(2021, 9, 1))
    create_link(earlier=first[0], later=aside)
    strand = wheel_of(initiative, team_member).strands[0]
    main, *others = strand.branches
    assert [line.win.pk for line in main] == [win.pk for win in first]
    assert [line.win.pk for line in main[0].aside[0]] == [aside.pk]
    assert (others, main[0].beside) == ([], 1)
    assert strand.heading == "4 small wins, 2020–2022"
    assert (
        strand.finding
        == "De langste keten hierin telt 3 small wins. Van de eerste tot de laatste: ongeveer 2 jaar."
    )
    assert len(strand.told) == 3


def test_of_what_only_the_year_is_known_nothing_stands_before_what_it_came_from(initiative, team_member):
    first, *_onwards = in_a_row(initiative, team_member, 3)
    some_day = create_win(
        initiative=initiative, by=team_member, occurred_on=dt.date(2020, 1, 1), precision="year"
    )
    create_link(earlier=first, later=some_day)
    numbers = wheel_of(initiative, team_member).strands[0].numbers
    assert (numbers[first.pk], numbers[some_day.pk]) == (1, 2)


def test_a_second_way_to_a_win_is_said_at_both_ends(initiative, team_member):
    *_before, three = in_a_row(initiative, team_member, 3)
    other = create_win(
        initiative=initiative, by=team_member, title="De omweg", occurred_on=dt.date(2020, 5, 1)
    )
    create_link(earlier=other, later=three, mechanism=Mechanism.LEARNING)
    main, beside = wheel_of(initiative, team_member).strands[0].branches
    assert "Kwam ook door" in main[2].came_by[1]
    assert "De omweg" in main[2].came_by[1]
    assert "Leren door te doen, verteld door het team" in main[2].came_by[1]
    assert "Stap 2" in beside[0].led_also_to


def test_wins_of_another_team_count_once_that_team_said_yes(initiative, team_member, visitor):
    here = create_win(initiative=initiative, by=team_member)
    there = create_win(initiative=create_initiative(title="Elders"), occurred_on=dt.date(2026, 5, 1))
    link = create_link(earlier=here, later=there)
    WinLink.objects.filter(pk=link.pk).update(asked=there.initiative, confirmed_at=None, confirmed_by=None)
    wheel = wheel_of(initiative, visitor)
    assert (wheel.strands, wheel.fed) == ([], (0, 0))
    WinLink.objects.get().agree(by=create_user(member_of=there.initiative))
    wheel = wheel_of(initiative, visitor)
    assert wheel.fed == (1, 1)
    assert [str(each) for each in wheel.strands[0].initiatives] == [str(initiative), "Elders"]
    opened = link_list(Reader(visitor, initiative), words={"over": "weg"}).page.paginator.count
    assert opened == 1
    assert 'over=weg">1 verband</a>' in str(wheel.numbers[-1])


def test_a_hidden_win_breaks_a_strand_and_is_not_betrayed(initiative, team_member, visitor):
    _first, second, _third = in_a_row(initiative, team_member, 3)
    SmallWin.objects.filter(pk=second.pk).update(audience="team")
    assert len(wheel_of(initiative, team_member).first.chain) == 3
    assert wheel_of(initiative, visitor).strands == []


def test_only_who_may_change_wins_gets_suggestions(initiative, team_member, outsider):
    for title in ("De wijktafel begon", "De wijktafel groeide"):
        create_win(initiative=initiative, by=team_member, title=title)
    assert len(wheel_of(initiative, team_member).loose) == 2
    assert wheel_of(initiative, outsider).loose == []


def test_a_strand_of_hundreds_is_shown_as_far_as_its_chain_fits(initiative, team_member):
    start = create_win(initiative=initiative, by=team_member)
    for _ in range(MOST + 2):
        create_link(earlier=start, later=create_win(initiative=initiative, by=team_member, confirmed=False))
    strand = wheel_of(initiative, team_member).strands[0]
    assert (strand.total, len(strand.wins), strand.left_out) == (MOST + 3, 2, MOST + 1)


def test_the_picture_says_level_mechanism_and_what_was_inferred(initiative, team_member):
    first = create_win(initiative=initiative, by=team_member, level=Level.LOCAL)
    later = create_win(
        initiative=initiative, by=team_member, level=Level.VERTICAL, occurred_on=dt.date(2026, 4, 1)
    )
    create_link(earlier=first, later=later, mechanism=Mechanism.COUPLING)
    WinLink.objects.update(basis=LinkBasis.INFERRED)
    strand = wheel_of(initiative, team_member).strands[0]
    ends = str(first.pk), str(later.pk)
    assert strand.picture.worked == {ends: Mechanism.COUPLING}
    assert strand.picture.inferred == {ends}
    assert [stone.level for stone in strand.picture.stones] == [Level.LOCAL, Level.VERTICAL]
    assert strand.branches[0][0].next_is_inferred


def test_branches_share_a_row_where_they_do_not_meet(initiative, team_member):
    first = in_a_row(initiative, team_member, 6)
    for year, start in ((2020, first[0]), (2022, first[2])):
        for month in (5, 7):
            aside = create_win(initiative=initiative, by=team_member, occurred_on=dt.date(year, month, 1))
            create_link(earlier=start, later=aside)
            start = aside
    strand = wheel_of(initiative, team_member).strands[0]
    rows = strand.picture.rows
    assert {rows[str(win.pk)] for win in first} == {0}
    assert set(rows.values()) == {0, 1}
    assert len(list(every_branch(strand.turns))) == 3


@pytest.mark.parametrize(
    ("days", "words"), [(1, "1 dag"), (41, "41 dagen"), (90, "ongeveer 3 maanden"), (1100, "ongeveer 3 jaar")]
)
def test_the_time_between_two_wins_is_said_about(days, words):
    first, last = (SmallWin(), SmallWin())
    first.middle_on, last.middle_on = dt.date(2020, 1, 1), dt.date(2020, 1, 1) + dt.timedelta(days=days)
    assert time_between(first, last) == time_between(last, first) == words


def test_the_initiative_that_it_grew_out_of_stands_there(initiative, team_member, visitor):
    for kind, title in ((InitiativeTie.GREW_OUT_OF, "De wortel"), (InitiativeTie.PART_OF, "Het geheel")):
        other = create_initiative(title=title, programme=initiative.programme)
        tie = InitiativeLink(initiative=initiative, other=other, kind=kind, basis=LinkBasis.STATED)
        tie.told_by = tie.confirmed_by = team_member
        tie.confirmed_at = tie.told_at
        tie.save()
    InitiativeLink.objects.update(
        confirmed_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), confirmed_by=team_member
    )
    told = [told.other.title for tie in wheel_of(initiative, visitor).grew for told in tie.told]
    assert told == ["De wortel"]


@pytest.mark.parametrize("more", [0, 12])
def test_it_takes_a_fixed_number_of_queries(initiative, team_member, django_assert_num_queries, more):
    for _ in range(2 + more):
        in_a_row(initiative, team_member, 2)
        create_win(initiative=initiative, by=team_member, title="De wijktafel in de Oosterparkwijk")
    profile = initiative_profile(Reader(team_member, initiative), room="flywheels:initiative")
    assert profile.tally.loose == 2 + more
    assert profile.mechanisms.total
    assert profile.reader.is_inside
    with django_assert_num_queries(
        7
    ):  # links, loose wins, other wins, partners, walls, words, what was linked
        wheel = flywheel(profile)
        assert len(wheel.strands) == min(2 + more, PER_PAGE)
        assert [line.came_by for strand in wheel.strands for branch in strand.branches for line in branch]
