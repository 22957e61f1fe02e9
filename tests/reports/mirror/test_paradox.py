"""The spread of the pilot paradox: each answer counted once, unknown apart, nothing shown of a few, no total."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.lenses import Degree, NoDegree, PairResult, Perspective, Side, Verdict
from initiatives.lenses.paradox import ITEMS
from initiatives.models import Reader
from initiatives.reports.mirror import paradox
from initiatives.reports.mirror.paradox import (
    ItemSpread,
    low_on,
    own_praise,
    paradox_page,
    rounds_of,
    spread_of,
    voices,
)
from tests.factories import create_user, create_win
from tests.factories_wishes import answer, create_check, days_ago, judge

CODES = [*Degree.values, *NoDegree.values]
SIDES = [(item.number, side.value) for item in ITEMS for side in Side]
answers = st.dictionaries(st.sampled_from(SIDES), st.sampled_from(CODES))
people = st.lists(answers, max_size=12)


def results(spread: ItemSpread) -> dict:
    return {result: people for result, people in spread.results if people}


# --- the spread -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("pilot", "scaling", "together"),
    [
        ("3", "0", PairResult.TENSION),
        ("2", "1", PairResult.TENSION),
        ("2", "2", PairResult.BRIDGED),
        ("1", "3", PairResult.LITTLE_ROOM),
        ("0", "1", PairResult.BUILDING),
        ("3", "unknown", PairResult.UNKNOWN),
        ("n/a", "0", PairResult.UNKNOWN),
        (None, "0", PairResult.UNKNOWN),
    ],
)
def test_two_answers_together_give_one_result(pilot, scaling, together):
    given = {key: code for key, code in {(1, "A"): pilot, (1, "B"): scaling}.items() if code}
    assert results(spread_of([given])[0]) == {together: 1}


def test_not_known_not_applicable_and_not_answered_are_counted_apart():
    spread = spread_of([{(1, "A"): "unknown"}, {(1, "A"): "n/a"}, {}, {(1, "A"): "0"}])[0]
    assert {count.code: count.people for count in spread.pilot.given} == {
        "0": 1,
        "unknown": 1,
        "n/a": 1,
        "": 1,
    }


@given(people)
def test_everybody_is_counted_once_everywhere(given):
    for spread in spread_of(given):
        for side in (spread.pilot, spread.scaling):
            assert sum(count.people for count in side.counts) == len(given)
        assert sum(people for _result, people in spread.results) == spread.people == len(given)


@given(people, st.randoms(use_true_random=False))
def test_the_order_in_which_people_answer_never_matters(given, chance):
    assert spread_of(chance.sample(given, len(given))) == spread_of(given)


@given(people, st.dictionaries(st.sampled_from(SIDES), st.sampled_from(NoDegree.values)))
def test_an_answer_of_dont_know_changes_no_certain_count(given, unknown):
    for before, after in zip(spread_of(given), spread_of([*given, unknown]), strict=True):
        certain = {result: n for result, n in before.results if result != PairResult.UNKNOWN}
        assert {result: n for result, n in after.results if result != PairResult.UNKNOWN} == certain
        assert dict(after.results)[PairResult.UNKNOWN] == dict(before.results)[PairResult.UNKNOWN] + 1


@given(people)
def test_the_pairs_keep_their_order_whatever_people_say(given):
    assert [spread.item.number for spread in spread_of(given)] == list(range(1, 13))


def test_nowhere_is_there_a_total_over_the_pairs():
    """No field and no property of what the page gets is a number about all pairs together."""
    numbers = {
        f"{kind.__name__}.{field.name}"
        for kind in (paradox.Round, paradox.Paradox, paradox.ItemOverTime)
        for field in dataclasses.fields(kind)
        if field.type is int
    }
    assert numbers == set()
    described = {name for kind in (paradox.Round, paradox.Paradox) for name in dir(kind)}
    assert not described & {"total", "score", "average", "mean", "sum", "share", "tensions"}


# --- who is missing ---------------------------------------------------------------------------
def test_voices_name_who_answered_and_who_did_not():
    found = voices([Perspective.TEAM, Perspective.TEAM, Perspective.STUDENT])
    assert found.heard == ((Perspective.STUDENT, 1), (Perspective.TEAM, 2))
    assert set(found.missing) == set(Perspective) - {Perspective.TEAM, Perspective.STUDENT}


@given(st.lists(st.sampled_from(Perspective.values)))
def test_everybody_is_heard_or_missing(perspectives):
    found = voices(perspectives)
    assert {p for p, _n in found.heard} | set(found.missing) == set(Perspective)
    assert not {p for p, _n in found.heard} & set(found.missing)


# --- rounds -----------------------------------------------------------------------------------
def test_a_round_shows_nothing_of_two_people_and_all_of_three(initiative, team_member):
    check = create_check(initiative)
    for n in range(3):
        page = paradox_page(Reader(team_member, initiative))
        assert page.items == ()
        assert page.now is None
        assert (page.running[0].voices.people, page.running[0].still_needed) == (n, 3 - n)
        answer(check)
    page = paradox_page(Reader(team_member, initiative))
    assert [(item.now.tension, item.now.people) for item in page.items] == [(3, 3)] * 12


def test_earlier_rounds_stand_beside_the_latest_where_enough_people_answered(initiative, team_member):
    few, old, new = (create_check(initiative, taken_on=days_ago(days)) for days in (200, 400, 1))
    for check, number in ((few, 2), (old, 3), (new, 4)):
        for _ in range(number):
            answer(check)
    page = paradox_page(Reader(team_member, initiative))
    assert (page.now.check, [one.check for one in page.others]) == (new, [old])
    assert [(check, spread.people) for check, spread in page.items[0].before] == [(old, 3)]


def test_a_round_that_just_began_hides_no_earlier_one(initiative, team_member):
    answered, mistaken = create_check(initiative, taken_on=days_ago(30)), create_check(initiative)
    ahead = create_check(initiative, taken_on=days_ago(-300))
    for _ in range(4):
        answer(answered)
    mistaken.revoke(by=team_member)
    page = paradox_page(Reader(team_member, initiative))
    assert (page.now.check, len(page.items)) == (answered, 12)
    assert [one.check for one in page.running] == [ahead]
    assert [one.check for one in page.others] == [mistaken]
    assert page.asked == page.running[0]


def test_each_round_that_enough_people_answered_opens_in_full(initiative, team_member):
    few, oldest, old, new = (create_check(initiative, taken_on=days_ago(days)) for days in (500, 400, 200, 1))
    for check, number in ((few, 2), (oldest, 3), (old, 4), (new, 5)):
        for _ in range(number):
            answer(check)
    page = paradox_page(Reader(team_member, initiative), chosen=str(old.pk))
    assert (page.now.check, page.items[0].now.people) == (old, 4)
    assert [check for check, _spread in page.items[0].before] == [oldest]
    assert [one.check for one in page.others] == [new, oldest]
    for nothing in (str(few.pk), "ooit", ""):
        assert paradox_page(Reader(team_member, initiative), chosen=nothing).now.check == new


def test_a_pair_in_other_words_is_not_compared(initiative, team_member):
    old, new = create_check(initiative, taken_on=days_ago(400), version=1), create_check(initiative)
    for check in (old, new):
        for _ in range(3):
            answer(check)
    items = paradox_page(Reader(team_member, initiative)).items
    assert {item.now.item.number for item in items if item.before} == {2, 8, 10, 12}


# --- where to start ---------------------------------------------------------------------------
def test_it_starts_with_most_tension_or_most_difference(initiative, team_member):
    check, low = create_check(initiative), Degree.NO
    for _ in range(
        3
    ):  # 4: all see tension; 7: three of five do; 10: two see it otherwise; the others: all agree
        answer(check, items=[4, 7])
    for _ in range(2):
        answer(check, items=[4])
        answer(check, items=[10], pilot=low)
    for _ in range(3):
        answer(check, items=[10], scaling=Degree.YES)
    page = paradox_page(Reader(team_member, initiative))
    assert [item.now.item.number for item in page.first] == [4, 7, 10]
    assert [len(items) for _origin, items in page.rest] == [4, 5]
    assert page.as_much_elsewhere == ""


def test_pairs_that_might_have_stood_first_as_well_are_said(initiative, team_member):
    check = create_check(initiative)
    for _ in range(3):
        answer(check)
    page = paradox_page(Reader(team_member, initiative))
    assert [item.now.item.number for item in page.first] == [1, 2, 3]
    assert page.as_much_elsewhere == "Bij 9 andere paren is dat even veel."


def test_without_tension_or_difference_nothing_stands_first(initiative, team_member):
    check = create_check(initiative)
    for _ in range(3):
        answer(check, scaling=Degree.YES)
    assert paradox_page(Reader(team_member, initiative)).first == ()


@pytest.mark.parametrize("number", range(1, 13))
def test_pairs_that_are_no_opposites_are_never_called_a_tension(number):
    given = {(number, "A"): "3", (number, "B"): "0"}
    spread = spread_of([given])[number - 1]
    word = "bij ons wel, bij wie volgt nog niet" if number in (7, 8, 11) else "spanning"
    assert spread.seen == ((PairResult.TENSION, word, 1),)


@given(people)
def test_no_more_people_make_a_pair_stand_out_than_there_are(given):
    assert all(0 <= spread.stands_out <= spread.people for spread in spread_of(given))


@pytest.mark.parametrize("number", [3, 30])
def test_the_page_asks_as_often_for_thirty_people_as_for_three(
    initiative, team_member, django_assert_num_queries, number
):
    for _ in range(3):
        check = create_check(initiative)
        for _ in range(number):
            answer(check)
    for _ in range(number // 3):
        judge(create_win(initiative=initiative))
    with django_assert_num_queries(6):
        paradox_page(Reader(team_member, initiative))


def test_how_many_answer_one_side_low(initiative):
    check = create_check(initiative)
    answer(check, scaling=Degree.NO)
    answer(check, scaling=Degree.YES)
    assert low_on(rounds_of(initiative.pilot_checks)[0], 6, Side.SCALING) == (0, 0)
    answer(check, scaling=NoDegree.UNKNOWN)
    assert low_on(rounds_of(initiative.pilot_checks)[0], 6, Side.SCALING) == (1, 2)
    assert low_on(rounds_of(initiative.pilot_checks)[0], 6, Side.PILOT) == (0, 3)


# --- judged only by those who run it ----------------------------------------------------------
def test_wins_that_only_the_team_calls_good(initiative, team_member):
    own, shared, doubted, silent = (create_win(initiative=initiative, title=t) for t in "abcd")
    judge(own)
    judge(own, perspective=Perspective.RESIDENT, verdict=Verdict.NEGATIVE)
    judge(shared)
    judge(shared, perspective=Perspective.RESIDENT)
    judge(doubted, verdict=Verdict.MIXED)
    found = own_praise(Reader(team_member, initiative))
    assert (found.only_team, found.unasked) == ((own,), ())
    assert set(found.praised) == {own, shared}
    assert set(found.judged) == {own, shared, doubted}
    assert found.not_asked == 1
    assert silent not in found.judged


def test_others_may_be_asked_after_an_answer_of_not_knowing(initiative, team_member):
    win = create_win(initiative=initiative)
    judge(win)
    judge(win, perspective=Perspective.RESIDENT, verdict=Verdict.UNKNOWN)
    assert own_praise(Reader(team_member, initiative)).unasked == (win,)


def test_a_withdrawn_win_is_no_success_of_anybody(initiative, team_member):
    win = create_win(initiative=initiative)
    judge(win, by=create_user())
    win.withdraw(by=team_member)
    found = own_praise(Reader(team_member, initiative))
    assert (found.judged, found.not_asked) == ((), 0)
