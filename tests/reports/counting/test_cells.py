"""The rule of theory §14: what a cell may say."""

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

SHOWN = Sort(shown=True, done=True)
LASTS = Sort(shown=True, done=True, lasts=True)
BEFORE = Sort(inside=False, shown=True, lasts=True)  # from before the window, and it still stands

NO_DATA, TOO_LITTLE, NOT_OBSERVED = CellState.NO_DATA, CellState.TOO_LITTLE, CellState.NOT_OBSERVED
SIGNAL, MOVING, LASTING = CellState.SIGNAL, CellState.MOVING, CellState.LASTING

# How much a state claims: no answer < somebody looked < something happened < it lasted.
CLAIM = [
    NO_DATA,
    CellState.DELIBERATELY_NOT,
    TOO_LITTLE,
    NOT_OBSERVED,
    CellState.STILL_STANDING,
    SIGNAL,
    MOVING,
    LASTING,
]


def test_the_worked_check_of_the_theory():
    """Seven wins, types answered on six; growth has two seen from outside, one found a year later."""
    seven = {"total": 7, "known": 6}
    growth = CellFacts(k=4, special={LASTS: 1, SHOWN: 1}, **seven)
    circulation = CellFacts(k=1, **seven)
    institutionalisation = CellFacts(k=0, **seven)
    replication = CellFacts(k=0, ambition_not=True, **seven)

    assert growth.state == LASTING
    assert growth.hangs_on_one_win  # one rule that holds is enough; fragility still applies
    assert CellFacts(k=4, special={SHOWN: 2}, **seven).state == MOVING
    assert circulation.state == SIGNAL and circulation.hangs_on_one_win
    assert institutionalisation.state == NOT_OBSERVED
    assert institutionalisation.bounds == "tussen 0 en 1 van 7"
    assert replication.state == CellState.DELIBERATELY_NOT


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
        ({"k": 1, "total": 1, "known": 1}, SIGNAL),
        ({"k": 1, "total": 50, "known": 1}, SIGNAL),  # a win counts, however little else is known
        ({"k": 2, "total": 5, "known": 5, "k_ok": 2, "all_signal": False}, SIGNAL),
        ({"k": 3, "total": 5, "known": 5, "k_ok": 1, "all_signal": False}, MOVING),
        ({"k": 3, "total": 5, "known": 5, "k_ok": 0, "all_signal": False}, SIGNAL),
        ({"k": 3, "total": 5, "known": 5, "k_ok": 3, "all_signal": True}, SIGNAL),
        ({"k": 1, "total": 1, "known": 1, "lasting": True}, LASTING),
        ({"k": 0, "total": 0, "known": 0, "lasting": True}, CellState.STILL_STANDING),
        ({"k": 0, "total": 9, "known": 9, "lasting": True, "ambition_not": True}, CellState.STILL_STANDING),
        ({"k": 0, "total": 0, "known": 0, "ambition_not": True}, CellState.DELIBERATELY_NOT),
        ({"k": 1, "total": 9, "known": 9, "ambition_not": True}, SIGNAL),
        ({"k": 0, "total": 99, "known": 59}, TOO_LITTLE),  # 59.6 %
        ({"k": 0, "total": 100, "known": 59}, TOO_LITTLE),
        ({"k": 0, "total": 100, "known": 60}, NOT_OBSERVED),
        ({"k": 2, "total": 9, "known": 9, "k_ok": 2, "all_signal": False, "ambition_not": True}, SIGNAL),
        ({"k": 3, "total": 9, "known": 9, "k_ok": 1, "all_signal": False, "ambition_not": True}, MOVING),
    ],
)
def test_the_first_rule_that_fits_decides(facts, state):
    assert state_of(**facts) == state


def test_a_site_may_choose_other_thresholds(settings):
    settings.PROFILE_THRESHOLDS = {"known": 2, "known_share": 0.1}
    assert thresholds() == Thresholds(known=2, known_share=Fraction(1, 10))
    assert state_of(k=0, total=20, known=2) == NOT_OBSERVED


# ------------------------------------------------------------------ whatever is told
SORTS = [
    Sort(inside, shown, done, shown and lasts)
    for inside in (True, False)
    for shown in (True, False)
    for done in (True, False)
    for lasts in (True, False)
    if inside or (shown and lasts)  # from before the window only what lasts is kept
]


@st.composite
def cells(draw) -> CellFacts:
    special = draw(st.dictionaries(st.sampled_from(SORTS), st.integers(1, 4), max_size=4))
    here = sum(n for sort, n in special.items() if sort.inside) + draw(st.integers(0, 6))
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
        more = facts.minus(CellFacts(-int(sort.inside), -int(sort.inside), -int(sort.inside), {sort: -1}))
        assert claim(more) >= claim(facts)


@given(cells())
def test_leaving_out_sort_by_sort_is_leaving_out_win_by_win(facts):
    plain = [PLAIN] * (facts.k - sum(n for sort, n in facts.special.items() if sort.inside))
    wins = [*plain, *(sort for sort, n in facts.special.items() for _ in range(n))]
    one_by_one = any(facts.without(win).state != facts.state for win in wins)
    assert facts.hangs_on_one_win == one_by_one


@given(cells(), st.data())
def test_leaving_out_all_that_somebody_told_never_claims_more(facts, data):
    assert claim(facts.minus(share_of(facts, data))) <= claim(facts)


