"""A rule: when it speaks, what it says, what it needs, and which rows it opens."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiatives.lenses import Signal
from initiatives.reports.signals.facts import Facts, WinFact
from initiatives.reports.signals.limits import Limits

WINS, LOSSES, JUDGEMENTS, MIXED = "wins", "losses", "judgements", "mixed"
Text = str | Promise


# ------------------------------------------------------------------ what comes out
@dataclass(frozen=True)
class CountedRows:
    """A number, as the rows that it counts. `name` is what the words know it by."""

    name: str
    kind: str
    keys: tuple[str, ...]

    @property
    def number(self) -> int:
        return len(self.keys)


@dataclass(frozen=True)
class Question:
    """A rule that speaks. `about`: the partner, wish, pair, wall or group it is about; empty: all of it.

    `is_hint`: nearly all, instead of all. `variant` chooses between two wordings of one rule. `of`: the whole of which
    the first figure is a part, where no figure says so.
    """

    signal: Signal
    about: str = ""
    names: tuple[str, ...] = ()
    figures: tuple[CountedRows, ...] = ()
    days: int = 0
    of: int = 0
    people: tuple[int, int] = (0, 0)
    is_hint: bool = False
    variant: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.signal.value, self.about

    def number(self, name: str) -> int:
        return next(figure.number for figure in self.figures if figure.name == name)


@dataclass(frozen=True)
class TooLittle:
    """A rule that cannot speak yet, with its numbers: wins, answered wins, and wins with a type."""

    signal: Signal
    wins: int
    known: int | None = None  # None: only the number of wins is asked
    typed: int | None = None  # None: an answer is enough


@dataclass(frozen=True)
class Way:
    """A link to the page where a question can be taken up.

    `of`: the words that a screen reader adds to the label. `said`: a sentence before the link.
    """

    href: str
    label: str
    of: str = ""
    said: str = ""


Said = Question | TooLittle


# ------------------------------------------------------------------ a rule
class Rule:
    """One rule of theory §8: facts in, questions out, or how much is still missing. Pure.

    A new rule is a class with its `signal` (a word of `lenses/signals.py`). `when`: under which rule it comes, with the names
    of the limits. `needs`: the minimum of data. `counts`: what its numbers count, so that it reads well before the number.
    """

    signal: ClassVar[Signal]
    when: ClassVar[Text]
    needs: ClassVar[Text] = ""
    counts: ClassVar[Mapping[str, Text]] = {}

    def speaks(self, facts: Facts, limits: Limits) -> Iterator[Said]:
        raise NotImplementedError

    def says(self, asked: Question) -> str:
        """The question with its counts, in the language of the reader."""
        raise NotImplementedError

    def opens(self, asked: Question, slug: str) -> Way | None:
        """The way to take the question up, at the initiative of this slug; None where the rows are enough."""
        return None

    def explained(self, limits: Limits) -> str:
        """When this question comes, with the limits of this site."""
        return " ".join(str(text) % vars(limits) for text in (self.when, self.needs) if text)

    def missing(self, said: TooLittle, limits: Limits) -> str:
        """The data there is, and the data that a question would need."""
        numbers = {"n": said.wins, "known": said.known, "typed": said.typed}
        return _too_little(said, limits) % (vars(limits) | numbers)

    def label_of(self, figure: CountedRows) -> str:
        return str({**_COUNTED, **self.counts}[figure.name])

    def asks(self, *figures: CountedRows, **details) -> Question:
        return Question(self.signal, figures=figures, **details)


_COUNTED = {
    "known": gettext_lazy("Small wins waarvan we het antwoord weten"),
    "wins": gettext_lazy("Small wins in deze periode"),
}


class RuleOfWins(Rule):
    """Speaks where the window has enough wins."""

    needs = gettext_lazy("Nodig: minstens %(wins)d small wins in %(window)d dagen.")


class RuleOfAnswers(Rule):
    """Speaks where the window has enough wins, and enough of them have the answer that it looks at."""

    needs = gettext_lazy(
        "Nodig: minstens %(wins)d small wins in %(window)d dagen, en van minstens %(known)d procent een antwoord."
    )

    def known(self, wins: Sequence[WinFact], facts: Facts) -> list[WinFact]:
        """The wins of which the answer is known."""
        raise NotImplementedError

    def looks(self, wins, known: list[WinFact], facts: Facts, limits: Limits) -> Iterable[Question]:
        """The questions where there is enough data. In: the wins of the window, and those with a known answer."""
        raise NotImplementedError

    def speaks(self, facts: Facts, limits: Limits) -> Iterator[Said]:
        wins = facts.since(limits.window)
        known = self.known(wins, facts)
        if enough(limits, len(wins), len(known)):
            yield from self.looks(wins, known, facts, limits)
        else:
            yield TooLittle(self.signal, len(wins), len(known))


class NotKeptRule(Rule):
    """Never speaks: the site keeps no data for it yet. `why` says so."""

    why: ClassVar[Text]

    def speaks(self, facts: Facts, limits: Limits) -> Iterator[Said]:
        yield TooLittle(self.signal, len(facts.since(limits.window)))

    def missing(self, said: TooLittle, limits: Limits) -> str:
        return str(self.why)


# ------------------------------------------------------------------ the minimum of data
def enough(limits: Limits, wins: int, known: int) -> bool:
    return wins >= limits.wins and at_least(known, wins, limits.known)


def at_least(part: int, whole: int, of_hundred: int) -> bool:
    return whole > 0 and part * 100 >= of_hundred * whole


def figure(name: str, rows: Iterable, kind: str = WINS) -> CountedRows:
    return CountedRows(name, kind, tuple(row.key for row in rows))


def _too_little(said: TooLittle, limits: Limits) -> str:
    """The first lack that applies: too few wins, too few answers, or too few that name a type."""
    if said.wins < limits.wins:
        return ngettext(
            "Er is %(n)d small win in %(window)d dagen. Er zijn er %(wins)d nodig.",
            "Er zijn %(n)d small wins in %(window)d dagen. Er zijn er %(wins)d nodig.",
            said.wins,
        )
    if said.typed is None or not enough(limits, said.wins, said.known):
        return _("Van %(known)d van de %(n)d small wins weten we het antwoord. Dat is te weinig.")
    return ngettext(
        "%(typed)d van de %(n)d small wins heeft een soort van opschalen. Er zijn er %(wins)d nodig.",
        "%(typed)d van de %(n)d small wins hebben een soort van opschalen. Er zijn er %(wins)d nodig.",
        said.typed,
    )
