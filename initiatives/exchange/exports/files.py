"""A table as a file: CSV, JSON, XLSX or ODS, a few thousand rows at a time, so that a large one fits in memory too.

A cell is text, or a number; never a formula, and never a link. In CSV, where a spreadsheet decides that by itself, an apostrophe
stands before what begins as a formula does (decision 0269).
"""

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import IO

import xlsxwriter
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone, translation
from django.utils.functional import Promise, cached_property
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.exchange.exports.columns import FileColumn
from initiatives.exchange.exports.ods import write_ods
from initiatives.exchange.exports.tables import Table
from initiatives.links import address
from initiatives.models.rights import may_come_in
from initiatives.reports.filter.wins import WinFilter

Row = list[str | int | float]

AT_A_TIME = 2000
LICENCE, LICENCE_URL = "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"
LONGEST_NAME = 120
LONGEST_CELL = 32_767  # of XLSX
AS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'")


@dataclass(frozen=True)
class Taken:
    """The rows that somebody takes along: those of a page, with what a reader has to know of them.

    In: `words`, typed to find a name; `address`, the whole address of the page on which the same rows stand.
    """

    table: Table
    chosen: WinFilter
    address: str
    words: str = ""

    @cached_property
    def columns(self) -> tuple[FileColumn, ...]:
        return self.table.columns_for(self.chosen.user)

    @property
    def is_public(self) -> bool:
        """Nothing in it is for some people only."""
        return not may_come_in(self.chosen.user)

    @property
    def count(self) -> int:
        return self.table.found(self.chosen, self.words).count()

    def rows(self) -> Iterator[models.Model]:
        return self.table.asked(self.chosen, self.words).iterator(chunk_size=AT_A_TIME)

    @property
    def file_name(self) -> str:
        return file_name(
            self.table.name, {**self.chosen.words, **({self.table.search: self.words} if self.words else {})}
        )

    @property
    def rights(self) -> str:
        """What one may do with it."""
        if self.is_public:
            return open_rights()
        return _(
            "Hier staat ook in wat niet iedereen mag lezen: het is voor wie kan inloggen, of voor een team. Deel het zo."
        )

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What a reader has to know of the file, line by line."""
        chips = "; ".join(f"{chip.label}: {chip.value}" for chip in self.chosen.chips)
        chosen = "; ".join(filter(None, [chips, self.words]))
        return [
            (_("Wat"), capfirst(str(self.table.label))),
            (_("Van"), f"{settings.SITE_NAME}, {self.address}"),
            (_("Filter"), chosen or _("geen")),
            (_("Dag"), _today().isoformat()),
            (_("Wat mag je ermee?"), self.rights),
        ]

    @property
    def explained(self) -> list[Row]:
        """The columns in words, under a head."""
        head = [_("Kolom"), _("Naam in CSV en JSON"), _("Uitleg")]
        return [head, *([capfirst(str(c.label)), c.name, str(c.about)] for c in self.columns)]


def open_rights() -> str:
    """What everybody may do with what everybody may read: only what is ours to give away has a licence (decision 0272)."""
    return _(
        "Wat uit openbare bronnen komt, en hoe de redactie alles las: %(licence)s, noem %(site)s. Wat mensen zelf vertelden, mag iedereen lezen en blijft van hen: noem hen als je het aanhaalt."
    ) % {"licence": LICENCE, "site": settings.SITE_NAME}


def licence_page() -> str:
    """Where one reads what one may do with it; whole where the site knows its own address (`SITE_ADDRESS`)."""
    return f"{settings.SITE_ADDRESS}{address('open_data:index')}#licentie"


def licence_link() -> str:
    """The header that leads there. One licence in it would be one for all that is in the file."""
    return f'<{licence_page()}>; rel="license"'


def file_name(what: str, asked: Mapping[str, object]) -> str:
    """What it is, with which filter, and of which day. Without the extension."""
    parts = [settings.SITE_NAME, what, *(f"{name} {_as_text(word)}" for name, word in asked.items())]
    return f"{slugify(' '.join(parts))[:LONGEST_NAME].strip('-')}-{_today().isoformat()}"


def _as_text(word: object) -> str:
    return word if isinstance(word, str) else " ".join(map(str, word))


def _today() -> date:
    return timezone.localdate()


def spoken(pieces: Iterator[bytes], language: str) -> Iterator[bytes]:
    """The file in the language of who asked: it is written after the answer began."""
    with translation.override(language):
        yield from pieces


# ------------------------------------------------------------------ CSV
def csv_bytes(taken: Taken) -> Iterator[bytes]:
    """UTF-8 with its mark, semicolons between the cells: so a Dutch spreadsheet opens it with a double click."""
    return lines_of_csv(
        [[column.name for column in taken.columns]],
        ([column.coded(row) for column in taken.columns] for row in taken.rows()),
    )


def lines_of_csv(*parts: Iterable[Row]) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf"
    for rows in parts:
        for row in rows:
            line = io.StringIO()
            csv.writer(line, delimiter=";").writerow(map(guarded, row))
            yield line.getvalue().encode()


def guarded(cell: str | float) -> str | float:
    """The cell for CSV. To read back: a text that begins with an apostrophe loses that one."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(AS_A_FORMULA) else cell


