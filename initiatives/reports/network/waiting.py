"""What waits in a city: for the teams, for who reads along, and for who lets people in."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.translation import ngettext

from initiatives.links import address
from initiatives.models import City, Initiative, Introduction, MembershipRequest, SmallWin
from initiatives.reports.team.arrivals import WaitingTeam
from initiatives.reports.team.introductions import IntroductionLine, introduction_lines
from initiatives.reports.team.queues import ToPlace, waiting_to_be_placed

FIRST = 20  # of a kind on one page; the oldest come first


@dataclass(frozen=True)
class AskingTeam:
    """A team that people ask to join."""

    initiative: Initiative
    number: int

    @property
    def href(self) -> str:
        return address("teams:index", self.initiative.slug)

    @property
    def said(self) -> str:
        text = ngettext("%(n)s wil erbij", "%(n)s willen erbij", self.number)
        return text % {"n": self.number}


@dataclass(frozen=True)
class WaitingInCity:
    """The page of what waits in a city. Each number is of what this reader may do something about, or reads along."""

    city: City
    arrivals: list[WaitingTeam]
    to_confirm: list[SmallWin]  # each with `photos_here`
    confirmable: int  # those that do not fit included
    to_place: ToPlace
    asking: list[AskingTeam]
    introductions: list[IntroductionLine]  # to which a side in the city says nothing yet

    @property
    def may_tick(self) -> bool:
        """More than one waits, so that several can be confirmed at once."""
        return len(self.to_confirm) > 1

    @property
    def left_out(self) -> int:
        return self.confirmable - len(self.to_confirm)

    @property
    def is_empty(self) -> bool:
        waits = self.arrivals or self.confirmable or self.to_place.number or self.asking
        return not (waits or self.introductions)


def waiting_in(city: City, *, user) -> WaitingInCity:
    """What waits there, for somebody who keeps this city. A fixed number of queries."""
    here = Initiative.objects.editable_by(user).filter(cities=city)
    of_city = here.order_by().values("pk")
    arrived = SmallWin.objects.visible_to(user).waiting_for_the_team().filter(initiative__in=of_city)
    unread = unconfirmed_in(city, user=user)
    to_read = (
        unread.select_related("initiative", "returned_by", "replied_by")
        .with_photos_for(user)
        .prefetch_related("photos")
        .defer("search")
    )
    asked = MembershipRequest.objects.editable_by(user).filter(initiative__in=of_city)
    proposed = Introduction.objects.unanswered_at(here).with_both().order_by("proposed_at", "pk")
    return WaitingInCity(
        city=city,
        arrivals=list(_by_initiative(here, arrived, WaitingTeam)),
        to_confirm=list(to_read.first_told_first()[:FIRST]),
        confirmable=unread.count(),
        to_place=ToPlace(
            waiting_to_be_placed(user, stad=city.slug).count(), address("queues:index", stad=city.slug)
        ),
        asking=list(_by_initiative(here, asked, AskingTeam)),
        introductions=introduction_lines(proposed[:FIRST], user),
    )


def unconfirmed_in(city: City, *, user) -> QuerySet[SmallWin]:
    """Wins there that this reader may confirm, and nobody confirmed or asked about."""
    here = Initiative.objects.editable_by(user).filter(cities=city).order_by().values("pk")
    return SmallWin.objects.confirmable_by(user).to_confirm().filter(initiative__in=here)


def _by_initiative(here: QuerySet, rows: QuerySet, line) -> Iterable:
    """A line for each initiative that has such rows, by title."""
    numbers = dict(rows.order_by().values_list("initiative").annotate(Count("pk")))
    teams = here.filter(pk__in=numbers).order_by("title_sort") if numbers else []
    return (line(team, numbers[team.pk]) for team in teams)
