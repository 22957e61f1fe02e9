"""The scaling profile of one initiative: what its wins show, and how much is known (theory §14)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from initiatives.glyphs import Rose
from initiatives.lenses import DIFFERING, OPEN, Family, PartnershipRole, Perspective
from initiatives.links import address, wins_url
from initiatives.models import City, ForReader, Initiative, Membership, Partnership, Reader, SmallWin
from initiatives.models.evidence import judged_differently, judged_from, judged_good
from initiatives.periods import UNDATED, Period, as_years
from initiatives.reports.counting.balance import Balance, balance
from initiatives.reports.counting.cells import thresholds
from initiatives.reports.counting.examples import rests_on_examples
from initiatives.reports.counting.roses import rose_of
from initiatives.reports.counting.special_wins import chosen_not, special_wins
from initiatives.reports.counting.tables import Spots, Tables
from initiatives.reports.counting.tally import Tallies, Tally
from initiatives.reports.counting.tellers import (
    KEY,
    WITHOUT_ACCOUNT,
    by_teller,
    named,
    shares_of,
    tally_by_teller,
)
from initiatives.reports.profile.coverage import (
    Coverage,
    Differing,
    Heard,
    Opened,
    coverage,
    differing,
    heard,
)
from initiatives.reports.profile.findings import Finding, findings
from initiatives.reports.profile.mechanisms import Mechanisms, mechanisms
from initiatives.reports.profile.path import Calendar, WindingPath, winding_path
from initiatives.reports.team.arrivals import waiting_at
from initiatives.sentences import joined, link, said


# ------------------------------------------------------------------ how somebody looks
@dataclass(frozen=True)
class Look:
    """One way to look at a profile: the initiative, the period, the perspective, and a period to compare with."""

    slug: str
    period: Period | None = None
    perspective: str = ""
    beside: Period | None = None

    def url(self, **changes: object) -> str:
        words = {"periode": self.period, "vanuit": self.perspective, "naast": self.beside}
        return address("initiatives:profile", self.slug, **{**words, **changes})

    @property
    def words(self) -> dict[str, object]:
        """The filter words under which the wins of this profile stand."""
        return {**self.everybodys_words, "vanuit": self.perspective or None}

    @property
    def everybodys_words(self) -> dict[str, object]:
        """The filter words of this profile without its perspective."""
        return {"initiatief": self.slug, "periode": self.period}


@dataclass(frozen=True)
class LookChoice:
    """Another way to look: from somebody's place, at a stretch of time, or at a page of the path. An empty `value` is all."""

    value: str
    label: str
    href: str
    is_chosen: bool


def perspectives(look: Look) -> tuple[LookChoice, ...]:
    """Everybody's, and each place from which somebody may be asked."""
    choices = (("", _("iedereen")), *((each, str(each.label)) for each in Perspective))
    return tuple(
        LookChoice(value, label, look.url(vanuit=value), value == look.perspective)
        for value, label in choices
    )


# ------------------------------------------------------------------ which stretch of time
@dataclass(frozen=True)
class PeriodSwitch:
    """The choices: since the start, this and last academic year, and each year with wins."""

    chosen: str
    whole: tuple[LookChoice, ...]
    years: tuple[LookChoice, ...]

    @property
    def year_chosen(self) -> LookChoice | None:
        return next((year for year in self.years if year.is_chosen), None)


def recent_years(today: dt.date) -> Period:
    """The current and the previous academic year, the window of theory §14."""
    now = Period.academic_year(today)
    before = Period.academic_year(now.first_day - dt.timedelta(days=1))
    return Period(before.first_day, now.last_day)


def period_switch(look: "Look", calendar: Calendar) -> PeriodSwitch:
    """The choices, with the address of the profile for each. A stretch that was asked for is one of them."""
    period = look.period
    value = str(period) if period else ""

    def choice(stretch: object, label: str) -> LookChoice:
        href = look.url(periode=stretch, naast=None)
        return LookChoice(str(stretch), label, href, str(stretch) == value)

    recent = recent_years(timezone.localdate())
    years = calendar.academic_years
    if period and period != recent and period not in years:
        years = [*years, period]
    whole = (choice("", _("Sinds het begin")), choice(recent, _("Dit en vorig studiejaar")))
    return PeriodSwitch(value, whole, tuple(choice(year, as_years(year)) for year in years))


