"""The pages of wishes: who may, what is kept, what a partner sees of it through its own address."""

import datetime as dt
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from initiatives.lenses import Bridge, Per, WishRelation, WishUnit
from initiatives.models import Wish, WishLink, WishPair
from initiatives.models.wishes import MOST_A_DAY
from initiatives.sending import SHELF
from tests.factories import create_initiative, create_user, create_win
from tests.factories_signals import put_aside, told_ago
from tests.factories_wishes import (
    all_students,
    create_pair,
    create_partnership,
    create_wish,
    create_wish_link,
    days_ago,
    four_projects,
)

INSIDE = ["team_member", "lead", "coordinator", "programme_staff"]
CANARY = "Dit blijft onder ons"


@pytest.fixture
def partnership(initiative):
    return initiative.partnerships.get()


@pytest.fixture
def wish(partnership):
    return all_students(partnership)


@pytest.fixture
def other(initiative):
    return four_projects(create_partnership(initiative, name="Wijkcentrum"))


@pytest.fixture
def pair(wish, other):
    return create_pair(wish, other, related_on=days_ago(100))


@pytest.fixture
def win(initiative):
    return create_win(initiative=initiative)


@pytest.fixture
def link(partnership):
    return create_wish_link(partnership)


TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def without_its_address(answer) -> str:
    """The page as everyone gets it: the language switch names where one was, and logging out has a token."""
    return TOKEN.sub("", answer.text.replace(answer.request["PATH_INFO"], ""))


def page(name: str, initiative, *of) -> str:
    return reverse(f"wishes:{name}", args=[initiative.slug, *of])


@pytest.fixture
def pages(initiative, wish, pair, win, link) -> dict[str, str]:
    """Every page that only those who work on it may open."""
    return {
        "index": page("index", initiative),
        "add": page("add", initiative),
        "links": page("links", initiative),
        "pair": page("pair", initiative),
        "show": page("show", initiative, wish.pk),
        "edit": page("edit", initiative, wish.pk),
        "serve": page("serve", initiative, wish.pk),
        "bridge": page("bridge", initiative, pair.pk),
        "of_win": reverse("wishes:of_win", args=[win.pk]),
    }


@pytest.fixture
def form(partnership):
    return {"partnership": partnership.pk, "statement": "Meer tijd voor bewoners", "hand": "behalf"}


# --- who may ----------------------------------------------------------------------------------
@pytest.mark.parametrize("who", INSIDE)
def test_those_who_work_on_it_open_every_page(client, request, pages, who):
    client.force_login(request.getfixturevalue(who))
    assert {name: client.get(address).status_code for name, address in pages.items()} == dict.fromkeys(
        pages, 200
    )


def test_for_the_network_there_is_nothing_there(client, pages, outsider, initiative, wish, link, pair):
    client.force_login(outsider)
    nothing = client.get("/bestaat-niet/")
    for name, address in pages.items():
        answer = client.get(address)
        assert answer.status_code == 404
        assert without_its_address(answer) == without_its_address(nothing)
        assert client.post(address).status_code == (405 if name in ("index", "show") else 404)
    for address in (page("remove", initiative, wish.pk), page("revoke", initiative, link.pk)):
        assert client.post(address).status_code == 404
    assert Wish.objects.count() == 2
    assert WishLink.objects.usable().count() == 1


def test_a_visitor_is_asked_to_log_in(client, pages):
    assert {client.get(address).status_code for address in pages.values()} == {302}


def test_the_address_of_another_initiative_opens_nothing(client, team_member, wish, pair):
    elsewhere = create_initiative()
    elsewhere.memberships.create(user=team_member)
    client.force_login(team_member)
    for name, row in (("show", wish), ("edit", wish), ("serve", wish), ("bridge", pair)):
        assert client.get(page(name, elsewhere, row.pk)).status_code == 404


