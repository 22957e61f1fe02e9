"""All rules together, in the order of theory §8."""

from collections.abc import Iterable
from itertools import chain
from types import ModuleType

from initiatives.lenses import Signal
from initiatives.reports.mirror.served import Wishes
from initiatives.reports.signals import losses, wins, wishes
from initiatives.reports.signals.facts import Facts
from initiatives.reports.signals.limits import Limits
from initiatives.reports.signals.questions import Question, Rule, TooLittle


def _told_in(module: ModuleType) -> Iterable[Rule]:
    """Every rule of a module that has a signal of its own; the kinds of rules have none."""
    return (kind() for kind in vars(module).values() if isinstance(kind, type) and "signal" in vars(kind))


_TOLD = {rule.signal: rule for module in (wins, losses, wishes) for rule in _told_in(module)}
RULES: dict[Signal, Rule] = {signal: _TOLD[signal] for signal in Signal}


def evaluate(facts: Facts, limits: Limits) -> tuple[tuple[Question, ...], tuple[TooLittle, ...]]:
    """The questions, and where there is too little to ask."""
    said = list(chain.from_iterable(rule.speaks(facts, limits) for rule in RULES.values()))
    return (
        tuple(each for each in said if isinstance(each, Question)),
        tuple(each for each in said if isinstance(each, TooLittle)),
    )


def found_in(known: Wishes, limits: Limits) -> tuple[Question, ...]:
    """The questions about wishes, without the minimum of data."""
    about_wishes = (rule for rule in RULES.values() if isinstance(rule, wishes.WishRule))
    return tuple(chain.from_iterable(rule.found(known, limits) for rule in about_wishes))


def held(now: Iterable[Question], before: Iterable[Question]) -> tuple[Question, ...]:
    """The questions that already held then and still do."""
    keys = {question.key for question in before}
    return tuple(question for question in now if question.key in keys)
