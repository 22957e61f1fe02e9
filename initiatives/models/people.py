"""Accounts, and the roles they hold outside a team."""

from collections.abc import Iterator

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.dispatch import Signal
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import Digest, RoleKind
from initiatives.models.columns import Columns
from initiatives.models.fields import code_field, known_code
from initiatives.models.names import key_of, sort_of
from initiatives.models.places import City, Programme
from initiatives.signs import as_address

# Sent while somebody is forgotten, with `user` and their `addresses`. Receivers delete names and addresses they hold.
forgetting = Signal()
forgotten = Signal()  # what nobody else holds at the same time goes last


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **details) -> "User":
        """Make an account. Without a password one logs in with a mailed code."""
        user = self.model(email=as_address(email), **details)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **details) -> "User":
        return self.create_user(email, password, is_superuser=True, **details)

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """Someone with an account. The e-mail address is how they log in; others see the name."""

    columns = Columns(private="email display_name password", derived="last_login")

    email = models.EmailField(_("e-mailadres"), unique=True, null=True)
    display_name = models.CharField(_("naam"), max_length=80)
    language = models.CharField(
        _("taal"), max_length=2, choices=[("nl", "Nederlands"), ("en", "English")], default="nl"
    )
    is_active = models.BooleanField(_("kan inloggen"), default=True)
    digest = code_field(_("post over wat er gebeurt"), Digest, default=Digest.WEEKLY)
    joined_at = models.DateTimeField(_("account sinds"), default=timezone.now, editable=False)
    anonymised_at = models.DateTimeField(_("account verwijderd op"), null=True, blank=True, editable=False)

    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )  # another account of the same person

    display_name_key, display_name_sort = key_of("display_name"), sort_of("display_name")

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        verbose_name = _("persoon")
        verbose_name_plural = _("mensen")
        ordering = ["display_name_sort", "email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_per_address",
                violation_error_message=_("Dit adres heeft al een account."),
            ),
            known_code("user", "digest", Digest),
            models.CheckConstraint(
                name="user_is_named_until_anonymised",
                condition=Q(anonymised_at__isnull=True, merged_into__isnull=True, email__isnull=False)
                | Q(
                    anonymised_at__isnull=True, merged_into__isnull=False, email__isnull=True, is_active=False
                )
                | Q(anonymised_at__isnull=False, email__isnull=True, display_name="", is_active=False),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or str(_("iemand die niet meer meedoet"))

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name

    def choose(self, *, display_name: str, language: str, digest: str) -> None:
        """Keep what somebody chose for their own account."""
        self.display_name, self.language, self.digest = display_name, language, digest
        self.save(update_fields=["display_name", "language", "digest"])

    @cached_property
    def role_kinds(self) -> set[str]:
        return set(self.roles.values_list("kind", flat=True))

    @property
    def is_programme_staff(self) -> bool:
        """May curate: programme staff, and superusers who keep the machine running."""
        return self.is_active and (self.is_superuser or RoleKind.PROGRAMME_STAFF in self.role_kinds)

    @property
    def is_staff(self) -> bool:
        """Asked by Django's admin at the door; it follows from a role."""
        return self.is_programme_staff

    @property
    def is_last_superuser(self) -> bool:
        others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=self.pk)
        return self.is_superuser and self.is_active and not others.exists()

    def anonymise(self) -> None:
        """Take the name off this account. Its wins stay, told by "somebody who no longer takes part".

        All that lets them in or reaches them goes: roles, teams, addresses, second factors, sign-ons,
        sessions, and invitations to their address; and drafts that nobody else can read.
        Raises ValidationError for the last superuser, without whom nobody could make another.
        """
        with transaction.atomic():
            self._hold()
            if self.is_last_superuser:
                raise ValidationError(_("Je bent de laatste beheerder. Maak eerst iemand anders beheerder."))
            addresses, name = self.addresses, self.display_name
            forgetting.send(User, user=self, addresses=addresses)
            for rows in self._personal_rows():
                rows.delete()
            self.email, self.display_name, self.is_active = None, "", False
            self.is_superuser, self.anonymised_at = False, timezone.now()
            self.set_unusable_password()  # and with it every open session ends
            self.save()
            self._sweep_sessions(addresses)
            forgotten.send(User, user=self, addresses=addresses, name=name)

    def _hold(self) -> None:
        """Lock the superusers, of whom the last two could both see the other stay, and this person.

        This person with a plain lock: rows that somebody writes about them are waited for, and go too.
        """
        bosses = User.objects.filter(is_superuser=True).order_by("pk")
        list(bosses.select_for_update(no_key=True).values_list("pk"))
        User.objects.select_for_update().get(pk=self.pk)

    @property
    def addresses(self) -> set[str]:
        """All that are theirs, in small letters."""
        known = {self.email, *self.emailaddress_set.values_list("email", flat=True)}
        return {address.lower() for address in known if address}

    def _sweep_sessions(self, addresses: set[str]) -> None:
        """Delete this person's sessions. They let nobody in any more, but hold an address of this person."""
        for session in Session.objects.iterator():
            kept = session.get_decoded()
            whose = kept.get(SESSION_KEY)
            if whose == str(self.pk) or (whose is None and not addresses.isdisjoint(_words_in(kept))):
                session.delete()

    def _personal_rows(self):
        """Rows of other tables that exist only to know or admit this person."""
        kept = {"logentry"}
        for relation in self._meta.related_objects:
            if relation.on_delete is models.CASCADE and relation.related_model._meta.model_name not in kept:
                yield relation.related_model._base_manager.filter(**{relation.field.name: self})


def _words_in(kept: object) -> Iterator[str]:
    """Every text in the data of a session, at any depth."""
    if isinstance(kept, str):
        yield kept.lower()
    elif isinstance(kept, dict | list):
        for part in kept.values() if isinstance(kept, dict) else kept:
            yield from _words_in(part)


class Role(models.Model):
    """A right beyond one's own team, in exactly one scope."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles", verbose_name=_("wie"))
    kind = code_field(_("rol"), RoleKind)
    programme = models.ForeignKey(
        Programme,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="roles",
        verbose_name=_("programma"),
    )
    city = models.ForeignKey(
        City, on_delete=models.CASCADE, null=True, blank=True, related_name="roles", verbose_name=_("stad")
    )

    class Meta:
        verbose_name = _("rol")
        verbose_name_plural = _("rollen")
        constraints = [
            known_code("role", "kind", RoleKind),
            models.CheckConstraint(
                name="role_has_exactly_its_own_scope",
                condition=Q(
                    kind__in=[RoleKind.PROGRAMME_STAFF, RoleKind.FACILITATOR],
                    programme__isnull=False,
                    city__isnull=True,
                )
                | Q(kind=RoleKind.COORDINATOR, programme__isnull=True, city__isnull=False),
                violation_error_message=_(
                    "Het programmateam en een begeleider horen bij een programma, een kwartiermaker bij een stad."
                ),
            ),
            models.UniqueConstraint(
                fields=["user", "kind", "programme", "city"],
                nulls_distinct=False,
                name="each_role_once",
                violation_error_message=_("Deze rol heeft deze persoon al."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.programme or self.city}"
