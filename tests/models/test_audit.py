"""The database writes down every change itself, and nobody can alter that."""

import datetime as dt
import threading
import uuid

import pytest
from django.apps import apps
from django.db import IntegrityError, InternalError, connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse

from initiatives.lenses import MembershipRole
from initiatives.models import AuditEntry, CaptureLink, Invitation, MembershipRequest, SmallWin, User, acting
from tests.factories import create_initiative, create_link, create_user, create_win

# Django's own permissions: nothing here asks them, a role is a row of ours.
UNUSED = {"initiatives_user_groups", "initiatives_user_user_permissions"}
ITSELF = "initiatives_auditentry"


def tables() -> set[str]:
    models = apps.get_app_config("initiatives").get_models(include_auto_created=True)
    return {model._meta.db_table for model in models} - UNUSED - {ITSELF}


def watched() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_trigger join pg_class on pg_class.oid = tgrelid "
            "where tgname = 'write_audit' and tgenabled in ('O', 'A')"
        )
        return {name for (name,) in cursor.fetchall()}


def actor_now() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting('vliegwiel.actor', true), '')")
        return cursor.fetchone()[0]


def last() -> AuditEntry:
    return AuditEntry.objects.first()


@pytest.fixture
def win(initiative, team_member):
    return create_win(initiative=initiative, by=team_member, title="Eerst")


# --- everything is seen -----------------------------------------------------------------------


def test_every_table_of_ours_is_watched():
    assert tables() - watched() == set()
    assert len(tables()) >= 20


def test_the_guard_of_the_tables_bites():
    with connection.cursor() as cursor:
        cursor.execute("drop trigger write_audit on initiatives_theme")
    assert tables() - watched() == {"initiatives_theme"}


def test_a_change_says_what_stood_there_and_what_stands_there(win):
    win.rewrite(title="Daarna")
    assert (last().action, last().table, last().row) == ("UPDATE", "initiatives_smallwin", str(win.pk))
    assert last().changes == {"title": ["Eerst", "Daarna"]}
    assert (last().win, last().initiative) == (win.pk, win.initiative_id)


def test_saving_without_a_change_says_nothing(win):
    before = AuditEntry.objects.count()
    win.save()
    assert AuditEntry.objects.count() == before


def test_a_deleted_row_leaves_its_values_in_the_audit(team_member):
    draft = SmallWin.objects.keep_draft(by=team_member, submission_id=uuid.uuid4(), title="Half")
    key = draft.pk
    draft.discard()
    assert (last().action, last().win) == ("DELETE", key)
    assert last().changes["title"] == ["Half", None]


def test_links_and_photos_are_told_with_their_win(win, initiative):
    earlier = create_win(initiative=initiative)
    create_link(earlier=earlier, later=win)
    assert AuditEntry.objects.about_win(win).first().table == "initiatives_winlink"
    win.photos.create(image="photos/x.jpg", width=1, height=1, added_by=win.logged_by)
    assert AuditEntry.objects.about_win(win).first().table == "initiatives_photo"


@pytest.mark.parametrize(
    "write",
    [
        lambda win: SmallWin.objects.filter(pk=win.pk).update(title="In bulk"),
        lambda win: SmallWin.objects.bulk_update([_titled(win, "In bulk")], ["title"]),
        lambda win: connection.cursor().execute(
            "update initiatives_smallwin set title = %s where id = %s", ["In bulk", win.pk]
        ),
    ],
)
def test_bulk_updates_and_plain_sql_are_seen_too(win, write):
    write(win)
    assert last().changes == {"title": ["Eerst", "In bulk"]}


def _titled(win, title):
    win.title = title
    return win


def test_sets_of_rows_are_seen(initiative):
    city = create_initiative().cities.get()
    initiative.cities.add(city)
    assert (last().table, last().initiative) == ("initiatives_initiative_cities", initiative.pk)
    assert last().changes["city_id"] == [None, city.pk]
    initiative.cities.remove(city)
    assert last().action == "DELETE"


