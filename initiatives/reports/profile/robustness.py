"""Robustness: a win that stood after headwind. The sixth mechanism, which no link shows (theory §7b)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.lenses import CellState, Robustness
from initiatives.links import wins_url
from initiatives.models.evidence import had_headwind, lasting, looked_back_at
from initiatives.reports.counting.cells import thresholds
from initiatives.sentences import said


@dataclass(frozen=True)
class Stood:
    """Robustness: how many wins stood a year later, after headwind. Follow-ups say it, and never a link (theory §7b)."""

    count: int
    href: str
    looked: int  # wins that somebody looked at again, a year later or more

    mechanism = Robustness.ROBUSTNESS

    @property
    def label(self) -> str:
        return str(self.mechanism.label)

    @property
    def explanation(self) -> str:
        return str(self.mechanism.explanation)

    @property
    def state(self) -> CellState | None:
        """Nobody looked, or who looked saw no headwind; never that it does not stand."""
        if self.count:
            return None
        return CellState.TOO_LITTLE if self.looked else CellState.NO_DATA

    @property
    def text(self) -> SafeString | str:
        if self.count:
            text = ngettext(
                '<a href="%(url)s">%(n)s</a> small win bleef staan bij tegenwind',
                '<a href="%(url)s">%(n)s</a> small wins bleven staan bij tegenwind',
                self.count,
            )
            return said(text, url=self.href, n=self.count)
        if not self.looked:
            return _("na een jaar keek nog niemand terug")
        text = ngettext(
            "%(n)s small win na een jaar bekeken, geen bleef staan na tegenwind",
            "%(n)s small wins na een jaar bekeken, geen bleef staan na tegenwind",
            self.looked,
        )
        return text % {"n": self.looked}


def stood(wins: QuerySet, words: Mapping[str, object]) -> Stood:
    """The wins that stood a year later, after headwind, and how many were looked at. One query."""
    days = thresholds().lasting_days
    facts = wins.order_by().aggregate(
        count=Count("pk", filter=Q(lasting(days=days)) & Q(had_headwind())),
        looked=Count("pk", filter=Q(looked_back_at(days=days))),
    )
    return Stood(href=wins_url(**words, staat="tegenwind"), **facts)
