"""The full facts of a cell, from the database: who is behind it, who else showed it, and what a team leaves."""

import datetime as dt
import random

import pytest
from django.utils import timezone

from initiatives.lenses import RAYS, CellState, Choice, Direction, Level, ScalingType, StillStands
from initiatives.models import Reader, SmallWin
from initiatives.periods import Period, recent_years
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
    choose,
    create_follow_up,
    create_lasting_win,
    create_often,
    shown_by_another,
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


THIS_YEAR = timezone.localdate()
LONG_AGO = THIS_YEAR.replace(year=THIS_YEAR.year - 4, day=1)


# ------------------------------------------------------------------ the worked check of theory §14
@pytest.fixture
def seven(initiative):
    """Seven wins, types answered on six: growth 4 of two tellers, circulation 1, "none of the four" 1, one unanswered.

    One of growth was shown by somebody else, two are recent, and one still stood after thirteen months.
    """
    ann, bob = (create_user(member_of=initiative) for _ in range(2))

    def win(by, types, on=LONG_AGO):
        return create_win(initiative=initiative, by=by, types=types, occurred_on=on)

    win(ann, [GROWTH], THIS_YEAR)
    shown_by_another(win(bob, [GROWTH], THIS_YEAR))
    create_follow_up(win(ann, [GROWTH]), days=395)
    win(bob, [GROWTH])
    win(ann, [CIRCULATION])
    win(ann, [])
    win(ann, None)
    choose(initiative, REPLICATION)
    return initiative


def test_the_worked_check(seven):
    assert state(seven, GROWTH) == CellState.SEEN_MORE_OFTEN
    assert profile_of(seven).tally.ray_facts(GROWTH).lasts == 1
    assert state(seven, CIRCULATION) == CellState.SIGNAL
    assert "rust op één small win" in rule_of(seven, f"ray-{CIRCULATION}")
    assert state(seven, RULE) == CellState.NOT_OBSERVED
    assert "tussen 0 en 1 van 7" in rule_of(seven, f"ray-{RULE}")
    assert state(seven, REPLICATION) == CellState.DELIBERATELY_NOT


def test_of_one_teller_it_is_a_signal(seven):
    seven.wins.update(logged_by=create_user())
    assert state(seven, GROWTH) == CellState.SIGNAL


def test_with_the_latest_long_ago_it_is_a_signal(seven):
    seven.wins.update(occurred_on=LONG_AGO)
    assert state(seven, GROWTH) == CellState.SIGNAL


def test_picture_sentence_and_table_say_the_same(seven):
    create_often(seven, directions=[UP], level=Level.LOCAL)
    choose(seven, DEEP)
    profile = profile_of(seven)
    for line in profile.tables.rays:
        for spot, level in zip(line.spots, Level, strict=True):
            cell = profile.rose.cell(line.code, level)
            assert (cell.state, cell.count, cell.notch) == (spot.state, spot.count, bool(spot.hangs_on))
            assert spot.rule[0].lower().startswith(str(spot.state.label))
    said = " ".join(finding.heading for finding in profile.findings)
    assert "Vaker gezien: hoger en groei" in said
    assert "Bewust niet: replicatie en dieper" in said
    assert all(finding.heading in profile.rose.finding for finding in profile.findings)


# ------------------------------------------------------------------ a year later: a mark on the win
def lasts(initiative, ray=GROWTH) -> int:
    return profile_of(initiative).tally.ray_facts(ray).lasts


@pytest.mark.parametrize(("days", "count"), [(364, 0), (365, 1), (366, 1)])
def test_a_year_is_365_days(initiative, days, count):
    create_lasting_win(initiative=initiative, types=[GROWTH], days=days)
    assert lasts(initiative) == count


def test_a_look_back_lights_no_ray(initiative):
    """It marks the win that was looked at: four rays would light up at once for one answer."""
    old = {"initiative": initiative, "types": list(ScalingType), "directions": list(Direction)}
    win = create_win(**old, occurred_on=LONG_AGO)
    for _ in range(3):
        create_win(**old, occurred_on=THIS_YEAR)
    before = [state(initiative, ray) for ray in RAYS]
    create_follow_up(win, days=400)
    assert [state(initiative, ray) for ray in RAYS] == before == [CellState.SIGNAL] * len(RAYS)
    assert state(initiative, GROWTH, Period.academic_year(THIS_YEAR)) == CellState.SIGNAL
    assert {lasts(initiative, ray) for ray in RAYS} == {1}


