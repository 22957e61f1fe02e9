"""Sentences that were false once. Each stands beside what it hides, and fails on the code that said it."""

import datetime as dt
import re
from functools import partial

import pytest
from django.urls import reverse

from initiatives.lenses import (
    UNKNOWN,
    Audience,
    LinkAnswer,
    LinkBasis,
    LossAnswer,
    Mechanism,
    Perspective,
    Precision,
    SourceKind,
    WallStatus,
)
from initiatives.links import wins_url
from initiatives.models import Reader, SmallWin, WinLink, acting
from initiatives.reports.profile.mechanisms import mechanisms
from tests.factories import create_capture_link, create_link, create_user, create_win, tell_through
from tests.factories_outside import create_wall
from tests.factories_profile import create_judgement, create_loss


def read(client, page: str, *of: object, user=None, **asked: str) -> str:
    """The words of a page, as somebody reads them; a visitor where nobody is named."""
    client.logout()
    if user:
        client.force_login(user)
    answer = client.get(reverse(page, args=of), asked)
    return " ".join(answer.content.decode().split())


# ------------------------------------------------------------------ what got lost
PAGES_OF_LOSSES = ["initiatives:profile", "initiatives:tables", "initiatives:losses", "stories:sheet"]


@pytest.mark.parametrize("page", PAGES_OF_LOSSES)
def test_a_loss_that_a_visitor_may_not_read_is_hidden_and_never_nothing(client, initiative, page):
    win = create_win(initiative=initiative, loss_answer=LossAnswer.SOMETHING)
    create_loss(win=win, audience=Audience.NETWORK)
    text = read(client, page, initiative.slug)
    assert "leest alleen wie inlogt" in text
    for nothing in ("geen verlies genoemd", "0 verliezen", "Dat is iets anders dan dat er geen was"):
        assert nothing not in text


@pytest.mark.parametrize("page", PAGES_OF_LOSSES)
def test_where_a_team_keeps_a_loss_for_itself_no_page_says_that_none_was_named(client, initiative, page):
    win = create_win(initiative=initiative, loss_answer=LossAnswer.SOMETHING)
    create_loss(win=win, audience=Audience.TEAM)
    text = read(client, page, initiative.slug, user=create_user())
    assert "er staat geen verlies bij" in text or "Er staat geen keerzijde bij." in text
    assert "verlies genoemd" not in text and "keerzijde genoemd" not in text


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (None, "is er nog niet naar gevraagd"),
        (LossAnswer.NOTHING_SEEN, "bij elke small win is gekeken en niets gezien"),
        (LossAnswer.UNKNOWN, "Dat is iets anders dan dat er geen was"),
    ],
)
def test_not_asked_and_nothing_seen_are_two_sentences_in_the_list_of_losses(
    client, initiative, answer, sentence
):
    create_win(initiative=initiative, loss_answer=answer)
    assert sentence in read(client, "initiatives:losses", initiative.slug)


def test_a_filter_that_finds_no_loss_says_no_more_than_that(client, initiative):
    create_loss(win=create_win(initiative=initiative, loss_answer=LossAnswer.SOMETHING))
    text = read(client, "initiatives:losses", initiative.slug, van="student")
    assert "Geen verlies dat hierbij past." in text


# ------------------------------------------------------------------ whose words, and what stands in no place
def test_a_win_told_without_an_account_says_whose_words_it_has(client, initiative, team_member):
    """ "Ik ga zelf mee" stood there as if the team said it."""
    win = tell_through(create_capture_link(initiative=initiative), title="Ik ga zelf mee", told_as="resident")
    assert "verteld door een bewoner" in read(client, "wins:detail", win.pk, user=team_member)
    assert create_win(initiative=initiative, by=team_member).origin == ""


def test_the_lens_says_which_wins_stand_in_no_place_of_it(client, initiative):
    create_win(initiative=initiative, types=["growth"], directions=None)
    assert ">1 small win</a> is de richting nog niet gezegd." in read(
        client, "initiatives:profile", initiative.slug
    )


