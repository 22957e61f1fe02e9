"""The dashboard of the network: every number, who may count, and what htmx gets."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from initiatives.exchange.dataset import DATA, load_dataset
from initiatives.forms.rooms import ROOMS
from initiatives.lenses import ANSWERS, Audience, CellState, Direction, Level, PartnerKind, ScalingType
from initiatives.models import Initiative, SmallWin
from initiatives.names import sorting
from initiatives.reports.network import heat
from initiatives.reports.network.beside import Beside
from initiatives.reports.network.heat import GROUPS, Column, ColumnGroup
from initiatives.reports.network.page import Counted
from tests.factories import (
    create_city,
    create_initiative,
    create_link,
    create_partner,
    create_user,
    create_win,
)
from tests.views.test_wins import opened, region

NETWORK = reverse("network:dashboard")
BESIDE, WALLS, MAP = (reverse(f"network:{room}") for room in ("beside", "walls", "map"))
HTMX = {"HX-Request": "true"}
# The links in the list that a number of initiatives opens: one to each profile.
PROFILE = re.compile(r'<a href="/initiatieven/([-\w]+)/"')
NUMBER = re.compile(r'<a [^>]*?href="(/[^"#]*)"[^>]*>\s*(\d+)(?: [^<]*)?</a>')


@pytest.mark.parametrize("room", [room.page for room in ROOMS if not room.is_inside])
def test_every_room_gives_the_address_of_what_it_shows(client, initiative, room):
    city = initiative.cities.get()
    page = client.get(reverse(room), {"stad": city.slug}).text
    assert f'value="http://testserver{reverse(room)}?stad={city.slug}"' in page


def numbers(html: str) -> list[tuple[str, int]]:
    """Every link in the text of the page that begins with a number."""
    return [(href.replace("&amp;", "&"), int(number)) for href, number in NUMBER.findall(html)]


def rows(client, address: str) -> set[str]:
    """The rows of the list that this address opens."""
    if address.startswith("/small-wins/"):
        return set(opened(client, address))
    if address.startswith(MAP):
        return {line.city.slug for line in client.get(address).context["report"].lines if line.city}
    first = client.get(address)
    pages = first.context["report"].page.paginator.page_range
    onwards = [client.get(f"{address}{'&' if '?' in address else '?'}pagina={n}").text for n in pages[1:]]
    return {
        found for html in (first.text, *onwards) for found in PROFILE.findall(html[html.index("<main") :])
    }


@pytest.fixture
def real_data():
    load_dataset(DATA)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "stad=groningen",
        "stad=amsterdam&stad=leiden&partnersoort=mbo&partnersoort=university&periode=2017-2018..2021-2022",
    ],
)
def test_every_number_opens_exactly_as_many_rows(client, real_data, query):
    opens: dict[str, int] = {}
    for room in (NETWORK, BESIDE, MAP):
        found = numbers(region(client.get(f"{room}?{query}").text, "room"))
        opens |= {href: len(rows(client, href)) for href in dict(found) if href not in opens}
        assert [(href, number, opens[href]) for href, number in found if opens[href] != number] == []
        assert len(found) > 2


def test_the_cells_of_the_rose_open_the_initiatives_that_have_a_win_there(client, real_data):
    rose = client.get(NETWORK).context["report"].rose
    wrong = [
        place.label
        for ray in rose.rays
        for place in ray.places
        if place.cell.count != len(rows(client, place.href))
    ]
    assert wrong == []


def test_the_cities_and_what_is_national_are_all_initiatives(client, real_data):
    cities = client.get(MAP).context["report"].lines
    names = [line.city.name for line in cities if line.city]
    assert names == sorted(names, key=sorting)
    assert cities[-1].city is None
    counted = client.get(NETWORK).context["report"].counters[-1]
    assert (counted.number, counted.href) == (len(cities) - 1, MAP)


@pytest.mark.parametrize("who", ["visitor", "programme_staff"])
def test_a_count_of_one_name_is_one_number_on_every_page(client, request, real_data, who):
    if who != "visitor":
        client.force_login(request.getfixturevalue(who))
    here, there = (
        {counted.label: counted.number for counted in client.get(page).context["report"].counters}
        for page in (reverse("home"), NETWORK)
    )
    same = here.keys() & there.keys()
    assert {"initiatieven", "small wins"} <= same
    assert {label: here[label] for label in same} == {label: there[label] for label in same}
    listed = client.get(reverse("cities:index")).context["report"]
    assert len([line for line in listed.lines if line.city]) == here["steden in het netwerk"]


@pytest.mark.parametrize("room", [NETWORK, BESIDE, WALLS, MAP])
def test_the_fragment_is_a_part_of_the_fresh_page(client, real_data, programme_staff, room):
    client.force_login(programme_staff)
    for query in ("", "stad=groningen&stad=utrecht", "stad=onzin", "volgorde=laatst", "periode=1999-2000"):
        page, fragment = client.get(f"{room}?{query}"), client.get(f"{room}?{query}", headers=HTMX)
        assert fragment.text.strip() == region(page.text, "room"), query
    assert "HX-Request" in page["Vary"]
    assert "HX-Request" in fragment["Vary"]


def test_htmx_puts_the_address_without_empty_words_in_the_address_bar(client, real_data):
    response = client.get(f"{NETWORK}?stad=groningen&thema=&periode=", headers=HTMX)
    assert response["HX-Push-Url"] == f"{NETWORK}?stad=groningen"


def totals(client, query: str = "") -> list[int]:
    return [counted.number for counted in client.get(f"{NETWORK}?{query}").context["report"].counters]


def test_filters_choose_initiatives_and_their_wins(client):
    groningen = create_city(slug="groningen")
    school = create_partner(kind=PartnerKind.MBO)
    create_win(initiative=create_initiative(city=groningen), occurred_on=dt.date(2022, 10, 1))
    create_win(initiative=create_initiative(partner=school))
    create_initiative()
    assert totals(client) == [3, 2, 0, 3]
    assert totals(client, "stad=groningen") == [1, 1, 0, 1]
    assert totals(client, "partnersoort=mbo") == [1, 1, 0, 1]
    assert totals(client, "periode=2022-2023") == [1, 1, 0, 3]


def test_words_for_other_pages_get_a_sentence(client, initiative):
    create_win(initiative=initiative, types=[ScalingType.GROWTH])
    response = client.get(f"{NETWORK}?type=growth&stad=atlantis")
    assertContains(response, "hierop filteren kan op deze pagina niet")
    assertContains(response, "“atlantis” kennen we hier niet")


@pytest.mark.parametrize(
    "who, wins, initiatives",
    [("visitor", 1, 1), ("outsider", 2, 1), ("team_member", 3, 1), ("programme_staff", 4, 2)],
)
def test_nobody_counts_what_they_may_not_see(client, initiative, who, wins, initiatives, request):
    told = [
        create_win(initiative=initiative, audience=audience, types=[ScalingType.GROWTH], level=Level.LOCAL)
        for audience in Audience
    ]
    hidden = create_initiative(programme=initiative.programme, published=False)
    shown = create_win(initiative=initiative, audience=Audience.PUBLIC, occurred_on=dt.date(2020, 1, 1))
    shown.withdraw(by=create_user())
    create_link(earlier=create_win(initiative=hidden), later=told[-1])
    reader = request.getfixturevalue(who)
    if reader.is_authenticated:
        client.force_login(reader)
    report = client.get(NETWORK).context["report"]
    assert report.counters[0].number == initiatives
    assert report.counters[1].number == wins
    assert report.counters[2].number == (2 if who == "programme_staff" else 0)
    assert report.rose.cell(ScalingType.GROWTH, Level.LOCAL).count == 1
    assert len(client.get(MAP).context["report"].lines) == initiatives
    assert len(report.newest) == initiatives  # the newest of each
    assert (hidden.title in client.get(NETWORK).text) == (who == "programme_staff")


def test_initiatives_stand_by_name_or_by_their_last_win(client):
    for title, day in [("Aap", dt.date(2020, 1, 1)), ("Noot", dt.date(2024, 1, 1)), ("Mies", None)]:
        create_win(initiative=create_initiative(title=title), occurred_on=day, sources="verslag")
    create_initiative(title="Zus")

    def order(query: str) -> list[str]:
        report = client.get(f"{BESIDE}?{query}").context["report"]
        return [row.line.initiative.title for row in report.lines]

    assert order("") == ["Aap", "Mies", "Noot", "Zus"]
    assert order("volgorde=laatst") == ["Noot", "Aap", "Mies", "Zus"]
    assert order("volgorde=onzin") == ["Aap", "Mies", "Noot", "Zus"]


def test_many_initiatives_come_a_page_at_a_time(client, real_data):
    first, second = client.get(BESIDE), client.get(f"{BESIDE}?pagina=2")
    both = [[row.line.initiative.pk for row in page.context["report"].lines] for page in (first, second)]
    assert [len(page) for page in both] == [24, 24]
    assert not set(both[0]) & set(both[1])
    together = client.get(f"{BESIDE}?toon=alle").context["report"].lines
    assert len(together) == Initiative.objects.count() == 50
    assert client.get(f"{BESIDE}?pagina=onzin").context["report"].page.number == 1


def test_the_heat_table_tells_zero_from_not_looked(client, initiative, team_member):
    for _ in range(5):
        create_win(initiative=initiative, by=team_member, types=[ScalingType.GROWTH], level=Level.LOCAL)
    client.force_login(team_member)
    row = client.get(BESIDE).context["report"].lines[0]
    signs = [cell.count or cell.sign for cell in row.cells]
    assert signs == ["?", "?", "?", 5, "0", "0", "0", 5, "0", "0"]
    assert row.cells[0].why == "geen gegevens"
    assert row.cells[4].why == "niets gezien"


def test_each_column_of_the_heat_table_has_a_heading_and_a_number(client, initiative, monkeypatch):
    one = ColumnGroup(
        ANSWERS["types"],
        (Column(ScalingType.GROWTH, ScalingType.GROWTH, lambda tally: tally.ray_facts("growth")),),
    )
    for groups in (GROUPS, (*GROUPS, one)):
        monkeypatch.setattr(heat, "GROUPS", groups)
        monkeypatch.setattr(Beside, "heat", groups)
        html = client.get(BESIDE).text.split('<table class="heat heat--wide">')[1].split("</table>")[0]
        columns = [column for group in groups for column in group.columns]
        spans = [int(n) for n in re.findall(r'colspan="(\d+)"', html)]
        assert html.count('<th scope="col" class="number">') == sum(spans) == len(columns)
        assert html.count("<td class=") == len(columns)


def test_few_initiatives_are_named_and_many_are_counted(client, outsider):
    client.force_login(outsider)
    shown = [create_initiative(title=f"Lab {n}") for n in range(4)]
    create_win(initiative=shown[0], directions=[Direction.UP], level=Level.VERTICAL)
    report = client.get(BESIDE).context["report"]
    up = next(line for line in report.portfolio if line.ray == Direction.UP)
    assert [(part.count, [i.title for i in part.names]) for part in up.states] == [(1, ["Lab 0"]), (3, [])]
    assert "geen gegevens" in client.get(BESIDE).text
    wrong = [part.href for part in up.states if len(rows(client, part.href)) != part.count]
    assert wrong == []


def under_a_verdict(client, address: str) -> list[str]:
    """The state words and words of silence that this page says of something in a list."""
    html = client.get(address).text
    lists = re.findall(
        r'<dl class="portfolio">.*?</dl>|<table class="heat heat--wide">.*?</table>|<ul class="quiet">.*?</ul>',
        html,
        re.S,
    )
    words = [str(state.label) for state in CellState]
    return [word for each in lists for word in words if word in each and "/initiatieven/" in each]


@pytest.mark.parametrize("where", ["network", "city"])
def test_a_visitor_sees_no_names_under_a_verdict(client, where, outsider):
    city = create_city()
    quiet, busy = (create_initiative(title=title, city=city) for title in ("Stil lab", "Druk lab"))
    create_win(initiative=busy, types=[ScalingType.GROWTH], level=Level.LOCAL)
    long_ago = create_win(initiative=quiet, occurred_on=dt.date(2019, 5, 1))
    SmallWin.objects.filter(pk=long_ago.pk).update(dataset_key="x")
    address = NETWORK if where == "network" else city.get_absolute_url()
    verdicts = BESIDE if where == "network" else address
    assert under_a_verdict(client, verdicts) == []
    assertContains(client.get(address), "Van 1 initiatief staat hier al een half jaar niets nieuws.")
    assertNotContains(client.get(address), 'class="quiet"')
    for verdict in ("toestand=growth.signal", "status=stil"):
        assert rows(client, f"/initiatieven/?{verdict}") == {quiet.slug, busy.slug}  # nobody is picked out
        assertContains(client.get(f"/initiatieven/?{verdict}"), "kennen we hier niet")
    client.force_login(outsider)
    assert under_a_verdict(client, verdicts)
    assert rows(client, "/initiatieven/?status=stil") == {quiet.slug}


def test_a_visitor_opens_the_wins_of_a_ray(client):
    for _ in range(2):
        create_win(initiative=create_initiative(), types=[ScalingType.GROWTH])
    growth = next(line for line in client.get(BESIDE).context["report"].portfolio if line.ray == "growth")
    assert growth.wins == 2
    assert len(rows(client, growth.wins_href)) == 2


# ------------------------------------------------------------------ where are you stuck
def told(client, query: str) -> list[tuple[str, str]]:
    """The initiatives that can tell how, each with the win it is named for."""
    found = client.get(f"{NETWORK}?{query}").context["report"].guides.shown
    return [(win.initiative.title, win.title) for win in found]


def test_somebody_who_is_stuck_reads_who_can_tell_how(client):
    aap, noot, mies = (create_initiative(title=title) for title in ("Aap", "Noot", "Mies"))
    for initiative, title, day in [
        (aap, "oud", dt.date(2020, 1, 1)), (aap, "nieuw", dt.date(2023, 1, 1)), (noot, "nieuwst", dt.date(2024, 1, 1)),
    ]:  # fmt: skip
        create_win(
            initiative=initiative, title=title, occurred_on=day, types=[ScalingType.GROWTH], level=Level.LOCAL
        )
    create_win(initiative=mies, title="ooit", occurred_on=None, sources="verslag", types=[ScalingType.GROWTH])
    create_win(initiative=create_initiative(title="Elders"), types=[ScalingType.REPLICATION])
    growth = [("Noot", "nieuwst"), ("Aap", "nieuw"), ("Mies", "ooit")]
    assert told(client, "waar=growth") == growth
    assert told(client, "waar=growth.local") == growth[:2]
    assert told(client, "waar=local") == growth[:2]
    assert told(client, "waar=onzin") == told(client, "") == []
    assertContains(client.get(f"{NETWORK}?waar=growth"), "Zonder datum staat onderaan: 1.")
    assertContains(client.get(f"{NETWORK}?waar=up"), "Hier staat geen small win over.")


def test_the_question_stays_while_the_filter_changes(client, real_data):
    html = client.get(f"{NETWORK}?waar=vertical&stad=groningen").text
    assert '<input type="hidden" name="waar" value="vertical">' in html
    assert f'href="{NETWORK}?waar=vertical"' in html  # the chip takes the city away
    assert f'href="{NETWORK}?stad=groningen&amp;waar=growth.vertical#who-can-tell"' in html
    assert "waar=" not in html[html.index('class="counters"') : html.index('id="who-can-tell"')]


def test_the_answer_names_no_win_that_the_reader_may_not_see(client, initiative, outsider):
    create_win(
        initiative=initiative, title="Voor het team", audience=Audience.TEAM, types=[ScalingType.GROWTH]
    )
    assert told(client, "waar=growth") == []
    client.force_login(outsider)
    assert told(client, "waar=growth") == []


# ------------------------------------------------------------------ where it comes from
def test_the_strip_says_where_the_wins_come_from(client, initiative, team_member):
    loaded = create_win(initiative=initiative, level=Level.VERTICAL)
    SmallWin.objects.filter(pk=loaded.pk).update(dataset_key="x")
    for level in (Level.LOCAL, None):
        create_win(initiative=initiative, by=team_member, level=level)
    strip = client.get(NETWORK).context["report"].coverage
    assert (strip.total, strip.loaded, strip.told, strip.facts["tellers"]) == (3, 1, 2, 1)
    assertContains(client.get(NETWORK), "uit openbare bronnen, gelezen door de redactie")
    assertContains(client.get(NETWORK), "Over een convenant komt eerder een webpagina dan over een klas")
    assert [re.sub("<[^>]+>", "", str(cell)) for line in strip.levels for cell in line.cells] == [
        "0", "1 (tussen 1 en 2 van 2)", "0", "0 (tussen 0 en 1 van 2)", "1", "0 (tussen 0 en 1 van 2)",
    ]  # fmt: skip
    wrong = [
        (href, number) for href, number in numbers(client.get(NETWORK).text.split('class="coverage"')[1].split("</details>")[0])
        if len(rows(client, href)) != number
    ]  # fmt: skip
    assert wrong == []


def test_people_and_organisations_are_counted_and_open_nothing(client, initiative, team_member):
    """No number looks as if it had a list; the sentence says where the names are, or that they are not here."""
    win = create_win(initiative=initiative, by=team_member)
    win.partners.add(initiative.partnerships.get().partner)
    rows = {str(label): str(text) for label, text in client.get(NETWORK).context["report"].coverage.rows}
    assert rows["Verteld door"] == "1 persoon (hier zonder naam)"
    assert rows["Wie was erbij?"] == "1 organisatie genoemd; welke dat zijn, staat bij de small win zelf"
    assertContains(client.get(win.get_absolute_url()), initiative.partnerships.get().partner.name)


def test_without_wins_from_sources_nothing_is_said_of_web_pages(client, initiative):
    create_win(initiative=initiative)
    assertNotContains(client.get(NETWORK), "convenant")
    assertContains(client.get(NETWORK), "Wat lukte, wordt eerder verteld dan wat misging.")


# ------------------------------------------------------------------ the rose
def test_the_least_told_places_are_all_named(client):
    create_win(initiative=create_initiative(), types=[ScalingType.GROWTH], level=Level.LOCAL)
    groups = client.get(NETWORK).context["report"].fewest
    assert [(each.count, len(each.places)) for each in groups] == [(0, 20)]


def test_the_rose_of_the_network_counts_initiatives_everywhere(client, initiative):
    first, second = (
        create_win(initiative=initiative, types=[ScalingType.GROWTH], level=Level.LOCAL) for _ in range(2)
    )
    create_link(earlier=first, later=second)
    create_win(initiative=create_initiative(), types=[ScalingType.GROWTH], level=Level.VERTICAL)
    create_initiative()
    rose = client.get(NETWORK).context["report"].rose
    assert (rose.total, rose.linked, rose.ray_total(ScalingType.GROWTH)) == (2, 1, 2)
    assert (
        "Het vaakst een small win bij groei, lokaal en bij groei, verticaal: 1 van de 3 initiatieven."
        in rose.finding
    )


def test_silence_is_asked_about_and_never_counted_against_anyone(client, outsider):
    client.force_login(outsider)
    long_ago = create_win(initiative=create_initiative(title="Lang stil"), occurred_on=dt.date(2019, 5, 1))
    SmallWin.objects.filter(pk=long_ago.pk).update(dataset_key="x")
    create_win(initiative=create_initiative(title="Net verteld"), occurred_on=dt.date(2019, 5, 1))
    silent = client.get(NETWORK).context["report"].silent
    assert [initiative.title for initiative in silent.shown] == ["Lang stil"]
    assertContains(client.get(NETWORK), "Gebeurde er niets, of is het niet verteld?")
    assert len(rows(client, silent.href)) == silent.count == 1


def test_an_empty_network_says_so(client):
    response = client.get(NETWORK)
    assertContains(response, "Er zijn nog geen initiatieven.")
    assertNotContains(response, '<svg class="rose')


def test_a_network_without_wins_has_a_rose_and_no_least_told_places(client, initiative):
    response = client.get(NETWORK)
    assertContains(response, "Hier staat nog geen small win.")
    assert response.context["report"].fewest == []


def test_no_percentage_and_no_average_anywhere(client, real_data):
    main = region(client.get(NETWORK).text, "room")
    text = re.sub(r"<[^>]+>", " ", main)
    assert "%" not in text
    assert "gemiddeld " not in text


@pytest.mark.parametrize("size", [1, 30])
def test_each_room_takes_a_fixed_number_of_queries(client, django_assert_num_queries, outsider, size):
    teller = create_user()
    for _ in range(size):
        initiative = create_initiative()
        first = create_win(initiative=initiative, by=teller, types=[ScalingType.GROWTH], level=Level.LOCAL)
        create_link(earlier=first, later=create_win(initiative=initiative, by=teller))
    with django_assert_num_queries(15):
        client.get(NETWORK)
    with django_assert_num_queries(12):
        client.get(f"{BESIDE}?volgorde=laatst")
    with django_assert_num_queries(10):
        client.get(MAP)
    client.force_login(outsider)
    with django_assert_num_queries(7):
        client.get(WALLS)


def test_the_rose_has_a_table_that_says_the_same(client, initiative):
    create_win(initiative=initiative, types=[ScalingType.GROWTH], level=Level.LOCAL)
    table = client.get(NETWORK).text.split("<caption>Aantal initiatieven")[1].split("</table>")[0]
    assert (
        '<td class="heat__count-3"><a href="/initiatieven/?type=growth&amp;niveau=local">1</a></td>' in table
    )
    assert table.count('<td class="heat__none">0</td>') == 20


def test_a_large_number_is_written_as_people_write_it():
    counted = Counted("small wins", 100_000, "/small-wins/", of=1_234_567)
    assert (counted.figure, counted.whole) == ("100.000", "1.234.567")


# ------------------------------------------------------------------ between two days
def test_the_overview_says_what_happened_between_two_days(client):
    first, second = create_initiative(), create_initiative()
    for initiative, day in (
        (first, dt.date(2024, 3, 1)),
        (first, dt.date(2024, 6, 30)),
        (second, dt.date(2024, 7, 1)),
    ):
        create_win(initiative=initiative, occurred_on=day)
    create_win(initiative=second, occurred_on=None, sources="verslag")
    html = client.get(f"{NETWORK}?van=2024-03-01&tot=2024-06-30").text
    sentence = html.split("Wat er gebeurde tussen")[1].split("</p>")[0]
    assert "1 maart 2024 en 30 juni 2024" in sentence
    assert numbers(sentence) == [
        ("/small-wins/?periode=2024-03-01..2024-06-30", 2),
        ("/initiatieven/?periode=2024-03-01..2024-06-30", 1),
        ("/small-wins/?periode=zonder-datum", 1),
    ]
    assert [number for href, number in numbers(sentence) if len(rows(client, href)) != number] == []
    assertNotContains(client.get(NETWORK), "Wat er gebeurde tussen")


def test_a_view_has_the_address_of_exactly_what_it_shows(client, initiative):
    words = f"stad={initiative.cities.get().slug}&van=2024-03-01&tot=2024-06-30&onzin=1"
    view = client.get(f"{MAP}?{words}").context["view"]
    assert (
        view == f"http://testserver{MAP}?stad={initiative.cities.get().slug}&periode=2024-03-01..2024-06-30"
    )
    assertContains(client.get(view), f'value="{view.replace("&", "&amp;")}"')


# ------------------------------------------------------------------ the map
def test_two_cities_are_tied_by_the_partners_that_take_part_in_both(client):
    leiden, delft, ede = (create_city(name=name, slug=name.lower()) for name in ("Leiden", "Delft", "Ede"))
    tu = create_partner(name="TU")
    for city in (leiden, leiden, delft):
        create_initiative(city=city, partner=tu)
    create_initiative(city=ede)
    create_initiative(city=ede, partner=tu, published=False)
    report = client.get(MAP).context["report"]
    assert [(tie.label, tie.initiatives) for tie in report.ties] == [("Delft en Leiden", 3)]
    assert len(rows(client, report.ties[0].href)) == 3
    assert 'class="map__tie map__tie--1"' in client.get(MAP).text
    text = re.sub("<[^>]+>", "", report.ties[0].text)
    assert text == "TU doet of deed mee in allebei: 3 initiatieven."


def test_with_a_city_chosen_the_map_shows_the_cities_it_is_tied_to(client):
    leiden, delft, ede = (create_city(name=name, slug=name.lower()) for name in ("Leiden", "Delft", "Ede"))
    tu, hbo = create_partner(), create_partner()
    for city, partner in ((leiden, tu), (delft, tu), (delft, hbo), (ede, hbo)):
        create_win(initiative=create_initiative(city=city, partner=partner))
    report = client.get(f"{MAP}?stad=leiden").context["report"]
    assert [line.city.slug for line in report.lines] == ["leiden"]
    assert {(dot.slug, dot.wins) for dot in report.map.cities} == {("leiden", 1), ("delft", 2)}
    assert [tie.label for tie in report.ties] == ["Delft en Leiden"]


def test_each_tie_of_the_real_map_opens_its_initiatives(client, real_data):
    ties = client.get(f"{MAP}?partnersoort=university").context["report"].ties
    assert ties
    assert [tie.label for tie in ties if len(rows(client, tie.href)) != tie.initiatives] == []


# ------------------------------------------------------------------ from room to room
def test_every_room_keeps_the_filter_on_the_way_to_another(client, outsider, real_data):
    client.force_login(outsider)
    words = "stad=amsterdam&stad=leiden&periode=2021-2022"
    for room in (NETWORK, BESIDE, WALLS, MAP):
        ways = client.get(f"{room}?{words}").context["rooms"]
        assert {way.href for way in ways} >= {f"{to}?{words}" for to in (NETWORK, BESIDE, WALLS, MAP)}, room
        assert [way.href for way in ways if way.is_here] == [f"{room}?{words}"]


def test_a_visitor_is_not_led_to_the_walls(client):
    assert WALLS not in client.get(NETWORK).text
    assert client.get(WALLS).status_code == 302
