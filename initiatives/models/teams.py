"""How people come into a team, and how somebody without an account tells it something."""

import datetime as dt
import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import MembershipRole, RoleKind
from initiatives.models.columns import Columns
from initiatives.models.fields import code_field, known_code, together
from initiatives.models.guests import GuestLink, GuestLinkQuerySet, SecretQuerySet
from initiatives.models.initiatives import Initiative, Membership
from initiatives.models.moments import made, not_yet
from initiatives.models.people import User, forgetting
from initiatives.models.rights import OfAnInitiativeQuerySet, own
from initiatives.signs import as_address
from initiatives.tokens import digest, new_token

INVITATION_LASTS = dt.timedelta(days=14)
LINK_LASTS = dt.timedelta(days=180)  # a term and the holidays after it
MOST_INVITED = 60  # by one person in an hour: a full room
MOST_INVITED_TO_PROPOSALS = 20  # by one person in a day, into teams of which the programme let none in
MOST_LETTERS = 5  # to one address in a day, about one team
MOST_ASKED = 10  # teams that somebody waits for at a time


def who_manages(initiative: Initiative):
    """The people who let others in and out of this team: `Initiative.managed_by`, asked the other way round."""
    leads = Q(memberships__initiative=initiative, memberships__role=MembershipRole.LEAD)
    coordinators = Q(roles__kind=RoleKind.COORDINATOR, roles__city__in=initiative.cities.values("pk"))
    staff = Q(roles__kind=RoleKind.PROGRAMME_STAFF, roles__programme=initiative.programme_id)
    anybody = User.objects.filter(leads | coordinators | staff | Q(is_superuser=True))
    return User.objects.filter(pk__in=anybody.values("pk"), is_active=True)


def who_decides(initiative: Initiative):
    """The leads; in a team without one, everybody in it."""
    team = User.objects.filter(is_active=True, memberships__initiative=initiative)
    leads = team.filter(memberships__initiative=initiative, memberships__role=MembershipRole.LEAD)
    return leads if leads.exists() else team


def who_proposed(initiative: Initiative):
    """Its proposer, while in the team; after that who decides there."""
    proposer = User.objects.filter(
        is_active=True, memberships__initiative=initiative, pk=initiative.proposed_by_id
    )
    return proposer if proposer.exists() else who_decides(initiative)


