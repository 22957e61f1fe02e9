"""The two lenses on scaling and the three levels."""

from collections.abc import Iterator
from itertools import product

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from initiatives.lenses.words import Words

# Answers that are not in a vocabulary. NULL in the database is a fourth thing: silence.
UNKNOWN = "unknown"  # somebody said: I don't know
NONE_OF_THESE = "geen"  # in the address bar only: stored as an empty set
OPEN = "open"  # in the address bar only: not answered yet, which is stored as NULL
ANSWERED = "beantwoord"  # in the address bar only: a word, or "none of these"
DIFFERING = "verschillend"  # in the address bar only: some find it good and some do not


class ScalingType(Words):
    """By which route something scales (Turnheim, Kivimaa & Berkhout 2018)."""

    GROWTH = "growth", _("meer van hetzelfde, op dezelfde plek"), _("groei")
    REPLICATION = "replication", _("het geheel begint opnieuw op een andere plek"), _("replicatie")
    CIRCULATION = "circulation", _("een onderdeel wordt ergens anders gebruikt"), _("circulatie")
    INSTITUTIONALISATION = (
        "institutionalisation",
        _("een regel, vak, budget of functie verandert"),
        _("institutionalisering"),
    )


class Direction(Words):
    """Which way it moves (Moore, Riddell & Vocisano 2015)."""

    UP = "up", _("regels, beleid of bestuur bewegen mee"), _("hoger")
    OUT = "out", _("meer mensen of meer plekken doen mee"), _("breder")
    DEEP = "deep", _("mensen gaan er anders naar kijken"), _("dieper")


class Level(Words):
    """Where the change happened (Potjer)."""

    LOCAL = "local", _("hier, waar mensen het doen"), _("lokaal")
    HORIZONTAL = "horizontal", _("bij anderen die iets soortgelijks doen"), _("horizontaal")
    VERTICAL = "vertical", _("bij bestuur, opleiding of beleid"), _("verticaal")


# What one may ask oneself before answering (Potjer); help beside the answer, and no questions of their own (theory §6).
LEVEL_PROMPTS = {
    Level.LOCAL: (_("Wat is er in de praktijk anders voor student, docent of bewoner?"),),
    Level.HORIZONTAL: (
        _("Van wie leerden we, en wie leert van ons?"),
        _("Noem dat andere initiatief, die praktijk of die partij ook: in je tekst, of bij wie erbij was."),
    ),
    Level.VERTICAL: (
        _("Is er ruimte en steun bij bestuur, opleiding of beleid?"),
        _("Zijn bestuurders en sleutelpersonen aangehaakt?"),
        _("Is het gekoppeld aan programma’s die al lopen, en leert de instelling ervan?"),
    ),
}


# A ray of the rose is a direction or a type; clockwise from north, as the rose is drawn.
RAYS = (
    Direction.UP,
    ScalingType.REPLICATION,
    Direction.OUT,
    ScalingType.CIRCULATION,
    Direction.DEEP,
    ScalingType.GROWTH,
    ScalingType.INSTITUTIONALISATION,
)


def _crossings() -> Iterator[tuple[str, tuple[str, Promise]]]:
    for kind, way in product(ScalingType, Direction):
        label = format_lazy(_("{type} ({direction})"), type=kind.label, direction=way.label)
        yield f"{kind.name}_{way.name}", (f"{kind}>{way}", label)


Crossing = Words("Crossing", list(_crossings()), module=__name__)
Crossing.__doc__ = "A type that went a direction: somebody said that these two belong together (theory §3)."


def crossing_of(kind: str, way: str) -> str:
    """The code of this type that went this direction."""
    return Crossing(f"{kind}>{way}")


def ends_of(crossing: str) -> tuple[str, str]:
    """The type and the direction of a crossing."""
    kind, way = crossing.split(">")
    return kind, way


# Not impossible, but seldom meant so: whoever says it is asked whether it is right, and nothing changes by itself (theory §3).
RARE_CROSSINGS = (
    crossing_of(ScalingType.GROWTH, Direction.UP),
    crossing_of(ScalingType.GROWTH, Direction.DEEP),
    crossing_of(ScalingType.REPLICATION, Direction.UP),
    crossing_of(ScalingType.INSTITUTIONALISATION, Direction.OUT),
)
