"""What stands in the name of a partner: what it reads behind its link, what it says of that, and who hears it."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from initiatives.lenses import Agreement, Audience, PartnershipRole
from initiatives.models import AuditEntry, MeaningAnswer, Objection, Onlooker, PartnerAlias, WishLink
from initiatives.models.objections import MOST_A_DAY
from initiatives.reports.mirror.in_name import MOST, SHOWN, in_name_of
from initiatives.reports.partners.own import partner_page
from tests.factories import create_initiative, create_user, create_win
from tests.factories_facets import create_judgement
from tests.factories_wishes import (
    create_meaning,
    create_pair,
    create_partnership,
    create_wish,
    create_wish_link,
)

INSIDE = ["team_member", "coordinator", "programme_staff"]
CANARY = "Dit blijft onder ons"
NAME = "Wijkcentrum De Brug"


@pytest.fixture
def partnership(initiative):
    return create_partnership(initiative, name=NAME, role=PartnershipRole.LEAD, since=dt.date(2020, 3, 1))


@pytest.fixture
def other(initiative):
    return create_partnership(initiative, name="Hogeschool Aan Zee")


@pytest.fixture
def link(partnership):
    return create_wish_link(partnership)


@pytest.fixture
def address(link):
    return reverse("objections:stands", args=[link.token])


def read(address: str, client) -> dict[str, list[str]]:
    """The texts of each section, as the partner reads them."""
    sections = client.get(address).context["page"].sections
    return {section.key: [str(claim.text) for claim in section.claims] for section in sections}


def claims(link) -> dict:
    return in_name_of(WishLink.objects.get(pk=link.pk)).claims


def agreed_pair(partnership, other, **details):
    """An agreement to which this partner said yes, whichever side it is on."""
    own, theirs = (
        create_wish(partnership=partnership),
        create_wish(partnership=other, statement="Hun eigen wens"),
    )
    pair = create_pair(own, theirs, agreement="Om de week een wijk", **details)
    side, opposite = ("first", "second") if pair.first == own else ("second", "first")
    given = {"agreed_on": dt.date(2026, 3, 2), "gives": "Een dagdeel"}
    type(pair).objects.filter(pk=pair.pk).update(
        **{f"{side}_{what}": value for what, value in given.items()},
        **{f"{opposite}_gives": "Wat zij opgeven"},
    )
    return pair


# --- what the partner reads -------------------------------------------------------------------
def test_that_it_takes_part_and_that_nothing_else_stands_there(client, address):
    assert read(address, client) == {"partnership": ["Trekker, sinds 1 maart 2020"]}
    assertContains(client.get(address), "Verder staat hier niets op jullie naam.")


def test_wishes_that_the_team_wrote_and_those_of_its_own_link(
    client, address, link, partnership, other, lead
):
    create_wish(partnership=partnership, statement="Meer tijd", stated_by=lead)
    create_wish(partnership=partnership, statement="Zelf gezegd", stated_by=lead, is_first_hand=True)
    create_wish(partnership=other, statement=CANARY)
    client.post(link.get_absolute_url(), {"statement": "Via de link", "submission_id": uuid.uuid4()})
    assert read(address, client)["wishes"] == ["Meer tijd", "Zelf gezegd", "Via de link"]
    answer = client.get(address)
    assertContains(answer, "namens de partner opgeschreven")
    assertNotContains(answer, CANARY)
    assertNotContains(answer, lead.display_name)


def test_a_wish_of_its_own_may_be_objected_to_once_somebody_changed_it(client, link, address, partnership):
    client.post(link.get_absolute_url(), {"statement": "Minder regels", "submission_id": uuid.uuid4()})
    partnership.wishes.update(statement="Meer regels")
    answer = client.get(address)
    assertContains(answer, "Meer regels")
    assertContains(answer, "kan de tekst veranderen")
    wish = partnership.wishes.get()
    client.post(address, {"about": f"wish-{wish.pk}", "words": "Minder", "submission_id": uuid.uuid4()})
    assert wish.objections.get().words == "Minder"


def test_whether_it_agrees_with_the_present_meaning(client, address, initiative, partnership, other):
    said = {"said_by": create_user()}
    for text, answer in (("Vroeger", Agreement.AGREES), ("Dat het gewoon wordt", Agreement.DISAGREES)):
        meaning = create_meaning(initiative, text=text)
        MeaningAnswer.objects.create(
            meaning=meaning, partnership=partnership, answer=answer, note="Te vaag", **said
        )
    MeaningAnswer.objects.create(meaning=meaning, partnership=other, answer="agrees", note=CANARY, **said)
    assert read(address, client)["meaning"] == ["Niet eens. Te vaag"]
    answer = client.get(address)
    assertContains(answer, "Dat het gewoon wordt")
    assertNotContains(answer, "Vroeger")
    assertNotContains(answer, CANARY)


def test_agreements_to_which_its_yes_is_written_down_without_what_the_other_wants_or_gives(
    client, address, partnership, other
):
    agreed_pair(partnership, other, reason=CANARY)
    create_pair(create_wish(partnership=partnership), create_wish(partnership=other), agreement="Zonder ja")
    assert read(address, client)["pairs"] == ["Om de week een wijk"]
    answer = client.get(address)
    for there in (
        "Met Hogeschool Aan Zee.",
        "Jullie zeiden ja op 2 maart 2026.",
        "Jullie geven op: Een dagdeel",
        "Opgeschreven door wie aan dit initiatief werkt.",  # the pair has a day, and its agreement came later
    ):
        assertContains(answer, there)
    for hidden in ("Hun eigen wens", "Wat zij opgeven", "Zonder ja", CANARY):
        assertNotContains(answer, hidden)


def test_a_partner_that_waits_for_the_programme_is_not_named_to_another(client, address, partnership, other):
    agreed_pair(partnership, other)
    type(other.partner).objects.filter(pk=other.partner.pk).update(
        proposed_at=timezone.now(), proposed_by=create_user()
    )
    answer = client.get(address)
    assertContains(answer, "Met een andere partner.")
    assertNotContains(answer, "Hogeschool Aan Zee")


def test_small_wins_at_which_it_was_as_far_as_the_network_reads_them(
    client, address, initiative, partnership
):
    draft = create_win(initiative=initiative, title=f"{CANARY} concept", confirmed=False)
    type(draft).objects.filter(pk=draft.pk).update(drafted_at=timezone.now())
    withdrawn = create_win(initiative=initiative, title=f"{CANARY} ingetrokken")
    withdrawn.withdraw(by=create_user(member_of=initiative), reason="dubbel")
    for win in (
        draft,
        withdrawn,
        create_win(initiative=initiative, title="Iedereen weet dit", audience=Audience.PUBLIC),
        create_win(initiative=initiative, title="Het netwerk weet dit", audience=Audience.NETWORK),
        create_win(initiative=initiative, title=f"{CANARY} team", audience=Audience.TEAM),
        create_win(initiative=create_initiative(), title=f"{CANARY} elders"),
    ):
        win.partners.add(partnership.partner)
    create_win(initiative=initiative, title=f"{CANARY} zonder hen")
    assert set(read(address, client)["wins"]) == {"Iedereen weet dit", "Het netwerk weet dit"}
    assertNotContains(client.get(address), CANARY)


def test_judgements_on_behalf_of_its_name_however_spelled_or_another_name_it_has(
    client, address, initiative, partnership
):
    PartnerAlias.objects.create(partner=partnership.partner, name="Brugzicht")
    win, kept = create_win(initiative=initiative), create_win(initiative=initiative, audience=Audience.TEAM)
    for name in ("wijkcentrum de brug", "BRUGZICHT"):
        create_judgement(win, on_behalf_of=name, comment=CANARY)
    create_judgement(win, on_behalf_of="Wijkcentrum De Brug Oost", comment=CANARY)
    create_judgement(win, comment=CANARY)
    create_judgement(kept, on_behalf_of=NAME, comment=CANARY)
    create_judgement(create_win(initiative=create_initiative()), on_behalf_of=NAME, comment=CANARY)
    assert len(read(address, client)["judgements"]) == 2
    answer = client.get(address)
    assertContains(answer, "namens BRUGZICHT")
    assertNotContains(answer, CANARY)


@pytest.mark.parametrize("theirs", ["name", "alias"])
def test_a_judgement_on_behalf_of_a_name_that_two_partners_there_have_is_nobodys(
    client, address, initiative, partnership, theirs
):
    PartnerAlias.objects.create(partner=partnership.partner, name="De Brug")
    other = create_partnership(initiative, name="De-Brug" if theirs == "name" else "Een ander").partner
    if theirs == "alias":
        PartnerAlias.objects.create(partner=other, name="De-Brug")
    win = create_win(initiative=initiative)
    create_judgement(win, on_behalf_of="De Brug")
    assert "judgements" not in read(address, client)
    create_judgement(win, on_behalf_of=NAME)
    assert len(read(address, client)["judgements"]) == 1


@pytest.mark.parametrize("name", ["%", ".*", "☀", "_"])
def test_a_name_of_signs_alone_reads_no_judgement(client, initiative, name):
    link = create_wish_link(create_partnership(initiative, name=name))
    win = create_win(initiative=initiative)
    for whose in (NAME, "x", "☀"):
        create_judgement(win, on_behalf_of=whose)
    assert "judgements" not in read(reverse("objections:stands", args=[link.token]), client)


def test_many_things_are_folded_and_those_that_do_not_fit_are_counted(client, address, link, partnership):
    for number in range(MOST + 2):
        create_wish(partnership=partnership, statement=f"Wens {number}", stated_by=link.created_by)
    (wishes,) = (each for each in client.get(address).context["page"].sections if each.key == "wishes")
    assert (len(wishes.first), len(wishes.more), wishes.left_out) == (SHOWN, MOST - SHOWN, 2)
    assertContains(client.get(address), "Er zijn er nog 2")


# --- who gets in ------------------------------------------------------------------------------
def test_the_two_pages_of_a_partner_lead_to_each_other(client, link, address):
    assertContains(client.get(link.get_absolute_url()), f'href="{address}"')
    assertContains(client.get(address), f'href="{link.get_absolute_url()}"')


def test_a_short_word_opens_nothing_and_no_way_there(client, link, partnership):
    assertNotContains(client.get(link.typed_url), "namens-jullie")
    typed = reverse("objections:stands", args=[link.word])
    key = f"partnership-{partnership.pk}"
    assert client.get(typed).status_code == client.post(typed, {"about": key}).status_code == 404
    assert not Objection.objects.exists()


@pytest.mark.parametrize("stop", ["revoked", "expired", "left", "gone", "declined"])
def test_a_link_that_does_not_work_opens_nothing(client, team_member, link, address, partnership, stop):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    if stop == "revoked":
        link.revoke(by=team_member)
    elif stop == "expired":
        WishLink.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    elif stop == "left":
        type(partnership).objects.filter(pk=partnership.pk).update(until=yesterday)
    elif stop == "gone":
        type(partnership.partner).objects.filter(pk=partnership.partner.pk).update(gone_on=yesterday)
    else:
        type(partnership.initiative).objects.filter(pk=partnership.initiative_id).update(
            published_at=None, published_by=None, proposed_at=timezone.now(), proposed_by=team_member,
            declined_at=timezone.now(), declined_by=team_member, why_declined="Nog niet",
        )  # fmt: skip
    sent = {"about": f"partnership-{partnership.pk}"}
    assert client.get(address).status_code == client.post(address, sent).status_code == 404
    assert not Objection.objects.exists()


def test_reading_changes_nothing_and_leaves_no_session(client, address):
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert not [each["sql"] for each in queries if each["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert "sessionid" not in client.cookies


# --- what those who write it down are told ---------------------------------------------------
def test_a_team_reads_that_a_partner_reads_it_too(client, initiative, partnership, team_member):
    client.force_login(team_member)
    win = create_win(initiative=initiative, by=team_member)
    create_meaning(initiative)
    pages = {
        reverse("wishes:index", args=[initiative.slug]): "alleen wat op de eigen naam staat",
        reverse("ambitions:index", args=[initiative.slug]): "alleen wat op de eigen naam staat",
        reverse("ambitions:agree", args=[initiative.slug, partnership.pk]): "De partner zelf leest het ook",
        reverse(
            "additions:add", args=[win.pk, "oordelen"]
        ): "Dan kan die partner achter de eigen link het oordeel lezen",
        reverse("objections:index", args=[initiative.slug]): "en de partner die het zei",
    }
    for page, told in pages.items():
        assertContains(client.get(page), told)


# --- what the partner says --------------------------------------------------------------------
def test_it_says_that_something_is_not_so_and_takes_it_back(client, address, link, partnership):
    wish = create_wish(partnership=partnership)
    key = f"wish-{wish.pk}"
    sent = {"about": key, "words": "Twee projecten", "submission_id": uuid.uuid4()}
    for _ in range(2):
        assertRedirects(client.post(address, sent), f"{address}#{key}", fetch_redirect_response=False)
    said = Objection.objects.get()
    assert (said.wish, said.words, said.partnership) == (wish, "Twee projecten", partnership)
    answer = client.get(address)
    assertContains(answer, said.said_to_partner)
    assertContains(answer, "Twee projecten")
    client.post(address, {"about": key, "terug": "niets"})
    back = client.post(address, {"about": key, "terug": said.pk})
    assertRedirects(back, f"{address}#{key}", fetch_redirect_response=False)
    assert not Objection.objects.exists()


def test_it_names_nobody_also_when_its_writer_is_logged_in(client, address, team_member, partnership):
    client.force_login(team_member)
    client.post(address, {"about": f"partnership-{partnership.pk}", "submission_id": uuid.uuid4()})
    assert AuditEntry.objects.of_row(Objection.objects.get()).get().actor is None


def test_a_browser_without_cookies_sends_it_and_another_site_does_not(address, partnership):
    sent, strict = {"about": f"partnership-{partnership.pk}"}, Client(enforce_csrf_checks=True)
    assert strict.post(address, sent, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert strict.post(address, sent, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 302
    assert Objection.objects.count() == 1


def test_other_words_beside_those_that_wait_come_back_with_a_sentence(client, address, partnership):
    sent = {"about": f"partnership-{partnership.pk}", "submission_id": str(uuid.uuid4())}
    client.post(address, sent | {"words": "Pas sinds mei"})
    answer = client.post(address, sent | {"words": "Pas sinds juni"})
    assertContains(answer, "Neem dat eerst terug", status_code=409)
    assertContains(answer, "Pas sinds juni", status_code=409)
    assert Objection.objects.get().words == "Pas sinds mei"


def test_of_words_that_changed_meanwhile_it_is_asked_once_more(client, address, link, partnership):
    wish = create_wish(partnership=partnership, statement="Vier projecten")
    key = f"wish-{wish.pk}"
    sent = {"about": key, "words": "Twee", "shown": claims(link)[key].mark, "submission_id": uuid.uuid4()}
    type(wish).objects.update(statement="Drie projecten")
    answer = client.post(address, sent)
    assertContains(answer, "Hier staat intussen iets anders", status_code=409)
    assertContains(answer, "Drie projecten", status_code=409)
    assert not Objection.objects.exists()
    client.post(address, sent | {"shown": claims(link)[key].mark})
    assert Objection.objects.get().words == "Twee"


def test_too_long_a_sentence_comes_back_in_full(client, address, partnership):
    answer = client.post(address, {"about": f"partnership-{partnership.pk}", "words": "ja " * 200})
    assertContains(answer, "ja ja ja", status_code=422)
    assertContains(answer, "Maak het iets korter", status_code=422)


@pytest.mark.parametrize("about", ["", "wish-999", "partnership-0", "niets"])
def test_a_thing_that_is_gone_is_said_with_the_words_that_were_typed(client, address, about):
    answer = client.post(address, {"about": about, "words": "Dat was anders"})
    assertContains(answer, "Dat was anders", status_code=409)
    assert not Objection.objects.exists()


def test_a_thing_of_another_partner_is_not_there(client, address, other):
    theirs = create_wish(partnership=other)
    for key in (f"wish-{theirs.pk}", f"partnership-{other.pk}"):
        assert client.post(address, {"about": key}).status_code == 409
    said = Objection.objects.create(partnership=other)
    client.post(address, {"about": f"partnership-{other.pk}", "terug": said.pk})
    assert Objection.objects.get() == said


def test_the_thirty_first_of_a_day_keeps_its_text(client, address, partnership):
    for _ in range(MOST_A_DAY):
        Objection.objects.create(partnership=partnership, wish=create_wish(partnership=partnership))
    answer = client.post(address, {"about": f"partnership-{partnership.pk}", "words": "De eenendertigste"})
    assertContains(answer, "De eenendertigste", status_code=429)
    assert answer["Retry-After"] == "86400"
    assert Objection.objects.count() == MOST_A_DAY


# --- who hears it -----------------------------------------------------------------------------
@pytest.fixture
def said(partnership, other, initiative, team_member):
    """One objection to everything, each with words of its own."""
    pair, win = agreed_pair(partnership, other), create_win(initiative=initiative)
    win.partners.add(partnership.partner)
    answered = {"answer": Agreement.AGREES, "said_by": team_member}
    answer = MeaningAnswer.objects.create(
        meaning=create_meaning(initiative, by=team_member), partnership=partnership, **answered
    )
    things = {
        "wish": create_wish(partnership=partnership, statement="Meer tijd"),
        "answer": answer,
        "pair": pair,
        "win": win,
        "judgement": create_judgement(win, on_behalf_of=NAME),
    }
    made = {
        column: Objection.objects.create(
            partnership=partnership, words=f"{CANARY} {column}", **{column: thing}
        )
        for column, thing in things.items()
    }
    return made | {"partnership": Objection.objects.create(partnership=partnership, words=f"{CANARY} zelf")}


def places(said, initiative, partnership) -> dict[str, tuple[str, list[str]]]:
    """Where each stands: the page, and whose words of the partner stand on it."""
    slug, pair, wish, win = initiative.slug, said["pair"].pair, said["wish"].wish, said["win"].win
    return {
        "the table": (reverse("wishes:index", args=[slug]), ["wish", "pair"]),
        "the wish": (reverse("wishes:show", args=[slug, wish.pk]), ["wish"]),
        "the pair": (reverse("wishes:bridge", args=[slug, pair.pk]), ["pair"]),
        "the meaning": (reverse("ambitions:index", args=[slug]), ["answer"]),
        "the win": (win.get_absolute_url(), ["win", "judgement"]),
        "the partnership": (reverse("partnerships:edit", args=[slug, partnership.pk]), ["partnership"]),
        "the list": (reverse("objections:index", args=[slug]), [*said]),
    }


@pytest.mark.parametrize("who", INSIDE)
def test_those_who_work_on_it_read_it_where_the_thing_stands(
    client, request, said, initiative, partnership, who
):
    client.force_login(request.getfixturevalue(who))
    for page, there in places(said, initiative, partnership).values():
        answer = client.get(page)
        found = [column for column, row in said.items() if row.words in answer.text]
        assert sorted(found) == sorted(there), page


@pytest.mark.parametrize("who", [None, "outsider"])
def test_nobody_else_reads_that_it_is_there(client, request, said, initiative, partnership, who):
    pages = {name: page for name, (page, _there) in places(said, initiative, partnership).items()}
    pages |= {
        "profile": initiative.get_absolute_url(),
        "partner": partnership.partner.get_absolute_url(),
        "home": "/",
    }
    if who:
        client.force_login(request.getfixturevalue(who))
    for page in pages.values():
        answer = client.get(page)
        assert answer.status_code in (200, 302, 404)
        for trace in (CANARY, "klopt niet", "klopt-niet"):
            assert trace not in answer.text.replace(page, ""), page


def test_the_profile_and_the_first_page_of_the_team_say_that_it_waits(
    client, said, initiative, partnership, team_member, programme_staff
):
    list_of_all = reverse("objections:index", args=[initiative.slug])
    client.force_login(team_member)
    for page in (initiative.get_absolute_url(), "/", reverse("wishes:index", args=[initiative.slug])):
        assertContains(client.get(page), f'href="{list_of_all}"')
    assertContains(client.get(initiative.get_absolute_url()), "klopt niet, zegt de partner", count=1)
    assertContains(client.get("/"), "6 keer zei een partner van")
    client.force_login(programme_staff)
    assertNotContains(client.get("/"), f'href="{list_of_all}"')


def test_bekeken_is_read_by_the_partner_without_a_name_and_the_flag_goes(
    client, said, initiative, address, team_member
):
    client.force_login(team_member)
    for row in said.values():
        done = client.post(reverse("objections:settle", args=[initiative.slug, row.pk]))
        assertRedirects(done, reverse("objections:index", args=[initiative.slug]))
    assertContains(client.get(reverse("objections:index", args=[initiative.slug])), "Er wacht niets.")
    for page in (initiative.get_absolute_url(), "/", reverse("wishes:index", args=[initiative.slug])):
        assertNotContains(client.get(page), "dat klopt niet")
    client.logout()
    answer = client.get(address)
    assertContains(answer, "is ernaar gekeken door wie aan dit initiatief werkt", count=len(said))
    assertNotContains(answer, team_member.display_name)
    assertNotContains(answer, "Neem dit terug")
    assertContains(answer, 'name="words"', count=len(claims(WishLink.objects.get())))


def test_an_agreement_that_went_since_is_still_in_the_list(client, said, initiative, team_member):
    type(said["pair"].pair).objects.update(agreement="", first_agreed_on=None, second_agreed_on=None)
    client.force_login(team_member)
    answer = client.get(reverse("objections:index", args=[initiative.slug]))
    assertContains(answer, "De afspraak, die er niet meer staat")
    assertNotContains(answer, "“”")


def test_it_is_settled_by_who_works_on_it_at_its_own_initiative(
    client, said, initiative, outsider, team_member
):
    row = said["wish"]
    elsewhere = create_initiative()
    elsewhere.memberships.create(user=team_member)
    for who, slug in ((outsider, initiative.slug), (team_member, elsewhere.slug)):
        client.force_login(who)
        assert client.post(reverse("objections:settle", args=[slug, row.pk])).status_code == 404
    row.refresh_from_db()
    assert row.waits


def test_nothing_is_counted_otherwise(initiative, partnership, team_member):
    win = create_win(initiative=initiative)
    win.partners.add(partnership.partner)
    counted = partner_page(partnership.partner, Onlooker(team_member)).present
    Objection.objects.create(partnership=partnership, win=win)
    assert partner_page(partnership.partner, Onlooker(team_member)).present == counted == 1


# --- how often it asks ------------------------------------------------------------------------
def test_no_page_asks_more_often_because_there_is_more(
    client, said, address, initiative, partnership, team_member
):
    client.force_login(team_member)
    pages = [address, *(page for page, _there in places(said, initiative, partnership).values())]
    pages += [initiative.get_absolute_url(), "/"]

    def counts() -> dict[str, int]:
        found = {}
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            found[page] = len(queries)
        return found

    before = counts()
    win = said["win"].win
    for number in range(4):
        more = create_partnership(initiative, name=f"Partner {number}")
        Objection.objects.create(partnership=more)
        Objection.objects.create(partnership=more, win=win)
        pair = agreed_pair(partnership, more)
        Objection.objects.create(partnership=partnership, pair=pair)
        wish = create_wish(partnership=partnership, stated_by=team_member)
        Objection.objects.create(partnership=partnership, wish=wish)
        again = create_win(initiative=initiative, by=team_member)
        again.partners.add(partnership.partner)
        Objection.objects.create(partnership=partnership, win=again)
        judged = create_judgement(win, on_behalf_of=NAME)
        Objection.objects.create(partnership=partnership, judgement=judged)
        PartnerAlias.objects.create(partner=partnership.partner, name=f"Ook zo {number}")
    assert {page: (before[page], n) for page, n in counts().items() if n > before[page]} == {}


def test_the_page_of_a_partner_asks_eight_times(link, said, django_assert_num_queries):
    whole = WishLink.objects.select_related("partnership__partner", "partnership__initiative").get(pk=link.pk)
    with django_assert_num_queries(8):
        in_name_of(whole)
