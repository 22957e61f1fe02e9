"""Where an initiative wants to go, what scaling means here, and the next bite."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import Agreement, Choice, Direction, ScalingType
from initiatives.models.columns import Columns
from initiatives.models.fields import CODE_LENGTH, code_field, known_code, together
from initiatives.models.initiatives import Initiative
from initiatives.models.moments import made, not_yet
from initiatives.models.partnerships import Partnership
from initiatives.models.people import User
from initiatives.models.rights import OfAnInitiativeQuerySet
from initiatives.models.wins import SmallWin
from initiatives.sentences import joined, strong

RAY_CHOICES = [*ScalingType.choices, *Direction.choices]


class Ambition(models.Model):
    """A choice for one kind or direction of scaling: yes, later, or deliberately not."""

    columns = Columns(words="reason", author="decided_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="ambitions")
    ray = models.CharField(_("soort of richting"), max_length=CODE_LENGTH, choices=RAY_CHOICES)
    choice = code_field(_("keuze"), Choice)
    reason = models.TextField(_("waarom?"), blank=True, max_length=1000)
    decided_on = models.DateField(_("besloten op"), default=timezone.localdate)
    decided_at, decided_by = made()

    objects = OfAnInitiativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("ambitie")
        verbose_name_plural = _("ambities")
        ordering = ["-decided_at"]
        constraints = [
            models.CheckConstraint(
                name="ambition_ray_known", condition=Q(ray__in=[code for code, _label in RAY_CHOICES])
            ),
            known_code("ambition", "choice", Choice),
            models.CheckConstraint(
                name="ambition_not_has_a_reason",
                condition=~Q(choice=Choice.NOT) | ~Q(reason=""),
                violation_error_message=_("Schrijf waarom jullie hier bewust niet voor kiezen."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_ray_display()}: {Choice(self.choice).label}"

    @property
    def choice_and_reason(self) -> SafeString:
        return joined((strong(self.get_choice_display()), self.reason), ". ")


class ScalingMeaningQuerySet(OfAnInitiativeQuerySet):
    """The network reads the meaning; only people who work on the initiative read who agrees."""

    read_by = "known_in_the_network_to"


class ScalingMeaning(models.Model):
    """An initiative's own meaning of scaling. A new text is a new version."""

    columns = Columns(words="text", author="written_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="meanings")
    text = models.TextField(_("wat bedoelen jullie met opschalen?"), max_length=2000)
    written_at, written_by = made()

    objects = ScalingMeaningQuerySet.as_manager()

    class Meta:
        verbose_name = _("wat opschalen hier betekent")
        verbose_name_plural = _("wat opschalen hier betekent")
        ordering = ["-written_at"]
        constraints = [models.CheckConstraint(name="meaning_says_something", condition=~Q(text=""))]

    def __str__(self) -> str:
        return self.text


class MeaningAnswerQuerySet(OfAnInitiativeQuerySet):
    hangs_on = "meaning__initiative"
    read_by = "editable_by"


class MeaningAnswer(models.Model):
    """Whether one partner shares it."""

    columns = Columns(private="note", author="said_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meaning = models.ForeignKey(ScalingMeaning, on_delete=models.CASCADE, related_name="answers")
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="meaning_answers")
    answer = code_field(_("eens?"), Agreement)
    note = models.CharField(_("toelichting"), max_length=280, blank=True)
    said_at, said_by = made()

    objects = MeaningAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("antwoord van een partner")
        verbose_name_plural = _("antwoorden van partners")
        constraints = [
            known_code("meaning_answer", "answer", Agreement),
            models.UniqueConstraint(fields=["meaning", "partnership"], name="one_answer_a_partner"),
        ]

    def __str__(self) -> str:
        return f"{self.partnership}: {Agreement(self.answer).label}"


class NextBiteQuerySet(OfAnInitiativeQuerySet):
    read_by = "known_in_the_network_to"

    def waiting(self):
        """Not done yet, the latest first."""
        return self.filter(done_at__isnull=True).order_by("-set_at")

    def done(self):
        """Eaten, the latest first."""
        return self.filter(done_at__isnull=False).order_by("-done_at")


class NextBite(models.Model):
    """The one small step that comes next. How does a mouse eat an elephant?"""

    columns = Columns(words="text", author="set_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="bites")
    text = models.CharField(_("wat is het volgende hapje?"), max_length=280)
    set_at, set_by = made()
    done_at, done_by = not_yet()
    win = models.ForeignKey(SmallWin, on_delete=models.SET_NULL, null=True, blank=True, related_name="bites")

    objects = NextBiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("volgend hapje")
        verbose_name_plural = _("volgende hapjes")
        ordering = ["-set_at"]
        constraints = [
            together("bite", "done", "done_at", "done_by"),
            models.CheckConstraint(name="bite_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text

    def finish(self, *, by: User, win: SmallWin | None = None) -> None:
        """Eaten; perhaps it became a win. A second time only another win is filled in.

        Raises ValidationError for a win of another initiative.
        """
        if win is not None and win.initiative_id != self.initiative_id:
            raise ValidationError(_("Kies een small win van dit initiatief."))
        if self.done_at is None:
            self.done_at, self.done_by = timezone.now(), by
        self.win = win
        self.save(update_fields=["done_at", "done_by", "win"])

    def say(self, text: str) -> None:
        """Other words for the same step."""
        self.text = text
        self.save(update_fields=["text"])

    def remove(self) -> None:
        """Delete a bite that is no longer the next step. A finished one stays."""
        if self.done_at is None:
            self.delete()
