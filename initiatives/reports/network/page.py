"""The whole network side by side: what is told, where, by whom, and where it is quiet."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from django.core.paginator import Page, Paginator
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from initiatives.glyphs import MapCity, NetherlandsMap, Rose, share_cell
from initiatives.language import titled
from initiatives.lenses import RAYS, CellState, Direction, Level, ScalingType
from initiatives.links import NATIONAL, initiatives_url, wins_url
from initiatives.models import City, Initiative, SmallWin
from initiatives.periods import remembered
from initiatives.reports.counting.roses import InitiativeLine, initiative_lines
from initiatives.reports.counting.special_wins import chosen_not, special_where_shown
from initiatives.reports.counting.spreads import Spread, spread_of
from initiatives.reports.counting.tally import Special
from initiatives.reports.network.heat import GROUPS, HeatCell, heat_cells
from initiatives.sentences import joined, link, said

PER_PAGE = 24
TOGETHER = 100  # as many initiatives may stand on one page
NEWEST = 3
SILENT_SHOWN = 8
EMPTIEST = 3
NAMED_BELOW = 3  # fewer initiatives than this are named instead of counted (theory §14)
BY_NAME, BY_LAST = "naam", "laatst"
NO_WORDS: Mapping[str, str] = MappingProxyType({})
LAST_FIRST = F("last_on").desc(nulls_last=True)


class Chosen(Protocol):
    """The filter of the page: its reader, the words that were given, and the rows that fit."""

    user: object
    words: Mapping[str, str]
    place: Mapping[str, str]  # the words about initiatives

    period: object

    def wins(self) -> QuerySet: ...
    def wins_ever(self) -> QuerySet: ...
    def initiatives_here(self) -> QuerySet: ...


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
class Gap:
    """One of the emptiest cells of the network's rose; fewer than three initiatives are named."""

    ray: str
    level: str
    count: int
    href: str
    names: list[Initiative]

    @property
    def label(self) -> str:
        return f"{capfirst(_as_ray(self.ray).label)}, {Level(self.level).label}"

    @property
    def only(self) -> SafeString | str:
        """The names of the initiatives where they are few: "Alleen WIJS en Buurtlab."."""
        return said("%(only)s %(names)s.", only=_("Alleen"), names=_linked(self.names)) if self.names else ""


@dataclass(frozen=True)
class InState:
    """The number of initiatives in one state; fewer than three are named."""

    state: CellState
    count: int
    href: str
    names: list[Initiative]

    @property
    def text(self) -> SafeString:
        """The names of the initiatives or their number, and their state."""
        if self.names:
            return said("%(names)s: %(state)s", names=_linked(self.names), state=self.state.label)
        return link(self.href, f"{self.count} {self.state.label}")


def _linked(initiatives: list[Initiative]) -> SafeString:
    """One or two, each with its page."""
    links = (titled(each) for each in initiatives)
    return joined(links, " " + _("en") + " ")


@dataclass(frozen=True)
class Portfolio:
    """One ray of the rose over all initiatives, in words."""

    ray: str
    states: list[InState]

    @property
    def label(self) -> str:
        return capfirst(_as_ray(self.ray).label)


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
class SilentInitiatives:
    """Where nothing happened or nothing was told for half a year."""

    count: int
    href: str
    shown: list[Initiative]  # with `last_on` and `last_precision`, the last win that has a date

    @property
    def rows(self) -> list[tuple[Initiative, SafeString]]:
        """The initiatives that are shown, each with the date of its last win."""
        return [(initiative, _last_win(initiative)) for initiative in self.shown]

    @property
    def more(self) -> int:
        return self.count - len(self.shown)


def _last_win(initiative: Initiative) -> SafeString:
    if initiative.last_on is None:
        return joined((_("geen small win met een datum"),))
    return joined((_("laatste small win:"), remembered(initiative.last_on, initiative.last_precision)), " ")


@dataclass(frozen=True)
class Network:
    """The dashboard. Every number in it has the address of exactly what it counts."""

    counters: list[Counted]
    rose: Rose
    gaps: list[Gap]
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


