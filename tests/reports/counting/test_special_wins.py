"""The full facts of a cell, from the database: who showed it, whether it lasts, and what a team leaves."""

import datetime as dt
import random

import pytest

from initiatives.lenses import (
    Answer,
    CellState,
    Choice,
    Direction,
    Independence,
    Level,
    ScalingType,
    StillStands,
)
from initiatives.models import Reader, SmallWin
from initiatives.periods import Period
from initiatives.reports.counting.roses import initiative_lines
from initiatives.reports.counting.special_wins import (
    chosen_not,
    lasting_wins,
    special_where_shown,
    special_wins,
)
from initiatives.reports.counting.spreads import spread_of
from initiatives.reports.profile.page import initiative_profile
from tests.factories import create_initiative, create_user, create_win
from tests.factories_profile import (
    DONE,
    choose,
    create_evidence,
    create_follow_up,
    create_lasting_win,
)

GROWTH, REPLICATION, CIRCULATION, RULE = ScalingType
UP, OUT, DEEP = Direction
WINDOW = Period.parse("2025-2026")
IN_WINDOW, BEFORE_WINDOW = dt.date(2025, 10, 1), dt.date(2024, 3, 1)


def profile_of(initiative, period=None):
    return initiative_profile(Reader(create_user(member_of=initiative), initiative), period=period)


def state(initiative, ray, period=None) -> CellState:
    return profile_of(initiative, period).tally.ray_facts(ray).state


def rule_of(initiative, anchor, period=None) -> str:
    tables = profile_of(initiative, period).tables
    spots = [spot for line in (*tables.rays, *tables.lens) for spot in (*line.spots, line.total) if spot]
    return " ".join(next(spot for spot in spots if spot.anchor == anchor).rule)


# ------------------------------------------------------------------ the worked check of theory §14
@pytest.fixture
def seven(initiative):
    """Seven wins, types answered on six: growth 4, circulation 1, "none of the four" 1, one unanswered."""
    teller = create_user(member_of=initiative)

    def win(types, **details):
        return create_win(initiative=initiative, by=teller, types=types, occurred_on=IN_WINDOW, **details)

    first, second, _third, _fourth = (win([GROWTH], **DONE) for _ in range(4))
    create_evidence(first)
    create_evidence(second, independence=Independence.OUTSIDE)
    create_evidence(win([CIRCULATION]), independence=Independence.OWN_TEAM)
    win([])
    win(None)
    choose(initiative, REPLICATION)
    return initiative


def test_the_worked_check(seven):
    growing = seven.wins.filter(counted_types__contains=[GROWTH]).earliest("logged_at")
    create_evidence(growing)
    window = Period.parse("2025-2026..2026-2027")
    assert state(seven, GROWTH, window) == CellState.MOVING  # without the follow-up
    create_follow_up(growing, days=395)

    assert state(seven, GROWTH, window) == CellState.LASTING
    assert state(seven, CIRCULATION, window) == CellState.SIGNAL
    assert "rust op één small win" in rule_of(seven, f"ray-{CIRCULATION}", window)
    assert state(seven, RULE, window) == CellState.NOT_OBSERVED
    assert "tussen 0 en 1 van 7" in rule_of(seven, f"ray-{RULE}", window)
    assert state(seven, REPLICATION, window) == CellState.DELIBERATELY_NOT


def test_picture_sentence_and_table_say_the_same(seven):
    create_lasting_win(initiative=seven, types=[GROWTH], directions=[UP], level=Level.LOCAL)
    choose(seven, DEEP)
    profile = profile_of(seven)
    for line in profile.tables.rays:
        for spot, level in zip(line.spots, Level, strict=True):
            cell = profile.rose.cell(line.code, level)
            assert (cell.state, cell.count, cell.notch) == (spot.state, spot.count, bool(spot.hangs_on))
            assert spot.rule[0].lower().startswith(str(spot.state.label))
    said = " ".join(finding.heading for finding in profile.findings)
    assert "Houdt stand: hoger en groei" in said
    assert "Bewust niet: replicatie en dieper" in said
    assert said in profile.rose.finding.replace(". ", " ") or all(
        finding.heading in profile.rose.finding for finding in profile.findings
    )


# ------------------------------------------------------------------ a year later
@pytest.mark.parametrize(("days", "lasts"), [(364, False), (365, True), (366, True)])
def test_a_year_is_365_days(initiative, days, lasts):
    create_lasting_win(initiative=initiative, types=[GROWTH], days=days)
    assert (state(initiative, GROWTH) == CellState.LASTING) == lasts


