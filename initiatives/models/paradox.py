"""The pilot paradox: what several parties answered, each alone (theory §4). Nowhere a total."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import NoDegree, Perspective, Side
from initiatives.lenses.paradox import ITEMS, VERSION
from initiatives.models.audit import acting
from initiatives.models.columns import Columns
from initiatives.models.fields import code_field, known_code, together
from initiatives.models.guests import GuestLink, GuestLinkQuerySet, TooMany, two_months_after
from initiatives.models.initiatives import Initiative
from initiatives.models.people import User
from initiatives.models.rights import HangingQuerySet, OfAnInitiativeQuerySet

FEWEST = 3  # respondents before anything is shown: with fewer one could tell whose answer it is
MOST_AN_HOUR = 240  # people through one address: four rooms of sixty
MOST_RECOGNISED = 3  # of the twelve, in oneself


class PilotCheckQuerySet(GuestLinkQuerySet, OfAnInitiativeQuerySet):
    """Answers stay with those who work on it, taken together."""

    read_by = changed_by = "worked_on_by"

    def start(self, initiative: Initiative, *, on: dt.date, by: User, **details) -> "PilotCheck":
        """A round on this day, which may be far ahead: its address works until two months after it."""
        expires = two_months_after(on)
        return self.create(initiative=initiative, created_by=by, taken_on=on, expires_at=expires, **details)


class PilotCheck(GuestLink):
    """One round in which several parties answer the twelve pairs, through its address and alone."""

    purpose, opens = "pilot check", "paradox:answer"

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="pilot_checks")
    taken_on = models.DateField(_("gehouden op"), default=timezone.localdate)
    version = models.PositiveSmallIntegerField(default=VERSION, editable=False)

    objects = PilotCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("pilotparadox")
        verbose_name_plural = _("pilotparadoxen")
        ordering = ["-taken_on", "-created_at"]
        constraints = [together("pilot_check", "revoked", "revoked_at", "revoked_by")]

    def __str__(self) -> str:
        return f"{self.initiative} · {self.taken_on}"

    def take(
        self,
        *,
        submission_id: uuid.UUID,
        perspective: str,
        answers: Mapping[tuple[int, str], str],
    ) -> tuple["PilotRespondent", bool]:
        """Keep one person's answers, once, however often the form arrives. Out: the respondent, and whether it is new.

        In: by item and side, a code of Degree or NoDegree. The respondent names no account, also when somebody
        is logged in. Raises PilotCheck.DoesNotExist where the address stopped a moment ago, and TooMany.
        """
        with acting(None), transaction.atomic():
            self._hold_while_it_works()
            if before := self.respondents.filter(submission_id=submission_id).first():
                return before, False
            _refuse_too_many(self.respondents.filter(answered_at__gt=_an_hour_ago()))
            respondent = self.respondents.create(submission_id=submission_id, perspective=perspective)
            PilotAnswer.objects.bulk_create(
                PilotAnswer.of(respondent, item, side, code) for (item, side), code in answers.items()
            )
        return respondent, True

    def share(self, *, submission_id: uuid.UUID, items: Iterable[int]) -> "Recognition":
        """Tell the team what somebody recognises in themselves, once, however often the form arrives.

        It says neither who that is nor what they answered. Raises PilotCheck.DoesNotExist and TooMany as `take` does.
        """
        with acting(None), transaction.atomic():
            self._hold_while_it_works()
            if before := self.recognitions.filter(submission_id=submission_id).first():
                return before
            _refuse_too_many(self.recognitions.filter(shared_at__gt=_an_hour_ago()))
            return self.recognitions.create(submission_id=submission_id, items=sorted(set(items)))

    def _hold_while_it_works(self) -> None:
        PilotCheck.objects.select_for_update(no_key=True).usable().get(pk=self.pk)

    def remove(self) -> bool:
        """Delete a round without answers. Out: whether it is gone; answers are never deleted."""
        with transaction.atomic():
            held = PilotCheck.objects.select_for_update(no_key=True)
            held.filter(pk=self.pk).first()  # answers wait meanwhile
            if self.respondents.exists() or self.recognitions.exists():
                return False
            self.delete()
        return True


def _an_hour_ago() -> dt.datetime:
    return timezone.now() - dt.timedelta(hours=1)


def _refuse_too_many(rows: models.QuerySet) -> None:
    """Raises TooMany where more came in the last hour than people fit in a room."""
    if rows.count() >= MOST_AN_HOUR:
        raise TooMany


class PilotRespondent(models.Model):
    """Somebody who answers, known by a position and never by name."""

    columns = Columns(unspoken="perspective submission_id")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pilot_check = models.ForeignKey(PilotCheck, on_delete=models.CASCADE, related_name="respondents")
    perspective = code_field(_("vanuit welke rol antwoord je?"), Perspective)
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

    @property
    def given(self) -> dict[tuple[int, str], str]:
        """What this person answered: a code for an item and a side."""
        return {(answer.item, answer.side): answer.code for answer in self.answers.all()}


class PilotAnswer(models.Model):
    """One side of one pair. A value, or a word that is no value; never both, never overwritten."""

    columns = Columns(unspoken="value special")

    respondent = models.ForeignKey(PilotRespondent, on_delete=models.CASCADE, related_name="answers")
    item = models.PositiveSmallIntegerField(_("vraag"))
    side = code_field(_("kant"), Side)
    value = models.PositiveSmallIntegerField(_("antwoord"), null=True, blank=True)
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
                condition=Q(value__isnull=False, value__range=(0, 3), special__isnull=True)
                | Q(value__isnull=True, special__isnull=False),
            ),
            models.UniqueConstraint(fields=["respondent", "item", "side"], name="each_side_answered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item}{self.side}"

    @property
    def code(self) -> str:
        """The code of Degree or NoDegree that was answered."""
        return self.special or str(self.value)

    @classmethod
    def of(cls, respondent: PilotRespondent, item: int, side: str, code: str) -> "PilotAnswer":
        """A code of Degree becomes a value; one of NoDegree stays a word."""
        is_word = code in NoDegree.values
        return cls(
            respondent=respondent,
            item=item,
            side=side,
            value=None if is_word else int(code),
            special=code if is_word else None,
        )


class RecognitionQuerySet(HangingQuerySet):
    """What people shared of themselves is for the team alone."""

    hangs_on = "pilot_check__initiative"
    read_by = changed_by = "known_in_the_team_to"


class Recognition(models.Model):
    """What somebody recognises in themselves, shared with the team by their own act; of nobody by name.

    What they do not share is kept nowhere. No column ties it to a respondent.
    """

    columns = Columns(unspoken="items submission_id")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pilot_check = models.ForeignKey(PilotCheck, on_delete=models.CASCADE, related_name="recognitions")
    items = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("paren"))
    submission_id = models.UUIDField(default=uuid.uuid4, editable=False)
    shared_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("herkenning")
        verbose_name_plural = _("herkenningen")
        ordering = ["shared_at"]
        constraints = [
            models.CheckConstraint(
                name="recognition_of_one_to_three_pairs",
                condition=Q(items__len__range=(1, MOST_RECOGNISED))
                & Q(items__contained_by=list(range(1, len(ITEMS) + 1))),
            ),
            models.UniqueConstraint(fields=["pilot_check", "submission_id"], name="each_sharing_once"),
        ]

    def __str__(self) -> str:
        return str(self.pilot_check)
