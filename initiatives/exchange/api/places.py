"""A page of many rows: from a place among them on, however many there are and whatever is added meanwhile."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

BETWEEN = "."  # in no date, code, key or web name


@dataclass(frozen=True)
class Order:
    """An order of rows by what a visitor reads of them, the last column different for each row; "-" where it goes down.

    A place is the values of a row. It stays a place when that row is gone, and tells nothing that the row does not.
    """

    model: type[Model]
    columns: tuple[str, ...]

    def place_of(self, row: Model) -> str:
        return BETWEEN.join(str(getattr(row, column.lstrip("-"))) for column in self.columns)

    def values_in(self, place: str) -> list | None:
        """The values that a place says; None for what is none."""
        parts = place.split(BETWEEN)
        if len(parts) != len(self.columns):
            return None
        try:
            return [
                self._field(column).to_python(part) for column, part in zip(self.columns, parts, strict=True)
            ]
        except (ValidationError, ValueError):
            return None

    def _field(self, column: str):
        name = column.lstrip("-")
        field = self.model._meta.pk if name == "pk" else self.model._meta.get_field(name)
        return getattr(field, "output_field", None) or field

    def sorted(self, rows: QuerySet, *, back: bool = False) -> QuerySet:
        return rows.order_by(*(_turned(column) if back else column for column in self.columns))

    def beyond(self, rows: QuerySet, values: list, *, back: bool = False) -> QuerySet:
        """The rows after this place; before it when one goes back."""
        further, same = Q(), Q()
        for column, value in zip(self.columns, values, strict=True):
            name = column.lstrip("-")
            further |= same & Q(**{f"{name}__{_way(column, back)}": value})
            same &= Q(**{name: value})
        first = self.columns[0]
        # The first condition follows from the second; the index needs it.
        return rows.filter(Q(**{f"{first.lstrip('-')}__{_way(first, back)}e": values[0]})).filter(further)


def _turned(column: str) -> str:
    return column[1:] if column.startswith("-") else f"-{column}"


def _way(column: str, back: bool) -> str:
    return "lt" if column.startswith("-") != back else "gt"


@dataclass(frozen=True)
class Stretch:
    """Rows that stand one after the other, and the places from which one goes on; empty where nothing more is there."""

    rows: list[Model]
    before: str = ""
    after: str = ""


def stretch(rows: QuerySet, order: Order, *, after: list | None, before: list | None, size: int) -> Stretch:
    """In: the values of the place from which to go on, or before which to look."""
    back, place = before is not None, before if before is not None else after
    wanted = order.sorted(rows, back=back)
    if place is not None:
        wanted = order.beyond(wanted, place, back=back)
    found = [*wanted[: size + 1]]
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    if not found:
        return Stretch([])
    has_before = more if back else after is not None
    has_after = back or more
    return Stretch(
        found,
        order.place_of(found[0]) if has_before else "",
        order.place_of(found[-1]) if has_after else "",
    )
