"""The winding path of one initiative: its wins in the order of time, some years at a time."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Max, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import get_language

from initiatives.glyphs import Gutter, Path, Stone, gutters
from initiatives.links import key_in
from initiatives.models import Reader, SmallWin, WinLink
from initiatives.models.wins import loaded_from_sources
from initiatives.periods import Period
from initiatives.reports.counting.special_wins import lasted

PER_PAGE = 25
OPEN = 3  # so many of the newest wins are in sight; years before those come folded


# ------------------------------------------------------------------ when things happened
@dataclass(frozen=True)
class Month:
    """So many wins of one calendar year whose middle day lies in this month; None is undated."""

    year: int | None
    middle: dt.date | None
    wins: int
    told_at: dt.datetime | None  # None where all were loaded from sources: loading is no telling


class Calendar:
    """When the wins of an initiative happened, month by month. One query, never the wins."""

    def __init__(self, wins: QuerySet) -> None:
        rows = (
            wins.order_by()
            .values("occurred_on__year", "middle_on__year", "middle_on__month")
            .annotate(n=Count("pk"), told=Max("logged_at", filter=~loaded_from_sources()))
            .values_list("occurred_on__year", "middle_on__year", "middle_on__month", "n", "told")
        )
        self.months = [
            Month(year, dt.date(middle, month, 1) if middle else None, n, told)
            for year, middle, month, n, told in rows
        ]

    @cached_property
    def total(self) -> int:
        return sum(month.wins for month in self.months)

    @cached_property
    def undated(self) -> int:
        return sum(month.wins for month in self.months if month.middle is None)

    @cached_property
    def academic_years(self) -> list[Period]:
        """Academic years in which something happened, newest first."""
        starts = {Period.academic_year(month.middle) for month in self.months if month.middle}
        return sorted(starts, key=lambda year: year.first_day, reverse=True)

    def told_at(self, period: Period | None) -> dt.datetime | None:
        """The moment at which the last win of the period was told; None where it is unknown."""
        return max(filter(None, (month.told_at for month in self._within(period))), default=None)

    def years(self, period: Period | None) -> list[tuple[int, int]]:
        """Calendar years with their number of dated wins, oldest first."""
        counts: Counter[int] = Counter()
        for month in self._within(period):
            if month.middle:
                counts[month.year] += month.wins
        return sorted(counts.items())

    def _within(self, period: Period | None) -> Iterable[Month]:
        """An academic year begins and ends with a month, so that months are exact."""
        if period is None:
            return self.months
        first, last = period.first_day, period.last_day
        return [month for month in self.months if month.middle and first <= month.middle <= last]


# ------------------------------------------------------------------ pages
@dataclass(frozen=True)
class PartOfPath:
    """A part of the path: which wins, counted from the oldest, and the years they are from."""

    number: int
    label: str
    first: int  # wins before it
    count: int
    newer: int  # wins after it: the newest page is the one that is asked for most, and is found at once


def cut(years: Sequence[tuple[int, int]]) -> tuple[PartOfPath, ...]:
    """Pages of at most `PER_PAGE` wins, oldest first. Whole years stay together where they fit."""
    chunks: list[list[tuple[int, int]]] = []
    for year, count in years:
        if chunks and _size(chunks[-1]) + count <= PER_PAGE:
            chunks[-1].append((year, count))
        else:
            chunks += [[(year, min(PER_PAGE, count - start))] for start in range(0, count, PER_PAGE)]
    firsts = [sum(map(_size, chunks[:i])) for i in range(len(chunks))]
    labels, total = _labels(chunks), sum(map(_size, chunks))
    return tuple(
        PartOfPath(number, label, first, _size(chunk), total - first - _size(chunk))
        for number, (chunk, first, label) in enumerate(zip(chunks, firsts, labels, strict=True), 1)
    )


def _size(chunk: list[tuple[int, int]]) -> int:
    return sum(count for _year, count in chunk)


def _labels(chunks: list[list[tuple[int, int]]]) -> list[str]:
    """The years of each page; a year that was cut is told apart by a number."""
    spans = [(chunk[0][0], chunk[-1][0]) for chunk in chunks]
    words = [str(first) if first == last else f"{first}–{last}" for first, last in spans]
    often, seen = Counter(words), Counter()
    for i, word in enumerate(words):
        seen[word] += 1
        words[i] = f"{word} ({seen[word]})" if often[word] > 1 else word
    return words


def chosen(pages: Sequence[PartOfPath], number: str | None) -> PartOfPath | None:
    """The page somebody asked for; the newest when there is no such page."""
    return next((page for page in pages if str(page.number) == number), pages[-1] if pages else None)


# ------------------------------------------------------------------ the path itself
@dataclass(frozen=True)
class PathLine:
    """A win in the list, with its piece of the path."""

    win: SmallWin
    gutter: Gutter


@dataclass(frozen=True)
class YearOfPath:
    """The wins of one calendar year in the list, and whether they are in sight at once."""

    year: int
    steps: tuple[PathLine, ...]
    is_open: bool


@dataclass(frozen=True)
class WindingPath:
    """One page of the path. `undated` are apart, as they have no place on it."""

    drawing: Path
    steps: tuple[PathLine, ...]
    undated: tuple[PathLine, ...]
    pages: tuple[PartOfPath, ...]
    page: PartOfPath | None

    @property
    def is_long(self) -> bool:
        return len(self.pages) > 1

    @property
    def is_worth_drawing(self) -> bool:
        """One stone is no path."""
        return len(self.steps) > 1

    @cached_property
    def years(self) -> tuple[YearOfPath, ...]:
        """The steps year by year, the oldest first. The newest years come open, until `OPEN` wins are in sight."""
        years = [(year, tuple(steps)) for year, steps in groupby(self.steps, _year_of)]
        newer = [sum(len(steps) for _year, steps in years[n + 1 :]) for n in range(len(years))]
        return tuple(YearOfPath(*each, after < OPEN) for each, after in zip(years, newer, strict=True))


def _year_of(step: PathLine) -> int:
    return step.win.occurred_on.year


def winding_path(
    reader: Reader,
    wins: QuerySet,
    *,
    years: Sequence[tuple[int, int]],
    undated: int,
    page: str | None = None,
    name="",
) -> WindingPath:
    """One page of the path of these wins, as this reader may see it. At most nine queries.

    In: `years` and `undated` as a Calendar counts them, `page` the number somebody asked for, or a win on it.
    """
    pages = cut(years)
    page_shown = _page_of(pages, key_in(page or ""), wins) or chosen(pages, page)
    on_path = _dated(reader, wins, page_shown) if page_shown else []
    apart = list(wins.undated().newest_first().for_list(reader.user)[:PER_PAGE]) if undated else []
    first_number = page_shown.first + 1 if page_shown else 1
    drawing = Path(
        stones=[stone_of(win) for win in on_path],
        links=_links_between(on_path),
        inferred=_inferred_between(on_path),
        name=name,
        first_number=first_number,
    )
    return WindingPath(drawing, _steps(on_path, drawing), _steps_apart(apart), pages, page_shown)


def _page_of(pages: Sequence[PartOfPath], win: uuid.UUID | None, wins: QuerySet) -> PartOfPath | None:
    """The page on which this win stands; None for one that stands on none."""
    if win is None or len(pages) < 2:
        return None
    keys = list(wins.filter(occurred_on__isnull=False).newest_first().values_list("pk", flat=True))
    place = keys.index(win) if win in keys else -1
    return next((page for page in pages if 0 <= place - page.newer < page.count), None)


def _dated(reader: Reader, wins: QuerySet, page: PartOfPath) -> list[SmallWin]:
    newest_first = wins.filter(occurred_on__isnull=False).newest_first().for_list(reader.user)
    newest_first = newest_first.annotate(lasts=lasted())
    return list(newest_first[page.newer : page.newer + page.count])[::-1]


def stone_of(win: SmallWin) -> Stone:
    """The win as a stone, with its title in the language of the page where it has one."""
    english = (get_language() or "").startswith("en") and win.title_en
    return Stone(
        str(win.pk),
        english or win.title,
        win.occurred_on,
        win.precision,
        win.counted_level,
        told_late=win.is_told_long_after,
        lasts=win.lasts,
    )


def _links_between(wins: Iterable[SmallWin]) -> tuple[tuple[str, str], ...]:
    """The links of these wins; order in time alone is never a line."""
    return tuple(dict.fromkeys(_ends(link) for link in _links_of(wins)))


def _inferred_between(wins: Iterable[SmallWin]) -> frozenset[tuple[str, str]]:
    """Those that nobody said: the editors inferred them."""
    return frozenset(_ends(link) for link in _links_of(wins) if link.is_inferred)


def _links_of(wins: Iterable[SmallWin]) -> Iterable[WinLink]:
    return (link for win in wins for link in (*win.links_before, *win.links_after))


def _ends(link: WinLink) -> tuple[str, str]:
    return str(link.earlier_id), str(link.later_id)


def _steps(wins: list[SmallWin], drawing: Path) -> tuple[PathLine, ...]:
    beside = gutters(drawing.stones, drawing.links, drawing.numbers, drawing.inferred)
    return tuple(PathLine(win, beside[str(win.pk)]) for win in wins)


def _steps_apart(wins: list[SmallWin]) -> tuple[PathLine, ...]:
    beside = gutters([stone_of(win) for win in wins], _links_between(wins), inferred=_inferred_between(wins))
    return tuple(PathLine(win, beside[str(win.pk)]) for win in wins)
