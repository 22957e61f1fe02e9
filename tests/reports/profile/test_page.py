"""A profile in words: sentences, periods, pages of the path, how much is known."""

import datetime as dt
import re
import uuid
from dataclasses import replace

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from initiatives.lenses import UNKNOWN, Direction, Level, ScalingType
from initiatives.models import Reader, SmallWin
from initiatives.periods import Period
from initiatives.reports.counting.tables import Spots
from initiatives.reports.counting.tally import tally_rows
from initiatives.reports.profile.findings import findings
from initiatives.reports.profile.looks import recent_years
from initiatives.reports.profile.page import initiative_profile
from initiatives.reports.profile.path import PER_PAGE, Calendar, chosen, cut
from tests.factories import (
    create_capture_link,
    create_initiative,
    create_link,
    create_user,
    create_win,
    read_by_editors,
    tell_through,
)

GROWTH, REPLICATION, CIRCULATION, RULE = ScalingType
UP, OUT, DEEP = Direction
LOCAL, HORIZONTAL, VERTICAL = Level


def tell(initiative, *readings, **details) -> None:
    """One win for each reading: (types, directions) or (types, directions, level)."""
    teller = create_user(member_of=initiative)
    for types, directions, *level in readings:
        create_win(
            initiative=initiative,
            by=teller,
            types=types,
            directions=directions,
            level=level[0] if level else None,
            **details,
        )


def said(initiative) -> list[tuple[str, str, str]]:
    """(kind, heading, sentence without its links) of each finding."""
    tally = tally_rows(initiative.wins.all()).all
    found = findings(tally, {"initiatief": initiative.slug})
    return [(item.kind, item.heading, re.sub("<[^>]+>", "", item.text)) for item in found]


# ------------------------------------------------------------------ three sentences
def test_without_wins_nothing_is_said(initiative):
    assert said(initiative) == []


def test_there_are_at_most_three_sentences(initiative):
    tell(initiative, *[([GROWTH], None)] * 5)
    assert len(said(initiative)) == 3


def test_the_word_with_most_wins_comes_first(initiative):
    tell(initiative, ([GROWTH], [OUT]), ([CIRCULATION], [OUT]), ([], [DEEP]))
    assert said(initiative)[0] == (
        "arm",
        "Het vaakst: breder",
        "2 van de 3 small wins horen bij ‘breder’: meer mensen of meer plekken doen mee. Alle niveaus samen: signaal.",
    )


def test_one_of_several_is_singular(initiative):
    tell(initiative, ([GROWTH], []), ([], []))
    kind, _heading, text = said(initiative)[0]
    assert kind == "petal"
    assert text == (
        "1 van de 2 small wins hoort bij ‘groei’: meer van hetzelfde, op dezelfde plek. Alle niveaus samen: signaal."
    )


def test_as_often_is_said_of_all_of_them(initiative):
    tell(initiative, ([GROWTH], [DEEP]), ([GROWTH], [DEEP]))
    assert said(initiative)[0][1:] == (
        "Het vaakst: dieper en groei",
        "Van de 2 small wins even vaak: dieper (2), groei (2). Alle niveaus samen: signaal.",
    )


def test_the_only_win_is_no_share(initiative):
    tell(initiative, ([GROWTH], [DEEP]))
    assert said(initiative)[0][1:] == (
        "Dieper en groei",
        "Er is 1 small win. Die hoort bij ‘dieper’ en ‘groei’.",
    )


def test_a_cell_that_nobody_read_is_not_called_empty(initiative):
    tell(initiative, (None, None), (None, [UNKNOWN]))
    assert said(initiative)[0] == (
        "gap",
        "Nog niet ingedeeld",
        "Bij 2 small wins is nog niet bekend hoe het schaalt en welke kant het op gaat.",
    )


def test_none_of_these_is_an_answer(initiative):
    tell(initiative, ([], []), ([], []))
    assert said(initiative)[0][1:] == (
        "Geen van deze woorden",
        "Geen van de 2 small wins past bij een soort of een richting. Ze tellen wel mee.",
    )


def test_none_of_these_at_the_only_win_is_singular(initiative):
    tell(initiative, ([], []))
    assert said(initiative)[0][2] == (
        "Er is 1 small win. Die past niet bij een soort of een richting. Hij telt wel mee."
    )


