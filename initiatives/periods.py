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
FIRST_YEAR, LAST_YEAR = 1900, 2200
_DAYS = re.compile(r"\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d")
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
        """Read `2023-2024`, `2021-2022..2023-2024` or `2024-03-01..2024-06-30`, the forms that __str__ writes.

        Raises ValueError for anything else, a year that does not follow, ends out of order, or days that are whole academic years.
        """
        period = cls._days(text) if _DAYS.fullmatch(text) else cls._years(text)
        if (
            str(period) != text
            or not FIRST_YEAR <= period.first_day.year <= period.last_day.year <= LAST_YEAR
        ):
            raise ValueError(f"not a period: {text!r}")
        return period

    @classmethod
    def _days(cls, text: str) -> "Period":
        try:
            period = cls(*map(dt.date.fromisoformat, text.split("..")))
        except ValueError as wrong:
            raise ValueError(f"not a period: {text!r}") from wrong
        if period.first_day > period.last_day:
            raise ValueError(f"not a period: {text!r}")
        return period

    @classmethod
    def _years(cls, text: str) -> "Period":
        match = _YEARS.fullmatch(text)
        years = [int(year) for year in match.groups() if year] if match else []
        if not years or any(b != a + 1 for a, b in zip(years[::2], years[1::2], strict=True)):
            raise ValueError(f"not a period: {text!r}")
        if years[0] < FIRST_YEAR or years[-1] > LAST_YEAR or years[-1] <= years[0]:
            raise ValueError(f"not a period: {text!r}")
        return cls(dt.date(years[0], FIRST_MONTH, 1), dt.date(years[-1], FIRST_MONTH - 1, 31))

    @classmethod
    def asked(cls, text: str) -> "Period | None":
        """The period that an address asks for; None where it asks for none that we know."""
        try:
            return cls.parse(text)
        except ValueError:
            return None

    @classmethod
    def asked_in_years(cls, text: str) -> "Period | None":
        """The same, for a page that counts by months and so knows academic years alone."""
        period = cls.asked(text)
        return period if period and period.is_whole_years else None

    @property
    def years(self) -> list["Period"]:
        """The academic years it spans, oldest first."""
        return [
            Period.academic_year(dt.date(year, FIRST_MONTH, 1))
            for year in range(self.first_day.year, self.last_day.year)
        ]

    @property
    def is_whole_years(self) -> bool:
        """Of academic years, all of them."""
        ends = ((self.first_day.month, self.first_day.day), (self.last_day.month, self.last_day.day))
        return ends == ((FIRST_MONTH, 1), (FIRST_MONTH - 1, 31))

    def __str__(self) -> str:
        if not self.is_whole_years:
            return f"{self.first_day}..{self.last_day}"
        first, last = self.first_day.year, self.last_day.year
        return f"{first}-{last}" if last - first == 1 else f"{first}-{first + 1}..{last - 1}-{last}"


SILENT_MONTHS = 6


