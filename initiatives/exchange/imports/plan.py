"""What would become of each row. Nothing is written; every row is accounted for."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from initiatives.exchange.imports.files.sheets import FAULTS, NO_OUTCOME
from initiatives.exchange.imports.kinds import KINDS
from initiatives.exchange.imports.kinds.kind import TWICE, ImportKind, Unsure, WhoIsMeant, WithinReach
from initiatives.lenses import WRITTEN, ImportOutcome
from initiatives.models import ImportBatch


@dataclass(frozen=True)
class CellChange:
    """What one field holds now, and what it would hold: both as people read them."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class PlannedRow:
    """`row`: the row of ours, None for a new one. `faults`: for a label of a field what is wrong there; what is wrong with the whole has no label."""

    number: int
    cells: list[str]
    outcome: ImportOutcome
    name: str = ""
    row: Model | None = None
    values: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    changes: tuple[CellChange, ...] = ()

    @property
    def is_written(self) -> bool:
        return self.outcome in WRITTEN

    @property
    def reason(self) -> str:
        """Why it stays behind, in one line."""
        return " ".join(f"{label}: {said}" if label else said for label, said in self.faults.items())


@dataclass(frozen=True)
class ImportPlan:
    """Every row under the headings, and the names about which somebody has to say who is meant."""

    kind: ImportKind
    rows: tuple[PlannedRow, ...]
    questions: tuple[WhoIsMeant, ...]

    @cached_property
    def counts(self) -> dict[ImportOutcome, int]:
        counted = Counter(row.outcome for row in self.rows)
        return {outcome: counted[outcome] for outcome in ImportOutcome}

    @property
    def waits(self) -> bool:
        """Somebody has to say who is meant, before all of it can go on."""
        return any(question.rows for question in self.questions)

    @property
    def n_written(self) -> int:
        return sum(self.counts[outcome] for outcome in WRITTEN)

    @cached_property
    def digest(self) -> str:
        """Another one tells that something else would be written than somebody saw."""
        said = [
            [row.number, row.outcome, row.row and str(row.row.pk), row.name, row.reason]
            + [[each.label, each.before, each.after] for each in row.changes]
            for row in self.rows
        ]
        return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()[:20]


def planned(batch: ImportBatch, reach: WithinReach) -> ImportPlan:
    """What this table would do now, for whoever brings it. A fixed number of queries, however many rows.

    In: the batch with its columns; what the hands of its bringer reach.
    """
    kind = KINDS[batch.table](reach, batch.answers)
    planning = _Planning(kind, batch)
    rows = tuple(planning.row(number, cells) for number, cells in batch.rows_below)
    return ImportPlan(kind, rows, planning.questions)


class _Planning:
    """Goes through the rows, and remembers what it met."""

    def __init__(self, kind: ImportKind, batch: ImportBatch):
        self.kind, self.batch = kind, batch
        self.labels = {name: capfirst(label) for name, label in kind.labels().items()}
        self.seen: dict[object, int] = {}
        self.unanswered: Counter[str] = Counter()

    def row(self, number: int, cells: list[str]) -> PlannedRow:
        as_brought = PlannedRow(number, cells, ImportOutcome.EMPTY)
        if not any(cell.strip() for cell in cells):
            return as_brought
        if said := self.batch.faults.get(str(number)):
            return self._refused(as_brought, {NON_FIELD_ERRORS: said})
        typed = {name: cell for name, cell in zip(self.batch.mapping, cells, strict=False) if name}
        if not any(cell.strip() for cell in typed.values()):
            return self._refused(
                as_brought, {NON_FIELD_ERRORS: _("In de kolommen die we inlezen staat niets.")}
            )
        if broken := {name: _broken(cell) for name, cell in typed.items() if cell.strip() in FAULTS}:
            return self._refused(as_brought, broken)
        return self._found(as_brought, *self.kind.read(typed))

    def _found(self, row: PlannedRow, values: dict, faults: dict[str, str]) -> PlannedRow:
        try:
            ours = self.kind.find(values)
        except Unsure as unsure:
            self.unanswered[unsure.question.key] += 1
            faults = {
                NON_FIELD_ERRORS: _("Zeg eerst wie je bedoelt: deze naam lijkt op een andere."),
                **faults,
            }
            return self._refused(row, faults, values)
        except ValidationError as refused:  # a cell that is wrong says more than that it is missing
            said = {name: " ".join(sentences) for name, sentences in refused.message_dict.items()}
            return self._refused(row, said | faults, values)
        faults |= {name: said for name, said in self.kind.check(ours, values).items() if name not in faults}
        key = self.kind.key_of(ours, values)
        if key in self.seen:
            faults[NON_FIELD_ERRORS] = str(TWICE % {"row": self.seen[key]})
        self.seen.setdefault(key, row.number)
        return self._refused(row, faults, values, ours) if faults else self._fits(row, ours, values)

    def _fits(self, row: PlannedRow, ours: Model | None, values: dict) -> PlannedRow:
        after, before = self.kind.news(ours, values)
        outcome = (
            ImportOutcome.NEW if ours is None else ImportOutcome.CHANGED if after else ImportOutcome.SAME
        )
        name = self.kind.name_of(ours, values)
        changes = tuple(
            CellChange(self.labels[each], self.kind.said(each, before[each]), self.kind.said(each, value))
            for each, value in after.items()
            if ours or value != name  # a new row is called so above it
        )
        return replace(
            row,
            outcome=outcome,
            name=name,
            row=ours,
            values=values,
            after=after,
            before=before,
            changes=changes,
        )

    def _refused(self, row: PlannedRow, faults: dict, values: dict | None = None, ours: Model | None = None):
        said = {self.labels.get(name, ""): sentence for name, sentence in faults.items()}
        name = (
            self.kind.name_of(ours, values)
            if values
            else next((cell for cell in row.cells if cell.strip()), "")
        )
        return replace(row, outcome=ImportOutcome.REFUSED, name=name, faults=said)

    @property
    def questions(self) -> tuple[WhoIsMeant, ...]:
        """All that were asked, each with the number of rows that wait for an answer."""
        return tuple(replace(each, rows=self.unanswered[key]) for key, each in self.kind.asked.items())


def _broken(cell: str) -> str:
    """What a spreadsheet could not work out."""
    if cell.strip() == NO_OUTCOME:
        return _(
            "Hier staat een formule zonder uitkomst. Open het bestand in Excel, bewaar het, en breng het opnieuw."
        )
    return _("Hier staat een fout van Excel: %(cell)s.") % {"cell": cell.strip()}
