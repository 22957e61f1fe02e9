"""Words about the world around an initiative: who is there, walls and windows (theory §5)."""

from django.utils.translation import gettext_lazy as _

from initiatives.lenses.places import KNOWLEDGE_INSTITUTIONS, PartnerKind
from initiatives.lenses.words import Words


class World(Words):
    """Every organisation is a world of its own."""

    OWN = "own", _("onze eigen organisatie")
    PARTNER = "partner", _("de wereld van een partner")
    OUTSIDE = "outside", _("daarbuiten")


class Position(Words):
    """The place somebody has in an organisation: a floor of its house, from top to bottom (theory §5)."""

    EXECUTIVE_BOARD = "executive_board", _("college van bestuur (CvB)")
    PROGRAMME_DIRECTOR = "programme_director", _("opleidingsdirecteur")
    STUDY_PROGRAMME = "study_programme", _("opleiding")
    TEACHER = "teacher", _("docent")
    RESEARCHER = "researcher", _("onderzoeker")
    STUDENT = "student", _("student")
    ALDERMAN = "alderman", _("wethouder")
    CIVIL_SERVANT = "civil_servant", _("ambtenaar")
    BOARD = "board", _("bestuur of directie")
    EMPLOYEE = "employee", _("medewerker")
    RESIDENTS_GROUP = "residents_group", _("bewonersgroep")
    RESIDENT = "resident", _("bewoner")


_SCHOOL = (
    Position.EXECUTIVE_BOARD,
    Position.PROGRAMME_DIRECTOR,
    Position.STUDY_PROGRAMME,
    Position.TEACHER,
    Position.RESEARCHER,
    Position.STUDENT,
)
_MUNICIPALITY = (Position.ALDERMAN, Position.CIVIL_SERVANT)
_FLOORS = {
    **dict.fromkeys(KNOWLEDGE_INSTITUTIONS, _SCHOOL),
    PartnerKind.MUNICIPALITY: _MUNICIPALITY,
    PartnerKind.NATIONAL_GOVERNMENT: (Position.BOARD, Position.CIVIL_SERVANT),
    PartnerKind.RESIDENTS: (Position.RESIDENTS_GROUP, Position.RESIDENT),
    PartnerKind.NEIGHBOURHOOD_ORGANISATION: (Position.BOARD, Position.EMPLOYEE, Position.RESIDENT),
}
ASKED_FOR = (*_SCHOOL, *_MUNICIPALITY)  # the list of the theory: where nobody is, the team is asked


def floors_of(kind: str) -> tuple[Position, ...]:
    """The floors of an organisation of this kind, from top to bottom."""
    return _FLOORS.get(kind, (Position.BOARD, Position.EMPLOYEE))


class ScalingRole(Words):
    """What an actor does in scaling."""

    DECIDES = "decides", _("beslist")
    CARRIES_OUT = "carries_out", _("voert uit")
    PAYS = "pays", _("betaalt")
    EXPERIENCES = "experiences", _("ondervindt")
    INSPIRES = "inspires", _("inspireert")
    BLOCKS = "blocks", _("houdt tegen")
    UNKNOWN = "unknown", _("weten we niet")


class Stance(Words):
    """How an actor stands towards it: an opinion about people, for the team alone."""

    PULLS = "pulls", _("trekt")
    SUPPORTS = "supports", _("steunt")
    NEUTRAL = "neutral", _("neutraal")
    HESITATES = "hesitates", _("aarzelt")
    AGAINST = "against", _("tegen")
    UNKNOWN = "unknown", _("weten we niet")


class TakesPart(Words):
    """Whether an actor takes part."""

    YES = "yes", _("doet mee")
    NOT_YET = "not_yet", _("nog niet")
    NO = "no", _("doet niet mee")
    UNKNOWN = "unknown", _("weten we niet")


class WallKind(Words):
    """What a wall is made of."""

    RULES = "rules", _("regels")
    MONEY = "money", _("geld")
    TIME = "time", _("tijd of werkdruk")
    CURRICULUM = "curriculum", _("curriculum of rooster")
    CULTURE = "culture", _("cultuur")
    SKILL = "skill", _("kennis of vaardigheid")
    ORGANISATION = "organisation", _("organisatie of structuur")
    LANGUAGE = "language", _("taal of beeld")
    SPACE = "space", _("techniek of ruimte")


class WallCause(Words):
    """Why it stands. Not only unwillingness: people may lack the means."""

    WILL = "will", _("niet willen")
    ABILITY = "ability", _("niet kunnen")
    PERMISSION = "permission", _("niet mogen")
    TIME = "time", _("geen tijd")
    UNKNOWN = "unknown", _("weten we niet")


class WallStatus(Words):
    """How it stands now."""

    ACTIVE = "active", _("staat er")
    BREACHED = "breached", _("bres geslagen")
    BYPASSED = "bypassed", _("omzeild")
    GONE = "gone", _("weg")
    ACCEPTED = "accepted", _("geaccepteerd")


ENDED_WALLS = (WallStatus.BYPASSED, WallStatus.GONE)


class WindowKind(Words):
    """What opens a window of opportunity (after Kingdon)."""

    PROBLEM = "problem", _("een vraagstuk is urgent")
    SOLUTION = "solution", _("er is een oplossing")
    POLITICS = "politics", _("het bestuur wil")
    MONEY = "money", _("er is geld of een regeling")
    PEOPLE = "people", _("er komen andere mensen")
    SPACE = "space", _("er is een ruimte of gebouw")


class WindowState(Words):
    """How a window stands on a day; follows from its dates, so it is not stored."""

    NOT_YET = "not_yet", _("gaat nog open")
    OPEN = "open", _("staat open")
    CLOSING = "closing", _("sluit binnenkort")
    CLOSED = "closed", _("weer dicht")
