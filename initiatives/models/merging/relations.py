"""What points at a row: every table and column, found by itself, so that a new table comes along (decision 0299)."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q

FIRST = ("user", "initiative", "city", "programme", "partner", "role", "invitation", "membership")
FIRST += ("membershiprequest", "partnership", "capturelink", "pilotcheck", "smallwin", "wall")


def relations_to(model: type[models.Model]) -> list[models.ForeignKey]:
    """The columns of all tables that point at rows of this model; of a set of rows, that of the table between."""
    found = model._meta.get_fields(include_hidden=True)
    columns = [
        each.field for each in found if each.auto_created and not each.concrete and not each.many_to_many
    ]
    return sorted(columns, key=lambda column: (_rank(column.model), name_of(column)))


def _rank(model: type[models.Model]) -> int:
    """In the order in which rows are held (decision 0173)."""
    name = model._meta.model_name
    return FIRST.index(name) if name in FIRST else len(FIRST)


def name_of(column: models.ForeignKey) -> str:
    """As a kind of merge names it: "partnership.partner"."""
    return f"{column.model._meta.model_name}.{column.name}"


def rows_at(column: models.ForeignKey, row: models.Model) -> models.QuerySet:
    return column.model._base_manager.filter(**{column.name: row.pk}).order_by("pk")


def twins(column: models.ForeignKey, goes: models.Model, stays: models.Model) -> dict[object, object]:
    """Of rows that point at `goes`: the key of the row that points at `stays` and is the same to a rule that allows one of them.

    Three queries for each such rule; one where nothing points there.
    """
    found: dict[object, object] = {}
    for names, condition, is_distinct in _rules(column):
        others = [name for name in names if name != column.name]
        there = dict(_told(column, stays, others, condition, is_distinct))
        here = _told(column, goes, others, condition, is_distinct) if there else ()
        found.update((key, there[said]) for said, key in here if said in there)
    return found


def _rules(column: models.ForeignKey) -> Iterable[tuple[list[str], Q | None, bool]]:
    """The rules of the table by which one row of a kind may point at a row: columns, condition, whether two unknowns differ."""
    meta = column.model._meta
    if column.unique:
        yield [column.name], None, True
    for names in meta.unique_together:
        if column.name in names:
            yield list(names), None, True
    for rule in meta.constraints:
        if isinstance(rule, models.UniqueConstraint) and column.name in rule.fields:
            yield list(rule.fields), rule.condition, rule.nulls_distinct is not False


def _told(
    column: models.ForeignKey, row: models.Model, names: list[str], condition: Q | None, is_distinct: bool
) -> list[tuple[tuple, object]]:
    """Each row that points at `row` and that the rule is about: its other columns, and its key."""
    rows = rows_at(column, row).filter(condition or Q())
    values = (((*each[:-1],), each[-1]) for each in rows.values_list(*names, "pk"))
    return [(said, key) for said, key in values if not (is_distinct and None in said)]
