"""Keeping initiatives, their partners and their teams; and showing them to everyone."""

import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from initiatives.lenses import Audience, MembershipRole, PartnershipRole, Stage
from initiatives.models import Initiative, Invitation, Membership, Partnership, User
from tests import factories
from tests.access.sheets import read_and_send

LIST = "/beheer/initiatives/initiative/"


def page_of(initiative) -> str:
    return reverse("admin:initiatives_initiative_change", args=[initiative.pk])


def typed(initiative=None, **data):
    programme = initiative.programme_id if initiative else ""
    title = initiative.title if initiative else ""
    return {"programme": programme, "title": title, "started_precision": "day", **data}


def act(client, action, *initiatives):
    data = {"action": action, "index": 0, "_selected_action": [row.pk for row in initiatives]}
    return [str(message) for message in client.post(LIST, data, follow=True).context["messages"]]


def test_publishing_says_per_initiative_why_not(client, curator, initiative):
    ready = factories.create_initiative(programme=initiative.programme, published=False)
    alone = factories.create_initiative(title="Nog alleen", programme=initiative.programme, published=False)
    alone.partnerships.all().delete()
    assert sorted(act(client, "publish", ready, alone)) == [
        "1 initiatief is gepubliceerd.",
        "Nog alleen: Voeg eerst een partner toe. Daarna kun je publiceren.",
    ]
    ready.refresh_from_db()
    assert ready.published_by == curator
    assert not Initiative.objects.published().filter(pk=alone.pk).exists()
    assert list(LogEntry.objects.values_list("object_repr", "change_message")) == [
        (ready.title, "Gepubliceerd.")
    ]


def test_taking_offline(client, curator, initiative):
    assert act(client, "unpublish", initiative) == ["1 initiatief is offline."]
    assert not Initiative.objects.published().exists()


def test_publishing_from_its_own_page(client, curator, initiative):
    initiative.unpublish()
    read_and_send(client, page_of(initiative), typed(initiative, _publish="1"))
    initiative.refresh_from_db()
    assert initiative.published_by == curator
    read_and_send(client, page_of(initiative), typed(initiative, _unpublish="1"))
    initiative.refresh_from_db()
    assert initiative.published_at is None


def test_publishing_from_its_own_page_says_why_not_and_keeps_what_was_typed(client, curator, initiative):
    initiative.unpublish()
    initiative.partnerships.all().delete()
    words = typed(initiative, summary="Nieuwe tekst", _publish="1")
    response = read_and_send(client, page_of(initiative), words, follow=True)
    assert "Voeg eerst een partner toe." in response.text
    initiative.refresh_from_db()
    assert (initiative.published_at, initiative.summary) == (None, "Nieuwe tekst")


def test_a_new_initiative_gets_a_web_name_of_its_own(client, curator, initiative):
    Initiative.objects.filter(pk=initiative.pk).update(slug="de-wijk-in")
    cities = [factories.create_city().pk, factories.create_city().pk]
    data = typed(initiative) | {"title": "De wijk in!", "cities": cities, "stage": Stage.PILOT}
    response = client.post(f"{LIST}add/", {**data, "_save": "1"})
    assert response.status_code == 302
    made = Initiative.objects.get(slug="de-wijk-in-2")
    assert made.cities.count() == 2
    assert made.published_at is None


def test_a_shared_address_does_not_change(client, curator, initiative):
    read_and_send(client, page_of(initiative), typed(initiative, slug="anders", title="Nieuwe titel"))
    initiative.refresh_from_db()
    assert (initiative.title, initiative.slug != "anders") == ("Nieuwe titel", True)


def test_an_initiative_that_stops_before_it_begins_gets_a_sentence(client, curator, initiative):
    data = typed(initiative, started_on="2024-05-01", ended_on="2024-04-01")
    refused = read_and_send(client, page_of(initiative), data)
    assert "Een initiatief stopt niet voordat het begint." in refused.text


