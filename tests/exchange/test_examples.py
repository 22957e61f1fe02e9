"""The example programme: everything of the product occurs in it, alive, and nothing invented stands outside it."""

import csv
import datetime as dt
import tomllib
from itertools import product

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.management import call_command
from django.db import models, transaction
from django.utils import timezone

from initiatives.exchange.dataset import DATA, load_dataset
from initiatives.exchange.examples.files import INITIATIVES, TOLD, day, told_of
from initiatives.exchange.examples.programme import load_example
from initiatives.lenses import (
    RAYS,
    CellState,
    Grade,
    Level,
    LinkBasis,
    Mechanism,
    Robustness,
    Signal,
    WindowState,
)
from initiatives.models import (
    Ambition,
    City,
    Figure,
    Initiative,
    Introduction,
    Judgement,
    Loss,
    Onlooker,
    Partner,
    PilotCheck,
    Programme,
    Reader,
    SmallWin,
    User,
    Wall,
    Window,
    WinLink,
    WishPair,
)
from initiatives.models.evidence import grade_of, judged_good
from initiatives.models.rights import HangingQuerySet
from initiatives.reports.counting.chains import longest_chain
from initiatives.reports.mirror.shared_walls import shared_walls
from initiatives.reports.mirror.wishes import wish_table
from initiatives.reports.profile.page import initiative_profile
from initiatives.reports.signals.page import questions_of_wishes

INVENTED = "initiative__programme__is_example"


