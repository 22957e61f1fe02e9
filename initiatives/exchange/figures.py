"""The numbers that sources state about the initiatives of the data set (`figures.csv`)."""

import uuid
from pathlib import Path

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from initiatives.exchange.bringing import by_web_name, taken_away
from initiatives.exchange.rows import FIRST_ROW, File
from initiatives.forms.figures import FigureForm
from initiatives.models import Figure, Initiative, User

FROM_THE_FILE = uuid.UUID(
    "0bd6a0d4-5c0f-4d5e-9f0e-6f4f3c2f9c55"
)  # under which the keys of these rows are made


# What a source says once, also where a team wrote it down first.
SAID_ONCE = ("initiative_id", "year", "measure", "source")


class FigureRow(forms.Form):
    """Each cell as people type it."""

    initiative_slug = forms.ChoiceField()
    year = FigureForm.base_fields["year"]
    measure = FigureForm.base_fields["measure"]
    number = FigureForm.base_fields["quantity"]
    precision = FigureForm.base_fields["exactness"]
    source = FigureForm.base_fields["source"]
    note_nl = FigureForm.base_fields["note"]
    note_en = FigureForm.base_fields["note_en"]


def load_figures(folder: Path, editors: User) -> tuple[int, int]:
    """Out: how many are new, and how many were there already. One that a team took away does not come back.

    In: a folder with `figures.csv`, whose initiatives are loaded. Raises ValidationError with a sentence for each cell that is wrong.
    """
    figures = {figure.pk: figure for figure in _figures(_checked(folder), editors)}
    known = set(Figure.objects.filter(pk__in=figures).values_list("pk", flat=True))
    known |= {uuid.UUID(key) for key in taken_away(Figure, "id")} & figures.keys()
    said = set(Figure.objects.values_list(*SAID_ONCE))
    known |= {key for key, figure in figures.items() if _said(figure) in said}
    Figure.objects.bulk_create(figure for key, figure in figures.items() if key not in known)
    return len(figures) - len(known), len(known)


def _checked(folder: Path) -> list[dict]:
    faults: list[str] = []
    file = File.read(folder / "figures.csv")
    rows = file.checked(FigureRow, faults, initiative_slug={*by_web_name(Initiative)})
    if faults := faults or _twice(file.name, rows):
        raise ValidationError(faults)
    return rows


def _twice(file: str, rows: list[dict]) -> list[str]:
    """A sentence for each row that says again what one above it says."""
    keys = [_key_of(row) for row in rows]
    said = gettext("%(file)s, rij %(row)s: deze bron staat hierboven al met een getal over dit studiejaar.")
    return [
        said % {"file": file, "row": number + FIRST_ROW}
        for number, key in enumerate(keys)
        if key in keys[:number]
    ]


def _key_of(row: dict) -> uuid.UUID:
    """The same for the same row of the file, however often it is loaded."""
    return uuid.uuid5(
        FROM_THE_FILE, " ".join(str(row[name]) for name in ("initiative_slug", "year", "measure", "source"))
    )


def _said(figure: Figure) -> tuple:
    return tuple(getattr(figure, name) for name in SAID_ONCE)


def _figures(rows: list[dict], editors: User) -> list[Figure]:
    initiatives = by_web_name(Initiative)
    return [
        Figure(
            pk=_key_of(row),
            initiative=initiatives[row["initiative_slug"]],
            year=row["year"],
            measure=row["measure"],
            quantity=row["number"],
            exactness=row["precision"],
            source=row["source"],
            note=row["note_nl"],
            note_en=row["note_en"],
            added_by=editors,
        )
        for row in rows
    ]
