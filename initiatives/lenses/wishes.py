"""Words about what partners want and where an initiative wants to go (theory §9, Moore et al. on choosing)."""

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
