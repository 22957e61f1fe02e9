"""The flywheel on the page of an initiative and in the network."""

import datetime as dt

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from initiatives.lenses import Mechanism
from initiatives.models import WinLink
from tests.factories import create_initiative, create_link, create_user, create_win


def page_of(initiative) -> str:
    return reverse("flywheels:initiative", args=[initiative.slug])


@pytest.fixture
def two(initiative, team_member):
    """Two loose wins about the same thing, a month apart."""
    return [
        create_win(initiative=initiative, by=team_member, title=title, occurred_on=dt.date(2026, month, 1))
        for month, title in ((1, "De wijktafel begon"), (2, "De wijktafel trok er tien"))
    ]


# ------------------------------------------------------------------ one tap
def test_one_tap_on_a_suggestion_links_two_wins(member, initiative, team_member, two):
    earlier, later = two
    page = member.get(page_of(initiative))
    assertContains(page, "Allebei over “wijktafel”; 31 dagen ertussen.")
    assertContains(page, f'<input type="hidden" name="later" value="{later.pk}">')
    assert not WinLink.objects.exists()
    answer = member.post(reverse("flywheels:tie", args=[earlier.pk]), {"later": later.pk}, follow=True)
    assertRedirects(answer, f"{page_of(initiative)}#los")
    assertContains(answer, "Vertel ook hoe dat ging")
    link = WinLink.objects.agreed().get()
    assert (link.earlier, link.later, link.mechanism, link.told_by) == (earlier, later, None, team_member)


def test_a_tap_on_an_old_page_keeps_what_a_colleague_told_meanwhile(member, initiative, two):
    earlier, later = two
    create_link(earlier=earlier, later=later, mechanism=Mechanism.LEARNING)
    answer = member.post(reverse("flywheels:tie", args=[earlier.pk]), {"later": later.pk}, follow=True)
    assertContains(answer, "Over deze twee vertelde net iemand al iets.")
    assert WinLink.objects.get().mechanism == Mechanism.LEARNING


@pytest.mark.parametrize("who", ["back in time", "of another team", "nonsense"])
def test_a_link_that_cannot_be_is_refused_in_words(member, initiative, two, who):
    earlier, later = two
    start, end = {
        "back in time": (later, earlier.pk),
        "of another team": (earlier, create_win().pk),
        "nonsense": (earlier, "x"),
    }[who]
    answer = member.post(reverse("flywheels:tie", args=[start.pk]), {"later": end}, follow=True)
    assertContains(answer, "kennen we niet")
    assert not WinLink.objects.exists()


def test_an_outsider_links_nothing_and_is_offered_nothing(client, outsider, initiative, two):
    client.force_login(outsider)
    assertNotContains(client.get(page_of(initiative)), "Leidde hiertoe")
    earlier, later = two
    assert client.post(reverse("flywheels:tie", args=[earlier.pk]), {"later": later.pk}).status_code == 404
    assert not WinLink.objects.exists()


# ------------------------------------------------------------------ the page
def test_the_dream_stands_above_it_where_there_is_one(client, initiative, two):
    assertNotContains(client.get(page_of(initiative)), "opschaaldroom")
    initiative.dream = "In elke straat een wijktafel"
    initiative.save()
    page = client.get(page_of(initiative))
    assertContains(page, "In elke straat een wijktafel")
    assertContains(page, "Brengt wat hieronder staat die dichterbij?")


def test_it_has_a_picture_a_list_and_a_table_of_the_same_links(client, initiative, two):
    earlier, later = two
    create_link(earlier=earlier, later=later, mechanism=Mechanism.ENERGIZING)
    html = client.get(page_of(initiative)).content.decode()
    assert 'class="strand"' in html
    assert 'href="#streng-1-2"' in html
    assert 'id="streng-1-2"' in html
    assert 'aria-label="Deze verbanden als tabel: streng 1"' in html
    assert "<td>energie geven, verteld door het team</td>" in html
    assert 'href="#streng-1"' not in html.partition('class="wheel"')[0]
    assert '#streng-1">2 small wins</a>' in html
    assert "nog aan geen andere" not in html


def test_loose_wins_are_not_scolded(client, initiative, two):
    html = client.get(page_of(initiative)).content.decode()
    assert "Losse small wins tellen net zo goed mee." in html
    main = html.partition("<main")[2]
    for word in (" maar ", "helaas", "slechts", "te weinig small wins", "%<"):
        assert word not in main, word


def test_it_looks_at_a_period_as_the_profile_does(client, initiative, two):
    create_link(earlier=two[0], later=two[1])
    assertContains(client.get(f"{page_of(initiative)}?periode=2025-2026"), 'class="strand"')
    assertNotContains(client.get(f"{page_of(initiative)}?periode=2019-2020"), 'class="strand"')


def test_the_old_list_of_links_is_one_tap_further(client, initiative, two):
    create_link(earlier=two[0], later=two[1])
    links = reverse("initiatives:links", args=[initiative.slug])
    assertContains(client.get(page_of(initiative)), f'href="{links}"')
    assertContains(client.get(links), f'href="{page_of(initiative)}"')


def test_htmx_gets_the_region_alone(client, initiative, two):
    assertNotContains(client.get(page_of(initiative), headers={"hx-request": "true"}), "<html")


def test_a_hidden_initiative_is_absent(client):
    assert client.get(page_of(create_initiative(published=False))).status_code == 404


# ------------------------------------------------------------------ the network
def test_the_room_shows_the_longest_chains_and_filters(client, initiative, two):
    create_link(earlier=two[0], later=two[1])
    room = reverse("flywheels:network")
    page = client.get(room)
    assertContains(page, "De langste keten hierin telt 2 small wins.")
    assertContains(page, f'href="{room}?over=initiatieven#strengen"')
    other = create_initiative().cities.get()
    assertContains(client.get(f"{room}?stad={other.slug}"), "nog niet verteld dat de een tot de ander leidde")


def test_the_room_for_htmx_says_its_address(client, initiative, two):
    answer = client.get(
        f"{reverse('flywheels:network')}?periode=2025-2026&stad=", headers={"hx-request": "true"}
    )
    assert answer["HX-Push-Url"] == f"{reverse('flywheels:network')}?periode=2025-2026"
    assertNotContains(answer, "<html")


def test_more_strands_stand_on_a_next_page(client):
    for _ in range(9):
        first, second = (create_win(occurred_on=dt.date(2026, n, 1), by=create_user()) for n in (1, 2))
        create_link(earlier=first, later=second)
    page = client.get(reverse("flywheels:network"))
    assertContains(page, "pagina=2#strengen")
    assertContains(client.get(f"{reverse('flywheels:network')}?pagina=2"), 'id="streng-9"')
