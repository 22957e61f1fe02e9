"""How a row of a file becomes a row of ours: which one it is, what stands there now, and how it is written and put back.

A cell that is empty leaves what stands there; a list of things adds what is missing and takes nothing away (decision 0292).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from initiatives.exchange.exports.columns import FileColumn
from initiatives.exchange.exports.tables import TABLES
from initiatives.forms.texts import REQUIRED
from initiatives.lenses import ImportTable
from initiatives.models import Initiative, Partner, Programme, User
from initiatives.periods import in_words

TWICE = _("Dit staat al in rij %(row)s. Breng elke rij één keer.")
HANGS_ON = _("er hangt intussen iets anders aan")


@dataclass(frozen=True)
class WithinReach:
    """Who brings it, and what their hands reach: the rows that they may know, or change."""

    user: User
    initiatives: QuerySet[Initiative]
    partners: QuerySet[Partner]
    programmes: QuerySet[Programme]


@dataclass(frozen=True)
class WhoIsMeant:
    """A name that looks like others, asked once for all rows. `chosen`: the key of one of them, that it is another, or nothing yet. `rows`: how many wait for it."""

    key: str
    name: str
    alike: tuple[models.Model, ...]
    chosen: str
    rows: int = 0
    may_be_new: bool = True


class Unsure(Exception):
    """Which row is meant has to be asked first."""

    def __init__(self, question: WhoIsMeant):
        super().__init__(question.name)
        self.question = question


class ImportKind:
    """One table that can be brought. An object of it knows all rows that may be meant, asked for once.

    `form`: a field for each column, named as in the export. `needed`: what a new row has to say. `precisions`: columns that say how
    precisely another one is known. `adds`: sets, to which rows are added. `also`: what people call a column, beside its own names.
    """

    word: ClassVar[ImportTable]
    export: ClassVar[str]  # the name of the same table among the exports
    model: ClassVar[type[models.Model]]
    form: ClassVar[type[forms.Form]]
    needed: ClassVar[tuple[str, ...]] = ()
    identity: ClassVar[tuple[str, ...]] = ("slug",)
    precisions: ClassVar[dict[str, str]] = {}
    adds: ClassVar[tuple[str, ...]] = ()
    also: ClassVar[dict[str, str]] = {}
    own: ClassVar[tuple[str, ...]] = ()  # related rows that are part of it

    def __init__(self, reach: WithinReach, answers: dict[str, str]):
        self.reach, self.answers = reach, answers
        self.asked: dict[str, WhoIsMeant] = {}
        self.typed = self.form({})  # one form for all rows: making one takes longer than checking with it
        self.look()

    def look(self) -> None:
        """Ask for all rows that may be meant, and tell the fields of the form."""
        raise NotImplementedError

    # --- the columns -----------------------------------------------------------------------------
    @classmethod
    def columns(cls) -> tuple[FileColumn, ...]:
        """The columns of the same table among the exports."""
        return TABLES[cls.export].columns

    @classmethod
    def labels(cls) -> dict[str, str]:
        """What each field is called where one chooses it."""
        exported = {column.name: column.label for column in cls.columns()}
        return {name: str(exported.get(name) or field.label) for name, field in cls.form.base_fields.items()}

    # --- one row ---------------------------------------------------------------------------------
    def read(self, cells: dict[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
        """The values of the cells that hold something, and a sentence for each cell that is wrong."""
        self.typed.data = cells
        self.typed.full_clean()
        faults = {name: " ".join(sentences) for name, sentences in self.typed.errors.items()}
        cleaned = self.typed.cleaned_data
        return {
            name: cleaned[name] for name, cell in cells.items() if cell.strip() and name in cleaned
        }, faults

    def find(self, values: dict[str, Any]) -> models.Model | None:
        """The row that is meant; None for a new one. Raises Unsure, or ValidationError by field."""
        raise NotImplementedError

    def key_of(self, row: models.Model | None, values: dict[str, Any]) -> object:
        """The same for two rows of a file that are about one row of ours."""
        raise NotImplementedError

    def name_of(self, row: models.Model | None, values: dict[str, Any]) -> str:
        raise NotImplementedError

    def news(self, row: models.Model | None, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """What would stand there, and what stands there now, of each field that would change."""
        after, before = {}, {}
        for name, value in self.settled(row, values).items():
            now = self.now(row, name) if row else None
            if name in self.adds:
                value = [*(now or []), *(each for each in value if each not in (now or []))]
            if value != (now if now is not None else self.silence(name)):
                after[name], before[name] = value, now
        return after, before

    def settled(self, row: models.Model | None, values: dict[str, Any]) -> dict[str, Any]:
        """The values that go into the row: without those that only say which one it is, and each day with its precision."""
        written = {name: value for name, value in values.items() if name not in self.identity}
        for name, column in self.precisions.items():
            precision = written.pop(column, None)
            if precision and name in written:
                written[name] = (written[name][0], precision)
        return written

    def silence(self, name: str) -> Any:
        """What a new row holds where nobody said anything."""
        if name in self.adds:
            return []
        return self.model._meta.get_field(name).get_default() or ""

    def now(self, row: models.Model, name: str) -> Any:
        """What the row holds, in the form in which a cell is read."""
        if name in self.adds:
            return list(getattr(row, name).all())
        held = getattr(row, name)
        return (held, getattr(row, self.precisions[name])) if name in self.precisions and held else held

    def check(self, row: models.Model | None, values: dict[str, Any]) -> dict[str, str]:
        """A sentence for each field that a row like this cannot have, by field."""
        return {} if row else {name: str(REQUIRED) for name in self.needed if not values.get(name)}

    # --- writing ---------------------------------------------------------------------------------
    def hold(self, rows: Iterable[models.Model]) -> None:
        """These rows stay as they are until the transaction ends."""
        keys = [row.pk for row in rows]
        list(
            self.model._default_manager.select_for_update(no_key=True)
            .filter(pk__in=keys)
            .order_by("pk")
            .values("pk")
        )

    def begun(self, values: dict[str, Any]) -> models.Model:
        """A new row, before its values are filled in."""
        return self.model()

    def write(self, row: models.Model | None, after: dict[str, Any], values: dict[str, Any]) -> models.Model:
        """Keep what is new. In: also all values of the row of the file. Out: the row."""
        row = row or self.begun(values)
        for name, value in after.items():
            if name not in self.adds:
                self.fill(row, name, value)
        row.save()
        for name in after.keys() & {*self.adds}:
            self.add(row, name, after[name])
        return row

    def fill(self, row: models.Model, name: str, value: Any) -> None:
        if name in self.precisions:
            value, precision = value or (
                None,
                self.model._meta.get_field(self.precisions[name]).get_default(),
            )
            setattr(row, self.precisions[name], precision)
        setattr(row, name, value)

    def add(self, row: models.Model, name: str, items: list) -> None:
        getattr(row, name).add(*items)

    # --- undoing ---------------------------------------------------------------------------------
    def reachable(self) -> QuerySet:
        """The rows that this person may still change."""
        raise NotImplementedError

    def kept(self, name: str, value: Any) -> Any:
        """A value as JSON holds it."""
        match value:
            case list():
                return [self.kept(name, each) for each in value]
            case tuple():
                return [self.kept(name, each) for each in value]
            case models.Model():
                return value.pk
            case dt.date():
                return value.isoformat()
        return value

    def put_back(self, row: models.Model, before: dict[str, Any], after: dict[str, Any]) -> None:
        """The row as it was before. In: what `kept` made of the values."""
        for name, value in before.items():
            if name in self.adds:
                self.take_away(row, name, [each for each in after[name] if each not in (value or [])])
                continue
            field = self.model._meta.get_field(name)
            if name in self.precisions:
                pair = (field.to_python(value[0]), value[1]) if value else None
                self.fill(row, name, pair)
            else:
                setattr(row, field.attname, field.to_python(value) if not field.related_model else value)
        row.save()

    def take_away(self, row: models.Model, name: str, keys: list) -> None:
        getattr(row, name).remove(*keys)

    def why_it_stays(self, row: models.Model, after: dict[str, Any]) -> str:
        """Why a row that was new cannot go again; nothing where it can."""
        mine = {name: set(after.get(name) or ()) for name in self.adds}
        for relation in self.model._meta.related_objects:
            name = relation.get_accessor_name()
            rows = relation.related_model._base_manager.filter(**{relation.field.name: row})
            if name not in {*self.own, *self.adds} and rows.exists():
                return str(HANGS_ON)
        theirs = (set(self.keys(row, name)) - mine[name] for name in mine)
        return str(HANGS_ON) if any(theirs) else ""

    def keys(self, row: models.Model, name: str) -> list:
        return [each.pk for each in getattr(row, name).all()]

    # --- in words --------------------------------------------------------------------------------
    def said(self, name: str, value: Any) -> str:
        """A value as people read it."""
        match value:
            case None | "" | []:
                return ""
            case bool():
                return str(_("ja") if value else _("nee"))
            case list():
                return ", ".join(map(str, value))
            case (dt.date() as day, str(precision)):
                return in_words(day, precision)
            case dt.date():
                return in_words(value, "day")
        choices = dict(self.model._meta.get_field(name).flatchoices) if name in self._columns else {}
        return str(choices.get(value, value))

    @property
    def _columns(self) -> set[str]:
        return {field.name for field in self.model._meta.concrete_fields}
