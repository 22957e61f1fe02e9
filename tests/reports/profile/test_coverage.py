"""How much is known, who was heard, where people differ, and when two windows may be compared."""

import datetime as dt

import pytest
from django.http import QueryDict
from django.utils import timezone

from initiatives.lenses import Direction, Perspective, ScalingType, Verdict
from initiatives.models import Onlooker, Reader, SmallWin
from initiatives.models.evidence import judged_differently
from initiatives.periods import Period
from initiatives.reports.counting.tally import tally_rows
from initiatives.reports.filter.wins import WinFilter
from initiatives.reports.profile.comparisons import may_be_compared
from initiatives.reports.profile.coverage import differing
from initiatives.reports.profile.page import initiative_profile
from tests.factories import create_initiative, create_partner, create_user, create_win
from tests.factories_profile import create_evidence, create_judgement

STUDENT, TEACHER, RESIDENT = Perspective.STUDENT, Perspective.TEACHER, Perspective.RESIDENT
GROWTH, OUT = ScalingType.GROWTH, Direction.OUT


def profile_to(user, initiative, **look):
    return initiative_profile(Reader(user, initiative), **look)


def test_coverage_counts_partners_evidence_and_perspectives(initiative, team_member):
    first, second = (create_win(initiative=initiative, by=team_member) for _ in range(2))
    first.partners.add(create_partner(name="Hogeschool"))
    create_evidence(first)
    create_judgement(first, perspective=STUDENT)
    create_judgement(first, perspective=STUDENT, verdict=Verdict.MIXED)
    profile = profile_to(team_member, initiative)
    assert [(each.label, each.count) for each in profile.coverage.perspectives] == [("student", 1)]
    assert [(each.label, each.count) for each in profile.coverage.organisations] == [("Hogeschool", 1)]
    assert (profile.coverage.shown.count, profile.coverage.self_told.count, profile.nobody_asked) == (1, 1, 1)
    assert second


@pytest.mark.parametrize(("days", "late"), [(180, 0), (181, 1)])
def test_half_a_year_later_is_long_after(initiative, team_member, days, late):
    happened = timezone.localdate() - dt.timedelta(days=days)
    win = create_win(initiative=initiative, by=team_member, occurred_on=happened)
    assert profile_to(team_member, initiative).coverage.long_after.count == late
    assert win.is_told_long_after == bool(late)


def test_nobody_knows_whether_an_undated_win_was_told_late(initiative, team_member):
    win = create_win(initiative=initiative, by=team_member, occurred_on=None, sources="krant")
    assert not win.is_told_long_after
    assert profile_to(team_member, initiative).coverage.long_after.count == 0


def test_loaded_wins_are_not_called_told_late(initiative, team_member):
    """The day of loading says nothing; it is counted apart, and that number opens exactly those wins."""
    happened = timezone.localdate() - dt.timedelta(days=400)
    loaded = create_win(initiative=initiative, occurred_on=happened, dataset_key="wijs-1")
    told = create_win(initiative=initiative, by=team_member, occurred_on=happened)
    assert (loaded.is_told_long_after, told.is_told_long_after) == (False, True)
    coverage = profile_to(team_member, initiative).coverage
    assert (coverage.long_after.count, coverage.loaded.count, coverage.total) == (1, 1, 2)
    for opened, win in ((coverage.long_after, told), (coverage.loaded, loaded)):
        words = QueryDict(opened.href.split("?")[1])
        assert WinFilter(words, onlooker=Onlooker(team_member)).wins().get() == win


# ------------------------------------------------------------------ where people differ
@pytest.mark.parametrize(
    ("verdicts", "differ"),
    [
        ([], False),
        ([Verdict.POSITIVE], False),
        ([Verdict.POSITIVE, Verdict.POSITIVE], False),
        ([Verdict.POSITIVE, Verdict.UNKNOWN], False),
        ([Verdict.POSITIVE, Verdict.MIXED], True),
        ([Verdict.POSITIVE, Verdict.NEGATIVE], True),
    ],
)
def test_verdicts_that_differ_are_both_shown(initiative, team_member, verdicts, differ):
    win = create_win(initiative=initiative, by=team_member)
    for perspective, verdict in zip((STUDENT, TEACHER), verdicts, strict=False):
        create_judgement(win, perspective=perspective, verdict=verdict)
    lines, count = differing(Reader(team_member, initiative), SmallWin.objects.filter(judged_differently()))
    assert bool(count) == differ
    assert [verdict for line in lines for _who, verdict, _whose in line.said] == (
        [str(verdict.label) for verdict in verdicts] if differ else []
    )


