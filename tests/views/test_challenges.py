"""The question of the city that an initiative works on: first on its page, in lists, and named by its team."""

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from initiatives.models import AuditEntry, Challenge, ChallengeProposal, Initiative, challenge_proposals
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
    assert f'href="{lonely.get_absolute_url()}"' in shown
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


def test_of_many_questions_the_first_two_stand_on_the_first_line_and_one_in_a_list(client, initiative):
    titles = [f"Hoe krijgen we plein {number} groen?" for number in range(1, 6)]
    initiative.challenges.add(
        *(Challenge.objects.create(title=title, slug=f"plein-{n}") for n, title in enumerate(titles))
    )
    shown = client.get(initiative.get_absolute_url()).text
    assert "en nog 3" in shown[shown.index(titles[1]) : shown.index(titles[2])]
    listed = client.get(reverse("initiatives:index")).text
    assert f'<a href="{initiative.get_absolute_url()}">en nog 4</a>' in listed
    assert titles[0] in listed and titles[1] not in listed


# ------------------------------------------------------------------ the room and the page of one
def test_the_first_page_leads_to_the_questions_and_those_to_each(client, initiative, lonely):
    initiative.challenges.add(lonely)
    room = reverse("challenges:index")
    assert f'href="{room}"' in client.get(reverse("home")).text
    assert f'href="{lonely.get_absolute_url()}"' in client.get(room).text
    assert initiative.title in client.get(lonely.get_absolute_url()).text


def test_a_question_that_nobody_works_on_says_so_without_saying_that_nobody_does(client, lonely):
    room = client.get(reverse("challenges:index")).text
    page = client.get(lonely.get_absolute_url()).text
    for text in (room, page):
        assert "Hier staat geen initiatief dat eraan werkt" in text
        assert "Misschien werkt er wel iemand aan, en weten wij het niet." in text


def test_a_search_without_a_find_offers_to_send_in_the_question(client, lonely):
    shown = client.get(reverse("challenges:index"), {"zoek": "fietsen"}).text
    assert "In geen vraag staat “fietsen”." in shown
    assert f'href="{reverse("challenges:propose")}"' in shown


def test_htmx_gets_the_region_alone(client, lonely):
    piece = client.get(reverse("challenges:index"), headers={"HX-Request": "true"}).text
    assert piece.lstrip().startswith('<div id="room"')


def test_a_question_of_a_hidden_initiative_has_no_page(client, lonely):
    create_initiative(published=False).challenges.add(lonely)
    assert client.get(lonely.get_absolute_url()).status_code == 404


def test_search_engines_find_it_in_the_sitemap(client, lonely):
    assert lonely.get_absolute_url() in client.get(reverse("crawlers:sitemap")).text


# ------------------------------------------------------------------ "ik heb een vraagstuk"
def send_in(client, **words):
    typed = {"question": "Hoe komt er schaduw op het plein?", "city": "landelijk", "sender": "Ans, 06"}
    return client.post(reverse("challenges:propose"), typed | words)


def test_somebody_without_an_account_sends_in_a_question_and_hears_what_happens_next(client, initiative):
    city = initiative.cities.get()
    sent = send_in(client, city=city.pk)
    proposal = ChallengeProposal.objects.get()
    assert (proposal.question, proposal.city, proposal.sender, proposal.programme) == (
        "Hoe komt er schaduw op het plein?",
        city,
        "Ans, 06",
        initiative.programme,
    )
    thanks = client.get(sent.url).text
    assert "Wat gebeurt er nu?" in thanks
    assert "Ans" not in thanks


def test_a_sign_that_nobody_sees_costs_no_words(client, initiative):
    assert send_in(client, question="Hoe komt er\0 schaduw?", sender="\0").status_code == 302
    kept = ChallengeProposal.objects.get()
    assert (kept.question, kept.sender) == ("Hoe komt er schaduw?", "")


