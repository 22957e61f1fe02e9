"""Putting two initiatives in touch: proposed by who keeps one, and no address before both said yes."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from initiatives.admin.inbox import inbox
from initiatives.exchange.own_data import own_data
from initiatives.models import Challenge, Introduction
from tests.factories import create_initiative, create_user, create_win
from tests.factories_outside import create_wall


@pytest.fixture
def ours(initiative):
    create_wall(initiative=initiative, name="Rooster vol")
    return initiative


@pytest.fixture
def wall_of_theirs(ours):
    theirs = create_initiative(programme=ours.programme, title="De andere tuin")
    return create_wall(initiative=theirs, name="Rooster vol")


@pytest.fixture
def their_lead(wall_of_theirs):
    return create_user(email="tess@elders.example", lead_of=wall_of_theirs.initiative)


def form_of(initiative) -> str:
    return reverse("introductions:propose", args=[initiative.slug])


def propose(client, ours, wall, by) -> Introduction:
    client.force_login(by)
    client.post(form_of(ours), words_about(wall))
    return Introduction.objects.get()


def words_about(wall, number="") -> dict:
    return {"shared": over(wall), "why": "Zij losten het op met de roostermaker.", "number": number}


def over(wall) -> str:
    """What the form sends for this wall of another initiative."""
    return f"{wall.initiative_id}-muur-{wall.topic_id}"


def say(client, who, row, answer: str):
    client.force_login(who)
    return client.post(row.get_absolute_url(), {"answer": answer}, follow=True)


def test_two_leads_know_each_other_once_both_said_yes(
    client, mailoutbox, ours, lead, wall_of_theirs, their_lead, programme_staff
):
    client.force_login(programme_staff)
    shared = reverse("walls:shared", args=[wall_of_theirs.topic.slug])
    assertContains(client.get(shared), form_of(ours))
    row = propose(client, ours, wall_of_theirs, programme_staff)
    assert {to for mail in mailoutbox for to in mail.to} == {lead.email, their_lead.email}
    assert all("roostermaker" in mail.body for mail in mailoutbox)
    mailoutbox.clear()

    assertNotContains(say(client, lead, row, "ja"), their_lead.email)
    assert mailoutbox == []
    assertContains(say(client, their_lead, row, "ja"), lead.email)
    told = {mail.to[0]: mail.body for mail in mailoutbox}
    assert lead.email in told[their_lead.email]
    assert their_lead.email in told[lead.email]
    client.force_login(programme_staff)
    assertNotContains(client.get(row.get_absolute_url()), their_lead.email)


def test_a_question_on_which_both_work_is_a_reason_and_the_form_comes_filled_in(
    client, mailoutbox, ours, lead, wall_of_theirs, their_lead, coordinator
):
    question = Challenge.objects.create(title="Hoe blijft een student?", slug="student-blijft")
    theirs = wall_of_theirs.initiative
    wall_of_theirs.delete()
    for each in (ours, theirs):
        each.challenges.add(question)
    client.force_login(coordinator)
    page = client.get(reverse("introductions:pairs"))
    assertContains(page, f"{form_of(ours)}?met={theirs.slug}")
    form = client.get(f"{form_of(ours)}?met={theirs.slug}").context["form"]
    sent = {name: form[name].value() for name in ("shared", "why", "number")}
    assert sent["why"] == "Jullie werken allebei aan “Hoe blijft een student?”."
    client.post(form_of(ours), sent)
    row = Introduction.objects.get()
    assert (row.topic, row.challenge) == (None, question)
    assert {to for mail in mailoutbox for to in mail.to} == {lead.email, their_lead.email}
    assert all("hetzelfde vraagstuk: Hoe blijft een student?" in mail.body for mail in mailoutbox)
    for address in (row.get_absolute_url(), reverse("introductions:index")):
        assertContains(client.get(address), "Hoe blijft een student?")
    assertContains(
        client.get(reverse("introductions:pairs")), "Er is nu niemand om aan elkaar voor te stellen."
    )


def test_the_words_that_the_form_fills_in_name_no_small_win(client, ours, lead, wall_of_theirs, their_lead):
    win = create_win(initiative=wall_of_theirs.initiative, title="Geheim ontbijt", audience="team")
    wall_of_theirs.moved_by(win, "bypassed", by=their_lead)
    client.force_login(lead)
    page = client.get(f"{form_of(ours)}?met={wall_of_theirs.initiative.slug}")
    assertContains(page, "“Rooster vol”: bij De andere tuin staat die muur niet meer in de weg.")
    assertNotContains(page, "Geheim ontbijt")


def test_the_database_keeps_an_introduction_to_one_wall_or_one_question(ours, lead, wall_of_theirs):
    question = Challenge.objects.create(title="Hoe blijft een student?", slug="student-blijft")
    pair = {"one": ours, "other": wall_of_theirs.initiative}
    create_user(lead_of=wall_of_theirs.initiative)
    for about in ({}, {"topic": wall_of_theirs.topic, "challenge": question}):
        with pytest.raises(IntegrityError, match="introduction_is_about_one_thing"), transaction.atomic():
            Introduction.objects.propose(**pair, **about, why="Praat eens.", by=lead)


def test_a_city_chooses_who_should_meet(client, ours, coordinator, programme_staff, wall_of_theirs):
    client.force_login(programme_staff)
    page = reverse("introductions:pairs")
    assert len(client.get(page).context["report"].rows) == 2
    (row,) = client.get(f"{page}?stad={ours.cities.get().slug}").context["report"].rows
    assert row.initiative == ours


def test_a_no_is_told_to_nobody_and_is_kept(client, mailoutbox, ours, lead, wall_of_theirs, their_lead):
    row = propose(client, ours, wall_of_theirs, lead)  # who leads one of the two says yes by proposing it
    mailoutbox.clear()
    assertContains(say(client, their_lead, row, "nee"), "De ander hoort dat niet")
    assert mailoutbox == []
    row.refresh_from_db()
    assert {row.said_by(side) for side in ("first", "second")} == {True, False}
    client.force_login(lead)
    page = client.get(row.get_absolute_url())
    assertContains(page, "Zodra de ander ja zegt")
    assertNotContains(page, their_lead.email)


def test_a_second_tap_shows_what_the_first_one_made(
    client, mailoutbox, ours, lead, wall_of_theirs, their_lead
):
    client.force_login(lead)
    sent = words_about(wall_of_theirs, uuid.uuid4())
    first, second = (client.post(form_of(ours), sent, follow=True) for _tap in range(2))
    assert first.redirect_chain == second.redirect_chain
    for page in (first, second):
        assertContains(page, "Voorgesteld. Zodra allebei ja zeggen")
    assert [mail.to for mail in mailoutbox] == [[their_lead.email]]  # who proposed it knows already


def test_the_same_two_are_proposed_once_in_ninety_days(
    client, ours, lead, wall_of_theirs, their_lead, programme_staff
):
    row = propose(client, ours, wall_of_theirs, lead)
    client.force_login(programme_staff)
    again = {"shared": over(ours.walls.get()), "why": "Nog eens."}
    page = client.post(form_of(wall_of_theirs.initiative), again)
    assertContains(page, "Nog eens.", status_code=422)
    twin = Introduction(first=row.first, second=row.second, topic=row.topic, why="Tegelijk", proposed_by=lead)
    with pytest.raises(IntegrityError, match="two_are_proposed_once_in_ninety_days"), transaction.atomic():
        twin.save()
    row.proposed_at -= dt.timedelta(days=91)
    row.save()
    assert client.post(form_of(wall_of_theirs.initiative), again).status_code == 302


def test_where_nobody_can_answer_it_is_not_proposed(client, ours, lead, wall_of_theirs):
    client.force_login(lead)
    page = client.get(form_of(ours))
    assertContains(page, "die ja of nee kan zeggen: De andere tuin.")
    assert page.context["form"].fields["shared"].choices == []
    page = client.post(form_of(ours), words_about(wall_of_theirs))
    assertContains(page, "“De andere tuin” heeft nog niemand in het team", status_code=422)
    assert not Introduction.objects.exists()


def test_a_side_that_closed_shows_no_title_and_nobody_says_yes_to_it(
    client, mailoutbox, ours, lead, team_member, coordinator, wall_of_theirs, their_lead, programme_staff
):
    row = propose(client, ours, wall_of_theirs, programme_staff)
    theirs = wall_of_theirs.initiative
    theirs.title, theirs.published_at, theirs.published_by = "Geheime tuin", None, None
    theirs.save()
    say(client, their_lead, row, "nee")
    pages = [reverse("home"), reverse("introductions:index"), row.get_absolute_url()]
    for who in (lead, team_member, coordinator):
        client.force_login(who)
        shown = [client.get(page).text for page in pages]
        assert not [page for page in shown if "Geheime tuin" in page or theirs.get_absolute_url() in page]
        assert "een initiatief dat nu niet te lezen is" in shown[1]
    client.force_login(their_lead)
    assertContains(client.get(row.get_absolute_url()), "Geheime tuin")
    mailoutbox.clear()
    client.force_login(lead)
    refused = client.post(row.get_absolute_url(), {"answer": "ja"})
    assertContains(refused, "nu niet te lezen voor het netwerk", status_code=422)
    assert mailoutbox == []
    assertContains(say(client, lead, row, "nee"), "Jullie zeiden nee")


def test_a_lead_who_comes_later_is_not_made_known(client, ours, lead, wall_of_theirs, their_lead):
    row = propose(client, ours, wall_of_theirs, lead)
    say(client, their_lead, row, "ja")
    newcomer = create_user(email="later@elders.example", lead_of=wall_of_theirs.initiative)
    client.force_login(lead)
    page = client.get(row.get_absolute_url())
    assertContains(page, their_lead.email)
    assertNotContains(page, newcomer.email)
    their_lead.memberships.get().end(by=their_lead)
    page = client.get(row.get_absolute_url())
    assertNotContains(page, their_lead.email)
    assertContains(page, "Wie daar toen besliste, doet dat nu niet meer.")


def test_a_lead_of_both_meets_nobody_and_a_yes_after_midnight_is_of_that_day(
    client, ours, lead, wall_of_theirs
):
    wall_of_theirs.initiative.memberships.create(user=lead, role="lead")
    row = propose(client, ours, wall_of_theirs, lead)
    past_midnight = dt.datetime(2026, 1, 5, 23, 30, tzinfo=dt.UTC)
    Introduction.objects.update(first_agreed_at=past_midnight, second_agreed_at=past_midnight)
    page = client.get(row.get_absolute_url())
    assertContains(page, "Allebei zeiden ja, op 6 januari 2026.")
    assertNotContains(page, "Wie daar toen besliste")


def test_the_keeper_of_a_side_follows_what_it_said_and_reads_no_address(
    client, ours, lead, wall_of_theirs, their_lead, coordinator, programme_staff
):
    row = propose(client, ours, wall_of_theirs, lead)
    listed = reverse("introductions:index")
    expected = {programme_staff: ["zei ja", "zei nog niets"], coordinator: ["zei ja"], lead: ["zei ja"]}
    for who, said in expected.items():
        client.force_login(who)
        (line,) = client.get(listed).context["report"].lines
        assert sorted(each.said.split(",")[0] for each in line.sides) == said
        assertNotContains(client.get(listed), "@elders.example")
    waits = reverse("cities:waiting", args=[ours.cities.get().slug])
    client.force_login(coordinator)
    assertNotContains(client.get(waits), row.get_absolute_url())  # their city answered
    wall_of_theirs.initiative.cities.add(ours.cities.get())
    assertContains(client.get(waits), row.get_absolute_url())
    client.force_login(programme_staff)
    task = next(each for each in inbox(programme_staff) if "kennismaking" in each.text)
    assert (task.count, len(client.get(task.address).context["report"].lines)) == (1, 1)
    say(client, their_lead, row, "nee")
    client.force_login(programme_staff)
    assertContains(client.get(listed), "zei nee, op")
    assert client.get(task.address).context["report"].lines == []
    client.force_login(lead)
    assertNotContains(client.get(listed), "zei nee")


def test_the_list_asks_the_database_as_often_with_more(client, ours, lead, programme_staff):
    def asked() -> int:
        theirs = create_initiative(programme=ours.programme)
        create_user(lead_of=theirs)
        wall = create_wall(initiative=theirs, name="Rooster vol")
        Introduction.objects.propose(ours, theirs, topic=wall.topic, why="Praat eens.", by=programme_staff)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("introductions:index")).status_code == 200
        return len(queries)

    client.force_login(programme_staff)
    assert asked() == asked() == asked()


def test_only_who_keeps_one_of_them_proposes_and_only_who_leads_answers(
    client, ours, lead, team_member, outsider, wall_of_theirs, their_lead
):
    row = propose(client, ours, wall_of_theirs, lead)
    client.force_login(team_member)
    assert client.get(row.get_absolute_url()).status_code == 200
    assert client.post(row.get_absolute_url(), {"answer": "ja"}).status_code == 404
    assert client.get(form_of(ours)).status_code == 404
    client.force_login(outsider)
    assert client.get(row.get_absolute_url()).status_code == 404


def test_the_proposer_does_not_find_what_a_side_said_in_their_own_data(
    client, ours, lead, wall_of_theirs, their_lead
):
    row = propose(client, ours, wall_of_theirs, lead)
    say(client, their_lead, row, "nee")
    mine = own_data(lead)["introductions_proposed"]
    assert [part["why"] for part in mine] == [row.why]
    assert not [name for name in mine[0] if "answered" in name or "agreed" in name]
