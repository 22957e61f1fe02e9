"""Conditions of the words in the address bar: each narrows the wins or initiatives that the reader may see.

Values of one word stand beside each other: a row fits where it fits one of them.
"""

from collections.abc import Callable
from functools import reduce
from operator import and_, or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from initiatives.lenses import ANSWERS, DIFFERING, OPEN, CodedAnswer
from initiatives.links import BY_TEAMS, FROM_SOURCES, NATIONAL
from initiatives.models import Initiative, Loss, Onlooker, Partnership, SmallWin, WinLink
from initiatives.models.checks import shown_by_another
from initiatives.models.evidence import judged_differently, judged_from, judged_good
from initiatives.models.fields import holds
from initiatives.models.wins import loaded_from_sources
from initiatives.periods import UNDATED, Period
from initiatives.reports.counting.special_wins import lasting_wins, robust_wins

Values = tuple[str, ...]  # of one word, at least one
PLACES = Initiative.cities.through.objects


# ------------------------------------------------------------------ initiatives
def in_city(slugs: Values) -> Q:
    named = [slug for slug in slugs if slug != NATIONAL]
    here = Q(pk__in=PLACES.filter(city__slug__in=named).values("initiative"))
    if NATIONAL not in slugs:
        return here
    nowhere = ~Exists(PLACES.filter(initiative=OuterRef("pk")))
    return here | Q(nowhere) if named else Q(nowhere)


def on_theme(slugs: Values) -> Q:
    return Q(pk__in=Initiative.themes.through.objects.filter(theme__slug__in=slugs).values("initiative"))


def on_challenge(slugs: Values) -> Q:
    about = Initiative.challenges.through.objects.filter(challenge__slug__in=slugs)
    return Q(pk__in=about.values("initiative"))


def with_partner(slugs: Values) -> Q:
    """Also where the partner stopped: what was done together stays to be found."""
    return Q(pk__in=Partnership.objects.filter(partner__slug__in=slugs).values("initiative"))


def with_all_of(asked: str, onlooker: Onlooker) -> Q:
    """Each of these partners has to do with it: takes or took part, or was at one of its wins."""
    return reduce(and_, (_has_to_do_with(slug, onlooker) for slug in asked.split(".")))


def _has_to_do_with(slug: str, onlooker: Onlooker) -> Q:
    takes_part = onlooker.sees(Partnership).filter(partner__slug=slug).order_by().values("initiative")
    was_there = onlooker.wins.filter(partners__slug=slug).order_by().values("initiative")
    return Q(pk__in=takes_part) | Q(pk__in=was_there)


def with_partner_of_kind(kinds: Values) -> Q:
    there = Partnership.objects.admitted().taking_part().filter(partner__kind__in=kinds)
    return Q(pk__in=there.values("initiative"))


# ------------------------------------------------------------------ wins
def any_of(
    one: Callable[[QuerySet, str, object], QuerySet],
) -> Callable[[QuerySet, Values, object], QuerySet]:
    """From wins that fit one value: wins that fit one of these values.

    As one list of keys: rows of a union are found once, and a database can join it.
    """

    def fit(wins: QuerySet, values: Values, user) -> QuerySet:
        if len(values) == 1:
            return one(wins, values[0], user)
        first, *others = (one(SmallWin.objects.order_by(), value, user).values("pk") for value in values)
        return wins.filter(pk__in=first.union(*others))

    return fit


def answered(answer: CodedAnswer) -> Callable[[QuerySet, Values, object], QuerySet]:
    """Wins of which the answer that counts is one of these codes."""
    return lambda wins, codes, user: wins.filter(reduce(or_, (holds(answer, code) for code in codes)))


def with_both_present(wins: QuerySet, asked: Values, user) -> QuerySet:
    one, other = asked[0].split(".")
    return wins.filter(partners__slug=one).filter(partners__slug=other)


def with_present(wins: QuerySet, slugs: Values, user) -> QuerySet:
    there = SmallWin.partners.through.objects.filter(partner__slug__in=slugs)
    return wins.filter(pk__in=there.values("smallwin"))


@any_of
def matching(wins: QuerySet, word: str, user) -> QuerySet:
    return wins.matching(word)


@any_of
def in_period(wins: QuerySet, word: str, user) -> QuerySet:
    return wins.undated() if word == UNDATED else wins.happened_in(Period.parse(word))


@any_of
def read_by(wins: QuerySet, word: str, user) -> QuerySet:
    return {
        "team": wins.with_team_reading,
        "redactie": wins.with_editors_reading,
        OPEN: wins.without_reading,
    }[word]()


@any_of
def tied(wins: QuerySet, word: str, user) -> QuerySet:
    return wins.linked_for(user) if word == "ja" else wins.loose_for(user)


@any_of
def by_mechanism(wins: QuerySet, word: str, user) -> QuerySet:
    links = WinLink.objects.known_to(user).filter(mechanism=word)
    return wins.filter(pk__in=links.values("later"))


@any_of
def shown_by(wins: QuerySet, word: str, user) -> QuerySet:
    return wins.filter(shown_by_another() if word == "buiten" else ~shown_by_another())


@any_of
def lasting(wins: QuerySet, word: str, user) -> QuerySet:
    return lasting_wins(wins) if word == "ja" else robust_wins(wins)


@any_of
def heard(wins: QuerySet, word: str, user) -> QuerySet:
    if word == OPEN:
        return wins.filter(judgements__isnull=True)
    return wins.filter(judged_differently() if word == DIFFERING else judged_from(word))


@any_of
def good_from(wins: QuerySet, word: str, user) -> QuerySet:
    return wins.filter(judged_good(word))


@any_of
def of_losses(wins: QuerySet, word: str, user) -> QuerySet:
    """Wins by the team's answer about losses. A win with a loss that this reader knows counts as asked."""
    if word != OPEN:
        return wins.filter(holds(ANSWERS["loss_answer"], word))
    return wins.filter(loss_answer__isnull=True).exclude(losses__in=Loss.objects.visible_to(user))


@any_of
def told(wins: QuerySet, word: str, user) -> QuerySet:
    if word == BY_TEAMS:
        return wins.exclude(loaded_from_sources())
    return wins.loaded_from_sources() if word == FROM_SOURCES else wins.told_long_after()
