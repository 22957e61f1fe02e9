"""The scaling profile of one initiative: what its wins show, and how much is known (theory §14)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.glyphs import Rose
from initiatives.lenses import ANSWERED, OPEN, UNKNOWN, Family, PartnershipRole
from initiatives.links import address, wins_url
from initiatives.models import City, Initiative, Membership, Partnership, SmallWin, WinLink
from initiatives.periods import UNDATED, Period
from initiatives.reports.arrivals import waiting_at
from initiatives.reports.findings import Finding, findings
from initiatives.reports.path import Calendar, WindingPath, winding_path
from initiatives.reports.roses import rose_of
from initiatives.reports.tables import FILTER_WORD, Spots, Tables
from initiatives.reports.tally import Answers, Tallies, Tally, tally_rows


# ------------------------------------------------------------------ which stretch of time
@dataclass(frozen=True)
class PeriodChoice:
    """One stretch of time somebody may look at; an empty `value` is since the start."""

    value: str
    label: str
    href: str
    is_chosen: bool


@dataclass(frozen=True)
class PeriodSwitch:
    """The choices: since the start, this and last academic year, and each year with wins."""

    chosen: str
    whole: tuple[PeriodChoice, ...]
    years: tuple[PeriodChoice, ...]

    @property
    def year_chosen(self) -> PeriodChoice | None:
        return next((year for year in self.years if year.is_chosen), None)


def recent_years(today: dt.date) -> Period:
    """The current and the previous academic year, the window of theory §14."""
    now = Period.academic_year(today)
    before = Period.academic_year(now.first_day - dt.timedelta(days=1))
    return Period(before.first_day, now.last_day)


def period_switch(initiative: Initiative, calendar: Calendar, period: Period | None) -> PeriodSwitch:
    """The choices, with the address of the profile for each. A stretch that was asked for is one of them."""
    value = str(period) if period else ""

    def choice(stretch: object, label: str) -> PeriodChoice:
        href = address("initiatives:profile", initiative.slug, periode=stretch)
        return PeriodChoice(str(stretch), label, href, str(stretch) == value)

    recent = recent_years(timezone.localdate())
    years = calendar.academic_years
    if period and period != recent and period not in years:
        years = [*years, period]
    whole = (choice("", _("Sinds het begin")), choice(recent, _("Dit en vorig studiejaar")))
    return PeriodSwitch(value, whole, tuple(choice(year, str(year).replace("..", " – ")) for year in years))


# ------------------------------------------------------------------ how much is known
QUESTIONS = {
    Family.TYPE: gettext_lazy("Soort"),
    Family.DIRECTION: gettext_lazy("Richting"),
    Family.LEVEL: gettext_lazy("Niveau"),
}


@dataclass(frozen=True)
class Asked:
    """One question put to the wins: how many have an answer, and the addresses of those wins."""

    label: str
    answers: Answers
    answered_url: str
    open_url: str
    unknown_url: str


@dataclass(frozen=True)
class Coverage:
    """What is known, by whom it was told and whose reading it is. Counts, never shares."""

    total: int
    total_url: str
    asked: tuple[Asked, ...]
    tellers: int
    told_at: dt.datetime | None
    by_team: int
    by_team_url: str
    by_editors: int
    by_editors_url: str
    not_read: int
    not_read_url: str

    @property
    def is_all_by_editors(self) -> bool:
        return self.by_editors == self.total


def coverage(tellers: Tallies, told_at: dt.datetime | None, words: Mapping[str, object]) -> Coverage:
    """How much is known of these wins. `words` are the filter words of the address where they stand."""
    tally = tellers.all
    return Coverage(
        total=tally.total,
        total_url=wins_url(**words),
        asked=tuple(_asked(tally, family, words) for family in Family),
        tellers=len(tellers.keys),
        told_at=told_at,
        by_team=tally.read_by["team"],
        by_team_url=wins_url(**words, duiding="team"),
        by_editors=tally.read_by["editors"],
        by_editors_url=wins_url(**words, duiding="redactie"),
        not_read=tally.read_by["open"],
        not_read_url=wins_url(**words, duiding=OPEN),
    )


def _asked(tally: Tally, family: Family, words: Mapping[str, object]) -> Asked:
    answers = {
        answer: wins_url(**words, **{FILTER_WORD[family]: answer}) for answer in (ANSWERED, OPEN, UNKNOWN)
    }
    return Asked(QUESTIONS[family], tally.answers[family], *answers.values())


# ------------------------------------------------------------------ who takes part
@dataclass(frozen=True)
class Together:
    """The partners now, those of before, and, for those who may know, the team."""

    now: tuple[Partnership, ...]
    before: tuple[Partnership, ...]
    team: tuple[Membership, ...]


def together(initiative: Initiative, *, may_edit: bool) -> Together:
    """Who takes part, the lead first. An ended partnership stays, in the past."""
    rows = initiative.partnerships.select_related("partner__city").order_by("partner__name")
    ranked = sorted(rows, key=lambda row: row.role != PartnershipRole.LEAD)
    gone = {row.pk for row in ranked if row.until and row.until <= timezone.localdate()}
    team = initiative.memberships.select_related("user").order_by("user__display_name") if may_edit else ()
    return Together(
        tuple(row for row in ranked if row.pk not in gone),
        tuple(row for row in ranked if row.pk in gone),
        tuple(team),
    )


# ------------------------------------------------------------------ the whole profile
@dataclass(frozen=True)
class PathChoice:
    """A page of the path that somebody may go to."""

    number: int
    label: str
    href: str
    is_chosen: bool


@dataclass(frozen=True)
class Profile:
    """All that the page of one initiative says."""

    initiative: Initiative
    may_edit: bool
    period: Period | None
    calendar: Calendar
    switch: PeriodSwitch
    tellers: Tallies
    words: Mapping[str, object]
    path: WindingPath
    cities: tuple[City, ...]
    together: Together
    first_to_check: SmallWin | None
    waiting: int  # told without an account, for the team to look at

    @property
    def tally(self) -> Tally:
        return self.tellers.all

    @cached_property
    def rose(self) -> Rose:
        said = [finding.heading for finding in self.findings]
        name = _("Opschaalroos van %(title)s") % {"title": self.initiative.title}
        finding = "".join(f"{heading}. " for heading in said).strip()
        anchor = "cell" if self.tally.total else ""  # without wins there is no table to go to
        return rose_of(self.tally, name=name, finding=finding, anchor=anchor)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        return findings(self.tally, self.words)

    @cached_property
    def tables(self) -> Tables:
        return Spots(self.tellers, self.words).tables()

    @cached_property
    def coverage(self) -> Coverage:
        return coverage(self.tellers, self.calendar.told_at(self.period), self.words)

    @property
    def wins_url(self) -> str:
        return wins_url(**self.words)

    @property
    def linked_url(self) -> str:
        return wins_url(**self.words, verbonden="ja")

    @property
    def loose_url(self) -> str:
        return wins_url(**self.words, verbonden="nee")

    @cached_property
    def path_pages(self) -> tuple[PathChoice, ...]:
        """The pages of a long path, each with its address."""
        return tuple(
            PathChoice(
                page.number,
                page.label,
                address("initiatives:profile", self.initiative.slug, periode=self.period, pad=page.number),
                page == self.path.page,
            )
            for page in self.path.pages
        )

    @property
    def undated_left_out(self) -> int:
        """Wins that only count since the start, because nobody knows when they happened."""
        return self.calendar.undated if self.period else 0

    @property
    def undated_url(self) -> str:
        return wins_url(initiatief=self.initiative.slug, periode=UNDATED)

    @property
    def since_the_start_url(self) -> str:
        return self.initiative.get_absolute_url()


def initiative_profile(
    initiative: Initiative, *, user, may_edit: bool, period: Period | None = None, page: str | None = None
) -> Profile:
    """The profile as this reader may see it, in a fixed number of queries.

    In: `initiative`, one that the reader may see; `period` None is since the start, undated wins
    included; `page` is the page of the path that somebody asked for.
    """
    wins = SmallWin.objects.visible_to(user).standing().filter(initiative=initiative)
    calendar = Calendar(wins)
    counted = wins.happened_in(period) if period else wins
    undated = 0 if period else calendar.undated
    path = winding_path(counted, user=user, years=calendar.years(period), undated=undated, page=page)
    return Profile(
        initiative=initiative,
        may_edit=may_edit,
        period=period,
        calendar=calendar,
        switch=period_switch(initiative, calendar, period),
        tellers=tally_rows(counted, by="logged_by_id", tied=tied_in(initiative, user)),
        words={"initiatief": initiative.slug, "periode": period},
        path=path,
        cities=tuple(initiative.cities.order_by("name")),
        together=together(initiative, may_edit=may_edit),
        first_to_check=counted.read_by_editors().newest_first().first() if may_edit else None,
        waiting=waiting_at(initiative, user=user) if may_edit else 0,
    )


def tied_in(initiative: Initiative, user) -> Q:
    """The condition on a win of this initiative that it is linked, as far as the reader may know.

    Those wins are visible already, so only the other end of a link is looked at. That takes a
    quarter of the time of `WinLink.visible_to` in a network of 100,000 wins.
    """
    links, visible = WinLink.objects.standing(), SmallWin.objects.visible_to(user).standing().values("pk")
    onwards = links.filter(earlier__initiative=initiative, later__in=visible)
    back = links.filter(later__initiative=initiative, earlier__in=visible)
    return Q(pk__in=onwards.values("earlier")) | Q(pk__in=back.values("later"))
