"""What people take along: which columns there are, and which rows; the same back from every form."""

import csv
import io
import json
import zipfile
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives.exchange.exports import columns as of
from initiatives.exchange.exports.files import FILE_FORMS, Taken, guarded
from initiatives.exchange.exports.tables import TABLES
from initiatives.lenses import ANSWERS, Audience, LinkBasis
from initiatives.models import InitiativeLink, Onlooker, SmallWin
from initiatives.models.columns import Kind, names_of
from initiatives.reports.filter.wins import WinFilter
from tests.factories import create_initiative, create_link, create_user, create_win

ODD = (
    "=1+1",
    "+31 6 12345678",
    "-5 graden",
    "@iedereen",
    "\tingesprongen",
    "'t was koud",
    '=HYPERLINK("https://elders.example";"klik")',
    'een; twee | "drie"',
    "twee  spaties en\neen tweede regel",
    "👩🏽‍🎓 café",
)


def taken(name: str, user=None, **words) -> Taken:
    table = TABLES[name]
    onlooker = Onlooker(user or AnonymousUser())
    chosen = WinFilter(words, onlooker=onlooker, page=table.page)
    return Taken(table, chosen, "https://vliegwiel.example/small-wins/")


def file_of(what: Taken, form: str) -> bytes:
    return b"".join(FILE_FORMS[form].bytes_of(what))


# ------------------------------------------------------------------ plain readers
def read_csv(data: bytes) -> list[dict]:
    """As anybody reads it, and one apostrophe less where a cell begins with one."""
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    return [{name: cell.removeprefix("'") for name, cell in row.items()} for row in rows]


def read_xlsx(data: bytes, sheet: int = 0) -> list[list]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [["" if cell is None else cell for cell in row] for row in book.worksheets[sheet].values]


ODF = {"table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0", "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
       "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0"}  # fmt: skip


def read_ods(data: bytes, sheet: int = 0) -> list[list[str]]:
    content = zipfile.ZipFile(io.BytesIO(data)).read("content.xml")
    book = ET.fromstring(content)  # noqa: S314 our own file
    rows = book.findall(".//table:table", ODF)[sheet].findall("table:table-row", ODF)
    return [[_text(cell) for cell in row.findall("table:table-cell", ODF)] for row in rows]


def _text(cell: ET.Element) -> str:
    def of_paragraph(element: ET.Element) -> str:
        said = {
            f"{{{ODF['text']}}}s": " " * int(element.get(f"{{{ODF['text']}}}c", 1)),
            f"{{{ODF['text']}}}tab": "\t",
        }
        inner = "".join(of_paragraph(each) + (each.tail or "") for each in element)
        return said.get(element.tag, element.text or "") + inner

    return "\n".join(map(of_paragraph, cell.findall("text:p", ODF)))


# ------------------------------------------------------------------ columns
def test_every_answer_about_a_win_is_a_column():
    names = {column.name for column in of.WIN}
    assert names >= {*ANSWERS, *(answer.counted_name for answer in ANSWERS.values())}


def test_no_column_holds_what_only_those_inside_know():
    names = {column.name for column in of.WIN}
    inside = {"question", "reply", "withdrawal_reason", *names_of(SmallWin, Kind.PERSON)}
    assert names & inside == set()
    assert {"why_declined", "opens_wins"} & {column.name for column in of.INITIATIVE} == set()


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_a_column_has_a_name_of_its_own_and_a_label(table):
    names = [column.name for column in table.columns]
    assert len(names) == len(set(names))
    assert all(
        name.isascii() and name.islower() and column.label
        for name, column in zip(names, table.columns, strict=True)
    )


def test_an_answer_for_the_network_is_not_for_a_visitor():
    shown = {column.name for column in TABLES["small-wins"].columns_for(AnonymousUser())}
    assert {answer.name for answer in ANSWERS.values()} - shown == {
        answer.name for answer in ANSWERS.values() if answer.audience != Audience.PUBLIC
    }


