"""The A4 of an initiative: its wins, its numbers, and why those."""

import datetime as dt
import re

import pytest
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from initiatives.lenses import (
    Audience,
    LossAnswer,
    LossStatus,
    Severity,
    WallStatus,
)
from initiatives.models import Appeal, Reader, SmallWin
from initiatives.periods import Period
from initiatives.reports.story import spans
from initiatives.reports.story.appeals import Asking
from initiatives.reports.story.sheets import PARTNERS_ON_SHEET, Pick, sheet
from initiatives.reports.story.spans import Span, span_asked
from tests.factories import create_initiative, create_link, create_partner, create_win
from tests.factories_outside import create_bite, create_wall
from tests.factories_profile import create_loss
from tests.reports.story.test_chapters import create_wins, sentence, told


def on_sheet(initiative, user, *, chosen=()):
    return sheet(Reader(user, initiative), chosen=[str(win.pk) for win in chosen])


def whys(report) -> list[tuple[str, str]]:
    return [(pick.win.title, pick.why) for pick in report.picks]


def test_the_rule_takes_the_first_the_most_built_on_and_the_latest(initiative, visitor):
    wins = create_wins(initiative, 6)
    assert whys(on_sheet(initiative, visitor)) == [
        ("Stap 0", Pick.FIRST),
        ("Stap 3", Pick.HALFWAY),
        ("Stap 5", Pick.LAST),
    ]
    create_link(earlier=wins[0], later=wins[5])
    create_link(earlier=wins[1], later=wins[2])
    create_link(earlier=wins[1], later=wins[3])
    create_link(earlier=wins[2], later=wins[3])
    assert whys(on_sheet(initiative, visitor))[1] == ("Stap 1", Pick.BUILT_ON)


def test_most_built_on_is_said_only_of_a_win_that_led_to_more_than_the_others(initiative, visitor):
    wins = create_wins(initiative, 6)
    for later in wins[2:]:
        create_link(earlier=wins[0], later=later)
    create_link(earlier=wins[1], later=wins[2])
    assert whys(on_sheet(initiative, visitor))[1] == ("Stap 3", Pick.HALFWAY)
    for later in wins[3:]:
        create_link(earlier=wins[1], later=later)
    assert whys(on_sheet(initiative, visitor))[1] == ("Stap 1", Pick.BUILT_ON)  # as many as the first
    ever = create_win(initiative=initiative, occurred_on=None, sources="krant")
    for later in wins[1:]:
        create_link(earlier=ever, later=later)
    assert whys(on_sheet(initiative, visitor))[1] == ("Stap 3", Pick.HALFWAY)


@pytest.mark.parametrize(
    "others, first, last",
    [
        ([dt.date(2025, 3, 1)], Pick.ONE_OF_FIRST, Pick.ONE_OF_LAST),
        ([dt.date(2024, 12, 31), dt.date(2025, 3, 1)], Pick.FIRST, Pick.ONE_OF_LAST),
        ([dt.date(2025, 3, 1), dt.date(2026, 1, 1)], Pick.ONE_OF_FIRST, Pick.LAST),
        ([dt.date(2024, 12, 31), dt.date(2026, 1, 1)], Pick.FIRST, Pick.LAST),
    ],
)
def test_a_win_of_some_day_in_a_year_is_only_surely_the_first_where_no_other_may_be(
    initiative, visitor, others, first, last
):
    create_win(
        initiative=initiative, title="Ergens in 2025", occurred_on=dt.date(2025, 1, 1), precision="year"
    )
    for day in others:
        create_win(initiative=initiative, title="Op een dag", occurred_on=day)
    picked = [pick.why for pick in on_sheet(initiative, visitor).picks]
    assert (picked[0], picked[-1]) == (first, last)
    begins = "Het verhaal begint met" in sentence(told(initiative, visitor).opening)
    assert begins is ((first, last) == (Pick.FIRST, Pick.LAST))


@pytest.mark.parametrize("n, taken", [(0, []), (1, [""]), (2, [Pick.FIRST, Pick.LAST])])
def test_fewer_than_three_are_all_there(initiative, visitor, n, taken):
    create_wins(initiative, n)
    assert [pick.why for pick in on_sheet(initiative, visitor).picks] == taken


def test_a_win_without_a_date_is_no_first_and_fills_an_empty_place(initiative, visitor):
    create_win(initiative=initiative, title="Ooit", occurred_on=None, sources="krant")
    create_wins(initiative, 2)
    assert whys(on_sheet(initiative, visitor)) == [
        ("Stap 0", Pick.FIRST_DATED),
        ("Stap 1", Pick.LAST_DATED),
        ("Ooit", ""),
    ]
    create_win(initiative=initiative)
    assert "Ooit" not in dict(whys(on_sheet(initiative, visitor)))