@pytest.mark.parametrize(
    ("readings", "sentence"),
    [
        (
            [([], None), *[([UNKNOWN], None)] * 9],
            "Bij 1 van de 10 small wins is bekeken hoe het schaalt. Geen soort paste.",
        ),
        (
            [([], []), (None, [])],
            "Bij 1 van de 2 small wins is bekeken hoe het schaalt. Geen soort paste. "
            "Bij beide small wins is bekeken welke kant het op gaat. Geen richting paste.",
        ),
        (
            [(None, [])],
            "Bij deze ene small win is bekeken welke kant het op gaat. Geen richting paste.",
        ),
    ],
)
def test_none_is_said_only_where_somebody_looked(initiative, readings, sentence):
    tell(initiative, *readings)
    assert said(initiative)[0] == ("gap", "Tot nu toe geen van deze woorden", sentence)


def test_where_rules_moved(initiative):
    tell(initiative, ([RULE], [UP]), ([RULE], [UP]), ([GROWTH], [UP]), ([GROWTH], [OUT]))
    assert said(initiative)[1] == (
        "petal",
        "Regels en structuur",
        "Bij 2 small wins veranderde een regel, vak, budget of functie. Bij 3 bewogen regels, beleid of bestuur mee.",
    )


def test_where_only_policy_moved(initiative):
    tell(initiative, ([GROWTH], [UP]), ([GROWTH], [OUT]))
    assert said(initiative)[1] == (
        "arm",
        "Regels en structuur",
        "Bij 1 small win bewogen regels, beleid of bestuur mee.",
    )


@pytest.mark.parametrize(
    ("readings", "gaps"),
    [
        (
            [([GROWTH], [OUT])] * 5,
            {
                "Niets gezien: replicatie, circulatie, institutionalisering, hoger en dieper": "Bij alle 5 small wins is bekeken hoe het schaalt "
                "en welke kant het op gaat. Dit zat er niet bij."
            },
        ),
        (
            [([GROWTH], [OUT]), ([GROWTH], None), ([GROWTH], None)],
            {
                "Te weinig gegevens: replicatie, circulatie, institutionalisering, hoger en dieper": "Bij alle 3 small wins is bekeken hoe het schaalt. "
                "Bij 1 van de 3 small wins is bekeken welke kant het op gaat. Dat is te weinig om te zeggen dat het er niet is."
            },
        ),
        (
            [([GROWTH], [OUT])] * 2 + [([GROWTH], None)] * 3,
            {
                "Niets gezien: replicatie, circulatie en institutionalisering": "Bij alle 5 small wins is bekeken hoe het schaalt. Dit zat er niet bij.",
                "Te weinig gegevens: hoger en dieper": "Bij 2 van de 5 small wins is bekeken welke kant het op gaat. "
                "Dat is te weinig om te zeggen dat het er niet is.",
            },
        ),
        (
            [([GROWTH, CIRCULATION, REPLICATION, RULE], None)] * 5,
            {
                "Geen gegevens: hoger, breder en dieper": "Bij geen van de 5 small wins is bekend welke kant het op gaat."
            },
        ),
    ],
)
def test_a_sentence_about_an_empty_ray_says_its_own_state_and_count(initiative, readings, gaps):
    """Each ray as its label in the rose; the count of the question to which it is an answer; each count once."""
    tell(initiative, *readings)
    shown = {heading: text for kind, heading, text in said(initiative) if kind == "gap"}
    assert {heading: shown.get(heading) for heading in gaps} == gaps
    assert set(shown) == set(gaps)


ALL_SEEN = (list(ScalingType), list(Direction))


@pytest.mark.parametrize(
    ("readings", "heading", "sentence"),
    [
        (
            [(*ALL_SEEN, LOCAL)] * 5,
            "Niets gezien: hoger, horizontaal",
            "Bij alle 5 small wins zijn richting en niveau bekend. Dit zat er niet bij.",
        ),
        (
            [(*ALL_SEEN, LOCAL)] * 2,
            "Te weinig gegevens: hoger, horizontaal",
            "Bij beide small wins zijn richting en niveau bekend. "
            "Dat is te weinig om te zeggen dat het er niet is.",
        ),
        (
            [ALL_SEEN] * 6,
            "Geen gegevens: hoger, lokaal",
            "Bij geen van de 6 small wins zijn richting en niveau allebei bekend.",
        ),
        (
            [ALL_SEEN],
            "Geen gegevens: hoger, lokaal",
            "Van deze ene small win zijn richting en niveau niet allebei bekend.",
        ),
    ],
)
def test_where_every_word_was_seen_the_gap_is_in_a_level(initiative, readings, heading, sentence):
    tell(initiative, *readings)
    assert said(initiative)[2] == ("gap", heading, f"Elke soort en elke richting kwam voor. {sentence}")


