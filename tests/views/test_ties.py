"""A team links its win to one of another team, which says yes or no."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from initiatives.models import SmallWin, WinLink
from tests.factories import create_initiative, create_user, create_win


@pytest.fixture
def theirs(initiative):
    return create_initiative(title="Stadslab", programme=initiative.programme)


@pytest.fixture
def neighbour(theirs):
    return create_user(member_of=theirs)


@pytest.fixture
def their_win(theirs, neighbour):
    return create_win(
        initiative=theirs, by=neighbour, title="Koffie op dinsdag", occurred_on=dt.date(2026, 1, 5)
    )


@pytest.fixture
def my_win(initiative, team_member):
    return create_win(initiative=initiative, by=team_member, occurred_on=dt.date(2026, 2, 5))


def ask(win, way="kwam-door") -> str:
    return reverse("ties:ask", args=[win.pk, way])


@pytest.mark.parametrize("is_so", [True, False])
def test_a_team_asks_and_the_other_one_answers(client, my_win, their_win, team_member, neighbour, is_so):
    client.force_login(team_member)
    found = client.get(ask(my_win), {"q": "koffie"})
    assertContains(found, "Koffie op dinsdag")
    words = {"other": their_win.pk, "mechanism": "learning", "how": "We keken het af"}
    for _twice in range(2):
        assertRedirects(client.post(ask(my_win), words), my_win.get_absolute_url())
    link = WinLink.objects.get()
    assert (link.asked, link.told_by, link.waits) == (their_win.initiative, team_member, True)
    assert not WinLink.objects.known_to(team_member).exists()
    assertContains(client.get(my_win.get_absolute_url()), "Wacht op")

    client.force_login(neighbour)
    inbox = reverse("arrivals:index", args=[their_win.initiative.slug])
    for page in (reverse("home"), their_win.initiative.get_absolute_url()):
        assertContains(client.get(page), f"{inbox}#gevraagd")
    assertContains(client.get(inbox), "We keken het af")
    answer = reverse("ties:agree" if is_so else "ties:decline", args=[link.pk])
    for _twice in range(2):
        assertRedirects(client.post(answer), inbox)
    assertNotContains(client.get(inbox), "We keken het af")
    assert WinLink.objects.known_to(team_member).exists() is is_so

    client.force_login(team_member)
    page = client.get(my_win.get_absolute_url())
    assertContains(page, "Kwam voort uit" if is_so else "Dit telt niet mee")
    again = client.post(ask(my_win), words | {"how": "Toch wel"})
    if not is_so:
        assertContains(again, "nee, op", status_code=422)


def test_it_is_said_from_the_earlier_win_and_taken_back(client, my_win, their_win, neighbour):
    client.force_login(neighbour)
    client.post(ask(their_win, "leidde-tot"), {"other": my_win.pk})
    link = WinLink.objects.get()
    assert (link.earlier, link.later, link.asked) == (their_win, my_win, my_win.initiative)
    client.post(reverse("ties:take_back", args=[link.pk]))
    assert not WinLink.objects.exists()


def test_a_team_that_tells_it_too_says_yes(my_win, their_win, team_member, neighbour):
    my_win.grew_from(their_win, by=team_member, how="Zo")
    link = their_win.made_possible(my_win, by=neighbour, how="Anders")
    assert (link.confirmed_by, link.how, link.told_by) == (neighbour, "Zo", team_member)


def test_somebody_of_both_teams_needs_no_yes(my_win, their_win, team_member):
    their_win.initiative.memberships.create(user=team_member)
    link = my_win.grew_from(their_win, by=team_member)
    assert (link.asked, link.confirmed_by) == (None, team_member)


def test_a_win_that_the_other_team_may_not_read_is_not_asked_about(
    client, my_win, their_win, team_member, neighbour
):
    client.force_login(team_member)
    SmallWin.objects.filter(pk=their_win.pk).update(audience="team")
    assertNotContains(client.get(ask(my_win), {"q": "koffie"}), "Koffie op dinsdag")
    assertContains(client.post(ask(my_win), {"other": their_win.pk}), "kennen we niet", status_code=422)
    SmallWin.objects.filter(pk=their_win.pk).update(audience="network")
    SmallWin.objects.filter(pk=my_win.pk).update(audience="team")
    assertContains(
        client.post(ask(my_win), {"other": their_win.pk}), "mag deze small win niet lezen", status_code=422
    )
    SmallWin.objects.filter(pk=my_win.pk).update(audience="network")
    my_win.initiative.audience = "team"
    my_win.initiative.save()
    said = client.post(ask(my_win), {"other": their_win.pk})
    assertContains(said, "mag jullie initiatief nog niet lezen", status_code=422)
    assert not WinLink.objects.exists()


def test_a_question_goes_out_of_sight_with_the_win_that_it_is_about(
    client, my_win, their_win, team_member, neighbour
):
    link = my_win.grew_from(their_win, by=team_member)
    SmallWin.objects.filter(pk=my_win.pk).update(audience="team")
    client.force_login(neighbour)
    inbox = reverse("arrivals:index", args=[their_win.initiative.slug])
    assertNotContains(client.get(inbox), my_win.title)
    assert client.post(reverse("ties:agree", args=[link.pk])).status_code == 404


def test_the_team_that_asks_does_not_answer(client, my_win, their_win, team_member):
    link = my_win.grew_from(their_win, by=team_member)
    client.force_login(team_member)
    assert client.post(reverse("ties:agree", args=[link.pk])).status_code == 404
    with pytest.raises(IntegrityError, match="link_is_agreed_by_somebody_else"), transaction.atomic():
        WinLink.objects.update(confirmed_at=dt.datetime.now(dt.UTC), confirmed_by=team_member)
    with pytest.raises(IntegrityError, match="its win at another initiative"), transaction.atomic():
        WinLink.objects.update(asked=create_initiative())


def test_a_circle_along_a_hidden_win_names_no_win(client, my_win, their_win, team_member, neighbour):
    hidden = create_win(
        initiative=their_win.initiative, by=neighbour, title="Alleen voor ons", audience="team"
    )
    SmallWin.objects.update(occurred_on=dt.date(2026, 1, 5))
    WinLink.objects.create(earlier=my_win, later=hidden, told_by=neighbour)
    WinLink.objects.create(earlier=hidden, later=their_win, told_by=neighbour)
    client.force_login(team_member)
    answer = client.post(ask(my_win), {"other": their_win.pk})
    assertContains(answer, "langs een omweg", status_code=422)
    assertNotContains(answer, "Alleen voor ons", status_code=422)


def test_the_asked_team_gets_one_letter_a_day_in_its_language(
    client, mailoutbox, my_win, their_win, team_member, neighbour, theirs
):
    neighbour.language = "en"
    neighbour.save()
    another = create_win(initiative=theirs, by=neighbour, title="Thee", occurred_on=dt.date(2026, 1, 6))
    client.force_login(team_member)
    for each in (their_win, another):
        client.post(ask(my_win), {"other": each.pk})
    (letter,) = mailoutbox
    assert letter.to == [neighbour.email]
    assert letter.subject.startswith("Is this right?")
    assert reverse("arrivals:index", args=[theirs.slug]) in letter.body
    assert all(win.title in letter.body for win in (my_win, their_win))


def test_either_team_takes_an_agreed_link_back_and_the_no_of_the_asked_team_stays(
    client, my_win, their_win, team_member, neighbour
):
    link = my_win.grew_from(their_win, by=team_member)
    link.agree(by=neighbour)
    way = reverse("ties:take_back", args=[link.pk])
    client.force_login(create_user())
    assert client.post(way).status_code == 404
    client.force_login(neighbour)
    assertContains(client.get(their_win.get_absolute_url()), way)
    assertContains(client.post(way, follow=True), "Dit telt niet meer mee.")
    assert not WinLink.objects.agreed().exists()
    client.force_login(team_member)
    assertContains(client.get(my_win.get_absolute_url()), "nee, op")

    WinLink.objects.all().delete()
    link = their_win.made_possible(my_win, by=neighbour)
    link.agree(by=team_member)
    client.force_login(neighbour)
    assertContains(client.get(their_win.get_absolute_url()), reverse("ties:take_back", args=[link.pk]))
    client.post(reverse("ties:take_back", args=[link.pk]))
    assert not WinLink.objects.exists()


def test_a_question_goes_along_when_wins_merge(
    client, my_win, their_win, team_member, neighbour, programme_staff
):
    stays = create_win(initiative=my_win.initiative, by=team_member, occurred_on=dt.date(2026, 2, 6))
    my_win.grew_from(their_win, by=team_member, how="Zo")
    my_win.merge_into(stays, by=programme_staff)
    client.force_login(neighbour)
    (asked,) = WinLink.objects.asked_of_team_of(neighbour)
    assert (asked.later, asked.how, asked.waits) == (stays, "Zo", True)
    client.post(reverse("ties:agree", args=[asked.pk]))
    assert WinLink.objects.known_to(team_member).get().later == stays
