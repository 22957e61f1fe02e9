"""The wishes of the partners of one initiative as pages: the table, one wish, and the pairs."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from django.utils import timezone
from django.utils.text import capfirst

from initiatives.lenses import Served, Signal, WishRelation
from initiatives.links import wins_url
from initiatives.models import ForReader, Objection, Partnership, Reader, SmallWin, Wish, WishPair
from initiatives.models.objections import by_thing
from initiatives.reports.mirror.served import (
    Wishes,
    as_facts,
    facts_of,
    pairs_of,
    partnerships_of,
    served,
    ties_of,
    wins_of,
    wishes_told,
)
from initiatives.reports.mirror.sharings import Sharing, sharing, sharings


# ------------------------------------------------------------------ the table
@dataclass(frozen=True)
class WishRow:
    """One line of the table."""

    wish: Wish
    state: Served
    wins: int
    objections: tuple[Objection, ...] = ()  # of the partner, which nobody looked at


@dataclass(frozen=True)
class PartnerRows:
    """One partner with its wishes; without any, the wish is unknown."""

    partnership: Partnership
    rows: tuple[WishRow, ...]
    is_here: bool

    @property
    def key(self) -> str:
        """The partner, as the address of a question about it names it."""
        return str(self.partnership.partner_id)


@dataclass(frozen=True)
class PairRow:
    pair: WishPair
    sharing: Sharing | None
    objections: tuple[Objection, ...] = ()


@dataclass(frozen=True)
class WishTable(ForReader):
    """The page of wishes."""

    partners: tuple[PartnerRows, ...]
    asked: tuple  # the questions that this reader may see already
    pairs: tuple[PairRow, ...]
    unspoken: int  # pairs of active wishes about which nothing was said
    sharings: tuple[tuple[Sharing, WishPair | None], ...]  # with their pair, if there is one
    linked: int  # standing wins tied to a wish
    outside: int  # linked wins that lie outside the time of every wish they are tied to
    wins: int  # standing wins
    objections: int  # of things in the name of a partner, which nobody looked at

    @property
    def unknown(self) -> tuple:
        """The questions about partners of whom no wish is known."""
        return tuple(each for each in self.asked if each.signal == Signal.NO_WISH)

    @property
    def questions(self) -> tuple:
        return tuple(each for each in self.asked if each.signal != Signal.NO_WISH)

    @property
    def wishes(self) -> int:
        return sum(len(partner.rows) for partner in self.partners)

    @property
    def wins_url(self) -> str:
        return wins_url(initiatief=self.initiative.slug)

    @property
    def not_asked(self) -> int:
        return self.wins - self.linked

    @property
    def more_sums(self) -> int:
        """The number of sums that the page does not spell out."""
        return max(0, len(self.sharings) - 8)


RANK = {
    WishRelation.CONFLICT: 1,
    WishRelation.TENSION: 1,
    WishRelation.UNKNOWN: 2,
    WishRelation.NEUTRAL: 3,
    WishRelation.REINFORCE: 3,
}


def wish_table(reader: Reader, asked: tuple = ()) -> WishTable:
    """The wishes of every partner, the questions they raise and the pairs, in a fixed number of queries.

    In: somebody who works on the initiative, and the questions that this reader may see already.
    """
    today, initiative = timezone.localdate(), reader.initiative
    partnerships, wishes, pairs = partnerships_of(initiative), wishes_told(initiative), pairs_of(initiative)
    facts = as_facts(today, partnerships, wishes, ties_of(initiative), pairs)
    objections = list(reader.sees_here(Objection).waiting().with_things())
    said = by_thing(objections)
    return WishTable(
        reader=reader,
        partners=_partner_rows(partnerships, wishes, facts, said),
        asked=asked,
        pairs=pair_rows(pairs, facts, said),
        unspoken=_unspoken(facts),
        sharings=_sharings_with_pages(facts, pairs),
        linked=len({tie.win for tie in facts.serving}),
        outside=_outside(facts),
        wins=initiative.wins.filter(stands=True).count(),
        objections=len(objections),
    )


def _partner_rows(partnerships, wishes: list[Wish], facts: Wishes, said: dict) -> tuple[PartnerRows, ...]:
    """The partners of now, and former partners with a wish. A partner that came back has one place."""
    states, wins = served(facts), wins_of(facts)
    by_partner: dict[int, list[WishRow]] = defaultdict(list)
    for wish in wishes:
        key = str(wish.pk)
        row = WishRow(wish, states[key], len(wins[key]), tuple(said.get(wish, ())))
        by_partner[wish.partnership.partner_id].append(row)
    latest = {p.partner_id: p for p in sorted(partnerships, key=lambda p: p.takes_part(on=facts.today))}
    places = sorted(latest.values(), key=lambda p: (p.partner.name_sort, p.pk))
    rows = (PartnerRows(p, tuple(by_partner[p.partner_id]), p.partner_id in facts.partners) for p in places)
    return tuple(row for row in rows if row.is_here or row.rows)


def pair_rows(pairs: Iterable[WishPair], facts: Wishes, said: dict) -> tuple[PairRow, ...]:
    """Open tension first, the longest first; then what is agreed, then the rest. In: by pair what its partners said of it."""
    wishes = facts.by_key
    ordered = sorted(
        pairs, key=lambda pair: (not pair.is_open, RANK[pair.relation], pair.related_on, str(pair.pk))
    )
    return tuple(
        PairRow(
            pair, sharing(wishes[str(pair.first_id)], wishes[str(pair.second_id)]), tuple(said.get(pair, ()))
        )
        for pair in ordered
    )


def _outside(facts: Wishes) -> int:
    """Linked wins that the table counts at no wish."""
    counted = set().union(*wins_of(facts).values())
    return len({tie.win for tie in facts.serving} - counted)


def _unspoken(facts: Wishes) -> int:
    """Pairs of wishes that hold today, of different partners, about which nothing was said."""
    said = {frozenset((pair.first, pair.second)) for pair in facts.pairs}
    active = facts.active.values()
    return sum(
        a.partner != b.partner and frozenset((a.key, b.key)) not in said for a, b in combinations(active, 2)
    )


def _sharings_with_pages(facts: Wishes, pairs: list[WishPair]) -> tuple[tuple[Sharing, WishPair | None], ...]:
    pages = {frozenset((str(pair.first_id), str(pair.second_id))): pair for pair in pairs}
    found = sharings(facts.active.values())
    return tuple((each, pages.get(frozenset((each.many.key, each.few.key)))) for each in found)


# ------------------------------------------------------------------ one wish
@dataclass(frozen=True)
class WishPage:
    """One wish with the wins that serve it and the pairs it is in."""

    wish: Wish
    state: Served
    wins: tuple[SmallWin, ...]
    outside: int  # linked wins outside the time for which the wish holds
    pairs: tuple[PairRow, ...]
    objections: tuple[Objection, ...]  # of its partner, which nobody looked at

    @property
    def heading(self) -> str:
        return capfirst(self.wish.statement)


def wish_page(wish: Wish) -> WishPage:
    """In: a wish that the reader may see, with its partnership. A fixed number of queries."""
    initiative = wish.partnership.initiative
    facts, pairs = facts_of(initiative), pairs_of(initiative)
    linked = wish.wins.standing().filter(initiative=initiative).newest_first().defer("search")
    counted = wins_of(facts)[str(wish.pk)]
    wins = tuple(win for win in linked if str(win.pk) in counted)
    mine = [pair for pair in pairs if wish.pk in (pair.first_id, pair.second_id)]
    said = by_thing(Objection.objects.waiting().filter(partnership__initiative=initiative).with_things())
    return WishPage(
        wish=wish,
        state=served(facts)[str(wish.pk)],
        wins=wins,
        outside=len(linked) - len(wins),
        pairs=pair_rows(mine, facts, said),
        objections=tuple(said.get(wish, ())),
    )