def test_a_sentence_about_a_level_counts_what_its_cell_counts(initiative):
    tell(initiative, *[(*ALL_SEEN, LOCAL)] * 5, *[(list(ScalingType), None, LOCAL)] * 2)
    tally = tally_rows(initiative.wins.all()).all
    assert said(initiative)[2][2].endswith(
        "Bij 5 van de 7 small wins zijn richting en niveau bekend. Dit zat er niet bij."
    )
    assert tally.cell_facts(UP, Level.HORIZONTAL).known == 5


def test_a_rule_that_never_changed_is_the_gap_where_policy_moved(initiative):
    tell(initiative, *[([GROWTH, REPLICATION, CIRCULATION], list(Direction), LOCAL)] * 5)
    assert said(initiative)[2] == (
        "gap",
        "Niets gezien: institutionalisering",
        "Bij alle 5 small wins is bekeken hoe het schaalt. Dit zat er niet bij.",
    )


def test_a_word_that_a_team_does_not_go_for_was_not_seen(initiative):
    tell(initiative, *[([GROWTH, CIRCULATION, RULE], list(Direction), LOCAL)] * 5)
    tally = replace(tally_rows(initiative.wins.all()).all, chosen_not=frozenset({REPLICATION}))
    gap = findings(tally, {})[2]
    assert gap.heading == "Niets gezien: hoger, horizontaal"
    assert "Elke soort" not in gap.text


def test_a_full_rose_has_no_gap(initiative):
    tell(initiative, *[(list(ScalingType), list(Direction), level) for level in Level])
    assert said(initiative)[2][1] == "Geen lege plek"


# ------------------------------------------------------------------ the tables
def spots_of(initiative):
    tellers = tally_rows(initiative.wins.all(), by="logged_by_id")
    shares = [tellers.of(key) for key in tellers.keys]
    tables = Spots(tellers.all, shares, {"initiatief": initiative.slug}).tables()
    return {spot.anchor: spot for line in (*tables.rays, *tables.lens) for spot in line.spots}


def test_a_cell_says_its_rule_and_what_could_still_come(initiative):
    tell(initiative, ([GROWTH], [OUT], LOCAL), ([GROWTH], [OUT], LOCAL), (None, None))
    assert spots_of(initiative)["cell-growth-local"].rule == (
        "Signaal: 2 small wins. ‘Vaker gezien’ zeggen we hier niet: het zijn er minder dan 3, ze komen van één verteller of bron, geen partner of iemand van "
        "buiten liet er zelf een zien, geen is van dit of vorig studiejaar.",
        "Met de open antwoorden erbij: tussen 2 en 3 van 3.",
    )


def test_a_cell_that_hangs_on_one_win_says_so(initiative):
    tell(initiative, ([GROWTH], [OUT], LOCAL))
    assert "rust op één small win" in spots_of(initiative)["cell-growth-local"].rule[-1]


def test_a_cell_that_hangs_on_one_teller_says_so_where_there_are_more(initiative):
    tell(initiative, ([GROWTH], [OUT], LOCAL), ([GROWTH], [OUT], LOCAL))
    assert len(spots_of(initiative)["cell-growth-local"].rule) == 1
    tell(initiative, ([CIRCULATION], [DEEP], LOCAL))
    assert "rust op wat één persoon vertelde" in spots_of(initiative)["cell-growth-local"].rule[-1]


def test_nothing_seen_is_a_nought_only_where_enough_was_looked_at(initiative):
    tell(initiative, *[([GROWTH], [OUT], LOCAL)] * 4)
    assert not spots_of(initiative)["cell-replication-local"].state.is_seen
    tell(initiative, ([GROWTH], [OUT], LOCAL))
    assert spots_of(initiative)["cell-replication-local"].state.is_seen


