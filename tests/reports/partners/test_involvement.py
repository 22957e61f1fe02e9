"""Who works with whom: counted in the database, and the same as what others count."""

import datetime as dt
from collections import Counter
from itertools import combinations

import networkx as nx
import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from initiatives.lenses import Audience
from initiatives.models import Onlooker, Partnership
from initiatives.reports.filter.wins import WinFilter
from initiatives.reports.partners.involvement import Involvement
from tests.factories import create_initiative, create_partner, create_win


def network_of(user, query: str = "", **at) -> Involvement:
    return Involvement(WinFilter(QueryDict(query), onlooker=Onlooker(user)), **at)


def counted(involvement: Involvement, partners) -> dict[frozenset, int]:
    rows = involvement.ties_among([partner.pk for partner in partners])
    return {frozenset((row.one, row.other)): row.initiatives for row in rows}


def work_on(lab, *partners, **details) -> None:
    Partnership.objects.bulk_create(
        Partnership(initiative=lab, partner=partner, **details) for partner in partners
    )


@pytest.fixture
def southern_women():
    """The women of Davis as partners, and the events at which they met as initiatives."""
    graph = nx.davis_southern_women_graph()
    women = {name: create_partner(name=name) for name in graph.graph["top"]}
    for event in graph.graph["bottom"]:
        first, *others = sorted(graph[event])
        lab = create_initiative(title=event, partner=women[first])
        work_on(lab, *(women[name] for name in others))
    return graph, women


def test_the_southern_women_are_tied_as_networkx_ties_them(visitor, southern_women):
    graph, women = southern_women
    expected = nx.bipartite.weighted_projected_graph(graph, women)
    found = counted(network_of(visitor), women.values())
    assert found == {
        frozenset((women[one].pk, women[other].pk)): tie["weight"]
        for one, other, tie in expected.edges(data=True)
    }
    assert (len(found), max(found.values())) == (139, 7)


def test_one_woman_has_the_ties_that_she_has_among_all(visitor, southern_women):
    graph, women = southern_women
    expected = nx.bipartite.weighted_projected_graph(graph, women)["Evelyn Jefferson"]
    rows = network_of(visitor).ties_of(women["Evelyn Jefferson"].pk)
    assert {row.other: row.initiatives for row in rows} == {
        women[name].pk: tie["weight"] for name, tie in expected.items()
    }
    member = {row.partner: row for row in network_of(visitor).members()}[women["Evelyn Jefferson"].pk]
    assert (member.ties, member.initiatives) == (len(expected), graph.degree("Evelyn Jefferson"))


# --- by hand ---------------------------------------------------------------------------------------
DAYS = st.none() | st.dates(dt.date(2015, 1, 1), dt.date(2026, 1, 1))
PART = st.tuples(st.integers(0, 3), st.integers(0, 2), DAYS, DAYS, st.booleans())


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(PART, max_size=10, unique_by=lambda part: part[:2]))
def test_random_networks_are_tied_as_by_hand(visitor, parts):
    with transaction.atomic():
        partners = [create_partner() for _ in range(4)]
        labs = [create_initiative() for _ in range(3)]
        told = [
            _told(partners[p], labs[i], since, until, was_there) for p, i, since, until, was_there in parts
        ]
        rows = network_of(visitor).ties_among([partner.pk for partner in partners])
        found = {(row.one, row.other): (row.initiatives, row.is_open, row.since) for row in rows}
        assert found == _by_hand(told)
        transaction.set_rollback(True)


def _told(partner, lab, since, until, was_there):
    """Tell that the partner takes part, or was at a win. Out: partner, initiative, first day, last day."""
    if was_there and since:
        create_win(initiative=lab, occurred_on=since).partners.add(partner)
        return partner.pk, lab.pk, since, None, since
    until = max(until, since) if until and since else until
    work_on(lab, partner, since=since, until=until)
    return partner.pk, lab.pk, since, until, until or timezone.localdate()


def _by_hand(told):
    found = {}
    for (a, lab, a_since, a_until, a_seen), (b, other_lab, b_since, b_until, b_seen) in combinations(told, 2):
        if lab != other_lab or a == b:
            continue
        key, known = tuple(sorted((a, b))), a_since and b_since
        n, is_open, since = found.get(key, (0, False, None))
        together = max(a_since, b_since) if known and max(a_since, b_since) <= min(a_seen, b_seen) else None
        found[key] = (
            n + 1,
            is_open or not (a_until or b_until),
            min(filter(None, (since, together)), default=None),
        )
    return found


# --- what counts -----------------------------------------------------------------------------------
def test_a_partner_at_a_win_has_to_do_with_the_initiative(visitor):
    school, street = create_partner(), create_partner()
    win = create_win(initiative=create_initiative(partner=school))
    win.partners.add(street, school)
    [tie] = network_of(visitor).ties_of(street.pk)
    assert (tie.other, tie.initiatives, tie.wins, tie.since) == (school.pk, 1, 1, win.occurred_on)