def share_of(facts: CellFacts, data) -> CellFacts:
    """Some of the wins of this cell, as one person may have told them."""
    special = {sort: n for sort, most in facts.special.items() if (n := data.draw(st.integers(0, most)))}
    plain = facts.k - sum(n for sort, n in facts.special.items() if sort.inside)
    k = sum(n for sort, n in special.items() if sort.inside) + data.draw(st.integers(0, plain))
    return CellFacts(k, k, k, special)


@given(cells())
def test_the_words_of_the_states_are_all_different(facts):
    said = {str(state.label) for state in CellState}
    assert len(said) == len(CellState) == 8
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


def test_a_moving_cell_hangs_on_the_only_win_that_others_saw():
    done = Sort(done=True)
    assert CellFacts(5, 9, 9, {SHOWN: 1, done: 1}).hangs_on_one_win
    assert not CellFacts(5, 9, 9, {SHOWN: 2}).hangs_on_one_win
    assert CellFacts(3, 9, 9, {SHOWN: 3}).hangs_on_one_win  # two are not enough to move


def test_a_cell_with_many_shown_and_many_done_hangs_on_none_of_them():
    shown_alone, done_alone = Sort(shown=True), Sort(done=True)
    assert CellFacts(9, 9, 9, {shown_alone: 3, done_alone: 1}).hangs_on_one_win
    assert not CellFacts(9, 9, 9, {shown_alone: 3, done_alone: 2}).hangs_on_one_win


def test_a_lasting_cell_hangs_on_its_one_win_also_from_before_the_window():
    assert CellFacts(9, 9, 9, {BEFORE: 1}).hangs_on_one_win
    assert not CellFacts(9, 9, 9, {BEFORE: 1, LASTS: 1}).hangs_on_one_win
    assert CellFacts(0, 9, 9, {BEFORE: 1}).hangs_on_one_win  # staat nog
    assert not CellFacts(0, 9, 9, {BEFORE: 2}).hangs_on_one_win


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


def test_a_moving_cell_hangs_on_the_teller_of_all_that_others_saw():
    moving = CellFacts(8, 9, 9, {SHOWN: 2, Sort(done=True): 2})
    told_both, told_none = CellFacts(3, 4, 4, {SHOWN: 2}), CellFacts(5, 5, 5, {Sort(done=True): 2})
    assert moving.hangs_on_one_teller([told_both, told_none])
    half = [CellFacts(4, 4, 4, {SHOWN: 1}), CellFacts(4, 5, 5, {SHOWN: 1, Sort(done=True): 2})]
    assert not moving.hangs_on_one_teller(half)


def test_where_one_person_told_everything_no_single_cell_says_so():
    assert not CellFacts(k=2, total=6, known=6).hangs_on_one_teller([CellFacts(2, 6, 6)])


def test_a_cell_may_hang_on_a_teller_beside_nameless_others():
    """The others came without an account: they are in the total and in nobody's share."""
    assert what_it_hangs_on(CellFacts(k=2, total=7, known=7), [CellFacts(2, 2, 2)]) == ONE_TELLER
    assert what_it_hangs_on(CellFacts(k=4, total=7, known=7), [CellFacts(2, 2, 2)]) == ""


# ------------------------------------------------------------------ in words
def test_a_signal_says_what_is_missing():
    assert CellFacts(k=2, total=7, known=6).rule == (
        "Iets gebeurd: 2 small wins. Voor ‘in beweging’ zijn er 3 nodig, en een partner of iemand van buiten die er minstens één zag."
    )
    assert "partner of iemand van buiten" in CellFacts(k=4, total=7, known=6).rule
    assert "zijn er 3 nodig" not in CellFacts(k=4, total=7, known=6).rule


def test_too_little_says_how_much_would_do():
    assert CellFacts(k=0, total=7, known=3).rule == (
        "Te weinig gegevens: bij 3 van de 7 small wins is dit bekeken. "
        "‘Niets gezien’ zeggen we pas bij 5 antwoorden, en bij antwoord op minstens 3 van de 5."
    )


def test_not_observed_says_between_which_numbers_it_could_be():
    rule = CellFacts(k=0, total=7, known=6).rule
    assert rule.endswith("Als overal antwoord was, zouden het er tussen 0 en 1 van 7 zijn.")
    assert "tussen" not in CellFacts(k=0, total=7, known=7).rule


def test_a_lasting_cell_says_whether_its_win_is_of_this_window():
    assert "Minstens één daarvan" in CellFacts(4, 9, 9, {LASTS: 1}).rule
    assert "van eerder" in CellFacts(4, 9, 9, {BEFORE: 1}).rule
    assert "van vroeger" in CellFacts(0, 9, 9, {BEFORE: 1}).rule


def test_one_win_is_one_win():
    assert CellFacts(k=1, total=1, known=1).rule.startswith("Iets gebeurd: 1 small win. ")


def test_bounds_without_unknowns_are_a_count():
    assert bounds(3, 0, 7) == "3 van 7"
    assert bounds(3, 2, 7) == "tussen 3 en 5 van 7"


@pytest.mark.parametrize("facts", [CellFacts(), CellFacts(k=1, total=1, known=1)])
def test_the_rule_is_there_in_english_too(facts):
    with translation.override("en"):
        assert facts.rule
