"""Wins told without an account: the team decides, once, and until then they are nowhere else."""

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from initiatives.lenses import WinState
from initiatives.models import SmallWin
from initiatives.models.columns import Kind, fields_of
from tests.factories import create_capture_link, create_initiative, create_user, create_win, tell_through
from tests.room import all_at_once, browser

SECRET = "zilverreiger"  # a word that stands in no other text


@pytest.fixture
def link(initiative, lead):
    return create_capture_link(initiative=initiative, by=lead, place="bij de koffie")


@pytest.fixture
def win(link):
    return tell_through(link, title=f"Een {SECRET} in de vijver", told_as="student")


def step(win: SmallWin, name: str) -> str:
    return reverse(f"arrivals:{name}", args=[win.initiative.slug, win.pk])


def page_of(initiative) -> str:
    return reverse("arrivals:index", args=[initiative.slug])


def as_it_is(win: SmallWin) -> SmallWin:
    return SmallWin.objects.get(pk=win.pk)


# --- several at once --------------------------------------------------------------------------


def test_ticked_arrivals_are_taken_on_and_the_rest_still_waits(client, win, link, lead):
    also, later = tell_through(link, title="Ook goed"), tell_through(link, title="Nog even kijken")
    elsewhere = tell_through(create_capture_link(initiative=create_initiative(), by=lead), title="Elders")
    client.force_login(lead)
    assertContains(client.get(page_of(win.initiative)), 'form="take-on-several"', count=3)

    ticked = [win.pk, also.pk, elsewhere.pk]
    address = reverse("arrivals:take_on_several", args=[win.initiative.slug])
    page = client.post(address, {"win": ticked}, follow=True)
    assertContains(page, "2 small wins staan erbij.")
    assertContains(page, "Bij 1 was iemand je net voor.")
    assertContains(page, later.title)
    assert [as_it_is(each).taken_on_by for each in (win, also)] == [lead, lead]
    assert [as_it_is(each).state for each in (later, elsewhere)] == [WinState.WAITING, WinState.WAITING]


def test_only_the_team_and_the_staff_take_on_several(client, win, coordinator):
    client.force_login(coordinator)
    address = reverse("arrivals:take_on_several", args=[win.initiative.slug])
    assert client.post(address, {"win": [win.pk]}).status_code == 404


# --- reading ----------------------------------------------------------------------------------


def test_waiting_wins_stand_there_oldest_first(client, win, link, team_member):
    tell_through(link, title="Later verteld")
    client.force_login(team_member)
    page = client.get(page_of(win.initiative))
    assertContains(page, "Nieuw van een student: klopt dit?")
    assertContains(page, "2 wachten op jullie")
    assert page.text.index(win.title) < page.text.index("Later verteld")


def test_a_coordinator_reads_and_decides_nothing(client, win, coordinator):
    client.force_login(coordinator)
    page = client.get(page_of(win.initiative))
    assertContains(page, win.title)
    assertContains(page, "Je leest mee als kwartiermaker.")
    assertNotContains(page, "Klopt, zet erbij")
    for name in ("claim", "take_on", "refuse"):
        assert client.post(step(win, name)).status_code == 404
    assert as_it_is(win).state == WinState.WAITING


@pytest.mark.parametrize("who", ["outsider", "lead_elsewhere"])
def test_for_everybody_else_there_is_nothing_here(client, win, outsider, who):
    if who == "lead_elsewhere":
        outsider.memberships.create(initiative=create_initiative(), role="lead")
    client.force_login(outsider)
    assert client.get(page_of(win.initiative)).status_code == 404
    for name in ("claim", "take_on", "refuse"):
        assert client.post(step(win, name)).status_code == 404
    assert as_it_is(win).state == WinState.WAITING


def test_a_win_is_not_reached_through_another_initiative(client, win, team_member):
    other = create_initiative()
    other.memberships.create(user=team_member)
    client.force_login(team_member)
    for name in ("claim", "take_on", "refuse"):
        assert client.post(reverse(f"arrivals:{name}", args=[other.slug, win.pk])).status_code == 404


def test_an_ordinary_win_is_no_arrival(client, initiative, team_member):
    client.force_login(team_member)
    win = create_win(initiative=initiative)
    for name in ("claim", "take_on", "refuse"):
        assert client.post(step(win, name)).status_code == 404


def test_a_win_that_was_taken_back_is_nowhere(client, win, team_member):
    win.take_back()
    client.force_login(team_member)
    page = client.get(page_of(win.capture_link.initiative))
    assertContains(page, "Er wacht niets")
    assertNotContains(page, SECRET)


def test_taking_back_leaves_no_word_and_no_answer(win):
    SmallWin.objects.filter(pk=win.pk).update(kinds=["satisfied"], completed="yes", sources="een krant")
    win.take_back()
    left = SmallWin.objects.get(pk=win.pk)
    said = fields_of(SmallWin, Kind.WORDS, Kind.ANSWER)
    assert [field.name for field in said if getattr(left, field.name) != field.get_default()] == []
    assert (left.initiative, left.told_as, left.submission_id) == (None, None, win.submission_id)


