"""The room of the partners: one of them and its neighbours, then a choice of the network, then all of it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.glyphs import Gable, PartnerPicture
from initiatives.links import InPages, address
from initiatives.models import Partner
from initiatives.reports.filter.wins import WinFilter
from initiatives.reports.partners.depending import Depending, depending
from initiatives.reports.partners.drawing import FEW_LINES, drawn, to_draw
from initiatives.reports.partners.involvement import Involvement, MemberRow, SharedRow
from initiatives.reports.partners.moments import Moment, code_of, halves, last_day
from initiatives.reports.partners.table import MemberLine, PartnerTable, known_order, partner_table
from initiatives.reports.partners.ties import PartnerTie, ties

EVERYTHING = "alles"
PER_PAGE = 10  # sentences about one partner


@dataclass(frozen=True)
class Asked:
    """What an address asks of this room beside its filter. What it does not know, it leaves out."""

    partner: str = ""
    everything: bool = False
    at: dt.date | None = None
    order: str = ""
    page: str | None = None
    list_page: str | None = None

    @classmethod
    def in_words(cls, words: Mapping[str, str]) -> "Asked":
        return cls(
            partner=words.get("partner", "").strip(),
            everything=words.get("toon") == EVERYTHING,
            at=last_day(words.get("moment", "")),
            order=known_order(words.get("volgorde", "")),
            page=words.get("pagina"),
            list_page=words.get("verder"),
        )

    @property
    def beside(self) -> dict[str, str]:
        """These words for the other addresses of the room."""
        words = {
            "toon": EVERYTHING if self.everything else "",
            "moment": code_of(self.at) if self.at else "",
            "volgorde": self.order,
        }
        return {name: word for name, word in words.items() if word}


@dataclass(frozen=True)
class Neighbours(InPages):
    """One partner with everybody with whom it has initiatives."""

    partner: Partner
    why: str
    ties: list[PartnerTie]  # of this page
    page: Page
    chosen: WinFilter  # with this partner
    city_url: str

    @property
    def total(self) -> int:
        return self.page.paginator.count

    def at(self, number: int) -> str:
        return self.chosen.url(toon=None, volgorde=None, verder=number) + "#verbonden"


@dataclass(frozen=True)
class KeyLine:
    """A line of the legend: a gable, and whose it is."""

    gable: Gable
    words: str


@dataclass(frozen=True)
class PartnerNetwork:
    moment: Moment
    neighbours: Neighbours | None  # None where more than one partner is in the middle
    picture: PartnerPicture
    left_out: str
    table: PartnerTable
    depending: Depending
    everything_url: str  # empty where everything is shown
    start_url: str
    table_first: bool  # somebody sorted it or turned its page, or nobody stands in the middle

    @property
    def total(self) -> int:
        return self.table.page.paginator.count

    @property
    def legend(self) -> list[KeyLine]:
        """The gables that occur in the picture."""
        there = {dot.gable for dot in self.picture.dots}
        return [KeyLine(gable, words) for gable, words in _kinds().items() if gable in there]

    @property
    def line_legend(self) -> list[tuple[int, str]]:
        """The lines that occur in the picture: how wide each is, and what that says."""
        there = {0 if line.is_past else line.step for line in self.picture.lines}
        return [(step, words) for step, words in _widths().items() if step in there]


def _kinds() -> dict[Gable, str]:
    return {
        Gable.NECK: _("kennisinstelling of netwerk"),
        Gable.BELL: _("gemeente of Rijk"),
        Gable.POINT: _("wijk, bewoners of maatschappelijke organisatie"),
        Gable.CORNICE: _("bedrijf, fonds of woningcorporatie"),
    }


def _widths() -> dict[int, str]:
    return {
        1: _("1 initiatief samen"),
        2: _("2 of 3 samen"),
        3: _("4 tot 6 samen"),
        4: _("7 of meer samen"),
        0: _("nu niet meer samen"),
    }


def partner_network(chosen: WinFilter, asked: Asked) -> PartnerNetwork:
    """In: the filter, without a word about one partner. A fixed number of queries for each way to look."""
    return _Room(chosen, asked).report


class _Room:
    """What the parts of the page have in common, each asked once."""

    def __init__(self, chosen: WinFilter, asked: Asked):
        self.chosen, self.asked = chosen, asked
        self.involvement = Involvement(chosen, at=asked.at)

    @cached_property
    def rows(self) -> list[MemberRow]:
        return self.involvement.members()

    @cached_property
    def partners(self) -> dict[int, Partner]:
        known = self.chosen.onlooker.partners.filter(pk__in=[row.partner for row in self.rows])
        return known.order_by().select_related("city").in_bulk()

    @cached_property
    def focus(self) -> Partner | None:
        """The partner in the middle: the one that is asked for, or the first of those with most; None where a choice is shown."""
        if self.asked.everything:
            return None
        named = (each for each in self.partners.values() if each.slug == self.asked.partner)
        if found := next(named, None):
            return found
        narrowed = {*self.chosen.words} - {"partner"}
        return None if narrowed or not self.rows else self.partners[self.rows[0].partner]

    @cached_property
    def ties(self) -> list[SharedRow]:
        """Of the partner in the middle."""
        return self.involvement.ties_of(self.focus.pk) if self.focus else []

    @property
    def report(self) -> PartnerNetwork:
        everybody = self._in_sight()
        shown = to_draw(everybody)
        return PartnerNetwork(
            moment=self._moment(),
            neighbours=self._neighbours(),
            picture=self._picture(shown, is_cut=len(shown) < len(everybody)),
            left_out=_left_out(len(everybody), len(shown), around=self.focus is not None),
            table=self._table(),
            depending=depending(self.involvement, self.partners, focus=self.focus and self.focus.pk),
            everything_url="" if self.asked.everything else self._url(toon=EVERYTHING, stad=None),
            start_url=address(self.chosen.page) if self.asked.everything or not self.focus else "",
            table_first=bool(self.asked.order or self.asked.page) or not self.focus,
        )

    def _url(self, **changes: object) -> str:
        return self.chosen.url(**{"toon": None, "volgorde": None, **changes})

    # ------------------------------------------------------------------ the parts
    def _in_sight(self) -> list[int]:
        if self.focus:
            return [self.focus.pk, *(row.other for row in self.ties)]
        return [row.partner for row in self.rows]

    def _picture(self, shown: list[int], *, is_cut: bool) -> PartnerPicture:
        counts = {row.partner: row.initiatives for row in self.rows}
        return drawn(
            [self.partners[pk] for pk in shown],
            self.involvement.ties_among(shown),
            counts,
            links={pk: self._url(partner=self.partners[pk].slug) for pk in shown},
            focus=self.focus and self.focus.pk,
            gone=[row.partner for row in self.rows if not row.open_initiatives],
            is_cut=is_cut,
        )

    def _neighbours(self) -> Neighbours | None:
        if not self.focus:
            return None
        page = Paginator(self.ties, PER_PAGE).get_page(self.asked.list_page)
        city = self.focus.city
        return Neighbours(
            partner=self.focus,
            why=self._why(),
            ties=ties(page.object_list, self.partners, self.involvement),
            page=page,
            chosen=self._with_focus(),
            city_url=self._url(stad=city.slug) if city else "",
        )

    def _why(self) -> str:
        """Why this one stands in the middle, where nobody asked for it."""
        if self.focus is None or self.focus.slug == self.asked.partner or len(self.rows) == 1:
            return ""
        return ngettext(
            "We beginnen bij een partner met %(n)s initiatief; in wat hier staat heeft geen andere er meer.",
            "We beginnen bij een partner met %(n)s initiatieven; in wat hier staat heeft geen andere er meer.",
            self.rows[0].initiatives,
        ) % {"n": self.rows[0].initiatives}

    def _table(self) -> PartnerTable:
        lines = [self._line(row) for row in self.rows]
        return partner_table(lines, self._with_focus(), order=self.asked.order, page=self.asked.page)

    def _line(self, row: MemberRow) -> MemberLine:
        partner = self.partners[row.partner]
        exact = "" if self.asked.at else self.chosen.url("initiatives:index", samen=partner.slug)
        return MemberLine(partner, row, self._url(partner=partner.slug), exact)

    def _with_focus(self) -> WinFilter:
        """The filter for addresses that keep the partner in the middle."""
        beside = {**self.chosen.beside, "partner": self.focus.slug} if self.focus else self.chosen.beside
        return WinFilter(
            self.chosen.words, onlooker=self.chosen.onlooker, page=self.chosen.page, beside=beside
        )

    def _moment(self) -> Moment:
        at, today = self.asked.at, timezone.localdate()
        open_ones = [row for row in self.rows if row.open_initiatives]
        ends = halves(self.involvement.first_day(), today)
        here = self._with_focus()
        earlier = [day for day in ends if at is None or day < at]
        later = [day for day in ends if at and day > at]
        return Moment(
            day=at or today,
            is_past=at is not None,
            partners=len(open_ones),
            ties=sum(row.open_ties for row in self.rows) // 2,
            stopped=len(self.rows) - len(open_ones),
            undated=self.involvement.without_day() if at else 0,
            ends=tuple(ends),
            before_url=here.url(moment=code_of(earlier[-1])) if earlier else "",
            after_url=here.url(moment=code_of(later[0])) if later else "",
            now_url=here.url(moment=None) if at else "",
            path=here.path,
            kept=tuple(pair for pair in (*here.pairs, *here.beside.items()) if pair[0] != "moment"),
        )


def _left_out(n: int, shown: int, *, around: bool) -> str:
    """In: how many there are, and how many are drawn; whether they stand around one partner."""
    if shown == n:
        return ""
    which = _("die er het meest mee delen") if around else _("met de meeste initiatieven")
    text = ngettext(
        "Hier zijn %(shown)s partners getekend, %(which)s, met hooguit %(lines)s lijnen, de dikste eerst; nog %(n)s staat in de tabel.",
        "Hier zijn %(shown)s partners getekend, %(which)s, met hooguit %(lines)s lijnen, de dikste eerst; nog %(n)s staan in de tabel.",
        n - shown,
    )
    return text % {"shown": shown, "n": n - shown, "which": which, "lines": FEW_LINES}
