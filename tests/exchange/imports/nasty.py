"""Makes the files that people and machines bring: every encoding, sign between cells and end of line, and what is wrong with sheets.

Each is a `Nasty`: its bytes, and either the rows that it holds or a part of the sentence that refuses it. Run it to write them to a folder:
`python -m tests.exchange.imports.nasty FOLDER`.
"""

import csv
import io
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import xlsxwriter

from initiatives.exchange.exports.ods import HEAD, write_ods

HEADS = ["Naam", "Soort", "Stad", "Opmerking"]
TABLE = [
    HEADS,
    ["Hogeschool één", "hogeschool", "’s-Hertogenbosch", "eerste regel\ntweede regel"],
    ["Café “De Zwaan”", "bedrijf", "", "komma, puntkomma; en tab\tbinnenin"],
    ["Gemeente Fryslân", "gemeente", "Leeuwarden", 'zei "ja" — €5'],
]
ENCODINGS = {
    "utf-8": "utf-8",
    "utf-8 with mark": "utf-8-sig",
    "windows-1252": "cp1252",
    "utf-16": "utf-16",
} | {
    "utf-16 without mark": "utf-16-le",
    "utf-16 big without mark": "utf-16-be",
}
BETWEEN = {"tab": "\t", "semicolon": ";", "comma": ","}
ENDS = {"crlf": "\r\n", "lf": "\n", "cr": "\r"}


@dataclass(frozen=True)
class Nasty:
    name: str
    data: bytes
    rows: list[list[str]] | None = None
    refusal: str = ""
    remark: str = ""
    sheet: int = 0


def everything() -> list[Nasty]:
    return [*texts(), *broken_texts(), *impostors(), *workbooks(), *documents(), *bombs()]


def as_csv(rows: list[list[str]], between: str = ";", end: str = "\r\n") -> str:
    out = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if end == "\r" else csv.QUOTE_MINIMAL  # a bare \n would go unquoted
    csv.writer(out, delimiter=between, lineterminator=end, quoting=quoting).writerows(rows)
    return out.getvalue()


def texts() -> Iterator[Nasty]:
    for code, encoding in ENCODINGS.items():
        for sign, between in BETWEEN.items():
            for end, characters in ENDS.items():
                data = as_csv(TABLE, between, characters).encode(encoding)
                yield Nasty(f"{code}, {sign}, {end}.csv", data, TABLE)


def broken_texts() -> Iterator[Nasty]:
    def said(name: str, text: str, rows=None, refusal: str = "") -> Nasty:
        return Nasty(name, text.encode(), rows, refusal)

    yield said(
        "ragged.csv",
        "Naam;Soort\na\nb;c;d\n;;\ne;f",
        [["Naam", "Soort"], ["a"], ["b", "c", "d"], [], ["e", "f"]],
    )
    yield said("blank lines.csv", "\n\nNaam;Soort\n\na;b\n\n\n", [[], [], ["Naam", "Soort"], [], ["a", "b"]])
    yield said(
        "title above.csv",
        "Overzicht 2024\nNaam;Soort\na;b\n",
        [["Overzicht 2024"], ["Naam", "Soort"], ["a", "b"]],
    )
    yield said("says its sign.csv", "sep=,\r\nNaam,Soort\r\na;x,b\r\n", [["Naam", "Soort"], ["a;x", "b"]])
    yield said(
        "one column.csv", "Naam\nJansen, Piet\nDe Vries, An\n", [["Naam"], ["Jansen, Piet"], ["De Vries, An"]]
    )
    yield said(
        "guarded.csv",
        "Naam;Site\n'=1+1;'-x\n's-Gravenhage;''t Huis\n",
        [["Naam", "Site"], ["=1+1", "-x"], ["'s-Gravenhage", "'t Huis"]],
    )
    yield said("inches.csv", 'Naam;Soort\nbuis 3";b\n', [["Naam", "Soort"], ['buis 3"', "b"]])
    yield said("no end of line.csv", "Naam;Soort\na;b", [["Naam", "Soort"], ["a", "b"]])
    yield said("only heads.csv", "Naam;Soort\n", [["Naam", "Soort"]])
    yield said("endless quote.csv", 'Naam;Soort\n"a;b\nc;d\n', refusal="aanhalingsteken")
    yield said("too many rows.csv", "Naam\n" + "a\n" * 5001, refusal="5000 rijen")
    yield said("a hundred thousand.csv", "Naam;Soort\n" + "a;b\n" * 100_000, refusal="5000 rijen")
    yield said("too wide.csv", ";".join(["a"] * 101), refusal="100 kolommen")
    yield said("a cell too long.csv", "Naam;Soort\n" + "a" * 20_001 + ";b", refusal="rij 2")
    yield said("a cell far too long.csv", "Naam;Soort\n" + "a" * 250_000 + ";b", refusal="veel te lang")
    yield said("far down.csv", "Naam;Soort" + "\n" * 20_001 + "a;b", refusal="rij 20002")
    yield Nasty("empty.csv", b"", refusal="leeg")
    yield Nasty("blank.csv", b" \r\n \r\n", refusal="leeg")
    yield Nasty("only a mark.csv", b"\xef\xbb\xbf", refusal="niets")
    yield Nasty("signs only.csv", b";;;\r\n;;;\r\n", refusal="niets")
    yield Nasty("zeros.csv", b"Naam\x00Soort\x01\x02", refusal="geen tabel")
    yield Nasty("no text.csv", bytes(range(256)), refusal="geen tabel")
    yield Nasty("half of utf-16.csv", "\ufeffNaam;é".encode("utf-16-le")[:-1], refusal="geen tabel")
    yield Nasty("too big.csv", b"a;b\n" * (6 * 2**18), refusal="5 MB")


