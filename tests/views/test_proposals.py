"""Anybody who logs in proposes an initiative and leads it at once. Staff let it in, or decline it with a word."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from initiatives.exchange.own_data import own_data
from initiatives.lenses import MembershipRole
from initiatives.links import NATIONAL
from initiatives.models import AuditEntry, CaptureLink, Initiative, SmallWin, acting
from initiatives.models.initiatives import MOST_INITIATIVES_PROPOSED
from tests.access.sheets import marks_on, read_and_send
from tests.factories import (
    create_city,
    create_initiative,
    create_partner,
    create_programme,
    create_user,
    create_win,
    tell_through,
)
from tests.test_sending import while_another_saves

PAGE = reverse("initiatives:propose")


@pytest.fixture
def programme():
    return create_programme()


def test_somebody_proposes_an_initiative_leads_it_and_tells_at_once(client, programme, outsider, visitor):
    client.force_login(outsider)
    city = create_city(name="Leiden")
    words = {"title": "Koele pleinen", "summary": "Bomen op elk plein.", "city": city.pk}
    answer = client.post(PAGE, words, follow=True)
    assertContains(answer, "Koele pleinen")
    for _again in range(2):
        client.post(PAGE, words)
    initiative = Initiative.objects.get(title="Koele pleinen")
    assert [member.is_lead for member in outsider.memberships.all()] == [True]
    assert (initiative.programme, initiative.published_at, [*initiative.cities.all()]) == (
        programme,
        None,
        [city],
    )
    assert not Initiative.objects.visible_to(visitor).contains(initiative)
    assertContains(client.get(reverse("telling:tell")), "Koele pleinen")


def test_nationwide_is_chosen_and_the_summary_stays_asked_for(client, programme, outsider):
    client.force_login(outsider)
    answer = client.post(PAGE, {"title": "Koele pleinen", "summary": "Bomen."})
    assertContains(answer, "Kies een stad, of landelijk.", status_code=422)
    client.post(PAGE, {"title": "Koele pleinen", "summary": "Bomen.", "city": NATIONAL})
    proposal = Initiative.objects.get()
    assert not proposal.cities.exists()
    proposal.decline(why=WHY, by=create_user(staff_of=programme))
    answer = read_and_send(
        client, again(proposal), {"title": "Koele pleinen", "summary": "", "when": "not_known"}
    )
    assertContains(answer, "Vertel in een paar zinnen wat het is.", status_code=422)


def test_staff_find_it_in_their_inbox_and_publish_it_with_a_partner(client, programme, outsider, visitor):
    initiative = Initiative.objects.propose(
        by=outsider, programme=programme, city=None, title="Koele pleinen", summary="Bomen."
    )
    client.force_login(create_user(staff_of=programme))
    assertContains(client.get(reverse("admin:index")), "gepubliceerd=nee")
    assertContains(client.get(reverse("admin:initiatives_initiative_changelist")), "Koele pleinen")
    assert not Initiative.objects.visible_to(visitor).contains(initiative)


def test_nobody_proposes_many_initiatives_that_still_wait(client, programme, outsider):
    client.force_login(outsider)
    for n in range(MOST_INITIATIVES_PROPOSED + 1):
        answer = client.post(PAGE, {"title": f"Plan {n}", "summary": "Iets.", "city": NATIONAL})
    assertContains(answer, "Er wachten al", status_code=422)
    assert Initiative.objects.count() == MOST_INITIATIVES_PROPOSED


def test_a_proposal_is_for_the_programme_in_which_one_looks(client, programme, outsider):
    other = create_initiative(programme=create_programme(name="Deal Twee")).programme
    client.force_login(outsider)
    assertContains(client.get(f"/{other.slug}{PAGE}"), "Het komt bij <strong>Deal Twee</strong>")
    client.post(f"/{other.slug}{PAGE}", {"title": "Koele pleinen", "summary": "Bomen.", "city": NATIONAL})
    client.post(PAGE, {"title": "Warme hallen", "summary": "Daken.", "city": NATIONAL})
    assert Initiative.objects.get(title="Koele pleinen").programme == other
    assert Initiative.objects.get(title="Warme hallen").programme == programme


# --- declined with a word ------------------------------------------------------------------------
WHY = "Dit doet de bibliotheek al. Praat eens met hen."


@pytest.fixture
def staff(programme):
    return create_user(email="sam@programma.example", staff_of=programme)


@pytest.fixture
def proposal(programme, outsider):
    with acting(outsider):
        return Initiative.objects.propose(
            by=outsider, programme=programme, city=create_city(), title="Koele pleinen", summary="Bomen."
        )


def declining(proposal) -> str:
    return reverse("admin:initiatives_initiative_decline", args=[proposal.pk])


def again(proposal) -> str:
    return reverse("initiatives:propose_again", args=[proposal.slug])


@pytest.fixture
def declined(client, proposal, staff):
    client.force_login(staff)
    read_and_send(client, declining(proposal), {"why": WHY})
    proposal.refresh_from_db()
    return proposal


def test_staff_decline_a_proposal_and_its_proposer_reads_why(client, mailoutbox, proposal, staff, outsider):
    outsider.language = "en"
    outsider.save()
    client.force_login(staff)
    assertContains(client.get(declining(proposal)), "trekker")
    silent = read_and_send(client, declining(proposal), {"why": ""})
    assertContains(silent, "Schrijf waarom.", status_code=422)
    read_and_send(client, declining(proposal), {"why": WHY})
    (letter,) = mailoutbox
    assert letter.to == [outsider.email]
    assert "was not accepted" in letter.subject
    assert WHY in letter.body
    assert again(proposal) in letter.body

    client.force_login(outsider)
    for page in (reverse("home"), again(proposal)):
        assertContains(client.get(page), WHY)
    assertContains(client.get(reverse("mine:index")), again(proposal))
    proposal.refresh_from_db()
    entry = AuditEntry.objects.of_row(proposal).filter(actor=staff).first()
    assert entry.changes["why_declined"] == ["", WHY]
    assert (proposal.declined_by, own_data(staff)["proposals_declined"][0]["why_declined"]) == (staff, WHY)
    assert own_data(outsider)["proposals"][0]["why_declined"] == WHY


def test_a_declined_proposal_is_in_no_list_and_only_staff_and_its_team_know_it(
    client, declined, staff, outsider
):
    create_win(initiative=declined, by=outsider)
    link = CaptureLink.objects.create(initiative=declined, created_by=outsider)
    coordinator = create_user(coordinates=declined.cities.get())
    for reader in (outsider, staff, coordinator, create_user(), AnonymousUser()):
        assert not Initiative.objects.visible_to(reader).exists()
        assert not SmallWin.objects.visible_to(reader).exists()
        assert not Initiative.objects.editable_by(reader).exists()
    assert not CaptureLink.objects.usable().filter(pk=link.pk).exists()
    client.force_login(coordinator)
    assert client.get(again(declined)).status_code == 404
    assertNotContains(client.get(reverse("home")), declined.title)
    client.force_login(staff)
    screen = reverse("admin:initiatives_initiative_changelist")
    for words in ("", "?gepubliceerd=nee", "?gepubliceerd=voorgesteld"):
        assertNotContains(client.get(screen + words), declined.title)
    assertContains(client.get(f"{screen}?gepubliceerd=niet-opgenomen"), declined.title)
    page = reverse("admin:initiatives_initiative_change", args=[declined.pk])
    assertContains(client.get(page), WHY)
    assertContains(client.get(page.replace("change", "history")), str(staff))
    assert client.get(declining(declined), follow=True).redirect_chain


def test_its_team_changes_it_and_proposes_it_again_and_all_of_it_comes_back(
    client, declined, staff, outsider
):
    win = create_win(initiative=declined, by=outsider)
    client.force_login(outsider)
    words = {"title": "Koele pleinen", "summary": "Samen met de bibliotheek.", "when": "not_known"}
    assertContains(read_and_send(client, again(declined), words, follow=True), "Samen met de bibliotheek.")
    assertRedirects(client.post(again(declined), words), declined.get_absolute_url())  # a second tap
    declined.refresh_from_db()
    assert (declined.waits, declined.why_declined) == (True, "")
    assert SmallWin.objects.visible_to(outsider).contains(win)
    assertNotContains(client.get(reverse("home")), WHY)
    client.force_login(staff)
    assertContains(client.get(reverse("admin:index")), "gepubliceerd=voorgesteld")


LIST = reverse("admin:initiatives_initiative_changelist")


def test_any_of_the_team_proposes_it_again_and_it_stays_of_who_proposed_it(client, declined, staff, outsider):
    colleague = create_user(member_of=declined)
    client.force_login(colleague)
    waiting = [
        Initiative.objects.propose(
            by=outsider, programme=declined.programme, city=None, title=f"Plan {n}", summary="Iets."
        )
        for n in range(MOST_INITIATIVES_PROPOSED)
    ]
    words = {"title": "Koele pleinen", "summary": "Samen.", "when": "not_known"}
    refused = read_and_send(client, again(declined), words)
    assertContains(refused, "Er wachten al een paar initiatieven", status_code=422)
    assertContains(refused, "Samen.", status_code=422)
    declined.refresh_from_db()
    assert (declined.waits, declined.summary) == (False, "Bomen.")
    waiting[0].decline(why=WHY, by=staff)
    read_and_send(client, again(declined), words)
    declined.refresh_from_db()
    assert (declined.waits, declined.proposed_by) == (True, outsider)
    assert "Koele pleinen" in [row["title"] for row in own_data(outsider)["proposals"]]


def test_a_team_puts_a_no_aside_until_the_next_one(client, declined, staff, outsider):
    """For all of the team, and not at the account of each. Who is not in the team cannot."""
    colleague, aside = create_user(member_of=declined), reverse("initiatives:put_aside", args=[declined.slug])
    client.force_login(staff)
    assert client.post(aside).status_code == 404
    client.force_login(colleague)
    assertContains(client.get(reverse("home")), f'action="{aside}"')
    assertContains(client.post(aside, follow=True), "Opzijgelegd.")
    for who in (colleague, outsider):
        client.force_login(who)
        assertNotContains(client.get(reverse("home")), WHY)
        assertContains(client.get(reverse("mine:index")), again(declined))
    declined.refresh_from_db()
    assert declined.aside_by == colleague

    declined.propose_again()
    assert client.post(aside).status_code == 404
    declined.decline(why="Nog steeds niet.", by=staff)
    assertContains(client.get(reverse("home")), "Nog steeds niet.")


def test_a_former_member_of_the_staff_keeps_the_words_of_a_no_and_not_the_title(declined, staff):
    staff.roles.all().delete()
    (no,) = own_data(staff)["proposals_declined"]
    assert (no["title"], no["why_declined"]) == (None, WHY)


@pytest.mark.parametrize("is_in", [False, True])
def test_the_second_to_propose_it_again_keeps_what_they_typed(client, declined, outsider, staff, is_in):
    member = create_user(member_of=declined)
    sent = {"title": "Koele pleinen", "summary": "Van mij.", "when": "not_known"}
    client.force_login(outsider)
    words = marks_on(again(declined), client.get(again(declined)).text) | sent
    client.post(again(declined), words | {"summary": "Van een ander."})
    if is_in:
        declined.partnerships.create(partner=create_partner())
        Initiative.objects.get(pk=declined.pk).publish(by=staff)
    for who in (member, outsider):
        client.force_login(who)
        page = client.post(again(declined), words)
        for text in ("Van mij.", "Van een ander."):
            assertContains(page, text, status_code=409)
        assertContains(page, "al opnieuw voor", status_code=409)
    client.force_login(member)
    shown = {"version": page.context["form"]["version"].value(), "keep_summary": "mine"}
    assert client.post(again(declined), words | shown).status_code == 409
    client.force_login(outsider)
    assert client.post(again(declined), words | shown).status_code == 302
    declined.refresh_from_db()
    assert (declined.summary, declined.waits) == ("Van mij.", not is_in)


def test_a_no_to_an_earlier_proposal_is_not_said_to_the_next(client, proposal, staff):
    client.force_login(staff)
    words = marks_on(declining(proposal), client.get(declining(proposal)).text) | {"why": "Te laat."}
    proposal.decline(why=WHY, by=staff)
    proposal.propose_again()
    assertContains(client.post(declining(proposal), words), "Te laat.", status_code=409)
    proposal.refresh_from_db()
    assert proposal.waits


def test_a_guest_of_a_declined_proposal_hears_that_nobody_looks_at_it(client, proposal, outsider, staff):
    link = CaptureLink.objects.create(initiative=proposal, created_by=outsider)
    receipt = reverse("capture:receipt", args=[tell_through(link, title="Een plan").receipt])
    assertContains(client.get(receipt), "Het wacht op het team")
    proposal.decline(why=WHY, by=staff)
    page = client.get(receipt)
    assertContains(page, "het team kijkt er nu niet naar")
    for gone in ("Het wacht op het team", link.get_absolute_url(), WHY):
        assertNotContains(page, gone)


def test_the_last_lead_of_a_declined_proposal_leaves_and_its_team_proposes_it_again(
    client, declined, outsider
):
    member = create_user(member_of=declined)
    leave, team = (reverse(f"teams:{page}", args=[declined.slug]) for page in ("leave", "index"))
    client.force_login(outsider)
    assertNotContains(client.get(reverse("mine:delete")), f'"{team}"')
    page = client.get(leave)
    assertContains(page, again(declined))
    assertNotContains(page, f'"{team}"')
    assertRedirects(client.post(leave), "/")
    client.force_login(member)
    read_and_send(client, again(declined), {"title": "Koele pleinen", "summary": "x", "when": "not_known"})
    declined.refresh_from_db()
    assert declined.waits


def test_letting_a_proposal_in_tells_its_proposer_once_and_says_the_role(
    client, mailoutbox, proposal, staff, outsider, django_capture_on_commit_callbacks
):
    proposal.partnerships.create(partner=create_partner())
    client.force_login(staff)
    with django_capture_on_commit_callbacks(execute=True):
        for action in ("publish", "unpublish", "publish"):
            client.post(LIST, {"action": action, "index": 0, "_selected_action": [proposal.pk]})
    (letter,) = mailoutbox
    assert letter.to == [outsider.email]
    assert "Je rol in het team: trekker." in letter.body
    assert proposal.get_absolute_url() in letter.body
    assert client.get(declining(proposal), follow=True).redirect_chain


def test_the_staff_change_no_word_of_a_declined_proposal_and_may_publish_it_all_the_same(
    client, declined, staff
):
    declined.partnerships.create(partner=create_partner())
    page = reverse("admin:initiatives_initiative_change", args=[declined.pk])
    assertNotContains(client.get(page), "Bewaar en publiceer")
    words = {"title": "Iets anders", "programme": declined.programme_id, "started_precision": "day"}
    given_back = client.post(page, words)
    assert given_back.status_code == 409
    for words_on_it in ("Iets anders", "Er is niets opgeslagen", WHY):
        assertContains(given_back, words_on_it, status_code=409)
    client.post(page.replace("change", "delete"), {"post": "yes"})
    of_declined = f"{LIST}?gepubliceerd=niet-opgenomen"
    client.post(of_declined, {"action": "publish", "index": 0, "_selected_action": [declined.pk]})
    kept = Initiative.objects.get(pk=declined.pk)
    assert (kept.title, bool(kept.published_at), kept.why_declined) == (declined.title, True, "")


def test_publishing_looks_at_the_proposal_as_it_is_now(proposal, staff):
    proposal.partnerships.create(partner=create_partner())
    first, second, late = (Initiative.objects.get(pk=proposal.pk) for _ in range(3))
    proposal.decline(why=WHY, by=staff)
    with pytest.raises(ValidationError, match="net niet opgenomen"):
        late.publish(by=staff)
    proposal.propose_again()
    assert [each.publish(by=staff) for each in (first, second)] == [True, False]


def test_a_proposal_that_changed_meanwhile_is_read_first(client, proposal, staff):
    client.force_login(staff)
    answer = while_another_typed(client, proposal)
    assertContains(answer, "Lees eerst wat er nu staat.", status_code=409)
    proposal.refresh_from_db()
    assert proposal.waits


def while_another_typed(client, proposal):
    page = client.get(declining(proposal))
    version = page.context["form"]["version"].value()
    Initiative.objects.filter(pk=proposal.pk).update(summary="Bomen en banken.")
    return client.post(declining(proposal), {"why": WHY, "version": version})


def test_the_database_declines_no_proposal_without_a_word_and_nothing_that_came_in(proposal, staff):
    proposal.partnerships.create(partner=create_partner())
    with pytest.raises(IntegrityError, match="a_proposal_is_declined_with_a_word"), transaction.atomic():
        proposal.decline(why="", by=staff)
    came_in = Initiative.objects.get(pk=proposal.pk)
    came_in.publish(by=staff)
    with pytest.raises(IntegrityError), transaction.atomic():
        came_in.decline(why=WHY, by=staff)


def test_after_proposing_the_way_to_partners_is_a_link(client, programme, outsider):
    client.force_login(outsider)
    answer = client.post(PAGE, {"title": "Koele pleinen", "summary": "Bomen.", "city": NATIONAL}, follow=True)
    made = Initiative.objects.get()
    way = reverse("partnerships:add", args=[made.slug])
    assertContains(answer, f'<a href="{way}">Voeg je partners toe</a>')
    assertContains(answer, "jij bent de trekker")
    assert made.memberships.get().role == MembershipRole.LEAD


@pytest.mark.django_db(transaction=True)
def test_two_who_propose_one_title_at_one_moment_each_get_theirs(client, programme, outsider):
    client.force_login(outsider)
    other = create_user()
    answer = while_another_saves(
        lambda: Initiative.objects.propose(
            by=other, programme=programme, city=None, title="Koele pleinen", summary="Ook."
        ),
        lambda: client.post(PAGE, {"title": "Koele pleinen", "summary": "Bomen.", "city": NATIONAL}),
    )
    assert answer.status_code == 302
    slugs = Initiative.objects.order_by("pk").values_list("slug", "proposed_by")
    assert list(slugs) == [("koele-pleinen", other.pk), ("koele-pleinen-2", outsider.pk)]
