"""The members of a team, its invitations and its requests, as this reader may know them."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from initiatives.lenses import MembershipRole, RoleKind
from initiatives.models import (
    CaptureLink,
    ForReader,
    Initiative,
    Invitation,
    Membership,
    MembershipRequest,
    PilotCheck,
    Reader,
    Role,
    User,
    WishLink,
)
from initiatives.models.teams import who_manages
from initiatives.sentences import joined


@dataclass(frozen=True)
class WaitingInvitation:
    """An open invitation, and whether its sender may still let people in."""

    invitation: Invitation
    is_backed: bool

    @property
    def works(self) -> bool:
        return self.is_backed and not self.invitation.has_expired


@dataclass(frozen=True)
class Team(ForReader):
    """The page of a team. Without `is_managed` it holds no address, no invitation and no question."""

    is_managed: bool
    members: tuple[Membership, ...]
    own: Membership | None
    invitations: tuple[WaitingInvitation, ...] = ()
    requests: tuple[MembershipRequest, ...] = ()

    @property
    def rows(self) -> list[tuple[Membership, SafeString, bool]]:
        """Each member, the facts about them in words, and whether the member is this reader."""
        return [(member, _said_of(member, own=self.own), member == self.own) for member in self.members]

    @property
    def leads(self) -> int:
        return sum(member.is_lead for member in self.members)


def _said_of(member: Membership, *, own: Membership | None) -> SafeString:
    facts = (
        capfirst(member.get_role_display()),
        _("dat ben jij") if member == own else "",
        "" if member.user.is_active else _("kan niet meer inloggen"),
    )
    return joined(facts, " · ")


def team(reader: Reader) -> Team:
    """The team as this reader may know it, leads first, in a fixed number of queries.

    In: somebody who works on the initiative.
    """
    initiative = reader.initiative
    rows = initiative.memberships.select_related("user").order_by("user__display_name_sort", "pk")
    members = tuple(sorted(rows, key=lambda member: not member.is_lead))
    own = next((member for member in members if member.user_id == reader.user.pk), None)
    if not reader.manages_it:
        return Team(reader, False, members, own)
    return Team(
        reader,
        True,
        members,
        own,
        _waiting_invitations(initiative),
        tuple(_asking(reader).select_related("user")),
    )


def _waiting_invitations(initiative: Initiative) -> tuple[WaitingInvitation, ...]:
    managers = set(who_manages(initiative).values_list("pk", flat=True))
    rows = initiative.invitations.waiting().select_related("invited_by")
    return tuple(WaitingInvitation(invitation, invitation.invited_by_id in managers) for invitation in rows)


def _asking(reader: Reader) -> QuerySet[MembershipRequest]:
    """The questions that the reader may answer."""
    requests = reader.initiative.membership_requests.editable_by(reader.user)
    return requests.filter(user__is_active=True)


# ------------------------------------------------------------------ on the profile
@dataclass(frozen=True)
class TieToTeam:
    """The tie of this reader to the team, as the profile says it: inside, asking, or neither."""

    initiative: Initiative
    asked: MembershipRequest | None = None  # by the reader
    waiting: int = 0  # questions that the reader may answer


def place_in(reader: Reader) -> TieToTeam:
    """The tie of this reader to the team, in one query at most."""
    initiative = reader.initiative
    if not reader.user.is_authenticated:
        return TieToTeam(initiative)
    if reader.is_inside:
        return TieToTeam(initiative, waiting=_asking(reader).count())
    return TieToTeam(
        initiative, asked=initiative.membership_requests.waiting().filter(user=reader.user).first()
    )


# ------------------------------------------------------------------ before somebody leaves
@dataclass(frozen=True)
class Addresses:
    """The links that work on without an account: anybody who kept the address opens them."""

    posters: int  # made by who leaves
    of_partners: tuple[WishLink, ...]
    rounds: int

    @property
    def partners_named(self) -> str:
        return ", ".join(each.partnership.partner.name for each in self.of_partners)

    def __bool__(self) -> bool:
        return bool(self.posters or self.of_partners or self.rounds)


def links_that_stay(membership: Membership, *, user) -> Addresses:
    """The addresses that the leaver made or could see and that this reader may know. Three queries."""
    initiative = membership.initiative_id
    posters = CaptureLink.objects.usable().filter(initiative=initiative, created_by=membership.user_id)
    of_partners = WishLink.objects.visible_to(user).usable().filter(partnership__initiative=initiative)
    by_name = of_partners.select_related("partnership__partner").order_by("partnership__partner__name_sort")
    rounds = PilotCheck.objects.visible_to(user).usable().filter(initiative=initiative)
    return Addresses(posters.count(), tuple(by_name), rounds.count())


# ------------------------------------------------------------------ one person
@dataclass(frozen=True)
class May:
    """One place where somebody may do something, and the word for it."""

    row: Membership | Role
    word: MembershipRole | RoleKind

    @property
    def where(self) -> str:
        """The programme or the city of a role beside the teams."""
        return str(self.row.programme or self.row.city)


@dataclass(frozen=True)
class Mine:
    """The teams and roles of somebody."""

    teams: tuple[May, ...]
    roles: tuple[May, ...]
    asked: tuple[MembershipRequest, ...]

    @property
    def alone(self) -> tuple[Membership, ...]:
        """Teams with others in them, of which this person is the only lead; of a declined proposal nobody can make another."""
        rows = (team.row for team in self.teams if not team.row.initiative.declined_at)
        return tuple(row for row in rows if row.is_lead and row.other_members and not row.other_leads)


def mine(user: User) -> Mine:
    """Teams by title, and roles; a fixed number of queries."""
    return Mine(
        teams=tuple(May(row, MembershipRole(row.role)) for row in _teams(user)),
        roles=tuple(
            May(row, RoleKind(row.kind))
            for row in user.roles.select_related("programme", "city").order_by("kind", "pk")
        ),
        asked=tuple(
            user.membership_requests.waiting().select_related("initiative").order_by("initiative__title_sort")
        ),
    )


def _teams(user: User):
    others = ~Q(initiative__memberships__user=user)
    lead = Q(initiative__memberships__role=MembershipRole.LEAD)
    return (
        user.memberships.select_related("initiative")
        .annotate(
            other_members=Count("initiative__memberships", filter=others),
            other_leads=Count("initiative__memberships", filter=others & lead),
        )
        .order_by("initiative__title_sort")
    )
