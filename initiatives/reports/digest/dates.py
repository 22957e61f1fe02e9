"""The days that come, or just came, for one person: each is worth one letter."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, Model, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from initiatives.language import plain
from initiatives.lenses import ReminderKind
from initiatives.links import address
from initiatives.models import FollowUp, Initiative, SmallWin, User, WishPair
from initiatives.reports.mirror.windows import closing_for

CLOSES_WITHIN = dt.timedelta(days=14)
A_YEAR = dt.timedelta(days=365)
LATE = dt.timedelta(days=60)  # what came longer ago than that is not asked by mail any more


@dataclass(frozen=True)
class ComingDay:
    """`row` is what the letter is about: of one row there is one letter to each person."""

    kind: ReminderKind
    row: Model
    said: str
    href: str


def coming_days(user: User) -> list[ComingDay]:
    """What this person may do something about. Five queries at most."""
    return [*_windows(user), *_agreements(user), *_looks_back(user)]


def _windows(user: User) -> Iterator[ComingDay]:
    """Chances around their teams and in their cities that were not used, as *Voor jou* has them, two weeks before they close."""
    last = timezone.localdate() + CLOSES_WITHIN
    for closing in closing_for(user):
        if closing.window.closes_on <= last:
            said = f"{closing.words}: {closing.window.title}"
            yield ComingDay(ReminderKind.WINDOW, closing.window, said, closing.href)


def _agreements(user: User) -> Iterator[ComingDay]:
    """Agreements between two wishes that their team would look at again by now."""
    today = timezone.localdate()
    teams = Initiative.objects.visible_to(user).of_team(user).order_by().values("pk")
    pairs = WishPair.objects.visible_to(user).filter(review_on__lte=today, review_on__gt=today - LATE)
    for pair in (
        pairs.filter(first__partnership__initiative__in=teams).with_ends().order_by("review_on", "pk")
    ):
        initiative = pair.first.partnership.initiative
        words = {"name": plain(initiative, "title"), "day": date_format(pair.review_on, "j F Y")}
        said = _("%(name)s: jullie zouden een afspraak opnieuw bekijken op %(day)s") % words
        yield ComingDay(
            ReminderKind.AGREEMENT, pair, said, address("wishes:bridge", initiative.slug, pair.pk)
        )


def _looks_back(user: User) -> Iterator[ComingDay]:
    """Small wins that they told a year ago themselves, and at which nobody looked again since."""
    now = timezone.now()
    told = SmallWin.objects.visible_to(user).standing().filter(logged_by=user, dataset_key__isnull=True)
    told = told.filter(logged_at__lte=now - A_YEAR, logged_at__gt=now - A_YEAR - LATE)
    looked = FollowUp.objects.filter(win=OuterRef("pk"), told_at__gt=OuterRef("logged_at"))
    mine = told.filter(~Exists(looked), pk__in=SmallWin.objects.editable_by(user).order_by().values("pk"))
    for win in mine.order_by("logged_at", "pk").defer("search"):
        said = _("Een jaar geleden vertelde je: “%(win)s”. Staat het nog?") % {"win": plain(win, "title")}
        yield ComingDay(ReminderKind.LOOK_BACK, win, said, address("additions:add", win.pk, "terugblikken"))
