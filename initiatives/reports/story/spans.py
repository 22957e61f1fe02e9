"""The stretch of time that a sheet is about, as its address asks for it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.periods import Period

HALF, SCHOOL, YEAR, OWN = "halfjaar", "schooljaar", "jaar", "zelf"
WORDS = {
    "": gettext_lazy("alles, sinds het begin"),
    HALF: gettext_lazy("dit halfjaar"),
    SCHOOL: gettext_lazy("dit studiejaar"),
    YEAR: gettext_lazy("dit kalenderjaar"),
    OWN: gettext_lazy("van en tot zelf kiezen"),
}
FIRST, LAST = dt.date(1900, 1, 1), dt.date(2200, 12, 31)


@dataclass(frozen=True)
class Span:
    """A choice and its days. `period` is None for all there is."""

    code: str = ""
    period: Period | None = None
    since: dt.date | None = None  # as somebody chose them
    until: dt.date | None = None

    @property
    def said(self) -> str:
        """The days in words, for on the sheet; nothing for all there is."""
        first, last = (
            self.period and self._end(self.period.first_day),
            self.period and self._end(self.period.last_day),
        )
        if first and last:
            return _("Van %(first)s tot en met %(last)s") % {"first": first, "last": last}
        if first:
            return _("Vanaf %(first)s") % {"first": first}
        return _("Tot en met %(last)s") % {"last": last} if last else ""

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """Each choice with its words, and whether it is this one."""
        return [(code, str(words), code == self.code) for code, words in WORDS.items()]

    @staticmethod
    def _end(day: dt.date) -> str:
        return "" if day in (FIRST, LAST) else date_format(day, "j F Y")


def span_asked(words: Mapping[str, str]) -> Span:
    """The stretch that an address asks for: `periode=halfjaar`, or `van=2026-01-01&tot=2026-06-30`, each of both at choice.

    What is no day, lies out of order or is unknown asks for all there is.
    """
    since, until = _day(words.get("van", "")), _day(words.get("tot", ""))
    code = words.get("periode", "")
    if code in ("", OWN) and (since or until):
        ends = since or FIRST, until or LAST
        return Span(OWN, Period(*ends), since, until) if ends[0] <= ends[1] else Span()
    return Span(code, _around(timezone.localdate(), code)) if code in (HALF, SCHOOL, YEAR) else Span()


def _around(day: dt.date, code: str) -> Period:
    if code == SCHOOL:
        return Period.academic_year(day)
    if code == YEAR:
        return Period(dt.date(day.year, 1, 1), dt.date(day.year, 12, 31))
    if day.month <= 6:
        return Period(dt.date(day.year, 1, 1), dt.date(day.year, 6, 30))
    return Period(dt.date(day.year, 7, 1), dt.date(day.year, 12, 31))


def _day(text: str) -> dt.date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and FIRST < day < LAST else None
