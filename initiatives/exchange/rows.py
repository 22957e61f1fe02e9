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
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from initiatives.forms.ambitions import DreamForm
from initiatives.forms.answers import AnswerSet, field_of_reading
from initiatives.forms.choices import CHOOSE_ONE, WordField
from initiatives.forms.columns import field_for
from initiatives.forms.dates import DayField
from initiatives.forms.earlier import CameFromForm
from initiatives.forms.telling import EditForm
from initiatives.forms.texts import TextField
from initiatives.lenses import ANSWERS, DONT_KNOW, UNKNOWN, LinkBasis, Precision
from initiatives.models import City, Initiative, Partner, Programme, SmallWin, Theme
from initiatives.periods import stretch

FIRST_ROW = 2  # as a spreadsheet counts: the names of the columns are row 1
NEEDED = {
    Precision.YEAR: 4,
    Precision.QUARTER: 7,
    Precision.MONTH: 7,
    Precision.DAY: 8,
}  # characters of a date


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
    lead_partner_slug = forms.ChoiceField(required=False)
    partner_slugs = NamesField(required=False)
    start_year = FirstDayField(required=False)
    summary_nl = field_for(Initiative, "summary")
    summary_en = field_for(Initiative, "summary_en")
    themes = SimpleArrayField(field_for(Theme, "name"), delimiter=";", required=False)
    scaling_dream_nl = DreamForm.base_fields["dream"]
    scaling_dream_en = DreamForm.base_fields["dream_en"]
    source = SourcesField(required=False)


class WinRow(forms.Form):
    slug = field_for(SmallWin, "dataset_key", required=True)
    initiative_slug = forms.ChoiceField()
    date = FirstDayField(required=False)
    date_precision = WordField("", [*Precision.choices, (UNKNOWN, DONT_KNOW)])
    title_nl = EditForm.base_fields["title"]
    title_en = EditForm.base_fields["title_en"]
    description_nl = EditForm.base_fields["description"]
    description_en = EditForm.base_fields["description_en"]
    level = field_of_reading(ANSWERS["level"])
    types = TicksField(ANSWERS["types"])
    directions = TicksField(ANSWERS["directions"])
    mechanism = CameFromForm.base_fields["mechanism"]
    follows = forms.ChoiceField(required=False)
    follows_basis = WordField("", LinkBasis, required=False)
    source = SourcesField(required=False)

    def clean(self) -> dict:
        row = super().clean()
        if row.get("date") and row.get("date_precision") == UNKNOWN:
            self.add_error("date_precision", _("Er staat een datum. Zeg ook hoe precies die is."))
        if row.get("date") and not self._is_as_precise_as_said(row):
            self.add_error("date_precision", _("Deze datum zegt meer of minder dan dit woord."))
        if not row.get("date", "refused") and not row.get("source", "refused"):
            self.add_error("date", _("Zet erbij wanneer het was."))
        if row.get("follows") and not row.get("follows_basis"):
            self.add_error("follows_basis", CHOOSE_ONE)
        return row

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
            faults.append(gettext("%(file)s, rij %(row)s, kolom %(column)s: %(fault)s") % words)
        return form.cleaned_data


@dataclass(frozen=True)
class Dataset:
    """The rows of every file, as the forms above give them."""

    programmes: list[dict]
    cities: list[dict]
    partners: list[dict]
    initiatives: list[dict]
    wins: list[dict]


def checked(folder: Path) -> Dataset:
    """The files of this folder. Raises ValidationError with a sentence for each cell that is wrong."""
    programmes, cities, partners, initiatives, wins = (
        File.read(folder / f"{name}.csv")
        for name in ("programme", "cities", "partners", "initiatives", "small_wins")
    )
    names = cities.names("name") | here(City, "name")
    slugs = partners.names("slug") | here(Partner, "slug")
    told = wins.names("slug") | here(SmallWin, "dataset_key")
    faults: list[str] = []
    data = Dataset(
        programmes.checked(ProgrammeRow, faults),
        cities.checked(CityRow, faults),
        partners.checked(PartnerRow, faults, city=names),
        initiatives.checked(InitiativeRow, faults, city=names, lead_partner_slug=slugs, partner_slugs=slugs),
        wins.checked(
            WinRow,
            faults,
            initiative_slug=initiatives.names("slug") | here(Initiative, "slug"),
            follows=told,
        ),
    )
    if faults:
        raise ValidationError(faults)
    return data


def here(model: type[Model], column: str) -> set[str]:
    """The names in the database already."""
    return set(model._default_manager.filter(**{f"{column}__isnull": False}).values_list(column, flat=True))
