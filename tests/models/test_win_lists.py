"""A list says of a small win what its reader may know."""

import datetime as dt
import random

import pytest
from django.template.loader import render_to_string

from initiatives.lenses import Audience, Direction, Level, ScalingType
from initiatives.models import SmallWin, WinLink
from tests.factories import (
    create_initiative,
    create_link,
    create_programme,
    create_user,
    create_win,
    read_by_editors,
)


def listed(win: SmallWin, reader) -> str:
    win = SmallWin.objects.for_list(reader).get(pk=win.pk)
    return render_to_string("wins/_win.html", {"win": win})


@pytest.mark.parametrize(
    "occurred_on, precision, words",
    [
        (dt.date(2022, 2, 17), "day", '<time datetime="2022-02-17">17 februari 2022</time>'),
        (dt.date(2019, 5, 1), "month", '<time datetime="2019-05">mei 2019</time>'),
        (dt.date(2019, 4, 1), "quarter", "<span>kwartaal 2 van 2019</span>"),
        (dt.date(2019, 1, 1), "year", '<time datetime="2019">2019</time>'),
        (None, "day", "<span>zonder datum</span>"),
    ],
)
def test_a_date_is_said_as_exactly_as_it_is_known(visitor, occurred_on, precision, words):
    win = create_win(occurred_on=occurred_on, precision=precision, sources="het verslag")
    assert words in listed(win, visitor)


def test_a_list_says_which_words_are_the_editors(visitor):
    win = create_win(types=[ScalingType.GROWTH])
    read_by_editors(win, types=[ScalingType.CIRCULATION], directions=[Direction.OUT], level=Level.LOCAL)
    win.refresh_from_db()
    assert [(tag.word, tag.by_editors) for tag in win.tags] == [
        (ScalingType.GROWTH, False),
        (Direction.OUT, True),
        (Level.LOCAL, True),
    ]
    assert "ingedeeld door de redactie" in listed(win, visitor)


def test_a_win_that_nobody_read_says_so(visitor):
    win = create_win(types=["unknown"])
    assert win.tags == []
    assert "nog niet ingedeeld" in listed(win, visitor)


def test_a_link_shows_to_those_who_may_see_both_ends(visitor, initiative, team_member):
    earlier = create_win(initiative=initiative, title="Alleen wij weten dit", audience=Audience.TEAM)
    later = create_win(initiative=initiative, title="Iedereen weet dit")
    create_link(earlier=earlier, later=later)
    assert "Alleen wij weten dit" in listed(later, team_member)
    assert "Alleen wij weten dit" not in listed(later, visitor)


def test_those_who_may_edit_are_asked_to_connect_a_loose_win(visitor, initiative, team_member):
    win = create_win(initiative=initiative)
    assert "Wat maakte dit mogelijk?" in listed(win, team_member)
    assert "Wat maakte dit mogelijk?" not in listed(win, visitor)


@pytest.mark.parametrize("wins", [1, 12])
def test_a_list_takes_four_queries_however_long(visitor, django_assert_num_queries, wins):
    told = [create_win(initiative=create_initiative()) for _ in range(wins)]
    for win in told[1:]:
        create_link(earlier=told[0], later=win)
    with django_assert_num_queries(4):  # wins, cities, what came before, what came after
        html = "".join(
            render_to_string("wins/_win.html", {"win": win})
            for win in SmallWin.objects.visible_to(visitor).for_list(visitor)
        )
    assert html.count('id="win-') == wins


def test_later_links_come_in_the_order_in_which_they_were_told(visitor):
    """PostgreSQL moves rows that change, and that must not change the order."""
    first = create_win()
    links = [create_link(earlier=first, later=create_win()) for _ in range(4)]
    for link in links[:2]:
        WinLink.objects.filter(pk=link.pk).update(how="Zo ging het.")
    win = SmallWin.objects.for_list(visitor).get(pk=first.pk)
    assert win.links_after == links


def test_on_new_years_day_the_day_the_month_and_the_year_keep_to_their_own():
    said = ["year", "month", "day", "year", "month"]
    for precision in said:
        create_win(occurred_on=dt.date(2019, 1, 1), precision=precision)
    in_order = SmallWin.objects.newest_first().values_list("precision", flat=True)
    assert list(in_order) == ["day", "month", "month", "year", "year"]


@pytest.mark.parametrize("who", ["visitor", "outsider", "team_member", "coordinator", "programme_staff"])
def test_linked_is_what_is_tied_to_a_win_that_the_reader_may_know(initiative, who, request):
    dice, teller = random.Random(who), create_user()
    hidden, elsewhere = create_initiative(published=False), create_initiative(programme=create_programme())
    told = [
        create_win(initiative=home, by=teller, audience=audience)
        for home in (initiative, hidden, elsewhere)
        for audience in [*Audience] * 3
    ]
    for win in dice.sample(told, 4):
        win.withdraw(by=teller)
    for place, later in enumerate(told):
        for earlier in dice.sample(told[:place], min(place, 2)):
            create_link(earlier=earlier, later=later)
    reader = request.getfixturevalue(who)
    known = SmallWin.objects.visible_to(reader).standing()
    seen = set(known)
    pairs = [{link.earlier, link.later} for link in WinLink.objects.select_related("earlier", "later")]
    tied = {win for pair in pairs if pair <= seen for win in pair}
    links = WinLink.objects.known_to(reader).select_related("earlier", "later")
    assert {win for link in links for win in (link.earlier, link.later)} == tied
    assert set(known.linked_for(reader)) == tied
    ours = known.filter(initiative=initiative)
    assert set(ours.filter(SmallWin.objects.tied_for(reader, within=initiative))) == tied & set(ours)
    assert set(known.loose_for(reader)) == seen - tied
    assert tied
    if who in ("visitor", "outsider"):  # some are tied to hidden wins only
        assert any(win not in tied for pair in pairs for win in pair & seen)
