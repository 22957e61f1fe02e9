"""One small win: how it was read, and the chain that it stands in."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from initiatives.glyphs import Gutter, Stone, gutters
from initiatives.language import in_language, titled
from initiatives.lenses import ANSWERS, CodedAnswer, Section, WinState, answers_shown
from initiatives.models import Photo, SmallWin, WinLink
from initiatives.reports.team.arrivals import with_both_wins
from initiatives.reports.team.objections import ObjectionLine, objections_to
from initiatives.reports.win.facets import Facets, both_readings, facets_of
from initiatives.reports.win.notices import Notice, notice_of
from initiatives.sentences import joined, link, strong

NEAREST = 10  # so many wins before and after it; a chain of years has a page of its own in the profile


@dataclass(frozen=True)
class BothReadings:
    """One question about a win: what the team answered, what the editors read, and whose counts."""

    question: str
    team: str
    editors: str
    by_team: bool
    by_editors: bool


@dataclass(frozen=True)
class Source:
    """A source of a win. `href` is empty for what is not on the web."""

    text: str
    href: str


@dataclass(frozen=True)
class ChainLine:
    """One win of the chain and the path beside it."""

    win: SmallWin
    gutter: Gutter
    is_this: bool
    is_elsewhere: bool  # at another initiative

    @property
    def said(self) -> SafeString:
        """The date, and whether it is the win of the page or of another initiative."""
        this = strong(_("Deze small win")) if self.is_this else ""
        elsewhere = in_language(self.win.initiative, "title") if self.is_elsewhere else ""
        return joined((this, self.win.when_said, elsewhere))


@dataclass(frozen=True)
class WinPage:
    """A win with all that its page says. `earlier` and `later` count the wins that do not fit."""

    win: SmallWin
    answers: list[BothReadings]
    sources: list[Source]
    photos: list[Photo]
    chain: list[ChainLine]
    earlier: int
    later: int
    facets: Facets
    may_confirm: bool = False
    asked: tuple[WinLink, ...] = ()  # links about which this team asked another one, and has no yes
    to_answer: tuple[WinLink, ...] = ()  # links about which another team asked this one
    agreed: tuple[tuple[WinLink, SmallWin], ...] = ()  # with a win of another team, which is beside it
    objections: tuple[ObjectionLine, ...] = ()  # of partners, to what the page says in their name
    merged_into: SmallWin | None = None  # None also for a reader who may not know that win

    @property
    def when_and_where(self) -> SafeString:
        """The date, the initiative and its cities, each with its page."""
        of = self.win.initiative
        if of is None:
            return joined((self.win.when_said, _("nog geen initiatief")))
        cities = [link(city.get_absolute_url(), city.name) for city in of.cities.all()]
        where = cities or [_("landelijk")]
        return joined((self.win.when_said, titled(of), *where, self._origin))

    @property
    def _origin(self) -> str:
        """Whose words these are, in the first line, where they are not the team's own."""
        if self.win.is_other_than_its_source:
            return _("uit openbare bronnen, daarna veranderd")
        if self.win.is_from_sources:
            return _("uit openbare bronnen, gelezen door de redactie")
        return self.win.origin

    @property
    def notice(self) -> Notice:
        """For who knows the win from inside."""
        return notice_of(self.win, self.merged_into)

    @property
    def asks_for_pairs(self) -> bool:
        """Read as several types and several directions: one may say which belong together."""
        return self.win.is_asked(ANSWERS["pairs"])

    @property
    def is_confirmed(self) -> bool:
        return self.win.state == WinState.CONFIRMED

    @property
    def has_more_to_say(self) -> bool:
        """A draft has not yet, and a win without its words no longer."""
        return not (self.win.drafted_at or self.win.is_taken_back)

    @property
    def shows_tags(self) -> bool:
        """Four times "not answered" is a to-do for who may answer, and nothing to read for others."""
        return self.win.is_known_inside or any(answer.by_team or answer.editors for answer in self.answers)

    @property
    def has_editors(self) -> bool:
        return any(answer.editors for answer in self.answers)


