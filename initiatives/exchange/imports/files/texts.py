"""Text with something between the cells: CSV, TSV, and what one pastes out of a spreadsheet."""

import csv
import io
import re
from collections import Counter

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from initiatives.exchange.exports.files import AS_A_FORMULA
from initiatives.exchange.imports.files.sheets import LONGEST_CELL, NOTHING_IN_IT, BroughtSheet, gathered

BETWEEN = "\t;,"
LOOKED_AT = 200  # lines, to see what stands between the cells
IS_NO_TEXT = _("Dit is geen tabel die we kennen. Bewaar het als .xlsx, .ods of .csv.")
ENDLESS = _(
    "Ergens begint een aanhalingsteken dat nergens eindigt, of een cel is veel te lang. Bewaar het als .xlsx, en probeer het opnieuw."
)
UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f]")
SAYS_ITSELF = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)  # the first line that Excel itself understands
MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def decoded(data: bytes) -> str:
    """The text of a file, in whichever of the ways in which spreadsheets write it. Raises ValidationError for what is no text."""
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not UNPRINTABLE.search(text):
            return text
    raise ValidationError(IS_NO_TEXT)


def _encodings(data: bytes) -> list[str]:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return [encoding]
    even, odd = data[::2].count(0), data[1::2].count(0)
    if max(even, odd) * 4 >= len(data):  # an ordinary letter in two bytes has a zero in one of them
        return ["utf-16-be" if even > odd else "utf-16-le"]
    return ["utf-8", "cp1252"]


def read_text(text: str, *, undo_guards: bool = False) -> BroughtSheet:
    """The sheet of this text. Raises ValidationError with a sentence for nothing, or for more than fits.

    `undo_guards`: it may come from our CSV, where an apostrophe stands before what begins as a formula does (decision 0269).
    """
    text = text.removeprefix("\ufeff")
    between, text = _between(text)
    rows = _cells(text, between)
    if undo_guards:
        rows = ([_unguarded(cell) for cell in row] for row in rows)
    sheet = BroughtSheet("", gathered(enumerate(rows, start=1)))
    if sheet.is_empty:
        raise ValidationError(NOTHING_IN_IT)
    return sheet


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(AS_A_FORMULA) else cell


def _cells(text: str, between: str):
    """Row by row. Raises ValidationError where quotes do not end."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between)
    try:
        yield from reader
    except csv.Error as fault:
        raise ValidationError(ENDLESS) from fault
    if _is_open(text, between):
        raise ValidationError(ENDLESS)


def _is_open(text: str, between: str) -> bool:
    """Whether the last cell begins with a quote and never ends; the reader takes all that is left for that cell."""
    if text.count('"') % 2 == 0:
        return False
    try:
        for _row in csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True):
            pass
    except csv.Error as fault:
        return "unexpected end" in str(fault)
    return False


def _between(text: str) -> tuple[str, str]:
    """What stands between the cells, and the text without a line that says so."""
    if said := SAYS_ITSELF.match(text):
        return said[1], text[said.end() :]
    start = "".join(text.splitlines(keepends=True)[:LOOKED_AT])
    fits = {sign: _fits(start, sign) for sign in BETWEEN if sign in start}
    best = max(fits, key=fits.get, default=";")  # of two that fit as well, the first
    return (best if fits.get(best) else ";"), text


def _fits(text: str, sign: str) -> float:
    """The part of the rows that are as wide as most, with this sign between their cells; 0 where it takes nothing apart.

    A comma also stands inside texts: it has to stand in the first row, which has names of columns.
    """
    try:
        widths = [len(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign) if any(row)]
    except csv.Error:
        return 0
    if not widths or (sign == "," and widths[0] == 1):
        return 0
    usual, often = Counter(widths).most_common(1)[0]
    return often / len(widths) if usual > 1 else 0


csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL * 10))
