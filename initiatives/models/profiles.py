"""Snapshots of a profile, questions that a team put aside, and what it asks of who reads its A4."""

import datetime as dt
import uuid

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import Audience, Signal
from initiatives.models.columns import Columns
from initiatives.models.fields import code_field, known_code, together
from initiatives.models.initiatives import Initiative
from initiatives.models.moments import made, not_yet
from initiatives.models.people import User
from initiatives.models.rights import OfAnInitiativeQuerySet, reaching

AT_MOST = 90  # days that a question stays away (theory §8)


class InsideQuerySet(OfAnInitiativeQuerySet):
    """For those who work on the initiative, and for nobody else."""

    read_by = "editable_by"


class Snapshot(models.Model):
    """A snapshot of the profile of one day, with its rules. The database refuses every change of it."""

    columns = Columns(answers="period", state="rules content", unspoken="rules content", author="taken_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="snapshots")
    taken_at, taken_by = made()
    period = models.CharField(_("periode"), max_length=24, blank=True)
    rules = models.JSONField()
    content = models.JSONField()

    objects = InsideQuerySet.as_manager()

    class Meta:
        verbose_name = _("momentopname")
        verbose_name_plural = _("momentopnamen")
        ordering = ["-taken_at"]

    def __str__(self) -> str:
        return f"{self.initiative} · {self.taken_at:%Y-%m-%d}"


class SignalDismissalQuerySet(InsideQuerySet):
    def in_force(self, day: dt.date):
        """Put aside on this day. A rule that no longer exists asks nothing, so nothing of it lies aside."""
        return self.filter(ended_at__isnull=True, until__gte=day, rule__in=Signal.values)

    def put_aside(
        self, *, initiative: Initiative, rule: str, about: str, reason: str, days: int, by: User
    ) -> "SignalDismissal":
        """Put a question aside for so many days. One whose time is over makes room.

        Raises ValidationError where it lies aside already, or for more than ninety days.
        """
        today = timezone.localdate()
        with transaction.atomic():
            Initiative.objects.select_for_update(no_key=True).get(pk=initiative.pk)
            mine = self.filter(initiative=initiative, rule=rule, about=about, ended_at__isnull=True)
            if mine.in_force(today).exists():
                raise ValidationError(said("Deze vraag ligt al opzij."))
            mine.update(ended_at=timezone.now(), ended_by=by)
            row = self.model(
                initiative=initiative, rule=rule, about=about, reason=reason, dismissed_by=by, from_day=today
            )
            row.until = today + dt.timedelta(days=days)
            row.full_clean()
            row.save(force_insert=True)
        return row


class SignalDismissal(models.Model):
    """The team has seen a question and puts it aside for a while, with a reason."""

    columns = Columns(words="reason", author="dismissed_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="dismissals")
    rule = code_field(_("vraag"), Signal)
    about = models.CharField(
        max_length=64, blank=True, editable=False
    )  # the partner, wish or group it is about
    reason = models.TextField(_("waarom nu niet?"), max_length=500)
    dismissed_at, dismissed_by = made()
    from_day = models.DateField(default=timezone.localdate, editable=False)
    until = models.DateField(_("tot en met"))
    ended_at, ended_by = not_yet()

    objects = SignalDismissalQuerySet.as_manager()

    class Meta:
        verbose_name = _("opzijgelegde vraag")
        verbose_name_plural = _("opzijgelegde vragen")
        ordering = ["-dismissed_at"]
        constraints = [
            models.CheckConstraint(name="dismissal_is_of_a_rule", condition=~Q(rule="")),
            together("dismissal", "ended", "ended_at", "ended_by"),
            models.CheckConstraint(
                name="dismissal_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Schrijf waarom je deze vraag opzijlegt."),
            ),
            models.CheckConstraint(
                name="dismissal_lasts_at_most_ninety_days",
                condition=Q(until__gte=F("from_day"))
                & Q(until__lte=F("from_day") + models.Value(dt.timedelta(days=AT_MOST))),
            ),
            models.UniqueConstraint(
                fields=["initiative", "rule", "about"],
                condition=Q(ended_at__isnull=True),
                name="one_open_dismissal_a_question",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rule_display()} · {self.initiative}"

    def bring_back(self, *, by: User) -> None:
        """Ask it again from now on."""
        self.ended_at, self.ended_by = timezone.now(), by
        self.save(update_fields=["ended_at", "ended_by"])


class AppealQuerySet(OfAnInitiativeQuerySet):
    def visible_to(self, user):
        """All of initiatives that the user works on; elsewhere those for their audience."""
        shown = reaching(user) & self.hanging_on(self.read_by, user)
        return self.filter(shown | self.hanging_on(self.changed_by, user))

    def newest(self):
        """The last of each initiative: what it says now. An earlier one does not come back for those who may not read it."""
        newer = self.model.objects.filter(
            initiative=OuterRef("initiative"), written_at__gt=OuterRef("written_at")
        )
        return self.filter(~Exists(newer))


class Appeal(models.Model):
    """Where the team gets stuck and what it asks, on its A4. A new text is a new version."""

    columns = Columns(words="stuck asked", author="written_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="appeals")
    stuck = models.TextField(_("hier lopen we op vast"), blank=True, max_length=280)
    asked = models.TextField(_("wat we vragen"), blank=True, max_length=400)
    audience = code_field(_("wie mag het lezen?"), Audience, default=Audience.NETWORK)
    written_at, written_by = made()

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("vraag op de A4")
        verbose_name_plural = _("vragen op de A4")
        ordering = ["-written_at"]
        constraints = [known_code("appeal", "audience", Audience)]

    def __str__(self) -> str:
        return self.asked or self.stuck
