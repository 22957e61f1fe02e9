"""The two lenses on scaling and the three levels."""

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

# Shown beside a ticked type, and never ticked for somebody: the two are separate questions (theory §3).
USUAL_DIRECTION = {
    ScalingType.GROWTH: Direction.OUT,
    ScalingType.REPLICATION: Direction.OUT,
    ScalingType.CIRCULATION: Direction.OUT,
    ScalingType.INSTITUTIONALISATION: Direction.UP,
}