def test_a_win_before_the_window_is_not_in_it(initiative):
    create_lasting_win(initiative=initiative, types=[GROWTH], occurred_on=BEFORE_WINDOW)
    assert state(initiative, GROWTH, WINDOW) == CellState.NO_DATA


def test_a_line_about_what_still_stands_opens_exactly_those_wins(initiative):
    create_win(initiative=initiative, types=[GROWTH])
    for occurred_on in (dt.date(2024, 10, 1), dt.date(2023, 10, 1)):
        create_lasting_win(initiative=initiative, types=[GROWTH], occurred_on=occurred_on)
    growth = next(line for line in profile_of(initiative).tables.rays if line.code == GROWTH).total
    assert growth.lasts == 2 and "staat=ja" in growth.lasts_href and "type=growth" in growth.lasts_href
    assert lasting_wins(initiative.wins.all()).count() == 2


def test_an_undated_win_cannot_last(initiative):
    win = create_win(initiative=initiative, types=[GROWTH], occurred_on=None, sources="krant")
    create_follow_up(win, on=dt.date(2026, 1, 1))
    assert lasts(initiative) == 0


@pytest.mark.parametrize("seen", [StillStands.PARTLY, StillStands.NO, StillStands.UNKNOWN])
def test_only_a_plain_yes_lasts(initiative, seen):
    win = create_win(initiative=initiative, types=[GROWTH], occurred_on=BEFORE_WINDOW)
    create_follow_up(win, still_stands=seen)
    assert lasts(initiative) == 0


@pytest.mark.parametrize(
    ("later", "count"),
    [
        ([(900, StillStands.NO)], 0),
        ([(900, StillStands.PARTLY)], 0),
        ([(900, StillStands.UNKNOWN)], 1),  # no answer
        ([(400, StillStands.NO)], 0),  # two who looked on one day do not agree
        ([(300, StillStands.NO)], 1),  # it came back
        ([(600, StillStands.NO), (800, StillStands.YES)], 1),
    ],
)
def test_the_latest_answer_decides_whether_it_lasts(initiative, later, count):
    win = create_lasting_win(initiative=initiative, types=[GROWTH], occurred_on=dt.date(2023, 10, 1))
    for days, seen in later:
        create_follow_up(win, days=days, still_stands=seen)
    assert lasts(initiative) == count
    assert any("na een jaar" in item.text.lower() for item in profile_of(initiative).findings) == bool(count)
    assert lasting_wins(initiative.wins.all()).count() == count


def test_a_withdrawn_win_lasts_no_more(initiative, team_member):
    create_lasting_win(initiative=initiative, types=[GROWTH]).withdraw(by=team_member)
    assert state(initiative, GROWTH) == CellState.NO_DATA
    assert lasts(initiative) == 0


# ------------------------------------------------------------------ the voices behind the wins
def voices(initiative) -> int:
    return profile_of(initiative).tally.ray_facts(GROWTH).voices


@pytest.mark.parametrize(
    ("sources", "count"),
    [
        (["https://agendastad.nl/a", "https://www.agendastad.nl/b"], 1),
        (["https://agendastad.nl/a", "https://Mbo.Nieuws.nl:443/b"], 2),
        (["https://agendastad.nl/a ; https://krant.nl/c", "http://krant.nl/d"], 2),
        (["een oud verslag", ""], 1),
        (["een oud verslag", "https://krant.nl"], 1),  # who wrote the report is not known
    ],
)
def test_behind_loaded_wins_stand_the_publishers_and_not_who_loaded_them(initiative, sources, count):
    for number, source in enumerate(sources):
        loader = create_user()
        create_win(
            initiative=initiative, by=loader, types=[GROWTH], dataset_key=f"bron-{number}", sources=source
        )
    assert voices(initiative) == count


def test_a_source_that_a_team_names_adds_no_voice(initiative, team_member):
    for host in ("krant.nl", "omroep.nl"):
        create_win(initiative=initiative, by=team_member, types=[GROWTH], sources=f"https://{host}/a")
    assert voices(initiative) == 1


