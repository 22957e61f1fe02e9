"""Which wishes of the partners are served, from facts that are gathered in a few queries (theory §9).

Counts, never a share of the mismatch. The questions that they raise are rules of `signals/`.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone

from initiatives.lenses import Served
from initiatives.models import Initiative, Partnership, Wish, WishPair


# ------------------------------------------------------------------ the facts
@dataclass(frozen=True)
class WishFact:
    """The facts of one wish."""

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
class Wishes:
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


def facts_of(initiative: Initiative, *, today: dt.date | None = None) -> Wishes:
    """Gather what the rules look at, in four queries. In: an initiative on which the reader works."""
    return as_facts(
        today or timezone.localdate(),
        partnerships_of(initiative),
        wishes_told(initiative),
        ties_of(initiative),
        pairs_of(initiative),
    )


def as_facts(today: dt.date, partnerships, wishes, serving, pairs) -> Wishes:
    return Wishes(
        today=today,
        partners={p.partner_id: p.partner.name for p in partnerships if p.takes_part(on=today)},
        wishes=tuple(map(fact_of, wishes)),
        serving=tuple(Serving(str(win), str(wish), day) for win, wish, day in serving),
        pairs=tuple(map(_pair_fact, pairs)),
    )


def partnerships_of(initiative: Initiative) -> list[Partnership]:
    return list(initiative.partnerships.select_related("partner").order_by("partner__name_sort", "pk"))


def wishes_told(initiative: Initiative) -> list[Wish]:
    return list(Wish.objects.of(initiative).by_partner())


def ties_of(initiative: Initiative) -> list[tuple]:
    links = Wish.wins.through.objects.filter(
        wish__partnership__initiative=initiative,
        smallwin__initiative=initiative,
        smallwin__stands=True,
    )
    return list(links.values_list("smallwin", "wish", "smallwin__middle_on"))


def pairs_of(initiative: Initiative) -> list[WishPair]:
    rows = WishPair.objects.filter(
        first__partnership__initiative=initiative, second__partnership__initiative=initiative
    )
    return list(rows.with_ends().order_by("related_on", "pk"))


def fact_of(wish: Wish) -> WishFact:
    """The wish as the rules see it: it holds no longer than its partner takes part."""
    return WishFact(
        key=str(wish.pk),
        partner=wish.partnership.partner_id,
        says=wish.statement,
        first_day=wish.valid_from,
        last_day=min(filter(None, (wish.valid_until, wish.partnership.last_day)), default=None),
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
def served(facts: Wishes) -> dict[str, Served]:
    """For each wish whether small wins serve it. As long as no win is tied to any wish, all are "not looked at"."""
    wins = wins_of(facts)
    nothing = Served.UNSERVED if facts.serving else Served.UNKNOWN
    return {wish.key: Served.SERVED if wins[wish.key] else nothing for wish in facts.wishes}


def wins_of(facts: Wishes) -> dict[str, set[str]]:
    """The wins that serve each wish, within the time for which the wish holds."""
    wishes = facts.by_key
    found: dict[str, set[str]] = {key: set() for key in wishes}
    for tie in facts.serving:
        if wishes[tie.wish].holds_on(tie.day):
            found[tie.wish].add(tie.win)
    return found