# ------------------------------------------------------------------ who takes part
@dataclass(frozen=True)
class Together:
    """The partners now, those of before, and, for those who may know, the team."""

    now: tuple[Partnership, ...]
    before: tuple[Partnership, ...]
    team: tuple[Membership, ...]


def together(initiative: Initiative, *, with_team: bool = False) -> Together:
    """The partners, the lead first. An ended partnership stays, in the past."""
    rows = initiative.partnerships.select_related("partner__city").order_by("partner__name")
    ranked = sorted(rows, key=lambda row: row.role != PartnershipRole.LEAD)
    gone = {row.pk for row in ranked if not row.takes_part()}
    team = initiative.memberships.select_related("user").order_by("user__display_name") if with_team else ()
    return Together(
        tuple(row for row in ranked if row.pk not in gone),
        tuple(row for row in ranked if row.pk in gone),
        tuple(team),
    )


@dataclass(frozen=True)
class ToldWins:
    """The wins of an initiative that the reader may see, of any date, and how they are counted."""

    wins: QuerySet
    reader: Reader

    def counted(self, period: Period | None) -> QuerySet:
        return self.wins.happened_in(period) if period else self.wins

    def tellers(self, period: Period | None) -> Tallies:
        return tally_by_teller(
            self.counted(period),
            tied=SmallWin.objects.tied_for(self.reader.user, within=self.reader.initiative),
            special=special_wins(by_teller(self.wins), period, by=KEY),
        )


# ------------------------------------------------------------------ two windows side by side
@dataclass(frozen=True)
class Comparison:
    """Another stretch of time next to this one; or why the two cannot be compared."""

    choices: tuple[LookChoice, ...]
    period: Period | None = None
    tables: Tables | None = None
    tellers: tuple[int, int] = (0, 0)  # with an account, now and beside
    without_account: tuple[int, int] = (0, 0)  # wins
    known: tuple[tuple[int, int], tuple[int, int]] = ((0, 0), (0, 0))  # answered and all, now and beside
    is_fair: bool = False

    @property
    def label(self) -> str:
        return as_years(self.period) if self.period else ""

    @property
    def lens_label(self) -> str:
        """The name of its lens among the tables of the page."""
        return ", ".join((_("De lens als tabel"), self.label))

    @property
    def counts(self) -> str:
        """How many told and answered, now and then."""
        (known, whole), (known_then, whole_then) = self.known
        words = {"a": self.tellers[0], "b": self.tellers[1], "then": self.label}
        told = _(
            "Nu vertelden %(a)s mensen, met antwoord bij %(known)s van de %(all)s. In %(then)s waren dat "
            "%(b)s mensen, met antwoord bij %(known_then)s van de %(all_then)s."
        ) % {**words, "known": known, "all": whole, "known_then": known_then, "all_then": whole_then}
        if not any(self.without_account):
            return told
        now, before = self.without_account
        without = _("Verteld zonder account: nu %(a)s, in %(then)s %(b)s.")
        return f"{told} " + without % {"a": now, "b": before, "then": self.label}


def lay_beside(
    look: Look, told: ToldWins, calendar: Calendar, now: Tallies, unwanted: frozenset[str]
) -> Comparison | None:
    """The other window that was asked for. Offered where one academic year or more is chosen; the two
    may not overlap. Two queries, and none without another window."""
    if look.period is None:
        return None
    apart = [year for year in calendar.academic_years if _apart(year, look.period)]
    choices = tuple(
        LookChoice(str(year), str(year), look.url(naast=year), year == look.beside) for year in apart
    )
    if look.beside is None or not _apart(look.beside, look.period):
        return Comparison(choices) if choices else None
    then = told.tellers(look.beside)
    words = {**look.words, "periode": look.beside}
    return Comparison(
        choices,
        look.beside,
        Spots(replace(then.all, chosen_not=unwanted), shares_of(then), words, prefix="beside-").tables(),
        (len(named(now.keys)), len(named(then.keys))),
        (now.of(WITHOUT_ACCOUNT).total, then.of(WITHOUT_ACCOUNT).total),
        (_answers_of_lens(now.all), _answers_of_lens(then.all)),
        is_fair=may_be_compared(now, then),
    )


