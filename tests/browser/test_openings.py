"""A phone, with and without scripts: a win that a team opens to everyone reaches somebody who has no account."""

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import expect

from initiatives.lenses import Audience
from initiatives.models import SmallWin
from tests.factories import create_capture_link, create_initiative, create_user, create_win, tell_through


@pytest.mark.parametrize("viewport", [360])
@pytest.mark.parametrize("javascript", [True, False])
def test_a_win_that_is_opened_is_seen_and_one_taken_back_is_gone(page, login, faults, javascript):
    initiative = create_initiative(title="Ruimte in de kerk")
    member, curator = create_user(lead_of=initiative), create_user(staff_of=initiative.programme)
    create_win(initiative=initiative, by=member, audience=Audience.NETWORK, title="Voor het netwerk verteld")
    login(page, member)
    page.goto(reverse("telling:tell"))
    looks = [] if javascript else None
    if javascript:
        looks += faults(page)
    page.get_by_label("Wat is er gelukt?").fill("De sleutel van het buurthuis is er")
    page.get_by_label("Iedereen", exact=True).check()
    page.get_by_role("button", name="Bewaar", exact=True).click()
    page.get_by_role("heading", name="Staat erop").wait_for()

    login(page, curator)
    page.goto(reverse("admin:initiatives_initiative_changelist"))
    page.locator("input.action-select").first.check()
    page.get_by_role("button", name="Vraag het team: mag dit openbaar?").click()
    page.get_by_text("De vraag is gemaild aan 1 team.").wait_for()

    login(page, member)
    (letter,) = mail.outbox
    assert letter.to == [member.email]
    page.goto(next(word for word in letter.body.split() if "/wie-leest-het/" in word))
    expect(page.get_by_label("Voor het netwerk verteld")).to_be_checked()
    if javascript:
        looks += faults(page)
    page.get_by_role("button", name="Ja, iedereen mag dit lezen").click()
    page.get_by_text("Iedereen leest het zodra het programma het las.").wait_for()

    told = SmallWin.objects.get(title__startswith="De sleutel")
    login(page, curator)
    page.goto(reverse("curating:confirm", args=[told.pk]))
    expect(page.get_by_text("Bevestig je, dan leest iedereen dit")).to_be_visible()
    if javascript:
        looks += faults(page)
    page.get_by_role("button", name="Ja, bevestig").click()
    page.get_by_text("Bevestigd. Dank je voor het meelezen.").wait_for()

    guests = tell_through(create_capture_link(initiative=initiative, by=member), teller_opens=True)
    guests.take_on(by=member)
    page.context.clear_cookies()
    page.goto(reverse("home"))
    expect(page.get_by_text(told.title).first).to_be_visible()
    page.goto(reverse("capture:receipt", args=[guests.receipt]))
    page.locator("summary", has_text="Trek dit terug").click()
    if javascript:
        looks += faults(page)
    page.get_by_role("button", name="Ja, trek terug").click()
    page.get_by_text("Niemand ziet je woorden meer, ook het team niet.").wait_for()
    assert not looks
