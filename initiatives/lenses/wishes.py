"""Words about what partners want and where an initiative wants to go (theory §9, Moore et al. on choosing)."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from initiatives.lenses.words import Words


class WishKind(Words):
    """What a wish is about."""

    REACH = "reach", _("bereik")
    NUMBER = "number", _("aantal")
    QUALITY = "quality", _("kwaliteit")
    RELATION = "relation", _("relatie")
    LEARNING = "learning", _("leren")
    RESOURCES = "resources", _("middelen")
    TIME = "time", _("tijd")


class WishUnit(Words):
    """What the number of a wish counts. Two wishes with numbers are compared, never added."""

    STUDENTS = "students", _("studenten")
    PROJECTS = "projects", _("projecten")
    COURSES = "courses", _("vakken")
    RESIDENTS = "residents", _("bewoners")
    HOURS = "hours", _("uren")
    EUROS = "euros", _("euro")
    OTHER = "other", _("anders")


ONE_OF = {
    WishUnit.STUDENTS: _("student"),
    WishUnit.PROJECTS: _("project"),
    WishUnit.COURSES: _("vak"),
    WishUnit.RESIDENTS: _("bewoner"),
    WishUnit.HOURS: _("uur"),
}


def in_figures(number: Decimal, *, decimals: int = 2) -> str:
    """As people write it: 1.200, and after the comma no more than there is."""
    rounded = number.quantize(Decimal(1).scaleb(-decimals)).normalize()
    places = max(0, -rounded.as_tuple().exponent)
    return number_format(rounded, places, use_l10n=True, force_grouping=True)


def unit_of(figures: str, unit: str) -> str:
    """The unit behind these figures: "1 project", "4 projecten". Empty for a unit without a word."""
    if unit == WishUnit.OTHER:
        return ""
    return str(ONE_OF.get(unit, WishUnit(unit).label) if figures == "1" else WishUnit(unit).label)


def amount(number: Decimal, unit: str) -> str:
    """Number and unit: "1.200 studenten"."""
    figures = in_figures(number)
    return f"{figures} {unit_of(figures, unit)}".strip()


# (what is shared out, over what): students over projects, never the other way round
SHARED_OUT = {
    (WishUnit.STUDENTS, WishUnit.PROJECTS),
    (WishUnit.STUDENTS, WishUnit.COURSES),
    (WishUnit.RESIDENTS, WishUnit.PROJECTS),
    (WishUnit.HOURS, WishUnit.PROJECTS),
    (WishUnit.HOURS, WishUnit.COURSES),
    (WishUnit.HOURS, WishUnit.STUDENTS),
    (WishUnit.EUROS, WishUnit.PROJECTS),
    (WishUnit.EUROS, WishUnit.COURSES),
    (WishUnit.EUROS, WishUnit.STUDENTS),
}


class Per(Words):
    """Per which stretch of time."""

    ONCE = "once", _("eenmalig")
    YEAR = "year", _("per jaar")
    TERM = "term", _("per semester")


class Priority(Words):
    """How much it matters to the partner."""

    MUST = "must", _("moet")
    WANT = "want", _("graag")
    NICE = "nice", _("mooi meegenomen")


class WishRelation(Words):
    """How two wishes live together."""

    REINFORCE = "reinforce", _("versterken elkaar")
    NEUTRAL = "neutral", _("raken elkaar niet")
    TENSION = "tension", _("schuren")
    CONFLICT = "conflict", _("botsen")
    UNKNOWN = "unknown", _("weten we niet")


IN_TENSION = (WishRelation.TENSION, WishRelation.CONFLICT)


class Served(Words):
    """Whether small wins serve a wish. "Not looked at" and "nothing found" are two things."""

    SERVED = "served", _("minstens één small win helpt bij deze wens"), _("vervuld door")
    UNSERVED = (
        "unserved",
        _("er is gekeken, en nog geen small win helpt bij deze wens"),
        _("nog geen small win"),
    )
    UNKNOWN = "unknown", _("bij geen enkele small win is gekeken bij welke wens die helpt"), _("niet bekeken")

    @property
    def is_served(self) -> bool:
        return self is Served.SERVED


class Bridge(Words):
    """Ideas for an agreement between two wishes that rub (theory §9)."""

    MORE_PLACES = "more_places", _("We zoeken er meer wijken of plekken bij."), _("meer wijken of plekken")
    OTHER_CONTACT = (
        "other_contact",
        _("Niet iedereen doet een heel project: er komen ook andere vormen van contact."),
        _("andere vormen van contact"),
    )
    MORE_YEARS = (
        "more_years",
        _("Een project loopt meerdere jaren, met steeds nieuwe studenten."),
        _("meerdere jaren per project"),
    )
    LOWER_WISH = "lower_wish", _("Een van de wensen wordt kleiner."), _("een wens wordt kleiner")


class Choice(Words):
    """What a team chooses for a kind or a direction of scaling."""

    YES = "yes", _("hier werken we aan"), _("ja")
    LATER = "later", _("nu niet, later wel"), _("later")
    NOT = "not", _("we kiezen ervoor om dit niet te doen"), _("bewust niet")


class Agreement(Words):
    """Whether a partner shares what scaling means here."""

    AGREES = "agrees", _("eens")
    PARTLY = "partly", _("deels eens")
    DISAGREES = "disagrees", _("niet eens")
    UNKNOWN = "unknown", _("weten we niet")
