"""Wishes, ambitions and rounds of the pilot paradox, with everything else filled in."""

import datetime as dt
import uuid
from decimal import Decimal

from django.utils import timezone

from initiatives.lenses import (
    Choice,
    Degree,
    PartnerKind,
    Per,
    Perspective,
    ScalingType,
    Verdict,
    WishRelation,
    WishUnit,
)
from initiatives.lenses.paradox import ITEMS
from initiatives.models import (
    Ambition,
    Initiative,
    Judgement,
    Partnership,
    PilotCheck,
    PilotRespondent,
    ScalingMeaning,
    SmallWin,
    User,
    Wish,
    WishLink,
    WishPair,
)
from tests.factories import create_partner, create_user


def create_partnership(
    initiative: Initiative, *, name: str = "", kind=PartnerKind.NEIGHBOURHOOD_ORGANISATION, **details
):
    return Partnership.objects.create(
        initiative=initiative, partner=create_partner(name=name, kind=kind), **details
    )


def create_wish(
    *, initiative: Initiative | None = None, partnership=None, statement="Vier projecten per jaar", **details
) -> Wish:
    """A wish of a new partner of the initiative, unless a story says whose."""
    row = partnership or create_partnership(initiative)
    return Wish.objects.create(partnership=row, statement=statement, **details)


def all_students(partnership) -> Wish:
    """One side of the seed's example: every student of a cohort takes part."""
    return create_wish(
        partnership=partnership,
        statement="Alle studenten doen mee",
        quantity=Decimal(1200),
        unit=WishUnit.STUDENTS,
        per=Per.YEAR,
    )


def four_projects(partnership) -> Wish:
    """The other side: four real projects a year."""
    return create_wish(
        partnership=partnership,
        statement="Vier concrete projecten per jaar",
        quantity=Decimal(4),
        unit=WishUnit.PROJECTS,
        per=Per.YEAR,
    )


def create_pair(
    first: Wish, second: Wish, *, relation=WishRelation.TENSION, by: User | None = None, **details
) -> WishPair:
    low, high = sorted((first, second), key=lambda wish: str(wish.pk))
    return WishPair.objects.create(
        first=low, second=high, relation=relation, told_by=by or create_user(), **details
    )


def create_wish_link(partnership, *, by: User | None = None, **details) -> WishLink:
    return WishLink.objects.make(partnership, by=by or create_user(), **details)


def create_ambition(
    initiative: Initiative, *, ray=ScalingType.GROWTH, choice=Choice.YES, by: User | None = None, **details
) -> Ambition:
    return Ambition.objects.create(
        initiative=initiative, ray=ray, choice=choice, decided_by=by or create_user(), **details
    )


def create_meaning(initiative: Initiative, *, text="Dat het gewoon wordt", by: User | None = None):
    return ScalingMeaning.objects.create(initiative=initiative, text=text, written_by=by or create_user())


def create_check(initiative: Initiative, *, by: User | None = None, **details) -> PilotCheck:
    return PilotCheck.objects.create(initiative=initiative, created_by=by or create_user(), **details)


def answer(
    check: PilotCheck, *, perspective=Perspective.TEACHER, pilot=Degree.YES, scaling=Degree.NO, items=None
) -> PilotRespondent:
    """Somebody who answers each pair alike: by default they see a tension everywhere."""
    numbers = items or [item.number for item in ITEMS]
    answers = {(n, "A"): pilot for n in numbers if pilot} | {(n, "B"): scaling for n in numbers if scaling}
    respondent, _new = check.take(submission_id=uuid.uuid4(), perspective=perspective, answers=answers)
    return respondent


def judge(
    win: SmallWin, *, perspective=Perspective.TEAM, verdict=Verdict.POSITIVE, by: User | None = None
) -> Judgement:
    return Judgement.objects.create(
        win=win, perspective=perspective, verdict=verdict, said_by=by or create_user()
    )


def days_ago(days: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days)