@pytest.mark.parametrize("who", ["outsider", "visitor"])
def test_no_wish_leaks_onto_pages_of_others(client, request, initiative, partnership, win, who):
    create_wish(partnership=partnership, statement=CANARY).wins.add(win)
    if who == "outsider":
        client.force_login(request.getfixturevalue(who))
    for address in (
        initiative.get_absolute_url(),
        win.get_absolute_url(),
        reverse("ambitions:index", args=[initiative.slug]),
        partnership.partner.get_absolute_url(),
    ):
        assertNotContains(client.get(address), CANARY)


def test_reading_changes_nothing(client, team_member, pages):
    client.force_login(team_member)
    before = list(Wish.objects.values()), list(WishPair.objects.values()), list(WishLink.objects.values())
    for address in pages.values():
        client.get(address)
    after = list(Wish.objects.values()), list(WishPair.objects.values()), list(WishLink.objects.values())
    assert after == before


# --- the table --------------------------------------------------------------------------------
def test_without_partners_it_says_so(client, team_member, initiative):
    initiative.partnerships.all().delete()
    client.force_login(team_member)
    assertContains(client.get(page("index", initiative)), "Er doen nog geen partners mee.")


def test_an_unknown_wish_stands_before_any_conclusion(client, team_member, initiative, wish):
    create_partnership(initiative, name="Zwijgende partner")
    client.force_login(team_member)
    html = client.get(page("index", initiative)).text
    assert html.index("wens onbekend") < html.index("Wie wil wat")
    assert html.index("Zwijgende partner") < html.index("Alle studenten doen mee")


def waits_for_a_talk(initiative, **told) -> WishPair:
    """Two wishes that rub for longer than anybody should wait."""
    first, second = (
        create_wish(initiative=initiative, statement=words, stated_at=told_ago(200))
        for words in ("Veel", "Diep")
    )
    return create_pair(first, second, **told)


@pytest.mark.parametrize("who", ["coordinator", "programme_staff"])
@pytest.mark.parametrize(
    "told, sees",
    [
        ({"related_on": 104, "told_at": 104}, False),
        ({"related_on": 105, "told_at": 105}, True),
        ({"related_on": 300, "told_at": 13}, False),  # long ago, and written down just now
    ],
)
def test_a_question_is_for_the_team_alone_as_long_as_on_the_page_of_questions(
    client, request, initiative, who, told, sees
):
    waits_for_a_talk(initiative, related_on=days_ago(told["related_on"]), told_at=told_ago(told["told_at"]))
    page, asks = reverse("wishes:index", args=[initiative.slug]), "Wanneer bespreken jullie dit?"
    client.force_login(request.getfixturevalue(who))
    assert (asks in client.get(page).text) is sees
    assert (asks in client.get(reverse("signals:index", args=[initiative.slug])).text) is sees
    client.force_login(create_user(member_of=initiative))
    assertContains(client.get(page), asks)


@pytest.mark.parametrize("who", INSIDE)
def test_a_question_that_is_put_aside_stands_here_for_nobody(client, request, initiative, who):
    pair = waits_for_a_talk(initiative, related_on=days_ago(200), told_at=told_ago(200))
    page, asks = reverse("wishes:index", args=[initiative.slug]), "Wanneer bespreken jullie dit?"
    client.force_login(request.getfixturevalue(who))
    assertContains(client.get(page), asks)
    put_aside(initiative, rule="tension_open", about=str(pair.pk))
    assertNotContains(client.get(page), asks)


def test_nobody_looked_nothing_found_and_found_read_differently(
    client, team_member, initiative, wish, other, win
):
    client.force_login(team_member)
    assertContains(client.get(page("index", initiative)), "niet bekeken", count=3)
    wish.wins.add(win)
    html = client.get(page("index", initiative))
    assertContains(html, "nog geen small win", count=1)
    assertContains(html, f"{page('show', initiative, wish.pk)}#wins")
    assertContains(html, "Bij die ene small win staat bij welke wens hij helpt")


def test_the_number_of_wins_opens_exactly_those(client, team_member, initiative, wish):
    wins = [create_win(initiative=initiative, title=f"Winst {n}") for n in range(3)]
    wish.wins.set(wins[:2])
    client.force_login(team_member)
    assertContains(client.get(page("index", initiative)), "2 small wins")
    shown = client.get(page("show", initiative, wish.pk))
    assert [f"Winst {n}" in shown.text for n in range(3)] == [True, True, False]


