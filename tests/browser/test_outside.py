"""The outside world in a real browser: from an actor to a wall that a win moves and others know, too."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from initiatives.lenses import Level, WallStatus, WindowState
from initiatives.models import Actor, Wall
from tests.factories import create_initiative, create_user, create_win
from tests.factories_outside import create_actor, create_bite, create_wall, create_window


@pytest.fixture
def team(transactional_db, settings):
    """An initiative with one of everything, and somebody of its team."""
    settings.SECURE = False
    initiative = create_initiative(title="Wijklab", slug="wijklab")
    user = create_user(member_of=initiative)
    actor = create_actor(
        initiative=initiative, label="Opleidingsdirecteur", level=Level.VERTICAL, stance="hesitates", need="Een voorbeeld"
    )  # fmt: skip
    for status in WallStatus:
        ended = {"ended_on": dt.date(2026, 3, 1)} if status in ("gone", "bypassed") else {}
        create_wall(
            initiative=initiative, name=f"Muur die {status.value} is", status=status, **ended
        ).actors.add(actor)
    today = timezone.localdate()
    for days in (-5, 12, 300, None):
        closes = None if days is None else today + dt.timedelta(days=days)
        create_window(initiative=initiative, title=f"Kans {days}", closes_on=closes).actors.add(actor)
    create_window(initiative=initiative, title="Kans later", opens_on=today + dt.timedelta(days=3))
    win = create_win(initiative=initiative, by=user, title="De roosteraar schoof mee aan")
    shared = create_wall(initiative=initiative, name="Rooster ligt vast")
    shared.moved_by(win, WallStatus.BREACHED, by=user)
    create_wall(name="Rooster ligt vast")
    create_window(city=initiative.cities.get(), title="Subsidie van de stad")
    create_bite(initiative=initiative)
    return initiative, user


def pages(initiative) -> list[str]:
    wall, actor = initiative.walls.get(topic__slug="rooster-ligt-vast"), initiative.actors.get()
    win, window, bite = wall.moves.get().win, initiative.windows.first(), initiative.bites.get()
    slug = [initiative.slug]
    return [
        reverse("outside:index", args=slug),
        reverse("outside:big", args=slug),
        *(reverse(f"outside:add_{what}", args=slug) for what in ("actor", "wall", "window")),
        reverse("outside:edit_actor", args=[actor.pk]),
        reverse("outside:remove_actor", args=[actor.pk]),
        *(reverse(f"outside:{what}_wall", args=[wall.pk]) for what in ("edit", "move", "remove")),
        *(reverse(f"outside:{what}_window", args=[window.pk]) for what in ("edit", "remove")),
        reverse("walls:shared", args=[wall.topic.slug]),
        reverse("walls:of_win", args=[win.pk]),
        win.get_absolute_url(),
        reverse("bites:index", args=slug),
        reverse("bites:add", args=slug),
        *(reverse(f"bites:{what}", args=[bite.pk]) for what in ("edit", "finish", "remove")),
        initiative.get_absolute_url(),
        initiative.cities.get().get_absolute_url(),
        reverse("network:walls"),
        reverse("home"),
    ]


def test_every_page_is_accessible(team, page, faults, login):
    initiative, user = team
    login(page, user)
    assert not (found := faults(page, pages(initiative))), "\n".join(found)


def test_the_page_of_the_network_and_of_a_beginner_is_accessible(team, page, faults, login):
    initiative, user = team
    empty = create_initiative()
    user.memberships.create(initiative=empty)
    found = []
    for reader, place in [(create_user(), initiative), (create_user(), empty), (user, empty)]:
        login(page, reader)
        found += faults(page, [reverse("outside:index", args=[place.slug])])
    assert not found, "\n".join(found)


def test_a_refused_form_is_accessible_and_says_what_is_wrong(team, page, faults, login):
    initiative, user = team
    login(page, user)
    for what in ("actor", "wall", "window"):
        page.goto(reverse(f"outside:add_{what}", args=[initiative.slug]))
        page.get_by_role("button", name="Bewaar", exact=True).click()
        expect(page.locator(".errors")).to_be_focused()
        assert not faults(page)
    page.goto(reverse("outside:add_wall", args=[initiative.slug]))
    page.get_by_label("Waar lopen jullie tegenaan?").fill("Roosters liggen vast")
    page.get_by_label("Wat voor muur is het?").select_option("curriculum")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    expect(page.get_by_text("Bedoel je een van deze muren?").first).to_be_attached()
    assert not faults(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_from_an_actor_to_a_shared_wall(transactional_db, settings, page, login, javascript):
    """Actor, wall, a win moves it, and the network knows it."""
    settings.SECURE = False
    initiative = create_initiative(title="Wijklab", slug="wijklab")
    user = create_user(member_of=initiative)
    create_win(initiative=initiative, by=user, title="De roosteraar schoof mee aan")
    for _ in range(2):
        create_wall(name="Rooster ligt vast")
    login(page, user)

    page.goto(initiative.get_absolute_url())
    page.get_by_text("Wat er hierna komt").click()
    page.get_by_role("link", name="Naar de huizen, muren en kansen").click()
    page.get_by_role("link", name="Partij erbij").click()
    page.get_by_label("Wie of wat is het?").fill("Opleidingsdirecteur")
    page.get_by_label("Onze eigen organisatie").check()
    page.get_by_label("Op welk niveau?").select_option("vertical")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    assert Actor.objects.get().label == "Opleidingsdirecteur"

    page.get_by_role("link", name="Muur erbij").first.click()
    page.get_by_label("Waar lopen jullie tegenaan?").fill("Rooster ligt vast")
    page.get_by_label("Wat voor muur is het?").select_option("curriculum")
    page.get_by_label("Opleidingsdirecteur").check()
    page.get_by_role("button", name="Bewaar", exact=True).click()
    wall = Wall.objects.get(initiative=initiative)
    assert wall.topic.walls.count() == 3
    marked = page.locator(".dweller--vertical .house__wall.is-active")
    expect(marked).to_have_count(1)

    page.get_by_role("link", name="Welke small win deed hier iets aan?").click()
    page.get_by_label("Welke small win deed hier iets aan?").select_option(index=1)
    page.get_by_label("Bres geslagen").check()
    page.get_by_role("button", name="Bewaar", exact=True).click()
    wall.refresh_from_db()
    assert wall.status == WallStatus.BREACHED
    expect(
        page.locator(f"#wall-{wall.pk}").get_by_role("link", name="De roosteraar schoof mee aan").first
    ).to_be_attached()

    page.goto(reverse("network:walls"))
    page.get_by_role("link", name="3 initiatieven in 3 steden lopen tegen hetzelfde aan").click()
    expect(page.get_by_role("link", name="Wijklab").first).to_be_attached()
    expect(page.get_by_role("link", name="De roosteraar schoof mee aan").first).to_be_attached()


def test_a_wall_is_told_with_the_keyboard_alone(team, page, login):
    initiative, user = team
    login(page, user)
    page.goto(reverse("outside:add_wall", args=[initiative.slug]))
    page.get_by_label("Waar lopen jullie tegenaan?").focus()
    page.keyboard.type("Geen geld voor begeleiding")
    page.keyboard.press("Tab")
    page.keyboard.type("Geld")
    page.keyboard.press("Tab")
    for _ in range(30):
        focused = page.evaluate("document.activeElement.textContent.trim()")
        if focused == "Bewaar":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/buitenwereld/#wall-*")
    assert Wall.objects.get(topic__name="Geen geld voor begeleiding").kind == "money"


def test_every_state_has_its_sign_in_the_legend(team, page, login):
    initiative, user = team
    login(page, user)
    page.goto(reverse("outside:index", args=[initiative.slug]))
    legend = page.get_by_role("list", name="Wat je ziet")
    assert legend.get_by_role("listitem").count() == len(WallStatus) + len(WindowState)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_group_fills_the_street_by_keyboard_alone(transactional_db, settings, page, login, javascript):
    settings.SECURE = False
    initiative = create_initiative(title="Wijklab", slug="wijklab")
    user = create_user(member_of=initiative)
    login(page, user)
    page.goto(reverse("outside:big", args=[initiative.slug]))
    for who in ("Wijktafel", "Buurtvereniging"):
        expect(page.get_by_label("Wie of wat?")).to_be_focused()
        page.keyboard.type(who)
        page.keyboard.press("Tab")
        page.keyboard.type("Daarbuiten")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_text(f"Staat erbij: {who}")).to_be_attached()
        expect(page.locator(".street").get_by_text(who).first).to_be_attached()
    assert {str(actor) for actor in Actor.objects.all()} == {"Wijktafel", "Buurtvereniging"}