# ------------------------------------------------------------------ rows
@pytest.mark.parametrize("form", FILE_FORMS)
def test_the_same_rows_come_back(form, initiative):
    for title in ODD:
        create_win(initiative=initiative, title=title, description=title)
    what = taken("small-wins")
    said = [column.said(row) for row in what.rows() for column in what.columns]
    if form in ("csv", "json"):
        read = read_csv(file_of(what, form)) if form == "csv" else json.loads(file_of(what, form))["rows"]
        wanted = [
            {
                column.name: column.coded(row) if form == "csv" else column.value(row)
                for column in what.columns
            }
            for row in what.rows()
        ]
        assert json.loads(json.dumps(read)) == json.loads(json.dumps(wanted, default=str))
        assert {row["title"] for row in read} == {*ODD}
    else:
        head, *rows = {"xlsx": read_xlsx, "ods": read_ods}[form](file_of(what, form))
        assert [cell.lower() for cell in head] == [str(column.label).lower() for column in what.columns]
        assert [cell for row in rows for cell in row] == said


def test_a_cell_that_begins_as_a_formula_stays_text_in_excel(initiative):
    for title in ODD:
        create_win(initiative=initiative, title=title)
    sheet = openpyxl.load_workbook(io.BytesIO(file_of(taken("small-wins"), "xlsx"))).worksheets[0]
    assert {cell.data_type for row in sheet.rows for cell in row if cell.value is not None} == {"s"}
    assert not any(cell.hyperlink for row in sheet.rows for cell in row)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "'"])
def test_a_cell_of_csv_that_begins_as_a_formula_gets_an_apostrophe(sign):
    assert guarded(f"{sign}x") == f"'{sign}x"


def test_none_of_these_is_no_silence(initiative):
    create_win(initiative=initiative, types=[])
    create_win(initiative=initiative)
    what = taken("small-wins")
    assert {row["types"] for row in read_csv(file_of(what, "csv"))} == {"none", ""}
    assert sorted(map(str, (row["types"] for row in json.loads(file_of(what, "json"))["rows"]))) == [
        "None",
        "[]",
    ]


def test_a_spreadsheet_says_what_it_is(initiative):
    create_win(initiative=initiative)
    what = taken("small-wins", type="growth")
    said = read_xlsx(file_of(what, "xlsx"), sheet=1)
    facts = {row[0]: row[1] for row in said[:5]}
    assert facts["Filter"] == "Hoe schaalt het: groei"
    assert "CC BY 4.0" in facts["Wat mag je ermee?"]
    assert "blijft van hen" in facts["Wat mag je ermee?"]
    assert read_ods(file_of(what, "ods"), sheet=1)[0][1] == facts["Wat"] == "Small wins"
    assert ["Hoe ver gaat het?", "grade"] in [row[:2] for row in said]


def test_a_file_for_who_is_logged_in_promises_no_open_data():
    assert "CC BY" not in taken("small-wins", create_user()).rights


# ------------------------------------------------------------------ who gets what
def scene(initiative) -> None:
    """Something of everything, for few and for all."""
    hidden = create_initiative(published=False)
    public, network, other = (
        create_win(initiative=initiative),
        create_win(initiative=initiative, audience=Audience.NETWORK),
        create_win(initiative=hidden),
    )
    create_link(earlier=public, later=network)
    create_link(earlier=public, later=create_win(initiative=initiative))
    teller = other.logged_by
    for there in (hidden, create_initiative()):
        InitiativeLink.objects.create(
            initiative=initiative, other=there, kind="part_of", basis=LinkBasis.TEAM, told_by=teller,
            confirmed_at=other.logged_at, confirmed_by=teller,
        )  # fmt: skip


def test_those_who_read_less_take_less_along(initiative, team_member, outsider, visitor):
    scene(initiative)
    numbers = {
        name: [len(list(taken(name, user).rows())) for user in (visitor, outsider, team_member)]
        for name in ("small-wins", "verbanden", "samenhang", "initiatieven")
    }
    assert numbers == {
        "small-wins": [2, 3, 3],
        "verbanden": [1, 2, 2],
        "samenhang": [1, 1, 1],
        "initiatieven": [2, 2, 2],
    }


@pytest.mark.parametrize("name", TABLES)
def test_the_questions_do_not_grow_with_the_rows(name, initiative, programme_staff):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            file_of(taken(name, programme_staff, stad=initiative.cities.get().slug), "json")
        return len(queries)

    scene(initiative)
    before = asked()
    for _ in range(3):
        scene(initiative)
        create_win(initiative=create_initiative(city=initiative.cities.get()))
    assert asked() == before <= 9