@pytest.mark.parametrize(
    ("looked_on", "expected"),
    [
        (dt.date(2025, 8, 31), CellState.NO_DATA),  # before the window
        (dt.date(2025, 9, 1), CellState.STILL_STANDING),
        (dt.date(2026, 8, 31), CellState.STILL_STANDING),
        (dt.date(2026, 9, 1), CellState.NO_DATA),  # after it
    ],
)
def test_somebody_looked_in_the_window(initiative, looked_on, expected):
    win = create_win(initiative=initiative, types=[GROWTH], occurred_on=BEFORE_WINDOW)
    create_evidence(win)
    create_follow_up(win, on=looked_on)
    assert state(initiative, GROWTH, WINDOW) == expected


def test_one_from_before_makes_what_is_new_lasting(initiative):
    create_win(initiative=initiative, types=[GROWTH], occurred_on=IN_WINDOW)
    old = create_win(initiative=initiative, types=[GROWTH], occurred_on=BEFORE_WINDOW)
    create_evidence(old)
    create_follow_up(old, on=dt.date(2025, 11, 1))
    assert state(initiative, GROWTH, WINDOW) == CellState.LASTING
    assert "van eerder" in rule_of(initiative, "ray-growth", WINDOW)


def test_an_undated_win_cannot_last(initiative):
    win = create_win(initiative=initiative, types=[GROWTH], occurred_on=None, sources="krant")
    create_evidence(win)
    create_follow_up(win, on=dt.date(2026, 1, 1))
    assert state(initiative, GROWTH) == CellState.SIGNAL


@pytest.mark.parametrize("seen", [StillStands.PARTLY, StillStands.NO, StillStands.UNKNOWN])
def test_only_a_plain_yes_lasts(initiative, seen):
    win = create_win(initiative=initiative, types=[GROWTH], occurred_on=BEFORE_WINDOW)
    create_evidence(win)
    create_follow_up(win, still_stands=seen)
    assert state(initiative, GROWTH) == CellState.SIGNAL


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ([(900, StillStands.NO)], CellState.SIGNAL),
        ([(900, StillStands.PARTLY)], CellState.SIGNAL),
        ([(900, StillStands.UNKNOWN)], CellState.LASTING),  # no answer
        ([(400, StillStands.NO)], CellState.SIGNAL),  # two who looked on one day do not agree
        ([(300, StillStands.NO)], CellState.LASTING),  # it came back
        ([(600, StillStands.NO), (800, StillStands.YES)], CellState.LASTING),
    ],
)
def test_the_latest_answer_decides_whether_it_lasts(initiative, later, expected):
    win = create_lasting_win(initiative=initiative, types=[GROWTH], occurred_on=dt.date(2023, 10, 1))
    for days, seen in later:
        create_follow_up(win, days=days, still_stands=seen)
    assert state(initiative, GROWTH) == expected
    profile = profile_of(initiative)
    assert any("Houdt stand" in item.heading for item in profile.findings) == (expected == CellState.LASTING)
    assert lasting_wins(initiative.wins.all()).exists() == (expected == CellState.LASTING)


def test_a_no_after_the_window_does_not_change_what_stood_in_it(initiative):
    win = create_win(initiative=initiative, types=[GROWTH], occurred_on=BEFORE_WINDOW)
    create_evidence(win)
    create_follow_up(win, on=dt.date(2026, 8, 1))
    create_follow_up(win, on=dt.date(2026, 10, 1), still_stands=StillStands.NO)
    assert state(initiative, GROWTH, WINDOW) == CellState.STILL_STANDING
    assert state(initiative, GROWTH) == CellState.SIGNAL


def test_a_win_that_nobody_else_saw_does_not_last(initiative):
    win = create_win(initiative=initiative, types=[GROWTH], occurred_on=BEFORE_WINDOW)
    create_evidence(win, independence=Independence.OWN_TEAM)
    create_follow_up(win)
    assert state(initiative, GROWTH) == CellState.SIGNAL


def test_a_withdrawn_win_lasts_no_more(initiative, team_member):
    create_lasting_win(initiative=initiative, types=[GROWTH]).withdraw(by=team_member)
    assert state(initiative, GROWTH) == CellState.NO_DATA


# ------------------------------------------------------------------ moving
@pytest.mark.parametrize(
    ("wins", "shown", "criteria", "expected"),
    [
        (2, 2, DONE, CellState.SIGNAL),
        (3, 0, DONE, CellState.SIGNAL),
        (3, 1, {}, CellState.SIGNAL),  # all of them are signals
        (3, 1, {"concrete": Answer.YES}, CellState.SIGNAL),
        (3, 1, {"concrete": Answer.YES, "completed": Answer.PARTLY}, CellState.SIGNAL),
        (3, 1, DONE, CellState.MOVING),
    ],
)
def test_three_wins_one_shown_and_one_done_move(initiative, wins, shown, criteria, expected):
    told = [create_win(initiative=initiative, types=[GROWTH], **criteria) for _ in range(wins)]
    for win in told[:shown]:
        create_evidence(win)
    assert state(initiative, GROWTH) == expected


