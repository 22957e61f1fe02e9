"""The words in which this network talks about scaling.

Everything else may import this package; it imports nothing of ours. Codes are stored in the
database, so a label may change freely and a code may not. "Scaling up" is only ever a
direction (`up`): the type that other texts call scaling up is `growth` here.
"""

from initiatives.lenses.initiatives import (
    CurriculumStatus,
    MembershipRole,
    PartnershipRole,
    Stage,
    TellerKind,
)
from initiatives.lenses.places import KNOWLEDGE_INSTITUTIONS, LabelSide, PartnerKind, Scope
from initiatives.lenses.profile import CellState, Family
from initiatives.lenses.roles import Digest, RoleKind
from initiatives.lenses.scaling import (
    ANSWERED,
    NONE_OF_THESE,
    OPEN,
    RAYS,
    UNKNOWN,
    USUAL_DIRECTION,
    Direction,
    Level,
    ScalingType,
)
from initiatives.lenses.wins import (
    Audience,
    Depth,
    LinkAnswer,
    LinkBasis,
    Mechanism,
    Precision,
    WinState,
)

__all__ = [
    "ANSWERED",
    "KNOWLEDGE_INSTITUTIONS",
    "NONE_OF_THESE",
    "OPEN",
    "RAYS",
    "UNKNOWN",
    "USUAL_DIRECTION",
    "Audience",
    "CellState",
    "CurriculumStatus",
    "Depth",
    "Digest",
    "Direction",
    "Family",
    "LabelSide",
    "Level",
    "LinkAnswer",
    "LinkBasis",
    "Mechanism",
    "MembershipRole",
    "PartnerKind",
    "PartnershipRole",
    "Precision",
    "RoleKind",
    "ScalingType",
    "Scope",
    "Stage",
    "TellerKind",
    "WinState",
]
