"""Losses beside gains: never subtracted, at their place, and only for readers who may know."""

import datetime as dt

import pytest

from initiatives.lenses import (
    Audience,
    Direction,
    Level,
    LossAnswer,
    LossStatus,
    Perspective,
    ScalingType,
    Severity,
)
from initiatives.models import Loss, Reader
from initiatives.periods import Period
from initiatives.reports.counting.balance import loss_list
from initiatives.reports.profile.page import initiative_profile
from tests.factories import create_win
from tests.factories_profile import create_judgement, create_loss

GROWTH, OUT, LOCAL = ScalingType.GROWTH, Direction.OUT, Level.LOCAL


def profile_to(user, initiative, **look):
    return initiative_profile(Reader(user, initiative), **look)


@pytest.fixture
def win(initiative, team_member):
    return create_win(initiative=initiative, by=team_member, types=[GROWTH], directions=[OUT], level=LOCAL)


def test_a_loss_takes_nothing_off(initiative, win, team_member):
    before = profile_to(team_member, initiative).tables
    create_loss(win=win, severity=Severity.HEAVY)
    profile = profile_to(team_member, initiative)
    assert (profile.balance.wins, profile.balance.total, profile.balance.heavy_open) == (1, 1, 1)
    assert [spot.count for line in profile.tables.rays for spot in line.spots] == [
        spot.count for line in before.rays for spot in line.spots
    ]


def test_a_loss_stands_where_its_win_stands(initiative, win, team_member):
    create_loss(win=win, borne_by=Perspective.TEACHER)
    create_loss(win=win, borne_by=Perspective.TEACHER)
    create_loss(initiative=initiative, borne_by=Perspective.RESIDENT)
    tables = profile_to(team_member, initiative).tables
    spots = {
        spot.anchor: spot
        for line in (*tables.rays, *tables.lens)
        for spot in (*line.spots, line.total)
        if spot
    }
    at = {
        anchor: [(dot.bearer, dot.count) for dot in spot.losses]
        for anchor, spot in spots.items()
        if spot.losses
    }
    here = [("docent", 2)]
    assert at == dict.fromkeys(
        ("cell-growth-local", "ray-growth", "cell-out-local", "ray-out", "lens-growth-out"), here
    )


def test_heavy_and_open_are_asked_together(initiative, win, team_member):
    create_loss(win=win, severity=Severity.HEAVY, status=LossStatus.RESOLVED)
    create_loss(win=win, severity=Severity.LIGHT)
    create_loss(win=win)
    balance = profile_to(team_member, initiative).balance
    assert (balance.total, balance.heavy_open) == (3, 0)


def test_not_asked_is_not_nothing_seen(initiative, win, team_member):
    create_win(initiative=initiative, by=team_member, loss_answer=LossAnswer.NOTHING_SEEN)
    create_win(initiative=initiative, by=team_member, loss_answer=LossAnswer.UNKNOWN)
    assert profile_to(team_member, initiative).balance.not_asked == 1
    create_loss(win=win)
    assert profile_to(team_member, initiative).balance.not_asked == 0


def test_a_loss_belongs_to_when_it_was_seen(initiative, win, team_member):
    create_loss(win=win, seen_on=dt.date(2024, 10, 1))
    balances = [
        profile_to(team_member, initiative, period=Period.parse(year)).balance.total
        for year in ("2024-2025", "2025-2026")
    ]
    assert balances == [1, 0]


def test_a_perspective_hides_no_loss(initiative, win, team_member):
    create_loss(win=win)
    create_judgement(create_win(initiative=initiative, by=team_member), perspective=Perspective.STUDENT)
    profile = profile_to(team_member, initiative, perspective=Perspective.STUDENT)
    assert (profile.tally.total, profile.balance.total) == (1, 1)


@pytest.mark.parametrize(
    ("audience", "known_to", "hinted"),
    [
        (Audience.PUBLIC, {"visitor", "outsider", "team_member"}, False),
        (Audience.NETWORK, {"outsider", "team_member"}, True),
        (Audience.TEAM, {"team_member"}, False),
    ],
)
def test_the_audience_decides_who_reads_a_loss(initiative, win, request, audience, known_to, hinted):
    create_loss(win=win, audience=audience)
    for who in ("visitor", "outsider", "team_member"):
        user = request.getfixturevalue(who)
        profile, shown = (
            profile_to(user, initiative),
            loss_list(Reader(user, initiative), period=None, words={}),
        )
        assert profile.balance.total == shown.page.paginator.count == (who in known_to)
        assert bool(profile.balance.hidden_at) == shown.hides_some == (hinted and who == "visitor")
        assert profile.balance.not_asked == (who not in known_to)


def test_a_loss_of_a_withdrawn_win_is_gone(initiative, win, team_member):
    create_loss(win=win)
    win.withdraw(by=team_member)
    assert profile_to(team_member, initiative).balance.total == 0


def test_a_word_that_nobody_knows_is_left_out(initiative, win, team_member):
    create_loss(win=win)
    found = loss_list(Reader(team_member, initiative), period=None, words={"van": "koning", "ernst": "'"})
    assert (found.page.paginator.count, found.chosen) == (Loss.objects.count(), ())
