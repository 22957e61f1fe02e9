"""Telling without an account: only the address opens the page."""

import datetime as dt
import hashlib
import re
import threading
import uuid

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from initiatives.lenses import TellerKind, WinState
from initiatives.models import AuditEntry, CaptureLink, SmallWin
from initiatives.models.wins.telling import MOST_BY_A_LINK
from tests.factories import create_initiative, create_link, create_user, create_win, tell_through
from tests.room import all_at_once, browser

TEXT = "De buren kwamen zelf met een plan"


@pytest.fixture
def link(initiative, lead):
    return CaptureLink.objects.create(initiative=initiative, created_by=lead, place="bij de koffie")


@pytest.fixture
def address(link):
    return link.get_absolute_url()


@pytest.fixture
def form():
    """The box and a day, as a page sends them."""
    return {"title": TEXT, "when": "other", "occurred_on": "2024-03-07", "submission_id": str(uuid.uuid4())}


def receipt_of(win: SmallWin) -> str:
    return reverse("capture:receipt", args=[win.receipt])


# --- telling ----------------------------------------------------------------------------------


def test_anybody_with_the_address_tells_in_one_box_and_a_day(client, address, form, link):
    page = client.get(address)
    assertContains(page, link.initiative.title)
    assertContains(page, "Het team leest het eerst.")
    response = client.post(address, form)

    win = link.wins.get()
    assertRedirects(response, receipt_of(win))
    assert (win.title, win.occurred_on, win.initiative) == (TEXT, dt.date(2024, 3, 7), link.initiative)
    assert (win.state, win.logged_by, win.told_as, win.description) == (WinState.WAITING, None, None, "")


def test_a_teller_may_say_who_they_are_and_tell_more(client, address, form, link):
    client.post(address, form | {"told_as": TellerKind.STUDENT, "description": "Eerst\r\nen toen."})
    win = link.wins.get()
    assert (win.told_as, win.teller, win.told_by_whom) == (TellerKind.STUDENT, "student", "een student")
    assert win.description == "Eerst\nen toen."


@pytest.mark.parametrize(
    "change, sentence",
    [
        ({"title": " \u200b "}, "Vertel in één zin wat er gelukt is."),
        ({"title": "x" * 281}, "Dit is 281 tekens lang."),
        ({"description": "x" * 5001}, "Dit is 5001 tekens lang."),
        ({"occurred_on": "2999-01-01"}, "Deze dag moet nog komen."),
        ({"told_as": "koning"}, "Dit antwoord kennen we niet."),
    ],
)
def test_a_refusal_gives_everything_back(client, address, form, link, change, sentence):
    typed = form | {"description": "Met koffie erbij", "told_as": "student"} | change
    response = client.post(address, typed)
    assertContains(response, sentence, status_code=422)
    assertContains(response, typed["title"].strip(" \u200b"), status_code=422)
    assertContains(response, typed["description"], status_code=422)
    assertContains(response, typed["submission_id"], status_code=422)
    assert ("checked" in response.text) and not link.wins.exists()


def test_an_initiative_that_is_not_published_shows_its_title_and_nothing_else(client):
    hidden = create_initiative(title="Nog geheim", published=False)
    hidden.summary, hidden.dream = "Niemand weet wat", "Ooit overal"
    hidden.save()
    link = CaptureLink.objects.create(initiative=hidden, created_by=create_user())
    page = client.get(link.get_absolute_url())
    assertContains(page, "Nog geheim")
    for secret in (hidden.summary, hidden.dream, hidden.slug, hidden.cities.get().name, str(link.created_by)):
        assertNotContains(page, secret)


# --- the secret in the address ----------------------------------------------------------------


def pages_of(link: CaptureLink) -> list[str]:
    return [link.get_absolute_url(), receipt_of(tell_through(link))]


def test_nobody_keeps_these_pages_or_passes_their_address_on(client, link):
    for address in pages_of(link):
        headers = client.get(address).headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Robots-Tag"] == "noindex, nofollow"


def test_telling_makes_no_session_and_one_cookie(client, address, form):
    client.get(address)
    client.get(client.post(address, form).headers["Location"])
    assert set(client.cookies) == {settings.CSRF_COOKIE_NAME}
    assert not Session.objects.exists()


def test_telling_and_taking_back_work_without_any_cookie(address, form, link):
    """Each request is from a browser that kept nothing of the last one."""

    def send(where: str, typed: dict):
        return Client(enforce_csrf_checks=True).post(where, typed, headers={"Origin": "http://testserver"})

    receipt = send(address, form).headers["Location"]
    assertContains(Client().get(receipt), TEXT)
    assert send(receipt, {}).headers["Location"] == receipt
    assertNotContains(Client().get(receipt), TEXT)


