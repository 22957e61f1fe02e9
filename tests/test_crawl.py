"""Walk the whole site on the real data and the example programme, as several people: every link opens, every page is sound.

What is invented stands on pages of the example programme, and nowhere else.
"""

import re
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.core.management import call_command
from django.db import transaction

from initiatives.exchange.dataset import DATA, load_dataset
from initiatives.exchange.examples.files import INITIATIVES, told_of
from initiatives.models import User

START = "http://testserver/"
EXAMPLE = "/voorbeeldprogramma/"
SAYS_SO = "Alles in dit programma is bedacht"
ENOUGH = 6  # pages of one kind: filters combine without end
ENOUGH_OF_THE_EXAMPLE = 2  # pages of one kind there: they are made by the same code
LOOSE = re.compile(
    r"</(?:a|span|strong|em|small)>\s+[,.;:!?](?!\w)"
)  # a blank between words and what belongs to them


class Page(HTMLParser):
    """The links of a page, and the places in it to land on."""

    def __init__(self, html: str):
        super().__init__()
        self.html = html
        self.links: list[str] = []
        self.ids: list[str] = []
        self.feed(html)

    def lost(self) -> list[str]:
        """The links within the page that have nowhere to land."""
        return [
            href for href in self.links if href.startswith("#") and len(href) > 1 and href[1:] not in self.ids
        ]

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])


def kind_of(address: str) -> str:
    """`small-wins?` for every filter of that list, `small-wins/…` for every win."""
    parts = urlsplit(address)
    section, *rest = parts.path.strip("/").split("/")
    if f"/{section}/" == EXAMPLE:
        return EXAMPLE + kind_of("/".join(rest) + "?" * bool(parts.query) + parts.query)
    return "/".join([section, *("…" for _ in rest)]) + "?" * bool(parts.query)


def most_of(kind: str, *, enough: int) -> int:
    return min(enough, ENOUGH_OF_THE_EXAMPLE) if kind.startswith(EXAMPLE) else enough


def walk(client, *, start: str = START, enough: int = ENOUGH):
    """Open every page that links lead to, breadth first. Out: each page with its address."""
    waiting, seen, opened = [start], {start}, Counter()
    while waiting:
        address = waiting.pop(0)
        path = address.removeprefix("http://testserver")
        kind = kind_of(address.removeprefix(start))
        opened[kind] += 1
        if opened[kind] > most_of(kind, enough=enough):
            continue
        response = client.get(path, follow=True)
        html = "html" in response.headers.get("Content-Type", "")
        page = Page(response.text if html else "")
        yield path, response, page
        for href in page.links:
            target = urldefrag(urljoin(address, href)).url
            if urlsplit(target).netloc == "testserver" and target not in seen:
                seen.add(target)
                waiting.append(target)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        load_dataset(DATA)
        call_command("load_examples", verbosity=0)
        call_command("demo_logins", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "who, language",
    [
        (None, "nl"),
        (None, "en"),
        ("buitenstaander", "nl"),
        ("teamlid", "en"),
        ("programma", "nl"),
        ("programma", "en"),
    ],
)
def test_every_link_opens_a_sound_page(client, demo, settings, who, language):
    settings.SECURE = False
    if who:
        client.force_login(User.objects.get(email=f"{who}@vliegwiel.example"))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    broken, visited = [], 0
    for path, response, page in walk(client):
        visited += 1
        broken += [f"{path}: {fault}" for fault in faults_of(response, page, language)]
    assert broken == []
    assert visited > 50


def faults_of(response, page: Page, language: str) -> list[str]:
    html = "html" in response.headers.get("Content-Type", "")
    faults = {
        f"status {response.status_code}": response.status_code != 200,
        "no policy": html and "default-src 'none'" not in response.get("Content-Security-Policy", ""),
        "an id twice": len(page.ids) != len(set(page.ids)),
        "inline style": html and re.search(r"<[^>]+\sstyle=", response.text),
        "inline script": html and re.search(r"<script(?![^>]*\ssrc=)[^>]*>", response.text),
        "a blank before a comma or a stop": html and LOOSE.search(response.text),
        "no language": html and f'lang="{language}"' not in response.text[:400],
        f"nowhere to land: {page.lost()}": page.lost(),
    }
    return [fault for fault, found in faults.items() if found]


def test_a_link_to_no_place_in_its_page_is_seen():
    page = Page('<a href="#hier"></a><a href="#nergens"></a><a href="#"></a><p id="hier"></p>')
    assert page.lost() == ["#nergens"]


def test_a_visitor_finds_what_is_invented_in_the_example_programme_and_nowhere_else(client, demo, settings):
    settings.SECURE = False
    words, amiss, inside = invented_words(), [], 0
    for path, response, page in walk(client, enough=3):
        is_inside = response.wsgi_request.path.startswith(EXAMPLE)
        inside += is_inside
        amiss += [(path, what) for what in out_of_place(page.html, words, is_inside=is_inside)]
    assert amiss == []
    assert inside > 20


def out_of_place(html: str, words: list[str], *, is_inside: bool) -> list[str]:
    """What is invented on a page outside the example; inside it, that the page does not say so."""
    if is_inside:
        return ["says nothing"] if html and SAYS_SO not in html else []
    return [word for word in words if word in html]


@pytest.mark.parametrize(
    "html, is_inside, found",
    [
        ("<p>Warme Voeten", False, ["Warme Voeten"]),
        ("<p>Warme Voeten", True, ["says nothing"]),
        (f"{SAYS_SO}<p>Warme Voeten", True, []),
    ],
)
def test_something_invented_out_of_its_place_is_seen(html, is_inside, found):
    assert out_of_place(html, invented_words(), is_inside=is_inside) == found


def invented_words() -> list[str]:
    """The names of what is invented, and how a row called itself so before there was a programme for it."""
    told = told_of("programme")
    titles = [told_of(slug)["initiative"]["title"] for slug in INITIATIVES]
    names = [row["name"] for row in (*told["cities"], *told["partners"])]
    return [*titles, *names, *told["people"].values(), ">voorbeeld<", "Voorbeeld: "]


@pytest.mark.parametrize(
    "html, loose", [("<a>Utrecht</a>\n , Breda", True), ("<a>Utrecht</a>, Breda", False)]
)
def test_a_blank_before_a_comma_is_seen(html, loose):
    assert bool(LOOSE.search(html)) is loose
