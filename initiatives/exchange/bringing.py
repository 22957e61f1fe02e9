"""Bring rows of a file into a table: make what is new, renew what nobody changed, leave to people what they changed.

Who changed what stands in the audit: loading, and whatever else runs without anybody logged in, has no author there.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from django.db import models

from initiatives.models import AuditAction, AuditEntry


@dataclass(frozen=True)
class Loaded:
    """Counts of the rows of one file: new, renewed, and there already. `left`: rows in which words of people stayed."""

    what: str
    new: int
    same: int
    renewed: int = 0
    left: int = 0
    gone: int = 0
    remark: str = ""

    def __str__(self) -> str:
        parts = [f"{self.new} nieuw", f"{self.same} stond er al"]
        parts += [f"{self.renewed} vernieuwd"] if self.renewed else []
        parts += [f"{self.gone} weg"] if self.gone else []
        parts += [f"{self.left} deels zoals mensen het maakten"] if self.left else []
        return f"{self.what}: {', '.join(parts)}{self.remark}"


def bring(
    what: str,
    model: type[models.Model],
    wanted: Mapping[object, Mapping[str, object]],
    here: Mapping[object, models.Model],
    *,
    stamps: Mapping[str, object] | None = None,
    once: Mapping[str, object] | None = None,
    together: Iterable[set[str]] = (),
    gone: Container = (),
    remark: str = "",
) -> Loaded:
    """In: columns by key, as they should be, and the rows that are here by the same key.

    `stamps` are written with every change, `once` only into a new row. `together`: columns that say one thing, so that all of them
    stay where somebody changed one. `gone`: the keys of rows that people took away, which do not come back.
    """
    wanted = {key: values for key, values in wanted.items() if key in here or key not in gone}
    stamps, once = stamps or {}, once or {}
    new = [model(**values, **stamps, **once) for key, values in wanted.items() if key not in here]
    model._default_manager.bulk_create(new)
    differing = {key: _news(here[key], wanted[key]) for key in wanted.keys() & here.keys()}
    differing = {key: news for key, news in differing.items() if news}
    theirs = changed_by_people(model, [here[key] for key in differing])
    renewed, left = [], 0
    for key, news in differing.items():
        row = here[key]
        kept = news.keys() & _with_their_kin(theirs.get(str(row.pk), set()), together)
        left += bool(kept)
        if news := {name: value for name, value in news.items() if name not in kept}:
            for name, value in {**news, **stamps}.items():
                setattr(row, name, value)
            renewed.append(row)
    columns = {*(name for values in wanted.values() for name in values), *stamps}
    model._default_manager.bulk_update(renewed, sorted(columns), batch_size=50)
    same = len(wanted) - len(new) - len(renewed)
    return Loaded(what, len(new), same, len(renewed), left, remark=remark)


def _news(row: models.Model, values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if getattr(row, name) != value}


def _with_their_kin(columns: set[str], together: Iterable[set[str]]) -> set[str]:
    return columns.union(*(kin for kin in together if kin & columns))


def changed_by_people(model: type[models.Model], rows: Iterable[models.Model]) -> dict[str, set[str]]:
    """The columns that somebody changed, by the key of the row. All columns of a row that somebody made."""
    keys = [str(row.pk) for row in rows]
    if not keys:
        return {}
    entries = AuditEntry.objects.filter(table=model._meta.db_table, row__in=keys, actor__isnull=False)
    found: dict[str, set[str]] = {}
    for row, action, changes in entries.order_by().values_list("row", "action", "changes"):
        all_of_it = {field.attname for field in model._meta.concrete_fields}
        found.setdefault(row, set()).update(all_of_it if action == AuditAction.INSERT else changes)
    return found


def taken_away(model: type[models.Model], *columns: str) -> set:
    """What the rows of this table had in these columns that people deleted: a value, or a tuple of several."""
    entries = AuditEntry.objects.filter(
        table=model._meta.db_table, action=AuditAction.DELETE, actor__isnull=False
    )
    rows = entries.order_by().values_list("changes", flat=True)
    found = (tuple(changes.get(column, [None])[0] for column in columns) for changes in rows)
    return {values[0] if len(columns) == 1 else values for values in found}


def by_web_name(model: type[models.Model]) -> dict[str, models.Model]:
    """The rows by their web name, and by those that they had before: what people call otherwise now is still that row."""
    here = model._default_manager.in_bulk(field_name="slug")
    rows = {str(row.pk): row for row in here.values()}
    renamed = AuditEntry.objects.filter(
        table=model._meta.db_table, action=AuditAction.UPDATE, changes__has_key="slug"
    )
    before = renamed.order_by("pk").values_list("row", "changes__slug__0")
    return {name: rows[key] for key, name in before if key in rows} | here


def keys_by_web_name(model: type[models.Model]) -> dict[str, int]:
    return {name: row.pk for name, row in by_web_name(model).items()}


def untouched(model: type[models.Model], rows: Iterable[models.Model]) -> list[models.Model]:
    """Those of these rows that nobody made or changed."""
    rows = list(rows)
    theirs = changed_by_people(model, rows)
    return [row for row in rows if str(row.pk) not in theirs]
