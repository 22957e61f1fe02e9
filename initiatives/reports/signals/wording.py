"""What a question says, what its numbers count, and under which rule it comes. Words only."""

from collections.abc import Callable

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.lenses import Perspective, Signal
from initiatives.reports.mirror import wishes
from initiatives.reports.signals.facts import Limits
from initiatives.reports.signals.rules import Question, TooLittle, enough


# ------------------------------------------------------------------ the question
def question_of(asked: Question) -> str:
    """The question with its counts, in the language of the reader."""
    return _QUESTIONS[asked.signal](asked)


def _shallow(asked: Question) -> str:
    better, known, wins = (asked.number(name) for name in ("better", "known", "wins"))
    if asked.is_hint:
        said = _("%(n)d van de %(of)d small wins waarvan we de diepte weten, maken het bestaande beter.")
    elif known < wins:
        said = _("Alle %(n)d small wins waarvan we de diepte weten, maken het bestaande beter.")
    else:
        said = _("Alle %(n)d small wins maken het bestaande beter.")
    return said % {"n": better, "of": known} + " " + _("Waar zou het echt anders mogen?")


def _no_loss(asked: Question) -> str:
    if asked.variant == "nothing_seen":
        said = _("Bij %(n)d van de %(of)d small wins is gekeken of er iets verloren ging, en niets gezien.")
        numbers = {"n": asked.number("nothing_seen"), "of": asked.number("wins")}
        return said % numbers + " " + _("Wie zou toch iets kunnen verliezen?")
    return _("Nog geen keerzijde genoemd. Wie zou iets kunnen verliezen?")


def _loss_open(asked: Question) -> str:
    n = asked.number("open")
    return ngettext(
        "%(group)s: %(n)d verlies staat nog open. Wat doen we daaraan?",
        "%(group)s: %(n)d verliezen staan nog open. Wat doen we daaraan?",
        n,
    ) % {"n": n, "group": capfirst(str(Perspective(asked.about).label))}


def _top_down(asked: Question) -> str:
    return _(
        "%(n)d van de %(of)d small wins zitten op het niveau van bestuur, opleiding of beleid, en geen enkele lokaal. "
        "Wat merkt de praktijk?"
    ) % {"n": asked.number("vertical"), "of": asked.number("known")}


def _loose(asked: Question) -> str:
    said = (
        _("Losse flodders? %(n)d van de %(of)d oudere small wins staan los.")
        if asked.is_hint
        else _("Losse flodders? Alle %(n)d oudere small wins staan los.")
    )
    numbers = {"n": asked.number("apart"), "of": asked.number("older")}
    return said % numbers + " " + _("Kun je de ene win inzetten voor de volgende?")


def _own_org(asked: Question) -> str:
    return _(
        "Bij %(n)d van de %(of)d small wins deed maar één organisatie mee. Opschalen gebeurt tussen organisaties. Wie hoort hierbij?"
    ) % {"n": asked.number("alone"), "of": asked.number("known")}


def _self_praise(asked: Question) -> str:
    return _(
        "WC-eend? Bij %(n)d small wins staat een oordeel, en geen enkel komt van buiten. Wie buiten ons vindt dit een succes?"
    ) % {"n": asked.number("judged")}


def _of_wishes(asked: Question) -> str:
    return wishes.Flag(asked.signal, asked.about, asked.names, asked.days).question


def _stuck_wall(asked: Question) -> str:
    return _("De muur “%(wall)s” staat er al lang. Welke kans is er?") % {"wall": asked.names[0]}


def _overload(asked: Question) -> str:
    return _(
        "Docenten verloren in een half jaar %(n)d keer tijd. Nog een verbinding erbij is te veel. Wat kan eraf?"
    ) % {"n": asked.number("time")}


