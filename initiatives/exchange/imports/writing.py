"""Writing what a preview showed, all of it at once; and putting it back."""

from collections.abc import Iterable
from zlib import crc32

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Max, Model
from django.db.models.deletion import ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from initiatives.exchange.imports.kinds import KINDS
from initiatives.exchange.imports.kinds.kind import ImportKind, WithinReach
from initiatives.exchange.imports.plan import ImportPlan, PlannedRow, planned
from initiatives.lenses import WRITTEN, ImportOutcome
from initiatives.models import AuditEntry, ImportBatch, ImportRow, User

WRITES = ["written_at", "written_by", "n_read", *(f"n_{outcome}" for outcome in ImportOutcome)]


class RefusedByDatabase(Exception):
    """The rules of the database refuse a row that looked right. Nothing was written."""

    def __init__(self, number: int, sentence: str):
        super().__init__(sentence)
        self.number, self.sentence = number, sentence


def write(batch: ImportBatch, reach: WithinReach, *, digest: str, by: User) -> ImportPlan | None:
    """Write every row that is new or changed. Out: None once it is written; a plan that says something else than was seen, else.

    In: the batch, held by this transaction; the digest of the plan that somebody saw.
    """
    if batch.written_at:
        return None  # sent twice
    _one_at_a_time()
    kind = KINDS[batch.table](reach, {})
    kind.hold(kind.reachable())  # whichever of them is meant stays as the plan finds it
    plan = planned(batch, reach)
    if plan.digest != digest:
        return plan
    try:
        with transaction.atomic():
            _write_rows(batch, plan)
    except RefusedByDatabase as refused:
        batch.faults[str(refused.number)] = refused.sentence
        batch.save(update_fields=["faults"])
        return planned(batch, reach)
    batch.count([row.outcome for row in plan.rows])
    batch.written_at, batch.written_by = timezone.now(), by
    batch.save(update_fields=WRITES)
    return None


def _one_at_a_time() -> None:
    """Two who bring the same new name would both find that it is not there yet. In a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [crc32(ImportBatch._meta.db_table.encode())])


def _write_rows(batch: ImportBatch, plan: ImportPlan) -> None:
    kept = [_kept(batch, plan.kind, row, _written(plan.kind, row)) for row in plan.rows]
    written = [each for each in kept if each.outcome in WRITTEN]
    entries = _last_entries(plan.kind, [each.row for each in written])
    for each in written:
        each.entry = entries[each.row]
    ImportRow.objects.bulk_create(kept)


def _written(kind: ImportKind, row: PlannedRow) -> Model | None:
    if not row.is_written:
        return None
    try:
        with transaction.atomic():
            return kind.write(row.row, row.after, row.values)
    except (IntegrityError, DataError) as fault:
        said = _("Dit past niet bij wat er al staat. Voeg het met de hand toe, dan zie je waarom.")
        raise RefusedByDatabase(row.number, said) from fault
    except ValidationError as fault:
        raise RefusedByDatabase(row.number, " ".join(fault.messages)) from fault


def _kept(batch: ImportBatch, kind: ImportKind, row: PlannedRow, written: Model | None) -> ImportRow:
    ours = written or row.row
    before, after = (
        {name: kind.kept(name, value) for name, value in values.items()} for values in (row.before, row.after)
    )
    key = str(ours.pk) if ours else ""
    return ImportRow(
        batch=batch,
        number=row.number,
        outcome=row.outcome,
        row=key,
        before=before,
        after=after,
        reason=row.reason,
    )


def _last_entries(kind: ImportKind, keys: Iterable[str]) -> dict[str, int]:
    """The last line of the audit about each of these rows."""
    entries = AuditEntry.objects.filter(table=kind.model._meta.db_table, row__in=[*keys]).order_by()
    return dict(entries.values_list("row").annotate(last=Max("pk")))


# ------------------------------------------------------------------ undoing
def undo(batch: ImportBatch, reach: WithinReach, *, by: User) -> list[ImportRow]:
    """Put back what this batch wrote, but for rows that somebody changed since. Out: those that stayed, with the reason.

    In: the batch, held by this transaction. The last row goes first: it may stand on one before it.
    """
    kind = KINDS[batch.table](reach, {})
    rows = list(batch.rows.filter(outcome__in=WRITTEN).order_by("-number"))
    here = _within_reach(kind, rows)
    kind.hold([*here.values()])
    here = _within_reach(kind, rows)
    last = _last_entries(kind, here)
    for row in rows:
        row.stayed = _undone(kind, row, here.get(row.row), last.get(row.row))
    ImportRow.objects.bulk_update(rows, ["stayed"], batch_size=500)
    batch.undone_at, batch.undone_by = timezone.now(), by
    batch.save(update_fields=["undone_at", "undone_by"])
    return [row for row in reversed(rows) if row.stayed]


def _within_reach(kind: ImportKind, rows: list[ImportRow]) -> dict[str, Model]:
    found = kind.reachable().filter(pk__in=[row.row for row in rows])
    return {str(each.pk): each for each in found}


def _undone(kind: ImportKind, row: ImportRow, ours: Model | None, last: int | None) -> str:
    """Put one row back. Out: why it stays, or nothing."""
    if ours is None:
        return _("staat er niet meer, of hoort nu bij een ander programma")
    if last != row.entry:
        return _("iemand veranderde dit daarna")
    try:
        with transaction.atomic():
            if row.outcome == ImportOutcome.CHANGED:
                kind.put_back(ours, row.before, row.after)
                return ""
            why = kind.why_it_stays(ours, row.after)
            if not why:
                ours.delete()
            return Truncator(why).chars(300)
    except ValidationError as refused:
        return " ".join(refused.messages)
    except (IntegrityError, DataError, ProtectedError, RestrictedError):
        return _("past niet meer bij wat er nu staat")
