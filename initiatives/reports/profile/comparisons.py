"""Two stretches of time next to each other, where that is fair (theory §14)."""

from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from initiatives.lenses import Family
from initiatives.models import Reader, SmallWin
from initiatives.periods import Period, as_years
from initiatives.reports.counting.cells import thresholds
from initiatives.reports.counting.special_wins import special_wins
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
from initiatives.reports.profile.looks import Look, LookChoice
from initiatives.reports.profile.path import Calendar


@dataclass(frozen=True)
class ToldWins:
    """The wins of an initiative that the reader may see, of any date, and how they are counted."""

    wins: QuerySet
    reader: Reader

    def counted(self, period: Period | None) -> QuerySet:
        return self.wins.happened_in(period) if period else self.wins

    def tellers(self, period: Period | None) -> Tallies:
        counted = self.counted(period)
        return tally_by_teller(
            counted,
            tied=SmallWin.objects.tied_for(self.reader.user, within=self.reader.initiative),
            special=special_wins(by_teller(counted), by=KEY),
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