def network(chosen: Chosen, *, order: str = "", page: str | None = None, together: bool = False) -> Network:
    """The network as far as the filter reaches. A fixed number of queries.

    In: the filter, the order of the initiatives (`laatst` or by name), which page of them, and
    whether up to a hundred stand together.
    """
    wins, order = chosen.wins(), BY_LAST if order == BY_LAST else BY_NAME
    ever = chosen.wins_ever()
    names = list(in_order(chosen.initiatives_here(), wins, order).only("slug", "title", "title_en"))
    unwanted = chosen_not()
    special = special_where_shown(ever, chosen.period)
    spread = spread_of(wins, special, unwanted)
    pages = Paginator(names, TOGETHER if together else PER_PAGE)
    shown = pages.get_page(page)
    cities = city_lines(chosen, spread, names)
    linked = wins.linked_for(chosen.user).count()
    return Network(
        counters=counters(chosen, spread, len(names), linked, sum(1 for line in cities if line.city)),
        rose=rose(chosen, spread, len(names), linked),
        gaps=gaps(chosen, spread, names),
        portfolio=[
            portfolio(ray, ((each, spread.state(each.pk, ray)) for each in names), chosen.words)
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


def in_order(initiatives: QuerySet, wins: QuerySet, order: str) -> QuerySet:
    if order == BY_NAME:
        return initiatives.order_by("title_sort", "pk")
    return with_last(initiatives, wins).order_by(LAST_FIRST, "title_sort", "pk")


def with_last(initiatives: QuerySet, wins: QuerySet) -> QuerySet:
    """With the day of their last win, as it is stored; undated and absent ones come last."""
    told = wins.filter(initiative=OuterRef("pk")).newest_first()
    last = Subquery(told.values("occurred_on")[:1]), Subquery(told.values("precision")[:1])
    return initiatives.annotate(last_on=last[0], last_precision=last[1])


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
    return Counted(ngettext("small win verteld", "small wins verteld", n), n, wins_url(**words))


def linked_counted(n: int, words: Mapping[str, str] = NO_WORDS, of: int | None = None) -> Counted:
    return Counted(_("verbonden met een andere small win"), n, wins_url(**words, verbonden="ja"), of=of)


def rose(chosen: Chosen, spread: Spread, of: int, linked: int) -> Rose:
    """In how many initiatives each cell holds a win."""
    cells = {
        (ray, level): share_cell(spread.cells[ray, level], of, href=cell_url(chosen, ray, level))
        for ray in RAYS
        for level in Level
    }
    return Rose(
        cells=cells,
        total=spread.total,
        linked=linked,
        name=_("Opschaalroos van het netwerk"),
        finding=fullest(spread, of),
        ident="network-rose",
        anchor="network",
        counts="initiatives",
    )


def fullest(spread: Spread, of: int) -> str:
    """The sentence of the rose: where most initiatives have a win."""
    if not spread.total:
        return _("Er is hier nog niets verteld.")
    (ray, level), count = max(spread.cells.items(), key=lambda item: item[1])
    if not count:
        return _("Er zijn small wins verteld, maar ze zijn nog niet ingedeeld.")
    where = {"ray": _as_ray(ray).label, "level": Level(level).label, "count": count, "of": of}
    return _("Het vaakst een small win bij %(ray)s, %(level)s: %(count)d van de %(of)d initiatieven.") % where


def gaps(chosen: Chosen, spread: Spread, initiatives: list[Initiative]) -> list[Gap]:
    """The cells where the fewest initiatives have a win; nothing when there are no wins at all."""
    if not spread.total:
        return []
    emptiest = sorted(spread.cells.items(), key=lambda item: item[1])[:EMPTIEST]
    return [
        Gap(ray, level, count, cell_url(chosen, ray, level), named(spread.at(ray, level), initiatives))
        for (ray, level), count in emptiest
    ]


def named(keys: Collection[int], initiatives: Iterable[Initiative]) -> list[Initiative]:
    """Those initiatives, when they are so few that a name says more than a number."""
    return (
        [initiative for initiative in initiatives if initiative.pk in keys] if len(keys) < NAMED_BELOW else []
    )


def cell_url(chosen: Chosen, ray: str, level: str) -> str:
    return initiatives_url(**chosen.words, **_word(ray), niveau=level)


def portfolio(
    ray: str, initiatives: Iterable[tuple[Initiative, CellState]], words: Mapping[str, object]
) -> Portfolio:
    """How many initiatives are in each state at this ray, in the order of the states (theory §14).

    In: each initiative with its state, and the words of the address that choose them.
    """
    found: dict[CellState, list[Initiative]] = {}
    for initiative, state in initiatives:
        found.setdefault(state, []).append(initiative)
    states = [
        InState(
            state,
            len(found[state]),
            initiatives_url(**words, toestand=f"{ray}.{state}"),
            found[state] if len(found[state]) < NAMED_BELOW else [],
        )
        for state in reversed(CellState)
        if state in found
    ]
    return Portfolio(ray, states)


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
    return [NetworkLine(line, heat_cells(line, chosen.words.get("periode"))) for line in lines]


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
    if "stad" in chosen.words:
        cities = cities.filter(slug=chosen.words["stad"])
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
    return silence(chosen.initiatives_here(), told, chosen.place)


def silence(initiatives: QuerySet, told: QuerySet, place: Mapping[str, str]) -> SilentInitiatives:
    """Those without a sign of life among the wins that are `told`, the ones that fell silent last first. Two queries."""
    quiet = initiatives.silent(told)
    shown = with_last(quiet, told).order_by(LAST_FIRST, "title_sort", "pk")[:SILENT_SHOWN]
    return SilentInitiatives(quiet.count(), initiatives_url(**place, status="stil"), list(shown))


def _as_ray(ray: str) -> Direction | ScalingType:
    return (Direction if ray in Direction.values else ScalingType)(ray)


def _word(ray: str) -> dict[str, str]:
    return {"richting" if ray in Direction.values else "type": ray}
