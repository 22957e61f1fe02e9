"""Which column fills what: guessed from what the exports and the forms call it, in either language, and remembered as somebody corrected it."""

import hashlib
from collections.abc import Iterable

from django.utils import translation

from initiatives.exchange.imports.cells import LANGUAGES
from initiatives.exchange.imports.kinds import KINDS
from initiatives.exchange.imports.kinds.kind import ImportKind
from initiatives.models import ImportBatch, ImportMapping
from initiatives.names import folded, letters

LOOKED_AT = 10  # rows among which the headings stand
NOT_READ = ""


def names_of(kind: type[ImportKind]) -> dict[str, str]:
    """The field behind each name of a column, folded. A name of a field stands before what it is called."""
    called: dict[str, str] = {}
    for language in LANGUAGES:
        with translation.override(language):
            exported = {column.name: str(column.label) for column in kind.columns()}
            for name, label in {**kind.labels(), **exported}.items():
                called.setdefault(letters(label), name if name in kind.form.base_fields else NOT_READ)
    called |= {letters(word): name for word, name in kind.also.items() if letters(word) not in called}
    return called | {letters(name): name for name in kind.form.base_fields}


def guessed(kind: type[ImportKind], headings: Iterable[str]) -> list[str]:
    """The field of each column. Each field once: the first column that is called so."""
    called, taken, mapping = names_of(kind), set(), []
    for heading in headings:
        name = called.get(letters(heading), NOT_READ) if heading else NOT_READ
        mapping.append(NOT_READ if name in taken else name)
        taken.add(name)
    return mapping


def heading_row(kind: type[ImportKind], rows: list[list[str]]) -> int:
    """The number of the row that has most of the names that we know; the first with anything in it, where none has."""
    first = next((number for number, row in enumerate(rows, start=1) if any(row)), 1)
    best = {
        number: sum(bool(name) for name in guessed(kind, row))
        for number, row in enumerate(rows[:LOOKED_AT], start=1)
    }
    most = max(best.values(), default=0)
    return next(number for number in best if best[number] == most) if most else first


def digest_of(headings: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(map(folded, headings)).encode()).hexdigest()


def set_up(batch: ImportBatch, *, sheet: int, row: int | None = None) -> None:
    """Read this sheet from this row on: its columns as somebody mapped them before, or else as they are called."""
    kind = KINDS[batch.table]
    batch.sheet = sheet
    batch.heading_row = row or heading_row(kind, batch.rows_shown)
    headings = batch.headings
    known = ImportMapping.objects.filter(
        user=batch.made_by, table=batch.table, headings=digest_of(headings)
    ).first()
    fits = known and len(known.mapping) == len(headings)
    batch.mapping = known.mapping if fits else guessed(kind, headings)
    batch.answers, batch.faults = {}, {}


def keep_mapping(batch: ImportBatch, mapping: list[str]) -> None:
    """Use these columns now, and the next time that somebody brings the same headings."""
    batch.mapping, batch.faults = mapping, {}
    batch.save(update_fields=["mapping", "faults"])
    which = {"user": batch.made_by, "table": batch.table, "headings": digest_of(batch.headings)}
    if mapping == guessed(KINDS[batch.table], batch.headings):
        ImportMapping.objects.filter(**which).delete()
    else:
        ImportMapping.objects.update_or_create(**which, defaults={"mapping": mapping})
