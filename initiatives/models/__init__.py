from initiatives.models.initiatives import Initiative, Membership, Partnership
from initiatives.models.people import Role, User
from initiatives.models.places import Challenge, City, Partner, PartnerAlias, Programme, Theme
from initiatives.models.wins import Photo, SmallWin, WinLink, chain_between

__all__ = [
    "Challenge",
    "City",
    "Initiative",
    "Membership",
    "Partner",
    "PartnerAlias",
    "Partnership",
    "Photo",
    "Programme",
    "Role",
    "SmallWin",
    "Theme",
    "User",
    "WinLink",
    "chain_between",
]
