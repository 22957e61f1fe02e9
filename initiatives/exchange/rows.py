"""Rows of the files of a data set, each cell checked by the field in which people type the same.

A cell of several items has `;` between them, of several sources ` ; `. A row is a form, so that its faults are sentences.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from initiatives.forms.ambitions import DreamForm
from initiatives.forms.answers import AnswerSet, field_of_reading
from initiatives.forms.choices import CHOOSE_ONE, WordField
from initiatives.forms.columns import field_for
from initiatives.forms.dates import DayField
from initiatives.forms.earlier import CameFromForm
from initiatives.forms.telling import EditForm
from initiatives.forms.texts import TextField
from initiatives.lenses import (
    ANSWERS,
    DONT_KNOW,
    UNKNOWN,
    Answer,
    InitiativeTie,
    LinkBasis,
    PartnershipRole,
    Precision,
    Scope,
    SourceKind,
)
from initiatives.models import (
    Challenge,
    City,
    Initiative,
    InitiativeLink,
    Partner,
    Programme,
    SmallWin,
    Theme,
)
from initiatives.models.initiative_links import circle_refused, way_between
from initiatives.periods import stretch

A_FAULT = gettext_noop("%(file)s, rij %(row)s, kolom %(column)s: %(fault)s")
FIRST_ROW = 2  # as a spreadsheet counts: the names of the columns are row 1
NEEDED = {
    Precision.YEAR: 4,
    Precision.QUARTER: 7,
    Precision.MONTH: 7,
    Precision.DAY: 8,
}  # characters of a date
YES = "yes"
WIN, SETBACK = "win", "setback"
# The words in which a win says for whom, by the word of the file. They stand in the language of the wins.
WHOM = {
    "student": "studenten",
    "docent": "docenten",
    "onderzoeker": "onderzoekers",
    "bewoner": "bewoners",
    "gemeente": "de gemeente",
    "onderwijsinstelling": "onderwijsinstellingen",
    "anders": "anderen",
}
FILES = (
    *("programme", "cities", "partners", "initiatives", "partnerships", "challenges", "initiative_links"),
    "small_wins",
)


class FirstDayField(DayField):
    """`2019`, `2019-05` or `2019-05-17` as the first day that it can mean."""

    def to_python(self, value):
        return super().to_python(value + {4: "-01-01", 7: "-01"}.get(len(value), ""))


class SourcesField(TextField):
    """One source a line."""

    def to_python(self, value) -> str:
        return super().to_python("\n".join(source.strip() for source in value.split(" ; ")))


class Several:
    """A field that takes a cell of items apart."""

    def clean(self, value: str) -> list | None:
        return super().clean([item.strip() for item in value.split(";") if item.strip()])


class TicksField(Several, AnswerSet):
    """A set of words. An empty cell is silence."""


class NamesField(Several, forms.MultipleChoiceField):
    """Names of rows of another file or of the database."""


class ProgrammeRow(forms.Form):
    slug = field_for(Programme, "slug")
    name = field_for(Programme, "name")
    name_en = field_for(Programme, "name_en")
    website = field_for(Programme, "website")
    started_on = FirstDayField(required=False)
    introduction_nl = field_for(Programme, "introduction")
    introduction_en = field_for(Programme, "introduction_en")
    about_nl = field_for(Programme, "about")
    about_en = field_for(Programme, "about_en")
    contact_nl = field_for(Programme, "contact")
    contact_en = field_for(Programme, "contact_en")
    contact_email = field_for(Programme, "contact_email")


class CityRow(forms.Form):
    slug = field_for(City, "slug")
    name = field_for(City, "name")
    municipality_code = field_for(City, "code")
    province = field_for(City, "province")
    latitude = field_for(City, "latitude", most=90)
    longitude = field_for(City, "longitude")
    cdkm_since = FirstDayField(required=False)
    source = SourcesField(required=False)


class PartnerRow(forms.Form):
    slug = field_for(Partner, "slug")
    name = field_for(Partner, "name")
    kind = field_for(Partner, "kind")
    city = forms.ChoiceField(required=False)
    website = field_for(Partner, "website")
    source = SourcesField(required=False)


class InitiativeRow(forms.Form):
    slug = field_for(Initiative, "slug")
    title = field_for(Initiative, "title")
    city = NamesField(required=False)
    start_year = FirstDayField(required=False)
    summary_nl = field_for(Initiative, "summary")
    summary_en = field_for(Initiative, "summary_en")
    themes = SimpleArrayField(field_for(Theme, "name"), delimiter=";", required=False)
    scaling_dream_nl = DreamForm.base_fields["dream"]
    scaling_dream_en = DreamForm.base_fields["dream_en"]
    source = SourcesField(required=False)


class PartnershipRow(forms.Form):
    """A last day is a whole day: rounded up or down, it would say what no source says."""

    initiative_slug = forms.ChoiceField()
    partner_slug = forms.ChoiceField()
    role = WordField("", PartnershipRole, required=False)
    since = FirstDayField(required=False)
    until = DayField(required=False, may_come=True)
    former = WordField("", [(YES, YES)], required=False)

    def clean(self) -> dict:
        row = super().clean()
        if row.get("since") and row.get("until") and row["until"] < row["since"]:
            self.add_error("until", _("Een samenwerking stopt niet voordat zij begint."))
        return row | {"since_written": self.data["since"].strip()}


class ChallengeRow(forms.Form):
    slug = field_for(Challenge, "slug")
    title_nl = field_for(Challenge, "title")
    title_en = field_for(Challenge, "title_en")
    summary_nl = field_for(Challenge, "description")
    summary_en = field_for(Challenge, "description_en")
    scope = WordField("", Scope, required=False)
    initiative_slugs = NamesField(required=False)
    source = SourcesField(required=False)


class TieRow(forms.Form):
    from_slug = forms.ChoiceField()
    to_slug = forms.ChoiceField()
    kind = WordField("", InitiativeTie)
    source = SourcesField(required=False)

    def clean(self) -> dict:
        row = super().clean()
        if row.get("from_slug") and row["from_slug"] == row.get("to_slug"):
            self.add_error("to_slug", _("Kies een ander initiatief."))
        return row


class WinRow(forms.Form):
    """A small win, or a setback: something that stopped or got lost, which has no place in the lenses."""

    slug = field_for(SmallWin, "dataset_key", required=True)
    initiative_slug = forms.ChoiceField()
    date = FirstDayField(required=False)
    date_precision = WordField("", [*Precision.choices, (UNKNOWN, DONT_KNOW)])
    title_nl = EditForm.base_fields["title"]
    title_en = EditForm.base_fields["title_en"]
    description_nl = EditForm.base_fields["description"]
    description_en = EditForm.base_fields["description_en"]
    outcome = WordField("", [(word, word) for word in (WIN, SETBACK)])
    concrete = WordField("", Answer)
    completed = WordField("", Answer)
    changed_for = NamesField(required=False, choices=[(word, word) for word in WHOM])
    level = field_of_reading(ANSWERS["level"])
    types = TicksField(ANSWERS["types"])
    directions = TicksField(ANSWERS["directions"])
    pairs = TicksField(ANSWERS["pairs"])
    mechanism = CameFromForm.base_fields["mechanism"]
    mechanism_basis = WordField("", LinkBasis, required=False)
    follows = forms.ChoiceField(required=False)
    follows_basis = WordField("", LinkBasis, required=False)
    source = SourcesField()
    source_kind = WordField("", SourceKind)

    def clean(self) -> dict:
        row = super().clean()
        if row.get("date") and row.get("date_precision") == UNKNOWN:
            self.add_error("date_precision", _("Er staat een datum. Zeg ook hoe precies die is."))
        if row.get("date") and not self._is_as_precise_as_said(row):
            self.add_error("date_precision", _("Deze datum zegt meer of minder dan dit woord."))
        if row.get("follows") and not row.get("follows_basis"):
            self.add_error("follows_basis", CHOOSE_ONE)
        self._check_the_mechanism(row)
        self._check_the_lenses(row)
        return row

    def _check_the_mechanism(self, row: dict) -> None:
        """What worked is loaded only where a source shows it, and says who says so."""
        mechanism, basis = row.get("mechanism"), row.get("mechanism_basis")
        if mechanism and not row.get("follows"):
            self.add_error("mechanism", _("Zeg ook na welke small win."))
        elif basis != (LinkBasis.STATED if mechanism else None):
            self.add_error("mechanism_basis", _("Laad alleen wat een bron laat zien."))

    def _check_the_lenses(self, row: dict) -> None:
        if row.get("outcome") == SETBACK and (row.get("types") or row.get("directions")):
            self.add_error("outcome", _("Wat stopte of verloren ging, is geen soort opschalen."))
        fitting = {f"{kind}>{way}" for kind in row.get("types") or () for way in row.get("directions") or ()}
        is_read = {"types", "directions"} <= row.keys()
        if is_read and not set(row.get("pairs") or ()) <= fitting:
            self.add_error("pairs", _("Een paar bestaat uit woorden die erbij staan."))

    def _is_as_precise_as_said(self, row: dict) -> bool:
        """True for `2019` with a year, `2019-04` with a month or a quarter, `2019-04-01` with any of them."""
        precision = row.get("date_precision")
        if precision not in NEEDED:
            return True
        is_start = stretch(row["date"], precision).first_day == row["date"]
        return is_start and len(self.data["date"].strip()) >= NEEDED[precision]


@dataclass(frozen=True)
class File:
    """A file as it is written, before anything of it is checked."""

    name: str
    columns: list[str]
    rows: list[dict[str, str]]

    @classmethod
    def read(cls, path: Path) -> "File":
        """Raises ValidationError with a sentence for a file that is not there, is empty or is not what it should be."""
        name = {"file": path.name}
        try:
            with path.open(newline="", encoding="utf-8-sig") as file:
                columns, *cells = list(csv.reader(file)) or [[]]
        except FileNotFoundError as refused:
            raise ValidationError(_("%(file)s: dit bestand is er niet."), params=name) from refused
        except (UnicodeDecodeError, csv.Error) as refused:
            raise ValidationError(_("%(file)s: dit is geen CSV in UTF-8."), params=name) from refused
        if not columns:
            raise ValidationError(_("%(file)s: dit bestand is leeg."), params=name)
        return cls(path.name, columns, [dict(zip(columns, row, strict=False)) for row in cells if row])

    def names(self, column: str) -> set[str]:
        return {row.get(column, "") for row in self.rows}

    def checked(self, kind: type[forms.Form], faults: list[str], **known: Iterable[str]) -> list[dict]:
        """The rows as a form of this kind gives them; for each cell that it refuses a sentence is added to the faults.

        `known`: the names that may stand in a column. Without one of its columns no row is looked at.
        """
        if missing := [column for column in kind.base_fields if column not in self.columns]:
            sentence = gettext("%(file)s: de kolom %(column)s ontbreekt.")
            faults += [sentence % {"file": self.name, "column": column} for column in missing]
            return []
        form = kind({})  # one form for all rows: making one takes longer than checking with it
        for column, names in known.items():
            form.fields[column].choices = [("", ""), *((name, name) for name in names)]
        above: set[str] = set()
        return [self._checked(form, number, faults, above) for number in range(len(self.rows))]

    def _checked(self, form: forms.Form, number: int, faults: list[str], above: set[str]) -> dict:
        """`above`: the slugs of the rows before it, to which this one's is added."""
        form.data = {column: self.rows[number].get(column) or "" for column in form.fields}
        form.full_clean()
        if slug := form.cleaned_data.get("slug"):
            if slug in above:
                form.add_error("slug", _("Deze naam staat al in een rij hierboven."))
            above.add(slug)
        place = {"file": self.name, "row": number + FIRST_ROW}
        for column, sentences in form.errors.items():
            words = {**place, "column": column, "fault": " ".join(sentences)}
            faults.append(gettext(A_FAULT) % words)
        return form.cleaned_data


