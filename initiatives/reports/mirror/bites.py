"""The next bite of an initiative, and the bites of before."""

from dataclasses import dataclass

from django.db.models import Prefetch

from initiatives.models import ForReader, NextBite, Reader, SmallWin


@dataclass(frozen=True)
class BiteLine:
    """A bite as this reader knows it: who set it only for those who work on it, and the win only where
    they may read it."""

    bite: NextBite
    win: SmallWin | None
    who: str


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
