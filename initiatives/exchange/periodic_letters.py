"""Letters that nobody's act causes: the weekly mail, the question whether it is still so, and days that come.

Each is kept in one transaction with the row that says that it went, so that running it again writes nothing twice. Who sends
it is said by `deliver`; an address in it is made whole by `whole`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation

from initiatives.lenses import Digest, StillSo
from initiatives.links import address
from initiatives.models import Initiative, MailOff, Reminder, StillQuestion, StillWord, User, WeekMail
from initiatives.models.teams import who_decides
from initiatives.models.week_mail import monday_of
from initiatives.reports.digest.dates import ComingDay, coming_days
from initiatives.reports.digest.week import Week, week_of

WEEK, STILL, DAYS = "week", "still", "days"  # the kinds


@dataclass(frozen=True)
class PeriodicLetter:
    """`key`: of letters of one kind to one person no two have the same."""

    to: User
    kind: str
    key: str
    subject: str
    body: str


Deliver = Callable[[PeriodicLetter], None]
Whole = Callable[[str], str]


def site(path: str) -> str:
    """The whole address of a path, as the site is called outside."""
    return settings.SITE_ADDRESS + path


def who_wants_mail(kind: str) -> QuerySet:
    """People who can log in and did not say that they want no mail about what happens, or none of this kind."""
    people = User.objects.filter(is_active=True, email__isnull=False).exclude(digest=Digest.NEVER)
    return people.exclude(pk__in=MailOff.objects.filter(kind=kind).order_by().values("user"))


# --- The weekly mail --------------------------------------------------------------------------
def write_week_mail(deliver: Deliver, *, whole: Whole = site) -> int:
    """To everybody who wants it and had none this week. Out: how many letters. A second run of one week writes none."""
    week = monday_of(timezone.localdate())
    waiting = who_wants_mail(WEEK).exclude(pk__in=WeekMail.objects.filter(week=week).values("user"))
    return sum(_write_week(user, deliver, whole) for user in waiting.order_by("pk"))


def _write_week(user: User, deliver: Deliver, whole: Whole) -> bool:
    week = monday_of(timezone.localdate())
    with transaction.atomic(), translation.override(user.language):
        User.objects.select_for_update(no_key=True).get(pk=user.pk)  # a second worker waits here
        mine = WeekMail.objects.filter(user=user)
        if mine.filter(week=week).exists():
            return False
        report = week_of(user, WeekMail.objects.until_now(user))
        since, until = report.span
        lines = report.number if report.is_worth_a_mail else 0
        mine.create(user=user, week=week, since=since, until=until, lines=lines)
        if lines:
            page = whole(address("digest:week", week=week.isoformat()))
            words = {"report": report, "sections": _sections(report, whole), "page": page}
            deliver(_letter(user, WEEK, week.isoformat(), words))
    return bool(lines)


def _sections(report: Week, whole: Whole) -> list[dict]:
    return [
        {
            "title": part.title,
            "lines": [{"said": line.said, "address": whole(line.href)} for line in part.lines],
        }
        for part in report.in_short
    ]


# --- Is it still so? --------------------------------------------------------------------------
def ask_whether_still_so(deliver: Deliver, *, whole: Whole = site) -> int:
    """Of each silent initiative, those who decide there and want mail. Out: how many letters."""
    wanting = who_wants_mail(STILL).order_by().values("pk")
    return sum(
        _ask(initiative, who_decides(initiative).filter(pk__in=wanting), deliver, whole)
        for initiative in StillQuestion.objects.to_ask().order_by("pk")
    )


def _ask(initiative: Initiative, people: QuerySet, deliver: Deliver, whole: Whole) -> int:
    with transaction.atomic():
        question = StillQuestion.objects.ask(initiative, of=people)
        words = list(question.words.select_related("user").order_by("made_at", "pk")) if question else []
        for word in words:
            with translation.override(word.user.language):
                said = {"initiative": initiative, "answers": list(_answers(word, whole))}
                deliver(_letter(word.user, STILL, str(word.pk), said))
    return len(words)


def _answers(word: StillWord, whole: Whole) -> Iterator[dict]:
    page = whole(word.get_absolute_url())
    for answer in StillSo:
        yield {"said": answer.label, "address": f"{page}?antwoord={answer.value}"}


# --- Days that come ---------------------------------------------------------------------------
def remind_of_days(deliver: Deliver, *, whole: Whole = site) -> int:
    """Everybody who wants mail, of each row once. Out: how many letters."""
    return sum(_remind(user, deliver, whole) for user in who_wants_mail(DAYS).order_by("pk"))


def _remind(user: User, deliver: Deliver, whole: Whole) -> int:
    with transaction.atomic(), translation.override(user.language):
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        news = [day for day in coming_days(user) if Reminder.objects.first_time(user, day.kind, day.row)]
        for day in news:
            deliver(_letter(user, DAYS, _key_of(day), {"day": day, "address": whole(day.href)}))
    return len(news)


def _key_of(day: ComingDay) -> str:
    return f"{day.kind}-{day.row.pk}"


def _letter(to: User, kind: str, key: str, words: dict) -> PeriodicLetter:
    words = words | {"SITE_NAME": settings.SITE_NAME, "to": to}
    subject = " ".join(render_to_string(f"digest/email/{kind}_subject.txt", words).split())
    body = render_to_string(f"digest/email/{kind}_message.txt", words).strip() + "\n"
    return PeriodicLetter(to, kind, key, subject, body)
