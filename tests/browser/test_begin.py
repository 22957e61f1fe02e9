"""A phone, with and without scripts: from an empty site to a lead who is invited, without a code or a coordinate."""

import pytest
from django.core import mail
from playwright.sync_api import expect

from initiatives.models import User


@pytest.mark.parametrize("viewport", [360])
@pytest.mark.parametrize("javascript", [True, False])
def test_the_first_superuser_begins_a_network_in_four_steps(page, login, faults, javascript):
    looks = []

    def look() -> None:
        if javascript:
            looks.extend(faults(page))

    login(page, User.objects.create_superuser("ik@zorg.example", display_name="Ik"))
    page.goto("/")
    look()
    page.get_by_role("link", name="Stap 1 van 4: Het programma").click()
    page.get_by_label("Naam", exact=True).fill("Zorg dichtbij")
    look()
    page.get_by_role("button", name="Bewaar en ga verder").click()
    page.get_by_label("Welke stad of gemeente?").fill("den bosch")
    look()
    page.get_by_role("button", name="Zet op de kaart").click()
    expect(page.get_by_text("'s-Hertogenbosch staat op de kaart.")).to_be_visible()
    page.get_by_role("link", name="Stap 3 van 4: Het initiatief").click()
    page.get_by_label("Hoe heet het initiatief?").fill("De Buurtkeuken")
    page.get_by_label("Welke organisatie trekt het?").fill("Avans")
    page.get_by_label("Wat voor organisatie is dat?").first.select_option(label="Hogeschool")
    look()
    page.get_by_role("button", name="Bewaar en ga verder").click()
    page.get_by_label("E-mailadres").fill("tess@zorg.example")
    look()
    page.get_by_role("button", name="Nodig uit").click()
    expect(page.get_by_role("heading", name="De Buurtkeuken", level=1)).to_be_visible()
    assert [letter.to for letter in mail.outbox] == [["tess@zorg.example"]]
    assert looks == []