def test_since_when_is_the_first_day_on_which_both_were_there(visitor):
    school, street = create_partner(), create_partner()
    lab = create_initiative(partner=school)
    lab.partnerships.update(since=dt.date(2014, 9, 1))
    work_on(lab, street, since=dt.date(2018, 2, 1))
    [tie] = network_of(visitor).ties_of(school.pk)
    assert tie.since == dt.date(2018, 2, 1)


def test_partners_of_whom_one_left_before_the_other_came_were_never_together(visitor):
    school, street = create_partner(), create_partner()
    lab = create_initiative(partner=school)
    lab.partnerships.update(since=dt.date(2014, 9, 1), until=dt.date(2016, 8, 31))
    work_on(lab, street, since=dt.date(2018, 2, 1))
    [tie] = network_of(visitor).ties_of(school.pk)
    assert (tie.initiatives, tie.is_open, tie.since) == (1, False, None)


def test_a_day_of_the_past_knows_what_had_begun_and_had_not_ended(visitor):
    school, street, later = create_partner(), create_partner(), create_partner()
    lab = create_initiative(partner=school)
    lab.partnerships.update(since=dt.date(2014, 9, 1))
    work_on(lab, street, since=dt.date(2015, 9, 1), until=dt.date(2017, 8, 31))
    work_on(lab, later, since=dt.date(2020, 9, 1))
    ties_on = {
        year: [
            (row.other, row.is_open)
            for row in network_of(visitor, at=dt.date(year, 6, 30)).ties_of(school.pk)
        ]
        for year in (2015, 2016, 2018, 2021)
    }
    assert ties_on == {
        2015: [],
        2016: [(street.pk, True)],
        2018: [(street.pk, False)],
        2021: [(street.pk, False), (later.pk, True)],
    }


def test_a_partner_without_a_first_day_counts_from_the_start_of_the_initiative(visitor):
    lab = create_initiative()
    nowhere = create_initiative()
    lab.started_on = dt.date(2019, 3, 1)
    lab.save()
    before, after = (network_of(visitor, at=dt.date(year, 6, 30)) for year in (2018, 2019))
    assert [row.partner for row in before.members()] == []
    assert [row.partner for row in after.members()] == [lab.partners.get().pk]
    assert after.without_day() == 1 == nowhere.partnerships.count()


# --- who reads it ----------------------------------------------------------------------------------
def test_hidden_rows_tie_nobody(visitor, team_member, initiative):
    school, street = create_partner(), create_partner()
    draft = create_initiative(partner=school, published=False)
    work_on(draft, street)
    lab = create_initiative(partner=school)
    create_win(initiative=lab, audience=Audience.TEAM).partners.add(street)
    waiting = create_partner()
    waiting.proposed_at, waiting.proposed_by = timezone.now(), team_member
    waiting.save()
    work_on(lab, waiting)
    assert network_of(visitor).ties_of(school.pk) == []
    assert street.pk not in {row.partner for row in network_of(visitor).members()}


@pytest.mark.parametrize("ask", ["members", "open_pairs", "pairs", "first_day", "without_day"])
def test_each_question_is_one_query(visitor, initiative, ask):
    with CaptureQueriesContext(connection) as queries:
        getattr(network_of(visitor), ask)()
    assert len(queries) == 1


# --- a number opens its rows -----------------------------------------------------------------------
@pytest.mark.parametrize("narrowed", ["", "periode=2021-2022"])
def test_a_tie_opens_exactly_the_rows_that_it_counts(visitor, narrowed):
    school, street = create_partner(), create_partner()
    for how in ("both", "one", "win", "hidden", "later"):
        lab = create_initiative(title=how, partner=school)
        create_win(initiative=lab, occurred_on=dt.date(2021, 10, 1))
        if how == "both":
            work_on(lab, street)
        if how == "win":
            win = create_win(initiative=lab, occurred_on=dt.date(2021, 11, 1))
            win.partners.add(school, street)
            create_win(initiative=lab, occurred_on=dt.date(2023, 11, 1)).partners.add(school, street)
        if how == "hidden":
            create_win(initiative=lab, audience=Audience.TEAM).partners.add(street)
    [row] = network_of(visitor, narrowed).ties_of(school.pk)
    both = f"{school.slug}.{street.slug}"

    def opened(word: str) -> WinFilter:
        return WinFilter(QueryDict(f"{narrowed}&{word}={both}"), onlooker=Onlooker(visitor))

    titles = Counter(opened("samen").initiatives().values_list("title", flat=True))
    assert titles == {"both": 1, "win": 1}
    assert row.initiatives == 2
    assert opened("allebei").wins().count() == row.wins == (1 if narrowed else 2)


@pytest.mark.parametrize("asked", ["school", "school.", "school.nobody", "school.street.x", "school.school"])
def test_two_partners_are_asked_for_by_two_names_that_one_knows(visitor, asked):
    school = create_partner()
    words = WinFilter({"allebei": asked.replace("school", school.slug)}, onlooker=Onlooker(visitor)).words
    assert words == {}
