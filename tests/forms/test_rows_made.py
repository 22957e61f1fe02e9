"""Every form that makes a row makes it once, however often it arrives (decision 0174)."""

import re
import uuid

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from initiatives.forms.bites import BiteForm
from tests.access import policy
from tests.access.asking import undone
from tests.access.questions import NOBODY, Question, questions

MAKES_ANOTHER = {
    **dict.fromkeys(
        ("following:initiative", "following:challenge", "following:city", "mail:choose", "mail:stop"),
        "asks for a row again, and the database keeps the one that is there",
    ),
    "teams:invite": "a letter gets lost: another one goes, and the earlier address stops",
    "wishes:links": "the address is shown once: another one is made, and the earlier stops",
}
SENT_BY = ("lead", "network", "invited", "visitor")
BEGUN = "here the network has begun; tests/views/test_begin.py sends it twice on an empty site"
NOT_SENT = {
    **dict.fromkeys(
        ("begin:programme", "begin:city", "begin:initiative", "begin:lead", "begin:dismiss"), BEGUN
    ),
    "cities:confirm": "writes in the wins, and makes nothing",
    "curating:ask": "writes in the win, and makes nothing",
    "curating:check": "one of each person about one piece of evidence: the database holds it",
    "curating:confirm": "writes in the win, and makes nothing",
    "mine:delete": "asks for the password first, and makes nothing",
    "outside:add_city_window": "the form of outside:add_window, for who coordinates a city",
}
NUMBERS = dict.fromkeys(("number", "submission_id"), str(NOBODY))  # whatever the form calls its number
MADE = re.compile(r'INSERT INTO "initiatives_(\w+)"')


def forms_of(world, actor: str) -> dict[str, Question]:
    """Each form of the site that this person sends and that saves, about one row."""
    return {q.name: q for q in questions(world, actor, "site") if q.method == "POST" and q.expected == "done"}


def makes(browser, question: Question) -> set[str]:
    """The tables in which this form makes a row, sent once."""
    with CaptureQueriesContext(connection) as asked:
        browser.post(question.path, question.data | NUMBERS)
    return {found[1] for query in asked if (found := MADE.match(query["sql"]))}


def makes_again(world, actor: str, question: Question) -> set[str]:
    """The tables in which this form makes a row when it arrives, and another when it arrives again."""
    browser = Client()
    if actor in world.users:
        browser.force_login(world.users[actor])
    with undone():
        return makes(browser, question) & makes(browser, question)


def test_every_form_that_makes_a_row_makes_it_once(scene):
    sent = {name: (actor, form) for actor in SENT_BY for name, form in forms_of(scene, actor).items()}
    posted = {name for name, page in policy.SITE_PAGES.items() if page["POST"] != "405"}
    assert posted - sent.keys() == NOT_SENT.keys()
    assert {name for name, each in sent.items() if makes_again(scene, *each)} == MAKES_ANOTHER.keys()


def test_that_would_find_a_form_that_makes_two(scene, monkeypatch):
    monkeypatch.setattr(BiteForm, "make_once", lambda form, make: make(uuid.uuid4()))
    assert makes_again(scene, "lead", forms_of(scene, "lead")["bites:add"]) == {"nextbite"}
