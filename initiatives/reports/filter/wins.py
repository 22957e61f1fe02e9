"""The small wins and initiatives that the words of an address ask for.

One object feeds the page, the stream, the pictures and the address of every number, so that a
number always opens exactly the rows that it counts.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext

from initiatives.links import address
from initiatives.models import Initiative, Onlooker, SmallWin
from initiatives.periods import Period
from initiatives.reports.counting.special_wins import chosen_not, special_where_shown
from initiatives.reports.counting.spreads import spread_of
from initiatives.reports.filter.words import WORDS, Choices


@dataclass(frozen=True)
class Chip:
    """One active filter and the address of the page without it."""

    label: str
    value: str
    href: str


class WinFilter:
    """The words of an address that we know.

    In: the words of the address bar and who asks, in which programme. An unknown word is left out and gets a sentence
    in `problems`; it never makes a page fail.
    """

    def __init__(
        self,
        data: Mapping[str, str],
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
        self.given = {name: text.strip() for name in WORDS if (text := data.get(name, ""))}
        self._why = {
            name: sentences
            for name, asked in self.given.items()
            if asked and (sentences := self._objections(name, asked, only))
        }
        self.words = {name: asked for name, asked in self.given.items() if asked and name not in self._why}

    def _objections(self, name: str, asked: str, only: Collection[str]) -> list[str]:
        elsewhere = gettext("hierop filteren kan op deze pagina niet.") if only and name not in only else ""
        return [*filter(None, [WORDS[name].problem(asked, self.choices(name)), elsewhere])]

    def choices(self, name: str) -> Choices:
        """The choices that a word offers this reader; none for free text."""
        if name not in self._choices:
            self._choices[name] = WORDS[name].choices(self.onlooker, self.given.get(name, ""))
        return self._choices[name]

    @cached_property
    def problems(self) -> list[str]:
        """A sentence about each word that was not understood."""
        return [
            gettext("%(field)s: %(why)s Dit deel van het filter telt niet mee.")
            % {"field": WORDS[name].label, "why": " ".join(why)}
            for name, why in self._why.items()
        ]

    @property
    def place(self) -> dict[str, str]:
        """The words that choose initiatives, without those about their wins."""
        return {name: word for name, word in self.words.items() if WORDS[name].initiatives}

    @property
    def about_wins(self) -> dict[str, str]:
        return {name: word for name, word in self.words.items() if WORDS[name].wins}

    @cached_property
    def period(self) -> Period | None:
        return Period.asked(self.words.get("periode", ""))

    def url(self, page: str = "", **changes: str | None) -> str:
        """The address of a page with these words, some of them changed or, with None, left out."""
        if page:
            return address(page, **{**self.words, **changes})
        return address(self.page, *self.of, **{**self.words, **self.beside, **changes})

    @property
    def path(self) -> str:
        """The address of the page without any words: where its form goes."""
        return address(self.page, *self.of)

    @cached_property
    def chips(self) -> list[Chip]:
        return [
            Chip(str(WORDS[name].label).rstrip("?"), self.label(name), self.url(**{name: None}))
            for name in self.words
        ]

    def label(self, name: str) -> str:
        """The label of the chosen word, e.g. "Groningen" or "groei"."""
        return str(dict(self.choices(name)).get(self.words[name], self.words[name]))

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
        ray, state = self.words["toestand"].split(".")
        wins = self._fitting_wins()
        spread = spread_of(wins, special_where_shown(wins), chosen_not())
        here = self.initiatives_here().order_by().values_list("pk", flat=True)
        return [initiative for initiative in here if spread.state(initiative, ray) == state]

    def _placed(self, initiatives: QuerySet) -> QuerySet:
        for name, word in self.place.items():
            initiatives = initiatives.filter(WORDS[name].initiatives(word))
        if self.words.get("status"):
            initiatives = initiatives.silent(SmallWin.objects.visible_to(self.user).standing())
        return initiatives

    def _wins_anywhere(self) -> QuerySet:
        """The visible wins that fit the words about wins, of whichever initiative."""
        wins = self.onlooker.wins
        for name, word in self.about_wins.items():
            wins = WORDS[name].wins(wins, word, self.user)
        return wins

    def _fitting_wins(self) -> QuerySet:
        """These wins, at initiatives that fit. Who sees a win sees its initiative, so rights are asked for once."""
        if not self.place and not self.words.get("status"):
            return self._wins_anywhere()
        return self._wins_anywhere().filter(
            initiative__in=self._placed(Initiative.objects.order_by()).values("pk")
        )