def test_one_date_among_undated_wins_makes_no_first_and_no_story_that_begins(initiative, visitor):
    create_win(initiative=initiative, title="Op een dag")
    for _ in range(2):
        create_win(initiative=initiative, title="Ooit", occurred_on=None, sources="krant")
    assert whys(on_sheet(initiative, visitor)) == [("Op een dag", ""), ("Ooit", ""), ("Ooit", "")]
    create_win(initiative=initiative, occurred_on=dt.date(2024, 1, 1))
    assert "Het verhaal begint" not in sentence(told(initiative, visitor).opening)


def test_a_win_that_the_team_keeps_for_itself_is_in_no_word_of_its_sheet(initiative, team_member):
    create_win(initiative=initiative, audience=Audience.TEAM, occurred_on=dt.date(2020, 1, 5))
    kept = SmallWin.objects.get()
    for year in (2024, 2025):
        create_win(initiative=initiative, title=f"In {year}", occurred_on=dt.date(year, 1, 5))
    report = on_sheet(initiative, team_member)
    assert whys(report) == [("In 2024", Pick.FIRST), ("In 2025", Pick.LAST)]
    assert (report.opening.total, report.tally.total, report.downside.silence.wins) == (2, 2, 2)
    assert report.opening.first.title == "In 2024"
    assert kept in report.options and report.may_choose
    chosen = on_sheet(initiative, team_member, chosen=[kept])
    assert (chosen.opening.total, chosen.opening.first) == (3, kept)


def test_somebody_chooses_others_and_only_what_they_may_read(initiative, visitor, team_member):
    wins = create_wins(initiative, 6)
    hidden = create_win(initiative=initiative, audience=Audience.TEAM)
    foreign = create_win()
    report = on_sheet(initiative, visitor, chosen=[wins[4], hidden, foreign, wins[2], wins[4]])
    assert whys(report) == [("Stap 2", ""), ("Stap 4", "")]
    assert report.is_chosen and not report.options
    assert len(on_sheet(initiative, visitor, chosen=wins).picks) == 3
    assert not on_sheet(initiative, visitor, chosen=[hidden]).is_chosen
    assert hidden in [pick.win for pick in on_sheet(initiative, team_member, chosen=[hidden]).picks]
    assert sheet(Reader(visitor, initiative), chosen=["x", ""]).is_chosen is False


def test_a_win_for_the_team_is_on_the_sheet_by_choice_only(initiative, team_member):
    create_win(initiative=initiative, title="Voor ons", audience=Audience.TEAM)
    shown = create_win(initiative=initiative, occurred_on=dt.date(2024, 1, 1))
    report = on_sheet(initiative, team_member)
    assert [pick.win for pick in report.picks] == [shown]
    assert report.is_for_everyone
    assert len(report.options) == 2


def test_a_sheet_says_when_not_everyone_could_read_it(initiative, outsider, visitor):
    create_win(initiative=initiative)
    create_bite(initiative=initiative)
    assert on_sheet(initiative, visitor).is_for_everyone
    assert not on_sheet(initiative, outsider).is_for_everyone


def test_the_loss_is_the_heaviest_that_is_open_and_the_teams_own_last(initiative, visitor, team_member):
    win = create_win(initiative=initiative)
    create_loss(win=win, audience=Audience.TEAM, severity=Severity.HEAVY)
    create_loss(win=win, severity=Severity.HEAVY, status=LossStatus.RESOLVED)
    create_loss(win=win, severity=Severity.LIGHT, seen_on=dt.date(2026, 4, 1))
    heavy = create_loss(win=win, severity=Severity.HEAVY)
    assert (on_sheet(initiative, visitor).downside.loss, on_sheet(initiative, visitor).downside.more) == (
        heavy,
        2,
    )
    assert (
        on_sheet(initiative, team_member).downside.loss,
        on_sheet(initiative, team_member).downside.more,
    ) == (heavy, 3)


def downside_words(initiative, user) -> str:
    words = render_to_string(
        "stories/_downside.html", {"downside": on_sheet(initiative, user).downside, "length": 150}
    )
    return re.sub(r"\s+", " ", strip_tags(words)).strip()


def test_without_a_loss_it_says_whether_anybody_asked(initiative, visitor, outsider):
    wins = create_wins(initiative, 3)
    assert (
        downside_words(initiative, visitor)
        == "Er staat geen keerzijde bij: bij de small wins is er nog niet naar gevraagd."
    )
    SmallWin.objects.filter(pk=wins[0].pk).update(loss_answer=LossAnswer.NOTHING_SEEN)
    assert "bij 1 van de 3 small wins is gekeken en niets gezien" in downside_words(initiative, visitor)
    SmallWin.objects.update(loss_answer=LossAnswer.NOTHING_SEEN)
    assert "bij elke small win is gekeken en niets gezien" in downside_words(initiative, visitor)
    SmallWin.objects.filter(pk=wins[0].pk).update(loss_answer=LossAnswer.SOMETHING)
    assert "Dat is iets anders dan dat er geen was" in downside_words(initiative, outsider)
    create_loss(win=wins[0], audience=Audience.NETWORK)
    assert "Die leest alleen wie inlogt" in downside_words(initiative, visitor)
    assert "Tijd of werkdruk" in downside_words(initiative, outsider)


