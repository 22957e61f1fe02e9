"""Taking the first or the last of several rows asks for an order in which it is the first.

Most keys here are random, and Django orders by the key where nobody names an order: `wins.last()` is then any win. In the tests
such a pick is an error, in the site's code and in that of the tests. A pick of at most one row is none: a unique column is known.
"""

import sys
from functools import partial, wraps
from itertools import islice

from django.db import models
from django.db.models.lookups import Exact
from django.db.models.query import QuerySet

SHOWN = 20  # in a message about a test


class RandomPick(AssertionError):
    """A pick of a row that chance decides."""


def guard() -> None:
    """From now on, QuerySets refuse random picks. `first()` and `last()` are slices too."""
    QuerySet.__getitem__ = _looked_at(QuerySet.__getitem__)
    QuerySet._earliest = _looked_at_by_name(QuerySet._earliest)
    QuerySet.__repr__ = lambda rows: f"<{type(rows).__name__} {list(islice(rows.all(), SHOWN))}>"
    models.Subquery.__init__ = _looked_at_inside(models.Subquery.__init__)


def _looked_at(pick):
    """A slice may still be counted, which takes no row."""

    @wraps(pick)
    def looked(rows, which):
        if not is_left_to_chance(rows) or _is_asked_by_a_deletion():
            return pick(rows, which)
        if not isinstance(which, slice) or rows._result_cache is not None:
            _refuse(rows)
        picked = pick(rows, which)
        picked._fetch_all = partial(_refuse, rows)
        return picked

    return looked


def _is_asked_by_a_deletion() -> bool:
    """Django looks at any of the rows that go, to know their model."""
    return sys._getframe(2).f_globals["__name__"] == "django.db.models.deletion"


def _looked_at_by_name(pick):
    @wraps(pick)
    def looked(rows, *names):
        if is_left_to_chance(rows.order_by(*names)):
            _refuse(rows)
        return pick(rows, *names)

    return looked


def _looked_at_inside(start):
    @wraps(start)
    def looked(expression, rows, *more, **named):
        if "_fetch_all" in vars(rows) and not isinstance(expression, models.Exists):
            _refuse(rows)
        return start(expression, rows, *more, **named)

    return looked


def _refuse(rows: QuerySet):
    name = rows.model._meta.label
    raise RandomPick(f"Say in which order this takes a {name}: by its key is by chance.")


def is_left_to_chance(rows: QuerySet) -> bool:
    return (
        isinstance(rows.model._meta.pk, models.UUIDField)
        and not rows.query.is_sliced
        and not _is_in_a_named_order(rows)
        and not _is_one_row(rows)
    )


def _is_in_a_named_order(rows: QuerySet) -> bool:
    """True where the order names more than the key."""
    key = {f"{sign}{name}" for sign in ("", "-") for name in ("pk", rows.model._meta.pk.name)}
    return rows.ordered and not set(rows.query.order_by or ("by its model",)) <= key


def _is_one_row(rows: QuerySet) -> bool:
    """True where a unique column has one value, or where the set is empty."""
    known = _known_columns(rows.query.where)
    return rows.query.is_empty() or any(unique <= known for unique in _unique(rows.model))


def _known_columns(where) -> set[str]:
    if where.connector != "AND" or where.negated:
        return set()
    exact = (part for part in where.children if isinstance(part, Exact))
    columns = {part.lhs.target.name for part in exact if hasattr(part.lhs, "target")}
    return columns.union(*(_known_columns(part) for part in where.children if hasattr(part, "connector")))


def _unique(model) -> list[set[str]]:
    alone = [{field.name} for field in model._meta.fields if field.unique]
    return alone + [set(rule.fields) for rule in model._meta.total_unique_constraints]