# --- who --------------------------------------------------------------------------------------


def test_a_request_says_who_wrote(client, win, team_member):
    client.force_login(team_member)
    client.post(reverse("telling:ask", args=[win.pk, "niveau"]), {"level": "local"})
    assert (last().changes, last().actor) == ({"level": [None, "local"]}, team_member)


def test_outside_a_request_nobody_wrote(win):
    assert last().actor is None


def test_a_visitor_is_nobody(client, win):
    client.post(reverse("account_login"), {"login": "niemand@voorbeeld.example", "password": "x"})
    assert actor_now() == ""


def test_one_person_after_another_each_under_their_own_name(client, win, team_member, lead):
    for user, level in ((team_member, "local"), (lead, "vertical")):
        client.force_login(user)
        client.post(reverse("telling:ask", args=[win.pk, "niveau"]), {"level": level})
        assert last().actor == user
        assert actor_now() == ""
    client.get(win.get_absolute_url())
    win.rewrite(title="Buiten een verzoek")
    assert last().actor is None


def test_a_name_ends_with_its_block_also_when_that_fails(team_member, lead, win):
    with pytest.raises(ZeroDivisionError), acting(team_member):
        1 / 0  # noqa: B018
    assert actor_now() == ""
    with acting(team_member):
        with acting(lead):
            win.rewrite(title="Binnen")
        assert (last().actor, actor_now()) == (lead, str(team_member.pk))


def test_a_name_survives_what_is_rolled_back(team_member, win):
    with acting(team_member):
        with pytest.raises(IntegrityError), transaction.atomic():
            SmallWin.objects.filter(pk=win.pk).update(title="")
        win.rewrite(title="Daarna")
    assert last().actor == team_member


@pytest.mark.django_db(transaction=True)
def test_a_connection_of_the_pool_never_keeps_a_name(initiative, team_member, lead):
    """The next person, or a command, gets the very connection that somebody wrote with."""
    win = create_win(initiative=initiative, by=team_member)
    names, address = [], reverse("telling:ask", args=[win.pk, "niveau"])

    def send(user, level):
        browser = Client()
        browser.force_login(user)
        browser.post(address, {"level": level})
        connection.close()

    def look():
        names.append(actor_now())
        SmallWin.objects.filter(pk=win.pk).update(title="Van niemand")
        connection.close()

    steps = [(send, team_member, "local"), (send, lead, "vertical")] + [(look,)] * 8
    for step, *words in steps:
        thread = threading.Thread(target=step, args=words)
        thread.start()
        thread.join()
    entries = AuditEntry.objects.about_win(win)
    assert [e.actor for e in entries.filter(changes__has_key="level").order_by("pk")] == [team_member, lead]
    assert entries.filter(changes__title__1="Van niemand").get().actor is None
    assert names == [""] * 8


# --- what is never written --------------------------------------------------------------------


def test_a_personal_or_secret_column_is_named_without_its_value(initiative, team_member, lead):
    user = create_user(email="canarie-adres@voorbeeld.example", password="canarie-wachtwoord")
    User.objects.filter(pk=user.pk).update(display_name="Canarie Naam")
    invitation, word = Invitation.objects.invite(
        "canarie-gast@voorbeeld.example", to=initiative, role=MembershipRole.MEMBER, by=lead
    )
    MembershipRequest.objects.create(initiative=initiative, user=user, note="canarie-verhaal")
    link = CaptureLink.objects.create(initiative=initiative, created_by=lead)
    win, _new = SmallWin.objects.tell_through(
        link, submission_id=uuid.uuid4(), title="Via de poster", occurred_on=dt.date(2026, 3, 1)
    )
    secrets = [
        "canarie", "Canarie Naam", User.objects.get(pk=user.pk).password, word, invitation.token_digest,
        link.token, link.token_digest, win.receipt, win.receipt_digest,
    ]  # fmt: skip
    written = "\n".join(str(entry.changes) for entry in AuditEntry.objects.all())
    assert [secret for secret in secrets if secret in written] == []
    told = AuditEntry.objects.filter(table="initiatives_user", row=str(user.pk))
    assert told.first().changes == {"display_name": []}
    assert {"email", "display_name", "password"} <= set(told.last().changes)


