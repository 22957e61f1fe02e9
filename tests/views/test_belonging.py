"""A team says how its initiative belongs to another one, whose team says yes or no."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from initiatives.lenses import InitiativeTie, LinkBasis
from initiatives.models import InitiativeLink
from tests.factories import create_initiative, create_programme, create_user, create_win


@pytest.fixture
def theirs(initiative):
    return create_initiative(title="Stadslab", programme=initiative.programme)


@pytest.fixture
def neighbour(theirs):
    return create_user(member_of=theirs)


def add(initiative) -> str:
    return reverse("belonging:add", args=[initiative.slug])


def page_of(initiative) -> str:
    return reverse("belonging:index", args=[initiative.slug])


def told(other, kind="hoort-bij", **words) -> dict:
    return {"other": other.pk, "kind": kind, **words}


@pytest.mark.parametrize("is_so", [True, False])
def test_a_team_asks_and_the_other_one_answers(client, initiative, theirs, team_member, neighbour, is_so):
    client.force_login(team_member)
    assertContains(client.get(add(initiative), {"q": "stadsl"}), "Stadslab")
    words = told(theirs, year=2019, note="Samen één aanvraag", sources="https://stadslab.example/verslag")
    for _twice in range(2):
        assertRedirects(client.post(add(initiative), words), page_of(initiative))
    tie = InitiativeLink.objects.get()
    assert (tie.initiative, tie.kind, tie.other) == (initiative, InitiativeTie.PART_OF, theirs)
    assert (tie.asked, tie.told_by, tie.waits, tie.since) == (theirs, team_member, True, 2019)
    assertContains(client.get(page_of(initiative)), "Wacht op")

    client.force_login(neighbour)
    assertNotContains(client.get(page_of(theirs)), "Samen één aanvraag")
    inbox = reverse("arrivals:index", args=[theirs.slug])
    for page in (reverse("home"), theirs.get_absolute_url()):
        assertContains(client.get(page), f"{inbox}#gevraagd")
    assertContains(client.get(inbox), "Samen één aanvraag")
    answer = reverse("belonging:agree" if is_so else "belonging:decline", args=[tie.pk])
    for _twice in range(2):
        assertRedirects(client.post(answer), inbox)

    client.logout()
    for here in (initiative, theirs):
        for page in (page_of(here), here.get_absolute_url()):
            says = "sinds 2019, verteld aan de ene kant, bevestigd aan de andere: "
            assert (says in client.get(page).text.replace("Sinds", "sinds")) is is_so
    client.force_login(team_member)
    assert ("Dit telt niet mee" in client.get(page_of(initiative)).text) is not is_so
    again = client.post(add(initiative), words | {"note": "Toch wel"})
    assertContains(again, "staat er al" if is_so else "nee, op", status_code=422)


def test_it_is_said_from_the_larger_side_and_taken_back(client, initiative, theirs, neighbour, team_member):
    client.force_login(neighbour)
    client.post(add(theirs), told(initiative, "hierbij-hoort"))
    tie = InitiativeLink.objects.get()
    assert (tie.initiative, tie.other, tie.asked) == (initiative, theirs, initiative)
    client.post(reverse("belonging:take_back", args=[tie.pk]))
    assert not InitiativeLink.objects.exists()

    client.post(add(theirs), told(initiative, "hierbij-hoort"))
    client.force_login(team_member)
    client.post(add(initiative), told(theirs))  # who tells it too, says yes
    tie = InitiativeLink.objects.get()
    assert tie.is_agreed and tie.confirmed_by == team_member
    client.post(reverse("belonging:take_back", args=[tie.pk]))
    tie.refresh_from_db()
    assert tie.declined_by == team_member  # it stays, so that the other team reads the no


@pytest.mark.parametrize("end", ["initiative", "other"])
def test_either_team_declines_what_a_source_says_and_it_stays_known(
    client, initiative, theirs, team_member, neighbour, end
):
    said = {"told_by": create_user(), "confirmed_at": dt.datetime.now(dt.UTC), "confirmed_by": create_user()}
    tie = InitiativeLink.objects.create(
        initiative=initiative,
        kind="part_of",
        other=theirs,
        basis=LinkBasis.STATED,
        sources="Het plan",
        **said,
    )
    client.force_login(team_member if end == "initiative" else neighbour)
    here = getattr(tie, end)
    assertContains(client.get(page_of(here)), "taat in de bron: Het plan")
    assertRedirects(client.post(reverse("belonging:take_back", args=[tie.pk])), page_of(here))
    tie.refresh_from_db()
    assert tie.declined_at
    assertNotContains(client.get(page_of(here)), "Het plan")


def test_a_circle_is_refused_in_words_that_name_nothing_hidden(
    client, initiative, theirs, team_member, neighbour
):
    theirs.memberships.create(user=team_member)
    client.force_login(team_member)
    third = create_initiative(title="Wijktafel", programme=initiative.programme)
    third.memberships.create(user=team_member)
    client.post(add(initiative), told(theirs))
    client.post(add(theirs), told(third))
    circle = client.post(add(third), told(initiative))
    names = " → ".join(each.title for each in (third, initiative, theirs, third))
    assertContains(circle, f"Zo ontstaat een kringetje: {names}", status_code=422)
    client.force_login(create_user(member_of=third))
    hidden = client.post(add(third), told(initiative))
    assertContains(hidden, "kringetje", status_code=422)
    theirs.audience = "team"
    theirs.save()
    hidden = client.post(add(third), told(initiative))
    assertContains(hidden, "langs een omweg", status_code=422)
    assertNotContains(hidden, "Stadslab", status_code=422)
    assertContains(client.post(add(third), told(third)), "kennen we niet", status_code=422)


def test_an_invented_initiative_is_not_offered_to_a_real_one(client, initiative, team_member):
    made_up = create_initiative(title="Verzonnen", programme=create_programme(is_example=True))
    elsewhere = create_initiative(title="Verderop", programme=create_programme(name="Ander programma"))
    client.force_login(team_member)
    assertNotContains(client.get(add(initiative), {"q": "verz"}), f'value="{made_up.pk}"')
    assertContains(client.post(add(initiative), told(made_up)), "kennen we niet", status_code=422)
    assertContains(client.get(add(initiative), {"q": "verder"}), "Ander programma")
    assertRedirects(client.post(add(initiative), told(elsewhere)), page_of(initiative))


def test_a_team_that_may_not_read_the_initiative_is_not_asked(client, initiative, theirs, team_member):
    initiative.audience = "team"
    initiative.save()
    client.force_login(team_member)
    said = client.post(add(initiative), told(theirs))
    assertContains(said, "mag jullie initiatief nog niet lezen", status_code=422)
    assert not InitiativeLink.objects.exists()


def test_the_team_that_asks_does_not_answer(client, initiative, theirs, team_member):
    client.force_login(team_member)
    client.post(add(initiative), told(theirs))
    tie = InitiativeLink.objects.get()
    assert client.post(reverse("belonging:agree", args=[tie.pk])).status_code == 404
    with pytest.raises(IntegrityError, match="is_agreed_by_somebody_else"), transaction.atomic():
        InitiativeLink.objects.update(confirmed_at=dt.datetime.now(dt.UTC), confirmed_by=team_member)
    with pytest.raises(IntegrityError, match="one of its ends"), transaction.atomic():
        InitiativeLink.objects.update(asked=create_initiative())


def test_the_asked_team_gets_a_letter(client, mailoutbox, initiative, theirs, team_member, neighbour):
    client.force_login(team_member)
    client.post(add(initiative), told(theirs))
    [letter] = mailoutbox
    assert letter.to == [neighbour.email]
    assert f"“{initiative}” hoort bij “Stadslab”. Klopt dat?" in letter.body


def test_wins_of_what_belongs_here_stand_with_it_and_count_nowhere(client, initiative, theirs, neighbour):
    said = {"told_by": neighbour, "confirmed_at": dt.datetime.now(dt.UTC), "confirmed_by": neighbour}
    shown = {"initiative": theirs, "by": neighbour, "types": ["growth"], "level": "local"}
    confirmed = {"audience": "public", "confirmed_at": said["confirmed_at"], "confirmed_by": neighbour}
    for title in ("Eén", "Twee", "Drie", "Vier"):
        create_win(title=title, **shown, **confirmed)
    create_win(title="Alleen voor hen", **shown, audience="team")
    before = client.get(initiative.get_absolute_url())
    assert not before.context["report"].elsewhere.total
    InitiativeLink.objects.create(initiative=theirs, kind="grew_out_of", other=initiative, **said)
    page = client.get(initiative.get_absolute_url())
    assertContains(page, "De 4 small wins daar")
    assertContains(page, "kwam voort uit")
    report = page.context["report"]
    assert (len(report.elsewhere.newest), report.tally.total) == (3, 0)
    assert report.tally == before.context["report"].tally
    listed = client.get(page_of(initiative)).text
    assert all(title in listed for title in ("Eén", "Twee", "Drie", "Vier"))
    assert "Alleen voor hen" not in listed
    assert client.get(theirs.get_absolute_url()).context["report"].elsewhere.total == 0
