"""Conditions of the words in the address bar: each narrows the wins or initiatives that the reader may see."""

from django.db.models import Q, QuerySet

from initiatives.lenses import ANSWERS, DIFFERING, OPEN
from initiatives.links import BY_TEAMS, FROM_SOURCES, NATIONAL
from initiatives.models import Loss, Partnership, WinLink
from initiatives.models.checks import shown_by_another
from initiatives.models.evidence import judged_differently, judged_from, judged_good
from initiatives.models.fields import holds
from initiatives.models.wins import loaded_from_sources
from initiatives.periods import UNDATED, Period
from initiatives.reports.counting.special_wins import lasting_wins, robust_wins


# ------------------------------------------------------------------ initiatives
def in_city(slug: str) -> Q:
    return Q(cities__isnull=True) if slug == NATIONAL else Q(cities__slug=slug)


def with_partner(slug: str) -> Q:
    """Also where the partner stopped: what was done together stays to be found."""
    return Q(pk__in=Partnership.objects.filter(partner__slug=slug).values("initiative"))


def with_partner_of_kind(kind: str) -> Q:
    return Q(
        pk__in=Partnership.objects.admitted().taking_part().filter(partner__kind=kind).values("initiative")
    )


# ------------------------------------------------------------------ wins
def in_period(wins: QuerySet, word: str, user) -> QuerySet:
    return wins.undated() if word == UNDATED else wins.happened_in(Period.parse(word))


def read_by(wins: QuerySet, word: str, user) -> QuerySet:
    return {
        "team": wins.with_team_reading,
        "redactie": wins.with_editors_reading,
        OPEN: wins.without_reading,
    }[word]()


def tied(wins: QuerySet, word: str, user) -> QuerySet:
    return wins.linked_for(user) if word == "ja" else wins.loose_for(user)


def by_mechanism(wins: QuerySet, word: str, user) -> QuerySet:
    links = WinLink.objects.known_to(user).filter(mechanism=word)
    return wins.filter(pk__in=links.values("later"))


def shown_by(wins: QuerySet, word: str, user) -> QuerySet:
    return wins.filter(shown_by_another() if word == "buiten" else ~shown_by_another())


def lasting(wins: QuerySet, word: str, user) -> QuerySet:
    return lasting_wins(wins) if word == "ja" else robust_wins(wins)


def heard(wins: QuerySet, word: str, user) -> QuerySet:
    if word == OPEN:
        return wins.filter(judgements__isnull=True)
    return wins.filter(judged_differently() if word == DIFFERING else judged_from(word))


def good_from(wins: QuerySet, word: str, user) -> QuerySet:
    return wins.filter(judged_good(word))


def of_losses(wins: QuerySet, word: str, user) -> QuerySet:
    """Wins by the team's answer about losses. A win with a loss that this reader knows counts as asked."""
    if word != OPEN:
        return wins.filter(holds(ANSWERS["loss_answer"], word))
    return wins.filter(loss_answer__isnull=True).exclude(losses__in=Loss.objects.visible_to(user))


def told(wins: QuerySet, word: str, user) -> QuerySet:
    if word == BY_TEAMS:
        return wins.exclude(loaded_from_sources())
    return wins.loaded_from_sources() if word == FROM_SOURCES else wins.told_long_after()
