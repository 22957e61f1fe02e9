"""A phone: two initiatives that run into the same wall meet once both leads said yes."""

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import create_initiative, create_user
from tests.factories_outside import create_wall


@pytest.mark.parametrize("viewport", [360])
def test_two_leads_who_run_into_one_wall_get_to_know_each_other(page, login, faults):
    ours = create_initiative(title="Ruimte in de kerk")
    theirs = create_initiative(title="De buurtmoestuin achter de school", programme=ours.programme)
    wall = create_wall(initiative=ours, name="Rooster vol")
    create_wall(initiative=theirs, name="Rooster vol")
    lead, other = create_user(lead_of=ours), create_user(lead_of=theirs)

    login(page, lead)
    page.goto(reverse("walls:shared", args=[wall.topic.slug]))
    looks = faults(page)
    page.get_by_role("link", name="Breng in contact").click()
    page.get_by_label("De buurtmoestuin").check()
    page.get_by_label("Waarom deze twee?").fill("Zij losten het op met de roostermaker.")
    looks += faults(page)
    page.get_by_role("button", name="Stel voor").click()
    page.get_by_text("Zodra de ander ja zegt").wait_for()

    login(page, other)
    page.goto(next(word for word in mail.outbox[0].body.split() if "/kennismaken/" in word))
    expect(page.get_by_text(lead.email)).to_have_count(0)
    page.get_by_label("Ja, deel onze naam").check()
    looks += faults(page)
    page.get_by_role("button", name="Bewaar", exact=True).click()
    expect(page.get_by_role("link", name=lead.email)).to_be_visible()
    looks += faults(page)
    assert not looks
