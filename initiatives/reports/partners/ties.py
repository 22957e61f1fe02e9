"""What two partners have together, in a sentence, and how long they have it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.lenses import TieDepth
from initiatives.models import Partner
from initiatives.periods import academic_years
from initiatives.reports.partners.involvement import Involvement, SharedRow
from initiatives.sentences import joined, link, said

NETWORK = "partner_network:index"
LONGER, LASTING = 3, 5  # academic years: ours, no rule of the literature


@dataclass(frozen=True)
class PartnerTie:
    """A partner and another one. `day`: today, or the day of the past at which one looks."""

    one: Partner
    other: Partner
    row: SharedRow
    day: dt.date
    initiatives_href: str = ""  # empty where the number is only counted
    wins_href: str = ""
    other_href: str = ""  # the network around the other one

    @property
    def depth(self) -> TieDepth | None:
        """None where nothing says since when they have the one initiative together."""
        years = self._years
        if years >= LASTING and self.row.seen == self.day:
            return TieDepth.LASTING
        if years >= LONGER:
            return TieDepth.LONGER
        if years > 1 or self.row.initiatives > 1:
            return TieDepth.RETURNING
        return TieDepth.ONCE if years else None

    @property
    def _years(self) -> int:
        """Academic years from the first to the last day on which both were there; 0 where nothing says so."""
        if not (self.row.since and self.row.seen):
            return 0
        return len(academic_years(self.row.since, self.row.seen))

    @property
    def sentence(self) -> SafeString:
        """E.g. "Hanzehogeschool en gemeente Groningen: 6 initiatieven, sinds 2014"."""
        other = link(self.other_href, self.other) if self.other_href else self.other
        return said(_("%(one)s en %(other)s: %(what)s"), one=self.one, other=other, what=self.what)

    @property
    def what(self) -> SafeString:
        return joined((self._in_initiatives, self._at_wins, self.when))

    @property
    def when(self) -> str:
        """Since when, as far as something says so; and that it is over where one of them stopped everywhere."""
        return str(joined((self._begun, "" if self.row.is_open else _("nu niet meer"))))

    @property
    def _begun(self) -> str:
        if self.row.since:
            return _("sinds %(year)s") % {"year": self.row.since.year}
        if not self.row.started:
            return ""
        first = ngettext("begonnen in %(year)s", "het eerste begon in %(year)s", self.row.initiatives)
        return first % {"year": self.row.started.year}

    @property
    def _in_initiatives(self) -> SafeString | str:
        n = self.row.initiatives
        text = ngettext("%(n)s initiatief", "%(n)s initiatieven", n) % {"n": n}
        return link(self.initiatives_href, text) if self.initiatives_href else text

    @property
    def _at_wins(self) -> SafeString | str:
        if not (n := self.row.wins):
            return ""
        text = ngettext("samen bij %(n)s small win", "samen bij %(n)s small wins", n) % {"n": n}
        return link(self.wins_href, text) if self.wins_href else text


def ties(
    rows: Iterable[SharedRow], partners: Mapping[int, Partner], involvement: Involvement
) -> list[PartnerTie]:
    """These ties, with the addresses that open exactly their rows: of today, as an address knows no other day."""
    return [_tie(row, partners[row.one], partners[row.other], involvement) for row in rows]


def _tie(row: SharedRow, one: Partner, other: Partner, involvement: Involvement) -> PartnerTie:
    chosen, both = involvement.chosen, f"{one.slug}.{other.slug}"
    exact = (chosen.url("initiatives:index", samen=both), chosen.url("wins:index", allebei=both))
    around = chosen.url(NETWORK, **chosen.beside, partner=other.slug)
    return PartnerTie(one, other, row, involvement.day, *(("", "") if involvement.at else exact), around)
