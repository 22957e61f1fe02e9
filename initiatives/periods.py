"""Stretches of time as the network speaks of them: academic years, and dates remembered roughly."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

UNDATED = "zonder-datum"  # in the address bar: wins without a date
FIRST_MONTH = 9  # the Dutch academic year runs from 1 September to 31 August
_YEARS = re.compile(r"(\d{4})-(\d{4})(?:\.\.(\d{4})-(\d{4}))?")


@dataclass(frozen=True)
class Period:
    """A stretch of days, both ends included."""

    first_day: dt.date
    last_day: dt.date

    @classmethod
    def academic_year(cls, day: dt.date) -> "Period":
        start = day.year if day.month >= FIRST_MONTH else day.year - 1
        return cls(dt.date(start, FIRST_MONTH, 1), dt.date(start + 1, FIRST_MONTH - 1, 31))

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read `2023-2024` or `2021-2022..2023-2024`, the form that __str__ writes.

        Raises ValueError for anything else, a year that does not follow, or ends out of order.
        """
        match = _YEARS.fullmatch(text)
        years = [int(year) for year in match.groups() if year] if match else []
        if not years or any(b != a + 1 for a, b in zip(years[::2], years[1::2], strict=True)):
            raise ValueError(f"not a period: {text!r}")
        if not 1900 <= years[0] <= years[-1] <= 2200:
            raise ValueError(f"not a period: {text!r}")
        return cls(dt.date(years[0], FIRST_MONTH, 1), dt.date(years[-1], FIRST_MONTH - 1, 31))

    @classmethod
    def asked(cls, text: str) -> "Period | None":
        """The period that an address asks for; None where it asks for none that we know."""
        try:
            return cls.parse(text)
        except ValueError:
            return None

    @property
    def years(self) -> list["Period"]:
        """The academic years it spans, oldest first."""
        return [
            Period.academic_year(dt.date(year, FIRST_MONTH, 1))
            for year in range(self.first_day.year, self.last_day.year)
        ]

    def __str__(self) -> str:
        first, last = self.first_day.year, self.last_day.year
        return f"{first}-{last}" if last - first == 1 else f"{first}-{first + 1}..{last - 1}-{last}"


SILENT_MONTHS = 6


def silent_since() -> dt.date:
    """An initiative of which nothing is known since this day is called silent."""
    today = timezone.localdate()
    months = today.year * 12 + today.month - 1 - SILENT_MONTHS
    return dt.date(months // 12, months % 12 + 1, min(today.day, 28))


def as_years(period: object) -> str:
    """A period, or its word in the address, as people read it: "2021-2022 – 2023-2024"."""
    return str(period).replace("..", " – ")


def recent_years(today: dt.date) -> Period:
    """The current and the previous academic year, the window of theory §14."""
    now = Period.academic_year(today)
    before = Period.academic_year(now.first_day - dt.timedelta(days=1))
    return Period(before.first_day, now.last_day)


def academic_years(first: dt.date, last: dt.date) -> list[Period]:
    """Every academic year that has a day between the two dates, newest first."""
    start, end = Period.academic_year(first), Period.academic_year(last)
    return Period(start.first_day, end.last_day).years[::-1]


def stretch(day: dt.date, precision: str) -> Period:
    """The days meant by a date remembered to the day, month, quarter or year (model.md).

    `day` may be any day within it, so this also gives the first day under which it is stored.
    """
    months = {"month": 1, "quarter": 3, "year": 12}.get(precision)
    if months is None:
        return Period(day, day)
    first_month = (day.month - 1) // months * months + 1
    last_month = first_month + months - 1
    last_day = calendar.monthrange(day.year, last_month)[1]
    return Period(dt.date(day.year, first_month, 1), dt.date(day.year, last_month, last_day))


def in_words(day: dt.date | None, precision: str) -> str:
    """A remembered date as people say it: "17 februari 2022", "mei 2019", "kwartaal 2 van 2019"."""
    if day is None:
        return _("zonder datum")
    if precision == "quarter":
        return _("kwartaal %(quarter)d van %(year)d") % {"quarter": (day.month + 2) // 3, "year": day.year}
    return date_format(day, {"month": "F Y", "year": "Y"}.get(precision, "j F Y"))


# How much of 2026-03-01 each says. HTML has no way to write a quarter: its words are for people only.
FOR_MACHINES = {"day": 10, "month": 7, "year": 4}


def remembered(day: dt.date | None, precision: str) -> SafeString:
    """A remembered date as people say it, in HTML that a machine can read too."""
    if day is None or precision not in FOR_MACHINES:
        return format_html("<span>{}</span>", in_words(day, precision))
    machine = day.isoformat()[: FOR_MACHINES[precision]]
    return format_html('<time datetime="{}">{}</time>', machine, in_words(day, precision))


def on_day(moment: dt.datetime) -> str:
    """The day of a moment here, in words: "17 februari 2022"."""
    return in_words(timezone.localdate(moment), "day")
