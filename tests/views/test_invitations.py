"""The page behind the link in an invitation: with an account, without one, and for a stranger."""

import datetime as dt
import re
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from initiatives.lenses import MembershipRole
from initiatives.models import AuditEntry, Invitation, Membership, User
from tests.factories import create_initiative, create_user

NEW = "nieuw@voorbeeld.example"
TYPED = {"display_name": "Noor Nieuw", "language": "nl"}


def invite(initiative, by, *, email: str = NEW, role=MembershipRole.MEMBER) -> str:
    """The address of the page."""
    _, token = Invitation.objects.invite(email, to=initiative, role=role, by=by)
    return reverse("invitations:accept", args=[token])


@pytest.fixture
def page(initiative, lead):
    return invite(initiative, lead)


# --- Who has no account -----------------------------------------------------------------------
def test_it_says_who_invites_to_what(client, page, lead, initiative):
    answer = client.get(page)
    assertContains(answer, lead.display_name)
    assertContains(answer, initiative.title)
    assertNotContains(answer, NEW)
    assertNotContains(answer, lead.email)


def test_a_name_is_enough_to_be_in(client, page, initiative, settings):
    answer = client.post(page, {**TYPED, "language": "en"})
    newcomer = User.objects.get(email=NEW)
    assertRedirects(answer, initiative.get_absolute_url())
    assert client.session["_auth_user_id"] == str(newcomer.pk)
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert (newcomer.display_name, newcomer.language) == ("Noor Nieuw", "en")
    assert not newcomer.has_usable_password()
    address = newcomer.emailaddress_set.get()
    assert (address.email, address.verified, address.primary) == (NEW, True, True)
    assert initiative.memberships.get(user=newcomer).role == MembershipRole.MEMBER


def test_a_newcomer_is_welcomed(client, page):
    assertContains(client.post(page, TYPED, follow=True), "Welkom in het team.")


def test_the_audit_names_who_came_in(client, page):
    client.post(page, TYPED)
    newcomer = User.objects.get(email=NEW)
    tables = AuditEntry.objects.filter(actor=newcomer).values_list("table", flat=True)
    assert {"initiatives_membership", "initiatives_invitation"} <= set(tables)


def test_a_name_is_needed_and_what_was_typed_stays(client, page):
    assertContains(client.post(page, {"language": "en"}), "Vul je naam in.", status_code=422)
    assertContains(client.post(page, {**TYPED, "language": "fr"}), "Noor Nieuw", status_code=422)
    assert not User.objects.filter(email=NEW).exists()


def test_it_works_once(client, page):
    client.post(page, TYPED)
    other = Client()
    assert (other.get(page).status_code, other.post(page, TYPED).status_code) == (404, 404)
    assert client.post(page).status_code == 404
    assert User.objects.filter(email=NEW).count() == 1


def test_opening_it_changes_nothing(client, page, outsider):
    before = AuditEntry.objects.count()
    client.get(page)
    client.head(page)
    client.force_login(outsider)
    client.get(page)
    assert client.put(page).status_code == 405
    assert AuditEntry.objects.count() == before


def test_a_form_from_elsewhere_lets_nobody_in(page):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(page, TYPED).status_code == 403
    assert not User.objects.filter(email=NEW).exists()


# --- Who has an account -----------------------------------------------------------------------
def test_somebody_who_is_logged_in_joins_with_that_account(client, page, initiative, outsider):
    client.force_login(outsider)
    assertContains(client.get(page), f"Je bent ingelogd als {outsider} ({outsider.email}).")
    assertRedirects(client.post(page), initiative.get_absolute_url())
    assert initiative.memberships.get(user=outsider).role == MembershipRole.MEMBER
    assert not User.objects.filter(email=NEW).exists()
    assert Invitation.objects.get().accepted_by == outsider


def test_somebody_with_an_account_logs_in_first_and_comes_back(client, initiative, lead, outsider):
    page = invite(initiative, lead, email=outsider.email.upper())
    answer = client.get(page)
    assertContains(answer, f'href="{reverse("account_login")}?next={page}"')
    assertNotContains(answer, "display_name")
    assertRedirects(client.post(page, TYPED), f"/accounts/login/?next={page}")
    assert Invitation.objects.get().accepted_at is None


