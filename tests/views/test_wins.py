"""The stream of small wins and the page of one."""

import datetime as dt
import itertools
import re
import uuid
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils.html import escape
from pytest_django.asserts import assertContains, assertInHTML, assertNotContains

from initiatives.lenses import Audience, Depth, Direction, Level, Mechanism, ScalingType
from initiatives.models import CaptureLink, SmallWin
from tests.factories import (
    create_initiative,
    create_link,
    create_programme,
    create_user,
    create_win,
    read_by_editors,
)

STREAM = reverse("wins:index")
HTMX = {"HX-Request": "true"}
WIN_ID = re.compile(r'id="win-([0-9a-f-]{36})"')


def region(html: str, name: str) -> str:
    """The element with this id, as it stands in the page."""
    start = html.index(f'<div id="{name}"')
    depth = 0
    for tag in re.finditer(r"<(/?)div\b", html[start:]):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return html[start : start + tag.end() + 1]
    raise AssertionError(f"#{name} does not end")


def opened(client, address: str) -> list[str]:
    """The ids of every win that this address shows, on all its pages."""
    found = []
    while address:
        html = client.get(address).text
        found += WIN_ID.findall(html)
        older = re.search(r'rel="next" href="([^"]+)"', html)
        address = older[1].replace("&amp;", "&") if older else ""
    return found


@pytest.mark.parametrize("query", ["", "q=wijk", "type=growth", "stad=onzin", "q=niets-te-vinden"])
def test_the_fragment_is_a_part_of_the_fresh_page(client, query):
    create_win(title="De wijk doet mee", types=[ScalingType.GROWTH])
    page = client.get(f"{STREAM}?{query}")
    fragment = client.get(f"{STREAM}?{query}", headers=HTMX)
    assert fragment.text.strip() == region(page.text, "stream")
    assertInHTML(fragment.text, page.text)
    assert "HX-Request" in page["Vary"]
    assert "HX-Request" in fragment["Vary"]


def test_going_back_gets_the_whole_page(client):
    response = client.get(STREAM, headers=HTMX | {"HX-History-Restore-Request": "true"})
    assertContains(response, "<h1>")


def test_htmx_puts_the_address_without_empty_words_in_the_address_bar(client):
    create_win()
    response = client.get(f"{STREAM}?q=&stad=&type=growth&onzin=1", headers=HTMX)
    assert response["HX-Push-Url"] == f"{STREAM}?type=growth"


def test_every_win_stands_there_once_however_many_pages(client, initiative, team_member):
    for number in range(60):
        create_win(
            initiative=initiative, by=team_member, occurred_on=dt.date(2020, 1, 1) + dt.timedelta(days=number)
        )
    found = opened(client, STREAM)
    assert len(found) == len(set(found)) == 60


def test_older_wins_keep_the_filters(client, initiative, team_member):
    for number in range(30):
        create_win(
            initiative=initiative, by=team_member, types=[ScalingType.GROWTH if number % 10 else "unknown"]
        )
    assert len(opened(client, f"{STREAM}?type=growth")) == 27


def test_older_wins_by_htmx_do_not_move_the_address(client, initiative, team_member):
    for _ in range(26):
        create_win(initiative=initiative, by=team_member)
    last = SmallWin.objects.newest_first()[24]
    response = client.get(f"{STREAM}?na={last.pk}", headers=HTMX)
    assert "HX-Push-Url" not in response
    assertContains(response, "autofocus")


def test_the_page_says_how_many_and_what_is_filtered(client, initiative):
    create_win(initiative=initiative, types=[ScalingType.GROWTH])
    response = client.get(f"{STREAM}?type=growth&initiatief={initiative.slug}")
    assertInHTML(
        '<p class="results-line" aria-live="polite"><span><strong>1</strong> small win</span></p>',
        response.text,
    )
    assertContains(response, f'href="{STREAM}?initiatief={initiative.slug}"')
    assertContains(response, '<input type="hidden" name="initiatief"')


def test_nothing_found_says_what_one_can_do(client):
    response = client.get(f"{STREAM}?q=onvindbaar")
    assertContains(response, "Niets gevonden met <strong>onvindbaar</strong>")
    assertContains(response, "Probeer minder woorden")


def test_an_unknown_filter_gets_a_sentence_and_the_page(client, initiative):
    win = create_win(initiative=initiative)
    response = client.get(f"{STREAM}?stad=atlantis")
    assertContains(response, "Dit deel van het filter telt niet mee.")
    assertContains(response, f'id="win-{win.pk}"')


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><img src=x>', "'", "%00", "\ud7ff", "{{ 7 }}", "a" * 9000]
)
@pytest.mark.parametrize("word", ["q", "stad", "periode", "na", "type"])
def test_typed_text_is_never_run_and_never_fails(client, word, text):
    create_win()
    response = client.get(f"{STREAM}?{urlencode({word: text})}")
    assert response.status_code == 200
    assertNotContains(response, text) if "<" in text else None
    assertContains(response, escape(text)) if word == "q" and "<" in text else None


