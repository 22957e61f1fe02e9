"""An initiative, its partners and its team; and what waits for that team."""

import datetime as dt

from initiatives.exchange.examples.casts import Cast, number, themes
from initiatives.exchange.examples.files import Row, columns_of, day, days_of, noon
from initiatives.lenses import MembershipRole, Precision
from initiatives.models import CaptureLink, Challenge, Initiative, MembershipRequest, SmallWin, User
from initiatives.periods import stretch

BESIDES = ("started", "ended", "cities", "themes", "challenges", "opens_wins", "poster")
A_WEEK = dt.timedelta(days=7)


def begin(told: Row, cast: Cast) -> Initiative:
    """The initiative, published a week after it began; its team said whether everybody reads what it tells."""
    row = told["initiative"]
    initiative = Initiative.objects.create(
        programme=cast.programme,
        **columns_of(row, *BESIDES),
        started_on=first_of_the_month(day(row["started"])),
        started_precision=Precision.MONTH,
        **days_of(row, ended_on="ended"),
    )
    initiative.cities.set(cast.cities[city] for city in row["cities"])
    initiative.themes.set(themes(row["themes"]))
    initiative.challenges.set(Challenge.objects.filter(slug__in=row["challenges"]))
    for partnership in told["partnerships"]:
        _take_part(partnership, initiative, cast)
    for member in told["team"]:
        initiative.memberships.create(
            user=cast.people[member["who"]], role=member.get("role", MembershipRole.MEMBER)
        )
    initiative.say_who_reads(everyone=row.get("opens_wins", True), by=_lead(initiative))
    _publish(initiative, cast)
    return initiative


def _take_part(row: Row, initiative: Initiative, cast: Cast) -> None:
    initiative.partnerships.create(
        partner=cast.partners[row["partner"]],
        **columns_of(row, "partner", "since", "until"),
        since=first_of_the_month(day(row["since"])),
        since_precision=Precision.MONTH,
        **days_of(row, until="until"),
    )


def first_of_the_month(on: dt.date) -> dt.date:
    """People remember the month in which something began."""
    return stretch(on, Precision.MONTH).first_day


def _lead(initiative: Initiative) -> User:
    return initiative.memberships.get(role=MembershipRole.LEAD).user


def _publish(initiative: Initiative, cast: Cast) -> None:
    initiative.publish(by=cast.curator)
    initiative.published_at = noon(initiative.started_on + A_WEEK)
    initiative.save(update_fields=["published_at"])


def poster(told: Row, initiative: Initiative) -> CaptureLink:
    """The link through which somebody without an account tells this team something."""
    return initiative.capture_links.create(
        place=told["initiative"]["poster"], created_by=_lead(initiative), created_at=initiative.published_at
    )


def what_waits(told: Row, initiative: Initiative, cast: Cast) -> None:
    """Drafts, what came in through the link, people who want to join, and the question whether it is still so."""
    for row in told.get("drafts", ()):
        _draft(row, initiative, cast)
    for row in told.get("arrivals", ()):
        _arrive(row, initiative)
    for row in told.get("requests", ()):
        request, _new = MembershipRequest.objects.ask(
            initiative, by=cast.people[row["who"]], note=row["note"]
        )
        request.asked_at = noon(day(row["ago"]))
        request.save(update_fields=["asked_at"])
    for row in told.get("asked_still_so", ()):
        initiative.still_questions.create(asked_at=noon(day(row["ago"])))
    for row in told.get("invitations", ()):
        by = cast.people[row["by"]]
        initiative.invitations.invite(row["email"], to=initiative, role=MembershipRole.MEMBER, by=by)


def _draft(row: Row, initiative: Initiative, cast: Cast) -> None:
    form = number(initiative.slug, row["title"])
    words = {"initiative": initiative, **columns_of(row), "occurred_on": day(row["ago"])}
    with cast.in_the_name_of(row):
        SmallWin.objects.keep_draft(by=cast.people[row["by"]], submission_id=form, **words)


def _arrive(row: Row, initiative: Initiative) -> None:
    on = day(row["ago"])
    words = {**columns_of(row), "occurred_on": on, "logged_at": noon(on)}
    form = number(initiative.slug, row["title"])
    SmallWin.objects.tell_through(initiative.capture_links.get(), submission_id=form, **words)
