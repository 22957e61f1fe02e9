"""What goes back to whoever brought a table: the rows that did not fit, each with the reason; and an empty table to start from."""

from collections.abc import Iterable, Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from initiatives.exchange.exports.files import Row, lines_of_csv, write_xlsx, written
from initiatives.exchange.imports.kinds.kind import ImportKind
from initiatives.exchange.imports.plan import ImportPlan
from initiatives.lenses import ImportOutcome
from initiatives.models import ImportBatch


def left_behind(batch: ImportBatch, reasons: dict[int, str]) -> list[Row]:
    """The rows that did not fit, as they came, under their headings. The first two columns say which row it was, and why.

    In: the reason of each, by its number.
    """
    head = [_("Rij"), _("Waarom blijft het achter?"), *batch.headings]
    refused = ((number, cells) for number, cells in batch.rows_below if number in reasons)
    return [head, *([number, reasons[number], *cells] for number, cells in refused)]


def reasons_in(plan: ImportPlan) -> dict[int, str]:
    return {row.number: row.reason for row in plan.rows if row.outcome == ImportOutcome.REFUSED}


def reasons_kept(batch: ImportBatch) -> dict[int, str]:
    """Those of a table that was written."""
    refused = batch.rows.filter(outcome=ImportOutcome.REFUSED)
    return dict(refused.values_list("number", "reason"))


def as_xlsx(rows: Iterable[Row], name: str) -> Iterator[bytes]:
    return written({name: rows}, write_xlsx)


def as_csv(rows: Iterable[Row]) -> Iterator[bytes]:
    return lines_of_csv(rows)


def template(kind: type[ImportKind]) -> dict[str, list[Row]]:
    """The sheets of an empty table: the headings, and what each of them is."""
    labels = {name: capfirst(label) for name, label in kind.labels().items()}
    about = {column.name: str(column.about) for column in kind.columns()}
    words = [
        [labels[name], _said_of(field) or about.get(name, ""), _needed(kind, name)]
        for name, field in kind.form.base_fields.items()
    ]
    return {
        capfirst(str(kind.word.label)): [list(labels.values())],
        _("Uitleg"): [[_("Kolom"), _("Wat zet je erin?"), ""], *words],
    }


def _said_of(field) -> str:
    """The words that one may choose from, where there are a few."""
    return " | ".join(str(label) for _code, label in getattr(field, "choices", ()))


def _needed(kind: type[ImportKind], name: str) -> str:
    return _("nodig voor een nieuwe rij") if name in kind.needed else ""
