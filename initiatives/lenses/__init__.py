"""The words in which this network talks about scaling.

Everything else may import this package; it imports nothing of ours. Codes are stored in the
database, so a label may change freely and a code may not. "Scaling up" is only ever a
direction (`up`): the type that other texts call scaling up is `growth` here.
"""

from initiatives.lenses.answers import (
    ANSWERED_BY_ROWS,
    ANSWERS,
    DONT_KNOW,
    PLACED_BY,
    READ_BY_EDITORS,
    TURNS,
    CodedAnswer,
    Section,
    Turn,
    answers_at,
    answers_shown,
    codes_in,
)
from initiatives.lenses.evidence import (
    Answer,
    CompanyAnswer,
    Coupling,
    EvidenceKind,
    EvidenceLevel,
    Grade,
    Independence,
    LossAnswer,
    LossKind,
    LossStatus,
    Perspective,
    Severity,
    Shock,
    SourceKind,
    StillStands,
    Verdict,
    WallAnswer,
    WinKind,
    WinSize,
)
from initiatives.lenses.figures import Exactness, Measure
from initiatives.lenses.importing import WRITTEN, ImportOutcome, ImportTable
from initiatives.lenses.initiatives import (
    CurriculumStatus,
    InitiativeTie,
    MembershipRole,
    PartnershipRole,
    Stage,
    StillSo,
    TellerKind,
)
from initiatives.lenses.letters import BUNDLED, LetterKind, LetterTrouble
from initiatives.lenses.merging import MergeKind
from initiatives.lenses.outside import (
    ASKED_FOR,
    ENDED_WALLS,
    Position,
    ScalingRole,
    Stance,
    TakesPart,
    WallCause,
    WallKind,
    WallStatus,
    WindowKind,
    WindowState,
    World,
    floors_of,
)
from initiatives.lenses.paradox import Degree, NoDegree, Origin, PairResult, Side
from initiatives.lenses.places import KNOWLEDGE_INSTITUTIONS, ChallengeAnswer, PartnerKind, Scope, TieDepth
from initiatives.lenses.profile import CellState, Family
from initiatives.lenses.roles import Digest, ReminderKind, RoleKind
from initiatives.lenses.scaling import (
    ANSWERED,
    DIFFERING,
    NONE_OF_THESE,
    OPEN,
    RARE_CROSSINGS,
    RAYS,
    UNKNOWN,
    Crossing,
    Direction,
    Level,
    ScalingType,
    crossing_of,
    ends_of,
)
from initiatives.lenses.signals import Signal, SignalState
from initiatives.lenses.wins import (
    Audience,
    Depth,
    LinkAnswer,
    LinkBasis,
    Mechanism,
    Precision,
    Robustness,
    WinState,
)
from initiatives.lenses.wishes import (
    IN_TENSION,
    ONE_OF,
    SHARED_OUT,
    Agreement,
    Bridge,
    Choice,
    Per,
    Priority,
    Served,
    WishKind,
    WishRelation,
    WishUnit,
    amount,
    in_figures,
    unit_of,
)