# ------------------------------------------------------------------ the story
def test_a_win_of_which_only_the_year_is_known_may_be_of_the_next_study_year(client, initiative):
    for month in range(1, 9):
        create_win(initiative=initiative, occurred_on=dt.date(2023, month, 5))
    create_win(initiative=initiative, occurred_on=dt.date(2024, 1, 1), precision=Precision.YEAR)
    create_win(initiative=initiative, occurred_on=dt.date(2026, 1, 5))
    text = read(client, "stories:index", initiative.slug)
    assert "Van 1 hiervan is de datum niet precies bekend: die kan ook uit 2024-2025 zijn." in text
    assert "2024-2025 staat hier geen" not in text


def test_a_year_of_which_a_visitor_reads_nothing_is_not_said_to_be_untold(client, initiative):
    for month in range(1, 9):
        create_win(initiative=initiative, occurred_on=dt.date(2023, month, 5))
    create_win(initiative=initiative, occurred_on=dt.date(2024, 10, 5), audience=Audience.NETWORK)
    create_win(initiative=initiative, occurred_on=dt.date(2026, 1, 5))
    text = read(client, "stories:index", initiative.slug)
    assert "Uit 2023-2024 en 2024-2025 staat hier geen small win." in text
    assert "is niets verteld" not in text


# ------------------------------------------------------------------ words that are no longer those of the source
def test_a_win_that_people_changed_is_not_said_to_be_as_its_source_has_it(client, initiative, team_member):
    win = create_win(initiative=initiative, audience=Audience.PUBLIC, confirmed=True)
    loaded = {"dataset_key": "van-de-krant", "sources": "https://krant.nl", "source_kind": SourceKind.OUTSIDE}
    SmallWin.objects.filter(pk=win.pk).update(**loaded)
    create_judgement(win)
    win.refresh_from_db()
    with acting(team_member):
        win.rewrite(title="Wij zijn de beste")
    text = read(client, "wins:detail", win.pk)
    assert "uit openbare bronnen, daarna veranderd" in text and "gelezen door de redactie" not in text
    assert "de woorden of de datum zijn daarna veranderd" in text
    assert "toen hier iets anders stond" in text
    assert "Wie liet het zien? Iemand van buiten" not in text


# ------------------------------------------------------------------ partners, walls
def test_a_partner_has_the_wins_of_its_initiatives_and_those_at_which_it_was(client, initiative):
    partner = initiative.partnerships.get().partner
    wins = [create_win(initiative=initiative) for _ in range(3)]
    wins[0].partners.add(partner)
    text = read(client, "partners:detail", partner.slug)
    assert "Small wins waar zij bij horen" not in text
    for label, word, n in (
        ("Small wins van de initiatieven hieronder", "partner", 3),
        ("Small wins waar zij bij waren", "erbij", 1),
    ):
        href = wins_url(**{word: partner.slug})
        assert re.search(rf'{label}</dt> ?<dd><a href="{re.escape(href)}">{n}</a>', text)


def test_a_wall_that_stands_at_one_initiative_stands_there(client, initiative):
    create_wall(initiative=initiative, name="geen lokaal")
    gone = create_wall(name="geen lokaal", status=WallStatus.GONE, ended_on=dt.date(2026, 1, 1))
    text = read(client, "walls:shared", gone.topic.slug, user=create_user())
    assert "staat nog bij één initiatief in de weg" in text


# ------------------------------------------------------------------ links with another team
def test_a_search_for_a_win_of_another_team_says_what_the_day_leaves_out(client, initiative, team_member):
    win = create_win(initiative=initiative, by=team_member, occurred_on=dt.date(2026, 2, 5))
    create_win(title="Koffie op dinsdag", occurred_on=dt.date(2026, 3, 5))
    text = read(client, "ties:ask", win.pk, "kwam-door", user=team_member, q="koffie")
    assert "1 small win met dit woord was later dan deze." in text


def test_a_search_for_an_earlier_win_says_what_the_day_leaves_out(client, initiative, team_member):
    win = create_win(initiative=initiative, by=team_member, occurred_on=dt.date(2026, 2, 5))
    create_win(
        initiative=initiative, by=team_member, title="Koffie op dinsdag", occurred_on=dt.date(2026, 3, 5)
    )
    text = read(client, "telling:ask", win.pk, "mogelijk", user=team_member, q="koffie")
    assert "1 small win met dit woord was later dan deze." in text


