"""Partners and their wishes: which are served, how they live together, and where it does not fit (theory §9).

First the facts, gathered in a few queries; then pure functions over them, which the signals use too. They
give counts and questions, never a share of the mismatch.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from initiatives.lenses import (
    IN_TENSION,
    ONE_OF,
    SHARED_OUT,
    Per,
    Served,
    Signal,
    WishRelation,
    WishUnit,
    amount,
    in_figures,
    unit_of,
)
from initiatives.links import wins_url
from initiatives.models import Initiative, Partnership, SmallWin, Wish, WishPair
from initiatives.reports.mirror.readers import Reader, reader_of


# ------------------------------------------------------------------ the facts
@dataclass(frozen=True)
class Limits:
    """When a rule speaks (theory §9; the numbers are ours)."""

    wins: int = 6  # linked to wishes, before one of them can dominate
    share: int = 70  # of a hundred of those
    others: int = 3  # wins for another partner, before an empty wish stands out
    days: int = 90  # that a tension may be open
    window: int = 365  # days back, for what dominates


@dataclass(frozen=True)
class WishFact:
    """What counts of one wish."""

    key: str
    partner: int
    says: str
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    per: str | None = None

    def holds_on(self, day: dt.date | None) -> bool:
        """An undated win can only be in a wish's time where that time has no ends."""
        if day is None:
            return self.first_day is None and self.last_day is None
        return (self.first_day is None or self.first_day <= day) and (
            self.last_day is None or day <= self.last_day
        )


@dataclass(frozen=True)
class Serving:
    """A standing win that serves a wish; `day` is the middle of the days it may have been on."""

    win: str
    wish: str
    day: dt.date | None


@dataclass(frozen=True)
class PairFact:
    key: str
    first: str
    second: str
    relation: str
    since: dt.date
    is_agreed: bool = False


@dataclass(frozen=True)
class Facts:
    """All that the rules look at. `partners`: those who take part now, by number."""

    today: dt.date
    partners: Mapping[int, str] = field(default_factory=dict)
    wishes: tuple[WishFact, ...] = ()
    serving: tuple[Serving, ...] = ()
    pairs: tuple[PairFact, ...] = ()

    @property
    def by_key(self) -> dict[str, WishFact]:
        return {wish.key: wish for wish in self.wishes}

    @property
    def active(self) -> dict[str, WishFact]:
        """The wishes that hold today."""
        return {wish.key: wish for wish in self.wishes if wish.holds_on(self.today)}


def facts_of(initiative: Initiative, *, today: dt.date | None = None) -> Facts:
    """Gather what the rules look at, in four queries. In: an initiative on which the reader works."""
    return _facts(
        today or timezone.localdate(),
        _partnerships(initiative),
        _wishes(initiative),
        _serving(initiative),
        _pairs(initiative),
    )


def _facts(today: dt.date, partnerships, wishes, serving, pairs) -> Facts:
    return Facts(
        today=today,
        partners={p.partner_id: p.partner.name for p in partnerships if p.takes_part_on(today)},
        wishes=tuple(map(_wish_fact, wishes)),
        serving=tuple(Serving(str(win), str(wish), day) for win, wish, day in serving),
        pairs=tuple(map(_pair_fact, pairs)),
    )


def _partnerships(initiative: Initiative) -> list[Partnership]:
    return list(initiative.partnerships.select_related("partner").order_by("partner__name", "pk"))


def _wishes(initiative: Initiative) -> list[Wish]:
    rows = Wish.objects.of(initiative).select_related("partnership__partner", "partnership__initiative")
    return list(rows.order_by("partnership__partner__name", "stated_at", "pk"))


def _serving(initiative: Initiative) -> list[tuple]:
    links = Wish.wins.through.objects.filter(
        wish__partnership__initiative=initiative,
        smallwin__initiative=initiative,
        smallwin__stands=True,
    )
    return list(links.values_list("smallwin", "wish", "smallwin__middle_on"))


