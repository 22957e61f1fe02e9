"""The flywheel of the network: strands in full, those through several initiatives, and numbers that open their rows."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict

from initiatives.lenses import InitiativeTie, LinkBasis, Mechanism
from initiatives.models import InitiativeLink, Onlooker, Reader, SmallWin
from initiatives.reports.filter.wins import WinFilter
from initiatives.reports.flywheel.network import PER_PAGE, network_flywheel
from initiatives.reports.profile.mechanisms import link_list
from tests.factories import create_initiative, create_link, create_user, create_win


def chosen_by(user, **words):
    return WinFilter(words, onlooker=Onlooker(user), page="flywheels:network")


def opened(user, href: str) -> int:
    words = QueryDict(urlsplit(href).query)
    return WinFilter(words, onlooker=Onlooker(user)).wins().count()


@pytest.fixture
def two(visitor):
    """Two initiatives in two cities: here led to there, and there to something more; and one win that stands alone."""
    here, there = create_initiative(title="Hier"), create_initiative(title="Daar")
    one = create_win(initiative=here, occurred_on=dt.date(2025, 1, 1))
    two = create_win(initiative=there, occurred_on=dt.date(2025, 2, 1))
    three = create_win(initiative=there, occurred_on=dt.date(2025, 3, 1))
    create_link(earlier=one, later=two, mechanism=Mechanism.BANDWAGON)
    create_link(earlier=two, later=three)
    create_win(initiative=here, title="Alleen")
    return here, there


def test_a_strand_is_shown_in_full_where_one_of_its_wins_is_chosen(visitor, two):
    here, _there = two
    report = network_flywheel(chosen_by(visitor, stad=here.cities.get().slug))
    assert [len(strand.chain) for strand in report.strands] == [3]
    elsewhere = network_flywheel(chosen_by(visitor, periode="2021-2022"))
    assert (elsewhere.strands, elsewhere.all, elsewhere.between) == ([], 0, [])


def test_strands_through_several_initiatives_can_be_looked_at_apart(visitor, two):
    first, second = (create_win(occurred_on=dt.date(2024, n, 1), initiative=two[0]) for n in (1, 2))
    create_link(earlier=first, later=second)
    report = network_flywheel(chosen_by(visitor))
    assert (report.all, report.across, len(report.strands)) == (2, 1, 2)
    apart = network_flywheel(chosen_by(visitor), across=True)
    assert [[str(each) for each in strand.initiatives] for strand in apart.strands] == [["Hier", "Daar"]]


def test_every_number_opens_what_it_counts(visitor, two):
    here, there = two
    report = network_flywheel(chosen_by(visitor))
    assert [each.number for each in report.counters] == [4, 3, 1]
    for each in (*report.counters, *report.worked):
        assert opened(visitor, each.href) == each.number, each.label
    assert [each.label for each in report.seen] == [str(Mechanism.BANDWAGON.label)]
    assert len(report.not_seen) == 4
    (between,) = report.between
    assert (between.earlier, between.later, between.count) == (here, there, 1)
    rows = link_list(Reader(visitor, here), words={"naar": there.slug})
    assert rows.page.paginator.count == between.count
    assert f"naar={there.slug}" in between.url
    assert rows.chosen == ("naar Daar",)


def test_a_hidden_win_betrays_no_link_between_initiatives(visitor, two):
    SmallWin.objects.filter(occurred_on=dt.date(2025, 1, 1)).update(audience="team")
    report = network_flywheel(chosen_by(visitor))
    assert (report.between, report.across, report.all) == ([], 0, 1)


def test_ties_between_initiatives_stand_where_both_ends_are_known(visitor, two):
    here, there = two
    staff = create_user()
    told = {"kind": InitiativeTie.PART_OF, "basis": LinkBasis.STATED, "told_by": staff, "confirmed_by": staff}
    InitiativeLink.objects.create(
        initiative=here, other=there, confirmed_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), **told
    )
    assert [str(tie) for tie in network_flywheel(chosen_by(visitor)).ties] == ["Hier hoort bij Daar"]
    there.published_at = there.published_by = None
    there.save()
    assert network_flywheel(chosen_by(visitor)).ties == []


@pytest.mark.parametrize("more", [0, 12])
def test_it_takes_a_fixed_number_of_queries(visitor, two, django_assert_num_queries, more):
    for _ in range(more):
        first, second = (
            create_win(initiative=create_initiative(), occurred_on=dt.date(2024, m, 1)) for m in (1, 2)
        )
        create_link(earlier=first, later=second)
    chosen = chosen_by(visitor)
    with django_assert_num_queries(6):  # links, initiatives, ties, how many, wins of strands, names
        report = network_flywheel(chosen)
        assert report.all == 1 + more
        assert len(report.strands) == min(1 + more, PER_PAGE)
        assert [strand.picture for strand in report.strands]
