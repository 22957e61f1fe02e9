"""A short mark of what stands in a row: another mark tells that somebody changed it meanwhile."""

import hashlib
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Model, QuerySet

READ = "read"  # the columns that one only read, beside the parts that one writes


def mark(values: Iterable) -> str:
    """Ten signs, the same for the same values. Not answered is one value; the order of a set is no difference."""
    return hashlib.sha256(repr([_plain(value) for value in values]).encode()).hexdigest()[:10]


def _plain(value) -> str:
    match value:
        case None:
            return ""
        case list() | tuple() | QuerySet():
            return str(sorted(map(_plain, value)))
        case Model():
            return str(value.pk)
        case Decimal():
            return f"{value.normalize():f}"
    return str(value)


def value_of(row: Model, column: str):
    """The value of a column, or of a property that tells what hangs on the row; a set of rows as a list."""
    if isinstance(getattr(type(row), column, None), property):
        return getattr(row, column)
    if not row._meta.get_field(column).many_to_many:
        return getattr(row, column)
    return [] if row._state.adding else list(getattr(row, column).all())


def as_read(row: Model, columns: Iterable[str]) -> str:
    """The version of a row of which one read these columns."""
    return as_version({READ: mark(value_of(row, column) for column in columns)})


def as_version(marks: dict[str, str]) -> str:
    """The marks of all parts, as a form sends them back."""
    return " ".join(f"{part}:{mark}" for part, mark in marks.items())


def marks_in(version: str) -> dict[str, str]:
    """The mark of each part, by its name. In: the field of a form as it was sent; what is no mark is left out."""
    return dict(word.split(":", 1) for word in version.split() if ":" in word)
