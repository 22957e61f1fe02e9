"""Counting wins by their reading."""

import random

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import given
from hypothesis import strategies as st

from initiatives.lenses import NONE_OF_THESE, UNKNOWN, CellState, Direction, Family, Level, ScalingType
from initiatives.models import Onlooker, SmallWin
from initiatives.reports.counting.tables import words_crossing
from initiatives.reports.counting.tally import Group, Reading, Tallies, tally_rows
from initiatives.reports.filter.wins import WinFilter
from tests.factories import create_initiative, create_link, create_user, create_win, read_by_editors

GROWTH, CIRCULATION = ScalingType.GROWTH, ScalingType.CIRCULATION
OUT, DEEP, UP = Direction.OUT, Direction.DEEP, Direction.UP
LOCAL, VERTICAL = Level.LOCAL, Level.VERTICAL


def count(*, by="initiative_id", **options):
    return tally_rows(SmallWin.objects.all(), by=by, **options)


def test_a_win_counts_at_every_word_it_was_read_as_and_once_in_the_total():
    create_win(types=[GROWTH, CIRCULATION], directions=[OUT, DEEP], level=LOCAL)
    tally = count().all

    assert tally.total == 1
    assert tally.rays[GROWTH] == tally.rays[CIRCULATION] == tally.rays[OUT] == 1
    assert tally.cells[GROWTH, LOCAL] == tally.cells[DEEP, LOCAL] == 1
    assert tally.cells[GROWTH, VERTICAL] == tally.rays[UP] == 0
    assert tally.levels[LOCAL] == 1


@pytest.mark.parametrize(
    ("types", "directions", "pairs", "places"),
    [
        ([GROWTH], [OUT, DEEP], None, {(GROWTH, OUT), (GROWTH, DEEP)}),
        ([GROWTH, CIRCULATION], [OUT], None, {(GROWTH, OUT), (CIRCULATION, OUT)}),
        ([], [OUT, DEEP], None, {(NONE_OF_THESE, OUT), (NONE_OF_THESE, DEEP)}),
        ([GROWTH, CIRCULATION], [OUT, DEEP], None, set()),
        ([GROWTH, CIRCULATION], [OUT, DEEP], [UNKNOWN], set()),
        ([GROWTH, CIRCULATION], [OUT, DEEP], ["growth>deep"], {(GROWTH, DEEP)}),
        ([GROWTH], [], None, set()),
        ([GROWTH, CIRCULATION], [], None, set()),
        ([UNKNOWN], [OUT], None, set()),
    ],
)
def test_only_combinations_that_were_said_stand_in_the_matrix(types, directions, pairs, places):
    """And the win, the count and the address of each place follow the same rule."""
    win = create_win(types=types, directions=directions, pairs=pairs)
    tally = count().all
    anyone = WinFilter({"combinatie": "open"}, onlooker=Onlooker(AnonymousUser()))

    assert {place for place, n in tally.matrix.items() if n} == places
    assert tally.places == len(places)
    assert {tuple(each.split(">")) for each in win.crossings} == {
        each for each in places if each[0] != "geen"
    }
    for place in tally.matrix:
        asked = WinFilter(
            {name: str(word) for name, word in words_crossing(*place).items()},
            onlooker=Onlooker(AnonymousUser()),
        )
        assert (asked.problems, win in asked.wins()) == ([], place in places)
    says_both = len(types) > 1 and len(directions) > 1
    assert tally.uncrossed == (says_both and not places) == (win in anyone.wins())
    assert tally.known(Family.TYPE, Family.DIRECTION) == (types != [UNKNOWN] and not tally.uncrossed)


def test_pairs_go_with_the_words_that_they_join():
    win = create_win(
        types=[GROWTH, CIRCULATION], directions=[OUT, DEEP], pairs=["growth>out", "circulation>deep"]
    )
    win.say(types=[CIRCULATION, ScalingType.REPLICATION])
    win.refresh_from_db()
    assert win.pairs == ["circulation>deep"]
    win.say(directions=[UNKNOWN])
    win.refresh_from_db()
    assert win.pairs is None


def test_none_of_the_four_has_a_row_of_its_own():
    create_win(types=[], directions=[DEEP])
    tally = count().all

    assert tally.matrix[NONE_OF_THESE, DEEP] == 1
    assert tally.none[Family.TYPE] == 1
    assert sum(tally.rays[word] for word in ScalingType) == 0
    assert tally.known(Family.TYPE) == 1  # it was looked at


def test_a_win_without_a_level_counts_at_its_ray_and_in_no_cell():
    create_win(types=[GROWTH])
    tally = count().all

    assert tally.rays[GROWTH] == 1
    assert sum(tally.cells.values()) == 0


def test_silence_and_dont_know_are_no_answer():
    create_win()
    create_win(types=[UNKNOWN], directions=[OUT], level=UNKNOWN)
    create_win(types=[], directions=[], level=LOCAL)
    tally = count().all

    assert tally.known(Family.TYPE) == 1
    assert tally.known(Family.DIRECTION) == 2
    assert tally.known(Family.LEVEL) == 1
    assert tally.answers[Family.TYPE].unknown == 1
    assert tally.answers[Family.TYPE].open == 1