@dataclass(frozen=True)
class Dataset:
    """The rows of every file, as the forms above give them."""

    programmes: list[dict]
    cities: list[dict]
    partners: list[dict]
    initiatives: list[dict]
    partnerships: list[dict]
    challenges: list[dict]
    ties: list[dict]
    wins: list[dict]


def checked(folder: Path) -> Dataset:
    """The files of this folder. Raises ValidationError with a sentence for each cell that is wrong."""
    programmes, cities, partners, initiatives, partnerships, challenges, ties, wins = (
        File.read(folder / f"{name}.csv") for name in FILES
    )
    names = cities.names("name") | here(City, "name")
    slugs = partners.names("slug") | here(Partner, "slug")
    known = initiatives.names("slug") | here(Initiative, "slug")
    told = wins.names("slug") | here(SmallWin, "dataset_key")
    faults: list[str] = []
    data = Dataset(
        programmes.checked(ProgrammeRow, faults),
        cities.checked(CityRow, faults),
        partners.checked(PartnerRow, faults, city=names),
        initiatives.checked(InitiativeRow, faults, city=names),
        partnerships.checked(PartnershipRow, faults, initiative_slug=known, partner_slug=slugs),
        challenges.checked(ChallengeRow, faults, initiative_slugs=known),
        _tied_in_no_circle(ties.checked(TieRow, faults, from_slug=known, to_slug=known), ties.name, faults),
        wins.checked(WinRow, faults, initiative_slug=known, follows=told),
    )
    if faults:
        raise ValidationError(faults)
    return data


