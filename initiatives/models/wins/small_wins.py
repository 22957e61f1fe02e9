"""The small win: the centre of everything."""

from django.db import transaction
from django.dispatch import receiver
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from initiatives.models.people import User, forgetting
from initiatives.models.wins.curating import WinCurating
from initiatives.models.wins.merging import WinMerging
from initiatives.models.wins.opening import WinOpening
from initiatives.models.wins.readings import WinReadings
from initiatives.models.wins.rules import INDEXES, RULES
from initiatives.models.wins.taking_back import WinTakingBack
from initiatives.models.wins.telling import SmallWinManager, WinTelling
from initiatives.periods import stretch


class SmallWin(WinTelling, WinReadings, WinCurating, WinMerging, WinOpening, WinTakingBack):
    """A step forward, as the team told it.

    We take a win as it was told and grade it later; we never refuse one. Beside the team's own
    reading stands the editors'. Where the team has not answered, the editors' reading counts.
    """

    objects = SmallWinManager()

    class Meta:
        verbose_name = _("small win")
        verbose_name_plural = _("small wins")
        constraints = RULES
        indexes = INDEXES

    def __str__(self) -> str:
        without = _("ingetrokken door wie het vertelde") if self.is_taken_back else _("nog zonder woorden")
        return self.title or str(without)

    def get_absolute_url(self) -> str:
        return reverse("wins:detail", args=[self.pk])

    @property
    def came_out_of(self) -> list[SafeString]:
        """The wins before it, each in words. Only a win of `for_list(user)` has them."""
        return [each.earlier_said for each in self.links_before]

    @property
    def led_to(self) -> list[SafeString]:
        """The wins after it, each in words. Only a win of `for_list(user)` has them."""
        return [each.later_said for each in self.links_after]

    def put_in_words(self, **words: str) -> None:
        """Write these words. A question of the programme counts as answered."""
        with transaction.atomic():
            self.rewrite(**words)
            if self.returned_at:
                self.answer()

    def clean(self) -> None:
        """Move the date to the first day of its stretch, so that "2019" is one thing."""
        if self.occurred_on:
            self.occurred_on = stretch(self.occurred_on, self.precision).first_day


@receiver(forgetting)
def forget_own_drafts(sender, user: User, **kwargs) -> None:
    """Throw away the drafts without an initiative, which nobody else could read. Drafts of a team stay with it."""
    for draft in user.logged_wins.drafts().filter(initiative__isnull=True):
        for photo in draft.photos.all():
            photo.remove()
        draft.discard()
