"""Migrations say what the database holds: a new label needs none, and rules can be undone and made again."""

from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from initiatives.models import Initiative, Introduced, Introduction, Partner, Photo, SmallWin, Theme, User
from initiatives.models.audit import AuditEntry, badly_watched, watch_every_table
from initiatives.models.guests import GuestLink
from tests.factories import create_initiative, create_partner, create_user
from tests.factories_outside import create_wall
from tests.factories_wishes import create_check, create_partnership, create_wish_link

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


def test_on_the_way_back_a_table_that_is_not_there_yet_is_passed_over():
    with connection.cursor() as cursor:
        cursor.execute(f"drop table {Introduced._meta.db_table}")
        cursor.execute(f"drop trigger write_audit on {Theme._meta.db_table}")
        watch_every_table(using="default")
        assert set(badly_watched(cursor)) == {Introduced._meta.db_table}


# ------------------------------------------------------------------ rows of before a rule
LINKS = ("initiatives_wishlink", "initiatives_pilotcheck")


def move(to: str | None) -> None:
    """To this migration of ours, or to the newest; without what comes after `migrate`."""
    executor = MigrationExecutor(connection)
    (newest,) = executor.loader.graph.leaf_nodes("initiatives")
    executor.migrate([("initiatives", to) if to else newest])


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def watched_as_before_words(table: str) -> str:
    return (
        f"create or replace trigger write_audit after insert or update or delete on {table} "
        "for each row execute function write_audit('{}', '{token_digest}')"
    )


def with_two_that_met() -> set[int]:
    """Two initiatives that met, one of them with a lead who left the site. Out: who decides there now."""
    ours, theirs = create_initiative(), create_initiative()
    lead, member = create_user(lead_of=ours), create_user(member_of=theirs)
    create_user(member_of=ours)
    theirs.memberships.create(user=create_user(), role="lead")
    User.objects.filter(memberships__initiative=theirs, memberships__role="lead").update(is_active=False)
    topic = create_wall(initiative=ours).topic
    pair = Introduction.objects.propose(ours, theirs, topic=topic, why="Praat eens.", by=lead)
    assert Introduction.objects.answer(pair.pk, agrees=True, by=member)
    return {lead.pk, member.pk}


def links_of_three_keys(settings) -> list[GuestLink]:
    """Links made with the secret key, with the one before it, and with one that is gone."""
    initiative, present = create_initiative(), settings.SECRET_KEY
    made = []
    for settings.SECRET_KEY in (present, "de sleutel hiervoor", "een sleutel die weg is"):
        made.append(create_check(initiative))
        made.append(create_wish_link(create_partnership(initiative)))
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = present, ["de sleutel hiervoor"]
    return made


@contextmanager
def before(migration: str):
    """What is done here happens to the tables of that moment; after it they are those of now."""
    run("set constraints all immediate")  # no table changes while a rule waits
    move(migration)
    run(*map(watched_as_before_words, LINKS))
    yield
    move(None)


def test_rows_of_before_names_who_met_and_words_come_along(settings):
    met, links = with_two_that_met(), links_of_three_keys(settings)
    words = [link.word for link in links]
    partner, taken, address = create_partner(), create_initiative(), create_initiative()
    with before("0016_links_go_along"):
        Initiative.objects.filter(pk=taken.pk).update(slug="voorstellen-2")
        Initiative.objects.filter(pk=address.pk).update(slug="voorstellen")
        Partner.objects.filter(pk=partner.pk).update(slug="lijkt-op")
    for row in (taken, address, partner, *links):
        row.refresh_from_db()
    assert (taken.slug, address.slug) == ("voorstellen-2", f"voorstellen-{address.pk}")
    assert partner.slug == f"lijkt-op-{partner.pk}"
    assert set(Introduction.objects.values_list("people__user", flat=True)) == met
    assert [bool(word) for word in words] == [True] * 4 + [False] * 2
    assert [link.word for link in links] == words
    told = AuditEntry.objects.filter(table__in=LINKS, changes__has_key="word_digest")
    assert [entry.changes["word_digest"] for entry in told] == [[]] * len(links)  # when they were made
    watch_every_table(using="default")
    with connection.cursor() as cursor:
        assert badly_watched(cursor) == {}
