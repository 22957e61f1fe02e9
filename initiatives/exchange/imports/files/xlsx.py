"""Excel, read row by row with openpyxl: a sheet that says it is a million rows long costs no more than its first rows.

Values as people see them: the outcome of a formula, a day to the precision in which it is shown (decision 0290).
"""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from itertools import zip_longest

from django.core.exceptions import ValidationError
from openpyxl import load_workbook

from initiatives.exchange.imports.files.sheets import (
    LAST_ROW,
    NO_OUTCOME,
    NOTHING_IN_IT,
    TOO_FAR_DOWN,
    BroughtSheet,
    gathered,
    merged,
    refuse_many,
)

HAS_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
MERGED = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z0-9:]{3,20})"')
NUMBERED = re.compile(rb'<(?:\w+:)?row [^>]*?r="(\d+)"')
LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')  # parts of a number format that are no codes


def read_xlsx(archive: zipfile.ZipFile, data: bytes) -> list[BroughtSheet]:
    """Raises ValidationError for more than fits, and whatever openpyxl says of a broken file."""
    parts = [archive.read(name) for name in archive.namelist() if name.endswith(".xml")]
    last = max((int(number) for part in parts for number in NUMBERED.findall(part)), default=0)
    if last > LAST_ROW:  # openpyxl would make every row up to it
        raise ValidationError(TOO_FAR_DOWN, params={"row": last})
    shown = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    typed = None
    if any(HAS_FORMULA.search(part) for part in parts):
        typed = load_workbook(io.BytesIO(data), read_only=True)
    refuse_many(len(shown.worksheets))
    sheets = [_read(sheet, typed, archive) for sheet in shown.worksheets]
    if all(sheet.is_empty for sheet in sheets):
        raise ValidationError(NOTHING_IN_IT)
    return sheets


def _read(sheet, typed, archive: zipfile.ZipFile) -> BroughtSheet:
    """In: the sheet as it is shown, and the book as it was typed where that has formulas."""
    rows = _rows(sheet)
    if typed is not None:
        rows = (_with_formulas(*both) for both in zip_longest(rows, _rows(typed[sheet.title]), fillvalue=()))
    cells = gathered((number, map(_as_shown, row)) for number, row in enumerate(rows, start=1) if row)
    part = sheet._worksheet_path  # of openpyxl, which keeps merged cells for whoever may change the book
    places = [place.decode() for place in MERGED.findall(archive.read(part))]
    return BroughtSheet(sheet.title, cells, sheet.sheet_state != "visible", merged(places))


def _rows(sheet) -> Iterator[list]:
    """What the file says of its own size is not believed."""
    sheet.reset_dimensions()
    for row in sheet.iter_rows():
        last = max((place for place, cell in enumerate(row) if cell.value is not None), default=-1)
        yield list(row[: last + 1])


def _with_formulas(shown: tuple, typed: tuple) -> list:
    """The cells that are shown; where a formula has no outcome, our word for that."""
    both = zip_longest(shown, typed)
    return [NO_OUTCOME if _is_formula(other) and _is_blank(cell) else cell for cell, other in both]


def _is_formula(cell) -> bool:
    return cell is not None and getattr(cell, "data_type", "") == "f"


def _is_blank(cell) -> bool:
    return cell is None or cell.value is None


def _as_shown(cell) -> str:
    if cell is None or isinstance(cell, str):
        return cell or ""
    match cell.value:
        case None:
            return ""
        case bool() as held:
            return "ja" if held else "nee"
        case float() as held if held.is_integer() and abs(held) < 1e15:
            return str(int(held))
        case dt.datetime() | dt.date() as held:
            return _day(held, cell.number_format)
    return str(cell.value)


def _day(day: dt.date, shown_as: str) -> str:
    """As much of a day as the cell shows: a format without a day says a month, one without a month a year."""
    codes = LITERAL.sub("", shown_as or "").lower()
    length = 10 if "d" in codes or "j" in codes else 7 if "m" in codes else 4
    return (day.date() if isinstance(day, dt.datetime) else day).isoformat()[:length]
