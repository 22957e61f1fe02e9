"""Links and chains drive an initiative; "none" is said only with enough answers."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from django.utils import timezone

from initiatives.lenses import CellState, Level, LinkAnswer, Mechanism, Shock, StillStands
from initiatives.models import Onlooker, Reader, WinLink
from initiatives.reports.counting.cells import Thresholds
from initiatives.reports.filter.wins import WinFilter
from initiatives.reports.profile.mechanisms import Looked, link_list, mechanisms
from tests.factories import create_initiative, create_link, create_partner, create_win
from tests.factories_profile import create_follow_up

LIMITS = Thresholds()


def driven(initiative, user):
    reader = Reader(user, initiative)
    words = {"initiatief": initiative.slug, "periode": None, "vanuit": None}
    return mechanisms(reader, reader.wins, loose=0, words=words)


@pytest.mark.parametrize(
    ("settled", "answered", "state"),
    [
        (0, 0, CellState.NO_DATA),
        (4, 4, CellState.TOO_LITTLE),
        (5, 2, CellState.TOO_LITTLE),
        (5, 3, CellState.NOT_OBSERVED),
        (100, 59, CellState.TOO_LITTLE),
        (100, 60, CellState.NOT_OBSERVED),
    ],
)
def test_nothing_seen_is_said_only_where_enough_was_asked(settled, answered, state):
    assert Looked(settled, answered, LIMITS).state(links=0) == state


@pytest.mark.parametrize(("days", "settled"), [(60, 0), (61, 5)])
def test_a_win_has_sixty_days_to_lead_on(initiative, team_member, days, settled):
    happened = timezone.localdate() - dt.timedelta(days=days)
    for _ in range(5):
        create_win(initiative=initiative, by=team_member, occurred_on=happened, came_from=LinkAnswer.NONE)
    looked = driven(initiative, team_member).looked
    assert (looked.settled, looked.answered) == (settled, settled)


def test_an_answer_is_a_link_or_a_plain_none(initiative, team_member):
    first, second, third, fourth = (create_win(initiative=initiative, by=team_member) for _ in range(4))
    create_link(earlier=first, later=second)
    second.came_from = LinkAnswer.UNKNOWN
    third.say(came_from=LinkAnswer.NONE)
    fourth.say(came_from=LinkAnswer.UNKNOWN)
    looked = driven(initiative, team_member).looked
    assert (looked.settled, looked.answered) == (4, 2)


def test_links_are_counted_by_what_worked_and_what_they_cross(initiative, team_member):
    school, city = create_partner(), create_partner()
    first = create_win(initiative=initiative, by=team_member, level=Level.LOCAL)
    second = create_win(initiative=initiative, by=team_member, level=Level.VERTICAL)
    elsewhere = create_win(initiative=create_initiative(), by=team_member, level=Level.VERTICAL)
    first.partners.add(school)
    second.partners.add(school, city)
    create_link(earlier=first, later=second, mechanism=Mechanism.LEARNING)
    create_link(earlier=second, later=elsewhere)
    found = driven(initiative, team_member)
    assert {row.mechanism: row.count for row in found.worked if row.count} == {Mechanism.LEARNING: 1}
    assert (found.total, found.not_said) == (2, 1)
    assert {row.kind: row.count for row in found.crossings} == {
        "niveau": 1,
        "organisatie": 1,
        "initiatief": 1,
    }
    assert set(found.pairs) == {(first.pk, second.pk), (second.pk, elsewhere.pk)}
    assert found.away == ((second.pk, elsewhere.pk),)


def test_every_number_of_links_opens_that_many(initiative, team_member):
    wins = [
        create_win(initiative=initiative, by=team_member, level=level)
        for level in (Level.LOCAL, Level.VERTICAL, Level.LOCAL, Level.LOCAL)
    ]
    for earlier, later, how in zip(
        wins, wins[1:], (Mechanism.LEARNING, Mechanism.LEARNING, None), strict=False
    ):
        create_link(earlier=earlier, later=later, mechanism=how)
    found = driven(initiative, team_member)

    def opened(**words) -> int:
        return link_list(Reader(team_member, initiative), words=words).page.paginator.count

    assert opened() == found.total == 3
    assert opened(mechanisme="open") == found.not_said == 1
    assert opened(over="weg") == len(found.away) == 0
    assert {row.mechanism: row.count for row in found.worked} == {
        row.mechanism: opened(mechanisme=row.mechanism) for row in found.worked
    }
    assert {row.kind: row.count for row in found.crossings} == {
        row.kind: opened(over=row.kind) for row in found.crossings
    }


def test_a_link_that_was_declined_drives_nothing(initiative, team_member):
    first, second = (create_win(initiative=initiative, by=team_member) for _ in range(2))
    create_link(earlier=first, later=second).decline(by=team_member)
    assert driven(initiative, team_member).total == 0


def test_a_hidden_end_betrays_no_link(initiative, team_member, visitor):
    first = create_win(initiative=initiative, by=team_member)
    create_link(earlier=first, later=create_win(initiative=initiative, by=team_member, audience="team"))
    assert driven(initiative, visitor).total == 0
    assert link_list(Reader(visitor, initiative), words={}).page.paginator.count == 0
    assert WinLink.objects.count() == driven(initiative, team_member).total == 1


# ------------------------------------------------------------------ robustness
@pytest.mark.parametrize(
    ("days", "still_stands", "shock", "count"),
    [
        (400, StillStands.YES, Shock.MONEY, 1),
        (400, StillStands.YES, Shock.NONE, 0),
        (400, StillStands.YES, None, 0),
        (400, StillStands.NO, Shock.MONEY, 0),
        (200, StillStands.YES, Shock.MONEY, 0),
    ],
)
def test_robustness_is_a_look_back_after_headwind_and_never_a_link(
    initiative, team_member, days, still_stands, shock, count
):
    first, second = (
        create_win(initiative=initiative, by=team_member, occurred_on=dt.date(2024, 10, 1)) for _ in range(2)
    )
    create_link(earlier=first, later=second)
    look = create_follow_up(first, days=days, still_stands=still_stands)
    look.rewrite(shock=shock)
    stood = driven(initiative, team_member).stood
    assert stood.count == count
    assert (
        WinFilter(QueryDict(urlsplit(stood.href).query), onlooker=Onlooker(team_member)).wins().count()
        == count
    )
    assert ("bleef staan bij tegenwind" in stood.text) == bool(count)