def test_a_number_of_something_else_stands_by_itself(client, team_member, initiative, wish):
    wish.quantity, wish.unit = 4, WishUnit.OTHER
    wish.save()
    client.force_login(team_member)
    assertContains(client.get(page("index", initiative)), "<strong>4, per jaar</strong>")


def test_wins_outside_the_time_of_a_wish_are_counted_in_words(client, team_member, initiative, wish):
    wish.valid_from = days_ago(30)
    wish.save()
    days = [days_ago(10), days_ago(20), days_ago(60), days_ago(70)]
    wish.wins.set([create_win(initiative=initiative, occurred_on=day) for day in days])
    client.force_login(team_member)
    shown = client.get(page("index", initiative))
    assertContains(shown, "2 small wins</a>")
    assertContains(shown, "2 small wins vallen buiten de tijd van hun wens en tellen hieronder niet mee.")
    assertContains(
        shown, f'<a href="/small-wins/?initiatief={initiative.slug}">4</a> small wins staat bij welke'
    )


def test_a_question_says_which_days_it_counted_and_opens_the_wishes(
    client, team_member, initiative, wish, other
):
    wish.wins.set([create_win(initiative=initiative, occurred_on=days_ago(n)) for n in range(6)])
    client.force_login(team_member)
    shown = client.get(page("index", initiative))
    anchor = f"partner-{wish.partnership.partner_id}"
    assertContains(shown, "In de laatste 365 dagen hielpen 6 small wins bij een wens.")
    assertContains(shown, f'<a href="#{anchor}">6</a> daarvan hielpen alleen deze partner.')
    assertContains(shown, f'<tbody id="{anchor}">')


def test_the_sum_asks_about_quality_and_never_gives_a_share(client, team_member, initiative, pair):
    client.force_login(team_member)
    html = client.get(page("index", initiative))
    assertContains(html, "1.200 studenten ÷ 4 projecten, per jaar: 300 studenten per project")
    assertContains(html, "Wat betekent dit voor de kwaliteit?")
    assertContains(html, "al 100 dagen")
    assert "%" not in html.text.partition("<main")[2]


# --- a wish -----------------------------------------------------------------------------------
def test_a_wish_with_a_number(client, team_member, initiative, form):
    client.force_login(team_member)
    number = {"quantity": "1.200", "unit": WishUnit.STUDENTS, "per": Per.YEAR}
    answer = client.post(page("add", initiative), form | number)
    wish = Wish.objects.get()
    assertRedirects(answer, wish.get_absolute_url())
    assert (wish.quantity, wish.unit, wish.per) == (1200, "students", "year")
    assert (wish.stated_by, wish.is_first_hand, wish.kind, wish.priority) == (team_member, False, None, None)


def test_only_a_partner_and_a_sentence_are_needed(client, team_member, initiative, form):
    client.force_login(team_member)
    client.post(page("add", initiative), form)
    assert Wish.objects.get().statement == form["statement"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"statement": ""}, "Schrijf de wens in één zin."),
        ({"statement": "x" * 281}, "Dit is 281 tekens lang."),
        ({"partnership": ""}, "Kies de partner."),
        ({"partnership": "999999"}, "Dit antwoord kennen we niet."),
        ({"quantity": "4"}, "Kies waarvan."),
        ({"quantity": "4", "unit": "projects"}, "Kies per hoeveel tijd."),
        ({"unit": "projects", "per": "year"}, "Schrijf het getal erbij, of laat alle drie leeg."),
        ({"quantity": "veel", "unit": "projects", "per": "year"}, "Dit lezen we niet als getal."),
        ({"quantity": "0", "unit": "projects", "per": "year"}, "Schrijf een getal groter dan nul."),
        ({"kind": "geluk"}, "Dit antwoord kennen we niet."),
        (
            {"valid_from": "2026-02-01", "valid_until": "2026-01-01"},
            "Een wens stopt niet voordat hij begint.",
        ),
        ({"valid_from": "gisteren"}, "Dit is geen dag die we kennen."),
    ],
)
def test_a_refused_wish_comes_back_in_full(client, team_member, initiative, form, change, sentence):
    client.force_login(team_member)
    answer = client.post(page("add", initiative), form | {"priority": "must"} | change)
    assertContains(answer, sentence, status_code=422)
    assertContains(
        answer, 'value="must" id="id_priority_1" checked', status_code=422
    ) if "kind" not in change else None
    assert not Wish.objects.exists()


