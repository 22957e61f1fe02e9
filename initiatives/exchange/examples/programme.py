"""Load the example programme, once and whole."""

from django.db import transaction

from initiatives.exchange.examples.casts import Cast, cast_of_the_example
from initiatives.exchange.examples.files import INITIATIVES, Row, columns_of, day, noon, told_of
from initiatives.exchange.examples.surroundings import open_window, surround
from initiatives.exchange.examples.teams import begin, what_waits
from initiatives.exchange.examples.wins import lead_from_one_to_another, losses_of_its_own, tell_wins
from initiatives.exchange.examples.wishes import goes_on, take_rounds, wants
from initiatives.models import Initiative, InitiativeLink, Introduction, Programme, SignalDismissal
from initiatives.reports.profile.snapshots import take_snapshot


@transaction.atomic
def load_example() -> bool:
    """Out: whether it is new. One that is here stays as people left it."""
    Programme.objects.one_at_a_time()
    if Programme.objects.filter(is_example=True).exists():
        return False
    cast = cast_of_the_example()
    files = {slug: told_of(slug) for slug in INITIATIVES}
    for slug, told in files.items():
        cast.initiatives[slug] = _initiative(told, cast)
    _between(told_of("programme"), cast)
    for slug, told in files.items():
        _last_of_all(told, cast.initiatives[slug], cast)
    return True


def _initiative(told: Row, cast: Cast) -> Initiative:
    initiative = begin(told, cast)
    tell_wins(told, initiative, cast)
    losses_of_its_own(told, initiative, cast)
    wants(told, initiative, cast)
    take_rounds(told, initiative, cast)
    surround(told, initiative, cast)
    goes_on(told, initiative, cast)
    what_waits(told, initiative, cast)
    return initiative


def _between(told: Row, cast: Cast) -> None:
    """What is of two initiatives, or of a city."""
    for row in told["ties"]:
        _belong(row, cast)
    for row in told["links"]:
        lead_from_one_to_another(row, cast)
    for row in told["introductions"]:
        _introduce(row, cast)
    for row in told["city_windows"]:
        open_window(row, cast, city=cast.cities[row["city"]])


def _belong(row: Row, cast: Cast) -> None:
    """A tie that one team told, and to which somebody of the other one said yes."""
    one, other = (cast.initiatives[row[name]] for name in ("initiative", "other"))
    told = columns_of(row, "initiative", "other", "by", "yes")
    tie = InitiativeLink(initiative=one, other=other, **told)
    InitiativeLink.objects.tell(tie, here=one, by=cast.people[row["by"]]).agree(by=cast.people[row["yes"]])


def _introduce(row: Row, cast: Cast) -> None:
    one, other = (cast.initiatives[row[name]] for name in ("one", "other"))
    topic, by = cast.topics[row["topic"]], cast.people[row["by"]]
    asked = Introduction.objects.propose(one, other, topic=topic, why=row["why"], by=by)
    asked.proposed_at = noon(day(row["ago"]))
    asked.save(update_fields=["proposed_at"])


def _last_of_all(told: Row, initiative: Initiative, cast: Cast) -> None:
    """A question that the team put aside, and the profile of today, kept."""
    if row := told.get("aside"):
        SignalDismissal.objects.put_aside(
            initiative=initiative, about="", by=cast.people[row["by"]], **columns_of(row)
        )
    if row := told.get("snapshot"):
        take_snapshot(initiative, by=cast.people[row["by"]])
