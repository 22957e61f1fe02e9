"""No page shows a secret word. Every text that some actor may not know holds such a word of its own.

The tests scan bodies, headers, cookies, pictures, mails and logs of every page, filter, search and choice.
"""

import datetime as dt
import logging
import re

import pytest
from django.core import mail
from django.urls import reverse

from initiatives.exchange.periodic_letters import ask_whether_still_so, remind_of_days, write_week_mail
from initiatives.models import Actor, Follow, User, week_mail
from initiatives.models.columns import Kind, names_of
from tests.access import pages, policy
from tests.access.asking import SECRET, masked, secrets_in, undone
from tests.access.questions import questions
from tests.access.world import WRITTEN_BY_PEOPLE


def denied(scene, actor: str) -> list[str]:
    """The words that the actor may not know."""
    return [
        secret.word
        for secret in scene.secrets.values()
        if not policy.may_know(actor, secret.kind, secret.state, secret.text)
    ]


NEEDS_NO_WORD = {
    "evidencecheck.shows": "it stands under its evidence",
    "meaninganswer.note": "it stands under its partnership",
    "user.password": "it is never shown, and kept as a digest",
    "walltopic.name": "it holds the word of its address",
    "walltopic.name_en": "it is as its name",
}


def without_a_word(scene) -> list[str]:
    """Columns into which people of the site type, without a secret word in the world of the tests."""
    model_of = {kind: type(row) for kind, rows in scene.rows.items() for row in rows.values()}
    model_of["user"] = User
    held = {(model_of[secret.kind], secret.text) for secret in scene.secrets.values()}
    return [
        f"{model._meta.model_name}.{name}"
        for model in WRITTEN_BY_PEOPLE
        for name in names_of(model, Kind.WORDS)
        if (model, name) not in held
    ]


def test_every_text_that_people_write_holds_a_word(scene):
    assert set(without_a_word(scene)) == set(NEEDS_NO_WORD)


NAMES = {
    "title",
    "title_en",
    "slug",
    "display_name",
    "email",
    "place",
}  # the columns that the searches for names look in


def looked_for(scene, actor: str) -> list[tuple]:
    """Every search for words, and every choice of rows, that the actor may not know."""
    words = denied(scene, actor)
    names = [word for word in words if scene.secrets[word].text in NAMES]
    return [*pages.searches(actor, words, names), *pages.places_to_choose(scene, actor)]


def shown(scene, actor: str, answer, *, but: str = "") -> list[str]:
    """Hidden words in an answer, apart from the actor's own."""
    found = secrets_in(answer) - set(SECRET.findall(but))
    hidden = [scene.secrets[word] for word in sorted(found)]
    return [
        f"{s.kind} {s.state} {s.text}" for s in hidden if not policy.may_know(actor, s.kind, s.state, s.text)
    ]


# Words are gone, or were never there: what is left may not be a link, a button or a heading that says nothing.
NOTHING_SAID = re.compile(r"<(a|h[1-6]|button|summary)\b[^>]*>\s*</\1>|“”".encode())


def read_and_searched(scene, actor: str, caplog) -> dict:
    """Every page that the actor reads, searched for what they may not know."""
    with caplog.at_level(logging.DEBUG):
        found = dict(pages.read(scene, actor))
    assert [path for path, answer in found.items() if answer.status != 200] == []
    assert [
        f"{path}: {what}"
        for (path, *_headers), answer in found.items()
        for what in shown(scene, actor, answer, but=path)
    ] == []
    assert [path for path, answer in found.items() if NOTHING_SAID.search(answer.body)] == []
    assert any(secrets_in(answer) for answer in found.values())  # the search sees the words that are there
    assert mail.outbox == []
    said = " ".join(
        record.getMessage() for record in caplog.records if not record.name.startswith("django.db")
    )
    assert [word for word in SECRET.findall(said) if scene.secrets[word].text != "slug"] == []
    return found


@pytest.mark.parametrize(
    "page", [b'<h3><a href="/x/"></a></h3>', b"<button class=x>\n </button>", "“”".encode()]
)
def test_a_link_or_a_button_that_says_nothing_is_found(page):
    assert NOTHING_SAID.search(page)
    assert not NOTHING_SAID.search(b"<h3><a href='/x/'>Koffie</a></h3><button>Ja</button>")


@pytest.mark.parametrize("actor", pages.OTHER_READERS)
def test_no_page_shows_what_the_reader_may_not_know(scene, actor, caplog):
    """The READERS read the same pages in `tests/test_non_interference.py`, where they are searched, too."""
    assert read_and_searched(scene, actor, caplog)