_QUESTIONS: dict[Signal, Callable[[Question], str]] = {
    Signal.SHALLOW: _shallow,
    Signal.NO_LOSS: _no_loss,
    Signal.LOSS_OPEN: _loss_open,
    Signal.TOP_DOWN: _top_down,
    Signal.QUALITY: lambda asked: _("Groter of vaster geworden, en kwaliteit onder druk?"),
    Signal.LOOSE: _loose,
    Signal.GROWTH_ONLY: lambda asked: (
        _("Alleen groei: bij alle %(n)d small wins. Opschalen is meer.") % {"n": asked.number("typed")}
    ),
    Signal.OWN_ORG: _own_org,
    Signal.SELF_PRAISE: _self_praise,
    Signal.DOMINANT_WISH: _of_wishes,
    Signal.WISH_UNSERVED: _of_wishes,
    Signal.TENSION_OPEN: _of_wishes,
    Signal.NO_WISH: _of_wishes,
    Signal.KEY_PERSON: lambda asked: _("Wat als de trekker stopt?"),
    Signal.STUCK_WALL: _stuck_wall,
    Signal.OVERLOAD: _overload,
    Signal.SILENT: lambda asked: _("Stil: niets gebeurd of niet verteld?"),
}


# ------------------------------------------------------------------ the numbers
def figure_label(name: str) -> str:
    """What a number counts, so that it reads well before the number."""
    return {
        "better": _("Small wins die het bestaande beter maken"),
        "known": _("Small wins waarvan we het antwoord weten"),
        "wins": _("Small wins in dit tijdvak"),
        "nothing_seen": _("Gekeken, en niets gezien"),
        "open": _("Open verliezen"),
        "heavy": _("Zware verliezen die al lang open staan"),
        "vertical": _("Small wins op het niveau van bestuur, opleiding of beleid"),
        "bigger": _("Small wins waarmee het groeide of vaster werd"),
        "quality": _("Verlies van kwaliteit daarna"),
        "words": _("Oordelen ‘niet goed’ daarna"),
        "apart": _("Small wins die los staan"),
        "older": _("Oudere small wins in dit tijdvak"),
        "typed": _("Small wins met een soort van opschalen"),
        "alone": _("Small wins met één organisatie"),
        "judged": _("Small wins met een oordeel"),
        "for_one": _("Small wins die alleen deze partner dienen"),
        "for_another": _("Small wins voor één andere partner in de tijd van deze wens"),
        "tied": _("Small wins met een wens"),
        "one": _("Small wins die één persoon vertelde"),
        "told": _("Small wins met een bekende verteller"),
        "named": _("Small wins en verliezen die de muur noemen"),
        "time": _("Verloren tijd van docenten"),
    }[name]


# ------------------------------------------------------------------ the rule
def rule_of(signal: Signal, limits: Limits) -> str:
    """When this question comes, with the limits of this site."""
    return _RULES[signal]() % vars(limits) + _minimum_of(signal, limits)


def _minimum_of(signal: Signal, limits: Limits) -> str:
    if signal in _MINIMUM_OF_WINS:
        said = _("Nodig: minstens %(wins)d small wins in %(window)d dagen.")
    elif signal in _NO_MINIMUM:
        return ""
    else:
        said = _(
            "Nodig: minstens %(wins)d small wins in %(window)d dagen, en van minstens %(known)d procent een antwoord."
        )
    return " " + said % vars(limits)


_MINIMUM_OF_WINS = {Signal.NO_LOSS, Signal.LOOSE}
_NO_MINIMUM = {
    Signal.LOSS_OPEN, Signal.QUALITY, Signal.TENSION_OPEN, Signal.NO_WISH, Signal.STUCK_WALL, Signal.OVERLOAD,
    Signal.SILENT, Signal.NOT_INVENTED_BY_ME, Signal.INVISIBLE,
}  # fmt: skip