def test_derived_columns_are_not_written_down(win):
    win.rewrite(title="Daarna", types=["growth"], occurred_on=dt.date(2020, 1, 1))
    derived = {field.column for field in SmallWin._meta.concrete_fields if field.generated}
    noise = derived | {"changed_at", "submission_id"}
    assert len(derived) == 13
    for entry in AuditEntry.objects.about_win(win):
        assert set(entry.changes) & noise == set()


def test_logging_in_is_no_change(team_member):
    before = AuditEntry.objects.count()
    User.objects.filter(pk=team_member.pk).update(last_login=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert AuditEntry.objects.count() == before


# --- it stays ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "update initiatives_auditentry set actor_id = null",
        "update initiatives_auditentry set changes = '{}'",
        "delete from initiatives_auditentry",
        "truncate initiatives_auditentry",
    ],
)
def test_no_entry_of_the_audit_is_changed_or_deleted(statement):
    with connection.cursor() as cursor:  # the tests turn this one trigger off, to clean up after themselves
        cursor.execute("alter table initiatives_auditentry enable trigger audit_is_not_emptied")
    create_user()
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
    before = list(AuditEntry.objects.values())
    with (
        pytest.raises((IntegrityError, InternalError), match="what happened stays"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert before
    assert list(AuditEntry.objects.values()) == before


def test_django_cannot_change_it_either(win):
    entry = last()
    entry.table = "iets anders"
    for change in (entry.save, entry.delete, AuditEntry.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


# --- who reads it -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who, sees",
    [
        ("visitor", False),
        ("outsider", False),
        ("team_member", True),
        ("coordinator", True),
        ("programme_staff", True),
    ],
)
def test_people_inside_read_the_audit_of_a_win(request, win, who, sees):
    reader = request.getfixturevalue(who)
    assert AuditEntry.objects.visible_to(reader).about_win(win).exists() == sees


def test_a_superuser_reads_all_and_a_deactivated_one_nothing(win):
    boss = create_user()
    boss.is_superuser = True
    boss.save()
    assert AuditEntry.objects.visible_to(boss).count() == AuditEntry.objects.count()
    boss.is_active = False
    boss.save()
    assert not AuditEntry.objects.visible_to(boss).exists()


def told_of_links(user) -> list[str]:
    entries = AuditEntry.objects.visible_to(user).filter(table="initiatives_winlink")
    return sorted(entry.action for entry in entries)


def test_a_link_from_a_hidden_win_shows_only_to_readers_of_both_ends(initiative, team_member):
    elsewhere = create_initiative()
    theirs = create_win(initiative=elsewhere, audience="team")
    link = create_link(earlier=theirs, later=create_win(initiative=initiative))
    link.how = "Door de proef van hiernaast"
    link.save()
    both = create_user(member_of=initiative)
    both.memberships.create(initiative=elsewhere)
    assert told_of_links(team_member) == []
    assert told_of_links(both) == ["INSERT", "UPDATE"]
    link.delete()
    assert told_of_links(team_member) == []
    assert told_of_links(both) == ["DELETE", "INSERT", "UPDATE"]


def test_a_link_between_known_wins_is_in_the_history(initiative, team_member):
    earlier = create_win(initiative=initiative)
    create_link(earlier=earlier, later=create_win(initiative=initiative))
    assert told_of_links(team_member) == ["INSERT"]
    earlier.withdraw(by=team_member)
    assert told_of_links(team_member) == ["INSERT"]