def test_a_question_to_a_team_without_people_waits_for_the_programme(client, initiative, team_member):
    win = create_win(initiative=initiative, by=team_member, occurred_on=dt.date(2026, 2, 5))
    theirs = create_win(title="Koffie op dinsdag", occurred_on=dt.date(2026, 1, 5))
    theirs.initiative.memberships.all().delete()
    asked = read(client, "ties:ask", win.pk, "kwam-door", user=team_member, q="koffie")
    assert "nog niemand in het team" in asked
    client.post(reverse("ties:ask", args=[win.pk, "kwam-door"]), {"other": theirs.pk})
    for _first_the_message_then_the_page in range(2):
        text = read(client, "wins:detail", win.pk, user=team_member)
        assert "zit nog niemand in het team" in text
        assert "programma kan ja of nee zeggen" in text
        assert "Wacht op" not in text


# ------------------------------------------------------------------ who says that one win led to another
@pytest.fixture
def linked(initiative, team_member):
    """Two wins, of which the editors inferred that the one led to the other. Nobody said how."""
    earlier, later = (
        create_win(initiative=initiative, by=team_member, title=title, occurred_on=dt.date(2026, month, 5))
        for month, title in ((1, "De eerste"), (2, "De tweede"))
    )
    link = create_link(earlier=earlier, later=later)
    WinLink.objects.filter(pk=link.pk).update(basis=LinkBasis.INFERRED)
    return later


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("wins:detail", "Dat het volgde: afgeleid door de redactie; hoe: niet gezegd"),
        ("wins:index", "De eerste</a> (afgeleid door de redactie)"),
        ("stories:index", "De tweede</a> (afgeleid door de redactie)"),
        ("initiatives:path", "De eerste</a> (afgeleid door de redactie)"),
        ("initiatives:links", "Dat het volgde: afgeleid door de redactie; hoe: niet gezegd"),
        ("flywheels:initiative", "</a> leidde de redactie dat af"),
        ("flywheels:initiative", "Dat het volgde: afgeleid door de redactie; hoe: niet gezegd"),
    ],
)
def test_a_link_that_the_editors_inferred_is_said_to_be_so_on_every_page(client, linked, page, sentence):
    of = {"wins:detail": [linked.pk], "wins:index": []}.get(page, [linked.initiative.slug])
    text = read(client, page, *of)
    assert sentence in text
    for claim in (
        "alleen als iemand zei",
        "zeggen mensen bij het verband",
        "de ene maakte de andere mogelijk",
    ):
        assert claim not in text


def test_an_inferred_line_is_dotted_and_the_key_says_so(client, linked):
    text = read(client, "initiatives:path", linked.initiative.slug)
    assert "path__line--inferred" in text
    assert "de redactie leidde het af, niemand zei het" in text
    WinLink.objects.update(basis=LinkBasis.TEAM)
    text = read(client, "initiatives:path", linked.initiative.slug)
    assert "path__line--inferred" not in text
    assert "de redactie leidde het af, niemand zei het" not in text


def test_a_mechanism_has_its_own_basis_beside_that_of_the_link(client, linked):
    words = {"mechanism": Mechanism.COUPLING, "mechanism_basis": LinkBasis.STATED}
    WinLink.objects.update(**words)
    text = read(client, "wins:detail", linked.pk)
    assert "Dat het volgde: afgeleid door de redactie; hoe: koppelen, staat in de bron" in text


def test_a_guess_of_the_editors_is_no_answer_about_what_came_before(initiative, linked):
    reader = Reader(create_user(), initiative)
    counted = mechanisms(reader, reader.wins, loose=0, words={})
    assert counted.looked.answered == 0
    WinLink.objects.update(basis=LinkBasis.STATED)
    counted = mechanisms(reader, reader.wins, loose=0, words={})
    assert counted.looked.answered == 1


def test_a_win_that_came_from_nothing_earlier_is_not_said_to_be_untold(client, initiative):
    win = create_win(initiative=initiative, came_from=LinkAnswer.NONE)
    text = read(client, "wins:detail", win.pk)
    assert "Het team zegt: niets, dit stond op zichzelf." in text
    assert "niemand heeft verteld" not in text


