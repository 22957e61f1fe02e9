"""The story and the A4: who reads what, that numbers open what they count, and that 400 wins ask no more."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from initiatives.lenses import Audience, StillStands, WallStatus, WinKind
from initiatives.models import SmallWin
from initiatives.reports.story.sheets import OPTIONS
from tests.factories import create_initiative, create_link, create_partner, create_win
from tests.factories_outside import create_bite, create_wall
from tests.factories_profile import create_follow_up, create_loss
from tests.reports.story.test_chapters import create_wins


def address(name, initiative, *more) -> str:
    return reverse(f"stories:{name}", args=[initiative.slug, *more])


def pages(initiative) -> list[str]:
    return [address("index", initiative), address("sheet", initiative)]


@pytest.mark.parametrize(
    "who", ["visitor", "outsider", "team_member", "lead", "coordinator", "programme_staff"]
)
def test_the_story_of_a_published_initiative_is_for_everyone(client, request, initiative, who):
    reader = request.getfixturevalue(who)
    create_win(initiative=initiative, title="De deur ging open")
    if reader.is_authenticated:
        client.force_login(reader)
    for page in pages(initiative):
        assertContains(client.get(page), "De deur ging open")


@pytest.mark.parametrize("who", ["visitor", "outsider"])
def test_the_story_of_an_unpublished_initiative_is_not_there(client, request, who):
    hidden, reader = create_initiative(published=False), request.getfixturevalue(who)
    create_wins(hidden, 40, days=5)
    if reader.is_authenticated:
        client.force_login(reader)
    for page in [*pages(hidden), address("between", hidden, "2019-2020")]:
        assert client.get(page).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_is_written_here(client, initiative, method):
    for page in pages(initiative):
        assert getattr(client, method)(page).status_code == 405


@pytest.fixture
def layered(initiative, team_member):
    """A row of each kind for everyone, the network and the team; each says for whom."""
    win = create_win(
        initiative=initiative, by=team_member, title="Canary everyone", occurred_on=dt.date(2025, 1, 1)
    )
    inner = create_win(initiative=initiative, by=team_member, title="Canary network", confirmed=False)
    secret = create_win(initiative=initiative, by=team_member, title="Canary team", audience=Audience.TEAM)
    create_link(earlier=win, later=inner)
    create_link(earlier=win, later=secret)
    for each, word in [(win, "everyone"), (inner, "network"), (secret, "team")]:
        create_follow_up(each, on=dt.date(2026, 4, 1), still_stands=StillStands.PARTLY)
        create_wall(initiative=initiative, name=f"Wall {word}").moved_by(
            each, WallStatus.GONE, by=team_member
        )
        each.partners.add(create_partner(name=f"Partner {word}"))
    for audience, word in zip(
        [Audience.PUBLIC, Audience.NETWORK, Audience.TEAM], ["everyone", "network", "team"], strict=True
    ):
        create_loss(win=win, audience=audience, note=f"Loss {word}")
    create_bite(initiative=initiative, text="Bite network")
    return initiative


SHOWN = {
    "visitor": {"Canary everyone", "Partner everyone", "Loss everyone"},
    "outsider": {
        "Canary everyone", "Canary network", "Partner everyone", "Partner network", "Loss everyone", "Loss network",
        "Wall everyone", "Wall network", "Bite network",
    },
}  # fmt: skip
CANARY = re.compile(r"\b(?:Canary|Wall|Partner|Loss|Bite) (?:everyone|network|team)\b")


@pytest.mark.parametrize("who", ["visitor", "outsider"])
def test_nobody_reads_what_is_not_for_them(client, request, layered, who):
    reader = request.getfixturevalue(who)
    if reader.is_authenticated:
        client.force_login(reader)
    found = set(CANARY.findall(client.get(address("index", layered)).content.decode()))
    assert found == SHOWN[who]
    on_sheet = set(CANARY.findall(client.get(address("sheet", layered)).content.decode()))
    assert on_sheet <= SHOWN[who]
    secret = SmallWin.objects.get(title="Canary team")
    chosen = client.get(address("sheet", layered), {"win": str(secret.pk)})
    assertNotContains(chosen, "Canary team")


def test_the_team_reads_all_of_it(client, layered, team_member):
    client.force_login(team_member)
    found = set(CANARY.findall(client.get(address("index", layered)).content.decode()))
    assert len(found) == 13


def test_every_number_opens_as_many_rows(client, initiative):
    wins = create_wins(initiative, 60, days=20)
    create_link(earlier=wins[0], later=wins[40])
    create_win(initiative=initiative, occurred_on=None, sources="krant")
    page = client.get(address("index", initiative))
    report = page.context["report"]
    numbers = [(report.opening.all_url, 61), (report.opening.linked_url, 2), (report.opening.undated_url, 1)]
    numbers += [(chapter.url, chapter.total) for chapter in report.chapters]
    for url, number in numbers:
        found = client.get(url)
        assertContains(page, url.replace("&", "&amp;"))
        assert found.context["stream"].count == number
    for chapter in report.chapters:
        assert client.get(chapter.more_url).context["report"].page.paginator.count == chapter.more > 0


def test_losses_beyond_three_open_the_list_of_all(client, initiative):
    win = create_win(initiative=initiative)
    for n in range(5):
        create_loss(win=win, note=f"Verlies {n}")
    page = client.get(address("index", initiative))
    assertContains(page, "Bekijk alle 5 verliezen")
    (chapter,) = page.context["report"].chapters
    assert client.get(chapter.losses_url).context["report"].page.paginator.count == 5


@pytest.mark.parametrize("key", ["2019-2020", "zonder-datum", "onzin"])
def test_a_chapter_that_leaves_nothing_out_opens_nothing(client, initiative, key):
    create_wins(initiative, 5)
    assert client.get(address("between", initiative, key)).status_code == 404


def test_with_no_win_the_team_is_invited_and_a_visitor_is_told(client, initiative, team_member):
    assertContains(client.get(address("index", initiative)), "Hier is voor jou nog geen small win te lezen.")
    assertContains(client.get(address("sheet", initiative)), "Er staat nog geen small win.")
    client.force_login(team_member)
    page = client.get(address("index", initiative))
    assertContains(page, "Jullie verhaal begint met één small win")
    assertContains(page, f"{reverse('telling:tell')}?initiatief={initiative.slug}")


def test_only_people_who_work_on_it_read_that_they_are_further(client, initiative, team_member, outsider):
    create_wins(initiative, 2)
    client.force_login(outsider)
    assertContains(client.get(address("index", initiative)), f"Het verhaal van {initiative.title}")
    client.force_login(team_member)
    assertContains(client.get(address("index", initiative)), "Jullie zijn al verder dan je denkt")


def test_no_score_no_percentage(client, initiative, team_member):
    create_wins(initiative, 40)
    client.force_login(team_member)
    for page in pages(initiative):
        main = (
            client.get(page).content.decode().split("<main", 1)[1].split('<footer class="page-footer', 1)[0]
        )
        assert "%" not in re.sub(r"<[^>]*>", "", main)
        assert "score" not in main.lower()


def test_the_profile_leads_to_both(client, initiative):
    page = client.get(initiative.get_absolute_url())
    for each in pages(initiative):
        assertContains(page, f'href="{each}"')


# ------------------------------------------------------------------ the sheet
def test_the_sheet_leads_a_phone_to_the_public_page(client, initiative):
    page = client.get(address("sheet", initiative))
    assertContains(page, f"http://testserver{initiative.get_absolute_url()}</desc>")
    assertContains(page, "Ctrl+P")


def test_the_sheet_speaks_the_language_that_is_asked_for_on_a_page_in_the_readers_own(client, initiative):
    create_win(initiative=initiative, title="De deur ging open")
    page = client.get(address("sheet", initiative), {"taal": "en"})
    assertContains(page, '<html lang="nl">')
    assertContains(page, ' lang="en">\n  <header class="sheet__head">')
    assertContains(page, '<span lang="nl">De deur ging open</span>')
    SmallWin.objects.update(title_en="The door opened")
    assertContains(client.get(address("sheet", initiative), {"taal": "en"}), "The door opened")
    assertContains(
        client.get(address("sheet", initiative), {"taal": "xx"}),
        ' lang="nl">\n  <header class="sheet__head">',
    )


def test_the_sheet_speaks_the_language_of_the_site(client, initiative, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assertContains(client.get(address("sheet", initiative)), ' lang="en">\n  <header class="sheet__head">')


def test_a_choice_of_wins_stays_on_the_sheet(client, initiative, team_member):
    wins = create_wins(initiative, 6)
    query = {"win": [str(wins[1].pk), "", str(wins[3].pk)], "taal": "en"}
    assertContains(client.get(address("sheet", initiative), query), 'type="hidden" name="win"', count=2)
    client.force_login(team_member)
    page = client.get(address("sheet", initiative), query)
    assertContains(page, f'<option value="{wins[1].pk}" selected>')
    assert [pick.win for pick in page.context["report"].picks] == [wins[1], wins[3]]


def titles_to_choose(client, page, **words) -> list[str]:
    return [win.title for win in client.get(page, words).context["report"].options]


def test_one_chooses_from_the_newest_and_searches_the_others(client, initiative, team_member):
    create_wins(initiative, 30, days=5)
    old = create_win(initiative=initiative, title="De moestuin", occurred_on=dt.date(2018, 1, 1))
    client.force_login(team_member)
    page = address("sheet", initiative)
    assert len(titles_to_choose(client, page)) == OPTIONS
    assert "De moestuin" not in titles_to_choose(client, page)
    assert titles_to_choose(client, page, q="moestuin") == ["De moestuin"]
    chosen = client.get(page, {"q": "zeppelin", "win": [old.pk]})
    assertContains(chosen, "Niets gevonden met “zeppelin”.")
    assertContains(chosen, f'<option value="{old.pk}" selected>', count=1)
    assert titles_to_choose(client, page, win=old.pk)[0] == "De moestuin"


def test_a_few_wins_need_no_search(client, initiative, team_member):
    create_wins(initiative, 4, days=5)
    client.force_login(team_member)
    assertNotContains(client.get(address("sheet", initiative)), 'id="search-wins"')


def test_the_sheet_warns_before_it_is_given_away(client, initiative, team_member):
    create_win(initiative=initiative, confirmed=False)
    client.force_login(team_member)
    assertContains(client.get(address("sheet", initiative)), "Kijk voor je het weggeeft")
    SmallWin.objects.update(confirmed_at=dt.datetime(2026, 5, 1, tzinfo=dt.UTC), confirmed_by=team_member)
    assertNotContains(client.get(address("sheet", initiative)), "Kijk voor je het weggeeft")


# ------------------------------------------------------------------ queries
def number_of_queries(client, page) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return len(queries)


def fill(initiative, by, n: int) -> None:
    wins = create_wins(initiative, n, days=6, kinds=[WinKind.NEW_PARTNER])
    for earlier, later in zip(wins[::10], wins[1::10], strict=False):
        create_link(earlier=earlier, later=later)
        create_loss(win=earlier)
        create_follow_up(earlier)
        create_wall(initiative=initiative).moved_by(later, WallStatus.GONE, by=by)
        initiative.partnerships.create(partner=create_partner(), since=earlier.occurred_on)
        later.partners.add(create_partner())
    create_win(initiative=initiative, occurred_on=None, sources="krant")
    create_bite(initiative=initiative)


def test_four_hundred_wins_ask_no_more_than_forty(client, team_member, initiative):
    other = create_initiative(city=initiative.cities.get())
    other.memberships.create(user=team_member)
    fill(initiative, team_member, 40)
    fill(other, team_member, 400)
    client.force_login(team_member)
    for few, many in zip(pages(initiative), pages(other), strict=True):
        assert number_of_queries(client, few) == number_of_queries(client, many) <= 30
    assert number_of_queries(client, address("between", other, "2020-2021")) <= 12


def test_the_team_writes_what_it_asks_and_the_sheet_says_it(client, initiative, team_member, outsider):
    create_win(initiative=initiative)
    form, sheet = (reverse(f"stories:{name}", args=[initiative.slug]) for name in ("appeal", "sheet"))
    client.force_login(team_member)
    assertContains(client.get(sheet), form)
    words = {"asked": "Kom in maart een middag kijken.", "stuck": "", "audience": "network"}
    assertRedirects(client.post(form, words), sheet)
    assertContains(client.get(sheet), "Kom in maart een middag kijken.")
    client.force_login(outsider)
    assertContains(client.get(sheet), "Kom in maart een middag kijken.")
    assert client.get(form).status_code == 404
    client.logout()
    assertNotContains(client.get(sheet), "Kom in maart")
