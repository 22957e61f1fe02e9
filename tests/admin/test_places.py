"""Partners with their other names, cities, themes, questions and programmes."""

import re

import pytest
from django.forms import BoundField
from django.urls import reverse
from django.utils.html import escape
from pytest_django.asserts import assertContains

from initiatives.forms.numbers import NO_DEGREES
from initiatives.lenses import PartnerKind
from initiatives.models import Challenge, City, Partner, PartnerAlias, Theme
from initiatives.reports.network.look_alikes import look_alikes
from tests import factories
from tests.access.sheets import read_and_send

ADD = "/beheer/initiatives/partner/add/"


def page_of(partner) -> str:
    return reverse("admin:initiatives_partner_change", args=[partner.pk])


def typed(name: str, **data):
    return {"name": name, "kind": PartnerKind.UNIVERSITY, **data}


def errors_of(response) -> dict[str, list[str]]:
    return response.context["adminform"].form.errors


def assert_asked_and_then_answered(page: str, box: BoundField) -> None:
    """The question alone in the summary; below it once more, and then the box with its answer."""
    question = escape(box.errors[0])
    summary = re.search(rf'<a href="#{box.auto_id}">[^<]*</a>', page).end()
    assert page.count(question) == 2
    assert page.index(question) < summary < page.rindex(question) < page.index(str(box.label))


def names_of(partner) -> set[str]:
    return set(partner.aliases.values_list("name", flat=True))


def test_unseen_characters_and_blanks_go_from_a_name(client, curator):
    client.post(ADD, typed(" Hogeschool\u200b  van Ede "))
    assert Partner.objects.filter(name="Hogeschool van Ede").exists()


# ------------------------------------------------------------------ other names
def test_other_names_are_typed_one_a_line(client, curator):
    response = client.post(
        ADD, typed("Hanzehogeschool Groningen", other_names="Hanze\r\n\r\n HG  Groningen \nhanze")
    )
    assert response.status_code == 302
    partner = Partner.objects.get(name="Hanzehogeschool Groningen")
    assert partner.slug == "hanzehogeschool-groningen"
    assert names_of(partner) == {"Hanze", "HG Groningen"}


def test_other_names_come_and_go(client, curator):
    partner = factories.create_partner(name="Woonstad")
    kept = partner.aliases.create(name="WS")
    partner.aliases.create(name="Oude naam")
    assert "WS" in client.get(page_of(partner)).context["adminform"].form["other_names"].value()
    read_and_send(client, page_of(partner), typed("Woonstad", other_names="WS\nWoonstad BV"))
    assert names_of(partner) == {"Woonstad BV", "WS"}
    assert partner.aliases.get(name="WS").pk == kept.pk


def test_capitals_of_another_name_can_be_mended(client, curator):
    partner = factories.create_partner(name="Woonstad")
    partner.aliases.create(name="ws")
    mended = read_and_send(client, page_of(partner), typed("Woonstad", other_names="WS"))
    assert mended.status_code == 302
    assert names_of(partner) == {"WS"}


def test_another_name_points_at_one_partner(client, curator):
    factories.create_partner(name="Hogeschool van Amsterdam").aliases.create(name="HvA")
    response = client.post(ADD, typed("Iets heel anders", other_names="hva"))
    assert errors_of(response)["other_names"] == ["“HvA” is al een andere naam van Hogeschool van Amsterdam."]
    assert PartnerAlias.objects.count() == 1


def test_another_name_that_is_too_long_gets_a_sentence(client, curator):
    response = client.post(ADD, typed("Kort", other_names="x" * 161))
    assert "is langer dan 160 tekens." in errors_of(response)["other_names"][0]


# ------------------------------------------------------------------ look-alikes
@pytest.mark.parametrize(
    "new",
    [
        "Rijksuniversiteit Groningen",
        "rijksuniversiteit  groningen",
        "Groningen Rijksuniversiteit",
        "Rijksuniversitiet Groningen",
    ],
)
def test_a_name_that_looks_known_is_asked_about_once(client, curator, new):
    factories.create_partner(name="Rijksuniversiteit Groningen")
    response = client.post(ADD, typed(new))
    assert "Deze naam lijkt op: Rijksuniversiteit Groningen." in errors_of(response)["is_another"][0]
    assert 'type="checkbox" name="is_another"' in response.text
    assert Partner.objects.count() == 1 + 1  # the one of the curator's initiative
    assert client.post(ADD, typed(new, is_another="on")).status_code == 302
    assert Partner.objects.count() == 3


@pytest.mark.parametrize(
    ("known", "new"),
    [
        ("Élan", "Elan"),
        ("Coöp", "Coop"),
        ("Hanzehogeschool", "Hanze hogeschool"),
        ("Hanze hogeschool", "Hanzehogeschool"),
        ("'t Gilde", "’t\u00a0GILDE"),
        ("Mbo–Rijnland", "mboRijnland"),
        ("Ærø", "AERO"),
        ("Wij", "W­i​j"),
    ],
)
def test_the_same_name_with_other_signs_looks_known(client, curator, known, new):
    factories.create_partner(name=known)
    assert f"Deze naam lijkt op: {known}." in errors_of(client.post(ADD, typed(new)))["is_another"][0]