def test_a_cell_of_the_lens_leads_to_the_wins_of_which_somebody_said_it(initiative):
    tell(initiative, ([GROWTH], [DEEP], LOCAL))
    spots = spots_of(initiative)
    assert (
        spots["lens-growth-deep"].href
        == f"/small-wins/?initiatief={initiative.slug}&combinatie=growth%3Edeep"
    )
    assert (
        spots["lens-geen-deep"].href == f"/small-wins/?initiatief={initiative.slug}&type=geen&richting=deep"
    )


# ------------------------------------------------------------------ time
def test_the_window_of_the_theory_is_this_and_the_last_academic_year():
    assert str(recent_years(dt.date(2026, 8, 31))) == "2024-2025..2025-2026"
    assert str(recent_years(dt.date(2026, 9, 1))) == "2025-2026..2026-2027"


def test_a_year_is_offered_when_something_happened_in_it(initiative):
    tell(initiative, (None, None), occurred_on=dt.date(2021, 9, 1))
    tell(initiative, (None, None), occurred_on=dt.date(2019, 1, 1), precision="year")  # its middle is in July
    tell(initiative, (None, None), occurred_on=None, sources="krant")
    calendar = Calendar(SmallWin.objects.all())
    assert [str(year) for year in calendar.academic_years] == ["2021-2022", "2018-2019"]
    assert (calendar.total, calendar.undated) == (3, 1)


def test_the_calendar_counts_the_same_wins_as_the_database(initiative):
    for month in (8, 9):
        tell(initiative, (None, None), occurred_on=dt.date(2022, month, 1), precision="month")
    calendar = Calendar(SmallWin.objects.all())
    for year in ("2021-2022", "2022-2023", "2020-2021..2023-2024"):
        period = Period.parse(year)
        counted = sum(count for _year, count in calendar.years(period))
        assert counted == SmallWin.objects.happened_in(period).count() > 0


def test_a_period_that_was_asked_for_is_among_the_choices(initiative, outsider):
    tell(initiative, (None, None), occurred_on=dt.date(2021, 10, 1))
    period = Period.parse("2018-2019..2021-2022")
    switch = initiative_profile(Reader(outsider, initiative), period=period).switch
    assert switch.chosen.label == "2018-2019 – 2021-2022"


# ------------------------------------------------------------------ pages of the path
def test_whole_years_stay_together_where_they_fit():
    pages = cut([(2019, 10), (2020, 10), (2021, 10)])
    assert [(page.label, page.first, page.count, page.newer) for page in pages] == [
        ("2019–2020", 0, 20, 10),
        ("2021", 20, 10, 0),
    ]


def test_a_year_that_is_too_full_is_cut_and_its_pieces_are_told_apart():
    assert [(page.label, page.count) for page in cut([(2021, 60)])] == [
        ("2021 (1)", 25),
        ("2021 (2)", 25),
        ("2021 (3)", 10),
    ]


def test_up_to_the_limit_there_is_one_page():
    assert len(cut([(year, 5) for year in range(2015, 2020)])) == 1
    assert cut([]) == ()


@given(st.dictionaries(st.integers(2000, 2030), st.integers(1, 80)))
def test_the_pages_hold_every_win_once(counts):
    pages = cut(sorted(counts.items()))
    assert sum(page.count for page in pages) == sum(counts.values())
    assert all(0 < page.count <= PER_PAGE for page in pages)
    assert [page.first for page in pages] == [
        sum(page.count for page in pages[:n]) for n in range(len(pages))
    ]
    assert len({page.label for page in pages}) == len(pages)


def test_the_newest_page_is_shown_unless_another_is_asked_for():
    pages = cut([(2019, 25), (2020, 25)])
    assert chosen(pages, None).label == "2020"
    assert chosen(pages, "1").label == "2019"
    assert chosen((), "1") is None


# ------------------------------------------------------------------ the path
def test_only_what_people_said_is_a_line(initiative, outsider, team_member):
    first, second, third = [
        create_win(initiative=initiative, by=team_member, occurred_on=dt.date(2024, month, 1))
        for month in (1, 2, 3)
    ]
    create_link(earlier=first, later=third)
    path = initiative_profile(Reader(outsider, initiative)).path
    assert path.drawing.links == ((str(first.pk), str(third.pk)),)
    assert [step.win for step in path.steps] == [first, second, third]


