"""A graph as a file: GraphML and GEXF for programs that count and draw, and Kumu's two own forms.

Kumu reads a blueprint (JSON) of elements and connections, or a workbook with a sheet of each; in both an `id` names an element, as
two may have one label (docs.kumu.io, "Import").
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from xml.etree import ElementTree as ET

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from initiatives.exchange.exports.files import XLSX_TYPE, as_json, write_xlsx, written
from initiatives.exchange.exports.graphs import Graph, GraphEdge, GraphNode
from initiatives.exchange.exports.ods import NOT_IN_XML

OF_A_NODE = ("label", "kind", "description", "tags", "page")
OF_AN_EDGE = ("kind", "way", "description", "since", "until")
GRAPHML = "http://graphml.graphdrawing.org/xmlns"
GEXF = "http://gexf.net/1.3"
BETWEEN = "|"  # the items of one cell, to Kumu


def _said(thing: GraphNode | GraphEdge, names: tuple[str, ...]) -> dict[str, str]:
    """What it says, as one text each; without what it does not say."""
    held = asdict(thing)
    texts = {name: BETWEEN.join(held[name]) if name == "tags" else held[name] for name in names}
    return {name: NOT_IN_XML.sub("", text) for name, text in texts.items() if text}


def graphml(graph: Graph) -> Iterator[bytes]:
    """Every line runs one way, as a program that reads the format may know no mixture; `way` says how it is meant."""
    root = ET.Element("graphml", xmlns=GRAPHML)
    for of, names in (("node", OF_A_NODE), ("edge", OF_AN_EDGE)):
        for name in names:
            key = {"id": f"{of}-{name}", "for": of, "attr.name": name, "attr.type": "string"}
            ET.SubElement(root, "key", key)
    within = ET.SubElement(root, "graph", id="vliegwiel", edgedefault="directed")
    for node in graph.nodes:
        _with_data(ET.SubElement(within, "node", id=node.key), "node", _said(node, OF_A_NODE))
    for edge in graph.edges:
        line = ET.SubElement(within, "edge", id=edge.key, source=edge.start, target=edge.end)
        _with_data(line, "edge", _said(edge, OF_AN_EDGE))
    yield _xml(root)


def _with_data(element: ET.Element, of: str, said: dict[str, str]) -> None:
    for name, text in said.items():
        ET.SubElement(element, "data", key=f"{of}-{name}").text = text


def gexf(graph: Graph) -> Iterator[bytes]:
    root = ET.Element("gexf", xmlns=GEXF, version="1.3")
    meta = ET.SubElement(root, "meta", lastmodifieddate=timezone.localdate().isoformat())
    ET.SubElement(meta, "creator").text = settings.SITE_NAME
    within = ET.SubElement(root, "graph", defaultedgetype="directed", mode="static")
    for of, names in (("node", OF_A_NODE[1:]), ("edge", OF_AN_EDGE[1:])):
        known = ET.SubElement(within, "attributes", {"class": of})
        for name in names:
            ET.SubElement(known, "attribute", id=f"{of}-{name}", title=name, type="string")
    nodes, edges = ET.SubElement(within, "nodes"), ET.SubElement(within, "edges")
    for node in graph.nodes:
        dot = ET.SubElement(nodes, "node", id=node.key, label=_clean(node.label))
        _with_values(dot, "node", _said(node, OF_A_NODE[1:]))
    for edge in graph.edges:
        ends = {"id": edge.key, "source": edge.start, "target": edge.end, "label": _clean(edge.kind)}
        _with_values(ET.SubElement(edges, "edge", ends), "edge", _said(edge, OF_AN_EDGE[1:]))
    yield _xml(root)


def _with_values(element: ET.Element, of: str, said: dict[str, str]) -> None:
    values = ET.SubElement(element, "attvalues")
    for name, text in said.items():
        ET.SubElement(values, "attvalue", {"for": f"{of}-{name}", "value": text})


def _clean(text: str) -> str:
    return NOT_IN_XML.sub("", text)


def _xml(root: ET.Element) -> bytes:
    ET.indent(root, space="")
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


# ------------------------------------------------------------------ Kumu
def kumu_json(graph: Graph) -> Iterator[bytes]:
    """A blueprint. A field that says nothing is left out."""
    elements = [
        _filled(
            id=node.key,
            label=node.label,
            type=node.kind,
            description=node.description,
            tags=list(node.tags),
            url=node.page,
        )
        for node in graph.nodes
    ]
    connections = [
        {
            **_filled(id=edge.key, type=edge.kind, direction=edge.way, description=edge.description),
            **_filled(since=edge.since, until=edge.until),
            "from": edge.start,
            "to": edge.end,
        }
        for edge in graph.edges
    ]
    yield as_json({"elements": elements, "connections": connections}).encode()


def _filled(**fields: object) -> dict[str, object]:
    return {name: held for name, held in fields.items() if held}


ELEMENTS = ["ID", "Label", "Type", "Description", "Tags", "URL"]
CONNECTIONS = ["ID", "From", "To", "Type", "Direction", "Description", "Since", "Until"]


def kumu_sheets(graph: Graph) -> dict[str, list[list[str]]]:
    return {
        "Elements": [
            ELEMENTS,
            *(
                [each.key, each.label, each.kind, each.description, BETWEEN.join(each.tags), each.page]
                for each in graph.nodes
            ),
        ],
        "Connections": [
            CONNECTIONS,
            *(
                [
                    each.key,
                    each.start,
                    each.end,
                    each.kind,
                    each.way,
                    each.description,
                    each.since,
                    each.until,
                ]
                for each in graph.edges
            ),
        ],
    }


def kumu_xlsx(graph: Graph) -> Iterator[bytes]:
    return written(kumu_sheets(graph), write_xlsx)


@dataclass(frozen=True)
class GraphForm:
    """A form in which one takes a graph along. `name`: its extension."""

    name: str
    label: str | Promise
    media_type: str
    bytes_of: Callable[[Graph], Iterator[bytes]]


GRAPH_FORMS = {
    form.name: form
    for form in (
        GraphForm("xlsx", _("Kumu, Excel"), XLSX_TYPE, kumu_xlsx),
        GraphForm("json", _("Kumu, JSON"), "application/json", kumu_json),
        GraphForm("graphml", "GraphML", "application/graphml+xml", graphml),
        GraphForm("gexf", "GEXF", "application/gexf+xml", gexf),
    )
}
