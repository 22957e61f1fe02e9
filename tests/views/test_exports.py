"""Taking along what a page shows: the same rows, for everybody as many as they may read, under a name that says what it is."""

import datetime as dt
import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from initiatives.exchange.exports.files import FILE_FORMS
from initiatives.exchange.exports.graph_files import GRAPH_FORMS
from initiatives.exchange.exports.graphs import GRAPHS
from initiatives.exchange.exports.tables import TABLES
from initiatives.lenses import Audience, InitiativeTie
from initiatives.models import Challenge, InitiativeLink
from tests.factories import (
    create_city,
    create_initiative,
    create_link,
    create_partner,
    create_programme,
    create_user,
    create_win,
)
from tests.factories_profile import create_loss
from tests.factories_wishes import create_partnership

WHO = ("visitor", "outsider", "team_member", "lead", "coordinator", "programme_staff")


def taken(client, what: str, form: str = "json", words: str = "") -> bytes:
    response = client.get(reverse("exports:table", args=[what, form]) + words)
    assert response.status_code == 200
    return response.getvalue()


def rows(client, what: str, words: str = "") -> list[dict]:
    return json.loads(taken(client, what, "json", words))["rows"]


@pytest.fixture
def network(initiative):
    """Wins, initiatives, partners and cities, some of them not for everybody."""
    city = initiative.cities.get()
    create_win(initiative=initiative, types=["growth"])
    create_win(initiative=initiative, audience=Audience.NETWORK)
    create_win(initiative=initiative, confirmed=False)
    create_win(initiative=create_initiative(city=city, published=False), audience=Audience.TEAM)
    create_win(initiative=create_initiative(city=create_city()), title="elders")
    return city


def ask_as(client, who, request) -> None:
    user = request.getfixturevalue(who)
    if user.is_authenticated:
        client.force_login(user)


# ------------------------------------------------------------------ the rows of the page
NUMBER = re.compile(rb'<p class="results-line"[^>]*>.*?(\d+)', re.DOTALL)


@pytest.mark.parametrize("who", WHO)
def test_as_many_rows_as_the_page_counts(client, request, network, who):
    ask_as(client, who, request)
    for words in ("", f"?stad={network.slug}", "?type=growth", "?q=elders"):
        for page, what in (("wins:index", "small-wins"), ("initiatives:index", "initiatieven")):
            shown = int(NUMBER.search(client.get(reverse(page) + words).content)[1])
            assert len(rows(client, what, words)) == shown, (what, words)
    for page, what in (("partners:index", "partners"), ("cities:index", "steden")):
        shown = client.get(reverse(page)).content.count(b'<th scope="row"')
        assert len(rows(client, what)) == shown, what


@pytest.fixture
def tied(network, initiative):
    """What hangs on them, some of it not for everybody: losses, links, ties, partnerships and questions."""
    team_only, waiting = Audience.TEAM, {"audience": Audience.NETWORK}
    earlier, later = (create_win(initiative=initiative) for _ in range(2))
    create_link(earlier=earlier, later=later)
    create_link(earlier=create_win(initiative=initiative, audience=team_only), later=later)
    for details in ({}, {"audience": team_only}, waiting):
        create_loss(win=later, **details)
    for published, agreed in ((True, True), (True, False), (False, True)):
        tie(initiative, create_initiative(published=published), agreed=agreed)
    create_partnership(initiative, until=dt.date(2020, 1, 1))
    for slug, works_on_it in (("eenzaam", True), ("warm", False), ("groen", False)):
        question = Challenge.objects.create(title=f"Hoe zit het met {slug}?", slug=slug)
        if works_on_it:
            initiative.challenges.add(question)
    return network


def tie(initiative, other, *, agreed: bool) -> None:
    InitiativeLink.objects.create(
        initiative=initiative,
        other=other,
        kind=InitiativeTie.PART_OF,
        told_by=create_user(),
        confirmed_at=timezone.now() if agreed else None,
        confirmed_by=create_user() if agreed else None,
    )


def report_of(client, page: str, *of: str, words: str = ""):
    return client.get(reverse(page, args=of) + words).context["report"]


@pytest.mark.parametrize("who", WHO)
def test_as_many_rows_as_the_page_of_what_hangs_on_an_initiative(client, request, tied, initiative, who):
    ask_as(client, who, request)
    of = initiative.slug
    together = report_of(client, "initiatives:profile", of).together
    counted = {
        "verliezen": report_of(client, "initiatives:losses", of).page.paginator.count,
        "verbanden": report_of(client, "initiatives:links", of).page.paginator.count,
        "samenwerkingen": len(together.now) + len(together.before),
        "samenhang": report_of(client, "flywheels:network", words=f"?stad={tied.slug}").ties_total,
    }
    assert 0 not in counted.values()
    for what, shown in counted.items():
        words = f"?stad={tied.slug}" if what == "samenhang" else f"?initiatief={of}"
        assert len(rows(client, what, words)) == shown, what


