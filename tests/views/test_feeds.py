"""The Atom feed of small wins: what a visitor may read, the same for everybody, in words that a reader of feeds understands."""

import datetime as dt
import re
import xml.etree.ElementTree as ET

import pytest
from django.utils import timezone

from initiatives.exchange.atom import LONGEST
from initiatives.lenses import Audience
from initiatives.models import SmallWin
from tests.factories import create_city, create_initiative, create_user, create_win

ATOM = "{http://www.w3.org/2005/Atom}"


def feed_of(client, words: str = "", **headers) -> ET.Element:
    answer = client.get(f"/feeds/small-wins.atom{words}", **headers)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(answer.content)  # noqa: S314


def titles(feed: ET.Element) -> list[str]:
    return [entry.find(f"{ATOM}title").text for entry in feed.iter(f"{ATOM}entry")]


def confirm_on(win: SmallWin, day: int) -> None:
    SmallWin.objects.filter(pk=win.pk).update(confirmed_at=dt.datetime(2026, 5, day, tzinfo=dt.UTC))


def test_the_feed_names_the_initiative_as_author_and_no_person(client, settings):
    settings.SITE_ADDRESS = "https://vliegwiel.example"
    initiative = create_initiative(title="Buurtsoep & zo")
    teller = create_user(member_of=initiative)
    win = create_win(initiative=initiative, by=teller, title="Soep <voor> iedereen", description="1 < 2")
    feed = feed_of(client)
    entry = feed.find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == "Soep <voor> iedereen"
    assert entry.find(f"{ATOM}summary").text == "<p>1 &lt; 2</p>"
    assert entry.find(f"{ATOM}id").text == f"urn:uuid:{win.pk}"
    assert entry.find(f"{ATOM}author/{ATOM}name").text == "Buurtsoep & zo"
    assert entry.find(f"{ATOM}link").get("href") == f"https://vliegwiel.example/small-wins/{win.pk}/"
    assert (
        feed.find(f"{ATOM}link[@rel='self']").get("href") == "https://vliegwiel.example/feeds/small-wins.atom"
    )
    assert str(teller) not in ET.tostring(feed, encoding="unicode")


def test_the_feed_begins_with_what_the_programme_confirmed_last(client):
    old_story = create_win(title="Gisteren bevestigd, lang geleden gebeurd", occurred_on=dt.date(2019, 1, 1))
    confirm_on(old_story, 20)
    confirm_on(create_win(title="Eerder bevestigd", occurred_on=dt.date(2026, 4, 1)), 10)
    assert titles(feed_of(client)) == ["Gisteren bevestigd, lang geleden gebeurd", "Eerder bevestigd"]


def test_a_logged_in_reader_gets_the_feed_of_a_visitor(client):
    initiative = create_initiative()
    create_win(initiative=initiative, title="Voor iedereen")
    create_win(initiative=initiative, title="Voor het netwerk", audience=Audience.NETWORK)
    client.force_login(create_user(member_of=initiative))
    answer = client.get("/feeds/small-wins.atom")
    assert titles(ET.fromstring(answer.content)) == ["Voor iedereen"]  # noqa: S314
    assert answer["Cache-Control"] == "public, no-cache"
    assert not answer.cookies


def test_a_feed_takes_the_words_of_the_stream(client):
    here, elsewhere = create_city(), create_city()
    create_win(initiative=create_initiative(city=here, slug="hier"), title="Hier")
    create_win(initiative=create_initiative(city=elsewhere), title="Elders")
    assert titles(feed_of(client, f"?stad={here.slug}")) == ["Hier"]
    assert titles(feed_of(client, "?initiatief=hier")) == ["Hier"]


def test_the_title_of_a_feed_says_of_what_it_is(client):
    city = create_city(name="'s-Hertogenbosch")
    create_win(initiative=create_initiative(city=city))
    assert feed_of(client, f"?stad={city.slug}").find(f"{ATOM}title").text == "Small wins: 's-Hertogenbosch"


@pytest.mark.parametrize("words", ["?stad=nergens", "?initiatief=bestaat-niet", "?status=stil"])
def test_a_filter_that_means_nothing_to_a_visitor_is_no_feed(client, words):
    create_win()
    assert client.get(f"/feeds/small-wins.atom{words}").status_code == 404


def test_a_feed_is_bounded(client):
    initiative = create_initiative()
    teller = create_user(member_of=initiative)
    for number in range(LONGEST + 1):
        create_win(initiative=initiative, by=teller, title=f"Nummer {number}")
    assert len(titles(feed_of(client))) == LONGEST


def test_a_reader_that_has_the_feed_already_gets_no_second_copy(client):
    win = create_win()
    first = client.get("/feeds/small-wins.atom")
    again = {"HTTP_IF_NONE_MATCH": first["ETag"]}
    assert client.get("/feeds/small-wins.atom", **again).status_code == 304
    assert (
        client.get("/feeds/small-wins.atom", HTTP_IF_MODIFIED_SINCE=first["Last-Modified"]).status_code == 304
    )
    SmallWin.objects.filter(pk=win.pk).update(title="Anders gezegd", reworded_at=timezone.now())
    assert client.get("/feeds/small-wins.atom", **again).status_code == 200


def test_an_empty_feed_stays_the_same(client):
    assert client.get("/feeds/small-wins.atom").content == client.get("/feeds/small-wins.atom").content


def test_the_address_says_the_language(client):
    create_win(title="In het Nederlands", title_en="In English")
    assert titles(feed_of(client, "?taal=en")) == ["In English"]
    client.cookies["django_language"] = "en"
    assert titles(feed_of(client)) == ["In het Nederlands"]


def test_a_feed_asks_for_its_rows_once(client, django_assert_max_num_queries):
    for _number in range(3):
        create_win()
    with django_assert_max_num_queries(2):  # the programmes of the site, and the wins with their initiatives
        feed_of(client)


def test_pages_name_their_feed_where_a_visitor_reads_it(client):
    city = create_city(slug="hier")
    initiative = create_initiative(slug="open", city=city)
    create_win(initiative=initiative)
    links = {
        "/": "/feeds/small-wins.atom",
        "/small-wins/?type=growth": "/feeds/small-wins.atom?type=growth",
        "/steden/hier/": "/feeds/small-wins.atom?stad=hier",
        "/initiatieven/open/": "/feeds/small-wins.atom?initiatief=open",
    }
    named = {
        path: re.findall(r'application/atom\+xml".*?href="(.*?)"', client.get(path).content.decode())
        for path in links
    }
    assert named == {path: [href] for path, href in links.items()}
    initiative.audience = Audience.NETWORK
    initiative.save()
    client.force_login(create_user())
    assert b"application/atom+xml" not in client.get("/initiatieven/open/").content