def impostors() -> Iterator[Nasty]:
    """What says that it is something else."""
    yield Nasty("pdf.xlsx", b"%PDF-1.7\n%\xe2\xe3", refusal="PDF")
    yield Nasty("picture.xlsx", b"\x89PNG\r\n\x1a\n", refusal="plaatje")
    yield Nasty("photo.csv", b"\xff\xd8\xff\xe0", refusal="plaatje")
    yield Nasty("letter.csv", b"{\\rtf1 hallo}", refusal="tekstdocument")
    yield Nasty(
        "page.xls", b"\xef\xbb\xbf\r\n<html><table><tr><td>a</td></tr></table></html>", refusal="webpagina"
    )
    yield Nasty("packed.csv", b"\x1f\x8b\x08\x00", refusal="ingepakt")
    yield Nasty("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, refusal="oud bestand")
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le")
    yield Nasty("locked.xlsx", locked, refusal="wachtwoord")
    yield Nasty("just a zip.xlsx", zipped({"brief.txt": b"hallo"}), refusal="ingepakt bestand")
    yield Nasty("cut off.xlsx", workbook()[:900], refusal="niet lezen")
    yield Nasty("torn.xlsx", zipped({"xl/workbook.xml": b"<workbook"}), refusal="niet lezen")
    yield Nasty("really csv.xlsx", as_csv(TABLE).encode(), TABLE)
    yield Nasty("really xlsx.csv", workbook(), TABLE)


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def workbook(rows=None) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Partners")
        for number, row in enumerate(rows or TABLE):
            for place, cell in enumerate(row):
                sheet.write(number, place, cell)
    return out.getvalue()


def opened_again(change) -> bytes:
    """The book of `workbook()` after something was done to it. In: a function of the book."""
    book = openpyxl.load_workbook(io.BytesIO(workbook()))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, change) -> bytes:
    """A zip of which one part is changed, or made. In: a function of what was in it."""
    before = zipfile.ZipFile(io.BytesIO(data))
    parts = {each: before.read(each) for each in before.namelist()}
    return zipped({**parts, name: change(parts.get(name, b""))})


def renamed_part(data: bytes, name: str, other: str) -> bytes:
    """A book of which a part is called otherwise, wherever it is named."""
    before = zipfile.ZipFile(io.BytesIO(data))
    short, other_short = name.rsplit("/", 1)[-1].encode(), other.rsplit("/", 1)[-1].encode()
    parts = {each: before.read(each).replace(short, other_short) for each in before.namelist()}
    parts[other] = parts.pop(name)
    return zipped(parts)


SHEET = "xl/worksheets/sheet1.xml"