def test_several_proofs_of_one_win_are_one(initiative):
    win = create_win(initiative=initiative, types=[GROWTH])
    for _ in range(3):
        create_evidence(win)
    facts = profile_of(initiative).tally.ray_facts(GROWTH)
    assert (facts.k, facts.k_ok) == (1, 1)


# ------------------------------------------------------------------ a choice
def test_the_latest_choice_counts(initiative):
    choose(initiative, REPLICATION)
    assert state(initiative, REPLICATION) == CellState.DELIBERATELY_NOT
    choose(initiative, REPLICATION, Choice.LATER)
    assert state(initiative, REPLICATION) == CellState.NO_DATA
    assert chosen_not([initiative.pk]) == {}


def test_a_win_in_spite_of_a_choice_is_counted(initiative):
    choose(initiative, REPLICATION)
    create_win(initiative=initiative, types=[REPLICATION])
    assert state(initiative, REPLICATION) == CellState.SIGNAL


def test_a_choice_covers_all_that_lies_on_it(initiative):
    choose(initiative, REPLICATION)
    choose(initiative, DEEP)
    tally = profile_of(initiative).tally
    not_wanted = CellState.DELIBERATELY_NOT
    assert {tally.cell_facts(REPLICATION, level).state for level in Level} == {not_wanted}
    assert {tally.matrix_facts(REPLICATION, way).state for way in Direction} == {not_wanted}
    assert {tally.matrix_facts(row, DEEP).state for row, way in tally.matrix if way == DEEP} == {not_wanted}
    assert tally.matrix_facts(GROWTH, OUT).state == CellState.NO_DATA
    assert {tally.level_facts(level).state for level in Level} == {CellState.NO_DATA}


# ------------------------------------------------------------------ all of it, in any order
def a_story(dice: random.Random, initiative, teller) -> None:
    """Some wins with some evidence, told in a random order."""
    readings = [dice.sample(list(ScalingType), dice.randint(0, 2)) for _ in range(9)]
    facts = [
        (types, dice.choice([{}, DONE]), dice.random() < 0.5, dice.choice([None, 300, 400]))
        for types in readings
    ]
    dice.shuffle(facts)
    for types, criteria, shown, days in facts:
        win = create_win(
            initiative=initiative,
            by=teller,
            types=types,
            directions=[OUT],
            occurred_on=BEFORE_WINDOW,
            **criteria,
        )
        if shown:
            create_evidence(win)
        if days:
            create_follow_up(win, days=days)
            create_follow_up(win, days=days + 60, still_stands=dice.choice(list(StillStands)))


@pytest.mark.parametrize("seed", range(3))
def test_the_network_says_of_an_initiative_what_its_profile_says(seed):
    dice, teller = random.Random(seed), create_user()
    initiatives = [create_initiative() for _ in range(3)]
    for initiative in initiatives[:2]:
        a_story(dice, initiative, teller)
    choose(initiatives[2], GROWTH)
    wins = SmallWin.objects.standing()
    keys = [initiative.pk for initiative in initiatives]
    for period in (None, WINDOW):
        counted = wins.happened_in(period) if period else wins
        special, unwanted = special_where_shown(wins, period), chosen_not(keys)
        spread = spread_of(counted, special, unwanted)
        lines = initiative_lines(initiatives, counted, special=special, unwanted=unwanted)
        for initiative, line in zip(initiatives, lines, strict=True):
            tally = profile_of(initiative, period).tally
            for ray in (*ScalingType, *Direction):
                assert spread.state(initiative.pk, ray) == tally.ray_facts(ray).state
                assert line.tally.ray_facts(ray).state == tally.ray_facts(ray).state


def test_the_order_in_which_it_was_told_never_matters():
    teller, states = create_user(), []
    for shuffled in range(3):
        initiative = create_initiative()
        readings = [
            (["growth"], DONE, True),
            (["growth"], {}, False),
            (["growth"], {}, False),
            ([], {}, False),
        ]
        random.Random(shuffled).shuffle(readings)
        for types, criteria, shown in readings:
            win = create_win(initiative=initiative, by=teller, types=types, **criteria)
            if shown:
                create_evidence(win)
        tally = profile_of(initiative).tally
        states.append([tally.ray_facts(ray).state for ray in ScalingType])

    assert states[0] == states[1] == states[2]


def test_one_query_each_however_many_wins(django_assert_num_queries, initiative):
    for _ in range(3):
        create_lasting_win(initiative=initiative, types=[GROWTH], **DONE)
    with django_assert_num_queries(1):
        assert sum(each.count for each in special_wins(SmallWin.objects.all())) == 3
    with django_assert_num_queries(1):
        assert chosen_not([initiative.pk]) == {}
    assert lasting_wins(SmallWin.objects.all()).count() == 3
