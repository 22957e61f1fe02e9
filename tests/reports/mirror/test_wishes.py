"""Wishes, what serves them and what they say together: order never matters, unknown stays unknown, no share of a mismatch."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.lenses import Per, Served, WishRelation, WishUnit, amount, in_figures
from initiatives.models import Reader
from initiatives.reports.mirror.served import PairFact, Serving, Wishes, WishFact, facts_of, served
from initiatives.reports.mirror.sharings import sharing, sharings
from initiatives.reports.mirror.wishes import wish_table
from initiatives.reports.signals.limits import Limits
from initiatives.reports.signals.rules import found_in
from tests.factories import create_user, create_win
from tests.factories_wishes import (
    all_students,
    create_pair,
    create_partnership,
    create_wish,
    days_ago,
    four_projects,
)

TODAY = dt.date(2026, 3, 1)
SCHOOL, NEIGHBOURHOOD, CITY = 1, 2, 3
NAMES = {SCHOOL: "Hogeschool", NEIGHBOURHOOD: "Wijk", CITY: "Gemeente"}


def wish(key: str, partner: int, **details) -> WishFact:
    return WishFact(key, partner, f"wens {key}", **details)


def ties(wish_key: str, *wins: str, day: dt.date | None = TODAY) -> tuple[Serving, ...]:
    return tuple(Serving(win, wish_key, day) for win in wins)


A, B = wish("a", SCHOOL), wish("b", NEIGHBOURHOOD)
TWO = Wishes(TODAY, NAMES, (A, B))


# --- a win for a wish -------------------------------------------------------------------------
def test_nobody_looked_is_something_else_than_nothing_found():
    assert served(TWO) == {"a": Served.UNKNOWN, "b": Served.UNKNOWN}
    looked = replace(TWO, serving=ties("a", "1"))
    assert served(looked) == {"a": Served.SERVED, "b": Served.UNSERVED}


def test_a_win_outside_the_time_of_a_wish_does_not_serve_it():
    spring = wish("a", SCHOOL, first_day=dt.date(2026, 1, 1), last_day=dt.date(2026, 5, 31))
    facts = replace(TWO, wishes=(spring, B))
    for day in (dt.date(2025, 12, 31), dt.date(2026, 6, 1), None):
        assert served(replace(facts, serving=ties("a", "1", day=day)))["a"] == Served.UNSERVED
    for day in (dt.date(2026, 1, 1), dt.date(2026, 5, 31)):
        assert served(replace(facts, serving=ties("a", "1", day=day)))["a"] == Served.SERVED


def test_an_undated_win_serves_a_wish_without_ends():
    assert served(replace(TWO, serving=ties("a", "1", day=None)))["a"] == Served.SERVED


# --- what holds for all of them ---------------------------------------------------------------
days = st.one_of(st.none(), st.integers(0, 500).map(lambda n: TODAY - dt.timedelta(days=n)))
some_wishes = st.lists(st.tuples(st.sampled_from(list(NAMES)), days, days), min_size=1, max_size=6).map(
    lambda rows: tuple(
        wish(f"w{n}", partner, first_day=first, last_day=last)
        for n, (partner, first, last) in enumerate(rows)
    )
)


@st.composite
def some_facts(draw) -> Wishes:
    wishes = draw(some_wishes)
    keys = st.sampled_from([each.key for each in wishes])
    wins = [(f"{n}", draw(days)) for n in range(draw(st.integers(0, 12)))]
    serving = {
        (win, draw(keys)): Serving(win, "", day) for win, day in wins for _ in range(draw(st.integers(0, 2)))
    }
    pairs = draw(
        st.lists(st.tuples(keys, keys, st.sampled_from(list(WishRelation)), days, st.booleans()), max_size=4)
    )
    return Wishes(
        TODAY,
        NAMES,
        wishes,
        tuple(replace(tie, wish=key) for (_win, key), tie in serving.items()),
        tuple(
            PairFact(f"p{n}", first, second, relation, since or TODAY, agreed)
            for n, (first, second, relation, since, agreed) in enumerate(pairs)
            if first != second
        ),
    )


@given(some_facts(), st.randoms(use_true_random=False))
def test_order_never_matters(facts, chance):
    def mixed(rows):
        return tuple(chance.sample(list(rows), len(rows)))

    shuffled = replace(
        facts, wishes=mixed(facts.wishes), serving=mixed(facts.serving), pairs=mixed(facts.pairs)
    )
    assert served(shuffled) == served(facts)
    assert sharings(shuffled.wishes) == sharings(facts.wishes)


@given(some_facts())
def test_a_wish_that_no_win_serves_changes_no_certain_state(facts):
    more = replace(facts, wishes=(*facts.wishes, wish("new", CITY)))
    before, after = served(facts), served(more)
    assert {key: after[key] for key in before} == before


@given(some_facts())
def test_taking_a_win_away_never_makes_a_wish_better_served(facts):
    order = [Served.UNKNOWN, Served.UNSERVED, Served.SERVED]
    less = replace(facts, serving=facts.serving[1:])
    before, after = served(facts), served(less)
    assert all(order.index(after[key]) <= order.index(before[key]) for key in before)


# --- the arithmetic ---------------------------------------------------------------------------
def counted(key: str, partner: int, number, unit, per=Per.YEAR) -> WishFact:
    return wish(key, partner, quantity=number and Decimal(number), unit=unit, per=per)


STUDENTS = counted("a", SCHOOL, 1200, WishUnit.STUDENTS)
PROJECTS = counted("b", NEIGHBOURHOOD, 4, WishUnit.PROJECTS)


def test_twelve_hundred_students_and_four_projects():
    found = sharing(STUDENTS, PROJECTS)
    assert found.each == 300
    assert found.sum == "1.200 studenten ÷ 4 projecten, per jaar: 300 studenten per project"
    assert sharing(PROJECTS, STUDENTS) == found


def test_a_sum_that_does_not_come_out_says_about():
    found = sharing(STUDENTS, counted("b", NEIGHBOURHOOD, 7, WishUnit.PROJECTS))
    assert found.sum.endswith("per jaar: ongeveer 171,4 studenten per project")


@pytest.mark.parametrize(
    "other",
    [
        counted("b", NEIGHBOURHOOD, None, None, None),  # no number, no sum
        counted("b", NEIGHBOURHOOD, 4, WishUnit.PROJECTS, Per.TERM),  # other time
        counted("b", NEIGHBOURHOOD, 4, WishUnit.PROJECTS, None),  # no time
        counted("b", NEIGHBOURHOOD, 4, WishUnit.STUDENTS),  # the same things
        counted("b", NEIGHBOURHOOD, 4, WishUnit.OTHER),
        counted("b", NEIGHBOURHOOD, 4, WishUnit.RESIDENTS),
    ],
)
def test_numbers_that_do_not_fit_give_no_sum(other):
    assert sharing(STUDENTS, other) is None
    assert sharing(other, STUDENTS) is None


def test_only_wishes_of_different_partners_are_shared_out():
    assert sharings([STUDENTS, replace(PROJECTS, partner=SCHOOL)]) == ()
    assert len(sharings([STUDENTS, PROJECTS])) == 1


numbers = st.decimals(min_value="0.01", max_value="1000000", places=2)


@given(numbers, numbers)
def test_shares_add_up_again(many, few):
    one, other = replace(STUDENTS, quantity=many), replace(PROJECTS, quantity=few)
    found = sharing(one, other)
    assert abs(found.each * few - many) < Decimal("0.0001")
    assert found == sharing(other, one)
    assert ("ongeveer" in found.sum or "minder dan" in found.sum) == (not found.is_exact)


@pytest.mark.parametrize(
    ("number", "written"),
    [("1200.00", "1.200"), ("2.5", "2,5"), ("0.04", "0"), ("1000000", "1.000.000"), ("171.4286", "171,4")],
)
def test_numbers_are_written_as_people_do(number, written):
    assert in_figures(Decimal(number), decimals=1) == written


@pytest.mark.parametrize(
    ("number", "unit", "written"),
    [
        ("1.00", WishUnit.PROJECTS, "1 project"),
        ("1", WishUnit.HOURS, "1 uur"),
        ("1", WishUnit.RESIDENTS, "1 bewoner"),
        ("1", WishUnit.EUROS, "1 euro"),
        ("1.25", WishUnit.HOURS, "1,25 uren"),
        ("1200", WishUnit.STUDENTS, "1.200 studenten"),
        ("4", WishUnit.OTHER, "4"),  # what it counts is in the sentence of the wish
    ],
)
def test_a_number_and_its_unit(number, unit, written):
    assert amount(Decimal(number), unit) == written


@pytest.mark.parametrize(
    ("many", "few", "said"),
    [
        (counted("a", SCHOOL, 4, WishUnit.STUDENTS), counted("b", NEIGHBOURHOOD, 4, WishUnit.PROJECTS),
         "4 studenten ÷ 4 projecten, per jaar: 1 student per project"),
        (counted("a", SCHOOL, 30, WishUnit.STUDENTS), counted("b", NEIGHBOURHOOD, 1, WishUnit.PROJECTS),
         "30 studenten ÷ 1 project, per jaar: 30 studenten per project"),
        (counted("a", SCHOOL, 10, WishUnit.HOURS), counted("b", NEIGHBOURHOOD, 400, WishUnit.STUDENTS),
         "10 uren ÷ 400 studenten, per jaar: minder dan 0,1 uren per student"),
    ],
)  # fmt: skip
def test_a_sum_reads_well_with_one_and_with_next_to_nothing(many, few, said):
    assert sharing(many, few).sum == said


# --- from the database ------------------------------------------------------------------------
@pytest.fixture
def school(initiative):
    return all_students(initiative.partnerships.get())


@pytest.fixture
def neighbourhood(initiative):
    return four_projects(create_partnership(initiative, name="Wijkcentrum"))


def test_the_page_of_the_worked_example(initiative, team_member, school, neighbourhood):
    school.wins.set([create_win(initiative=initiative) for _ in range(3)])
    create_pair(school, neighbourhood, related_on=days_ago(100))
    table = wish_table(Reader(team_member, initiative), asked=found_in(facts_of(initiative), Limits()))
    assert [asked.signal.value for asked in table.asked] == ["wish_unserved", "tension_open"]
    assert [(row.pair.is_open, row.sharing.each) for row in table.pairs] == [(True, 300)]
    assert (table.linked, table.wins, table.unspoken) == (3, 3, 0)


def test_only_standing_wins_count(initiative, team_member, school):
    withdrawn, stands = create_win(initiative=initiative), create_win(initiative=initiative)
    withdrawn.withdraw(by=team_member)
    school.wins.set([withdrawn, stands])
    assert [tie.win for tie in facts_of(initiative).serving] == [str(stands.pk)]


def test_an_ended_partner_keeps_its_wishes_and_is_not_asked_for_more(initiative, team_member):
    gone = create_partnership(initiative, name="Vertrokken", until=days_ago(30), since=days_ago(300))
    create_wish(partnership=gone)
    table = wish_table(Reader(team_member, initiative), asked=found_in(facts_of(initiative), Limits()))
    here = {row.partnership.partner.name: row.is_here for row in table.partners}
    assert here["Vertrokken"] is False
    assert [asked.names for asked in table.unknown] == [(initiative.partnerships.first().partner.name,)]


def test_a_partner_that_came_back_stands_there_once(initiative, team_member):
    gone = create_partnership(initiative, until=days_ago(30), since=days_ago(300))
    create_wish(partnership=gone)
    initiative.partnerships.create(partner=gone.partner)
    table = wish_table(Reader(team_member, initiative))
    (row,) = [row for row in table.partners if row.partnership.partner_id == gone.partner_id]
    assert row.is_here
    assert len(row.rows) == 1


def test_open_tensions_come_first_and_the_longest_of_them_at_the_top(initiative, team_member):
    rows = [create_wish(initiative=initiative, statement=str(n)) for n in range(5)]
    create_pair(rows[0], rows[1], relation=WishRelation.REINFORCE, related_on=days_ago(500))
    create_pair(rows[0], rows[2], related_on=days_ago(10))
    create_pair(rows[0], rows[3], relation=WishRelation.CONFLICT, related_on=days_ago(200))
    agreed = {"agreement": "Meer wijken", "first_agreed_on": days_ago(1), "second_agreed_on": days_ago(1)}
    create_pair(rows[0], rows[4], related_on=days_ago(300), **agreed)
    table = wish_table(Reader(team_member, initiative))
    assert [(row.pair.relation, row.pair.days) for row in table.pairs] == [
        (WishRelation.CONFLICT, 200),
        (WishRelation.TENSION, 10),
        (WishRelation.TENSION, 300),
        (WishRelation.REINFORCE, 500),
    ]
    assert table.unspoken == 6


@pytest.mark.parametrize("wishes", [1, 20])
def test_the_table_asks_six_times_however_long_it_is(
    initiative, team_member, django_assert_num_queries, wishes
):
    for _ in range(wishes):
        create_wish(initiative=initiative).wins.add(create_win(initiative=initiative, by=create_user()))
    with django_assert_num_queries(6):
        wish_table(Reader(team_member, initiative))
