"""Where nothing happened or nothing was told for half a year."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.links import initiatives_url
from initiatives.models import Initiative
from initiatives.models.rights import may_come_in
from initiatives.periods import remembered
from initiatives.sentences import joined, link, said

SHOWN = 8
LAST_FIRST = F("last_on").desc(nulls_last=True)


@dataclass(frozen=True)
class SilentInitiatives:
    """A visitor gets the number alone: no list of names under a verdict (theory §14)."""

    count: int
    href: str = ""
    shown: tuple[Initiative, ...] = ()  # with `last_on` and `last_precision`, the last win that has a date

    @property
    def sentence(self) -> SafeString:
        """The number as a link where it may be opened, and what we do not know about it."""
        text = ngettext(
            "Van %(n)s initiatief staat hier al een half jaar niets nieuws. Gebeurde er niets, of is het niet verteld?",
            "Van %(n)s initiatieven staat hier al een half jaar niets nieuws. Gebeurde er niets, of is het niet verteld?",
            self.count,
        )
        return said(text, n=link(self.href, self.count) if self.href else self.count)

    @property
    def rows(self) -> list[tuple[Initiative, SafeString]]:
        """The initiatives that are shown, each with the date of its last win."""
        return [(initiative, _last_win(initiative)) for initiative in self.shown]

    @property
    def more(self) -> int:
        return self.count - len(self.shown)


def _last_win(initiative: Initiative) -> SafeString:
    if initiative.last_on is None:
        return joined((_("geen small win met een datum"),))
    return joined((_("laatste small win:"), remembered(initiative.last_on, initiative.last_precision)), " ")


def silence(initiatives: QuerySet, told: QuerySet, place: Mapping[str, str], *, user) -> SilentInitiatives:
    """Those without a sign of life among the wins that are `told`, the ones that fell silent last first. Two queries."""
    quiet = initiatives.silent(told)
    if not may_come_in(user):
        return SilentInitiatives(quiet.count())
    shown = with_last(quiet, told).order_by(LAST_FIRST, "title_sort", "pk")[:SHOWN]
    return SilentInitiatives(quiet.count(), initiatives_url(**place, status="stil"), tuple(shown))


def with_last(initiatives: QuerySet, wins: QuerySet) -> QuerySet:
    """With the day of their last win, as it is stored; undated and absent ones come last."""
    told = wins.filter(initiative=OuterRef("pk")).newest_first()
    last = Subquery(told.values("occurred_on")[:1]), Subquery(told.values("precision")[:1])
    return initiatives.annotate(last_on=last[0], last_precision=last[1])
