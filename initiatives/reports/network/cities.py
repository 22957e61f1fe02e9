"""The cities side by side, and the map of them."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q

from initiatives.glyphs import NetherlandsMap
from initiatives.links import wins_url
from initiatives.models import City, Initiative, Onlooker, Partnership
from initiatives.reports.network.places import map_of


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
    by_name = onlooker.cities.annotate(partner_count=_partners_taking_part(onlooker)).order_by(
        "name_sort", "pk"
    )
    return [CityLine(city, here[city.pk], told[city.pk], city.partner_count) for city in by_name]


def _partners_taking_part(onlooker: Onlooker) -> Count:
    """How many take part now in an initiative of the city, wherever they are themselves: those that its page names."""
    now = Partnership.objects.here_now(onlooker.initiatives).filter(partner__in=onlooker.partners.order_by())
    there = Q(initiatives__partnerships__in=now.order_by().values("pk"))
    return Count("initiatives__partnerships__partner", distinct=True, filter=there)


def taking_part(visible) -> Count:
    """In how many visible initiatives a partner takes part now."""
    return Count("partnerships", filter=Q(partnerships__in=Partnership.objects.here_now(visible)))