def test_a_cell_is_known_when_both_its_questions_are_answered():
    create_win(types=[GROWTH], directions=[OUT])
    create_win(types=[GROWTH], level=LOCAL)
    create_win(directions=[OUT], level=UNKNOWN)
    tally = count().all

    assert tally.known(Family.TYPE, Family.LEVEL) == 1
    assert tally.known(Family.DIRECTION, Family.LEVEL) == 0
    assert tally.known(Family.TYPE, Family.DIRECTION) == 1
    assert tally.cell_facts(GROWTH, LOCAL).known == 1
    assert tally.cell_facts(OUT, LOCAL).state == CellState.NO_DATA
    assert tally.matrix_facts(GROWTH, OUT).known == 1
    assert tally.ray_facts(GROWTH).known == 2
    assert tally.level_facts(LOCAL).k == 1


def test_readings_of_team_and_editors_are_told_apart_per_question():
    read_by_editors(create_win(types=[GROWTH]), types=[CIRCULATION], directions=[OUT])
    answers = count().all.answers

    assert (answers[Family.TYPE].team, answers[Family.TYPE].editors) == (1, 0)
    assert (answers[Family.DIRECTION].team, answers[Family.DIRECTION].editors) == (0, 1)
    assert answers[Family.LEVEL].open == 1
    assert all(answer.total == 1 for answer in answers.values())


def test_the_team_s_own_reading_leads():
    read_by_editors(create_win(types=[GROWTH]), types=[CIRCULATION])
    assert count().all.rays[GROWTH] == 1
    assert count().all.rays[CIRCULATION] == 0


def test_a_linked_win_counts_once_however_many_links_it_has(visitor):
    first, second, third, _loose = [create_win() for _ in range(4)]
    create_link(earlier=first, later=second)
    create_link(earlier=first, later=third)

    tied = SmallWin.objects.tied_for(visitor)
    assert count(tied=tied).all.linked == 3
    assert count(tied=tied).all.loose == 1
    assert count().all.linked == 0


def test_counts_are_kept_per_initiative_and_together():
    here, there = create_initiative(), create_initiative()
    for _ in range(2):
        create_win(initiative=here, types=[GROWTH])
    create_win(initiative=there, types=[GROWTH])
    found = count()

    assert found.of(here.pk).rays[GROWTH] == 2
    assert found.of(there.pk).total == 1
    assert found.all.total == 3
    assert found.of(create_initiative().pk).total == 0


def test_the_spread_counts_initiatives_and_not_wins():
    here, there = create_initiative(), create_initiative()
    for _ in range(2):
        create_win(initiative=here, types=[GROWTH], level=LOCAL)
    create_win(initiative=there, types=[GROWTH, CIRCULATION])
    spread = count().spread

    assert spread.rays[GROWTH] == 2
    assert spread.cells[GROWTH, LOCAL] == spread.rays[CIRCULATION] == 1
    assert spread.rays[UP] == 0


def test_counts_are_kept_per_teller_where_that_is_asked():
    initiative = create_initiative()
    teller = create_user(member_of=initiative)
    for _ in range(2):
        create_win(initiative=initiative, by=teller)
    create_win(initiative=initiative)

    assert count(by="logged_by_id").of(teller.pk).total == 2
    assert len(count(by="logged_by_id").keys) == 2


@pytest.mark.parametrize("wins", [5, 60])
def test_one_query_whatever_the_size(wins, django_assert_num_queries):
    initiative = create_initiative()
    teller = create_user(member_of=initiative)
    for n in range(wins):
        create_win(initiative=initiative, by=teller, types=[[GROWTH], [CIRCULATION]][n % 2])

    with django_assert_num_queries(1):
        assert count().all.total == wins


def test_an_ordered_queryset_is_counted_just_the_same():
    create_win(types=[GROWTH])
    create_win(types=[GROWTH])
    assert tally_rows(SmallWin.objects.newest_first()).all.rays[GROWTH] == 2


# ------------------------------------------------------------------ whatever is told
def sets_of(words):
    real = st.lists(st.sampled_from(list(words)), unique=True).map(lambda found: tuple(map(str, found)))
    return st.one_of(st.none(), st.just((UNKNOWN,)), real)


readings = st.builds(
    Reading,
    types=sets_of(ScalingType),
    directions=sets_of(Direction),
    level=st.one_of(st.none(), st.just(UNKNOWN), st.sampled_from([str(level) for level in Level])),
    team_types=st.booleans(),
    team_directions=st.booleans(),
    team_level=st.booleans(),
)
groups = st.builds(Group, of=st.integers(1, 3), reading=readings, count=st.integers(1, 9), linked=st.just(0))


@given(st.lists(groups), st.randoms())
def test_the_order_in_which_wins_were_told_never_matters(found, chance: random.Random):
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert Tallies(found).all == Tallies(shuffled).all
    assert Tallies(found).of(1) == Tallies(shuffled).of(1)
    assert Tallies(found).spread == Tallies(shuffled).spread


@given(st.lists(groups))
def test_the_parts_add_up_to_the_whole(found):
    counted = Tallies(found)
    parts = [counted.of(key) for key in counted.keys]
    assert sum(part.total for part in parts) == counted.all.total
    for ray, whole in counted.all.rays.items():
        assert sum(part.rays[ray] for part in parts) == whole
        assert sum(part.rays[ray] > 0 for part in parts) == counted.spread.rays[ray]
        assert sum(counted.all.cells[ray, level] for level in Level) <= whole <= counted.all.total


@given(st.lists(groups))
def test_a_cell_never_holds_more_than_what_is_known_about_it(found):
    tally = Tallies(found).all
    for (ray, level), k in tally.cells.items():
        assert k <= tally.cell_facts(ray, level).known <= tally.total
    for (row, direction), k in tally.matrix.items():
        assert k <= tally.matrix_facts(row, direction).known <= tally.total
