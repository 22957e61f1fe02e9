"""The operations of the API, one for each table that people take along: django-ninja reads what is asked, checks what is given
and writes the OpenAPI document (docs/decisions/0274-the-read-api-by-django-ninja.md)."""

from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import URLPattern
from django.utils.translation import gettext
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError
from pydantic import BaseModel

from initiatives.exchange.api.places import Order, stretch
from initiatives.exchange.api.problems import (
    PROBLEM,
    VERSION,
    Fault,
    NotUnderstoodError,
    Problem,
    problem,
)
from initiatives.exchange.api.schemas import MOST, Asked, page_of, row_of
from initiatives.exchange.exports.files import open_rights
from initiatives.exchange.exports.tables import TABLES, Table
from initiatives.exchange.visiting import visitor_of
from initiatives.links import for_others
from initiatives.models import Loss, Onlooker, SmallWin
from initiatives.reports.filter.wins import WinFilter

SEARCH = "q"
# The tables of which one row has an address of its own.
OF_ONE = ("small-wins", "initiatieven", "partners", "steden", "vraagstukken")
ERRORS = {
    400: "Iets in het adres klopt niet.",
    404: "Hier is niets.",
    405: "Alleen GET en HEAD.",
    406: "Alleen JSON.",
}
VERSION_SAID = {"API-Version": {"description": "De versie van de API.", "schema": {"type": "string"}}}


# ------------------------------------------------------------------ the order of a table, and the name of its rows
def model_of(table: Table) -> type[Model]:
    return next(column.field.model for column in table.columns if column.field)


def key_of(table: Table) -> str:
    """The column that names a row, for good: its web name, or else its number."""
    model = model_of(table)
    return "slug" if any(field.name == "slug" for field in model._meta.concrete_fields) else "pk"


# What has no web name goes by its number, and what has a number without an order by what a visitor reads before it.
ORDERS = {SmallWin: ("-sort_on", "precision", "-pk"), Loss: ("initiative_id", "pk")}


def order_of(table: Table) -> Order:
    model = model_of(table)
    return Order(model, ORDERS.get(model, (key_of(table),)))


# ------------------------------------------------------------------ the rows
def rows_of(table: Table, request: HttpRequest, asked: Asked, visitor: Onlooker) -> dict:
    """One page of a table."""
    words, order = request.GET.copy(), order_of(table)
    named = words.pop(SEARCH, [""])[-1].strip() if table.named else ""
    chosen = WinFilter(words, onlooker=visitor)
    places = {word: order.values_in(text) for word in ("na", "voor") if (text := getattr(asked, word))}
    if faults := [*_faults_of_words(request.GET, chosen), *_faults_of_places(places)]:
        raise NotUnderstoodError(faults)
    found = stretch(
        table.asked(chosen, named),
        order,
        after=places.get("na"),
        before=places.get("voor"),
        size=asked.aantal,
    )
    return {
        "next": _turned(request, na=found.after),
        "previous": _turned(request, voor=found.before),
        "results": [_given(table, row, visitor) for row in found.rows],
    }


def row_of_key(table: Table, key: str, visitor: Onlooker) -> dict:
    by_key = Order(model_of(table), (key_of(table),))
    values = by_key.values_in(key)
    rows = by_key.sorted(table.asked(WinFilter({}, onlooker=visitor)))
    if not values or not (row := rows.filter(**{key_of(table): values[0]}).first()):
        raise Http404
    return _given(table, row, visitor)


def _given(table: Table, row: Model, visitor: Onlooker) -> dict:
    return {column.name: column.value(row) for column in table.columns_for(visitor.user)}


def _faults_of_words(given: QueryDict, chosen: WinFilter) -> Iterator[Fault]:
    for name in given:
        if name not in Asked.model_fields:
            yield Fault(name=name, reason=gettext("Dit woord kennen we niet."))
    for name, sentence in chosen.faults:
        yield Fault(name=name, reason=sentence)


def _faults_of_places(places: dict[str, list | None]) -> Iterator[Fault]:
    for name, values in places.items():
        if values is None:
            yield Fault(name=name, reason=gettext("Dit is geen plek in deze lijst. Volg next of previous."))
    if len(places) == 2:
        yield Fault(name="voor", reason=gettext("Vraag na of voor, niet allebei."))


