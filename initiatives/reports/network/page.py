"""The whole network side by side: what is told, where, by whom, and where it is quiet."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from initiatives.glyphs import MapCity, NetherlandsMap, Rose
from initiatives.lenses import RAYS, Level
from initiatives.links import NATIONAL, initiatives_url, wins_url
from initiatives.models import City, Initiative, SmallWin
from initiatives.models.rights import may_come_in
from initiatives.reports.counting.roses import InitiativeLine, initiative_lines
from initiatives.reports.counting.special_wins import chosen_not, special_where_shown
from initiatives.reports.counting.spreads import Spread, spread_of
from initiatives.reports.counting.tally import Special
from initiatives.reports.network.coverage import NetworkCoverage, coverage
from initiatives.reports.network.guides import Guides, Place, addresses, guides
from initiatives.reports.network.heat import GROUPS, HeatCell, heat_cells
from initiatives.reports.network.portfolios import Portfolio, portfolio
from initiatives.reports.network.roses import Fewest, fewest, rose
from initiatives.reports.network.silence import LAST_FIRST, SilentInitiatives, silence, with_last

PER_PAGE = 24
TOGETHER = 100  # as many initiatives may stand on one page
NEWEST = 3
BY_NAME, BY_LAST = "naam", "laatst"
NO_WORDS: Mapping[str, str] = MappingProxyType({})


class Chosen(Protocol):
    """The filter of the page: its reader, the words that were given, and the rows that fit."""

    user: object
    words: Mapping[str, str]
    place: Mapping[str, str]  # the words about initiatives
    about_wins: Mapping[str, str]

    period: object

    def wins(self) -> QuerySet: ...
    def initiatives_here(self) -> QuerySet: ...
    def values(self, name: str) -> tuple[str, ...]: ...
    def url(self, page: str = "", **changes: str | None) -> str: ...


@dataclass(frozen=True)
class Counted:
    """A large number and where it leads. `of`: the whole of which it is a part."""

    label: str
    number: int
    href: str
    of: int | None = None

    @property
    def figure(self) -> str:
        """As people write large numbers: 12.345."""
        return number_format(self.number, use_l10n=True, force_grouping=True)

    @property
    def whole(self) -> str:
        return "" if self.of is None else number_format(self.of, use_l10n=True, force_grouping=True)


@dataclass(frozen=True)
class NetworkLine:
    """One initiative: its rose, and a row of the heat table."""

    line: InitiativeLine
    cells: list[HeatCell]


@dataclass(frozen=True)
class CityOnDashboard:
    """A city, or None for what is national, with what is told there."""

    city: City | None
    initiatives: int
    wins: int
    initiatives_href: str
    wins_href: str


@dataclass(frozen=True)
class Network:
    """The dashboard. Every number in it has the address of exactly what it counts."""

    coverage: NetworkCoverage
    counters: list[Counted]
    guides: Guides
    rose: Rose
    fewest: list[Fewest]
    portfolio: list[Portfolio]
    lines: list[NetworkLine]
    page: Page
    order: str
    map: NetherlandsMap
    cities: list[CityOnDashboard]
    newest: list[SmallWin]
    silent: SilentInitiatives

    levels = tuple(Level)
    heat = GROUPS

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @property
    def by_last(self) -> bool:
        return self.order == BY_LAST


def network(
    chosen: Chosen,
    *,
    place: Place | None = None,
    order: str = "",
    page: str | None = None,
    together: bool = False,
) -> Network:
    """The network as far as the filter reaches. A fixed number of queries, three more where a place is asked for.

    In: the filter, the place of which somebody asks who can tell, the order of the initiatives (`laatst` or by
    name), which page of them, and whether up to a hundred stand together.
    """
    wins, order = chosen.wins(), BY_LAST if order == BY_LAST else BY_NAME
    names = list(in_order(chosen.initiatives_here(), wins, order).only("slug", "title", "title_en"))
    unwanted = chosen_not()
    special = special_where_shown(wins)
    spread = spread_of(wins, special, unwanted)
    pages = Paginator(names, TOGETHER if together else PER_PAGE)
    shown = pages.get_page(page)
    cities = city_lines(chosen, spread, names)
    linked = wins.linked_for(chosen.user).order_by()
    linked = linked.aggregate(wins=Count("pk"), initiatives=Count("initiative", distinct=True))
    asking = asked_at(chosen)
    return Network(
        coverage=coverage(wins, chosen.words, user=chosen.user),
        counters=counters(chosen, spread, len(names), linked["wins"], sum(1 for line in cities if line.city)),
        guides=guides(wins, chosen.words, place, user=chosen.user, url=asking),
        rose=rose(spread, len(names), linked["initiatives"], chosen.words),
        fewest=fewest(spread, addresses(asking)),
        portfolio=[
            portfolio(
                ray,
                ((each, spread.state(each.pk, ray)) for each in names),
                chosen.words,
                wins=spread.wins_at(ray),
                user=chosen.user,
            )
            for ray in RAYS
        ],
        lines=network_lines(chosen, wins, [initiative.pk for initiative in shown], special, unwanted),
        page=shown,
        order=order,
        map=map_of(cities, ident="network-map"),
        cities=cities,
        newest=list(wins.newest_of_each_initiative().for_list(chosen.user).newest_first()[:NEWEST]),
        silent=silent(chosen),
    )


def asked_at(chosen: Chosen) -> Callable[[str], str]:
    """The address of this page where it says who can tell of a place; of no place for an empty code."""
    return lambda code: chosen.url(waar=code) + "#who-can-tell"


def in_order(initiatives: QuerySet, wins: QuerySet, order: str) -> QuerySet:
    if order == BY_NAME:
        return initiatives.order_by("title_sort", "pk")
    return with_last(initiatives, wins).order_by(LAST_FIRST, "title_sort", "pk")


# ------------------------------------------------------------------ numbers
def counters(chosen: Chosen, spread: Spread, initiatives: int, linked: int, cities: int) -> list[Counted]:
    words, total = chosen.words, spread.total
    told = [
        wins_counted(total, words),
        linked_counted(linked, words, of=total),
        Counted(ngettext("stad met een initiatief", "steden met een initiatief", cities), cities, "#cities"),
    ]
    if words == chosen.place:
        return [initiatives_counted(initiatives, words), *told]
    n = len(spread.told)
    label = ngettext("initiatief met een small win", "initiatieven met een small win", n)
    return [Counted(label, n, initiatives_url(**words), of=initiatives), *told]


def initiatives_counted(n: int, words: Mapping[str, str] = NO_WORDS) -> Counted:
    return Counted(npgettext("number", "initiatief", "initiatieven", n), n, initiatives_url(**words))


def wins_counted(n: int, words: Mapping[str, str] = NO_WORDS) -> Counted:
    return Counted(npgettext("number", "small win", "small wins", n), n, wins_url(**words))


def linked_counted(n: int, words: Mapping[str, str] = NO_WORDS, of: int | None = None) -> Counted:
    return Counted(_("verbonden met een andere small win"), n, wins_url(**words, verbonden="ja"), of=of)


# ------------------------------------------------------------------ side by side
def network_lines(
    chosen: Chosen,
    wins: QuerySet,
    keys: list[int],
    special: Iterable[Special],
    unwanted: Mapping[int, frozenset[str]],
) -> list[NetworkLine]:
    """The initiatives of one page in the order of `keys`, each with its rose and its numbers."""
    found = chosen.initiatives_here().in_bulk(keys)
    shown = [found[key] for key in keys if key in found]
    lines = initiative_lines(shown, wins, special=special, unwanted=unwanted)
    period, states = chosen.words.get("periode"), may_come_in(chosen.user)
    return [NetworkLine(line, heat_cells(line, period, states=states)) for line in lines]


# ------------------------------------------------------------------ places
def city_lines(chosen: Chosen, spread: Spread, initiatives: list[Initiative]) -> list[CityOnDashboard]:
    """The cities of these initiatives by name, and last what belongs to no city."""
    keys = {initiative.pk for initiative in initiatives}
    pairs = Initiative.cities.through.objects.filter(
        initiative__in=chosen.initiatives_here().order_by().values("pk")
    )
    places = [pair for pair in pairs.values_list("initiative", "city") if pair[0] in keys]
    told, here = Counter(), Counter()
    for initiative, city in places:
        told[city] += spread.of(initiative).total
        here[city] += 1
    cities = City.objects.filter(pk__in=here).order_by("name_sort")
    if asked := chosen.values("stad"):
        cities = cities.filter(slug__in=asked)
    lines = [_city_line(chosen, city, city.slug, here[city.pk], told[city.pk]) for city in cities]
    national = keys - {initiative for initiative, _city in places}
    if not national:
        return lines
    wins = sum(spread.of(initiative).total for initiative in national)
    return [*lines, _city_line(chosen, None, NATIONAL, len(national), wins)]


def _city_line(chosen: Chosen, city: City | None, slug: str, initiatives: int, wins: int) -> CityOnDashboard:
    place, words = {**chosen.place, "stad": slug}, {**chosen.words, "stad": slug}
    return CityOnDashboard(city, initiatives, wins, initiatives_url(**place), wins_url(**words))


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


# ------------------------------------------------------------------ silence
def silent(chosen: Chosen) -> SilentInitiatives:
    told = SmallWin.objects.visible_to(chosen.user).standing()
    return silence(chosen.initiatives_here(), told, chosen.place, user=chosen.user)
