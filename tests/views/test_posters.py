"""The links of a team and their posters: who makes them, who stops them, and that a phone can read them."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from initiatives.models import CaptureLink
from tests.factories import create_capture_link, create_initiative, tell_through


@pytest.fixture
def link(initiative, lead):
    return create_capture_link(initiative=initiative, by=lead, place="bij de koffie")


def qr(initiative) -> str:
    return reverse("posters:index", args=[initiative.slug])


def poster(link) -> str:
    return reverse("posters:show", args=[link.initiative.slug, link.pk])


def revoking(link) -> str:
    return reverse("posters:revoke", args=[link.initiative.slug, link.pk])


@pytest.mark.parametrize("who", ["team_member", "lead", "coordinator", "programme_staff"])
def test_people_who_work_on_it_make_a_link_and_see_its_poster(client, initiative, who, request):
    maker = request.getfixturevalue(who)
    client.force_login(maker)
    response = client.post(qr(initiative), {"place": "  in het  buurthuis ", "lasts": "365"})
    link = initiative.capture_links.get()
    assertRedirects(response, poster(link))
    assert (link.place, link.created_by) == ("in het buurthuis", maker)
    assert link.expires_at.date() - timezone.now().date() == dt.timedelta(days=365)


def test_a_link_lasts_half_a_year_unless_somebody_says_otherwise(client, initiative, team_member):
    client.force_login(team_member)
    assert client.get(qr(initiative)).context["form"]["lasts"].value() == "180"


@pytest.mark.parametrize("lasts", ["", "731", "0", "-1", "lang"])
def test_no_link_lasts_longer_than_two_years(client, initiative, team_member, lasts):
    client.force_login(team_member)
    response = client.post(qr(initiative), {"place": "in het buurthuis", "lasts": lasts})
    assertContains(response, "in het buurthuis", status_code=422)
    assert not initiative.capture_links.exists()


def test_the_same_form_twice_is_one_link(client, initiative, team_member):
    client.force_login(team_member)
    form = {"lasts": "180", "number": str(uuid.uuid4())}
    assert (
        client.post(qr(initiative), form).headers["Location"]
        == client.post(qr(initiative), form).headers["Location"]
    )
    assert initiative.capture_links.count() == 1


def test_the_number_of_another_teams_link_gives_one_of_your_own(client, initiative, team_member):
    theirs = create_capture_link()
    client.force_login(team_member)
    client.post(qr(initiative), {"lasts": "180", "number": str(theirs.pk)})
    assert initiative.capture_links.get().pk != theirs.pk
    assert theirs.initiative.capture_links.get() == theirs


@pytest.mark.parametrize("who", ["outsider", "other_lead"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_for_everybody_else_there_is_nothing_here(client, link, outsider, who, method):
    if who == "other_lead":
        outsider.memberships.create(initiative=create_initiative(), role="lead")
    client.force_login(outsider)
    for address in (qr(link.initiative), revoking(link)):
        assert getattr(client, method)(address, {"lasts": "180"}).status_code == 404
    assert client.get(poster(link)).status_code == 404
    assert CaptureLink.objects.get().revoked_at is None


def test_a_link_is_not_reached_through_another_initiative(client, link, team_member):
    other = create_initiative()
    other.memberships.create(user=team_member)
    client.force_login(team_member)
    for name in ("posters:show", "posters:revoke"):
        assert client.get(reverse(name, args=[other.slug, link.pk])).status_code == 404


def test_the_list_says_who_made_it_until_when_and_how_much_came(client, link, team_member, lead):
    tell_through(link)
    tell_through(link).take_on(by=lead)
    tell_through(link).withdraw(by=lead)
    tell_through(link).take_back()
    other = create_capture_link(initiative=link.initiative, by=lead, place="aan de deur")
    client.force_login(team_member)
    page = client.get(qr(link.initiative))
    for words in ("bij de koffie", f"door {lead}", "Werkt tot"):
        assertContains(page, words)
    numbers = {row: (row.told, row.waiting) for row in page.context["links"]}
    assert numbers == {link: (3, 1), other: (0, 0)}


def test_revoking_is_asked_first_and_stops_at_once(client, link, team_member):
    client.force_login(team_member)
    assertContains(client.get(revoking(link)), "Trek je deze link in?")
    assert client.get(link.get_absolute_url()).status_code == 200
    for _ in range(2):  # a double tap
        assertRedirects(client.post(revoking(link)), qr(link.initiative))
    assert client.get(link.get_absolute_url()).status_code == 404
    assertContains(client.get(revoking(link)), "Deze link werkt al niet meer.")
    assertContains(client.get(qr(link.initiative)), f"Ingetrokken door {team_member}")


def test_the_first_to_revoke_a_link_stays_named(link, team_member, lead):
    link.revoke(by=lead)
    link.revoke(by=team_member)
    link.refresh_from_db()
    assert link.revoked_by == lead


def test_the_poster_asks_in_dutch_and_in_english_and_shows_the_address(client, link, team_member):
    link.initiative.title_en = "Space in the church"
    link.initiative.save()
    client.force_login(team_member)
    page = client.get(poster(link))
    assertContains(page, f"Wat is er gelukt bij <strong>{link.initiative.title}</strong>?")
    assertContains(page, "Space in the church")
    assertContains(page, f"testserver{link.get_absolute_url()}".rstrip("/"))
    assertContains(page, "bij de koffie")
    assertContains(page, '<svg class="qr"')
    assertContains(page, "Ctrl+P")


def test_the_poster_is_in_dutch_whatever_language_its_maker_reads(client, link, team_member, settings):
    client.force_login(team_member)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assertContains(client.get(poster(link)), "Wat is er gelukt bij")


def test_after_the_secret_key_changed_old_posters_work_and_a_new_one_needs_a_new_link(
    client, link, team_member, settings
):
    old = link.get_absolute_url()
    settings.SECRET_KEY = "another one"
    client.force_login(team_member)
    page = client.get(poster(link))
    assertContains(page, "Deze poster kunnen we niet meer tekenen")
    assertContains(page, qr(link.initiative))
    assertNotContains(page, '<svg class="qr"')
    assert client.get(old).status_code == 200


@pytest.mark.parametrize("how", ["revoked", "expired"])
def test_a_link_that_works_no_more_has_no_poster(client, link, team_member, how):
    if how == "revoked":
        link.revoke(by=team_member)
    CaptureLink.objects.update(expires_at=timezone.now() - dt.timedelta(minutes=how == "expired"))
    client.force_login(team_member)
    page = client.get(poster(link))
    assertContains(page, "Deze link werkt niet meer")
    assertNotContains(page, '<svg class="qr"')


def test_the_list_asks_as_often_when_there_is_more(client, link, team_member, django_assert_max_num_queries):
    client.force_login(team_member)
    client.get(qr(link.initiative))
    for _ in range(20):
        tell_through(create_capture_link(initiative=link.initiative, by=team_member))
    with django_assert_max_num_queries(6):
        client.get(qr(link.initiative))


def test_a_poster_leads_where_others_can_open_it_whatever_address_its_maker_has_open(
    client, link, lead, settings
):
    settings.SITE_ADDRESS = "http://192.168.1.20:8000"
    client.force_login(lead)
    shown = client.get(poster(link))
    assert shown.context["address"] == f"http://192.168.1.20:8000{link.get_absolute_url()}"
    assertContains(shown, "192.168.1.20:8000/t/")