class InvitationQuerySet(SecretQuerySet, OfAnInitiativeQuerySet):
    """Invitations, for people who let others into the team only: an invitation shows an address."""

    read_by = changed_by = "managed_by"

    def editable_by(self, user):
        return super().editable_by(user).waiting()

    def waiting(self):
        """Neither accepted nor revoked; it may have expired."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True)

    def usable(self):
        """Waiting, and not expired."""
        return super().usable().waiting()

    def take_back_from(self, person: User, *, by: User) -> None:
        """Takes back the other waiting invitations to any address of somebody who came in or went out."""
        theirs = self.waiting().alias(address=Lower("email")).filter(address__in=person.addresses)
        theirs.update(revoked_at=Now(), revoked_by=by)


class InvitationManager(models.Manager.from_queryset(InvitationQuerySet)):
    def invite(
        self, email: str, *, to: Initiative, role: MembershipRole, by: User
    ) -> tuple["Invitation", str]:
        """Invite somebody; an earlier invitation to the address stops. Out: the invitation, and the word in its address.

        Raises ValidationError for somebody who is in the team already and for too many letters, and
        PermissionDenied where `by` lets nobody in.
        """
        if not Initiative.objects.managed_by(by).filter(pk=to.pk).exists():
            raise PermissionDenied
        email = as_address(email)
        with transaction.atomic():
            held = Initiative.objects.select_for_update(no_key=True)
            held.get(pk=to.pk)  # a second inviter waits here
            self._refuse_what_is_too_much(email, to, by)
            to.invitations.waiting().filter(email__iexact=email).update(revoked_at=Now(), revoked_by=by)
            token = new_token()
            invitation = self.create(
                initiative=to,
                email=email,
                role=role,
                token_digest=digest(token),
                invited_by=by,
                expires_at=timezone.now() + INVITATION_LASTS,
            )
        return invitation, token

    def _refuse_what_is_too_much(self, email: str, to: Initiative, by: User) -> None:
        now = timezone.now()
        if to.memberships.filter(user__email__iexact=email).exists():
            raise ValidationError(_("Deze persoon zit al in het team."))
        this_hour = self.filter(invited_by=by, invited_at__gt=now - dt.timedelta(hours=1))
        if this_hour.count() >= MOST_INVITED:
            raise ValidationError(_("Je nodigde het afgelopen uur al veel mensen uit. Ga straks verder."))
        waiting = Initiative.objects.proposed().order_by().values("pk")
        to_proposals = self.filter(
            invited_by=by, initiative__in=waiting, invited_at__gt=now - dt.timedelta(days=1)
        )
        if to.waits and to_proposals.count() >= MOST_INVITED_TO_PROPOSALS:
            raise ValidationError(
                _(
                    "Het programma heeft je voorstel nog niet opgenomen. Tot dan nodig je hooguit %(most)s mensen per dag uit."
                )
                % {"most": MOST_INVITED_TO_PROPOSALS}
            )
        today = to.invitations.filter(email__iexact=email, invited_at__gt=now - dt.timedelta(days=1))
        if today.count() >= MOST_LETTERS:
            raise ValidationError(
                _("Dit adres kreeg vandaag al genoeg post van dit team. Probeer het morgen.")
            )


class Invitation(models.Model):
    """Somebody may join a team: once, for a while, unless it is taken back.

    It lasts no longer than the rights of its sender.
    """

    columns = Columns(private="email", unspoken="token_digest", author="invited_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mailadres"))
    role = code_field(_("rol"), MembershipRole, default=MembershipRole.MEMBER)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_at, invited_by = made()
    expires_at = models.DateTimeField(editable=False)
    accepted_at, accepted_by = not_yet()
    revoked_at, revoked_by = not_yet()

    objects = InvitationManager()

    class Meta:
        verbose_name = _("uitnodiging")
        verbose_name_plural = _("uitnodigingen")
        ordering = ["-invited_at"]
        constraints = [
            known_code("invitation", "role", MembershipRole),
            together("invitation", "accepted", "accepted_at", "accepted_by"),
            together("invitation", "revoked", "revoked_at", "revoked_by"),
            models.CheckConstraint(
                name="invitation_is_accepted_or_revoked",
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
            ),
            models.UniqueConstraint(
                "initiative",
                Lower("email"),
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="one_waiting_invitation_an_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative} · {self.get_role_display()}"

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def is_backed(self) -> bool:
        """True while its sender may let people in."""
        return Initiative.objects.managed_by(self.invited_by).filter(pk=self.initiative_id).exists()

    def accept(self, *, by: User) -> Membership:
        """Join the team. An invitation to lead makes a member a lead; nobody loses a role by accepting.

        Raises DoesNotExist where that is no longer possible: of all who try, one gets in.
        """
        with transaction.atomic():
            User.objects.select_for_update(no_key=True).get(pk=by.pk, is_active=True)
            self.hold()
            membership, _new = Membership.objects.get_or_create(initiative_id=self.initiative_id, user=by)
            if self.role == MembershipRole.LEAD:
                membership.give(MembershipRole.LEAD)
            self.accepted_at, self.accepted_by = timezone.now(), by
            self.save(update_fields=["accepted_at", "accepted_by"])
            self.initiative.invitations.take_back_from(by, by=by)
        return membership

    def hold(self) -> None:
        """Lock the invitation, so that a second person with it waits. Raises DoesNotExist where it works no longer."""
        Initiative.objects.select_for_update(no_key=True).get(pk=self.initiative_id)
        held = Invitation.objects.select_for_update(no_key=True).usable().get(pk=self.pk)
        if not held.is_backed:
            raise Invitation.DoesNotExist

    def revoke(self, *, by: User) -> None:
        """Take it back. Raises DoesNotExist for one that was accepted meanwhile."""
        with transaction.atomic():
            Invitation.objects.select_for_update(no_key=True).waiting().get(pk=self.pk)
            self.revoked_at, self.revoked_by = timezone.now(), by
            self.save(update_fields=["revoked_at", "revoked_by"])


@receiver(forgetting)
def forget_invitations_of(sender, user: User, addresses: set[str], **kwargs) -> None:
    """Delete invitations to any address of this person. The audit keeps what they led to, without the address."""
    Invitation.objects.filter(Q(email__in=addresses) | Q(accepted_by=user)).delete()


class MembershipRequestQuerySet(OfAnInitiativeQuerySet):
    read_by = changed_by = "managed_by"

    def visible_to(self, user):
        """Requests that the reader may answer, and their own."""
        return self.filter(self.hanging_on(self.read_by, user) | own(user, "user"))

    def editable_by(self, user):
        return super().editable_by(user).waiting()

    def waiting(self):
        return self.filter(declined_at__isnull=True)


class MembershipRequestManager(models.Manager.from_queryset(MembershipRequestQuerySet)):
    def ask(self, initiative: Initiative, *, by: User, note: str = "") -> tuple["MembershipRequest", bool]:
        """Ask a team to join. Out: the question, and whether it is new: asking twice is asking once.

        Raises ValidationError for who is in the team already, and for who asks everywhere.
        """
        if initiative.memberships.filter(user=by).exists():
            raise ValidationError(_("Je zit al in dit team."))
        if self.waiting().filter(user=by).exclude(initiative=initiative).count() >= MOST_ASKED:
            raise ValidationError(_("Je wacht al op antwoord van veel teams. Vraag dit later."))
        return self.waiting().get_or_create(
            initiative=initiative, user=by, declined_at=None, defaults={"note": note}
        )


class MembershipRequest(models.Model):
    """Somebody of the network says: I belong to this team. Once accepted it is a membership."""

    columns = Columns(private="note")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="membership_requests")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="membership_requests")
    note = models.TextField(_("wat doe je in dit team?"), blank=True, max_length=500)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    declined_at, declined_by = not_yet()

    objects = MembershipRequestManager()

    class Meta:
        verbose_name = _("vraag om mee te doen")
        verbose_name_plural = _("vragen om mee te doen")
        ordering = ["asked_at"]
        constraints = [
            together("request", "declined", "declined_at", "declined_by"),
            models.UniqueConstraint(
                fields=["initiative", "user"],
                condition=Q(declined_at__isnull=True),
                name="one_waiting_request_a_pair",
                violation_error_message=_("Je hebt dit al gevraagd."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.initiative}"

    def accept(self, *, by: User) -> Membership:
        """Let them in as a member; a lead may make them lead later. Raises DoesNotExist once it is answered."""
        with transaction.atomic():
            self._hold()
            membership, _new = Membership.objects.get_or_create(initiative=self.initiative, user=self.user)
            self.initiative.invitations.take_back_from(self.user, by=by)
            self.delete()
        return membership

    def decline(self, *, by: User) -> None:
        with transaction.atomic():
            self._hold()
            self.declined_at, self.declined_by = timezone.now(), by
            self.save(update_fields=["declined_at", "declined_by"])

    def _hold(self) -> None:
        MembershipRequest.objects.select_for_update(no_key=True).waiting().get(pk=self.pk)


class CaptureLinkQuerySet(GuestLinkQuerySet, OfAnInitiativeQuerySet):
    """Revoking a second time changes nothing, so that a double tap meets no 404."""

    read_by = "editable_by"


def in_half_a_year() -> dt.datetime:
    return timezone.now() + LINK_LASTS


class CaptureLink(GuestLink):
    """An address, often on a poster as a QR code, with which anybody tells a team what went well.

    Its words are derived, so that the poster can be printed again. It belongs to the team, and outlives the membership
    of its maker.
    """

    purpose, opens = "capture link", "capture:tell"

    columns = Columns(words="place", unspoken="token_digest word_digest", author="created_by")

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="capture_links")
    place = models.CharField(_("waar hangt of staat de link?"), max_length=120, blank=True)
    expires_at = models.DateTimeField(_("werkt tot"), default=in_half_a_year)

    objects = CaptureLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link om zonder account te vertellen")
        verbose_name_plural = _("links om zonder account te vertellen")
        ordering = ["-created_at"]
        constraints = [together("capture_link", "revoked", "revoked_at", "revoked_by")]

    def __str__(self) -> str:
        return self.place or str(self.initiative)
