"""The story: which wins it tells, in which chapters, and that its first sentence is true."""

import datetime as dt
import re
import uuid

import pytest
from django.utils import timezone, translation
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from initiatives.lenses import (
    Audience,
    Precision,
    StillStands,
    WallStatus,
    WinKind,
)
from initiatives.models import Reader, SmallWin
from initiatives.periods import Period
from initiatives.reports.story.chapters import (
    ALL_OF_THEM,
    ONE_CHAPTER,
    StoryRow,
    plan,
    story,
    wins_between,
)
from tests.factories import create_initiative, create_link, create_partner, create_user, create_win
from tests.factories_outside import create_bite, create_wall
from tests.factories_profile import create_follow_up, create_loss

START = dt.date(2019, 9, 15)


def create_wins(initiative, n: int, *, days: int = 40, **details) -> list[SmallWin]:
    """So many public wins, so many days apart, the oldest first; in one go, as there may be hundreds."""
    teller, now = create_user(), timezone.now()
    SmallWin.objects.bulk_create(
        SmallWin(
            initiative=initiative,
            title=f"Stap {i}",
            occurred_on=START + dt.timedelta(days=i * days),
            audience=Audience.PUBLIC,
            logged_by=teller,
            confirmed_at=now,
            confirmed_by=teller,
            submission_id=uuid.uuid4(),
            **details,
        )
        for i in range(n)
    )
    return list(SmallWin.objects.filter(initiative=initiative).order_by("occurred_on"))


def told(initiative, user):
    return story(Reader(user, initiative))


def sentence(opening) -> str:
    words = strip_tags(opening.text)
    return re.sub(r"\s+", " ", words).strip()


# ------------------------------------------------------------------ the first sentence
def test_one_win_is_a_true_sentence(initiative, visitor):
    create_win(initiative=initiative, title="De deur ging open", occurred_on=dt.date(2026, 3, 1))
    assert (
        sentence(told(initiative, visitor).opening)
        == "Hier staat 1 small win, van 1 maart 2026: De deur ging open."
    )


@pytest.mark.parametrize(
    "n, days, words",
    [
        (2, 40, "2 small wins, van 15 september 2019 tot en met 25 oktober 2019."),
        (14, 40, "14 small wins, in ongeveer 17 maanden, van 15 september 2019 tot en met 16 februari 2021."),
        (40, 40, "40 small wins, in ongeveer 4 jaar, van 15 september 2019 tot en met 23 december 2023."),
        (400, 6, "400 small wins, in ongeveer 7 jaar, van 15 september 2019 tot en met 5 april 2026."),
    ],
)
def test_more_wins_say_how_many_how_long_and_from_where_to_where(initiative, visitor, n, days, words):
    create_wins(initiative, n, days=days)
    said = sentence(told(initiative, visitor).opening)
    assert said == f"{words} Het verhaal begint met “Stap 0” en loopt nu tot “Stap {n - 1}”."


def test_wins_of_one_day_have_no_order(initiative, visitor):
    for _ in range(3):
        create_win(initiative=initiative)
    assert sentence(told(initiative, visitor).opening) == "3 small wins, van 1 maart 2026."


def test_a_year_carries_no_months_and_no_order_within_it(initiative, visitor):
    create_win(initiative=initiative, occurred_on=dt.date(2025, 1, 1), precision=Precision.YEAR)
    create_win(initiative=initiative, occurred_on=dt.date(2025, 11, 1))
    said = sentence(told(initiative, visitor).opening)
    assert said == "2 small wins, van 2025 tot en met 1 november 2025."


def test_wins_without_a_date_are_counted_and_stand_apart(initiative, visitor):
    create_win(initiative=initiative, title="Ooit", occurred_on=None, sources="krant")
    report = told(initiative, visitor)
    assert sentence(report.opening) == "Hier staat 1 small win. Wanneer die was, weten we niet."
    assert not [step for chapter in report.chapters for step in chapter.steps]
    assert [step.win.title for step in report.undated.steps] == ["Ooit"]
    create_win(initiative=initiative, occurred_on=None, sources="krant")
    assert (
        sentence(told(initiative, visitor).opening)
        == "Hier staan 2 small wins. Wanneer ze waren, weten we niet."
    )
    create_win(initiative=initiative)
    said = sentence(told(initiative, visitor).opening)
    assert said == "3 small wins, waarvan 2 zonder datum. Met datum: van 1 maart 2026."


