"""The questions while one brings a table: the table itself, its columns, and who is meant by a name that looks like another."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator, capfirst, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.exchange.imports.files import TOO_BIG, read_file, read_pasted
from initiatives.exchange.imports.files.sheets import MOST_BYTES, MOST_ROWS, BroughtSheet
from initiatives.exchange.imports.headings import LOOKED_AT, NOT_READ
from initiatives.exchange.imports.kinds import KINDS, WhoIsMeant
from initiatives.forms.choices import WordField
from initiatives.lenses import ImportTable
from initiatives.marks import mark
from initiatives.models import ImportBatch
from initiatives.reports.network.look_alikes import ANOTHER

LONGEST_HEADING = 60


class BringForm(forms.Form):
    """A file, or what was copied out of one. Gives `sheets`."""

    table = WordField(gettext_lazy("Wat staat erin?"), ImportTable)
    file = forms.FileField(
        label=gettext_lazy("Kies een bestand"),
        required=False,
        allow_empty_file=True,
        help_text=format_lazy(
            gettext_lazy("Excel (.xlsx), ODS, CSV of tekst met tabs. Tot {most} rijen en {size} MB."),
            most=MOST_ROWS,
            size=MOST_BYTES // 2**20,
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv,.tsv,.txt"}),
        error_messages={"invalid": gettext_lazy("Het bestand kwam niet mee. Kies het opnieuw.")},
    )
    pasted = forms.CharField(
        label=gettext_lazy("Of plak de cellen"),
        required=False,
        strip=False,  # an empty cell at the start is a cell
        help_text=gettext_lazy("Kopieer ze in Excel, met de rij met de namen van de kolommen erbij."),
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocomplete": "off"}),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["file"].is_part = self.fields["pasted"].is_part = True  # one of the two

    def clean_file(self) -> list[BroughtSheet] | None:
        file = self.cleaned_data["file"]
        if file is None:
            return None
        if file.size > MOST_BYTES:
            raise ValidationError(TOO_BIG, params={"most": MOST_BYTES // 2**20})
        self.file_name = file.name
        return read_file(file.read())

    def clean_pasted(self) -> list[BroughtSheet] | None:
        pasted = self.cleaned_data["pasted"]
        return read_pasted(pasted) if pasted.strip() else None

    def clean(self) -> dict:
        cleaned = super().clean()
        if "file" in self.errors or "pasted" in self.errors:
            return cleaned
        if cleaned.get("file") and cleaned.get("pasted"):
            self.add_error("pasted", _("Kies een bestand of plak de cellen, niet allebei."))
        elif not cleaned.get("file") and not cleaned.get("pasted"):
            self.add_error("file", _("Kies een bestand, of plak hieronder de cellen."))
        return cleaned

    @property
    def sheets(self) -> list[BroughtSheet]:
        return self.cleaned_data["file"] or self.cleaned_data["pasted"]

    file_name = ""


class ColumnsForm(forms.Form):
    """Which sheet, which row has the headings, and what each column fills."""

    def __init__(self, *args, batch: ImportBatch, **options):
        super().__init__(*args, **options)
        self.batch = batch
        if len(batch.sheets) > 1:
            self.fields["sheet"] = _select(_("Welk blad?"), _sheets(batch), batch.sheet)
        rows = _first_rows(batch)
        help_text = _("De rijen erboven lezen we niet.")
        self.fields["heading_row"] = _select(
            _("In welke rij staan de namen van de kolommen?"), rows, batch.heading_row, help_text
        )
        labels = KINDS[batch.table].labels().items()
        choices = [(NOT_READ, _("niet inlezen")), *((name, capfirst(label)) for name, label in labels)]
        for number, heading in enumerate(batch.headings):
            label = Truncator(heading.strip()).chars(LONGEST_HEADING) or _("Kolom %(n)s, zonder naam") % {
                "n": number + 1
            }
            held = batch.mapping[number] if number < len(batch.mapping) else NOT_READ
            self.fields[f"column_{number}"] = _select(label, choices, held, _examples(batch, number))

    @property
    def columns(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("column_")]

    @property
    def where(self) -> list[forms.BoundField]:
        return [self[name] for name in ("sheet", "heading_row") if name in self.fields]

    @property
    def reads_elsewhere(self) -> bool:
        """Another sheet, or another row: its columns have to be looked at first."""
        return bool({"sheet", "heading_row"} & {*self.changed_data})

    def clean(self) -> dict:
        cleaned, taken = super().clean(), {}
        if self.reads_elsewhere or self.errors:
            return cleaned
        for name in self.mapped:
            filled = cleaned[name]
            if filled in taken:
                said = _("Kolom “%(other)s” vult dit al. Kies er één.")
                self.add_error(name, said % {"other": self.fields[taken[filled]].label})
            taken.setdefault(filled, name)
        if not taken:
            raise ValidationError(_("Zeg van minstens één kolom wat erin staat."))
        return cleaned

    @property
    def mapped(self) -> list[str]:
        return [name for name, value in self.cleaned_data.items() if name.startswith("column_") and value]

    @property
    def mapping(self) -> list[str]:
        return [self.cleaned_data[f"column_{number}"] for number in range(len(self.batch.headings))]

    @property
    def sheet(self) -> int:
        return int(self.cleaned_data.get("sheet") or self.batch.sheet)

    @property
    def row(self) -> int | None:
        """The row that was chosen; None on another sheet, of which it is guessed."""
        return None if self.sheet != self.batch.sheet else int(self.cleaned_data["heading_row"])


def _select(label: str, choices: Iterable, initial, help_text: str = "") -> forms.ChoiceField:
    field = forms.ChoiceField(
        label=label, choices=[*choices], initial=str(initial), required=False, help_text=help_text
    )
    field.is_part = True
    return field


def _sheets(batch: ImportBatch) -> list[tuple[int, str]]:
    hidden = _("%(name)s (verborgen)")
    return [
        (place, hidden % {"name": sheet["name"]} if sheet["is_hidden"] else sheet["name"])
        for place, sheet in enumerate(batch.sheets)
    ]


def _first_rows(batch: ImportBatch) -> list[tuple[int, str]]:
    rows = list(enumerate(batch.rows_shown, start=1))
    filled = [(number, row) for number, row in rows if any(row)][:LOOKED_AT]
    said = _("Rij %(n)s: %(cells)s")
    return [
        (
            number,
            said % {"n": number, "cells": Truncator(" · ".join(filter(None, map(str.strip, row)))).chars(70)},
        )
        for number, row in filled
    ]


def _examples(batch: ImportBatch, number: int) -> str:
    """What stands in the column, in a few words."""
    held = (row[number].strip() for _number, row in batch.rows_below if number < len(row))
    some = list(dict.fromkeys(filter(None, held)))[:3]
    return (
        _("Bijvoorbeeld: %(cells)s") % {"cells": ", ".join(Truncator(cell).chars(30) for cell in some)}
        if some
        else _("Hier staat niets in.")
    )


class AnswersForm(forms.Form):
    """Who is meant by each name that looks like another one. Gives `answers`, by the key of the question."""

    def __init__(self, *args, questions: Iterable[WhoIsMeant], **options):
        super().__init__(*args, **options)
        self.keys = {f"who_{mark([question.key])}": question.key for question in questions}
        for name, question in zip(self.keys, questions, strict=True):
            another = _("een andere, die er nog niet staat") if question.may_be_new else _("geen van deze")
            choices = [
                ("", _("kies")),
                *((str(each.pk), _called(each)) for each in question.alike),
                (ANOTHER, another),
            ]
            label = (
                question.name
                if question.rows < 2
                else _("%(name)s (%(n)s rijen)") % {"name": question.name, "n": question.rows}
            )
            self.fields[name] = _select(label, choices, question.chosen)

    @property
    def answers(self) -> dict[str, str]:
        return {self.keys[name]: chosen for name, chosen in self.cleaned_data.items()}


def _called(partner) -> str:
    return f"{partner} ({partner.kind_and_city})"
