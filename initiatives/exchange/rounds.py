"""What a worker does besides letters: at which hour, and how others see that it lives."""

import datetime as dt
from collections.abc import Iterator

from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from initiatives.models import Letter

NIGHTLY = {"forget": 3, "lay_out_partners": 4}  # commands, and the hour from which each is done, once a day
LIFE, GONE_AFTER = "worker-lives", 120  # seconds
WAITS_TOO_LONG = dt.timedelta(minutes=10)
A_DAY_AND_MORE = 30 * 60 * 60


def show_life() -> None:
    cache.set(LIFE, "yes", GONE_AFTER)


def make_rounds() -> Iterator[str]:
    """Do what its hour has come for and what no other worker did today. Out: the name of each."""
    now = timezone.localtime()
    for command, hour in NIGHTLY.items():
        done = f"worker-{command}-{now.date()}"
        if now.hour >= hour and cache.add(done, "done", A_DAY_AND_MORE):
            call_command(command, verbosity=0)
            yield command


def nobody_sends() -> int:
    """How many letters wait too long while no worker lives; 0 while one does. The letters of tries that failed wait for their turn."""
    if cache.get(LIFE):
        return 0
    return Letter.objects.due().filter(due_at__lte=timezone.now() - WAITS_TOO_LONG).count()
