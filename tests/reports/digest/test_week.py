"""The weekly mail: what is new, what waits and where it is silent, to its receiver."""

import datetime as dt

import pytest
from django.utils import timezone

from initiatives.lenses import Audience, Perspective, Verdict
from initiatives.models import Follow, Judgement, SmallWin, WeekMail
from initiatives.reports.digest.places import line_asked
from initiatives.reports.digest.week import MOST, week_of
from tests.factories import create_city, create_initiative, create_link, create_user, create_win

pytestmark = pytest.mark.django_db


@pytest.fixture
def span():
    return timezone.now() - dt.timedelta(days=7), timezone.now() + dt.timedelta(hours=1)


@pytest.fixture
def garden():
    made = create_initiative(title="Buurttuin", city=create_city(name="Utrecht"))
    made.published_at = timezone.now() - dt.timedelta(days=30)
    made.save()
    return made


def said(user, span) -> list[str]:
    return [line.said for part in week_of(user, span).sections for line in part.lines]


def told(user, span, title: str) -> list[str]:
    return [line.said for part in week_of(user, span).sections if part.title == title for line in part.lines]


def test_a_team_reads_what_a_colleague_told(garden, span):
    me, colleague = create_user(member_of=garden), create_user(member_of=garden)
    create_win(initiative=garden, by=colleague, title="De poort staat open")
    assert told(me, span, "Nieuw bij jouw initiatieven") == [
        "Buurttuin: 1 small win verteld: De poort staat open"
    ]


def test_a_win_that_one_told_oneself_is_no_news(garden, span):
    me = create_user(member_of=garden)
    create_win(initiative=garden, by=me)
    assert not week_of(me, span).has_news


def test_a_win_that_was_loaded_from_sources_is_no_news(garden, span):
    win = create_win(initiative=garden)
    SmallWin.objects.filter(pk=win.pk).update(dataset_key="oud")
    assert not week_of(create_user(member_of=garden), span).has_news


def test_several_open_exactly_their_rows(garden, span, rf):
    me = create_user(member_of=garden)
    wins = [create_win(initiative=garden, title=f"Stap {n}") for n in range(3)]
    create_win(initiative=garden, title="Alleen voor het andere team", audience=Audience.TEAM)
    (line,) = [each for part in week_of(me, span).sections for each in part.lines if "verteld" in each.said]
    assert line.said == "Buurttuin: 4 small wins verteld"
    outsider = create_user()
    Follow.objects.begin(outsider, garden)
    (theirs,) = [each for part in week_of(outsider, span).sections for each in part.lines]
    assert theirs.said == "Buurttuin: 3 small wins verteld"
    rows = line_asked(outsider, rf.get(theirs.href).GET).items
    assert {row.key for row in rows} == {win.pk for win in wins}


def test_another_initiative_that_went_on_from_it_is_borrowing(garden, span):
    me, other = create_user(member_of=garden), create_initiative(title="Fietswerkplaats")
    create_link(
        earlier=create_win(initiative=garden, occurred_on=dt.date(2025, 1, 1)),
        later=create_win(initiative=other, title="Een tweede werkplaats", occurred_on=dt.date(2026, 1, 1)),
    )
    assert (
        "Buurttuin: 1 keer bouwde een ander initiatief hierop voort: Fietswerkplaats: Een tweede werkplaats"
        in said(me, span)
    )


def test_a_judgement_is_news_to_the_team(garden, span):
    me, win = create_user(member_of=garden), create_win(initiative=garden, title="Soep voor de straat")
    Judgement.objects.create(
        win=win, perspective=Perspective.STUDENT, verdict=Verdict.POSITIVE, said_by=create_user()
    )
    assert any("1 oordeel over een small win: Soep voor de straat" in line for line in said(me, span))


def test_each_moment_lies_in_one_mail(garden):
    me, win = create_user(member_of=garden), create_win(initiative=garden)
    first, second = win.logged_at - dt.timedelta(days=7), win.logged_at
    third = second + dt.timedelta(days=7)
    assert week_of(me, (first, second)).has_news
    assert not week_of(me, (second, third)).has_news


def test_the_next_mail_begins_where_the_last_one_ended(garden):
    me = create_user()
    end = timezone.now() - dt.timedelta(days=9)
    WeekMail.objects.create(
        user=me, week=dt.date(2026, 11, 16), since=end - dt.timedelta(days=7), until=end, lines=0
    )
    assert WeekMail.objects.until_now(me)[0] == end


def test_without_an_earlier_mail_it_looks_back_a_week():
    since, until = WeekMail.objects.until_now(create_user())
    assert until - since == dt.timedelta(days=7)


def test_a_follower_of_a_city_reads_what_is_new_there(garden, span):
    me = create_user()
    Follow.objects.begin(me, garden.cities.get())
    create_win(initiative=garden, title="De poort staat open")
    create_initiative(title="Fietswerkplaats", city=garden.cities.get())
    assert told(me, span, "Nieuw bij wat je volgt") == [
        "Utrecht: 1 small win verteld: De poort staat open",
        "Utrecht: 1 initiatief gepubliceerd: Fietswerkplaats",
    ]


def test_an_initiative_that_one_may_not_read_any_more_is_not_in_it(garden, span):
    me = create_user()
    Follow.objects.begin(me, garden)
    create_win(initiative=garden)
    garden.unpublish()
    assert said(me, span) == []


def test_a_coordinator_reads_what_waits_in_the_city(garden, span):
    coordinator = create_user(coordinates=garden.cities.get())
    create_win(initiative=garden, confirmed=False)
    assert told(coordinator, span, "Dit wacht in Utrecht") == ["1 small win om te lezen"]


def test_staff_read_the_network(garden, span):
    staff = create_user(staff_of=garden.programme)
    create_win(initiative=garden, confirmed=False, title="De poort staat open")
    assert "1 small win verteld: De poort staat open" in told(staff, span, "Nieuw in het netwerk")
    assert "1 small win om te lezen" in told(staff, span, "Dit wacht op jou")


def test_where_it_is_silent_is_said_and_sends_no_mail(garden, span):
    me = create_user(member_of=garden)
    garden.published_at = timezone.now() - dt.timedelta(days=400)
    garden.save()
    week = week_of(me, span)
    assert said(me, span) == ["Buurttuin: een half jaar niets nieuws"]
    assert not week.is_worth_a_mail


def test_a_mail_has_no_more_lines_than_fit(span):
    me = create_user()
    for n in range(20):
        Follow.objects.begin(me, create_initiative(title=f"Initiatief nummer {n}"))
    week = week_of(me, span)
    assert sum(len(part.lines) for part in week.in_short) == MOST
    assert week.left_out == 5


@pytest.mark.parametrize("more", [0, 5])
def test_the_number_of_queries_does_not_grow(garden, span, django_assert_num_queries, more):
    me = create_user(member_of=garden)
    for _each in range(1 + more):
        other = create_initiative()
        Follow.objects.begin(me, other)
        create_win(initiative=other)
        create_win(initiative=garden)
    with django_assert_num_queries(29):
        week_of(me, span)
