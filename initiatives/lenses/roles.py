"""Words about what people may do beyond their own team, and about their account."""

from django.utils.translation import gettext_lazy as _

from initiatives.lenses.words import Words


class RoleKind(Words):
    """A role outside a team. Each has exactly one scope."""

    PROGRAMME_STAFF = (
        "programme_staff",
        _("leest mee en houdt alles in een programma op orde"),
        _("programmateam"),
    )
    COORDINATOR = "coordinator", _("verbindt de initiatieven in een stad"), _("kwartiermaker")
    FACILITATOR = "facilitator", _("begeleidt leermiddagen van een programma"), _("begeleider")


class ReminderKind(Words):
    """A day of which somebody is reminded by mail."""

    WINDOW = "window", _("een kans die sluit")
    AGREEMENT = "agreement", _("een afspraak om opnieuw te bekijken")
    LOOK_BACK = "look_back", _("een jaar later: staat het nog?")


class Digest(Words):
    """How often somebody wants mail about what happened."""

    WEEKLY = "weekly", _("elke week, als er iets nieuws is of iemand op je wacht"), _("elke week")
    NEVER = "never", _("alleen post over je account en je teams"), _("nooit")
