"""The audit: every change of every row, with its author and moment. Triggers in the database write it; nobody alters it."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.apps import apps
from django.db import DatabaseError, connection, connections, models
from django.db.backends.signals import connection_created
from django.db.models import Case, Exists, OuterRef, Q, When
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from initiatives.models.columns import OF_PACKAGES, Columns, Kind, fields_of, quiet_in
from initiatives.models.initiatives import Initiative
from initiatives.models.people import User
from initiatives.models.places import Challenge, City, Partner, Programme, Theme
from initiatives.models.rights import NOTHING, keeps_all, may_come_in
from initiatives.models.wins import SmallWin, WinLink

FAR_ENOUGH = 50  # entries of one row, to find who changed it last
SETTING = "vliegwiel.actor"  # a setting of the connection, which the triggers read
_LINKS = WinLink._meta.db_table
_PARTNERS = Partner._meta.db_table
_SHARED = [model._meta.db_table for model in (City, Theme, Challenge, Programme)]
_ITSELF = "initiatives_auditentry"
_DISMISSALS = "initiatives_signaldismissal"  # a table of a higher step
_acting: ContextVar[str] = ContextVar("acting", default="")


@contextmanager
def acting(user) -> Iterator[None]:
    """The audit names this user as the author of every write in this block; nobody for None or a visitor."""
    before = _acting.set(str(user.pk) if user is not None and user.is_authenticated else "")
    _tell_the_database()
    try:
        yield
    finally:
        _acting.reset(before)
        try:
            _tell_the_database()
        except DatabaseError:
            connection.close()  # a connection of the pool must not keep the name of somebody who left


def _tell_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config(%s, %s, false)", [SETTING, _acting.get()])


def _tell_a_new_connection(connection, **kwargs) -> None:
    if name := _acting.get():
        with connection.cursor() as cursor:
            cursor.execute("select set_config(%s, %s, false)", [SETTING, name])


connection_created.connect(_tell_a_new_connection, dispatch_uid="tell a new connection who is acting")


class AuditAction(models.TextChoices):
    """A kind of change to a row; the codes are those of the database."""

    INSERT = "INSERT", _("gemaakt")
    UPDATE = "UPDATE", _("veranderd")
    DELETE = "DELETE", _("verwijderd")


class AuditEntryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The team, the coordinator and the staff read what happened to their own; a superuser reads all.

        All staff read what happened to what they keep together: the partners, cities and so on. Which question a team put aside, and why, is its own as long as the question is.
        """
        if keeps_all(user):
            return self
        theirs = Q(win__in=SmallWin.objects.known_inside_to(user).values("pk")) | Q(
            initiative__in=(
                Initiative.objects.editable_by(user) | Initiative.objects.curated_with_declined_by(user)
            ).values("pk")
        )
        put_aside = Q(table=_DISMISSALS) & ~Q(initiative__in=Initiative.objects.of_team(user).values("pk"))
        hidden = put_aside | _of_a_link_from_a_hidden_win(user)
        numbers = self.alias(link=_number_in(_LINKS), partner=_number_in(_PARTNERS))
        return numbers.filter(theirs | _kept_together(user)).exclude(hidden)

    def about_win(self, win: SmallWin):
        """Changes of a win, its links and its photos, latest first."""
        return self.filter(win=win.pk).order_by("-pk")

    def of_row(self, row: models.Model):
        """Changes of this row itself, latest first."""
        return self.filter(table=row._meta.db_table, row=str(row.pk)).order_by("-pk")

    def last_of_each(self, columns: Iterable[str]) -> dict[str, "AuditEntry"]:
        """The last of these entries, latest first, that changed each column. One query, not further back than the last fifty."""
        wanted, found = set(columns), {}
        for entry in self.filter(changes__has_any_keys=[*wanted]).select_related("actor")[:FAR_ENOUGH]:
            for column in wanted & entry.changes.keys():
                found.setdefault(column, entry)
        return found


def _number_in(table: str) -> Case:
    """The key of the row, of entries about this table."""
    return Case(When(table=table, then=Cast("row", models.BigIntegerField())))


def _kept_together(user) -> Q:
    """Entries about what all staff keep, whatever their programme. A partner that waits is known to its programme alone."""
    if not (may_come_in(user) and user.is_programme_staff):
        return NOTHING
    known = Partner.objects.visible_to(user).order_by()
    return Q(table__in=_SHARED) | Q(partner__in=known.values("pk"))


def _of_a_link_from_a_hidden_win(user) -> Q:
    """Entries about a link whose earlier win the user may not know. They are kept at the later win, which the user may know.

    A present link has its ends itself. The ends of a deleted link are in the entry that made or deleted it.
    """
    known = SmallWin.objects.visible_to(user).values("pk")
    there = WinLink.objects.filter(pk=OuterRef("link")).exclude(earlier__in=known)
    sides = KeyTransform("earlier_id", "changes")
    end = Cast(Coalesce(KeyTextTransform("1", sides), KeyTextTransform("0", sides)), models.UUIDField())
    told = AuditEntry.objects.filter(table=_LINKS, row=OuterRef("row"), changes__has_key="earlier_id")
    gone = told.order_by().annotate(end=end).exclude(end__in=known)
    return Q(table=_LINKS) & (Exists(there) | Exists(gone))


