"""A row of any table as the database has it: taken down in full, changed, and put back to the letter."""

import json

from django.db import connection, models
from psycopg.sql import SQL, Composable, Identifier

Row = dict[str, object]

_READ = "select to_jsonb(it)::text from {table} it where it.{pk}::text = %s"
_MAKE = "insert into {table} ({names}) select {names} from jsonb_populate_record(null::{table}, %s::jsonb)"
_SET = "update {table} set {told} from jsonb_populate_record(null::{table}, %s::jsonb) it where {table}.{pk}::text = %s"
_DELETE = "delete from {table} where {pk}::text = %s"


def _run(asked: str, model: type[models.Model], values: list, **parts: Composable) -> tuple | None:
    """One statement about a row of this table. Out: what it reads."""
    names = {"table": Identifier(model._meta.db_table), "pk": Identifier(model._meta.pk.column)}
    with connection.cursor() as cursor:
        cursor.execute(SQL(asked).format(**names, **parts), values)
        return cursor.fetchone() if cursor.description else None


def kept_columns(model: type[models.Model]) -> list[str]:
    """The columns that somebody writes; the others follow from these."""
    return [field.column for field in model._meta.concrete_fields if not field.generated]


def taken_down(model: type[models.Model], key: object) -> Row | None:
    """The columns of a row as JSON; None where it is not there."""
    found = _run(_READ, model, [str(key)])
    row = json.loads(found[0]) if found else None
    return row and {column: row[column] for column in kept_columns(model)}


def put_down(model: type[models.Model], row: Row) -> None:
    """Make the row as it was taken down, under its own key."""
    _run(_MAKE, model, [json.dumps(row)], names=SQL(", ").join(map(Identifier, row)))


def set_in(model: type[models.Model], key: object, values: Row) -> None:
    """Write these columns of one row, as they were taken down."""
    one = SQL("{column} = (it).{column}")
    told = SQL(", ").join(one.format(column=Identifier(column)) for column in values)
    _run(_SET, model, [json.dumps(values), str(key)], told=told)


def take_away(model: type[models.Model], key: object) -> None:
    """Delete the row alone: what hangs on it went elsewhere before, or the database refuses."""
    _run(_DELETE, model, [str(key)])