def test_an_ended_partner_gets_no_new_wish(client, team_member, initiative, form):
    gone = create_partnership(initiative, until=days_ago(1))
    client.force_login(team_member)
    answer = client.post(page("add", initiative), form | {"partnership": gone.pk})
    assert answer.status_code == 422


def test_an_address_may_fill_in_the_words(client, team_member, initiative, partnership):
    client.force_login(team_member)
    address = f"{page('add', initiative)}?partner={partnership.partner_id}&wens=Meer+tijd"
    html = client.get(address)
    assertContains(html, "Meer tijd</textarea>")
    assertContains(html, f'<option value="{partnership.pk}" selected>')
    assert not Wish.objects.exists()


def test_a_wish_is_changed_and_keeps_who_said_it_first(client, team_member, lead, initiative, form):
    client.force_login(team_member)
    client.post(page("add", initiative), form)
    wish = Wish.objects.get()
    client.force_login(lead)
    client.post(page("edit", initiative, wish.pk), form | {"statement": "Anders", "hand": "first"})
    wish.refresh_from_db()
    assert (wish.statement, wish.is_first_hand, wish.stated_by) == ("Anders", True, team_member)


def test_words_of_somebody_else_are_not_written_over_unseen(client, team_member, initiative, wish, form):
    client.force_login(team_member)
    address = page("edit", initiative, wish.pk)
    version = client.get(address).context["form"]["version"].value()
    Wish.objects.update(statement="Door een ander")
    answer = client.post(address, form | {"version": version})
    assertContains(answer, "Door een ander", status_code=409)
    assertContains(answer, form["statement"], status_code=409)
    again = answer.context["form"]["version"].value()
    assertRedirects(client.post(address, form | {"version": again}), wish.get_absolute_url())


def test_typed_text_waits_until_somebody_logged_in(client, team_member, initiative, form):
    client.post(page("add", initiative), form)
    session = dict(client.session)
    client.force_login(team_member)
    store = client.session
    store.update({SHELF: session[SHELF]})
    store.save()
    assertContains(client.get(page("add", initiative)), form["statement"])
    assert not Wish.objects.exists()


def test_a_wish_is_taken_away_by_posting_only(client, team_member, initiative, wish, pair):
    client.force_login(team_member)
    assert client.get(page("remove", initiative, wish.pk)).status_code == 405
    client.post(page("remove", initiative, wish.pk))
    assert not Wish.objects.filter(pk=wish.pk).exists()
    assert not WishPair.objects.exists()


# --- which wins serve it ----------------------------------------------------------------------
def test_wins_are_tied_to_a_wish_and_loosened_again(client, team_member, initiative, wish):
    first, second = (create_win(initiative=initiative, title=t) for t in "ab")
    client.force_login(team_member)
    client.post(page("serve", initiative, wish.pk), {"wins": [first.pk, second.pk]})
    assert wish.wins.count() == 2
    client.post(page("serve", initiative, wish.pk), {"wins": [second.pk]})
    assert list(wish.wins.all()) == [second]


def test_a_win_of_another_initiative_serves_nothing_here(client, team_member, initiative, wish):
    elsewhere = create_win(initiative=create_initiative())
    client.force_login(team_member)
    answer = client.post(page("serve", initiative, wish.pk), {"wins": [elsewhere.pk]})
    assert answer.status_code == 422
    assert not wish.wins.exists()


