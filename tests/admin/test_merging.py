"""Two small wins that tell the same become one, and apart again where that was wrong."""

import threading
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from initiatives.lenses import Audience
from initiatives.models import SmallWin
from tests import factories
from tests.access.sheets import read_and_send
from tests.factories_facets import create_evidence


@pytest.fixture
def pair(initiative, team_member):
    """The double, and the one that stays."""
    return [
        factories.create_win(initiative=initiative, by=team_member, title=title)
        for title in ("Dubbel verteld", "Als eerste verteld")
    ]


def merge(win) -> str:
    return reverse("admin:initiatives_smallwin_merge", args=[win.pk])


def page_of(win) -> str:
    return reverse("admin:initiatives_smallwin_change", args=[win.pk])


def test_one_chooses_from_what_stands_at_the_same_initiative(client, curator, pair, initiative, team_member):
    double, first = pair
    gone = factories.create_win(initiative=initiative, title="Ingetrokken win")
    gone.withdraw(by=team_member)
    SmallWin.objects.keep_draft(
        by=team_member, submission_id=uuid.uuid4(), initiative=initiative, title="Half"
    )
    elsewhere = factories.create_win(title="Elders")
    assertContains(client.get(page_of(double)), merge(double))
    page = client.get(merge(double))
    assert [win for win, *_words in page.context["choices"]] == [first]
    for other in (gone, elsewhere, double):
        assertContains(client.get(merge(double), {"met": other.pk}), "telt niet (meer) mee", status_code=422)
        assert client.post(merge(double), {"met": other.pk}).status_code == 422
    assert not SmallWin.objects.filter(merged_at__isnull=False).exists()


def test_one_sees_first_what_moves_and_then_it_moves(client, curator, pair, initiative, team_member):
    double, first = pair
    before, both = (
        factories.create_win(initiative=initiative, title=title) for title in ("Ervoor", "Van allebei")
    )
    factories.create_link(earlier=before, later=double)
    factories.create_link(earlier=both, later=double)
    factories.create_link(earlier=both, later=first)
    double.photos.create(image="photos/x.jpg", width=1, height=1, added_by=team_member)
    create_evidence(double)
    page = client.get(merge(double), {"met": first.pk})
    assertContains(page, "1 foto verhuist.")
    assertContains(page, "voor zover de andere het nog niet heeft: bewijzen: 1.")
    assertContains(page, "Dit verband komt erbij: “Ervoor” leidde tot “Dubbel verteld”.")
    assertContains(page, "verhuist niet, want het staat er al")
    double.refresh_from_db()
    assert double.merged_at is None, "a look changes nothing"

    response = client.post(merge(double), {"met": first.pk}, follow=True)
    assertContains(response, "Samengevoegd. Dit is de small win die blijft.")
    double.refresh_from_db()
    assert (double.state, double.merged_into, double.merged_by) == ("merged", first, curator)
    assert first.photos.count() == 1
    assert set(first.earlier_links.values_list("earlier__title", flat=True)) == {"Ervoor", "Van allebei"}
    assertContains(client.get(page_of(double)), "Samengevoegd door")


def test_it_can_be_turned_back(client, curator, pair):
    double, first = pair
    double.merge_into(first, by=curator)
    address = f"/beheer/initiatives/smallwin/toch-niet-dubbel/?win={double.pk}"
    assertContains(client.get(page_of(double)), "Toch niet dubbel")
    assertContains(client.get(address), "telt weer mee")
    read_and_send(client, address)
    double.refresh_from_db()
    assert double.stands
    assertContains(client.post(address, follow=True), "is met niets samengevoegd.")


def test_a_merged_win_takes_no_other_step(client, curator, pair):
    double, first = pair
    double.merge_into(first, by=curator)
    page = client.get(page_of(double))
    assertNotContains(page, "Dit staat dubbel")
    for step in ("bevestigen", "intrekken"):
        client.post(f"/beheer/initiatives/smallwin/{step}/?win={double.pk}", {"words": "x"})
    double.refresh_from_db()
    assert double.state == "merged"
    response = client.post(merge(double), {"met": first.pk}, follow=True)
    assertContains(response, "Er is niets samen te voegen.")


@pytest.mark.parametrize("met", ["", "x", "5e7a0c3e-0000-4000-8000-000000000000"])
def test_nonsense_merges_nothing(client, curator, pair, met):
    assert client.post(merge(pair[0]), {"met": met}).status_code in (200, 422)
    assert not SmallWin.objects.filter(merged_at__isnull=False).exists()


def test_another_programme_is_out_of_reach(client, curator):
    elsewhere = factories.create_win(
        initiative=factories.create_initiative(programme=factories.create_programme()), title="Kwikstaart"
    )
    assertNotContains(client.get(merge(elsewhere), follow=True), "Kwikstaart")


@pytest.mark.parametrize(
    "of_double, of_other, is_refused",
    [
        (Audience.TEAM, Audience.PUBLIC, True),
        (Audience.TEAM, Audience.NETWORK, True),
        (Audience.NETWORK, Audience.PUBLIC, True),
        (Audience.NETWORK, Audience.NETWORK, False),
        (Audience.PUBLIC, Audience.TEAM, False),
    ],
)
def test_a_win_for_few_does_not_merge_into_one_for_more_readers(
    client, curator, pair, visitor, of_double, of_other, is_refused
):
    double, first = pair
    create_evidence(double)
    double.rewrite(audience=of_double)
    first.rewrite(audience=of_other)
    page = client.get(merge(double), {"met": first.pk})
    assertContains(page, f"Wie mag het lezen? {of_double.label}")
    assertContains(page, f"Wie mag het lezen? {of_other.label}")
    assert ("voor minder mensen" in page.text) == is_refused
    assert ("Voeg samen" in page.text) != is_refused
    assert (f"{merge(first)}?met={double.pk}" in page.text) == is_refused
    said = client.post(merge(double), {"met": first.pk}, follow=True).text
    assert ("voor minder mensen" in said) == is_refused
    double.refresh_from_db()
    assert double.stands == is_refused
    assert not first.evidence.visible_to(visitor).exists()


@pytest.mark.django_db(transaction=True)
def test_two_curators_do_not_merge_two_wins_into_each_other(initiative, team_member, programme_staff):
    wins = [factories.create_win(initiative=initiative, by=team_member, title=title) for title in "AB"]
    gate, browsers = threading.Barrier(2, timeout=30), [Client(), Client()]
    for browser in browsers:
        browser.force_login(programme_staff)

    def send(browser, win, other):
        gate.wait()
        browser.post(merge(win), {"met": str(other.pk)})
        connection.close()

    threads = [
        threading.Thread(target=send, args=args)
        for args in ((browsers[0], *wins), (browsers[1], *wins[::-1]))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert SmallWin.objects.standing().count() == 1
