"""Words for what a cell of the scaling profile can say (theory §14)."""

from django.utils.translation import gettext_lazy as _

from initiatives.lenses.words import Words


class Family(Words):
    """The three sets of words a win can carry."""

    TYPE = "type", _("hoe schaalt het?")
    DIRECTION = "direction", _("welke kant op?")
    LEVEL = "level", _("op welk niveau?")


class CellState(Words):
    """What a cell knows. Zero, missing, too little and not pursued are four different things.

    None of them says which way it goes: that more is told is not that more happens.
    """

    NO_DATA = "no_data", _("hier is nog geen antwoord op"), _("geen gegevens")
    TOO_LITTLE = "too_little", _("te weinig om iets te zeggen"), _("te weinig gegevens")
    NOT_OBSERVED = "not_observed", _("bekeken, nog niets"), _("niets gezien")
    DELIBERATELY_NOT = "deliberately_not", _("hier kiest het team niet voor"), _("bewust niet")
    SIGNAL = "signal", _("er is minstens één small win"), _("signaal")
    SEEN_MORE_OFTEN = (
        "seen_more_often",
        _("meer dan eens, door meer dan één, en niet lang geleden"),
        _("vaker gezien"),
    )

    @property
    def is_seen(self) -> bool:
        """Somebody looked: then a cell shows a number, even 0."""
        return self not in (CellState.NO_DATA, CellState.TOO_LITTLE)

    @property
    def sign(self) -> str:
        """What a cell without wins shows: not observed, too little known, or deliberately not."""
        if self is CellState.DELIBERATELY_NOT:
            return "–"
        return "0" if self.is_seen else "?"
