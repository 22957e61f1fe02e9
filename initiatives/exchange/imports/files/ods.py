"""The open document format, read as it comes: repeated cells are counted, not made.

No library for it is well kept (decision 0269): what we need is the text of cells.
"""

import re
import zipfile
from collections.abc import Iterator

from defusedxml.ElementTree import iterparse
from django.core.exceptions import ValidationError

from initiatives.exchange.imports.files.sheets import (
    MOST_COLUMNS,
    NOTHING_IN_IT,
    BroughtSheet,
    gathered,
    merged,
    refuse_many,
)

SPACE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
OFFICE, TABLE, TEXT, STYLE = (f"{{{SPACE.format(name)}}}" for name in ("office", "table", "text", "style"))
ROWS_COUNTED = 2**20
WHOLE = re.compile(r"(-?\d+)\.0+")


def read_ods(archive: zipfile.ZipFile) -> list[BroughtSheet]:
    """Raises ValidationError for more than fits, and whatever the XML library says of a broken file."""
    with archive.open("content.xml") as content:
        sheets = list(_sheets(content))
    if all(sheet.is_empty for sheet in sheets):
        raise ValidationError(NOTHING_IN_IT)
    return sheets


def _sheets(content) -> Iterator[BroughtSheet]:
    hidden: set[str] = set()
    found = 0
    events = iterparse(content, events=("start", "end"), forbid_dtd=True)
    for event, element in events:
        if event == "end" and element.tag == f"{STYLE}style":
            if any(each.get(f"{TABLE}display") == "false" for each in element):
                hidden.add(element.get(f"{STYLE}name"))
        elif event == "start" and element.tag == f"{TABLE}table":
            found += 1
            refuse_many(found)
            name = element.get(f"{TABLE}name", "")
            places: list[str] = []
            rows = gathered(_rows(events, places))
            yield BroughtSheet(name, rows, element.get(f"{TABLE}style-name") in hidden, merged(places))


def _rows(events, places: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, with their numbers, up to the end of this table. In: a list, to which the places of merged cells are added."""
    number = depth = 0
    for event, element in events:
        if element.tag == f"{TABLE}table":  # also one inside a cell, which is read as its text
            depth += 1 if event == "start" else -1
            if depth < 0:
                return
        elif event == "end" and element.tag == f"{TABLE}table-row" and not depth:
            cells = _cells(element, number + 1, places)
            times = _times(element, "rows", ROWS_COUNTED)
            yield from ((number + again, cells) for again in range(1, times + 1) if cells)
            number += times
            element.clear()


def _cells(row, number: int, places: list[str]) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if cell.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            continue
        if {
            cell.get(f"{TABLE}number-columns-spanned", "1"),
            cell.get(f"{TABLE}number-rows-spanned", "1"),
        } != {"1"}:
            places.append(f"{_letters(len(cells))}{number}")
        held = "" if cell.tag.endswith("covered-table-cell") else _held(cell)
        cells += [held] * _times(cell, "columns", MOST_COLUMNS + 1 - len(cells))
        cell.clear()
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _times(element, what: str, most: int) -> int:
    return min(int(element.get(f"{TABLE}number-{what}-repeated", "1")), max(most, 0))


def _letters(column: int) -> str:
    return chr(65 + column) if column < 26 else _letters(column // 26 - 1) + chr(65 + column % 26)


def _held(cell) -> str:
    match cell.get(f"{OFFICE}value-type"):
        case "date":
            return cell.get(f"{OFFICE}date-value", "")[:10]
        case "boolean":
            return "ja" if cell.get(f"{OFFICE}boolean-value") == "true" else "nee"
        case "float":
            return WHOLE.sub(r"\1", cell.get(f"{OFFICE}value", ""))
    return "\n".join(_text(line) for line in cell if line.tag == f"{TEXT}p")


def _text(element) -> str:
    """The text of a paragraph. A note at a cell is no part of it."""
    said = {
        f"{TEXT}s": " " * int(element.get(f"{TEXT}c", "1")),
        f"{TEXT}tab": "\t",
        f"{TEXT}line-break": "\n",
    }
    inside = said.get(element.tag, element.text or "")
    if element.tag == f"{OFFICE}annotation":
        inside, parts = "", ()
    else:
        parts = element
    return inside + "".join(_text(part) + (part.tail or "") for part in parts)
