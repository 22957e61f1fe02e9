"""The story of an initiative from its first to its latest win, and the same on one sheet of A4.

Everything starts from what the reader may know. The story has no number that its rows do not carry,
and a loss is never left out where there is one.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, IntegerField, Min, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from initiatives.glyphs import Rose
from initiatives.lenses import Audience, LossAnswer, LossStatus, Severity, WinKind
from initiatives.links import address, wins_url
from initiatives.models import (
    City,
    FollowUp,
    Initiative,
    Loss,
    NextBite,
    Partner,
    SmallWin,
    WallMove,
    WinLink,
)
from initiatives.periods import UNDATED, Period, academic_years
from initiatives.periods import stretch as days_meant
from initiatives.reports.balance import hidden_losses, losses_of
from initiatives.reports.profile import tied_in, together
from initiatives.reports.roses import rose_of
from initiatives.reports.standing import chosen_not, special_wins
from initiatives.reports.tally import Tally, tally_rows

ONE_CHAPTER = 7  # until so many wins, years would only cut the story to pieces
ALL_OF_THEM = 20  # until so many, every win is told
WHOLE_CHAPTER = 3  # in a longer story, a year with so many is told whole; else its first and its latest
UNDATED_SHOWN = 5
AT_ONCE = 3  # losses, walls and links that stand open; the rest opens with a tap
PARTNERS_ON_SHEET = 12
WINS_ON_SHEET = 3
OPTIONS = 20  # wins to choose from at once; the others can be searched
FEW_LETTERS = 800
PER_PAGE = 50
LONG_ENOUGH = 60  # days; a shorter stretch needs no word of its own


def wins_of(initiative: Initiative, user) -> QuerySet:
    """The wins of an initiative that count, as far as the reader may know."""
    return SmallWin.objects.visible_to(user).standing().filter(initiative=initiative)


# ------------------------------------------------------------------ which wins, in which chapters
@dataclass(frozen=True)
class Row:
    """All that the plan of a story needs of one win."""

    pk: uuid.UUID
    middle_on: dt.date | None
    kinds: tuple[str, ...]
    days: Period | None = None  # on which it may have been


def rows_of(wins: QuerySet) -> list[Row]:
    """Every win as a small row, the oldest first; the undated ones come first of all."""
    found = wins.newest_first().reverse().values_list("pk", "middle_on", "kinds", "occurred_on", "precision")
    return [
        Row(pk, middle, tuple(kinds or ()), days_meant(day, precision) if day else None)
        for pk, middle, kinds, day, precision in found
    ]


@dataclass(frozen=True)
class Stretch:
    """The wins of one chapter: those that are told, and those between them."""

    key: str  # in the address bar; empty for a story of one chapter
    period: Period | None
    rows: tuple[Row, ...]
    told: tuple[uuid.UUID, ...]

    @property
    def between(self) -> list[uuid.UUID]:
        told = set(self.told)
        return [row.pk for row in self.rows if row.pk not in told]

    @property
    def kinds(self) -> set[str]:
        """What its wins were, as far as somebody said so."""
        return {kind for row in self.rows for kind in row.kinds}


@dataclass(frozen=True)
class Plan:
    """How a story is cut: chapters from old to new, and the wins without a date."""

    chapters: tuple[Stretch, ...]
    undated: Stretch

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        return (*self.chapters, self.undated)

    @property
    def total(self) -> int:
        return sum(len(stretch.rows) for stretch in self.stretches)


def plan(rows: Sequence[Row], other_days: Iterable[dt.date] = ()) -> Plan:
    """Cut these wins, oldest first, into chapters.

    In: `other_days`, on which something else happened that must have a chapter.
    """
    dated = [row for row in rows if row.middle_on]
    undated = [row for row in rows if not row.middle_on]
    apart = Stretch(UNDATED, None, tuple(undated), tuple(row.pk for row in undated[:UNDATED_SHOWN]))
    if not rows:
        return Plan((), apart)
    if len(dated) <= ONE_CHAPTER:
        return Plan((Stretch("", None, tuple(dated), tuple(row.pk for row in dated)),), apart)
    by_year: dict[Period, list[Row]] = {Period.academic_year(day): [] for day in other_days}
    for row in dated:
        by_year.setdefault(Period.academic_year(row.middle_on), []).append(row)
    years = sorted(by_year.items(), key=lambda item: item[0].first_day)
    tell_all = len(dated) <= ALL_OF_THEM
    return Plan(tuple(_year(period, found, tell_all) for period, found in years), apart)


def _year(period: Period, rows: list[Row], tell_all: bool) -> Stretch:
    told = rows if tell_all or len(rows) <= WHOLE_CHAPTER else [rows[0], rows[-1]]
    return Stretch(str(period), period, tuple(rows), tuple(row.pk for row in told))


def is_surely_first(rows: Sequence[Row]) -> bool:
    """No other of these, oldest first, may have been as early as the first. In: rows with a date."""
    return all(row.days.first_day > rows[0].days.last_day for row in rows[1:])


def is_surely_last(rows: Sequence[Row]) -> bool:
    """No other of these, oldest first, may have been as late as the last. In: rows with a date."""
    return all(row.days.last_day < rows[-1].days.first_day for row in rows[:-1])


# ------------------------------------------------------------------ the first sentence
@dataclass(frozen=True)
class Opening:
    """How many, how long, from where to where. Wins without a date have no place in time."""

    initiative: Initiative
    total: int
    undated: int
    linked: int
    first: SmallWin | None
    last: SmallWin | None
    order_is_known: bool = False  # that no other may have been before the first, or after the last

    @property
    def dated(self) -> int:
        return self.total - self.undated

    @property
    def is_one_moment(self) -> bool:
        """The first and the latest are remembered as the same day, month or year."""
        return self.first.stretch == self.last.stretch

    @cached_property
    def days(self) -> int:
        return (self.last.middle_on - self.first.middle_on).days

    @property
    def is_rough(self) -> bool:
        """A year or a quarter does not carry a number of months."""
        return max(_length(self.first), _length(self.last)) > 31

    @property
    def years(self) -> int:
        """About so many years between them; 0 where months say it better, or nothing does."""
        return round(self.days / 365.25) if self.days >= 700 or self.is_rough else 0

    @property
    def months(self) -> int:
        return (
            round(self.days / 30.44)
            if self.days >= LONG_ENOUGH and not self.years and not self.is_rough
            else 0
        )

    def url(self, **words: object) -> str:
        return wins_url(initiatief=self.initiative.slug, **words)

    @property
    def all_url(self) -> str:
        return self.url()

    @property
    def linked_url(self) -> str:
        return self.url(verbonden="ja")

    @property
    def undated_url(self) -> str:
        return self.url(periode=UNDATED)


def _length(win: SmallWin) -> int:
    return (win.stretch.last_day - win.stretch.first_day).days + 1


# ------------------------------------------------------------------ who joined
@dataclass(frozen=True)
class Joined:
    """A partner that came: on the day of the partnership, or seen first at a win of that day."""

    partner: Partner
    day: dt.date | None
    by_win: bool = False


@dataclass(frozen=True)
class Company:
    """Who came and who left, and of whom nobody wrote down when."""

    came: tuple[Joined, ...]
    left: tuple[Joined, ...]
    some_day: tuple[Joined, ...]


def company(initiative: Initiative, wins: QuerySet) -> Company:
    """The partners of the initiative and those who were present at its wins. Three queries."""
    seen = dict(
        wins.order_by()
        .filter(partners__isnull=False, middle_on__isnull=False)
        .values_list("partners")
        .annotate(first=Min("middle_on"))
    )
    rows = list(initiative.partnerships.select_related("partner").order_by("partner__name", "pk"))
    came = [_joined(row.partner, row.since, seen) for row in _first_of_each(rows)]
    guests = Partner.objects.filter(pk__in=set(seen) - {row.partner_id for row in rows}).order_by("name")
    came += [Joined(partner, seen[partner.pk], by_win=True) for partner in guests]
    left = tuple(Joined(row.partner, row.until) for row in rows if row.until)
    dated = sorted((each for each in came if each.day), key=lambda each: (each.day, each.partner.name))
    return Company(tuple(dated), left, tuple(each for each in came if not each.day))


def _first_of_each(rows: Iterable) -> list:
    """A partner that left and came back joined once: the first time that is known."""
    found: dict[int, object] = {}
    for row in sorted(rows, key=lambda row: row.since or dt.date.max):
        found.setdefault(row.partner_id, row)
    return list(found.values())


def _joined(partner: Partner, since: dt.date | None, seen: dict[int, dt.date]) -> Joined:
    return Joined(partner, since) if since else Joined(partner, seen.get(partner.pk), by_win=True)


# ------------------------------------------------------------------ the story
@dataclass(frozen=True)
class Step:
    """A win that is told, what it led to, and when somebody last looked whether it stands."""

    win: SmallWin
    looked: FollowUp | None

    @property
    def onwards(self) -> list[WinLink]:
        return self.win.links_after[:AT_ONCE]

    @property
    def onwards_more(self) -> list[WinLink]:
        return self.win.links_after[AT_ONCE:]


@dataclass(frozen=True)
class Chapter:
    """One part of the story, with what stands beside its wins."""

    slug: str
    stretch: Stretch
    steps: tuple[Step, ...]
    silent: tuple[str, ...] = ()  # the years before it of which nothing is told
    losses: tuple[Loss, ...] = ()
    moves: tuple[WallMove, ...] = ()
    came: tuple[Joined, ...] = ()
    left: tuple[Joined, ...] = ()
    known_kinds: frozenset[str] = frozenset()  # those of the chapters before

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
        """What came along for the first time, in the order of the vocabulary."""
        return [str(kind.label) for kind in WinKind if kind in self.stretch.kinds - self.known_kinds]

    @property
    def before_the_gap(self) -> tuple[Step, ...]:
        return self.steps[:-1] if self.more else self.steps

    @property
    def after_the_gap(self) -> tuple[Step, ...]:
        return self.steps[-1:] if self.more else ()


@dataclass(frozen=True)
class Story:
    """All that the page says."""

    initiative: Initiative
    may_edit: bool
    opening: Opening
    chapters: tuple[Chapter, ...]
    undated: Chapter
    some_day: tuple[Joined, ...]
    latest_look: FollowUp | None
    hides_a_loss: bool
    bite: NextBite | None

    @property
    def tells_a_loss(self) -> bool:
        return any(chapter.losses for chapter in self.chapters)

    @property
    def years(self) -> tuple[Chapter, ...]:
        """The chapters to jump to, where there are some."""
        return self.chapters if len(self.chapters) > 1 else ()


@dataclass
class Beside:
    """What stands beside the wins, before it is laid in the chapters."""

    losses: list[Loss]
    moves: list[WallMove]
    company: Company
    looked: dict[uuid.UUID, FollowUp] = field(default_factory=dict)


def story(initiative: Initiative, *, user, may_edit: bool) -> Story:
    """The story as this reader may know it, in a fixed number of queries.

    In: an initiative that the reader may see.
    """
    wins = wins_of(initiative, user)
    beside = _beside(initiative, wins, user)
    cut = plan(rows_of(wins), [loss.seen_on for loss in beside.losses])
    told = _told(wins, cut, user)
    chapters = _chapters(initiative, cut, told, beside)
    apart = _moves_without_a_day(_chapter(initiative, cut.undated, told, beside), beside)
    return Story(
        initiative=initiative,
        may_edit=may_edit,
        opening=_opening(initiative, cut, told, linked=wins.linked_for(user).count()),
        chapters=chapters,
        undated=apart,
        some_day=beside.company.some_day,
        latest_look=max(
            beside.looked.values(), key=lambda look: (look.checked_on, look.told_at), default=None
        ),
        hides_a_loss=any(True for _key in hidden_losses(user, initiative=initiative)),
        bite=next_bite(initiative, user),
    )


def _beside(initiative: Initiative, wins: QuerySet, user) -> Beside:
    moves = WallMove.objects.visible_to(user).filter(wall__initiative=initiative, win__stands=True)
    looks = FollowUp.objects.visible_to(user).filter(win__in=wins.order_by().values("pk"))
    latest = looks.order_by("win", "-checked_on", "-told_at").distinct("win").select_related("win")
    return Beside(
        losses=list(losses_of(initiative, user=user).select_related("win").order_by("seen_on", "told_at")),
        moves=list(moves.select_related("wall__topic", "win").order_by("win__middle_on", "told_at")),
        company=company(initiative, wins),
        looked={look.win_id: look for look in latest.defer("win__search")},
    )


def _told(wins: QuerySet, cut: Plan, user) -> dict[uuid.UUID, SmallWin]:
    keys = [pk for stretch in cut.stretches for pk in stretch.told]
    return {win.pk: win for win in wins.filter(pk__in=keys).for_list(user)}


def _chapter(initiative: Initiative, stretch: Stretch, told, beside: Beside, **details) -> Chapter:
    steps = tuple(Step(told[pk], beside.looked.get(pk)) for pk in stretch.told if pk in told)
    return Chapter(initiative.slug, stretch, steps, **details)


def _moves_without_a_day(chapter: Chapter, beside: Beside) -> Chapter:
    return replace(chapter, moves=tuple(move for move in beside.moves if move.win.middle_on is None))


def _chapters(initiative: Initiative, cut: Plan, told, beside: Beside) -> tuple[Chapter, ...]:
    dated_moves = [move for move in beside.moves if move.win.middle_on]
    losses = _by_chapter(cut, beside.losses, lambda loss: loss.seen_on)
    moves = _by_chapter(cut, dated_moves, lambda move: move.win.middle_on)
    came = _by_chapter(cut, beside.company.came, lambda each: each.day)
    left = _by_chapter(cut, beside.company.left, lambda each: each.day)
    return tuple(
        _chapter(
            initiative, stretch, told, beside,
            silent=_silent(cut.chapters, i), losses=losses[i], moves=moves[i], came=came[i], left=left[i],
            known_kinds=frozenset().union(*(before.kinds for before in cut.chapters[:i])),
        )
        for i, stretch in enumerate(cut.chapters)
    )  # fmt: skip


def _by_chapter(cut: Plan, things: Iterable, day_of) -> list[tuple]:
    """For each chapter what belongs to it. What lies in no chapter goes to the next one, or the last."""
    ends = [stretch.period.last_day if stretch.period else dt.date.max for stretch in cut.chapters]
    laid: list[list] = [[] for _end in ends]
    for thing in things if ends else ():
        laid[next((i for i, end in enumerate(ends) if day_of(thing) <= end), len(ends) - 1)].append(thing)
    return [tuple(found) for found in laid]


def _silent(chapters: Sequence[Stretch], i: int) -> tuple[str, ...]:
    """The academic years between this chapter and the one before it."""
    if i == 0:
        return ()
    between = academic_years(chapters[i - 1].period.first_day, chapters[i].period.last_day)
    return tuple(str(year) for year in between[-2:0:-1])


def _opening(initiative: Initiative, cut: Plan, told, *, linked: int) -> Opening:
    dated = [pk for stretch in cut.chapters for pk in stretch.told]
    first, last = (told.get(dated[0]), told.get(dated[-1])) if dated else (None, None)
    rows = [row for stretch in cut.chapters for row in stretch.rows]
    in_order = len(rows) > 1 and is_surely_first(rows) and is_surely_last(rows)
    return Opening(initiative, cut.total, len(cut.undated.rows), linked, first, last, in_order)


def next_bite(initiative: Initiative, user) -> NextBite | None:
    """The step that comes next, for who may know it."""
    return NextBite.objects.visible_to(user).filter(initiative=initiative).waiting().first()


# ------------------------------------------------------------------ what a chapter leaves out
@dataclass(frozen=True)
class Between:
    """The wins that stand between those that a chapter tells."""

    initiative: Initiative
    key: str
    page: Page

    @property
    def is_undated(self) -> bool:
        return self.key == UNDATED

    @property
    def before_url(self) -> str:
        return self._at(self.page.number - 1) if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        return self._at(self.page.number + 1) if self.page.has_next() else ""

    def _at(self, number: int) -> str:
        return address("stories:between", self.initiative.slug, self.key, pagina=number)


def wins_between(initiative: Initiative, *, user, key: str, page: str | None = None) -> Between | None:
    """What "en nog 37" opens: exactly those, oldest first. None where this chapter leaves nothing out."""
    wins = wins_of(initiative, user)
    stretch = next((each for each in plan(rows_of(wins)).stretches if each.key == key), None)
    keys = stretch.between if stretch else []
    if not keys:
        return None
    shown = Paginator(keys, PER_PAGE).get_page(page)
    found = wins.filter(pk__in=shown.object_list).for_list(user).in_bulk()
    shown.object_list = [found[pk] for pk in shown.object_list]
    return Between(initiative, key, shown)


# ------------------------------------------------------------------ the sheet
@dataclass(frozen=True)
class Pick:
    """A win on the sheet, and why this one; `why` is empty where somebody chose it."""

    win: SmallWin
    why: str = ""

    FIRST, BUILT_ON, HALFWAY, LAST = "first", "built on", "halfway", "last"
    ONE_OF_FIRST, ONE_OF_LAST = "one of the first", "one of the last"  # the dates do not tell which


@dataclass(frozen=True)
class Downside:
    """One loss; or what is known about there being none."""

    loss: Loss | None
    more: int
    hides_some: bool
    wins: int
    nothing_seen: int
    not_asked: int

    @property
    def nobody_asked(self) -> bool:
        return self.not_asked == self.wins

    @property
    def nothing_seen_anywhere(self) -> bool:
        return 0 < self.nothing_seen == self.wins

    @property
    def is_partly_known(self) -> bool:
        return self.nothing_seen > 0 and self.nothing_seen + self.not_asked == self.wins


@dataclass(frozen=True)
class Sheet:
    """All that stands on the A4."""

    initiative: Initiative
    may_edit: bool
    opening: Opening
    picks: tuple[Pick, ...]
    is_chosen: bool
    options: tuple[
        SmallWin, ...
    ]  # for who may choose: what stands there by choice, then what was found or the newest
    search: str  # the word on which the options were searched
    downside: Downside
    tally: Tally
    rose: Rose
    partners: tuple[Partner, ...]
    cities: tuple[City, ...]
    bite: NextBite | None

    @property
    def partners_shown(self) -> tuple[Partner, ...]:
        """One more is not worth the words "and 1 more"."""
        return (
            self.partners
            if len(self.partners) <= PARTNERS_ON_SHEET + 1
            else self.partners[:PARTNERS_ON_SHEET]
        )

    @property
    def partners_more(self) -> int:
        return len(self.partners) - len(self.partners_shown)

    @property
    def is_roomy(self) -> bool:
        """So few words that they may be large."""
        loss, bite = self.downside.loss, self.bite
        said = [
            self.initiative.title,
            self.initiative.dream,
            loss.note if loss else "",
            bite.text if bite else "",
        ]
        said += [pick.win.title for pick in self.picks] + [partner.name for partner in self.partners_shown]
        return sum(map(len, said)) < FEW_LETTERS

    @property
    def is_for_everyone(self) -> bool:
        """Nothing on it that a visitor of the site could not read."""
        loss = self.downside.loss
        return (
            self.initiative.shown_to == Audience.PUBLIC
            and self.bite is None
            and (loss is None or loss.audience == Audience.PUBLIC)
            and all(pick.win.is_for_everyone for pick in self.picks)
        )

    @property
    def asked_for(self) -> tuple[uuid.UUID, ...]:
        """The wins that somebody chose; nothing where the rule did."""
        return tuple(pick.win.pk for pick in self.picks) if self.is_chosen else ()

    @property
    def may_choose(self) -> bool:
        return self.may_edit and self.tally.total > 1

    @property
    def may_search(self) -> bool:
        return self.tally.total > OPTIONS

    @property
    def found_nothing(self) -> bool:
        return bool(self.search) and len(self.options) == len(self.asked_for)

    @property
    def readings(self) -> str:
        """Who read how many of the wins that the rose counts; of whom there are none is not said."""
        by = self.tally.read_by
        said = [
            (by["team"], _("%(n)d geduid door het team")),
            (by["editors"], _("%(n)d geduid met hulp van de redactie")),
            (by["open"], _("%(n)d nog niet geduid")),
        ]
        return ", ".join(words % {"n": n} for n, words in said if n)

    @property
    def places(self) -> list[tuple[int, uuid.UUID | None]]:
        """Three places to fill, and what stands there by choice."""
        empty = (None,) * (WINS_ON_SHEET - len(self.asked_for))
        return list(enumerate((*self.asked_for, *empty), 1))


def sheet(
    initiative: Initiative, *, user, may_edit: bool, chosen: Sequence[str] = (), search: str = ""
) -> Sheet:
    """The A4 as this reader may know it, in a fixed number of queries.

    In: `chosen`, the numbers of wins that somebody asked for; what is no win here for this reader
    is left out, and where nothing is left the rule chooses. `search`: a word in the wins to choose from.
    """
    wins = wins_of(initiative, user)
    picks = _asked_for(wins, chosen)
    tally = _counted(initiative, wins, user)
    return Sheet(
        initiative=initiative,
        may_edit=may_edit,
        opening=_sheet_opening(initiative, wins, tally),
        picks=picks or _by_rule(wins, user),
        is_chosen=bool(picks),
        options=_options(wins, picks, search) if may_edit else (),
        search=search,
        downside=_downside(initiative, wins, user),
        tally=tally,
        rose=rose_of(tally, anchor=""),
        partners=tuple(row.partner for row in together(initiative, may_edit=False).now),
        cities=tuple(initiative.cities.order_by("name")),
        bite=next_bite(initiative, user),
    )


def _counted(initiative: Initiative, wins: QuerySet, user) -> Tally:
    counts = tally_rows(wins, tied=tied_in(initiative, user), special=special_wins(wins, None))
    unwanted = chosen_not([initiative.pk]).get(initiative.pk, frozenset())
    return replace(counts.of(initiative.pk), chosen_not=unwanted)


def _sheet_opening(initiative: Initiative, wins: QuerySet, tally: Tally) -> Opening:
    dated = wins.filter(occurred_on__isnull=False).newest_first().defer("search")
    last, first = dated.first(), dated.reverse().first()
    return Opening(initiative, tally.total, wins.undated().count(), tally.linked, first, last)


def _asked_for(wins: QuerySet, chosen: Sequence[str]) -> tuple[Pick, ...]:
    keys = list(filter(None, map(_key, chosen)))
    found = wins.filter(pk__in=keys).defer("search").in_bulk() if keys else {}
    picked = [found[key] for key in dict.fromkeys(keys) if key in found][:WINS_ON_SHEET]
    return tuple(Pick(win) for win in sorted(picked, key=lambda win: win.sort_on))


def _options(wins: QuerySet, picks: tuple[Pick, ...], search: str) -> tuple[SmallWin, ...]:
    found = wins.matching(search) if search else wins
    newest = found.newest_first().defer("search").exclude(pk__in=[pick.win.pk for pick in picks])
    return (*(pick.win for pick in picks), *newest[:OPTIONS])


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _by_rule(wins: QuerySet, user) -> tuple[Pick, ...]:
    """The first, the one most was built on, and the latest. Where nothing was built on any other:
    the one halfway. What a team keeps for itself is only on the sheet where somebody chooses it.
    """
    shown = wins.filter(is_for_network=True)
    rows = rows_of(shown)
    dated = [row for row in rows if row.middle_on]
    undated = [row.pk for row in rows if not row.middle_on]
    whys = _reasons(dated, user)
    whys |= dict.fromkeys(undated[: WINS_ON_SHEET - len(whys)], "")
    found = shown.filter(pk__in=whys).defer("search").in_bulk()
    return tuple(
        Pick(found[key], whys[key]) for key in (*(row.pk for row in dated), *undated) if key in found
    )


def _reasons(rows: list[Row], user) -> dict[uuid.UUID, str]:
    """Which of these, oldest first, stand on the sheet, and why."""
    if not rows:
        return {}
    inner = [row.pk for row in rows[1:-1]]
    built_on = _most_built_on(inner, user)
    whys = {
        rows[-1].pk: Pick.LAST if is_surely_last(rows) else Pick.ONE_OF_LAST,
        rows[0].pk: Pick.FIRST if is_surely_first(rows) else Pick.ONE_OF_FIRST,
    }
    if inner:
        whys[built_on or inner[len(inner) // 2]] = Pick.BUILT_ON if built_on else Pick.HALFWAY
    return whys


def _most_built_on(keys: list[uuid.UUID], user) -> uuid.UUID | None:
    """Of these, oldest first, the one that led to most wins; of equals the oldest."""
    links = WinLink.objects.standing().visible_to(user).filter(earlier__in=keys).order_by()
    counts = dict(links.values_list("earlier").annotate(n=Count("pk")))
    return max(keys, key=lambda key: counts.get(key, 0), default=None) if counts else None


def _downside(initiative: Initiative, wins: QuerySet, user) -> Downside:
    """The heaviest open loss, of equals the newest; what a team keeps for itself last."""
    losses = losses_of(initiative, user=user).order_by(
        _last(Q(audience=Audience.TEAM)),
        _last(~Q(status=LossStatus.OPEN)),
        _last(~Q(severity=Severity.HEAVY)),
        F("seen_on").desc(),
        F("told_at").desc(),
    )
    found = list(losses.select_related("win"))
    answers = wins.order_by().aggregate(
        wins=Count("pk"),
        nothing_seen=Count("pk", filter=Q(loss_answer=LossAnswer.NOTHING_SEEN)),
        not_asked=Count("pk", filter=Q(loss_answer__isnull=True)),
    )
    hides = any(True for _key in hidden_losses(user, initiative=initiative))
    return Downside(found[0] if found else None, max(0, len(found) - 1), hides, **answers)


def _last(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
