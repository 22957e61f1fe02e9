"""What a worker does besides sending: each act at its hour, and how others see that it lives."""

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from initiatives.exchange.letters import keep_periodic
from initiatives.exchange.periodic_letters import ask_whether_still_so, remind_of_days, write_week_mail
from initiatives.models import Letter

log = logging.getLogger(__name__)

LIFE, GONE_AFTER = "worker-lives", 120  # seconds
WAITS_TOO_LONG = dt.timedelta(minutes=10)
A_DAY_AND_MORE, IN_HAND = 30 * 60 * 60, 15 * 60  # seconds
MONDAY = 0


@dataclass(frozen=True)
class Act:
    """Done once a day, from this hour on; on one day of the week where one is named. Twice is once: each act sees to that itself."""

    name: str
    hour: int
    do: Callable[[], object]
    weekday: int | None = None

    def is_due(self, now: dt.datetime) -> bool:
        return now.hour >= self.hour and self.weekday in (None, now.weekday())


ACTS = (
    Act("forget", 3, partial(call_command, "forget", verbosity=0)),
    Act("lay_out_partners", 4, partial(call_command, "lay_out_partners", verbosity=0)),
    Act("week_mail", 7, partial(write_week_mail, keep_periodic), weekday=MONDAY),
    Act("still_so", 7, partial(ask_whether_still_so, keep_periodic)),
    Act("days", 7, partial(remind_of_days, keep_periodic)),
)


def show_life() -> None:
    cache.set(LIFE, "yes", GONE_AFTER)


def make_rounds() -> Iterator[str]:
    """Do what its hour has come for and what no worker did today. Out: the name of each.

    One that fails, or whose worker is killed, is tried again a quarter of an hour later; the others are done meanwhile.
    """
    now = timezone.localtime()
    for act in ACTS:
        mark = f"worker-{act.name}-{now.date()}"
        if not act.is_due(now) or not cache.add(mark, "in hand", IN_HAND):
            continue
        try:
            act.do()
        except Exception:  # whatever it was, the letters still go
            log.exception("%s failed", act.name)
        else:
            cache.set(mark, "done", A_DAY_AND_MORE)
            yield act.name


def nobody_sends() -> int:
    """How many letters wait too long while no worker lives; 0 while one does. The letters of tries that failed wait for their turn."""
    if cache.get(LIFE):
        return 0
    return Letter.objects.due().filter(due_at__lte=timezone.now() - WAITS_TOO_LONG).count()
