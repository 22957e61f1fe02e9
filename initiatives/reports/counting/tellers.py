"""Who told the wins of a profile. People with an account each have a number; the others are apart.

Who told without an account could be one or ten. Nobody here told what was loaded from sources.
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
    """These wins, each with the key of who told it."""
    loaded = When(loaded_from_sources(), then=Value(FROM_SOURCES))
    key = Case(loaded, default=F("logged_by_id"), output_field=BigIntegerField())
    return wins.annotate(**{KEY: key})


def tally_by_teller(wins: QuerySet, *, special: Iterable[Special] = (), **options) -> Tallies:
    """The counts of these wins by who told them. `special` must be counted by `KEY` too."""
    return tally_rows(by_teller(wins), by=KEY, special=special, **options)


def named(keys: Iterable[object]) -> set:
    """Of these keys those that are somebody."""
    return set(keys) - {WITHOUT_ACCOUNT, FROM_SOURCES}


def shares_of(tellers: Tallies) -> tuple[Tally, ...]:
    """What each of them told; also whose only wins lie before the window and still stand."""
    return tuple(tellers.of(key) for key in named(tellers.keys_ever))
