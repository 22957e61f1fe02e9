"""The rule of theory §14: what a cell may say."""

from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from initiatives.lenses import CellState
from initiatives.reports.cells import Facts, Thresholds, bounds, state_of, thresholds

NO_DATA, TOO_LITTLE, NOT_OBSERVED = CellState.NO_DATA, CellState.TOO_LITTLE, CellState.NOT_OBSERVED
SIGNAL, MOVING, LASTING = CellState.SIGNAL, CellState.MOVING, CellState.LASTING

# How much a state claims. Nobody said anything < somebody looked < something happened < it held.
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
    growth = Facts(k=4, k_ok=2, lasting=True, all_signal=False, **seven)
    circulation = Facts(k=1, **seven)
    institutionalisation = Facts(k=0, **seven)
    replication = Facts(k=0, ambition_not=True, **seven)

    assert growth.state == LASTING
    assert Facts(k=4, k_ok=2, all_signal=False, **seven).state == MOVING
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
        ({"k": 1, "total": 50, "known": 1}, SIGNAL),  # what happened is said, however little is known
        ({"k": 2, "total": 5, "known": 5, "k_ok": 2, "all_signal": False}, SIGNAL),
        ({"k": 3, "total": 5, "known": 5, "k_ok": 1, "all_signal": False}, MOVING),
        ({"k": 3, "total": 5, "known": 5, "k_ok": 0, "all_signal": False}, SIGNAL),
        ({"k": 3, "total": 5, "known": 5, "k_ok": 3, "all_signal": True}, SIGNAL),
        ({"k": 1, "total": 1, "known": 1, "lasting": True}, LASTING),
        ({"k": 0, "total": 0, "known": 0, "lasting": True}, CellState.STILL_STANDING),
        ({"k": 0, "total": 9, "known": 9, "lasting": True, "ambition_not": True}, CellState.STILL_STANDING),
        ({"k": 0, "total": 0, "known": 0, "ambition_not": True}, CellState.DELIBERATELY_NOT),
        ({"k": 1, "total": 9, "known": 9, "ambition_not": True}, SIGNAL),
    ],
)
def test_the_first_rule_that_fits_decides(facts, state):
    assert state_of(**facts) == state


def test_a_site_may_choose_other_thresholds(settings):
    settings.PROFILE_THRESHOLDS = {"known": 2, "known_share": 0.1}
    assert thresholds() == Thresholds(known=2, known_share=Fraction(1, 10))
    assert state_of(k=0, total=20, known=2) == NOT_OBSERVED


# ------------------------------------------------------------------ whatever is told
@st.composite
def cells(draw) -> Facts:
    total = draw(st.integers(0, 30))
    known = draw(st.integers(0, total))
    k = draw(st.integers(0, known))
    flags = {name: draw(st.booleans()) for name in ("lasting", "ambition_not", "all_signal")}
    return Facts(k=k, total=total, known=known, k_ok=draw(st.integers(0, k)), **flags)


@given(cells())
def test_one_more_win_that_nobody_read_never_makes_us_surer(facts):
    more = Facts(**{**vars(facts), "total": facts.total + 1})
    assert CLAIM.index(more.state) <= CLAIM.index(facts.state)


@given(cells())
def test_a_cell_without_one_of_its_wins_never_claims_more(facts):
    if facts.k:
        assert CLAIM.index(facts.without(1).state) <= CLAIM.index(facts.state)


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
    assert Facts(k=1, total=9, known=9).hangs_on_one_win
    assert not Facts(k=2, total=9, known=9).hangs_on_one_win


def test_what_moves_by_the_last_win_from_outside_hangs_on_it():
    seen_once = Facts(k=5, k_ok=1, total=9, known=9, all_signal=False)
    assert seen_once.hangs_on_one_win
    assert not Facts(**{**vars(seen_once), "k_ok": 2}).hangs_on_one_win


def test_an_empty_cell_hangs_on_nothing():
    assert not Facts(k=0, total=5, known=5).hangs_on_one_win
    assert not Facts(k=0, total=5, known=5).hangs_on_one_teller([(0, 3, 3), (0, 2, 2)])


def test_a_signal_hangs_on_the_one_who_told_all_of_it():
    signal = Facts(k=2, total=6, known=6)
    assert signal.hangs_on_one_teller([(2, 3, 3), (0, 3, 3)])
    assert not signal.hangs_on_one_teller([(1, 3, 3), (1, 3, 3)])


def test_where_one_person_told_everything_no_single_cell_says_so():
    assert not Facts(k=2, total=6, known=6).hangs_on_one_teller([(2, 6, 6)])


# ------------------------------------------------------------------ in words
def test_a_signal_says_what_is_missing():
    assert Facts(k=2, total=7, known=6).rule == (
        "Signaal: 2 small wins. Voor ‘in beweging’ zijn er 3 nodig, en bij minstens één iemand van buiten die het zag."
    )
    assert "iemand van buiten" in Facts(k=4, total=7, known=6).rule
    assert "zijn er 3 nodig" not in Facts(k=4, total=7, known=6).rule


def test_too_little_says_how_much_would_do():
    assert Facts(k=0, total=7, known=3).rule == (
        "Te weinig gegevens: bij 3 van de 7 small wins is dit bekeken. "
        "‘Niet waargenomen’ zeggen we pas bij 5 antwoorden, en bij antwoord op minstens 3 van de 5."
    )


def test_not_observed_says_between_which_numbers_it_could_be():
    rule = Facts(k=0, total=7, known=6).rule
    assert rule.endswith("Als overal antwoord was, zouden het er tussen 0 en 1 van 7 zijn.")
    assert "tussen" not in Facts(k=0, total=7, known=7).rule


def test_one_win_is_one_win():
    assert Facts(k=1, total=1, known=1).rule.startswith("Signaal: 1 small win. ")


def test_bounds_without_unknowns_are_a_count():
    assert bounds(3, 0, 7) == "3 van 7"
    assert bounds(3, 2, 7) == "tussen 3 en 5 van 7"


@pytest.mark.parametrize("facts", [Facts(), Facts(k=1, total=1, known=1)])
def test_the_rule_is_there_in_english_too(facts):
    with translation.override("en"):
        assert facts.rule
