"""The cities on the map and in a list, and the partners that tie two of them together."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.glyphs import MapCity, MapTie, NetherlandsMap
from initiatives.links import NATIONAL, initiatives_url, wins_url
from initiatives.models import City, Initiative, Partner, Partnership
from initiatives.reports.counting.spreads import Spread, spread_of
from initiatives.reports.network.chosen import Chosen
from initiatives.sentences import joined, link, listed_as_is, said

NAMED = 8  # initiatives of a city by name; the others are one tap away
TIES = 40  # more lines than this hide the map
PARTNERS = 3  # named in the sentence of a tie
IN_ADDRESS = 20  # partners that an address can name


@dataclass(frozen=True)
class CityOnMap:
    """A city, or None for what is national, with what is told there."""

    city: City | None
    named: list[Initiative]
    initiatives: int
    wins: int
    initiatives_href: str
    wins_href: str

    @property
    def more(self) -> int:
        return self.initiatives - len(self.named)

    @property
    def counted(self) -> SafeString:
        """Its initiatives and its wins, each number a link to them."""
        n = ngettext("%(n)d initiatief", "%(n)d initiatieven", self.initiatives) % {"n": self.initiatives}
        wins = ngettext("%(n)d small win", "%(n)d small wins", self.wins) % {"n": self.wins}
        told = link(self.wins_href, wins) if self.wins else ""
        return joined((link(self.initiatives_href, n), told), " · ")


@dataclass(frozen=True)
class CityTie:
    """Two cities, and the partners that take or took part in initiatives of both."""

    cities: tuple[City, City]
    partners: list[Partner]
    initiatives: int  # of either city, in which one of them takes or took part
    href: str  # opens these; empty where an address cannot name all partners

    @property
    def label(self) -> str:
        return _("%(first)s en %(second)s") % {"first": self.cities[0].name, "second": self.cities[1].name}

    @property
    def text(self) -> SafeString:
        partners = [link(each.get_absolute_url(), each.name) for each in self.partners[:PARTNERS]]
        if more := len(self.partners) - len(partners):
            partners.append(ngettext("nog %(n)d partner", "nog %(n)d partners", more) % {"n": more})
        n = ngettext("%(n)d initiatief", "%(n)d initiatieven", self.initiatives) % {"n": self.initiatives}
        text = ngettext(
            "%(partners)s doet of deed mee in allebei: %(initiatives)s.",
            "%(partners)s doen of deden mee in allebei: %(initiatives)s.",
            len(self.partners),
        )
        return said(text, partners=listed_as_is(partners), initiatives=link(self.href, n) if self.href else n)


@dataclass(frozen=True)
class Places:
    """The map of the network, and the same as lists."""

    lines: list[CityOnMap]
    ties: list[CityTie]  # as many as are drawn
    ties_in_all: int
    map: NetherlandsMap
    partners_href: str  # the room of the partners, with this filter

    @property
    def total(self) -> int:
        return len(self.lines)


def places(chosen: Chosen) -> Places:
    """The cities that the filter reaches. With a city chosen also the cities at the other end of its ties. A fixed number of queries."""
    everywhere, asked = chosen.without("stad"), set(chosen.values("stad"))
    names = everywhere.initiatives_here().order_by("title_sort", "pk").only("slug", "title", "title_en")
    lines = city_lines(everywhere, spread_of(everywhere.wins()), list(names))
    here = [line for line in lines if not asked or (line.city.slug if line.city else NATIONAL) in asked]
    ties, in_all = city_ties(everywhere, asked)
    ends = {city.pk for tie in ties for city in tie.cities}
    drawn = [line for line in lines if line.city and (line in here or line.city.pk in ends)]
    drawing = map_of(drawn, ident="network-map", ties=[*map(_drawn, ties)])
    return Places(here, ties, in_all, drawing, chosen.url("partner_network:index"))


def cities_here(chosen: Chosen) -> int:
    """In how many cities these initiatives are; of the cities that are asked for where some are."""
    initiatives = chosen.initiatives_here().order_by().values("pk")
    there = Initiative.cities.through.objects.filter(initiative__in=initiatives)
    cities = City.objects.filter(pk__in=there.values("city"))
    asked = chosen.values("stad")
    return (cities.filter(slug__in=asked) if asked else cities).count()


# ------------------------------------------------------------------ cities
def city_lines(chosen: Chosen, spread: Spread, initiatives: list[Initiative]) -> list[CityOnMap]:
    """The cities of these initiatives by name, and last what belongs to no city."""
    by_key = {initiative.pk: initiative for initiative in initiatives}
    pairs = Initiative.cities.through.objects.filter(
        initiative__in=chosen.initiatives_here().order_by().values("pk")
    )
    of: dict[int, set[int]] = defaultdict(set)
    told: Counter[int] = Counter()
    for initiative, city in pairs.values_list("initiative", "city"):
        if initiative in by_key:
            of[city].add(initiative)
            told[city] += spread.of(initiative).total
    placed = {initiative for there in of.values() for initiative in there}
    lines = [
        _city_line(chosen, city, [each for each in initiatives if each.pk in of[city.pk]], told[city.pk])
        for city in City.objects.filter(pk__in=of).order_by("name_sort", "pk")
    ]
    national = [each for each in initiatives if each.pk not in placed]
    if not national:
        return lines
    return [*lines, _city_line(chosen, None, national, sum(spread.of(each.pk).total for each in national))]


def _city_line(chosen: Chosen, city: City | None, initiatives: list[Initiative], wins: int) -> CityOnMap:
    slug = city.slug if city else NATIONAL
    place, words = {**chosen.place, "stad": slug}, {**chosen.words, "stad": slug}
    return CityOnMap(
        city, initiatives[:NAMED], len(initiatives), wins, initiatives_url(**place), wins_url(**words)
    )


def map_of(lines: Iterable, **options) -> NetherlandsMap:
    """A dot for each line that has a `city`, as large as its `wins`."""
    dots = [
        MapCity(
            slug=line.city.slug,
            name=line.city.name,
            latitude=line.city.latitude,
            longitude=line.city.longitude,
            wins=line.wins,
            href=line.city.get_absolute_url(),
        )
        for line in lines
        if line.city
    ]
    return NetherlandsMap(dots, **options)


# ------------------------------------------------------------------ ties
def city_ties(chosen: Chosen, asked: set[str]) -> tuple[list[CityTie], int]:
    """The pairs of cities with most partners in both, and how many pairs there are. Three queries.

    In: a filter without cities, and the cities of which it has to be one.
    """
    where = _initiatives_by_partner(chosen)
    between: dict[tuple[int, int], list[int]] = defaultdict(list)
    cities = City.objects.in_bulk({city for there in where.values() for city in there})
    for partner, there in where.items():
        for pair in combinations(sorted(there, key=lambda city: (cities[city].name_sort, city)), 2):
            if not asked or asked & {cities[city].slug for city in pair}:
                between[pair].append(partner)
    order = sorted(between, key=lambda pair: (-len(between[pair]), [cities[city].name_sort for city in pair]))
    shown = order[:TIES]
    partners = Partner.objects.in_bulk({partner for pair in shown for partner in between[pair]})
    ties = [_tie(chosen, pair, [partners[key] for key in between[pair]], cities, where) for pair in shown]
    return ties, len(order)


def _initiatives_by_partner(chosen: Chosen) -> dict[int, dict[int, set[int]]]:
    """By partner that everybody may know, its initiatives in each city. Also where it stopped, as the word `partner` finds them."""
    here = chosen.initiatives_here().order_by().values("pk")
    rows: QuerySet = Partnership.objects.admitted().filter(initiative__in=here)
    if asked := chosen.values("partner"):
        rows = rows.filter(partner__slug__in=asked)
    found: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    rows = rows.filter(initiative__cities__isnull=False).order_by()
    for partner, initiative, city in rows.values_list("partner", "initiative", "initiative__cities"):
        found[partner][city].add(initiative)
    return found


def _tie(chosen: Chosen, pair: tuple[int, int], partners: list[Partner], cities, where) -> CityTie:
    partners = sorted(partners, key=lambda partner: partner.name_sort)
    initiatives = {key for partner in partners for city in pair for key in where[partner.pk][city]}
    words = {
        **chosen.place,
        "stad": tuple(cities[city].slug for city in pair),
        "partner": tuple(partner.slug for partner in partners),
    }
    href = initiatives_url(**words) if len(partners) <= IN_ADDRESS else ""
    first, second = (cities[city] for city in pair)
    return CityTie((first, second), partners, len(initiatives), href)


def _drawn(tie: CityTie) -> MapTie:
    first, second = tie.cities
    return MapTie(first.slug, second.slug, len(tie.partners))
