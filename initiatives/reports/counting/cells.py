"""States of a cell of the scaling profile, and the rule of each (theory §14).

Pure: counts in, a state and its sentence out. Nothing here knows where the wins come from.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.lenses import CellState
from initiatives.sentences import of_all


@dataclass(frozen=True)
class Thresholds:
    """The numbers of the rules. They are our choice, not the literature's (theory §14 [I])."""

    known: int = 5  # so many answers before "looked, nothing yet" may be said
    known_share: Fraction = Fraction(3, 5)  # and this share of all wins
    moving: int = 3  # wins in one cell before it moves
    lasting_days: int = 365  # after so many days a win that still stands lasts
    settled: int = 5  # so many older wins before "no link was seen" may be said
    settled_days: int = 60  # and older is: so many days ago
    alike: Fraction = Fraction(1, 2)  # two windows are compared when tellers and answers differ less


def thresholds() -> Thresholds:
    """The thresholds of this site: `PROFILE_THRESHOLDS=moving=4` in the environment changes one (docs/running.md)."""
    chosen = dict(settings.PROFILE_THRESHOLDS)
    for share in {"known_share", "alike"} & set(chosen):
        chosen[share] = Fraction(str(chosen[share]))
    return Thresholds(**chosen)


def state_of(
    *,
    k: int,
    total: int,
    known: int,
    k_ok: int = 0,
    lasting: bool = False,
    ambition_not: bool = False,
    all_signal: bool = True,
    limits: Thresholds | None = None,
) -> CellState:
    """The state of one cell in one window; the first rule that fits decides (theory §14).

    In: `k` distinct wins in the cell, `k_ok` of them with evidence from outside (E2), `total` wins
    in the window, `known` of them with an answer to the question; `lasting`: one was found still
    standing a year later; `ambition_not`: the team chose not to go there; `all_signal`: none of
    them is graded above signal. The defaults say "nothing known about that".
    """
    limits = limits or thresholds()
    if k == 0 and ambition_not and not lasting:
        return CellState.DELIBERATELY_NOT
    if k == 0 and lasting:
        return CellState.STILL_STANDING
    if total == 0 or known == 0:
        return CellState.NO_DATA
    if k == 0 and not _enough(known, total, limits):
        return CellState.TOO_LITTLE
    if k == 0:
        return CellState.NOT_OBSERVED
    if lasting:
        return CellState.LASTING
    if k >= limits.moving and k_ok >= 1 and not all_signal:
        return CellState.MOVING
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
    """A win's value to its cell beside being there."""

    inside: bool = True  # it lies in the window; one from before it may still last
    shown: bool = False  # a partner or somebody from outside shows it too (E2)
    done: bool = False  # graded above signal
    lasts: bool = False  # shown, and found standing a year later by somebody who looked in the window


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
    def k_ok(self) -> int:
        return sum(n for sort, n in self.special.items() if sort.inside and sort.shown)

    @cached_property
    def lasting(self) -> bool:
        return any(sort.lasts for sort in self.special)

    @cached_property
    def lasts(self) -> int:
        """Wins of any date that still stand."""
        return sum(n for sort, n in self.special.items() if sort.lasts)

    @cached_property
    def lasting_inside(self) -> int:
        return sum(n for sort, n in self.special.items() if sort.inside and sort.lasts)

    @cached_property
    def all_signal(self) -> bool:
        return not any(sort.inside and sort.done for sort in self.special)

    @cached_property
    def state(self) -> CellState:
        return state_of(
            k=self.k,
            total=self.total,
            known=self.known,
            k_ok=self.k_ok,
            lasting=self.lasting,
            ambition_not=self.ambition_not,
            all_signal=self.all_signal,
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
        plain = self.k - sum(n for sort, n in self.special.items() if sort.inside)
        return (*self.special, *((PLAIN,) if plain > 0 else ()))

    @cached_property
    def hangs_on_one_win(self) -> bool:
        """True where the cell would have another state without one of its wins. Tries this sort by sort.

        Only wins in the cell are left out: a cell without a win rests on none.
        """
        if not self.special:  # a plain cell is a signal until its last win is gone
            return self.k == 1
        return any(self.without(sort).state != self.state for sort in self.sorts)

    def hangs_on_one_teller(self, shares: Iterable["CellFacts"]) -> bool:
        """True where the cell would have another state without the wins of one teller.

        In: the share of each teller with an account, as facts of this same cell. Wins told without an account
        and wins from sources are in no share. Where one person told everything, the profile says so once,
        and no cell does.
        """
        return any(
            self.minus(share).state != self.state
            for share in shares
            if (share.k or share.special) and not self.is_all_of(share)
        )

    def is_all_of(self, share: "CellFacts") -> bool:
        """True where this share holds every win."""
        return share.total == self.total and share.special == self.special

    def without(self, sort: Sort = PLAIN) -> "CellFacts":
        """The same cell without one win of this sort."""
        inside = int(sort.inside)
        return self.minus(CellFacts(inside, inside, inside, {sort: 1} if sort != PLAIN else {}))

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


def _still_standing(facts: CellFacts) -> str:
    return _("in deze periode is hier niets nieuws verteld, maar iets van vroeger staat na een jaar nog.")


def _no_data(facts: CellFacts) -> str:
    if not facts.total:
        return _("er zijn in deze periode nog geen small wins verteld.")
    return ngettext(
        "bij %(total)d small win is dit nog niet bekeken.",
        "bij geen van de %(total)d small wins is dit bekeken.",
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


def _lasting(facts: CellFacts) -> str:
    inside = _("Minstens één daarvan staat na een jaar nog.")
    before = _("Iets van eerder op deze plek staat na een jaar nog.")
    return f"{_wins_in_words(facts.k)}. {inside if facts.lasting_inside else before}"


def _moving(facts: CellFacts) -> str:
    seen = ngettext(
        "Bij %(ok)d daarvan zag een partner of iemand van buiten het ook.",
        "Bij %(ok)d daarvan zag een partner of iemand van buiten het ook.",
        facts.k_ok,
    )
    return f"{_wins_in_words(facts.k)}. {seen % {'ok': facts.k_ok}}"


def _signal(facts: CellFacts) -> str:
    if facts.k < facts.limits.moving:
        needed = _(
            "Voor ‘in beweging’ zijn er %(moving)d nodig, en een partner of iemand van buiten die er minstens één zag."
        )
    elif not facts.k_ok:
        needed = _(
            "Dat is genoeg voor ‘in beweging’, maar nog geen partner of iemand van buiten zag er één van."
        )
    else:
        needed = _("Voor ‘in beweging’ moet er minstens één verder zijn dan ‘verteld’.")
    return f"{_wins_in_words(facts.k)}. {needed % {'moving': facts.limits.moving}}"


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
    CellState.STILL_STANDING: _still_standing,
    CellState.NO_DATA: _no_data,
    CellState.TOO_LITTLE: _too_little,
    CellState.NOT_OBSERVED: _not_observed,
    CellState.LASTING: _lasting,
    CellState.MOVING: _moving,
    CellState.SIGNAL: _signal,
}