@pytest.fixture(scope="module")
def counted(django_db_setup, django_db_blocker):
    """One load for the whole file. Out: how many rows hung on what is real, before and after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_dataset(DATA)
        before = rows_on_what_is_real()
        load_example()
        yield before, rows_on_what_is_real()
        transaction.set_rollback(True)


@pytest.fixture
def example(counted) -> Programme:
    return Programme.objects.get(is_example=True)


@pytest.fixture
def profiles(example):
    """What somebody of the programme reads of each."""
    reader = User.objects.get(roles__programme=example)
    return {each.slug: initiative_profile(Reader(reader, each)) for each in example.initiatives.all()}


def hanging() -> list[tuple[type[models.Model], str]]:
    """Every table whose rows hang on an initiative, with the way there."""
    tables = [each for each in apps.get_app_config("initiatives").get_models() if each is not Partner]
    return [(each, way_of(each)) for each in tables if isinstance(each.objects.all(), HangingQuerySet)]


def way_of(table: type[models.Model]) -> str:
    way, there = table.objects.all().hangs_on, table
    for step in way.split("__"):
        there = there._meta.get_field(step).related_model
    return way if there is Initiative else f"{way}__{way_of(there)}"


def rows_on_what_is_real() -> dict[str, int]:
    return {
        table._meta.label: table.objects.order_by()
        .filter(**{f"{way}__programme__is_example": False})
        .distinct()
        .count()
        for table, way in hanging()
    }


def rows() -> dict[str, int]:
    return {table._meta.label: table._base_manager.count() for table in apps.get_models()}


# ------------------------------------------------------------------ what occurs
def states_of(profile) -> set[CellState]:
    return {profile.tally.ray_facts(ray).state for ray in RAYS}


def states_of_places(profile) -> set[CellState]:
    return {profile.tally.cell_facts(*place).state for place in product(RAYS, Level)}


def test_the_roses_have_every_state_and_one_has_them_all(profiles):
    """What cannot be said of a ray may be said of its places, and the other way round: an answer is missing of one of both."""
    whole, fullest = profiles["regenstraat"], profiles["warme-voeten"]
    assert states_of(whole) | states_of_places(whole) == set(CellState)
    assert {CellState.SEEN_MORE_OFTEN, CellState.SIGNAL} <= states_of_places(whole)
    assert states_of(fullest) == set(CellState) - {CellState.NO_DATA}


def test_every_mechanism_works_somewhere_and_something_stood_in_headwind(profiles):
    mechanisms = [profile.mechanisms for profile in profiles.values()]
    worked = {row.mechanism for each in mechanisms for row in each.worked if row.count}
    assert worked == set(Mechanism) - {Mechanism.UNKNOWN}
    assert any(each.stood.count for each in mechanisms), Robustness.ROBUSTNESS
    assert any(crossing.count for each in mechanisms for crossing in each.crossings)


def test_a_chain_is_told_by_several_over_three_study_years(profiles):
    for slug in ("warme-voeten", "wandeltaal"):
        chain = longest_chain(profiles[slug].mechanisms.pairs)
        assert len(chain) >= 4
        assert len({win.logged_by_id for win in SmallWin.objects.filter(pk__in=chain)}) > 1
    first, last = (
        Initiative.objects.get(slug="warme-voeten").wins.order_by(order)[0]
        for order in ("sort_on", "-sort_on")
    )
    assert last.occurred_on - first.occurred_on > dt.timedelta(days=2 * 365)


SAID = [
    (SmallWin, "types", {"none"}), (SmallWin, "directions", {"none"}), (SmallWin, "level", set()),
    (Judgement, "perspective", set()), (Judgement, "verdict", set()), (Loss, "borne_by", set()),
    (Loss, "status", set()), (Loss, "severity", set()), (Ambition, "choice", set()), (Wall, "status", set()),
]  # fmt: skip


@pytest.mark.parametrize("table, column, more", SAID)
def test_every_word_is_said_by_somebody(example, table, column, more):
    """An empty set is "none of these"."""
    field = table._meta.get_field(column)
    words = {code for code, _label in getattr(field, "base_field", field).choices} | more
    found = table.objects.filter(**{f"{way_of(table)}__programme": example}).values_list(column, flat=True)
    if isinstance(field, ArrayField):
        found = [code for answer in found if answer is not None for code in answer or ["none"]]
    assert words - set(found) <= {"unknown"}


def test_wins_go_as_far_as_they_can(example):
    wins = SmallWin.objects.filter(**{INVENTED: True}).annotate(good=judged_good())
    assert {grade_of(win, is_judged_good=win.good) for win in wins} == set(Grade)


def test_of_two_wins_with_two_of_both_one_says_which_went_where(profiles):
    assert profiles["warme-voeten"].tally.uncrossed == 1
    assert profiles["wandeltaal"].tally.matrix["growth", "out"] == 1
    assert profiles["wandeltaal"].tally.matrix["growth", "up"] == 0


def test_wishes_rub_with_an_agreement_and_without_one(example):
    pairs = WishPair.objects.filter(first__partnership__initiative__programme=example)
    assert {pair.is_open for pair in pairs} == {True, False}
    assert {pair.is_agreed for pair in pairs} == {True, False}


def test_the_numbers_of_two_wishes_ask_what_that_means(example):
    reader = Reader(
        User.objects.get(email="ilse@voorbeeld.example"), Initiative.objects.get(slug="warme-voeten")
    )
    table = wish_table(reader, asked=questions_of_wishes(reader))
    assert [sharing.each for sharing, _pair in table.sharings] == [40]
    assert Signal.TENSION_OPEN in {asked.signal for asked in table.questions}


def test_something_of_everything_is_there(example):
    """Also rows of which no other test speaks: a photo, evidence that a curator opened, a kept profile, a question put aside."""
    there = {table: table.objects.filter(**{f"{way}__programme": example}) for table, way in hanging()}
    assert [table.__name__ for table, found in there.items() if not found.exists()] == []


def test_the_paradox_was_taken_twice_with_a_year_between(example):
    late, early = PilotCheck.objects.filter(initiative__programme=example).order_by("-taken_on")
    assert (late.taken_on - early.taken_on).days > 350
    for check in (late, early):
        assert len(set(check.respondents.values_list("perspective", flat=True))) >= 4
        assert check.recognitions.exists()


def test_three_initiatives_share_a_wall_and_windows_close_soon(example):
    reader = User.objects.get(email="ilse@voorbeeld.example")
    assert max(wall.initiatives for wall in shared_walls(Onlooker(reader, example, is_main=False))) == 3
    today = timezone.localdate()
    windows = Window.objects.filter(models.Q(**{INVENTED: True}) | models.Q(city__code__startswith="VB"))
    assert {window.state_on(today) for window in windows} == set(WindowState)


def test_one_is_silent_one_stopped_and_one_begins(example):
    wins = SmallWin.objects.standing()
    assert [each.slug for each in example.initiatives.silent(wins)] == ["regenstraat"]
    assert [each.slug for each in example.initiatives.exclude(ended_on=None)] == ["reparatielokaal"]
    assert Initiative.objects.get(slug="buurtuur").wins.count() == 2


def test_things_wait_for_a_team(example):
    warm = Initiative.objects.get(slug="warme-voeten")
    assert SmallWin.objects.waiting_for_the_team().filter(initiative=warm).count() == 2
    assert SmallWin.objects.drafts().filter(initiative=warm).exists()
    assert WinLink.objects.waiting().filter(asked=warm).count() == 1
    assert Introduction.objects.get().said_by(side_of(warm)) is None
    assert Partner.objects.waiting().get().partnerships.get().initiative.slug == "wandeltaal"


def side_of(initiative: Initiative) -> str:
    return "first" if Introduction.objects.get().first == initiative else "second"


def test_numbers_of_three_study_years_with_a_source_that_differs(example):
    figures = Figure.objects.filter(initiative__slug="warme-voeten", measure="projects")
    assert len(set(figures.values_list("year", flat=True))) == 3
    assert len(figures) == 4


# ------------------------------------------------------------------ what is invented, and where
def test_nothing_invented_hangs_on_what_is_real(counted):
    before, after = counted
    assert after == before


def test_nobody_invented_has_a_place_in_what_is_real(example):
    invented = User.objects.filter(email__endswith="@voorbeeld.example")
    assert invented.count() == len(told_of("programme")["people"])
    for person in invented:
        assert not Initiative.objects.editable_by(person).exclude(programme=example).exists()
        assert not person.logged_wins.exclude(**{INVENTED: True}).exists()
    assert not WinLink.objects.filter(basis=LinkBasis.TEAM).exclude(**{f"later__{INVENTED}": True}).exists()


def test_no_place_and_no_organisation_is_a_real_one(example):
    with (DATA / "municipalities.csv").open() as file:
        real = {row[name].casefold() for row in csv.DictReader(file) for name in ("name", "code")}
    invented = City.objects.filter(initiatives__programme=example).distinct()
    assert invented.count() == 4
    for city in invented:
        assert {city.name.casefold(), city.code.casefold()}.isdisjoint(real)
        assert not city.initiatives.exclude(programme=example).exists()
    partners = Partner.objects.filter(initiatives__programme=example)
    assert not partners.filter(initiatives__programme__is_example=False).exists()


def test_all_that_has_an_english_twin_has_one(example):
    ways = {table: f"{way}__programme" for table, way in hanging()}
    ways |= {Programme: "pk", Initiative: "programme"}
    for table, column in twins():
        for row in table.objects.filter(**{ways[table]: example.pk}).exclude(**{column: ""}):
            if is_for_others(row):
                assert getattr(row, f"{column}_en"), (table.__name__, column, row)


def twins() -> list[tuple[type[models.Model], str]]:
    tables = [Programme, Initiative, SmallWin, Loss, Figure]
    names = ((table, field.name) for table in tables for field in table._meta.fields)
    return [(table, name.removesuffix("_en")) for table, name in names if name.endswith("_en")]


def is_for_others(row) -> bool:
    """A draft, and what came through a link, is in one language."""
    return not isinstance(row, SmallWin) or not (row.drafted_at or row.is_untouched_by_the_team)


# ------------------------------------------------------------------ loading it
def test_a_second_load_changes_nothing(example, capsys, settings):
    settings.SECURE = False
    before = rows()
    call_command("load_examples")
    assert rows() == before
    assert "stond er al" in capsys.readouterr().out


def test_its_files_say_how_long_ago_and_no_more_than_one_reads_at_once():
    today = timezone.localdate()
    assert (today - day("40d")).days == 40
    assert (day("+2w") - today).days == 14
    assert 360 < (today - day("12m")).days < 370
    with pytest.raises(ValueError, match="vorig jaar"):
        day("vorig jaar")
    for file in TOLD.glob("*.toml"):
        assert len(file.read_text().splitlines()) <= 500
        assert tomllib.loads(file.read_text())
    assert {file.name.partition(".")[0] for file in TOLD.glob("*.toml")} == {"programme", *INITIATIVES}
