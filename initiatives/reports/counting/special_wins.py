"""Special wins count for more in a profile: outsiders saw them, they are more than a signal, or they last.

Theory §14 asks these three things of a cell beside its count. Few wins have them, so they are looked
up apart from the counting: two small queries beside the one that counts.
"""

from collections.abc import Iterable, Mapping
from functools import cache

from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, QuerySet, Value, When

from initiatives.lenses import Choice
from initiatives.models import Ambition, Evidence
from initiatives.models.evidence import CRITERIA, FROM_OUTSIDE, lasting, seen_from_outside
from initiatives.periods import Period
from initiatives.reports.counting.cells import Sort, thresholds
from initiatives.reports.counting.tally import Special, read_as

# Graded above signal.
DONE = Q(concrete__in=CRITERIA["concrete"], completed__in=CRITERIA["completed"])


def special_wins(wins: QuerySet, period: Period | None = None, *, by: str = "initiative_id") -> list[Special]:
    """The wins among these that have evidence or are graded above signal, counted by the column `by`.

    In: `wins` that the reader may see, of any date; those outside the period are kept where they
    still stand. One query.
    """
    inside = Q(middle_on__range=(period.first_day, period.last_day)) if period else None
    rows = (
        wins.order_by()
        .filter(Q(pk__in=shown_by_others().values("win")) | DONE)
        .annotate(
            inside=whether(inside) if inside else Value(True),
            shown=seen_from_outside(),
            done=whether(DONE),
            lasted=lasted(period),
        )
        .values(by, "reading", "inside", "shown", "done", "lasted")
        .annotate(n=Count("pk"))
        .values_list(by, "reading", "inside", "shown", "done", "lasted", "n")
    )
    found = (
        Special(of, read_as(code), _sort(inside, shown, done, shown and lasted), n)
        for of, code, inside, shown, done, lasted, n in rows
    )
    return [each for each in found if each.sort.inside or each.sort.lasts]


@cache
def _sort(inside: bool, shown: bool, done: bool, lasts: bool) -> Sort:
    """The sort with these properties, from a cache: there are sixteen sorts and thousands of wins."""
    return Sort(inside, shown, done, lasts)


def special_where_shown(wins: QuerySet, period: Period | None = None) -> list[Special]:
    """The special wins of a whole network: only initiatives where others showed something can move or last."""
    where = shown_by_others().order_by().values("win__initiative")
    return special_wins(wins.filter(initiative__in=where), period)


def shown_by_others() -> QuerySet:
    return Evidence.objects.filter(independence__in=FROM_OUTSIDE).order_by()


def lasted(period: Period | None) -> Exists:
    """The condition that somebody found it standing a year later, and looked in this period."""
    days = thresholds().lasting_days
    return lasting(period.first_day, period.last_day, days=days) if period else lasting(days=days)


def lasting_wins(wins: QuerySet, period: Period | None = None) -> QuerySet:
    """The wins that last (theory §14): shown by others and found standing a year later."""
    return wins.filter(seen_from_outside(), lasted(period))


def chosen_not(initiatives: Iterable[int] | None = None) -> Mapping[int, frozenset[str]]:
    """The types and directions that each team decided against for now, by initiative. One query.

    In: the initiatives; without a list, all of them.
    """
    newer = Ambition.objects.filter(initiative=OuterRef("initiative"), ray=OuterRef("ray"))
    newest = newer.order_by("-decided_at", "-pk").values("pk")[:1]
    rows = Ambition.objects.filter(choice=Choice.NOT, pk=newest).order_by()
    rows = rows if initiatives is None else rows.filter(initiative__in=initiatives)
    found: dict[int, set[str]] = {}
    for initiative, ray in rows.values_list("initiative", "ray"):
        found.setdefault(initiative, set()).add(ray)
    return {initiative: frozenset(rays) for initiative, rays in found.items()}


def whether(condition: Q) -> Case:
    """A column that says whether the condition holds; NULL counts as no."""
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())
