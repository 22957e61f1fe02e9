"""Which partner has to do with which initiative, and since when: the one table that the whole partner network is counted from.

A partner has to do with an initiative when it takes or took part in it, or was at a small win of it. Two partners are tied
when they have to do with the same initiative. The database counts; rows that the reader may not see are not in it (0264).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property

from initiatives.models import Partnership, SmallWin
from initiatives.reports.filter.wins import WinFilter

# A day of the past (`at`) knows only what had begun by then. Who names no first day counts from the start of the initiative.
_INVOLVED = """
with taking(partner, initiative, since, until, is_over, gone, started, ended) as ({taking}),
present(win, partner, initiative, on_day, gone, started, ended) as ({present}),
fitting(win) as ({fitting}),
told as (
  select partner, initiative, true as takes, since as first_day, least(until, gone, ended) as last_day, is_over, started
  from taking
  union all
  select partner, initiative, false, on_day, least(gone, ended), false, started from present
),
begun as (
  select *, case when takes then not is_over and (last_day is null or last_day >= %s) else last_day is null or last_day >= %s end
    as is_open from told where %s or coalesce(first_day, started) <= %s
),
involved as materialized (
  select partner, initiative, min(first_day) as since, min(started) as started,
    case when bool_or(takes) then bool_or(takes and is_open) else bool_or(is_open) end as is_open,
    max(case when takes and is_open then %s when takes then coalesce(last_day, first_day) else first_day end) as seen
  from begun group by partner, initiative
)
"""
_TIES = """
, shared as (
  select a.partner as one, b.partner as other, count(*) as wins from present a join present b using (win)
  where ({which}) and win in (select win from fitting) and (%s or (a.on_day <= %s)) group by 1, 2
),
tie as (
  select a.partner as one, b.partner as other, count(*) as initiatives, bool_or(a.is_open and b.is_open) as is_open,
    min(greatest(a.since, b.since)) filter (where {together}) as since,
    max(least(a.seen, b.seen)) filter (where {together}) as seen,
    min(a.started) as started
  from involved a join involved b using (initiative) where {which} group by 1, 2
)
select one, other, initiatives, coalesce(wins, 0), is_open, since, seen, started from tie left join shared using (one, other)
order by initiatives desc, 4 desc, one, other
"""
_MEMBERS = """
select a.partner, count(distinct a.initiative), count(distinct a.initiative) filter (where a.is_open),
  count(distinct b.partner) filter (where b.partner <> a.partner),
  count(distinct b.partner) filter (where b.partner <> a.partner and a.is_open and b.is_open), min(a.since)
from involved a join involved b using (initiative) group by a.partner order by 2 desc, 1
"""
_PAIRS = "select partner, initiative from involved order by 1, 2"
_OPEN_PAIRS = "select partner, initiative from involved where is_open order by 1, 2"
_UNDATED = "select count(distinct partner) from told where coalesce(first_day, started) is null"
_FIRST = "select min(coalesce(first_day, started)) from told"
_TOGETHER = (
    "a.since is not null and b.since is not null and greatest(a.since, b.since) <= least(a.seen, b.seen)"
)
_OF_ONE = "a.partner = %s and b.partner <> a.partner"
_AMONG = "a.partner < b.partner and a.partner = any(%s) and b.partner = any(%s)"


@dataclass(frozen=True)
class SharedRow:
    """What two partners have together. `since`, `seen`: the first and the last day on which both are known to have been there."""

    one: int
    other: int
    initiatives: int
    wins: int  # at which both were
    is_open: bool  # in one of these neither stopped
    since: dt.date | None
    seen: dt.date | None
    started: dt.date | None  # of the first of these initiatives that says when it began


@dataclass(frozen=True)
class MemberRow:
    """A partner of the network, with what it takes or took part in."""

    partner: int
    initiatives: int
    open_initiatives: int
    ties: int
    open_ties: int
    since: dt.date | None


class Involvement:
    """The partners of the initiatives that fit a filter, today or on a day of the past. Every method is one query."""

    def __init__(self, chosen: WinFilter, *, at: dt.date | None = None):
        self.chosen, self.at = chosen, at
        self.day = at or timezone.localdate()

    def ties_of(self, partner: int) -> list[SharedRow]:
        """With whom this partner has initiatives, most first."""
        return [
            SharedRow(*row)
            for row in self._ask(_TIES.format(which=_OF_ONE, together=_TOGETHER), *self._tied(partner))
        ]

    def ties_among(self, partners: Iterable[int]) -> list[SharedRow]:
        """Between these partners, most first."""
        those = list(partners)
        return [
            SharedRow(*row)
            for row in self._ask(_TIES.format(which=_AMONG, together=_TOGETHER), *self._tied(those, those))
        ]

    def members(self) -> list[MemberRow]:
        """All partners, those with most initiatives first."""
        return [MemberRow(*row) for row in self._ask(_MEMBERS)]

    def open_pairs(self) -> list[tuple[int, int]]:
        """Partner and initiative, where the partner did not stop."""
        return self._ask(_OPEN_PAIRS)

    def pairs(self) -> list[tuple[int, int]]:
        """Partner and initiative, also where the partner stopped."""
        return self._ask(_PAIRS)

    def without_day(self) -> int:
        """How many partners are in an initiative of which nothing says when it began, nor when they came."""
        return self._ask(_UNDATED)[0][0]

    def first_day(self) -> dt.date | None:
        return self._ask(_FIRST)[0][0]

    # ------------------------------------------------------------------ SQL
    def _tied(self, *which: object) -> list[object]:
        return [*which, self.at is None, self.day, *which]

    def _ask(self, question: str, *words: object) -> list[tuple]:
        begun = (self.day, self.day, self.at is None, self.day, self.day)
        with connection.cursor() as cursor:
            cursor.execute(self._table[0] + question, [*self._table[1], *begun, *words])
            return cursor.fetchall()

    @cached_property
    def _table(self) -> tuple[str, list[object]]:
        """The table of who has to do with what, out of rows that the reader may see."""
        parts = [rows.query.sql_with_params() for rows in (self._taking, self._present, self._fitting)]
        taking, present, fitting = (sql for sql, _words in parts)
        sql = _INVOLVED.format(taking=taking, present=present, fitting=fitting)
        return sql, [word for _sql, words in parts for word in words]

    @property
    def _taking(self) -> QuerySet:
        here = self.chosen.onlooker.sees(Partnership).order_by()
        return here.filter(initiative__in=self._initiatives).values_list(
            "partner", "initiative", "since", "until", "is_over",
            F("partner__gone_on"), F("initiative__started_on"), F("initiative__ended_on"),
        )  # fmt: skip

    @property
    def _present(self) -> QuerySet:
        """Also at wins that do not fit: whoever was at one has to do with the initiative."""
        onlooker = self.chosen.onlooker
        wins = onlooker.wins.order_by().filter(initiative__in=self._initiatives)
        return SmallWin.partners.through.objects.filter(
            smallwin__in=wins.values("pk"), partner__in=onlooker.partners.order_by().values("pk")
        ).values_list(
            "smallwin", "partner", F("smallwin__initiative"), F("smallwin__occurred_on"),
            F("partner__gone_on"), F("smallwin__initiative__started_on"), F("smallwin__initiative__ended_on"),
        )  # fmt: skip

    @property
    def _fitting(self) -> QuerySet:
        return self.chosen.wins().order_by().values_list("pk")

    @cached_property
    def _initiatives(self) -> QuerySet:
        return self.chosen.initiatives().order_by().values("pk")
