"""Addresses with which somebody without an account answers one question, or tells one thing."""

import datetime as dt
import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.models.columns import Columns
from initiatives.models.moments import made, not_yet
from initiatives.models.people import User
from initiatives.models.rights import HangingQuerySet
from initiatives.tokens import derived_token, digest

LASTS = dt.timedelta(days=60)


def in_two_months() -> dt.datetime:
    return timezone.now() + LASTS


def two_months_after(day: dt.date) -> dt.datetime:
    """So long after this day; from now where the day has passed."""
    midnight = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
    return max(in_two_months(), midnight + LASTS)


class TooMany(Exception):
    """More came through this address than people who take part would send."""


class GuestLinkQuerySet(HangingQuerySet):
    def usable(self):
        """Neither revoked nor expired, by the clock of the database, and not of a proposal that was declined."""
        declined = self.over_there().declined().values("pk")
        here = self.exclude(**{f"{self.hangs_on}__in": declined})
        return here.filter(revoked_at__isnull=True, expires_at__gt=Now())

    def behind(self, token: str):
        """The one that this address opens."""
        return self.usable().filter(token_digest=digest(token))


class GuestLink(models.Model):
    """A word in an address, derived so that it can be shown again; only its digest is stored."""

    purpose = ""

    columns = Columns(unspoken="token_digest", author="created_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at, created_by = made()
    expires_at = models.DateTimeField(_("werkt tot"), default=in_two_months)
    revoked_at, revoked_by = not_yet()

    class Meta:
        abstract = True

    def save(self, *args, **options) -> None:
        self.token_digest = self.token_digest or digest(self.token)
        super().save(*args, **options)

    @property
    def token(self) -> str:
        """The word in its address."""
        return derived_token(self.purpose, self.pk)

    @property
    def is_readable(self) -> bool:
        """False after the site's secret key changed: the old address, also on a poster, works on; a new one needs a new link."""
        return digest(self.token) == self.token_digest

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
