"""Strands of linked wins as a page shows them: a picture, a nested list and a table of the same links."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.glyphs import StrandPicture
from initiatives.language import titled
from initiatives.lenses import Level
from initiatives.models import Initiative, SmallWin, WinLink
from initiatives.reports.counting.chains import Branch, OnBranch, Strand, branches
from initiatives.reports.profile.path import stone_of
from initiatives.sentences import joined, said

AT_ONCE = 8  # wins of a strand that are in sight with all their branches
MOST = 40  # wins of one strand on a page; of a longer one the longest chain

Ends = tuple[object, object]


def time_between(earlier: SmallWin, later: SmallWin) -> str:
    """How long there was between two wins, about; empty where a date is unknown."""
    if earlier.middle_on is None or later.middle_on is None:
        return ""
    days = abs((later.middle_on - earlier.middle_on).days)
    if days >= 700:
        return _("ongeveer %(n)d jaar") % {"n": round(days / 365.25)}
    if days >= 60:
        return _("ongeveer %(n)d maanden") % {"n": round(days / 30.44)}
    return ngettext("%(n)d dag", "%(n)d dagen", days) % {"n": days}


@dataclass(frozen=True)
class StrandLine:
    """A win in the nested list: the links that led to it, and the branches that start at it."""

    win: SmallWin
    number: int
    links: tuple[WinLink, ...]  # to it, the one by which it stands here first
    also_to: tuple[SmallWin, ...]
    aside: tuple["StrandBranch", ...]
    is_elsewhere: bool
    next_is_inferred: bool
    is_last: bool

    @property
    def when(self) -> SafeString:
        """When it was, at what level, and of which initiative if that is another one."""
        level = str(Level(self.win.counted_level).label) if self.win.counted_level in Level.values else ""
        elsewhere = titled(self.win.initiative) if self.is_elsewhere else ""
        return joined((self.win.when_said, level, elsewhere))

    @property
    def looks(self) -> str:
        """Its classes in the stylesheet."""
        looks = {
            "is-elsewhere": self.is_elsewhere,
            "is-last": self.is_last,
            "next-is-inferred": self.next_is_inferred,
        }
        return " ".join(name for name, is_so in looks.items() if is_so)

    @property
    def came_by(self) -> tuple[SafeString, ...]:
        """What is said of each link to it; from which win, where that is not the one above."""
        first, *others = self.links or (None,)
        words = [] if first is None else [first.account]
        return *words, *(
            said(_("Kwam ook door %(win)s. %(account)s"), win=titled(link.earlier), account=link.account)
            for link in others
        )

    @property
    def beside(self) -> int:
        """How many wins stand on the branches that start here."""
        return sum(1 + line.beside for branch in self.aside for line in branch)

    @property
    def led_also_to(self) -> SafeString | str:
        if not self.also_to:
            return ""
        return said(_("Leidde ook tot %(wins)s."), wins=joined(titled(win) for win in self.also_to))


StrandBranch = tuple[StrandLine, ...]


@dataclass(frozen=True)
class ShownStrand:
    """One strand with its wins and links. `here`: the initiative whose page it is; None in the network."""

    strand: Strand
    wins: Mapping[object, SmallWin]  # oldest first
    links: Mapping[Ends, WinLink]
    total: int  # wins in all of it
    here: Initiative | None
    number: int  # its place among all that were found
    is_open: bool

    @property
    def ident(self) -> str:
        return f"streng-{self.number}"

    @property
    def name(self) -> str:
        """What tells it from the others."""
        return _("streng %(n)d") % {"n": self.number}

    @cached_property
    def chain(self) -> tuple[SmallWin, ...]:
        return tuple(self.wins[key] for key in self.strand.chain)

    @property
    def left_out(self) -> int:
        return self.total - len(self.wins)

    @cached_property
    def initiatives(self) -> list[Initiative]:
        """Those through which it runs, in the order in which they come."""
        return list(dict.fromkeys(win.initiative for win in self.wins.values()))

    @property
    def heading(self) -> str:
        """E.g. "6 small wins, 2017–2021"."""
        text = ngettext("%(n)d small win", "%(n)d small wins", self.total) % {"n": self.total}
        return f"{text}, {self._span}" if self._span else text

    @property
    def _span(self) -> str:
        years = [win.occurred_on.year for win in self.wins.values() if win.occurred_on]
        if not years:
            return ""
        first, last = min(years), max(years)
        return str(first) if first == last else f"{first}–{last}"

    @property
    def through(self) -> str:
        """Through how many initiatives it runs; empty for one."""
        n = len(self.initiatives)
        return ngettext("%(n)d initiatief", "%(n)d initiatieven", n) % {"n": n} if n > 1 else ""

    @property
    def finding(self) -> str:
        """The sentence of the picture: the longest chain, and the time it took."""
        text = ngettext(
            "De langste keten hierin telt %(n)d small win.",
            "De langste keten hierin telt %(n)d small wins.",
            len(self.chain),
        ) % {"n": len(self.chain)}
        took = time_between(self.chain[0], self.chain[-1])
        lasted = _("Van de eerste tot de laatste: %(time)s.") % {"time": took}
        return f"{text} {lasted}" if took else text

    # ------------------------------------------------------------------ the nested list
    @cached_property
    def numbers(self) -> dict[object, int]:
        return {key: n for n, key in enumerate(self.wins, 1)}

    @cached_property
    def turns(self) -> tuple[Branch, ...]:
        return branches(self.strand, self.numbers)

    @property
    def branches(self) -> tuple[StrandBranch, ...]:
        return tuple(self._branch(turns) for turns in self.turns)

    def _branch(self, turns: Branch) -> StrandBranch:
        return tuple(self._line(turn, after) for turn, after in zip(turns, [*turns[1:], None], strict=True))

    def _line(self, turn: OnBranch, after: OnBranch | None) -> StrandLine:
        before = [] if turn.before is None else [turn.before]
        return StrandLine(
            win=self.wins[turn.key],
            number=self.numbers[turn.key],
            links=tuple(self.links[key, turn.key] for key in (*before, *turn.also_from)),
            also_to=tuple(self.wins[key] for key in turn.also_to),
            aside=tuple(map(self._branch, turn.aside)),
            is_elsewhere=self._is_elsewhere(self.wins[turn.key]),
            next_is_inferred=after is not None and self.links[turn.key, after.key].is_inferred,
            is_last=after is None,
        )

    def _is_elsewhere(self, win: SmallWin) -> bool:
        return self.here is None or win.initiative_id != self.here.pk

    # ------------------------------------------------------------------ the picture and the table
    @property
    def picture(self) -> StrandPicture:
        def ends(link: WinLink) -> tuple[str, str]:
            return str(link.earlier_id), str(link.later_id)

        links = self.links.values()
        return StrandPicture(
            stones=[stone_of(win) for win in self.wins.values()],
            links=[ends(link) for link in links],
            rows=self._rows(),
            inferred=frozenset(ends(link) for link in links if link.is_inferred),
            worked={ends(link): link.mechanism for link in links if link.worked},
            elsewhere=frozenset(
                str(key) for key, win in self.wins.items() if self.here and self._is_elsewhere(win)
            ),
            name=self.heading,
            finding=self.finding,
            ident=self.ident,
        )

    def _rows(self) -> dict[str, int]:
        """A row for each branch: the longest chain on top, every other one on the first row that is free where it runs."""
        rows: dict[str, int] = {}
        taken: list[int] = []  # the last place that is taken on each row
        first, *others = every_branch(self.turns)
        for branch in (first, *sorted(others, key=self._start)):
            free = (row for row, end in enumerate(taken) if row and end < self._start(branch))
            row = next(free, len(taken))
            taken[row:] = [self.numbers[branch[-1].key], *taken[row + 1 :]]
            rows |= {str(turn.key): row for turn in branch}
        return rows

    def _start(self, branch: Branch) -> int:
        return self.numbers[branch[0].key]

    @property
    def told(self) -> list[WinLink]:
        """Its links, in the order of the wins to which they led."""
        return sorted(
            self.links.values(), key=lambda link: (self.numbers[link.later_id], self.numbers[link.earlier_id])
        )

    @property
    def folds(self) -> bool:
        """A long strand shows its longest chain, and the branches beside it with a tap."""
        return len(self.wins) > AT_ONCE


def every_branch(found: Iterable[Branch]) -> Iterable[Branch]:
    for branch in found:
        yield branch
        for turn in branch:
            yield from every_branch(turn.aside)


def shown(
    strands: Sequence[Strand],
    known: QuerySet,
    *,
    here: Initiative | None = None,
    opens: int = 1,
    first_number: int = 1,
) -> list[ShownStrand]:
    """These strands with their wins, in one query. In: the links that the reader may know, and how many strands come open."""
    cut = [strand.up_to(MOST) for strand in strands]
    pairs = {pair for strand in cut for pair in strand.links}
    keys = {key for pair in pairs for key in pair}
    rows = known.filter(earlier__in=keys, later__in=keys).select_related(
        "earlier__initiative", "later__initiative"
    )
    links = {
        (link.earlier_id, link.later_id): link for link in rows.defer("earlier__search", "later__search")
    }
    return [
        _shown(
            small,
            links,
            total=len(strand.wins),
            here=here,
            number=number,
            is_open=number < first_number + opens,
        )
        for number, (strand, small) in enumerate(zip(strands, cut, strict=True), first_number)
        if links.keys() >= set(small.links)  # somebody may have taken one back a moment ago
    ]


def _shown(strand: Strand, links: Mapping[Ends, WinLink], **details) -> ShownStrand:
    mine = {pair: links[pair] for pair in strand.links}
    wins = {win.pk: win for link in mine.values() for win in (link.earlier, link.later)}
    return ShownStrand(strand=strand, wins=_in_time(wins, mine), links=mine, **details)


def _in_time(wins: Mapping[object, SmallWin], links: Iterable[Ends]) -> dict[object, SmallWin]:
    """Oldest first, and after what it came from, also where only its year is known; what has no date comes last."""
    came_from: dict[object, list] = defaultdict(list)
    for earlier, later in links:
        if wins[earlier].occurred_on:
            came_from[later].append(earlier)

    @cache
    def place(key: object) -> tuple:
        own = wins[key].sort_on
        since, steps = max(map(place, came_from[key]), default=(own, -1))
        return (since, steps + 1) if since >= own else (own, 0)

    def order(win: SmallWin) -> tuple:
        return win.occurred_on is None, place(win.pk), win.logged_at, str(win.pk)

    return {win.pk: win for win in sorted(wins.values(), key=order)}
