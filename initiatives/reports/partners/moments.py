"""The network as it was at the end of a half-year."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.periods import in_words
from initiatives.sentences import joined, said

_CODE = re.compile(r"(\d{4})-(06|12)")
ENDS = {6: 30, 12: 31}


def last_day(code: str) -> dt.date | None:
    """The last day of the half-year that an address asks for, "2022-06" or "2022-12"; None for anything else."""
    found = _CODE.fullmatch(code)
    if not found or not 1900 <= int(found[1]) <= 2200:
        return None
    return dt.date(int(found[1]), int(found[2]), ENDS[int(found[2])])


def code_of(day: dt.date) -> str:
    return f"{day:%Y-%m}"


def halves(first: dt.date | None, today: dt.date) -> list[dt.date]:
    """The last day of each half-year that is over, from the one of the first day on."""
    return [*_ends(first, today)] if first else []


def _ends(first: dt.date, today: dt.date) -> Iterator[dt.date]:
    year, month = first.year, 6 if first.month <= 6 else 12
    while (day := dt.date(year, month, ENDS[month])) < today:
        yield day
        year, month = (year, 12) if month == 6 else (year + 1, 6)


@dataclass(frozen=True)
class Half:
    label: str
    href: str
    is_here: bool


@dataclass(frozen=True)
class Moment:
    """What stood in the network on a day: today, or the end of a half-year."""

    day: dt.date
    is_past: bool
    partners: int
    ties: int
    stopped: int
    undated: int  # partners of whom nothing says since when; a day of the past knows them not
    years: tuple[tuple[int, tuple[Half, ...]], ...]
    before_url: str = ""
    after_url: str = ""
    now_url: str = ""

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
