"""The rules that look at what got lost, and at what was said after it grew."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiatives.lenses import (
    LossAnswer,
    LossKind,
    LossStatus,
    Perspective,
    ScalingType,
    Severity,
    Signal,
    Verdict,
)
from initiatives.reports.signals.facts import Facts, JudgementFact, LossFact, WinFact
from initiatives.reports.signals.limits import Limits
from initiatives.reports.signals.questions import (
    JUDGEMENTS,
    LOSSES,
    Rule,
    RuleOfWins,
    Said,
    TooLittle,
    figure,
)
from initiatives.sentences import of_all

FROM_BELOW = (Perspective.STUDENT, Perspective.TEACHER, Perspective.RESIDENT)
BIGGER = {ScalingType.GROWTH, ScalingType.INSTITUTIONALISATION}


def _oldest_first(losses: Iterable[LossFact]) -> list[LossFact]:
    return sorted(losses, key=lambda loss: (loss.seen_on, loss.key))


class NoLoss(RuleOfWins):
    signal = Signal.NO_LOSS
    when = gettext_lazy("Deze vraag komt als in %(window)d dagen geen enkel verlies is genoemd.")
    counts = {"nothing_seen": gettext_lazy("Gekeken, en niets gezien")}

    def speaks(self, facts: Facts, limits: Limits) -> Iterator[Said]:
        wins = facts.since(limits.window)
        if len(wins) < limits.wins:
            yield TooLittle(self.signal, len(wins))
            return
        keys = {win.key for win in wins}
        named = any(loss.seen_on >= facts.back(limits.window) or loss.win in keys for loss in facts.losses)
        if named or any(win.loss_answer == LossAnswer.SOMETHING for win in wins):
            return
        looked = [win for win in wins if win.loss_answer == LossAnswer.NOTHING_SEEN]
        variant = "nothing_seen" if looked else "not_asked"
        yield self.asks(figure("nothing_seen", looked), figure("wins", wins), variant=variant)

    def says(self, asked):
        if asked.variant == "nothing_seen":
            said = _("Bij %(share)s small wins is gekeken of er iets verloren ging, en niets gezien.")
            share = of_all(asked.number("nothing_seen"), asked.number("wins"))
            return said % {"share": share} + " " + _("Wie zou toch iets kunnen verliezen?")
        return _("Het laatste jaar is geen keerzijde genoemd. Wie zou iets kunnen verliezen?")


class LossOpen(Rule):
    """One question for each group that bears open losses. The age of an open loss does not matter."""

    signal = Signal.LOSS_OPEN
    when = gettext_lazy(
        "Deze vraag komt als een zwaar verlies langer dan %(loss_days)d dagen open staat, of als één groep minstens %(losses)d open verliezen draagt."
    )
    counts = {
        "open": gettext_lazy("Open verliezen"),
        "heavy": gettext_lazy("Zware verliezen die al lang open staan"),
    }

    def speaks(self, facts: Facts, limits: Limits) -> Iterator[Said]:
        by_group: dict[str, list[LossFact]] = defaultdict(list)
        for loss in _oldest_first(facts.losses):
            if loss.status == LossStatus.OPEN:
                by_group[loss.borne_by].append(loss)
        for group in Perspective:
            losses = by_group[group]
            heavy = [each for each in losses if _is_heavy_for_long(each, facts, limits)]
            if heavy or len(losses) >= limits.losses:
                figures = (figure("open", losses, LOSSES), figure("heavy", heavy, LOSSES))
                yield self.asks(*figures, about=group.value)

    def says(self, asked):
        n = asked.number("open")
        return ngettext(
            "%(group)s: %(n)d verlies staat nog open. Wat doen we daaraan?",
            "%(group)s: %(n)d verliezen staan nog open. Wat doen we daaraan?",
            n,
        ) % {"n": n, "group": capfirst(str(Perspective(asked.about).label))}


def _is_heavy_for_long(loss: LossFact, facts: Facts, limits: Limits) -> bool:
    return loss.severity == Severity.HEAVY and (facts.today - loss.seen_on).days > limits.loss_days


class Quality(Rule):
    """Quality suffers after growth. The sign lies in the window; the growth is at most half a year older than the sign."""

    signal = Signal.QUALITY
    when = gettext_lazy(
        "Deze vraag komt als binnen %(half_year)d dagen na groei of institutionalisering een student, docent of bewoner zegt dat het niet goed is, of als er kwaliteit verloren gaat. We kijken %(window)d dagen terug."
    )
    counts = {
        "bigger": gettext_lazy("Small wins waarmee het groeide of vaster werd"),
        "quality": gettext_lazy("Verlies van kwaliteit daarna"),
        "words": gettext_lazy("Oordelen ‘niet goed’ daarna"),
    }

    def speaks(self, facts: Facts, limits: Limits) -> Iterator[Said]:
        bigger = [
            win for win in facts.since(limits.window + limits.half_year) if BIGGER & (win.types or set())
        ]
        losses = [loss for loss in _of_quality(facts) if _came_after(loss.seen_on, bigger, facts, limits)]
        words = [each for each in _bad_words(facts) if _came_after(each.known, bigger, facts, limits)]
        days = [loss.seen_on for loss in losses] + [each.known for each in words]
        before = [win for win in bigger if any(_within(win.day, day, limits) for day in days)]
        if days:
            yield self.asks(
                figure("bigger", before),
                figure("quality", losses, LOSSES),
                figure("words", words, JUDGEMENTS),
            )

    def says(self, asked):
        return _("Groter of vaster geworden, en kwaliteit onder druk?")


def _of_quality(facts: Facts) -> list[LossFact]:
    return [loss for loss in _oldest_first(facts.losses) if loss.kind == LossKind.QUALITY]


def _bad_words(facts: Facts) -> list[JudgementFact]:
    return [
        each
        for each in sorted(facts.judgements, key=lambda each: (each.known, each.key))
        if each.verdict == Verdict.NEGATIVE and each.perspective in FROM_BELOW
    ]


def _came_after(day: dt.date, bigger: Iterable[WinFact], facts: Facts, limits: Limits) -> bool:
    return day >= facts.back(limits.window) and any(_within(win.day, day, limits) for win in bigger)


def _within(first: dt.date, then: dt.date, limits: Limits) -> bool:
    return 0 <= (then - first).days <= limits.half_year


class Overload(Rule):
    signal = Signal.OVERLOAD
    when = gettext_lazy(
        "Deze vraag komt als docenten in %(half_year)d dagen minstens %(overload)d keer tijd verloren."
    )
    counts = {"time": gettext_lazy("Verloren tijd van docenten")}

    def speaks(self, facts: Facts, limits: Limits) -> Iterator[Said]:
        losses = [
            loss
            for loss in _oldest_first(facts.losses)
            if (loss.kind, loss.borne_by) == (LossKind.TIME, Perspective.TEACHER)
            and loss.seen_on >= facts.back(limits.half_year)
        ]
        if len(losses) >= limits.overload:
            yield self.asks(figure("time", losses, LOSSES))

    def says(self, asked):
        return _(
            "Docenten verloren in een half jaar %(n)d keer tijd. Nog een verbinding erbij is te veel. Wat kan eraf?"
        ) % {"n": asked.number("time")}