@pytest.mark.parametrize("who", WHO)
def test_the_questions_are_those_of_the_room_in_its_order(client, request, tied, who):
    ask_as(client, who, request)
    elsewhere = create_initiative(city=create_city()).challenges
    elsewhere.add(Challenge.objects.get(slug="groen"))
    for words in ("", f"?stad={tied.slug}", "?zoek=warm", f"?zoek=zit&stad={tied.slug}"):
        room = report_of(client, "challenges:index", words=words)
        lines = [*(line for group in room.groups for line in group.lines), *room.nobody, *room.elsewhere]
        found = [(row["slug"], row["initiatives_here"]) for row in rows(client, "vraagstukken", words)]
        assert found == [(line.challenge.slug, line.here) for line in lines], words
        assert len(found) == room.total


def test_the_room_of_the_questions_offers_what_is_searched_for(client, tied):
    page = client.get(reverse("challenges:index") + "?zoek=warm").content.decode()
    assert 'href="/meenemen/vraagstukken.ods?zoek=warm"' in page
    assert 'href="/meenemen/small-wins.ods"' in page


def test_partners_are_those_of_which_the_name_holds_the_words(client):
    create_initiative(partner=create_partner(name="Hanzehogeschool"))
    create_initiative(partner=create_partner(name="De Noorderpoort"))
    assert [row["name"] for row in rows(client, "partners", "?q=hanze")] == ["Hanzehogeschool"]


def test_the_links_stay_with_one_programme(client, initiative):
    """Also where the site has several."""
    create_link(earlier=create_win(initiative=initiative), later=create_win(initiative=initiative))
    elsewhere = create_initiative(programme=create_programme(is_example=True))
    create_link(earlier=create_win(initiative=elsewhere), later=create_win(initiative=elsewhere))
    assert [row["later_initiative"] for row in rows(client, "verbanden")] == [initiative.slug]


# ------------------------------------------------------------------ the file
def test_everything_goes_along_in_every_form(client, network):
    assert [what for what in TABLES for form in FILE_FORMS if len(taken(client, what, form)) < 20] == []


def test_the_name_says_what_it_is_with_which_filter_and_of_when(client, network):
    response = client.get(reverse("exports:table", args=["small-wins", "csv"]) + f"?stad={network.slug}")
    today = timezone.localdate().isoformat()
    assert response["Content-Disposition"] == (
        f'attachment; filename="vliegwiel-small-wins-stad-{network.slug}-{today}.csv"'
    )


def test_a_file_speaks_the_language_of_who_asks(client, network):
    client.cookies["django_language"] = "en"
    assert json.loads(taken(client, "small-wins"))["columns"][1]["label"] != "wat is er gelukt?"


def test_only_what_everybody_may_read_has_a_licence(client, team_member, network):
    address = reverse("exports:table", args=["small-wins", "csv"])
    assert "license" in client.get(address)["Link"]
    client.force_login(team_member)
    assert "Link" not in client.get(address)


@pytest.mark.parametrize(
    "address", ["mensen.csv", "small-wins.pdf", "graaf/mensen.gexf", "graaf/netwerk.csv"]
)
def test_a_form_that_there_is_not_is_not_found(client, address):
    assert client.get(f"/meenemen/{address}").status_code == 404


def test_several_values_of_one_word_go_along(client, network):
    elsewhere = create_city()
    create_win(initiative=create_initiative(city=elsewhere))
    words = f"?stad={network.slug}&stad={elsewhere.slug}"
    assert len(rows(client, "small-wins", words)) == 2
    offered = client.get(reverse("wins:index") + words).content.decode().replace("&amp;", "&")
    assert f'href="/meenemen/small-wins.ods{words}"' in offered


def test_a_word_that_nobody_knows_does_not_count(client, network):
    assert len(rows(client, "small-wins", "?stad=nergens")) == len(rows(client, "small-wins"))


# ------------------------------------------------------------------ the network for other programs
def test_the_network_goes_along_in_every_form(client, network):
    for what in GRAPHS:
        for form in GRAPH_FORMS.values():
            response = client.get(reverse("exports:graph", args=[what, form.name]))
            assert response["Content-Type"] == form.media_type
            assert response.getvalue()


def test_kumu_gets_the_same_whoever_asks_and_from_any_site(client, team_member, network):
    first = client.get("/meenemen/kumu.json")
    client.force_login(team_member)
    again = client.get("/meenemen/kumu.json")
    assert first.content == again.content
    assert again["Access-Control-Allow-Origin"] == "*"
    assert not again.cookies
    assert len(json.loads(again.content)["elements"]) == 4  # two initiatives, and the partner of each


# ------------------------------------------------------------------ the way there
@pytest.mark.parametrize(
    "page", ["wins:index", "initiatives:index", "partners:index", "cities:index", "network:dashboard"]
)
def test_each_list_offers_its_rows(client, network, page):
    offered = re.findall(rb'href="(/meenemen/[^"]+)"', client.get(reverse(page)).content)
    assert offered
    assert {client.get(address.decode()).status_code for address in offered} == {200}


def test_the_files_keep_the_filter_of_the_page(client, network):
    page = client.get(reverse("wins:index") + f"?stad={network.slug}").content.decode()
    assert f'href="/meenemen/small-wins.xlsx?stad={network.slug}"' in page