def workbooks() -> Iterator[Nasty]:
    def hide(book):
        book.active.sheet_state = "hidden"
        book.create_sheet("Lijst").append(["Zichtbaar"])

    def merge(book):
        book.active.merge_cells("A2:A4")

    yield Nasty("hidden sheet first.xlsx", opened_again(hide), TABLE)
    merged_rows = [HEADS, TABLE[1], ["", *TABLE[2][1:]], ["", *TABLE[3][1:]]]
    yield Nasty("merged.xlsx", opened_again(merge), merged_rows, remark="A2:A4")
    yield Nasty(
        "two rows of heads.xlsx",
        workbook([["Partners", "", "Waar"], HEADS, ["a", "mbo"]]),
        [["Partners", "", "Waar"], HEADS, ["a", "mbo"]],
    )
    yield Nasty(
        "numbers.xlsx",
        workbook([["Naam", "Jaar"], [7, 2022], [0.5, "2022"], ["007", 1e3]]),
        [["Naam", "Jaar"], ["7", "2022"], ["0.5", "2022"], ["007", "1000"]],
    )
    yield Nasty("yes and no.xlsx", workbook([["Naam"], [True], [False]]), [["Naam"], ["ja"], ["nee"]])
    yield Nasty(
        "days.xlsx",
        days(),
        [["Naam", "Sinds"], ["dag", "2022-02-03"], ["maand", "2022-02"], ["jaar", "2022"]],
    )
    yield Nasty(
        "formulas.xlsx",
        formulas(),
        [["Naam", "Som"], ["met", "3"], ["zonder", "#FORMULE?"], ["fout", "#N/A"]],
    )
    yield Nasty(
        "sheet of another name.xlsx",
        renamed_part(formulas(), SHEET, "xl/worksheets/blad.xml"),
        [["Naam", "Som"], ["met", "3"], ["zonder", "#FORMULE?"], ["fout", "#N/A"]],
    )
    yield Nasty("text like a formula.xlsx", workbook([["Naam"], ["=1+1"]]), [["Naam"], ["=1+1"]])
    yield Nasty(
        "says it is small.xlsx",
        with_part(workbook(), SHEET, lambda part: part.replace(b"A1:D4", b"A1")),
        TABLE,
    )
    yield Nasty("far corner.xlsx", workbook_with({(0, 0): "Naam", (0, 16_383): "x"}), refusal="kolommen")
    yield Nasty("far down.xlsx", workbook_with({(0, 0): "Naam", (1_048_575, 0): "x"}), refusal="rij 1048576")
    yield Nasty("empty book.xlsx", workbook_with({}), refusal="niets")
    yield Nasty(
        "macros.xlsm", with_part(workbook(), "xl/vbaProject.bin", lambda _part: b"x"), refusal="macro"
    )
    yield Nasty(
        "many sheets.xlsx",
        opened_again(lambda book: [book.create_sheet() for _n in range(25)]),
        refusal="20 bladen",
    )
    yield Nasty(
        "a broken number.xlsx",
        with_part(workbook([["Naam"], [7]]), SHEET, lambda part: part.replace(b"<v>7</v>", b"<v>zeven</v>")),
        refusal="niet lezen",
    )