@pytest.mark.parametrize(
    ("reader", "read"), [("team_member", "een bewoner"), ("outsider", ""), ("visitor", "")]
)
def test_only_those_who_work_on_it_read_whose_words_they_are(initiative, team_member, request, reader, read):
    win = create_win(initiative=initiative, by=team_member)
    create_judgement(win, perspective=TEACHER, verdict=Verdict.NEGATIVE)
    said = create_judgement(win, perspective=STUDENT)
    said.rewrite(is_first_hand=False, on_behalf_of="een bewoner")
    reader = Reader(request.getfixturevalue(reader), initiative)
    lines, _count = differing(reader, SmallWin.objects.filter(judged_differently()))
    assert {whose for line in lines for _who, _verdict, whose in line.said} == {"", read}


# ------------------------------------------------------------------ from somebody else's place
def test_only_what_is_good_from_there_counts(initiative, team_member):
    good, mixed, _unasked = (
        create_win(initiative=initiative, by=team_member, types=[GROWTH]) for _ in range(3)
    )
    create_judgement(good, perspective=STUDENT)
    create_judgement(good, perspective=RESIDENT, verdict=Verdict.NEGATIVE)
    create_judgement(mixed, perspective=STUDENT, verdict=Verdict.MIXED)
    totals = {each: profile_to(team_member, initiative, perspective=each) for each in Perspective}
    assert {each: profile.tally.total for each, profile in totals.items() if profile.tally.total} == {
        STUDENT: 1
    }
    assert {each: profile.asked_there for each, profile in totals.items() if profile.asked_there} == {
        STUDENT: 2,
        RESIDENT: 1,
    }


# ------------------------------------------------------------------ two windows
def told_by(tellers: int, answered: int, open_: int):
    initiative = create_initiative()
    users = [create_user(member_of=initiative) for _ in range(tellers)]
    for n in range(answered + open_):
        words = {"types": [GROWTH], "directions": [OUT]} if n < answered else {}
        create_win(initiative=initiative, by=users[n % tellers], **words)
    return tally_rows(initiative.wins.all(), by="logged_by_id")


@pytest.mark.parametrize(
    ("now", "then", "fair"),
    [
        ((2, 4, 0), (2, 4, 0), True),
        ((3, 3, 0), (2, 4, 0), True),  # a third fewer
        ((4, 4, 0), (2, 4, 0), False),  # half as many
        ((1, 4, 0), (1, 3, 2), True),  # all against three fifths
        ((1, 4, 0), (1, 2, 2), False),  # all against half
        ((1, 0, 2), (1, 0, 3), True),  # nothing answered, in neither
        ((1, 4, 0), (1, 0, 0), False),
    ],
)
def test_two_windows_are_compared_when_the_logging_stayed_alike(now, then, fair):
    assert may_be_compared(told_by(*now), told_by(*then)) == fair
    assert may_be_compared(told_by(*then), told_by(*now)) == fair


def test_windows_that_overlap_are_not_laid_beside_each_other(initiative, team_member):
    for year in (2023, 2024, 2025):
        create_win(initiative=initiative, by=team_member, occurred_on=dt.date(year, 10, 1))
    now, then = Period.parse("2025-2026"), Period.parse("2023-2024")
    beside = profile_to(team_member, initiative, period=now, beside=then).beside
    assert beside.is_fair and beside.tables.wins == 1
    assert [choice.value for choice in beside.choices] == ["2024-2025", "2023-2024"]
    assert profile_to(team_member, initiative, period=now, beside=now).beside.tables is None
    assert profile_to(team_member, initiative, beside=then).beside is None
