"""The questions of the network, and which of them no initiative works on that we know of."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import Scope
from initiatives.links import InPages
from initiatives.models import Challenge, Initiative
from initiatives.reports.filter.wins import WinFilter

PER_PAGE = 50
QUIET_SHOWN = 50
HOW_FAR_IS_NOT_SAID = _("Niet gezegd hoe ver het reikt")


@dataclass(frozen=True)
class ChallengeLine:
    """A question, and how many initiatives work on it: of those that are looked at, and of all that the reader may know."""

    challenge: Challenge
    here: int
    anywhere: int
    href: str  # exactly those that are looked at
    anywhere_href: str


@dataclass(frozen=True)
class ScopeGroup:
    """Questions that reach equally far, by their words."""

    name: str | Promise
    lines: tuple[ChallengeLine, ...]


@dataclass(frozen=True)
class ChallengeRoom(InPages):
    chosen: WinFilter
    words: str  # that somebody searched for
    page: Page
    groups: tuple[ScopeGroup, ...]
    elsewhere: tuple[ChallengeLine, ...]  # others work on it than those that are looked at
    nobody: tuple[ChallengeLine, ...]
    quiet: int  # how many there are of the last two together

    @property
    def worked_on(self) -> int:
        return self.page.paginator.count

    @property
    def total(self) -> int:
        return self.worked_on + self.quiet

    @property
    def left_out(self) -> int:
        return self.quiet - len(self.elsewhere) - len(self.nobody)

    def at(self, number: int) -> str:
        return self.chosen.url(pagina=number)


def challenge_room(chosen: WinFilter, *, words: str = "", page: str | None = None) -> ChallengeRoom:
    """The questions that the reader may know, by how far they reach and then by their words: no order of more or less.

    In: the filter, which says whose initiatives count. Four queries.
    """
    rows = questions_of(chosen, words)
    shown = Paginator(rows.filter(here__gt=0), PER_PAGE).get_page(page)
    still = rows.filter(here=0)
    lines = [_line(chosen, each) for each in still[:QUIET_SHOWN]]
    return ChallengeRoom(
        chosen=chosen,
        words=words,
        page=shown,
        groups=tuple(_groups(chosen, shown)),
        elsewhere=tuple(line for line in lines if line.anywhere),
        nobody=tuple(line for line in lines if not line.anywhere),
        quiet=still.count(),
    )


def questions_of(chosen: WinFilter, words: str = "") -> QuerySet[Challenge]:
    """In the order of the room, section by section, with the number of initiatives `here` and `anywhere`.

    The filter chooses no questions: it says whose work counts. Words do: those that stand in the question.
    """
    known = chosen.onlooker.challenges.select_related("asked_by")
    if words:
        known = known.holding(words)
    counted = known.annotate(
        here=_tied_to(chosen.initiatives()), anywhere=_tied_to(chosen.onlooker.initiatives)
    )
    return counted.order_by(_section(), _reach(), "title_sort", "pk")


def _tied_to(initiatives: QuerySet[Initiative]) -> Coalesce:
    ties = Initiative.challenges.through.objects.filter(
        challenge=OuterRef("pk"), initiative__in=initiatives.order_by().values("pk")
    )
    counted = ties.order_by().values("challenge").annotate(n=Count("initiative", distinct=True)).values("n")
    return Coalesce(Subquery(counted), 0)


def _section() -> Case:
    """Worked on here, by nobody, or elsewhere only."""
    return Case(When(here__gt=0, then=Value(0)), When(anywhere=0, then=Value(1)), default=Value(2))


def _reach() -> Case:
    """Of those that are worked on here: the nearest first; those that do not say it come last."""
    places = (When(scope=scope, then=Value(place)) for place, scope in enumerate(Scope.values))
    return Case(When(here=0, then=Value(0)), *places, default=Value(len(Scope.values)))


def _groups(chosen: WinFilter, rows: Page) -> Iterator[ScopeGroup]:
    for scope, same in groupby(rows, key=lambda row: row.scope):
        name = capfirst(Scope(scope).label) if scope else HOW_FAR_IS_NOT_SAID
        yield ScopeGroup(name, tuple(_line(chosen, each) for each in same))


def _line(chosen: WinFilter, row: Challenge) -> ChallengeLine:
    return ChallengeLine(
        challenge=row,
        here=row.here,
        anywhere=row.anywhere,
        href=chosen.url("initiatives:index", vraagstuk=row.slug),
        anywhere_href=row.initiatives_url,
    )
