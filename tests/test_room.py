"""An afternoon with sixty people behind one address: all of them log in and tell what happened, within five minutes."""

import re
from html.parser import HTMLParser

import pytest
from django.core import mail
from django.test import Client

from initiatives.models import SmallWin
from tests import factories

PEOPLE = 60
ADDRESS = {"REMOTE_ADDR": "192.0.2.7"}  # the address of the building
PASSWORD = "een heel lang wachtwoord"
CODE = re.compile(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", re.MULTILINE)


class Forms(HTMLParser):
    """The forms of a page: of each its hidden fields, and the names of all its fields."""

    def __init__(self, html: str):
        super().__init__()
        self.forms: list[tuple[dict, set]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        field = dict(attrs)
        if tag == "form":
            self.forms.append(({}, set()))
        elif tag in ("input", "select", "textarea", "button") and field.get("name") and self.forms:
            hidden, names = self.forms[-1]
            names.add(field["name"])
            if field.get("type") == "hidden":
                hidden[field["name"]] = field.get("value") or ""

    def hidden_beside(self, name: str) -> dict:
        return next(hidden for hidden, names in self.forms if name in names)


@pytest.fixture
def room(initiative):
    """Everybody belongs to the team; the even ones chose a password, the odd ones get a code by mail."""
    people = [factories.create_user(member_of=initiative) for _ in range(PEOPLE)]
    for person in people[::2]:
        person.set_password(PASSWORD)
        person.save()
    return people


def browser() -> Client:
    return Client(enforce_csrf_checks=True, **ADDRESS)


def sent(client: Client, path: str, **typed):
    """Open the page with the form, fill it in, and send it."""
    page = client.get(path)
    assert page.status_code == 200, path
    return client.post(path, {**Forms(page.text).hidden_beside(next(iter(typed))), **typed})


def log_in(client: Client, person) -> None:
    if person.has_usable_password():
        answer = sent(client, "/accounts/login/", login=person.email, password=PASSWORD)
    else:
        asked = sent(client, "/accounts/login/code/", email=person.email)
        assert asked.headers.get("Location", "").startswith("/accounts/login/code/confirm/")
        mine = next(letter for letter in reversed(mail.outbox) if letter.to == [person.email])
        answer = sent(client, "/accounts/login/code/confirm/", code=CODE.search(mine.body)[1])
    assert (answer.status_code, answer.headers.get("Location")) == (302, "/"), person.email


def test_all_of_them_log_in_and_tell_something(room, initiative):
    browsers = {person: browser() for person in room}
    for person, client in browsers.items():
        log_in(client, person)
    for person, client in browsers.items():
        words = {"title": f"{person} sprak een buur", "when": "other", "occurred_on": "2026-03-02"}
        told = sent(client, "/small-wins/nieuw/", initiative=initiative.slug, **words)
        assert told.status_code == 302, person
    assert SmallWin.objects.standing().filter(initiative=initiative).count() == PEOPLE
    assert SmallWin.objects.values("logged_by").distinct().count() == PEOPLE


def test_a_wrong_password_locks_out_nobody_else(room):
    """Each of them types a wrong password once, and still gets in."""
    with_password = room[::2]
    for person in with_password:
        client = browser()
        wrong = sent(client, "/accounts/login/", login=person.email, password="verkeerd getypt")
        assert wrong.status_code == 200
        log_in(client, person)
