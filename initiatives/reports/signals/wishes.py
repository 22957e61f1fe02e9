"""The rules that look at the wishes of the partners (theory §9).

The page of the wishes asks them too, without the minimum of data: `found` is what it asks.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import ClassVar

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiatives.lenses import IN_TENSION, Signal, in_figures
from initiatives.links import address
from initiatives.names import sorting
from initiatives.reports.mirror.served import Wishes, WishFact, wins_of
from initiatives.reports.signals.facts import Facts
from initiatives.reports.signals.limits import Limits
from initiatives.reports.signals.questions import (
    WINS,
    CountedRows,
    Question,
    Rule,
    RuleOfAnswers,
    Said,
    Way,
    figure,
)


def _by_name(asked: Question) -> list[str]:
    return [sorting(name) for name in asked.names]


class WishRule(Rule):
    """A rule about wishes."""

    def found(self, wishes: Wishes, limits: Limits) -> list[Question]:
        """All questions of this rule, without a minimum of data. The one with the most behind it comes first."""
        raise NotImplementedError

    def behind(self, asked: Question, limits: Limits) -> str:
        """The count behind the question, for the page of the wishes."""
        return ""

    def speaks(self, facts: Facts, limits: Limits) -> Iterator[Said]:
        yield from self.found(facts.wish_facts, limits)


class ComparingRule(RuleOfAnswers, WishRule):
    """Compares wishes, once enough wins are tied to some wish. `decisive`: the name of what each question counts."""

    decisive: ClassVar[str]

    def known(self, wins, facts):
        tied = {tie.win for tie in facts.wish_facts.serving}
        return [win for win in wins if win.key in tied]

    def looks(self, wins, known, facts, limits):
        also = (figure("tied", known), figure("wins", wins))
        for asked in self.found(facts.wish_facts, limits):
            yield replace(asked, figures=(*asked.figures, *also))

    def counting(self, wishes: Wishes, wins: set[str], **details) -> Question:
        return self.asks(CountedRows(self.decisive, WINS, _oldest_first(wishes, wins)), **details)


_TIED = {"tied": gettext_lazy("Small wins met een wens")}


class DominantWish(ComparingRule):
    """At least two partners with wishes, enough wins tied to wishes, and most of those serve one partner only.

    A win that serves two partners counts for both, so it serves neither of them only. Counts: the wins
    for that partner alone, of all that serve a wish in the window and in the time of that wish. Undated
    wins are in no window.
    """

    signal = Signal.DOMINANT_WISH
    decisive = "for_one"
    when = gettext_lazy(
        "Deze vraag komt als minstens twee partners een wens hebben, minstens %(wish_wins)d small wins van de laatste "
        "%(window)d dagen helpen bij een wens in de tijd dat die geldt, en minstens %(wish_share)d procent daarvan maar "
        "één partner helpt."
    )
    counts = {"for_one": gettext_lazy("Small wins die alleen deze partner helpen"), **_TIED}

    def found(self, wishes, limits):
        for_whom = _for_whom(wishes, since=wishes.today - dt.timedelta(days=limits.window))
        if len({wish.partner for wish in wishes.wishes}) < 2 or len(for_whom) < limits.wish_wins:
            return []
        alone: dict[int, set[str]] = defaultdict(set)
        for win, whom in for_whom.items():
            if len(whom) == 1:
                alone[next(iter(whom))].add(win)
        return [
            self.counting(
                wishes, wins, about=str(partner), names=(wishes.partners[partner],), of=len(for_whom)
            )
            for partner, wins in alone.items()
            if partner in wishes.partners and len(wins) * 100 >= limits.wish_share * len(for_whom)
        ]

    def says(self, asked):
        said = _("Vooral de wens van %(partner)s wordt vervuld. Klopt dat met de afspraak?")
        return said % {"partner": asked.names[0]}

    def behind(self, asked, limits):
        n = format_html('<a href="#partner-{}">{}</a>', asked.about, asked.number(self.decisive))
        said = ngettext(
            "In de laatste {days} dagen hielp {all} small win bij een wens. {n} alleen van deze partner.",
            "In de laatste {days} dagen hielpen {all} small wins bij een wens. {n} daarvan hielpen alleen deze partner.",
            asked.of,
        )
        return format_html(said, days=limits.window, all=asked.of, n=n)

    def opens(self, asked, slug):
        return Way(address("wishes:index", slug), _("Naar de wensen"))


def _for_whom(wishes: Wishes, *, since: dt.date) -> dict[str, set[int]]:
    """By win, the partners whose wishes it serves. Only wins from that day on, in the time of the wish, count."""
    by_key = wishes.by_key
    found: dict[str, set[int]] = defaultdict(set)
    for tie in wishes.serving:
        if tie.day and tie.day >= since and by_key[tie.wish].holds_on(tie.day):
            found[tie.win].add(by_key[tie.wish].partner)
    return found


def _oldest_first(wishes: Wishes, wins: set[str]) -> tuple[str, ...]:
    """Undated wins come first."""
    days = {tie.win: tie.day or dt.date.min for tie in wishes.serving}
    return tuple(sorted(wins, key=lambda win: (days[win], win)))


class WishUnserved(ComparingRule):
    """Wishes that hold today with no win in their time, while another partner has several in that same time.

    Counts: the wins of the other partner that has most of them.
    """

    signal = Signal.WISH_UNSERVED
    decisive = "for_another"
    when = gettext_lazy(
        "Deze vraag komt als een wens nu geldt en geen small win heeft, terwijl een andere partner er in dezelfde tijd minstens %(wish_others)d heeft."
    )
    counts = {
        "for_another": gettext_lazy("Small wins voor één andere partner in de tijd van deze wens"),
        **_TIED,
    }

    def found(self, wishes, limits):
        wins = wins_of(wishes)
        found = [
            self.counting(wishes, most, about=key, names=(wish.says,))
            for key, wish in wishes.active.items()
            if not wins[key] and len(most := _most_for_another(wishes, wish)) >= limits.wish_others
        ]
        return sorted(found, key=lambda asked: (-asked.number(self.decisive), _by_name(asked), asked.about))

    def says(self, asked):
        said = _("Geen small win voor de wens “%(wish)s” in deze periode. Wat nu?")
        return said % {"wish": asked.names[0]}

    def behind(self, asked, limits):
        n = asked.number(self.decisive)
        return ngettext(
            "In dezelfde tijd hielp %(n)s small win een andere partner.",
            "In dezelfde tijd hielpen %(n)s small wins een andere partner.",
            n,
        ) % {"n": n}

    def opens(self, asked, slug):
        return Way(address("wishes:show", slug, asked.about), _("Bekijk de wens"), asked.names[0])


def _most_for_another(wishes: Wishes, wish: WishFact) -> set[str]:
    """The wins, in the time of this wish, of the other partner that has most; of equals the first that was written down."""
    by_key = wishes.by_key
    wins: dict[int, set[str]] = defaultdict(set)
    for tie in wishes.serving:
        partner = by_key[tie.wish].partner
        if partner != wish.partner and wish.holds_on(tie.day):
            wins[partner].add(tie.win)
    most = max(wins, key=lambda partner: (len(wins[partner]), -partner), default=None)
    return wins[most] if most is not None else set()


class TensionOpen(WishRule):
    """Pairs of wishes that hold today, rub or clash, and are not agreed on by both for too long."""

    signal = Signal.TENSION_OPEN
    when = gettext_lazy(
        "Deze vraag komt als twee wensen langer dan %(tension_days)d dagen schuren of botsen zonder afspraak."
    )

    def found(self, wishes, limits):
        active = wishes.active
        found = [
            self.asks(about=pair.key, names=(active[pair.first].says, active[pair.second].says), days=days)
            for pair in wishes.pairs
            if pair.relation in IN_TENSION and not pair.is_agreed
            if pair.first in active and pair.second in active
            if (days := (wishes.today - pair.since).days) > limits.tension_days
        ]
        return sorted(found, key=lambda asked: (-asked.days, _by_name(asked), asked.about))

    def says(self, asked):
        first, second = asked.names
        said = _("“%(first)s” en “%(second)s” schuren al %(days)s dagen. Wanneer bespreken jullie dit?")
        return said % {"first": first, "second": second, "days": in_figures(Decimal(asked.days))}

    def behind(self, asked, limits):
        return _("Er is geen afspraak waar beide partners ja op zeiden.")

    def opens(self, asked, slug):
        page = address("wishes:bridge", slug, asked.about)
        return Way(page, _("Bespreek en overbrug"), ", ".join(asked.names))


class NoWish(WishRule):
    """Partners who take part now and of whom no wish was ever written down, by name."""

    signal = Signal.NO_WISH
    when = gettext_lazy("Deze vraag komt als van een partner die meedoet geen wens bekend is.")

    def found(self, wishes, limits):
        known = {wish.partner for wish in wishes.wishes}
        silent = sorted(
            ((name, partner) for partner, name in wishes.partners.items() if partner not in known),
            key=lambda row: (sorting(row[0]), row[1]),
        )
        return [self.asks(about=str(partner), names=(name,)) for name, partner in silent]

    def says(self, asked):
        return _("Van %(partner)s is geen wens bekend. Wie vraagt het?") % {"partner": asked.names[0]}

    def opens(self, asked, slug):
        page = address("wishes:add", slug, partner=asked.about)
        return Way(page, _("Schrijf de wens op"), asked.names[0])