def test_a_null_sign_is_refused_and_nothing_breaks(client):
    assert client.get(f"{STREAM}?q=%00").status_code == 400


@pytest.mark.parametrize("who", ["visitor", "outsider", "team_member", "coordinator", "programme_staff"])
def test_the_stream_shows_each_reader_their_wins(client, initiative, who, request):
    hidden = create_initiative(published=False, programme=create_programme())
    shown = {
        "public": create_win(initiative=initiative),
        "network": create_win(initiative=initiative, audience=Audience.NETWORK),
        "team": create_win(initiative=initiative, audience=Audience.TEAM),
    }
    create_win(initiative=hidden)
    withdrawn = create_win(initiative=initiative)
    withdrawn.withdraw(by=create_user())
    reader = request.getfixturevalue(who)
    if reader.is_authenticated:
        client.force_login(reader)
    expected = {"visitor": ["public"], "outsider": ["public", "network"]}.get(
        who, ["public", "network", "team"]
    )
    assert {win for win, row in shown.items() if str(row.pk) in opened(client, STREAM)} == set(expected)
    assert len(opened(client, STREAM)) == len(expected)


@pytest.mark.parametrize("size", [1, 40])
def test_the_stream_takes_a_fixed_number_of_queries(client, django_assert_num_queries, team_member, size):
    teller = create_user()
    for number in range(size):
        create_win(initiative=create_initiative(), by=teller, title=f"Win {number}")
    with django_assert_num_queries(9):  # 3 choices, wins, cities, before, after, how many
        client.get(STREAM)
    client.force_login(team_member)
    with django_assert_num_queries(12):  # and the session, its user and the roles
        client.get(STREAM)


# ------------------------------------------------------------------ one win
def test_a_win_tells_its_whole_story(client, initiative):
    win = create_win(
        initiative=initiative,
        title="De wijktafel staat",
        description="Eerst <b>niets</b>.\nNu wel.",
        depth=Depth.DIFFERENT,
        types=[],
        sources="https://www.voorbeeld.nl/verslag/\nhet jaarverslag\njavascript:alert(1)",
    )
    read_by_editors(win, types=[ScalingType.GROWTH], directions=[Direction.OUT], level=Level.LOCAL)
    response = client.get(win.get_absolute_url())
    assertContains(response, "<h1>De wijktafel staat</h1>")
    assertContains(response, "Eerst &lt;b&gt;niets&lt;/b&gt;.<br>Nu wel.")
    assertContains(response, "geen van de vier")
    assertContains(response, "ingedeeld door de redactie")
    assertInHTML(
        '<a href="https://www.voorbeeld.nl/verslag/" rel="noopener noreferrer">voorbeeld.nl/verslag</a>',
        response.text,
    )
    assertNotContains(response, 'href="javascript:')


def test_a_win_shows_the_part_of_its_chain_that_the_reader_may_see(client, initiative, team_member):
    told = [create_win(initiative=initiative, by=team_member, title=f"stap {n}") for n in range(5)]
    for earlier, later in itertools.pairwise(told):
        create_link(earlier=earlier, later=later, mechanism=Mechanism.LEARNING)
    page = client.get(told[2].get_absolute_url())
    assert [step.win.title for step in page.context["page"].chain] == [f"stap {n}" for n in range(5)]
    assertContains(page, "Leren door te doen")

    SmallWin.objects.filter(pk=told[1].pk).update(audience=Audience.TEAM)
    page = client.get(told[2].get_absolute_url())
    assert [step.win.title for step in page.context["page"].chain] == ["stap 2", "stap 3", "stap 4"]
    assertNotContains(page, "stap 0")
    assertNotContains(page, "stap 1")


def test_a_long_chain_shows_what_is_near_and_counts_the_rest(client, initiative, team_member):
    told = [create_win(initiative=initiative, by=team_member, title=f"stap {n}") for n in range(25)]
    for earlier, later in itertools.pairwise(told):
        create_link(earlier=earlier, later=later)
    page = client.get(told[12].get_absolute_url()).context["page"]
    assert (len(page.chain), page.earlier, page.later) == (21, 2, 2)


@pytest.mark.parametrize("links", [1, 8])
def test_a_win_takes_a_fixed_number_of_queries(client, django_assert_num_queries, initiative, links):
    win = create_win(initiative=initiative)
    for _ in range(links):
        create_link(earlier=create_win(initiative=initiative), later=win)
    # win, cities, before, after, chain, photos; judgements, evidence, partners, losses, hidden ones, looks back
    with django_assert_num_queries(13):
        client.get(win.get_absolute_url())


