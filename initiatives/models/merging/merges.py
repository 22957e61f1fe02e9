"""What was merged or split, line by line, so that it can be undone; and two rows that staff said are two."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import MergeKind
from initiatives.models.columns import Columns
from initiatives.models.fields import code_field, known_code, together
from initiatives.models.moments import made, not_yet
from initiatives.models.people import User, forgetting

KEPT = dt.timedelta(days=30)  # as long it can be undone


class MergeQuerySet(models.QuerySet):
    def standing(self):
        """Those that nobody undid."""
        return self.filter(undone_at__isnull=True)

    def recent(self):
        return self.filter(made_at__gt=timezone.now() - KEPT)

    def of_row(self, kind: MergeKind, key: int):
        """Those in which this row stayed, latest first."""
        return self.filter(kind=kind, kept=key).order_by("-made_at", "-pk")

    def now_at(self, kind: MergeKind, slug: str) -> int | None:
        """The key of the row that this address leads to since its own row went into it, or into one that did; None without one."""
        merge = self.standing().filter(kind=kind, gone_slug=slug, is_split=False).order_by("-pk").first()
        seen: set[int] = set()
        while merge and merge.kept not in seen:
            seen.add(merge.kept)
            there, rows = merge.kept, self.standing().filter(kind=kind, gone=merge.kept, is_split=False)
            merge = rows.order_by("-pk").first()
            if merge is None:
                return there
        return None

    def forget_old(self) -> None:
        """What stood in the rows of merges of long ago goes. That they were merged, and where the address leads, stays."""
        old = self.filter(made_at__lte=timezone.now() - KEPT)
        MergeChange.objects.filter(merge__in=old.values("pk")).delete()


class Merge(models.Model):
    """Two rows became one: `gone` went into `kept`. With `is_split`, `gone` is the new row that came out of `kept`."""

    columns = Columns(private="gone_name", state="kind kept gone gone_slug is_split")

    kind = code_field(_("wat zijn het?"), MergeKind)
    kept = models.BigIntegerField()
    gone = models.BigIntegerField()
    gone_name = models.CharField(_("naam"), max_length=200, blank=True)
    gone_slug = models.CharField(_("webnaam"), max_length=120, blank=True)
    is_split = models.BooleanField(default=False)
    made_at, made_by = made(_("samengevoegd op"))
    undone_at, undone_by = not_yet(_("teruggedraaid op"))

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("samenvoeging")
        verbose_name_plural = _("samenvoegingen")
        ordering = ["-made_at", "-pk"]
        constraints = [
            known_code("merge", "kind", MergeKind),
            together("merge", "undone", "undone_at", "undone_by"),
            models.CheckConstraint(name="merge_is_of_two_rows", condition=~Q(kept=F("gone"))),
        ]
        indexes = [
            models.Index(fields=["kind", "kept"], name="merge_by_kept"),
            models.Index(fields=["kind", "gone_slug"], name="merge_by_old_address"),
        ]

    def __str__(self) -> str:
        return self.gone_name or str(self.get_kind_display())

    @property
    def may_be_undone(self) -> bool:
        return not self.undone_at and timezone.now() - self.made_at < KEPT and self.changes.exists()


class MergeChange(models.Model):
    """One row that a merge changed, in order. `before`: the columns as they were, all of them for a row that was taken away.
    `after`: the same columns as the merge left them, all of them for a row that it made. `stayed`: why undoing left it.
    """

    columns = Columns(state="merge number table row before after", private="stayed", unspoken="before after")

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="changes", editable=False)
    number = models.PositiveIntegerField()
    table = models.CharField(max_length=80)  # "app.model"
    row = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    stayed = models.CharField(_("waarom het bleef staan"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("rij van een samenvoeging")
        verbose_name_plural = _("rijen van een samenvoeging")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["merge", "number"], name="merge_change_once"),
            models.CheckConstraint(
                name="merge_change_says_something",
                condition=Q(before__isnull=False) | Q(after__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"


class SaidApartQuerySet(models.QuerySet):
    def say(self, kind: MergeKind, one: int, other: int, *, by: User) -> None:
        """Remember that these are two. Twice is once."""
        first, second = sorted((one, other))
        self.get_or_create(kind=kind, first=first, second=second, defaults={"said_by": by})

    def pairs(self, kind: MergeKind) -> set[tuple[int, int]]:
        return set(self.filter(kind=kind).order_by().values_list("first", "second"))

    def beside(self, kind: MergeKind, key: int) -> set[int]:
        """The rows that are not this one, as somebody said."""
        rows = self.filter(kind=kind).filter(Q(first=key) | Q(second=key)).values_list("first", "second")
        return {each for pair in rows for each in pair} - {key}


class SaidApart(models.Model):
    """Two rows look alike and are two: nobody is asked about them again."""

    columns = Columns(state="kind first second")

    kind = code_field(_("wat zijn het?"), MergeKind)
    first = models.BigIntegerField()
    second = models.BigIntegerField()
    said_at, said_by = made(_("gezegd op"))

    objects = SaidApartQuerySet.as_manager()

    class Meta:
        verbose_name = _("paar dat er twee zijn")
        verbose_name_plural = _("paren die er twee zijn")
        constraints = [
            known_code("said_apart", "kind", MergeKind),
            models.UniqueConstraint(fields=["kind", "first", "second"], name="said_apart_once"),
            models.CheckConstraint(name="said_apart_in_order", condition=Q(first__lt=F("second"))),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first} {self.second}"


@receiver(forgetting)
def forget_merges(sender, user: User, **kwargs) -> None:
    """Accounts that went into this one are the same person: they lose their name too, and what their rows said goes."""
    of_them = Merge.objects.filter(Q(kept=user.pk) | Q(gone=user.pk), kind=MergeKind.USER)
    MergeChange.objects.filter(merge__in=of_them.values("pk")).delete()
    of_them.update(gone_name="")
    for earlier in User.objects.filter(merged_into=user, anonymised_at__isnull=True).order_by("pk"):
        earlier.anonymise()
