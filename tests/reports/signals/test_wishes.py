"""The questions that wishes raise, however little is known: order never matters, and no share of a mismatch."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.lenses import Signal, WishRelation
from initiatives.reports.mirror.served import PairFact, Wishes
from initiatives.reports.signals.limits import Limits
from initiatives.reports.signals.questions import Question
from initiatives.reports.signals.rules import RULES, found_in
from tests.reports.mirror.test_wishes import (
    CITY,
    NAMES,
    NEIGHBOURHOOD,
    SCHOOL,
    TODAY,
    TWO,
    A,
    B,
    some_facts,
    ties,
    wish,
)

LIMITS = Limits()


def raised(facts: Wishes, limits: Limits = LIMITS) -> tuple[Question, ...]:
    return found_in(facts, limits)


def found(signal: Signal, facts: Wishes) -> list[Question]:
    return RULES[signal].found(facts, LIMITS)


def says(asked: Question) -> str:
    return RULES[asked.signal].says(asked)


# --- no wish ----------------------------------------------------------------------------------
def test_a_partner_without_any_wish_is_asked_for_first():
    (asked,) = raised(TWO)
    assert (asked.signal, asked.about, asked.names) == (Signal.NO_WISH, str(CITY), ("Gemeente",))
    assert says(asked) == "Van Gemeente is geen wens bekend. Wie vraagt het?"


def test_a_partner_that_left_is_not_asked_for():
    assert found(Signal.NO_WISH, replace(TWO, partners={SCHOOL: "Hogeschool"})) == []


# --- one wish dominates -----------------------------------------------------------------------
def test_a_wish_dominates_from_six_wins_and_seventy_in_a_hundred_on():
    nine = ties("a", *"1234567") + ties("b", "8", "9", "10")
    (asked,) = found(Signal.DOMINANT_WISH, replace(TWO, serving=nine))
    assert (asked.names, asked.number("for_one"), asked.of) == (("Hogeschool",), 7, 10)


@pytest.mark.parametrize(
    "serving",
    [
        ties("a", *"12345"),  # five are too few
        ties("a", *"123456") + ties("b", "7", "8", "9"),  # six of nine
        ties("a", *"1234567") + ties("b", *"1234567"),  # each serves both
        ties("a", *"123456", day=TODAY - dt.timedelta(days=366)),  # more than a year ago
        ties("a", *"123456", day=None),  # nobody knows when
    ],
)
def test_nothing_dominates(serving):
    assert found(Signal.DOMINANT_WISH, replace(TWO, serving=serving)) == []


def test_only_wins_in_the_time_of_a_wish_let_it_dominate():
    """The table counts no others, so a question may not either."""
    spring = ties("a", *"345678", day=TODAY - dt.timedelta(days=60))
    young = replace(TWO, wishes=(replace(A, first_day=TODAY - dt.timedelta(days=30)), B))
    assert found(Signal.DOMINANT_WISH, replace(young, serving=ties("a", "1", "2") + spring)) == []
    (asked,) = found(Signal.DOMINANT_WISH, replace(young, serving=ties("a", *"abcdef") + spring))
    assert (asked.number("for_one"), asked.of) == (6, 6)
    assert RULES[asked.signal].behind(asked, LIMITS) == (
        f'In de laatste 365 dagen hielpen 6 small wins bij een wens. <a href="#partner-{SCHOOL}">6</a> daarvan hielpen alleen deze partner.'
    )


def test_with_wishes_of_one_partner_only_nothing_dominates():
    alone = Wishes(TODAY, NAMES, (A, wish("c", SCHOOL)), ties("a", *"123456"))
    assert found(Signal.DOMINANT_WISH, alone) == []


def test_two_wishes_of_one_partner_count_a_win_once():
    c = wish("c", SCHOOL)
    facts = Wishes(TODAY, NAMES, (A, B, c), ties("a", *"123456") + ties("c", *"123456"))
    (asked,) = found(Signal.DOMINANT_WISH, facts)
    assert (asked.number("for_one"), asked.of) == (6, 6)


# --- a wish without wins ----------------------------------------------------------------------
def test_a_wish_stays_empty_while_another_partner_has_three():
    (asked,) = found(Signal.WISH_UNSERVED, replace(TWO, serving=ties("a", "1", "2", "3")))
    assert (asked.about, asked.figures[0].keys) == ("b", ("1", "2", "3"))
    assert says(asked) == "Geen small win voor de wens “wens b” in deze periode. Wat nu?"
    assert found(Signal.WISH_UNSERVED, replace(TWO, serving=ties("a", "1", "2"))) == []


def test_other_wishes_of_the_same_partner_do_not_count_against_it():
    facts = Wishes(TODAY, NAMES, (A, wish("c", SCHOOL)), ties("a", "1", "2", "3"))
    assert found(Signal.WISH_UNSERVED, facts) == []


def test_a_wish_that_is_over_is_not_asked_about():
    over = wish("b", NEIGHBOURHOOD, last_day=TODAY - dt.timedelta(days=1))
    assert found(Signal.WISH_UNSERVED, replace(TWO, wishes=(A, over), serving=ties("a", "1", "2", "3"))) == []


def test_only_wins_in_its_own_time_count_against_a_wish():
    new = wish("b", NEIGHBOURHOOD, first_day=TODAY)
    old_wins = ties("a", "1", "2", "3", day=TODAY - dt.timedelta(days=1))
    assert found(Signal.WISH_UNSERVED, replace(TWO, wishes=(A, new), serving=old_wins)) == []


# --- an open tension --------------------------------------------------------------------------
def tension(days: int, relation=WishRelation.TENSION, *, is_agreed=False) -> Wishes:
    pair = PairFact("p", "a", "b", relation, TODAY - dt.timedelta(days=days), is_agreed)
    return replace(TWO, pairs=(pair,))


@pytest.mark.parametrize("relation", [WishRelation.TENSION, WishRelation.CONFLICT])
def test_a_tension_of_more_than_ninety_days_is_asked_about(relation):
    assert found(Signal.TENSION_OPEN, tension(90, relation)) == []
    (asked,) = found(Signal.TENSION_OPEN, tension(91, relation))
    assert asked.days == 91
    assert says(asked) == "“wens a” en “wens b” schuren al 91 dagen. Wanneer bespreken jullie dit?"


@pytest.mark.parametrize("relation", [WishRelation.UNKNOWN, WishRelation.NEUTRAL, WishRelation.REINFORCE])
def test_a_pair_that_does_not_rub_is_no_tension(relation):
    assert found(Signal.TENSION_OPEN, tension(400, relation)) == []


def test_a_tension_that_both_agreed_on_is_not_open():
    assert found(Signal.TENSION_OPEN, tension(400, is_agreed=True)) == []


def test_a_tension_with_a_wish_that_is_over_is_not_asked_about():
    facts = tension(400)
    over = replace(B, last_day=TODAY - dt.timedelta(days=1))
    assert found(Signal.TENSION_OPEN, replace(facts, wishes=(A, over))) == []


# --- what holds for all of them ---------------------------------------------------------------
@given(some_facts())
def test_a_relation_that_nobody_knows_changes_nothing(facts):
    keys = [each.key for each in facts.wishes]
    unknown = PairFact("new", keys[0], keys[-1], WishRelation.UNKNOWN, TODAY - dt.timedelta(days=400))
    assert raised(replace(facts, pairs=(*facts.pairs, unknown))) == raised(facts)


@given(some_facts())
def test_an_unknown_partner_is_only_asked_for_its_wish(facts):
    more = replace(facts, partners={**facts.partners, 99: "Nieuw"})
    added = set(raised(more)) - set(raised(facts))
    assert {(asked.signal, asked.about) for asked in added} == {(Signal.NO_WISH, "99")}
    assert set(raised(facts)) <= set(raised(more))


@given(some_facts())
def test_the_counts_behind_a_question_are_never_more_than_there_is(facts):
    for asked in raised(facts):
        assert all(figure.number <= (asked.of or len(facts.serving)) for figure in asked.figures)
        assert asked.days <= 500
        assert "%" not in says(asked)


def test_limits_may_be_set():
    facts = replace(TWO, serving=ties("a", "1", "2"))
    assert [asked.signal for asked in raised(facts, Limits(wish_others=2))] == [
        Signal.WISH_UNSERVED,
        Signal.NO_WISH,
    ]


@given(some_facts(), st.randoms(use_true_random=False))
def test_order_never_matters(facts, chance):
    def mixed(rows):
        return tuple(chance.sample(list(rows), len(rows)))

    shuffled = replace(
        facts,
        partners=dict(mixed(facts.partners.items())),
        wishes=mixed(facts.wishes),
        serving=mixed(facts.serving),
        pairs=mixed(facts.pairs),
    )
    assert raised(shuffled) == raised(facts)
