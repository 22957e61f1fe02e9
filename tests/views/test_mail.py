"""Which mail somebody wants."""

import pytest
from django.test import Client
from django.urls import reverse

from initiatives.lenses import LetterKind
from initiatives.models import Letter, MailOff
from initiatives.models.letters import word_to_stop
from tests import factories


@pytest.fixture
def address(outsider):
    return reverse("mail:stop", args=[word_to_stop(outsider.pk, LetterKind.TIE)])


def test_opening_the_page_of_a_letter_stops_nothing(client, outsider, address):
    page = client.get(address).content.decode()
    assert "Wil je deze mail niet meer?" in page
    assert not MailOff.objects.exists()


def test_the_button_of_a_mailbox_stops_it_without_a_page_before_it_and_a_second_time_too(outsider, address):
    mailbox = Client(enforce_csrf_checks=True)
    for _each in range(2):
        answer = mailbox.post(address, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert outsider.mail_off.get().kind == LetterKind.TIE


def test_a_word_of_nobody_is_no_page(client):
    assert client.get(reverse("mail:stop", args=["van-niemand"])).status_code == 404


def test_a_kind_that_somebody_leaves_unticked_does_not_come(client, outsider):
    client.force_login(outsider)
    client.post(reverse("mail:choose"), {"kinds": ["tie", "opening"]})
    assert {each.kind for each in outsider.mail_off.all()} == {
        "request",
        "belonging",
        "introduction",
        "week",
        "still",
        "days",
    }
    assert client.get(reverse("mail:choose")).context["form"].initial["kinds"] == ["opening", "tie"]


def test_mail_that_somebody_does_not_want_is_not_written(client, initiative, lead, outsider):
    MailOff.objects.stop(lead.pk, LetterKind.REQUEST)
    asked = factories.create_user(lead_of=initiative)
    client.force_login(outsider)
    client.post(reverse("teams:ask", args=[initiative.slug]), {"message": "Mag ik?"})
    assert [letter.reader for letter in Letter.objects.all()] == [asked]


@pytest.mark.letters_wait
def test_a_letter_that_waits_does_not_go_once_its_kind_is_off(outsider):
    tie, other = (factories.create_letter(reader=outsider, kind=kind) for kind in ("tie", "request"))
    tried = factories.create_letter(reader=outsider, kind="tie", tries=1)
    MailOff.objects.stop(outsider.pk, LetterKind.TIE)
    assert {each.pk for each in Letter.objects.all()} == {other.pk, tried.pk}
    MailOff.objects.choose(outsider, {LetterKind.TIE, LetterKind.REQUEST})
    assert tie not in Letter.objects.all()
    assert {each.pk for each in Letter.objects.all()} == {tried.pk}
