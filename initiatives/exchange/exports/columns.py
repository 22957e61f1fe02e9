"""The columns of what people take along, for the files and the API: one table a noun.

They follow from what each model says of its columns (`models/columns.py`) and from the one table of a win's answers
(`lenses.ANSWERS`). Here stands only what a row says beside its own columns: to which rows it is tied, and what follows from it.
What fewer people read than the row itself never gets a column (decision 0268).
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import (
    ANSWERS,
    Audience,
    CodedAnswer,
    Grade,
    Perspective,
    Verdict,
    codes_in,
)
from initiatives.lenses.answers import NONE_OF_A_SET
from initiatives.models import (
    Challenge,
    City,
    Initiative,
    InitiativeLink,
    Loss,
    Partner,
    Partnership,
    SmallWin,
    WinLink,
)
from initiatives.models.columns import Kind, fields_of, quiet_in
from initiatives.models.evidence import grade_of
from initiatives.models.rights import may_come_in

Text = str | Promise
Cell = str | int | float | bool | dt.date | list[str] | None

BETWEEN = " | "  # the items of one cell
NONE = "none"  # of these: an empty cell is silence
YES, NO = _("ja"), _("nee")


@dataclass(frozen=True)
class FileColumn:
    """One column. `name` never changes and is the same in every language; `label` is what people call it.

    `value`: what a row of this noun holds, in codes. `choices`: its codes in words. `field`: the column of the model from which it
    comes. `about`: one line for who has never seen it. `audience`: the widest that reads it.
    """

    name: str
    label: Text
    value: Callable[[Any], Cell]
    about: Text = ""
    field: models.Field | None = None
    choices: tuple[tuple[str, Text], ...] = ()
    none_of_these: Text = ""
    audience: Audience = Audience.PUBLIC

    def said(self, row: models.Model) -> str | int | float:
        """What the row holds, as people read it in a cell. Silence is an empty cell."""
        held = self.value(row)
        if held == [] and self.none_of_these:
            return str(self.none_of_these)
        if isinstance(held, list) or (self.choices and held):
            labels = dict(self.choices)
            return BETWEEN.join(str(labels.get(code, code)) for code in codes_in(held))
        if isinstance(held, bool):
            return str(YES if held else NO)
        return _as_cell(held)

    def coded(self, row: models.Model) -> str | int | float:
        """What the row holds, for programs that know cells of text only. Silence is an empty cell, "none of these" is not."""
        held = self.value(row)
        if held == [] and self.none_of_these:
            return NONE
        if isinstance(held, list):
            return BETWEEN.join(held)
        return str(held).lower() if isinstance(held, bool) else _as_cell(held)


def _as_cell(held: str | float | dt.date | None) -> str | int | float:
    if held is None:
        return ""
    return held.isoformat() if isinstance(held, dt.date) else held


# ------------------------------------------------------------------ what a model says of its columns
def columns_from(
    model: type[models.Model], *, also: str = "", instead: dict[str, Callable] | None = None
) -> tuple[FileColumn, ...]:
    """The words and the answers of a row, and its key.

    `also`: columns that no form sets, or that nobody typed, and that a reader of the row knows as well. `instead`: what a column
    says to its readers, where that is not what is kept.
    """
    hidden, instead = set(quiet_in(model)), instead or {}
    told = [field for field in fields_of(model, Kind.KEY, Kind.WORDS, Kind.ANSWER) if _is_told(field)]
    shown = {*told, *(model._meta.get_field(name) for name in also.split())} - hidden
    return tuple(
        column
        for field in model._meta.concrete_fields
        if field in shown
        for column in _columns_of(field, instead.get(field.name))
    )


def _is_told(field: models.Field) -> bool:
    """The row says it to whoever reads it. A number in a table is a name only where the row has no other."""
    if field.primary_key:
        return not any(other.name == "slug" for other in field.model._meta.concrete_fields)
    return field.editable


def _columns_of(field: models.Field, instead: Callable | None) -> tuple[FileColumn, ...]:
    if field.model is SmallWin and field.name in ANSWERS:
        return tuple(_of_answer(ANSWERS[field.name]))
    if field.model is SmallWin and field.name.startswith("editor_"):
        return ()  # stands with the answer of the team
    if field.name == "sources":
        value = instead or (lambda row: [line.strip() for line in row.sources.splitlines() if line.strip()])
    else:
        value = instead or (lambda row: _held(row, field))
    label = _("nummer") if field.primary_key else field.verbose_name
    choices = tuple(field.choices or ())
    return (FileColumn(field.name, label, value, field.help_text, field, choices),)


def _held(row: models.Model, field: models.Field) -> Cell:
    held = getattr(row, field.attname)
    return str(held) if isinstance(held, uuid.UUID) else held


def _of_answer(answer: CodedAnswer) -> Iterable[FileColumn]:
    """The answer of the team; of what the editors read beside it also theirs, and the one that counts."""
    names = {answer.name: answer.question}
    if answer.editors:
        names[answer.editors_name] = format_lazy(_("{question} (redactie)"), question=answer.question)
        names[answer.counted_name] = format_lazy(_("{question} (telt)"), question=answer.question)
    for name, label in names.items():
        yield FileColumn(
            name,
            label,
            lambda row, name=name: getattr(row, name),
            answer.help or answer.label,
            SmallWin._meta.get_field(name),
            tuple(answer.choices),
            (answer.none or NONE_OF_A_SET) if answer.many else "",
            answer.audience,
        )


# ------------------------------------------------------------------ what a row is tied to
def tied(name: str, label: Text, way: str, *, about: Text = "") -> FileColumn:
    """What another row calls itself; the way to it in dots."""

    return FileColumn(name, label, lambda row: _along(row, way), about)


def listed(name: str, label: Text, rows: str, way: str = "slug", *, about: Text = "") -> FileColumn:
    """The web names of the rows that are tied to it. In: the attribute in which `tables.py` has them ready."""

    def value(row: models.Model) -> list[str]:
        there = _along(row, rows)
        found = there.all() if isinstance(there, models.Manager) else there
        return [_along(other, way) for other in found]

    return FileColumn(name, label, value, about)


def _along(row: models.Model, way: str) -> Any:
    """What stands at the end of this way; None where it goes no further."""
    for step in way.split("."):
        row = getattr(row, step) if row is not None else None
    return row


def page_of() -> FileColumn:
    """The address of its page; whole where the site knows its own (`SITE_ADDRESS`)."""

    def value(row: models.Model) -> str:
        return settings.SITE_ADDRESS + row.get_absolute_url()

    return FileColumn("page", _("pagina"), value, _("Het adres van de pagina op de site."))


ITS_INITIATIVE = tied(
    "initiative", _("initiatief"), "initiative.slug", about=_("De webnaam van het initiatief.")
)
ITS_TITLE = tied("initiative_title", _("titel van het initiatief"), "initiative.title")


# ------------------------------------------------------------------ what follows from a row
def grade(win: SmallWin) -> str:
    """How far it goes. In: a win of `tables.py`, with what people think of it."""
    is_good = any(each.verdict == Verdict.POSITIVE for each in win.judged)
    return grade_of(win, is_judged_good=is_good).value


FROM_SOURCES, BY_GUEST, BY_TEAM = "sources", "guest", "team"
ORIGINS = (
    (BY_TEAM, _("verteld door het team")),
    (BY_GUEST, _("verteld zonder account")),
    (FROM_SOURCES, _("uit openbare bronnen, gelezen door de redactie")),
)


def origin(win: SmallWin) -> str:
    if win.is_from_sources:
        return FROM_SOURCES
    return BY_GUEST if win.is_told_without_account else BY_TEAM


def told_on(win: SmallWin) -> dt.date | None:
    """The day on which it was told; of what comes from sources nobody knows when somebody first told it."""
    return None if win.is_from_sources else timezone.localdate(win.logged_at)


def judgements(win: SmallWin) -> list[str]:
    return [f"{each.perspective}:{each.verdict}" for each in win.judged]


WHAT_PEOPLE_THINK = tuple(
    (f"{role}:{verdict}", format_lazy("{role}: {verdict}", role=role.label, verdict=verdict.label))
    for role in Perspective
    for verdict in Verdict
)

WIN = (
    *columns_from(SmallWin, also="source_kind", instead={"audience": lambda win: win.audience_now}),
    page_of(),
    ITS_INITIATIVE,
    ITS_TITLE,
    listed("cities", _("steden"), "initiative.cities", about=_("De webnamen. Leeg: landelijk.")),
    listed("partners", _("partners die erbij waren"), "partners_known", about=_("De webnamen.")),
    FileColumn("origin", _("waar komt het vandaan?"), origin, choices=ORIGINS),
    FileColumn("told_on", _("verteld op"), told_on, _("Leeg bij wat uit bronnen komt.")),
    FileColumn("grade", _("hoe ver gaat het?"), grade, choices=tuple(Grade.choices)),
    FileColumn(
        "judgements",
        _("wie vindt het goed?"),
        judgements,
        _("Vanuit welke plek iemand kijkt, en wat die ervan vindt. Leeg: niemand is gevraagd."),
        choices=WHAT_PEOPLE_THINK,
    ),
    FileColumn(
        "shown_by_another",
        _("liet ook een ander dan het team het zien?"),
        lambda win: win.is_shown,
        _("Een partner of iemand van buiten liet het zelf zien."),
    ),
    FileColumn(
        "lasts", _("staat het na een jaar nog?"), lambda win: win.is_lasting, _("Nee: niet, of niemand keek.")
    ),
)

INITIATIVE = (
    *columns_from(Initiative, instead={"audience": lambda initiative: initiative.shown_to}),
    page_of(),
    tied("programme", _("programma"), "programme.slug", about=_("De webnaam.")),
    listed("cities", _("steden"), "cities", about=_("De webnamen. Leeg: landelijk.")),
    listed("themes", _("thema’s"), "themes"),
    listed("challenges", _("vraagstukken"), "challenges"),
    listed(
        "partners", _("partners"), "partnerships_known", "partner.slug", about=_("Ook wie eerder meedeed.")
    ),
)

PARTNER = (
    *columns_from(Partner),
    page_of(),
    tied("city", _("stad"), "city.slug", about=_("De webnaam. Leeg: landelijk.")),
    FileColumn(
        "taking_part", _("doet nu mee aan"), lambda partner: partner.taking_part, _("Aantal initiatieven.")
    ),
)

CITY = (
    *columns_from(City),
    page_of(),
    listed("initiatives", _("initiatieven"), "initiatives_known", about=_("De webnamen.")),
)

CHALLENGE = (
    *columns_from(Challenge),
    page_of(),
    tied("asked_by", _("wie vraagt het?"), "asked_by.slug", about=_("De webnaam van de partner.")),
    listed("initiatives", _("initiatieven"), "initiatives_known", about=_("De webnamen.")),
    FileColumn(
        "initiatives_here",
        _("initiatieven binnen het filter"),
        lambda challenge: challenge.here,
        about=_("Hoeveel daarvan eraan werken. Zonder filter zijn het alle die je mag zien."),
    ),
)

PARTNERSHIP = (
    *columns_from(Partnership, also="since_precision"),
    ITS_INITIATIVE,
    ITS_TITLE,
    tied("partner", _("partner"), "partner.slug", about=_("De webnaam van de partner.")),
    tied("partner_name", _("naam van de partner"), "partner.name"),
    FileColumn("takes_part", _("doet nu mee"), lambda partnership: partnership.takes_part()),
)

LOSS = (
    *columns_from(Loss, also="precision source_kind"),
    ITS_INITIATIVE,
    ITS_TITLE,
    FileColumn(
        "win",
        _("small win"),
        lambda loss: loss.win_id and str(loss.win_id),
        _("Leeg: van het initiatief zelf."),
    ),
)

WIN_LINK = (
    *columns_from(WinLink),
    FileColumn("earlier", _("eerdere small win"), lambda link: str(link.earlier_id), _("Het nummer.")),
    tied("earlier_title", _("titel van de eerdere"), "earlier.title"),
    tied(
        "earlier_initiative",
        _("initiatief van de eerdere"),
        "earlier.initiative.slug",
        about=_("De webnaam."),
    ),
    FileColumn("later", _("latere small win"), lambda link: str(link.later_id), _("Het nummer.")),
    tied("later_title", _("titel van de latere"), "later.title"),
    tied("later_initiative", _("initiatief van de latere"), "later.initiative.slug", about=_("De webnaam.")),
)

INITIATIVE_LINK = (
    *columns_from(InitiativeLink),
    ITS_INITIATIVE,
    ITS_TITLE,
    tied("other", _("ander initiatief"), "other.slug", about=_("De webnaam.")),
    tied("other_title", _("titel van het andere"), "other.title"),
)


def readable(columns: Iterable[FileColumn], user) -> tuple[FileColumn, ...]:
    """Those of which this user may know what they hold: some are not for visitors."""
    return tuple(column for column in columns if column.audience == Audience.PUBLIC or may_come_in(user))
