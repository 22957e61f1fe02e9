"""What the API takes and gives, as types: they follow from the words of the filter and from the columns of the exports."""

import datetime as dt
from functools import cache
from typing import Annotated, Any, get_args, get_type_hints

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.functional import Promise
from ninja.orm.fields import TYPES
from pydantic import BaseModel, Field, create_model

from initiatives.exchange.exports.columns import FileColumn
from initiatives.exchange.exports.tables import Table
from initiatives.reports.filter.words import WORDS

USUAL, MOST = 50, 100  # rows a page
Cell = str | int | float | bool | dt.date | list[str] | None


# ------------------------------------------------------------------ what one asks
class _Nobody:
    """A visitor who looks at no network: whoever asks which rows are there gets no answer, and needs no database."""

    user = AnonymousUser()


@cache
def choices_of(name: str) -> list[tuple[str, str | Promise]] | None:
    """The fixed choices that a word offers a visitor; None where any text will do, or where they are rows of the network."""
    offers = WORDS[name].offers
    try:
        return offers and offers(_Nobody(), "")
    except AttributeError:
        return None


def words_of_visitors() -> list[str]:
    """The words with which a visitor may filter: not those of which every choice is for insiders."""
    return [name for name in WORDS if choices_of(name) != []]


def _asked(name: str) -> tuple[type, Any]:
    codes = [code for code, _label in choices_of(name) or []]
    one = Annotated[str, Field(json_schema_extra={"enum": codes} if codes else None)]
    word = WORDS[name]
    return list[one], Field([], description=str(word.label), json_schema_extra={"maxItems": word.takes})


class PagedBy(BaseModel):
    """How a list is paged. A place is what `next` and `previous` hold: there is nothing to make up."""

    na: str = Field("", description="De plek waarna deze bladzijde begint. Volg liever next.")
    voor: str = Field("", description="De plek waarvoor deze bladzijde ophoudt. Volg liever previous.")
    aantal: int = Field(USUAL, ge=1, le=MOST, description="Hoeveel rijen een bladzijde heeft.")


Asked = create_model("Asked", __base__=PagedBy, **{name: _asked(name) for name in words_of_visitors()})


# ------------------------------------------------------------------ what one gets
def row_of(table: Table) -> type[BaseModel]:
    fields = {column.name: _given(column) for column in table.columns_for(AnonymousUser())}
    return create_model(_called(table), **fields)


def page_of(table: Table, row: type[BaseModel]) -> type[BaseModel]:
    return create_model(
        f"{_called(table)}Page",
        next=(str | None, Field(description="Het adres van de volgende bladzijde.")),
        previous=(str | None, Field(description="Het adres van de vorige bladzijde.")),
        results=(list[row], ...),
    )


def _called(table: Table) -> str:
    """`small-wins` is `SmallWins` among the types of the document."""
    return table.name.title().replace("-", "")


def _given(column: FileColumn) -> tuple[type, Any]:
    said = f"{column.label}. {column.about}" if column.about else str(column.label)
    return _held(column), Field(description=said, json_schema_extra=_codes(column))


def _codes(column: FileColumn) -> dict[str, Any] | None:
    """The codes that a column may hold, and null where it may be silent."""
    codes, held = [code for code, _label in column.choices], _held(column)
    if not codes:
        return None
    if list[str] in (held, *get_args(held)):
        return {"items": {"type": "string", "enum": codes}}
    return {"enum": [*codes, *([None] if type(None) in get_args(held) else [])]}


def _held(column: FileColumn) -> Any:
    """The type of what a column holds: that of its field, or what its function says that it gives."""
    field = column.field
    if field is None:
        return get_type_hints(column.value).get("return", Cell)
    if field.name == "sources":
        return list[str]  # one a line
    may_be_silent = field.null or isinstance(field, models.GeneratedField)
    field = getattr(field, "output_field", None) or field
    held = list[str] if isinstance(field, ArrayField) else TYPES[field.get_internal_type()]
    return held | None if may_be_silent else held