def test_searching_for_wins_loosens_none(client, team_member, initiative, wish):
    kept = create_win(initiative=initiative, title="De sleutel")
    found = create_win(initiative=initiative, title="De wethouder")
    wish.wins.add(kept)
    client.force_login(team_member)
    address = f"{page('serve', initiative, wish.pk)}?q=wethouder"
    assertNotContains(client.get(address), "De sleutel")
    client.post(address, {"wins": [found.pk]})
    assert set(wish.wins.all()) == {kept, found}


def test_from_the_page_of_a_win(client, team_member, initiative, wish, other, win):
    client.force_login(team_member)
    assertContains(client.get(win.get_absolute_url()), "Bij welke wens helpt dit?")
    address = reverse("wishes:of_win", args=[win.pk])
    assertRedirects(client.post(address, {"wishes": [wish.pk]}), win.get_absolute_url())
    assert list(win.wishes.all()) == [wish]
    assertContains(client.get(win.get_absolute_url()), "Alle studenten doen mee")
    client.post(address, {"wishes": []})
    assert not win.wishes.exists()


def test_a_withdrawn_win_is_asked_nothing(client, team_member, win):
    win.withdraw(by=team_member)
    client.force_login(team_member)
    assert client.get(reverse("wishes:of_win", args=[win.pk])).status_code == 404
    assertNotContains(client.get(win.get_absolute_url()), "Bij welke wens helpt dit?")


def test_a_wish_of_another_initiative_is_not_served_from_here(client, team_member, win):
    elsewhere = create_wish(initiative=create_initiative())
    client.force_login(team_member)
    answer = client.post(reverse("wishes:of_win", args=[win.pk]), {"wishes": [elsewhere.pk]})
    assert answer.status_code == 422


def ticked(client, address: str) -> list[str]:
    """The ticks of the form when it was opened."""
    return re.findall(r'name="was" value="([^"]*)"', client.get(address).text)


def test_two_people_who_say_which_wishes_a_win_serves_both_keep_their_answer(
    client, team_member, wish, other, win
):
    win.wishes.add(other)
    client.force_login(team_member)
    address = reverse("wishes:of_win", args=[win.pk])
    was = ticked(client, address)
    client.post(address, {"was": was, "wishes": [wish.pk, other.pk]})  # a colleague, from the same page
    client.post(address, {"was": was, "wishes": []})
    assert list(win.wishes.all()) == [wish]


def test_two_people_who_say_which_wins_serve_a_wish_both_keep_their_answer(
    client, team_member, initiative, wish
):
    first, second = (create_win(initiative=initiative, title=t) for t in "ab")
    client.force_login(team_member)
    address = page("serve", initiative, wish.pk)
    was = ticked(client, address)
    client.post(address, {"was": was, "wins": [first.pk]})
    client.post(address, {"was": was, "wins": [second.pk]})
    assert set(wish.wins.all()) == {first, second}


def test_the_first_ticks_come_back_with_a_refusal(client, team_member, wish, win):
    win.wishes.add(wish)
    client.force_login(team_member)
    address = reverse("wishes:of_win", args=[win.pk])
    refused = client.post(address, {"was": ["", str(wish.pk)], "wishes": ["niets"]})
    assertContains(refused, f'name="was" value="{wish.pk}"', status_code=422)


@pytest.mark.parametrize("name", ["edit", "serve", "of_win", "bridge"])
def test_a_compared_row_is_held_until_it_is_saved(client, team_member, initiative, wish, pair, win, name):
    client.force_login(team_member)
    row = {"edit": wish, "serve": wish, "of_win": win, "bridge": pair}[name]
    address = reverse("wishes:of_win", args=[win.pk]) if name == "of_win" else page(name, initiative, row.pk)
    with CaptureQueriesContext(connection) as queries:
        client.post(address, {})
    assert any(f'FOR NO KEY UPDATE OF "{row._meta.db_table}"' in query["sql"] for query in queries)


