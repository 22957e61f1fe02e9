"""The rules that look at the wins: how deep, at which level, of which type, with whom, by whom and tied to what."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.lenses import Depth, Level, ScalingType, Side, Signal, Verdict, WallStatus
from initiatives.links import address
from initiatives.reports.mirror.paradox import FEWEST, Round, low_on, spread_of, voices
from initiatives.reports.signals.facts import Facts, JudgementFact, WinFact
from initiatives.reports.signals.limits import Limits
from initiatives.reports.signals.questions import (
    MIXED,
    CountedRows,
    NotKeptRule,
    Question,
    Rule,
    RuleOfAnswers,
    RuleOfWins,
    Said,
    TooLittle,
    Way,
    at_least,
    enough,
    figure,
)
from initiatives.sentences import of_all

DRIVERS = 6  # the pair of the pilot paradox about those who drive it
ASKED_ABOUT = (WallStatus.ACTIVE, WallStatus.BREACHED)  # an accepted wall raises no question


class Shallow(RuleOfAnswers):
    signal = Signal.SHALLOW
    when = gettext_lazy(
        "Deze vraag komt als alle small wins met een bekende diepte het bestaande beter maken. Vanaf %(shallow_hint)d procent vragen we het voorzichtig."
    )
    counts = {"better": gettext_lazy("Small wins die het bestaande beter maken")}

    def known(self, wins, facts):
        return [win for win in wins if win.has_depth]

    def looks(self, wins, known, facts, limits):
        better = [win for win in known if win.depth == Depth.BETTER]
        if at_least(len(better), len(known), limits.shallow_hint):
            figures = (figure("better", better), figure("known", known), figure("wins", wins))
            yield self.asks(*figures, is_hint=len(better) < len(known))

    def says(self, asked):
        better, known, wins = (asked.number(name) for name in ("better", "known", "wins"))
        if asked.is_hint:
            said = _("%(n)d van de %(of)d small wins waarvan we de diepte weten, maken het bestaande beter.")
        elif known < wins:
            said = _("Alle %(n)d small wins waarvan we de diepte weten, maken het bestaande beter.")
        else:
            said = _("Alle %(n)d small wins maken het bestaande beter.")
        return said % {"n": better, "of": known} + " " + _("Waar zou het echt anders mogen?")


class TopDown(RuleOfAnswers):
    signal = Signal.TOP_DOWN
    when = gettext_lazy(
        "Deze vraag komt als minstens %(top_down)d procent van de small wins verticaal is, en geen enkele lokaal."
    )
    counts = {"vertical": gettext_lazy("Small wins op het niveau van bestuur, opleiding of beleid")}

    def known(self, wins, facts):
        return [win for win in wins if win.has_level]

    def looks(self, wins, known, facts, limits):
        vertical = [win for win in known if win.level == Level.VERTICAL]
        local = any(win.level == Level.LOCAL for win in known)
        if not local and at_least(len(vertical), len(known), limits.top_down):
            yield self.asks(figure("vertical", vertical), figure("known", known), figure("wins", wins))

    def says(self, asked):
        return _(
            "%(share)s small wins zitten op het niveau van bestuur, opleiding of beleid, en geen "
            "enkele lokaal. Wat merken ze daarvan in de klas en in de wijk?"
        ) % {"share": of_all(asked.number("vertical"), asked.number("known"), first=True)}


class Loose(RuleOfWins):
    """Wins without links. A young initiative gets no question. Every win counts as known: it has a link or none."""

    signal = Signal.LOOSE
    when = gettext_lazy(
        "Deze vraag komt als geen enkele small win ouder dan %(loose_days)d dagen verbonden is. Vanaf %(loose_hint)d procent los vragen we het voorzichtig. Het initiatief loopt dan al minstens %(half_year)d dagen."
    )
    counts = {
        "apart": gettext_lazy("Small wins die los staan"),
        "older": gettext_lazy("Oudere small wins in deze periode"),
    }

    def speaks(self, facts: Facts, limits: Limits) -> Iterator[Said]:
        begun = _begun(facts)
        if begun is None:
            yield TooLittle(self.signal, 0)
        if begun is None or begun > facts.back(limits.half_year):
            return
        wins = [win for win in facts.since(limits.window) if win.day < facts.back(limits.loose_days)]
        if len(wins) < limits.wins:
            yield TooLittle(self.signal, len(wins))
            return
        apart = [win for win in wins if win.key not in facts.linked]
        if at_least(len(apart), len(wins), limits.loose_hint):
            yield self.asks(figure("apart", apart), figure("older", wins), is_hint=len(apart) < len(wins))

    def says(self, asked):
        said = (
            _("Losse flodders? %(n)d van de %(of)d oudere small wins staan los.")
            if asked.is_hint
            else _("Losse flodders? Alle %(n)d oudere small wins staan los.")
        )
        numbers = {"n": asked.number("apart"), "of": asked.number("older")}
        return said % numbers + " " + _("Kun je de ene win inzetten voor de volgende?")


def _begun(facts: Facts) -> dt.date | None:
    """The day of the beginning, else the day of the first win."""
    return facts.begun or min((win.day for win in facts.wins if win.day), default=None)


class GrowthOnly(RuleOfAnswers):
    signal = Signal.GROWTH_ONLY
    when = gettext_lazy(
        "Deze vraag komt als minstens %(wins)d small wins een soort hebben, en die alle groei zijn."
    )
    counts = {"typed": gettext_lazy("Small wins met een soort van opschalen")}

    def speaks(self, facts: Facts, limits: Limits) -> Iterator[Said]:
        """An answer is not enough here: "none of these" names no type."""
        wins = facts.since(limits.window)
        known = [win for win in wins if win.has_types]
        typed = [win for win in known if win.types]
        if not enough(limits, len(wins), len(known)) or len(typed) < limits.wins:
            yield TooLittle(self.signal, len(wins), len(known), len(typed))
        elif all(win.types == {ScalingType.GROWTH} for win in typed):
            yield self.asks(figure("typed", typed), figure("wins", wins))

    def says(self, asked):
        return _("Alleen groei: bij alle %(n)d small wins met een soort. Opschalen is meer.") % {
            "n": asked.number("typed")
        }


class OwnOrg(RuleOfAnswers):
    signal = Signal.OWN_ORG
    when = gettext_lazy(
        "Deze vraag komt als bij minstens %(own_org)d procent van de small wins maar één organisatie meedeed."
    )
    counts = {"alone": gettext_lazy("Small wins met één organisatie")}

    def known(self, wins, facts):
        return [win for win in wins if win.has_company]

    def looks(self, wins, known, facts, limits):
        alone = [win for win in known if _organisations(win, facts) <= 1]
        if at_least(len(alone), len(known), limits.own_org):
            yield self.asks(figure("alone", alone), figure("known", known), figure("wins", wins))

    def says(self, asked):
        return _(
            "Bij %(share)s small wins deed maar één organisatie mee. Opschalen gebeurt tussen organisaties. Wie hoort hierbij?"
        ) % {"share": of_all(asked.number("alone"), asked.number("known"))}


def _organisations(win: WinFact, facts: Facts) -> int:
    """The partners who were there; the leading one where none was named, because its team told the win."""
    unnamed_lead = bool(facts.leads) and not facts.leads & win.partners
    return len(win.partners) + unnamed_lead


class SelfPraise(RuleOfAnswers):
    """No judgement comes from outside. A win counts as known once it has a verdict; "I don't know" is none."""

    signal = Signal.SELF_PRAISE
    when = gettext_lazy(
        "Deze vraag komt als geen enkel oordeel komt van buiten het team en de organisatie die trekt."
    )
    counts = {"judged": gettext_lazy("Small wins met een oordeel")}

    def known(self, wins, facts):
        said = _verdicts(facts)
        return [win for win in wins if win.key in said]

    def looks(self, wins, known, facts, limits):
        said = _verdicts(facts)
        if all(each.perspective in facts.inside for win in known for each in said[win.key]):
            yield self.asks(figure("judged", known), figure("wins", wins))

    def says(self, asked):
        return _(
            "WC-eend? Bij %(n)d small wins staat een oordeel, en geen enkel komt van buiten. Wie buiten ons vindt dit een succes?"
        ) % {"n": asked.number("judged")}


def _verdicts(facts: Facts) -> dict[str, list[JudgementFact]]:
    said: dict[str, list[JudgementFact]] = defaultdict(list)
    for each in facts.judgements:
        if each.verdict != Verdict.UNKNOWN:
            said[each.win].append(each)
    return said


class KeyPerson(RuleOfAnswers):
    """Most wins by one teller, or the last round of the pilot paradox that says the drivers cannot let go."""

    signal = Signal.KEY_PERSON
    when = gettext_lazy(
        "Deze vraag komt als één persoon minstens %(key_person)d procent van de small wins vertelde. Of als in de pilotparadox minstens %(respondents)d mensen antwoordden of de trekkers kunnen loslaten, en minstens de helft zei: nee of een beetje."
    )
    counts = {
        "one": gettext_lazy("Small wins die één persoon vertelde"),
        "told": gettext_lazy("Small wins met een bekende verteller"),
    }

    def known(self, wins, facts):
        return [win for win in wins if win.teller is not None]

    def looks(self, wins, known, facts, limits):
        most = Counter(win.teller for win in known).most_common(1)[0][0]
        one = [win for win in known if win.teller == most]
        low, people = _cannot_let_go(facts, limits)
        by_wins = at_least(len(one), len(known), limits.key_person)
        by_people = people >= limits.respondents and low * 2 >= people
        if by_wins or by_people:
            figures = (figure("one", one), figure("told", known), figure("wins", wins)) if by_wins else ()
            yield self.asks(*figures, people=(low, people) if by_people else (0, 0))

    def says(self, asked):
        return _("Wat als de trekker stopt?")

    def opens(self, asked, slug):
        low, people = asked.people
        if not people:
            return None
        said = _(
            "In de pilotparadox antwoordden %(share)s mensen ‘nee’ of ‘een beetje’ op de vraag of de trekkers kunnen loslaten."
        ) % {"share": of_all(low, people)}
        page = address("paradox:index", slug)
        return Way(f"{page}#paar-{DRIVERS}", _("Naar de pilotparadox"), said=said)


def _cannot_let_go(facts: Facts, limits: Limits) -> tuple[int, int]:
    """(people who say that the drivers cannot let go, people who answered) in the last round with enough people.

    A round with too few answers, such as one that just began, does not hide the round before it.
    """
    since = facts.back(limits.window)
    held = [each for each in facts.rounds if since <= each.held_on <= facts.today]
    last = max(
        (each for each in held if len(each.answers) >= FEWEST),
        key=lambda each: (each.held_on, each.key),
        default=None,
    )
    if last is None:
        return 0, 0
    spread = spread_of([answers for _day, answers in last.answers])
    return low_on(Round(None, voices(()), spread), DRIVERS, Side.SCALING)


class NotInventedByMe(NotKeptRule):
    signal = Signal.NOT_INVENTED_BY_ME
    when = gettext_lazy(
        "Deze vraag komt als jullie minstens twee nieuwe aanpakken begonnen, en in twee jaar niets overnamen van anderen."
    )
    why = gettext_lazy(
        "Je kunt hier nog niet opschrijven wat jullie van anderen overnamen. Tot dat kan, stellen we deze vraag niet."
    )


class Invisible(NotKeptRule):
    signal = Signal.INVISIBLE
    when = gettext_lazy(
        "Deze vraag komt als jullie minstens %(wins)d small wins hebben, en geen enkele met anderen deelden."
    )
    why = gettext_lazy(
        "Je kunt hier nog niet opschrijven waar jullie een small win vertelden. Tot dat kan, stellen we deze vraag niet."
    )


class StuckWall(Rule):
    signal = Signal.STUCK_WALL
    when = gettext_lazy(
        "Deze vraag komt als een muur er langer dan %(wall_days)d dagen staat, en minstens %(wall_named)d small wins of verliezen hem noemen."
    )
    counts = {"named": gettext_lazy("Small wins en verliezen die de muur noemen")}

    def speaks(self, facts: Facts, limits: Limits) -> Iterator[Said]:
        for wall in sorted(facts.walls, key=lambda wall: (wall.since, wall.key)):
            days = (facts.today - wall.since).days
            is_named = len(wall.named_in) >= limits.wall_named
            if wall.status in ASKED_ABOUT and days > limits.wall_days and is_named:
                named = CountedRows("named", MIXED, tuple(sorted(wall.named_in)))
                yield self.asks(named, about=wall.key, names=(wall.name,), days=days)

    def says(self, asked):
        return _("De muur “%(wall)s” staat er al lang. Welke kans is er?") % {"wall": asked.names[0]}

    def opens(self, asked, slug):
        page = address("outside:index", slug)
        return Way(f"{page}#wall-{asked.about}", _("Naar de muur"), asked.names[0])


class Silent(Rule):
    """No win happened and none was told for half a year. An initiative that ended may be quiet."""

    signal = Signal.SILENT
    when = gettext_lazy(
        "Deze vraag komt als er van de laatste %(half_year)d dagen niets staat, en toen ook niets werd verteld."
    )

    def speaks(self, facts: Facts, limits: Limits) -> Iterator[Said]:
        since = facts.back(limits.half_year)
        if facts.ended is not None and facts.ended <= facts.today:
            return
        if any(_is_sign_of_life(win, since) for win in facts.wins):
            return
        begun = facts.begun or facts.published
        if facts.wins or (begun is not None and begun < since):
            yield self.asks()

    def says(self, asked: Question) -> str:
        return _("Stil: niets gebeurd of niet verteld?")


def _is_sign_of_life(win: WinFact, since: dt.date) -> bool:
    return (win.day is not None and win.day >= since) or (not win.is_loaded and win.known >= since)