def test_an_initiative_with_a_history_stays(client, curator, initiative):
    initiative.unpublish()
    factories.create_win(initiative=initiative)
    client.post(reverse("admin:initiatives_initiative_delete", args=[initiative.pk]), {"post": "yes"})
    assert Initiative.objects.filter(pk=initiative.pk).exists()


def test_a_mistake_without_a_history_can_go(client, curator, initiative):
    mistake = factories.create_initiative(programme=initiative.programme, published=False)
    address = reverse("admin:initiatives_initiative_delete", args=[mistake.pk])
    assert client.get(address).status_code == 200
    client.post(address, {"post": "yes"})
    assert not Initiative.objects.filter(pk=mistake.pk).exists()


def test_the_list_counts_wins_that_stand_and_says_when_the_last_was_told(client, curator, initiative):
    factories.create_win(initiative=initiative)
    factories.create_win(initiative=initiative).withdraw(by=curator)
    row = client.get(LIST).context["cl"].result_list[0]
    assert row.wins_together == 1
    assert (
        f'href="/beheer/initiatives/smallwin/?status=standing&amp;initiatief={initiative.slug}">1<'
        in client.get(LIST).text
    )


def test_the_list_finds_the_initiatives_that_need_a_call(client, curator, initiative, lead):
    factories.create_win(initiative=initiative, occurred_on=dt.date(2024, 3, 7))
    lead.last_login = timezone.now()
    lead.save()
    empty = factories.create_initiative(title="Niemand en niets")
    long_ago = timezone.now() - dt.timedelta(days=400)
    Initiative.objects.filter(pk=empty.pk).update(published_at=long_ago)
    never = factories.create_initiative(title="Nooit gekomen")
    factories.create_win(initiative=never, by=factories.create_user(member_of=never))
    found = {
        "geen": empty,
        "stil": empty,
        "geen-team": empty,
        "zonder-trekker": never,
        "nooit-ingelogd": never,
    }
    for word, initiative_found in found.items():
        shown = client.get(f"{LIST}?aandacht={word}").context["cl"].result_list
        assert list(shown) == [initiative_found], word
    assert "7 maart 2024" in client.get(LIST).text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("gepubliceerd=ja", {"Groen dak", "Lege winkel"}),
        ("gepubliceerd=nee", {"Nieuw plan"}),
        ("stad=assen", {"Groen dak"}),
        ("thema=wonen", {"Lege winkel"}),
        ("fase=pilot", {"Groen dak"}),
        ("fase=open", {"Lege winkel", "Nieuw plan"}),
        ("q=groen", {"Groen dak"}),
        ("q=assen", {"Groen dak"}),
        ("q=hanze", {"Lege winkel"}),
        ("q=lege+hanze", {"Lege winkel"}),
        ("q=groen+hanze", set()),
    ],
)
def test_finding_initiatives(client, curator, initiative, query, found):
    programme = initiative.programme
    initiative.delete()
    city = factories.create_city(name="Assen", slug="assen")
    roof = factories.create_initiative(title="Groen dak", programme=programme, city=city)
    Initiative.objects.filter(pk=roof.pk).update(stage=Stage.PILOT)
    partner = factories.create_partner(name="Hanzehogeschool")
    shop = factories.create_initiative(title="Lege winkel", programme=programme, partner=partner)
    theme = factories.create_theme(name="wonen")
    theme.slug = "wonen"
    theme.save()
    shop.themes.add(theme)
    factories.create_initiative(title="Nieuw plan", programme=programme, published=False)
    response = client.get(f"{LIST}?{query}")
    assert {row.title for row in response.context["cl"].result_list} == found


# ------------------------------------------------------------------ who takes part
def test_adding_a_partner_comes_back_to_the_initiative(client, curator, initiative):
    partner = factories.create_partner(name="Buurthuis")
    address = f"/beheer/initiatives/partnership/add/?initiative={initiative.pk}"
    assert client.get(address).context["adminform"].form.initial == {"initiative": initiative.pk}
    data = {"initiative": initiative.pk, "partner": partner.pk, "role": PartnershipRole.CLIENT}
    response = client.post(address, data, follow=True)
    assert response.redirect_chain[-1][0] == page_of(initiative)
    assert "Buurthuis" in response.text


