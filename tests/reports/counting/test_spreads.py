import random

import pytest

from initiatives.lenses import RAYS, UNKNOWN, CellState, Direction, Level, ScalingType
from initiatives.models import SmallWin
from initiatives.reports.counting.spreads import spread_of
from initiatives.reports.counting.tally import tally_rows
from tests.factories import create_initiative, create_user, create_win, read_by_editors


def some(dice: random.Random, words):
    return dice.choice([None, [], [UNKNOWN], dice.sample(list(words), dice.randint(1, len(words)))])


@pytest.mark.parametrize("seed", range(3))
def test_the_database_adds_up_to_what_the_profiles_count(seed):
    dice, teller = random.Random(seed), create_user()
    initiatives = [create_initiative() for _ in range(6)]
    for _ in range(60):
        win = create_win(
            initiative=dice.choice(initiatives[:5]),
            by=teller,
            types=some(dice, ScalingType),
            directions=some(dice, Direction),
            level=dice.choice([None, UNKNOWN, *Level]),
        )
        if dice.random() < 0.5:
            read_by_editors(win, types=some(dice, ScalingType), level=dice.choice(list(Level)))
    wins = SmallWin.objects.all()
    spread, tallies = spread_of(wins), tally_rows(wins)
    assert spread.total == tallies.all.total == 60
    assert dict(spread.cells) == dict(tallies.spread.cells)
    for initiative in initiatives:
        tally, told = tallies.of(initiative.pk), spread.of(initiative.pk)
        assert told.rays == tuple(tally.rays[ray] for ray in RAYS)
        assert [spread.state(initiative.pk, ray) for ray in RAYS] == [
            tally.ray_facts(ray).state for ray in RAYS
        ]


def test_an_initiative_without_a_win_has_a_state_too():
    told, silent = create_initiative(), create_initiative()
    create_win(initiative=told, types=[ScalingType.GROWTH])
    spread = spread_of(SmallWin.objects.all())
    assert spread.state(silent.pk, ScalingType.GROWTH) == CellState.NO_DATA
    assert spread.state(told.pk, ScalingType.GROWTH) == CellState.SIGNAL


def test_one_query_however_many_wins(django_assert_num_queries, initiative):
    for _ in range(5):
        create_win(initiative=initiative)
    with django_assert_num_queries(1):
        assert spread_of(SmallWin.objects.all()).total == 5
