"""States of a cell of the scaling profile, and the rule of each (theory §14).

Pure: counts in, a state and its sentence out. Nothing here knows where the wins come from.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import NamedTuple

from django.conf import settings
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.lenses import CellState
from initiatives.sentences import joined, of_all


@dataclass(frozen=True)
class Thresholds:
    """The numbers of the rules. They are our choice, not the literature's (theory §14 [I])."""

    known: int = 5  # so many answers before "looked, nothing yet" may be said
    known_share: Fraction = Fraction(3, 5)  # and this share of all wins
    often: int = 3  # wins in one cell before they were seen more often
    voices: int = 2  # and so many different tellers or sources behind them
    lasting_days: int = 365  # after so many days a win that still stands has a mark
    settled: int = 5  # so many older wins before "no link was seen" may be said
    settled_days: int = 60  # and older is: so many days ago
    alike: Fraction = Fraction(1, 2)  # two windows are compared when tellers and answers differ less


def thresholds() -> Thresholds:
    """The thresholds of this site: `PROFILE_THRESHOLDS=often=4` in the environment changes one (docs/running.md)."""
    chosen = dict(settings.PROFILE_THRESHOLDS)
    for share in {"known_share", "alike"} & set(chosen):
        chosen[share] = Fraction(str(chosen[share]))
    return Thresholds(**chosen)


def state_of(
    *,
    k: int,
    total: int,
    known: int,
    voices: int = 0,
    seen: int = 0,
    recent: int = 0,
    ambition_not: bool = False,
    limits: Thresholds | None = None,
) -> CellState:
    """The state of one cell in one window; the first rule that fits decides (theory §14, version 3).

    In: `k` distinct wins in the cell, `total` wins in the window, `known` of them with an answer to the
    question; of those `k`: the number of `voices` behind them, how many were `seen` by somebody else who
    showed it by their own act, and how many are `recent`; `ambition_not`: the team chose not to go there.
    The defaults say "nothing known about that". No state says which way it goes.
    """
    limits = limits or thresholds()
    if k == 0 and ambition_not:
        return CellState.DELIBERATELY_NOT
    if total == 0 or known == 0:
        return CellState.NO_DATA
    if k == 0 and not _enough(known, total, limits):
        return CellState.TOO_LITTLE
    if k == 0:
        return CellState.NOT_OBSERVED
    if k >= limits.often and voices >= limits.voices and seen and recent:
        return CellState.SEEN_MORE_OFTEN
    return CellState.SIGNAL


def _enough(known: int, total: int, limits: Thresholds) -> bool:
    """In whole numbers, as 0.6 has no exact float and a network asks this thousands of times."""
    share = limits.known_share
    return known >= limits.known and known * share.denominator >= total * share.numerator


def bounds(k: int, unknown: int, total: int) -> str:
    """How many it could be once everybody has answered: a range instead of a false precision.

    Told wins are no random sample, so a statistical interval would promise too much (theory §14).
    """
    if not unknown:
        return _("%(k)d van %(total)d") % {"k": k, "total": total}
    return _("tussen %(low)d en %(high)d van %(total)d") % {"low": k, "high": k + unknown, "total": total}


class Sort(NamedTuple):
    """What a win brings to its cell beside being there."""

    voices: frozenset = frozenset()  # the people or sources behind it; empty where it came without an account
    seen: bool = False  # somebody else showed it by their own act
    recent: bool = False  # of this academic year or the one before
    lasts: bool = False  # found standing a year later; a mark on the win, which changes no state


PLAIN = Sort()


@dataclass(frozen=True)
class CellFacts:
    """Facts about one cell. `special` counts its wins by what they bring; the others are plain."""

    k: int = 0
    total: int = 0
    known: int = 0
    special: Mapping[Sort, int] = field(default_factory=dict)
    ambition_not: bool = False
    limits: Thresholds = field(default_factory=thresholds)

    @cached_property
    def voices(self) -> int:
        """The different tellers and sources behind its wins.

        Who told without an account may be one of the others, so they add no voice; alone they are one.
        """
        return len(frozenset().union(*(sort.voices for sort in self.special))) or min(self.k, 1)

    @cached_property
    def seen(self) -> int:
        return sum(n for sort, n in self.special.items() if sort.seen)

    @cached_property
    def recent(self) -> int:
        return sum(n for sort, n in self.special.items() if sort.recent)

    @cached_property
    def lasts(self) -> int:
        """Wins in it that still stood a year later."""
        return sum(n for sort, n in self.special.items() if sort.lasts)

    @cached_property
    def state(self) -> CellState:
        return state_of(
            k=self.k,
            total=self.total,
            known=self.known,
            voices=self.voices,
            seen=self.seen,
            recent=self.recent,
            ambition_not=self.ambition_not,
            limits=self.limits,
        )

    @property
    def bounds(self) -> str:
        return bounds(self.k, self.total - self.known, self.total)

    @property
    def rule(self) -> str:
        """The rule that decided, in words, with the counts filled in."""
        return f"{capfirst(self.state.label)}: {_RULES[self.state](self)}"

    @property
    def sorts(self) -> Iterable[Sort]:
        """Each sort of win in the cell. Wins of one sort are alike, so leaving out one of them is enough to try."""
        plain = self.k - sum(self.special.values())
        return (*self.special, *((PLAIN,) if plain > 0 else ()))

    @cached_property
    def hangs_on_one_win(self) -> bool:
        """True where the cell would have another state without one of its wins. Tries this sort by sort.

        A cell without a win rests on none.
        """
        if self.state != CellState.SEEN_MORE_OFTEN:  # a signal is one until its last win is gone
            return self.k == 1
        return any(self.without(sort).state != self.state for sort in self.sorts)

    def hangs_on_one_teller(self, shares: Iterable["CellFacts"]) -> bool:
        """True where the cell would have another state without the wins of one teller.

        In: the share of each teller with an account, as facts of this same cell. Wins told without an account
        and wins from sources are in no share. Where one person told everything, the profile says so once,
        and no cell does.
        """
        return any(
            self.minus(share).state != self.state for share in shares if share.k and not self.is_all_of(share)
        )

    def is_all_of(self, share: "CellFacts") -> bool:
        """True where this share holds every win."""
        return share.total == self.total and share.special == self.special

    def without(self, sort: Sort = PLAIN) -> "CellFacts":
        """The same cell without one win of this sort."""
        return self.minus(CellFacts(1, 1, 1, {sort: 1}))

    def minus(self, share: "CellFacts") -> "CellFacts":
        """The same cell without a part of what was told."""
        left = Counter(self.special)
        left.subtract(share.special)
        return replace(
            self,
            k=self.k - share.k,
            known=self.known - share.known,
            total=self.total - share.total,
            special={sort: n for sort, n in left.items() if n > 0},
        )


