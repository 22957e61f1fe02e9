"""A city on one sheet of A4: what happens there, what was lost, where teams are stuck, and what is open now."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.language import plain, shortened
from initiatives.lenses import Audience
from initiatives.models import (
    Appeal,
    City,
    Initiative,
    Loss,
    Onlooker,
    Partner,
    Partnership,
    SmallWin,
    Wall,
    Window,
)
from initiatives.periods import Period
from initiatives.reports.counting.roses import InitiativeLine, initiative_lines
from initiatives.reports.mirror.windows import when_of
from initiatives.reports.network.city import open_windows_of
from initiatives.reports.story import fitting
from initiatives.reports.story.sheets import LETTERS, PARTNERS_ON_SHEET, SHORT_NAME, and_more, heaviest_first
from initiatives.reports.story.spans import Span

WINS_ON_SHEET, LINES_ON_SHEET = 4, 7
LINE, FACT, PART = 90, 240, 110  # the most letters of an initiative, of a fact, and of one thing in a fact
IN_A_FACT = 3


@dataclass(frozen=True)
class Fact:
    """A heading of the sheet, and what stands under it."""

    heading: str
    said: str


@dataclass(frozen=True)
class CitySheet:
    """All that stands on the A4 of a city, as one reader may know it. Nothing on it is for a team alone."""

    city: City
    span: Span
    lines: list[InitiativeLine]  # with the wins of the span
    picks: list[SmallWin]  # the latest of the initiatives, one of each at most
    loaded: int
    losses: list[Loss]
    appeals: list[Appeal]
    walls: list[Wall]
    partners: list[Partner]
    windows: list[Window]
    day: dt.date

    letters = LETTERS

    @property
    def total(self) -> int:
        return sum(line.wins for line in self.lines)

    @property
    def shown_lines(self) -> list[InitiativeLine]:
        """Those of which most recently something was told first; one more is not worth the words "and 1 more"."""
        ordered = [*_latest(self.lines), *(line for line in self.lines if not line.newest)]
        return ordered if len(ordered) <= LINES_ON_SHEET + 1 else ordered[:LINES_ON_SHEET]

    @property
    def lines_more(self) -> str:
        return and_more("", len(self.lines) - len(self.shown_lines)).strip()

    @property
    def line_letters(self) -> int:
        return LINE

    @property
    def scale(self) -> int:
        """How large its letters may be, in hundredths of their normal size."""
        wins = [fitting.win(_letters(win, "title", LETTERS["win"])) for win in self.picks]
        titles = [_letters(line.initiative, "title", LINE) for line in self.shown_lines]
        lines = [
            fitting.line(n + len(str(line.told)) + 1)
            for n, line in zip(titles, self.shown_lines, strict=True)
        ]
        facts = [fitting.fact(len(fact.said)) for fact in self.facts]
        return fitting.scale_for(fitting.title(len(self.city.name)), wins, facts, lines)

    # ------------------------------------------------------------------ in words
    @property
    def sentence(self) -> str:
        n = len(self.lines)
        here = ngettext("%(n)s initiatief", "%(n)s initiatieven", n) % {"n": n}
        told = ngettext("%(n)s small win", "%(n)s small wins", self.total) % {"n": self.total}
        return _("%(initiatives)s, %(wins)s.") % {"initiatives": here, "wins": told}

    @property
    def facts(self) -> list[Fact]:
        """In the order of the sheet. What nobody told is left out, but for losses and partners."""
        found = (
            Fact(_("Vraagstukken"), _few(plain(each, "title") for each in self._questions)),
            Fact(_("Keerzijde"), self._lost),
            Fact(_("Wie er meedoen"), self._company),
            Fact(_("Hier lopen teams op vast"), self._stuck),
            Fact(
                _("Wat teams vragen"),
                _few(f"{row.asked} ({plain(row.initiative, 'title')})" for row in self._asking),
            ),
            Fact(_("Kansen die nu open staan"), _few(map(self._open, self.windows))),
        )
        return [fact for fact in found if fact.said]

    @property
    def _questions(self) -> list:
        found = {each: None for line in self.lines for each in line.initiative.challenges.all()}
        return sorted(found, key=lambda each: each.title_sort)

    @property
    def _lost(self) -> str:
        if not self.losses:
            return _("Er staat geen verlies dat hier te lezen is. Dat zegt niet dat er niets verloren ging.")
        return _few(map(_loss, self.losses))

    @property
    def _company(self) -> str:
        names = [shortened(each.name, SHORT_NAME) for each in self.partners[:PARTNERS_ON_SHEET]]
        if not names:
            return _("Nog geen partner opgeschreven.")
        while len(", ".join(names)) > FACT - PART // 4:
            names.pop()
        return and_more(", ".join(names), len(self.partners) - len(names))

    @property
    def _stuck(self) -> str:
        written = [f"{row.stuck} ({plain(row.initiative, 'title')})" for row in self.appeals if row.stuck]
        return _few(written or [capfirst(plain(wall.topic, "name")) for wall in self._walls])

    @property
    def _walls(self) -> list[Wall]:
        """Each wall once, also where several run into it."""
        return list({wall.topic_id: wall for wall in self.walls}.values())

    @property
    def _asking(self) -> list[Appeal]:
        return [row for row in self.appeals if row.asked]

    def _open(self, window: Window) -> str:
        return f"{window.title} ({when_of(window, window.state_on(self.day), self.day).lower()})"

    @property
    def is_for_everyone(self) -> bool:
        """True where a visitor of the site could read all of it."""
        return (
            all(line.initiative.shown_to == Audience.PUBLIC for line in self.lines)
            and all(win.is_for_everyone for win in self.picks)
            and all(row.audience == Audience.PUBLIC for row in (*self.losses, *self.appeals))
            and not (self.walls or self.windows)
        )

    @property
    def account(self) -> str:
        """How the wins were chosen, who told of them, and for whom the sheet is."""
        is_invented = bool(self.lines) and all(line.initiative.programme.is_example for line in self.lines)
        closed = _("Op dit blad staat iets wat niet iedereen op de site kan lezen.")
        sentences = (
            _("Small wins: de nieuwste, van elk initiatief hooguit één.") if len(self.picks) > 1 else "",
            self._source,
            _("Alles op dit blad is bedacht.") if is_invented else "",
            "" if self.is_for_everyone else closed,
        )
        return " ".join(filter(None, sentences))

    @property
    def _source(self) -> str:
        if not self.total:
            return ""
        if not self.loaded:
            return _("Bron: wat de teams vertelden.")
        if self.loaded == self.total:
            return _("Bron: openbare bronnen, gelezen door de redactie.")
        text = ngettext(
            "Bron: bij %(n)s small win openbare bronnen, gelezen door de redactie; bij de rest wat de teams vertelden.",
            "Bron: bij %(n)s small wins openbare bronnen, gelezen door de redactie; bij de rest wat de teams vertelden.",
            self.loaded,
        )
        return text % {"n": self.loaded}


def city_sheet(city: City, onlooker: Onlooker, *, span: Span, day: dt.date) -> CitySheet:
    """The A4 of a city, to this reader, in a fixed number of queries. In: `span`, the days that wins and losses are about."""
    here = onlooker.initiatives.read_by_the_network().filter(cities=city)
    wins = onlooker.wins.filter(is_for_network=True, initiative__in=here.order_by().values("pk"))
    wins = wins.happened_in(span.period) if span.period else wins
    listed = here.select_related("programme").prefetch_related("challenges").order_by("title_sort")
    lines = initiative_lines(listed, wins)
    return CitySheet(
        city=city,
        span=span,
        lines=lines,
        picks=_picks(lines),
        loaded=wins.loaded_from_sources().count(),
        losses=list(_losses(here, onlooker, span.period)[:IN_A_FACT]),
        appeals=list(_appeals(here, onlooker)),
        walls=list(
            _of(here, onlooker.sees(Wall).in_the_way()).select_related("topic").order_by("added_at", "pk")
        ),
        partners=list(_partners(here, onlooker)),
        windows=list(open_windows_of(city, onlooker)[:IN_A_FACT]),
        day=day,
    )


def _latest(lines: list[InitiativeLine]) -> list[InitiativeLine]:
    """Those with a win that has a date, of which something happened last first."""
    dated = (line for line in lines if line.newest)
    return sorted(dated, key=lambda line: line.newest.occurred_on, reverse=True)


def _picks(lines: list[InitiativeLine]) -> list[SmallWin]:
    keys = [line.newest.pk for line in _latest(lines)[:WINS_ON_SHEET]]
    found = SmallWin.objects.defer("search").in_bulk(keys)
    return [found[key] for key in keys]


def _of(here: QuerySet[Initiative], rows: QuerySet) -> QuerySet:
    return rows.filter(initiative__in=here.order_by().values("pk"))


def _losses(here: QuerySet, onlooker: Onlooker, period: Period | None) -> QuerySet:
    """Those of the period, the heaviest first, without what a team keeps for itself."""
    losses = _of(here, onlooker.sees(Loss).standing()).exclude(audience=Audience.TEAM)
    if period:
        losses = losses.filter(seen_on__range=(period.first_day, period.last_day))
    return heaviest_first(losses).select_related("initiative")


def _appeals(here: QuerySet, onlooker: Onlooker) -> QuerySet:
    rows = _of(here, onlooker.sees(Appeal).newest()).exclude(audience=Audience.TEAM)
    return rows.select_related("initiative").order_by("-written_at", "pk")


def _partners(here: QuerySet, onlooker: Onlooker) -> QuerySet:
    """Those that take part now, that everybody may know."""
    now = Partnership.objects.here_now(here).order_by().values("partner")
    return onlooker.partners.filter(pk__in=now).order_by("name_sort", "pk")


def _loss(loss: Loss) -> str:
    words = plain(loss, "title") if loss.title else capfirst(str(loss.get_kind_display()))
    return f"{words}{loss.for_whom} ({plain(loss.initiative, 'title')})"


def _letters(row: object, field: str, most: int) -> int:
    return min(len(plain(row, field)), most)


def _few(texts: Iterable[str]) -> str:
    """The first of these that fit in a fact, each cut where it is long, and how many more there are."""
    found = list(texts)
    shown: list[str] = []
    for text in found[:IN_A_FACT]:
        short = shortened(text, PART)
        if shown and len(" · ".join([*shown, short])) > FACT:
            break
        shown.append(short)
    return and_more(" · ".join(shown), len(found) - len(shown)) if shown else ""