def test_thirty_partners_become_twelve_and_a_number(initiative, visitor):
    for _ in range(29):
        initiative.partnerships.create(partner=create_partner())
    report = on_sheet(initiative, visitor)
    assert (len(report.partners_shown), report.partners_more) == (PARTNERS_ON_SHEET, 18)


def test_another_initiatives_rows_stay_off_it(initiative, visitor):
    create_loss(win=create_win(initiative=create_initiative()))
    report = on_sheet(initiative, visitor)
    assert (report.opening.total, report.downside.loss, report.picks) == (0, None, ())


def filled_sheet(initiative, user, *, title: int, win: int, dream: int = 0):
    initiative.title, initiative.dream = "a" * title, "b" * dream
    create_wins(initiative, 3)
    SmallWin.objects.filter(initiative=initiative).update(title="c" * win)
    return on_sheet(initiative, user)


def test_letters_are_as_large_as_what_is_shown_of_the_words_allows(initiative, visitor):
    scales = [
        filled_sheet(initiative, visitor, **letters).scale
        for letters in (
            {"title": 30, "win": 20},
            {"title": 30, "win": 110, "dream": 200},
            {"title": 200, "win": 280, "dream": 2000},  # cut to what is shown at most
        )
    ]
    assert scales == sorted(scales, reverse=True) and scales[0] > 115 > scales[-1] >= 85


def test_the_longer_language_says_how_large_letters_are(initiative, visitor):
    before = filled_sheet(initiative, visitor, title=30, win=40).scale
    SmallWin.objects.update(title_en="d" * 110)
    assert on_sheet(initiative, visitor).scale < before


# ------------------------------------------------------------------ a stretch of time
def test_a_sheet_about_a_stretch_of_time_tells_that_time_alone(initiative, visitor):
    old = create_win(initiative=initiative, title="Toen", occurred_on=dt.date(2019, 3, 1))
    new = create_win(initiative=initiative, title="Nu", occurred_on=dt.date(2026, 3, 1))
    create_loss(win=old, audience=Audience.PUBLIC, seen_on=dt.date(2019, 4, 1))
    report = sheet(Reader(visitor, initiative), span=span_asked({"van": "2026-01-01", "tot": "2026-06-30"}))
    assert [pick.win for pick in report.picks] == [new]
    assert (report.opening.total, report.tally.total, report.downside.loss) == (1, 1, None)
    assert report.span.said == "Van 1 januari 2026 tot en met 30 juni 2026"
    assert on_sheet(initiative, visitor).opening.total == 2


@pytest.mark.parametrize(
    "words, first, last",
    [
        ({"periode": "schooljaar"}, dt.date(2026, 9, 1), dt.date(2027, 8, 31)),
        ({"periode": "jaar"}, dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
        ({"periode": "halfjaar"}, dt.date(2026, 7, 1), dt.date(2026, 12, 31)),
        ({"periode": "zelf", "van": "2026-02-01"}, dt.date(2026, 2, 1), dt.date(2200, 12, 31)),
    ],
)
def test_an_address_says_which_stretch(monkeypatch, words, first, last):
    monkeypatch.setattr(spans.timezone, "localdate", lambda: dt.date(2026, 11, 29))
    assert span_asked(words).period == Period(first, last)


@pytest.mark.parametrize(
    "words",
    [{"periode": "ooit"}, {"van": "2026-02-31"}, {"van": "2026-05-01", "tot": "2026-01-01"}, {"van": "x"}],
)
def test_a_stretch_that_does_not_exist_is_all_there_is(words):
    assert span_asked(words) == Span()


# ------------------------------------------------------------------ where they are stuck, and what they ask
def test_the_words_of_the_team_are_on_the_sheet_of_their_readers_alone(
    initiative, visitor, outsider, team_member
):
    words = {"stuck": "De subsidie stopt.", "asked": "Kom kijken.", "written_by": team_member}
    Appeal.objects.create(initiative=initiative, audience=Audience.PUBLIC, **words)
    assert on_sheet(initiative, visitor).asking == Asking("De subsidie stopt.", "Kom kijken.", True)
    Appeal.objects.create(
        initiative=initiative, audience=Audience.NETWORK, **words | {"asked": "Betaal mee."}
    )
    assert on_sheet(initiative, visitor).asking == Asking("", "", True)  # nor the earlier words
    assert on_sheet(initiative, outsider).asking == Asking("De subsidie stopt.", "Betaal mee.", False)
    assert not on_sheet(initiative, outsider).is_for_everyone


def test_without_a_line_of_the_team_its_walls_say_where_it_is_stuck(initiative, visitor, outsider):
    create_wall(initiative=initiative, name="rooster ligt vast")
    create_wall(initiative=initiative, name="geen uren", status=WallStatus.GONE, ended_on=dt.date(2026, 1, 1))
    assert on_sheet(initiative, visitor).asking.stuck == ""
    assert on_sheet(initiative, outsider).asking == Asking("Rooster ligt vast", "", False)
