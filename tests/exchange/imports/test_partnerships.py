"""A table of partners in initiatives, and one of questions."""

import datetime as dt

import pytest

from initiatives.models import Challenge, Partner, Partnership
from tests.exchange.imports.bringing import bring, go_on, outcomes, plan_of, take_back
from tests.factories import create_initiative, create_partner, create_programme


@pytest.fixture
def staff(programme_staff):
    return programme_staff


@pytest.fixture
def garden(initiative):
    initiative.title, initiative.published_at, initiative.published_by = "De tuin", None, None
    initiative.save()
    return initiative


def reasons(plan) -> list[str]:
    return [row.reason for row in plan.rows]


def test_partners_are_found_by_name_and_a_day_keeps_its_precision(staff, garden):
    hu = create_partner(name="Hogeschool Utrecht")
    batch = bring(
        "partnerships",
        "Project;Organisatie;Rol;Vanaf;Tot en met\nde tuin;hogeschool utrecht;trekker;najaar 2021;31-12-2023\n",
        staff,
    )
    assert outcomes(plan_of(batch)) == {"new": 1}
    go_on(batch)
    made = garden.partnerships.get(partner=hu)
    assert (made.role, made.since, made.since_precision) == ("lead", dt.date(2021, 10, 1), "quarter")
    assert made.until == dt.date(2023, 12, 31)
    assert take_back(batch) == []
    assert not garden.partnerships.filter(partner=hu).exists()


def test_a_row_that_is_there_is_changed_and_put_back_with_its_precision(staff, garden):
    hu = create_partner(name="Hogeschool Utrecht")
    there = garden.partnerships.create(partner=hu, since=dt.date(2020, 1, 1), since_precision="year")
    batch = bring("partnerships", "Initiatief;Partner;Sinds\nDe tuin;Hogeschool Utrecht;3 feb 2020\n", staff)
    (row,) = plan_of(batch).rows
    assert [(c.before, c.after) for c in row.changes] == [("2020", "3 februari 2020")]
    go_on(batch)
    take_back(batch)
    there.refresh_from_db()
    assert (there.since, there.since_precision) == (dt.date(2020, 1, 1), "year")


def test_an_impossible_cell_is_refused_at_its_cell(staff, garden):
    create_partner(name="Hogeschool Utrecht")
    head = "Initiatief;Partner;Rol;Sinds;Tot;Deed eerder mee\n"
    rows = [
        "De tuin;Onbekend;;;;",
        "Het bos;Hogeschool Utrecht;;;;",
        "De tuin;;;;;",
        "De tuin;Hogeschool Utrecht;baas;;;",
        "De tuin;Hogeschool Utrecht;;2022;1-1-2021;",
        "De tuin;Hogeschool Utrecht;;;2021;",
        "De tuin;Hogeschool Utrecht;;ooit;;misschien",
        "De tuin;Hogeschool Utrecht;;2190;;",
        "De tuin;Hogeschool Utrecht;;;1-1-2021;ja",
    ]
    said = reasons(plan_of(bring("partnerships", head + "\n".join(rows), staff)))
    parts = [
        "Breng eerst de partners",
        "“Het bos” kennen we hier niet",
        "Partner: Vul dit in",
        "“baas” kennen we niet. Kies uit",
        "stopt niet voordat zij begint",
        "Hier hoort een hele dag",
        "Dit lezen we niet als datum",
        "Klopt het jaar",
        "Vul de laatste dag in",
    ]
    for sentence, part in zip(said, parts, strict=True):
        assert part in sentence
    assert "Schrijf ja of nee" in said[6]


def test_an_initiative_of_another_programme_is_as_unknown(staff, garden):
    create_initiative(title="Ver weg", programme=create_programme())
    create_partner(name="Hogeschool Utrecht")
    plan = plan_of(
        bring(
            "partnerships",
            "Initiatief;Partner\nVer weg;Hogeschool Utrecht\nNergens;Hogeschool Utrecht\n",
            staff,
        )
    )
    assert [said.replace("Ver weg", "Nergens") for said in reasons(plan)] == [reasons(plan)[1]] * 2


