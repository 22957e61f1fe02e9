"""The page of a team: who is in it, who comes in, who asks to, and who leaves."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from initiatives.exchange.post import send_one
from initiatives.lenses import MembershipRole
from initiatives.models import (
    CaptureLink,
    Invitation,
    Letter,
    Membership,
    MembershipRequest,
    PilotCheck,
    SmallWin,
    WishLink,
)
from tests.factories import create_city, create_initiative, create_user

pytestmark = pytest.mark.usefixtures("fresh_limits")

NEW = "nieuw@voorbeeld.example"
REFUSED = "Een team houdt minstens één trekker."


@pytest.fixture
def as_lead(client, lead):
    client.force_login(lead)
    return client


@pytest.fixture
def to(initiative):
    """`to("remove", row)`: the address of that page of the team."""
    return lambda name, *rows: reverse(f"teams:{name}", args=[initiative.slug, *(row.pk for row in rows)])


@pytest.fixture
def invitation(initiative, lead):
    return Invitation.objects.invite(NEW, to=initiative, role=MembershipRole.MEMBER, by=lead)[0]


@pytest.fixture
def asked(initiative, outsider):
    return MembershipRequest.objects.ask(initiative, by=outsider, note="Ik geef les in de kerk")[0]


def link_in(letter) -> str:
    return re.search(r"http://testserver(/uitnodiging/\S+)", letter.body)[1]


class Refusing:
    """A mail server that takes nothing."""

    def __init__(self, *args, **options):
        self.mails = 0

    def send_messages(self, messages):
        raise ConnectionRefusedError(111, "Connection refused")


# --- Who sees what ----------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["lead", "coordinator", "programme_staff"])
def test_people_who_manage_the_team_see_all_of_it(client, request, to, team_member, invitation, asked, who):
    client.force_login(request.getfixturevalue(who))
    page = client.get(to("index"))
    for words in (team_member.email, NEW, "Ik geef les in de kerk", "Stuur opnieuw", "Maak trekker"):
        assertContains(page, words)


def test_a_member_sees_names_and_neither_addresses_nor_buttons(
    client, to, team_member, lead, invitation, asked
):
    client.force_login(team_member)
    page = client.get(to("index"))
    assertContains(page, lead.display_name)
    assertContains(page, "Ga uit dit team")
    for words in (lead.email, NEW, "Ik geef les", "Maak trekker", "Uit het team<", "Stuur de uitnodiging"):
        assertNotContains(page, words)


def test_an_outsider_and_a_visitor_find_no_team(client, to, outsider):
    assert client.get(to("index")).headers["Location"].startswith("/accounts/login/")
    client.force_login(outsider)
    assert client.get(to("index")).status_code == 404


@pytest.mark.parametrize("who", ["team_member", "outsider"])
def test_people_who_do_not_manage_the_team_can_do_nothing_to_it(
    client, request, to, initiative, lead, invitation, asked, who
):
    client.force_login(request.getfixturevalue(who))
    row = lead.memberships.get()
    before = list(Membership.objects.values())
    answers = [
        client.get(to("invite")),
        client.post(to("invite"), {"email": "x@voorbeeld.example", "role": "member"}),
        client.post(to("resend", invitation)),
        client.post(to("revoke", invitation)),
        client.post(to("give", row), {"role": "member"}),
        client.get(to("remove", row)),
        client.post(to("remove", row)),
        client.post(to("accept", asked)),
        client.post(to("decline", asked)),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert list(Membership.objects.values()) == before
    assert Invitation.objects.get().revoked_at is None
    assert MembershipRequest.objects.get().declined_at is None
    assert mail.outbox == []


def test_a_row_of_another_team_is_not_reached_through_ones_own(as_lead, to, outsider):
    elsewhere = create_initiative()
    boss = create_user(lead_of=elsewhere)
    theirs = boss.memberships.get()
    invitation, _ = Invitation.objects.invite(NEW, to=elsewhere, role=MembershipRole.MEMBER, by=boss)
    asked, _ = MembershipRequest.objects.ask(elsewhere, by=outsider)
    answers = [
        as_lead.post(to("give", theirs), {"role": "member"}),
        as_lead.post(to("remove", theirs)),
        as_lead.post(to("revoke", invitation)),
        as_lead.post(to("resend", invitation)),
        as_lead.post(to("accept", asked)),
        as_lead.post(to("decline", asked)),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert elsewhere.memberships.get() == theirs


def test_nothing_that_acts_opens_by_a_link(as_lead, to, invitation, asked, team_member):
    row = team_member.memberships.get()
    acts = [
        ("resend", invitation),
        ("revoke", invitation),
        ("give", row),
        ("accept", asked),
        ("decline", asked),
    ]
    assert {as_lead.get(to(*act)).status_code for act in [*acts, ("take_back",)]} == {405}
    for page in (to("remove", row), to("leave"), to("invite")):
        assert as_lead.get(page).status_code == 200
    assert Membership.objects.count() == 2


def test_the_page_asks_as_much_of_the_database_with_many_people(as_lead, to, initiative, lead):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert as_lead.get(to("index")).status_code == 200
        return len(seen)

    def grow() -> None:
        sender = create_user(lead_of=initiative)
        Invitation.objects.invite(
            f"{sender.pk}@voorbeeld.example", to=initiative, role=MembershipRole.LEAD, by=sender
        )
        MembershipRequest.objects.ask(initiative, by=create_user())

    grow()
    before = queries()
    for _ in range(10):
        grow()
    assert queries() == before


# --- Inviting ---------------------------------------------------------------------------------
def invite(client, to, **changes):
    return client.post(to("invite"), {"email": NEW, "role": "member", **changes}, follow=True)


def test_an_invitation_goes_by_mail(as_lead, to, initiative, lead):
    assertContains(invite(as_lead, to, role="lead"), f"De uitnodiging gaat nu naar {NEW}.")
    (letter,) = mail.outbox
    assert letter.to == [NEW]
    assert letter.subject == f"{lead} nodigt je uit voor {initiative}"
    until = timezone.localtime(Invitation.objects.get().expires_at)
    assert f"tot {until.day} " in letter.body
    assert link_in(letter)
    assert lead.email not in letter.body
    assert "<" not in letter.body
    assert "&" not in letter.body
    assert Invitation.objects.get().role == MembershipRole.LEAD


def test_a_letter_is_text_whatever_people_are_called(as_lead, to, initiative, lead):
    lead.display_name, initiative.title = "Anne's & <b>Bo</b>", "Kerk & 'plein'"
    lead.save()
    initiative.save()
    invite(as_lead, to)
    assert "Anne's & <b>Bo</b>" in mail.outbox[0].body
    assert mail.outbox[0].subject == "Anne's & <b>Bo</b> nodigt je uit voor Kerk & 'plein'"


def test_a_line_break_in_a_title_breaks_no_letter(as_lead, to, initiative):
    initiative.title = "Kerk\nBcc: iedereen@voorbeeld.example"
    initiative.save()
    invite(as_lead, to)
    assert mail.outbox[0].recipients() == [NEW]
    assert "\n" not in mail.outbox[0].subject


def test_a_letter_is_in_the_language_of_a_known_reader(as_lead, to):
    known = create_user(email=NEW)
    known.language = "en"
    known.save()
    invite(as_lead, to)
    assert "invites you" in mail.outbox[0].subject
    assert "vraagt of je meedoet" not in mail.outbox[0].body


def test_a_letter_to_a_stranger_has_a_line_in_the_other_language(as_lead, to):
    invite(as_lead, to)
    assert "vraagt of je meedoet" in mail.outbox[0].body
    assert "asks you to join" in mail.outbox[0].body


def test_the_language_of_the_page_is_that_of_a_letter_to_a_stranger(as_lead, to, settings):
    as_lead.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    invite(as_lead, to)
    assert "invites you" in mail.outbox[0].subject
    assert "vraagt of je meedoet" in mail.outbox[0].body


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"email": "geen adres"}, "Dit is geen volledig e-mailadres."),
        ({"email": ""}, "Vul een e-mailadres in."),
        ({"role": "beheerder"}, "Kies een rol uit de lijst."),
    ],
)
def test_a_form_with_a_mistake_comes_back_in_full(as_lead, to, changes, sentence):
    answer = as_lead.post(to("invite"), {"email": NEW, "role": "lead", **changes})
    assertContains(answer, sentence, status_code=422)
    assertContains(
        answer,
        f'value="{changes.get("email", NEW)}"' if changes.get("email", NEW) else "email",
        status_code=422,
    )
    assert not Invitation.objects.exists()


def test_a_member_is_not_invited_again(as_lead, to, team_member):
    answer = as_lead.post(to("invite"), {"email": team_member.email, "role": "member"})
    assertContains(answer, "Deze persoon zit al in het team.", status_code=422)


def test_a_mail_server_that_refuses_costs_no_invitation_and_holds_no_page(as_lead, to, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    assertContains(invite(as_lead, to), f"De uitnodiging gaat nu naar {NEW}.")
    assert Invitation.objects.waiting().count() == 1
    letter = Letter.objects.waiting().get()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send_one(letter)
    assert link_in(mail.outbox[0])


def test_sending_again_makes_a_new_link_and_stops_the_old_one(as_lead, to, client):
    invite(as_lead, to, role="lead")
    assertRedirects(as_lead.post(to("resend", Invitation.objects.waiting().get())), to("index"))
    old, new = map(link_in, mail.outbox)
    assert Invitation.objects.waiting().get().role == MembershipRole.LEAD
    client.logout()
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)


def test_sending_again_too_often_gets_a_sentence(as_lead, to):
    invite(as_lead, to)
    for _ in range(4):
        as_lead.post(to("resend", Invitation.objects.waiting().get()))
    answer = as_lead.post(to("resend", Invitation.objects.waiting().get()))
    assertContains(answer, "Dit adres kreeg vandaag al genoeg post", status_code=409)
    assert len(mail.outbox) == 5


def test_a_revoked_invitation_works_no_more(as_lead, to, client):
    invite(as_lead, to)
    waiting = Invitation.objects.waiting().get()
    assertContains(as_lead.post(to("revoke", waiting), follow=True), "De link werkt niet meer.")
    assert as_lead.post(to("revoke", waiting)).status_code == 404
    client.logout()
    assert client.get(link_in(mail.outbox[0])).status_code == 404


def test_the_page_says_which_invitations_no_longer_work(client, to, initiative, lead, coordinator):
    for address in ("verlopen@voorbeeld.example", "wees@voorbeeld.example"):
        Invitation.objects.invite(address, to=initiative, role=MembershipRole.MEMBER, by=lead)
    Invitation.objects.filter(email__startswith="verlopen").update(expires_at=timezone.now())
    lead.memberships.get().end(by=lead)
    client.force_login(coordinator)
    page = client.get(to("index"))
    assertContains(page, "Verlopen op")
    assertContains(page, f"De link werkt niet meer: {lead} gaat niet meer over dit team.")


# --- Roles ------------------------------------------------------------------------------------
def test_a_member_becomes_lead_and_member_again(as_lead, to, team_member):
    row = team_member.memberships.get()
    assertContains(as_lead.post(to("give", row), {"role": "lead"}, follow=True), "is nu trekker.")
    assertContains(as_lead.post(to("give", row), {"role": "member"}, follow=True), "is nu teamlid.")
    assert not team_member.memberships.get().is_lead


@pytest.mark.parametrize("role", ["", "beheerder", "programme_staff"])
def test_a_role_that_no_team_has_is_not_given(as_lead, to, team_member, role):
    assert as_lead.post(to("give", team_member.memberships.get()), {"role": role}).status_code == 404


def test_the_last_lead_reads_why_they_stay(as_lead, to, lead, team_member):
    row = lead.memberships.get()
    answers = [
        as_lead.post(to("give", row), {"role": "member"}),
        as_lead.post(to("remove", row)),
        as_lead.post(to("leave")),
    ]
    for answer in answers:
        assertContains(answer, REFUSED, status_code=409)
    assert lead.memberships.get().is_lead


def test_a_lead_who_steps_down_stays_on_the_page(as_lead, to, initiative, lead):
    create_user(lead_of=initiative)
    page = as_lead.post(to("give", lead.memberships.get()), {"role": "member"}, follow=True)
    assertNotContains(page, "Maak trekker")
    assertContains(page, "Ga uit dit team")


# --- Leaving ----------------------------------------------------------------------------------
def test_the_page_before_says_what_ends_and_which_links_stay(as_lead, to, initiative, team_member):
    for _ in range(2):
        CaptureLink.objects.create(initiative=initiative, created_by=team_member)
    CaptureLink.objects.create(initiative=initiative, created_by=team_member).revoke(by=team_member)
    page = as_lead.get(to("remove", team_member.memberships.get()))
    assertContains(page, "Ook niet op een pagina die nog openstaat.")
    assertContains(page, "Er zijn 2 QR-links gemaakt door deze persoon.")
    assert CaptureLink.objects.usable().count() == 2


def test_the_page_before_names_every_address_that_a_member_can_have_kept(
    client, as_lead, to, initiative, team_member, lead, coordinator
):
    """Also those that somebody else made: each member could read them."""
    partnership = initiative.partnerships.get()
    WishLink.objects.make(partnership, by=lead)
    PilotCheck.objects.create(initiative=initiative, created_by=lead)
    elsewhere = create_initiative()
    WishLink.objects.make(elsewhere.partnerships.get(), by=lead)
    PilotCheck.objects.create(initiative=elsewhere, created_by=lead)
    row = team_member.memberships.get()
    for who, address, may_know in (
        (lead, to("remove", row), True),
        (team_member, to("leave"), True),
        (coordinator, to("remove", row), False),  # rounds stay in the team
    ):
        client.force_login(who)
        page = client.get(address)
        assertContains(page, "Er is 1 link waarmee een partner wensen opschrijft.")
        assertContains(page, partnership.partner.name)
        assertContains(page, reverse("wishes:links", args=[initiative.slug]))
        assert ("Er staat 1 ronde van de pilotparadox open." in page.text) == may_know
        assert (reverse("paradox:index", args=[initiative.slug]) in page.text) == may_know


def test_an_address_that_stopped_is_not_named(as_lead, to, initiative, team_member, lead):
    WishLink.objects.make(initiative.partnerships.get(), by=lead).revoke(by=lead)
    PilotCheck.objects.create(initiative=initiative, created_by=lead).revoke(by=lead)
    assertNotContains(as_lead.get(to("remove", team_member.memberships.get())), "Dit blijft werken.")


def test_a_member_who_is_put_out_is_out_at_once_in_every_open_session(
    as_lead, to, initiative, team_member, client_of
):
    theirs = client_of(team_member)
    draft = SmallWin.objects.keep_draft(
        by=team_member,
        submission_id="00000000-0000-4000-8000-000000000001",
        initiative=initiative,
        title="Bijna",
    )
    pages = [to("index"), reverse("telling:discard", args=[draft.pk]), draft.get_absolute_url()]
    assert {theirs.get(page).status_code for page in pages} == {200}
    assertContains(
        as_lead.post(to("remove", team_member.memberships.get()), follow=True), "zit niet meer in het team."
    )
    assert {theirs.get(page).status_code for page in pages} == {404}


def test_the_letter_from_before_leads_nobody_back_in(as_lead, to, initiative, lead, outsider, client_of):
    """Invited, let in by asking, put out: the unread invitation is a way in no more."""
    _, token = Invitation.objects.invite(outsider.email, to=initiative, role=MembershipRole.MEMBER, by=lead)
    MembershipRequest.objects.ask(initiative, by=outsider)
    as_lead.post(to("accept", MembershipRequest.objects.get()))
    as_lead.post(to("remove", outsider.memberships.get()))
    letter = reverse("invitations:accept", args=[token])
    assert client_of(outsider).get(letter).status_code == client_of(outsider).post(letter).status_code == 404
    assert not outsider.memberships.exists()


@pytest.fixture
def client_of():
    """Another browser, of this person."""
    from django.test import Client

    def open_for(user) -> Client:
        browser = Client()
        browser.force_login(user)
        return browser

    return open_for


def test_a_member_leaves_and_lands_where_they_may_look(client, to, initiative, team_member, lead):
    client.force_login(team_member)
    assertContains(client.get(to("leave")), "Ga je uit dit team?")
    assertRedirects(client.post(to("leave")), initiative.get_absolute_url())
    assert client.post(to("leave")).status_code == 404
    assert not initiative.memberships.filter(user=team_member).exists()


def test_leaving_an_unpublished_initiative_leads_to_the_first_page(client):
    draft = create_initiative(published=False)
    member = create_user(member_of=draft)
    client.force_login(member)
    assertRedirects(client.post(reverse("teams:leave", args=[draft.slug])), "/")


# --- Asking to join ---------------------------------------------------------------------------
def ask(client, to, note="Ik geef les in de kerk"):
    return client.post(to("ask"), {"note": note}, follow=True)


def test_somebody_of_the_network_asks_and_the_leads_get_a_letter(client, to, initiative, lead, outsider):
    client.force_login(outsider)
    assertContains(client.get(initiative.get_absolute_url()), "Hoor je bij dit team?")
    assertContains(ask(client, to), "Je vraag ligt bij het team, sinds")
    assertContains(client.get(initiative.get_absolute_url()), "Je vraag ligt bij het team, sinds")
    (letter,) = mail.outbox
    assert letter.to == [lead.email]
    assert f"http://testserver{to('index')}" in letter.body
    assert "Ik geef les" not in letter.body
    client.force_login(lead)
    assertContains(client.get(initiative.get_absolute_url()), "1 vraag om mee te doen")


def test_a_letter_about_a_question_is_in_the_language_of_each_lead(client, to, initiative, lead, outsider):
    second = create_user(lead_of=initiative)
    second.language = "en"
    second.save()
    client.force_login(outsider)
    ask(client, to)
    subjects = {letter.to[0]: letter.subject for letter in mail.outbox}
    assert subjects[lead.email].startswith(f"{outsider} wil meedoen")
    assert subjects[second.email].startswith(f"{outsider} wants to join")


def test_a_team_without_a_lead_has_others_who_answer(client, to, coordinator, outsider):
    client.force_login(outsider)
    ask(client, to)
    assert [letter.to for letter in mail.outbox] == [[coordinator.email]]


def test_asking_and_taking_back_fills_no_mailbox(client, to, lead, outsider):
    client.force_login(outsider)
    for _ in range(3):
        ask(client, to)
        ask(client, to)
        assertContains(client.post(to("take_back"), follow=True), "Je hebt je vraag teruggenomen.")
    assert len(mail.outbox) == 1
    assert client.post(to("take_back")).status_code == 404


def test_too_many_words_stay_in_the_form(client, to, outsider):
    client.force_login(outsider)
    answer = client.post(to("ask"), {"note": "x" * 501})
    assertContains(answer, "Dit is 501 tekens lang.", status_code=422)
    assertContains(answer, "x" * 501, status_code=422)


def test_a_team_that_is_not_shown_is_not_asked(client, outsider):
    hidden = create_initiative(published=False)
    client.force_login(outsider)
    address = reverse("teams:ask", args=[hidden.slug])
    assert {client.get(address).status_code, client.post(address).status_code} == {404}


def test_a_member_has_no_page_to_ask_on(client, to, team_member):
    client.force_login(team_member)
    assert client.get(to("ask")).status_code == 404


def test_somebody_who_is_let_in_gets_a_letter_and_may_tell(as_lead, to, initiative, outsider, asked):
    assertContains(as_lead.post(to("accept", asked), follow=True), "zit nu in het team.")
    assert initiative.memberships.get(user=outsider).role == MembershipRole.MEMBER
    (letter,) = mail.outbox
    assert letter.to == [outsider.email]
    assert initiative.get_absolute_url() in letter.body
    assert as_lead.post(to("accept", asked)).status_code == 404


def test_somebody_who_is_declined_reads_it_and_may_ask_again(as_lead, client, to, outsider, asked):
    assertContains(as_lead.post(to("decline", asked), follow=True), "is afgewezen.")
    client.force_login(outsider)
    assertContains(client.get(to("ask")), "Praat eerst met iemand uit het team")
    assertContains(ask(client, to), "Je vraag ligt bij het team, sinds")


def test_a_visitor_is_not_asked_to_join(client, initiative):
    assertNotContains(client.get(initiative.get_absolute_url()), "Hoor je bij dit team?")


def test_a_question_of_somebody_who_cannot_log_in_any_more_is_not_shown(as_lead, to, outsider, asked):
    outsider.is_active = False
    outsider.save()
    assertNotContains(as_lead.get(to("index")), "Ik geef les")
    assert as_lead.post(to("accept", asked)).status_code == 404


def test_a_coordinator_of_another_city_does_not_manage(client, to):
    client.force_login(create_user(coordinates=create_city()))
    assert client.get(to("index")).status_code == 404
