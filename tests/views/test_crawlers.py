"""What browsers and search engines ask of every site: what may be listed, and never more than a visitor reads."""

import datetime as dt

import pytest
from django.urls import reverse

from initiatives.lenses import Audience
from initiatives.models import Initiative
from tests.factories import create_initiative, create_win


@pytest.fixture
def indexed(settings):
    settings.IS_INDEXED = True
    settings.SITE_ADDRESS = "https://vliegwiel.example"


def text_of(client, address: str) -> str:
    return client.get(address).content.decode()


def test_search_engines_are_kept_out_of_filters_but_not_out_of_pages(client, indexed):
    robots = text_of(client, "/robots.txt").splitlines()
    assert robots[0] == "User-agent: *"
    assert {"Disallow: /beheer/", "Disallow: /accounts/", "Disallow: /*?", "Allow: /*?pagina="} <= {*robots}
    assert "Sitemap: https://vliegwiel.example/sitemap.xml" in robots
    assert "Disallow: /" not in robots


@pytest.mark.parametrize(
    "address, said",
    [
        ("/small-wins/", None),
        ("/small-wins/?na=x", None),
        ("/initiatieven/?pagina=2", None),
        ("/small-wins/?stad=utrecht", "noindex"),
        ("/small-wins/?q=meer&na=x", "noindex"),
    ],
)
def test_a_combination_of_filters_is_not_listed_and_names_the_page_itself(client, indexed, address, said):
    answer = client.get(address)
    assert answer.get("X-Robots-Tag") == said
    itself = address if address.endswith("?pagina=2") else address.partition("?")[0]
    assert f'<link rel="canonical" href="https://vliegwiel.example{itself}">' in answer.content.decode()


def test_a_site_for_trying_out_is_not_listed_at_all(client):
    assert "Disallow: /\n" in text_of(client, "/robots.txt")
    assert client.get("/small-wins/")["X-Robots-Tag"] == "noindex, nofollow"


def test_the_map_holds_what_a_visitor_reads_and_nothing_else(client, indexed):
    shown = create_win(initiative=create_initiative(slug="open"))
    kept = create_win(initiative=create_initiative(slug="dicht"))
    Initiative.objects.filter(slug="dicht").update(audience=Audience.NETWORK)
    told = create_win(initiative=shown.initiative, audience=Audience.TEAM)
    listed = text_of(client, "/sitemap.xml")
    for path in (
        "/",
        "/netwerk/",
        "/initiatieven/open/",
        "/initiatieven/open/verhaal/",
        shown.get_absolute_url(),
    ):
        assert f"<loc>https://vliegwiel.example{path}</loc>" in listed
    assert all(word not in listed for word in ("dicht", str(kept.pk), str(told.pk), "lastmod"))


def test_every_address_in_the_map_opens(client, indexed):
    create_win()
    places = text_of(client, "/sitemap.xml").split("<loc>https://vliegwiel.example")[1:]
    assert {client.get(place.partition("<")[0]).status_code for place in places} == {200}


def test_a_finder_of_a_leak_reads_whom_to_tell(client, settings):
    settings.CONTACT_EMAIL, settings.SITE_ADDRESS = "lek@vliegwiel.example", "https://vliegwiel.example"
    answer = client.get("/.well-known/security.txt")
    said = dict(line.split(": ", 1) for line in answer.content.decode().splitlines() if line)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert said["Contact"] == "mailto:lek@vliegwiel.example"
    assert said["Canonical"] == "https://vliegwiel.example/.well-known/security.txt"
    assert said["Preferred-Languages"] == "nl, en"
    left = dt.datetime.fromisoformat(said["Expires"]) - dt.datetime.now(dt.UTC)
    assert dt.timedelta(days=90) < left < dt.timedelta(days=365)


def test_without_an_address_the_page_about_the_site_is_named(client, settings):
    settings.CONTACT_EMAIL, settings.SITE_ADDRESS = "", "https://vliegwiel.example"
    assert f"Contact: https://vliegwiel.example{reverse('pages:about')}\n" in text_of(
        client, "/.well-known/security.txt"
    )


@pytest.mark.parametrize("address", ["/favicon.ico", "/apple-touch-icon.png"])
def test_the_picture_of_the_site_stands_where_browsers_look(client, address):
    answer = client.get(address)
    assert answer["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")