def test_no_account_stands_with_it_also_of_who_is_logged_in(client, team_member):
    client.force_login(team_member)
    send_in(client)
    entry = AuditEntry.objects.of_row(ChallengeProposal.objects.get()).get()
    assert entry.actor is None


def test_a_question_that_stands_there_is_pointed_at(client, initiative, lonely):
    sent = send_in(client, question="Hoe worden mensen minder eenzaam?")
    assert f'href="{lonely.get_absolute_url()}"' in client.get(sent.url).text


def test_a_machine_that_fills_in_all_boxes_gets_the_words_back(client, initiative):
    refused = send_in(client, website="https://koop.example")
    assert refused.status_code == 422
    assert "Dit vakje is voor machines." in refused.text
    assert "Hoe komt er schaduw op het plein?" in refused.text
    assert not ChallengeProposal.objects.exists()


def test_after_a_full_room_the_words_stay_and_it_says_when_to_come_back(client, initiative, monkeypatch):
    monkeypatch.setattr(challenge_proposals, "MOST_AN_HOUR", 0)
    refused = send_in(client)
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    assert "Hoe komt er schaduw op het plein?" in refused.text


def test_one_address_fills_its_own_hour_and_not_that_of_others(client, initiative, settings):
    limits = settings.ACCOUNT_RATE_LIMITS | {"question_sent_in": "1/h/key"}
    settings.ACCOUNT_RATE_LIMITS = limits
    questions = [f"Hoe komt er schaduw op plein {n}?" for n in range(3)]
    client.defaults["REMOTE_ADDR"] = "2001:db8::1"
    assert send_in(client, question=questions[0]).status_code == 302
    client.defaults["REMOTE_ADDR"] = "2001:db8::2"  # the same network
    refused = send_in(client, question=questions[1])
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    assert questions[1] in refused.text
    client.defaults["REMOTE_ADDR"] = "2001:db8:0:1::1"
    assert send_in(client, question=questions[2]).status_code == 302


def test_the_address_of_who_sends_is_kept_nowhere(client, initiative):
    client.defaults["REMOTE_ADDR"] = "203.0.113.77"
    send_in(client)
    with connection.cursor() as cursor:
        cursor.execute("select cache_key from cache")
        keys = " ".join(key for (key,) in cursor.fetchall())
    assert "question_sent_in" in keys
    assert "203.0.113" not in keys


def test_a_browser_without_cookies_sends_it_from_this_site_and_from_no_other(initiative):
    strict = Client(enforce_csrf_checks=True)
    for site, status in (("cross-site", 403), ("same-origin", 302)):
        typed = {"question": "Hoe komt er schaduw?", "city": "landelijk"}
        sent = strict.post(reverse("challenges:propose"), typed, headers={"Sec-Fetch-Site": site})
        assert sent.status_code == status


def test_before_there_is_a_programme_nobody_would_read_it(client):
    assert client.get(reverse("challenges:propose")).status_code == 404


# ------------------------------------------------------------------ "start hier iets"
def test_somebody_who_begins_at_a_question_sees_what_others_did_and_has_it_filled_in(
    client, initiative, lonely, outsider
):
    initiative.challenges.add(lonely)
    client.force_login(outsider)
    begin = f"{reverse('initiatives:propose')}?vraagstuk={lonely.slug}"
    assert begin.replace("&", "&amp;") in client.get(lonely.get_absolute_url()).text
    page = client.get(begin)
    assert page.text.index("Eerst: wat deden anderen hier al?") < page.text.index('id="propose"')
    assert "Sla dit over" in page.text
    assert page.context["form"]["challenges"].value() == [lonely.pk]
    typed = {"title": "Bankje", "summary": "Een bankje.", "city": "landelijk", "challenges": [lonely.pk]}
    client.post(begin, typed)
    assert list(Initiative.objects.get(title="Bankje").challenges.all()) == [lonely]