def test_nobody_told_anything(initiative, visitor):
    report = told(initiative, visitor)
    assert (report.opening.total, report.chapters) == (0, ())


# ------------------------------------------------------------------ chapters
def rows(days) -> list[StoryRow]:
    return [StoryRow(uuid.uuid4(), day, ()) for day in sorted(days)]


@given(st.lists(st.dates(dt.date(2015, 1, 1), dt.date(2026, 1, 1)), max_size=60))
def test_every_win_is_told_or_between_once(days):
    given_rows = rows(days)
    cut = plan(given_rows)
    found = [pk for stretch in cut.stretches for pk in (*stretch.told, *stretch.between)]
    assert sorted(found) == sorted(row.pk for row in given_rows)
    assert len(found) == len(set(found)) == cut.total


@given(st.lists(st.dates(dt.date(2015, 1, 1), dt.date(2026, 1, 1)), min_size=1, max_size=60))
def test_the_first_and_the_latest_are_always_told(days):
    given_rows = rows(days)
    told_keys = [pk for stretch in plan(given_rows).stretches for pk in stretch.told]
    assert (told_keys[0], told_keys[-1]) == (given_rows[0].pk, given_rows[-1].pk)


def test_few_wins_are_one_chapter_and_some_are_all_told(initiative, visitor):
    create_wins(initiative, ONE_CHAPTER)
    assert [len(chapter.steps) for chapter in told(initiative, visitor).chapters] == [ONE_CHAPTER]
    create_win(initiative=initiative)
    report = told(initiative, visitor)
    assert [(chapter.name, chapter.more) for chapter in report.chapters] == [
        ("2019-2020", 0),
        ("2025-2026", 0),
    ]
    assert report.chapters[1].silent == ("2020-2021", "2021-2022", "2022-2023", "2023-2024", "2024-2025")
    assert report.chapters[1].silent_years.endswith("2022-2023, 2023-2024 en 2024-2025")


def test_a_long_year_tells_its_first_and_latest_and_opens_exactly_the_others(initiative, visitor):
    wins = create_wins(initiative, ALL_OF_THEM + 19, days=5)
    (chapter,) = told(initiative, visitor).chapters
    assert [step.win for step in chapter.steps] == [wins[0], wins[-1]]
    assert chapter.more == 37
    opened = wins_between(Reader(visitor, initiative), key="2019-2020")
    assert list(opened.page) == wins[1:-1]
    assert wins_between(Reader(visitor, initiative), key="2020-2021") is None


# ------------------------------------------------------------------ what stands beside it
def test_a_loss_is_never_left_out(initiative, visitor, outsider, team_member):
    win = create_win(initiative=initiative)
    for audience in Audience:
        create_loss(win=win, audience=audience)
    create_loss(initiative=initiative, seen_on=dt.date(2024, 1, 1))

    def seen(user):
        return sum(len(chapter.losses) for chapter in told(initiative, user).chapters)

    assert (seen(visitor), seen(outsider), seen(team_member)) == (2, 3, 4)
    assert told(initiative, visitor).hides_a_loss
    assert not told(initiative, outsider).hides_a_loss


def test_a_loss_in_a_year_without_wins_has_its_own_chapter(initiative, visitor):
    create_wins(initiative, ONE_CHAPTER + 1)
    create_loss(initiative=initiative, seen_on=dt.date(2023, 3, 1))
    chapter = told(initiative, visitor).chapters[-1]
    assert (chapter.name, chapter.total, len(chapter.losses)) == ("2022-2023", 0, 1)


def test_a_wall_that_moved_is_for_the_network(initiative, visitor, outsider, team_member):
    win = create_win(initiative=initiative, by=team_member)
    create_wall(initiative=initiative, name="Rooster ligt vast").moved_by(
        win, WallStatus.BREACHED, by=team_member
    )
    secret = create_win(initiative=initiative, by=team_member, audience=Audience.TEAM)
    create_wall(initiative=initiative).moved_by(secret, WallStatus.GONE, by=team_member)
    assert told(initiative, visitor).chapters[0].moves == ()
    assert [str(move.wall) for move in told(initiative, outsider).chapters[0].moves] == ["Rooster ligt vast"]
    assert len(told(initiative, team_member).chapters[0].moves) == 2


