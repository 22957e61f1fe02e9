"""A table that staff brought: what was in it, what became of each row, and what stood there before."""

import datetime as dt
import uuid
from collections import Counter

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import WRITTEN, ImportOutcome, ImportTable
from initiatives.models.columns import Columns
from initiatives.models.fields import code_field, known_code, together
from initiatives.models.moments import made, not_yet
from initiatives.models.people import User
from initiatives.models.rights import own
from initiatives.periods import on_day
from initiatives.sentences import joined

KEPT = dt.timedelta(days=30)  # as long it can be undone, and what was in it is kept
COUNTS = tuple(f"n_{outcome}" for outcome in ImportOutcome)


def a_count() -> models.PositiveIntegerField:
    return models.PositiveIntegerField(null=True, editable=False)


class ImportBatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who brought it, and nobody else: a cell may say what a colleague of another programme does not know."""
        return self.filter(own(user, "made_by"))

    def recent(self):
        return self.filter(made_at__gt=timezone.now() - KEPT)

    def forget_old(self) -> None:
        """What was in tables of long ago goes, and the tables of which nothing was written go themselves."""
        old = self.filter(made_at__lte=timezone.now() - KEPT)
        ImportRow.objects.filter(batch__in=old.values("pk")).delete()
        old.filter(written_at__isnull=True).delete()
        old.exclude(sheets=[]).update(sheets=[], answers={}, faults={})


class ImportBatch(models.Model):
    """One table. It is read when it comes in; what is written is what a preview showed, all of it at once.

    `sheets`: their cells, as text. `mapping`: for each column of the chosen sheet the field that it fills, or nothing. `answers`: for a
    name that looks like another, which one is meant. `faults`: rows that the database itself refused, with the sentence.
    """

    columns = Columns(
        private="file_name",
        state="table sheets sheet heading_row mapping answers faults " + " ".join(COUNTS),
        unspoken="sheets mapping answers faults",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_at, made_by = made(_("gebracht op"))
    table = code_field(_("wat staat erin?"), ImportTable)
    file_name = models.CharField(_("bestand"), max_length=200, blank=True)
    sheets = models.JSONField(default=list, editable=False)
    sheet = models.PositiveSmallIntegerField(default=0, editable=False)
    heading_row = models.PositiveIntegerField(default=1, editable=False)
    mapping = ArrayField(models.CharField(max_length=64, blank=True), default=list, editable=False)
    answers = models.JSONField(default=dict, editable=False)
    faults = models.JSONField(default=dict, editable=False)
    n_read = a_count()
    n_new, n_changed, n_same, n_refused, n_empty = (a_count() for _outcome in ImportOutcome)
    written_at, written_by = not_yet(_("ingelezen op"))
    undone_at, undone_by = not_yet(_("teruggedraaid op"))

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("ingelezen tabel")
        verbose_name_plural = _("ingelezen tabellen")
        ordering = ["-made_at", "pk"]
        constraints = [
            known_code("import_batch", "table", ImportTable),
            together("import_batch", "written", "written_at", "written_by", "n_read", *COUNTS),
            together("import_batch", "undone", "undone_at", "undone_by"),
            models.CheckConstraint(
                name="import_batch_drops_no_row",
                condition=Q(n_read__isnull=True)
                | Q(n_read=F("n_new") + F("n_changed") + F("n_same") + F("n_refused") + F("n_empty")),
            ),
            models.CheckConstraint(
                name="import_batch_is_undone_after_it_was_written",
                condition=Q(undone_at__isnull=True) | Q(written_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name or str(_("geplakte tabel"))

    @property
    def told(self) -> SafeString:
        """What it is about, its day, and how far it came."""
        state = _("teruggedraaid") if self.undone_at else "" if self.written_at else _("nog niet ingelezen")
        return joined((self.get_table_display(), on_day(self.made_at), state))

    @property
    def is_kept(self) -> bool:
        """Whether what was in it is still there."""
        return timezone.now() - self.made_at < KEPT

    @property
    def may_be_undone(self) -> bool:
        return bool(
            self.written_at and not self.undone_at and self.is_kept and (self.n_new or self.n_changed)
        )

    @property
    def rows_shown(self) -> list[list[str]]:
        """The cells of the chosen sheet."""
        return self.sheets[self.sheet]["rows"] if self.sheet < len(self.sheets) else []

    @property
    def headings(self) -> list[str]:
        """What the chosen row says of each column; as many as the widest row has."""
        rows = self.rows_shown
        named = rows[self.heading_row - 1] if 0 < self.heading_row <= len(rows) else []
        width = max((len(row) for row in rows[max(self.heading_row - 1, 0) :]), default=0)
        return [*named, *[""] * (width - len(named))]

    @property
    def rows_below(self) -> list[tuple[int, list[str]]]:
        """The rows under the headings, with their numbers."""
        return list(enumerate(self.rows_shown, start=1))[self.heading_row :]

    def count(self, outcomes: list[str]) -> None:
        """Write down how many rows became what."""
        counted = Counter(outcomes)
        self.n_read = len(outcomes)
        for outcome in ImportOutcome:
            setattr(self, f"n_{outcome}", counted[outcome])


class ImportRow(models.Model):
    """What became of one row. `row`: the key of the row of ours. `before` and `after`: what the columns held that it filled.
    `reason`: why it was refused. `entry`: the last line of the audit about that row when it was written, so that a later change shows. `stayed`: why undoing left it.
    """

    columns = Columns(
        state="batch number outcome row before after entry", private="reason stayed", unspoken="before after"
    )

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows", editable=False)
    number = models.PositiveIntegerField()
    outcome = code_field(_("wat werd het?"), ImportOutcome)
    row = models.CharField(max_length=40, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    entry = models.BigIntegerField(null=True)
    reason = models.TextField(_("waarom niet"), blank=True)
    stayed = models.CharField(_("waarom het bleef staan"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("ingelezen rij")
        verbose_name_plural = _("ingelezen rijen")
        ordering = ["number"]
        constraints = [
            known_code("import_row", "outcome", ImportOutcome),
            models.UniqueConstraint(fields=["batch", "number"], name="import_row_once"),
            models.CheckConstraint(
                name="import_row_names_what_it_wrote",
                condition=Q(outcome__in=[*WRITTEN], entry__isnull=False) & ~Q(row="")
                | ~Q(outcome__in=[*WRITTEN]) & Q(entry__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch} · {self.number}"


class ImportMapping(models.Model):
    """Which column filled what, the last time that somebody brought a table with these headings."""

    columns = Columns(state="table headings mapping", unspoken="headings mapping")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", editable=False)
    table = code_field(_("wat staat erin?"), ImportTable)
    headings = models.CharField(max_length=64)  # a digest of them
    mapping = ArrayField(models.CharField(max_length=64, blank=True), default=list)

    class Meta:
        verbose_name = _("onthouden kolommen")
        verbose_name_plural = _("onthouden kolommen")
        constraints = [
            known_code("import_mapping", "table", ImportTable),
            models.UniqueConstraint(fields=["user", "table", "headings"], name="import_mapping_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.table}"
