"""Words about what people may do beyond their own team."""

from django.utils.translation import gettext_lazy as _

from initiatives.lenses.words import Words


class RoleKind(Words):
    """A role outside a team. Each has exactly one scope."""

    PROGRAMME_STAFF = "programme_staff", _("cureert alles in een programma"), _("programmateam")
    COORDINATOR = "coordinator", _("verbindt de initiatieven in een stad"), _("kwartiermaker")
