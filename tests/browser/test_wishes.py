"""Wishes, ambitions and the pilot paradox in a real browser: on phones, by keyboard, without JavaScript."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from initiatives.lenses import Agreement, Choice, Perspective
from initiatives.models import (
    MeaningAnswer,
    NextBite,
    Objection,
    PilotAnswer,
    PilotRespondent,
    Wish,
    WishPair,
)
from tests.factories import create_initiative, create_user, create_win
from tests.factories_wishes import (
    all_students,
    answer,
    create_ambition,
    create_check,
    create_meaning,
    create_pair,
    create_partnership,
    create_wish_link,
    days_ago,
    four_projects,
    judge,
)

phone = pytest.mark.parametrize("viewport", [360])
without_script = pytest.mark.parametrize("javascript", [False])


@pytest.fixture
def initiative():
    return create_initiative(title="Ruimte in de kerk")


@pytest.fixture
def member(initiative):
    return create_user(member_of=initiative)


@pytest.fixture
def filled(initiative, member):
    """One of everything, with the worked example."""
    school, area = initiative.partnerships.get(), create_partnership(initiative, name="Wijkcentrum De Brug")
    create_partnership(initiative, name="Nog niet gevraagd")
    wish, other, win = all_students(school), four_projects(area), create_win(initiative=initiative)
    wish.wins.add(win)
    pair = create_pair(
        wish, other, related_on=days_ago(100), reason="Te veel studenten", agreement="Meer wijken"
    )
    create_ambition(initiative, choice=Choice.NOT, reason="Te groot")
    MeaningAnswer.objects.create(
        meaning=create_meaning(initiative), partnership=area, answer=Agreement.PARTLY, said_by=member
    )
    check = create_check(initiative)
    for perspective in (Perspective.TEAM, Perspective.TEACHER, Perspective.RESIDENT):
        answer(check, perspective=perspective)
    judge(win)
    win.partners.add(area.partner)
    for about in ({"wish": other}, {"win": win}, {}):
        Objection.objects.create(partnership=area, words="Het zijn er twee", **about)
    return {
        "wish": wish,
        "pair": pair,
        "win": win,
        "check": check,
        "link": create_wish_link(area),
        "area": area,
    }


def all_pages(initiative, filled) -> list[str]:
    slug, wish = initiative.slug, filled["wish"].pk
    return [
        *(reverse(f"wishes:{name}", args=[slug]) for name in ("index", "add", "links", "pair")),
        *(reverse(f"wishes:{name}", args=[slug, wish]) for name in ("show", "edit", "serve")),
        reverse("wishes:bridge", args=[slug, filled["pair"].pk]),
        reverse("wishes:of_win", args=[filled["win"].pk]),
        filled["win"].get_absolute_url(),
        *(reverse(f"ambitions:{name}", args=[slug]) for name in ("index", "dream", "mean")),
        reverse("ambitions:choose", args=[slug, "replication"]),
        reverse("ambitions:agree", args=[slug, filled["area"].pk]),
        *(reverse(f"paradox:{name}", args=[slug]) for name in ("index", "start")),
        filled["link"].get_absolute_url(),
        reverse("objections:stands", args=[filled["link"].token]),
        reverse("objections:index", args=[slug]),
        filled["check"].get_absolute_url(),
        reverse("paradox:thanks", args=[filled["check"].token]),
    ]


def press(page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def test_every_page_is_for_everyone(page, login, faults, initiative, member, filled):
    login(page, member)
    assert not (found := faults(page, all_pages(initiative, filled))), "\n".join(found)


def test_every_refused_form_is_for_everyone(page, login, faults, initiative, member, filled):
    login(page, member)
    found = []
    forms = [
        (reverse("wishes:add", args=[initiative.slug]), "Bewaar"),
        (reverse("wishes:pair", args=[initiative.slug]), "Bewaar"),
        (reverse("wishes:links", args=[initiative.slug]), "Maak de link"),
        (reverse("ambitions:choose", args=[initiative.slug, "up"]), "Bewaar"),
        (filled["link"].get_absolute_url(), "Verstuur"),
        (filled["check"].get_absolute_url(), "Verstuur"),
    ]
    for address, button in forms:
        page.goto(address)
        press(page, button)
        page.get_by_text("Dit kan nog niet zo").wait_for()
        expect(page.locator(".errors")).to_be_focused()
        found += faults(page)
    assert not found, "\n".join(found)


@phone
@without_script
def test_three_people_answer_on_phones_and_a_tension_becomes_a_wish(page, login, initiative, member):
    check = create_check(initiative)
    create_partnership(initiative, name="Wijkcentrum De Brug")
    for who in ("Docent", "Bewoner", "Het eigen team"):
        page.goto(check.get_absolute_url())
        page.get_by_role("group", name="Vanuit welke rol antwoord je?").get_by_label(who, exact=True).check()
        say(page, "Voelen de trekkers zich verantwoordelijk?", "Ja")
        say(page, "Voelen partners zich mede-eigenaar?", "Een beetje")
        press(page, "Verstuur")
        page.get_by_role("heading", name="Dank je").wait_for()
    assert PilotRespondent.objects.count() == 3
    assert PilotAnswer.objects.count() == 6
    assert "sessionid" not in {cookie["name"] for cookie in page.context.cookies()}

    login(page, member)
    page.goto(reverse("paradox:index", args=[initiative.slug]))
    expect(page.get_by_text("Nog niemand vanuit:").locator("..")).to_contain_text("student")
    item = page.locator("#paar-8")
    expect(item.get_by_text("3 van 3 bij ons wel, bij wie volgt nog niet")).to_be_visible()
    item.get_by_role("button", name="een wens").click()
    assert (
        page.get_by_label("Wat wil deze partner?").input_value().startswith("Eigenaarschap: Voelen partners")
    )
    page.get_by_label("Van welke partner?").select_option(label="Wijkcentrum De Brug")
    press(page, "Bewaar")
    page.get_by_role("heading", name=re.compile("^Eigenaarschap")).wait_for()
    assert Wish.objects.get().partnership.partner.name == "Wijkcentrum De Brug"


def say(page, question: str, words: str) -> None:
    page.get_by_role("group", name=question).get_by_label(words, exact=True).check()


@phone
@without_script
def test_a_partner_writes_its_wishes(page, initiative):
    link = create_wish_link(create_partnership(initiative, name="Wijkcentrum De Brug"))
    page.goto(link.get_absolute_url())
    page.get_by_label("Wat willen jullie?").fill("Vier concrete projecten per jaar")
    page.get_by_label("Hoeveel?").fill("4")
    press(page, "Verstuur")
    page.get_by_text("Kies waarvan.").first.wait_for()
    expect(page.get_by_label("Wat willen jullie?")).to_have_value("Vier concrete projecten per jaar")
    page.get_by_label("Waarvan?").select_option(label="Projecten")
    page.get_by_label("Per", exact=True).select_option(label="Per jaar")
    press(page, "Verstuur")
    page.get_by_text("Dank je.").wait_for()
    expect(page.get_by_role("listitem").filter(has_text="Vier concrete projecten per jaar")).to_be_visible()
    wish = Wish.objects.get()
    assert (wish.quantity, wish.unit, wish.per, wish.is_first_hand) == (4, "projects", "year", True)


@phone
@without_script
def test_a_partner_says_what_is_not_so_and_takes_it_back(page, initiative):
    """Without script, on a phone."""
    area = create_partnership(initiative, name="Wijkcentrum De Brug")
    wish, link = four_projects(area), create_wish_link(area)
    page.goto(link.get_absolute_url())
    page.get_by_role("link", name="Lees wat er namens Wijkcentrum De Brug staat").click()
    item = page.locator(f"#wish-{wish.pk}")
    item.get_by_text("Dat klopt niet").click()
    item.get_by_label("Wat klopt er wel?").fill("Het zijn er twee")
    item.get_by_role("button", name="Zeg dat dit niet klopt").click()
    expect(item.get_by_text("dat klopt niet. Het zijn er twee")).to_be_visible()
    assert Objection.objects.get().wish == wish
    item.get_by_role("button", name="Neem dit terug").click()
    expect(item.get_by_text("Dat klopt niet")).to_be_visible()
    assert not Objection.objects.exists()


@phone
def test_two_wishes_by_keyboard_to_an_agreement(page, login, initiative, member):
    wish = all_students(initiative.partnerships.get())
    other = four_projects(create_partnership(initiative, name="Wijkcentrum De Brug"))
    login(page, member)
    page.goto(f"{reverse('wishes:pair', args=[initiative.slug])}?een={wish.pk}&ander={other.pk}")
    tab_to(page, "relation")
    page.keyboard.press("Space")
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.get_by_text("1.200 studenten ÷ 4 projecten").wait_for()
    assert WishPair.objects.get().relation == "tension"
    tab_to(page, "ideas")
    page.keyboard.press("Space")
    tab_to(page, "first_gives")
    page.keyboard.type("Tempo")
    tab_to_button(page)
    page.keyboard.press("Enter")
    page.get_by_text("Bewaard.").wait_for()
    pair = WishPair.objects.get()
    assert (pair.agreement, pair.first_gives) == ("We zoeken er meer wijken of plekken bij.", "Tempo")


def tab_to(page, name: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(f"no way to {name} by keyboard")


def tab_to_button(page) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Bewaar":
            return
    raise AssertionError("no way to the button by keyboard")


@phone
@without_script
def test_a_choice_not_to_and_a_bite(page, login, initiative, member, filled):
    login(page, member)
    page.goto(reverse("ambitions:choose", args=[initiative.slug, "replication"]))
    page.get_by_role("radio", name="Bewust niet").check()
    press(page, "Bewaar")
    page.get_by_text("Schrijf waarom jullie hier bewust niet voor kiezen.").first.wait_for()
    page.get_by_label("Waarom?").fill("Elke stad begint zelf")
    press(page, "Bewaar")
    expect(page.locator("#replication").get_by_text("Elke stad begint zelf")).to_be_visible()

    page.goto(reverse("paradox:index", args=[initiative.slug]))
    page.locator("#paar-1").get_by_role("button", name="een volgend hapje").click()
    page.get_by_text("Dit is nu een volgend hapje").wait_for()
    assert NextBite.objects.get().initiative == initiative
