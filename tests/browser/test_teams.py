"""A team in a real browser: from the invitation by mail to the moment that somebody is out."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from initiatives.lenses import MembershipRole
from initiatives.models import CaptureLink, Invitation, MembershipRequest, SmallWin, User
from tests.factories import create_initiative, create_user

NEW = "noor@voorbeeld.example"
phone = pytest.mark.parametrize("viewport", [360])
with_and_without_script = pytest.mark.parametrize("javascript", [True, False])


@pytest.fixture(autouse=True)
def _fresh_limits(transactional_db):
    cache.clear()


@pytest.fixture
def initiative():
    return create_initiative(title="Ruimte in de kerk", slug="ruimte-in-de-kerk")


@pytest.fixture
def lead(initiative):
    return create_user(lead_of=initiative)


def press(page, words: str) -> None:
    page.get_by_role("button", name=words).first.click()


def link_in(letter) -> str:
    return re.search(r"https?://\S+(/uitnodiging/\S+)", letter.body)[1]


# --- The whole way ----------------------------------------------------------------------------
@phone
@with_and_without_script
def test_from_the_invitation_to_the_door(page, login, initiative, lead, javascript):
    team = reverse("teams:index", args=[initiative.slug])
    login(page, lead)
    page.goto(team)
    page.get_by_label("E-mailadres").fill(NEW)
    press(page, "Stuur de uitnodiging")
    page.get_by_text(f"De uitnodiging gaat nu naar {NEW}.").wait_for()
    (letter,) = mail.outbox

    page.context.clear_cookies()
    page.goto(link_in(letter))
    page.get_by_label("Naam").fill("Noor Nieuw")
    press(page, "Ja, ik doe mee")
    page.get_by_text("Welkom in het team.").wait_for()
    assert page.url.endswith(initiative.get_absolute_url())
    noor = User.objects.get(email=NEW)

    page.goto(f"/small-wins/nieuw/?initiatief={initiative.slug}")
    page.get_by_label("Wat is er gelukt?").fill("De sleutel van de kerk")
    press(page, "Bewaar")
    page.wait_for_url("**/vraag/verandering/**")
    win = SmallWin.objects.get()
    SmallWin.objects.filter(pk=win.pk).update(audience="team")
    page.goto(win.get_absolute_url())
    expect(page.get_by_role("heading", name="De sleutel van de kerk")).to_be_visible()

    theirs = page.context.cookies()
    page.context.clear_cookies()
    login(page, lead)
    page.goto(team)
    page.get_by_role("link", name="Uit het team").click()
    page.get_by_text("Haal je Noor Nieuw uit het team?").wait_for()
    press(page, "Ja, uit het team")
    page.get_by_text("zit niet meer in het team.").wait_for()

    page.context.clear_cookies()
    page.context.add_cookies(theirs)
    assert page.goto(win.get_absolute_url()).status == 404
    assert page.goto(team).status == 404
    assert page.goto("/mijn/").status == 200
    assert not noor.memberships.exists()


@phone
@with_and_without_script
def test_somebody_asks_and_is_let_in(page, login, initiative, lead, javascript):
    asker = create_user()
    login(page, asker)
    page.goto(initiative.get_absolute_url())
    page.get_by_role("link", name="Hoor je bij dit team?").click()
    page.get_by_label("Wat doe je in dit team?").fill("Ik geef les in de kerk")
    press(page, "Vraag of ik mee mag doen")
    page.get_by_text("Je vraag ligt bij het team, sinds").wait_for()

    page.context.clear_cookies()
    login(page, lead)
    page.goto(initiative.get_absolute_url())
    page.get_by_role("link", name="1 vraag om mee te doen").click()
    page.get_by_text("Ik geef les in de kerk").wait_for()
    press(page, "Laat erbij")
    page.get_by_text("zit nu in het team.").wait_for()
    assert asker.memberships.get().initiative == initiative


@phone
def test_the_address_of_an_invitation_goes_to_no_other_page(page, initiative, lead):
    """Neither with a link or a file of the page, nor with its form."""
    _, token = Invitation.objects.invite(NEW, to=initiative, role=MembershipRole.MEMBER, by=lead)
    told = []
    page.on("request", lambda request: told.append(request.all_headers().get("referer", "")))
    page.goto(reverse("invitations:accept", args=[token]))
    page.get_by_label("Naam").fill("Noor Nieuw")
    press(page, "Ja, ik doe mee")
    page.get_by_text("Welkom in het team.").wait_for()
    assert len(told) > 5
    assert [address for address in told if token in address] == []


@phone
@with_and_without_script
def test_an_account_goes(page, login, initiative, javascript):
    user = create_user(member_of=initiative)
    login(page, user)
    page.goto("/mijn/")
    page.get_by_role("link", name="Verwijder mijn account").click()
    page.get_by_label("Ja, ik wil dat mijn account verdwijnt.").check()
    press(page, "Verwijder mijn account")
    page.get_by_text("Je account is weg").wait_for()
    user.refresh_from_db()
    assert user.email is None


# --- Every page -------------------------------------------------------------------------------
@pytest.fixture
def everything(initiative, lead):
    """A team with one of everything that its page can show, in long words."""
    member = create_user(member_of=initiative)
    long = "Vereniging-van-samenwerkende-buurtbewoners-en-studenten"
    User.objects.filter(pk=member.pk).update(
        display_name=f"{long} Jansen", email=f"{'lang' * 12}@{'voorbeeld' * 5}.example"
    )
    second = create_user(lead_of=initiative)
    for number in range(2):
        Invitation.objects.invite(
            f"{'genodigde' * 5}{number}@voorbeeld.example", to=initiative, role=MembershipRole.LEAD, by=second
        )
    second.memberships.get().give(MembershipRole.MEMBER)
    Invitation.objects.invite(NEW, to=initiative, role=MembershipRole.MEMBER, by=lead)
    MembershipRequest.objects.ask(initiative, by=create_user(), note="Ik geef les " * 20)
    CaptureLink.objects.create(initiative=initiative, created_by=member)
    return member


def pages(initiative, member) -> list[str]:
    team = [reverse(f"teams:{name}", args=[initiative.slug]) for name in ("index", "invite", "leave")]
    remove = reverse("teams:remove", args=[initiative.slug, member.memberships.get().pk])
    return [*team, remove, reverse("mine:index"), reverse("mine:delete"), initiative.get_absolute_url()]


def test_every_page_is_sound(page, faults, login, initiative, lead, everything):
    login(page, lead)
    found = faults(page, pages(initiative, everything))
    page.goto(reverse("teams:invite", args=[initiative.slug]))
    page.get_by_label("E-mailadres").fill("geen adres")
    press(page, "Stuur de uitnodiging")
    page.get_by_text("Dit kan nog niet zo").wait_for()
    found += faults(page)  # a refused invitation
    page.goto(reverse("teams:leave", args=[initiative.slug]))
    press(page, "Ja, ik ga eruit")
    page.get_by_text("Een team houdt minstens één trekker.").wait_for()
    found += faults(page)  # the last lead
    page.goto("/mijn/")
    page.get_by_label("Naam").fill("")
    press(page, "Bewaar")
    page.get_by_text("Dit kan nog niet zo").wait_for()
    found += faults(page)  # an account without a name
    page.goto("/mijn/verwijderen/")
    press(page, "Verwijder mijn account")
    page.get_by_text("Dit kan nog niet zo").wait_for()
    found += faults(page)  # a deletion without a tick
    assert not found, "\n".join(found)


def test_every_page_of_a_newcomer_is_sound(page, faults, login, initiative, lead):
    _, token = Invitation.objects.invite(NEW, to=initiative, role=MembershipRole.MEMBER, by=lead)
    address, asker = reverse("invitations:accept", args=[token]), create_user()
    page.goto(address)
    found = faults(page)  # invited, without an account
    press(page, "Ja, ik doe mee")
    page.get_by_text("Dit kan nog niet zo").wait_for()
    found += faults(page)  # without a name
    login(page, asker)
    ask = reverse("teams:ask", args=[initiative.slug])
    found += faults(page, [address, ask, "/mijn/", "/mijn/verwijderd/"])
    page.goto(reverse("teams:ask", args=[initiative.slug]))
    page.get_by_label("Wat doe je in dit team?").fill("woord " * 200)
    press(page, "Vraag of ik mee mag doen")
    page.get_by_text("Dit kan nog niet zo").wait_for()
    found += faults(page)  # too many words
    page.get_by_label("Wat doe je in dit team?").fill("Ik geef les")
    press(page, "Vraag of ik mee mag doen")
    page.get_by_text("Neem je vraag terug").wait_for()
    found += faults(page)  # a question that waits
    assert not found, "\n".join(found)