def test_those_who_may_edit_read_where_the_win_stands(
    client, initiative, team_member, programme_staff, outsider
):
    win = create_win(initiative=initiative, by=team_member, confirmed=False)
    client.force_login(team_member)
    assertContains(client.get(win.get_absolute_url()), "Het programma heeft nog niet meegelezen.")
    win.ask(by=programme_staff, question="Voor wie veranderde er iets?")
    assertContains(client.get(win.get_absolute_url()), "Voor wie veranderde er iets?")
    win.confirm(by=programme_staff)
    assertContains(client.get(win.get_absolute_url()), f"{programme_staff} las mee")
    win.withdraw(by=team_member, reason="dubbel verteld")
    assertContains(client.get(win.get_absolute_url()), "dubbel verteld")
    client.force_login(outsider)
    assert client.get(win.get_absolute_url()).status_code == 404


def test_only_its_team_reads_four_times_that_nobody_tagged_a_win(client, initiative, team_member):
    win = create_win(initiative=initiative)
    assertNotContains(client.get(win.get_absolute_url()), "nog niet beantwoord")
    client.force_login(team_member)
    assertContains(client.get(win.get_absolute_url()), "nog niet beantwoord", count=4)


def test_others_read_no_question_and_no_name(client, initiative, team_member, programme_staff, outsider):
    win = create_win(initiative=initiative, by=team_member)
    client.force_login(outsider)
    win.ask(by=programme_staff, question="Voor wie veranderde er iets?")
    response = client.get(win.get_absolute_url())
    assertNotContains(response, "Voor wie veranderde")
    assertNotContains(response, str(team_member))
    assertNotContains(response, reverse("telling:edit", args=[win.pk]))


@pytest.mark.parametrize("who", ["visitor", "outsider"])
def test_a_hidden_win_is_not_there(client, who, request):
    win = create_win(initiative=create_initiative(published=False))
    reader = request.getfixturevalue(who)
    if reader.is_authenticated:
        client.force_login(reader)
    assert client.get(win.get_absolute_url()).status_code == 404


# --- where a win stands, in words -------------------------------------------------------------


def told_through_a_link(initiative, by) -> SmallWin:
    link = CaptureLink.objects.create(initiative=initiative, created_by=by, place="de hal")
    win, _new = SmallWin.objects.tell_through(
        link, submission_id=uuid.uuid4(), title="Via de poster", occurred_on=dt.date(2026, 3, 1)
    )
    return win


def a_draft(initiative, by) -> SmallWin:
    return SmallWin.objects.keep_draft(by=by, submission_id=uuid.uuid4(), initiative=initiative, title="Half")


def in_state(state: str, initiative, *, by, staff) -> SmallWin:
    """A win that stands so, with secrets where it can have them."""
    if state == "draft":
        return a_draft(initiative, by)
    if state in ("waiting", "refused"):
        win = told_through_a_link(initiative, by)
        if state == "refused":
            win.withdraw(by=by, reason="Geheime reden")
        return win
    win = create_win(initiative=initiative, by=by, confirmed=state == "confirmed")
    if state == "returned":
        win.ask(by=staff, question="Geheime vraag?")
    if state == "withdrawn":
        win.withdraw(by=by, reason="Geheime reden")
    if state == "merged":
        win.merge_into(create_win(initiative=initiative, by=by, title="De andere"), by=staff)
    return win


IN_WORDS = {
    "draft": "Concept van",
    "waiting": "Het team kijkt of het klopt",
    "logged": "Het programma heeft nog niet meegelezen",
    "returned": "Geheime vraag?",
    "confirmed": "las mee op",
    "refused": "nam het niet op",
    "withdrawn": "trok deze small win in",
    "merged": "Dit stond er dubbel",
}
WAYS_ON = {
    "draft": "?concept=",
    "returned": "Beantwoord de vraag",
    "refused": "Laat het team er nog eens naar kijken",
    "withdrawn": ">Terugzetten<",
}


@pytest.fixture
def colleagues(team_member, programme_staff):
    team_member.display_name, programme_staff.display_name = "Teller Tinus", "Lezer Lies"
    team_member.save()
    programme_staff.save()
    return team_member, programme_staff


@pytest.mark.parametrize("state", IN_WORDS)
def test_people_inside_read_in_which_state_a_win_is(client, initiative, colleagues, state):
    teller, staff = colleagues
    win = in_state(state, initiative, by=teller, staff=staff)
    assert SmallWin.objects.get(pk=win.pk).state == state
    client.force_login(teller)
    page = client.get(win.get_absolute_url())
    assertContains(page, IN_WORDS[state])
    assertContains(page, WAYS_ON.get(state, "Geschiedenis"))