def may_be_compared(one: Tallies, other: Tallies) -> bool:
    """Whether tellers and answered share differ by less than half of the larger (theory §14).

    Otherwise the logging changed, and a difference says nothing about what happened.
    """
    if not one.all.total or not other.all.total:
        return False
    limit = thresholds().alike
    (known, total), (known_then, total_then) = _answers_of_lens(one.all), _answers_of_lens(other.all)
    pairs = ((len(named(one.keys)), len(named(other.keys))), (known * total_then, known_then * total))
    return all(abs(a - b) < limit * max(a, b) or a == b for a, b in pairs)


def _answers_of_lens(tally: Tally) -> tuple[int, int]:
    """The number of answers to the two questions of the lens, and the number there could be."""
    return tally.known(Family.TYPE) + tally.known(Family.DIRECTION), 2 * tally.total


def _apart(one: Period, other: Period) -> bool:
    return one.last_day < other.first_day or other.last_day < one.first_day


# ------------------------------------------------------------------ the whole profile
@dataclass(frozen=True)
class Profile(ForReader):
    """All that the page of one initiative says."""

    look: Look
    calendar: Calendar
    switch: PeriodSwitch
    tellers: Tallies
    chosen_not: frozenset[str]
    heard: Heard
    nobody_asked: int
    asked_there: int  # wins at which somebody from the chosen perspective was asked
    differing: tuple[tuple[Differing, ...], int]
    balance: Balance
    mechanisms: Mechanisms
    beside: Comparison | None
    path: WindingPath
    cities: tuple[City, ...]
    together: Together
    first_to_check: SmallWin | None
    waiting: int  # told without an account, for the team to look at
    rests_on_examples: bool

    @property
    def period(self) -> Period | None:
        return self.look.period

    @property
    def words(self) -> Mapping[str, object]:
        return self.look.words

    @cached_property
    def tally(self) -> Tally:
        return replace(self.tellers.all, chosen_not=self.chosen_not)

    @property
    def says_something(self) -> bool:
        """True where there is anything to show; losses and differing verdicts count, as no perspective hides them."""
        return self.tally.says_something or self.balance.says_something or bool(self.differing[0])

    @cached_property
    def shares(self) -> tuple[Tally, ...]:
        """The counts of each teller with an account. Wins that were told without one are in none of them."""
        return shares_of(self.tellers)

    @cached_property
    def rose(self) -> Rose:
        said = [finding.heading for finding in self.findings]
        name = _("Opschaalroos van %(title)s") % {"title": self.initiative.title}
        finding = "".join(f"{heading}. " for heading in said).strip()
        anchor = "cell" if self.says_something else ""  # without tables there is nowhere to go
        return rose_of(self.tally, self.shares, name=name, finding=finding, anchor=anchor)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        return findings(self.tally, self.words)

    @cached_property
    def tables(self) -> Tables:
        return Spots(self.tally, self.shares, self.words, self.balance).tables()

    @cached_property
    def coverage(self) -> Coverage:
        told_at = self.calendar.told_at(self.period)
        return coverage(self.tellers, self.heard, told_at, self.words)

    @property
    def wins_said(self) -> SafeString | str:
        """How many there are, and how many of them are linked."""
        if not self.tally.total:
            return _("nog geen")
        linked = said(
            _('waarvan <a href="%(url)s">%(n)s</a> verbonden'), n=self.tally.linked, url=self.linked_url
        )
        return joined((link(self.wins_url, self.tally.total), linked if self.tally.linked else ""))

    @property
    def ways_on(self) -> SafeString:
        """Links to the other pages of the initiative that this reader may open."""
        reader, of = self.reader, self.initiative.slug
        pages = (
            (True, "stories:index", _("Het verhaal tot nu toe")),
            (True, "stories:sheet", _("Op één A4")),
            (True, "ambitions:index", _("Ambities")),
            (reader.is_inside, "wishes:index", _("Wensen van de partners")),
            (reader.user.is_authenticated, "outside:index", _("De buitenwereld")),
            (reader.is_in_the_team, "paradox:index", _("Pilotparadox")),
        )
        return joined((link(address(page, of), name) for has, page, name in pages if has), " · ")

    @property
    def coverage_rows(self) -> tuple[tuple[str, SafeString | str], ...]:
        return self.coverage.rows(Opened("", self.nobody_asked, self.nobody_asked_url))

    @property
    def nobody_asked_url(self) -> str:
        return wins_url(**self.look.everybodys_words, gehoord=OPEN)

    @property
    def perspectives(self) -> tuple[LookChoice, ...]:
        return perspectives(self.look)

    @property
    def perspective_label(self) -> str:
        return str(Perspective(self.look.perspective).label) if self.look.perspective else ""

    @property
    def differing_url(self) -> str:
        return wins_url(**self.look.everybodys_words, gehoord=DIFFERING)

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
    def path_pages(self) -> tuple[LookChoice, ...]:
        """The pages of a long path, each with its address."""
        return tuple(
            LookChoice(str(page.number), page.label, self.look.url(pad=page.number), page == self.path.page)
            for page in self.path.pages
        )

    @property
    def undated_left_out(self) -> int:
        """Wins without a date, which only count since the start."""
        return self.calendar.undated if self.period else 0

    @property
    def undated_url(self) -> str:
        return wins_url(**{**self.words, "periode": UNDATED})

    @property
    def since_the_start_url(self) -> str:
        return self.look.url(periode=None, naast=None)

    @property
    def everybodys_url(self) -> str:
        return self.look.url(vanuit=None)


