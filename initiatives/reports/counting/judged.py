"""Who said what they think of wins, in one line: product.md asks for it first."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from initiatives.lenses import Perspective
from initiatives.models import Judgement


@dataclass(frozen=True)
class Judged:
    """How many of these wins have an opinion from another position than the team's, and how many from none."""

    total: int
    by_others: int
    by_nobody: int

    @property
    def said(self) -> str:
        """E.g. "bij 2 een oordeel vanuit een andere rol dan het team, bij 1 alleen van het team, bij 4 nog geen oordeel"."""
        if self.by_nobody == self.total:
            return _("nog geen oordeel")
        by_team = self.total - self.by_others - self.by_nobody
        parts = (
            _("bij %(n)d een oordeel vanuit een andere rol dan het team") % {"n": self.by_others},
            _("bij %(n)d alleen van het team") % {"n": by_team} if by_team else "",
            _("bij %(n)d nog geen oordeel") % {"n": self.by_nobody} if self.by_nobody else "",
        )
        return ", ".join(filter(None, parts))


def counts_of_judged() -> dict[str, Count]:
    """To count among wins, in a query of their own or with others."""
    opinions = Judgement.objects.order_by()
    others = opinions.exclude(perspective=Perspective.TEAM)
    return {
        "by_others": Count("pk", filter=Q(pk__in=others.values("win"))),
        "by_nobody": Count("pk", filter=~Q(pk__in=opinions.values("win"))),
    }


def judged(wins: QuerySet) -> Judged:
    """In: wins that the reader may see. One query."""
    return Judged(**wins.order_by().aggregate(total=Count("pk"), **counts_of_judged()))
