"""Loose wins, and for who may link them: other wins with which they may hang together, each with why.

Nothing is linked by itself. A suggestion says what two wins share and how far apart they were; whether the one led to the other
only people know. Nearness alone suggests nothing.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from initiatives.language import titled
from initiatives.lenses import LinkAnswer
from initiatives.models import Partner, Reader, SmallWin, WallMove, WinLink
from initiatives.reports.flywheel.strands import time_between
from initiatives.sentences import joined, listed

LOOSE = 3  # loose wins on the page; all of them stand in the stream
AT_MOST = 3  # suggestions a win
AMONG = 300  # wins among which is looked, the newest
SHORTEST = 5  # letters of a word that says something
WORD = re.compile(r"\w{5,}")

# Stems that two of these wins share, and that few of them have: three, or one in five.
_SHARED_WORDS = """
with told as (
  select id, stem.lexeme as word
  from initiatives_smallwin, unnest(search) stem
  where id = any(%(among)s) and 'D' = any(stem.weights) and length(stem.lexeme) >= %(shortest)s
), rare as (
  select word from told group by word having count(*) between 2 and greatest(3, %(many)s / 5)
)
select a.id, b.id, array_agg(a.word order by a.word)
from told a join rare using (word) join told b using (word)
where a.id = any(%(loose)s) and b.id <> a.id
group by a.id, b.id
"""


@dataclass
class InCommon:
    """What two wins have in common."""

    partners: list[str] = field(default_factory=list)
    walls: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @property
    def kinds(self) -> int:
        return sum(map(bool, (self.partners, self.walls, self.words)))


@dataclass(frozen=True)
class Suggestion:
    """Two wins, the earlier one first, of which one is loose; and why they may hang together."""

    loose: SmallWin
    other: SmallWin
    shared: InCommon

    @property
    def is_back(self) -> bool:
        """The loose win was the later one."""
        return self.other.middle_on <= self.loose.middle_on

    @property
    def earlier(self) -> SmallWin:
        return self.other if self.is_back else self.loose

    @property
    def later(self) -> SmallWin:
        return self.loose if self.is_back else self.other

    @property
    def days(self) -> int:
        return abs((self.later.middle_on - self.earlier.middle_on).days)

    @property
    def other_said(self) -> SafeString:
        return joined((titled(self.other), self.other.when_said))

    @property
    def why(self) -> str:
        """E.g. "Hanzehogeschool was er ook bij, allebei over “wijktafel”, 41 dagen ertussen"."""
        shared = self.shared
        reasons = (
            _("bij allebei was %(who)s") % {"who": listed(shared.partners)} if shared.partners else "",
            _("dezelfde muur: %(wall)s") % {"wall": listed(shared.walls)} if shared.walls else "",
            _("allebei over %(words)s") % {"words": listed(f"“{word}”" for word in shared.words)}
            if shared.words
            else "",
            _("%(time)s ertussen") % {"time": time_between(self.earlier, self.later)},
        )
        return "; ".join(filter(None, reasons))

    @property
    def order(self) -> tuple:
        return -self.shared.kinds, -len(self.shared.words), self.days, str(self.other.pk)


@dataclass(frozen=True)
class LooseWin:
    """A win that hangs on nothing, and what it may hang on."""

    win: SmallWin
    suggestions: tuple[Suggestion, ...]

    @property
    def more(self) -> tuple[Suggestion, ...]:
        return self.suggestions[1:]


def loose_wins(reader: Reader, wins: QuerySet) -> list[LooseWin]:
    """The newest loose ones of these wins that the reader may change, with suggestions. Six queries, one where there are none."""
    newest = wins.loose_for(reader.user).newest_first().for_short_list(reader.user)
    loose = [win for win in newest[:LOOSE] if win.is_editable]
    if not loose:
        return []
    others = _others(reader, loose)
    shared = _shared(reader, loose, others)
    known = _linked_before(loose)
    return [LooseWin(win, _suggested(win, others, shared, known)) for win in loose]


def _others(reader: Reader, loose: Sequence[SmallWin]) -> dict[object, SmallWin]:
    """The wins of the initiative among which is looked: those that the reader may change and that have a date."""
    mine = SmallWin.objects.editable_by(reader.user).standing().filter(initiative=reader.initiative)
    newest = mine.filter(occurred_on__isnull=False).defer("search").newest_first()[:AMONG]
    return {win.pk: win for win in chain(newest, loose) if win.middle_on}


def _suggested(win: SmallWin, others: Mapping, shared: Mapping, known: frozenset) -> tuple[Suggestion, ...]:
    found = (
        Suggestion(win, others[other], what)
        for (here, other), what in shared.items()
        if here == win.pk and what.kinds and frozenset((here, other)) not in known
    )
    return tuple(sorted((each for each in found if _may_be(each)), key=lambda each: each.order)[:AT_MOST])


def _may_be(suggestion: Suggestion) -> bool:
    """Not what the team said already: that nothing came before the later one."""
    return suggestion.later.came_from != LinkAnswer.NONE


def _linked_before(loose: Iterable[SmallWin]) -> frozenset:
    """Pairs that somebody linked, asked about or took back: they are not suggested again."""
    keys = [win.pk for win in loose]
    links = WinLink.objects.filter(Q(earlier__in=keys) | Q(later__in=keys))
    return frozenset(map(frozenset, links.values_list("earlier", "later")))


# ------------------------------------------------------------------ what they share
def _shared(
    reader: Reader, loose: Sequence[SmallWin], others: Mapping[object, SmallWin]
) -> dict[tuple, InCommon]:
    found: dict[tuple, InCommon] = {}
    keys = [win.pk for win in loose if win.pk in others]

    def pair(one: object, other: object) -> InCommon:
        return found.setdefault((one, other), InCommon())

    for one, other, name in _pairs(keys, _partners(reader, others)):
        pair(one, other).partners.append(name)
    for one, other, name in _pairs(keys, _walls(reader, others)):
        pair(one, other).walls.append(name)
    for one, other, stems in _shared_words(keys, others):
        words = _as_written(stems, others[one], others[other])
        pair(one, other).words.extend(words[:3])
    return found


def _pairs(keys: Sequence, rows: Iterable[tuple]) -> Iterable[tuple]:
    """(loose win, other win, name) for each name that both have. In: (win, name)."""
    having: dict[str, list] = {}
    for win, name in rows:
        having.setdefault(name, []).append(win)
    for name, wins in sorted(having.items()):
        yield from ((one, other, name) for one in keys if one in wins for other in wins if other != one)


def _partners(reader: Reader, others: Mapping) -> QuerySet:
    """Which partner was present at which of these wins."""
    known = reader.sees(Partner).order_by().values("pk")
    present = SmallWin.partners.through.objects.filter(smallwin__in=others, partner__in=known)
    return present.values_list("smallwin", "partner__name").distinct()


def _walls(reader: Reader, others: Mapping) -> QuerySet:
    """Which wall which of these wins moved."""
    moves = reader.sees(WallMove).filter(win__in=others).order_by()
    return moves.values_list("win", "wall__topic__name").distinct()


def _shared_words(keys: Sequence, others: Mapping) -> list[tuple]:
    words = {"among": list(others), "loose": list(keys), "many": len(others), "shortest": SHORTEST - 1}
    with connection.cursor() as cursor:
        cursor.execute(_SHARED_WORDS, words)
        return cursor.fetchall()


def _as_written(stems: Iterable[str], *wins: SmallWin) -> list[str]:
    """The words as people wrote them, for stems that stand in the texts of both."""
    texts = [f"{win.title} {win.description}".lower() for win in wins]
    found = []
    for stem in stems:
        words = [next((word for word in WORD.findall(text) if word.startswith(stem)), "") for text in texts]
        if all(words):
            found.append(words[0])
    return sorted(dict.fromkeys(found), key=len, reverse=True)
