"""The pilot paradox: what several parties answered, each alone (theory §4). Nowhere a total."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import NoDegree, Perspective, Side
from initiatives.lenses.paradox import ITEMS, VERSION
from initiatives.models.fields import code_field, known_code, together
from initiatives.models.guests import GuestLink, GuestLinkQuerySet
from initiatives.models.initiatives import Initiative


class PilotCheckQuerySet(GuestLinkQuerySet):
    """Answers stay with those who work on it, taken together."""

    def visible_to(self, user):
        return self.filter(initiative__in=Initiative.objects.worked_on_by(user).values("pk"))

    def editable_by(self, user):
        return self.visible_to(user)


class PilotCheck(GuestLink):
    """One round in which several parties answer the twelve pairs, through its address and alone."""

    purpose = "pilot check"

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="pilot_checks")
    taken_on = models.DateField(_("gehouden op"), default=timezone.localdate)
    version = models.PositiveSmallIntegerField(default=VERSION, editable=False)
    is_example = models.BooleanField(default=False, editable=False)

    objects = PilotCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("pilotparadox")
        verbose_name_plural = _("pilotparadoxen")
        ordering = ["-taken_on", "-created_at"]
        constraints = [together("pilot_check", "revoked", "revoked_at", "revoked_by")]

    def __str__(self) -> str:
        return f"{self.initiative} · {self.taken_on}"


class PilotRespondent(models.Model):
    """Somebody who answers, known by a position and never by name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pilot_check = models.ForeignKey(PilotCheck, on_delete=models.CASCADE, related_name="respondents")
    perspective = code_field(_("vanuit welke plek antwoord je?"), Perspective)
    submission_id = models.UUIDField(default=uuid.uuid4, editable=False)
    answered_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("deelnemer")
        verbose_name_plural = _("deelnemers")
        ordering = ["answered_at"]
        constraints = [
            known_code("respondent", "perspective", Perspective),
            models.UniqueConstraint(fields=["pilot_check", "submission_id"], name="each_form_once"),
        ]

    def __str__(self) -> str:
        return str(Perspective(self.perspective).label)


class PilotAnswer(models.Model):
    """One side of one pair. A value, or a word that is no value; never both, never overwritten."""

    respondent = models.ForeignKey(PilotRespondent, on_delete=models.CASCADE, related_name="answers")
    item = models.PositiveSmallIntegerField()
    side = code_field(_("kant"), Side)
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    special = code_field(_("geen waarde"), NoDegree, null=True, blank=True)

    class Meta:
        verbose_name = _("antwoord")
        verbose_name_plural = _("antwoorden")
        ordering = ["item", "side"]
        constraints = [
            models.CheckConstraint(name="pilot_item_known", condition=Q(item__range=(1, len(ITEMS)))),
            known_code("pilot_answer", "side", Side),
            known_code("pilot_answer", "special", NoDegree),
            models.CheckConstraint(
                name="pilot_answer_is_a_value_or_a_word",
                condition=Q(value__range=(0, 3), special__isnull=True)
                | Q(value__isnull=True, special__isnull=False),
            ),
            models.UniqueConstraint(fields=["respondent", "item", "side"], name="each_side_answered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item}{self.side}"
