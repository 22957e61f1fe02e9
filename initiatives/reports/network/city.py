"""A city: what happens there, where it is silent, who takes part, and what its initiatives run into and work on."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q, QuerySet
from django.utils import timezone

from initiatives.lenses import RAYS, PartnerKind
from initiatives.links import address, initiatives_url, wins_url
from initiatives.models import Challenge, City, Initiative, Onlooker, Partner, Partnership, SmallWin, Window
from initiatives.reports.counting.roses import InitiativeLine, initiative_lines
from initiatives.reports.mirror.shared_walls import SharedWall, shared_walls
from initiatives.reports.mirror.windows import WindowLine, window_lines
from initiatives.reports.network.cities import taking_part
from initiatives.reports.network.pairs import PairList, pairs
from initiatives.reports.network.partners import KIND_ORDER, PartnersOfKind
from initiatives.reports.network.portfolios import Portfolio, portfolio
from initiatives.reports.network.silence import SilentInitiatives, silence

NEWEST, LINES, FOLDED, PAIRS, OPEN, ELSEWHERE = (
    5,
    6,
    24,
    2,
    3,
    12,
)  # so many at once; the rest folded, or behind a link


@dataclass(frozen=True)
class Happened:
    """The small wins of a city in a period, the newest first."""

    total: int
    newest: list[SmallWin]
    href: str  # all of them


@dataclass(frozen=True)
class QuestionHere:
    """A question, and the initiatives here that work on it."""

    challenge: Challenge
    initiatives: list[Initiative]


@dataclass(frozen=True)
class CityPage:
    city: City
    initiatives: list[InitiativeLine]
    wins: int
    happened: Happened
    questions: list[QuestionHere]
    partners: list[
        PartnersOfKind
    ]  # that take part here now, each with `taking_part`: in how many initiatives here
    at_home: list[Partner]  # of this city, without a part in what happens here
    portfolio: list[Portfolio]
    silent: SilentInitiatives
    elsewhere: list[Initiative]  # in which its partners take part, though they do not play here
    walls: list[SharedWall]  # that stand at several of its initiatives
    walls_elsewhere: list[SharedWall]  # that stand at one of them, and at others of the network
    windows: tuple[WindowLine, ...]
    may_add_window: bool
    pairs: PairList

    @property
    def wins_href(self) -> str:
        return wins_url(stad=self.city.slug)

    @property
    def sheet_href(self) -> str:
        return address("cities:sheet", self.city.slug)

    @property
    def pairs_href(self) -> str:
        return address("introductions:pairs", stad=self.city.slug)

    @property
    def first(self) -> list[InitiativeLine]:
        return self.initiatives[:LINES]

    @property
    def others(self) -> list[InitiativeLine]:
        return self.initiatives[LINES : LINES + FOLDED]

    @property
    def all_href(self) -> str:
        """All of them on a page of their own; empty where they stand here."""
        return initiatives_url(stad=self.city.slug) if len(self.initiatives) > LINES + FOLDED else ""

    @property
    def open_windows(self) -> list[WindowLine]:
        return [line for line in self.windows if line.is_open][:OPEN]

    @property
    def other_windows(self) -> list[WindowLine]:
        return [line for line in self.windows if line not in self.open_windows]

    @property
    def n_partners(self) -> int:
        return sum(len(group.partners) for group in self.partners)

    @property
    def first_elsewhere(self) -> list[Initiative]:
        return self.elsewhere[:ELSEWHERE]

    @property
    def more_elsewhere(self) -> list[Initiative]:
        return self.elsewhere[ELSEWHERE:]


def city_page(city: City, onlooker: Onlooker, *, told: QuerySet, told_href: str) -> CityPage:
    """One city, to this reader. A fixed number of queries.

    In: `told`, the small wins of the period that is asked for, and the address of all of them there.
    """
    user, wins = onlooker.user, onlooker.wins
    here = onlooker.initiatives.filter(cities=city)
    lines = initiative_lines(here.order_by("title_sort").prefetch_related("challenges"), wins)
    groups = _partners_here(onlooker, here)
    at_home = list(onlooker.partners.filter(city=city).order_by("kind", "name_sort"))
    known = {partner.pk for group in groups for partner in group.partners}
    walls = shared_walls(onlooker, city=city)
    return CityPage(
        city=city,
        initiatives=lines,
        wins=sum(line.wins for line in lines),
        happened=_happened(told.filter(initiative__in=city.initiatives.values("pk")), user, told_href),
        questions=_questions(lines),
        partners=groups,
        at_home=[partner for partner in at_home if partner.pk not in known],
        portfolio=_portfolio(city, lines, user) if len(lines) > 1 else [],
        silent=silence(here, wins, {"stad": city.slug}, user=user),
        elsewhere=_elsewhere(city, onlooker, at_home),
        walls=walls,
        walls_elsewhere=[
            wall for wall in shared_walls(onlooker, met_in=city) if wall.name not in {x.name for x in walls}
        ],
        windows=window_lines(windows_of(city, onlooker), user=user),
        may_add_window=Window.objects.cities_kept_by(user).contains(city),
        pairs=pairs(onlooker, here, per_page=PAIRS),
    )


def _happened(told: QuerySet, user, href: str) -> Happened:
    return Happened(
        told.count(),
        list(told.for_short_list(user).prefetch_related("initiative__cities").newest_first()[:NEWEST]),
        href,
    )


def windows_of(city: City, onlooker: Onlooker) -> QuerySet:
    """Those of the city itself, and those of the initiatives there."""
    of_here = onlooker.initiatives.filter(cities=city).order_by().values("pk")
    return Window.objects.visible_to(onlooker.user).filter(Q(city=city) | Q(initiative__in=of_here))


def open_windows_of(city: City, onlooker: Onlooker) -> QuerySet:
    """Those of them that are open today, what closes first before the others."""
    return (
        windows_of(city, onlooker)
        .open_on(timezone.localdate())
        .order_by("closes_on", "opens_on", "title_sort")
    )


def _questions(lines: list[InitiativeLine]) -> list[QuestionHere]:
    """The questions of these initiatives, by their words."""
    of = defaultdict(list)
    for line in lines:
        for challenge in line.initiative.challenges.all():
            of[challenge].append(line.initiative)
    return [QuestionHere(each, of[each]) for each in sorted(of, key=lambda each: each.title_sort)]


def _partners_here(onlooker: Onlooker, here: QuerySet) -> list[PartnersOfKind]:
    """Those that take part now in an initiative here, by kind."""
    now = onlooker.partners.annotate(taking_part=taking_part(here)).filter(taking_part__gt=0)
    rows = sorted(now, key=lambda partner: (KIND_ORDER[partner.kind], partner.name_sort))
    return [
        PartnersOfKind(PartnerKind(kind), list(group))
        for kind, group in groupby(rows, key=lambda partner: partner.kind)
    ]


def _elsewhere(city: City, onlooker: Onlooker, partners: list[Partner]) -> list[Initiative]:
    """Those in which one of these partners takes part now, of other cities."""
    now = Partnership.objects.here_now(onlooker.initiatives).filter(partner__in=partners)
    found = onlooker.initiatives.filter(pk__in=now.order_by().values("initiative")).exclude(cities=city)
    return list(found.order_by("title_sort"))


def _portfolio(city: City, lines: list[InitiativeLine], user) -> list[Portfolio]:
    return [
        portfolio(
            ray,
            ((line.initiative, line.tally.ray_facts(ray).state) for line in lines),
            {"stad": city.slug},
            wins=sum(line.tally.rays[ray] for line in lines),
            user=user,
        )
        for ray in RAYS
    ]
