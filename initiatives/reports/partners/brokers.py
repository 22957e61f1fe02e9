"""Partners on whom others depend: without whom some are cut off, and who alone ties two cities. Computed, never guessed.

Two partners are tied through an initiative, so that the graph of partners and initiatives, which is much smaller than that of
the ties, falls apart at the same partners (decision 0267).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, combinations

import networkx as nx

Node = tuple[str, int]
Pairs = Iterable[tuple[int, int]]  # a partner, and an initiative or a city


@dataclass(frozen=True)
class CutPoint:
    """A partner without whom others have no way to the rest any more, along whatever partner."""

    partner: int
    lost: int  # how many are not in the largest of the pieces


@dataclass(frozen=True)
class CityBridge:
    """The only partner that works in both cities of each pair."""

    partner: int
    cities: tuple[tuple[int, int], ...]


def graph_of(pairs: Pairs) -> nx.Graph:
    """The partners and their initiatives. Where only one partner takes part, nobody is tied: those are left out."""
    graph = nx.Graph((("partner", partner), ("initiative", initiative)) for partner, initiative in pairs)
    graph.remove_nodes_from([node for node, n in graph.degree() if n == 1 and node[0] == "initiative"])
    return graph


def cut_points(graph: nx.Graph) -> list[CutPoint]:
    """Those that cut off most first. In time that goes with the size of the graph."""
    tree, weight = _blocks(graph)
    found: list[CutPoint] = []
    for part in nx.connected_components(tree):
        found += _cuts_in(tree.subgraph(part), weight)
    return sorted(found, key=lambda point: (-point.lost, point.partner))


def _blocks(graph: nx.Graph) -> tuple[nx.Graph, dict[Node, int]]:
    """The tree of the pieces that no single node takes apart, and of the nodes between them; with the partners in each."""
    blocks = list(nx.biconnected_components(graph))
    often = Counter(chain.from_iterable(blocks))
    cuts = {node for node, n in often.items() if n > 1}
    tree, weight = nx.Graph(), {cut: int(cut[0] == "partner") for cut in cuts}
    for number, block in enumerate(blocks):
        weight["block", number] = sum(node[0] == "partner" for node in block - cuts)
        tree.add_node(("block", number))
        tree.add_edges_from((("block", number), cut) for cut in block & cuts)
    return tree, weight


def _cuts_in(tree: nx.Graph, weight: dict[Node, int]) -> Iterator[CutPoint]:
    """In: one tree of `_blocks`."""
    root = min(tree)
    above = {below: node for node, below in nx.bfs_edges(tree, root)}
    held = {node: weight[node] for node in tree}
    sides = defaultdict(list)
    for node in reversed([root, *above]):
        if node in above:
            held[above[node]] += held[node]
            sides[above[node]].append(held[node])
    for kind, partner in tree:
        pieces = [*sides[kind, partner], held[root] - held[kind, partner]]
        if kind == "partner" and (lost := sum(pieces) - max(pieces)):
            yield CutPoint(partner, lost)


def lost_without(graph: nx.Graph, partner: int) -> list[int]:
    """The partners that are cut off without this one: all but the largest piece of what was one."""
    gone: Node = ("partner", partner)
    around = nx.node_connected_component(graph, gone) - {gone}
    pieces = [
        sorted(key for kind, key in piece if kind == "partner")
        for piece in nx.connected_components(graph.subgraph(around))
    ]
    largest = max(pieces, key=len, default=[])
    return sorted(key for piece in pieces if piece is not largest for key in piece)


def pieces_of(graph: nx.Graph) -> list[list[int]]:
    """The partners of each part of the network that nothing ties to the others, the largest part first."""
    parts = ([key for kind, key in part if kind == "partner"] for part in nx.connected_components(graph))
    return sorted((sorted(part) for part in parts), key=lambda part: (-len(part), part))


def bridges(places: Pairs) -> list[CityBridge]:
    """Who is the only one in both of two cities, those of most pairs first. In: each partner with each city where it works."""
    cities_of = defaultdict(set)
    for partner, city in places:
        cities_of[partner].add(city)
    between = defaultdict(list)
    for partner, cities in cities_of.items():
        for pair in combinations(sorted(cities), 2):
            between[pair].append(partner)
    alone = defaultdict(list)
    for pair, partners in sorted(between.items()):
        if len(partners) == 1:
            alone[partners[0]].append(pair)
    found = (CityBridge(partner, tuple(pairs)) for partner, pairs in alone.items())
    return sorted(found, key=lambda bridge: (-len(bridge.cities), bridge.partner))
