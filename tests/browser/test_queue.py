"""Twelve new wins in one sitting, one after the other: with a thumb, and with the keyboard."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from initiatives.models import SmallWin
from tests.factories import create_initiative, create_user, create_win

SITTING = 12


@pytest.fixture
def queue(page, login, hands):
    """The first of twelve wins, as a lead comes to it from the page that greets her."""
    initiative = create_initiative(title="Ruimte in de kerk")
    lead = create_user(lead_of=initiative)
    for number in range(1, SITTING + 1):
        create_win(initiative=initiative, by=lead, title=f"Stap {number}", confirmed=False)
    login(page, lead)
    page.goto(reverse("home"))
    page.get_by_role("link", name=f"{SITTING} nog in te delen").click()
    expect(page.get_by_text(f"1 van {SITTING}")).to_be_visible()
    return page


def sit_through(page, place) -> None:
    for number in range(1, SITTING + 1):
        expect(page.get_by_role("heading", name=f"Stap {number}", exact=True)).to_be_visible()
        page.wait_for_load_state()  # what listens to the keys is there
        place()
    expect(page.get_by_role("heading", name="Klaar")).to_be_visible()
    assert not SmallWin.objects.without_reading().exists()


@pytest.mark.parametrize("viewport", [360])
def test_by_thumb_each_takes_four_taps_and_no_more(queue, faults, hands):
    """Type, direction, level and on: 48 taps, and one to begin with. Five minutes hold so many, at six seconds a tap."""
    looks, before = faults(queue), hands()["taps"]

    def place() -> None:
        for answer in ("Groei", "Breder", "Lokaal"):
            queue.get_by_label(answer).click()
        queue.get_by_role("button", name="Bewaar en volgende").click()

    sit_through(queue, place)
    assert hands()["taps"] - before == 4 * SITTING
    assert looks + faults(queue) == []


def test_by_keyboard_each_takes_six_keys(queue, hands):
    """The form has the focus: a figure ticks, V goes on to the next question, Enter saves."""

    def place() -> None:
        for key in [*"1v1v1", "Enter"]:
            queue.keyboard.press(key)

    before = hands()
    sit_through(queue, place)
    after = hands()
    assert (after["taps"] - before["taps"], after["keys"] - before["keys"]) == (0, 6 * SITTING)
    win = SmallWin.objects.get(title="Stap 12")
    assert (len(win.types), len(win.directions), bool(win.level)) == (1, 1, True)


def test_tab_leads_through_the_questions_too(queue):
    """The key that everybody knows."""
    queue.wait_for_load_state()  # what listens to the keys is there
    queue.keyboard.press("1")
    for question in ("directions", "level"):
        tab_to(queue, question)
        queue.keyboard.press("1")
    queue.keyboard.press("Enter")
    expect(queue.get_by_text(f"2 van {SITTING}")).to_be_visible()
    win = SmallWin.objects.get(title="Stap 1")
    assert (len(win.types), len(win.directions), bool(win.level)) == (1, 1, True)


def tab_to(page, name: str) -> None:
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(f"no way to {name} by keyboard")
