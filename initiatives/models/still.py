"""Is this still so? Asked by mail of who decides for an initiative of which nothing was heard for half a year."""

import datetime as dt
import uuid

from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import StillSo
from initiatives.models.audit import acting
from initiatives.models.columns import Columns
from initiatives.models.fields import code_field, known_code, together
from initiatives.models.initiatives import Initiative
from initiatives.models.moments import not_yet
from initiatives.models.people import User
from initiatives.models.rights import OfAnInitiativeQuerySet
from initiatives.models.teams import who_decides
from initiatives.models.wins import SmallWin
from initiatives.periods import on_day
from initiatives.tokens import derived_token, digest, secret_keys

ASKED_AGAIN_AFTER = dt.timedelta(days=183)
WORD_LASTS = dt.timedelta(days=30)
PURPOSE = "still so"


class StillQuestionQuerySet(OfAnInitiativeQuerySet):
    """An answer is read with the initiative."""

    def confirmed(self):
        """Those to which somebody of the team said that it is still so, the last said first."""
        return self.filter(answer=StillSo.STILL).order_by("-answered_at", "-pk")

    def to_ask(self):
        """Published initiatives that go on, of which nothing was heard for half a year, also not by an earlier question."""
        lately = self.filter(asked_at__gt=Now() - ASKED_AGAIN_AFTER).order_by().values("initiative")
        going_on = Initiative.objects.not_declined().filter(published_at__isnull=False).with_somebody()
        return going_on.silent(SmallWin.objects.standing()).exclude(pk__in=lately)

    def ask(self, initiative: Initiative, *, of=None) -> "StillQuestion | None":
        """Ask who decides there, each with a word of their own. None where that was done within half a year, or nobody is there.

        In: `of`, those among them who want this mail; all where it is not said.
        """
        with transaction.atomic():
            held = Initiative.objects.select_for_update(no_key=True)
            held.get(pk=initiative.pk)  # a second worker waits here
            people = list(who_decides(initiative) if of is None else of)
            if not people or not self.to_ask().filter(pk=initiative.pk).exists():
                return None
            question = self.create(initiative=initiative)
            for person in people:
                StillWord(question=question, user=person).save(force_insert=True)
        return question


class StillQuestion(models.Model):
    """One question about one initiative. The first of the team to answer settles it for all."""

    columns = Columns(state="asked_at answer", author="answered_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="still_questions", verbose_name=_("initiatief")
    )
    asked_at = models.DateTimeField(_("gevraagd op"), default=timezone.now, editable=False)
    answer = code_field(_("klopt het nog?"), StillSo, null=True, blank=True, editable=False)
    answered_at, answered_by = not_yet(_("beantwoord op"))

    objects = StillQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("vraag of het nog klopt")
        verbose_name_plural = _("vragen of het nog klopt")
        ordering = ["-asked_at"]
        constraints = [
            known_code("still_question", "answer", StillSo),
            together("still_question", "answered", "answer", "answered_at", "answered_by"),
        ]

    def __str__(self) -> str:
        return str(self.initiative)

    @property
    def is_still(self) -> bool:
        return self.answer == StillSo.STILL

    @property
    def said(self) -> str:
        """What everybody reads who reads the initiative. In: one of `confirmed()`."""
        return _("Op %(day)s zei iemand van het team: dit klopt nog.") % {"day": on_day(self.answered_at)}


class StillWordQuerySet(models.QuerySet):
    def behind(self, token: str):
        """Also one that was used or expired: its holder hears that, and others hold no word."""
        held = self.filter(token_digest=digest(token), user__is_active=True)
        return held.filter(question__initiative__declined_at__isnull=True)

    def usable(self):
        return self.filter(used_at__isnull=True, question__answered_at__isnull=True, expires_at__gt=Now())

    def answer(self, token: str, answer: StillSo) -> "StillWord | None":
        """Answer the question once, in the name of whose word it is. None where it was answered, or the word is used or expired."""
        with transaction.atomic():
            rows = self.behind(token).select_related("question", "user")
            word = rows.first()
            if word is None:
                return None
            Initiative.objects.select_for_update(no_key=True).get(pk=word.question.initiative_id)
            word = rows.usable().first()
            if word is None or not word.is_backed:
                return None
            with acting(word.user):
                now, question = timezone.now(), word.question
                question.answer, question.answered_at, question.answered_by = answer, now, word.user
                question.save(update_fields=["answer", "answered_at", "answered_by"])
                word.used_at = now
                word.save(update_fields=["used_at"])
        return word


class StillWord(models.Model):
    """The word in the letter to one of them: it answers once, within thirty days. Only its digest is stored."""

    columns = Columns(state="expires_at used_at", unspoken="token_digest", author="user")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(
        StillQuestion, on_delete=models.CASCADE, related_name="words", verbose_name=_("vraag")
    )
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="still_words", editable=False, verbose_name=_("wie")
    )
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("gemaakt op"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("werkt tot"), editable=False)
    used_at = models.DateTimeField(_("gebruikt op"), null=True, editable=False)

    objects = StillWordQuerySet.as_manager()

    class Meta:
        verbose_name = _("woord om te zeggen of het nog klopt")
        verbose_name_plural = _("woorden om te zeggen of het nog klopt")
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(fields=["question", "user"], name="one_word_a_person_and_question"),
            models.CheckConstraint(name="still_word_lasts", condition=Q(expires_at__gt=F("made_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.question}"

    def save(self, *args, **options) -> None:
        self.token_digest = self.token_digest or digest(self.token)
        self.expires_at = self.expires_at or self.made_at + WORD_LASTS
        super().save(*args, **options)

    def get_absolute_url(self) -> str:
        return reverse("still:answer", args=[self.token])

    @property
    def token(self) -> str:
        """The word, made anew from the key of the site."""
        words = [derived_token(PURPOSE, self.pk, secret=secret) for secret in secret_keys()]
        return next((word for word in words if digest(word) == self.token_digest), words[0])

    @property
    def is_backed(self) -> bool:
        """True while its holder is in the team."""
        return self.user.memberships.filter(initiative=self.question.initiative_id).exists()

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()
