"""A question that somebody sends in, without an account: the staff read it, and answer it with a question of the network or a no."""

import datetime as dt
import uuid

from django.db import models, transaction
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import ChallengeAnswer, RoleKind
from initiatives.links import free_slug
from initiatives.models.audit import acting
from initiatives.models.columns import Columns
from initiatives.models.fields import code_field, known_code, together
from initiatives.models.guests import TooMany
from initiatives.models.moments import not_yet
from initiatives.models.people import User
from initiatives.models.places import Challenge, City, Programme
from initiatives.models.rights import any_way, keeps_all

MOST_AN_HOUR = 240  # of the whole site: four full rooms. From one address: scaling/settings.py
SENDER_LASTS = dt.timedelta(days=183)  # half a year, then nobody reads who sent it, answered or not
AGAIN = dt.timedelta(hours=1)  # the very same words within it are the same question
ANSWERED = ["answered_at", "answered_by", "answer", "challenge", "why", "sender"]
TAKEN_UP = [ChallengeAnswer.NEW.value, ChallengeAnswer.KNOWN.value]
IS_TAKEN_UP = Q(answer__isnull=False, answer__in=TAKEN_UP)
IS_REMEMBERED = Q(sent_at__gt=Now() - SENDER_LASTS)
IS_DECLINED = Q(answer__isnull=False, answer=ChallengeAnswer.DECLINED.value)


class ChallengeProposalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The staff of the programme in which it was asked; a superuser reads all. Nobody else, also not who sent it.

        They read `said_by` and not `sender`: empty after its term, by the clock of the database, also where nothing was erased yet.
        """
        said_by = Case(When(IS_REMEMBERED, then="sender"), default=Value(""))
        rows = self.annotate(is_remembered=IS_REMEMBERED, said_by=said_by)
        if keeps_all(user):
            return rows
        staff = Q(kind=RoleKind.PROGRAMME_STAFF)
        return rows.filter(
            any_way(user, lambda user: Q(programme__in=user.roles.filter(staff).values("programme")))
        )

    def waiting(self):
        """Nobody answered it."""
        return self.filter(answered_at__isnull=True)

    def forget_senders(self) -> int:
        """Erase who sent what is past its term. Out: of how many. Whatever somebody holds is left for the next time."""
        past = self.exclude(IS_REMEMBERED).exclude(sender="").select_for_update(skip_locked=True, no_key=True)
        with transaction.atomic():
            return self.model.objects.filter(pk__in=past.order_by().values("pk")).update(sender="")

    def send_in(self, *, submission_id: uuid.UUID, **words) -> "ChallengeProposal":
        """Keep it once, however often it arrives. It names no account, also when its sender is logged in. Raises TooMany."""
        with acting(None), transaction.atomic():
            here = Programme.objects.select_for_update(no_key=True)
            here.get(pk=words["programme"].pk)  # the same form, sent now, waits here
            self.forget_senders()
            recent = Q(sent_at__gt=timezone.now() - AGAIN)
            same = self.filter(
                Q(pk=submission_id) | recent, **words
            )  # other words, or another sender, are said too
            if before := same.order_by("sent_at").first():
                return before
            if self.filter(recent).count() >= MOST_AN_HOUR:
                raise TooMany
            is_taken = self.filter(pk=submission_id).exists()
            return self.create(pk=uuid.uuid4() if is_taken else submission_id, **words)


class ChallengeProposal(models.Model):
    """What a resident or an alderman asks. Who they are is kept until somebody answers, and half a year at most."""

    columns = Columns(private="question sender", words="why")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(
        Programme,
        on_delete=models.PROTECT,
        related_name="challenge_proposals",
        verbose_name=_("programma"),
    )
    question = models.CharField(_("wat is de vraag?"), max_length=500)
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="challenge_proposals",
        verbose_name=_("waar speelt het?"),
    )
    sender = models.CharField(_("van wie, en hoe te bereiken"), max_length=300, blank=True)
    sent_at = models.DateTimeField(_("gestuurd op"), default=timezone.now, editable=False)
    answered_at, answered_by = not_yet(_("beantwoord op"))
    answer = code_field(_("wat werd ermee gedaan?"), ChallengeAnswer, null=True, blank=True)
    challenge = models.ForeignKey(
        Challenge,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("welk vraagstuk is het?"),
    )
    why = models.TextField(_("waarom niet?"), blank=True, max_length=1000)

    objects = ChallengeProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("ingestuurde vraag")
        verbose_name_plural = _("ingestuurde vragen")
        ordering = ["sent_at", "pk"]
        constraints = [
            known_code("challenge_proposal", "answer", ChallengeAnswer),
            together("challenge_proposal", "answered", "answered_at", "answered_by", "answer"),
            models.CheckConstraint(
                name="challenge_proposal_becomes_a_question_or_not",
                condition=IS_TAKEN_UP & Q(challenge__isnull=False) | ~IS_TAKEN_UP & Q(challenge__isnull=True),
            ),
            models.CheckConstraint(
                name="challenge_proposal_is_declined_with_a_reason",
                condition=IS_DECLINED & ~Q(why="") | ~IS_DECLINED & Q(why=""),
            ),
            models.CheckConstraint(
                name="challenge_proposal_answered_forgets_its_sender",
                condition=Q(answered_at__isnull=True) | Q(sender=""),
            ),
        ]
        indexes = [models.Index(fields=["sent_at"], name="challenge_proposal_by_day")]

    def __str__(self) -> str:
        return self.question

    @property
    def waits(self) -> bool:
        return self.answered_at is None

    @property
    def where(self) -> str:
        return str(self.city or _("landelijk"))

    def become(self, title: str, *, by: User) -> Challenge:
        """A question of the network, in the words of the staff."""
        made = Challenge.objects.create(title=title, slug=free_slug(Challenge, title))
        self._close(ChallengeAnswer.NEW, by=by, challenge=made)
        return made

    def turn_out_to_be(self, challenge: Challenge, *, by: User) -> None:
        """The network has this question already."""
        self._close(ChallengeAnswer.KNOWN, by=by, challenge=challenge)

    def decline(self, why: str, *, by: User) -> None:
        self._close(ChallengeAnswer.DECLINED, by=by, why=why)

    def _close(self, answer: str, *, by: User, challenge: Challenge | None = None, why: str = "") -> None:
        self.answered_at, self.answered_by, self.answer = timezone.now(), by, answer
        self.challenge, self.why, self.sender = challenge, why, ""
        self.save(update_fields=ANSWERED)