# --- two wishes -------------------------------------------------------------------------------
def test_two_wishes_are_laid_beside_each_other(client, team_member, initiative, wish, other):
    client.force_login(team_member)
    words = {"first": other.pk, "second": wish.pk, "relation": WishRelation.TENSION, "reason": "Te veel"}
    answer = client.post(page("pair", initiative), words)
    pair = WishPair.objects.get()
    assertRedirects(answer, pair.get_absolute_url())
    assert {pair.first, pair.second} == {wish, other}
    assert (pair.relation, pair.reason, pair.told_by) == ("tension", "Te veel", team_member)
    assert pair.related_on == timezone.localdate()


def test_about_a_pair_that_is_there_it_points_there(client, team_member, initiative, pair):
    client.force_login(team_member)
    words = {"first": pair.second_id, "second": pair.first_id, "relation": "neutral"}
    answer = client.post(page("pair", initiative), words)
    assertContains(answer, pair.get_absolute_url(), status_code=422)
    assert WishPair.objects.count() == 1


def test_a_wish_is_no_pair_with_itself(client, team_member, initiative, wish):
    client.force_login(team_member)
    words = {"first": wish.pk, "second": wish.pk, "relation": "neutral"}
    assertContains(client.post(page("pair", initiative), words), "Kies een andere wens", status_code=422)


def bridge_words(**words) -> dict:
    return {"relation": "tension", "related_on": days_ago(100).isoformat()} | words


def test_an_agreement_with_what_each_gives_up(client, team_member, initiative, pair):
    client.force_login(team_member)
    address = page("bridge", initiative, pair.pk)
    assertContains(client.get(address), "Wat geeft Wijkcentrum op?")
    words = bridge_words(
        agreement="Vier projecten in drie wijken",
        ideas=[Bridge.MORE_PLACES],
        first_gives="Tempo",
        second_gives="Rust",
        first_agreed_on=days_ago(2).isoformat(),
        second_agreed_on=days_ago(1).isoformat(),
        review_on=days_ago(-365).isoformat(),
    )
    assertRedirects(client.post(address, words), address)
    pair.refresh_from_db()
    assert pair.agreement == "Vier projecten in drie wijken\nWe zoeken er meer wijken of plekken bij."
    assert pair.is_agreed
    assertContains(client.get(page("index", initiative)), "er is een afspraak")


def test_the_same_idea_is_not_added_twice(client, team_member, initiative, pair):
    client.force_login(team_member)
    sentence = str(Bridge.LOWER_WISH.explanation)
    words = bridge_words(agreement=sentence, ideas=[Bridge.LOWER_WISH])
    client.post(page("bridge", initiative, pair.pk), words)
    pair.refresh_from_db()
    assert pair.agreement == sentence


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"first_agreed_on": days_ago(1).isoformat()}, "Schrijf wat jullie afspreken."),
        ({"agreement": "x", "first_agreed_on": days_ago(-2).isoformat()}, "Deze dag moet nog komen."),
        ({"related_on": ""}, "Kies de dag."),
        ({"relation": "liefde"}, "Dit antwoord kennen we niet."),
    ],
)
def test_an_agreement_that_cannot_be_comes_back(client, team_member, initiative, pair, change, sentence):
    client.force_login(team_member)
    answer = client.post(page("bridge", initiative, pair.pk), bridge_words(second_gives="Rust") | change)
    assertContains(answer, sentence, status_code=422)
    assertContains(answer, "Rust", status_code=422)


def test_a_relation_said_anew_starts_today(client, team_member, initiative, pair):
    client.force_login(team_member)
    client.post(page("bridge", initiative, pair.pk), bridge_words(relation="conflict"))
    pair.refresh_from_db()
    assert (pair.relation, pair.related_on) == ("conflict", timezone.localdate())


AGREED = {"agreement": "Vier projecten", "first_gives": "Tempo", "second_gives": "Rust"}


@pytest.fixture
def agreed(pair):
    """A pair on which both partners said yes, long ago."""
    for name, word in AGREED.items():
        setattr(pair, name, word)
    pair.first_agreed_on = pair.second_agreed_on = days_ago(90)
    pair.save()
    return pair


