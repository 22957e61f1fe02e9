"""Several programmes on one site: one is looked at at a time, and no page of one shows a row of another."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.urls import get_script_prefix, reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from initiatives.lenses import Audience
from initiatives.models import Onlooker, Programme, Reader
from initiatives.reports.sharing.cards import card_of_initiative, card_of_network, card_of_win
from tests import factories
from tests.factories_outside import create_wall
from tests.scaling.test_sub_path import IN_ATTRIBUTES

PAGES = (
    "home",
    "network:dashboard",
    "wins:index",
    "initiatives:index",
    "cities:index",
    "partners:index",
    "crawlers:sitemap",
)


def create_network(word: str, **details) -> Programme:
    """A programme with two initiatives of one city, a partner, two wins and a wall, all with this word in their name."""
    programme = factories.create_programme(name=f"Deal {word}")
    Programme.objects.filter(pk=programme.pk).update(slug=f"deal-{word.lower()}", **details)
    programme.refresh_from_db()
    city, partner = (
        factories.create_city(name=f"Stad {word}"),
        factories.create_partner(name=f"School {word}"),
    )
    for number in (1, 2):
        initiative = factories.create_initiative(
            programme=programme,
            title=f"{word} {number}",
            slug=f"{word.lower()}-{number}",
            city=city,
            partner=partner,
        )
        factories.create_win(
            initiative=initiative,
            title=f"Gelukt in {word} {number}",
            audience=Audience.PUBLIC,
            confirmed=True,
        )
        create_wall(initiative=initiative, name=f"Muur {word}")
    return programme


@pytest.fixture
def two(db) -> tuple[Programme, Programme]:
    return create_network("Zandkreek"), create_network("Blauwoog", is_example=True)


def pages_of(client, below: str) -> dict[str, str]:
    return {page: client.get(f"{below}{reverse(page)}").text for page in PAGES}


@pytest.mark.parametrize("who", ["visitor", "superuser"])
def test_a_page_of_a_programme_shows_no_row_of_another(client, two, who):
    if who == "superuser":
        keeper = factories.create_user()
        keeper.is_superuser = True
        keeper.save()
        client.force_login(keeper)
    for below, own, other in (("", "Zandkreek", "Blauwoog"), ("/deal-blauwoog", "Blauwoog", "Zandkreek")):
        for page, text in pages_of(client, below).items():
            shown = text.replace(f"Deal {other}", "").replace(
                f"deal-{other.lower()}/", ""
            )  # the way to the other one
            assert own.lower() in shown.lower(), (page, own)
            assert other.lower() not in shown.lower(), (page, other)


def test_every_number_is_of_one_programme(client, two):
    factories.create_initiative(programme=two[1], title="Blauwoog 3")
    for below, initiatives in (("", 2), ("/deal-blauwoog", 3)):
        counters = client.get(f"{below}/").context["report"].counters
        assert [counted.number for counted in counters[:2]] == [initiatives, 2]
        assert client.get(f"{below}/netwerk/").context["report"].counters[0].number == initiatives


def test_every_address_on_a_page_stays_in_its_programme(client, two):
    for page, text in pages_of(client, "/deal-blauwoog").items():
        inside = [value.removeprefix("http://testserver") for value in IN_ATTRIBUTES.findall(text)]
        leading_out = {
            value
            for value in inside
            if value.startswith("/") and not value.startswith(("/deal-blauwoog/", "/static/", "//"))
        }
        assert leading_out <= {"/"}, page  # the way to the other programme
    assert get_script_prefix() == "/"


def test_a_row_of_another_programme_leads_there(client, two):
    assertRedirects(
        client.get("/initiatieven/blauwoog-1/?pad=1"),
        "/deal-blauwoog/initiatieven/blauwoog-1/?pad=1",
        fetch_redirect_response=False,
    )
    there = two[1].initiatives.get(slug="blauwoog-1")
    for row in (there.cities.get(), there.partners.get()):
        assertRedirects(client.get(row.get_absolute_url()), f"/deal-blauwoog{row.get_absolute_url()}")
    win = two[0].initiatives.get(slug="zandkreek-1").wins.get()
    assertRedirects(client.get(f"/deal-blauwoog/small-wins/{win.pk}/"), f"/small-wins/{win.pk}/")
    assertRedirects(
        client.get("/deal-zandkreek/netwerk/?stad=stad-zandkreek"), "/netwerk/?stad=stad-zandkreek"
    )
    assert client.get("/deal-blauwoog?pagina=2").headers["Location"] == "/deal-blauwoog/?pagina=2"


def test_a_form_at_an_address_of_another_programme_is_not_lost(client, two):
    lead = factories.create_user(lead_of=two[1].initiatives.get(slug="blauwoog-1"))
    client.force_login(lead)
    told = client.post("/initiatieven/blauwoog-1/bewerken/", {"title": ""})
    assert told.status_code == 422


def test_nothing_is_below_the_name_of_a_programme_of_which_one_knows_nothing(client, two):
    hidden = factories.create_programme(name="Deal Geheim")
    factories.create_initiative(programme=hidden, title="Nog niet", published=False)
    for path in ("", "/", "/netwerk/", "/small-wins/nieuw/"):
        answer, nowhere = (client.get(f"/{slug}{path}") for slug in (hidden.slug, "bestaat-niet"))
        assert answer.status_code == nowhere.status_code == 404
        assert answer.text.replace(hidden.slug, "") == nowhere.text.replace("bestaat-niet", "")
    assertNotContains(client.get("/"), "Deal Geheim")
    client.force_login(factories.create_user(staff_of=hidden))
    assertContains(client.get(f"/{hidden.slug}/initiatieven/"), "Nog niet")


def test_a_programme_that_begins_unseen_lets_in_whom_it_invited_and_loses_nothing_of_who_logs_in(
    client, two, mailoutbox
):
    """A second programme begins like this: nothing of it is published, and its people come in by a word or a login."""
    hidden = factories.create_programme(name="Deal Geheim")
    initiative = factories.create_initiative(programme=hidden, title="Nog niet", published=False)
    lead = factories.create_user(lead_of=initiative)
    edit = f"/{hidden.slug}/initiatieven/{initiative.slug}/bewerken/"
    client.force_login(lead)
    below = f"/{hidden.slug}/initiatieven/{initiative.slug}"
    client.post(f"{below}/team/uitnodigen/", {"email": "nieuw@example.org", "role": "member"})
    link = factories.create_capture_link(initiative=initiative, by=lead)
    assertRedirects(client.post(f"/{hidden.slug}/accounts/logout/"), "/")

    invited = re.search(r"http://testserver(\S+)", mailoutbox[0].body)[1]
    assert invited.startswith(f"/{hidden.slug}/uitnodiging/")
    for address in (invited, f"/{hidden.slug}/t/{link.token}/"):
        assertContains(client.get(address), "Deal Geheim")
    login = f"/accounts/login/?next={edit}"
    assertRedirects(
        client.get(edit), f"/{hidden.slug}{login}", target_status_code=302
    )  # the page to log in on stands outside
    assertRedirects(client.get(f"/{hidden.slug}{login}"), login)
    assertRedirects(
        client.post(edit, {"summary": "Lang over nagedacht"}),
        f"/{hidden.slug}{login}",
        target_status_code=302,
    )
    client.force_login(lead)
    assertContains(client.get(edit), "Lang over nagedacht")


def test_the_header_leads_to_the_other_programme_and_back(client, two):
    for here, there in (("/", "/deal-blauwoog/"), ("/deal-blauwoog/", "/")):
        ways = re.findall(r'<a href="([^"]*)">(Deal \w+)</a>', client.get(here).text)
        assert {way for way, _name in ways} == {there}


def test_an_invented_programme_says_so_on_every_page_and_no_other_does(client, two, settings):
    settings.IS_INDEXED = True
    said = "Alles in dit programma is bedacht"
    for below, is_said in (("", False), ("/deal-blauwoog", True)):
        for path in ("/", "/netwerk/", "/steden/", "/begrippen/", "/accounts/login/"):
            answer = client.get(f"{below}{path}")
            assert (said in answer.text, "X-Robots-Tag" in answer.headers) == (is_said, is_said), (
                below,
                path,
            )


def test_a_card_and_a_sheet_say_of_which_programme_they_are_and_that_it_is_invented(client, two):
    visitor = AnonymousUser()
    real, invented = (programme.initiatives.order_by("pk")[0] for programme in two)
    assert card_of_initiative(Reader(visitor, real)).site.endswith("Deal Zandkreek")
    assert card_of_win(invented.wins.get(), visitor).site.endswith("Deal Blauwoog, alles is bedacht")
    assert card_of_network(Onlooker(visitor, two[1], is_main=False)).kind == "Deal Blauwoog"
    said = "Alles op dit blad is bedacht."
    assertContains(client.get(f"/deal-blauwoog{reverse('stories:sheet', args=[invented.slug])}"), said)
    assertNotContains(client.get(reverse("stories:sheet", args=[real.slug])), said)


def test_a_poster_and_what_is_shared_or_scanned_say_that_it_is_invented(client, two):
    """The banner is no part of a poster, nor of what a messenger shows of an address."""
    for programme, below, is_said in ((two[0], "", False), (two[1], "/deal-blauwoog", True)):
        initiative = programme.initiatives.order_by("pk")[0]
        link = factories.create_capture_link(initiative=initiative)
        client.force_login(factories.create_user(lead_of=initiative))
        poster = client.get(f"{below}{reverse('posters:show', args=[initiative.slug, link.pk])}")
        for words in ("Voorbeeld: alles op deze poster is bedacht.", "Example: everything on this poster"):
            assert (words in poster.text) == is_said
        shared = client.get(f"{below}{reverse('initiatives:profile', args=[initiative.slug])}").text
        described = re.findall(r'<meta (?:name|property)="(?:og:)?description" content="([^"]*)"', shared)
        assert [text.startswith("Voorbeeld: alles is bedacht.") for text in described] == [is_said] * 2
        client.logout()
        scanned = client.get(poster.context["address"], follow=True).text
        assert ("Alles in dit programma is bedacht" in scanned) == is_said


def test_a_site_with_one_programme_has_no_way_to_another(client, db):
    create_network("Zandkreek")
    assertNotContains(client.get("/"), "Ander programma")


def test_no_programme_is_called_like_an_address_of_the_site(db):
    for slug in ("netwerk", "beheer", "t", "accounts"):
        with pytest.raises(ValidationError, match="al een adres van de site"):
            Programme(name="Deal", slug=slug).full_clean()
