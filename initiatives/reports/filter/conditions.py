"""Which rows fit a word of the address bar. A word about wins gets wins that the reader may see, and gives fewer."""

from django.db.models import Q, QuerySet

from initiatives.lenses import ANSWERED, DIFFERING, NONE_OF_THESE, OPEN, UNKNOWN, Level
from initiatives.models import Loss, Partnership, WinLink
from initiatives.models.evidence import judged_differently, judged_from, judged_good, seen_from_outside
from initiatives.periods import UNDATED, Period
from initiatives.reports.counting.standing import still_standing

NATIONAL = "landelijk"  # of no city
LATER, FROM_SOURCES = "later", "bron"  # told long after it happened; loaded from sources


# ------------------------------------------------------------------ initiatives
def in_city(slug: str) -> Q:
    return Q(cities__isnull=True) if slug == NATIONAL else Q(cities__slug=slug)


def with_partner(**condition) -> Q:
    return Q(pk__in=Partnership.objects.filter(**condition).values("initiative"))


# ------------------------------------------------------------------ wins
def in_period(wins: QuerySet, word: str, user) -> QuerySet:
    return wins.undated() if word == UNDATED else wins.happened_in(Period.parse(word))


def read_as(column: str):
    """A word of a set, or one of the answers that are no word."""

    def condition(wins: QuerySet, word: str, user) -> QuerySet:
        if word == ANSWERED:
            return wins.exclude(**{f"{column}__isnull": True}).exclude(**{column: [UNKNOWN]})
        special = {NONE_OF_THESE: {column: []}, OPEN: {f"{column}__isnull": True}}
        return wins.filter(**special.get(word, {f"{column}__contains": [word]}))

    return condition


def at_level(wins: QuerySet, word: str, user) -> QuerySet:
    if word == ANSWERED:
        return wins.filter(counted_level__in=Level.values)
    return wins.filter(counted_level__isnull=True) if word == OPEN else wins.filter(counted_level=word)


def read_by(wins: QuerySet, word: str, user) -> QuerySet:
    return {"team": wins.read_by_team, "redactie": wins.read_by_editors, OPEN: wins.not_read}[word]()


def tied(wins: QuerySet, word: str, user) -> QuerySet:
    return wins.linked_for(user) if word == "ja" else wins.loose_for(user)


def by_mechanism(wins: QuerySet, word: str, user) -> QuerySet:
    links = WinLink.objects.standing().visible_to(user).filter(mechanism=word)
    return wins.filter(pk__in=links.values("later"))


def shown_by(wins: QuerySet, word: str, user) -> QuerySet:
    return wins.filter(seen_from_outside() if word == "buiten" else ~seen_from_outside())


def standing_later(wins: QuerySet, word: str, user) -> QuerySet:
    return still_standing(wins, Period.asked(word))


def heard(wins: QuerySet, word: str, user) -> QuerySet:
    if word == OPEN:
        return wins.filter(judgements__isnull=True)
    return wins.filter(judged_differently() if word == DIFFERING else judged_from(word))


def good_from(wins: QuerySet, word: str, user) -> QuerySet:
    return wins.filter(judged_good(word))


def not_asked_for_losses(wins: QuerySet, word: str, user) -> QuerySet:
    return wins.filter(loss_answer__isnull=True).exclude(losses__in=Loss.objects.visible_to(user))


def told(wins: QuerySet, word: str, user) -> QuerySet:
    return wins.loaded_from_sources() if word == FROM_SOURCES else wins.told_long_after()
