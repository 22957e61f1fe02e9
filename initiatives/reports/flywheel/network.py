"""The flywheel of the network: the longest chains, those that run through several initiatives, and what drove them."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.lenses import Mechanism
from initiatives.links import InPages, address, wins_url
from initiatives.models import Initiative, InitiativeLink, WinLink
from initiatives.reports.counting.chains import Strand, strands
from initiatives.reports.flywheel.strands import ShownStrand, shown
from initiatives.reports.network.chosen import Chosen
from initiatives.reports.network.page import Counted, linked_counted, wins_counted

ACROSS = "initiatieven"  # in the address bar: only strands through several initiatives
PER_PAGE = 8
PAIRS, TIES = 12, 60  # pairs of initiatives and ties on the page; the rest is counted


@dataclass(frozen=True)
class BetweenTwo:
    """Wins of one initiative that led to wins of another."""

    earlier: Initiative
    later: Initiative
    count: int

    @property
    def url(self) -> str:
        return address("initiatives:links", self.earlier.slug, naar=self.later.slug)


@dataclass(frozen=True)
class NetworkFlywheel(InPages):
    """The room. A strand counts where one of its wins is chosen; it is then shown in full, as far as the reader knows it."""

    chosen: Chosen
    counters: list[Counted]
    worked: list[Counted]
    page: Page
    strands: list[ShownStrand]
    all: int
    across: int  # strands through several initiatives
    only_across: bool
    between: list[BetweenTwo]
    between_total: int
    ties: Sequence[InitiativeLink]
    ties_total: int

    @property
    def not_seen(self) -> list[str]:
        """Mechanisms that nobody named at these wins."""
        return [each.label for each in self.worked if not each.number]

    @property
    def seen(self) -> list[Counted]:
        return [each for each in self.worked if each.number]

    @property
    def all_url(self) -> str:
        return self.chosen.url(over=None) + "#strengen"

    @property
    def across_url(self) -> str:
        return self.chosen.url(over=ACROSS) + "#strengen"

    @property
    def ways(self) -> list[tuple[str, str, bool]]:
        """All strands, or those through several initiatives: words, address, and whether it is this one."""
        every = ngettext("alle %(n)d streng", "alle %(n)d strengen", self.all) % {"n": self.all}
        some = _("door meer initiatieven: %(n)d") % {"n": self.across}
        return [
            (every, self.all_url, not self.only_across),
            (some, self.across_url, self.only_across),
        ]

    @cached_property
    def between_left_out(self) -> int:
        return self.between_total - len(self.between)

    @cached_property
    def ties_left_out(self) -> int:
        return self.ties_total - len(self.ties)

    def at(self, number: int) -> str:
        return self.chosen.url(pagina=str(number) if number > 1 else None) + "#strengen"


def network_flywheel(chosen: Chosen, *, across: bool = False, page: str | None = None) -> NetworkFlywheel:
    """The room as far as its filter reaches. Six queries at most, and one more where the filter has words about wins."""
    known = WinLink.objects.known_to(chosen.user)
    links = _links(known, chosen)
    later = [link for link in links if link.chosen[1]]
    found = _chosen_strands(links)
    wide = [strand for strand, homes in found if len(homes) > 1]
    every = [strand for strand, _homes in found]
    pages = Paginator(wide if across else every, PER_PAGE).get_page(page)
    between = _between(links)
    ties = _ties(chosen)
    return NetworkFlywheel(
        chosen,
        counters=_counters(chosen, links),
        worked=_worked(chosen, later),
        page=pages,
        strands=shown([_keyed(strand) for strand in pages], known, first_number=pages.start_index() or 1),
        all=len(every),
        across=len(wide),
        only_across=across,
        between=_pairs(between),
        between_total=len(between),
        ties=ties[:TIES],
        ties_total=len(ties),
    )


# ------------------------------------------------------------------ the links
class PlainLink(NamedTuple):
    """A link as its keys: the wins and their initiatives; what worked, and which of the two wins are chosen."""

    pair: tuple[str, str]
    homes: tuple[int, int]
    mechanism: str | None
    chosen: tuple[bool, bool]
    days: tuple[dt.date, dt.date]

    @property
    def is_chosen(self) -> bool:
        return self.chosen[0] or self.chosen[1]


def _links(known: QuerySet, chosen: Chosen) -> list[PlainLink]:
    """All links that the reader knows: a strand is shown in full. Keys as text, which is read three times as fast."""
    columns = Cast("earlier", TextField()), Cast("later", TextField())
    homes = "earlier__initiative", "later__initiative"
    days = "earlier__sort_on", "later__sort_on"
    rows = known.order_by().values_list("pk", *columns, *homes, "mechanism", *days)
    is_chosen = _by_win(known, chosen) if chosen.about_wins else _by_home(chosen)
    return [
        PlainLink((a, b), (one, other), how, is_chosen(key, one, other), days)
        for key, a, b, one, other, how, *days in rows
    ]


def _by_home(chosen: Chosen) -> Callable[..., tuple[bool, bool]]:
    """Of which ends the win is chosen, where that lies in its initiative alone. One query."""
    here = set(chosen.initiatives_here().order_by().values_list("pk", flat=True))
    return lambda key, one, other: (one in here, other in here)


def _by_win(known: QuerySet, chosen: Chosen) -> Callable[..., tuple[bool, bool]]:
    """Of which ends the win is chosen. Two queries."""
    wins = chosen.wins().order_by().values("pk")
    earlier, later = (
        set(known.filter(**{f"{end}__in": wins}).order_by().values_list("pk", flat=True))
        for end in ("earlier", "later")
    )
    return lambda key, one, other: (key in earlier, key in later)


def _chosen_strands(links: list[PlainLink]) -> list[tuple[Strand, set[int]]]:
    """The strands with a chosen win, each with the initiatives through which it runs."""
    by_pair = {link.pair: link for link in links}
    days = {key: day for link in links for key, day in zip(link.pair, link.days, strict=True)}
    found = []
    for strand in strands(by_pair, days):
        mine = [by_pair[pair] for pair in strand.links]
        if any(link.is_chosen for link in mine):
            found.append((strand, {home for link in mine for home in link.homes}))
    return found


def _keyed(strand: Strand) -> Strand:
    """The same, with the keys of the database."""
    links = tuple((uuid.UUID(a), uuid.UUID(b)) for a, b in strand.links)
    return Strand(links, tuple(map(uuid.UUID, strand.chain)))


# ------------------------------------------------------------------ what is counted
def _counters(chosen: Chosen, links: list[PlainLink]) -> list[Counted]:
    words, total = chosen.words, chosen.wins().order_by().count()
    linked = len(
        {key for link in links for key, is_here in zip(link.pair, link.chosen, strict=True) if is_here}
    )
    loose = Counted(
        _("nog met geen andere verbonden"), total - linked, wins_url(**words, verbonden="nee"), of=total
    )
    return [wins_counted(total, words), linked_counted(linked, words, of=total), loose]


def _worked(chosen: Chosen, links: list[PlainLink]) -> list[Counted]:
    """At how many of the chosen wins somebody said what of an earlier one worked: the number opens those wins.

    In: the links that led to a chosen win.
    """
    counts = Counter(how for how, _win in {(link.mechanism, link.pair[1]) for link in links})
    return [
        Counted(str(each.label), counts[each], wins_url(**chosen.words, mechanisme=each))
        for each in Mechanism
        if each != Mechanism.UNKNOWN
    ]


# ------------------------------------------------------------------ between initiatives
def _between(links: list[PlainLink]) -> Counter:
    """How many links run from one initiative to another, where a chosen win is at an end of one of them."""
    chosen = {link.homes for link in links if link.is_chosen and link.homes[0] != link.homes[1]}
    return Counter(link.homes for link in links if link.homes in chosen)


def _pairs(between: Counter) -> list[BetweenTwo]:
    """The pairs with most links first; of those by name."""
    most = sorted(between.items(), key=lambda pair: (-pair[1], pair[0]))[:PAIRS]
    names = Initiative.objects.in_bulk({key for pair, _n in most for key in pair})
    return [BetweenTwo(names[one], names[other], n) for (one, other), n in most]


def _ties(chosen: Chosen) -> list[InitiativeLink]:
    """How the chosen initiatives belong to others, both ends known."""
    here = chosen.initiatives_here().order_by().values("pk")
    ties = InitiativeLink.objects.known_to(chosen.user).filter(Q(initiative__in=here) | Q(other__in=here))
    return list(ties.select_related("initiative", "other").order_by("initiative__title_sort", "kind", "pk"))
