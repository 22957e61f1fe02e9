"""The small wins and initiatives that the words of an address ask for.

One object feeds the page, the stream, the pictures and the address of every number, so that a
number always opens exactly the rows that it counts.
"""

from collections.abc import Collection, Mapping
from copy import copy
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext

from initiatives.links import address, values_of
from initiatives.models import Initiative, Onlooker, SmallWin
from initiatives.periods import Period, from_to
from initiatives.reports.counting.special_wins import chosen_not, special_where_shown
from initiatives.reports.counting.spreads import spread_of
from initiatives.reports.filter.conditions import with_all_of
from initiatives.reports.filter.words import WORDS, Choices, Values

Word = str | Values  # one value, or several beside each other


@dataclass(frozen=True)
class Chip:
    """One active filter and the address of the page without it."""

    label: str
    value: str
    href: str


class WinFilter:
    """The words of an address that we know.

    In: the words of the address bar and who asks, in which programme. A word may be said more than once: rows fit one of its
    values, and all of the words. What is unknown is left out and gets a sentence in `problems`; it never makes a page fail.
    """

    def __init__(
        self,
        data: Mapping[str, object],
        *,
        onlooker: Onlooker,
        page: str = "wins:index",
        of: tuple[str, ...] = (),
        only: Collection[str] = (),
        beside: Mapping[str, str] = MappingProxyType({}),
    ):
        """`of`: whose page it is (its web name), where that is needed. `only`: the words that mean something on it; all of
        them when it is empty.

        `beside`: what else is asked of this page, which chooses no rows: its own addresses keep it.
        """
        self.onlooker, self.user = onlooker, onlooker.user
        self.page, self.of = page, of
        self.beside = beside
        self._choices: dict[str, Choices] = {}
        self.given = {name: said for name in WORDS if (said := _said(data, name))}
        self._why: dict[str, list[str]] = {}
        self.words: dict[str, Word] = {}
        self.elsewhere: dict[str, Word] = {}  # understood, but not on this page
        for name, values in self.given.items():
            if good := self._judge(name, values, only):
                here = self.elsewhere if only and name not in only else self.words
                here[name] = good if len(good) > 1 else good[0]

    def _judge(self, name: str, values: Values, only: Collection[str]) -> Values:
        """The values that are understood; about what does not count here stands a sentence in `_why`."""
        word = WORDS[name]
        objections = {value: word.problem(value, self.choices(name)) for value in values[: word.takes]}
        why = [*filter(None, objections.values())]
        if len(values) > word.takes:
            why.append(gettext("meer dan %(n)d tegelijk lezen we niet.") % {"n": word.takes})
        if only and name not in only:
            why.append(gettext("hierop filteren kan op deze pagina niet."))
        if why:
            self._why[name] = why
        return tuple(value for value, objection in objections.items() if not objection)

    def choices(self, name: str) -> Choices:
        """The choices that a word offers this reader; none for free text."""
        if name not in self._choices:
            self._choices[name] = WORDS[name].choices(
                self.onlooker, self.given.get(name, ())[: WORDS[name].takes]
            )
        return self._choices[name]

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Each word that was not understood, with the reason."""
        return [(name, " ".join(why)) for name, why in self._why.items()]

    @cached_property
    def problems(self) -> list[str]:
        """A sentence about each word that was not understood."""
        return [
            gettext("%(field)s: %(why)s Dit deel van het filter telt niet mee.")
            % {"field": WORDS[name].label, "why": " ".join(why)}
            for name, why in self._why.items()
        ]

    @property
    def place(self) -> dict[str, Word]:
        """The words that choose initiatives, without those about their wins."""
        return {name: word for name, word in self.words.items() if WORDS[name].initiatives}

    @property
    def about_wins(self) -> dict[str, Word]:
        return {name: word for name, word in self.words.items() if WORDS[name].wins}

    @cached_property
    def period(self) -> Period | None:
        return Period.asked(self.words.get("periode", ""))

    def values(self, name: str) -> Values:
        """What is chosen with this word: nothing, one value, or several beside each other."""
        return values_of(self.words.get(name))

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Each word with each of its values, as the fields of a form say them."""
        return [(name, value) for name in self.words for value in self.values(name)]

    def url(self, page: str = "", **changes: Word | None) -> str:
        """The address of a page with these words, some of them changed or, with None, left out."""
        if page:
            return address(page, **{**self.words, **changes})
        return address(self.page, *self.of, **{**self.words, **self.beside, **changes})

    def without(self, *names: str) -> Self:
        """The same filter without these words."""
        other = copy(self)
        other.words = {name: word for name, word in self.words.items() if name not in names}
        for kept in ("chips", "period"):
            other.__dict__.pop(kept, None)
        return other

    @property
    def path(self) -> str:
        """The address of the page without any words: where its form goes."""
        return address(self.page, *self.of)

    @cached_property
    def chips(self) -> list[Chip]:
        """One for each value, with the address of the page without it alone."""
        return [self._chip(name, value) for name, value in self.pairs]

    def _chip(self, name: str, value: str) -> Chip:
        others = tuple(other for other in self.values(name) if other != value)
        label = str(dict(self.choices(name)).get(value, value))  # e.g. "Groningen" or "groei"
        return Chip(str(WORDS[name].label).rstrip("?"), label, self.url(**{name: others}))

    # ------------------------------------------------------------------ rows
    def initiatives(self) -> QuerySet:
        """The visible initiatives that fit; words about wins ask for at least one such win."""
        if self.words.get("toestand"):  # some states say that there is no win at all
            return self.initiatives_here().filter(pk__in=self._in_state())
        if self.about_wins:
            return self.initiatives_here().filter(
                pk__in=self._wins_anywhere().order_by().values("initiative")
            )
        return self.initiatives_here()

    def initiatives_here(self) -> QuerySet:
        """The visible initiatives that fit the words about initiatives, with or without wins."""
        return self._placed(self.onlooker.initiatives)

    def wins(self) -> QuerySet:
        """The visible, standing wins that fit."""
        wins = self._fitting_wins()
        return wins.filter(initiative__in=self._in_state()) if self.words.get("toestand") else wins

    def _in_state(self) -> list[int]:
        """The initiatives that these wins show to be in the state that is asked for."""
        asked = [value.split(".") for value in self.values("toestand")]
        wins = self._fitting_wins()
        spread = spread_of(wins, special_where_shown(wins), chosen_not())
        here = self.initiatives_here().order_by().values_list("pk", flat=True)
        return [pk for pk in here if any(spread.state(pk, ray) == state for ray, state in asked)]

    def _placed(self, initiatives: QuerySet) -> QuerySet:
        for name in self.place:
            initiatives = initiatives.filter(WORDS[name].initiatives(self.values(name)))
        if self.words.get("samen"):
            initiatives = initiatives.filter(with_all_of(self.words["samen"], self.onlooker))
        if self.words.get("status"):
            initiatives = initiatives.silent(SmallWin.objects.visible_to(self.user).standing())
        return initiatives

    def _wins_anywhere(self) -> QuerySet:
        """The visible wins that fit the words about wins, of whichever initiative."""
        wins = self.onlooker.wins
        for name in self.about_wins:
            wins = WORDS[name].wins(wins, self.values(name), self.user)
        return wins

    def _fitting_wins(self) -> QuerySet:
        """These wins, at initiatives that fit. Who sees a win sees its initiative, so rights are asked for once."""
        if not (self.place or self.words.get("status") or self.words.get("samen")):
            return self._wins_anywhere()
        return self._wins_anywhere().filter(
            initiative__in=self._placed(Initiative.objects.order_by()).values("pk")
        )


DAYS = ("van", "tot")  # the fields of two days; the filter says them again as the one word `periode`


def _said(data: Mapping[str, object], name: str) -> Values:
    """Each value once. A word that says one thing at a time is the one that was said last."""
    said = _typed(data, name)
    if name == "periode" and any(days := [(_typed(data, day) or ("",))[-1] for day in DAYS]):
        return (from_to(*days),)
    return said if WORDS[name].takes > 1 else said[-1:]


def _typed(data: Mapping[str, object], name: str) -> Values:
    values = data.getlist(name) if isinstance(data, QueryDict) else values_of(data.get(name))
    return tuple(dict.fromkeys(text for value in values if (text := str(value).strip())))
