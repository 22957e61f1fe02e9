"""A phone: somebody proposes an initiative, adds who is missing, and leads it once the programme let it in."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from initiatives.models import Initiative, Partner, SmallWin
from tests.factories import create_city, create_partner, create_programme, create_user, create_win

SUMMARY = "Bomen op elk plein, met de buurt."


@pytest.mark.parametrize("viewport", [360])
@pytest.mark.parametrize("javascript", [True, False])
def test_from_a_proposal_to_a_profile_that_its_lead_edits(page, login, faults, javascript):
    looks = []

    def look() -> None:
        looks.extend(faults(page) if javascript else [])

    programme, city = create_programme(), create_city(name="Leiden")
    known = create_partner(name="Wijkvereniging Noord")
    lead = create_user()
    login(page, lead)
    page.goto(reverse("initiatives:index"))
    page.get_by_role("link", name="Staat jullie initiatief er niet bij?").click()
    page.get_by_label("Hoe heet het?").fill("Koele pleinen")
    page.get_by_label("Wat is het, in een paar zinnen?").fill(SUMMARY)
    page.get_by_label("In welke stad?").select_option(label=city.name)
    look()
    page.get_by_role("button", name="Stel voor").click()
    expect(page.get_by_role("heading", name="Koele pleinen", level=1)).to_be_visible()
    plan = Initiative.objects.get()

    page.goto(reverse("partnerships:add", args=[plan.slug]))
    name_somebody_alike(page, javascript)
    look()
    page.get_by_role("button", name="Bewaar", exact=True).click()
    expect(page.get_by_role("link", name=known.name, exact=True)).to_be_visible()
    page.get_by_role("link", name="Bewerk").filter(has_text=known.name).click()
    page.get_by_label("Wat is de rol van deze partner?").select_option("funder")
    look()
    page.get_by_role("button", name="Bewaar", exact=True).click()
    page.wait_for_url(f"**{plan.get_absolute_url()}*")
    assert plan.partnerships.get(partner=known).role == "funder"

    win = create_win(initiative=plan, by=lead, confirmed=False)
    page.goto(reverse("telling:ask", args=[win.pk, "erbij"]))
    name_somebody_new(page)
    look()
    page.get_by_role("button", name="Bewaar", exact=True).click()
    page.wait_for_url(f"**{win.get_absolute_url()}")
    assert SmallWin.objects.get().partners.get().waits

    login(page, create_user(staff_of=programme))
    page.goto(reverse("admin:index"))
    page.get_by_role("link", name="initiatief dat nog niet gepubliceerd is").click()
    page.locator("input.action-select").first.check()
    page.get_by_role("button", name="Publiceer", exact=True).click()
    page.get_by_text("1 initiatief is gepubliceerd.").wait_for()

    login(page, lead)
    page.goto(plan.get_absolute_url())
    page.locator("summary", has_text="Bewerken, team, QR, A4, delen").click()
    page.get_by_role("link", name="Bewerk dit initiatief").click()
    page.get_by_label("Hoe heet het?").fill("Koele pleinen, met de buurt")
    look()
    page.get_by_role("button", name="Bewaar", exact=True).click()
    page.context.clear_cookies()
    page.goto(plan.get_absolute_url())
    page.locator("summary", has_text="Wie er meedoen 1 partner").click()
    expect(page.get_by_role("heading", name="Koele pleinen, met de buurt", level=1)).to_be_visible()
    expect(page.get_by_role("link", name=known.name, exact=True)).to_be_visible()
    expect(page.get_by_text("Buurtkantine Oost")).to_have_count(0)  # until staff let it in
    assert looks == []


def name_somebody_alike(page, javascript: bool) -> None:
    """While one types, or once it is sent, the form asks who is meant."""
    page.get_by_label("Hoe heet de organisatie?").fill("Wijkverenigng Noord")
    if not javascript:
        page.get_by_role("button", name="Bewaar", exact=True).click()
        page.get_by_text("Kies wie je bedoelt").first.wait_for()
    page.get_by_label("Wijkvereniging Noord").check()


def name_somebody_new(page) -> None:
    page.locator("summary", has_text="Staat een partner er niet bij?").click()
    page.get_by_label("Hoe heet de organisatie?").fill("Buurtkantine Oost")
    page.get_by_label("Wat voor organisatie is het?").select_option(value="residents")
    assert not Partner.objects.filter(name="Buurtkantine Oost").exists()
