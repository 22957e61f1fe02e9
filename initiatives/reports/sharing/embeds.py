"""What others put on their own site in a frame: a rose, or the newest small wins. Only what everybody may read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from django.db.models import Count, QuerySet
from django.utils.safestring import SafeString

from initiatives.glyphs import Rose
from initiatives.models import Initiative, Reader, SmallWin
from initiatives.reports.counting.roses import initiative_lines
from initiatives.reports.counting.special_wins import chosen_not, special_where_shown
from initiatives.reports.counting.spreads import spread_of
from initiatives.reports.network.roses import rose

NEWEST = 5


class ChosenWins(Protocol):
    """The filter of the address: its reader, its words, and the rows that fit."""

    user: object
    words: Mapping[str, str]

    def wins(self) -> QuerySet: ...
    def initiatives_here(self) -> QuerySet: ...


@dataclass(frozen=True)
class FramedRose:
    """A rose without links: inside a frame there is one way out, to the page."""

    rose: Rose
    text: str | SafeString  # what there is to see in it
    total: int  # initiatives


def framed_initiative(initiative: Initiative, visitor) -> FramedRose:
    """In: an initiative that the visitor reads. A fixed number of queries."""
    (line,) = initiative_lines([initiative], Reader(visitor, initiative).wins)
    return FramedRose(line.rose, line.told, 1)


def framed_network(chosen: ChosenWins) -> FramedRose:
    """A fixed number of queries."""
    wins, total = chosen.wins(), chosen.initiatives_here().count()
    spread = spread_of(wins, special_where_shown(wins), chosen_not())
    linked = wins.linked_for(chosen.user).order_by().aggregate(n=Count("initiative", distinct=True))["n"]
    drawn = rose(spread, total, linked, chosen.words)
    return FramedRose(replace(drawn, anchor=""), drawn.finding, total)


def framed_wins(chosen: ChosenWins) -> list[SmallWin]:
    """The newest that happened; at most a few."""
    return list(
        chosen.wins()
        .for_short_list(chosen.user)
        .prefetch_related("initiative__cities")
        .newest_first()[:NEWEST]
    )