def test_another_name_with_other_signs_belongs_to_one_partner(client, curator):
    factories.create_partner(name="Bureau Noord").aliases.create(name="Élan-west")
    response = client.post(ADD, typed("Iets nieuws", other_names="Elan West"))
    assert "“Élan-west” is al een andere naam van Bureau Noord." in errors_of(response)["other_names"]
    assert client.post(ADD, typed("Nog iets", other_names="Één\nEen\nTwee")).status_code == 302
    names = Partner.objects.get(name="Nog iets").aliases.values_list("name", flat=True)
    assert list(names) == ["Één", "Twee"]


@pytest.mark.parametrize(
    ("page", "words", "also"),
    [
        (
            "city",
            {"name": "’S Hertogenbosch"},
            {"code": "X1", "province": "Elders", "latitude": 51, "longitude": 5},
        ),
        ("theme", {"name": "Energie & Wonen"}, {}),
        ("challenge", {"title": "hoe houden we de wijk gezond"}, {}),
    ],
)
def test_a_second_one_of_a_name_is_asked_about_once(client, curator, page, words, also):
    factories.create_city(name="'s-Hertogenbosch")
    Theme.objects.create(name="Energie, wonen", slug="energie")
    Challenge.objects.create(title="Hoe houden we de wijk gezond?", slug="wijk")
    add, data = f"/beheer/initiatives/{page}/add/", words | also
    response = client.post(add, data)
    assert "staat er al: " in errors_of(response)["is_another"][0]
    assert_asked_and_then_answered(response.text, response.context["adminform"].form["is_another"])
    assert client.post(add, data | {"is_another": "on"}).status_code == 302


def test_a_name_that_looks_like_another_name_is_asked_about(client, curator):
    factories.create_partner(name="Woningcorporatie Portaal").aliases.create(name="Portaal Wonen")
    response = client.post(ADD, typed("Portaal wonen"))
    assert "Portaal Wonen (Woningcorporatie Portaal)" in errors_of(response)["is_another"][0]


def test_nobody_is_asked_about_what_did_not_change(client, curator):
    partner = factories.create_partner(name="Stichting Wijkhuis")
    factories.create_partner(name="Stichting Wijkhuizen")
    words = typed("Stichting Wijkhuis", website="https://wijkhuis.example")
    response = read_and_send(client, page_of(partner), words)
    assert response.status_code == 302


@pytest.mark.parametrize(
    ("known", "new"), [("DOCK", "Stichting DOCK"), ("Saxion Hogeschool", "Saxion"), ("WIJ", "Wij")]
)
def test_words_that_say_nothing_make_no_difference(known, new):
    partner = factories.create_partner(name=known)
    assert look_alikes([new]) == [(known, partner)]
    assert look_alikes([new], but=partner.pk) == []


@pytest.mark.parametrize(
    ("known", "new"),
    [
        ("Hogeschool Utrecht", "Hogeschool Rotterdam"),
        ("Hogeschool Utrecht", "Gemeente Utrecht"),
        ("Gemeente Groningen", "Gemeente Wageningen"),
        ("Universiteit Leiden", "Universiteit Utrecht"),
        ("WIJ Groningen", "Gemeente Groningen"),
    ],
)
def test_different_bodies_with_the_same_sort_of_name_are_no_look_alikes(known, new):
    factories.create_partner(name=known)
    assert look_alikes([new]) == []


def test_a_name_of_signs_only_looks_like_nothing():
    factories.create_partner(name="Buurthuis")
    assert look_alikes(["???"]) == []


# ------------------------------------------------------------------ what may go
def test_a_partner_with_a_history_stays(client, curator, initiative):
    partner = initiative.partners.get()
    response = client.post(
        reverse("admin:initiatives_partner_delete", args=[partner.pk]), {"post": "yes"}, follow=True
    )
    assert "Deze partner heeft een geschiedenis." in response.text
    assert Partner.objects.filter(pk=partner.pk).exists()


def test_a_partner_made_by_mistake_can_go(client, curator):
    partner = factories.create_partner()
    partner.aliases.create(name="Verkeerd")
    client.post(reverse("admin:initiatives_partner_delete", args=[partner.pk]), {"post": "yes"})
    assert not Partner.objects.filter(pk=partner.pk).exists()


def test_a_city_where_someone_works_stays(client, curator, initiative):
    city = initiative.cities.get()
    client.post(reverse("admin:initiatives_city_delete", args=[city.pk]), {"post": "yes"})
    assert City.objects.filter(pk=city.pk).exists()