def test_a_partner_that_came_back_is_told_by_its_number(staff, garden):
    hu = create_partner(name="Hogeschool Utrecht")
    first = garden.partnerships.create(partner=hu, until=dt.date(2019, 1, 1))
    garden.partnerships.create(partner=hu, until=dt.date(2021, 1, 1))
    text = "Nummer;Initiatief;Partner;Rol\n{};De tuin;Hogeschool Utrecht;trekker\n"
    assert "Zet het nummer" in reasons(plan_of(bring("partnerships", text.format(""), staff)))[0]
    assert [row.row for row in plan_of(bring("partnerships", text.format(first.pk), staff)).rows] == [first]
    other = create_initiative(title="Het bos", programme=garden.programme)
    wrong = text.format(other.partnerships.get().pk)
    assert "een andere samenwerking" in reasons(plan_of(bring("partnerships", wrong, staff)))[0]


def test_one_that_begins_after_the_last_ended_is_new(staff, garden):
    hu = create_partner(name="Hogeschool Utrecht")
    garden.partnerships.create(partner=hu, until=dt.date(2019, 1, 1))
    plan = plan_of(
        bring("partnerships", "Initiatief;Partner;Sinds\nDe tuin;Hogeschool Utrecht;2020\n", staff)
    )
    assert outcomes(plan) == {"new": 1}


def test_undoing_leaves_a_published_initiative_a_partner(staff, initiative):
    Partnership.objects.filter(initiative=initiative).delete()
    batch = bring(
        "partnerships",
        f"Initiatief;Partner\n{initiative.slug};{create_partner(name='Hogeschool Utrecht').slug}\n",
        staff,
    )
    go_on(batch)
    assert take_back(batch) == ["een gepubliceerd initiatief houdt minstens één partner"]


def test_a_name_like_another_is_asked_and_a_partner_is_never_made_on_the_way(staff, garden):
    known = create_partner(name="Hogeschool Leiden")
    batch = bring("partnerships", "Initiatief;Partner\nDe tuin;Hogeschool Leidn\n", staff)
    (question,) = plan_of(batch).questions
    assert not question.may_be_new
    batch.answers = {question.key: "new"}
    assert "Breng eerst de partners" in reasons(plan_of(batch))[0]
    batch.answers = {question.key: str(known.pk)}
    go_on(batch)
    assert garden.partnerships.filter(partner=known).exists()
    assert Partner.objects.filter(name__startswith="Hogeschool").count() == 1


# ------------------------------------------------------------------ questions
def test_questions_come_with_who_asks_and_who_works_on_them(staff, garden):
    asking = create_partner(name="Portaal")
    text = "Vraagstuk;Reikwijdte;Vraagsteller;Initiatieven\nHoe wordt de wijk koel?;wijk;portaal;De tuin\n"
    batch = bring("challenges", text, staff)
    go_on(batch)
    made = Challenge.objects.get(title="Hoe wordt de wijk koel?")
    assert (made.scope, made.asked_by, [*made.initiatives.all()]) == ("neighbourhood", asking, [garden])
    assert take_back(batch) == []
    assert not Challenge.objects.exists()


def test_initiatives_are_added_to_a_question_and_none_is_taken_away(staff, garden):
    there = create_initiative(title="Het bos", programme=garden.programme)
    known = Challenge.objects.create(title="Hoe wordt de wijk koel?", slug="koel")
    known.initiatives.add(there)
    batch = bring("challenges", "Webnaam;Vraag;Initiatieven\nkoel;Hoe wordt de wijk koel?;De tuin\n", staff)
    go_on(batch)
    assert set(known.initiatives.all()) == {there, garden}
    take_back(batch)
    assert set(known.initiatives.all()) == {there}


def test_an_initiative_of_another_programme_is_not_tied_to_a_question(staff, garden):
    create_initiative(title="Ver weg", programme=create_programme())
    plan = plan_of(bring("challenges", "Vraag;Initiatieven\nHoe wordt de wijk koel?;Ver weg\n", staff))
    assert reasons(plan) == ["Initiatieven: Dit initiatief hoort bij een ander programma: Ver weg."]


def test_an_initiative_that_staff_may_not_know_stands_in_no_preview(staff, garden):
    theirs = create_initiative(title="Geheim plan", programme=create_programme())
    type(theirs).objects.filter(pk=theirs.pk).update(published_at=None, published_by=None)
    known = Challenge.objects.create(title="Hoe wordt de wijk koel?", slug="koel")
    known.initiatives.add(theirs)
    batch = bring("challenges", "Webnaam;Initiatieven\nkoel;De tuin\n", staff)
    (row,) = plan_of(batch).rows
    assert "Geheim plan" not in str(row.changes)
    assert [change.after for change in row.changes] == ["De tuin"]
    go_on(batch)
    take_back(batch)
    assert set(known.initiatives.all()) == {theirs}
