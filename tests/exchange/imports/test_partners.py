"""A table of partners: what becomes of each row, and what is written."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from initiatives.exchange.imports.given_back import left_behind, reasons_in, reasons_kept
from initiatives.exchange.imports.headings import keep_mapping
from initiatives.exchange.imports.kinds import Partners
from initiatives.exchange.imports.writing import write
from initiatives.models import ImportBatch, ImportMapping, Partner, PartnerAlias, acting
from initiatives.models.imports import KEPT
from tests.exchange.imports.bringing import bring, go_on, outcomes, plan_of, reach_of, take_back
from tests.exchange.imports.nasty import formula_for_a_kind
from tests.factories import create_city, create_initiative, create_partner, create_programme, create_user


@pytest.fixture
def staff(programme_staff):
    return programme_staff


def partner_called(name: str, *, kind: str, city=None, **columns) -> Partner:
    made = create_partner(name=name, kind=kind, city=city)
    for column, value in columns.items():
        setattr(made, column, value)
    made.save()
    return made


def row_of(plan, number: int):
    return next(row for row in plan.rows if row.number == number)


def said(plan, number: int) -> dict:
    """The changes of a row: what was and what will be, by the name of the field."""
    return {each.label: (each.before, each.after) for each in row_of(plan, number).changes}


def test_every_row_gets_an_outcome_and_they_add_up(staff):
    partner_called("Hogeschool Utrecht", slug="hu", kind="university_of_applied_sciences")
    partner_called("Portaal", slug="portaal", kind="business")
    text = "Naam;Soort\nHogeschool Utrecht;hogeschool\nPortaal;woningcorporatie\nNieuw Huis;netwerk\n;\nZonder soort;\n"
    plan = plan_of(bring("partners", text, staff))
    assert outcomes(plan) == {"same": 1, "changed": 1, "new": 1, "empty": 1, "refused": 1}
    assert sum(plan.counts.values()) == len(plan.rows) == 5
    assert said(plan, 3) == {"Soort": ("bedrijf", "woningcorporatie")}
    assert row_of(plan, 6).faults == {"Soort": "Vul dit in."}


def test_looking_writes_nothing_and_going_on_writes_what_was_shown(staff):
    leiden = create_city(name="Leiden")
    batch = bring(
        "partners",
        "Naam,Soort,Plaats,Site,Ook bekend als\nNieuw Huis,netwerk,leiden,nieuwhuis.example,NH | N. Huis\n",
        staff,
    )
    plan_of(batch)
    assert not Partner.objects.filter(name="Nieuw Huis").exists()
    assert go_on(batch) is None
    made = Partner.objects.get(name="Nieuw Huis")
    assert (made.kind, made.city, made.website, made.slug) == (
        "network",
        leiden,
        "https://nieuwhuis.example",
        "nieuw-huis",
    )
    assert sorted(made.aliases.values_list("name", flat=True)) == ["N. Huis", "NH"]
    assert (batch.n_read, batch.n_new, batch.written_by) == (1, 1, staff)


def test_an_empty_cell_leaves_what_stands_there(staff):
    leiden = create_city(name="Leiden")
    partner_called("Portaal", kind="business", city=leiden, website="https://portaal.example")
    plan = plan_of(bring("partners", "Naam;Soort;Stad;Website\nPortaal;;;\n", staff))
    assert outcomes(plan) == {"same": 1}


def test_a_word_is_known_by_its_code_and_in_both_languages(staff):
    plan = plan_of(
        bring(
            "partners",
            "name;kind\na a;MBO\nb b;Housing corporation\nc c;housing_corporation\nd d;Woningcorporatie\ne e;kroeg\n",
            staff,
        )
    )
    assert [{c.label: c.after for c in row.changes}.get("Soort") for row in plan.rows[:4]] == [
        "mbo-school",
        *["woningcorporatie"] * 3,
    ]
    assert (
        row_of(plan, 6)
        .faults["Soort"]
        .startswith("“kroeg” kennen we niet. Kies uit: universiteit, hogeschool")
    )


def test_a_row_that_says_twice_what_another_says_is_refused(staff):
    plan = plan_of(bring("partners", "Naam;Soort\nNieuw Huis;netwerk\nnieuw-huis;bedrijf\n", staff))
    assert row_of(plan, 3).reason == "Dit staat al in rij 2. Breng elke rij één keer."


def test_a_name_that_looks_like_another_is_asked_once_and_never_merged_by_itself(staff):
    known = partner_called("Hogeschool Leiden", kind="university_of_applied_sciences")
    batch = bring("partners", "Naam;Soort\nHogeschool Leidn;hogeschool\nhogeschool leidn;hogeschool\n", staff)
    plan = plan_of(batch)
    assert outcomes(plan) == {"refused": 2}
    (question,) = plan.questions
    assert (question.alike, question.rows) == ((known,), 2)
    batch.answers = {question.key: str(known.pk)}
    assert said(plan_of(batch), 2) == {"Andere namen": ("", "Hogeschool Leidn")}
    batch.answers = {question.key: "new"}
    again = plan_of(batch)
    assert outcomes(again) == {"new": 1, "refused": 1}
    assert [each.chosen for each in again.questions] == ["new"]  # it may still be changed


def test_another_name_of_a_partner_is_that_partner(staff):
    known = partner_called("Hogeschool van Amsterdam", kind="university_of_applied_sciences")
    PartnerAlias.objects.create(partner=known, name="HvA")
    plan = plan_of(bring("partners", "Naam;Soort\nhva;hogeschool\n", staff))
    assert [row.row for row in plan.rows] == [known]
    assert outcomes(plan) == {"same": 1}


def test_the_web_name_says_which_partner_so_its_name_may_change(staff):
    partner_called("Portaal", slug="portaal", kind="business")
    partner_called("De Haven", slug="haven", kind="business")
    plan = plan_of(bring("partners", "Webnaam;Naam\nportaal;Portaal Wonen\nhaven;Portaal\n", staff))
    assert said(plan, 2) == {"Naam": ("Portaal", "Portaal Wonen")}
    assert row_of(plan, 3).faults == {"Naam": "Zo heet een andere partner al: Portaal."}


def test_a_name_of_another_partner_is_not_taken_as_other_name(staff):
    partner_called("Portaal", kind="business")
    partner_called("De Haven", kind="business")
    plan = plan_of(bring("partners", "Naam;Andere namen\nDe Haven;Portaal\n", staff))
    assert row_of(plan, 2).faults == {"Andere namen": "Zo heet een andere partner al: Portaal."}


def test_a_name_that_does_not_fit_is_refused_at_its_cell(staff):
    plan = plan_of(
        bring("partners", f"Naam;Soort;Andere namen\nNieuw Huis;mbo;{'a' * 161}\n{'b' * 161};mbo;\n", staff)
    )
    assert [set(row.faults) for row in plan.rows] == [{"Andere namen"}, {"Naam"}]


def test_two_cities_of_one_name_are_told_apart_by_their_web_name(staff):
    create_city(name="Bergen", slug="bergen-l")
    create_city(name="Bergen", slug="bergen-nh")
    plan = plan_of(
        bring("partners", "Naam;Soort;Stad\na a;mbo;Bergen\nb b;mbo;bergen-nh\nc c;mbo;Atlantis\n", staff)
    )
    assert "Schrijf de webnaam" in row_of(plan, 2).faults["Stad"]
    assert row_of(plan, 3).outcome == "new"
    assert row_of(plan, 4).faults == {"Stad": "“Atlantis” kennen we hier niet."}


def test_a_formula_without_outcome_is_refused_at_its_cell(staff):
    plan = plan_of(bring("partners", formula_for_a_kind(), staff))
    assert row_of(plan, 3).reason.startswith("Soort: Hier staat een formule zonder uitkomst.")


def test_a_partner_that_one_may_not_know_is_as_absent(staff):
    elsewhere = create_initiative(programme=create_programme())
    hidden = Partner.objects.propose("Het Geheim", "network", city=None, by=create_user(member_of=elsewhere))
    elsewhere.partnerships.create(partner=hidden)
    batch = bring("partners", "Webnaam;Naam;Soort\nhet-geheim;Het Geheim;bedrijf\n", staff)
    assert outcomes(plan_of(batch)) == {"new": 1}
    go_on(batch)
    hidden.refresh_from_db()
    assert hidden.kind == "network"


# ------------------------------------------------------------------ writing
def test_a_change_since_it_was_shown_is_shown_again_and_nothing_is_written(staff):
    portaal = partner_called("Portaal", kind="business")
    batch = bring("partners", "Naam;Soort\nPortaal;netwerk\nNieuw Huis;netwerk\n", staff)
    digest = plan_of(batch).digest
    portaal.kind = "funder"
    portaal.save()
    again = write(batch, reach_of(staff), digest=digest, by=staff)
    assert said(again, 2) == {"Soort": ("fonds of regeling", "netwerk")}
    assert not Partner.objects.filter(name="Nieuw Huis").exists()
    assert batch.written_at is None


def test_sent_twice_it_is_written_once(staff):
    batch = bring("partners", "Naam;Soort\nNieuw Huis;netwerk\n", staff)
    go_on(batch)
    assert go_on(batch) is None
    assert Partner.objects.filter(name="Nieuw Huis").count() == 1
    assert batch.rows.count() == 1


def test_a_row_that_the_database_refuses_stays_behind_and_is_shown_before_the_rest_goes_on(
    staff, monkeypatch
):
    batch = bring("partners", "Naam;Soort\nNieuw Huis;netwerk\nOud Huis;netwerk\n", staff)
    kept = Partners.write

    def refusing(self, row, after, values):
        if values["name"] == "Oud Huis":
            raise IntegrityError
        return kept(self, row, after, values)

    monkeypatch.setattr(Partners, "write", refusing)
    again = go_on(batch)
    assert outcomes(again) == {"new": 1, "refused": 1}
    assert not Partner.objects.filter(name="Nieuw Huis").exists()
    assert go_on(batch) is None
    assert Partner.objects.filter(name="Nieuw Huis").exists()


def test_the_database_holds_that_no_row_is_dropped(staff):
    batch = bring("partners", "Naam;Soort\nNieuw Huis;netwerk\n", staff)
    go_on(batch)
    with pytest.raises(IntegrityError, match="import_batch_drops_no_row"), transaction.atomic():
        ImportBatch.objects.filter(pk=batch.pk).update(n_read=2)


def test_rows_that_stay_behind_come_back_as_they_were_with_the_reason(staff):
    batch = bring("partners", "Lijst\nNaam;Soort;Telefoon\nNieuw Huis;kroeg;0612\nGoed Huis;mbo;\n", staff)
    went = left_behind(batch, reasons_in(plan_of(batch)))
    assert went == [
        ["Rij", "Waarom blijft het achter?", "Naam", "Soort", "Telefoon"],
        [3, row_of(plan_of(batch), 3).reason, "Nieuw Huis", "kroeg", "0612"],
    ]
    go_on(batch)
    assert left_behind(batch, reasons_kept(batch)) == went


# ------------------------------------------------------------------ undoing
def test_undone_everything_stands_as_it_did(staff):
    leiden = create_city(name="Leiden")
    known = partner_called("Portaal", kind="business", website="https://portaal.example")
    before = {**vars(known)}
    batch = bring(
        "partners", "Naam;Soort;Stad;Andere namen\nPortaal;netwerk;Leiden;PT\nNieuw Huis;netwerk;;NH\n", staff
    )
    go_on(batch)
    known.refresh_from_db()
    assert (known.kind, known.city) == ("network", leiden)
    assert take_back(batch) == []
    known.refresh_from_db()
    assert {name: getattr(known, name) for name in ("kind", "city_id", "website")} == {
        name: before[name] for name in ("kind", "city_id", "website")
    }
    assert not PartnerAlias.objects.exists()
    assert not Partner.objects.filter(name="Nieuw Huis").exists()
    assert batch.undone_by == staff


def test_a_row_that_somebody_changed_since_stays_and_says_so(staff):
    known = partner_called("Portaal", kind="business")
    other = partner_called("De Haven", kind="business")
    batch = bring("partners", "Naam;Soort\nPortaal;netwerk\nDe Haven;netwerk\n", staff)
    go_on(batch)
    with acting(staff):
        Partner.objects.filter(pk=known.pk).update(website="https://nieuw.example")
    assert take_back(batch) == ["iemand veranderde dit daarna"]
    known.refresh_from_db()
    other.refresh_from_db()
    assert (known.kind, other.kind) == ("network", "business")


def test_a_new_row_on_which_something_hangs_stays(staff, initiative):
    batch = bring("partners", "Naam;Soort\nNieuw Huis;netwerk\nOud Huis;netwerk\n", staff)
    go_on(batch)
    initiative.partnerships.create(partner=Partner.objects.get(name="Nieuw Huis"))
    assert take_back(batch) == ["er hangt intussen iets anders aan"]
    assert set(Partner.objects.filter(name__contains="Huis").values_list("name", flat=True)) == {"Nieuw Huis"}


def test_a_new_name_of_somebody_else_keeps_a_new_partner(staff):
    batch = bring("partners", "Naam;Soort;Andere namen\nNieuw Huis;netwerk;NH\n", staff)
    go_on(batch)
    PartnerAlias.objects.create(partner=Partner.objects.get(name="Nieuw Huis"), name="Nieuwe Huizen")
    assert take_back(batch) == ["er hangt intussen iets anders aan"]


def test_after_thirty_days_it_cannot_be_undone_and_what_was_in_it_is_forgotten(staff):
    batch = bring("partners", "Naam;Soort\nNieuw Huis;netwerk\n", staff)
    left = bring("partners", "Naam;Soort\nGeheim;netwerk\n", staff)
    go_on(batch)
    assert batch.may_be_undone
    ImportBatch.objects.update(made_at=timezone.now() - KEPT)
    bring("partners", "Naam;Soort\nIets;netwerk\n", staff)
    batch.refresh_from_db()
    assert (batch.may_be_undone, batch.sheets, batch.n_new) == (False, [], 1)
    assert not batch.rows.exists()
    assert not ImportBatch.objects.filter(pk=left.pk).exists()


# ------------------------------------------------------------------ columns
def test_columns_are_known_in_both_languages_and_by_what_people_call_them(staff):
    batch = bring("partners", "Organisatie;Kind;Place;Iets anders;Name\na;b;c;d;e\n", staff)
    assert batch.mapping == ["name", "kind", "city", "", ""]


def test_of_two_rows_of_headings_the_one_that_we_know_is_read(staff):
    batch = bring("partners", "Partners in 2024;;\nWie;Waar;\nNaam;Soort;Stad\na;mbo;\n", staff)
    assert (batch.heading_row, batch.mapping) == (3, ["name", "kind", "city"])


def test_a_corrected_column_is_remembered_for_the_same_headings(staff):
    first = bring("partners", "Wie;Wat\na;mbo\n", staff)
    assert first.mapping == ["", ""]
    keep_mapping(first, ["name", "kind"])
    assert bring("partners", "wie;WAT\nb;mbo\n", staff).mapping == ["name", "kind"]
    assert bring(
        "partners", "wie;WAT\nb;mbo\n", create_user(staff_of=staff.roles.get().programme)
    ).mapping == ["", ""]
    keep_mapping(first, ["", ""])
    assert not ImportMapping.objects.exists()
