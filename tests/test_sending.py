"""All forms are sent in one way: text typed before logging in comes back, and no change is overwritten unseen."""

import ast
import re
import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from pytest_django.asserts import assertContains, assertNotContains

from initiatives.forms.asking import QUESTIONS
from initiatives.models import Actor, Initiative, NextBite, Wish
from initiatives.sending import MOST_FORMS, SHELF
from tests.access import policy, questions
from tests.access.asking import undone
from tests.access.sheets import Sheet, sheets_on
from tests.factories_outside import create_actor, create_bite
from tests.factories_wishes import create_meaning, create_wish

ROOT = Path(__file__).resolve().parent.parent
WORD = "zqeerder"
READERS = ("lead", "staff", "network")  # together they see every form


@pytest.mark.parametrize(
    ("page", "secrets"),
    [
        ("/accounts/password/change/", ["oldpassword", "password1", "password2"]),
        ("/accounts/reauthenticate/", ["password"]),
        ("/accounts/2fa/reauthenticate/", ["code"]),
    ],
)
def test_no_password_or_code_waits_in_a_session(client, page, secrets):
    client.post(page, {"note": "een gewoon woord"} | dict.fromkeys(secrets, "een heel geheim woord"))
    assert [kept["texts"] for kept in client.session[SHELF]] == [{"note": ["een gewoon woord"]}]


def test_text_waits_while_another_page_is_saved(client, initiative, team_member):
    other = create_bite(initiative=initiative)
    address = reverse("bites:add", args=[initiative.slug])
    client.post(address, {"text": WORD})  # nobody is logged in
    client.force_login(team_member)
    saved = client.post(reverse("bites:edit", args=[other.pk]), {"text": "Iets anders"})
    assert saved.status_code == 302
    assertContains(client.get(address), WORD)
    client.post(address, {"text": WORD})
    assertNotContains(client.get(address), f">{WORD}")


def test_texts_of_two_tabs_wait_and_each_goes_once_it_is_saved(client, initiative, team_member):
    """Two forms of one address have two numbers; one that is sent twice is one. The oldest of many goes."""
    address = reverse("telling:tell")
    words = [f"{WORD} {nr}" for nr in range(MOST_FORMS + 2)]
    day, place = {"occurred_on": "2024-03-07"}, {"initiative": initiative.slug}
    forms = [{"title": title, "submission_id": str(uuid.uuid4())} | day | place for title in words]
    for form in [*forms, forms[-1]]:
        client.post(address, form)  # nobody is logged in
    client.force_login(team_member)
    for form in reversed(forms[2:]):
        assert client.get(address).context["form"]["title"].value() == form["title"]
        client.post(address, form)
    assert not client.get(address).context["form"].is_bound
    assert {*initiative.wins.values_list("title", flat=True)} == {*words[2:]}


# ------------------------------------------------------------------ every form of the site
def pages_behind_the_login(world, actor: str) -> Iterator[str]:
    """Every page of the table that this reader opens; of the questions after telling, each step."""
    rows = {
        name: page["row"] for name, page in policy.SITE_PAGES.items() if page["door"] in ("login", "typed")
    }
    about_a_row = [name for name, kind in rows.items() if kind in world.rows]
    yield from (reverse(name) for name in rows if name not in about_a_row)
    for question in questions.to_read(world, actor, about_a_row):
        if question.name == "telling:ask":
            win = resolve(question.path).kwargs["pk"]
            yield from (reverse("telling:ask", args=[win, step]) for step in QUESTIONS)
        else:
            yield question.path


def kind_of(address: str) -> str:
    """Forms of one kind: the same view, and the same question of it."""
    found = resolve(urlsplit(address).path)
    words = [str(found.kwargs[word]) for word in ("name", "step", "rule") if word in found.kwargs]
    return "/".join([found.view_name, *words])


def forms_of_the_site(world) -> Iterator[tuple[str, str, Sheet]]:
    """The forms of each kind of page, with who saw it and where."""
    seen = set()
    for actor in READERS:
        browser = Client()
        browser.force_login(world.users[actor])
        looked = set()
        for page in pages_behind_the_login(world, actor):
            if (kind := kind_of(page)) in seen | looked:
                continue
            looked.add(kind)
            for sheet in sheets_on(page, browser.get(page).text):
                if resolve(sheet.path).namespace:  # forms of the site itself, without the one of the language
                    seen.add(kind)
                    yield actor, page, sheet


def what_is_lost(world, actor: str, page: str, sheet: Sheet) -> list[str]:
    """Send the form with an expired session, log in, and give the texts that did not come back."""
    sheet.fill_in(WORD)
    browser = Client(headers={"referer": f"http://testserver{page}"})
    refused = browser.post(sheet.address, sheet.sent)
    assert refused.url.startswith("/accounts/login/")
    browser.force_login(world.users[actor])
    back = browser.get(parse_qs(urlsplit(refused.url).query)["next"][0]).text
    again = next((form for form in sheets_on(page, back) if form.path == sheet.path), Sheet(""))
    lost = [name for name in sheet.to_fill_in if again.sent.get(name) != sheet.sent[name]]
    says_nothing = ["that it came back"] if "Je was even uitgelogd" not in back else []
    return lost + says_nothing + [name for name in ("typed_by",) if name not in sheet.entries]


def test_every_form_gives_back_what_was_typed_before_logging_in(scene):
    with undone():
        found = list(forms_of_the_site(scene))
        lost = {f"{kind_of(sheet.address)} on {kind_of(page)}": names for actor, page, sheet in found
                if (names := what_is_lost(scene, actor, page, sheet))}  # fmt: skip
    assert lost == {}
    assert len(found) > 40


