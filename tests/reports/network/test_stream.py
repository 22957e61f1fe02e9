import datetime as dt

import pytest

from initiatives.models import SmallWin
from initiatives.reports.network.stream import COUNTED_TO, PAGE, Stream, stream
from tests.factories import create_initiative, create_user, create_win


def titles(page: Stream) -> list[str]:
    return [win.title for stretch in page.stretches for win in stretch.wins]


def tell(initiative, by, *, precision="day", days=(), undated=0):
    for number, day in enumerate(days):
        create_win(
            initiative=initiative, by=by, title=f"{precision} {number}", occurred_on=day, precision=precision
        )
    for number in range(undated):
        create_win(
            initiative=initiative, by=by, title=f"undated {number}", occurred_on=None, sources="verslag"
        )


def page_by_page(user) -> list[str]:
    seen, after = [], ""
    for _ in range(20):
        page = stream(SmallWin.objects.visible_to(user), user=user, after=after)
        seen += titles(page)
        if page.last is None:
            return seen
        after = str(page.last.pk)
    raise AssertionError("the pages do not end")


def test_every_win_comes_by_exactly_once_newest_first_and_undated_last(visitor, initiative, team_member):
    first = dt.date(2019, 1, 1)
    tell(initiative, team_member, days=[first] * 20 + [first - dt.timedelta(days=n) for n in range(20)])
    tell(initiative, team_member, precision="year", days=[first] * 20)
    tell(initiative, team_member, undated=20)
    seen = page_by_page(visitor)
    in_order = SmallWin.objects.newest_first()
    assert seen == [win.title for win in in_order]
    assert len(seen) == 80
    assert all(title.startswith("undated") for title in seen[-20:])


def test_a_win_told_in_between_does_not_shift_the_pages(visitor, initiative, team_member):
    day = dt.date(2024, 5, 1)
    tell(initiative, team_member, days=[day - dt.timedelta(days=n) for n in range(PAGE + 5)])
    first = stream(SmallWin.objects.all(), user=visitor)
    create_win(initiative=initiative, by=team_member, title="net verteld", occurred_on=day)
    second = stream(SmallWin.objects.all(), user=visitor, after=str(first.last.pk))
    assert len(titles(first)) + len(titles(second)) == PAGE + 5
    assert not set(titles(first)) & set(titles(second))


@pytest.mark.parametrize("who, left", [("team_member", 5), ("visitor", PAGE)])
def test_the_place_stays_for_those_who_still_know_its_win(request, initiative, team_member, who, left):
    """For others it would betray that something is hidden there; they begin anew."""
    reader = request.getfixturevalue(who)
    tell(initiative, team_member, days=[dt.date(2024, 5, 1) - dt.timedelta(days=n) for n in range(PAGE + 5)])
    wins = SmallWin.objects.visible_to(reader).standing()
    first = stream(wins, user=reader)
    first.last.withdraw(by=team_member)
    second = stream(wins, user=reader, after=str(first.last.pk))
    assert (len(titles(second)), second.lost) == (left, who == "visitor")


@pytest.mark.parametrize("after", ["x", "0", "2024-01-01", "00000000-0000-0000-0000-000000000000", "'"])
def test_an_unknown_place_gives_the_first_page_and_says_so(visitor, initiative, after):
    create_win(initiative=initiative)
    page = stream(SmallWin.objects.all(), user=visitor, after=after)
    assert (page.lost, page.is_first, len(titles(page))) == (True, True, 1)


def test_each_heading_says_as_much_of_the_date_as_is_known(visitor, initiative, team_member):
    told = [("day", dt.date(2019, 1, 20)), ("month", dt.date(2019, 1, 1)), ("quarter", dt.date(2019, 1, 1))]
    for precision, day in [*told, ("year", dt.date(2019, 1, 1)), ("day", dt.date(2018, 12, 31))]:
        tell(initiative, team_member, precision=precision, days=[day])
    tell(initiative, team_member, undated=1)
    page = stream(SmallWin.objects.all(), user=visitor)
    assert [(stretch.label, len(stretch.wins)) for stretch in page.stretches] == [
        ("Januari 2019", 2),
        ("Kwartaal 1 van 2019", 1),
        ("2019, maand onbekend", 1),
        ("December 2018", 1),
        ("Zonder datum", 1),
    ]


def test_the_list_says_once_above_the_cards_who_the_network_is(team_member, initiative):
    for number in range(3):
        create_win(initiative=initiative, by=team_member, title=f"Voor ons {number}", audience="network")
    create_win(initiative=initiative, by=team_member, title="Voor iedereen")
    page = stream(SmallWin.objects.visible_to(team_member), user=team_member)
    remarks = [win.remark_in_list for stretch in page.stretches for win in stretch.wins]
    assert sorted(remarks) == ["", *["Nu voor het netwerk."] * 3]
    assert page.readers == ["Nu voor het netwerk: iedereen die kan inloggen."]


def test_a_heading_that_goes_on_from_the_page_before_says_so(visitor, initiative, team_member):
    tell(initiative, team_member, days=[dt.date(2024, 5, 3)] * (PAGE + 1))
    tell(initiative, team_member, undated=1)
    first = stream(SmallWin.objects.all(), user=visitor)
    second = stream(SmallWin.objects.all(), user=visitor, after=str(first.last.pk))
    assert [stretch.goes_on for stretch in first.stretches] == [False]
    assert [stretch.goes_on for stretch in second.stretches] == [True, False]


@pytest.mark.parametrize("count, words", [(0, "0"), (27, "27"), (1_000, "1.000"), (1_001, "1.000+")])
def test_the_count_is_exact_up_to_its_limit(count, words):
    assert Stream(stretches=[], count=count).count_words == words
    assert COUNTED_TO == 1_000


@pytest.mark.parametrize("size", [2, 40])
def test_a_page_takes_a_fixed_number_of_queries(visitor, django_assert_num_queries, size):
    teller = create_user()
    for number in range(size):
        tell(create_initiative(), teller, days=[dt.date(2020, 1, 1) + dt.timedelta(days=number)])
    newest = SmallWin.objects.newest_first().first()
    with django_assert_num_queries(6):  # the place, wins, cities, before, after, how many
        stream(SmallWin.objects.visible_to(visitor), user=visitor, after=str(newest.pk))
