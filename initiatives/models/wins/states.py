"""The state of a win, and what follows from it: whether it counts, and who reads it."""

from typing import Self

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.language import in_language, titled
from initiatives.lenses import Audience, WinState
from initiatives.models.wins.columns import WinColumns
from initiatives.models.wins.conditions import LONG_AFTER
from initiatives.periods import Period, remembered, stretch
from initiatives.sentences import joined, styled

REMARKS = {
    WinState.DRAFT: gettext_lazy("Concept. Nog niet verteld."),
    WinState.WAITING: gettext_lazy("Zonder account verteld. Wacht op het team."),
    WinState.REFUSED: gettext_lazy("Niet opgenomen door het team. Telt niet mee."),
    WinState.WITHDRAWN: gettext_lazy("Ingetrokken. Telt niet mee."),
    WinState.MERGED: gettext_lazy("Samengevoegd met een andere small win. Telt zelf niet meer mee."),
}

FEW_TO_ALL = list(Audience).index
ACTS = ("confirmed", "returned", "replied", "withdrawn", "claimed", "taken_on", "merged")
STATE = [
    *(f"{act}_{part}" for act in ACTS for part in ("at", "by")),
    *("question", "reply", "withdrawal_reason", "merged_into", "handed_over", "changed_at"),
]


def readers_in_full(audience: Audience) -> str:
    """Who reads it, in words; nothing where everyone does."""
    if audience == Audience.PUBLIC:
        return ""
    return _("Nu voor %(who)s: %(which)s.") % {"who": audience.label, "which": audience.explanation}


class WinStates(WinColumns):
    lasts = False  # True where a list asked for it: the latest look, a year later or more, found it standing

    class Meta:
        abstract = True

    @property
    def stretch(self) -> Period | None:
        """The days it may have been on; None without a date."""
        return stretch(self.occurred_on, self.precision) if self.occurred_on else None

    @property
    def when_said(self) -> SafeString:
        """The date as people remember it, for a page: "mei 2019", "zonder datum"."""
        return remembered(self.occurred_on, self.precision)

    @property
    def when_told(self) -> SafeString:
        """The date, with a word where the win was told long after it, or where nobody told it here."""
        late = styled("told-late", _("pas later verteld")) if self.is_told_long_after else ""
        still = styled("told-late", _("staat na een jaar nog")) if self.lasts else ""
        return joined((joined((self.when_said, late, still), " "), self.origin))

    @property
    def is_from_sources(self) -> bool:
        """Loaded from public sources that the editors read: nobody told it here."""
        return self.dataset_key is not None

    @property
    def is_other_than_its_source(self) -> bool:
        """People gave it other words or another date than the editors read in the source."""
        return self.is_from_sources and self.reworded_at is not None

    @property
    def origin(self) -> str:
        """Where it comes from, in a list; nothing where a team told it."""
        if self.is_from_sources:
            return _("uit openbare bronnen")
        return _("verteld door %(who)s") % {"who": self.told_by_whom} if self.is_told_without_account else ""

    @property
    def is_told_without_account(self) -> bool:
        """Told through a link, by somebody who is not of the team, so that "I" in it is somebody else."""
        return bool(self.capture_link_id and not self.logged_by_id)

    @property
    def when_and_where(self) -> SafeString:
        """The date, the initiative and its cities, for a list of wins of many initiatives."""
        of = self.initiative
        return joined((self.when_told, titled(of), of.where))

    @property
    def when_and_whose(self) -> SafeString:
        """The date and the initiative. A draft may have no initiative yet."""
        whose = in_language(self.initiative, "title") if self.initiative else _("nog geen initiatief")
        return joined((self.when_said, whose, self.origin))

    @property
    def is_told_long_after(self) -> bool:
        """True for a win told long after it happened: memory keeps what went well (theory §14).

        False for a win from sources, because the day on which somebody first told it is unknown.
        """
        if self.middle_on is None or self.is_from_sources:
            return False
        return (timezone.localdate(self.logged_at) - self.middle_on).days > LONG_AFTER

    @property
    def state(self) -> WinState:
        if self.drafted_at:
            return WinState.DRAFT
        if self.merged_at:
            return WinState.MERGED
        if self.is_untouched_by_the_team:
            return WinState.REFUSED if self.withdrawn_at else WinState.WAITING
        if self.withdrawn_at:
            return WinState.WITHDRAWN
        if self.returned_at:
            return WinState.RETURNED
        return WinState.CONFIRMED if self.confirmed_at else WinState.LOGGED

    @property
    def is_taken_back(self) -> bool:
        """Its teller, who has no account, took the words back after the team had taken it on."""
        return self.withdrawn_at is not None and self.withdrawn_by_id is None

    @property
    def is_untouched_by_the_team(self) -> bool:
        """Told without an account, and nobody of the team took it on."""
        return self.capture_link_id is not None and self.taken_on_at is None

    @property
    def shown_to(self) -> Audience:
        """The readers that the team chose; `audience_now` says who reads it at this moment."""
        return Audience(self.audience)

    @property
    def audience_now(self) -> Audience:
        """The present readers: a win for everyone is for the network until it is confirmed.

        Never more people than those who read of its initiative.
        """
        if self.state not in (WinState.CONFIRMED, WinState.LOGGED, WinState.RETURNED):
            return Audience.TEAM
        waits = self.shown_to == Audience.PUBLIC and self.state != WinState.CONFIRMED
        return min(Audience.NETWORK, self._at_most, key=FEW_TO_ALL) if waits else self._at_most

    @property
    def audience_once_confirmed(self) -> Audience:
        """The readers of a standing win after the programme confirms it."""
        return self._at_most

    @property
    def _at_most(self) -> Audience:
        return min(self.shown_to, self.initiative.shown_to, key=FEW_TO_ALL)

    @property
    def is_meant_for_everyone(self) -> bool:
        """Once the programme confirms it, everyone reads it."""
        return Audience.PUBLIC == self.shown_to == self.initiative.shown_to

    @property
    def remark(self) -> str:
        """A remark to this reader about its state; empty for most wins. In: a win of `for_list(user)`."""
        return self._remark_on_state or readers_in_full(self.audience_now)

    @property
    def remark_in_list(self) -> str:
        """The same beside many others: a list says once, at its top, who the network is."""
        if self._remark_on_state or self.audience_now == Audience.PUBLIC:
            return self._remark_on_state
        return _("Nu voor %(who)s.") % {"who": self.audience_now.label}

    @property
    def _remark_on_state(self) -> str:
        if self.is_taken_back:
            return _("Ingetrokken door wie het vertelde. Telt niet mee.")
        if self.is_known_inside and self.state in REMARKS:
            return str(REMARKS[self.state])
        if self.is_known_inside and self.state == WinState.RETURNED:
            theirs = _("Het programma heeft een vraag aan het team.")
            return _("Het programma heeft een vraag aan jullie.") if self.is_editable else theirs
        return ""

    def is_for_fewer_than(self, other: Self) -> bool:
        """True where this win is for fewer readers than the other is or may become, so that its rows must not move there."""
        is_kept = self.teller_opens is False and other.teller_opens is not False
        return is_kept or FEW_TO_ALL(self.shown_to) < FEW_TO_ALL(other.shown_to)

    def _save_state(self) -> None:
        self.save(update_fields=STATE)
