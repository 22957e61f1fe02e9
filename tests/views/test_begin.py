"""A network of one's own, from an empty database: four steps for its first superuser."""

import re
from functools import partial

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from initiatives.lenses import MembershipRole, PartnershipRole
from initiatives.models import City, Initiative, Invitation, Partner, Programme, User
from tests import factories
from tests.room import all_at_once

PAGES = ("index", "programme", "city", "initiative", "lead")
CALL = '<p class="call-bar">'  # the bar that asks to tell a small win
INITIATIVE = {
    "title": "De Buurtkeuken",
    "summary": "Buren koken samen.",
    "partner_1": "Hogeschool Zeeland",
    "kind_1": "university_of_applied_sciences",
    "partner_2": "Buurtvereniging Oost",
    "kind_2": "neighbourhood_organisation",
    "is_public": "on",
}


def at(page: str) -> str:
    return reverse(f"begin:{page}")


@pytest.fixture
def first(client, settings):
    """The first superuser, logged in on an empty site."""
    settings.PROGRAMME_NAME = "Zorg dichtbij"
    User.objects.all().delete()
    user = User.objects.create_superuser("ik@zorg.example", "een lang wachtwoord", display_name="Ik")
    client.force_login(user)
    return client


def test_four_steps_lead_from_nothing_to_a_lead_with_an_invitation(first):
    for page in ("/", "/beheer/"):
        assertContains(first.get(page), "Stap 1 van 4: Het programma")
    assertNotContains(first.get("/"), CALL)  # there is nothing to tell about
    assertContains(first.get(at("programme")), 'value="Zorg dichtbij"')
    sent = first.post(at("programme"), {"name": "Zorg dichtbij", "introduction": "Buren zorgen voor buren."})
    assertRedirects(sent, at("city"))
    assertContains(first.get("/"), "Stap 2 van 4: De stad")

    assertContains(first.post(at("city"), {"name": "Middelbrug"}, follow=True), "Middelburg", status_code=422)
    first.post(at("city"), {"name": "middelburg"})
    city = City.objects.get()
    assert (city.code, city.province, round(city.latitude, 1)) == ("GM0687", "Zeeland", 51.5)

    page = first.get(at("initiative")).text
    assert "Middelburg" in page
    sent = first.post(at("initiative"), INITIATIVE | {"cities": [city.pk]})
    assertRedirects(sent, at("lead"))
    initiative = Initiative.objects.get()
    assert initiative.published_at
    roles = {part.partner.name: (part.role, part.partner.city) for part in initiative.partnerships.all()}
    assert roles == {
        "Hogeschool Zeeland": (PartnershipRole.LEAD, city),
        "Buurtvereniging Oost": (PartnershipRole.PARTNER, city),
    }

    sent = first.post(at("lead"), {"email": "tess@zorg.example"})
    assertRedirects(sent, initiative.get_absolute_url())
    assert Invitation.objects.get().role == MembershipRole.LEAD
    assert mail.outbox[0].to == ["tess@zorg.example"]
    for page in ("/", "/beheer/"):
        assertNotContains(first.get(page), "Begin hier")
    assertContains(first.get("/"), CALL)
    for page in PAGES:
        assertRedirects(first.get(at(page)), "/")


def test_the_steps_come_in_their_order_and_go_on_where_one_left_off(first):
    for page in PAGES[2:]:
        assertRedirects(first.get(at(page)), at("programme"))
    factories.create_programme()
    for page in ("programme", "initiative", "lead"):
        assertRedirects(first.get(at(page)), at("city"))
    factories.create_city()
    assert first.get(at("city")).status_code == first.get(at("initiative")).status_code == 200
    factories.create_initiative()
    for page in ("programme", "city", "initiative"):
        assertRedirects(first.get(at(page)), at("lead"))


def test_only_the_one_city_there_is_comes_ticked(first):
    first.post(at("programme"), {"name": "Zorg dichtbij"})
    for name, ticked in [("Middelburg", 1), ("Assen", 0)]:
        first.post(at("city"), {"name": name})
        boxes = re.findall(r'<input type="checkbox" name="cities"[^>]*>', first.get(at("initiative")).text)
        assert sum("checked" in box for box in boxes) == ticked


