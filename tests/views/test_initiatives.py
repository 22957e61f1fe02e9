"""The profile of one initiative, and the list of all of them."""

import datetime as dt
import html
import itertools
import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertInHTML, assertNotContains

from initiatives.lenses import (
    UNKNOWN,
    Audience,
    Direction,
    Level,
    PartnershipRole,
    Perspective,
    ScalingType,
    Severity,
    Verdict,
)
from initiatives.links import on_path
from initiatives.models import Initiative, SmallWin
from tests.factories import (
    create_city,
    create_initiative,
    create_link,
    create_partner,
    create_user,
    create_win,
    read_by_editors,
)
from tests.factories_profile import (
    DONE,
    choose,
    create_evidence,
    create_judgement,
    create_lasting_win,
    create_loss,
)

INDEX = reverse("initiatives:index")
HTMX = {"HX-Request": "true"}
WIN_ID = re.compile(r'id="win-([0-9a-f-]{36})"')
GROWTH, CIRCULATION, RULE = ScalingType.GROWTH, ScalingType.CIRCULATION, ScalingType.INSTITUTIONALISATION
OUT, UP, DEEP = Direction.OUT, Direction.UP, Direction.DEEP
LAST_YEAR = "2024-2025"
QUEUE = reverse("queues:index")  # shows one win after the other, and is no list


