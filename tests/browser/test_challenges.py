"""From a question of the city to who can tell, by keyboard alone; and sending in a question of one's own."""

import pytest
from playwright.sync_api import expect

from initiatives.models import Challenge, ChallengeProposal
from tests.factories import create_initiative, create_user, create_win
from tests.keyboard import tab_to

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cool(transactional_db):
    initiative = create_initiative(title="Schaduw op het plein")
    create_win(initiative=initiative, by=create_user(member_of=initiative), title="Tien bomen geplant")
    challenge = Challenge.objects.create(title="Hoe blijft de stad koel?", slug="koel", scope="city")
    challenge.initiatives.add(initiative)
    Challenge.objects.create(title="Wie betaalt de brug?", slug="brug", scope="city")
    return challenge


def test_somebody_goes_from_a_question_to_who_can_tell_by_keyboard_alone(page, cool, faults):
    page.goto("/")
    tab_to(page, "Begin bij een vraagstuk")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Eerst de vraag")
    tab_to(page, "Hoe blijft de stad koel?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hoe blijft de stad koel?")
    tab_to(page, "Schaduw op het plein")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Schaduw op het plein")
    urls = [f"/vraagstukken/{end}" for end in ("", "koel/", "brug/", "nieuw/", "nieuw/bedankt/?lijkt=koel")]
    assert not (found := faults(page, urls)), "\n".join(found)


@pytest.mark.parametrize("viewport", [360])
@pytest.mark.parametrize("javascript", [False])
def test_somebody_sends_in_a_question_without_an_account_and_without_script(page, cool):
    page.goto("/vraagstukken/")
    page.get_by_role("link", name="Ik heb een vraagstuk").click()
    page.get_by_label("Wat is de vraag?").fill("Hoe komt er schaduw bij de halte?")
    page.get_by_label("Waar speelt het?").select_option("landelijk")
    page.get_by_role("button", name="Verstuur").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dank je. Je vraag is verstuurd.")
    assert ChallengeProposal.objects.get().question == "Hoe komt er schaduw bij de halte?"
