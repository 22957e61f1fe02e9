"""The scaling profile of one initiative: what its wins show, and how much is known (theory §14)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.glyphs import Rose
from initiatives.lenses import DIFFERING, OPEN, PartnershipRole, Perspective
from initiatives.links import wins_url
from initiatives.models import (
    Challenge,
    City,
    ForReader,
    Membership,
    Objection,
    Partnership,
    Reader,
    SmallWin,
)
from initiatives.models.evidence import judged_differently, judged_from, judged_good
from initiatives.periods import UNDATED, Period
from initiatives.reports.counting.balance import Balance, balance
from initiatives.reports.counting.roses import rose_of
from initiatives.reports.counting.special_wins import chosen_not
from initiatives.reports.counting.tables import Spots, Tables, anchor_of, words_choosing
from initiatives.reports.counting.tally import Tallies, Tally
from initiatives.reports.counting.tellers import shares_of
from initiatives.reports.profile.belonging import Elsewhere, Tie, elsewhere, ties
from initiatives.reports.profile.comparisons import Comparison, ToldWins, lay_beside
from initiatives.reports.profile.coverage import (
    Coverage,
    Differing,
    Heard,
    Opened,
    coverage,
    differing,
    heard,
)
from initiatives.reports.profile.figures import Figures, figures_of
from initiatives.reports.profile.findings import Finding, findings
from initiatives.reports.profile.looks import Look, LookChoice, PeriodSwitch, period_switch, perspectives
from initiatives.reports.profile.mechanisms import Mechanisms, mechanisms
from initiatives.reports.profile.path import Calendar, WindingPath, winding_path
from initiatives.reports.team.arrivals import links_asked_at, ties_asked_at, waiting_at
from initiatives.reports.team.objections import objections_at
from initiatives.sentences import joined, link, of_all, said

FEW = 3  # wins that the profile itself and the card of a place show


# ------------------------------------------------------------------ who takes part
@dataclass(frozen=True)
class Together:
    """The partners now, those of before, and, for those who may know, the team."""

    now: tuple[Partnership, ...]
    before: tuple[Partnership, ...]
    team: tuple[Membership, ...]

    @property
    def heading(self) -> str:
        return _("Wie er meededen") if self.before and not self.now else _("Wie er meedoen")

    @property
    def counted(self) -> str:
        """The partners now; where all of them stopped, those of before."""
        n = len(self.now or self.before)
        return ngettext("%(n)d partner", "%(n)d partners", n) % {"n": n}


def together(reader: Reader) -> Together:
    """The partners that the reader may know, the lead first. An ended partnership stays, in the past.

    Each with `is_objected`, for who works on it: the partner says that it is not so, and nobody looked at that.
    """
    initiative = reader.initiative
    rows = reader.sees_here(Partnership).select_related("partner__city").order_by("partner__name_sort")
    objected = Objection.objects.waiting().about_taking_part().filter(partnership=OuterRef("pk"))
    rows = rows.annotate(is_objected=Exists(objected))
    ranked = sorted(rows, key=lambda row: row.role != PartnershipRole.LEAD)
    gone = {row.pk for row in ranked if not row.takes_part()}
    team = (
        initiative.memberships.select_related("user").order_by("user__display_name_sort")
        if reader.is_inside
        else ()
    )
    return Together(
        tuple(row for row in ranked if row.pk not in gone),
        tuple(row for row in ranked if row.pk in gone),
        tuple(team),
    )


# ------------------------------------------------------------------ the whole profile
@dataclass(frozen=True)
class Profile(ForReader):
    """All that the pages of one profile say. Each part is looked up when a page asks for it, once."""

    look: Look
    path_page: str | None = None  # the page of the path that somebody asked for

    # ------------------------------------------------------------------ what is looked up
    @cached_property
    def told(self) -> ToldWins:
        """Of a perspective only what was judged good from there."""
        wins, perspective = self.reader.wins, self.look.perspective
        return ToldWins(wins.filter(judged_good(perspective)) if perspective else wins, self.reader)

    @property
    def counted(self) -> QuerySet:
        return self.told.counted(self.period)

    @property
    def asked_about(self) -> QuerySet:
        """The wins of the period, from whatever perspective."""
        wins = self.reader.wins
        return wins.happened_in(self.period) if self.period else wins

    @cached_property
    def calendar(self) -> Calendar:
        return Calendar(self.told.wins)

    @cached_property
    def switch(self) -> PeriodSwitch:
        return period_switch(self.look, self.calendar)

    @cached_property
    def tellers(self) -> Tallies:
        return self.told.tellers(self.period)

    @cached_property
    def chosen_not(self) -> frozenset[str]:
        return chosen_not([self.initiative.pk]).get(self.initiative.pk, frozenset())

    @cached_property
    def heard(self) -> Heard:
        return heard(self.reader, self.counted)

    @cached_property
    def nobody_asked(self) -> int:
        if not self.look.perspective:
            return self.heard.judged.by_nobody
        return self.asked_about.filter(judgements__isnull=True).count()

    @cached_property
    def asked_there(self) -> int:
        """Wins at which somebody from the chosen perspective was asked."""
        perspective = self.look.perspective
        return self.asked_about.filter(judged_from(perspective)).count() if perspective else 0

    @cached_property
    def differing(self) -> tuple[tuple[Differing, ...], int]:
        return differing(self.reader, self.asked_about.filter(judged_differently()))

    @cached_property
    def balance(self) -> Balance:
        told, not_asked = self.tellers.all.total, self.heard.losses_not_asked
        return balance(self.reader, total=told, not_asked=not_asked, period=self.period, words=self.words)

    @cached_property
    def mechanisms(self) -> Mechanisms:
        return mechanisms(self.reader, self.counted, loose=self.tellers.all.loose, words=self.words)

    @cached_property
    def beside(self) -> Comparison | None:
        return lay_beside(self.look, self.told, self.calendar, self.tellers, self.chosen_not)

    @cached_property
    def path(self) -> WindingPath:
        years = self.calendar.years(self.period)
        undated = 0 if self.period else self.calendar.undated
        return winding_path(self.reader, self.counted, years=years, undated=undated, page=self.path_page)

    @cached_property
    def newest(self) -> tuple[SmallWin, ...]:
        """The last few that are told of in this profile."""
        return newest_few(self.counted, self.reader)

    @cached_property
    def cities(self) -> tuple[City, ...]:
        return tuple(self.initiative.cities.order_by("name_sort"))

    @cached_property
    def challenges(self) -> tuple[Challenge, ...]:
        return tuple(self.initiative.challenges.order_by("pk"))

    @cached_property
    def ties(self) -> list[Tie]:
        return ties(self.reader)

    @cached_property
    def elsewhere(self) -> Elsewhere:
        return elsewhere(self.reader)

    @cached_property
    def figures(self) -> Figures:
        return figures_of(self.reader)

    @cached_property
    def together(self) -> Together:
        return together(self.reader)

    @cached_property
    def first_to_check(self) -> SmallWin | None:
        """The newest win of which the reading is still the editors', for those who may edit."""
        found = self.counted.with_editors_reading().newest_first()
        return found.first() if self.reader.is_inside else None

    @cached_property
    def waiting(self) -> int:
        """Told without an account, for the team to look at."""
        return waiting_at(self.reader) if self.reader.is_inside else 0

    @cached_property
    def links_asked(self) -> int:
        """Links with its wins that another team told, for the team to say yes or no to."""
        return links_asked_at(self.reader)

    @cached_property
    def objections(self) -> list[Objection]:
        """What its partners said of things in their name, and nobody looked at."""
        return objections_at(self.reader)

    @cached_property
    def ties_asked(self) -> int:
        """What another team says of the two initiatives, for the team to say yes or no to."""
        return ties_asked_at(self.reader)

    # ------------------------------------------------------------------ what it says
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
        name = _("Opschaalroos van %(title)s") % {"title": self.initiative.title}
        finding = "".join(f"{each.heading}. " for each in self.findings).strip()
        anchor = "cell" if self.tally.says_something else ""  # nothing told, nothing to open
        opens = self._opens if anchor else None
        return rose_of(self.tally, self.shares, opens=opens, name=name, finding=finding, anchor=anchor)

    def _opens(self, ray: str, level: str, count: int) -> tuple[str, str]:
        """What a place opens: its wins, or why there are none; and, in the card beside the rose, both."""
        why = f"{self.tables_url}#{anchor_of(ray, level)}"
        href = wins_url(**self.words, **words_choosing(ray, level)) if count else why
        return href, self.look.at("initiatives:place", ray, level)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        return findings(self.tally, self.words)

    @property
    def three_findings(self) -> tuple[Finding, ...]:
        """Those of the profile itself; the others stand with the tables."""
        return self.findings[:3]

    @property
    def other_findings(self) -> tuple[Finding, ...]:
        return self.findings[3:]

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
        return joined((link(self.wins_url, self.tally.total), self.linked_said if self.tally.linked else ""))

    @property
    def linked_said(self) -> SafeString:
        """E.g. "alle 5 verbonden", "waarvan 3 verbonden"."""
        total, linked = self.tally.total, self.tally.linked
        if linked == total > 1:
            return said(_("%(all)s verbonden"), all=of_all(linked, total, self.linked_url))
        return said(_('waarvan <a href="%(url)s">%(n)s</a> verbonden'), n=linked, url=self.linked_url)

    @property
    def judged_said(self) -> SafeString:
        """Who said what they think of these wins, with the way to all that is known of it."""
        return link(self.tables_url, self.heard.judged.said)

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
    def path_url(self) -> str:
        return self.look.at("initiatives:path")

    @property
    def tables_url(self) -> str:
        return self.look.at("initiatives:tables")

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


def newest_few(wins: QuerySet, reader: Reader) -> tuple[SmallWin, ...]:
    """The last of these wins, with all that a short list says of them."""
    return tuple(wins.newest_first().for_short_list(reader.user)[:FEW])


def initiative_profile(
    reader: Reader,
    *,
    period: Period | None = None,
    page: str | None = None,
    perspective: str = "",
    beside: Period | None = None,
    room: str = "initiatives:profile",
) -> Profile:
    """The profile as this reader may see it. Each part takes a fixed number of queries, when it is asked for.

    In: somebody who may read the initiative; `period` None is since the start, undated wins
    included; `page` is the page of the path that somebody asked for; `perspective` counts only what
    is judged good from there; `beside` is another period to lay next to it; `room` is the page that shows it.
    """
    return Profile(reader, Look(reader.initiative.slug, period, perspective, beside, room), page)