def test_a_form_from_elsewhere_tells_nothing(address, form, link):
    response = Client(enforce_csrf_checks=True).post(address, form)
    assertContains(response, TEXT, status_code=403)
    assert not link.wins.exists()


@pytest.fixture
def dead_ends(link, lead):
    """Every kind of address that opens nothing."""
    revoked, expired = (
        CaptureLink.objects.create(initiative=link.initiative, created_by=lead) for _ in range(2)
    )
    revoked.revoke(by=lead)
    CaptureLink.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    win = tell_through(link)
    words = [
        revoked.token,
        revoked.word,
        expired.token,
        "A" * 22,
        "kort",
        win.receipt,
        link.token_digest,
        str(link.pk),
    ]
    return [reverse("capture:tell", args=[word]) for word in words] + [
        reverse("capture:receipt", args=[word]) for word in ("A" * 22, link.token, win.receipt_digest)
    ]


def test_nobody_finds_the_short_word_in_the_database_alone(client, link, settings):
    """A plain digest would give it back to whoever tries all words."""
    letters = link.word.replace("-", "")
    plain = {hashlib.sha256(word.encode()).hexdigest() for word in (link.word, letters)}
    assert link.word_digest not in plain
    by_word, by_token = (reverse("capture:tell", args=[word]) for word in (link.word, link.token))
    word, settings.SECRET_KEY, before = link.word, "een nieuwe sleutel", settings.SECRET_KEY
    settings.SECRET_KEY_FALLBACKS = [before]
    assert link.is_readable
    assert link.word == word
    assert client.get(by_word).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert not link.is_readable
    assert link.word == link.typed_url == ""
    assert [client.get(address).status_code for address in (by_word, by_token)] == [404, 200]


def test_a_short_word_can_be_typed_as_somebody_hears_it(client, link):
    assert re.fullmatch("([b-z][aeiou]){3}-([b-z][aeiou]){3}", link.word)
    for word in (link.word, link.word.upper(), link.word.replace("-", ""), link.word.replace("-", " ")):
        assert client.get(reverse("capture:tell", args=[word])).context["link"] == link
    CaptureLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert client.get(reverse("capture:tell", args=[link.word])).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_all_dead_ends_look_the_same(client, dead_ends, form, method):
    pages = {address: getattr(client, method)(address, form) for address in dead_ends}
    assert {page.status_code for page in pages.values()} == {404}
    bodies = {page.text.replace(address, "…") for address, page in pages.items()}
    assert len({body.split("?title=")[0] for body in bodies}) == 1
    assert SmallWin.objects.count() == 1


def test_typed_text_comes_back_when_the_link_was_revoked_meanwhile(client, address, form, link, lead):
    assert client.get(address).status_code == 200
    link.revoke(by=lead)
    response = client.post(address, form | {"description": "Met koffie erbij", "told_as": "student"})
    assertContains(response, TEXT, status_code=404)
    assertContains(response, "Met koffie erbij", status_code=404)
    assertNotContains(response, "told as", status_code=404)
    assert not link.wins.exists()


def test_the_form_asks_as_often_as_ever_when_there_is_more(
    client, address, link, django_assert_max_num_queries
):
    told = [tell_through(link) for _ in range(20)]
    with django_assert_max_num_queries(2):
        client.get(address)
    with django_assert_max_num_queries(5):
        client.get(receipt_of(told[0]))


# --- somebody who has an account --------------------------------------------------------------


def test_a_team_member_is_led_to_their_own_name(client, address, form, link, team_member):
    client.force_login(team_member)
    page = client.get(address)
    assertContains(page, f"Je bent ingelogd als {team_member}.")
    assertContains(page, f"{reverse('telling:tell')}?initiatief={link.initiative.slug}")
    client.post(address, form)
    assert link.wins.get().logged_by is None


def test_somebody_of_another_team_tells_without_their_name(client, address, form, link, outsider):
    client.force_login(outsider)
    page = client.get(address)
    assertContains(page, "staat niet op je naam")
    assertNotContains(page, reverse("telling:tell") + "?")
    client.post(address, form)
    assert not AuditEntry.objects.filter(actor=outsider).exists()
    assert AuditEntry.objects.filter(win=link.wins.get().pk, actor=None).exists()


# --- once, and not too often ------------------------------------------------------------------


def test_the_same_form_twice_is_one_win(client, address, form, link):
    first, again = client.post(address, form), client.post(address, form)
    assert first.headers["Location"] == again.headers["Location"]
    assert link.wins.count() == 1


