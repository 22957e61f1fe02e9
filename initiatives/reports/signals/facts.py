"""The facts that rules look at: rows with the day since when they are known. Pure."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from initiatives.lenses import ANSWERS, LossStatus, PartnerKind, Perspective
from initiatives.reports.mirror import served


@dataclass(frozen=True)
class WinFact:
    """A standing win. `known`: the day on which it was told; `day`: the middle of when it was, if that is known.

    None is "not asked" in depth and level, in types too. `teller` is None where nobody can be named.
    """

    key: str
    known: dt.date
    day: dt.date | None = None
    depth: str | None = None
    level: str | None = None
    types: frozenset[str] | None = None
    teller: int | None = None
    is_loaded: bool = False  # came with the data set: no sign of life when it was loaded
    loss_answer: str | None = None
    company_answer: str | None = None
    partners: frozenset[int] = frozenset()

    @property
    def has_depth(self) -> bool:
        return ANSWERS["depth"].is_known(self.depth)

    @property
    def has_level(self) -> bool:
        return ANSWERS["level"].is_known(self.level)

    @property
    def has_types(self) -> bool:
        """Somebody answered; "none of these" is an answer."""
        return ANSWERS["types"].is_known(self.types)

    @property
    def has_company(self) -> bool:
        return bool(self.partners) or ANSWERS["company_answer"].is_known(self.company_answer)


@dataclass(frozen=True)
class LossFact:
    key: str
    known: dt.date
    seen_on: dt.date
    kind: str
    borne_by: str
    severity: str | None = None
    status: str = LossStatus.OPEN
    win: str | None = None


@dataclass(frozen=True)
class JudgementFact:
    key: str
    known: dt.date
    win: str
    perspective: str
    verdict: str


@dataclass(frozen=True)
class WallFact:
    """`named_in`: the wins and losses that name it or moved it."""

    key: str
    known: dt.date
    name: str
    since: dt.date
    status: str
    named_in: frozenset[str] = frozenset()


@dataclass(frozen=True)
class TieFact:
    """Two wins of which one made the other possible."""

    known: dt.date
    wins: frozenset[str]


@dataclass(frozen=True)
class RoundFact:
    """One round of the pilot paradox: what each person answered, and when."""

    key: str
    held_on: dt.date
    answers: tuple[tuple[dt.date, Mapping], ...] = ()


@dataclass(frozen=True)
class PartnerFact:
    """A partner that takes part now; `known`: the day on which that was written down, or since when it does."""

    key: int
    known: dt.date


# The perspectives from inside the leading organisation, beside the team's. Students are outside: they do not run it.
_SCHOOL = frozenset({Perspective.INSTITUTION, Perspective.TEACHER, Perspective.RESEARCHER})
INSIDE = {
    PartnerKind.UNIVERSITY: _SCHOOL,
    PartnerKind.UNIVERSITY_OF_APPLIED_SCIENCES: _SCHOOL,
    PartnerKind.MBO: _SCHOOL,
    PartnerKind.MUNICIPALITY: frozenset({Perspective.MUNICIPALITY}),
    PartnerKind.RESIDENTS: frozenset({Perspective.RESIDENT}),
}


@dataclass(frozen=True)
class Facts:
    """All that the rules look at, as it was known on the day `today`."""

    today: dt.date
    wish_facts: served.Wishes
    begun: dt.date | None = None
    published: dt.date | None = None
    ended: dt.date | None = None
    wins: tuple[WinFact, ...] = ()
    losses: tuple[LossFact, ...] = ()
    judgements: tuple[JudgementFact, ...] = ()
    walls: tuple[WallFact, ...] = ()
    ties: tuple[TieFact, ...] = ()
    rounds: tuple[RoundFact, ...] = ()
    leads: frozenset[int] = frozenset()
    lead_kinds: frozenset[str] = frozenset()
    partners: tuple[PartnerFact, ...] = ()
    wish_known: Mapping[str, dt.date] = field(default_factory=dict)
    pair_known: Mapping[str, dt.date] = field(default_factory=dict)

    @property
    def inside(self) -> frozenset[str]:
        """The perspectives from within: the team, and those of the leading partners' own kind."""
        return frozenset({Perspective.TEAM}).union(*(INSIDE.get(kind, ()) for kind in self.lead_kinds))

    @property
    def linked(self) -> frozenset[str]:
        return frozenset().union(*(tie.wins for tie in self.ties))

    def back(self, days: int) -> dt.date:
        return self.today - dt.timedelta(days=days)

    def since(self, days: int) -> tuple[WinFact, ...]:
        """The wins of the last so many days, oldest first. Undated ones are in no window."""
        rows = [win for win in self.wins if win.day and win.day >= self.back(days)]
        return tuple(sorted(rows, key=lambda win: (win.day, win.key)))


def as_known_on(facts: Facts, day: dt.date) -> Facts:
    """The facts as they were known on an earlier day: without the rows that were told after it.

    Rows that were changed or withdrawn since count as they are now; the facts hold no older answers.
    """

    def kept(rows):
        return tuple(row for row in rows if row.known <= day)

    wins, losses, ties = kept(facts.wins), kept(facts.losses), kept(facts.ties)
    there = {row.key for row in (*wins, *losses)}
    return replace(
        facts,
        today=day,
        wins=wins,
        losses=losses,
        ties=ties,
        judgements=tuple(row for row in kept(facts.judgements) if row.win in there),
        walls=tuple(replace(wall, named_in=wall.named_in & there) for wall in kept(facts.walls)),
        rounds=tuple(_round_on(each, day) for each in facts.rounds if each.held_on <= day),
        wish_facts=_wishes_on(facts, day, there),
    )


def _round_on(each: RoundFact, day: dt.date) -> RoundFact:
    return replace(each, answers=tuple(row for row in each.answers if row[0] <= day))


def _wishes_on(facts: Facts, day: dt.date, there: set[str]) -> served.Wishes:
    kept = {key for key, known in facts.wish_known.items() if known <= day}
    pairs = {key for key, known in facts.pair_known.items() if known <= day}
    here = {partner.key for partner in facts.partners if partner.known <= day}
    now = facts.wish_facts
    return replace(
        now,
        today=day,
        partners={key: name for key, name in now.partners.items() if key in here},
        wishes=tuple(wish for wish in now.wishes if wish.key in kept),
        serving=tuple(tie for tie in now.serving if tie.wish in kept and tie.win in there),
        pairs=tuple(pair for pair in now.pairs if pair.key in pairs and {pair.first, pair.second} <= kept),
    )
