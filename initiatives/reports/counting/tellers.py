"""The tellers of the wins of a profile. Each person with an account has a key of their own.

Wins told without an account share one key, as their tellers may be one person or ten. Wins that were
loaded from sources have no teller here.
"""

from collections.abc import Iterable

from django.db.models import BigIntegerField, Case, F, QuerySet, Value, When

from initiatives.models.wins import loaded_from_sources
from initiatives.reports.counting.special_wins import Special
from initiatives.reports.counting.tally import Tallies, Tally, tally_rows

WITHOUT_ACCOUNT = None
FROM_SOURCES = -1  # no account has this number
KEY = "told_by_key"


def by_teller(wins: QuerySet) -> QuerySet:
    """These wins, each with the key of its teller."""
    loaded = When(loaded_from_sources(), then=Value(FROM_SOURCES))
    key = Case(loaded, default=F("logged_by_id"), output_field=BigIntegerField())
    return wins.annotate(**{KEY: key})


def tally_by_teller(wins: QuerySet, *, special: Iterable[Special] = (), **options) -> Tallies:
    """The counts of these wins by teller. `special` must be counted by `KEY` too."""
    return tally_rows(by_teller(wins), by=KEY, special=special, **options)


def named(keys: Iterable[object]) -> set:
    """The keys that stand for one person."""
    return set(keys) - {WITHOUT_ACCOUNT, FROM_SOURCES}


def shares_of(tellers: Tallies) -> tuple[Tally, ...]:
    """The counts of each person."""
    return tuple(tellers.of(key) for key in named(tellers.keys))
