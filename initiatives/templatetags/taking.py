"""`{% load taking %}`: the way to take along what a page shows.

{% take_along filter "small-wins" "verbanden" %}       a fold with the files of these tables, of the rows that the filter chooses
{% take_along filter "initiatieven" words=words %}     words: typed to find a name
{% take_along filter "partners" graphs=True %}         with the network for other programs
"""

from dataclasses import dataclass

from django import template
from django.utils.functional import Promise
from django.utils.text import capfirst

from initiatives.exchange.exports.files import FILE_FORMS
from initiatives.exchange.exports.graph_files import GRAPH_FORMS
from initiatives.exchange.exports.graphs import GRAPHS
from initiatives.exchange.exports.tables import TABLES
from initiatives.links import address
from initiatives.reports.filter.wins import WinFilter

register = template.Library()


@dataclass(frozen=True)
class TakenInForms:
    """What one may take along, and its files: the name of each form with its address."""

    label: str
    files: list[tuple[str | Promise, str]]


@register.inclusion_tag("exports/_take_along.html")
def take_along(chosen: WinFilter | None, *names: str, words: str = "", graphs: bool = False) -> dict:
    asked = {**(chosen.words if chosen else {}), **({"q": words} if words else {})}
    tables = [
        TakenInForms(
            capfirst(str(TABLES[name].label)),
            [
                (form.label, address("exports:table", name, form.name, **asked))
                for form in FILE_FORMS.values()
            ],
        )
        for name in names
    ]
    networks = [
        TakenInForms(
            str(label),
            [
                (form.label, address("exports:graph", name, form.name, **asked))
                for form in GRAPH_FORMS.values()
            ],
        )
        for name, (label, _drawn) in (GRAPHS.items() if graphs else ())
    ]
    return {"taken": [*tables, *networks], "graphs": graphs, "chosen": bool(asked)}
