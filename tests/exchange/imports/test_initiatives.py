"""A table of initiatives: of one's own programmes, added to and never taken from, and not published by itself."""

import datetime as dt

import pytest

from initiatives.models import Challenge, Initiative, Programme
from tests.exchange.imports.bringing import bring, go_on, outcomes, plan_of, take_back
from tests.factories import (
    create_city,
    create_initiative,
    create_partner,
    create_programme,
    create_theme,
    create_user,
)


@pytest.fixture
def staff(programme_staff):
    return programme_staff


def reasons(plan) -> list[str]:
    return [row.reason for row in plan.rows]


def test_a_new_initiative_comes_with_all_that_it_says_and_waits_to_be_published(staff, initiative):
    create_city(name="Leiden"), create_city(name="Delft")
    create_theme(name="klimaat")
    asked = Challenge.objects.create(title="Hoe wordt de wijk koel?", slug="koel")
    hu = create_partner(name="Hogeschool Utrecht")
    text = "Project;Stad;Thema;Vraagstuk;Partner;Fase;Begonnen\nDe tuin;Leiden, Delft;Klimaat;koel;hogeschool utrecht;pilot;voorjaar 2021\n"
    batch = bring("initiatives", text, staff)
    assert reasons(plan_of(batch)) == [""]
    go_on(batch)
    made = Initiative.objects.get(title="De tuin")
    assert (made.programme, made.published_at, made.slug) == (initiative.programme, None, "de-tuin")
    assert sorted(city.name for city in made.cities.all()) == ["Delft", "Leiden"]
    assert [each.name for each in made.themes.all()] == ["klimaat"]
    assert ([*made.challenges.all()], [*made.partners.all()]) == ([asked], [hu])
    assert (made.started_on, made.started_precision) == (dt.date(2021, 4, 1), "quarter")
    assert take_back(batch) == []
    assert not Initiative.objects.filter(title="De tuin").exists()


def test_cities_and_partners_are_added_and_none_is_taken_away(staff, initiative):
    city, partner = initiative.cities.get(), initiative.partners.get()
    leiden, hu = create_city(name="Leiden"), create_partner(name="Hogeschool Utrecht")
    text = f"Webnaam;Titel;Steden;Partners\n{initiative.slug};{initiative.title};Leiden;Hogeschool Utrecht\n"
    batch = bring("initiatives", text, staff)
    go_on(batch)
    assert set(initiative.cities.all()) == {city, leiden}
    assert set(initiative.partners.all()) == {partner, hu}
    assert take_back(batch) == []
    assert (set(initiative.cities.all()), set(initiative.partners.all())) == ({city}, {partner})


def test_an_initiative_with_wins_or_people_is_not_taken_back(staff, initiative):
    batch = bring("initiatives", "Titel\nDe tuin\n", staff)
    go_on(batch)
    create_user(member_of=Initiative.objects.get(title="De tuin"))
    assert take_back(batch) == ["er hangt intussen iets anders aan"]


def test_an_initiative_of_another_programme_is_not_made_again(staff, initiative):
    far = create_initiative(title="Ver weg", programme=create_programme())
    plan = plan_of(bring("initiatives", f"Webnaam;Titel\n{far.slug};Ver weg\n", staff))
    assert reasons(plan) == ["Webnaam: Dit initiatief hoort bij een ander programma."]


def test_a_hidden_initiative_is_as_absent(staff, initiative):
    far = create_initiative(title="Ver weg", programme=create_programme(), published=False)
    batch = bring("initiatives", f"Webnaam;Titel\n{far.slug};Ver weg\n", staff)
    assert outcomes(plan_of(batch)) == {"new": 1}


def test_somebody_of_two_programmes_says_which(staff, initiative):
    create_programme(name="Een ander")
    keeper = create_user()
    keeper.is_superuser = True
    keeper.save()
    plan = plan_of(bring("initiatives", "Titel;Programma\nDe tuin;\nHet bos;een ander\n", keeper))
    assert reasons(plan) == ["Programma: Zet erbij van welk programma het is.", ""]


def test_an_invented_initiative_works_on_no_real_question(initiative):
    invented = create_programme(name="Bedacht", is_example=True)
    real = Challenge.objects.create(title="Hoe wordt de wijk koel?", slug="koel")
    initiative.challenges.add(real)
    staff = create_user(staff_of=invented)
    assert Programme.objects.filter(is_example=True).count() == 1
    plan = plan_of(bring("initiatives", "Titel;Vraagstukken\nDe tuin;koel\n", staff))
    assert "blijft uit elkaar" in reasons(plan)[0]


def test_an_impossible_cell_is_refused_at_its_place(staff, initiative):
    text = "Titel;Stad;Begonnen op;Gestopt op;Partners\nDe tuin;Atlantis;2022;1-1-2021;Niemand\n"
    (row,) = plan_of(bring("initiatives", text, staff)).rows
    assert set(row.faults) == {"Steden", "Gestopt op", "Partners"}