def test_a_partner_reads_behind_its_link_what_stands_in_its_name_and_no_more(scene):
    answer = scene.sessions["visitor"].ask(
        "GET", f"/wens/{scene.tokens['wish_link']['usable']}/namens-jullie/"
    )
    assert shown(scene, "partner", answer) == []
    found = {(each.kind, each.state, each.text) for each in map(scene.secrets.get, secrets_in(answer))}
    assert found >= policy.IN_ITS_NAME


def letters_to_who_follows_everything(scene) -> list:
    """All letters that a clock causes, where everybody follows all there is, also what they may not know."""
    found = []
    things = [
        row for kind in ("initiative", "challenge", "city", "other") for row in scene.rows[kind].values()
    ]
    for user in scene.users.values():
        for thing in things:
            Follow.objects.begin(user, thing)
    for write in (write_week_mail, ask_whether_still_so, remind_of_days):
        write(found.append)
    return found


def test_no_letter_shows_what_its_receiver_may_not_know(scene, monkeypatch):
    monkeypatch.setattr(week_mail, "SETTLED", dt.timedelta(hours=-1))  # the world was made a moment ago
    with undone():
        letters = letters_to_who_follows_everything(scene)
    actors = {user: actor for actor, user in scene.users.items()}
    known, hidden = 0, []
    for letter in letters:
        for word in sorted(set(SECRET.findall(f"{letter.subject} {letter.body}"))):
            secret, actor = scene.secrets[word], actors.get(letter.to)
            if actor in policy.ACTORS and secret.kind != "user":
                known += 1
                if not policy.may_know(actor, secret.kind, secret.state, secret.text):
                    hidden.append(f"{actor}: {secret.kind} {secret.state} {secret.text}")
    assert hidden == []
    assert known  # the search sees the words that are there


@pytest.mark.parametrize("actor", (*pages.READERS, "other"))
def test_searching_for_a_hidden_word_finds_no_more_than_for_no_word(scene, actor):
    asker, differences = scene.sessions[actor], []
    looked = looked_for(scene, actor)
    for path, nothing, words in looked:
        hidden, absent = asker.ask("GET", path), asker.ask_of_nothing("GET", nothing)
        if masked(hidden, *words) != masked(absent, *words):
            differences.append(path)
    assert differences == []
    assert looked


def test_no_address_of_anybody_stands_in_a_page_for_visitors(scene):
    visitor = scene.sessions["visitor"]
    for path, headers in pages.of_site(scene, "visitor"):
        body = visitor.ask("GET", path, **headers).body
        assert b"@voorbeeld.example" not in body
        assert b"@elders.example" not in body


@pytest.mark.parametrize(("actor", "knows"), [("member", True), ("coordinator", False), ("staff", False)])
def test_how_somebody_stands_towards_it_is_for_the_team_alone(scene, actor, knows):
    """Also in the file with one's own data, about an actor that one wrote down and whose stance the team added."""
    asker, path, read = scene.sessions[actor], reverse("mine:export"), {}
    with undone():
        Actor.objects.update(added_by=scene.users[actor])
        for stance in ("against", "supports"):
            Actor.objects.filter(initiative=scene.row("initiative", "public")).update(stance=stance)
            read[stance] = masked(asker.ask("GET", path))
    assert (read["against"] != read["supports"]) is knows


def letters(scene, actor: str, name: str) -> list:
    """The mails that saving one form sends."""
    sent = []
    for question in questions(scene, actor, "site"):
        if (question.name, question.method, question.expected) == (name, "POST", "done"):
            mail.outbox.clear()
            look = lambda: sent.extend(mail.outbox)  # noqa: E731
            asker = scene.sessions[actor]
            asker.ask("POST", question.path, question.sent_by(asker), and_then=look)
    mail.outbox.clear()
    return sent


@pytest.mark.parametrize(
    ("actor", "name"),
    [("lead", "teams:invite"), ("staff", "teams:resend"), ("rival", "teams:ask"), ("lead", "teams:accept")],
)
def test_a_letter_says_what_its_reader_may_know(scene, actor, name):
    """An invitation names the initiative and who invites; that is what it is for."""
    whose = {user.email: who for who, user in scene.users.items()}
    found = letters(scene, actor, name)
    assert found
    for letter in found:
        (address,) = letter.to
        reader = whose.get(address, "network")
        words = SECRET.findall(f"{letter.subject} {letter.body} {letter.extra_headers}")
        secrets = [scene.secrets[word] for word in words]
        named = {s.state for s in secrets if s.kind == "initiative"}
        assert len(named) <= 1, letter.body  # the one that it is about, in both languages
        unknown = [
            f"{s.kind} {s.state} {s.text}"
            for s in secrets
            if not policy.may_know(reader, s.kind, s.state, s.text)
            and (s.kind, s.text) not in {("initiative", "title"), ("initiative", "title_en")}
            and (s.kind, s.state) != ("user", actor)
            and s.word not in address
        ]
        assert unknown == [], letter.body
