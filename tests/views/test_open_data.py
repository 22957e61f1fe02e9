"""The page of the open data: what there is, in which files, and under which licence."""

import io
import zipfile

import pytest

from initiatives.lenses import Audience
from tests.factories import create_win


def test_the_page_counts_what_everybody_may_read(client, initiative, team_member):
    create_win(initiative=initiative)
    create_win(initiative=initiative, audience=Audience.NETWORK)
    client.force_login(team_member)
    page = client.get("/open-data/")
    counts = {str(label): count for label, count, _files in page.context["tables"]}
    assert counts["small wins"] == 1
    assert all(words in page.content.decode() for words in ("CC BY 4.0", "blijven van hen"))


def test_the_whole_set_is_for_everybody_and_from_any_site(client, initiative, team_member):
    create_win(initiative=initiative, title="geheim", audience=Audience.NETWORK)
    client.force_login(team_member)
    response = client.get("/open-data/vliegwiel.zip")
    archive = zipfile.ZipFile(io.BytesIO(response.getvalue()))
    assert b"geheim" not in archive.read("small-wins.csv")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Link"] == '</open-data/#licentie>; rel="license"'


def test_catalogues_get_a_description(client, initiative):
    response = client.get("/open-data/catalogus.jsonld")
    assert response["Content-Type"] == "application/ld+json"
    assert response.json()["dct:publisher"]["foaf:name"] == initiative.programme.name


@pytest.mark.parametrize("page", ["/", "/netwerk/", "/over/"])
def test_every_page_leads_to_it(client, page):
    assert 'href="/open-data/"' in client.get(page).content.decode()