class Links(HTMLParser):
    """Every link of a page with its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._href: str | None = None
        self._words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        if tag == "a":
            self._href, self._words = dict(attributes).get("href"), []

    def handle_data(self, data):
        self._words.append(data)

    def handle_endtag(self, tag):
        if tag == "a" and self._href is not None:
            self.found.append((self._href, " ".join("".join(self._words).split())))
            self._href = None


def numbers(html: str) -> list[tuple[str, int]]:
    """Every number on the page that opens small wins."""
    links = [(href, re.search(r"\d+", words)) for href, words in Links(html).found]
    return [(href, int(count[0])) for href, count in links if count and href.startswith("/small-wins/?")]


def opened(client, address: str) -> int:
    """How many wins stand there, on all pages of the stream together."""
    """The rows on the pages of a list; of a queue, which shows one at a time, what it says that there are."""
    found = 0
    if queue := re.search(r"1 van (\d+)", client.get(address).text if "/indelen/" in address else ""):
        return int(queue[1])
    while address:
        html = client.get(address).text
        found += len(WIN_ID.findall(html))
        older = re.search(r'rel="next" href="([^"]+)"', html)
        address = older[1].replace("&amp;", "&") if older else ""
    return found


def all_opened(client, found: list[tuple[str, int]]) -> set[tuple[str, int]]:
    return {(href, opened(client, href)) for href in dict(found)}


def told(initiative: Initiative, count: int, **details) -> list[SmallWin]:
    """So many wins on days of their own, by one teller."""
    teller, start = create_user(member_of=initiative), dt.date(2015, 1, 1)
    return SmallWin.objects.bulk_create(
        SmallWin(
            initiative=initiative,
            logged_by=teller,
            title=f"Win {n}",
            audience=Audience.PUBLIC,
            confirmed_at=timezone.now(),
            confirmed_by=teller,
            occurred_on=start + dt.timedelta(days=n * 4000 // count),
            changed_at=timezone.now(),
            **details,
        )
        for n in range(count)
    )


def path(of: Initiative) -> str:
    return reverse("initiatives:path", args=[of.slug])


def tables(of: Initiative) -> str:
    return reverse("initiatives:tables", args=[of.slug])


def rooms(of: Initiative) -> tuple[str, ...]:
    """The pages that together are the profile."""
    return of.get_absolute_url(), path(of), tables(of), reverse("flywheels:initiative", args=[of.slug])


def read(client, of: Initiative, query: str = "") -> str:
    """All that they say."""
    return "".join(client.get(room + query).text for room in rooms(of))


@pytest.fixture
def varied(initiative, team_member) -> Initiative:
    """Wins of every sort: read by the team, by the editors, by both, by nobody; undated; linked; hidden."""

    def win(**details):
        return create_win(initiative=initiative, by=details.pop("by", team_member), **details)

    first = win(types=[GROWTH, CIRCULATION], directions=[OUT, DEEP], level=Level.LOCAL, title="Eerste")
    second = win(types=[GROWTH], directions=[OUT], level=Level.VERTICAL, occurred_on=dt.date(2024, 10, 1))
    win(types=[], directions=[DEEP], level=UNKNOWN, occurred_on=dt.date(2024, 12, 1))
    win(types=[UNKNOWN], directions=[], occurred_on=dt.date(2019, 5, 1), precision="month")
    win(types=[RULE], directions=[UP], level=Level.VERTICAL, occurred_on=None, sources="krant")
    read_by_editors(win(occurred_on=None, sources="krant"), types=[RULE], directions=[UP], level="vertical")
    read_by_editors(win(types=[GROWTH]), types=[CIRCULATION], directions=[DEEP], level=Level.LOCAL)
    win(by=create_user(member_of=initiative))
    win(types=[GROWTH], level=Level.LOCAL, audience=Audience.TEAM, title="Alleen voor het team")
    win(types=[GROWTH], level=Level.LOCAL, audience=Audience.NETWORK, title="Voor het netwerk")
    win(types=[GROWTH], level=Level.LOCAL, title="Ingetrokken").withdraw(by=team_member)
    create_link(earlier=second, later=first)
    create_link(earlier=create_win(title="Van een ander", occurred_on=dt.date(2020, 1, 1)), later=second)
    return initiative


# ------------------------------------------------------------------ every number opens its wins
@pytest.mark.parametrize("query", ["", f"?periode={LAST_YEAR}", "?periode=2018-2019..2024-2025"])
@pytest.mark.parametrize("reader", ["visitor", "outsider", "team_member"])
def test_every_number_opens_exactly_the_wins_that_it_counts(client, varied, request, reader, query):
    if reader != "visitor":
        client.force_login(request.getfixturevalue(reader))
    found = numbers(read(client, varied, query))

    assert len(found) > 20
    assert all_opened(client, found) == set(found)


def test_the_list_counts_what_a_click_opens(client, varied):
    create_initiative(title="Zonder")
    found = numbers(client.get(INDEX).text)
    assert found
    assert all_opened(client, found) == set(found)


@pytest.mark.parametrize(("reader", "total"), [("visitor", 8), ("outsider", 9), ("team_member", 10)])
def test_a_hidden_win_is_not_counted(client, varied, request, reader, total):
    if reader != "visitor":
        client.force_login(request.getfixturevalue(reader))
    page = client.get(path(varied))

    assert page.context["report"].tally.total == total
    assert len(set(WIN_ID.findall(page.text))) == len(WIN_ID.findall(page.text)) == total
    assertNotContains(page, "Ingetrokken")
    assert ("Alleen voor het team" in page.text) == (reader == "team_member")


def test_a_link_to_a_hidden_win_is_not_betrayed(client, initiative, team_member):
    shown = create_win(initiative=initiative, by=team_member)
    secret = create_win(initiative=initiative, by=team_member, title="Geheim", audience=Audience.TEAM)
    create_link(earlier=secret, later=shown)
    page = client.get(initiative.get_absolute_url())

    assert page.context["report"].tally.linked == 0
    assertNotContains(page, "Geheim")
    client.force_login(team_member)
    assert client.get(initiative.get_absolute_url()).context["report"].tally.linked == 2


# ------------------------------------------------------------------ who may see it
def test_an_initiative_that_is_not_published_is_not_there_for_others(client, team_member, outsider):
    draft = create_initiative(published=False)
    address = draft.get_absolute_url()
    assert client.get(address).status_code == 404
    client.force_login(outsider)
    assert client.get(address).status_code == 404
    client.force_login(create_user(member_of=draft))
    assertContains(client.get(address), "Nog niet gepubliceerd")


def test_only_readers_who_may_edit_are_asked_to_tell_and_see_the_team(
    client, initiative, team_member, outsider
):
    tell = f"{reverse('telling:tell')}?initiatief={initiative.slug}"
    for reader, may in ((None, False), (outsider, False), (team_member, True)):
        if reader:
            client.force_login(reader)
        html = client.get(initiative.get_absolute_url()).text
        assert (tell in html) == may
        assert (f'<li class="tag">{team_member.display_name}</li>' in html) == may


def test_a_visitor_of_the_team_finds_the_way_in(client, initiative):
    assertContains(
        client.get(initiative.get_absolute_url()), f"/accounts/login/?next={initiative.get_absolute_url()}"
    )


# ------------------------------------------------------------------ whose reading it is
def test_the_team_is_asked_whether_the_editors_read_it_well(client, initiative, team_member):
    own = create_win(initiative=initiative, by=team_member, types=[GROWTH])
    older = read_by_editors(create_win(initiative=initiative, by=team_member), types=[GROWTH])
    newer = create_win(initiative=initiative, by=team_member, occurred_on=dt.date(2026, 5, 1))
    read_by_editors(newer, types=[RULE])
    assertNotContains(client.get(initiative.get_absolute_url()), "ingedeeld door de redactie: klopt dat?")

    client.force_login(team_member)
    page = client.get(initiative.get_absolute_url())
    assertContains(page, "2 ingedeeld door de redactie: klopt dat?")
    assertContains(page, reverse("telling:accept", args=[newer.pk]))
    assertNotContains(page, reverse("telling:accept", args=[own.pk]))

    for win in (older, newer):
        win.accept_reading(["types"])
    assertNotContains(client.get(initiative.get_absolute_url()), "ingedeeld door de redactie: klopt dat?")


def test_the_strip_says_whose_reading_it_is(client, initiative, team_member):
    create_win(initiative=initiative, by=team_member, types=[GROWTH])
    create_win(initiative=initiative, by=team_member)
    read_by_editors(create_win(initiative=initiative, by=team_member), types=[GROWTH])
    text = " ".join(re.sub(r"<[^>]+>", "", client.get(tables(initiative)).text).split())

    assert "door de redactie bij 1 van de 3, door het team bevestigd bij 1, nog niet ingedeeld bij 1" in text
    assert "Soort antwoord bij 2 van de 3, 1 open" in text


# ------------------------------------------------------------------ time
def test_undated_wins_count_since_the_start_only_and_that_is_said(client, varied):
    whole = client.get(path(varied))
    year = client.get(f"{varied.get_absolute_url()}?periode={LAST_YEAR}")

    assert len(whole.context["report"].path.undated) == 2
    assert year.context["report"].tally.total == 2
    assertContains(year, "zonder datum tellen alleen mee bij ‘sinds het begin’")
    assertNotContains(whole, "tellen alleen mee")


@pytest.mark.parametrize("nonsense", ["onzin", "2024", "2024-2026", "2024-2025' or 1=1", "9999-10000"])
def test_a_period_that_does_not_exist_shows_everything(client, varied, nonsense):
    page = client.get(varied.get_absolute_url(), {"periode": nonsense})
    assert page.context["report"].tally.total == 8


def test_a_period_without_wins_says_so_and_leads_back(client, varied):
    page = client.get(f"{varied.get_absolute_url()}?periode=2010-2011")
    assertContains(page, "Uit deze periode staat hier geen small win.")
    assertContains(page, "Bekijk de 8 small wins sinds het begin")


def test_the_choices_of_period_are_addresses(client, varied):
    page = client.get(f"{varied.get_absolute_url()}?periode={LAST_YEAR}")
    links = {words: href for href, words in Links(page.text).found}

    assert links["Sinds het begin"] == varied.get_absolute_url()
    assert client.get(links["Dit en vorig studiejaar"]).status_code == 200
    assertInHTML(f'<summary aria-current="true" id="period">{LAST_YEAR}</summary>', page.text)


# ------------------------------------------------------------------ the path
def test_a_long_path_comes_in_pages_of_years_and_opens_on_the_newest(client):
    initiative = create_initiative()
    wins = told(initiative, 60)
    newest = client.get(path(initiative))
    pages = newest.context["report"].path_pages

    assert pages[-1].is_chosen
    seen = [pk for page in pages for pk in WIN_ID.findall(client.get(page.href).text)]
    assert seen == [str(win.pk) for win in wins]  # page after page, the oldest first
    assert str(wins[0].pk) in WIN_ID.findall(client.get(on_path(initiative.slug, wins[0].pk)).text)


def test_the_newest_years_of_the_path_are_open_and_the_others_folded(client):
    initiative = create_initiative()
    for year, count in ((2022, 2), (2023, 3), (2024, 1), (2025, 2)):
        for _number in range(count):
            create_win(initiative=initiative, occurred_on=dt.date(year, 3, 1))
    years = client.get(path(initiative)).context["report"].path.years
    assert [(each.year, len(each.steps), each.is_open) for each in years] == [
        (2022, 2, False),
        (2023, 3, False),
        (2024, 1, True),
        (2025, 2, True),
    ]


@pytest.mark.parametrize("page", ["0", "99", "-1", "x", ""])
def test_a_page_of_the_path_that_does_not_exist_is_the_newest(client, page):
    initiative = create_initiative()
    told(initiative, 60)
    assert client.get(path(initiative), {"pad": page}).context["report"].path_pages[-1].is_chosen


def test_one_win_is_no_path(client, initiative, team_member):
    create_win(initiative=initiative, by=team_member)
    assertNotContains(client.get(path(initiative)), 'class="path"')
    create_win(initiative=initiative, by=team_member, occurred_on=dt.date(2025, 1, 1))
    assertContains(client.get(path(initiative)), 'class="path"')


def test_a_link_is_told_in_words_with_its_mechanism_and_where_it_comes_from(client, initiative, team_member):
    elsewhere = create_initiative(title="Buurtlab")
    cause = create_win(initiative=elsewhere, title="Zij begonnen", occurred_on=dt.date(2020, 1, 1))
    result = create_win(initiative=initiative, by=team_member)
    create_link(earlier=cause, later=result, mechanism="bandwagon")
    html = client.get(path(initiative)).text
    sentence = re.search(r'<p class="win__links">(.*?)</p>', html, re.DOTALL)[1]

    assert cause.get_absolute_url() in sentence
    words = " ".join(re.sub("<[^>]+>", "", sentence).split())
    assert words == "Kwam voort uit: Zij begonnen bij Buurtlab (bandwagon: anderen haken aan)."


# ------------------------------------------------------------------ nothing told yet
def test_an_initiative_without_wins_invites_its_team(client, initiative, team_member):
    assertContains(client.get(initiative.get_absolute_url()), "Hier is voor jou nog geen small win te lezen.")
    client.force_login(team_member)
    page = client.get(initiative.get_absolute_url())
    assertContains(page, "Vertel de eerste small win")
    assertNotContains(page, 'class="periods"')


# ------------------------------------------------------------------ partners and sources
def test_the_lead_comes_first_and_partners_who_left_come_apart(client, initiative):
    initiative.partnerships.create(partner=create_partner(name="Aa-school"))
    gone = create_partner(name="Oude Bekende")
    initiative.partnerships.create(partner=gone, role=PartnershipRole.FUNDER, until=dt.date(2024, 5, 1))
    page = client.get(initiative.get_absolute_url())
    together = page.context["report"].together

    assert [row.role for row in together.now] == [PartnershipRole.LEAD, PartnershipRole.PARTNER]
    assert [row.partner for row in together.before] == [gone]
    assertContains(page, '<a href="#partners">2 partners</a>', html=True)
    assertContains(page, "tot 1 mei 2024")


def test_a_partner_who_leaves_tomorrow_still_takes_part(client, initiative):
    leaving = create_partner(name="Nog Even")
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    initiative.partnerships.create(partner=leaving, until=tomorrow)
    together = client.get(initiative.get_absolute_url()).context["report"].together
    assert leaving in [row.partner for row in together.now]


def test_markup_that_people_wrote_is_shown_as_text(client):
    initiative = create_initiative(title="<script>alert(1)</script>")
    Initiative.objects.filter(pk=initiative.pk).update(
        dream="<b>x</b>", sources="javascript:alert(1)\n<i>krant</i>"
    )
    create_win(initiative=initiative, title="<img src=x>", types=[GROWTH])
    html = client.get(initiative.get_absolute_url()).text

    assert not re.search(r"<script>alert|<b>x</b>|<i>krant|<img src=x|href=\"javascript", html)


# ------------------------------------------------------------------ htmx
@pytest.mark.parametrize("query", ["", f"?periode={LAST_YEAR}", "?periode=2010-2011", "?pad=1"])
def test_the_fragment_is_a_part_of_the_fresh_page(client, varied, query):
    for room in rooms(varied):
        page, fragment = client.get(room + query), client.get(room + query, headers=HTMX)
        assert fragment.text.lstrip().startswith('<div id="profile"')
        assertInHTML(fragment.text, page.text)
        assert fragment.text.strip() in page.text
        assert "HX-Request" in page["Vary"]
        assert "HX-Request" in fragment["Vary"]


def test_going_back_gets_the_whole_page(client, initiative):
    address = initiative.get_absolute_url()
    assertContains(client.get(address, headers=HTMX | {"HX-History-Restore-Request": "true"}), "<main")
    assertNotContains(client.get(address, headers=HTMX), "<main")


# ------------------------------------------------------------------ a fixed number of queries
@pytest.mark.parametrize("wins", [5, 200])
def test_the_profile_asks_as_much_of_the_database_with_many_wins(client, django_assert_num_queries, wins):
    initiative = create_initiative()
    made = told(initiative, wins - 2, types=[GROWTH], directions=[OUT], level=Level.LOCAL)
    teller = made[0].logged_by
    for title in ("Ooit", "Toen"):
        create_win(initiative=initiative, by=teller, title=title, occurred_on=None, sources="krant")
    for earlier, later in itertools.pairwise(made):
        create_link(earlier=earlier, later=later)

    with django_assert_num_queries(VISITOR := 19):
        client.get(initiative.get_absolute_url())
    client.force_login(teller)
    # session, user, may edit, roles, team, what waits, what to place, which links, ties and words of partners wait, which ties may go,
    # first to check; five of what stands around it; sixteen of what the questions to the team rest on
    with django_assert_num_queries(VISITOR + 35):
        client.get(initiative.get_absolute_url())


@pytest.mark.parametrize("initiatives", [5, 120])
def test_the_list_asks_as_much_of_the_database_with_many_initiatives(
    client, django_assert_num_queries, initiatives
):
    city, partner, teller = create_city(), create_partner(), create_user()
    for _ in range(initiatives):
        create_win(initiative=create_initiative(city=city, partner=partner), by=teller)
    with django_assert_num_queries(9):
        assertContains(client.get(INDEX), "small win")


# ------------------------------------------------------------------ the honest profile
@pytest.fixture
def mirrored(varied, team_member) -> Initiative:
    """The varied initiative with evidence, second looks, judgements, losses and a choice."""
    first, second, third, *_rest = varied.wins.filter(stands=True, audience="public").order_by("title", "pk")
    lasting = create_lasting_win(initiative=varied, by=team_member, types=[GROWTH], directions=[OUT], **DONE)
    second.partners.add(varied.partnerships.get().partner)
    create_evidence(first)
    create_judgement(first, perspective="student")
    create_judgement(first, perspective="teacher", verdict="negative")
    create_judgement(lasting, perspective="student")
    create_loss(win=lasting, severity="heavy")
    create_loss(win=third, audience="network", borne_by="resident")
    create_loss(win=third, audience="team")
    create_loss(initiative=varied)
    choose(varied, "replication")
    return varied


LISTS = re.compile(r"^/(small-wins/|initiatieven/[\w-]+/(verliezen|verbanden)/)")
LISTED = re.compile(r'id="(?:win|loss|link)-[0-9a-f-]+"')


def opened_rows(client, address: str) -> int:
    found = 0
    while address:
        html = client.get(address).text
        found += len(LISTED.findall(html))
        older = re.search(r'rel="next" href="([^"]+)"', html)
        address = older[1].replace("&amp;", "&") if older else ""
    return found


@pytest.mark.parametrize(
    "query", ["", "?periode=2024-2025..2025-2026", "?vanuit=student", "?periode=2025-2026&naast=2024-2025"]
)
@pytest.mark.parametrize("reader", ["visitor", "outsider", "team_member"])
def test_every_number_of_the_mirror_opens_its_rows(client, mirrored, request, reader, query):
    if reader != "visitor":
        client.force_login(request.getfixturevalue(reader))
    region = read(client, mirrored, query)
    found = [(href, words) for href, words in Links(region).found if LISTS.match(href)]
    links = [(href, re.search(r"\d+", words)) for href, words in found if not href.startswith(QUEUE)]
    counted = {(href, int(count[0])) for href, count in links if count and ("?" in href or "/ver" in href)}
    bearers = {
        (href, 1) for href, words in Links(region).found if "van=" in href and not re.search(r"\d", words)
    }
    assert len(counted) > 10
    assert {(href, opened_rows(client, href)) for href, _count in counted | bearers} == counted | bearers


def test_the_page_says_what_it_shows(client, mirrored, outsider):
    client.force_login(outsider)
    html = read(client, mirrored)
    for words in (
        "zwaar, open",
        "niet gevraagd",
        "Hier denken mensen verschillend over",
        "Bewust niet: replicatie",
        "Wat het aanjaagt",
        "liet ook een ander dan het team het zien",
        "rust op één small win",
    ):
        assert words in html, words


def test_a_downside_that_is_hidden_is_said_to_be_there(client, mirrored, outsider):
    hint = "Die leest alleen wie inlogt"
    third = mirrored.losses.get(audience="network").win
    addresses = [
        mirrored.get_absolute_url(),
        f"{mirrored.get_absolute_url()}verliezen/",
        third.get_absolute_url(),
    ]
    assert [hint in client.get(address).text for address in addresses] == [True, True, True]
    client.force_login(outsider)
    assert [hint in client.get(address).text for address in addresses] == [False, False, False]


@pytest.mark.parametrize(
    ("of_a_win", "query"),
    [(True, "?vanuit=student"), (True, f"?periode={LAST_YEAR}"), (False, ""), (False, "?vanuit=student")],
)
def test_losses_are_said_where_no_win_counts(client, initiative, team_member, of_a_win, query):
    win = None
    if of_a_win:
        win = create_win(
            initiative=initiative, by=team_member, types=[GROWTH], occurred_on=dt.date(2023, 10, 1)
        )
    create_loss(win=win, initiative=initiative, severity=Severity.HEAVY, seen_on=dt.date(2024, 10, 1))
    page = client.get(initiative.get_absolute_url() + query)
    (line,) = re.findall(r'<p class="balance">(.*?)</p>', page.text, re.DOTALL)
    said = " ".join(re.sub("<[^>]+>", "", line).split())
    assert said.startswith("0 small wins, 1 verlies (1 zwaar, open)")
    assertContains(client.get(tables(initiative) + query), "De lens: soort en richting samen")


def test_that_something_got_lost_is_hinted_at_where_no_win_counts(client, initiative):
    create_loss(initiative=initiative, audience=Audience.NETWORK)
    assertContains(client.get(initiative.get_absolute_url()), "er ging iets verloren, en dat leest alleen")


def test_a_difference_of_opinion_is_said_from_a_perspective_that_likes_nothing(client, initiative):
    win = create_win(initiative=initiative, title="De proef met de buurtbus")
    create_judgement(win, perspective=Perspective.RESIDENT)
    create_judgement(win, perspective=Perspective.TEACHER, verdict=Verdict.NEGATIVE)
    page = client.get(f"{tables(initiative)}?vanuit=student")
    assertContains(page, "Hier denken mensen verschillend over")
    assertContains(page, "De proef met de buurtbus")


def test_nobody_asked_and_nobody_pleased_are_two_things(client, mirrored):
    address = mirrored.get_absolute_url()
    assertContains(client.get(f"{address}?vanuit=resident"), "Niemand vanuit ‘bewoner’ is gevraagd.")
    assertContains(client.get(f"{address}?vanuit=teacher"), "Vanuit ‘docent’ is wel iemand gevraagd")
    assertNotContains(client.get(f"{address}?vanuit=koning"), "Niemand vanuit")


def test_two_windows_that_were_logged_otherwise_are_not_compared(client, initiative, team_member):
    create_win(initiative=initiative, by=team_member, occurred_on=dt.date(2025, 10, 1), types=[GROWTH])
    for _ in range(3):
        create_win(initiative=initiative, by=create_user(), occurred_on=dt.date(2024, 10, 1))
    asked = f"{tables(initiative)}?periode=2025-2026&naast="
    assertContains(
        client.get(asked + "2024-2025"), "Er is anders verteld dan toen. Vergelijken kan daarom niet."
    )
    assertNotContains(client.get(asked + "2025-2026"), "Er is anders verteld dan toen")


def test_a_line_beside_the_ray_opens_the_wins_that_still_stand(client, initiative, team_member):
    create_win(initiative=initiative, by=team_member, types=[GROWTH])
    create_lasting_win(initiative=initiative, by=team_member, types=[GROWTH])
    assertContains(client.get(tables(initiative)), "1</a> hiervan stond er na een jaar nog")
    assert opened(client, f"/small-wins/?initiatief={initiative.slug}&type=growth&staat=ja") == 1


def test_zero_and_its_three_neighbours_look_and_read_differently(client, initiative, team_member):
    """Not observed, not asked, too little and deliberately not: words, sign and class."""
    found = {}
    for state, tell in {
        "niets gezien": lambda of: [
            create_win(initiative=of, by=team_member, types=[GROWTH]) for _ in range(5)
        ],
        "te weinig gegevens": lambda of: create_win(initiative=of, by=team_member, types=[GROWTH]),
        "geen gegevens": lambda of: create_win(initiative=of, by=team_member),
        "bewust niet": lambda of: choose(of, "replication"),
    }.items():
        each = create_initiative()
        tell(each)
        spot = client.get(each.get_absolute_url()).context["report"].tables.rays[1].total
        assert str(spot.state.label) == state
        found[state] = (spot.css, spot.rule[0].split(":")[0])
    assert len(set(found.values())) == 4


@pytest.mark.parametrize("page", ["verliezen/", "verbanden/"])
def test_the_lists_of_a_hidden_initiative_are_not_there(client, outsider, page):
    hidden = create_initiative(published=False)
    client.force_login(outsider)
    assert client.get(f"{hidden.get_absolute_url()}{page}").status_code == 404


# ------------------------------------------------------------------ the list
def test_the_list_is_by_name(client):
    for title in ("Wijklab", "Buurtcampus", "Stadslab"):
        create_initiative(title=title)
    lines = client.get(INDEX).context["report"].lines
    assert [line.initiative.title for line in lines] == ["Buurtcampus", "Stadslab", "Wijklab"]


@pytest.mark.parametrize("words", ["WIJK", "  wijklab ", "Zutphen"])
def test_an_initiative_is_found_by_its_name_and_its_city(client, words):
    found = create_initiative(title="Wijklab", city=create_city(name="Zutphen"))
    create_initiative(title="Buurtcampus")
    lines = client.get(INDEX, {"q": words}).context["report"].lines
    assert [line.initiative for line in lines] == [found]


def test_a_name_that_nobody_has_gets_a_sentence(client):
    create_initiative()
    page = client.get(INDEX, {"q": "<nergens>"})
    assertContains(page, "Geen initiatief past bij “&lt;nergens&gt;”")
    assertContains(page, "Toon alle initiatieven")


def test_the_words_of_a_number_elsewhere_choose_initiatives(client):
    grown, other = create_initiative(title="Gegroeid"), create_initiative(title="Anders")
    create_win(initiative=grown, types=[GROWTH], level=Level.LOCAL)
    create_win(initiative=other, types=[RULE], level=Level.LOCAL)
    page = client.get(INDEX, {"type": GROWTH, "niveau": Level.LOCAL})
    assert [line.initiative for line in page.context["report"].lines] == [grown]
    assertContains(page, 'class="chip"', count=2)


def test_the_list_hides_what_is_hidden(client, outsider):
    draft = create_initiative(title="Nog geheim", published=False)
    assertNotContains(client.get(INDEX, {"q": "geheim"}), draft.get_absolute_url())
    client.force_login(outsider)
    assertNotContains(client.get(INDEX), draft.get_absolute_url())
    client.force_login(create_user(member_of=draft))
    assertContains(client.get(INDEX), "nog niet gepubliceerd")


def test_a_long_list_comes_in_pages_that_keep_the_words(client):
    city, partner = create_city(), create_partner()
    for n in range(23):
        create_initiative(title=f"Lab {n:03}", city=city, partner=partner)
    first = client.get(INDEX, {"q": "Lab"})
    onwards = {words: href for href, words in Links(first.text).found}["Volgende"]

    assert len(first.context["report"].lines) == 20
    assert "q=Lab" in onwards
    assert len(client.get(INDEX + onwards).context["report"].lines) == 3
    assert client.get(INDEX, {"pagina": "zeven"}).status_code == 200


# ------------------------------------------------------------------ the tables
def test_a_place_of_the_rose_opens_its_wins_and_an_empty_one_its_rule(client, varied):
    """Without script. With it, htmx asks for the card of the same place, as on a page of its own."""
    links = re.findall(
        r'<a hx-get="([^"]+)" hx-target="#place" href="([^"]+)"', client.get(varied.get_absolute_url()).text
    )
    rules = client.get(tables(varied)).text
    for card, href in links:
        card, empty = client.get(card, headers=HTMX), href.partition("#")[2]
        place = card.context["place"]
        assert (
            f'id="{empty}"' in rules
            if empty
            else opened(client, href.replace("&amp;", "&")) == place.spot.count
        )
        assert (len(place.newest) == min(place.spot.count, 3)) and place.spot.rule[0] in html.unescape(
            card.text
        )
    assert len(links) == 21


def test_the_card_of_a_place_is_a_part_of_its_page(client, varied, outsider):
    address = reverse("initiatives:place", args=[varied.slug, GROWTH, Level.LOCAL])
    page, card = client.get(address), client.get(address, headers=HTMX)
    assert card.text.strip() in page.text
    assertContains(card, "Eerste")
    assertNotContains(client.get(f"{address}?periode=2010-2011", headers=HTMX), "Eerste")
    assertNotContains(card, "Voor het netwerk")
    client.force_login(outsider)
    assertContains(client.get(address), "Voor het netwerk")
    assert (
        client.get(reverse("initiatives:place", args=[varied.slug, "onzin", Level.LOCAL])).status_code == 404
    )
    assert client.get(reverse("initiatives:place", args=[varied.slug, GROWTH, "onzin"])).status_code == 404


def test_no_id_stands_twice_on_a_page(client, varied, team_member):
    client.force_login(team_member)
    for room in rooms(varied):
        ids = re.findall(r'\bid="([^"]+)"', client.get(room).text)
        assert len(ids) == len(set(ids)), room


def test_the_lens_stands_open_on_the_page_and_says_what_nobody_said(client, varied):
    """Also with a row for none of the four; a win of several of both stands under it, in no place."""
    for page in client.get(varied.get_absolute_url()), client.get(tables(varied)):
        assertContains(page, "Geen van de vier")
        assertContains(page, "8 small wins, 5 plaatsen in de lens")
        line = re.search(
            r'<a href="([^"]+)">1 small win</a>: welke soort welke kant op ging, is niet gezegd', page.text
        )
        opened = client.get(html.unescape(line[1]))
        assert opened.context["stream"].count == 1
        assertContains(opened, "Eerste")


@pytest.mark.parametrize(
    ("types", "said"),
    [(["growth"], "1 small win, 1 plaats in"), (["growth", "circulation"], "1 small win, 2 plaatsen")],
)
def test_wins_and_places_are_each_one_or_more(client, initiative, types, said):
    create_win(initiative=initiative, types=types, directions=["out"])
    assertContains(client.get(tables(initiative)), said)


def test_the_page_is_there_in_english(client, varied):
    client.cookies["django_language"] = "en"
    page = client.get(varied.get_absolute_url())
    assertContains(page, '<html lang="en">')
    assertContains(page, f'<span lang="nl">{varied.title}</span>', html=True)


def test_whole_words_come_before_parts_of_words_and_names_before_summaries(client):
    for title, summary in [
        ("Anders onderwijs", ""),
        ("Bewijs", "Over een wijs besluit."),
        ("Wijs in de wijk", ""),
        ("Zuid", "Het onderwijs."),
    ]:
        made = create_initiative(title=title)
        Initiative.objects.filter(pk=made.pk).update(summary=summary)
    shown = client.get("/initiatieven/?q=wijs").context["report"].lines
    assert [line.initiative.title for line in shown] == [
        "Wijs in de wijk",
        "Bewijs",
        "Anders onderwijs",
        "Zuid",
    ]