def _pairs(initiative: Initiative) -> list[WishPair]:
    rows = WishPair.objects.filter(
        first__partnership__initiative=initiative, second__partnership__initiative=initiative
    )
    ends = ("first__partnership__partner", "second__partnership__partner", "first__partnership__initiative")
    return list(rows.select_related(*ends).order_by("related_on", "pk"))


def _wish_fact(wish: Wish) -> WishFact:
    return WishFact(
        key=str(wish.pk),
        partner=wish.partnership.partner_id,
        says=wish.statement,
        first_day=wish.valid_from,
        last_day=wish.valid_until,
        quantity=wish.quantity,
        unit=wish.unit,
        per=wish.per,
    )


def _pair_fact(pair: WishPair) -> PairFact:
    return PairFact(
        str(pair.pk),
        str(pair.first_id),
        str(pair.second_id),
        pair.relation,
        pair.related_on,
        pair.is_agreed,
    )


# ------------------------------------------------------------------ served, unserved, unknown
def served(facts: Facts) -> dict[str, Served]:
    """For each wish whether small wins serve it. Where no win was ever tied to a wish, nobody looked."""
    wins = wins_of(facts)
    nothing = Served.UNSERVED if facts.serving else Served.UNKNOWN
    return {wish.key: Served.SERVED if wins[wish.key] else nothing for wish in facts.wishes}


def wins_of(facts: Facts) -> dict[str, set[str]]:
    """The wins that serve each wish, within the time for which the wish holds."""
    wishes = facts.by_key
    found: dict[str, set[str]] = {key: set() for key in wishes}
    for tie in facts.serving:
        if wishes[tie.wish].holds_on(tie.day):
            found[tie.wish].add(tie.win)
    return found


# ------------------------------------------------------------------ the four flags
@dataclass(frozen=True)
class Flag:
    """A question and the counts behind it. `about`: the partner, wish or pair, as the address of it knows it."""

    signal: Signal
    about: str
    names: tuple[str, ...]
    count: int = 0
    of: int = 0
    wins: tuple[str, ...] = ()  # those counted, oldest first; nothing where the count is of days
    window: int = 0  # days back that were counted; 0 is not by days

    @property
    def key(self) -> tuple[str, str]:
        return self.signal.value, self.about

    @property
    def question(self) -> str:
        return _QUESTIONS[self.signal](self)


_QUESTIONS = {
    Signal.DOMINANT_WISH: lambda flag: (
        _("Vooral de wens van %(partner)s wordt vervuld. Klopt dat met de afspraak?")
        % {"partner": flag.names[0]}
    ),
    Signal.WISH_UNSERVED: lambda flag: (
        _("Geen small win voor de wens “%(wish)s” in deze periode. Wat nu?") % {"wish": flag.names[0]}
    ),
    Signal.TENSION_OPEN: lambda flag: (
        _("“%(first)s” en “%(second)s” schuren al %(days)s dagen. Wanneer bespreken jullie dit?")
        % {
            "first": flag.names[0],
            "second": flag.names[1],
            "days": in_figures(Decimal(flag.count)),
        }
    ),
    Signal.NO_WISH: lambda flag: (
        _("Van %(partner)s is geen wens bekend. Wie vraagt het?") % {"partner": flag.names[0]}
    ),
}


def flags(facts: Facts, limits: Limits = Limits()) -> tuple[Flag, ...]:
    """All four rules. What is unknown comes first, and within a rule what has the most behind it."""
    return (
        *no_wish(facts),
        *dominant_wish(facts, limits),
        *wish_unserved(facts, limits),
        *tension_open(facts, limits),
    )


def no_wish(facts: Facts) -> tuple[Flag, ...]:
    """Partners who take part now and of whom no wish was ever written down, by name."""
    known = {wish.partner for wish in facts.wishes}
    silent = sorted((name, partner) for partner, name in facts.partners.items() if partner not in known)
    return tuple(Flag(Signal.NO_WISH, str(partner), (name,)) for name, partner in silent)


