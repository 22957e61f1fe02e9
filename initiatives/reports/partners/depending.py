"""Who depends on whom, in sentences: only what follows from the rows that the reader sees."""

from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.models import City, Initiative, Partner
from initiatives.reports.filter.wins import WinFilter
from initiatives.reports.partners.brokers import (
    CityBridge,
    CutPoint,
    bridges,
    cut_points,
    graph_of,
    lost_without,
    pieces_of,
)
from initiatives.reports.partners.involvement import Involvement
from initiatives.sentences import link, listed, listed_as_is, said

MOST_SAID = 3  # sentences of one kind at once
MOST_FOLDED = 30  # further ones in a fold; what is beyond these is only counted
MOST_NAMED = 3  # partners or pairs of cities by name in one sentence


@dataclass(frozen=True)
class Depending:
    """`cuts`, `bridges`: a sentence each, and how many there are. `parts`: into how many pieces the network falls."""

    cuts: list[SafeString]
    all_cuts: int
    bridges: list[SafeString]
    all_bridges: int
    parts: str
    alone: int  # partners that work here with nobody

    @property
    def said(self) -> list[SafeString]:
        return [*self.cuts[:MOST_SAID], *self.bridges[:MOST_SAID]]

    @property
    def more_cuts(self) -> list[SafeString]:
        return self.cuts[MOST_SAID:]

    @property
    def more_bridges(self) -> list[SafeString]:
        return self.bridges[MOST_SAID:]

    @property
    def more(self) -> int:
        """How many stand in the fold, or are counted below it."""
        return self.all_cuts + self.all_bridges - len(self.said)

    @property
    def only_counted(self) -> int:
        return self.all_cuts + self.all_bridges - len(self.cuts) - len(self.bridges)


def depending(
    involvement: Involvement, partners: Mapping[int, Partner], *, focus: int | None = None
) -> Depending:
    """In: the partners of today by key; `focus`, of whom it is said first. Two queries."""
    pairs = involvement.open_pairs()
    graph = graph_of(pairs)
    cuts = sorted(cut_points(graph), key=lambda point: point.partner != focus)
    between = sorted(bridges(_places(pairs)), key=lambda bridge: bridge.partner != focus)
    told = between[: MOST_SAID + MOST_FOLDED]
    names = City.objects.in_bulk(
        {city for bridge in told for pair in bridge.cities[:MOST_NAMED] for city in pair}
    )
    way = _Ways(involvement.chosen, partners)
    parts = pieces_of(graph)
    return Depending(
        cuts=[way.cut(point, _named(graph, point)) for point in cuts[: MOST_SAID + MOST_FOLDED]],
        all_cuts=len(cuts),
        bridges=[way.bridge(bridge, names) for bridge in told],
        all_bridges=len(between),
        parts=_parts([len(part) for part in parts if len(part) > 1]),
        alone=sum(len(part) == 1 for part in parts),
    )


def _named(graph: nx.Graph, point: CutPoint) -> list[int]:
    """The partners that it cuts off, where they are few."""
    return lost_without(graph, point.partner) if point.lost <= MOST_NAMED else []


def _places(pairs: list[tuple[int, int]]) -> set[tuple[int, int]]:
    """Each partner with each city of its initiatives."""
    here = {initiative for _partner, initiative in pairs}
    of: dict[int, list[int]] = {}
    rows = Initiative.cities.through.objects.filter(initiative__in=here)
    for initiative, city in rows.values_list("initiative", "city").order_by():
        of.setdefault(initiative, []).append(city)
    return {(partner, city) for partner, initiative in pairs for city in of.get(initiative, ())}


def _parts(sizes: list[int]) -> str:
    if len(sizes) < 2:
        return ""
    text = _(
        "Het netwerk valt in %(n)s delen uiteen: van %(sizes)s partners. Tussen die delen werkt hier niemand samen."
    )
    shown = [*sizes[:6], *([_("minder")] if len(sizes) > 6 else [])]
    return text % {"n": len(sizes), "sizes": listed(shown)}


@dataclass(frozen=True)
class _Ways:
    """Writes the sentences, with a way into the network at each name."""

    chosen: WinFilter
    partners: Mapping[int, Partner]

    def cut(self, point: CutPoint, lost: list[int]) -> SafeString:
        """E.g. "Zonder Hanzehogeschool vallen 2 partners los van de rest: Wijkraad en Speeltuin"."""
        text = ngettext(
            "Zonder %(who)s valt %(n)s partner los van de rest%(names)s.",
            "Zonder %(who)s vallen %(n)s partners los van de rest%(names)s.",
            point.lost,
        )
        names = said(": %(names)s", names=listed_as_is(self._link(each) for each in lost)) if lost else ""
        return said(text, who=self._link(point.partner), n=point.lost, names=names)

    def bridge(self, bridge: CityBridge, cities: Mapping[int, City]) -> SafeString:
        """E.g. "Alleen Hogeschool Leiden heeft hier met Leiden en Delft allebei te maken"."""
        pairs = [
            said("%(a)s – %(b)s", a=cities[a].name, b=cities[b].name) for a, b in bridge.cities[:MOST_NAMED]
        ]
        if len(bridge.cities) == 1:
            (a, b) = bridge.cities[0]
            text = _("Alleen %(who)s heeft hier met %(a)s en %(b)s allebei te maken.")
            return said(text, who=self._link(bridge.partner), a=cities[a].name, b=cities[b].name)
        more = len(bridge.cities) - len(pairs)
        if more:
            pairs.append(said(ngettext("nog %(n)s paar", "nog %(n)s paren", more), n=more))
        text = _("%(who)s heeft als enige met beide steden te maken van deze paren: %(pairs)s.")
        return said(text, who=self._link(bridge.partner), pairs=listed_as_is(pairs))

    def _link(self, partner: int) -> SafeString:
        each = self.partners[partner]
        return link(self.chosen.url(partner=each.slug, toon=None, volgorde=None, pagina=None), each.name)