def silent_since() -> dt.date:
    """An initiative of which nothing is known since this day is called silent."""
    today = timezone.localdate()
    months = today.year * 12 + today.month - 1 - SILENT_MONTHS
    return dt.date(months // 12, months % 12 + 1, min(today.day, 28))


def as_years(period: object) -> str:
    """A period, or its word in the address, as people read it: "2021-2022 – 2023-2024", "1 maart 2024 – 30 juni 2024"."""
    days = Period.asked(str(period))
    if days and not days.is_whole_years:
        return f"{in_words(days.first_day, 'day')} – {in_words(days.last_day, 'day')}"
    return str(period).replace("..", " – ")


def from_to(first: str, last: str) -> str:
    """The word of the days from one to another, both typed as `2024-03-01`; an end that is left open is the first day there is, or today.

    What is no stretch of days stays as it was typed: no word that an address knows.
    """
    try:
        start = dt.date.fromisoformat(first) if first else dt.date(FIRST_YEAR, 1, 1)
        end = dt.date.fromisoformat(last) if last else timezone.localdate()
        return str(Period.parse(str(Period(start, end))))
    except ValueError:
        return f"{first}..{last}"


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


# ------------------------------------------------------------------ a date as people write it
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("jan januari january", "feb febr februari february", "mrt mar maart march", "apr april"),
            *("mei may", "jun juni june", "jul juli july", "aug augustus august"),
            *("sep sept september", "okt oct oktober october", "nov november", "dec december"),
        ),
        start=1,
    )
    for name in names.split()
}
# A season as the quarter in which most of it lies; a winter lies in two years.
SEASONS = {"voorjaar": 4, "lente": 4, "spring": 4, "zomer": 7, "summer": 7} | dict.fromkeys(
    ("najaar", "herfst", "autumn", "fall"), 10
)
_STUDY_YEAR = (
    r"(?:(?:studiejaar|schooljaar|academic year|cursusjaar) )?(?P<y>\d{4}) ?[-/–] ?(?P<y2>\d{4}|\d\d)"
)
_WAYS = [
    (re.compile(pattern), precision)
    for pattern, precision in (
        (r"(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)(?:[t ][\d:.]+)?", "day"),
        (r"(?P<d>\d\d?)[-/.](?P<m>\d\d?)[-/.](?P<y>\d{4}|\d\d)", "day"),
        (r"(?P<d>\d\d?) (?P<m>[a-z]+)\.? (?P<y>\d{4})", "day"),
        (r"(?P<m>[a-z]+)\.? (?P<d>\d\d?),? (?P<y>\d{4})", "day"),
        (r"(?P<y>\d{4})-(?P<m>0[1-9]|1[0-2])", "month"),
        (_STUDY_YEAR, "year"),
        (r"(?P<m>\d\d?)[-/](?P<y>\d{4})", "month"),
        (r"(?P<s>[a-z]+) (?P<y>\d{4})", "quarter"),
        (r"(?P<m>[a-z]+)\.? (?P<y>\d{4})", "month"),
        (r"(?:kwartaal|quarter|[qk]) ?(?P<q>[1-4])(?: van| of)?[ -](?P<y>\d{4})", "quarter"),
        (r"(?P<q>[1-4])(?:e|de|ste|st|nd|rd|th)? (?:kwartaal|quarter)(?: van| of)? (?P<y>\d{4})", "quarter"),
        (r"(?P<y>\d{4})", "year"),
    )
]
_SERIAL, _FIRST_SERIAL = (
    re.compile(r"[2-7]\d{4}"),
    dt.date(1899, 12, 30),
)  # days as Excel counts them: 1954 to 2119


def as_written(text: str) -> tuple[dt.date, str]:
    """The first day and the precision of a date as people write it: 3-2-2022, 3 feb 2022, februari 2022, 2022, najaar 2021.

    Of an academic year its first year. Raises ValueError for what is no date, and for one that says two things.
    """
    typed = " ".join(text.lower().split())
    if _SERIAL.fullmatch(typed):
        return _FIRST_SERIAL + dt.timedelta(days=int(typed)), "day"
    for pattern, precision in _WAYS:
        found = pattern.fullmatch(typed)
        if found and (day := _day_of(found.groupdict())):
            return day, precision
    raise ValueError(f"not a date: {text!r}")


def _day_of(said: dict[str, str]) -> dt.date | None:
    """The first day that these parts can mean; None where there is no such day."""
    year = _year_of(said["y"])
    if second := said.get("y2"):
        return dt.date(year, 1, 1) if int(second) % 100 == (year + 1) % 100 else None
    month = said.get("m") or "1"
    number = int(month) if month.isdigit() else MONTHS.get(month, 0)
    if "q" in said:
        number = int(said["q"]) * 3 - 2
    elif "s" in said:
        number = SEASONS.get(said["s"], 0)
    try:
        return dt.date(year, number, int(said.get("d") or 1))
    except ValueError:
        return None


def _year_of(typed: str) -> int:
    """Two figures are a year that has been, or that comes soon."""
    if len(typed) == 4:
        return int(typed)
    this_year = timezone.localdate().year
    year = this_year // 100 * 100 + int(typed)
    return year if year <= this_year + 10 else year - 100


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
