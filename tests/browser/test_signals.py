"""The questions in a real browser: on phones, with and without JavaScript."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from initiatives.models import SignalDismissal
from tests.factories import create_initiative, create_user
from tests.factories_outside import create_wall
from tests.factories_profile import create_judgement, create_loss
from tests.factories_signals import create_shallow_wins, days_ago, put_aside
from tests.factories_wishes import create_partnership, create_wish


@pytest.fixture
def initiative():
    return create_initiative(title="Ruimte in de kerk")


@pytest.fixture
def member(initiative):
    return create_user(member_of=initiative)


@pytest.fixture
def filled(initiative, member):
    """Many questions, one of them aside, and one rule with too little."""
    wins = create_shallow_wins(initiative, n=6, told=70, by=member)
    for win in wins:
        create_judgement(win, perspective="team")
        win.description = "Weer was het rooster vol."
        win.save()
    for n in range(3):
        create_loss(win=wins[0], seen_on=days_ago(n + 1))
    create_wall(initiative=initiative, name="Rooster vol", since=days_ago(500))
    create_wish(partnership=create_partnership(initiative, name="Wijkcentrum De Brug"))
    put_aside(initiative, rule="overload", by=member)
    return initiative


def addresses(initiative) -> list[str]:
    shown = [reverse("signals:show", args=[initiative.slug, rule]) for rule in ("shallow", "key_person")]
    return [
        reverse("signals:index", args=[initiative.slug]),
        *shown,
        reverse("signals:dismiss", args=[initiative.slug, "shallow"]),
        initiative.get_absolute_url(),
    ]


def test_every_page_is_for_everyone(page, login, faults, member, filled):
    login(page, member)
    assert not (found := faults(page, addresses(filled))), "\n".join(found)


@pytest.mark.parametrize("viewport", [360])
@pytest.mark.parametrize("javascript", [True, False])
def test_a_question_goes_aside_and_comes_back(page, login, faults, javascript, member, filled):
    login(page, member)
    page.goto(filled.get_absolute_url())
    page.get_by_role("link", name="vragen voor jullie").click()
    page.get_by_role("heading", name="Alle 6 small wins maken het bestaande beter.").wait_for()
    page.locator("#vraag-shallow").get_by_role("link", name="Leg opzij").click()
    page.get_by_role("button", name="Bewaar").click()
    page.get_by_text("Dit kan nog niet zo").wait_for()
    assert not javascript or faults(page) == []
    page.get_by_label("Waarom nu niet?").fill("Dit jaar oefenen we.")
    page.get_by_label("60 dagen").check()
    page.get_by_role("button", name="Bewaar").click()
    page.get_by_text("Dit jaar oefenen we.").wait_for()
    expect(page.locator("#vraag-shallow")).to_have_count(0)
    assert SignalDismissal.objects.in_force(days_ago(-60)).get().rule == "shallow"
    mine = page.get_by_role("listitem").filter(has_text="Dit jaar oefenen we.")
    mine.get_by_role("button", name="Haal terug").click()
    page.locator("#vraag-shallow").wait_for()
