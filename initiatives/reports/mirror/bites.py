"""The next bite of an initiative, and the bites of before."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from initiatives.models import ForReader, NextBite, Reader, SmallWin
from initiatives.periods import on_day
from initiatives.sentences import joined


@dataclass(frozen=True)
class BiteLine:
    """A bite as this reader knows it: who set it only for those who work on it, and the win only where
    they may read it."""

    bite: NextBite
    win: SmallWin | None
    who: str

    @property
    def chosen(self) -> SafeString:
        """The day on which it was set, and by whom if the reader may know."""
        return joined((_("Gekozen op %(day)s") % {"day": on_day(self.bite.set_at)}, self.who))


@dataclass(frozen=True)
class Bites(ForReader):
    """All bites of an initiative: the current one, others that wait, and what is done."""

    waiting: tuple[BiteLine, ...]
    done: tuple[BiteLine, ...]


def bites_of(reader: Reader) -> Bites:
    """The bites of an initiative that the reader may know, the latest first. Two queries a list."""
    bites = reader.sees_here(NextBite).select_related("set_by")
    shown = bites.prefetch_related(Prefetch("win", reader.sees(SmallWin).standing().defer("search")))
    return Bites(
        reader=reader,
        waiting=tuple(_bite_line(bite, named=reader.is_inside) for bite in shown.waiting()),
        done=tuple(_bite_line(bite, named=reader.is_inside) for bite in shown.done()),
    )


def _bite_line(bite: NextBite, *, named: bool) -> BiteLine:
    return BiteLine(bite, bite.win if bite.win_id else None, str(bite.set_by) if named else "")
