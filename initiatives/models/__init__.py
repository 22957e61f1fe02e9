from initiatives.models.audit import AuditAction, AuditEntry, acting, as_it_stood
from initiatives.models.initiatives import Initiative, Membership, Partnership
from initiatives.models.people import Role, User
from initiatives.models.places import Challenge, City, Partner, PartnerAlias, Programme, Theme
from initiatives.models.teams import CaptureLink, Invitation, MembershipRequest
from initiatives.models.wins import Photo, SmallWin, TooManyTold, WinLink, chain_between

__all__ = [
    "AuditAction",
    "AuditEntry",
    "CaptureLink",
    "Challenge",
    "City",
    "Initiative",
    "Invitation",
    "Membership",
    "MembershipRequest",
    "Partner",
    "PartnerAlias",
    "Partnership",
    "Photo",
    "Programme",
    "Role",
    "SmallWin",
    "Theme",
    "TooManyTold",
    "User",
    "WinLink",
    "acting",
    "as_it_stood",
    "chain_between",
]
