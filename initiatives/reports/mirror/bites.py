"""The next bite of an initiative, and the bites of before."""

from dataclasses import dataclass

from django.db.models import Prefetch

from initiatives.models import Initiative, NextBite, SmallWin


@dataclass(frozen=True)
class BiteLine:
    """A bite as this reader knows it: who set it only for those who work on it, and the win only where
    they may read it."""

    bite: NextBite
    win: SmallWin | None
    who: str


@dataclass(frozen=True)
class Bites:
    """All bites of an initiative: the current one, others that wait, and what is done."""

    initiative: Initiative
    may_edit: bool
    waiting: tuple[BiteLine, ...]
    done: tuple[BiteLine, ...]


def bites_of(initiative: Initiative, *, user, may_edit: bool) -> Bites:
    """The bites of an initiative that the reader may know, the latest first. Two queries a list."""
    bites = NextBite.objects.visible_to(user).filter(initiative=initiative).select_related("set_by")
    wins = SmallWin.objects.visible_to(user).standing().defer("search")
    shown = bites.prefetch_related(Prefetch("win", wins))
    return Bites(
        initiative=initiative,
        may_edit=may_edit,
        waiting=tuple(_line(bite, named=may_edit) for bite in shown.waiting()),
        done=tuple(_line(bite, named=may_edit) for bite in shown.done()),
    )


def _line(bite: NextBite, *, named: bool) -> BiteLine:
    return BiteLine(bite, bite.win if bite.win_id else None, str(bite.set_by) if named else "")
