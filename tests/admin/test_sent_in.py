"""Questions that people sent in, before the staff: read, answered once, and then without who sent them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from initiatives.models import Challenge, ChallengeProposal
from initiatives.models.challenge_proposals import SENDER_LASTS
from tests.access.sheets import read_and_send
from tests.factories import create_initiative, create_programme
from tests.factories_profile import send_in

LIST = "/beheer/initiatives/challengeproposal/"


@pytest.fixture
def proposal(initiative):
    return send_in(programme=initiative.programme, sender="Ans, ans@voorbeeld.example")


def answer(client, proposal, **typed):
    return read_and_send(
        client, reverse("admin:initiatives_challengeproposal_answer", args=[proposal.pk]), typed
    )


def test_the_first_page_counts_what_waits_and_opens_exactly_that(client, curator, proposal):
    assert f'href="{LIST}?wacht=ja"' in client.get("/beheer/").text
    assert client.get(f"{LIST}?wacht=ja").context["cl"].result_count == 1
    proposal.decline("Dat is aan de buren.", by=curator)
    assert client.get(f"{LIST}?wacht=ja").context["cl"].result_count == 0


def test_taken_up_it_is_a_question_whose_page_the_staff_go_on_to(client, curator, proposal):
    sent = answer(client, proposal, answer="new", title="Hoe wordt de stad groener?")
    made = Challenge.objects.get(title="Hoe wordt de stad groener?")
    assert sent.url == reverse("admin:initiatives_challenge_change", args=[made.pk])
    proposal.refresh_from_db()
    assert (proposal.challenge, proposal.sender, proposal.answered_by) == (made, "", curator)


def test_a_repeat_points_at_the_question_that_stands_there(client, curator, proposal):
    known = Challenge.objects.create(title="Hoe wordt het hier groener en koel?", slug="groen")
    Challenge.objects.create(title="Aan wie is de straat?", slug="aan")
    page = client.get(reverse("admin:initiatives_challengeproposal_answer", args=[proposal.pk]))
    first = page.context["form"].fields["challenge"].choices[1]
    assert first[0] == known.pk
    answer(client, proposal, answer="known", challenge=known.pk)
    proposal.refresh_from_db()
    assert (proposal.answer, proposal.challenge) == ("known", known)


def test_an_invented_question_is_no_answer_to_a_real_one(client, curator, proposal):
    invented = create_initiative(programme=create_programme(name="Bedacht", is_example=True))
    made_up = invented.challenges.create(title="Hoe wordt het hier groener en koel?", slug="bedacht")
    address = reverse("admin:initiatives_challengeproposal_answer", args=[proposal.pk])
    assert made_up.pk not in dict(client.get(address).context["form"].fields["challenge"].choices)
    assert answer(client, proposal, answer="known", challenge=made_up.pk).status_code == 422


def test_a_no_asks_why_and_keeps_it(client, curator, proposal):
    refused = answer(client, proposal, answer="declined")
    assert refused.status_code == 422
    assert "Schrijf waarom." in refused.text
    answer(client, proposal, answer="declined", why="Dat is aan de buren.")
    proposal.refresh_from_db()
    assert proposal.why == "Dat is aan de buren."


def test_a_question_that_is_there_in_the_same_words_is_not_made_again(client, curator, proposal):
    Challenge.objects.create(title="Hoe wordt de stad groener?", slug="groener")
    refused = answer(client, proposal, answer="new", title="hoe wordt de stad groener")
    assert "Dit vraagstuk staat er al." in refused.text
    assert Challenge.objects.count() == 1


def test_a_colleague_who_was_second_is_told_that_it_waits_no_more(client, curator, proposal):
    proposal.decline("Dat is aan de buren.", by=curator)
    address = reverse("admin:initiatives_challengeproposal_answer", args=[proposal.pk])
    assert client.post(address, {"answer": "new", "title": "Iets"}, follow=True).redirect_chain[-1][0] == LIST
    assert not Challenge.objects.exists()


def test_staff_of_another_programme_do_not_know_of_it(client, curator):
    other = send_in(programme=create_programme(name="Een ander programma"))
    assert other.question not in client.get(LIST).text
    assert client.get(reverse("admin:initiatives_challengeproposal_answer", args=[other.pk])).url == LIST
    assert ChallengeProposal.objects.waiting().count() == 1


def test_the_sender_of_a_question_of_half_a_year_ago_is_on_no_screen(client, curator, proposal):
    opened = [
        reverse(f"admin:initiatives_challengeproposal_{page}", args=[proposal.pk])
        for page in ("change", "answer")
    ]
    assert all("ans@voorbeeld.example" in client.get(address).text for address in opened)
    ChallengeProposal.objects.update(sent_at=timezone.now() - SENDER_LASTS)
    assert not any("ans@voorbeeld.example" in client.get(address).text for address in opened)
    assert "meer dan een half jaar geleden" in client.get(opened[1]).text


def test_a_question_behind_an_answer_is_not_deleted(client, curator, proposal):
    made = proposal.become("Hoe wordt de stad groener?", by=curator)
    client.post(reverse("admin:initiatives_challenge_delete", args=[made.pk]), {"post": "yes"})
    assert Challenge.objects.filter(pk=made.pk).exists()