def test_the_same_form_is_still_the_same_after_the_team_changed_the_words(client, address, form, link):
    client.post(address, form)
    link.wins.update(title="Netter gezegd")
    assert client.post(address, form).status_code == 302
    assert link.wins.count() == 1


def test_back_and_other_words_loses_neither(client, address, form, link):
    client.post(address, form)
    response = client.post(address, form | {"title": "Een heel ander verhaal"})
    assertContains(response, "Dit vertelde je net al", status_code=409)
    assertContains(response, TEXT, status_code=409)
    assertContains(response, "Een heel ander verhaal", status_code=409)
    number = response.context["form"]["submission_id"].value()
    client.post(address, form | {"title": "Een heel ander verhaal", "submission_id": str(number)})
    assert link.wins.count() == 2


def test_a_draft_that_sends_itself_hears_where_its_receipt_is(client, address, form, link):
    response = client.post(address, form, headers={"X-Draft": "1"})
    assert (response.status_code, response.headers["Location"]) == (201, receipt_of(link.wins.get()))
    refused = client.post(address, form | {"title": "", "submission_id": ""}, headers={"X-Draft": "1"})
    assert refused.status_code == 422


@pytest.mark.django_db(transaction=True)
def test_the_same_form_from_eight_sides_at_once_is_one_win(address, form, link):
    gate, answers = threading.Barrier(8, timeout=30), []

    def send():
        client = Client()
        gate.wait()
        answers.append(client.post(address, form).headers.get("Location"))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [receipt_of(link.wins.get())] * 8


@pytest.mark.django_db(transaction=True)
def test_a_room_of_sixty_behind_one_address_tells_and_nobody_is_refused(address, form, link):
    def tell(number: int) -> int:
        words = {"title": f"{TEXT} ({number})", "submission_id": str(uuid.uuid4())}
        client = browser()
        client.get(address)
        return client.get(client.post(address, form | words).headers["Location"]).status_code

    start = timezone.now()
    assert all_at_once(tell, range(60)) == [200] * 60
    assert link.wins.count() == 60
    assert timezone.now() - start < dt.timedelta(minutes=1)


def test_the_241st_in_an_hour_waits_with_the_words_in_hand(client, address, form, link):
    SmallWin.objects.bulk_create(
        SmallWin(
            capture_link=link,
            initiative=link.initiative,
            title=f"Nummer {n}",
            occurred_on=dt.date(2024, 1, 1),
        )
        for n in range(MOST_BY_A_LINK)
    )
    response = client.post(address, form | {"description": "Met koffie erbij"})
    assertContains(response, TEXT, status_code=429)
    assertContains(response, "Met koffie erbij", status_code=429)
    assertContains(response, "Wacht een uur", status_code=429)
    assert response.headers["Retry-After"] == "3600"
    assert link.wins.count() == MOST_BY_A_LINK == 240

    link.wins.update(logged_at=timezone.now() - dt.timedelta(minutes=61))
    assert client.post(address, form).status_code == 302


def test_taking_back_makes_no_room_for_more(client, address, form, link, monkeypatch):
    monkeypatch.setattr("initiatives.models.wins.telling.MOST_BY_A_LINK", 1)
    client.post(client.post(address, form).headers["Location"])
    again = client.post(address, form | {"submission_id": str(uuid.uuid4())})
    assert again.status_code == 429


