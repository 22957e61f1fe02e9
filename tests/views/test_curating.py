"""Reading along on the site: confirm a win, or ask its team something."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from initiatives.lenses import Audience, WinState
from tests.factories import create_initiative, create_user, create_win

READERS = ["coordinator", "programme_staff"]
OTHERS = ["visitor", "outsider", "team_member", "lead"]


@pytest.fixture
def win(initiative, team_member):
    return create_win(initiative=initiative, by=team_member, confirmed=False, description="Wat er veranderde")


def confirm(win) -> str:
    return reverse("curating:confirm", args=[win.pk])


def ask(win) -> str:
    return reverse("curating:ask", args=[win.pk])


def seen(client, address: str) -> dict:
    return {"version": client.get(address).context["form"]["version"].value()}


@pytest.mark.parametrize("who", READERS)
def test_the_coordinator_and_the_staff_confirm_on_the_site(client, request, win, who):
    reader = request.getfixturevalue(who)
    client.force_login(reader)
    page = client.get(win.get_absolute_url())
    assertContains(page, f'href="{confirm(win)}"')
    assertContains(page, f'href="{ask(win)}"')
    question = client.get(confirm(win))
    assertContains(question, "Wat er veranderde")
    win.refresh_from_db()
    assert win.state == WinState.LOGGED, "a look changes nothing"

    assertRedirects(client.post(confirm(win), seen(client, confirm(win))), win.get_absolute_url())
    win.refresh_from_db()
    assert (win.state, win.confirmed_by, win.is_for_everyone) == (WinState.CONFIRMED, reader, True)
    assertNotContains(client.get(win.get_absolute_url()), f'href="{confirm(win)}"')


@pytest.mark.parametrize("who", READERS)
def test_a_question_takes_the_win_off_the_public_pages_until_it_is_confirmed_again(
    client, request, win, who, team_member
):
    reader = request.getfixturevalue(who)
    win.confirm(by=create_user(staff_of=win.initiative.programme))
    client.force_login(reader)
    typed = seen(client, ask(win)) | {"question": "Wie was erbij?"}
    assertRedirects(client.post(ask(win), typed), win.get_absolute_url())
    win.refresh_from_db()
    assert (win.state, win.returned_by, win.question) == (WinState.RETURNED, reader, "Wie was erbij?")
    assert Client().get(win.get_absolute_url()).status_code == 404
    client.force_login(team_member)
    assertContains(client.get(win.get_absolute_url()), "Wie was erbij?")


def test_a_question_needs_words_and_keeps_what_was_typed(client, coordinator, win):
    client.force_login(coordinator)
    read = seen(client, ask(win))
    assertContains(client.post(ask(win), read), "Schrijf je vraag aan het team.", status_code=422)
    too_long = client.post(ask(win), read | {"question": "x" * 1001})
    assertContains(too_long, "x" * 1001, status_code=422)
    win.refresh_from_db()
    assert win.state == WinState.LOGGED


@pytest.mark.parametrize("address", [confirm, ask])
@pytest.mark.parametrize("who", OTHERS)
def test_others_find_nothing_there(client, request, win, who, address):
    reader = request.getfixturevalue(who)
    if reader.is_authenticated:
        client.force_login(reader)
    expected = 404 if reader.is_authenticated else 302
    assert client.get(address(win)).status_code == client.post(address(win)).status_code == expected
    win.refresh_from_db()
    assert win.state == WinState.LOGGED


def test_a_coordinator_reads_along_in_their_own_city_only(client, coordinator):
    elsewhere = create_win(initiative=create_initiative(), confirmed=False)
    client.force_login(coordinator)
    assertNotContains(client.get(elsewhere.get_absolute_url()), "bevestigen/")
    assert client.post(confirm(elsewhere)).status_code == 404


def test_a_win_that_does_not_stand_is_not_confirmed(client, coordinator, win, team_member):
    win.withdraw(by=team_member)
    client.force_login(coordinator)
    assert client.get(confirm(win)).status_code == client.post(confirm(win)).status_code == 404


@pytest.mark.parametrize("address", [confirm, ask])
@pytest.mark.parametrize("mark", [{}, {"version": ""}], ids=["no mark", "an empty one"])
def test_without_the_mark_of_what_one_has_read_nothing_is_confirmed_or_asked(
    client, coordinator, win, address, mark
):
    client.force_login(coordinator)
    page = client.post(address(win), mark | {"question": "Wie was erbij?"})
    assertContains(page, "Lees eerst wat er nu staat", status_code=409)
    win.refresh_from_db()
    assert win.state == WinState.LOGGED


@pytest.mark.parametrize("address", [confirm, ask])
def test_nobody_judges_words_that_they_have_not_read(client, coordinator, win, address):
    client.force_login(coordinator)
    typed = seen(client, address(win)) | {"question": "Wie was erbij?"}
    win.rewrite(title="Heel andere woorden")
    page = client.post(address(win), typed)
    assertContains(page, "Lees eerst wat er nu staat", status_code=409)
    assertContains(page, "Heel andere woorden", status_code=409)
    win.refresh_from_db()
    assert win.state == WinState.LOGGED
    again = typed | {"version": page.context["form"]["version"].value()}
    assert client.post(address(win), again).status_code == 302


def test_a_question_of_a_colleague_is_not_swept_away_unseen(client, coordinator, programme_staff, win):
    client.force_login(coordinator)
    as_read, as_asked = seen(client, confirm(win)), seen(client, ask(win))
    win.ask(by=programme_staff, question="Hoeveel waren het er?")
    for page in (client.post(confirm(win), as_read), client.post(ask(win), as_asked | {"question": "Wie?"})):
        assertContains(page, "Hoeveel waren het er?", status_code=409)
    win.refresh_from_db()
    assert win.question == "Hoeveel waren het er?"


def test_the_same_button_pressed_twice_does_it_once(client, coordinator, win):
    client.force_login(coordinator)
    as_read, as_asked = seen(client, confirm(win)), seen(client, ask(win)) | {"question": "Wie was erbij?"}
    assert [client.post(confirm(win), as_read).status_code for _ in range(2)] == [302, 302]
    win.refresh_from_db()
    first = win.confirmed_at
    client.post(confirm(win), as_read)
    win.refresh_from_db()
    assert win.confirmed_at == first
    as_asked = seen(client, ask(win)) | {"question": "Wie was erbij?"}
    assert [client.post(ask(win), as_asked).status_code for _ in range(2)] == [302, 302]


@pytest.mark.django_db(transaction=True)
def test_confirming_and_withdrawing_at_once_loses_neither(initiative, team_member):
    """Both write the columns of the state; unlocked, the second puts back what the first took away."""
    win = create_win(initiative=initiative, by=team_member, confirmed=False, audience=Audience.NETWORK)
    reader = create_user(staff_of=initiative.programme)
    gate, answers = threading.Barrier(2, timeout=30), []

    def send(user, address):
        browser = Client()
        browser.force_login(user)
        gate.wait()
        answers.append(browser.post(address).status_code)
        connection.close()

    ways = [(reader, confirm(win)), (team_member, reverse("telling:withdraw", args=[win.pk]))]
    threads = [threading.Thread(target=send, args=way) for way in ways]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    win.refresh_from_db()
    assert win.withdrawn_by == team_member
    assert (302 in answers) and (bool(win.confirmed_at) == (answers.count(302) == 2))


# --- The team answers in words ----------------------------------------------------------------
def reply(win) -> str:
    return reverse("curating:reply", args=[win.pk])


def test_a_team_answers_in_words_and_those_inside_read_it_until_the_next_question(
    client, win, team_member, programme_staff, outsider
):
    win.ask(by=programme_staff, question="Wie was erbij?")
    client.force_login(team_member)
    assertContains(client.get(win.get_absolute_url()), reply(win))
    empty = client.post(reply(win), seen(client, reply(win)))
    assertContains(empty, "Schrijf je antwoord", status_code=422)
    typed = seen(client, reply(win)) | {"reply": "Drie klassen en hun juf."}
    assert [client.post(reply(win), typed).status_code for _ in range(2)] == [302, 302]
    win.refresh_from_db()
    assert (win.state, win.question, win.replied_by) == (WinState.LOGGED, "Wie was erbij?", team_member)

    client.force_login(programme_staff)
    for page in (win.get_absolute_url(), confirm(win)):
        assertContains(client.get(page), "Drie klassen en hun juf.")
    client.post(confirm(win), seen(client, confirm(win)))
    win.refresh_from_db()
    assert (win.state, win.reply) == (WinState.CONFIRMED, "Drie klassen en hun juf.")
    client.force_login(team_member)
    typed = seen(client, reply(win)) | {"reply": "Drie klassen en hun meester."}
    page = client.post(reply(win), typed, follow=True)
    assertContains(page, "Jullie antwoord staat erbij.")
    assertNotContains(page, "Het programma leest nu opnieuw mee.")
    client.force_login(outsider)
    assertNotContains(client.get(win.get_absolute_url()), "Drie klassen")
    win.ask(by=programme_staff, question="En daarna?")
    assert (win.reply, win.replied_by) == ("", None)


def test_an_answer_to_another_question_comes_back_with_its_words(client, win, team_member, programme_staff):
    win.ask(by=programme_staff, question="Wie was erbij?")
    client.force_login(team_member)
    typed = seen(client, reply(win)) | {"reply": "Drie klassen."}
    win.ask(by=programme_staff, question="Wie betaalde het?")
    page = client.post(reply(win), typed)
    assertContains(page, "Drie klassen.", status_code=409)
    assertContains(page, "Wie betaalde het?", status_code=409)
    win.confirm(by=programme_staff)
    assertContains(client.post(reply(win), typed), "Drie klassen.", status_code=409)
    assert client.get(reply(win)).status_code == 404