def test_undated_wins_stand_apart(initiative, outsider, team_member):
    dated = create_win(initiative=initiative, by=team_member)
    undated = create_win(initiative=initiative, by=team_member, occurred_on=None, sources="krant")
    path = initiative_profile(Reader(outsider, initiative)).path
    assert [step.win for step in path.steps] == [dated]
    assert [step.win for step in path.undated] == [undated]


# ------------------------------------------------------------------ who told it
def without_account(initiative, count: int, **details) -> None:
    link = create_capture_link(initiative=initiative)
    for _n in range(count):
        tell_through(link, **details).take_on(by=create_user(member_of=initiative))


def loaded(initiative, count: int, **details) -> None:
    """As the loader does it: in the name of the account that loads."""
    loader = create_user()
    for _n in range(count):
        create_win(initiative=initiative, by=loader, dataset_key=f"bron-{uuid.uuid4().hex}", **details)


def hanging(profile) -> set[str]:
    return {spot.hangs_on for line in profile.tables.rays for spot in (*line.spots, line.total)} - {""}


def told_to(user, initiative, **look):
    return initiative_profile(Reader(user, initiative), **look)


def test_a_cell_hangs_on_the_only_teller_with_an_account(initiative, outsider):
    tell(initiative, *[([GROWTH], [OUT], LOCAL)] * 2)
    assert hanging(told_to(outsider, initiative)) == set()  # that person told everything
    without_account(initiative, 5, types=[CIRCULATION], directions=[DEEP], level=LOCAL)
    profile = told_to(outsider, initiative)
    assert hanging(profile) == {"teller"}
    assert (profile.coverage.tellers, profile.coverage.without_account) == (1, 5)


def test_wins_without_an_account_add_no_teller_to_a_comparison(initiative, outsider):
    now, then = Period.parse("2025-2026"), Period.parse("2024-2025")
    tell(initiative, *[([GROWTH], [OUT])] * 2, occurred_on=now.first_day)
    tell(initiative, *[([GROWTH], [OUT])] * 2, occurred_on=then.first_day)
    without_account(initiative, 2, types=[GROWTH], directions=[OUT], occurred_on=then.first_day)
    beside = told_to(outsider, initiative, period=now, beside=then).beside
    assert (beside.tellers, beside.without_account, beside.is_fair) == ((1, 1), (0, 2), True)


def test_loading_is_no_telling(initiative, outsider):
    loaded(initiative, 3, types=[GROWTH], directions=[OUT], level=LOCAL)
    coverage = told_to(outsider, initiative).coverage
    assert (coverage.tellers, coverage.loaded.count, coverage.told_at) == (0, 3, None)
    tell(initiative, ([GROWTH], [OUT], LOCAL))
    profile = told_to(outsider, initiative)
    assert (profile.coverage.tellers, profile.coverage.without_account) == (1, 0)
    assert profile.coverage.told_at == initiative.wins.get(dataset_key=None).logged_at
    assert hanging(profile) == set()


def test_the_tellers_add_up_on_the_page(client, initiative):
    tell(initiative, ([GROWTH], [OUT]))
    without_account(initiative, 2, audience="public")
    initiative.wins.order_by("logged_at").last().confirm(by=create_user())
    loaded(initiative, 3)
    page = re.sub("<[^>]+>", "", client.get(reverse("initiatives:tables", args=[initiative.slug])).text)
    assert "1 persoon, 1 small win zonder account, 3 uit openbare bronnen, gelezen door de redactie" in page


# ------------------------------------------------------------------ how much is known
def test_coverage_counts_who_told_and_who_read(outsider):
    initiative = create_initiative()
    tell(initiative, ([GROWTH], [OUT], LOCAL), ([UNKNOWN], None, UNKNOWN))
    read_by_editors(create_win(initiative=initiative), types=[GROWTH])
    coverage = initiative_profile(Reader(outsider, initiative)).coverage

    assert (coverage.total, coverage.tellers) == (3, 2)
    assert (coverage.by_team.count, coverage.by_editors.count, coverage.without_reading.count) == (2, 1, 0)
    types, directions, levels = coverage.asked
    assert (types.answers.known, types.answers.unknown, types.answers.open) == (2, 1, 0)
    assert (directions.answers.known, directions.answers.open) == (1, 2)
    assert (levels.answers.known, levels.answers.unknown, levels.answers.open) == (1, 1, 1)
