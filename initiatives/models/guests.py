"""Addresses with which somebody without an account answers one question, or tells one thing."""

import datetime as dt
import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.models.columns import Columns
from initiatives.models.moments import made, not_yet
from initiatives.models.people import User
from initiatives.models.rights import HangingQuerySet
from initiatives.tokens import derived_token, derived_word, digest, secret_keys, word_digest

LASTS = dt.timedelta(days=60)


def in_two_months() -> dt.datetime:
    return timezone.now() + LASTS


def two_months_after(day: dt.date) -> dt.datetime:
    """So long after this day; from now where the day has passed."""
    midnight = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
    return max(in_two_months(), midnight + LASTS)


class TooMany(Exception):
    """More came through this address than people who take part would send."""


class SecretQuerySet(HangingQuerySet):
    """Rows behind a word in an address."""

    def usable(self):
        """Neither revoked nor expired, by the clock of the database, and not of a proposal that was declined."""
        declined = self.over_there().declined().values("pk")
        here = self.exclude(**{f"{self.hangs_on}__in": declined})
        return here.filter(revoked_at__isnull=True, expires_at__gt=Now())

    def behind(self, token: str):
        """The one that this address opens."""
        return self.usable().filter(token_digest=digest(token))


class GuestLinkQuerySet(SecretQuerySet):
    def behind(self, token: str):
        """Behind the long word of the address, or the short one that people type."""
        typed = [word_digest(token, secret=secret) for secret in secret_keys()]
        return self.usable().filter(Q(token_digest=digest(token)) | Q(word_digest__in=typed))

    def behind_its_long_word(self, token: str):
        """Behind the long word alone: what somebody said stands behind no word that may be guessed."""
        return super().behind(token)


class GuestLink(models.Model):
    """A word in an address, and a short one to type, derived so that they can be shown again; only digests are stored."""

    purpose = ""
    opens = ""  # the name of the page behind its address

    columns = Columns(unspoken="token_digest word_digest", author="created_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    # None: made, before there were words, with a secret key that is gone.
    word_digest = models.CharField(max_length=64, unique=True, null=True, editable=False)
    created_at, created_by = made()
    expires_at = models.DateTimeField(_("werkt tot"), default=in_two_months)
    revoked_at, revoked_by = not_yet()

    class Meta:
        abstract = True

    def save(self, *args, **options) -> None:
        self.token_digest = self.token_digest or digest(self.token)
        if self._state.adding and not self.word_digest:
            self.word_digest = word_digest(derived_word(self.purpose, self.pk))
        super().save(*args, **options)

    def get_absolute_url(self) -> str:
        return reverse(self.opens, args=[self.token])

    @property
    def token(self) -> str:
        """The long word in its address."""
        words = [derived_token(self.purpose, self.pk, secret=secret) for secret in secret_keys()]
        return next((word for word in words if self.is_long(word)), words[0])

    @property
    def word(self) -> str:
        """The short word that people type; empty where it has none, and once the key that it was made with counts no more."""
        words = ((derived_word(self.purpose, self.pk, secret=secret), secret) for secret in secret_keys())
        known = (word for word, secret in words if word_digest(word, secret=secret) == self.word_digest)
        return next(known, "")

    @property
    def typed_url(self) -> str:
        """Its address with the short word; empty where it has none."""
        return reverse(self.opens, args=[self.word]) if self.word else ""

    def is_long(self, token: str) -> bool:
        """Whether this is the long word, which nobody guesses."""
        return digest(token) == self.token_digest

    @property
    def is_readable(self) -> bool:
        """False once the secret key that it was made with counts no more: the old address, also on a poster, works on;
        to show one takes a new link.
        """
        return self.is_long(self.token)

    @property
    def works(self) -> bool:
        return self.revoked_at is None and not self.has_expired

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    def revoke(self, *, by: User) -> None:
        """Stop the link at once. Only the first to revoke it is recorded."""
        if self.revoked_at is None:
            self.revoked_at, self.revoked_by = timezone.now(), by
            self.save(update_fields=["revoked_at", "revoked_by"])