def test_of_a_win_without_words_its_page_asks_nothing(client, win, team_member):
    win.take_on(by=team_member)
    win.take_back()
    client.force_login(team_member)
    page = client.get(as_it_is(win).get_absolute_url())
    assertContains(page, "De woorden en de foto’s zijn weg.")
    assertNotContains(page, "niet gevraagd")


def test_the_number_of_one_link_opens_what_came_through_it(client, win, initiative, team_member):
    elsewhere = tell_through(create_capture_link(initiative=initiative, by=team_member), title="Aan de deur")
    client.force_login(team_member)
    page = client.get(page_of(initiative), {"link": win.capture_link_id})
    assertContains(page, win.title)
    assertNotContains(page, elsewhere.title)
    for other in (create_capture_link().pk, "geen nummer"):
        assertContains(client.get(page_of(initiative), {"link": other}), elsewhere.title)


# --- deciding ---------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["team_member", "lead", "programme_staff"])
def test_taking_it_on_makes_it_count_and_leads_to_the_questions(client, win, who, request):
    who = request.getfixturevalue(who)
    client.force_login(who)
    response = client.post(step(win, "take_on"))
    assertRedirects(response, reverse("telling:ask", args=[win.pk, "verandering"]) + "?verteld=ja")
    win = as_it_is(win)
    assert (win.state, win.taken_on_by, win.stands) == (WinState.LOGGED, who, True)
    assertContains(client.get(page_of(win.initiative)), "1 opgenomen")
    thanks = client.get(response["Location"])
    assertContains(thanks, "Dit hoort nu bij jullie verhaal.")
    assertNotContains(thanks, "Mooi dat je het vertelt.")


def test_claiming_tells_the_colleagues_who_looks(client, win, team_member, lead):
    client.force_login(team_member)
    for _ in range(2):
        assertRedirects(client.post(step(win, "claim")), page_of(win.initiative))
    assertContains(client.get(page_of(win.initiative)), f"{team_member} kijkt ernaar, sinds")
    client.force_login(lead)
    page = client.post(step(win, "claim"), follow=True)
    assertContains(page, f"{team_member} pakte dit net al op.")
    assert as_it_is(win).claimed_by == team_member


def test_refusing_is_asked_first_and_can_be_undone(client, win, team_member):
    client.force_login(team_member)
    assertContains(client.get(step(win, "refuse")), "Wie het vertelde, leest dit.")
    response = client.post(step(win, "refuse"), {"reason": "Dit was bij de buren."})
    assertRedirects(response, page_of(win.initiative))
    refused = as_it_is(win)
    assert (refused.state, refused.withdrawal_reason) == (WinState.REFUSED, "Dit was bij de buren.")
    assertContains(client.get(page_of(win.initiative)), "Toch opnemen")
    client.post(step(win, "take_on"))
    again = as_it_is(win)
    assert (again.state, again.withdrawal_reason) == (WinState.LOGGED, "")


def test_a_reason_that_is_too_long_comes_back(client, win, team_member):
    client.force_login(team_member)
    response = client.post(step(win, "refuse"), {"reason": "x" * 501})
    assertContains(response, "x" * 501, status_code=422)
    assert as_it_is(win).state == WinState.WAITING


def test_withdrawing_what_waits_is_refusing_it(client, win, team_member):
    """The ordinary page says that only the team reads the reason. Here the teller, a stranger, reads it."""
    client.force_login(team_member)
    assertRedirects(client.get(reverse("telling:withdraw", args=[win.pk])), step(win, "refuse"))


@pytest.mark.parametrize("name", ["claim", "take_on"])
def test_reading_decides_nothing(client, win, team_member, name):
    client.force_login(team_member)
    assert client.get(step(win, name)).status_code == 405
    assert as_it_is(win).state == WinState.WAITING


@pytest.mark.parametrize(
    "name, says",
    [("claim", "nam dit net al op."), ("take_on", "nam dit net al op."), ("refuse", "nam dit net al op.")],
)
def test_the_second_to_answer_hears_who_was_first(client, win, team_member, lead, name, says):
    win.take_on(by=lead)
    client.force_login(team_member)
    page = client.post(step(win, name), {"reason": "Toch niet"}, follow=True)
    assertContains(page, f"{lead} {says}")
    assert (as_it_is(win).taken_on_by, as_it_is(win).withdrawn_at) == (lead, None)


@pytest.mark.parametrize("name", ["claim", "refuse"])
def test_a_refusal_by_a_colleague_is_said_too(client, win, team_member, lead, name):
    win.withdraw(by=lead, reason="Van de buren")
    client.force_login(team_member)
    page = client.post(step(win, name), {"reason": "Zelf bedacht"}, follow=True)
    assertContains(page, f"{lead} vond net al dat dit hier niet hoort.")
    assert as_it_is(win).withdrawal_reason == "Van de buren"


