"""Makes the rows that a profile reads beside a win: one thing each, with everything else filled in."""

import datetime as dt
import uuid

from django.utils import timezone

from initiatives.lenses import (
    Answer,
    Audience,
    Choice,
    EvidenceKind,
    Independence,
    LossKind,
    Measure,
    Perspective,
    ScalingType,
    StillStands,
    Verdict,
)
from initiatives.models import (
    Ambition,
    ChallengeProposal,
    Evidence,
    Figure,
    FollowUp,
    Initiative,
    Judgement,
    Loss,
    SmallWin,
    User,
)
from tests.factories import create_user, create_win

DONE = {"concrete": Answer.YES, "completed": Answer.YES}


def create_evidence(win: SmallWin, *, independence: str = Independence.PARTNER) -> Evidence:
    return Evidence.objects.create(
        win=win,
        kind=EvidenceKind.DOCUMENT,
        independence=independence,
        text="Een brief",
        added_by=create_user(),
    )


def create_follow_up(
    win: SmallWin, *, days: int = 400, on: dt.date | None = None, still_stands: str = StillStands.YES
) -> FollowUp:
    """Somebody looked again so many days after it happened."""
    day = on or win.middle_on + dt.timedelta(days=days)
    told_at = timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
    return FollowUp.objects.create(
        win=win, checked_on=day, still_stands=still_stands, told_at=told_at, told_by=create_user()
    )


def create_judgement(
    win: SmallWin, *, perspective: str = Perspective.STUDENT, verdict: str = Verdict.POSITIVE
) -> Judgement:
    return Judgement.objects.create(win=win, perspective=perspective, verdict=verdict, said_by=create_user())


def create_loss(
    *,
    win: SmallWin | None = None,
    initiative: Initiative | None = None,
    borne_by: str = Perspective.TEACHER,
    audience: str = Audience.PUBLIC,
    seen_on: dt.date = dt.date(2026, 3, 1),
    **details,
) -> Loss:
    return Loss.objects.create(
        win=win,
        initiative=initiative or win.initiative,
        kind=LossKind.TIME,
        borne_by=borne_by,
        audience=audience,
        seen_on=seen_on,
        told_by=create_user(),
        **details,
    )


def choose(initiative: Initiative, ray: str, choice: str = Choice.NOT) -> Ambition:
    return Ambition.objects.create(
        initiative=initiative, ray=ray, choice=choice, reason="Het past nu niet.", decided_by=create_user()
    )


def create_lasting_win(*, days: int = 400, **details) -> SmallWin:
    """A win that still stood more than a year later."""
    win = create_win(**{"occurred_on": dt.date(2024, 10, 1), **details})
    create_follow_up(win, days=days)
    return win


def shown_by_another(win: SmallWin) -> SmallWin:
    """The same win, which somebody else showed by their own act: a student who is in no team says that it is good."""
    create_judgement(win)
    return win


def create_often(initiative: Initiative, ray: str = ScalingType.GROWTH, **details) -> list[SmallWin]:
    """Three wins at this type that make it "seen more often": two tellers, one shown by somebody else, all of today."""
    tellers = [create_user(member_of=initiative) for _ in range(2)]
    details = {"types": [ray], "occurred_on": timezone.localdate(), **details}
    first, *others = (create_win(initiative=initiative, by=tellers[i % 2], **details) for i in range(3))
    return [shown_by_another(first), *others]


def create_figure(*, initiative: Initiative, by: User | None = None, **said) -> Figure:
    counted = {"year": 2019, "measure": Measure.STUDENTS, "quantity": 120, "source": "onze eigen telling"}
    return Figure.objects.create(initiative=initiative, added_by=by or create_user(), **(counted | said))


def send_in(*, programme, question: str = "Hoe wordt het hier groener?", submission_id=None, **words):
    """A question that somebody sends in without an account."""
    return ChallengeProposal.objects.send_in(
        programme=programme, question=question, submission_id=submission_id or uuid.uuid4(), **words
    )
