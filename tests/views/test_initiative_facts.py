"""A lead edits the name, the text and the facts of the initiative on the site."""

import datetime as dt

from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from initiatives.models import Challenge
from tests.access.sheets import read_and_send
from tests.factories import create_city, create_initiative, create_theme


def page(initiative) -> str:
    return reverse("initiatives:edit", args=[initiative.slug])


def test_a_lead_changes_every_fact_and_the_profile_says_them(client, initiative, lead):
    client.force_login(lead)
    city, theme = create_city(name="Leiden"), create_theme(name="wonen")
    question = Challenge.objects.create(title="Hoe blijft het koel?", slug="koel")
    facts = {
        "title": "Koele wijken",
        "title_en": "Cool neighbourhoods",
        "summary": "Bomen op elk plein.",
        "cities": [city.pk],
        "themes": [theme.pk],
        "challenges": [question.pk],
        "other_challenge": "Wie geeft de bomen water?",
        "stage": "pilot",
        "curriculum": "elective",
        "when": "roughly",
        "year": "2019",
        "stretch": "month-9",
    }
    assertRedirects(read_and_send(client, page(initiative), facts), initiative.get_absolute_url())
    initiative.refresh_from_db()
    assert (initiative.started_on, initiative.started_precision) == (dt.date(2019, 9, 1), "month")
    assert [*initiative.cities.all(), *initiative.themes.all()] == [city, theme]
    assert {str(each) for each in initiative.challenges.all()} == {
        "Hoe blijft het koel?",
        "Wie geeft de bomen water?",
    }
    profile = client.get(initiative.get_absolute_url())
    for words in ("Koele wijken", "Bomen op elk plein.", "september 2019", "Leiden", page(initiative)):
        assertContains(profile, words)


def test_only_what_stopped_has_a_last_day(client, initiative, lead):
    client.force_login(lead)
    words = {"title": initiative.title, "stage": "pilot", "when": "not_known", "ended_on": "2025-06-30"}
    refused = read_and_send(client, page(initiative), words)
    assertContains(refused, "Kies bij “Hoe ver is het?” gestopt", status_code=422)
    assertContains(refused, "asks-ended_on--filled", status_code=422)
    read_and_send(client, page(initiative), words | {"stage": "ended"})
    initiative.refresh_from_db()
    assert (initiative.stage, initiative.ended_on) == ("ended", dt.date(2025, 6, 30))
    type(initiative).objects.update(stage="pilot")  # as it may have been loaded
    read_and_send(client, page(initiative), words | {"title": "Nieuwe naam"})
    initiative.refresh_from_db()
    assert initiative.title == "Nieuwe naam"


def test_a_box_with_a_limit_counts_along(client, initiative, lead):
    client.force_login(lead)
    shown = client.get(page(initiative))
    assertContains(shown, 'data-most="200"')
    assertContains(shown, "js/count.js")


def test_a_member_reads_the_facts_and_does_not_change_them(client, initiative, team_member):
    client.force_login(team_member)
    assertNotContains(client.get(initiative.get_absolute_url()), page(initiative))
    assert client.post(page(initiative), {"title": "Anders"}).status_code == 404


def test_a_challenge_of_an_initiative_that_one_may_not_read_is_no_choice(client, initiative, lead):
    hidden = Challenge.objects.create(title="Wie betaalt het geheime plein?", slug="geheim")
    create_initiative(published=False).challenges.add(hidden)
    client.force_login(lead)
    assertNotContains(client.get(page(initiative)), "geheime plein")
    refused = read_and_send(
        client, page(initiative), {"title": "x", "when": "not_known", "challenges": [hidden.pk]}
    )
    assert refused.status_code == 422


def test_where_there_is_no_challenge_to_tick_the_form_only_asks_for_one(client, initiative, lead):
    client.force_login(lead)
    ask, tick = "Staat jullie vraagstuk er niet bij?", "Aan welk vraagstuk werken jullie?"
    assertContains(client.get(page(initiative)), tick, count=1)
    assertNotContains(client.get(page(initiative)), ask)
    Challenge.objects.create(title="Hoe blijft het koel?", slug="koel")
    assertContains(client.get(page(initiative)), ask)


def test_a_start_that_is_still_to_come_is_refused_with_every_word(client, initiative, lead):
    client.force_login(lead)
    refused = read_and_send(client, page(initiative), {"title": "Straks", "when": "roughly", "year": "2090"})
    assertContains(refused, "Deze tijd moet nog komen.", status_code=422)
    assertContains(refused, "Straks", status_code=422)


def test_a_form_without_a_start_or_with_one_that_nobody_knows_comes_back(client, initiative, lead):
    client.force_login(lead)
    for sent in ({"title": "Koele wijken"}, {"title": "Koele wijken", "when": "ooit"}):
        assertContains(client.post(page(initiative), sent), "Koele wijken", status_code=422)