def dominant_wish(facts: Facts, limits: Limits = Limits()) -> tuple[Flag, ...]:
    """At least two partners with wishes, enough wins tied to wishes, and most of those serve one partner only.

    A win that serves two partners counts for both, so it serves neither of them only. Counts: the wins
    for that partner alone, of all that serve a wish in the window and in the time of that wish. Undated
    wins are in no window.
    """
    for_whom = _for_whom(facts, since=facts.today - dt.timedelta(days=limits.window))
    if len({wish.partner for wish in facts.wishes}) < 2 or len(for_whom) < limits.wins:
        return ()
    alone: dict[int, set[str]] = defaultdict(set)
    for win, whom in for_whom.items():
        if len(whom) == 1:
            alone[next(iter(whom))].add(win)
    return tuple(
        Flag(
            Signal.DOMINANT_WISH, str(partner), (_name(facts, partner),), len(wins), len(for_whom),
            wins=_oldest_first(facts, wins), window=limits.window,
        )
        for partner, wins in alone.items()
        if len(wins) * 100 >= limits.share * len(for_whom)
    )  # fmt: skip


def _oldest_first(facts: Facts, wins: set[str]) -> tuple[str, ...]:
    """Undated wins come first."""
    days = {tie.win: tie.day or dt.date.min for tie in facts.serving}
    return tuple(sorted(wins, key=lambda win: (days[win], win)))


def _for_whom(facts: Facts, *, since: dt.date) -> dict[str, set[int]]:
    """Of each win from that day on the partners whose wish it serves, as the table counts it."""
    wishes = facts.by_key
    found: dict[str, set[int]] = defaultdict(set)
    for tie in facts.serving:
        if tie.day and tie.day >= since and wishes[tie.wish].holds_on(tie.day):
            found[tie.win].add(wishes[tie.wish].partner)
    return found


def wish_unserved(facts: Facts, limits: Limits = Limits()) -> tuple[Flag, ...]:
    """Wishes that hold today with no win in their time, while another partner has several in that same time.

    Counts: the wins of the other partner that has most of them.
    """
    wins = wins_of(facts)
    found = [
        Flag(Signal.WISH_UNSERVED, key, (wish.says,), len(most), wins=_oldest_first(facts, most))
        for key, wish in facts.active.items()
        if not wins[key] and len(most := _most_for_another(facts, wish)) >= limits.others
    ]
    return tuple(sorted(found, key=lambda flag: (-flag.count, flag.names, flag.about)))


def _most_for_another(facts: Facts, wish: WishFact) -> set[str]:
    """The wins, in the time of this wish, of the other partner that has most; of equals the first that was written down."""
    wishes = facts.by_key
    wins: dict[int, set[str]] = defaultdict(set)
    for tie in facts.serving:
        partner = wishes[tie.wish].partner
        if partner != wish.partner and wish.holds_on(tie.day):
            wins[partner].add(tie.win)
    most = max(wins, key=lambda partner: (len(wins[partner]), -partner), default=None)
    return wins[most] if most is not None else set()


def tension_open(facts: Facts, limits: Limits = Limits()) -> tuple[Flag, ...]:
    """Pairs of wishes that hold today, rub or clash, and are not agreed on by both for too long. Count: the days."""
    active = facts.active
    found = [
        Flag(Signal.TENSION_OPEN, pair.key, (active[pair.first].says, active[pair.second].says), days)
        for pair in facts.pairs
        if pair.relation in IN_TENSION and not pair.is_agreed
        if pair.first in active and pair.second in active
        if (days := (facts.today - pair.since).days) > limits.days
    ]
    return tuple(sorted(found, key=lambda flag: (-flag.count, flag.names, flag.about)))


def _name(facts: Facts, partner: int) -> str:
    return facts.partners.get(partner) or _("een partner die niet meer meedoet")


# ------------------------------------------------------------------ what the numbers say together
LEAST = Decimal("0.1")  # a sum writes one figure after the comma


