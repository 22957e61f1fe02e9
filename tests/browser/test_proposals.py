"""A phone: somebody proposes an initiative, staff decline it with a word, and it is changed and proposed again."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from initiatives.models import Initiative
from tests.factories import create_programme, create_user

WHY = "De bibliotheek doet dit al. Praat eens met hen."


@pytest.mark.parametrize("viewport", [360])
def test_a_no_says_why_and_costs_no_text(page, login, faults, transactional_db):
    programme = create_programme()
    me, staff = create_user(), create_user(staff_of=programme)
    login(page, me)
    page.goto(reverse("initiatives:propose"))
    page.get_by_label("Hoe heet het?").fill("Koele pleinen")
    page.get_by_label("Wat is het").fill("Bomen op elk plein.")
    page.get_by_label("In welke stad?").select_option(label="landelijk")
    page.get_by_role("button", name="Stel voor").click()
    expect(page.get_by_role("link", name="Voeg je partners toe")).to_be_visible()

    login(page, staff)
    page.goto(reverse("admin:index"))
    page.get_by_role("link", name="initiatief dat iemand voorstelde").click()
    page.get_by_role("main").get_by_role("link", name="Koele pleinen").click()
    page.get_by_role("link", name="Niet opnemen").click()
    page.get_by_label("Waarom niet?").fill(WHY)
    looks = faults(page)
    page.get_by_role("button", name="Neem niet op").click()
    expect(page.get_by_text("Wie het voorstelde krijgt een mail.")).to_be_visible()

    login(page, me)
    page.goto("/")
    expect(page.get_by_text(WHY)).to_be_visible()
    page.get_by_role("link", name="Verander het en stel het opnieuw voor").click()
    expect(page.get_by_label("Gestopt op")).to_be_hidden()  # nothing stopped
    page.get_by_label("Wat is het").first.fill("Bomen op elk plein, met de bibliotheek.")
    looks += faults(page)
    page.get_by_role("button", name="Stel opnieuw voor").click()
    expect(page.get_by_text("Opnieuw voorgesteld.")).to_be_visible()
    assert Initiative.objects.get().waits
    assert not looks
