"""Migrations say what the database holds: a new label needs none, and rules can be undone and made again."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder

from initiatives.models import Photo, SmallWin, Theme, User
from initiatives.models.audit import badly_watched, watch_every_table

pytestmark = pytest.mark.django_db


def triggers() -> set[str]:
    """Every trigger of ours, as PostgreSQL spells it out."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal")
        return {text for (text,) in cursor.fetchall()}


def is_complete() -> bool:
    """True where the migrations say all that the models say, as `make check` asks."""
    try:
        call_command("makemigrations", "initiatives", check=True, dry_run=True, verbosity=0)
    except SystemExit:
        return False
    return True


def with_other_labels(monkeypatch) -> None:
    """Other labels for every field of a win and its photos."""
    for field in [*SmallWin._meta.local_fields, *Photo._meta.local_fields]:
        monkeypatch.setattr(field, "_verbose_name", "een ander woord")
        monkeypatch.setattr(field, "help_text", "Een andere uitleg.")
        for kept in (field, getattr(field, "base_field", field)):
            if kept.choices:
                monkeypatch.setattr(kept, "choices", [(code, "anders") for code, _label in kept.choices])
    for constraint in SmallWin._meta.constraints:
        monkeypatch.setattr(constraint, "violation_error_message", "Een andere zin.")
    monkeypatch.setitem(SmallWin._meta.original_attrs, "verbose_name", "een ander ding")


def test_a_changed_label_or_sentence_asks_for_no_migration(monkeypatch):
    assert is_complete()
    with_other_labels(monkeypatch)
    assert SmallWin._meta.get_field("depth").choices[0][1] == "anders"
    assert is_complete()


def test_a_changed_length_asks_for_a_migration(monkeypatch):
    monkeypatch.setattr(SmallWin._meta.get_field("title"), "max_length", 281)
    assert not is_complete()


def test_a_changed_rule_does_ask_for_one(monkeypatch):
    known = next(each for each in SmallWin._meta.constraints if each.name == "win_depth_known")
    monkeypatch.setattr(known, "condition", models.Q(depth__in=["surface"]))
    assert not is_complete()


def test_rules_can_be_undone_and_come_back_as_they_were():
    before = triggers()
    call_command("migrate", "initiatives", "0001", verbosity=0)
    assert triggers() == set()
    call_command("migrate", "initiatives", verbosity=0)
    assert triggers() == before
    assert len(before) > 60


def test_tables_of_before_the_first_release_are_refused_in_words():
    MigrationRecorder(connection).record_applied("initiatives", "0001_ground_floor")
    with pytest.raises(CommandError, match="van een andere versie van Vliegwiel"):
        call_command("migrate", verbosity=0)


def test_a_trigger_that_is_gone_or_was_altered_comes_back_with_the_next_migrate():
    before = triggers()
    with connection.cursor() as cursor:
        cursor.execute(f"drop trigger write_audit on {Theme._meta.db_table}")
        cursor.execute(
            "create or replace trigger write_audit after insert on initiatives_user for each row "
            "execute function write_audit('{}', '{}')"
        )
        assert set(badly_watched(cursor)) == {Theme._meta.db_table, User._meta.db_table}
    watch_every_table(using="default")
    assert triggers() == before
    with connection.cursor() as cursor:
        assert badly_watched(cursor) == {}
