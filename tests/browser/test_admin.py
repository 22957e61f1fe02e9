"""Curation in a real browser: every page sound, and every control of it clicked."""

import re

import pytest
from django.apps import apps
from playwright.sync_api import expect

from initiatives.lenses import ScalingType, WinState
from initiatives.models import Challenge, Partner, SmallWin, Theme
from tests import factories, factories_profile

PLACE = "/beheer/initiatives"
MODELS = ["smallwin", "winlink", "initiative", "partnership", "membership", "figure", "partner", "challenge", "challengeproposal", "letter", "theme", "city",
          "programme", "user", "role"]  # fmt: skip


@pytest.fixture
def curator(transactional_db, page, login):
    programme = factories.create_programme(name="City Deal Kennis Maken")
    curator = factories.create_user(staff_of=programme)
    login(page, curator)
    return curator


@pytest.fixture
def network(curator):
    """A little of everything, and one thing that is long."""
    programme = curator.roles.get().programme
    city = factories.create_city(name="Assen", slug="assen")
    factories.create_city(name="Utrecht", slug="utrecht")
    initiative = factories.create_initiative(
        title="De wijk in", slug="de-wijk-in", programme=programme, city=city
    )
    factories.create_initiative(title="Nieuw plan", programme=programme, published=False)
    initiative.themes.add(factories.create_theme(name="wonen"))
    partner = initiative.partners.get()
    partner.aliases.create(name="Het buurthuis")
    Challenge.objects.create(title="Hoe blijft de wijk gezond?", slug="gezond", asked_by=partner)
    teller = factories.create_user(member_of=initiative, coordinates=city)
    earlier, later, asked = (
        factories.create_win(
            initiative=initiative, by=teller, title=title, confirmed=False, description="Zo ging het. " * 20
        )
        for title in (
            "De wethouder kwam kijken",
            "Studenten koken mee",
            "Een lang verhaal over " + "samenwerken " * 15,
        )
    )
    factories.read_by_editors(later, types=[ScalingType.GROWTH], directions=[])
    factories.create_link(earlier=earlier, later=later, mechanism="learning")
    asked.ask(by=curator, question="Wie was erbij?")
    factories_profile.create_figure(initiative=initiative, by=teller)
    factories_profile.send_in(programme=programme, sender="Ans")
    factories.create_letter(programme=programme)
    return initiative


NOT_MADE_HERE = {"smallwin", "programme", "challengeproposal", "letter"}
WITH_HISTORY = {"smallwin"}
DELETABLE = {"theme", "membership"}
ADDED = {
    "smallwin": "logged_at",
    "figure": "added_at",
    "challengeproposal": "sent_at",
    "letter": "made_at",
}  # their keys are by chance


def pages_of_the_screens() -> list[str]:
    """The pages of each screen: its list and its last row; a new row, history and deletion where they differ."""
    lists = [f"{PLACE}/{model}/" for model in MODELS]
    add = [f"{PLACE}/{model}/add/" for model in MODELS if model not in NOT_MADE_HERE]
    own = [address for model in MODELS for address in pages_of_a_row(model)]
    return [*lists, f"{PLACE}/partner/?q=dit+vindt+niemand", *add, *own]


def pages_of_a_row(model: str) -> list[str]:
    rows = apps.get_model("initiatives", model)._default_manager
    row = rows.latest(ADDED.get(model, "pk"))
    pages = [
        "change",
        *(["history"] if model in WITH_HISTORY else []),
        *(["delete"] if model in DELETABLE else []),
    ]
    return [f"{PLACE}/{model}/{row.pk}/{page}/" for page in pages]


def test_every_page_of_every_screen_is_sound(page, faults, network):
    assert not (found := faults(page, pages_of_the_screens())), "\n".join(found)


def test_the_first_page_and_every_step_are_sound(page, faults, network):
    wins = "&".join(f"win={win.pk}" for win in SmallWin.objects.all())
    steps = [
        f"{PLACE}/smallwin/{step}/?{wins}" for step in ("bevestigen", "vragen", "intrekken", "terugzetten")
    ]
    filtered = [
        f"{PLACE}/smallwin/?status=logged&stad=assen&type=growth",
        f"{PLACE}/smallwin/?status=bestaat-niet",
    ]
    assert faults(page, ["/beheer/", f"{PLACE}/initiative/beginnen/", *steps, *filtered]) == []


