"""Who told a win without an account takes the words back: at once, from every page, and from the audit."""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.models import Case, Exists, OuterRef, Value, When
from django.utils import timezone

from initiatives.lenses import Audience
from initiatives.models.columns import Kind, names_of
from initiatives.models.wins.attachments import WinAttachments
from initiatives.models.wins.states import WinStates

# Columns that are emptied with the words where the team did not take the win on.
GOES_WITH_THEM = ("initiative", "told_as", "claimed_at", "claimed_by")


class WinTakingBack(WinStates, WinAttachments):
    class Meta:
        abstract = True

    def take_back(self) -> None:
        """Empty the win for its teller, who has no account. Twice is once.

        Of what the team did not take on only stays that something came, for the limit of the link. Of the rest the
        row stays with its initiative, without words, photos and links, and counts no more.
        """
        with transaction.atomic():
            # A plain lock: nobody hangs anything on it meanwhile.
            mine = type(self).objects.select_for_update().get(pk=self.pk)
            if mine.drafted_at is None and not mine.is_taken_back:
                mine._lose_its_words() if mine.taken_on_at else mine._become_nothing()
                mine._be_forgotten()

    def _become_nothing(self) -> None:
        """An empty draft of nobody: in no initiative, so that no page finds it."""
        self._let_go_of(self.hanging())
        self._empty(*GOES_WITH_THEM, *names_of(type(self), Kind.WORDS, Kind.ANSWER))
        self._clear_the_states("returned", "replied", "withdrawn")
        self.drafted_at = timezone.now()
        self.save()

    def _lose_its_words(self) -> None:
        """Withdrawn by nobody who has an account. Wins that were merged, into it or with it, are themselves again."""
        for double in [*self.merged.order_by("pk"), *([self] if self.merged_at else [])]:
            double.unmerge()
        self.refresh_from_db()
        for move in [] if self.withdrawn_at else self.wall_moves.with_their_wall_held():
            move.lose_its_win()
        self._let_go_of([])
        self._empty("told_as", *names_of(type(self), Kind.WORDS))
        self._clear_the_states("returned", "replied", "withdrawn")
        self.audience, self.withdrawn_at = Audience.TEAM, timezone.now()
        self.save()

    def _let_go_of(self, hanging) -> None:
        """Remove links and photos, and these rows: what others wrote of a win that the team took on is theirs."""
        self.links.delete()
        self.copies.all().delete()
        for photo in self.photos.all():
            photo.remove()
        for _name, _column, rows in hanging:
            rows.delete()

    def _empty(self, *names: str) -> None:
        for name in names:
            setattr(self, name, self._meta.get_field(name).get_default())

    def _clear_the_states(self, *acts: str) -> None:
        for act in acts:
            setattr(self, f"{act}_at", None)
            setattr(self, f"{act}_by", None)

    def _be_forgotten(self) -> None:
        """What the audit and the administration kept of the words goes, too. The database allows it for such a win only."""
        tables = {type(self), self.photos.model, self.earlier_links.model}
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(_FORGET + _ITS_OWN, [words_in(table), self.pk, table._meta.db_table])
            links = self.earlier_links.model
            table = links._meta.db_table
            cursor.execute(_FORGET + _LINKS_FROM_IT, [words_in(links), table, table, str(self.pk)])
        self._noted_by_staff().update(object_repr=str(self), change_message="")

    def _noted_by_staff(self) -> models.QuerySet:
        """The entries of the administration about this win and about rows that hang or hung on it: those are named after it."""
        entries = apps.get_model("initiatives", "AuditEntry").objects
        of_this = entries.filter(models.Q(win=self.pk) | models.Q(changes__earlier_id__contains=str(self.pk)))
        rows = of_this.filter(table=OuterRef("of_table"), row=OuterRef("object_id"))
        tables = [When(content_type=kind, then=Value(model._meta.db_table)) for model, kind in _kinds()]
        log = apps.get_model("admin", "LogEntry").objects
        return log.alias(of_table=Case(*tables, default=Value(""))).filter(Exists(rows))


def _kinds():
    return ContentType.objects.get_for_models(*apps.get_app_config("initiatives").get_models()).items()


def words_in(table: type[models.Model]) -> list[str]:
    """The columns in which the audit keeps words of this table."""
    return [*names_of(table, Kind.WORDS), *(["told_as"] if hasattr(table, "told_as") else [])]


_FORGET = """
update initiatives_auditentry entry
set changes = (
  select jsonb_object_agg(key, case when key = any(%s) then '[]'::jsonb else value end) from jsonb_each(entry.changes))
"""
_ITS_OWN = """ where entry.win = %s and entry."table" = %s"""
# Links of which it was the earlier win, and those that went along to another one when it was merged: kept at the later win.
_LINKS_FROM_IT = """ where entry."table" = %s and entry."row" in (
  select told."row" from initiatives_auditentry told
  where told."table" = %s and told.action = 'INSERT'
    and %s in (told.changes -> 'earlier_id' ->> 1, told.changes -> 'copied_from_id' ->> 1))
"""
