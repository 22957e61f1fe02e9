"""The overview of the network: what is told, where it comes from, who can tell how, and where it is quiet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import Count
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from initiatives.glyphs import Rose
from initiatives.lenses import Level
from initiatives.links import initiatives_url, wins_url
from initiatives.models import SmallWin
from initiatives.periods import UNDATED, in_words
from initiatives.reports.counting.spreads import Spread, spread_of
from initiatives.reports.network.chosen import Chosen
from initiatives.reports.network.coverage import NetworkCoverage, coverage
from initiatives.reports.network.guides import Guides, Place, addresses, guides
from initiatives.reports.network.places import cities_here
from initiatives.reports.network.roses import Fewest, fewest, rose
from initiatives.reports.network.silence import SilentInitiatives, silence
from initiatives.sentences import joined, link, said

NEWEST = 3
NO_WORDS: Mapping[str, str] = MappingProxyType({})


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
class Network:
    """The overview. Every number in it has the address of exactly what it counts."""

    total: int  # initiatives
    coverage: NetworkCoverage
    happened: SafeString | str  # between the two days that are asked for; empty without a period
    counters: list[Counted]
    guides: Guides
    rose: Rose
    fewest: list[Fewest]
    newest: list[SmallWin]
    silent: SilentInitiatives

    levels = tuple(Level)


def network(chosen: Chosen, *, place: Place | None = None) -> Network:
    """The network as far as the filter reaches. A fixed number of queries, three more where a place is asked for, one for a period.

    In: the filter, and the place of which somebody asks who can tell.
    """
    wins, total = chosen.wins(), chosen.initiatives_here().count()
    spread = spread_of(wins)
    linked = wins.linked_for(chosen.user).order_by()
    linked = linked.aggregate(wins=Count("pk"), initiatives=Count("initiative", distinct=True))
    asking = asked_at(chosen)
    return Network(
        total=total,
        coverage=coverage(wins, chosen.words, user=chosen.user),
        happened=happened(chosen, spread) if chosen.period else "",
        counters=counters(chosen, spread, total, linked["wins"]),
        guides=guides(wins, chosen.words, place, user=chosen.user, url=asking),
        rose=rose(spread, total, linked["initiatives"], chosen.words),
        fewest=fewest(spread, addresses(asking)),
        newest=list(wins.newest_of_each_initiative().for_list(chosen.user).newest_first()[:NEWEST]),
        silent=silent(chosen),
    )


def asked_at(chosen: Chosen) -> Callable[[str], str]:
    """The address of this page where it says who can tell of a place; of no place for an empty code."""
    return lambda code: chosen.url(waar=code) + "#who-can-tell"


def happened(chosen: Chosen, spread: Spread) -> SafeString:
    """What happened between two days, and what has no date and so may have happened then too."""
    period, words = chosen.period, chosen.words
    n, of = spread.total, len(spread.told)
    wins = ngettext("%(n)d small win", "%(n)d small wins", n) % {"n": n}
    initiatives = ngettext("%(n)d initiatief", "%(n)d initiatieven", of) % {"n": of}
    told = said(
        _("Wat er gebeurde tussen %(first)s en %(last)s: %(wins)s bij %(initiatives)s."),
        first=in_words(period.first_day, "day"),
        last=in_words(period.last_day, "day"),
        wins=link(wins_url(**words), wins) if n else wins,
        initiatives=link(initiatives_url(**words), initiatives) if n else initiatives,
    )
    undated = chosen.without("periode").wins().undated().count()
    if not undated:
        return told
    without = ngettext(
        "%(n)s heeft geen datum en telt hier niet mee.",
        "%(n)s hebben geen datum en tellen hier niet mee.",
        undated,
    )
    text = ngettext("%(n)d small win", "%(n)d small wins", undated) % {"n": undated}
    return joined((told, said(without, n=link(wins_url(**{**words, "periode": UNDATED}), text))), " ")


# ------------------------------------------------------------------ numbers
def counters(chosen: Chosen, spread: Spread, initiatives: int, linked: int) -> list[Counted]:
    words, total, cities = chosen.words, spread.total, cities_here(chosen)
    told = [
        wins_counted(total, words),
        linked_counted(linked, words, of=total),
        Counted(
            ngettext("stad met een initiatief", "steden met een initiatief", cities),
            cities,
            chosen.url("network:map"),
        ),
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


# ------------------------------------------------------------------ silence
def silent(chosen: Chosen) -> SilentInitiatives:
    told = SmallWin.objects.visible_to(chosen.user).standing()
    return silence(chosen.initiatives_here(), told, chosen.place, user=chosen.user)
