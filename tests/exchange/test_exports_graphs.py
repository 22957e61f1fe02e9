"""The network as a graph, read back by a program that others made."""

import io
import json

import networkx
import openpyxl
import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from initiatives.exchange.exports.graph_files import GRAPH_FORMS
from initiatives.exchange.exports.graphs import GRAPHS, Graph, flywheel_graph, network_graph
from initiatives.lenses import Audience, LinkBasis
from initiatives.models import InitiativeLink, Onlooker
from initiatives.reports.filter.wins import WinFilter
from tests.factories import create_initiative, create_link, create_partner, create_user, create_win

READ = {"graphml": networkx.read_graphml, "gexf": networkx.read_gexf}


def chosen(**words) -> WinFilter:
    return WinFilter(words, onlooker=Onlooker(AnonymousUser()), page="network:dashboard")


def file_of(graph: Graph, form: str) -> bytes:
    return b"".join(GRAPH_FORMS[form].bytes_of(graph))


@pytest.fixture
def drawn():
    """Two initiatives of one partner, one of which grew out of the other; and a win that led to another one."""
    shared = create_partner(name="Hanze & Zn <BV>")
    first, second = create_initiative(partner=shared), create_initiative(partner=shared, title="=1+1")
    teller = create_user(member_of=first)
    InitiativeLink.objects.create(
        initiative=second, other=first, kind="grew_out_of", basis=LinkBasis.TEAM, told_by=teller,
        confirmed_at=timezone.now(), confirmed_by=teller,
    )  # fmt: skip
    create_link(
        earlier=create_win(initiative=first), later=create_win(initiative=first), mechanism="learning"
    )
    create_win(initiative=first, title="los")
    return first, second


def test_partners_and_initiatives_are_tied_by_who_takes_part(drawn):
    graph = network_graph(chosen())
    assert len(graph.nodes) == 3
    assert sorted(edge.way for edge in graph.edges) == ["directed", "undirected", "undirected"]


def test_a_filter_keeps_both_ends_of_what_it_keeps(drawn):
    first, _second = drawn
    graph = network_graph(chosen(initiatief=first.slug))
    assert len(graph.nodes) == 3
    assert len(graph.edges) == 2


def test_wins_with_a_link_are_the_flywheel(drawn):
    graph = flywheel_graph(chosen())
    assert len(graph.nodes) == 2
    assert [edge.kind for edge in graph.edges] == ["leren door te doen"]


@pytest.mark.parametrize("name", GRAPHS)
@pytest.mark.parametrize("form", READ)
def test_networkx_opens_it_with_as_many_points_and_lines(name, form, drawn):
    graph = GRAPHS[name][1](chosen())
    read = READ[form](io.BytesIO(file_of(graph, form)))
    assert set(read.nodes) == {node.key for node in graph.nodes}
    assert read.number_of_edges() == len(graph.edges) > 0
    assert {data["label"] for _key, data in read.nodes(data=True)} == {node.label for node in graph.nodes}


def test_a_partner_that_came_back_has_two_lines(drawn):
    first, _second = drawn
    partner = first.partnerships.get().partner
    first.partnerships.update(until="2020-01-01")
    first.partnerships.create(partner=partner)
    graph = network_graph(chosen())
    read = READ["graphml"](io.BytesIO(file_of(graph, "graphml")))
    assert read.number_of_edges() == len(graph.edges) == 4


@pytest.mark.parametrize("name", GRAPHS)
def test_a_blueprint_of_kumu_names_both_ends_of_each_connection(name, drawn):
    said = json.loads(file_of(GRAPHS[name][1](chosen()), "json"))
    keys = [element["id"] for element in said["elements"]]
    assert len(keys) == len(set(keys)) > 0
    assert all(element["label"] and element["type"] for element in said["elements"])
    assert {end for each in said["connections"] for end in (each["from"], each["to"])} <= set(keys)
    assert {each["direction"] for each in said["connections"]} <= {"directed", "mutual", "undirected"}


@pytest.mark.parametrize("name", GRAPHS)
def test_a_workbook_of_kumu_has_its_two_sheets(name, drawn):
    graph = GRAPHS[name][1](chosen())
    book = openpyxl.load_workbook(io.BytesIO(file_of(graph, "xlsx")))
    elements, connections = (list(sheet.values) for sheet in book.worksheets)
    assert book.sheetnames == ["Elements", "Connections"]
    assert elements[0][:5] == ("ID", "Label", "Type", "Description", "Tags")
    assert connections[0][:5] == ("ID", "From", "To", "Type", "Direction")
    assert (len(elements) - 1, len(connections) - 1) == (len(graph.nodes), len(graph.edges))


def test_no_graph_holds_what_a_visitor_may_not_read(drawn):
    first, _second = drawn
    create_link(
        earlier=create_win(initiative=first, audience=Audience.NETWORK), later=create_win(initiative=first)
    )
    hidden = create_initiative(published=False)
    graphs = [draw(chosen()) for _label, draw in GRAPHS.values()]
    assert [len(graph.nodes) for graph in graphs] == [3, 2]
    assert hidden.slug not in str(graphs)
