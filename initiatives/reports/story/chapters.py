"""The story of an initiative from its first to its latest win.

Everything starts from what the reader may know. The story has no number that its rows do not carry,
and a loss is never left out where there is one.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.core.paginator import Page, Paginator
from django.db.models import Min, QuerySet
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.lenses import Precision, WinKind
from initiatives.links import InPages, address, wins_url
from initiatives.models import (
    FollowUp,
    ForReader,
    Initiative,
    Loss,
    NextBite,
    Partner,
    Partnership,
    Photo,
    Reader,
    SmallWin,
    WallMove,
)
from initiatives.periods import UNDATED, Period, academic_years
from initiatives.periods import stretch as days_meant
from initiatives.reports.counting.balance import hidden_losses, losses_of
from initiatives.reports.counting.judged import Judged, judged
from initiatives.reports.story.openings import Opening
from initiatives.sentences import joined, link, listed, styled

ONE_CHAPTER = 7  # until so many wins, years would only cut the story to pieces
ALL_OF_THEM = 20  # until so many, every win is told
WHOLE_CHAPTER = 3  # in a longer story, a year with so many is told whole; else its first and its latest
UNDATED_SHOWN = 5
AT_ONCE = 3  # losses, walls and links that stand open; the rest opens with a tap
IN_SIGHT = 3  # wins of the newest chapters that stand open
PER_PAGE = 50


# ------------------------------------------------------------------ which wins, in which chapters
@dataclass(frozen=True)
class StoryRow:
    """The facts of one win that the plan of a story needs."""

    pk: uuid.UUID
    middle_on: dt.date | None
    kinds: tuple[str, ...]
    days: Period | None = None  # on which it may have been


def rows_of(wins: QuerySet) -> list[StoryRow]:
    """Every win as a small row, the oldest first; the undated ones come first of all."""
    found = wins.newest_first().reverse().values_list("pk", "middle_on", "kinds", "occurred_on", "precision")
    return [
        StoryRow(pk, middle, tuple(kinds or ()), days_meant(day, precision) if day else None)
        for pk, middle, kinds, day, precision in found
    ]


@dataclass(frozen=True)
class ChapterWins:
    """The wins of one chapter: those that are told, and those between them."""

    key: str  # in the address bar; empty for a story of one chapter
    period: Period | None
    rows: tuple[StoryRow, ...]
    told: tuple[uuid.UUID, ...]

    @property
    def between(self) -> list[uuid.UUID]:
        told = set(self.told)
        return [row.pk for row in self.rows if row.pk not in told]

    @property
    def perhaps_elsewhere(self) -> list[StoryRow]:
        """Its wins that may have been in another year: only a year or a quarter is known of them."""
        year = self.period
        dated = [row for row in self.rows if year and row.days]
        return [
            row for row in dated if row.days.first_day < year.first_day or row.days.last_day > year.last_day
        ]

    @property
    def kinds(self) -> set[str]:
        """The kinds of its wins, where somebody said so."""
        return {kind for row in self.rows for kind in row.kinds}


@dataclass(frozen=True)
class Plan:
    """How a story is cut: chapters from old to new, and the wins without a date."""

    chapters: tuple[ChapterWins, ...]
    undated: ChapterWins

    @property
    def stretches(self) -> tuple[ChapterWins, ...]:
        return (*self.chapters, self.undated)

    @property
    def total(self) -> int:
        return sum(len(stretch.rows) for stretch in self.stretches)


def plan(rows: Sequence[StoryRow], other_days: Iterable[dt.date] = ()) -> Plan:
    """Cut these wins, oldest first, into chapters.

    In: `other_days`, on which something else happened that must have a chapter.
    """
    dated = [row for row in rows if row.middle_on]
    undated = [row for row in rows if not row.middle_on]
    apart = ChapterWins(UNDATED, None, tuple(undated), tuple(row.pk for row in undated[:UNDATED_SHOWN]))
    if not rows:
        return Plan((), apart)
    if len(dated) <= ONE_CHAPTER:
        return Plan((ChapterWins("", None, tuple(dated), tuple(row.pk for row in dated)),), apart)
    by_year: dict[Period, list[StoryRow]] = {Period.academic_year(day): [] for day in other_days}
    for row in dated:
        by_year.setdefault(Period.academic_year(row.middle_on), []).append(row)
    years = sorted(by_year.items(), key=lambda item: item[0].first_day)
    tell_all = len(dated) <= ALL_OF_THEM
    return Plan(tuple(_year(period, found, tell_all) for period, found in years), apart)


def _year(period: Period, rows: list[StoryRow], tell_all: bool) -> ChapterWins:
    told = rows if tell_all or len(rows) <= WHOLE_CHAPTER else [rows[0], rows[-1]]
    return ChapterWins(str(period), period, tuple(rows), tuple(row.pk for row in told))


def is_surely_first(rows: Sequence[StoryRow]) -> bool:
    """No other of these, oldest first, may have been as early as the first. In: rows with a date."""
    return all(row.days.first_day > rows[0].days.last_day for row in rows[1:])


def is_surely_last(rows: Sequence[StoryRow]) -> bool:
    """No other of these, oldest first, may have been as late as the last. In: rows with a date."""
    return all(row.days.last_day < rows[-1].days.first_day for row in rows[:-1])


# ------------------------------------------------------------------ who joined
@dataclass(frozen=True)
class Joined:
    """A partner that came: on the day of the partnership, or seen first at a win of that day."""

    partner: Partner
    day: dt.date | None
    by_win: bool = False
    is_of_a_year: bool = False  # the month is not known

    @property
    def came_said(self) -> SafeString:
        """The partner, and since when if that is known."""
        if self.day is None:
            return self._name
        seen = _("voor het eerst bij een small win rond %(day)s") if self.by_win else _("sinds %(day)s")
        return self._with(seen % {"day": self._month})

    @property
    def left_said(self) -> SafeString:
        """The partner, and the month in which it left."""
        return self._with(self._month)

    def _with(self, words: str) -> SafeString:
        return joined((self._name, styled("small soft", words)), " ")

    @property
    def _name(self) -> SafeString:
        return link(self.partner.get_absolute_url(), self.partner.name)

    @property
    def _month(self) -> str:
        return date_format(self.day, "Y" if self.is_of_a_year else "F Y")


@dataclass(frozen=True)
class Company:
    """Partners that came, partners that left, and partners without a date."""

    came: tuple[Joined, ...]
    left: tuple[Joined, ...]
    some_day: tuple[Joined, ...]


def company(reader: Reader, wins: QuerySet) -> Company:
    """The partners of the initiative and those who were present at its wins. Three queries."""
    seen = dict(
        wins.order_by()
        .filter(partners__isnull=False, middle_on__isnull=False)
        .values_list("partners")
        .annotate(first=Min("middle_on"))
    )
    rows = list(reader.sees_here(Partnership).select_related("partner").order_by("partner__name_sort", "pk"))
    came = [_joined(row, seen) for row in _first_of_each(rows) if row.since or not row.is_over]
    guests = (
        reader.sees(Partner).filter(pk__in=set(seen) - {row.partner_id for row in rows}).order_by("name_sort")
    )
    came += [Joined(partner, seen[partner.pk], by_win=True) for partner in guests]
    left = tuple(Joined(row.partner, row.last_day) for row in rows if row.last_day and not row.takes_part())
    dated = sorted((each for each in came if each.day), key=lambda each: (each.day, each.partner.name_sort))
    return Company(tuple(dated), left, tuple(each for each in came if not each.day))


def _first_of_each(rows: Iterable) -> list:
    """A partner that left and came back joined once: the first time that is known."""
    found: dict[int, object] = {}
    for row in sorted(rows, key=lambda row: row.since or dt.date.max):
        found.setdefault(row.partner_id, row)
    return list(found.values())


def _joined(row: Partnership, seen: dict[int, dt.date]) -> Joined:
    if row.since is None:
        return Joined(row.partner, seen.get(row.partner_id), by_win=True)
    return Joined(row.partner, row.since, is_of_a_year=row.since_precision == Precision.YEAR)


# ------------------------------------------------------------------ the story
@dataclass(frozen=True)
class ToldWin:
    """A win that is told, what it led to, and when somebody last looked whether it stands."""

    win: SmallWin
    looked: FollowUp | None
    photo: Photo | None = None  # one that may be shown

    @property
    def onwards(self) -> list[SafeString]:
        return self.win.led_to[:AT_ONCE]

    @property
    def onwards_more(self) -> list[SafeString]:
        return self.win.led_to[AT_ONCE:]


@dataclass(frozen=True)
class Chapter:
    """One part of the story, with what stands beside its wins."""

    slug: str
    stretch: ChapterWins
    steps: tuple[ToldWin, ...]
    silent: tuple[str, ...] = ()  # the years before it of which nothing is told
    losses: tuple[Loss, ...] = ()
    moves: tuple[WallMove, ...] = ()
    came: tuple[Joined, ...] = ()
    left: tuple[Joined, ...] = ()
    known_kinds: frozenset[str] = frozenset()  # those of the chapters before
    is_open: bool = True  # the years before the newest come folded

    @property
    def name(self) -> str:
        return self.stretch.key

    @property
    def total(self) -> int:
        return len(self.stretch.rows)

    @property
    def url(self) -> str:
        return wins_url(initiatief=self.slug, periode=self.stretch.key)

    @property
    def perhaps_elsewhere_said(self) -> str:
        """How many of its wins may be of another year, and of which; empty where all are surely of this one."""
        rows = self.stretch.perhaps_elsewhere
        years = {str(year) for row in rows for year in academic_years(row.days.first_day, row.days.last_day)}
        text = ngettext(
            "Van %(n)s hiervan is de datum niet precies bekend: die kan ook uit %(years)s zijn.",
            "Van %(n)s hiervan is de datum niet precies bekend: die kunnen ook uit %(years)s zijn.",
            len(rows),
        )
        words = {"n": len(rows), "years": listed(sorted(years - {self.name}))}
        return text % words if rows else ""

    @property
    def silent_years(self) -> str:
        return listed(self.silent)

    @property
    def more(self) -> int:
        return self.total - len(self.steps)

    @property
    def more_url(self) -> str:
        return address("stories:between", self.slug, self.stretch.key)

    @property
    def losses_url(self) -> str:
        return address("initiatives:losses", self.slug, periode=self.stretch.period)

    @property
    def kinds(self) -> list[str]:
        """The words that occur for the first time, in the order of the vocabulary."""
        return [str(kind.label) for kind in WinKind if kind in self.stretch.kinds - self.known_kinds]

    @property
    def left_said(self) -> SafeString:
        return joined(each.left_said for each in self.left)

    @property
    def before_the_gap(self) -> tuple[ToldWin, ...]:
        return self.steps[:-1] if self.more else self.steps

    @property
    def after_the_gap(self) -> tuple[ToldWin, ...]:
        return self.steps[-1:] if self.more else ()


@dataclass(frozen=True)
class Story(ForReader):
    """All that the page says."""

    opening: Opening
    chapters: tuple[Chapter, ...]
    undated: Chapter
    some_day: tuple[Joined, ...]
    latest_look: FollowUp | None
    hides_a_loss: bool
    judged: Judged
    bite: NextBite | None

    @property
    def some_day_said(self) -> list[SafeString]:
        return [each.came_said for each in self.some_day]

    @property
    def tells_a_loss(self) -> bool:
        return any(chapter.losses for chapter in (*self.chapters, self.undated))


@dataclass
class BesideWins:
    """Losses, moves of walls, partners and looks back, before they are laid in the chapters."""

    losses: list[Loss]
    moves: list[WallMove]
    company: Company
    looked: dict[uuid.UUID, FollowUp] = field(default_factory=dict)
    photos: dict[uuid.UUID, Photo] = field(default_factory=dict)


def story(reader: Reader) -> Story:
    """The story as this reader may know it, in a fixed number of queries.

    In: somebody who may read the initiative.
    """
    initiative, wins = reader.initiative, reader.wins
    beside = _beside(reader, wins)
    cut = plan(rows_of(wins), [loss.seen_on for loss in beside.losses if loss.seen_on])
    told = _told_wins(reader, wins, cut)
    chapters = _chapters(initiative, cut, told, beside)
    apart = _without_a_day(_chapter(initiative, cut.undated, told, beside), beside)
    return Story(
        reader=reader,
        opening=_opening(initiative, cut, told, linked=wins.linked_for(reader.user).count()),
        chapters=_folded(chapters),
        undated=apart,
        some_day=beside.company.some_day,
        latest_look=max(
            beside.looked.values(), key=lambda look: (look.checked_on, look.told_at), default=None
        ),
        hides_a_loss=hidden_losses(reader).exists(),
        judged=judged(wins),
        bite=next_bite(reader),
    )


def _beside(reader: Reader, wins: QuerySet) -> BesideWins:
    moves = reader.sees(WallMove).filter(wall__initiative=reader.initiative, win__stands=True)
    looks = reader.sees(FollowUp).filter(win__in=wins.order_by().values("pk"))
    latest = looks.order_by("win", "-checked_on", "-told_at").distinct("win").select_related("win")
    return BesideWins(
        losses=list(losses_of(reader).select_related("win").order_by("seen_on", "told_at")),
        moves=list(moves.select_related("wall__topic", "win").order_by("win__middle_on", "told_at")),
        company=company(reader, wins),
        photos={photo.win_id: photo for photo in Photo.objects.shown_to(reader.user).first_of_each(wins)},
        looked={look.win_id: look for look in latest.defer("win__search")},
    )


def _told_wins(reader: Reader, wins: QuerySet, cut: Plan) -> dict[uuid.UUID, SmallWin]:
    keys = [pk for stretch in cut.stretches for pk in stretch.told]
    return {win.pk: win for win in wins.filter(pk__in=keys).for_list(reader.user)}


def _chapter(initiative: Initiative, stretch: ChapterWins, told, beside: BesideWins, **details) -> Chapter:
    steps = tuple(
        ToldWin(told[pk], beside.looked.get(pk), beside.photos.get(pk)) for pk in stretch.told if pk in told
    )
    return Chapter(initiative.slug, stretch, steps, **details)


def _without_a_day(chapter: Chapter, beside: BesideWins) -> Chapter:
    """With the moves and the losses of which nobody knows the day."""
    moves = tuple(move for move in beside.moves if move.win.middle_on is None)
    return replace(chapter, moves=moves, losses=tuple(loss for loss in beside.losses if not loss.seen_on))


def _chapters(initiative: Initiative, cut: Plan, told, beside: BesideWins) -> tuple[Chapter, ...]:
    dated_moves = [move for move in beside.moves if move.win.middle_on]
    dated_losses = [loss for loss in beside.losses if loss.seen_on]
    losses = _by_chapter(cut, dated_losses, lambda loss: loss.seen_on)
    moves = _by_chapter(cut, dated_moves, lambda move: move.win.middle_on)
    came = _by_chapter(cut, beside.company.came, lambda each: each.day)
    left = _by_chapter(cut, beside.company.left, lambda each: each.day)
    return tuple(
        _chapter(
            initiative, stretch, told, beside,
            silent=_silent(cut, i), losses=losses[i], moves=moves[i], came=came[i], left=left[i],
            known_kinds=_known_kinds(cut, i),
        )
        for i, stretch in enumerate(cut.chapters)
    )  # fmt: skip


def _folded(chapters: tuple[Chapter, ...]) -> tuple[Chapter, ...]:
    """The newest chapters come open, until a few wins are in sight; so a long story stays short on a phone."""
    newer = [sum(len(later.steps) for later in chapters[n + 1 :]) for n in range(len(chapters))]
    return tuple(
        replace(chapter, is_open=after < IN_SIGHT) for chapter, after in zip(chapters, newer, strict=True)
    )


def _by_chapter(cut: Plan, things: Iterable, day_of) -> list[tuple]:
    """The things of each chapter. A thing between two chapters goes to the later one, a thing after all to the last."""
    ends = [stretch.period.last_day if stretch.period else dt.date.max for stretch in cut.chapters]
    laid: list[list] = [[] for _end in ends]
    for thing in things if ends else ():
        laid[next((i for i, end in enumerate(ends) if day_of(thing) <= end), len(ends) - 1)].append(thing)
    return [tuple(found) for found in laid]


def _known_kinds(cut: Plan, i: int) -> frozenset[str]:
    """The kinds of the chapters before, and of the wins without a date, which may have been before."""
    if not cut.chapters[i].period:
        return frozenset()
    return frozenset().union(cut.undated.kinds, *(before.kinds for before in cut.chapters[:i]))


def _silent(cut: Plan, i: int) -> tuple[str, ...]:
    """The academic years between this chapter and the one before it, but those in which some win may have been."""
    if i == 0:
        return ()
    between = academic_years(cut.chapters[i - 1].period.first_day, cut.chapters[i].period.last_day)
    rows = [row for chapter in cut.chapters for row in chapter.perhaps_elsewhere]
    maybe = {year for row in rows for year in academic_years(row.days.first_day, row.days.last_day)}
    return tuple(str(year) for year in between[-2:0:-1] if year not in maybe)


def _opening(initiative: Initiative, cut: Plan, told, *, linked: int) -> Opening:
    dated = [pk for stretch in cut.chapters for pk in stretch.told]
    first, last = (told.get(dated[0]), told.get(dated[-1])) if dated else (None, None)
    rows = [row for stretch in cut.chapters for row in stretch.rows]
    are_dated = len(rows) > 1 and not cut.undated.rows
    in_order = are_dated and is_surely_first(rows) and is_surely_last(rows)
    return Opening(initiative, cut.total, len(cut.undated.rows), linked, first, last, in_order)


def next_bite(reader: Reader) -> NextBite | None:
    """The next bite, or None where the reader may not know it."""
    return reader.sees_here(NextBite).waiting().first()


# ------------------------------------------------------------------ what a chapter leaves out
@dataclass(frozen=True)
class Between(ForReader, InPages):
    """The wins that stand between those that a chapter tells."""

    key: str
    page: Page

    @property
    def is_undated(self) -> bool:
        return self.key == UNDATED

    def at(self, number: int) -> str:
        return address("stories:between", self.initiative.slug, self.key, pagina=number)


def wins_between(reader: Reader, *, key: str, page: str | None = None) -> Between | None:
    """The wins behind "en nog 37", oldest first. None where this chapter leaves nothing out."""
    wins = reader.wins
    stretch = next((each for each in plan(rows_of(wins)).stretches if each.key == key), None)
    keys = stretch.between if stretch else []
    if not keys:
        return None
    shown = Paginator(keys, PER_PAGE).get_page(page)
    found = wins.filter(pk__in=shown.object_list).for_list(reader.user).in_bulk()
    shown.object_list = [found[pk] for pk in shown.object_list]
    return Between(reader, key, shown)
