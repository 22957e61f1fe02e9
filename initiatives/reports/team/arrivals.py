"""Wins told without an account that wait for a team, and the links through which they come."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from initiatives.links import address
from initiatives.models import CaptureLink, ForReader, Initiative, InitiativeLink, Reader, SmallWin, WinLink
from initiatives.models.agreements import AgreedRow

MOST = 100  # on one page; a full room stays under it, and what is older comes first


@dataclass(frozen=True)
class Arrivals(ForReader):
    """The wins that came in at one initiative, as its team sees them."""

    may_act: bool  # a coordinator of the city reads only
    via: CaptureLink | None
    waiting: list[SmallWin]  # each with `photos_here`: those this reader sees
    total: int  # waiting, those that do not fit included
    refused: list[SmallWin]
    taken_on: list[SmallWin]
    asked: list[WinLink]  # that another team told with one of its wins
    asked_about_ties: list[InitiativeLink]  # that another team told of the two initiatives

    @property
    def left_out(self) -> int:
        return self.total - len(self.waiting)

    @property
    def may_tick(self) -> bool:
        """More than one waits, so that several can be taken on at once."""
        return self.may_act and len(self.waiting) > 1

    @property
    def all_href(self) -> str:
        return address("arrivals:index", self.initiative.slug)


def arrivals(reader: Reader, link: str = "") -> Arrivals:
    """The waiting wins, oldest first, and the fate of the others. A fixed number of queries.

    In: somebody who works on the initiative; the number of one of its links, for what came through that one.
    """
    via = _link(reader, link)
    came = reader.sees_here(SmallWin).filter(capture_link__isnull=False)
    came = (came.filter(capture_link=via) if via else came).select_related(
        "capture_link", "claimed_by", "taken_on_by", "withdrawn_by", "logged_by"
    )
    came = came.defer("search")
    waiting = came.waiting_for_the_team()
    return Arrivals(
        reader=reader,
        may_act=reader.answers_for_it,
        via=via,
        waiting=list(waiting.with_photos_for(reader.user).order_by("logged_at", "pk")[:MOST]),
        total=waiting.count(),
        refused=list(came.refused_by_the_team().order_by("-withdrawn_at")[:MOST]),
        taken_on=list(came.filter(taken_on_at__isnull=False).order_by("-taken_on_at")[:MOST]),
        asked=list(with_both_wins(_asked_at(reader, WinLink))[:MOST]),
        asked_about_ties=list(_asked_at(reader, InitiativeLink).with_ends()[:MOST]),
    )


def _link(reader: Reader, number: str) -> CaptureLink | None:
    links = reader.sees_here(CaptureLink) if number else []
    return next((link for link in links if str(link.pk) == number), None)


def waiting_at(reader: Reader) -> int:
    """The number of wins that wait for the team of this initiative; 0 for a reader who may not know."""
    return reader.sees_here(SmallWin).waiting_for_the_team().count()


def with_both_wins(links: QuerySet) -> QuerySet:
    """With all that a page says of a question about a link, the oldest first."""
    ends = links.select_related("earlier__initiative", "later__initiative", "asked", "told_by")
    return ends.defer("earlier__search", "later__search").order_by("told_at", "pk")


def links_asked_at(reader: Reader) -> int:
    """The number of links about which this initiative is asked; 0 for a reader who may not know."""
    return _asked_at(reader, WinLink).count()


def ties_asked_at(reader: Reader) -> int:
    """The number of ties with other initiatives about which it is asked; 0 for a reader who may not know."""
    return _asked_at(reader, InitiativeLink).count()


def _asked_at(reader: Reader, model: type[AgreedRow]) -> QuerySet:
    if not reader.is_inside:
        return model.objects.none()
    return reader.sees(model).waiting().filter(asked=reader.initiative)


@dataclass(frozen=True)
class WaitingTeam:
    """One team of the reader for which something waits."""

    initiative: Initiative
    number: int

    @property
    def href(self) -> str:
        return address("arrivals:index", self.initiative.slug)


def waiting_for_teams_of(user) -> list[WaitingTeam]:
    """The teams this user is in for which something waits."""
    return teams_with(SmallWin.objects.waiting_for_the_team(), "initiative", user)


def asked_teams_of(user, model: type[AgreedRow] = WinLink) -> list[WaitingTeam]:
    """The teams this user is in that are asked about such a row."""
    return teams_with(model.objects.asked_of_team_of(user).waiting(), "asked", user)


def teams_with(waiting: QuerySet, of: str, user) -> list[WaitingTeam]:
    """The teams this user is in for which some of these rows wait, by name. In: the way from such a row to its initiative.

    One query, and one more where there are.
    """
    mine = Initiative.objects.editable_by(user).of_team(user)
    waits = waiting.filter(**{f"{of}__in": mine.order_by().values("pk")})
    numbers = dict(waits.order_by().values_list(of).annotate(Count("pk")))
    teams = Initiative.objects.filter(pk__in=numbers).order_by("title_sort") if numbers else []
    return [WaitingTeam(team, numbers[team.pk]) for team in teams]


def links_of(reader: Reader) -> list[CaptureLink]:
    """The links of an initiative, the newest first; each with `told` and `waiting`, how many wins. One query."""
    is_told = Q(wins__drafted_at__isnull=True, wins__isnull=False)
    waits = is_told & Q(wins__taken_on_at__isnull=True, wins__withdrawn_at__isnull=True)
    links = reader.sees_here(CaptureLink).select_related("initiative", "created_by", "revoked_by")
    counted = links.annotate(told=Count("wins", filter=is_told), waiting=Count("wins", filter=waits))
    return list(counted.order_by("-created_at", "pk"))