def agreed_words(**words) -> dict:
    days = dict.fromkeys(["first_agreed_on", "second_agreed_on"], days_ago(90).isoformat())
    return bridge_words(**AGREED, **days) | words


@pytest.mark.parametrize(
    "change",
    [
        {"agreement": "Eén project"},
        {"relation": "conflict"},
        {"second_gives": "Alles"},
        {"ideas": [Bridge.LOWER_WISH]},
    ],
)
def test_an_agreement_whose_words_change_is_agreed_on_no_more(
    client, team_member, initiative, agreed, change
):
    client.force_login(team_member)
    answer = client.post(page("bridge", initiative, agreed.pk), agreed_words(**change), follow=True)
    agreed.refresh_from_db()
    assert (agreed.first_agreed_on, agreed.second_agreed_on, agreed.is_open) == (None, None, True)
    assertContains(answer, "is weg, want er staat nu iets anders. Vraag het opnieuw.")
    for end in (agreed.first, agreed.second):
        assertContains(answer, end.partnership.partner.name)


@pytest.mark.parametrize("change", [{}, {"reason": "Te druk"}, {"review_on": days_ago(-365).isoformat()}])
def test_an_agreement_whose_words_stay_keeps_its_days(client, team_member, initiative, agreed, change):
    client.force_login(team_member)
    answer = client.post(page("bridge", initiative, agreed.pk), agreed_words(**change), follow=True)
    agreed.refresh_from_db()
    assert agreed.is_agreed
    assertNotContains(answer, "Vraag het opnieuw")


def test_a_new_yes_to_the_new_words_is_an_agreement(client, team_member, initiative, agreed):
    client.force_login(team_member)
    words = agreed_words(agreement="Eén project", first_agreed_on=days_ago(1).isoformat())
    client.post(page("bridge", initiative, agreed.pk), words)
    agreed.refresh_from_db()
    assert (agreed.first_agreed_on, agreed.second_agreed_on) == (days_ago(1), None)


# --- a partner's own address ------------------------------------------------------------------
def test_an_address_for_a_partner(client, team_member, initiative, partnership):
    client.force_login(team_member)
    assertRedirects(
        client.post(page("links", initiative), {"partnership": partnership.pk}), page("links", initiative)
    )
    link = WishLink.objects.get()
    assertContains(client.get(page("links", initiative)), f"http://testserver{link.get_absolute_url()}")
    client.post(page("revoke", initiative, link.pk))
    assert not WishLink.objects.usable().exists()
    assertNotContains(client.get(page("links", initiative)), link.token)


def test_a_partner_reads_what_it_is_for_and_writes(client, initiative, link):
    address = link.get_absolute_url()
    assertContains(client.get(address), initiative.title)
    words = {"statement": "Meer tijd", "submission_id": uuid.uuid4()}
    assertRedirects(client.post(address, words), f"{address}?dank=ja")
    html = client.get(f"{address}?dank=ja")
    assertContains(html, "Dank je.")
    assertContains(html, "Meer tijd")
    assert Wish.objects.get().is_first_hand


def test_a_short_word_opens_the_form_and_no_wish_of_before(client, team_member, initiative, link):
    client.post(link.get_absolute_url(), {"statement": CANARY, "submission_id": uuid.uuid4()})
    assertNotContains(client.get(link.typed_url), CANARY)
    sent = {"statement": "Meer tijd", "submission_id": uuid.uuid4()}
    assertRedirects(client.post(link.typed_url, sent), f"{link.typed_url}?dank=ja")
    thanks = client.get(f"{link.typed_url}?dank=ja")
    assertContains(thanks, "Dank je.")
    for hidden in (CANARY, "Meer tijd", link.token):
        assertNotContains(thanks, hidden)
    assertContains(client.get(link.get_absolute_url()), "Meer tijd")
    client.force_login(team_member)
    assertContains(client.get(page("links", initiative)), f"testserver/wens/{link.word}")


