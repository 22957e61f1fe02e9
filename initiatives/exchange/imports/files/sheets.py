"""A sheet: rows of text cells, each with the number under which its maker knows it. And how large it may be."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_BYTES = 5 * 2**20
MOST_ROWS = 5000  # at one time; what is more waits for a job of its own
LAST_ROW = 20_000
MOST_COLUMNS = 100
MOST_SHEETS = 20
LONGEST_CELL = 20_000
NOT_KEPT = re.compile("[\x00\ud800-\udfff]")  # the database takes no text with these

TOO_MANY_ROWS = gettext_lazy(
    "Er staan meer dan %(most)s rijen in. Haal het uit elkaar, en breng de delen na elkaar."
)
TOO_FAR_DOWN = gettext_lazy(
    "Er staat iets in rij %(row)s, ver onder de rest. Haal dat weg, of breng alleen de tabel."
)
TOO_WIDE = gettext_lazy("Er staan meer dan %(most)s kolommen in. Laat weg wat je niet inleest.")
TOO_LONG = gettext_lazy("In rij %(row)s staat een cel van meer dan %(most)s tekens. Maak die korter.")
TOO_MANY_SHEETS = gettext_lazy("Er zitten meer dan %(most)s bladen in. Bewaar alleen het blad met de tabel.")
NOTHING_IN_IT = gettext_lazy("Er staat niets in.")
# What a spreadsheet shows where it could not work something out, and our word for a formula that says nothing.
NO_OUTCOME = "#FORMULE?"
FAULTS = frozenset(
    f"#N/A #N/B #REF! #VERW! #VALUE! #WAARDE! #NAME? #NAAM? #DIV/0! #DEEL/0! #NUM! #GETAL! #NULL! #LEEG! {NO_OUTCOME}".split()
)


@dataclass(frozen=True)
class BroughtSheet:
    """The cells of one sheet; its first row is row 1. `remarks`: what one has to know of it."""

    name: str
    rows: list[list[str]]
    is_hidden: bool = False
    remarks: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not any(any(row) for row in self.rows)


def gathered(rows: Iterable[tuple[int, Iterable[str]]]) -> list[list[str]]:
    """The rows by their numbers, without empty cells at their ends and empty rows below them.

    Raises ValidationError as soon as there is more than fits: the rest is never read.
    """
    kept, filled = [], 0
    for number, row in rows:
        cells = _trimmed(row, number)
        if not cells:
            continue
        filled += 1
        if filled > MOST_ROWS + 1:  # one of them names the columns
            raise ValidationError(TOO_MANY_ROWS, params={"most": MOST_ROWS})
        if number > LAST_ROW:
            raise ValidationError(TOO_FAR_DOWN, params={"row": number})
        kept += [[] for _gap in range(number - len(kept) - 1)]
        kept.append(cells)
    return kept


def refuse_many(sheets: int) -> None:
    """Raises ValidationError for a book with more sheets than we read: none is left out in silence."""
    if sheets > MOST_SHEETS:
        raise ValidationError(TOO_MANY_SHEETS, params={"most": MOST_SHEETS})


def _trimmed(row: Iterable[str], number: int) -> list[str]:
    cells = [NOT_KEPT.sub("", cell) for cell in row]
    while cells and not cells[-1].strip():
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        raise ValidationError(TOO_WIDE, params={"most": MOST_COLUMNS})
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise ValidationError(TOO_LONG, params={"row": number, "most": LONGEST_CELL})
    return cells


def merged(places: Iterable[str]) -> list[str]:
    """What one has to know of cells that are merged. In: where they are, as in `A2:A4`."""
    if not (places := list(places)):
        return []
    some = ", ".join(places[:5]) + (" …" if len(places) > 5 else "")
    return [
        _("Hier zijn cellen samengevoegd (%(places)s). Alleen de eerste telt; de andere lezen we als leeg.")
        % {"places": some}
    ]
