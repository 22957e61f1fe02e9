"""What waits in a city, on one page of its coordinator."""

from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from initiatives.forms.curating import READ_FIRST, mark_of
from initiatives.marks import as_read
from initiatives.models import MembershipRequest, SmallWin
from tests.factories import create_capture_link, create_initiative, create_user, create_win, tell_through


def page_of(city) -> str:
    return reverse("cities:waiting", args=[city.slug])


def test_a_coordinator_finds_all_that_waits_in_the_city(client, initiative, coordinator, lead):
    win = create_win(initiative=initiative, by=lead, title="Nog niet gelezen", confirmed=False)
    create_win(initiative=initiative, by=lead, title="Al bevestigd", types=["growth"])
    tell_through(create_capture_link(initiative=initiative, by=lead), title="Van een gast")
    MembershipRequest.objects.ask(initiative, by=create_user())
    create_win(initiative=create_initiative(), title="In een andere stad", confirmed=False)

    client.force_login(coordinator)
    city = initiative.cities.get()
    assertContains(client.get("/"), page_of(city))
    page = client.get(page_of(city))
    assertContains(page, "1 small win nog niet bevestigd")
    assertContains(page, reverse("curating:confirm", args=[win.pk]))
    assertContains(page, f'{reverse("arrivals:index", args=[initiative.slug])}">{initiative.title}</a>: 1')
    assertContains(page, "1 nog in te delen")
    assertContains(page, "1 wil erbij")
    assertNotContains(page, "In een andere stad")
    assertNotContains(page, "Al bevestigd")


def test_a_city_where_nothing_waits_says_so(client, initiative, programme_staff):
    client.force_login(programme_staff)
    assertContains(client.get(page_of(initiative.cities.get())), "Er wacht niets.")


def test_a_team_member_has_no_page_of_the_city(client, initiative, team_member):
    client.force_login(team_member)
    assert client.get(page_of(initiative.cities.get())).status_code == 404


def test_several_are_confirmed_with_ticks_as_they_were_read(client, initiative, coordinator, lead):
    first, second, changed, left = (
        create_win(initiative=initiative, by=lead, title=title, confirmed=False)
        for title in ("Een", "Twee", "Drie", "Vier")
    )
    client.force_login(coordinator)
    city = initiative.cities.get()
    page = client.get(page_of(city))
    assertContains(page, "Bevestig wat je aanvinkte")
    marks = {name: mark for _win, _readers, name, mark in page.context["to_read"]}
    SmallWin.objects.filter(pk=changed.pk).update(title="Iets heel anders")
    ticked = {"win": [first.pk, second.pk, changed.pk]}
    answer = client.post(reverse("cities:confirm", args=[city.slug]), marks | ticked, follow=True)
    assertContains(answer, "2 small wins bevestigd.")
    assertContains(answer, "Bij 1 veranderde er net iets.")
    confirmed = SmallWin.objects.filter(confirmed_by=coordinator)
    assert {*confirmed} == {first, second}
    assertContains(answer, left.title)
    client.post(reverse("cities:confirm", args=[city.slug]), {"win": left.pk})  # unread: without a mark
    assert confirmed.count() == 2


def test_each_tick_stands_beside_all_that_it_confirms(client, initiative, coordinator, lead):
    create_win(initiative=initiative, by=lead, confirmed=False)
    guests = tell_through(create_capture_link(initiative=initiative, by=lead), teller_opens=False)
    guests.take_on(by=lead)
    guests.ask(by=coordinator, question="Wie was erbij?")
    guests.reply_with("Drie klassen en hun juf.", by=lead)
    client.force_login(coordinator)
    page = client.get(page_of(initiative.cities.get()))
    for words in (
        guests.title,
        "Wie was erbij?",
        "Drie klassen en hun juf.",
        "vinkte niet aan",
        "nog niet ingedeeld",
    ):
        assertContains(page, words)


def test_ticks_confirm_nothing_in_another_city(client, initiative, coordinator):
    elsewhere = create_win(initiative=create_initiative(), title="Elders", confirmed=False)
    client.force_login(coordinator)
    marks = {"win": elsewhere.pk, mark_of(elsewhere): as_read(elsewhere, READ_FIRST)}
    client.post(reverse("cities:confirm", args=[initiative.cities.get().slug]), marks)
    elsewhere.refresh_from_db()
    assert elsewhere.confirmed_at is None
