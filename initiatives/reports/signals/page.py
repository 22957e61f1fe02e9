"""The questions that one reader may see of one initiative, and the rows behind their numbers.

The team sees today's. Coordinators and the programme's staff see only what already held two weeks ago
and still holds. Nobody else sees any (theory §8).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import cached_property

from initiatives.lenses import Signal, SignalState
from initiatives.links import address
from initiatives.models import ForReader, Judgement, Loss, Reader, SignalDismissal, SmallWin
from initiatives.reports.signals.facts import as_known_on
from initiatives.reports.signals.gather import facts_of, facts_of_wishes
from initiatives.reports.signals.limits import Limits, limits
from initiatives.reports.signals.questions import (
    JUDGEMENTS,
    LOSSES,
    MIXED,
    WINS,
    CountedRows,
    Question,
    Rule,
    TooLittle,
    Way,
)
from initiatives.reports.signals.rules import RULES, evaluate, found_in, held


# ------------------------------------------------------------------ what a page shows
@dataclass(frozen=True)
class QuestionLine:
    """A question in words, with its addresses."""

    slug: str
    question: Question
    limits: Limits

    @property
    def signal(self) -> Signal:
        return self.question.signal

    @property
    def about(self) -> str:
        return self.question.about

    @property
    def names(self) -> tuple[str, ...]:
        return self.question.names

    @property
    def _rule(self) -> Rule:
        return RULES[self.signal]

    @property
    def anchor(self) -> str:
        return "-".join(filter(None, ("vraag", self.signal.value, self.about)))

    @cached_property
    def text(self) -> str:
        return self._rule.says(self.question)

    @cached_property
    def rule(self) -> str:
        return self._rule.explained(self.limits)

    @property
    def url(self) -> str:
        return address("signals:show", self.slug, self.signal.value, over=self.about)

    @property
    def dismiss_url(self) -> str:
        return address("signals:dismiss", self.slug, self.signal.value, over=self.about)

    @property
    def opens(self) -> Way | None:
        return self._rule.opens(self.question, self.slug)

    @property
    def opens_from_wishes(self) -> Way | None:
        """Where the page of the wishes leads to from here; that page does not lead to itself."""
        way = self.opens
        return None if way and way.href == address("wishes:index", self.slug) else way

    @property
    def behind(self) -> str:
        """The count behind a question about wishes, in a sentence."""
        return self._rule.behind(self.question, self.limits)

    @property
    def figures(self) -> list[tuple[str, str, int]]:
        """(label, address of its rows, number) of each figure."""
        return [
            (self._rule.label_of(each), f"{self.url}#{each.name}", each.number)
            for each in self.question.figures
        ]


@dataclass(frozen=True)
class Missing:
    """A rule for which there is too little to ask anything."""

    said: TooLittle
    limits: Limits

    @property
    def label(self) -> str:
        return str(self.said.signal.label)

    @property
    def text(self) -> str:
        return RULES[self.said.signal].missing(self.said, self.limits)

    @property
    def rule(self) -> str:
        return RULES[self.said.signal].explained(self.limits)


@dataclass(frozen=True)
class Aside:
    """A question that was put aside; `asked` is None where it would not come back now."""

    dismissal: SignalDismissal
    asked: QuestionLine | None

    @property
    def text(self) -> str:
        return self.asked.text if self.asked else str(Signal(self.dismissal.rule).explanation)


@dataclass(frozen=True)
class Signals(ForReader):
    """The page: what is asked, what is put aside, and where there is too little to ask."""

    is_team: bool
    open: tuple[QuestionLine, ...]
    aside: tuple[Aside, ...]
    missing: tuple[Missing, ...]
    limits: Limits

    @property
    def states(self) -> tuple[tuple[Signal, SignalState], ...]:
        """The state of every rule of theory §8. Only the team reads it, because others hear of a question later."""
        return tuple((signal, self._state_of(signal)) for signal in Signal) if self.is_team else ()

    def _state_of(self, signal: Signal) -> SignalState:
        if any(each.signal == signal for each in self.open):
            return SignalState.ASKED
        if any(row.dismissal.rule == signal for row in self.aside):
            return SignalState.ASIDE
        is_missing = any(each.said.signal == signal for each in self.missing)
        return SignalState.TOO_LITTLE if is_missing else SignalState.QUIET

    def find(self, rule: str, about: str) -> QuestionLine | None:
        """The question of this rule about this; one that is put aside is still a question."""
        asked = [*self.open, *(row.asked for row in self.aside if row.asked)]
        return next((each for each in asked if each.question.key == (rule, about)), None)


def signals_of(reader: Reader) -> Signals:
    """The questions for this reader, in a fixed number of queries. In: somebody who works on the initiative."""
    is_team, chosen, facts = reader.is_in_the_team, limits(), facts_of(reader)
    questions, missing = evaluate(facts, chosen)
    if not is_team:
        before = as_known_on(facts, facts.back(chosen.later))
        questions = held(questions, evaluate(before, chosen)[0])
    asked = {each.key: QuestionLine(reader.initiative.slug, each, chosen) for each in questions}
    rows = reader.sees_here(SignalDismissal).in_force(facts.today)
    aside = tuple(
        Aside(row, asked.get((row.rule, row.about)))
        for row in rows.select_related("dismissed_by")
        if is_team or (row.rule, row.about) in asked  # a row put aside betrays its question
    )
    laid = {(row.dismissal.rule, row.dismissal.about) for row in aside}
    return Signals(
        reader=reader,
        is_team=is_team,
        open=tuple(each for key, each in asked.items() if key not in laid),
        aside=aside,
        missing=tuple(Missing(each, chosen) for each in missing) if is_team else (),
        limits=chosen,
    )


def questions_of_wishes(reader: Reader) -> tuple[QuestionLine, ...]:
    """The questions that the page of the wishes asks this reader, without those that were put aside.

    They come on the same day as on the page of all questions, and need no minimum of data. In: who reads
    which initiative. A fixed number of queries.
    """
    chosen, facts = limits(), facts_of_wishes(reader.initiative)
    questions = found_in(facts.wish_facts, chosen)
    if not reader.is_in_the_team:
        before = as_known_on(facts, facts.back(chosen.later))
        questions = held(questions, found_in(before.wish_facts, chosen))
    rows = reader.sees_here(SignalDismissal).in_force(facts.today)
    aside = set(rows.values_list("rule", "about"))
    return tuple(
        QuestionLine(reader.initiative.slug, each, chosen) for each in questions if each.key not in aside
    )


# ------------------------------------------------------------------ the rows behind a number
@dataclass(frozen=True)
class CountedRow:
    """One row: what it says, where it is, and when it was."""

    text: str
    href: str
    day: dt.date | None
    is_of_people: bool = True  # their own words, in Dutch


@dataclass(frozen=True)
class RowsOf:
    """A number and exactly the rows that it counts."""

    name: str
    label: str
    rows: tuple[CountedRow, ...]


@dataclass(frozen=True)
class SignalPage:
    """One question with everything behind it."""

    asked: QuestionLine
    is_team: bool
    groups: tuple[RowsOf, ...]


def signal_page(reader: Reader, asked: QuestionLine) -> SignalPage:
    """The rows behind each number of one question. In: a question that this reader may see."""
    figures = asked.question.figures
    known = {
        **_rows_of_wins(reader, _keys(figures, WINS, MIXED)),
        **_losses(reader, _keys(figures, LOSSES, MIXED)),
        **_rows_of_judgements(reader, _keys(figures, JUDGEMENTS)),
    }
    groups = tuple(
        RowsOf(
            each.name,
            RULES[asked.signal].label_of(each),
            tuple(known[key] for key in each.keys if key in known),
        )
        for each in figures
    )
    return SignalPage(asked, reader.is_in_the_team, groups)


def _keys(figures: Iterable[CountedRows], *kinds: str) -> set[str]:
    return {key for figure in figures if figure.kind in kinds for key in figure.keys}


def _rows_of_wins(reader: Reader, keys: set[str]) -> dict[str, CountedRow]:
    rows = reader.sees(SmallWin).filter(pk__in=keys).defer("search")
    return {str(win.pk): CountedRow(win.title, win.get_absolute_url(), win.middle_on) for win in rows}


def _losses(reader: Reader, keys: set[str]) -> dict[str, CountedRow]:
    rows = reader.sees(Loss).filter(pk__in=keys)
    page = address("initiatives:losses", reader.initiative.slug)
    return {
        str(loss.pk): CountedRow(str(loss), f"{page}#loss-{loss.pk}", loss.seen_on, is_of_people=False)
        for loss in rows
    }


def _rows_of_judgements(reader: Reader, keys: set[str]) -> dict[str, CountedRow]:
    rows = reader.sees(Judgement).filter(pk__in=keys).select_related("win")
    return {
        str(row.pk): CountedRow(f"{row} · {row.win}", row.win.get_absolute_url(), _said_on(row))
        for row in rows
    }


def _said_on(judgement: Judgement) -> dt.date:
    return timezone.localdate(judgement.said_at)