def test_a_refused_form_is_sound_and_leads_to_what_is_missing(page, faults, network):
    for model in ("initiative", "partner", "user", "role", "city"):
        page.goto(f"{PLACE}/{model}/add/")
        page.get_by_role("button", name="Bewaar", exact=True).click()
        expect(page.get_by_role("heading", name="Dit kan nog niet zo")).to_be_visible()
        assert faults(page) == []
        page.locator(".errors a").first.click()
        expect(page.locator("input:focus, select:focus, textarea:focus")).to_be_visible()


def test_a_login_on_the_site_leads_on_to_the_page_that_was_asked_for(page, axe, transactional_db):
    programme = factories.create_programme()
    factories.create_user(email="pien@voorbeeld.example", password="een-lang-wachtwoord", staff_of=programme)
    page.goto(f"{PLACE}/smallwin/?status=logged")
    expect(page).to_have_url(re.compile("/accounts/login/"))
    assert axe(page) == []
    page.locator("input[name=login]").fill("pien@voorbeeld.example")
    page.locator("input[name=password]").fill("een-lang-wachtwoord")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/beheer/initiatives/smallwin/\?status=logged$"))


# ------------------------------------------------------------------ the work
def test_from_the_inbox_to_a_read_and_confirmed_win(page, network, curator):
    page.goto("/beheer/")
    page.get_by_role("link", name="2 small wins om te lezen").click()
    page.get_by_role("link", name="De wethouder kwam kijken").click()
    page.get_by_role("checkbox", name="groei meer").check()
    page.get_by_label("lokaal").check()
    page.get_by_role("button", name="Bewaar en bevestig").click()
    expect(page.get_by_text("1 small win bevestigd.")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?status=logged$"))
    win = SmallWin.objects.get(title="De wethouder kwam kijken")
    assert (win.state, win.editor_types, win.editor_read_by) == (
        WinState.CONFIRMED,
        [ScalingType.GROWTH],
        curator,
    )


@pytest.mark.parametrize("viewport", [360, 1280])
@pytest.mark.parametrize("javascript", [True, False])
def test_asking_two_teams_at_once_and_keeping_what_was_typed(page, network, javascript):
    page.goto(f"{PLACE}/smallwin/?status=logged")
    for row in page.locator("input.action-select").all():
        row.check()
    page.get_by_role("button", name="Stel een vraag aan het team").click()
    page.get_by_role("button", name="Stel de vraag").click()
    expect(page.locator(".field__error")).to_contain_text("Schrijf je vraag aan het team.")
    page.get_by_label("Je vraag").fill("Wie waren er allemaal bij?")
    page.get_by_role("button", name="Stel de vraag").click()
    expect(page.get_by_text("Vraag gesteld bij 2 small wins.")).to_be_visible()
    assert SmallWin.objects.filter(question="Wie waren er allemaal bij?").count() == 2


def test_withdrawing_from_its_page_and_putting_it_back(page, network):
    win = SmallWin.objects.get(title="Studenten koken mee")
    page.goto(f"{PLACE}/smallwin/{win.pk}/change/")
    page.get_by_role("link", name="Intrekken").click()
    page.get_by_label("Waarom trek je dit in?").fill("Staat er dubbel.")
    page.get_by_role("button", name="Trek in").click()
    expect(page.get_by_text("Staat er dubbel.")).to_be_visible()
    page.get_by_role("link", name="Terugzetten").click()
    page.get_by_role("button", name="Zet terug").click()
    expect(page.get_by_text("1 small win teruggezet.")).to_be_visible()
    win.refresh_from_db()
    assert win.state == WinState.LOGGED


def test_the_box_in_the_head_ticks_every_row(page, network):
    page.goto(f"{PLACE}/smallwin/")
    head, rows = page.locator("#action-toggle"), page.locator("input.action-select")
    head.check()
    assert all(row.is_checked() for row in rows.all())
    rows.first.uncheck()
    assert head.evaluate("box => box.indeterminate")
    head.check()
    head.uncheck()
    assert not any(row.is_checked() for row in rows.all())


def test_filtering_by_hand_and_going_back_to_everything(page, network):
    page.goto(f"{PLACE}/smallwin/")
    page.get_by_text("Filters").click()
    page.get_by_label("Status").select_option(label="vraag gesteld")
    page.get_by_role("button", name="Toon").last.click()
    expect(page.get_by_text("1 small win", exact=True)).to_be_visible()
    expect(page.get_by_text("Status: vraag gesteld")).to_be_visible()
    page.get_by_role("link", name="Alles tonen").click()
    expect(page.get_by_text("3 small wins", exact=True)).to_be_visible()


# ------------------------------------------------------------------ choosing by typing
@pytest.fixture
def many_cities(network):
    # one also searches by code, and a code that counts on would be found for another "07"
    for number in range(30):
        factories.create_city(name=f"Dorp {number:02}", slug=f"dorp-{number:02}", code=f"XX{number:04}")


@pytest.mark.parametrize(("viewport", "colours"), [(360, "light"), (1280, "dark")])
def test_a_chooser_is_sound_while_it_is_open(page, axe, sideways, network, many_cities):
    page.goto(f"{PLACE}/initiative/{network.pk}/change/")
    page.get_by_role("combobox", name="Steden").fill("dorp")
    expect(page.get_by_role("option")).to_have_count(20)
    page.keyboard.press("ArrowDown")
    assert axe(page) == []
    assert sideways(page) == 0


def test_choosing_several_with_the_keyboard(page, network, many_cities):
    page.goto(f"{PLACE}/initiative/{network.pk}/change/")
    box = page.get_by_role("combobox", name="Steden")
    box.fill("utr")
    expect(page.get_by_role("option", name="Utrecht")).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    box.fill("dorp 07")
    found = page.get_by_role("listbox", name="Steden").get_by_role("option")
    expect(found).to_have_text(["Dorp 07"])
    box.press("ArrowDown")
    box.press("Enter")
    page.get_by_role("button", name="Haal weg: Utrecht").press("Enter")
    box.fill("bestaat niet")
    page.get_by_role("button", name="Haal weg: Assen").click()  # also while something else was typed
    page.get_by_role("button", name="Bewaar en blijf hier").click()
    expect(page.locator(".chosen").first).to_contain_text("Dorp 07")
    assert set(network.cities.values_list("name", flat=True)) == {"Dorp 07"}


def test_the_enter_key_saves_and_does_nothing_more(page, network):
    page.goto(f"{PLACE}/initiative/{network.pk}/change/")
    page.get_by_role("combobox", name="Steden").fill("utr")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/change/$"))
    page.get_by_label("Titel", exact=True).fill("De wijk in, en terug")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/initiative/$"))
    network.refresh_from_db()
    assert (network.title, network.published_at is None) == ("De wijk in, en terug", False)


def test_choosing_one_with_the_mouse_and_emptying_it(page, network, many_cities):
    partner = Partner.objects.order_by("pk").first()
    page.goto(f"{PLACE}/partner/{partner.pk}/change/")
    page.get_by_role("combobox", name="Stad").fill("dorp 1")
    page.get_by_role("option", name="Dorp 12").click()
    page.get_by_role("button", name="Bewaar en blijf hier").click()
    expect(page.get_by_role("combobox", name="Stad")).to_have_value("Dorp 12")
    page.get_by_role("combobox", name="Stad").fill("")
    page.get_by_role("button", name="Bewaar en blijf hier").click()
    expect(page.get_by_role("combobox", name="Stad")).to_have_value("")
    partner.refresh_from_db()
    assert partner.city is None


def test_typing_without_choosing_chooses_nothing(page, network):
    page.goto(f"{PLACE}/initiative/{network.pk}/change/")
    page.get_by_role("combobox", name="Thema’s").fill("bestaat niet")
    expect(page.get_by_text("Niets gevonden")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Bewaar en blijf hier").click()
    expect(page.get_by_role("status")).to_contain_text(["De wijk in"])
    assert list(network.themes.values_list("name", flat=True)) == ["wonen"]


def test_a_missing_word_is_made_in_a_new_tab_and_found_at_once(page, network):
    page.goto(f"{PLACE}/initiative/{network.pk}/change/")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Staat het er niet bij? Nieuw: thema").click()
    tab = opened.value
    tab.get_by_label("Naam", exact=True).fill("sporten")
    tab.get_by_role("button", name="Bewaar", exact=True).click()
    expect(tab).to_have_url(re.compile("/theme/$"))
    box = page.get_by_role("combobox", name="Thema’s")
    box.fill("sport")
    page.get_by_role("option", name="sporten").click()
    page.get_by_role("button", name="Bewaar en blijf hier").click()
    expect(page.locator(".chosen").nth(1)).to_contain_text("sporten")
    assert Theme.objects.get(name="sporten").initiatives.get() == network


def test_filtering_by_a_city_that_is_found_by_typing(page, network, many_cities):
    page.goto(f"{PLACE}/initiative/")
    page.get_by_text("Filters").click()
    page.get_by_role("combobox", name="Stad").fill("assen")
    page.get_by_role("option", name="Assen").click()
    page.get_by_role("button", name="Toon").last.click()
    expect(page).to_have_url(re.compile("stad=assen"))
    expect(page.get_by_text("1 initiatief", exact=True)).to_be_visible()


@pytest.mark.parametrize("javascript", [False])
def test_choosing_without_script(page, network, javascript):
    page.goto(f"{PLACE}/initiative/{network.pk}/change/")
    page.get_by_label("Steden").select_option(label=["Assen", "Utrecht"])
    page.get_by_role("button", name="Bewaar en blijf hier").click()
    assert set(network.cities.values_list("name", flat=True)) == {"Assen", "Utrecht"}


# ------------------------------------------------------------------ other forms
def test_a_date_is_chosen_with_the_calendar_of_the_browser(page, network):
    page.goto(f"{PLACE}/initiative/{network.pk}/change/")
    page.get_by_label("Begonnen op").fill("2019-09-01")
    page.get_by_role("button", name="Bewaar en blijf hier").click()
    expect(page.get_by_label("Begonnen op")).to_have_value("2019-09-01")


def test_a_partner_that_looks_known_is_asked_about_once(page, axe, network):
    factories.create_partner(name="Rijksuniversiteit Groningen")
    page.goto(f"{PLACE}/partner/add/")
    page.get_by_label("Naam", exact=True).fill("Rijksuniversiteit  groningen")
    page.get_by_label("Soort").select_option("university")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    expect(page.locator(".field__error")).to_contain_text("Deze naam lijkt op: Rijksuniversiteit Groningen.")
    assert axe(page) == []
    page.get_by_label("Nee, dit is een andere organisatie").check()
    page.get_by_role("button", name="Bewaar", exact=True).click()
    expect(page).to_have_url(re.compile("/partner/$"))
    assert Partner.objects.filter(name__iregex="rijksuniversiteit +groningen").count() == 2


def test_making_an_initiative_with_a_partner_and_publishing_it(page, network):
    page.goto(f"{PLACE}/initiative/add/")
    page.get_by_label("Programma").select_option(label="City Deal Kennis Maken")
    page.get_by_label("Titel", exact=True).fill("Koken met de buurt")
    page.get_by_role("button", name="Bewaar en publiceer").click()
    expect(page.get_by_text("Voeg eerst een partner toe.")).to_be_visible()
    page.get_by_role("link", name="Partner toevoegen").click()
    partner = Partner.objects.first()
    page.get_by_role("combobox", name="Partner").fill(partner.name)
    page.get_by_role("option", name=partner.name, exact=True).click()
    page.get_by_role("button", name="Bewaar", exact=True).click()
    page.get_by_role("button", name="Bewaar en publiceer").click()
    expect(page.get_by_text("1 initiatief is gepubliceerd.")).to_be_visible()


def test_deleting_asks_first(page, network):
    theme = factories.create_theme(name="per ongeluk")
    page.goto(f"{PLACE}/theme/{theme.pk}/change/")
    page.get_by_role("link", name="Verwijder").click()
    page.get_by_role("link", name="Nee, terug").click()
    page.get_by_role("link", name="Verwijder").click()
    page.get_by_role("button", name="Ja, verwijder").click()
    expect(page).to_have_url(re.compile("/theme/$"))
    assert not Theme.objects.filter(pk=theme.pk).exists()