# ------------------------------------------------------------------ views leave it to initiatives/sending.py
LEFT_TO_SENDING = {"POST", "CONFLICT", "UNPROCESSABLE_ENTITY", "TOO_MANY_REQUESTS", "select_for_update"}
STATUSES = {409, 422, 429}


def does_it_itself(source: str) -> list[int]:
    """The lines on which a view reads what was sent, holds rows or refuses in its own way."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.Attribute) and node.attr in LEFT_TO_SENDING)
        or (isinstance(node, ast.Constant) and node.value in STATUSES)
    ]


def test_views_read_hold_and_refuse_in_one_way():
    views = sorted((ROOT / "initiatives/views").glob("*.py"))
    assert {path.name: lines for path in views if (lines := does_it_itself(path.read_text()))} == {}


@pytest.mark.parametrize(
    "bad",
    [
        "form = BiteForm(request.POST)",
        "render(request, page, status=HTTPStatus.CONFLICT)",
        "render(request, page, status=422 if form.is_bound else 200)",
        "rows.select_for_update(of=('self',))",
    ],
)
def test_the_guard_of_views_bites(bad):
    assert does_it_itself(bad) == [1]


# ------------------------------------------------------------------ nobody writes over another unseen
THEIRS = "Van een ander"
MARK = "version"  # the mark of the row when the form was opened


def test_every_form_about_what_others_may_change_holds_it_while_it_compares(scene):
    loose, marked = [], 0
    with undone():
        for actor, _page, sheet in list(forms_of_the_site(scene)):
            is_new = resolve(sheet.path).url_name == "add"
            if not is_new and sheet.sent.get(MARK, [""])[0]:
                marked += 1
                browser = Client()
                browser.force_login(scene.users[actor])
                with CaptureQueriesContext(connection) as asked:
                    browser.post(sheet.address, sheet.sent)
                if not any("FOR NO KEY UPDATE" in query["sql"] for query in asked):
                    loose.append(kind_of(sheet.address))
    assert loose == []
    assert marked > 10


def while_another_saves(change: Callable[[], object], post: Callable[[], object], then=bool):
    """Send a form while somebody else has changed the row and, after `then`, commits."""
    answers = []

    def send() -> None:
        answers.append(post())
        connection.close()

    thread = threading.Thread(target=send)
    with transaction.atomic(), connection.cursor() as cursor:
        change()
        thread.start()
        while thread.is_alive() and not waits_for_us(cursor):
            thread.join(0.02)
        then()
    thread.join()
    return answers[0]


def waits_for_us(cursor) -> bool:
    cursor.execute("select count(*) from pg_locks where pg_backend_pid() = any(pg_blocking_pids(pid))")
    return cursor.fetchone()[0] > 0


def bite(initiative):
    row = create_bite(initiative=initiative, text="Eerst")
    return reverse("bites:edit", args=[row.pk]), "text", lambda: NextBite.objects.update(text=THEIRS)


def dream(initiative):
    address = reverse("ambitions:dream", args=[initiative.slug])
    Initiative.objects.update(dream="Eerst")
    return address, "dream", lambda: Initiative.objects.update(dream=THEIRS)


def meaning(initiative):
    create_meaning(initiative, text="Eerst")
    rows = Initiative.objects.filter(pk=initiative.pk).select_for_update(no_key=True)
    theirs = lambda: create_meaning(rows.get(), text=THEIRS)  # noqa: E731
    return reverse("ambitions:mean", args=[initiative.slug]), "text", theirs


def wish(initiative):
    row = create_wish(initiative=initiative, statement="Eerst")
    address = reverse("wishes:edit", args=[initiative.slug, row.pk])
    return address, "statement", lambda: Wish.objects.update(statement=THEIRS)


def actor(initiative):
    row = create_actor(initiative=initiative, label="Eerst")
    return reverse("outside:edit_actor", args=[row.pk]), "label", lambda: Actor.objects.update(label=THEIRS)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("make", [bite, dream, meaning, wish, actor])
def test_the_second_of_two_who_save_at_one_moment_sees_the_words_of_the_first(
    client, initiative, team_member, make
):
    address, text, change = make(initiative)
    client.force_login(team_member)
    (sheet,) = sheets_on(address, client.get(address).text)
    sheet.entries[text].values = ["Mijn woorden"]
    answer = while_another_saves(change, lambda: client.post(address, sheet.sent))
    assertContains(answer, THEIRS, status_code=409)
    assertContains(answer, "Mijn woorden", status_code=409)


# ------------------------------------------------------------------ the token of a form
ALONE = re.compile(r'{% include "([^"]+)"([^%]*) only %}')
WITH_ALL = re.compile(r'{% (?:include|extends) "([^"]+)"(?![^%]* only %})')


def without_token(pages: dict[str, str]) -> list[str]:
    """Templates that take in a piece with a form, and do not hand on its token. In: texts by name."""

    def holds_a_form(name: str) -> bool:
        text = pages.get(name, "")
        return "{% csrf_token %}" in text or any(holds_a_form(piece) for piece in WITH_ALL.findall(text))

    return [
        f"{name}: {piece}"
        for name, text in pages.items()
        for piece, handed_on in ALONE.findall(text)
        if holds_a_form(piece) and "csrf_token=csrf_token" not in handed_on
    ]


def test_a_piece_with_a_form_gets_its_token():
    root = ROOT / "templates"
    pages = {str(path.relative_to(root)): path.read_text() for path in root.rglob("*.html")}
    assert without_token(pages) == []
    piece = '{% include "b.html" %}'
    pages = {"a.html": '{% include "c.html" with n=1 only %}', "c.html": piece, "b.html": "{% csrf_token %}"}
    assert without_token(pages) == ["a.html: c.html"]
