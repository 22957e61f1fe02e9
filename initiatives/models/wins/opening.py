"""Who may let more people read a win: its team, and never against the word of who told it."""

from django.utils.translation import gettext as _

from initiatives.lenses import Audience
from initiatives.models.people import User
from initiatives.models.wins.states import WinStates


class WinOpening(WinStates):
    class Meta:
        abstract = True

    @property
    def is_kept_from_everyone(self) -> bool:
        """Who told it through a link said that not everyone may read it. That binds the team."""
        return self.teller_opens is False

    @property
    def teller_on_readers(self) -> str:
        """What somebody without an account said of who may read it; empty where nobody asked."""
        if self.teller_opens is None:
            return ""
        agrees = _("Wie dit vertelde, vindt het goed dat iedereen het leest.")
        return (
            agrees
            if self.teller_opens
            else _("Wie dit vertelde, vinkte niet aan dat iedereen het mag lezen.")
        )

    def audiences_for(self, user: User) -> list[Audience]:
        """The readers that this user may choose for a told win, fewest first.

        Only the team lets more people read it than do now; others may make them fewer. The database holds that, too.
        """
        free = self.initiative.readers_for(user, now=self.shown_to)
        return [readers for readers in free if readers != Audience.PUBLIC or not self.is_kept_from_everyone]

    def show_to(self, audience: Audience) -> None:
        self.audience = audience
        self.save(update_fields=["audience", "changed_at"])
