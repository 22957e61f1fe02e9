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
    assert kept.rules["version"] == 3 and kept.rules["known_share"] == "3/5"
    assert kept.rules["often"] == 3 and kept.rules["voices"] == 2
    assert "‘Vaker gezien’ vanaf 3 small wins van 2 vertellers of bronnen" in Kept(kept).rules_said
    assert Kept(kept).are_todays_rules
    settings.PROFILE_THRESHOLDS = {"often": 2}
    assert not Kept(kept).are_todays_rules


def test_it_is_kept_in_both_languages_and_without_titles(initiative, team_member, win):
    kept = Kept(take_snapshot(initiative, by=team_member))
    assert kept.said["rose"][0]["label"] == "Hoger"
    assert "signaal" in str(kept.said["rose"])
    with translation.override("en"):
        assert "signal" in str(kept.said["rose"]) and "signaal" not in str(kept.said["rose"])
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
    assert {"1 persoon vertelde", "1 uit openbare bronnen, gelezen door de redactie"} <= set(told)


OF_VERSION_2 = {"version": 2, "known": 5, "known_share": "3/5", "moving": 3, "lasting_days": 365}


def test_a_snapshot_of_version_2_keeps_its_states_its_words_and_its_rules(initiative, team_member, win):
    """Its states are no more, but it said them under the rules of then."""
    content = take_snapshot(initiative, by=team_member).content
    told = content["said"]["nl"]["rose"][0]["spots"]
    said = [("moving", "in beweging"), ("lasting", "houdt stand"), ("still_standing", "staat nog")]
    for spot, (code, words) in zip(told, said, strict=False):
        spot |= {"code": code, "state": words, "rule": [f"{words}: zo was het toen."]}
    kept = Kept(
        Snapshot.objects.create(
            initiative=initiative, taken_by=team_member, rules=OF_VERSION_2, content=content
        )
    )
    spots = kept.said["rose"][0]["spots"]
    assert [spot["state"] for spot in spots[:3]] == ["in beweging", "houdt stand", "staat nog"]
    assert all(spot["css"].startswith("heat__") for spot in spots[:3])
    assert kept.rules_said.startswith("‘Niets gezien’ bij minstens 5 antwoorden")
    assert "‘In beweging’ vanaf 3 small wins" in kept.rules_said and "versie 2" in kept.rules_said
    assert not kept.are_todays_rules
