"""Two rows become one, in any table: what points at the one that goes points at the one that stays, and a ledger holds each change.

Nothing here knows a table by name; what differs stands in `kinds.py`. In a transaction, with both rows held.
"""

from collections.abc import Collection, Mapping

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from initiatives.models.columns import Kind, fields_of
from initiatives.models.merging.kinds import MergeOf
from initiatives.models.merging.merges import Merge, MergeChange
from initiatives.models.merging.relations import name_of, relations_to, rows_at, twins
from initiatives.models.merging.rows import Row, kept_columns, put_down, set_in, take_away, taken_down


class Ledger:
    """Changes rows, and writes down each change."""

    def __init__(self, merge: Merge):
        self.merge, self.changes = merge, []

    def write(self) -> None:
        MergeChange.objects.bulk_create(self.changes, batch_size=500)

    def set(self, row: models.Model, values: Mapping[str, object]) -> None:
        """Write columns of a row; what the database changes in the same row on that occasion is written down too."""
        model, key = type(row), row.pk
        before = taken_down(model, key)
        model._base_manager.filter(pk=key).update(**values)
        after = taken_down(model, key)
        changed = [column for column in kept_columns(model) if before[column] != after[column]]
        if changed:
            self._note(row, {name: before[name] for name in changed}, {name: after[name] for name in changed})

    def take_away(self, row: models.Model) -> None:
        before = taken_down(type(row), row.pk)
        take_away(type(row), row.pk)
        self._note(row, before, None)

    def made(self, row: models.Model) -> None:
        self._note(row, None, taken_down(type(row), row.pk))

    def _note(self, row: models.Model, before: Row | None, after: Row | None) -> None:
        at = {"merge": self.merge, "number": len(self.changes) + 1}
        self.changes.append(
            MergeChange(**at, table=row._meta.label_lower, row=str(row.pk), before=before, after=after)
        )


class Joining:
    """One row goes into another of the same table."""

    def __init__(self, kind: MergeOf, ledger: Ledger):
        self.kind, self.ledger = kind, ledger

    def hand_over(self, goes: models.Model, stays: models.Model) -> None:
        """Whatever points at `goes` points at `stays` from now on; where that one has the same row, the two rows join."""
        for column in relations_to(type(goes)):
            name = name_of(column)
            if name in self.kind.stays:
                continue
            same = twins(column, goes, stays)
            for row in rows_at(column, goes):
                if name in self.kind.falls:
                    self.drop(row)
                elif row.pk in same:
                    self.join(row, column.model._base_manager.get(pk=same[row.pk]))
                else:
                    self._move(row, column, stays)

    def join(self, row: models.Model, twin: models.Model) -> None:
        """Both are the same: the one that stays keeps its own, gets what hangs on the other, and that one goes.

        Where each says something of its own, what was said of the one that goes is not said of the other: it goes, too.
        """
        if not self.kind.is_same(row):
            self._fall(row)
            return
        self.hand_over(row, twin)
        if news := self.kind.blend(row, twin):
            self.ledger.set(twin, news)
        self.drop(row)

    def _fall(self, row: models.Model) -> None:
        for column in relations_to(type(row)):
            for hanging in rows_at(column, row):
                self._fall(hanging)
        self.drop(row)

    def drop(self, row: models.Model) -> None:
        """Take the row away, which nothing hangs on any more."""
        self.ledger.take_away(row)

    def _move(self, row: models.Model, column: models.ForeignKey, stays: models.Model) -> None:
        values = {column.name: stays.pk, **self.kind.alongside.get(name_of(column), {})}
        try:
            with transaction.atomic():
                self.ledger.set(row, values)
        except IntegrityError:
            if not self.kind.closes:
                raise  # nothing may point at a row that is deleted
            # a row that says what somebody did stays with the closed account, which has their name


def at_once() -> None:
    """Let the database look now at what it would look at in the end."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")


def put_back(change: MergeChange, *, but: Collection[str] = ()) -> None:
    """Undo one change, but for these columns. Raises IntegrityError where it no longer fits."""
    model = apps.get_model(change.table)
    with transaction.atomic():
        if change.after is None:
            put_down(model, change.before)
        elif change.before is None:
            take_away(model, change.row)
        else:
            set_in(
                model, change.row, {name: value for name, value in change.before.items() if name not in but}
            )
        at_once()


def stale_columns(change: MergeChange) -> set[str]:
    """The columns of people that say something else now than the merge left in them; all of them where the row went, or is there again."""
    model = apps.get_model(change.table)
    now = taken_down(model, change.row)
    if change.after is None:
        return set(now or ())
    ours = change.after.keys() - {field.column for field in fields_of(model, Kind.DERIVED)}
    return {name for name in ours if now is None or now[name] != change.after[name]}