def test_somebody_else_logs_out_and_comes_back(client, page, outsider):
    client.force_login(outsider)
    answer = client.post(reverse("account_logout"), {"next": page})
    assertRedirects(answer, page)
    assertContains(client.get(page), "Ja, ik doe mee")


def test_a_member_reads_that_they_are_in_the_team_already(client, page, team_member):
    client.force_login(team_member)
    answer = client.get(page)
    assertContains(answer, "Je zit al in dit team.")
    assertNotContains(answer, "Ja, ik doe mee")


def test_a_member_may_become_lead(client, initiative, lead, team_member):
    page = invite(initiative, lead, email="ander@voorbeeld.example", role=MembershipRole.LEAD)
    client.force_login(team_member)
    assertContains(client.get(page), "Ja, ik doe mee")
    client.post(page)
    assert team_member.memberships.get().is_lead


def test_a_deactivated_account_does_not_join(client, initiative, lead, outsider):
    page = invite(initiative, lead, email=outsider.email)
    client.force_login(outsider)
    User.objects.filter(pk=outsider.pk).update(is_active=False)
    client.post(page, TYPED)
    assert not outsider.memberships.exists()
    assert User.objects.filter(email__iexact=outsider.email).count() == 1


def test_an_invitation_to_an_unpublished_initiative_works(client):
    draft = create_initiative(published=False)
    page = invite(draft, create_user(lead_of=draft))
    assertContains(client.post(page, TYPED, follow=True), "Welkom in het team.")


# --- What no longer works is not there --------------------------------------------------------
def expire(page, lead):
    Invitation.objects.update(expires_at=Now() - dt.timedelta(seconds=1))


def revoke(page, lead):
    Invitation.objects.get().revoke(by=lead)


def put_the_sender_out(page, lead):
    lead.memberships.get().end(by=lead)


def shut_the_sender_out(page, lead):
    User.objects.filter(pk=lead.pk).update(is_active=False)


def delete_the_sender(page, lead):
    lead.anonymise()


@pytest.mark.parametrize("stop", [expire, revoke, put_the_sender_out, shut_the_sender_out, delete_the_sender])
@pytest.mark.parametrize("who", ["visitor", "outsider"])
def test_an_invitation_that_stopped_is_gone_like_one_that_never_was(client, request, page, lead, stop, who):
    stop(page, lead)
    if who == "outsider":
        client.force_login(request.getfixturevalue(who))
    absent = reverse("invitations:accept", args=["AAAAAAAAAAAAAAAAAAAAAA"])
    for send in (client.get, client.post):
        stopped, never = send(page), send(absent)
        assert stopped.status_code == never.status_code == 404
        assert without_secrets(stopped, page) == without_secrets(never, absent)
        assert stopped.headers.items() == never.headers.items()
    assert not Membership.objects.exclude(user=lead).exists()


def without_secrets(answer, page: str) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")\w+', "", answer.text.replace(page, ""))


def test_the_address_of_an_invitation_is_not_passed_on(client, page):
    for answer in (client.get(page), client.post(page, {}), client.post(page, TYPED)):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


# --- At the same moment -----------------------------------------------------------------------
def post_at_once(*posts) -> list[int]:
    start, found = Barrier(len(posts)), []

    def run(post):
        browser = Client()
        start.wait()
        found.append(browser.post(*post).status_code)
        connection.close()

    threads = [Thread(target=run, args=[post]) for post in posts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(found)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(5))
def test_two_taps_make_one_account_and_one_membership(round_):
    initiative = create_initiative()
    page = invite(initiative, create_user(lead_of=initiative))
    assert post_at_once((page, TYPED), (page, TYPED)) == [302, 404]
    assert User.objects.filter(email=NEW).count() == 1
    assert initiative.memberships.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(5))
def test_two_teams_that_invite_the_same_stranger_make_one_account(round_):
    initiatives = [create_initiative(), create_initiative()]
    pages = [invite(initiative, create_user(lead_of=initiative)) for initiative in initiatives]
    assert post_at_once(*((page, TYPED) for page in pages)) == [302, 302]
    assert User.objects.filter(email=NEW).count() == 1
