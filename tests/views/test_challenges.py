"""The question of the city that an initiative works on: first on its page, in lists, and named by its team."""

import pytest
from django.conf import settings
from django.urls import reverse

from initiatives.models import Challenge, Initiative
from tests.factories import create_city, create_initiative

LONELY = "Hoe zorgen we dat minder mensen zich eenzaam voelen?"


@pytest.fixture
def lonely(db):
    return Challenge.objects.create(
        title=LONELY, title_en="How do we make fewer people feel lonely?", slug="eenzaamheid"
    )


def page(initiative) -> str:
    return reverse("challenges:choose", args=[initiative.slug])


def named(initiative) -> list[str]:
    return sorted(initiative.challenges.values_list("title", flat=True))


# ------------------------------------------------------------------ where it is read
def test_the_question_stands_before_the_name_and_opens_the_initiatives_that_work_on_it(
    client, initiative, lonely
):
    initiative.challenges.add(lonely)
    other = create_initiative(title="Heel iets anders")
    shown = client.get(initiative.get_absolute_url()).text
    assert 0 < shown.index(LONELY) < shown.index("<h1")
    assert f'href="{lonely.initiatives_url}"' in shown
    listed = client.get(lonely.initiatives_url).text
    assert initiative.title in listed
    assert other.title not in listed
    assert f"Vraagstuk: {LONELY}" in " ".join(listed.replace("</span>", "").split())


def test_an_english_reader_reads_it_in_english(client, initiative, lonely):
    initiative.challenges.add(lonely)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    shown = client.get(initiative.get_absolute_url()).text
    assert "Works on:" in shown
    assert lonely.title_en in shown
    assert LONELY not in shown


def test_the_list_of_initiatives_says_it_too(client, initiative, lonely):
    initiative.challenges.add(lonely)
    assert LONELY in client.get(reverse("initiatives:index")).text


def test_an_initiative_without_one_says_so_to_its_team_alone(client, initiative, team_member, outsider):
    line = "Aan welke vraag uit de stad werken jullie?"
    assert line not in client.get(initiative.get_absolute_url()).text
    client.force_login(outsider)
    assert line not in client.get(initiative.get_absolute_url()).text
    client.force_login(team_member)
    assert line in client.get(initiative.get_absolute_url()).text


def test_a_question_of_an_initiative_that_one_may_not_read_is_no_filter(client, lonely):
    create_initiative(published=False).challenges.add(lonely)
    assert LONELY not in client.get(lonely.initiatives_url).text


# ------------------------------------------------------------------ naming it
def test_a_member_chooses_one_of_the_network(client, initiative, team_member, lonely):
    client.force_login(team_member)
    assert LONELY in client.get(page(initiative)).text
    assert client.post(page(initiative), {"challenges": [lonely.pk]}).url == initiative.get_absolute_url()
    assert named(initiative) == [LONELY]


def test_words_find_questions_of_the_network_while_one_types(client, initiative, team_member, lonely):
    client.force_login(team_member)
    for words in ("eenzaam", "mensen EENZAAM", "Wat doen we tegen eenzaamheid?"):
        found = client.get(
            reverse("challenges:alike"), {"other_challenge": words}, headers={"HX-Request": "true"}
        )
        assert LONELY in found.text, words
    assert LONELY not in client.get(reverse("challenges:alike"), {"other_challenge": "fietsen"}).text


def test_a_question_that_looks_like_another_is_asked_about(client, initiative, team_member, lonely):
    client.force_login(team_member)
    own = "Wat doen we tegen eenzaamheid?"
    asked = client.post(page(initiative), {"other_challenge": own})
    assert asked.status_code == 422
    assert "Dit lijkt op een vraagstuk dat er al is." in asked.text
    assert own in asked.text
    assert named(initiative) == []
    client.post(page(initiative), {"other_challenge": own, "known_challenge": "new"})
    assert named(initiative) == [own]
    client.post(page(initiative), {"other_challenge": own, "known_challenge": lonely.pk})
    assert named(initiative) == [LONELY]


def test_the_same_question_spelled_otherwise_is_the_same(client, initiative, team_member, lonely):
    client.force_login(team_member)
    client.post(page(initiative), {"other_challenge": "hoe zorgen we dat minder mensen zich eenzaam voelen"})
    assert list(initiative.challenges.all()) == [lonely]
    assert Challenge.objects.count() == 1


def test_their_own_question_stands_beside_others(client, initiative, team_member, lonely):
    client.force_login(team_member)
    own = "Wie geeft de bomen water?"
    client.post(page(initiative), {"challenges": [lonely.pk], "other_challenge": own})
    assert named(initiative) == sorted([LONELY, own])


def test_a_made_up_key_is_refused(client, initiative, team_member):
    client.force_login(team_member)
    assert (
        client.post(page(initiative), {"other_challenge": "Zon?", "known_challenge": "99"}).status_code == 422
    )


def test_a_proposal_asks_it_first(client, outsider, initiative, lonely):
    client.force_login(outsider)
    address = reverse("initiatives:propose")
    shown = client.get(address).text
    assert shown.index("Aan welk vraagstuk werken jullie?") < shown.index("Hoe heet het?")
    sent = {
        "title": "Samen eten",
        "summary": "Elke week.",
        "city": create_city().pk,
        "challenges": [lonely.pk],
    }
    assert client.post(address, sent).status_code == 302
    assert named(Initiative.objects.get(title="Samen eten")) == [LONELY]


def test_of_many_questions_the_first_two_stand_on_the_first_line(client, initiative):
    titles = [f"Hoe krijgen we plein {number} groen?" for number in range(1, 6)]
    initiative.challenges.add(
        *(Challenge.objects.create(title=title, slug=f"plein-{n}") for n, title in enumerate(titles))
    )
    shown = client.get(initiative.get_absolute_url()).text
    assert "en nog 3" in shown[shown.index(titles[1]) : shown.index(titles[2])]
    listed = client.get(reverse("initiatives:index")).text
    assert "en nog 3" in listed
    assert titles[2] not in listed
