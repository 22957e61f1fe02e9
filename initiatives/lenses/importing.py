"""Words about a table that staff bring along."""

from django.utils.translation import gettext_lazy as _

from initiatives.lenses.words import Words


class ImportTable(Words):
    """What one row of a table that was brought is about."""

    PARTNERS = "partners", _("één rij is één partner"), _("partners")
    INITIATIVES = "initiatives", _("één rij is één initiatief"), _("initiatieven")
    PARTNERSHIPS = (
        "partnerships",
        _("één rij is één partner in één initiatief"),
        _("samenwerkingen"),
    )
    CHALLENGES = "challenges", _("één rij is één vraagstuk"), _("vraagstukken")


class ImportOutcome(Words):
    """What becomes of a row that was brought."""

    NEW = "new", _("staat er nog niet"), _("nieuw")
    CHANGED = "changed", _("staat er al, en zegt nu iets anders"), _("veranderd")
    SAME = "same", _("staat er al, precies zo"), _("hetzelfde")
    REFUSED = "refused", _("past zo niet, en blijft achter met de reden"), _("blijft achter")
    EMPTY = "empty", _("er staat niets in"), _("leeg")


WRITTEN = (ImportOutcome.NEW, ImportOutcome.CHANGED)
