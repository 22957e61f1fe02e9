"""Letters that go by mail. Each is a row, written with what it is about: the one does not happen without the other."""

import datetime as dt
import re
import uuid
from functools import reduce
from operator import or_

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import connection, models, transaction
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Left
from django.dispatch import receiver
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import BUNDLED, LetterKind, LetterTrouble
from initiatives.models.columns import Columns
from initiatives.models.fields import code_field, known_code
from initiatives.models.initiatives import in_a_programme_of
from initiatives.models.people import User, forgotten
from initiatives.models.places import Programme
from initiatives.models.rights import any_way, keeps_all, own

TRIED_FOR = dt.timedelta(days=3)
PAUSES = [
    dt.timedelta(minutes=n) for n in (1, 5, 30, 120, 360, 720)
]  # after the last one that long each time
IN_HAND = dt.timedelta(minutes=5)  # of a worker that went away while it sent one: then another tries
KEPT = dt.timedelta(days=30)
A_DAY = dt.timedelta(days=1)  # in which somebody gets one mail at most about what comes in
NUMBER_OF_BUNDLES = 0x1E77E125  # of the lock that two workers ask for one reader


class LetterQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The staff of the programme that it is about read that it went, and not what it said; a superuser of all."""
        return self if keeps_all(user) else self.filter(any_way(user, in_a_programme_of))

    def waiting(self):
        return self.filter(sent_at=None, given_up_at=None)

    def due(self):
        """Those to send now, the longest waiting first. The clock is that of the database.

        What is bundled waits until the last bundle of its reader is a day ago; and goes with it, not by itself.
        """
        now = models.functions.Now()
        mine = Letter.objects.bundles().filter(reader=OuterRef("reader")).exclude(pk=OuterRef("pk"))
        before = mine.filter(Q(sent_at__gt=now - A_DAY) | Q(sent_at=None, given_up_at=None, tries__gt=0))
        waits = Q(kind__in=BUNDLED, tries=0) & Exists(before)
        return self.waiting().filter(due_at__lte=now, bundle=None).exclude(waits).order_by("due_at", "pk")

    def bundles(self):
        """Letters about what came in for somebody, each with those that go with it."""
        return self.filter(kind__in=BUNDLED, reader__isnull=False, bundle=None)

    def forget_old(self) -> None:
        """The words of letters that nobody will send again, and to whom they were, go; that one went stays."""
        old = self.filter(made_at__lte=timezone.now() - KEPT).exclude(to="")
        old.exclude(sent_at=None, given_up_at=None).update(to="", subject="", body="")


class Letter(models.Model):
    """One letter to one person. `tries`: how often it was sent; `trouble`: why the last one failed.

    The body is kept until the letter is sent: it may hold a word that lets its reader in. `bundle`: the letter with which it goes;
    which those are stays as it was at the first try, so that one that went twice says the same. `site`: where the site stood.
    """

    columns = Columns(
        private="to subject body", state="kind language site due_at tries trouble sent_at given_up_at"
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
    site = models.CharField(_("site"), max_length=200, editable=False, blank=True)
    bundle = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        related_name="bundled",
        editable=False,
        verbose_name=_("gaat mee met"),
    )
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

    def take_in_hand(self) -> None:
        """From now on, for some minutes, nobody else sends it."""
        self.tries = F("tries") + 1
        self.due_at = timezone.now() + IN_HAND
        self.save(update_fields=["tries", "due_at"])
        self.refresh_from_db(fields=["tries"])
        if self.is_bundle and self.tries == 1:
            others = Letter.objects.waiting().bundles().filter(reader=self.reader_id, tries=0)
            others.exclude(pk=self.pk).update(bundle=self)

    @property
    def is_bundle(self) -> bool:
        return self.kind in BUNDLED and self.reader_id is not None

    def is_mine_to_bundle(self) -> bool:
        """Whether no other worker looks at the letters of this reader, until the end of this transaction."""
        if not self.is_bundle:
            return True
        with connection.cursor() as cursor:
            cursor.execute("select pg_try_advisory_xact_lock(%s, %s)", [NUMBER_OF_BUNDLES, self.reader_id])
            return cursor.fetchone()[0]

    def all_of_it(self) -> list["Letter"]:
        """This letter and those that go with it, in the order in which they were written."""
        return [self, *self.bundled.order_by("made_at", "pk")] if self.is_bundle else [self]

    def went(self) -> None:
        """The mail server took it."""
        self.sent_at, self.trouble, self.body = timezone.now(), None, ""
        with transaction.atomic():
            self.save(update_fields=["sent_at", "trouble", "body"])
            self.bundled.update(sent_at=self.sent_at, trouble=None, body="")

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
        with transaction.atomic():
            self.save(update_fields=["trouble", "given_up_at", "due_at"])
            self.bundled.update(trouble=self.trouble, given_up_at=self.given_up_at)

    def try_again(self) -> bool:
        """Somebody says that it may go now. Out: whether there is still something to send. What goes with another one goes with it."""
        if self.bundle:
            return self.bundle.try_again()
        if self.sent_at or not self.body:
            return False
        self.made_at = self.due_at = timezone.now()
        self.given_up_at = None
        with transaction.atomic():
            self.save(update_fields=["made_at", "due_at", "given_up_at"])
            self.bundled.update(given_up_at=None)
        return True


@receiver(forgotten)
def forget_letters(user: User, addresses: set[str], name: str, **of) -> None:
    """Letters to somebody who leaves go; in those to others stands "somebody who no longer takes part" for their name.

    No letter to others is lost: a name may be somebody else's, too.
    """
    theirs = reduce(or_, (Q(to__iexact=address) for address in addresses), Q(reader=user))
    Letter.objects.filter(theirs).delete()
    if not name:
        return
    named = rf"(?<!\w){re.escape(name)}(?!\w)"
    naming = Letter.objects.filter(Q(subject__regex=named) | Q(body__regex=named))
    for language, _label in settings.LANGUAGES:
        with translation.override(language):
            parts = [Value(named), Value(str(user)), Value("g")]
        subject, body = (
            Func(F(column), *parts, function="regexp_replace", output_field=models.TextField())
            for column in ("subject", "body")
        )
        longest = Letter._meta.get_field("subject").max_length
        naming.filter(language=language).update(subject=Left(subject, longest), body=body)


# --- What somebody wants to get ---------------------------------------------------------------
class MailOffQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(own(user, "user"))

    def choose(self, user: User, unwanted: set[str]) -> None:
        """From now on these kinds do not come, and the others do."""
        with transaction.atomic():
            self.filter(user=user).exclude(kind__in=unwanted).delete()
            rows = [self.model(user=user, kind=kind) for kind in unwanted]
            self.bulk_create(rows, ignore_conflicts=True)
            _take_back(user.pk, unwanted)

    def stop(self, user_id: int, kind: str) -> None:
        """One kind does not come any more. A second time it stays as it was."""
        with transaction.atomic():
            self.bulk_create([self.model(user_id=user_id, kind=kind)], ignore_conflicts=True)
            _take_back(user_id, {kind})


def _take_back(user_id: int, kinds: set[str]) -> None:
    """Letters of these kinds that were never tried do not go."""
    waiting = Letter.objects.waiting().filter(reader=user_id, kind__in=kinds, tries=0, bundle=None)
    waiting.delete()


class MailOff(models.Model):
    """Mail that somebody does not want."""

    columns = Columns(answers="kind", author="user")

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="mail_off", editable=False, verbose_name=_("wie")
    )
    kind = code_field(_("waarover"), LetterKind, editable=False)

    objects = MailOffQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail die iemand niet wil")
        verbose_name_plural = _("mail die mensen niet willen")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="mail_off_once"),
            models.CheckConstraint(name="mail_off_may_be_off", condition=Q(kind__in=BUNDLED)),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


def word_to_stop(user_id: int, kind: str) -> str:
    """The word in a letter with which its reader stops this kind, without logging in. It works as long as the secret key counts."""
    return _signer().sign_object([user_id, str(kind)])


def stopped_by(word: str) -> tuple[User, LetterKind] | None:
    """Whose mail, and which, this word stops. None for what is no such word, or of somebody who is gone."""
    try:
        user_id, kind = _signer().unsign_object(word)
    except (BadSignature, ValueError):
        return None
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return (user, LetterKind(kind)) if user and kind in BUNDLED else None


def _signer() -> Signer:
    return Signer(salt="vliegwiel stop mail")