def test_taking_it_on_twice_yourself_is_once(client, win, team_member):
    client.force_login(team_member)
    first, again = client.post(step(win, "take_on")), client.post(step(win, "take_on"))
    assert first.headers["Location"] == again.headers["Location"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("other", ["take_on", "refuse", "claim", "take_back"])
def test_everybody_at_once_gives_one_answer_and_no_accident(win, initiative, other):
    people = [create_user(member_of=initiative) for _ in range(4)]

    def act(number: int) -> int:
        client = browser()
        if other == "take_back" and number % 2:
            return client.post(reverse("capture:receipt", args=[win.receipt])).status_code
        client.force_login(people[number])
        return client.post(step(win, other if number % 2 else "take_on")).status_code

    assert set(all_at_once(act, range(4))) <= {302, 404, 409}
    left = as_it_is(win)
    assert left.state in (WinState.LOGGED, WinState.REFUSED, WinState.DRAFT, WinState.WITHDRAWN)
    assert (left.title == "") == (left.state in (WinState.DRAFT, WinState.WITHDRAWN))
    connection.close()


# --- the number, and nowhere else -------------------------------------------------------------


def test_insiders_find_the_number_on_the_profile_and_others_do_not(
    client, win, team_member, coordinator, outsider
):
    for reader in (team_member, coordinator):
        client.force_login(reader)
        page = client.get(win.initiative.get_absolute_url())
        assertContains(page, "1 nieuw, verteld zonder account: klopt dit?")
        assertContains(page, page_of(win.initiative))
    client.force_login(outsider)
    for reader in ("outsider", "visitor"):
        assertNotContains(client.get(win.initiative.get_absolute_url()), "zonder account", msg_prefix=reader)
        client.logout()


def test_a_team_member_finds_the_number_at_home(client, win, team_member, outsider):
    client.force_login(team_member)
    assertContains(
        client.get(reverse("home")), f"1 nieuw zonder account bij {win.initiative.title}: klopt dit?"
    )
    client.force_login(outsider)
    assertNotContains(client.get(reverse("home")), "zonder account")


def test_the_page_of_the_win_says_that_it_waits(client, win, team_member, outsider):
    client.force_login(team_member)
    page = client.get(win.get_absolute_url())
    assertContains(page, "Verteld door een student op")
    assertContains(page, page_of(win.initiative))
    client.force_login(outsider)
    assert client.get(win.get_absolute_url()).status_code == 404


def everywhere(initiative) -> list[str]:
    names = ["home", "network:dashboard", "wins:index", "initiatives:index", "cities:index", "partners:index",
             "pages:vocabulary"]  # fmt: skip
    wins = reverse("wins:index")
    return [
        *map(reverse, names),
        f"{wins}?q={SECRET}",
        f"{wins}?initiatief={initiative.slug}",
        f"{reverse('initiatives:index')}?q={SECRET}",
        initiative.get_absolute_url(),
        initiative.cities.get().get_absolute_url(),
        initiative.partnerships.get().partner.get_absolute_url(),
    ]


@pytest.mark.parametrize("who", ["team_member", "programme_staff", "coordinator", "outsider", "visitor"])
def test_until_it_is_taken_on_it_counts_and_shows_nowhere(client, request, initiative, link, lead, who):
    create_win(initiative=initiative, by=lead)
    reader = request.getfixturevalue(who)
    if who != "visitor":
        client.force_login(reader)

    def bodies() -> dict[str, str]:
        return {address: main_of(client.get(address).text) for address in everywhere(initiative)}

    before = bodies()
    waiting, refused, taken_back = (
        tell_through(link, title=f"Een {SECRET} in de vijver", told_as="student", description=SECRET)
        for _ in range(3)
    )
    refused.withdraw(by=lead, reason=SECRET)
    taken_back.take_back()
    after = bodies()
    assert {address for address in after if after[address] != before[address]} == set()
    assert not SmallWin.objects.standing().filter(pk__in=[win.pk for win in (waiting, refused, taken_back)])


def main_of(html: str) -> str:
    """The page, without the notice for the team and without what differs each time."""
    import re

    html = re.sub(
        r'<div class="notice notice--warn">\s*<p>\s*<a href="[^"]*/binnengekomen/".*?</div>',
        "",
        html,
        flags=re.S,
    )
    html = re.sub(r'"X-CSRFToken": "\w+"|name="csrfmiddlewaretoken" value="\w+"', "", html)
    return re.sub(r"\s+", " ", html)


def test_once_taken_on_it_shows_in_the_stream(client, win, team_member, outsider):
    win.take_on(by=team_member)
    client.force_login(outsider)
    assertContains(client.get(reverse("wins:index"), {"q": SECRET}), win.title)


def test_the_pages_ask_as_often_when_there_is_more(
    client, win, link, team_member, lead, django_assert_num_queries
):
    from django.test.utils import CaptureQueriesContext

    client.force_login(team_member)
    addresses = [page_of(win.initiative), win.initiative.get_absolute_url(), reverse("home")]

    def numbers() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            found.append(len(queries))
        return found

    tell_through(link).take_on(by=lead)
    tell_through(link).withdraw(by=lead)
    before = numbers()
    for _ in range(10):
        tell_through(link).claim(by=lead)
        tell_through(link, occurred_on=dt.date(2025, 1, 1)).withdraw(by=lead)
    assert numbers() == before