def test_a_partner_takes_part_once(client, curator, initiative):
    partner = initiative.partners.get()
    data = {"initiative": initiative.pk, "partner": partner.pk, "role": PartnershipRole.PARTNER}
    response = client.post("/beheer/initiatives/partnership/add/", data)
    assert "Deze partner doet al mee." in response.text
    assert initiative.partnerships.count() == 1


def test_a_published_initiative_keeps_its_last_partner(client, curator, initiative):
    only = initiative.partnerships.get()
    address = reverse("admin:initiatives_partnership_delete", args=[only.pk])
    client.post(address, {"post": "yes"})
    assert Partnership.objects.filter(pk=only.pk).exists()
    second = initiative.partnerships.create(partner=factories.create_partner())
    client.post(reverse("admin:initiatives_partnership_delete", args=[second.pk]), {"post": "yes"})
    assert not Partnership.objects.filter(pk=second.pk).exists()


def test_adding_and_removing_a_team_member(client, curator, initiative, outsider):
    data = {"initiative": initiative.pk, "user": outsider.pk, "role": MembershipRole.LEAD}
    client.post("/beheer/initiatives/membership/add/", data)
    membership = outsider.memberships.get()
    assert membership.role == MembershipRole.LEAD
    client.post(reverse("admin:initiatives_membership_delete", args=[membership.pk]), {"post": "yes"})
    assert not Membership.objects.exists()
    assert User.objects.filter(pk=outsider.pk).exists()


@pytest.mark.parametrize("page", ["add", "delete"])
def test_an_invitation_ends_once_staff_put_somebody_in_or_out(client, curator, initiative, outsider, page):
    letter, _token = Invitation.objects.invite(outsider.email, to=initiative, role="member", by=curator)
    data = {"initiative": initiative.pk, "user": outsider.pk, "role": MembershipRole.MEMBER}
    address = "/beheer/initiatives/membership/add/"
    if page == "delete":
        membership = initiative.memberships.create(user=outsider)
        address, data = membership_page(membership, "delete"), {"post": "yes"}
    client.post(address, data)
    letter.refresh_from_db()
    assert letter.revoked_by == curator


def test_a_partnership_keeps_its_partner(client, curator, initiative):
    partnership = initiative.partnerships.get()
    other = factories.create_partner()
    address = reverse("admin:initiatives_partnership_change", args=[partnership.pk])
    changed = {"partner": other.pk, "role": PartnershipRole.FUNDER, "until": "2025-01-01"}
    read_and_send(client, address, changed)
    partnership.refresh_from_db()
    assert (partnership.partner != other, partnership.role) == (True, PartnershipRole.FUNDER)


def test_fifty_partners_are_shown_and_the_rest_is_one_link_away(client, curator, initiative):
    for _ in range(52):
        initiative.partnerships.create(partner=factories.create_partner())
    panel = client.get(page_of(initiative)).context["panels"][0]
    assert (len(panel.lines), panel.total, panel.is_cut) == (50, 53, True)
    assert client.get(panel.all_address).context["cl"].result_count == 53


# ------------------------------------------------------------------ for whom it is
@pytest.mark.parametrize(
    "published, audience, in_list, in_words",
    [
        (
            False,
            Audience.PUBLIC,
            "niet gepubliceerd: alleen het team",
            "Dit initiatief is nog niet gepubliceerd.",
        ),
        (True, Audience.NETWORK, "het netwerk", "voor het netwerk: iedereen die kan inloggen"),
        (True, Audience.PUBLIC, "iedereen", "Bevestigde small wins voor iedereen zijn openbaar."),
    ],
)
def test_the_audience_of_an_initiative_is_said_in_words(
    client, curator, published, audience, in_list, in_words
):
    plan = factories.create_initiative(published=published)
    plan.audience = audience
    plan.save()
    page = client.get("/beheer/initiatives/initiative/")
    assert f'<td class="field-is_read_by">{in_list}</td>' in page.text
    assert in_words in client.get(page_of(plan)).text