def workbook_with(cells: dict[tuple[int, int], str]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for (row, column), cell in cells.items():
            sheet.write(row, column, cell)
    return out.getvalue()


def days() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Naam", "Sinds"])
        for row, (name, form) in enumerate(
            {"dag": "dd-mm-yyyy", "maand": "mmm yyyy", "jaar": "yyyy"}.items(), start=1
        ):
            sheet.write(row, 0, name)
            sheet.write_number(row, 1, 44595, book.add_format({"num_format": form}))
    return out.getvalue()


def formulas() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Naam", "Som"])
        for row, (name, value) in enumerate({"met": 3, "zonder": "leeg", "fout": "#N/A"}.items(), start=1):
            sheet.write(row, 0, name)
            sheet.write_formula(row, 1, "=1+2", None, value)
    return with_part(
        out.getvalue(), SHEET, lambda part: part.replace(b"<v>leeg</v>", b"").replace(b"<v></v>", b"")
    )


def formula_for_a_kind() -> bytes:
    """A book of partners, of which one has a kind that was never worked out."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Naam", "Soort"])
        sheet.write_row(1, 0, ["Nieuw Huis", "netwerk"])
        sheet.write(2, 0, "Oud Huis")
        sheet.write_formula(2, 1, "=B2", None, "leeg")
    return with_part(out.getvalue(), SHEET, lambda part: part.replace(b"<v>leeg</v>", b""))


def ods(sheets=None) -> bytes:
    out = io.BytesIO()
    write_ods(sheets or {"Partners": TABLE}, out)
    return out.getvalue()


def document(table: str, *, styles: str = "") -> bytes:
    """An ODS with these rows as they are written."""
    head = HEAD.replace("<office:body>", f"{styles}<office:body>").replace(
        "office:version", 'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" office:version'
    )
    foot = "</office:spreadsheet></office:body></office:document-content>"
    return with_part(ods(), "content.xml", lambda _part: f"{head}{table}{foot}".encode())


def cell(text: str, **attributes: str) -> str:
    said = "".join(
        f' {name.replace("_", ":", 1).replace("_", "-")}="{value}"' for name, value in attributes.items()
    )
    return f"<table:table-cell{said}><text:p>{text}</text:p></table:table-cell>"


def documents() -> Iterator[Nasty]:
    def table(*rows: str, name: str = "Blad") -> str:
        return f'<table:table table:name="{name}">{"".join(f"<table:table-row>{row}</table:table-row>" for row in rows)}</table:table>'

    heads = cell("Naam") + cell("Sinds")
    day = cell("3 feb", office_value_type="date", office_date_value="2022-02-03T00:00:00")
    number = cell("7,0", office_value_type="float", office_value="7.0")
    note = "<table:table-cell><office:annotation><text:p>let op</text:p></office:annotation><text:p>a<text:s text:c='2'/>b</text:p></table:table-cell>"
    wide = cell("a", table_number_columns_spanned="2") + "<table:covered-table-cell/>"
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    million = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>'
    yield Nasty("ours.ods", ods(), TABLE)
    yield Nasty(
        "day and number.ods", document(table(heads, number + day)), [["Naam", "Sinds"], ["7", "2022-02-03"]]
    )
    yield Nasty("a note.ods", document(table(heads, note)), [["Naam", "Sinds"], ["a  b"]])
    yield Nasty("merged.ods", document(table(heads, wide)), [["Naam", "Sinds"], ["a"]], remark="A2")
    yield Nasty(
        "empty to the edge.ods",
        document(
            table(heads + empty, cell("a") + empty).replace("</table:table>", million + "</table:table>")
        ),
        [["Naam", "Sinds"], ["a"]],
    )
    yield Nasty(
        "repeated rows.ods",
        document(
            table(heads, cell("a")).replace(
                "<table:table-row><table:table-cell><text:p>a",
                '<table:table-row table:number-rows-repeated="3"><table:table-cell><text:p>a',
            )
        ),
        [["Naam", "Sinds"], ["a"], ["a"], ["a"]],
    )
    yield Nasty(
        "repeated without end.ods",
        document(
            table(heads, cell("a")).replace(
                "<table:table-row><table:table-cell><text:p>a",
                '<table:table-row table:number-rows-repeated="1000000000"><table:table-cell><text:p>a',
            )
        ),
        refusal="5000 rijen",
    )
    yield Nasty(
        "too wide.ods",
        document(table(heads, cell("a", table_number_columns_repeated="100000000"))),
        refusal="100 kolommen",
    )
    styles = '<office:automatic-styles><style:style style:name="ta2"><style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    hidden = table(heads, name="Geheim").replace("<table:table ", '<table:table table:style-name="ta2" ')
    yield Nasty(
        "hidden first.ods", document(hidden + table(cell("Zichtbaar")), styles=styles), [["Naam", "Sinds"]]
    )
    locked = with_part(
        ods(),
        "META-INF/manifest.xml",
        lambda part: part.replace(b"/>", b"><manifest:encryption-data/></manifest:file-entry>", 1),
    )
    yield Nasty("locked.ods", locked, refusal="wachtwoord")
    yield Nasty("torn.ods", with_part(ods(), "content.xml", lambda part: part[:-30]), refusal="niet lezen")


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>"""
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY d SYSTEM "file:///etc/passwd">]>'


def bombs() -> Iterator[Nasty]:
    zeros = b"<a>" + b" " * (30 * 2**20) + b"</a>"
    yield Nasty("bomb.xlsx", with_part(workbook(), SHEET, lambda _part: zeros), refusal="te groot")
    yield Nasty(
        "bomb beside it.xlsx",
        with_part(workbook(), "xl/media/image1.png", lambda _part: b"\x00" * (20 * 2**20)),
        refusal="te groot",
    )
    yield Nasty("bomb.ods", with_part(ods(), "content.xml", lambda _part: zeros), refusal="te groot")
    parts = {f"deel{number}": b"" for number in range(1001)}
    yield Nasty("many parts.xlsx", zipped({"xl/workbook.xml": b"", **parts}), refusal="te groot")
    for name, start in (("laughs", LAUGHS), ("reads a file", OUTSIDE)):

        def inside(part: bytes, start: bytes = start) -> bytes:
            return start + part.split(b"?>", 1)[-1].replace(b"Partners", b"&d;", 1)

        yield Nasty(f"{name}.xlsx", with_part(workbook(), "xl/workbook.xml", inside), refusal="niet lezen")
        yield Nasty(f"{name}.ods", with_part(ods(), "content.xml", inside), refusal="niet lezen")
    deep = b"<a>" * 100_000 + b"</a>" * 100_000
    yield Nasty(
        "deep.xlsx", with_part(workbook(), "xl/sharedStrings.xml", lambda _part: deep), refusal="niet lezen"
    )


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for each in everything():
        (folder / each.name).write_bytes(each.data)
