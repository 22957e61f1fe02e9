"""Letters that go by mail. Each is a row, written with what it is about: the one does not happen without the other."""

import datetime as dt
import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import LetterKind, LetterTrouble, RoleKind
from initiatives.models.columns import Columns
from initiatives.models.fields import code_field, known_code
from initiatives.models.people import User
from initiatives.models.places import Programme
from initiatives.models.rights import NOTHING, keeps_all, may_come_in

TRIED_FOR = dt.timedelta(days=3)
PAUSES = [
    dt.timedelta(minutes=n) for n in (1, 5, 30, 120, 360, 720)
]  # after the last one that long each time
IN_HAND = dt.timedelta(minutes=5)  # of a worker that went away while it sent one: then another tries
KEPT = dt.timedelta(days=30)


class LetterQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The staff of the programme that it is about read that it went, and not what it said; a superuser of all."""
        if keeps_all(user):
            return self
        if not may_come_in(user):
            return self.filter(NOTHING)
        return self.filter(programme__in=user.roles.filter(kind=RoleKind.PROGRAMME_STAFF).values("programme"))

    def waiting(self):
        return self.filter(sent_at=None, given_up_at=None)

    def due(self):
        """Those to send now, the longest waiting first. The clock is that of the database."""
        return self.waiting().filter(due_at__lte=models.functions.Now()).order_by("due_at", "pk")

    def forget_old(self) -> None:
        """The words of letters that nobody will send again, and to whom they were, go; that one went stays."""
        old = self.filter(made_at__lte=timezone.now() - KEPT).exclude(to="")
        old.exclude(sent_at=None, given_up_at=None).update(to="", subject="", body="")


class Letter(models.Model):
    """One letter to one person. `tries`: how often it was sent; `trouble`: why the last one failed.

    The body is kept until the letter is sent: it may hold a word that lets its reader in.
    """

    columns = Columns(
        private="to subject body", state="kind language due_at tries trouble sent_at given_up_at"
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField(_("geschreven op"), default=timezone.now, editable=False)
    kind = code_field(_("waarover"), LetterKind, editable=False)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("programma")
    )
    reader = models.ForeignKey(
        User,
        on_delete=models.CASCADE,
        null=True,
        related_name="letters",
        editable=False,
        verbose_name=_("aan wie"),
    )
    to = models.EmailField(_("adres"), editable=False, blank=True)
    language = models.CharField(_("taal"), max_length=2, editable=False)
    subject = models.CharField(_("onderwerp"), max_length=300, editable=False, blank=True)
    body = models.TextField(_("tekst"), editable=False, blank=True)
    due_at = models.DateTimeField(_("gaat op"), default=timezone.now, editable=False)
    tries = models.PositiveSmallIntegerField(_("keer geprobeerd"), default=0, editable=False)
    trouble = code_field(_("wat er misging"), LetterTrouble, null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("verstuurd op"), null=True, blank=True, editable=False)
    given_up_at = models.DateTimeField(_("opgegeven op"), null=True, blank=True, editable=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("brief")
        verbose_name_plural = _("brieven")
        ordering = ["-made_at", "pk"]
        constraints = [
            known_code("letter", "kind", LetterKind),
            known_code("letter", "trouble", LetterTrouble),
            models.CheckConstraint(
                name="letter_is_sent_or_given_up", condition=Q(sent_at=None) | Q(given_up_at=None)
            ),
            models.CheckConstraint(
                name="letter_is_given_up_for_a_reason",
                condition=Q(given_up_at=None) | Q(trouble__isnull=False),
            ),
            models.CheckConstraint(
                name="letter_that_was_sent_is_not_kept", condition=Q(sent_at=None) | Q(body="")
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(sent_at=None, given_up_at=None), name="letters_that_wait"
            ),
            models.Index(fields=["programme", "-made_at"], name="letters_of_programme"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.to}"

    @property
    def is_known_to_fail(self) -> bool:
        return self.given_up_at is not None

    def take_in_hand(self) -> None:
        """From now on, for some minutes, nobody else sends it."""
        self.tries = F("tries") + 1
        self.due_at = timezone.now() + IN_HAND
        self.save(update_fields=["tries", "due_at"])
        self.refresh_from_db(fields=["tries"])

    def went(self) -> None:
        """The mail server took it."""
        self.sent_at, self.trouble, self.body = timezone.now(), None, ""
        self.save(update_fields=["sent_at", "trouble", "body"])

    def did_not_go(self, trouble: LetterTrouble) -> None:
        """Try again later; or give up, where the address refuses it or it took too long."""
        now = timezone.now()
        self.trouble = trouble
        if trouble != LetterTrouble.REFUSED and now - self.made_at > TRIED_FOR:
            self.trouble = LetterTrouble.TOO_LONG
        if self.trouble in (LetterTrouble.REFUSED, LetterTrouble.TOO_LONG):
            self.given_up_at = now
        else:
            self.due_at = now + PAUSES[min(self.tries, len(PAUSES)) - 1]
        self.save(update_fields=["trouble", "given_up_at", "due_at"])

    def try_again(self) -> bool:
        """Somebody says that it may go now. Out: whether there is still something to send."""
        if self.sent_at or not self.body:
            return False
        self.made_at = self.due_at = timezone.now()
        self.given_up_at = None
        self.save(update_fields=["made_at", "due_at", "given_up_at"])
        return True