@pytest.mark.django_db(transaction=True)
def test_once_a_link_is_revoked_nothing_comes_in_any_more(address, form, link, lead):
    """Telling just in time works; after that moment nothing comes in."""
    gate, revoked_at = threading.Barrier(5, timeout=30), []

    def revoke():
        gate.wait()
        CaptureLink.objects.get(pk=link.pk).revoke(by=lead)
        revoked_at.append(link.wins.count())
        connection.close()

    def tell():
        client = Client()
        gate.wait()
        for _ in range(5):
            client.post(address, form | {"submission_id": str(uuid.uuid4())})
        connection.close()

    threads = [threading.Thread(target=revoke), *(threading.Thread(target=tell) for _ in range(4))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [link.wins.count()] == revoked_at


# --- the receipt ------------------------------------------------------------------------------


@pytest.fixture
def told(link):
    return tell_through(link, title=TEXT, description="Met koffie erbij", told_as=TellerKind.RESIDENT)


def test_the_receipt_says_what_was_told_and_that_it_waits(client, told, address):
    page = client.get(receipt_of(told))
    for words in (TEXT, "Met koffie erbij", "bewoner", "Het wacht op het team", f'href="{address}"'):
        assertContains(page, words)


def test_the_receipt_names_nobody_of_the_team(client, told, team_member):
    told.claim(by=team_member)
    page = client.get(receipt_of(told))
    assertContains(page, "Iemand van het team kijkt ernaar")
    assertNotContains(page, str(team_member))
    told.take_on(by=team_member)
    page = client.get(receipt_of(told))
    assertContains(page, "Het team nam het op")
    assertNotContains(page, str(team_member))


def test_the_receipt_shows_the_words_that_were_told_not_what_the_team_made_of_them(client, told):
    SmallWin.objects.filter(pk=told.pk).update(title="Alleen voor het team", description="Ook dit")
    page = client.get(receipt_of(told))
    assertContains(page, TEXT)
    for words in ("Alleen voor het team", "Ook dit"):
        assertNotContains(page, words)


def test_a_refusal_is_told_with_its_reason_and_a_later_withdrawal_without(client, told, team_member):
    told.withdraw(by=team_member, reason="Dit was bij de buren.")
    assertContains(client.get(receipt_of(told)), "Het team schrijft: “Dit was bij de buren.”")
    told.take_on(by=team_member)
    told.withdraw(by=team_member, reason="Ruzie in het team.")
    page = client.get(receipt_of(told))
    assertContains(page, "Nu telt het niet meer mee.")
    assertNotContains(page, "Ruzie in het team.")


def test_a_double_is_told_without_saying_of_what(client, told, team_member, initiative):
    other = create_win(initiative=initiative, title="De andere", audience=told.audience)
    told.take_on(by=team_member)
    told.refresh_from_db()
    told.merge_into(other, by=team_member)
    page = client.get(receipt_of(told))
    assertContains(page, "Dit was al eens verteld.")
    assertNotContains(page, "De andere")


def test_the_page_of_the_win_is_offered_once_everyone_may_read_it(client, told, team_member, programme_staff):
    page = f'href="{told.get_absolute_url()}"'
    told.take_on(by=team_member)
    assertNotContains(client.get(receipt_of(told)), page)
    SmallWin.objects.filter(pk=told.pk).update(audience="public")
    SmallWin.objects.get(pk=told.pk).confirm(by=programme_staff)
    assertContains(client.get(receipt_of(told)), page)


def test_once_more_is_offered_only_while_the_link_works(client, told, address, link, lead):
    link.revoke(by=lead)
    assertNotContains(client.get(receipt_of(told)), address)


def test_after_the_secret_key_changed_the_receipt_still_opens(client, told, settings):
    address = receipt_of(told)
    settings.SECRET_KEY = "another one"
    page = client.get(address)
    assertContains(page, TEXT)
    assertNotContains(page, "Nog iets vertellen")


def test_no_other_win_is_on_the_receipt(client, told, link):
    tell_through(link, title="Van iemand anders")
    assertNotContains(client.get(receipt_of(told)), "Van iemand anders")


def test_looking_changes_nothing(client, told):
    before = SmallWin.objects.values().get(pk=told.pk)
    for _ in range(2):
        client.get(receipt_of(told))
        client.head(receipt_of(told))
    assert SmallWin.objects.values().get(pk=told.pk) == before


# --- taking it back ---------------------------------------------------------------------------


def test_a_teller_takes_it_back_and_the_words_are_gone(client, told, team_member, initiative):
    create_link(earlier=create_win(initiative=initiative), later=told_on(told, team_member))
    for _ in range(2):  # a double tap
        assertRedirects(client.post(receipt_of(told)), receipt_of(told))
    page = client.get(receipt_of(told))
    assertContains(page, "Je trok dit terug")
    assertNotContains(page, TEXT)
    left = SmallWin.objects.get(pk=told.pk)
    assert (left.title, left.description, left.told_as, left.initiative) == ("", "", None, None)
    for queryset in (SmallWin.objects.visible_to(team_member), SmallWin.objects.editable_by(team_member)):
        assert told not in queryset


def told_on(win: SmallWin, team_member) -> SmallWin:
    """The team changed the win already, without taking it on."""
    win.claim(by=team_member)
    win.logged_by = team_member  # only for the name at the link
    return win


@pytest.mark.parametrize("step", ["take_on", "withdraw"])
def test_it_can_be_taken_back_also_once_the_team_decided(client, told, team_member, step):
    getattr(told, step)(by=team_member)
    assertContains(client.get(receipt_of(told)), "Trek dit terug")
    assertRedirects(client.post(receipt_of(told)), receipt_of(told))
    assertContains(client.get(receipt_of(told)), "Niemand ziet je woorden meer, ook het team niet.")
    assert SmallWin.objects.get(pk=told.pk).title == ""
