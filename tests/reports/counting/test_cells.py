"""The rule of theory §14: what a cell may say."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from initiatives.lenses import CellState
from initiatives.reports.counting.cells import (
    ONE_TELLER,
    ONE_WIN,
    PLAIN,
    CellFacts,
    Sort,
    Thresholds,
    bounds,
    state_of,
    thresholds,
    what_it_hangs_on,
)

NO_DATA, TOO_LITTLE, NOT_OBSERVED = CellState.NO_DATA, CellState.TOO_LITTLE, CellState.NOT_OBSERVED
SIGNAL, OFTEN = CellState.SIGNAL, CellState.SEEN_MORE_OFTEN
ANN, BOB = frozenset(["ann"]), frozenset(["bob"])

# How much a state claims: no answer < somebody looked < something happened < it was seen more often.
CLAIM = [NO_DATA, CellState.DELIBERATELY_NOT, TOO_LITTLE, NOT_OBSERVED, SIGNAL, OFTEN]


def growth(*sorts: Sort, **counts) -> CellFacts:
    """A cell with these wins, among seven of which six have an answer."""
    return CellFacts(**{"k": len(sorts), "total": 7, "known": 6, "special": Counter(sorts), **counts})


def test_the_worked_check_of_the_theory():
    """Seven wins, types answered on six; growth has four of two tellers, one shown by a partner, two recent."""
    four = (Sort(BOB, seen=True, recent=True), Sort(ANN, recent=True, lasts=True), Sort(ANN), Sort(ANN))
    cell = growth(*four)
    assert cell.state == OFTEN and cell.lasts == 1
    assert growth(*(sort._replace(voices=ANN) for sort in four)).state == SIGNAL  # one teller
    assert growth(*(sort._replace(recent=False) for sort in four)).state == SIGNAL  # long ago
    assert (
        growth(*(sort._replace(seen=False) for sort in four)).state == SIGNAL
    )  # the partner's word is the team's
    circulation = growth(Sort(ANN))
    institutionalisation = growth()
    assert circulation.state == SIGNAL and circulation.hangs_on_one_win
    assert institutionalisation.state == NOT_OBSERVED
    assert institutionalisation.bounds == "tussen 0 en 1 van 7"
    assert growth(ambition_not=True).state == CellState.DELIBERATELY_NOT


OFTEN_ENOUGH = {"k": 3, "total": 9, "known": 9, "voices": 2, "seen": 1, "recent": 1}


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"k": 0, "total": 0, "known": 0}, NO_DATA),
        ({"k": 0, "total": 9, "known": 0}, NO_DATA),
        ({"k": 0, "total": 4, "known": 4}, TOO_LITTLE),
        ({"k": 0, "total": 5, "known": 5}, NOT_OBSERVED),
        ({"k": 0, "total": 10, "known": 6}, NOT_OBSERVED),  # six tenths exactly
        ({"k": 0, "total": 15, "known": 9}, NOT_OBSERVED),
        ({"k": 0, "total": 11, "known": 6}, TOO_LITTLE),
        ({"k": 0, "total": 99, "known": 59}, TOO_LITTLE),  # 59.6 %
        ({"k": 0, "total": 100, "known": 59}, TOO_LITTLE),
        ({"k": 0, "total": 100, "known": 60}, NOT_OBSERVED),
        ({"k": 1, "total": 1, "known": 1}, SIGNAL),
        ({"k": 1, "total": 50, "known": 1}, SIGNAL),  # a win counts, however little else is known
        ({"k": 99, "total": 99, "known": 99}, SIGNAL),  # many by themselves say no more
        (OFTEN_ENOUGH, OFTEN),
        (OFTEN_ENOUGH | {"k": 2}, SIGNAL),
        (OFTEN_ENOUGH | {"voices": 1}, SIGNAL),
        (OFTEN_ENOUGH | {"seen": 0}, SIGNAL),
        (OFTEN_ENOUGH | {"recent": 0}, SIGNAL),
        ({"k": 0, "total": 0, "known": 0, "ambition_not": True}, CellState.DELIBERATELY_NOT),
        ({"k": 1, "total": 9, "known": 9, "ambition_not": True}, SIGNAL),
        (OFTEN_ENOUGH | {"ambition_not": True}, OFTEN),
    ],
)
def test_the_first_rule_that_fits_decides(facts, state):
    assert state_of(**facts) == state


def test_a_teller_without_an_account_may_be_somebody_who_told_already():
    assert growth(Sort(ANN, seen=True, recent=True), PLAIN, PLAIN).voices == 1
    assert growth(Sort(ANN, seen=True, recent=True), PLAIN, PLAIN).state == SIGNAL
    assert growth(PLAIN, PLAIN).voices == 1
    assert growth().voices == 0


def test_a_site_may_choose_other_thresholds(settings):
    settings.PROFILE_THRESHOLDS = {"known": 2, "known_share": 0.1, "voices": 3}
    assert thresholds() == Thresholds(known=2, known_share=Fraction(1, 10), voices=3)
    assert state_of(k=0, total=20, known=2) == NOT_OBSERVED
    assert state_of(**OFTEN_ENOUGH) == SIGNAL


# ------------------------------------------------------------------ whatever is told
SORTS = [
    Sort(voices, seen, recent, lasts)
    for voices in (frozenset(), ANN, BOB, ANN | BOB)
    for seen in (True, False)
    for recent in (True, False)
    for lasts in (True, False)
]


@st.composite
def cells(draw, sorts=SORTS) -> CellFacts:
    special = draw(st.dictionaries(st.sampled_from(sorts), st.integers(1, 4), max_size=4))
    here = sum(special.values()) + draw(st.integers(0, 6))
    known = here + draw(st.integers(0, 12))
    return CellFacts(here, known + draw(st.integers(0, 12)), known, special, draw(st.booleans()))


def claim(facts: CellFacts) -> int:
    return CLAIM.index(facts.state)


@given(cells())
def test_one_more_win_that_nobody_read_never_makes_us_surer(facts):
    assert claim(replace(facts, total=facts.total + 1)) <= claim(facts)


@given(cells())
def test_a_cell_without_one_of_its_wins_never_claims_more(facts):
    for sort in facts.sorts:
        assert claim(facts.without(sort)) <= claim(facts)


@given(cells(), st.sampled_from(SORTS))
def test_a_cell_with_one_more_win_never_claims_less(facts, sort):
    if not facts.ambition_not:  # a choice is said before anything that was looked at
        assert claim(facts.minus(CellFacts(-1, -1, -1, {sort: -1}))) >= claim(facts)


@given(cells([sort for sort in SORTS if sort.voices <= ANN]))
def test_one_person_alone_never_makes_more_than_a_signal(facts):
    """Whatever else is said of those wins, also told by nobody in particular."""
    assert claim(facts) <= claim(growth(PLAIN))


@given(cells([sort for sort in SORTS if not sort.seen]))
def test_a_cell_that_nobody_else_showed_is_never_more_than_a_signal(facts):
    assert claim(facts) <= claim(growth(PLAIN))


@given(cells())
def test_a_look_back_lights_nothing(facts):
    plain = Counter()
    for sort, n in facts.special.items():
        plain[sort._replace(lasts=False)] += n
    without = replace(facts, special=plain)
    assert (without.state, without.hangs_on_one_win) == (facts.state, facts.hangs_on_one_win)


@given(cells(), st.randoms())
def test_the_order_in_which_wins_come_never_matters(facts, dice):
    shuffled = dice.sample(list(facts.special.items()), len(facts.special))
    assert replace(facts, special=dict(shuffled)).state == facts.state


@given(cells())
def test_leaving_out_sort_by_sort_is_leaving_out_win_by_win(facts):
    plain = [PLAIN] * (facts.k - sum(facts.special.values()))
    wins = [*plain, *(sort for sort, n in facts.special.items() for _ in range(n))]
    one_by_one = any(facts.without(win).state != facts.state for win in wins)
    assert facts.hangs_on_one_win == one_by_one


@given(cells(), st.data())
def test_leaving_out_all_that_somebody_told_never_claims_more(facts, data):
    assert claim(facts.minus(share_of(facts, data))) <= claim(facts)


def share_of(facts: CellFacts, data) -> CellFacts:
    """Some of the wins of this cell, as one person may have told them."""
    special = {sort: n for sort, most in facts.special.items() if (n := data.draw(st.integers(0, most)))}
    k = sum(special.values()) + data.draw(st.integers(0, facts.k - sum(facts.special.values())))
    return CellFacts(k, k, k, special)


@given(cells())
def test_the_words_of_the_states_are_all_different(facts):
    said = {str(state.label) for state in CellState}
    assert len(said) == len(CellState) == 6
    assert sum(facts.rule.lower().startswith(f"{words}:") for words in said) == 1


@given(cells())
def test_every_state_says_its_own_rule(facts):
    assert facts.rule.lower().startswith(f"{facts.state.label}:")
    assert "%" not in facts.rule


@given(cells())
def test_the_bounds_hold_what_is_counted(facts):
    unknown = facts.total - facts.known
    assert str(facts.k) in facts.bounds
    assert ("tussen" in facts.bounds) == (unknown > 0)


# ------------------------------------------------------------------ what it hangs on
def test_a_signal_of_one_win_hangs_on_it_and_of_two_does_not():
    assert CellFacts(k=1, total=9, known=9).hangs_on_one_win
    assert not CellFacts(k=2, total=9, known=9).hangs_on_one_win


@pytest.mark.parametrize(
    ("wins", "hangs"),
    [
        ([Sort(ANN, seen=True, recent=True)] * 3 + [Sort(BOB, seen=True, recent=True)] * 2, False),
        (
            [Sort(ANN, seen=True, recent=True)] * 4 + [Sort(BOB, seen=True, recent=True)],
            True,
        ),  # one of a second teller
        ([Sort(ANN, recent=True)] * 3 + [Sort(BOB, seen=True, recent=True), Sort(BOB, recent=True)], True),
        ([Sort(ANN, seen=True)] * 3 + [Sort(BOB, recent=True), Sort(BOB)], True),
        ([Sort(ANN | BOB, seen=True, recent=True)] * 3, True),  # two are not often
    ],
)
def test_a_cell_seen_more_often_hangs_on_a_win_without_which_it_was_not(wins, hangs):
    cell = growth(*wins)
    assert cell.state == OFTEN
    assert cell.hangs_on_one_win == hangs


def test_an_empty_cell_hangs_on_nothing():
    empty = CellFacts(k=0, total=5, known=5)
    assert not empty.hangs_on_one_win
    assert not empty.hangs_on_one_teller([CellFacts(0, 3, 3), CellFacts(0, 2, 2)])
    assert what_it_hangs_on(empty, []) == ""


def test_a_signal_hangs_on_the_one_who_told_all_of_it():
    signal = CellFacts(k=2, total=6, known=6)
    assert what_it_hangs_on(signal, [CellFacts(2, 3, 3), CellFacts(0, 3, 3)]) == ONE_TELLER
    assert what_it_hangs_on(signal, [CellFacts(1, 3, 3), CellFacts(1, 3, 3)]) == ""
    assert what_it_hangs_on(CellFacts(1, 6, 6), [CellFacts(1, 3, 3), CellFacts(0, 3, 3)]) == ONE_WIN


def test_a_cell_seen_more_often_hangs_on_a_teller_without_whom_it_was_not():
    both = Sort(ANN, seen=True, recent=True), Sort(BOB, seen=True, recent=True)
    cell = growth(*both * 2)
    of_ann, of_bob = (CellFacts(2, 3, 3, {sort: 2}) for sort in both)
    assert what_it_hangs_on(cell, [of_ann, of_bob]) == ONE_TELLER  # without one of two there is one voice
    third = Sort(frozenset(["cor"]), seen=True, recent=True)
    cell = growth(*both * 2, third, third)
    assert what_it_hangs_on(cell, [of_ann, of_bob, CellFacts(2, 2, 2, {third: 2})]) == ""


def test_where_one_person_told_everything_no_single_cell_says_so():
    assert not CellFacts(k=2, total=6, known=6).hangs_on_one_teller([CellFacts(2, 6, 6)])


def test_a_cell_may_hang_on_a_teller_beside_nameless_others():
    """The others came without an account: they are in the total and in nobody's share."""
    assert what_it_hangs_on(CellFacts(k=2, total=7, known=7), [CellFacts(2, 2, 2)]) == ONE_TELLER
    assert what_it_hangs_on(CellFacts(k=4, total=7, known=7), [CellFacts(2, 2, 2)]) == ""