ONE_WIN, ONE_TELLER = "win", "teller"


def what_it_hangs_on(facts: CellFacts, shares: Iterable[CellFacts]) -> str:
    """`win` or `teller` where the state rests on one of them, else nothing. One win is the stronger word."""
    if facts.hangs_on_one_win:
        return ONE_WIN
    return ONE_TELLER if facts.hangs_on_one_teller(shares) else ""


# ------------------------------------------------------------------ the rules in words
def _deliberately_not(facts: CellFacts) -> str:
    return _("het team kiest er nu voor om dit niet te doen.")


def _no_data(facts: CellFacts) -> str:
    if not facts.total:
        return _("uit deze periode staan hier nog geen small wins.")
    return ngettext(
        "bij %(total)d small win is dit nog niet bekend.",
        "bij geen van de %(total)d small wins is dit bekend.",
        facts.total,
    ) % {"total": facts.total}


def _too_little(facts: CellFacts) -> str:
    limits = {"known": facts.limits.known, "share": share_in_words(facts.limits.known_share)}
    needed = _(
        "‘Niets gezien’ zeggen we pas bij %(known)d antwoorden, en bij antwoord op minstens %(share)s."
    )
    return f"{_answered(facts)} {needed % limits}"


def _not_observed(facts: CellFacts) -> str:
    return " ".join((_answered(facts), _("Geen ervan hoort hier."), _open(facts))).strip()


def _seen_more_often(facts: CellFacts) -> str:
    told = _("%(wins)s, van %(voices)d vertellers of bronnen.") % {
        "wins": _wins_in_words(facts.k),
        "voices": facts.voices,
    }
    seen = ngettext(
        "Bij %(seen)d daarvan liet een ander het zelf zien: een partner of iemand van buiten.",
        "Bij %(seen)d daarvan liet een ander het zelf zien: een partner of iemand van buiten.",
        facts.seen,
    ) % {"seen": facts.seen}
    recent = ngettext(
        "%(recent)d is van dit of vorig studiejaar.",
        "%(recent)d zijn van dit of vorig studiejaar.",
        facts.recent,
    ) % {"recent": facts.recent}
    return f"{told} {seen} {recent}"


def _signal(facts: CellFacts) -> str:
    words = _("%(wins)s. ‘Vaker gezien’ zeggen we hier niet: %(missing)s.")
    return words % {"wins": _wins_in_words(facts.k), "missing": joined(_missing(facts))}


def _missing(facts: CellFacts) -> Iterable[str]:
    """All that keeps a signal from being seen more often, as facts."""
    limits = facts.limits
    if facts.k < limits.often:
        yield _("het zijn er minder dan %(often)d") % {"often": limits.often}
    if facts.voices < limits.voices:
        one = (
            _("ze komen van één verteller of bron")
            if facts.k > 1
            else _("hij komt van één verteller of bron")
        )
        few = _("ze komen van minder dan %(voices)d vertellers of bronnen") % {"voices": limits.voices}
        yield one if facts.voices == 1 else few
    if not facts.seen:
        yield _("geen partner of iemand van buiten liet er zelf een zien")
    if not facts.recent:
        yield _("geen is van dit of vorig studiejaar")


def _wins_in_words(count: int) -> str:
    return ngettext("%(count)d small win", "%(count)d small wins", count) % {"count": count}


def _answered(facts: CellFacts) -> str:
    return ngettext(
        "bij die ene small win is dit bekeken.",
        "bij %(share)s small wins is dit bekeken.",
        facts.total,
    ) % {"share": of_all(facts.known, facts.total)}


def _open(facts: CellFacts) -> str:
    if facts.known == facts.total:
        return ""
    return _("Als overal antwoord was, zouden het er %(bounds)s zijn.") % {"bounds": facts.bounds}


def share_in_words(share: Fraction) -> str:
    return _("%(part)d van de %(whole)d") % {"part": share.numerator, "whole": share.denominator}


_RULES = {
    CellState.DELIBERATELY_NOT: _deliberately_not,
    CellState.NO_DATA: _no_data,
    CellState.TOO_LITTLE: _too_little,
    CellState.NOT_OBSERVED: _not_observed,
    CellState.SIGNAL: _signal,
    CellState.SEEN_MORE_OFTEN: _seen_more_often,
}
