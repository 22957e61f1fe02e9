"""All small wins in the order of time, a page at a time."""

from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from initiatives.lenses import Audience, Precision
from initiatives.links import key_in
from initiatives.models import SmallWin
from initiatives.models.wins import readers_in_full
from initiatives.periods import in_words

PAGE = 25
COUNTED_TO = 1_000  # counting every hit of a common word takes longer than finding the newest


@dataclass(frozen=True)
class Heading:
    """The month, or as much of the date as people remember."""

    year: int | None
    month: int | None
    precision: str

    @classmethod
    def of(cls, win: SmallWin) -> "Heading":
        if win.occurred_on is None:
            return cls(None, None, win.precision)
        precision = Precision.MONTH if win.precision == Precision.DAY else win.precision
        month = None if precision == Precision.YEAR else win.occurred_on.month
        return cls(win.occurred_on.year, month, precision)


@dataclass(frozen=True)
class HeadedWins:
    """Wins under one heading. `goes_on`: the page before this one ended under the same heading."""

    label: str
    wins: list[SmallWin]
    goes_on: bool = False


@dataclass(frozen=True)
class Stream:
    """One page of the stream, newest first and undated last."""

    stretches: list[HeadedWins]
    count: int  # the wins of all pages; counting stops at a maximum
    last: SmallWin | None = None  # the last win of this page, when there are more
    is_first: bool = True
    lost: bool = field(default=False)  # the place to go on from is unknown
    readers: list[str] = field(default_factory=list)  # who reads the wins that are not for everyone

    @property
    def count_words(self) -> str:
        """The exact number, or "1.000+"."""
        number = number_format(min(self.count, COUNTED_TO), use_l10n=True, force_grouping=True)
        return f"{number}+" if self.count > COUNTED_TO else number


def stream(wins: QuerySet, *, user, after: str = "") -> Stream:
    """A page of these wins.

    In: `wins` that the reader may see, in any order, and the id of the last win of the page
    before. Out: a page; the first one when that id says nothing. Six queries, five on the first page.
    """
    start = place_of(after, user)
    following = wins.older_than(start) if start else wins
    rows = list(following.for_list(user).newest_first()[: PAGE + 1])
    return Stream(
        stretches=stretches(rows[:PAGE], start),
        count=wins.order_by().values("pk")[: COUNTED_TO + 1].count(),
        last=rows[PAGE - 1] if len(rows) > PAGE else None,
        is_first=start is None,
        lost=bool(after) and start is None,
        readers=readers_of(rows[:PAGE]),
    )


def readers_of(wins: list[SmallWin]) -> list[str]:
    """Who the readers are that the cards name, said once. In: wins of `for_list(user)`."""
    shown = {win.audience_now for win in wins}
    return [said for audience in Audience if audience in shown and (said := readers_in_full(audience))]


def place_of(text: str, user) -> SmallWin | None:
    """The win to go on from. A hidden one is no place: it would betray that it is there."""
    key, known = key_in(text), SmallWin.objects.visible_to(user)
    columns = known.only("sort_on", "precision", "logged_at", "occurred_on")
    return columns.filter(pk=key).first() if key else None


def stretches(wins: list[SmallWin], start: SmallWin | None) -> list[HeadedWins]:
    before = Heading.of(start) if start else None
    return [
        HeadedWins(capfirst(label(first)), [first, *rest], goes_on=heading == before)
        for heading, (first, *rest) in groupby(wins, key=Heading.of)
    ]


def label(win: SmallWin) -> str:
    if win.occurred_on and win.precision == Precision.YEAR:
        return _("%(year)d, maand onbekend") % {"year": win.occurred_on.year}
    return in_words(win.occurred_on, Precision.MONTH if win.precision == Precision.DAY else win.precision)