def test_a_theme_nobody_uses_can_go(client, curator):
    theme = factories.create_theme()
    client.post(reverse("admin:initiatives_theme_delete", args=[theme.pk]), {"post": "yes"})
    assert not Theme.objects.exists()


# ------------------------------------------------------------------ the rest
def test_a_new_city(client, curator):
    data = {
        "name": "Assen",
        "code": "GM0106",
        "province": "Drenthe",
        "latitude": "52.99",
        "longitude": "6.56",
    }
    assert client.post("/beheer/initiatives/city/add/", data).status_code == 302
    assert City.objects.get(slug="assen").code == "GM0106"


def test_the_point_of_a_city_is_typed_with_a_comma_as_well(client, curator):
    typed = {
        "name": "Assen",
        "code": "GM0106",
        "province": "Drenthe",
        "latitude": "52,99",
        "longitude": "6.56",
    }
    assert client.post("/beheer/initiatives/city/add/", typed).status_code == 302
    city = City.objects.get(slug="assen")
    assert (city.latitude, city.longitude) == (52.99, 6.56)
    change = reverse("admin:initiatives_city_change", args=[city.pk])
    assert 'value="52,99"' in client.get(change).text
    refused = client.post(change, typed | {"latitude": "52 graden", "slug": "assen"})
    assert refused.context["adminform"].form.errors["latitude"] == [str(NO_DEGREES)]


def test_a_new_city_needs_a_name_alone_where_it_is_a_municipality(client, curator):
    add, data = "/beheer/initiatives/city/add/", {}
    assert client.post(add, data | {"name": "Middelburg"}).status_code == 302
    city = City.objects.get(slug="middelburg")
    assert (city.code, city.province, round(city.longitude, 1)) == ("GM0687", "Zeeland", 3.6)
    refused = client.post(add, data | {"name": "Gent", "code": "BE0001"})
    assert set(refused.context["adminform"].form.errors) == {"province", "latitude", "longitude"}


def test_a_new_question_of_a_partner(client, curator):
    partner = factories.create_partner()
    data = {"title": "Hoe houden we de wijk gezond?", "scope": "city", "asked_by": partner.pk}
    assert client.post("/beheer/initiatives/challenge/add/", data).status_code == 302
    assert Challenge.objects.get(slug="hoe-houden-we-de-wijk-gezond").asked_by == partner


def test_curators_keep_their_own_programme(client, curator, initiative):
    address = reverse("admin:initiatives_programme_change", args=[initiative.programme_id])
    read_and_send(client, address, {"name": "Nieuwe naam", "website": "agendastad.nl"})
    initiative.programme.refresh_from_db()
    assert (initiative.programme.name, initiative.programme.website) == (
        "Nieuwe naam",
        "https://agendastad.nl",
    )
    assert client.get("/beheer/initiatives/programme/add/").status_code == 403


def test_the_texts_of_curators_about_their_programme_stand_on_the_site(client, curator, initiative):
    address = reverse("admin:initiatives_programme_change", args=[initiative.programme_id])
    texts = {
        "name": "Zorg dichtbij",
        "name_en": "Care nearby",
        "introduction": "Buren helpen buren.",
        "introduction_en": "Neighbours help neighbours.",
        "about": "# Waarom\n\n- omdat het kan",
        "contact": "Wij zijn <Pien> en Kas.",
        "contact_email": "pien@zorg.example",
    }
    read_and_send(client, address, texts)
    client.logout()
    assertContains(client.get("/"), "Buren helpen buren.")
    about = client.get("/over/")
    assertContains(about, "<h3>Waarom</h3>", html=True)
    assertContains(about, "<li>omdat het kan</li>", html=True)
    assertContains(about, "Wij zijn &lt;Pien&gt; en Kas.")
    assertContains(about, "mailto:pien@zorg.example")
    client.cookies["django_language"] = "en"
    assertContains(client.get("/"), "Neighbours help neighbours.")
    assertContains(client.get("/over/"), "<small>Care nearby</small>")
    assertContains(client.get("/over/"), '<div class="stack" lang="nl">')


@pytest.mark.parametrize("typed_name", ["assen", "ASSEN", "gm0106"])
def test_finding_a_city(client, curator, typed_name):
    City.objects.create(
        name="Assen", slug="assen", code="GM0106", province="Drenthe", latitude=52.99, longitude=6.56
    )
    rows = client.get(f"/beheer/initiatives/city/?q={typed_name}").context["cl"].result_list
    assert [row.name for row in rows] == ["Assen"]


def test_finding_a_partner_by_its_other_name(client, curator):
    partner = factories.create_partner(name="Hogeschool van Amsterdam")
    partner.aliases.create(name="HvA")
    partner.aliases.create(name="Amsterdam UAS (HvA)")
    rows = client.get("/beheer/initiatives/partner/?q=hva").context["cl"].result_list
    assert list(rows) == [partner]