# ------------------------------------------------------------------ in words
def test_a_signal_says_what_is_missing():
    assert growth(Sort(ANN), Sort(ANN, seen=True)).rule == (
        "Signaal: 2 small wins. ‘Vaker gezien’ zeggen we hier niet: het zijn er minder dan 3, "
        "ze komen van één verteller of bron, geen is van dit of vorig studiejaar."
    )
    four = growth(*[Sort(ANN, recent=True), Sort(BOB)] * 2).rule
    assert four.endswith("zeggen we hier niet: geen partner of iemand van buiten liet er zelf een zien.")


def test_a_cell_seen_more_often_says_how_often_by_whom_and_when():
    cell = growth(Sort(ANN, recent=True), Sort(ANN, recent=True), Sort(BOB, seen=True))
    assert cell.rule == (
        "Vaker gezien: 3 small wins, van 2 vertellers of bronnen. Bij 1 daarvan liet een ander het zelf zien: een partner "
        "of iemand van buiten. 2 zijn van dit of vorig studiejaar."
    )


def test_too_little_says_how_much_would_do():
    assert CellFacts(k=0, total=7, known=3).rule == (
        "Te weinig gegevens: bij 3 van de 7 small wins is dit bekeken. "
        "‘Niets gezien’ zeggen we pas bij 5 antwoorden, en bij antwoord op minstens 3 van de 5."
    )


def test_not_observed_says_between_which_numbers_it_could_be():
    rule = CellFacts(k=0, total=7, known=6).rule
    assert rule.endswith("Als overal antwoord was, zouden het er tussen 0 en 1 van 7 zijn.")
    assert "tussen" not in CellFacts(k=0, total=7, known=7).rule


def test_one_win_is_one_win():
    assert CellFacts(k=1, total=1, known=1).rule.startswith("Signaal: 1 small win. ")


def test_bounds_without_unknowns_are_a_count():
    assert bounds(3, 0, 7) == "3 van 7"
    assert bounds(3, 2, 7) == "tussen 3 en 5 van 7"


@pytest.mark.parametrize("facts", [CellFacts(), CellFacts(k=1, total=1, known=1)])
def test_the_rule_is_there_in_english_too(facts):
    with translation.override("en"):
        assert facts.rule
