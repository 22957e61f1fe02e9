"""The network as it was at the end of a half-year."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.periods import in_words
from initiatives.sentences import joined, said

_CODE = re.compile(r"(\d{4})-(06|12)")
_NUMBER = re.compile(r"\d{4}")
ENDS = {6: 30, 12: 31}


def last_day(code: str) -> dt.date | None:
    """The last day of the half-year that an address asks for: "2022-06", or its number, as the slider sends it.

    None for anything else, and for a half-year that is not over.
    """
    year, month = _year_and_month(code)
    if not 1900 <= year <= 2200:
        return None
    day = dt.date(year, month, ENDS[month])
    return day if day < timezone.localdate() else None


def _year_and_month(code: str) -> tuple[int, int]:
    if found := _CODE.fullmatch(code):
        return int(found[1]), int(found[2])
    if _NUMBER.fullmatch(code):
        return int(code) // 2, 12 if int(code) % 2 else 6
    return 0, 0


def code_of(day: dt.date) -> str:
    return f"{day:%Y-%m}"


def number_of(day: dt.date) -> int:
    """Half-years counted one by one, as a slider does: the first half of 2022 is 4044."""
    return 2 * day.year + (day.month > 6)


def halves(first: dt.date | None, today: dt.date) -> list[dt.date]:
    """The last day of each half-year that is over, from the one of the first day on."""
    return [*_ends(first, today)] if first else []


def _ends(first: dt.date, today: dt.date) -> Iterator[dt.date]:
    year, month = first.year, 6 if first.month <= 6 else 12
    while (day := dt.date(year, month, ENDS[month])) < today:
        yield day
        year, month = (year, 12) if month == 6 else (year + 1, 6)


def name_of(day: dt.date) -> str:
    label = _("eind juni") if day.month == 6 else _("eind december")
    return f"{label} {day.year}"


@dataclass(frozen=True)
class Moment:
    """What stood in the network on a day: today, or the end of a half-year."""

    day: dt.date
    is_past: bool
    partners: int
    ties: int
    stopped: int
    undated: int  # partners of whom nothing says since when; a day of the past knows them not
    ends: tuple[dt.date, ...]  # the last day of each half-year that is over
    before_url: str = ""
    after_url: str = ""
    now_url: str = ""
    path: str = ""  # where the slider goes, and the words that it takes along unseen
    kept: tuple[tuple[str, str], ...] = ()

    # ------------------------------------------------------------------ the slider
    @cached_property
    def stops(self) -> list[tuple[int, str]]:
        """Each half-year that is over with its name, and last what is now."""
        if not self.ends:
            return []
        return [
            *((number_of(day), name_of(day)) for day in self.ends),
            (number_of(self.ends[-1]) + 1, _("nu")),
        ]

    @property
    def stop(self) -> tuple[int, str]:
        """Where the slider stands."""
        here = number_of(self.day) if self.is_past else self.stops[-1][0]
        return next((stop for stop in self.stops if stop[0] >= here), self.stops[-1])

    @property
    def sentence(self) -> SafeString:
        """E.g. "Op 30 juni 2022: 23 partners in het netwerk, 41 paren partners die samenwerken"."""
        when = _("Op %(day)s") % {"day": in_words(self.day, "day")} if self.is_past else _("Nu")
        return said(
            _("%(when)s: %(what)s."), when=when, what=joined((self._partners, self._ties, self._stopped))
        )

    @property
    def _partners(self) -> str:
        text = ngettext("%(n)s partner in het netwerk", "%(n)s partners in het netwerk", self.partners)
        return text % {"n": self.partners}

    @property
    def _ties(self) -> str:
        text = ngettext(
            "%(n)s paar partners dat samenwerkt", "%(n)s paren partners die samenwerken", self.ties
        )
        return text % {"n": self.ties}

    @property
    def _stopped(self) -> str:
        if not self.stopped:
            return ""
        text = ngettext("%(n)s deed eerder mee", "%(n)s deden eerder mee", self.stopped)
        return text % {"n": self.stopped}

    @property
    def rule(self) -> str:
        """How a day of the past is counted, and who is not in it."""
        how = _("Van wie geen begin bekend is, tellen we mee vanaf het begin van het initiatief.")
        if not self.undated:
            return how
        who = ngettext(
            "Van %(n)s partner staat bij een initiatief nergens een begin: dat telt hier niet mee.",
            "Van %(n)s partners staat bij een initiatief nergens een begin: dat telt hier niet mee.",
            self.undated,
        )
        return f"{how} {who % {'n': self.undated}}"
