"""Who holds the network together: the same as networkx finds in the graph of the ties."""

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from initiatives.reports.partners.brokers import bridges, cut_points, graph_of, lost_without, pieces_of

PAIRS = st.sets(st.tuples(st.integers(0, 9), st.integers(0, 8)), max_size=26)


def ties_of(pairs) -> nx.Graph:
    """The partners alone, each tied to those with whom it shares an initiative."""
    both = nx.Graph((("partner", partner), ("initiative", lab)) for partner, lab in pairs)
    tied = nx.bipartite.projected_graph(both, [node for node in both if node[0] == "partner"])
    return nx.relabel_nodes(tied, {node: node[1] for node in tied})


@given(PAIRS)
def test_cut_points_are_those_of_networkx(pairs):
    found = {point.partner for point in cut_points(graph_of(pairs))}
    assert found == set(nx.articulation_points(ties_of(pairs)))


@given(PAIRS)
def test_pieces_are_those_of_networkx(pairs):
    expected = sorted(sorted(part) for part in nx.connected_components(ties_of(pairs)))
    assert sorted(pieces_of(graph_of(pairs))) == expected


@given(PAIRS)
def test_partners_that_are_cut_off_are_counted_by_taking_one_away(pairs):
    graph, tied = graph_of(pairs), ties_of(pairs)
    for point in cut_points(graph):
        around = nx.node_connected_component(tied, point.partner) - {point.partner}
        sizes = [len(part) for part in nx.connected_components(tied.subgraph(around))]
        assert point.lost == sum(sizes) - max(sizes) == len(lost_without(graph, point.partner))


def test_a_partner_of_whom_two_hang_is_a_cut_point():
    pairs = [(1, 10), (2, 10), (3, 10), (3, 11), (4, 11), (3, 12), (5, 12)]
    [point] = cut_points(graph_of(pairs))
    assert (point.partner, point.lost) == (3, 2)
    assert lost_without(graph_of(pairs), 3) == [4, 5]


def test_only_who_is_alone_in_two_cities_ties_them():
    leiden, delft, ede = 1, 2, 3
    places = [(7, leiden), (7, delft), (8, leiden), (8, ede), (9, leiden), (9, ede)]
    [bridge] = bridges(places)
    assert (bridge.partner, bridge.cities) == (7, ((leiden, delft),))
