"""What wins bring to a profile beside being there: who is behind them, who else showed them, how long ago they are.

Theory §14 asks these things of a cell beside its count. Only where somebody else showed a win can they change a
state, so a network asks them of few initiatives.
"""

from collections.abc import Iterable, Mapping
from functools import cache

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.utils import timezone

from initiatives.lenses import Choice
from initiatives.models import Ambition
from initiatives.models.checks import shown_by_another
from initiatives.models.evidence import had_headwind, lasting
from initiatives.models.wins import loaded_from_sources
from initiatives.periods import Period, recent_years
from initiatives.reports.counting.cells import Sort, thresholds
from initiatives.reports.counting.tally import Special, read_as


class Publishers(Func):
    """The hosts of the web addresses in a text, in the order of the alphabet, with spaces between them."""

    template = (
        "array_to_string(array(select distinct lower(found[1]) "
        r"from regexp_matches(%(expressions)s, 'https?://(?:www\.)?([^/\s:]+)', 'gi') found order by 1), ' ')"
    )
    output_field = TextField()


def special_wins(wins: QuerySet, *, by: str = "initiative_id") -> list[Special]:
    """These wins by what they bring, counted by the column `by`. One query.

    In: `wins` of the window, that the reader may see.
    """
    columns = (by, "reading", "teller", "published", "seen", "recent", "lasts")
    rows = (
        wins.order_by()
        .annotate(
            teller=Case(When(loaded_from_sources(), then=Value(None)), default=F("logged_by_id")),
            published=Case(
                When(loaded_from_sources(), then=Publishers("sources")),
                default=Value(""),
                output_field=TextField(),
            ),
            seen=whether(shown_by_another()),
            recent=whether(_within(recent_years(timezone.localdate()))),
            lasts=lasted(),
        )
        .values(*columns)
        .annotate(n=Count("pk"))
        .values_list(*columns, "n")
    )
    return [Special(of, read_as(code), _sort(*brought), n) for of, code, *brought, n in rows]


@cache
def _sort(teller: int | None, published: str, seen: bool, recent: bool, lasts: bool) -> Sort:
    """The sort with these properties, from a cache: there are few tellers and thousands of wins."""
    voices = frozenset(published.split()) if teller is None else frozenset([teller])
    return Sort(voices, seen, recent, lasts)


def _within(period: Period) -> Q:
    return Q(middle_on__range=(period.first_day, period.last_day))


def special_where_shown(wins: QuerySet) -> list[Special]:
    """The special wins of a whole network: without a win that somebody else showed, a place stays a signal."""
    where = wins.order_by().filter(shown_by_another()).values("initiative")
    return special_wins(wins.filter(initiative__in=where))


def lasted() -> Exists:
    """The condition that the latest look, a year later or more, found it standing."""
    return lasting(days=thresholds().lasting_days)


def lasting_wins(wins: QuerySet) -> QuerySet:
    """The wins that still stand (theory §14)."""
    return wins.filter(lasted())


def robust_wins(wins: QuerySet) -> QuerySet:
    """The wins that still stand, and had headwind in between: that is robustness (theory §7b)."""
    return lasting_wins(wins).filter(had_headwind())


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
