"""A city with its initiatives, and the cities side by side."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q

from initiatives.glyphs import NetherlandsMap
from initiatives.lenses import RAYS
from initiatives.links import wins_url
from initiatives.models import City, Initiative, Onlooker, Partner, Partnership, SmallWin, Window
from initiatives.reports.counting.roses import InitiativeLine, initiative_lines
from initiatives.reports.mirror.shared_walls import SharedWall, shared_walls
from initiatives.reports.mirror.windows import WindowLine, window_lines
from initiatives.reports.network.places import map_of
from initiatives.reports.network.portfolios import Portfolio, portfolio
from initiatives.reports.network.silence import SilentInitiatives, silence

NEWEST = 6


@dataclass(frozen=True)
class CityLine:
    """A city in the list. `initiatives` and `wins` count what the reader may see."""

    city: City
    initiatives: int
    wins: int
    partners: int

    @property
    def wins_href(self) -> str:
        return wins_url(stad=self.city.slug)


@dataclass(frozen=True)
class Cities:
    lines: list[CityLine]
    map: NetherlandsMap


@dataclass(frozen=True)
class CityPage:
    city: City
    initiatives: list[InitiativeLine]
    wins: int
    newest: list[SmallWin]
    partners: list[Partner]
    portfolio: list[Portfolio]
    silent: SilentInitiatives
    elsewhere: list[Initiative]  # in which its partners take part, though they do not play here
    walls: list[SharedWall]  # that stand at several of its initiatives
    windows: tuple[WindowLine, ...]
    may_add_window: bool

    @property
    def wins_href(self) -> str:
        return wins_url(stad=self.city.slug)


def cities(onlooker: Onlooker) -> Cities:
    """All cities by name with what happens there, and the map of them. Three queries."""
    lines = city_lines(onlooker)
    return Cities(lines, map_of(lines))


def city_map(onlooker: Onlooker) -> NetherlandsMap:
    """The map of the network as this reader may see it."""
    return map_of(city_lines(onlooker))


def city_lines(onlooker: Onlooker) -> list[CityLine]:
    visible = onlooker.initiatives
    places = Initiative.cities.through.objects.filter(initiative__in=visible.order_by().values("pk"))
    here = Counter(dict(places.values_list("city").annotate(n=Count("initiative")).order_by()))
    wins = onlooker.wins.order_by()
    told = Counter(dict(wins.values_list("initiative__cities").annotate(n=Count("pk"))))
    by_name = onlooker.cities.annotate(partner_count=_partners_known_to(onlooker)).order_by("name_sort", "pk")
    return [CityLine(city, here[city.pk], told[city.pk], city.partner_count) for city in by_name]


def _partners_known_to(onlooker: Onlooker) -> Count:
    return Count("partners", filter=Q(partners__in=onlooker.partners.order_by().values("pk")))


def city_page(city: City, onlooker: Onlooker) -> CityPage:
    """One city, to this reader. A fixed number of queries."""
    user, visible, wins = onlooker.user, onlooker.initiatives, onlooker.wins
    told_here = wins.filter(initiative__in=city.initiatives.values("pk"))
    partners = list(
        onlooker.partners.filter(city=city)
        .annotate(taking_part=taking_part(visible))
        .order_by("kind", "name_sort")
    )
    lines = initiative_lines(visible.filter(cities=city).order_by("title_sort"), wins)
    elsewhere = visible.filter(partners__in=partners).exclude(cities=city).distinct().order_by("title_sort")
    return CityPage(
        city=city,
        initiatives=lines,
        wins=sum(line.wins for line in lines),
        portfolio=_portfolio(city, lines, user) if len(lines) > 1 else [],
        newest=list(told_here.for_list(user).newest_first()[:NEWEST]),
        partners=partners,
        silent=silence(visible.filter(cities=city), wins, {"stad": city.slug}, user=user),
        elsewhere=list(elsewhere),
        walls=shared_walls(onlooker, city=city),
        windows=window_lines(Window.objects.visible_to(user).filter(city=city), user=user),
        may_add_window=Window.objects.cities_kept_by(user).contains(city),
    )


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


def taking_part(visible) -> Count:
    """In how many visible initiatives a partner takes part now."""
    return Count("partnerships", filter=Q(partnerships__in=Partnership.objects.here_now(visible)))
