"""The worked example of the first learning afternoon: all students take part, or four projects a year (theory §9).

With it ambitions, what scaling means here, and two rounds of the pilot paradox. All of it is invented.
"""

import datetime as dt
import uuid
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from initiatives.lenses import (
    Agreement,
    Choice,
    Degree,
    Direction,
    NoDegree,
    Per,
    Perspective,
    Priority,
    ScalingType,
    Side,
    WishKind,
    WishRelation,
    WishUnit,
)
from initiatives.lenses.paradox import ITEMS
from initiatives.models import (
    Ambition,
    Initiative,
    MeaningAnswer,
    PilotCheck,
    ScalingMeaning,
    User,
    Wish,
    WishPair,
)

INITIATIVE = "wijs-groningen"
SCHOOL, NEIGHBOURHOOD, CITY = "hanze", "wij-groningen", "gemeente-groningen"

# Each respondent, with their degrees on both sides of the twelve pairs: n is "don't know", - is silence.
LATEST = (
    (Perspective.TEAM, "332333323332", "112111211211"),
    (Perspective.TEACHER, "333333223232", "101011100n01"),
    (Perspective.STUDENT, "223n3323332n", "1n2110n1n12n"),
    (Perspective.INSTITUTION, "221322232221", "223212132212"),
    (Perspective.PARTNER, "3-2233333n32", "12120112n110"),
)
BEFORE = (
    (Perspective.TEAM, "333333333332", "001001100101"),
    (Perspective.TEACHER, "332333323332", "101010110010"),
    (Perspective.INSTITUTION, "222322222222", "112111111111"),
)

SHARED = ((6, 9, 11), (2, 6))  # what two of them recognise in themselves


@transaction.atomic
def wishes_example(initiative: Initiative, *, by: User) -> bool:
    """In: the initiative, with the partners of the example, and whose name stands under it. Out: whether it is new."""
    if Wish.objects.of(initiative).filter(is_example=True).exists():
        return False
    wishes = _wishes(initiative)
    _pair(wishes[SCHOOL], wishes[NEIGHBOURHOOD], by)
    _ambitions(initiative, by)
    _meaning(initiative, by)
    today = timezone.localdate()
    _round(initiative, by, BEFORE, today - dt.timedelta(days=370)).revoke(by=by)
    latest = _round(initiative, by, LATEST, today - dt.timedelta(days=9))
    for items in SHARED:
        latest.share(submission_id=uuid.uuid4(), items=items)
    return True


def _wishes(initiative: Initiative) -> dict[str, Wish]:
    """Three wins serve the school's wish and none the neighbourhood's. About the other wins nothing was said."""
    rows = {row.partner.slug: row for row in initiative.partnerships.select_related("partner")}
    school = Wish.objects.create(
        partnership=rows[SCHOOL],
        statement="Alle studenten doen mee",
        kind=WishKind.REACH,
        quantity=Decimal(1200),
        unit=WishUnit.STUDENTS,
        per=Per.YEAR,
        priority=Priority.MUST,
        is_example=True,
    )
    neighbourhood = Wish.objects.create(
        partnership=rows[NEIGHBOURHOOD],
        statement="Vier concrete projecten per jaar",
        kind=WishKind.NUMBER,
        quantity=Decimal(4),
        unit=WishUnit.PROJECTS,
        per=Per.YEAR,
        priority=Priority.MUST,
        is_first_hand=True,
        is_example=True,
    )
    city = Wish.objects.create(
        partnership=rows[CITY],
        statement="Studenten blijven langer dan één semester in dezelfde wijk",
        kind=WishKind.RELATION,
        priority=Priority.WANT,
        is_example=True,
    )
    school.wins.add(*initiative.wins.filter(stands=True).order_by("dataset_key")[:3])
    return {SCHOOL: school, NEIGHBOURHOOD: neighbourhood, CITY: city}


def _pair(school: Wish, neighbourhood: Wish, by: User) -> None:
    first, second = sorted((school, neighbourhood), key=lambda wish: str(wish.pk))
    WishPair.objects.create(
        first=first,
        second=second,
        relation=WishRelation.TENSION,
        reason="Voorbeeld: meer studenten dan de wijk aan projecten kwijt kan.",
        related_on=timezone.localdate() - dt.timedelta(days=132),
        told_by=by,
    )


def _ambitions(initiative: Initiative, by: User) -> None:
    choices = (
        (ScalingType.INSTITUTIONALISATION, Choice.YES, "Voorbeeld: het vak komt in de studiegids."),
        (ScalingType.CIRCULATION, Choice.YES, ""),
        (ScalingType.GROWTH, Choice.LATER, "Voorbeeld: eerst goed, dan groter."),
        (ScalingType.REPLICATION, Choice.NOT, "Voorbeeld: elke stad heeft een eigen begin nodig."),
        (Direction.DEEP, Choice.YES, ""),
    )
    for ray, choice, reason in choices:
        Ambition.objects.create(
            initiative=initiative,
            ray=ray,
            choice=choice,
            reason=reason or "Voorbeeld: hier werken we nu aan.",
            decided_by=by,
        )


def _meaning(initiative: Initiative, by: User) -> None:
    """Five partners gave an answer; two were not asked yet."""
    meaning = ScalingMeaning.objects.create(
        initiative=initiative,
        text="Voorbeeld: opschalen is dat het voor elke opleiding gewoon is om met de wijk te werken.",
        written_by=by,
    )
    answers = (Agreement.AGREES, Agreement.AGREES, Agreement.DISAGREES, Agreement.UNKNOWN, Agreement.PARTLY)
    rows = initiative.partnerships.order_by("partner__name_sort")
    for row, answer in zip(rows, answers, strict=False):
        MeaningAnswer.objects.create(
            meaning=meaning, partnership=row, answer=answer, note="Voorbeeld: verzonnen antwoord.", said_by=by
        )


def _round(initiative: Initiative, by: User, people, day: dt.date) -> PilotCheck:
    check = PilotCheck.objects.create(initiative=initiative, created_by=by, taken_on=day, is_example=True)
    for perspective, pilot, scaling in people:
        answers = _answers(Side.PILOT, pilot) | _answers(Side.SCALING, scaling)
        check.take(submission_id=uuid.uuid4(), perspective=perspective, answers=answers)
    return check


def _answers(side: Side, signs: str) -> dict[tuple[int, str], str]:
    words = {"n": NoDegree.UNKNOWN.value, **{degree.value: degree.value for degree in Degree}}
    return {
        (item.number, side.value): words[sign]
        for item, sign in zip(ITEMS, signs, strict=True)
        if sign in words
    }