def test_an_initiative_is_given_to_the_network_alone(client, curator, initiative, outsider):
    form = client.get(page_of(initiative)).context["adminform"].form
    assert [value for value, _label in form.fields["audience"].choices] == ["network", "public"]
    typed = {
        "programme": initiative.programme_id, "title": initiative.title, "started_precision": "day",
        "audience": "network", "version": form["version"].value(),
    }  # fmt: skip
    assert client.post(page_of(initiative), typed).status_code == 302
    client.logout()
    assert client.get(initiative.get_absolute_url()).status_code == 404
    client.force_login(outsider)
    assert client.get(initiative.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("word, n", [("nee", 1), ("ja", 2), ("netwerk", 1), ("iedereen", 1)])
def test_the_list_knows_who_reads_what(client, curator, initiative, word, n):
    factories.create_initiative(published=False)
    for_network = factories.create_initiative()
    Initiative.objects.filter(pk=for_network.pk).update(audience=Audience.NETWORK)
    page = client.get(f"/beheer/initiatives/initiative/?gepubliceerd={word}")
    assert page.context["cl"].result_count == n


# ------------------------------------------------------------------ a team keeps its lead
def membership_page(membership, page="change") -> str:
    return reverse(f"admin:initiatives_membership_{page}", args=[membership.pk])


def test_the_last_lead_of_a_team_stays(client, curator, initiative, lead, team_member):
    mine = lead.memberships.get()
    response = read_and_send(client, membership_page(mine), {"role": "member"})
    assert "Een team houdt minstens één trekker." in response.text
    response = client.post(membership_page(mine, "delete"), {"post": "yes"}, follow=True)
    assert "Een team houdt minstens één trekker." in response.text
    mine.refresh_from_db()
    assert mine.role == "lead"

    theirs = membership_page(team_member.memberships.get())
    assert read_and_send(client, theirs, {"role": "lead"}).status_code == 302
    assert read_and_send(client, membership_page(mine), {"role": "member"}).status_code == 302
    assert client.post(membership_page(mine, "delete"), {"post": "yes"}).status_code == 302
    assert not lead.memberships.exists()


def test_the_last_member_may_leave_the_team(client, curator, initiative, lead):
    assert client.post(membership_page(lead.memberships.get(), "delete"), {"post": "yes"}).status_code == 302
    assert not initiative.memberships.exists()


# ------------------------------------------------------------------ on one page
START = f"{LIST}beginnen/"


def begun(initiative, **also) -> dict:
    return {
        "programme": initiative.programme_id,
        "title": "De Buurtkeuken",
        "cities": [initiative.cities.get().pk],
        "partner_1": "Hogeschool Zeeland",
        "kind_1": "university_of_applied_sciences",
        "partner_2": initiative.partnerships.get().partner.name,
        "lead": "Trekker@school.example",
        "is_public": "on",
        **also,
    }


def test_an_initiative_its_partners_and_its_lead_are_one_page(client, curator, initiative, mailoutbox):
    assert START in client.get(LIST).text
    answer = client.post(START, begun(initiative))
    made = Initiative.objects.get(title="De Buurtkeuken")
    assert answer.url == page_of(made)
    assert made.published_by == curator
    assert made.partnerships.count() == 2
    assert made.invitations.get().role == MembershipRole.LEAD
    assert [letter.to for letter in mailoutbox] == [["trekker@school.example"]]
    assert client.post(START, begun(initiative)).status_code == 422
    assert Initiative.objects.filter(title="De Buurtkeuken").count() == 1


def test_nothing_is_begun_in_a_programme_of_others(client, curator, initiative):
    other = factories.create_programme(name="Een ander")
    answer = client.post(START, begun(initiative, programme=other.pk))
    assert "programme" in answer.context["form"].errors
    assert not Initiative.objects.filter(title="De Buurtkeuken").exists()