def initiative_profile(
    reader: Reader,
    *,
    period: Period | None = None,
    page: str | None = None,
    perspective: str = "",
    beside: Period | None = None,
) -> Profile:
    """The profile as this reader may see it, in a fixed number of queries.

    In: somebody who may read the initiative; `period` None is since the start, undated wins
    included; `page` is the page of the path that somebody asked for; `perspective` counts only what
    is judged good from there; `beside` is another period to lay next to it.
    """
    initiative, all_wins = reader.initiative, reader.wins
    look = Look(initiative.slug, period, perspective, beside)
    wins = all_wins.filter(judged_good(perspective)) if perspective else all_wins
    told = ToldWins(wins, reader)
    calendar, counted, tellers = Calendar(wins), told.counted(period), told.tellers(period)
    undated = 0 if period else calendar.undated
    path = winding_path(reader, counted, years=calendar.years(period), undated=undated, page=page)
    asked_about = all_wins.happened_in(period) if period else all_wins
    disputed = asked_about.filter(judged_differently())
    total, told_too = tellers.all.total, heard(reader, counted)
    not_asked = told_too.losses_not_asked
    unwanted = chosen_not([initiative.pk]).get(initiative.pk, frozenset())
    return Profile(
        reader=reader,
        look=look,
        calendar=calendar,
        switch=period_switch(look, calendar),
        tellers=tellers,
        chosen_not=unwanted,
        heard=told_too,
        nobody_asked=asked_about.filter(judgements__isnull=True).count()
        if perspective
        else told_too.nobody_asked,
        asked_there=asked_about.filter(judged_from(perspective)).count() if perspective else 0,
        differing=differing(reader, disputed),
        balance=balance(reader, total=total, not_asked=not_asked, period=period, words=look.words),
        mechanisms=mechanisms(reader, counted, loose=tellers.all.loose, words=look.words),
        beside=lay_beside(look, told, calendar, tellers, unwanted),
        path=path,
        cities=tuple(initiative.cities.order_by("name")),
        together=together(initiative, with_team=reader.is_inside),
        first_to_check=counted.with_editors_reading().newest_first().first() if reader.is_inside else None,
        waiting=waiting_at(reader) if reader.is_inside else 0,
        rests_on_examples=rests_on_examples(reader, all_wins),
    )