def _tied_in_no_circle(rows: list[dict], file: str, faults: list[str]) -> list[dict]:
    """The rows. For each that closes a circle, with those above it or those in the database, a sentence is added to the faults."""
    steps = {kind: _steps_here(kind) for kind in InitiativeTie if kind != InitiativeTie.TOGETHER_WITH}
    for number, row in enumerate(rows):
        one, other = row.get("from_slug"), row.get("to_slug")
        if row.get("kind") not in steps or not one or not other:
            continue
        if way := way_between(other, one, steps[row["kind"]]):
            place = {"file": file, "row": number + FIRST_ROW, "column": "to_slug"}
            fault = " ".join(circle_refused([one, *way]).messages)
            faults.append(gettext(A_FAULT) % {**place, "fault": fault})
        steps[row["kind"]].append((one, other))
    return rows


def _steps_here(kind: str) -> list[tuple[str, str]]:
    """The ties of this kind in the database, by the slugs of their ends."""
    ties = InitiativeLink.objects.not_declined().filter(kind=kind)
    return list(ties.values_list("initiative__slug", "other__slug"))


def here(model: type[Model], column: str) -> set[str]:
    """The names in the database already."""
    return set(model._default_manager.filter(**{f"{column}__isnull": False}).values_list(column, flat=True))