@dataclass(frozen=True)
class Sharing:
    """How many of the one there are for each of the other. An arithmetic, not a judgement."""

    many: WishFact
    few: WishFact

    @property
    def each(self) -> Decimal:
        return self.many.quantity / self.few.quantity

    @property
    def is_exact(self) -> bool:
        return (
            self.each == self.each.quantize(Decimal("0.1"))
            and self.each * self.few.quantity == self.many.quantity
        )

    @property
    def sum(self) -> str:
        """The arithmetic in words: "1.200 studenten ÷ 4 projecten, per jaar: 300 studenten per project"."""
        figures = in_figures(self.each, decimals=1)
        return _("%(many)s ÷ %(few)s, %(per)s: %(about)s%(each)s %(of)s per %(one)s") % {
            "many": amount(self.many.quantity, self.many.unit),
            "few": amount(self.few.quantity, self.few.unit),
            "per": Per(self.many.per).label,
            "about": self._about,
            "each": in_figures(LEAST) if self._is_tiny else figures,
            "of": unit_of(figures, self.many.unit),
            "one": ONE_OF[WishUnit(self.few.unit)],
        }

    @property
    def _about(self) -> str:
        if self._is_tiny:
            return _("minder dan") + " "
        return "" if self.is_exact else _("ongeveer") + " "

    @property
    def _is_tiny(self) -> bool:
        """So little that with one figure after the comma it would read as nothing."""
        return self.each < LEAST and not self.is_exact


def sharing(one: WishFact, other: WishFact) -> Sharing | None:
    """What two wishes with numbers say together; None without numbers, or of units and times that do not fit."""
    for many, few in ((one, other), (other, one)):
        if None in (many.quantity, few.quantity, many.per) or many.per != few.per:
            return None
        if (many.unit, few.unit) in SHARED_OUT:
            return Sharing(many, few)
    return None


def sharings(wishes: Iterable[WishFact]) -> tuple[Sharing, ...]:
    """All that wishes of different partners say together, in one order whatever order they come in."""
    rows = sorted((wish for wish in wishes if wish.quantity is not None), key=lambda wish: wish.key)
    found = (sharing(a, b) for a, b in combinations(rows, 2) if a.partner != b.partner)
    return tuple(filter(None, found))


# ------------------------------------------------------------------ the page
@dataclass(frozen=True)
class WishRow:
    """One line of the table."""

    wish: Wish
    state: Served
    wins: int


@dataclass(frozen=True)
class PartnerRows:
    """One partner with its wishes; without any, the wish is unknown."""

    partnership: Partnership
    rows: tuple[WishRow, ...]
    is_here: bool

    @property
    def key(self) -> str:
        """As a flag is about it."""
        return str(self.partnership.partner_id)


@dataclass(frozen=True)
class PairRow:
    pair: WishPair
    sharing: Sharing | None


@dataclass(frozen=True)
class WishTable:
    """The page of wishes."""

    initiative: Initiative
    reader: Reader
    partners: tuple[PartnerRows, ...]
    flags: tuple[Flag, ...]
    pairs: tuple[PairRow, ...]
    unspoken: int  # pairs of active wishes about which nothing was said
    sharings: tuple[tuple[Sharing, WishPair | None], ...]  # with their pair, if there is one
    linked: int  # standing wins tied to a wish
    outside: int  # of those the ones outside the time of every wish they are tied to
    wins: int  # standing wins

    @property
    def unknown(self) -> tuple[Flag, ...]:
        return tuple(flag for flag in self.flags if flag.signal == Signal.NO_WISH)

    @property
    def questions(self) -> tuple[Flag, ...]:
        return tuple(flag for flag in self.flags if flag.signal != Signal.NO_WISH)

    @property
    def wishes(self) -> int:
        return sum(len(partner.rows) for partner in self.partners)

    @property
    def has_examples(self) -> bool:
        return any(row.wish.is_example for partner in self.partners for row in partner.rows)

    @property
    def wins_url(self) -> str:
        return wins_url(initiatief=self.initiative.slug)

    @property
    def not_asked(self) -> int:
        return self.wins - self.linked

    @property
    def more_sums(self) -> int:
        """Those that the page does not spell out."""
        return max(0, len(self.sharings) - 8)


RANK = {
    WishRelation.CONFLICT: 1,
    WishRelation.TENSION: 1,
    WishRelation.UNKNOWN: 2,
    WishRelation.NEUTRAL: 3,
    WishRelation.REINFORCE: 3,
}


