"""`{% load taking %}`: the way to take along what a page shows.

{% take_along filter.words "small-wins" "verbanden" %}   a fold with the files of these tables, of the rows that the words choose
{% take_along filter.words "initiatieven" q=words %}      q: typed to find a name
{% take_along filter.words beside=filter.beside %}        all that the rooms show, with what else this one asks for the table that it searches
{% take_along filter.words "partners" graphs=True %}      with the network for other programs
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django import template
from django.utils.functional import Promise
from django.utils.text import capfirst

from initiatives.exchange.exports.files import FILE_FORMS
from initiatives.exchange.exports.graph_files import GRAPH_FORMS
from initiatives.exchange.exports.graphs import GRAPHS
from initiatives.exchange.exports.tables import TABLES
from initiatives.forms.rooms import NOTHING_BESIDE
from initiatives.links import address

register = template.Library()
OF_THE_ROOMS = [name for name in TABLES if name != "steden"]  # cities are taken along at their own list


@dataclass(frozen=True)
class TakenInForms:
    """What one may take along, and its files: the name of each form with its address."""

    label: str
    files: list[tuple[str | Promise, str]]


@register.inclusion_tag("exports/_take_along.html")
def take_along(
    words: Mapping[str, object] | None,
    *names: str,
    q: str = "",
    beside: Mapping[str, str] = NOTHING_BESIDE,
    graphs: bool = False,
) -> dict:
    asked = {name: word for name, word in {**(words or {}), "q": q or (words or {}).get("q")}.items() if word}
    tables = [
        TakenInForms(
            capfirst(str(TABLES[name].label)),
            [
                (form.label, address("exports:table", name, form.name, **asked, **_searched(name, beside)))
                for form in FILE_FORMS.values()
            ],
        )
        for name in names or OF_THE_ROOMS
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
    return {
        "taken": [*tables, *networks],
        "graphs": graphs,
        "chosen": bool(asked),
        "embeds": address("embeds:index", **asked),
    }


def _searched(name: str, beside: Mapping[str, str]) -> dict[str, str]:
    search = TABLES[name].search
    return {search: beside[search]} if search in beside else {}
