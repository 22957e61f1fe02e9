"""Files of strangers become text cells, or one sentence. Nothing else happens."""

import csv
import io

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from initiatives.exchange.imports.files import read_file, read_pasted
from tests.exchange.imports.nasty import ENCODINGS, ENDS, TABLE, Nasty, as_csv, everything, opened_again

FILES = everything()


def without_lines(rows: list[list[str]]) -> list[list[str]]:
    return [[cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row] for row in rows]


def test_there_are_enough_files():
    assert len(FILES) > 110
    assert len({each.name for each in FILES}) == len(FILES)


@pytest.mark.parametrize("nasty", FILES, ids=lambda nasty: nasty.name)
def test_a_file_is_read_in_full_or_refused_in_a_sentence(nasty: Nasty):
    if nasty.refusal:
        with pytest.raises(ValidationError) as refused:
            read_file(nasty.data)
        assert nasty.refusal in refused.value.messages[0]
        return
    sheet = read_file(nasty.data)[nasty.sheet]
    assert without_lines(sheet.rows) == nasty.rows
    assert nasty.remark in " ".join(sheet.remarks)
    assert bool(nasty.remark) == bool(sheet.remarks)


def test_a_hidden_sheet_says_that_it_is_hidden():
    hidden = {
        each.name: [sheet.is_hidden for sheet in read_file(each.data)]
        for each in FILES
        if "hidden" in each.name
    }
    assert hidden == {"hidden sheet first.xlsx": [True, False], "hidden first.ods": [True, False]}


def test_cells_copied_out_of_a_spreadsheet_are_its_cells():
    assert read_pasted("\ufeff" + as_csv(TABLE, "\t"))[0].rows == TABLE


def test_pasted_text_keeps_its_apostrophes():
    assert read_pasted("Naam\n'-dit\n")[0].rows == [["Naam"], ["'-dit"]]


def test_a_sheet_of_which_the_reader_breaks_is_refused_without_its_words():
    broken = opened_again(lambda book: setattr(book.active["A2"], "value", "geheim"))
    with pytest.raises(ValidationError) as refused:
        read_file(broken[:-200])
    assert "geheim" not in str(refused.value)


CELLS = st.text("aZ0éß€’😀 \n,;\t\"'|=-+", max_size=12)  # what means something to a table, and some letters
KEPT = CELLS.map(str.strip).filter(bool)


@given(
    st.integers(2, 5).flatmap(
        lambda width: st.lists(st.lists(KEPT, min_size=width, max_size=width), max_size=6)
    ),
    st.sampled_from("\t;,"),
    st.sampled_from(["\r\n", "\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_a_table_is_read_back_as_it_was_written(rows, between, end, encoding, quoting):
    heads = [f"kolom {number}" for number in range(len(rows[0]) if rows else 2)]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=between, lineterminator=end, quoting=quoting).writerows([heads, *rows])
    read = read_pasted(out.getvalue().encode(encoding).decode(encoding))[0]
    assert read.rows == [heads, *rows]


def test_the_corpus_has_every_encoding_and_end_of_line():
    assert {name.split(", ")[0] for name in (each.name for each in FILES) if name.count(", ") == 2} == set(
        ENCODINGS
    )
    assert len(ENDS) == 3
