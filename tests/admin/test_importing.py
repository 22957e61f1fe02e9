"""Bringing a table at /beheer/importeren/: what one sees on the way, and what stands there afterwards."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from initiatives.models import ImportBatch, ImportMapping, Partner
from initiatives.models.imports import KEPT
from tests.exchange.imports.nasty import everything, opened_again
from tests.factories import create_partner, create_user

START = "/beheer/importeren/"
TEXT = "Naam;Soort\nNieuw Huis;netwerk\nOud Huis;kroeg\n"


def bring(client, *, pasted: str = "", file: bytes = b"", name: str = "tabel.csv", table: str = "partners"):
    sent = {"table": table, "pasted": pasted}
    if file:
        sent["file"] = SimpleUploadedFile(name, file)
    return client.post(START, sent)


def brought(client, **what) -> ImportBatch:
    sent = bring(client, **what)
    assert sent.status_code == 302, sent.context["form"].errors
    return ImportBatch.objects.get(pk=sent.url.split("/")[-3])


def page(name: str, batch: ImportBatch, *of) -> str:
    return reverse(f"admin:{name}", args=[batch.pk, *of])


def go_on(client, batch: ImportBatch):
    shown = client.get(page("import_preview", batch))
    return client.post(page("import_preview", batch), {"digest": shown.context["plan"].digest})


def test_from_the_first_page_of_the_administration_one_brings_a_table(client, curator):
    assert f'href="{START}"' in client.get("/beheer/").text


def test_a_table_goes_from_its_cells_to_the_network_in_three_steps(client, curator):
    sent = bring(client, pasted=TEXT)
    columns = client.get(sent.url)
    assert [field.initial for field in columns.context["form"].columns] == ["name", "kind"]
    on = client.post(sent.url, {"heading_row": "1", "column_0": "name", "column_1": "kind"})
    shown = client.get(on.url)
    assert "2 rijen gelezen" in shown.text
    assert "Oud Huis" in shown.text  # what stays behind is shown first
    assert not Partner.objects.filter(name="Nieuw Huis").exists()
    done = client.post(on.url, {"digest": shown.context["plan"].digest}, follow=True)
    assert Partner.objects.get(name="Nieuw Huis").kind == "network"
    assert "Deze rijen krijg je terug" in done.text


def test_the_counts_open_exactly_the_rows_that_they_count(client, curator):
    create_partner(name="Portaal", kind="business")
    batch = brought(client, pasted="Naam;Soort\nPortaal;netwerk\n;\nNieuw Huis;mbo\nOud Huis;kroeg\n")
    shown = client.get(page("import_preview", batch))
    for outcome, n, address, _is_here in shown.context["counts"]:
        if n:
            assert {row.outcome for row in client.get(address).context["shown"]} == {outcome}
    assert sum(n for _outcome, n, _address, _is_here in shown.context["counts"]) == 4


def test_a_file_that_is_refused_leaves_a_sentence_and_nothing_else(client, curator):
    some = "pdf.xlsx", "bomb.ods", "too many rows.csv", "locked.xlsx", "laughs.xlsx", "empty.csv", "torn.ods"
    for nasty in (each for each in everything() if each.name in some):
        file = SimpleUploadedFile(nasty.name, nasty.data)
        sent = client.post(START, {"table": "partners", "file": file})
        assert sent.status_code == 422
        assert nasty.refusal in str(sent.context["form"].errors["file"])
    assert not ImportBatch.objects.exists()


def test_nothing_and_twice_are_asked_again(client, curator):
    assert "Kies een bestand, of plak" in bring(client).text
    assert "niet allebei" in bring(client, pasted=TEXT, file=TEXT.encode()).text
    assert "Dit antwoord kennen we niet" in bring(client, pasted=TEXT, table="steden").text
    assert not ImportBatch.objects.exists()


def test_another_sheet_or_row_of_headings_is_looked_at_before_it_is_read(client, curator):
    def hide(book):
        book.active.sheet_state = "hidden"
        sheet = book.create_sheet("Lijst")
        for row in (["Partners"], ["Wie", "Soort"], ["Nieuw Huis", "mbo"]):
            sheet.append(row)

    batch = brought(client, file=opened_again(hide), name="boek.xlsx")
    assert (batch.sheet, batch.heading_row, batch.file_name) == (1, 2, "boek.xlsx")
    columns = page("import_columns", batch)
    assert "Partners (verborgen)" in client.get(columns).text
    assert client.post(columns, {"sheet": "0", "heading_row": "2"}).url == columns
    batch.refresh_from_db()
    assert (batch.sheet, batch.heading_row, batch.mapping[:2]) == (0, 1, ["name", "kind"])
    assert client.post(columns, {"sheet": "0", "heading_row": "2"}).url == columns
    batch.refresh_from_db()
    assert batch.heading_row == 2


def test_a_name_of_a_file_with_signs_that_nobody_sees_is_kept_without_them(client, curator):
    assert brought(client, file=TEXT.encode(), name="tabel\x07\u202e.csv").file_name == "tabel.csv"


def test_two_columns_do_not_fill_the_same(client, curator):
    batch = brought(client, pasted="Naam;Wie\na;b\n")
    sent = client.post(
        page("import_columns", batch), {"heading_row": "1", "column_0": "name", "column_1": "name"}
    )
    assert "Kolom “Naam” vult dit al" in sent.text
    nothing = client.post(page("import_columns", batch), {"heading_row": "1", "column_0": "", "column_1": ""})
    assert nothing.status_code == 422


def test_columns_that_somebody_chose_are_remembered(client, curator):
    batch = brought(client, pasted="Wie;Wat\na;mbo\n")
    client.post(page("import_columns", batch), {"heading_row": "1", "column_0": "name", "column_1": "kind"})
    assert ImportMapping.objects.get().mapping == ["name", "kind"]
    assert brought(client, pasted="Wie;Wat\nb;mbo\n").mapping == ["name", "kind"]


def test_a_name_like_another_is_answered_once_on_the_preview(client, curator):
    known = create_partner(name="Hogeschool Leiden", kind="university_of_applied_sciences")
    batch = brought(client, pasted="Naam;Soort\nHogeschool Leidn;hogeschool\n")
    address = page("import_preview", batch)
    (field,) = client.get(address).context["answers"].fields
    assert client.post(address, {"answers": "1", field: "999999"}).status_code == 422
    assert client.post(address, {"answers": "1", field: str(known.pk)}).url == address
    go_on(client, batch)
    assert known.aliases.get().name == "Hogeschool Leidn"


def test_a_change_meanwhile_is_shown_again_and_nothing_is_written(client, curator):
    known = create_partner(name="Portaal", kind="business")
    batch = brought(client, pasted="Naam;Soort\nPortaal;netwerk\n")
    shown = client.get(page("import_preview", batch))
    Partner.objects.filter(pk=known.pk).update(kind="funder")
    sent = client.post(page("import_preview", batch), {"digest": shown.context["plan"].digest})
    assert sent.status_code == 409
    assert "fonds of regeling" in sent.text
    known.refresh_from_db()
    assert known.kind == "funder"


def test_sent_twice_it_is_one_and_leads_to_what_was_done(client, curator):
    batch = brought(client, pasted=TEXT)
    digest = client.get(page("import_preview", batch)).context["plan"].digest
    both = [client.post(page("import_preview", batch), {"digest": digest}).url for _time in range(2)]
    assert both == [page("import_done", batch)] * 2
    assert Partner.objects.filter(name="Nieuw Huis").count() == 1


def test_rows_that_stay_behind_come_back_as_excel_and_as_csv(client, curator):
    batch = brought(client, pasted=TEXT)
    before = b"".join(client.get(page("import_left", batch, "csv")).streaming_content)
    go_on(client, batch)
    assert b"".join(client.get(page("import_left", batch, "csv")).streaming_content) == before
    book = b"".join(client.get(page("import_left", batch, "xlsx")).streaming_content)
    heads, row = openpyxl.load_workbook(io.BytesIO(book)).active.values
    assert heads == ("Rij", "Waarom blijft het achter?", "Naam", "Soort")
    assert row[0] == 3
    assert "Kies uit" in row[1]
    assert row[2:] == ("Oud Huis", "kroeg")
    assert client.get(page("import_left", batch, "pdf")).status_code == 404


def test_rows_that_stayed_behind_are_brought_again_as_they_came_back(client, curator):
    batch = brought(client, pasted=TEXT)
    again = b"".join(client.get(page("import_left", batch, "xlsx")).streaming_content)
    assert brought(client, file=again, name="x.xlsx").mapping == ["", "", "name", "kind"]


def test_it_is_taken_back_with_one_button(client, curator):
    batch = brought(client, pasted=TEXT)
    go_on(client, batch)
    said = client.post(page("import_undo", batch), follow=True)
    assert "Alles staat weer zoals het was" in said.text
    assert not Partner.objects.filter(name="Nieuw Huis").exists()
    again = client.post(page("import_undo", batch), follow=True)
    assert "kan niet meer worden teruggedraaid" in again.text


def test_once_read_in_the_counts_open_the_rows_that_they_count(client, curator):
    create_partner(name="Portaal", kind="business")
    create_partner(name="De Haven", kind="business")
    batch = brought(
        client, pasted="Naam;Soort\nPortaal;netwerk\n;\nNieuw Huis;mbo\nOud Huis;kroeg\nDe Haven;bedrijf\n"
    )
    go_on(client, batch)
    done = client.get(page("import_done", batch))
    lists = {
        outcome: client.get(href).context["shown"] for outcome, _n, href, _is_here in done.context["counts"]
    }
    assert {outcome: [line.text for line in lines] for outcome, lines in lists.items()} == {
        "new": ["Rij 4: Nieuw Huis"],
        "changed": ["Rij 2: Portaal"],
        "same": ["Rij 6: De Haven"],
        "refused": ["Rij 5: Oud Huis"],
        "empty": ["Rij 3: "],
    }
    assert client.get(lists["new"][0].address).status_code == 200


def test_a_row_that_was_changed_since_is_named_after_undoing(client, curator):
    batch = brought(client, pasted=TEXT)
    go_on(client, batch)
    Partner.objects.filter(name="Nieuw Huis").update(website="https://nieuw.example")
    said = client.post(page("import_undo", batch), follow=True)
    assert "Rij 2: iemand veranderde dit daarna" in said.text
    assert "op 1 rij na" in said.text


def test_a_table_is_of_who_brought_it_and_of_nobody_else(client, curator, initiative):
    batch = brought(client, pasted=TEXT)
    client.force_login(create_user(staff_of=initiative.programme))
    for name in ("import_columns", "import_preview", "import_done"):
        assert client.get(page(name, batch)).status_code == 404
    assert client.get(page("import_left", batch, "csv")).status_code == 404
    assert client.post(page("import_undo", batch)).status_code == 404
    assert "geplakte tabel" not in client.get(START).text


def test_after_thirty_days_only_the_counts_are_left(client, curator):
    left, batch = brought(client, pasted=TEXT), brought(client, pasted=TEXT)
    go_on(client, batch)
    ImportBatch.objects.update(made_at=timezone.now() - KEPT)
    for _time in ("not yet forgotten", "forgotten"):
        assert client.get(page("import_columns", left)).status_code == 404
        done = client.get(page("import_done", batch))
        assert "2 rijen gelezen" in done.text
        assert "Draai dit terug" not in done.text
        assert not [href for _outcome, _n, href, _is_here in done.context["counts"] if href]
        brought(client, pasted="Naam\na\n")


@pytest.mark.parametrize("table", ["partners", "initiatives", "partnerships", "challenges"])
def test_an_empty_table_to_start_from_is_understood_column_by_column(client, curator, table):
    answer = client.get(reverse("admin:import_template", args=[table]))
    batch = brought(client, file=b"".join(answer.streaming_content), name="x.xlsx", table=table)
    assert all(batch.mapping)
    assert batch.sheets[1]["name"] == "Uitleg"


def test_there_is_no_empty_table_of_anything_else(client, curator):
    assert client.get(reverse("admin:import_template", args=["steden"])).status_code == 404