def test_partners_come_by_their_date_or_by_their_first_win(initiative, visitor):
    lead = initiative.partnerships.get().partner
    win = create_win(initiative=initiative, occurred_on=dt.date(2024, 5, 1))
    hidden = create_win(initiative=initiative, occurred_on=dt.date(2020, 5, 1), audience=Audience.TEAM)
    school, shop, guest = (
        create_partner(name="School"),
        create_partner(name="Winkel"),
        create_partner(name="Gast"),
    )
    initiative.partnerships.create(partner=school, since=dt.date(2023, 1, 1), until=dt.date(2025, 1, 1))
    initiative.partnerships.create(partner=shop)
    win.partners.add(shop, guest)
    hidden.partners.add(shop, create_partner())
    report = told(initiative, visitor)
    (chapter,) = report.chapters
    assert [(each.partner, each.day, each.by_win) for each in chapter.came] == [
        (school, dt.date(2023, 1, 1), False),
        (guest, dt.date(2024, 5, 1), True),
        (shop, dt.date(2024, 5, 1), True),
    ]
    assert [each.partner for each in chapter.left] == [school]
    assert [each.partner for each in report.some_day] == [lead]


@pytest.mark.parametrize("days, has_left", [(-1, True), (0, False), (30, False)])
def test_a_partner_stopped_on_the_day_after_its_last(initiative, visitor, days, has_left):
    create_win(initiative=initiative)
    partnership = initiative.partnerships.get()
    partnership.until = timezone.localdate() + dt.timedelta(days=days)
    partnership.save()
    (chapter,) = told(initiative, visitor).chapters
    assert bool(chapter.left) is has_left


def test_a_chapter_says_where_a_win_led_and_shows_the_latest_look(initiative, visitor):
    first = create_win(initiative=initiative, occurred_on=dt.date(2024, 1, 1), kinds=[WinKind.NEW_PARTNER])
    later = create_win(initiative=initiative, kinds=[WinKind.RULE, WinKind.RESOURCES])
    create_link(earlier=first, later=later)
    create_follow_up(first, days=100)
    create_follow_up(first, days=400, still_stands=StillStands.NO)
    report = told(initiative, visitor)
    (chapter,) = report.chapters
    assert [f'href="{later.get_absolute_url()}"' in each for each in chapter.steps[0].onwards] == [True]
    assert chapter.steps[0].looked.still_stands == report.latest_look.still_stands == StillStands.NO
    assert chapter.kinds == ["geld of middelen", "nieuwe partner", "regel of beleid"]


def test_a_year_names_only_the_kinds_that_are_new(initiative, visitor):
    create_wins(initiative, 20, kinds=[WinKind.RULE])
    SmallWin.objects.filter(pk=initiative.wins.newest_first().first().pk).update(
        kinds=[WinKind.RULE, WinKind.STORY]
    )
    kinds = [chapter.kinds for chapter in told(initiative, visitor).chapters]
    assert kinds == [["regel of beleid"], [], ["verhaal dat werkt"]]


def test_the_next_bite_is_for_the_network(initiative, visitor, outsider):
    bite = create_bite(initiative=initiative)
    assert told(initiative, visitor).bite is None
    assert told(initiative, outsider).bite == bite


def test_the_chapter_of_a_year_counts_what_its_link_opens(initiative, visitor):
    create_wins(initiative, 40)
    for chapter in told(initiative, visitor).chapters:
        in_it = SmallWin.objects.filter(initiative=initiative).happened_in(Period.parse(chapter.name))
        assert chapter.total == in_it.count()


def test_a_month_is_about_right_in_english_too(initiative, visitor):
    create_wins(initiative, 14)
    with translation.override("en"):
        assert "14 small wins" in sentence(told(initiative, visitor).opening)


def test_another_initiatives_rows_stay_there(initiative, visitor):
    create_loss(win=create_win(initiative=create_initiative()))
    report = told(initiative, visitor)
    assert report.opening.total == 0 and report.undated.losses == ()


def test_a_long_story_comes_with_its_newest_years_open(initiative, outsider):
    create_wins(initiative, 60, days=40)
    chapters = story(Reader(outsider, initiative)).chapters
    assert len(chapters) > 4
    assert [chapter.is_open for chapter in chapters] == [False] * (len(chapters) - 2) + [True] * 2