def _turned(request: HttpRequest, **place: str) -> str | None:
    """The address of this list from another place; None where it has no more."""
    if not any(place.values()):
        return None
    words = [
        (name, text) for name, texts in request.GET.lists() if name not in ("na", "voor") for text in texts
    ]
    return for_others(request, f"{request.path}?{urlencode([*words, *place.items()])}")


# ------------------------------------------------------------------ the library
api = NinjaAPI(
    title="Vliegwiel",
    version=VERSION,
    description="Wat iedereen mag lezen van de initiatieven, hun small wins en wie eraan meedoen. Alleen lezen, zonder sleutel.",
    openapi_url=None,
    docs_url=None,
    urls_namespace="read",
)


def _collection(table: Table) -> Callable:
    def collection(request: HttpRequest, asked: Query[Asked]):
        return rows_of(table, request, asked, visitor_of(request))

    return collection


def _one(table: Table) -> Callable:
    def by_slug(request: HttpRequest, slug: str):
        return row_of_key(table, slug, visitor_of(request))

    def by_number(request: HttpRequest, pk: str):
        return row_of_key(table, pk, visitor_of(request))

    return by_slug if key_of(table) == "slug" else by_number


def _register(table: Table) -> None:
    row, name = row_of(table), table.name.replace("-", "_")
    _answer(f"/{table.name}", name, page_of(table, row), f"Lijst: {table.label}")(_collection(table))
    if table.name in OF_ONE:
        path, said = f"/{table.name}/{{{key_of(table)}}}", f"Eén uit de lijst: {table.label}"
        _answer(path, f"one_of_{name}", row, said)(_one(table))


def _answer(path: str, name: str, gives: type[BaseModel], summary: str) -> Callable:
    return api.api_operation(
        ["GET", "HEAD"], path, response=gives, operation_id=name, url_name=name, summary=summary
    )


for _table in TABLES.values():
    _register(_table)


@api.exception_handler(NotUnderstoodError)
def _not_understood(request: HttpRequest, error: NotUnderstoodError) -> HttpResponse:
    return problem(400, error.faults)


@api.exception_handler(ValidationError)
def _not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Of the words in the address only the number of rows has a type of its own."""
    reason = gettext("Een getal van 1 tot en met %(most)s.") % {"most": MOST}
    return problem(400, [Fault(name=str(each["loc"][-1]), reason=reason) for each in error.errors])


@api.exception_handler(Http404)
def _not_there(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404)


@api.exception_handler(Exception)
def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    raise error  # Django tells whoever runs the machine, and scaling/errors.py says so in JSON


def patterns() -> list[URLPattern]:
    """The addresses of the library, without its page about itself."""
    return [pattern for pattern in api.urls[0] if pattern.name != "api-root"]


# ------------------------------------------------------------------ the document
def openapi(server: str, *, contact: dict[str, str], licence: str) -> dict:
    """The document that describes the API at this address. What many operations have in common stands in it once.

    In: `licence`, the whole address where one reads what one may do with it.
    """
    document = api.get_openapi_schema(path_prefix="")
    document["servers"] = [{"url": server}]
    document["info"] |= {"contact": contact, "license": {"name": open_rights(), "url": licence}}
    shared = document["components"]
    shared["schemas"] |= _of_problems()
    shared["responses"] = _of_errors()
    shared["parameters"] = {}
    for operations in document["paths"].values():
        operations.pop("head")  # as GET: an operation has one name
        _share(operations["get"], shared)
    return document


def _share(operation: dict, shared: dict) -> None:
    asked = {each["name"]: each for each in operation["parameters"] if each["in"] == "query"}
    shared["parameters"] |= asked
    operation["parameters"] = [
        {"$ref": f"#/components/parameters/{each['name']}"} if each["name"] in asked else each
        for each in operation["parameters"]
    ]
    operation["responses"][200]["headers"] = VERSION_SAID
    operation["responses"] |= {status: {"$ref": f"#/components/responses/{status}"} for status in ERRORS}


def _of_problems() -> dict:
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    return schema.pop("$defs") | {"Problem": schema}


def _of_errors() -> dict:
    content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {str(status): {"description": said, "content": content} for status, said in ERRORS.items()}
