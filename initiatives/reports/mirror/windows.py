"""The windows around initiatives, those that are open first, and which of them soon close."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.language import in_language
from initiatives.lenses import WindowState
from initiatives.links import address
from initiatives.models import Actor, Initiative, Reader, SmallWin, Window
from initiatives.reports.mirror.walls import houses
from initiatives.sentences import joined, link

OPEN_STATES = (WindowState.OPEN, WindowState.CLOSING)


@dataclass(frozen=True)
class WindowLine:
    """A window on a day: how it stands, and the wins that used it."""

    window: Window
    state: WindowState
    day: dt.date
    actors: tuple[Actor, ...]
    wins: tuple[SmallWin, ...]
    may_edit: bool

    @property
    def at_whose(self) -> SafeString:
        return houses(self.actors)

    @property
    def is_closing(self) -> bool:
        return self.state == WindowState.CLOSING

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def when(self) -> str:
        """How it stands in words: "sluit over 12 dagen"."""
        return when_of(self.window, self.state, self.day)


def when_of(window: Window, state: WindowState, day: dt.date) -> str:
    if state == WindowState.CLOSING:
        return closing_words((window.closes_on - day).days)
    return capfirst(str(state.label))


def closing_words(days: int) -> str:
    if days == 0:
        return _("Sluit vandaag")
    return ngettext("Sluit over %(n)d dag", "Sluit over %(n)d dagen", days) % {"n": days}


def windows_around(reader: Reader):
    return reader.sees(Window).around(Initiative.objects.filter(pk=reader.initiative.pk))


def window_lines(rows, *, user, day: dt.date | None = None) -> tuple[WindowLine, ...]:
    """These windows: what is open first, and of those what closes first."""
    day = day or timezone.localdate()
    wins = SmallWin.objects.visible_to(user).standing().defer("search").newest_first()
    actors = Actor.objects.visible_to(user).select_related("partner", "initiative")
    shown = rows.select_related("city", "initiative").prefetch_related(
        Prefetch("wins", wins, to_attr="seen_wins"), Prefetch("actors", actors, to_attr="seen_actors")
    )
    mine = set(Window.objects.editable_by(user).filter(pk__in=rows.values("pk")).values_list("pk", flat=True))
    lines = [
        WindowLine(
            window=window,
            state=window.state_on(day),
            day=day,
            actors=tuple(window.seen_actors),
            wins=tuple(window.seen_wins),
            may_edit=window.pk in mine,
        )
        for window in shown
    ]
    return tuple(sorted(lines, key=_open_first))


_ORDER = (WindowState.CLOSING, WindowState.OPEN, WindowState.NOT_YET, WindowState.CLOSED)


def _open_first(line: WindowLine) -> tuple:
    until = line.window.closes_on or dt.date.max
    return _ORDER.index(line.state), until, line.window.opens_on, line.window.title


@dataclass(frozen=True)
class Closing:
    """A window that closes soon and was not used yet."""

    window: Window
    words: str
    of_many: bool = False  # beside windows of other initiatives, so that it says whose it is

    @property
    def account(self) -> SafeString:
        """The time that is left, the window, and its city or initiative."""
        of = self.window.initiative if self.of_many else None
        whose = self.window.city or (in_language(of, "title") if of else "")
        named = joined((link(self.href, self.window.title, lang="nl"), whose))
        return joined((self.words, named), ": ")

    @property
    def href(self) -> str:
        """Where it stands: at its initiative, or on the page of its city."""
        of = self.window.initiative
        page = address("outside:index", of.slug) if of else self.window.city.get_absolute_url()
        return f"{page}#window-{self.window.pk}"


def closing(windows, day: dt.date, initiatives, *, of_many: bool = False) -> tuple[Closing, ...]:
    """The windows among these that close soon and that these initiatives did not use yet."""
    rows = windows.closing_after(day, initiatives).select_related("initiative", "city")
    rows = rows.order_by("closes_on", "title_sort")
    return tuple(Closing(window, closing_words((window.closes_on - day).days), of_many) for window in rows)


def closing_for(user) -> tuple[Closing, ...]:
    """The windows that close soon around this person's teams and in the cities that they coordinate."""
    own, known = Initiative.objects.visible_to(user).of_team(user), Window.objects.visible_to(user)
    return closing(known.around(own) | known.of_cities_of(user), timezone.localdate(), own, of_many=True)