_RULES: dict[Signal, Callable[[], str]] = {
    Signal.SHALLOW: lambda: _(
        "Deze vraag komt als alle small wins met een bekende diepte het bestaande beter maken. Vanaf %(shallow_hint)d procent vragen we het voorzichtig."
    ),
    Signal.NO_LOSS: lambda: _("Deze vraag komt als in %(window)d dagen geen enkel verlies is genoemd."),
    Signal.LOSS_OPEN: lambda: _(
        "Deze vraag komt als een zwaar verlies langer dan %(loss_days)d dagen open staat, of als één groep minstens %(losses)d open verliezen draagt."
    ),
    Signal.TOP_DOWN: lambda: _(
        "Deze vraag komt als minstens %(top_down)d procent van de small wins verticaal is, en geen enkele lokaal."
    ),
    Signal.QUALITY: lambda: _(
        "Deze vraag komt als binnen %(half_year)d dagen na groei of institutionalisering een student, docent of bewoner zegt dat het niet goed is, of als er kwaliteit verloren gaat. We kijken %(window)d dagen terug."
    ),
    Signal.LOOSE: lambda: _(
        "Deze vraag komt als geen enkele small win ouder dan %(loose_days)d dagen verbonden is. Vanaf %(loose_hint)d procent los vragen we het voorzichtig. Het initiatief loopt dan al minstens %(half_year)d dagen."
    ),
    Signal.GROWTH_ONLY: lambda: _(
        "Deze vraag komt als minstens %(wins)d small wins een soort hebben, en dat is steeds alleen groei."
    ),
    Signal.OWN_ORG: lambda: _(
        "Deze vraag komt als bij minstens %(own_org)d procent van de small wins maar één organisatie meedeed."
    ),
    Signal.SELF_PRAISE: lambda: _(
        "Deze vraag komt als geen enkel oordeel komt van buiten het team en de organisatie die trekt."
    ),
    Signal.DOMINANT_WISH: lambda: _(
        "Deze vraag komt als minstens twee partners een wens hebben, minstens %(wish_wins)d small wins van de laatste %(window)d dagen een wens dienen in de tijd dat die geldt, en minstens %(wish_share)d procent daarvan maar één partner dient."
    ),
    Signal.WISH_UNSERVED: lambda: _(
        "Deze vraag komt als een wens nu geldt en geen small win heeft, terwijl een andere partner er in dezelfde tijd minstens %(wish_others)d heeft."
    ),
    Signal.TENSION_OPEN: lambda: _(
        "Deze vraag komt als twee wensen langer dan %(tension_days)d dagen schuren of botsen zonder afspraak."
    ),
    Signal.NO_WISH: lambda: _("Deze vraag komt als van een partner die meedoet geen wens bekend is."),
    Signal.KEY_PERSON: lambda: _(
        "Deze vraag komt als één persoon minstens %(key_person)d procent van de small wins vertelde. Of als in de pilotparadox minstens %(respondents)d mensen antwoordden of de trekkers kunnen loslaten, en minstens de helft zei: nee of een beetje."
    ),
    Signal.NOT_INVENTED_BY_ME: lambda: _(
        "Deze vraag komt als jullie minstens twee nieuwe aanpakken begonnen, en in twee jaar niets overnamen van anderen."
    ),
    Signal.INVISIBLE: lambda: _(
        "Deze vraag komt als jullie minstens %(wins)d small wins hebben, en geen enkele met anderen deelden."
    ),
    Signal.STUCK_WALL: lambda: _(
        "Deze vraag komt als een muur er langer dan %(wall_days)d dagen staat, en minstens %(wall_named)d small wins of verliezen hem noemen."
    ),
    Signal.OVERLOAD: lambda: _(
        "Deze vraag komt als docenten in %(half_year)d dagen minstens %(overload)d keer tijd verloren."
    ),
    Signal.SILENT: lambda: _(
        "Deze vraag komt als er %(half_year)d dagen lang niets gebeurde en niets werd verteld."
    ),
}


# ------------------------------------------------------------------ too little
def missing_of(said: TooLittle, limits: Limits) -> str:
    """What there is, and what a question would need."""
    if not said.is_kept:
        return _NOT_KEPT[said.signal]()
    return _too_little(said, limits) % {
        "n": said.wins,
        "known": said.known,
        "typed": said.typed,
        "window": limits.window,
        "wins": limits.wins,
    }


def _too_little(said: TooLittle, limits: Limits) -> str:
    """What comes first: too few wins, too few answers, or answers of which too few name a type."""
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


_NOT_KEPT: dict[Signal, Callable[[], str]] = {
    Signal.NOT_INVENTED_BY_ME: lambda: _(
        "Je kunt hier nog niet opschrijven wat jullie van anderen overnamen. Tot dat kan, stellen we deze vraag niet."
    ),
    Signal.INVISIBLE: lambda: _(
        "Je kunt hier nog niet opschrijven waar jullie een small win vertelden. Tot dat kan, stellen we deze vraag niet."
    ),
}
