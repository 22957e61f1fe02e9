"""Shares out the numbers of two wishes: an arithmetic, not a judgement."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from django.utils.translation import gettext as _

from initiatives.lenses import ONE_OF, SHARED_OUT, Per, WishUnit, amount, in_figures, unit_of
from initiatives.models import WishPair
from initiatives.reports.mirror.served import WishFact, fact_of

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
        """The arithmetic in words: "1.200 uren ÷ 4 projecten, per jaar: 300 uren per project"."""
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
        """True where the share is so small that one decimal would show 0,0."""
        return self.each < LEAST and not self.is_exact


def sharing(one: WishFact, other: WishFact) -> Sharing | None:
    """The numbers of two wishes, shared out. None without two numbers, or where units or times do not fit."""
    for many, few in ((one, other), (other, one)):
        if None in (many.quantity, few.quantity, many.per) or many.per != few.per:
            return None
        if (many.unit, few.unit) in SHARED_OUT:
            return Sharing(many, few)
    return None


def sharings(wishes: Iterable[WishFact]) -> tuple[Sharing, ...]:
    """Each sharing between wishes of different partners. The order of the wishes does not change the outcome."""
    rows = sorted((wish for wish in wishes if wish.quantity is not None), key=lambda wish: wish.key)
    found = (sharing(a, b) for a, b in combinations(rows, 2) if a.partner != b.partner)
    return tuple(filter(None, found))


def sharing_of(pair: WishPair) -> Sharing | None:
    """The numbers of the two wishes of a pair, shared out. In: a pair with both wishes and their partners."""
    return sharing(fact_of(pair.first), fact_of(pair.second))
