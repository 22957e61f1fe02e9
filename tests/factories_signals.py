"""An initiative that raises questions, with everything else filled in."""

import datetime as dt

from django.utils import timezone

from initiatives.lenses import Depth
from initiatives.models import Initiative, SignalDismissal, SmallWin, User
from tests.factories import create_user, create_win


def days_ago(days: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days)


def told_ago(days: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=days)


def create_shallow_wins(
    initiative: Initiative, *, n: int = 5, told: int = 30, by: User | None = None, **details
) -> list[SmallWin]:
    """So many recent wins that only make better what was there; told so many days ago."""
    details = {"depth": Depth.BETTER, "logged_at": told_ago(told)} | details
    return [
        create_win(initiative=initiative, by=by, title=f"Win {i}", occurred_on=days_ago(told + i), **details)
        for i in range(n)
    ]


def put_aside(initiative: Initiative, *, rule: str = "shallow", about: str = "", days: int = 30, by=None):
    return SignalDismissal.objects.put_aside(
        initiative=initiative,
        rule=rule,
        about=about,
        reason="We weten het.",
        days=days,
        by=by or create_user(member_of=initiative),
    )
