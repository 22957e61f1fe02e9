"""Ambitions: readers of the initiative read the choices, and people who work on it make them."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from initiatives.lenses import Agreement, Choice
from initiatives.models import Ambition, AuditEntry, Initiative, MeaningAnswer, ScalingMeaning
from tests.access.sheets import read_and_send
from tests.factories import create_initiative
from tests.factories_wishes import create_ambition, create_meaning, create_partnership, days_ago

INSIDE = ["team_member", "lead", "coordinator", "programme_staff"]


def page(name: str, initiative, *of) -> str:
    return reverse(f"ambitions:{name}", args=[initiative.slug, *of])


@pytest.fixture
def meaning(initiative):
    return create_meaning(initiative)


@pytest.fixture
def forms(initiative, meaning) -> list[str]:
    return [
        page("choose", initiative, "growth"),
        page("dream", initiative),
        page("mean", initiative),
        page("agree", initiative, initiative.partnerships.get().pk),
    ]


# --- who may ----------------------------------------------------------------------------------
@pytest.mark.parametrize("who", [*INSIDE, "outsider", "visitor"])
def test_readers_of_the_initiative_read_its_choices(client, request, initiative, who):
    create_ambition(initiative, choice=Choice.NOT, reason="Te groot voor ons")
    if who != "visitor":
        client.force_login(request.getfixturevalue(who))
    assertContains(client.get(page("index", initiative)), "Te groot voor ons")


@pytest.mark.parametrize(
    "who, pages",
    [
        ("team_member", {"verhaal", "wensen", "buitenwereld", "pilotparadox", "vragen"}),
        ("coordinator", {"verhaal", "wensen", "buitenwereld", "vragen"}),
        ("outsider", {"verhaal", "buitenwereld"}),
        ("visitor", {"verhaal"}),
    ],
)
def test_the_row_of_pages_names_those_that_open_for_this_reader(client, request, initiative, who, pages):
    if who != "visitor":
        client.force_login(request.getfixturevalue(who))
    html = client.get(page("index", initiative)).text
    row = html[html.index('class="mirror-nav"') :].partition("</nav>")[0]
    every = ("verhaal", "wensen", "buitenwereld", "pilotparadox", "vragen")
    addresses = {name: f"{initiative.get_absolute_url()}{name}/" for name in every}
    assert {name for name in every if addresses[name] in row} == pages
    assert all(client.get(addresses[name]).status_code == 200 for name in pages)


@pytest.mark.parametrize("who", ["outsider", "visitor"])
def test_the_ambitions_of_an_unpublished_initiative_are_not_there(client, request, who):
    hidden = create_initiative(published=False)
    if who != "visitor":
        client.force_login(request.getfixturevalue(who))
    assert client.get(page("index", hidden)).status_code == 404


@pytest.mark.parametrize("who", INSIDE)
def test_those_who_work_on_it_open_every_form(client, request, forms, who):
    client.force_login(request.getfixturevalue(who))
    assert [client.get(address).status_code for address in forms] == [200] * 4


def test_for_others_there_is_no_form(client, forms, outsider, initiative):
    client.force_login(outsider)
    for address in forms:
        assert client.get(address).status_code == 404
        assert (
            client.post(address, {"choice": "yes", "dream": "x", "text": "x", "answer": "agrees"}).status_code
            == 404
        )
    assertNotContains(client.get(page("index", initiative)), "/ambities/droom/")
    assert not Ambition.objects.exists()


def test_only_people_who_work_on_it_read_whose_choice_it_was(client, initiative, team_member, outsider):
    choice = create_ambition(initiative)
    client.force_login(outsider)
    assertNotContains(client.get(page("index", initiative)), str(choice.decided_by))
    client.force_login(team_member)
    assertContains(client.get(page("index", initiative)), f"opgeschreven door {choice.decided_by}")


# --- choices ----------------------------------------------------------------------------------
def test_nothing_chosen_reads_otherwise_than_deliberately_not(client, initiative):
    create_ambition(initiative, choice=Choice.NOT, reason="Te groot")
    html = client.get(page("index", initiative))
    assertContains(html, "Bewust niet", count=1)
    assertContains(html, "Nog niet gekozen", count=6)


def test_a_choice_is_made_and_made_again(client, initiative, team_member):
    client.force_login(team_member)
    address = page("choose", initiative, "replication")
    today = days_ago(0).isoformat()
    answer = client.post(address, {"choice": "yes", "decided_on": days_ago(9).isoformat()})
    assertRedirects(answer, f"{page('index', initiative)}#replication")
    client.post(address, {"choice": "not", "reason": "Elke stad begint zelf", "decided_on": today})
    html = client.get(page("index", initiative))
    assertContains(html, "Eerdere keuzes")
    assertContains(html, "Elke stad begint zelf")
    assert [(a.choice, a.decided_by) for a in Ambition.objects.all()] == [
        ("not", team_member),
        ("yes", team_member),
    ]


def test_the_same_choice_sent_twice_is_one(client, initiative, team_member):
    client.force_login(team_member)
    for _ in range(3):
        client.post(
            page("choose", initiative, "deep"), {"choice": "yes", "decided_on": days_ago(0).isoformat()}
        )
    assert Ambition.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"choice": "not"}, "Schrijf waarom jullie hier bewust niet voor kiezen."),
        ({"choice": ""}, "Maak een keuze."),
        ({"choice": "misschien"}, "Dit antwoord kennen we niet."),
        ({"choice": "yes", "decided_on": days_ago(-2).isoformat()}, "Deze dag moet nog komen."),
        ({"choice": "yes", "reason": "x" * 1001}, "Dit is 1001 tekens lang."),
    ],
)
def test_a_choice_that_cannot_be_comes_back(client, initiative, team_member, change, sentence):
    client.force_login(team_member)
    words = {"decided_on": days_ago(0).isoformat()} | change
    assertContains(client.post(page("choose", initiative, "up"), words), sentence, status_code=422)
    assert not Ambition.objects.exists()


@pytest.mark.parametrize("ray", ["sideways", "local", "geen"])
def test_an_address_without_a_type_or_direction_is_not_there(client, initiative, team_member, ray):
    client.force_login(team_member)
    assert client.get(page("choose", initiative, ray)).status_code == 404


# --- the dream --------------------------------------------------------------------------------
def test_the_dream_changes_and_what_it_was_stays(client, initiative, team_member, outsider):
    client.force_login(team_member)
    for text in ("Elke student een keer", "Gewoon werk"):
        answer = client.post(page("dream", initiative), {"dream": text, "dream_en": ""})
        assertRedirects(answer, f"{page('index', initiative)}#droom")
    html = client.get(page("index", initiative))
    assertContains(html, "Gewoon werk")
    assertContains(html, "Elke student een keer")
    assertContains(html, f"veranderd door {team_member}")
    assert AuditEntry.objects.filter(changes__has_key="dream").first().actor == team_member
    client.force_login(outsider)
    assertNotContains(client.get(page("index", initiative)), "Elke student een keer")


def test_a_dream_that_somebody_else_changed_is_not_written_over_unseen(client, initiative, team_member):
    client.force_login(team_member)
    version = client.get(page("dream", initiative)).context["form"]["version"].value()
    Initiative.objects.update(dream="Door een ander")
    answer = client.post(page("dream", initiative), {"dream": "Van mij", "version": version})
    assertContains(answer, "Door een ander", status_code=409)
    assertContains(answer, "Van mij", status_code=409)


def test_a_dream_is_shown_as_it_was_typed(client, initiative, team_member):
    client.force_login(team_member)
    client.post(page("dream", initiative), {"dream": "<b>Groot</b> & klein"})
    assertContains(client.get(page("index", initiative)), "&lt;b&gt;Groot&lt;/b&gt; &amp; klein")


# --- what scaling means here ------------------------------------------------------------------
def test_another_text_is_a_new_version(client, initiative, team_member):
    client.force_login(team_member)
    for text in ("Dat het gewoon wordt", "Dat het gewoon wordt", "Dat het blijft"):
        client.post(page("mean", initiative), {"text": text})
    assert [meaning.text for meaning in ScalingMeaning.objects.all()] == [
        "Dat het blijft",
        "Dat het gewoon wordt",
    ]
    html = client.get(page("index", initiative))
    assertContains(html, "1 eerdere tekst")


def test_a_partner_agrees_partly_with_a_note(client, initiative, meaning, team_member):
    row = initiative.partnerships.get()
    client.force_login(team_member)
    address = page("agree", initiative, row.pk)
    assertContains(client.get(address), meaning.text)
    assertRedirects(
        read_and_send(client, address, {"answer": "partly", "note": "Wel met geld"}),
        f"{page('index', initiative)}#betekenis",
    )
    read_and_send(client, address, {"answer": "disagrees", "note": ""})
    said = MeaningAnswer.objects.get()
    assert (said.answer, said.note, said.said_by) == ("disagrees", "", team_member)


@pytest.mark.parametrize("mark", [{}, {"version": ""}], ids=["no mark", "an empty one"])
def test_an_answer_without_the_mark_of_its_text_is_refused(client, initiative, meaning, team_member, mark):
    client.force_login(team_member)
    address = page("agree", initiative, initiative.partnerships.get().pk)
    assertContains(client.post(address, {"answer": "agrees"} | mark), meaning.text, status_code=409)
    assert not MeaningAnswer.objects.exists()


def test_disagreement_is_seen_in_counts_and_not_asked_is_told_apart(client, initiative, meaning, team_member):
    answers = [Agreement.AGREES] * 2 + [Agreement.DISAGREES] + [Agreement.UNKNOWN] * 3
    for answer in answers:
        MeaningAnswer.objects.create(
            meaning=meaning, partnership=create_partnership(initiative), answer=answer, said_by=team_member
        )
    client.force_login(team_member)
    text = " ".join(client.get(page("index", initiative)).text.split())
    assert "2 eens, 1 niet eens, 3 weten we niet, 1 niet gevraagd" in text


def test_the_network_reads_the_text_only(client, initiative, meaning, team_member, outsider):
    MeaningAnswer.objects.create(
        meaning=meaning,
        partnership=initiative.partnerships.get(),
        answer=Agreement.DISAGREES,
        note="Onder ons",
        said_by=team_member,
    )
    client.force_login(outsider)
    html = client.get(page("index", initiative))
    assertContains(html, meaning.text)
    assertNotContains(html, "Onder ons")
    assertNotContains(html, "niet eens")
    client.logout()
    assertNotContains(client.get(page("index", initiative)), meaning.text)


def test_an_answer_belongs_to_the_text_that_was_read(client, initiative, meaning, team_member):
    client.force_login(team_member)
    address = page("agree", initiative, initiative.partnerships.get().pk)
    seen = client.get(address).context["form"]["version"].value()
    create_meaning(initiative, text="Intussen iets anders")
    answer = client.post(address, {"answer": "agrees", "version": seen})
    assertContains(answer, "Intussen iets anders", status_code=409)
    assert not MeaningAnswer.objects.exists()


def test_before_there_is_a_text_nobody_can_agree(client, initiative, team_member):
    client.force_login(team_member)
    address = page("agree", initiative, initiative.partnerships.get().pk)
    assert client.get(address).status_code == 404


def test_a_partner_of_another_initiative_is_not_asked_here(client, initiative, meaning, team_member):
    elsewhere = create_initiative().partnerships.get()
    client.force_login(team_member)
    assert client.get(page("agree", initiative, elsewhere.pk)).status_code == 404