# ------------------------------------------------------------------ JSON
def json_bytes(taken: Taken) -> Iterator[bytes]:
    about = {
        "what": taken.table.name,
        "from": taken.address,
        "day": _today().isoformat(),
        "rights": taken.rights,
        "licence": licence_page() if taken.is_public else None,
        "columns": [
            {"name": each.name, "label": str(each.label), "about": str(each.about)} for each in taken.columns
        ],
    }
    yield as_json(about)[:-1].encode() + b', "rows": [\n'
    between = ""
    for row in taken.rows():
        yield (between + as_json({each.name: each.value(row) for each in taken.columns})).encode()
        between = ",\n"
    yield b"\n]}\n"


def as_json(said: object) -> str:
    return json.dumps(said, ensure_ascii=False, cls=DjangoJSONEncoder)


# ------------------------------------------------------------------ XLSX and ODS
def sheets(taken: Taken) -> dict[str, Iterable[Row]]:
    """The sheets of a spreadsheet: the rows in words, and what they are."""
    head = [capfirst(str(column.label)) for column in taken.columns]
    said = ([column.said(row) for column in taken.columns] for row in taken.rows())
    return {
        capfirst(str(taken.table.label)): _under(head, said),
        _("Uitleg"): [*map(list, taken.facts), [], *taken.explained],
    }


def _under(head: Row, rows: Iterable[Row]) -> Iterator[Row]:
    yield head
    yield from rows


def write_xlsx(sheets: dict[str, Iterable[Row]], file: IO[bytes]) -> None:
    """Every cell a text or a number. No row is kept in memory."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name[:31])
            sheet.freeze_panes(1, 0)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(number, place, cell[:LONGEST_CELL])
                    else:
                        sheet.write_number(number, place, cell)


def of_spreadsheet(write: Callable[[dict, IO[bytes]], None]) -> Callable[[Taken], Iterator[bytes]]:
    return lambda taken: written(sheets(taken), write)


def written(what: object, write: Callable[[object, IO[bytes]], None]) -> Iterator[bytes]:
    """The bytes of what can only be written to a file first."""
    with tempfile.TemporaryFile() as file:
        write(what, file)
        file.seek(0)
        while piece := file.read(1 << 16):
            yield piece


# ------------------------------------------------------------------ which there are
@dataclass(frozen=True)
class FileForm:
    """A form in which one takes a table along. `name`: its extension."""

    name: str
    label: str | Promise
    media_type: str
    bytes_of: Callable[[Taken], Iterator[bytes]]


XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILE_FORMS = {
    form.name: form
    for form in (
        FileForm("xlsx", gettext_lazy("Excel"), XLSX_TYPE, of_spreadsheet(write_xlsx)),
        FileForm(
            "ods",
            gettext_lazy("ODS"),
            "application/vnd.oasis.opendocument.spreadsheet",
            of_spreadsheet(write_ods),
        ),
        FileForm("csv", gettext_lazy("CSV"), "text/csv; charset=utf-8", csv_bytes),
        FileForm("json", gettext_lazy("JSON"), "application/json", json_bytes),
    )
}
