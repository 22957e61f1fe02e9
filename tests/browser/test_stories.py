"""The story in a real browser, and the A4: one page exactly, whatever stands on it."""

import datetime as dt
import re

import pytest
import zxingcpp
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from initiatives.lenses import Direction, Level, ScalingType, StillStands, WallStatus, WinKind
from initiatives.models import Appeal, Initiative, Reader, SmallWin
from initiatives.reports.story.sheets import sheet
from tests.factories import (
    create_city,
    create_initiative,
    create_link,
    create_partner,
    create_user,
    create_win,
)
from tests.factories_outside import create_bite, create_wall
from tests.factories_profile import create_follow_up, create_loss
from tests.reports.story.test_chapters import create_wins
from tests.reports.story.test_city_sheets import fill

pytestmark = pytest.mark.django_db(transaction=True)

SIZES = ["nothing", "one", "fourteen", "brimful", "sixty", "extreme"]
TITLES = [
    "De pastor zette de deur open voor studenten",
    "Bewoners kookten voor de eerste groep",
    "De wethouder kwam langs en bleef eten",
    "Docenten uit twee opleidingen geven samen les in de wijk",
    "De woningcorporatie betaalt de huur",
    "Het vak staat in de studiegids",
]
WORDS = "Studenten, bewoners en docenten leren samen in de wijk, ook als het even tegenzit. "
CUT_OFF = """['.sheet', '.sheet__facts'].map(name => document.querySelector(name))
    .filter(part => part.scrollHeight > part.clientHeight).map(part => part.className)"""


@pytest.fixture
def team(transactional_db, settings):
    settings.SECURE = False
    return create_user()


def make(size: str, user) -> Initiative:
    """An initiative with as much as its size says, and somebody of its team."""
    initiative = create_initiative(title="Ruimte in de kerk")
    user.memberships.create(initiative=initiative)
    if size == "one":
        create_win(initiative=initiative, by=user, title=TITLES[0])
    if size in ("fourteen", "brimful", "sixty", "extreme"):
        _fill(initiative, user, {"fourteen": 14, "brimful": 14, "sixty": 60, "extreme": 400}[size])
    if size == "brimful":
        _fill_to_the_brim(initiative, user)
    if size == "extreme":
        _stretch(initiative, user)
    return initiative


