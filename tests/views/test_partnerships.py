"""A team adds a partner that is missing, from the profile and while telling; staff let a new one in or say which it is."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from initiatives.models import Objection, Partner, PartnerAlias
from initiatives.models.merging.doing import merge
from initiatives.models.merging.kinds import KINDS
from initiatives.models.places import MOST_PARTNERS_PROPOSED
from tests.access.sheets import read_and_send
from tests.factories import create_initiative, create_partner, create_win
from tests.factories_wishes import create_meaning, create_partnership, create_wish, days_ago

NEW = {"partner_name": "Buurtkantine Oost", "partner_kind": "residents", "partner_role": "partner"}


def add_page(initiative) -> str:
    return reverse("partnerships:add", args=[initiative.slug])


@pytest.fixture
def proposed(initiative, team_member) -> Partner:
    partner = Partner.objects.propose("Buurtkantine Oost", "residents", city=None, by=team_member)
    initiative.partnerships.create(partner=partner)
    return partner


# --- adding one -------------------------------------------------------------------------------
def test_a_new_partner_is_used_at_once_and_waits_for_the_programme(client, initiative, team_member):
    client.force_login(team_member)
    answer = client.post(add_page(initiative), NEW | {"partner_since": days_ago(40).isoformat()}, follow=True)
    assertContains(answer, "wacht op het programma")
    row = initiative.partnerships.get(partner__name="Buurtkantine Oost")
    assert (row.partner.waits, row.partner.proposed_by, row.since) == (True, team_member, days_ago(40))
    for _again in range(2):
        client.post(add_page(initiative), NEW)
    assert initiative.partnerships.filter(partner__name="Buurtkantine Oost").count() == 1
    win = create_win(initiative=initiative, occurred_on=days_ago(1))
    assertContains(client.get(reverse("telling:ask", args=[win.pk, "erbij"])), "Buurtkantine Oost")


def test_so_many_partners_of_one_person_wait_at_a_time(client, initiative, team_member):
    for n in range(MOST_PARTNERS_PROPOSED):
        Partner.objects.propose(f"Groep {n}", "residents", city=None, by=team_member)
    client.force_login(team_member)
    answer = client.post(add_page(initiative), NEW)
    assertContains(answer, "Voeg later meer toe", status_code=422)
    assert Partner.objects.waiting().count() == MOST_PARTNERS_PROPOSED


def test_an_initiative_is_published_once_a_partner_is_let_in(initiative, proposed, programme_staff):
    initiative.unpublish()
    initiative.partnerships.exclude(partner=proposed).delete()
    with pytest.raises(ValidationError, match="Laat eerst een partner toe"):
        initiative.publish(by=programme_staff)
    proposed.admit(by=programme_staff)
    initiative.publish(by=programme_staff)


def test_a_partner_that_others_know_already_is_taken_in_without_a_second_one(client, initiative, team_member):
    known = create_partner(name="Hogeschool Leiden")
    client.force_login(team_member)
    client.post(add_page(initiative), NEW | {"partner_name": "hogeschool leiden", "partner_role": "funder"})
    assert initiative.partnerships.get(partner=known).role == "funder"


def test_a_name_that_looks_like_another_is_asked_about(client, initiative, team_member):
    known = create_partner(name="Wijkvereniging Noord")
    client.force_login(team_member)
    typed = NEW | {"partner_name": "Wijkverenigng Noord"}
    asked = client.post(add_page(initiative), typed)
    assertContains(asked, "Kies wie je bedoelt", status_code=422)
    assertContains(asked, f'value="{known.pk}"', status_code=422)
    client.post(add_page(initiative), typed | {"known_as": known.pk})
    assert initiative.partnerships.filter(partner=known).exists()
    client.post(add_page(initiative), typed | {"known_as": "new"})
    assert Partner.objects.get(name="Wijkverenigng Noord").waits


def test_names_that_look_alike_come_while_one_types(client, proposed, team_member, outsider):
    create_partner(name="Kantine Zuid")
    address = reverse("partners:alike")
    client.force_login(team_member)
    piece = client.get(address, {"partner_name": "kantine"}, headers={"HX-Request": "true"})
    assertContains(piece, "Kantine Zuid")
    assertContains(piece, "Buurtkantine Oost")
    client.force_login(outsider)  # to them a proposal is not there
    assertNotContains(client.get(address, {"partner_name": "Buurtkantine Oost"}), "residents")
    assert not client.get(address, {"partner_name": "Buurtkantine"}).context["hints"].rows


def test_a_partner_that_was_there_is_added_while_telling(client, initiative, team_member):
    win = create_win(initiative=initiative, by=team_member)
    client.force_login(team_member)
    page = reverse("telling:ask", args=[win.pk, "erbij"])
    here = initiative.partnerships.get().partner
    refused = read_and_send(client, page, {"partner_name": "Buurtkantine Oost", "partners": [here.pk]})
    assertContains(refused, "Kies wat voor organisatie het is.", status_code=422)
    read_and_send(client, page, NEW | {"partners": [here.pk]})
    assert {partner.name for partner in win.partners.all()} == {here.name, "Buurtkantine Oost"}
    assert initiative.partnerships.filter(partner__name="Buurtkantine Oost").exists()


# --- until then -------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["outsider", "visitor"])
def test_others_find_a_proposed_partner_nowhere(client, request, initiative, proposed, who):
    win = create_win(initiative=initiative)
    win.partners.add(proposed)
    if who != "visitor":
        client.force_login(request.getfixturevalue(who))
    pages = [initiative.get_absolute_url(), win.get_absolute_url(), reverse("partners:index")]
    pages += [
        reverse("stories:index", args=[initiative.slug]),
        reverse("stories:sheet", args=[initiative.slug]),
    ]
    assert [page for page in pages if "Buurtkantine Oost" in client.get(page).text] == []
    assert client.get(proposed.get_absolute_url()).status_code == 404


# --- staff ------------------------------------------------------------------------------------
def test_staff_let_a_partner_in_and_everybody_reads_it(
    client, initiative, proposed, programme_staff, visitor
):
    client.force_login(programme_staff)
    assertContains(client.get(reverse("admin:index")), "partner die een team voorstelde")
    page = reverse("admin:initiatives_partner_change", args=[proposed.pk])
    words = {"name": proposed.name, "slug": proposed.slug, "kind": "residents", "_admit": "1"}
    read_and_send(client, page, words)
    client.logout()
    assertContains(client.get(initiative.get_absolute_url()), "Buurtkantine Oost")


def test_staff_say_which_partner_it_is_after_a_look_at_what_moves(
    client, initiative, proposed, programme_staff
):
    known = create_partner(name="Kantine Oost")
    client.force_login(programme_staff)
    page = reverse("admin:initiatives_partner_merge", args=[proposed.pk])
    assertContains(client.get(page, {"met": known.pk}), "Dit gaat mee: 1 samenwerking.")
    client.post(page, {"met": known.pk})
    assert [row.partner for row in initiative.partnerships.filter(partner__name="Kantine Oost")] == [known]
    assertContains(client.get(page, follow=True), "er niet (meer)")


def test_a_partner_that_turns_out_to_be_another_hands_over_all_that_hangs_on_it(
    initiative, proposed, programme_staff
):
    win = create_win(initiative=initiative)
    win.partners.add(proposed)
    known = create_partner(name="Kantine Oost")
    here = initiative.partnerships.create(partner=known)
    wish = create_wish(partnership=initiative.partnerships.get(partner=proposed))
    elsewhere = create_initiative()
    elsewhere.partnerships.create(partner=proposed)
    merge(KINDS["partner"], proposed, known, chosen=(), by=programme_staff)
    wish.refresh_from_db()
    assert wish.partnership == here
    assert [*win.partners.all()] == [known]
    assert elsewhere.partnerships.filter(partner=known).exists()
    assert PartnerAlias.objects.get(name="Buurtkantine Oost").partner == known
    assert not Partner.objects.filter(pk=proposed.pk).exists()


# --- its role and its days --------------------------------------------------------------------
def test_a_team_writes_down_the_last_day_of_a_partner(client, initiative, team_member):
    row = create_partnership(initiative, name="Vertrokken BV")
    client.force_login(team_member)
    page = reverse("partnerships:edit", args=[initiative.slug, row.pk])
    wrong = {"role": "partner", "since": days_ago(3).isoformat(), "until": days_ago(9).isoformat()}
    assertContains(read_and_send(client, page, wrong), "stopt niet voordat", status_code=422)
    right = wrong | {"since": "", "until": days_ago(1).isoformat()}
    assertRedirects(read_and_send(client, page, right), f"{initiative.get_absolute_url()}#partners")
    assertContains(client.get(initiative.get_absolute_url()), "Deden eerder mee")


def test_a_role_goes_along_to_the_partner_it_turns_out_to_be_and_what_falls_is_said(
    client, initiative, proposed, programme_staff, team_member
):
    known = create_partner(name="Kantine Oost")
    here = initiative.partnerships.create(partner=known, since=dt.date(2025, 1, 1))
    there = initiative.partnerships.get(partner=proposed)
    there.role, there.since = "funder", dt.date(2024, 1, 1)
    there.save()
    meaning = create_meaning(initiative=initiative)
    for each in (here, there):
        meaning.answers.create(partnership=each, answer="partly", said_by=team_member)
        Objection.objects.create(partnership=each)
    Objection.objects.create(partnership=there, answer=there.meaning_answers.get())
    client.force_login(programme_staff)
    page = reverse("admin:initiatives_partner_merge", args=[proposed.pk])
    shown = client.get(page, {"met": known.pk})
    assertNotContains(shown, "De rol")
    initiative.partnerships.filter(pk=here.pk).update(role="client")
    assertContains(
        client.get(page, {"met": known.pk}), "doet al mee als opdrachtgever. De rol financier vervalt."
    )
    initiative.partnerships.filter(pk=here.pk).update(role="partner")
    client.post(page, {"met": known.pk})
    here.refresh_from_db()
    assert (here.role, here.since) == ("funder", dt.date(2024, 1, 1))
    assert {row.partnership for row in Objection.objects.all()} == {here}
    assert meaning.answers.get().partnership == here