def win_page(win: SmallWin, *, user) -> WinPage:
    """The page of one win of `for_list(user)`, to this reader. Three queries and those of its facets; one more where it was merged, and for who knows it from inside."""
    known = SmallWin.objects.visible_to(user).defer("search")
    links = list(
        WinLink.objects.known_to(user)
        .in_chains_of(win)
        .select_related("earlier__initiative", "later__initiative")
        .defer("earlier__search", "later__search")
        .order_by("pk")
    )
    before = reached(win, {link: (link.later, link.earlier) for link in links})
    after = reached(win, {link: (link.earlier, link.later) for link in links})
    photos = list(win.photos.visible_to(user))
    return WinPage(
        win=win,
        answers=answers(win),
        sources=[source(line) for line in win.source_list],
        photos=photos,
        facets=facets_of(win, photos, user=user),
        chain=chain(win, before[:NEAREST], after[:NEAREST], links),
        earlier=max(0, len(before) - NEAREST),
        later=max(0, len(after) - NEAREST),
        may_confirm=SmallWin.objects.confirmable_by(user).filter(pk=win.pk).exists(),
        **_questions_about(win, user),
        objections=objections_to(win) if win.is_known_inside else (),
        merged_into=known.filter(pk=win.merged_into_id).first() if win.merged_into_id else None,
    )


def _questions_about(win: SmallWin, user) -> dict[str, tuple[WinLink, ...]]:
    """Links of this win with another team: that wait for a team, got a no or got a yes; for those who may change the win.

    Three queries; one where nothing touches the win. Its links are looked up first, as they are few: asked in one question with
    who may read what, the database begins at the other end, with all wins.
    """
    touching = list(WinLink.objects.touching(win).values_list("pk", flat=True)) if win.is_editable else []
    if not touching:
        return {}
    links = with_both_wins(WinLink.objects.filter(pk__in=touching)).saying_who_answers()
    mine, theirs = list(links.asked_by_team_of(user)), list(links.asked_of_team_of(user))
    agreed = dict.fromkeys(link for link in (*mine, *theirs) if link.is_agreed)
    return {
        "asked": tuple(link for link in mine if not link.is_agreed),
        "to_answer": tuple(link for link in theirs if link.waits),
        "agreed": tuple((link, link.end_of(win)) for link in agreed),
    }


# ------------------------------------------------------------------ the chain
def reached(win: SmallWin, steps: dict[WinLink, tuple[SmallWin, SmallWin]]) -> list[SmallWin]:
    """The wins that these steps lead to, nearest first. A hidden win breaks the way."""
    ways: dict[object, list[SmallWin]] = {}
    for start, end in steps.values():
        ways.setdefault(start.pk, []).append(end)
    found, front = {win.pk: win}, [win]
    while front:
        front = [
            end for start in front for end in ways.get(start.pk, ()) if found.setdefault(end.pk, end) is end
        ]
    return list(found.values())[1:]


def chain(
    win: SmallWin, before: list[SmallWin], after: list[SmallWin], links: Iterable[WinLink]
) -> list[ChainLine]:
    """The wins from first to last; empty when the win stands alone."""
    if not before and not after:
        return []
    told = sorted([*before, win, *after], key=lambda w: (w.sort_on, w.logged_at))
    stones = [stone(each) for each in told]
    ends = {(str(link.earlier_id), str(link.later_id)): link.is_inferred for link in links}
    beside = gutters(stones, list(ends), inferred={pair for pair, is_inferred in ends.items() if is_inferred})
    return [
        ChainLine(each, beside[str(each.pk)], each.pk == win.pk, each.initiative_id != win.initiative_id)
        for each in told
    ]


def stone(win: SmallWin) -> Stone:
    return Stone(str(win.pk), win.title, win.occurred_on, win.precision, win.counted_level)


# ------------------------------------------------------------------ the reading
def answers(win: SmallWin) -> list[BothReadings]:
    """How it is read, in the order in which it is asked."""
    return [_answer(win, answer) for answer in answers_shown(Section.READING) if win.is_asked(answer)]


def _answer(win: SmallWin, answer: CodedAnswer) -> BothReadings:
    team, editors = both_readings(win, answer) if answer.editors else (getattr(win, answer.name), None)
    return BothReadings(
        question=str(answer.question),
        team=answer.said(team),
        editors=answer.said(editors),
        by_team=team is not None,
        by_editors=team is None and editors is not None,
    )


# ------------------------------------------------------------------ sources
def source(line: str) -> Source:
    """A line of the sources; only an address of the web becomes a link."""
    line = line.strip()
    try:
        parts = urlsplit(line)
    except ValueError:
        return Source(line, "")
    is_web = parts.scheme in ("http", "https") and bool(parts.netloc) and " " not in line
    return (
        Source(parts.netloc.removeprefix("www.") + parts.path.rstrip("/"), line)
        if is_web
        else Source(line, "")
    )
