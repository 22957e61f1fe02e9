"""Conditions on the columns of a win, from which columns, rules and lists are made."""

from functools import reduce
from operator import or_

from django.db.models import F, Q

from initiatives.lenses import PLACED_BY, Audience

LONG_AFTER = 180  # days between happening and telling, from which a win is told long after

# Told, not withdrawn and not merged. A win that was told without an account also needs a team that took it on.
STANDS = Q(drafted_at__isnull=True, withdrawn_at__isnull=True, merged_at__isnull=True) & (
    Q(capture_link__isnull=True) | Q(taken_on_at__isnull=False)
)
FOR_THE_NETWORK = STANDS & Q(audience__in=[Audience.NETWORK, Audience.PUBLIC])
FOR_EVERYONE = STANDS & Q(audience=Audience.PUBLIC, confirmed_at__isnull=False, returned_at__isnull=True)
# Withdrawn by who told it without an account: nobody is named, and no word is left.
TAKEN_BACK = Q(withdrawn_at__isnull=False, withdrawn_by__isnull=True)
WITHOUT_READING = Q(**{f"{answer.counted_name}__isnull": True for answer in PLACED_BY})
ONLY_EDITORS_READING = reduce(
    or_,
    (Q(**{f"{answer.name}__isnull": True, f"{answer.editors_name}__isnull": False}) for answer in PLACED_BY),
)


def told_long_after() -> Q:
    return Q(logged_at__date__gt=F("middle_on") + LONG_AFTER) & ~loaded_from_sources()


def as_it_stands(moment: str, win: str = "") -> Q:
    """A condition on rows: what was said at this moment was said of the words and the date that the win has now.

    In: the column with the moment; and the way from the row to its win.
    """
    reworded = f"{win}__reworded_at" if win else "reworded_at"
    return Q(**{f"{reworded}__isnull": True}) | Q(**{f"{reworded}__lte": F(moment)})


def loaded_from_sources() -> Q:
    """Loaded with the data set: the day of loading says nothing of when somebody first told it."""
    return Q(dataset_key__isnull=False)