class AuditEntry(models.Model):
    """One row of the database that somebody made, changed or deleted.

    `changes` maps a column to what stood there and what stands there now; of personal and secret
    columns only the name. No foreign keys to what may be deleted, and no way to change an entry.
    """

    columns = Columns(derived="at action table row win initiative changes")

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("wanneer"))
    actor = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("wie")
    )
    action = models.CharField(_("wat"), max_length=6, choices=AuditAction)
    table = models.CharField(_("waar"), max_length=63)
    row = models.CharField(max_length=40)
    win = models.UUIDField(null=True)
    initiative = models.BigIntegerField(null=True)
    changes = models.JSONField()

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("wijziging")
        verbose_name_plural = _("wijzigingen")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["win", "-id"], condition=Q(win__isnull=False), name="audit_of_win"),
            models.Index(
                fields=["initiative", "-id"],
                condition=Q(initiative__isnull=False),
                name="audit_of_initiative",
            ),
            models.Index(fields=["table", "row"], name="audit_of_row"),
            models.Index(fields=["actor"], name="audit_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"

    @property
    def who(self) -> str:
        """The name of the author, in words."""
        return str(self.actor) if self.actor_id else gettext("het systeem")


_REPLACED_LATER = """
select distinct on (change.key) change.key, change.value -> 0
from initiatives_auditentry entry, jsonb_each(entry.changes) change
where entry."table" = %s and entry."row" = %s and entry.id > %s
  and change.key = any(%s) and jsonb_array_length(change.value) = 2
order by change.key, entry.id
"""


def as_it_stood(row: models.Model, columns: Iterable[str], *, after: int | None) -> dict[str, object]:
    """The columns of a row as they were right after this entry of the audit; now, for None.

    The value of a column is the one that its first later change replaced. One query, however long ago.
    """
    columns = list(columns)
    stood = {column: _plain(getattr(row, column)) for column in columns}
    if after is None:
        return stood
    with connection.cursor() as cursor:
        cursor.execute(_REPLACED_LATER, [row._meta.db_table, str(row.pk), after, columns])
        return stood | {column: json.loads(value) for column, value in cursor.fetchall()}


def left_by(row: models.Model, columns: Iterable[str], *, user) -> dict[str, object]:
    """The columns as this person left them, as JSON; empty where they never wrote. Two queries."""
    own = AuditEntry.objects.of_row(row).filter(actor=user).first()
    return as_it_stood(row, columns, after=own.pk) if own else {}


def _plain(value: object) -> object:
    """The value as JSON holds it."""
    return value.isoformat() if isinstance(value, dt.date) else value


# ------------------------------------------------------------------ the triggers
# Tables that stay empty.
_EMPTY = {"initiatives_user_groups", "initiatives_user_user_permissions"}
_WATCHED = """
select relname, string_to_array(encode(tgargs, 'escape'), '\\000') from pg_trigger
join pg_class on pg_class.oid = tgrelid where tgname = 'write_audit' and tgenabled in ('O', 'A')
"""
_WATCH = """
create or replace trigger write_audit after insert or update or delete on {table}
for each row execute function write_audit('{silent}', '{unspoken}')
"""


def to_watch() -> dict[str, tuple[str, str]]:
    """By table, as the arguments of its trigger: the columns that it skips, and those whose value it leaves out."""
    ours = apps.get_app_config("initiatives").get_models(include_auto_created=True)
    watched = [*ours, *map(apps.get_model, OF_PACKAGES)]
    return {
        model._meta.db_table: (_listed(fields_of(model, Kind.DERIVED)), _listed(quiet_in(model)))
        for model in watched
        if model._meta.db_table not in _EMPTY | {_ITSELF}
    }


def _listed(fields: Iterable[models.Field]) -> str:
    """The columns as PostgreSQL writes an array."""
    return f"{{{','.join(field.column for field in fields)}}}"


def badly_watched(cursor) -> dict[str, tuple[str, str]]:
    """The tables whose trigger is missing, switched off or has other columns, with the columns it should have."""
    cursor.execute(_WATCHED)
    stand = {table: (silent, unspoken) for table, (silent, unspoken, *_end) in cursor.fetchall()}
    return {table: columns for table, columns in to_watch().items() if stand.get(table) != columns}


def watch_every_table(using: str, **kwargs) -> None:
    """Put the trigger on each table as its columns ask. After `migrate`; what is in order stays untouched."""
    with connections[using].cursor() as cursor:
        cursor.execute("select to_regproc('write_audit')")
        if cursor.fetchone() == (None,):
            return  # the rules were undone
        there = connections[using].introspection.table_names(cursor)  # older migrations have fewer
        for table, (silent, unspoken) in badly_watched(cursor).items():
            if table in there:
                cursor.execute(_WATCH.format(table=table, silent=silent, unspoken=unspoken))