def test_a_partner_sees_no_wish_that_the_team_wrote(client, link, partnership):
    create_wish(partnership=partnership, statement=CANARY)
    assertNotContains(client.get(link.get_absolute_url()), CANARY)


def test_sent_twice_is_one_wish(client, link):
    words = {"statement": "Meer tijd", "submission_id": uuid.uuid4()}
    for _ in range(3):
        assert client.post(link.get_absolute_url(), words).status_code == 302
    assert Wish.objects.count() == 1


def test_other_words_under_the_same_number_are_asked_about_and_then_another_wish(client, link):
    words = {"statement": "Meer tijd", "submission_id": str(uuid.uuid4())}
    client.post(link.get_absolute_url(), words)
    answer = client.post(link.get_absolute_url(), words | {"statement": "Minder tijd"})
    assertContains(answer, "Minder tijd", status_code=409)
    anew = str(answer.context["form"]["submission_id"].value())
    assert anew != words["submission_id"]
    client.post(link.get_absolute_url(), {"statement": "Minder tijd", "submission_id": anew})
    assert Wish.objects.count() == 2


def test_a_refused_wish_of_a_partner_comes_back(client, link):
    answer = client.post(link.get_absolute_url(), {"statement": "Vier projecten", "quantity": "4"})
    assertContains(answer, "Vier projecten", status_code=422)


def test_the_thirty_first_of_a_day_keeps_its_text(client, link):
    for n in range(MOST_A_DAY):
        Wish.objects.say_through(link, submission_id=uuid.uuid4(), statement=f"Wens {n}")
    answer = client.post(link.get_absolute_url(), {"statement": "De eenendertigste"})
    assertContains(answer, "De eenendertigste", status_code=429)
    assert answer["Retry-After"] == "86400"
    assert Wish.objects.count() == MOST_A_DAY


@pytest.mark.parametrize("method", ["get", "post", "head"])
def test_nobody_keeps_such_a_page_or_passes_it_on(client, link, method):
    answer = getattr(client, method)(link.get_absolute_url())
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_a_reader_of_the_link_gets_no_session(client, link):
    client.get(link.get_absolute_url())
    assert "sessionid" not in client.cookies


@pytest.mark.parametrize("stop", ["revoked", "expired", "wrong"])
def test_an_address_that_does_not_work_looks_like_any_other(client, team_member, link, stop):
    address = link.get_absolute_url()
    if stop == "revoked":
        link.revoke(by=team_member)
    elif stop == "expired":
        WishLink.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    else:
        address = reverse("wishes:say", args=["x" * 22])
    nothing = client.get("/bestaat-niet/")
    answer = client.get(address)
    assert answer.status_code == 404
    assert without_its_address(answer) == without_its_address(nothing)
    assert client.post(address, {"statement": "x"}).status_code == 404
    assert not Wish.objects.exists()


def test_forgery_is_refused(link):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link.get_absolute_url(), {"statement": "x"}).status_code == 403


# --- how often it asks ------------------------------------------------------------------------
def test_no_page_asks_more_often_because_there_is_more(client, team_member, initiative, pages, wish, win):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def counts() -> dict[str, int]:
        found = {}
        for name, address in pages.items():
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            found[name] = len(queries)
        return found

    client.force_login(team_member)
    wish.wins.add(win)
    before = counts()
    for _ in range(5):
        more = create_wish(initiative=initiative)
        more.wins.add(create_win(initiative=initiative, by=team_member), win)
        wish.wins.add(create_win(initiative=initiative, by=team_member))
        create_pair(wish, more)
        create_wish_link(more.partnership)
    assert {name: (before[name], n) for name, n in counts().items() if n > before[name]} == {}


def test_the_page_asks_by_the_limits_of_this_site(client, team_member, wish, other, initiative, settings):
    create_pair(wish, other, related_on=days_ago(20))
    client.force_login(team_member)
    address = reverse("wishes:index", args=[initiative.slug])
    assertNotContains(client.get(address), "schuren al")
    settings.SIGNAL_LIMITS = {"tension_days": 10}
    assertContains(client.get(address), "schuren al 20 dagen")