@pytest.mark.parametrize("state", IN_WORDS)
def test_a_coordinator_has_no_dead_buttons(client, initiative, colleagues, coordinator, state):
    teller, staff = colleagues
    win = in_state(state, initiative, by=teller, staff=staff)
    client.force_login(coordinator)
    page = client.get(win.get_absolute_url())
    assertContains(page, IN_WORDS[state])
    ways = set(re.findall(r'(?:href|action)="(/small-wins/[^"#]+)"', page.text))
    answers = {
        way: client.get(way.replace("&amp;", "&"), follow=True).status_code
        for way in ways
        if not way.endswith("/terugzetten/")
    }
    assert set(answers.values()) == {200}, answers
    is_read_only = state in ("draft", "waiting", "refused", "withdrawn", "merged")
    assert (f"{win.get_absolute_url()}bewerken/" in ways) != is_read_only
    assert not is_read_only or "/terugzetten/" not in page.text


@pytest.mark.parametrize("state", ["logged", "returned", "confirmed"])
@pytest.mark.parametrize("who", ["outsider", "visitor"])
def test_others_read_the_win_without_its_questions_and_reasons(
    client, initiative, colleagues, request, who, state
):
    teller, staff = colleagues
    win = in_state(state, initiative, by=teller, staff=staff)
    reader = request.getfixturevalue(who)
    if reader.is_authenticated:
        client.force_login(reader)
    pages = [
        client.get(win.get_absolute_url()),
        client.get(STREAM),
        client.get(initiative.get_absolute_url()),
    ]
    for page in pages:
        for secret in ("Geheime", "Teller Tinus", "Lezer Lies", "vraag aan", "Geschiedenis"):
            assert secret not in page.text


@pytest.mark.parametrize("state", ["draft", "waiting", "refused", "withdrawn", "merged"])
@pytest.mark.parametrize("who", ["outsider", "visitor"])
def test_a_win_that_does_not_stand_is_absent_for_others(client, initiative, colleagues, request, who, state):
    teller, staff = colleagues
    win = in_state(state, initiative, by=teller, staff=staff)
    reader = request.getfixturevalue(who)
    if reader.is_authenticated:
        client.force_login(reader)
    assert client.get(win.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    "audience, confirmed, published, sentence",
    [
        (Audience.PUBLIC, True, True, "Iedereen leest dit, ook zonder in te loggen."),
        (Audience.PUBLIC, False, True, "Nu leest het netwerk mee. Zodra het programma bevestigt, leest iedereen het."),
        (Audience.NETWORK, True, True, "Het netwerk leest dit: iedereen die kan inloggen."),
        (Audience.TEAM, True, True, "Alleen het team leest dit"),
        (Audience.PUBLIC, True, False, "Zodra het initiatief gepubliceerd is, lezen meer mensen het."),
    ],
)  # fmt: skip
def test_the_page_says_who_reads_it_at_this_moment_and_that_is_so(
    client, audience, confirmed, published, sentence, outsider
):
    initiative = create_initiative(published=published)
    member = create_user(member_of=initiative)
    win = create_win(initiative=initiative, by=member, audience=audience, confirmed=confirmed)
    asked = {"everyone": client.get(win.get_absolute_url()).status_code == 200}
    client.force_login(outsider)
    asked["network"] = client.get(win.get_absolute_url()).status_code == 200
    client.force_login(member)
    assertContains(client.get(win.get_absolute_url()), sentence)
    read_by = "everyone" if asked["everyone"] else "network" if asked["network"] else "team"
    assert {"everyone": "public"}.get(read_by, read_by) == win.audience_now


def test_a_merged_win_leads_to_where_it_went(client, initiative, colleagues):
    teller, staff = colleagues
    win = in_state("merged", initiative, by=teller, staff=staff)
    client.force_login(teller)
    page = client.get(win.get_absolute_url())
    assertContains(page, f'href="{SmallWin.objects.get(title="De andere").get_absolute_url()}"')


def test_a_win_told_through_a_link_says_who_looks_at_it(client, initiative, colleagues):
    teller, staff = colleagues
    win = told_through_a_link(initiative, teller)
    client.force_login(staff)
    page = client.get(win.get_absolute_url())
    assertContains(page, "Nog niemand van het team pakte dit op.")
    assertContains(page, "Het kwam binnen via: de hal.")
    win.claim(by=teller)
    assertContains(client.get(win.get_absolute_url()), "Teller Tinus kijkt ernaar, sinds")
    win.take_on(by=teller)
    assertContains(client.get(win.get_absolute_url()), "Teller Tinus nam hem op")
