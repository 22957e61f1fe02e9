"""Makes the rows that hang on a win, one thing each."""

import datetime as dt

from initiatives.lenses import (
    Audience,
    EvidenceKind,
    Independence,
    LossKind,
    Perspective,
    StillStands,
    Verdict,
)
from initiatives.models import Evidence, FollowUp, Judgement, Loss, SmallWin, User
from tests.factories import create_user


def create_judgement(
    win: SmallWin,
    *,
    by: User | None = None,
    perspective: str = Perspective.RESIDENT,
    verdict: str = Verdict.POSITIVE,
    on_behalf_of: str = "",
    comment: str = "",
) -> Judgement:
    return Judgement.objects.create(
        win=win,
        said_by=by or create_user(),
        perspective=perspective,
        verdict=verdict,
        is_first_hand=not on_behalf_of,
        on_behalf_of=on_behalf_of,
        comment=comment,
    )


def create_loss(
    win: SmallWin, *, by: User | None = None, audience: str = Audience.NETWORK, **details
) -> Loss:
    return Loss.objects.tell(
        win=win,
        initiative=win.initiative,
        told_by=by or create_user(member_of=win.initiative),
        audience=audience,
        **{"kind": LossKind.TIME, "borne_by": Perspective.TEACHER} | details,
    )


def create_evidence(
    win: SmallWin, *, by: User | None = None, independence: str = Independence.OWN_TEAM, **details
) -> Evidence:
    return Evidence.objects.create(
        win=win,
        added_by=by or create_user(member_of=win.initiative),
        independence=independence,
        **{"kind": EvidenceKind.FIGURE, "text": "40 van de 60 studenten"} | details,
    )


def create_follow_up(
    win: SmallWin,
    *,
    by: User | None = None,
    checked_on: dt.date = dt.date(2026, 6, 1),
    still_stands: str = StillStands.YES,
    **details,
) -> FollowUp:
    return FollowUp.objects.create(
        win=win,
        told_by=by or create_user(member_of=win.initiative),
        checked_on=checked_on,
        still_stands=still_stands,
        **details,
    )