# ------------------------------------------------------------------ who told it
@pytest.mark.parametrize(
    "page",
    [
        "wins:detail",
        "wins:index",
        "initiatives:profile",
        "initiatives:path",
        "initiatives:tables",
        "stories:sheet",
    ],
)
def test_a_loaded_win_is_from_public_sources_and_told_by_no_team(client, initiative, page):
    win = create_win(initiative=initiative, occurred_on=dt.date(2020, 1, 5))
    SmallWin.objects.filter(pk=win.pk).update(dataset_key="een-bron")
    of = {"wins:detail": [win.pk], "wins:index": []}.get(page, [initiative.slug])
    text = read(client, page, *of)
    assert "openbare bronnen" in text
    for claim in ("wat het team vertelde", "alleen het team zelf", "alleen verteld"):
        assert claim not in text


def test_the_a4_says_how_much_of_it_a_team_told(client, initiative):
    loaded, _told = create_win(initiative=initiative), create_win(initiative=initiative)
    SmallWin.objects.filter(pk=loaded.pk).update(dataset_key="een-bron")
    text = read(client, "stories:sheet", initiative.slug)
    assert (
        "Bron: bij 1 small win openbare bronnen, gelezen door de redactie; bij de rest wat het team" in text
    )


# ------------------------------------------------------------------ what is known, and what a page promises
def test_an_answer_that_nobody_knows_is_not_said_to_be_looked_away_from(client, initiative):
    create_win(initiative=initiative, types=[UNKNOWN], directions=[UNKNOWN], level=UNKNOWN)
    text = read(client, "initiatives:profile", initiative.slug)
    assert "nog niet bekend" in text
    assert "nog niet bekeken" not in text


def test_the_privacy_page_names_all_who_read_an_address(client):
    text = read(client, "pages:privacy")
    assert "Je e-mailadres is alleen" not in text
    assert "Dan lezen ze elkaars namen en adressen" in text


@pytest.mark.parametrize(
    ("page", "claim"),
    [
        ("pages:about", "Elk getal kun je aanklikken"),  # those that are underlined
        ("initiatives:path", "Alle small wins, van de eerste tot de laatste"),  # a period, a page, a reader
        ("wins:detail", "Nog niemand gevraagd"),  # nobody gave an opinion
        (
            "initiatives:profile",
            "Het team heeft hier nog geen small win verteld",
        ),  # none that a visitor reads
        ("network:dashboard", "Van elk initiatief hoorden we"),  # new ones have half a year
    ],
)
def test_a_page_claims_no_more_than_it_knows(client, initiative, page, claim):
    win = create_win(initiative=initiative)
    of = {"wins:detail": [win.pk], "network:dashboard": [], "pages:about": []}.get(page, [initiative.slug])
    if page == "initiatives:profile":
        SmallWin.objects.filter(pk=win.pk).update(audience=Audience.NETWORK)
    assert claim not in read(client, page, *of)


# ------------------------------------------------------------------ who judged it, in the first lines
@pytest.mark.parametrize(
    ("page", "end"),
    [
        ("wins:detail", "Wat veranderde er?"),
        ("initiatives:profile", "<figure"),
        ("stories:index", "buttons"),
        ("stories:sheet", "sheet__middle"),
    ],
)
def test_the_first_lines_say_who_judged_it(client, initiative, page, end):
    win = create_win(initiative=initiative, description="Er kwam een tafel.")
    first = partial(read, client, page, win.pk if page == "wins:detail" else initiative.slug)
    assert "nog geen oordeel" in before(end, first())
    create_judgement(win, perspective=Perspective.RESIDENT)
    told = (
        "1 van een bewoner"
        if page == "wins:detail"
        else "bij 1 een oordeel vanuit een andere rol dan het team"
    )
    assert told in before(end, first())


def before(end: str, page: str) -> str:
    return page.split("<h1", 1)[1].split(end)[0]


def test_a_source_of_the_initiative_itself_is_not_brought_in_by_its_team(client, initiative):
    win = create_win(initiative=initiative, sources="https://initiatief.example/nieuws")
    SmallWin.objects.filter(pk=win.pk).update(dataset_key="een-bron", source_kind=SourceKind.OWN)
    text = read(client, "wins:detail", win.pk)
    assert "De bron is van het initiatief zelf." in text
    assert "bracht het team zelf in" not in text
