"""The questions of the network: those that somebody may mean by what they typed, and the initiatives of one.

A hint and never a refusal: two questions with the same words may still be two questions.
"""

import re
from dataclasses import dataclass

from django.db.models import QuerySet

from initiatives.models import Challenge
from initiatives.names import folded

TYPED_AT_LEAST, HINTED = 3, 8
COMPARED_AT_MOST = 1_000
START = 6  # letters that two words share where they are one word: eenzaam, eenzaamheid
ANOTHER_QUESTION = "new"  # none of those that were hinted
# Words of so many questions that they do not say which it is.
IN_MANY = frozenset(
    re.findall(
        r"\w+",
        "hoe wat wie waar wanneer waarom welke kan kun kunnen krijg krijgen krijgt maken maakt zorg zorgen zorgt doen doet gaan gaat "
        "blijven blijft houden houdt komen komt worden wordt willen moeten zijn hebben heeft laten geven helpen voorkomen "
        "dat die dit deze het een van voor met zonder naar door over onder tegen tussen onze jullie hun ons meer minder beter goed goede "
        "mensen iedereen samen elkaar niet wel ook nog zich als aan bij uit stad steden how what who where when why which can could "
        "make makes keep keeps get gets people with without from into more less better good together each other everyone everybody "
        "that this these those their our your for the and city cities",
    )
)


@dataclass(frozen=True)
class ChallengeHints:
    """Questions that somebody may mean, each with whether it is chosen, and whether it is none of them."""

    rows: tuple[tuple[Challenge, bool], ...]
    is_another: bool
    words: str = ""
    another = ANOTHER_QUESTION


def challenge_hints(typed: str, chosen: str, *, among: QuerySet[Challenge]) -> ChallengeHints:
    """In: what was typed, which was chosen (its key, or `ANOTHER_QUESTION`), and the questions that the reader may know."""
    rows = ((each, chosen == str(each.pk)) for each in _meant(typed, among))
    return ChallengeHints(tuple(rows), chosen == ANOTHER_QUESTION, typed)


def _meant(typed: str, among: QuerySet[Challenge]) -> list[Challenge]:
    """Questions that hold every word, then those that look like it. Each once, at most eight."""
    if len(folded(typed)) < TYPED_AT_LEAST:
        return []
    holding = among.holding(typed).order_by("title_sort")[:HINTED]
    return list(dict.fromkeys([*holding, *like_questions(typed, among=among)]))[:HINTED]


def like_questions(typed: str, *, among: QuerySet[Challenge]) -> list[Challenge]:
    """Questions that share half of the words that say what it is about, most words first."""
    words = _about(typed)
    shared = [(_shared(words, each), each) for each in among.order_by("title_sort")[:COMPARED_AT_MOST]]
    return [each for n, each in sorted(shared, key=lambda pair: -pair[0]) if n]


def _shared(words: set[str], other: Challenge) -> int:
    """How many words two questions share; 0 where that is less than half of the shorter."""
    n, fewest = 0, 0
    for title in (other.title, other.title_en):
        others = _about(title)
        both, few = len(words & others), min(len(words), len(others))
        n, fewest = (both, few) if both > n else (n, fewest)
    return n if n and 2 * n >= fewest else 0


def _about(question: str) -> set[str]:
    """The beginnings of the words that say what a question is about."""
    return {word[:START] for word in folded(question).split() if len(word) > 2 and word not in IN_MANY}
