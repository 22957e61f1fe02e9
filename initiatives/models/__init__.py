from initiatives.models.ambitions import Ambition, MeaningAnswer, NextBite, ScalingMeaning
from initiatives.models.audit import AuditAction, AuditEntry, acting, as_it_stood, left_by
from initiatives.models.evidence import Evidence, FollowUp, Judgement, Loss
from initiatives.models.initiatives import Initiative, Membership, Partnership
from initiatives.models.outside import Actor, Wall, WallMove, WallTopic
from initiatives.models.paradox import PilotAnswer, PilotCheck, PilotRespondent
from initiatives.models.people import Role, User
from initiatives.models.places import Challenge, City, Partner, PartnerAlias, Programme, Theme
from initiatives.models.profiles import SignalDismissal, Snapshot
from initiatives.models.readers import ForReader, Reader
from initiatives.models.teams import CaptureLink, Invitation, MembershipRequest
from initiatives.models.windows import Window
from initiatives.models.wins import READING, Photo, SmallWin, TooManyTold, WinLink, chain_between
from initiatives.models.wishes import Wish, WishLink, WishPair

__all__ = [
    "READING",
    "Actor",
    "Ambition",
    "AuditAction",
    "AuditEntry",
    "CaptureLink",
    "Challenge",
    "City",
    "Evidence",
    "FollowUp",
    "ForReader",
    "Initiative",
    "Invitation",
    "Judgement",
    "Loss",
    "MeaningAnswer",
    "Membership",
    "MembershipRequest",
    "NextBite",
    "Partner",
    "PartnerAlias",
    "Partnership",
    "Photo",
    "PilotAnswer",
    "PilotCheck",
    "PilotRespondent",
    "Programme",
    "Reader",
    "Role",
    "ScalingMeaning",
    "SignalDismissal",
    "SmallWin",
    "Snapshot",
    "Theme",
    "TooManyTold",
    "User",
    "Wall",
    "WallMove",
    "WallTopic",
    "WinLink",
    "Window",
    "Wish",
    "WishLink",
    "WishPair",
    "acting",
    "as_it_stood",
    "chain_between",
    "left_by",
]
