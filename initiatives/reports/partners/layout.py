"""Where each partner stands in the picture of the network: computed when data came in, and kept. No page computes it.

It looks at what everybody may read, so that no place says anything of a row that somebody may not see.
"""

from collections.abc import Iterable, Mapping
from itertools import combinations
from math import sqrt

import networkx as nx
from django.contrib.auth.models import AnonymousUser

from initiatives.models import Onlooker, Partner
from initiatives.reports.filter.wins import WinFilter
from initiatives.reports.partners.drawing import on_spiral
from initiatives.reports.partners.involvement import Involvement

Place = tuple[float, float]
SEED, ROUNDS = 7, 100
APART = 1.15  # between two parts of the network that nothing ties


def lay_out() -> int:
    """Give every partner that is tied to another one its place. Out: how many have one."""
    everything = WinFilter({}, onlooker=Onlooker(AnonymousUser()))
    graph = tied_partners(Involvement(everything).pairs())
    stood = {pk: (x, y) for pk, x, y in Partner.objects.placed().order_by().values_list("pk", "x", "y")}
    places = places_for(graph, stood)
    rows = list(Partner.objects.filter(pk__in=[*places, *stood]).order_by("pk"))
    for row in rows:
        row.x, row.y = places.get(row.pk, (None, None))
    Partner.objects.bulk_update(rows, ["x", "y"], batch_size=500)
    return len(places)


def tied_partners(pairs: Iterable[tuple[int, int]]) -> nx.Graph:
    """Partners, with on each edge in how many initiatives they meet. In: partner and initiative."""
    of: dict[int, list[int]] = {}
    for partner, initiative in pairs:
        of.setdefault(initiative, []).append(partner)
    graph = nx.Graph()
    for partners in of.values():
        for one, other in combinations(sorted(partners), 2):
            met = graph.get_edge_data(one, other, {"weight": 0})["weight"]
            graph.add_edge(one, other, weight=met + 1)
    return graph


def places_for(graph: nx.Graph, stood: Mapping[int, Place]) -> dict[int, Place]:
    """A place for each. Parts that nothing ties stand apart, the largest first; who had a place begins there."""
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    places: dict[int, Place] = {}
    top = left = height = 0.0
    wide = APART * sqrt(len(parts[0])) * 2 if parts else 0.0
    for part in parts:
        side = 2 * sqrt(len(part))
        if left and left + side > wide:
            left, top, height = 0.0, top + height * APART, 0.0
        for partner, (x, y) in _spread(graph.subgraph(sorted(part)), stood).items():
            places[partner] = round(left + x * side, 3), round(top + y * side, 3)
        left, height = left + side * APART, max(height, side)
    return places


def _spread(part: nx.Graph, stood: Mapping[int, Place]) -> dict[int, Place]:
    """Inside a square of one by one."""
    begin = {partner: list(place) for partner, place in _begin(part, stood).items()}
    found = nx.forceatlas2_layout(part, begin, max_iter=ROUNDS, weight="weight", seed=SEED)
    xs, ys = ([float(place[axis]) for place in found.values()] for axis in (0, 1))
    size = max(max(xs) - min(xs), max(ys) - min(ys)) or 1.0
    return {
        partner: ((float(x) - min(xs)) / size, (float(y) - min(ys)) / size)
        for partner, (x, y) in found.items()
    }


def _begin(part: nx.Graph, stood: Mapping[int, Place]) -> dict[int, Place]:
    """Where each begins: where it stood, or else on a spiral, the same for the same partners."""
    spiral = {partner: on_spiral(number, len(part)) for number, partner in enumerate(part)}
    return {partner: stood.get(partner, place) for partner, place in spiral.items()}