def _fill(initiative, user, n: int) -> None:
    wins = create_wins(initiative, n, days=2400 // n, types=[ScalingType.GROWTH], directions=[Direction.DEEP],
                       level=Level.values[0], kinds=[WinKind.NEW_PARTNER, WinKind.RULE])  # fmt: skip
    for i, win in enumerate(wins):
        win.title = TITLES[i % len(TITLES)]
    SmallWin.objects.bulk_update(wins, ["title"])
    for earlier, later in zip(wins[:30:3], wins[1:30:3], strict=False):
        create_link(earlier=earlier, later=later)
    for name in ("Hanzehogeschool", "Gemeente Groningen", "Stichting Wijkwerk"):
        initiative.partnerships.create(partner=create_partner(name=name), since=wins[n // 2].occurred_on)
    wins[3].partners.add(create_partner(name="Bewonersvereniging"))
    create_wall(initiative=initiative, name="Rooster ligt vast").moved_by(
        wins[5], WallStatus.BREACHED, by=user
    )
    create_loss(win=wins[2], note="Twee docenten werken nu op zaterdag.", seen_on=wins[2].occurred_on)
    create_follow_up(wins[0], days=500, still_stands=StillStands.PARTLY)
    create_win(initiative=initiative, by=user, title="De eerste koffie", occurred_on=None, sources="krant")
    create_bite(initiative=initiative, text="De directeur uitnodigen aan tafel.")
    initiative.dream = "Elke student leert in de stad, en elke wijk heeft een plek waar dat kan."
    initiative.save()


def _fill_to_the_brim(initiative, user) -> None:
    """Long titles, and a dream of as many lines as fit while the letters are as large as they are without it."""
    initiative.title, initiative.dream = WORDS[:73].strip(), ""
    SmallWin.objects.filter(initiative=initiative).update(title=WORDS[:48].strip())
    sizes = {}
    for n in range(5, 231, 5):
        initiative.dream = (WORDS * 3)[:n].strip()
        sizes[initiative.dream] = sheet(Reader(user, initiative)).scale
    initiative.dream = max((dream for dream, scale in sizes.items() if scale == max(sizes.values())), key=len)
    assert len(set(sizes.values())) > 1
    initiative.save()


def _stretch(initiative, user) -> None:
    """Everything as long as it may be, and one word that cannot be broken."""
    SmallWin.objects.filter(initiative=initiative).update(title=(WORDS * 4)[:280])
    SmallWin.objects.filter(pk=initiative.wins.newest_first().first().pk).update(title="x" * 280)
    initiative.title, initiative.title_en = (WORDS * 3)[:200].strip(), "y" * 200
    initiative.dream = initiative.dream_en = WORDS * 30
    initiative.save()
    for n in range(27):
        initiative.partnerships.create(partner=create_partner(name=f"Stichting {n} voor {WORDS}"[:120]))
    for n in range(8):
        initiative.cities.add(create_city(name=f"Gemeente met een lange naam {n}"))
    create_loss(initiative=initiative, note=(WORDS * 12)[:1000], seen_on=dt.date(2026, 4, 1))
    create_bite(initiative=initiative, text=(WORDS * 4)[:280])
    SmallWin.objects.filter(initiative=initiative).update(description=WORDS * 30)
    Appeal.objects.create(
        initiative=initiative, stuck=(WORDS * 9)[:280], asked=(WORDS * 9)[:400], written_by=user
    )


def address(name, initiative) -> str:
    return reverse(f"stories:{name}", args=[initiative.slug])


def test_every_page_is_accessible(team, page, faults, login):
    login(page, team)
    found = []
    for size in ("nothing", "one", "sixty", "extreme"):
        initiative = make(size, team)
        places = [address("index", initiative), address("sheet", initiative)]
        if size == "extreme":
            places.append(reverse("stories:between", args=[initiative.slug, "2020-2021"]))
            places.append(address("appeal", initiative))
        found += [f"{size} {fault}" for fault in faults(page, places)]
    assert not found, "\n".join(found)


def test_a_visitors_story_is_accessible(team, page, faults):
    initiative = make("fourteen", team)
    assert not faults(page, [address(name, initiative) for name in ("index", "sheet")])


@pytest.mark.parametrize("size", SIZES)
def test_the_sheet_is_one_page_of_a4_in_both_languages_and_nothing_is_cut_off(
    team, page, login, live_server, tmp_path, size
):
    initiative = make(size, team)
    login(page, team)
    prints_on_one_page(
        page, address("sheet", initiative), live_server.url + initiative.get_absolute_url(), tmp_path
    )


@pytest.mark.parametrize("many", [0, 2, 12])
def test_the_sheet_of_a_city_is_one_page_of_a4_too(team, page, login, live_server, tmp_path, many):
    city = fill(create_city(name="Leiden"), many)
    login(page, team)
    place = reverse("cities:sheet", args=[city.slug])
    prints_on_one_page(page, place, live_server.url + city.get_absolute_url(), tmp_path)
    page.set_viewport_size({"width": 360, "height": 780})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def prints_on_one_page(page, place: str, code: str, tmp_path) -> None:
    """One A4 in both languages, of which nothing is cut off, with its code whole."""
    for language in ("nl", "en"):
        page.goto(f"{place}?taal={language}")
        pdf = page.pdf(prefer_css_page_size=True, print_background=False)
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
        sides = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf).groups()
        assert [round(float(side)) for side in sides] == [595, 842]  # A4, in points
        page.emulate_media(media="print", color_scheme="light")
        page.set_viewport_size({"width": 680, "height": 1001})  # what the margins leave
        assert page.evaluate(CUT_OFF) == []
        paper, foot = (page.locator(part).bounding_box() for part in (".sheet", ".sheet__foot"))
        assert foot["y"] + foot["height"] <= paper["y"] + paper["height"]
        assert (
            page.locator(".sheet__foot").bounding_box()["y"]
            > page.locator(".sheet__facts").bounding_box()["y"]
        )
        picture = tmp_path / f"{language}.png"
        page.screenshot(path=picture, full_page=True)
        found = [each.text for each in zxingcpp.read_barcodes(Image.open(picture).convert("L"))]
        assert found == [code]
        page.emulate_media(media="null")


@pytest.mark.parametrize("javascript", [False])
def test_from_the_profile_to_a_sheet_of_ones_own_choice(team, page, login, javascript):
    initiative = make("fourteen", team)
    login(page, team)
    page.goto(initiative.get_absolute_url())
    page.get_by_role("link", name="Verhaal", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jullie zijn al verder dan je denkt")
    page.get_by_role("link", name="Op één A4").click()
    page.get_by_text("Kies zelf drie small wins").click()
    page.get_by_label("Small win 1").select_option(index=3)
    page.get_by_label("English").check()
    page.get_by_role("button", name="Toon het zo").click()
    expect(page.locator(".sheet__win")).to_have_count(1)
    expect(page.locator(".sheet")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("viewport", [360])
def test_and_so_many_more_opens_them(team, page):
    initiative = make("extreme", team)
    page.goto(address("index", initiative))
    link = page.locator("details[open] .story__gap a").first
    number = int(re.search(r"\d+", link.inner_text())[0])
    link.click()
    assert number > 50  # more than a page
    expect(
        page.get_by_text(f"{number} small wins die in het verhaal niet voluit staan").first
    ).to_be_attached()
    expect(page.locator(".story__step")).to_have_count(50)