def test_a_step_sent_twice_makes_its_rows_once(first):
    for _ in range(2):
        first.post(at("programme"), {"name": "Zorg dichtbij"})
        first.post(at("city"), {"name": "Middelburg"})
    for _ in range(2):
        first.post(at("initiative"), INITIATIVE | {"cities": [City.objects.get().pk]})
    assert [model.objects.count() for model in (Programme, City, Initiative, Partner)] == [1, 1, 1, 2]


def test_an_organisation_under_another_spelling_is_not_made_again(first):
    factories.create_programme()
    city = factories.create_city()
    known = factories.create_partner(name="Hanzehogeschool")
    other = factories.create_partner(name="Élan Zorg")
    words = INITIATIVE | {"partner_1": "HANZE hogeschool", "partner_2": "Elan-zorg", "partner_3": "élan Zorg"}
    first.post(at("initiative"), words | {"cities": [city.pk]})
    assert list(Initiative.objects.get().partners.order_by("pk")) == [known, other]


def test_a_second_city_of_a_name_is_asked_about_once(first):
    """And then the two can be told apart."""
    factories.create_programme()
    known = factories.create_city(name="‘s Hertogenbosch", code="X1").with_province
    factories.create_city(name="Ede")
    typed = {"name": "’s-hertogenbosch"}
    asked = first.post(at("city"), typed)
    assertContains(asked, "staat al op de kaart", status_code=422)
    assert asked.text.rindex("Is dat een andere plaats?") < asked.text.index("Ja, dit is een andere plaats")
    assertRedirects(first.post(at("city"), typed | {"is_another": "on"}), at("city"))
    assert City.objects.count() == 3
    for page in ("city", "initiative"):
        shown = first.get(at(page)).text
        assert known in shown
        assert "&#x27;s-Hertogenbosch (Noord-Brabant)" in shown
        assert "Ede (" not in shown


@pytest.mark.django_db(transaction=True)
def test_an_initiative_that_is_sent_twice_at_one_moment_begins_once(first):
    programme, city = factories.create_programme(), factories.create_city()
    user = User.objects.get(is_superuser=True)
    start, words = reverse("admin:initiatives_initiative_start"), INITIATIVE | {"cities": [city.pk]}

    def send(address: str, words: dict) -> int:
        tab = Client()
        tab.force_login(user)
        return tab.post(address, words).status_code

    assert all_at_once(partial(send, at("initiative")), [words] * 4) == [302] * 4
    again = words | {"title": "De Buurtfiets", "programme": programme.pk}
    assert sorted(all_at_once(partial(send, start), [again] * 4)) == [302, 422, 422, 422]
    assert sorted(map(str, Initiative.objects.all())) == ["De Buurtfiets", "De Buurtkeuken"]


def test_a_step_with_a_mistake_keeps_the_words_that_were_typed(first):
    factories.create_programme()
    factories.create_city()
    sent = first.post(at("initiative"), INITIATIVE | {"kind_2": "", "partner_3": "hogeschool zeeland"})
    assertContains(sent, "Kies wat voor organisatie Buurtvereniging Oost is.", status_code=422)
    assertContains(sent, "Buren koken samen.", status_code=422)
    assert not Initiative.objects.exists()


def test_the_steps_go_when_a_superuser_does_the_rest_in_the_administration(first):
    assertNotContains(first.get(at("index")), at("dismiss"))  # nothing to keep it on
    factories.create_programme()
    assertContains(first.get(at("index")), at("dismiss"))
    first.post(at("dismiss"))
    assertNotContains(first.get("/"), at("city"))


def test_a_network_with_two_initiatives_has_begun(first):
    factories.create_initiative()
    assertContains(first.get("/"), "Stap 4 van 4")
    factories.create_initiative()
    assertNotContains(first.get("/"), "Begin hier")


@pytest.mark.parametrize("who", ["programme_staff", "coordinator", "lead", "outsider"])
def test_nobody_else_finds_the_first_steps(client, request, who):
    client.force_login(request.getfixturevalue(who))
    assert [client.get(at(page)).status_code for page in PAGES] == [404] * len(PAGES)
    assert client.post(at("dismiss")).status_code == 404
