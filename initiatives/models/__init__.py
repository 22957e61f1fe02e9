from initiatives.models.audit import AuditEntry, acting
from initiatives.models.initiatives import Initiative, Membership, Partnership
from initiatives.models.people import Role, User
from initiatives.models.places import Challenge, City, Partner, PartnerAlias, Programme, Theme
from initiatives.models.teams import CaptureLink, Invitation, MembershipRequest
from initiatives.models.wins import Photo, SmallWin, TooManyTold, WinLink, chain_between

__all__ = [
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
    "chain_between",
]
