"""A snapshot of the profile never changes."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import translation

from initiatives.lenses import CellState, ScalingType
from initiatives.models import Snapshot
from initiatives.periods import Period
from initiatives.reports.counting import tables
from initiatives.reports.profile.snapshots import Kept, take_snapshot
from tests.factories import create_win


@pytest.fixture
def win(initiative, team_member):
    return create_win(initiative=initiative, by=team_member, types=[ScalingType.GROWTH])


def test_a_win_that_changes_later_changes_no_snapshot(initiative, team_member, win):
    kept = take_snapshot(initiative, by=team_member)
    before = kept.content
    win.types, win.title = [ScalingType.CIRCULATION], "Heel anders"
    win.save()
    win.withdraw(by=team_member)
    kept.refresh_from_db()
    assert kept.content == before
    assert kept.content["places"]["rays"]["growth"]["state"] == "signal"
    assert take_snapshot(initiative, by=team_member).content != before


def test_the_database_refuses_every_change(initiative, team_member, win):
    kept = take_snapshot(initiative, by=team_member)
    for change in (lambda: Snapshot.objects.update(content={}), kept.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_same_words_on_the_same_day_are_kept_once(initiative, team_member, win):
    first, second = (take_snapshot(initiative, by=team_member) for _ in range(2))
    other = take_snapshot(initiative, by=team_member, period=Period.parse("2025-2026"))
    assert first == second != other


def test_the_rules_are_kept_with_it(initiative, team_member, win, settings):
    kept = take_snapshot(initiative, by=team_member)
    assert kept.rules["moving"] == 3 and kept.rules["known_share"] == "3/5"
    assert Kept(kept).are_todays_rules
    settings.PROFILE_THRESHOLDS = {"moving": 2}
    assert not Kept(kept).are_todays_rules


def test_it_is_kept_in_both_languages_and_without_titles(initiative, team_member, win):
    kept = Kept(take_snapshot(initiative, by=team_member))
    assert kept.said["rose"][0]["label"] == "Hoger"
    assert "iets gebeurd" in str(kept.said["rose"])
    with translation.override("en"):
        assert "something happened" in str(kept.said["rose"]) and "iets gebeurd" not in str(kept.said["rose"])
    assert win.title not in str(kept.snapshot.content)
    assert team_member.display_name not in str(kept.snapshot.content)


def test_codes_are_kept_and_no_looks(initiative, team_member, win, monkeypatch):
    """Another style draws an old snapshot, too."""
    kept = take_snapshot(initiative, by=team_member)
    assert "heat" not in str(kept.content) and "css" not in str(kept.content)
    spot = kept.content["said"]["nl"]["rose"][-1]["spots"]
    assert {each["code"] for each in spot} <= set(CellState.values)
    monkeypatch.setattr(tables, "heat_class", lambda ray, state, *, notch: f"new-{ray}-{state}-{notch}")
    looks = {each["css"] for line in Kept(kept).said["rose"] for each in line["spots"]}
    assert "new-growth-signal-True" in looks


def test_it_names_who_told_and_counts_nobody_for_what_came_from_sources(initiative, team_member):
    create_win(initiative=initiative, by=team_member, dataset_key="bron-1")
    assert "0 mensen" not in str(take_snapshot(initiative, by=team_member).content)
    create_win(initiative=initiative, by=team_member)
    told = Kept(take_snapshot(initiative, by=team_member)).said["known"]
    assert {"1 persoon vertelde", "1 uit bronnen"} <= set(told)