def test_two_accounts_are_two_voices_and_show_nothing_of_somebody_else(initiative):
    for teller in [create_user(member_of=initiative) for _ in range(2)] * 2:
        create_win(initiative=initiative, by=teller, types=[GROWTH], occurred_on=THIS_YEAR)
    assert voices(initiative) == 2
    assert state(initiative, GROWTH) == CellState.SIGNAL


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (recent_years(THIS_YEAR).first_day, CellState.SEEN_MORE_OFTEN),
        (recent_years(THIS_YEAR).first_day - dt.timedelta(days=1), CellState.SIGNAL),
        (THIS_YEAR, CellState.SEEN_MORE_OFTEN),
        (None, CellState.SIGNAL),  # without a date
    ],
)
def test_recent_is_of_this_academic_year_or_the_one_before(initiative, day, expected):
    create_often(initiative, occurred_on=day, sources="krant")
    assert state(initiative, GROWTH) == expected


def test_several_who_showed_one_win_are_one(initiative):
    win = create_win(initiative=initiative, types=[GROWTH])
    for _ in range(3):
        shown_by_another(win)
    facts = profile_of(initiative).tally.ray_facts(GROWTH)
    assert (facts.k, facts.seen) == (1, 1)


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
def a_story(dice: random.Random, initiative) -> None:
    """Some wins of some tellers and some years, told in a random order."""
    tellers = [create_user(member_of=initiative) for _ in range(2)]
    readings = [dice.sample(list(ScalingType), dice.randint(0, 2)) for _ in range(9)]
    for types in readings:
        win = create_win(
            initiative=initiative,
            by=dice.choice(tellers),
            types=types,
            directions=[OUT],
            occurred_on=dice.choice([BEFORE_WINDOW, IN_WINDOW, THIS_YEAR]),
        )
        if dice.random() < 0.4:
            shown_by_another(win)
        if dice.random() < 0.3:
            create_follow_up(win, on=THIS_YEAR, still_stands=dice.choice(list(StillStands)))


@pytest.mark.parametrize("seed", range(3))
def test_the_network_says_of_an_initiative_what_its_profile_says(seed):
    dice = random.Random(seed)
    initiatives = [create_initiative() for _ in range(3)]
    for initiative in initiatives[:2]:
        a_story(dice, initiative)
    choose(initiatives[2], GROWTH)
    wins = SmallWin.objects.standing()
    keys = [initiative.pk for initiative in initiatives]
    for period in (None, WINDOW):
        counted = wins.happened_in(period) if period else wins
        special, unwanted = special_where_shown(counted), chosen_not(keys)
        spread = spread_of(counted, special, unwanted)
        lines = initiative_lines(initiatives, counted, special=special, unwanted=unwanted)
        for initiative, line in zip(initiatives, lines, strict=True):
            tally = profile_of(initiative, period).tally
            for ray in (*ScalingType, *Direction):
                assert spread.state(initiative.pk, ray) == tally.ray_facts(ray).state
                assert line.tally.ray_facts(ray).state == tally.ray_facts(ray).state


def test_the_order_in_which_it_was_told_never_matters():
    tellers, states = [create_user(), create_user()], []
    for shuffled in range(3):
        initiative = create_initiative()
        told = [(tellers[0], True), (tellers[1], False), (tellers[0], False)]
        random.Random(shuffled).shuffle(told)
        for teller, is_shown in told:
            win = create_win(initiative=initiative, by=teller, types=[GROWTH], occurred_on=THIS_YEAR)
            if is_shown:
                shown_by_another(win)
        states.append(state(initiative, GROWTH))
    assert states == [CellState.SEEN_MORE_OFTEN] * 3


def test_one_query_each_however_many_wins(django_assert_num_queries, initiative):
    for _ in range(3):
        create_lasting_win(initiative=initiative, types=[GROWTH])
    with django_assert_num_queries(1):
        assert sum(each.count for each in special_wins(SmallWin.objects.all())) == 3
    with django_assert_num_queries(1):
        assert chosen_not([initiative.pk]) == {}
    assert lasting_wins(SmallWin.objects.all()).count() == 3