def wish_table(initiative: Initiative, *, user, asked: tuple[Flag, ...] = ()) -> WishTable:
    """The wishes of every partner, the questions they raise and the pairs, in a fixed number of queries.

    In: an initiative on which the reader works, and the questions that this reader may see already.
    """
    today = timezone.localdate()
    partnerships, wishes, pairs = _partnerships(initiative), _wishes(initiative), _pairs(initiative)
    facts = _facts(today, partnerships, wishes, _serving(initiative), pairs)
    return WishTable(
        initiative=initiative,
        reader=reader_of(initiative, user),
        partners=_partner_rows(partnerships, wishes, facts),
        flags=asked,
        pairs=pair_rows(pairs, facts),
        unspoken=_unspoken(facts),
        sharings=_sharings_with_pages(facts, pairs),
        linked=len({tie.win for tie in facts.serving}),
        outside=_outside(facts),
        wins=initiative.wins.filter(stands=True).count(),
    )


def _partner_rows(partnerships, wishes: list[Wish], facts: Facts) -> tuple[PartnerRows, ...]:
    """Who takes part, and who did and left a wish; a partner that came back has one place."""
    states, wins = served(facts), wins_of(facts)
    by_partner: dict[int, list[WishRow]] = defaultdict(list)
    for wish in wishes:
        key = str(wish.pk)
        by_partner[wish.partnership.partner_id].append(WishRow(wish, states[key], len(wins[key])))
    latest = {p.partner_id: p for p in sorted(partnerships, key=lambda p: p.takes_part_on(facts.today))}
    places = sorted(latest.values(), key=lambda p: (p.partner.name, p.pk))
    rows = (PartnerRows(p, tuple(by_partner[p.partner_id]), p.partner_id in facts.partners) for p in places)
    return tuple(row for row in rows if row.is_here or row.rows)


def pair_rows(pairs: Iterable[WishPair], facts: Facts) -> tuple[PairRow, ...]:
    """Open tension first, the longest first; then what is agreed, then the rest."""
    wishes = facts.by_key
    ordered = sorted(
        pairs, key=lambda pair: (not pair.is_open, RANK[pair.relation], pair.related_on, str(pair.pk))
    )
    return tuple(
        PairRow(pair, sharing(wishes[str(pair.first_id)], wishes[str(pair.second_id)])) for pair in ordered
    )


def _outside(facts: Facts) -> int:
    """Linked wins that the table counts at no wish."""
    counted = set().union(*wins_of(facts).values())
    return len({tie.win for tie in facts.serving} - counted)


def _unspoken(facts: Facts) -> int:
    """Pairs of wishes that hold today, of different partners, about which nothing was said."""
    said = {frozenset((pair.first, pair.second)) for pair in facts.pairs}
    active = facts.active.values()
    return sum(
        a.partner != b.partner and frozenset((a.key, b.key)) not in said for a, b in combinations(active, 2)
    )


def _sharings_with_pages(facts: Facts, pairs: list[WishPair]) -> tuple[tuple[Sharing, WishPair | None], ...]:
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

    @property
    def heading(self) -> str:
        return capfirst(self.wish.statement)


def wish_page(wish: Wish) -> WishPage:
    """In: a wish that the reader may see, with its partnership. A fixed number of queries."""
    initiative = wish.partnership.initiative
    facts, pairs = facts_of(initiative), _pairs(initiative)
    linked = wish.wins.standing().filter(initiative=initiative).newest_first().defer("search")
    counted = wins_of(facts)[str(wish.pk)]
    wins = tuple(win for win in linked if str(win.pk) in counted)
    mine = [pair for pair in pairs if wish.pk in (pair.first_id, pair.second_id)]
    return WishPage(wish, served(facts)[str(wish.pk)], wins, len(linked) - len(wins), pair_rows(mine, facts))


def pair_sharing(pair: WishPair) -> Sharing | None:
    """What the numbers of the two wishes say together. In: a pair with both wishes and their partners."""
    return sharing(_wish_fact(pair.first), _wish_fact(pair.second))
