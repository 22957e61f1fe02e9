"""One win that stood there twice becomes one, and two again where that was wrong."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import LossAnswer
from initiatives.models.people import User
from initiatives.models.wins.attachments import WinAttachments
from initiatives.models.wins.columns import WinColumns
from initiatives.models.wins.states import WinStates

FOR_FEWER = _(
    "Deze small win is voor minder mensen dan die andere. Foto’s, bewijs en wat er nog meer bij staat, zouden dan "
    "meer mensen lezen. Laat het team eerst kiezen wie hem mag lezen. Of doe het andersom: laat deze blijven."
)


class WinMerging(WinStates, WinAttachments):
    class Meta:
        abstract = True

    def merge_into(self, other: Self, *, by: User) -> None:
        """This one stood there twice: `other` stays. It gets what hangs on this one and, where they fit, the links.

        What the other has already stays here and counts no more. Raises ValidationError where that
        cannot be: itself, another initiative, one that does not stand, or one that more people read.
        """
        if other.pk == self.pk or other.initiative_id != self.initiative_id or not other.stands:
            raise ValidationError(_("Kies een andere small win van hetzelfde initiatief, die nog meetelt."))
        if self.is_for_fewer_than(other):
            raise ValidationError(FOR_FEWER)
        with transaction.atomic():
            before = other._answers()
            if self.wall_moves.exists():
                other.say_which_wall(None)  # a wall that was moved and "no wall" do not go together
            self.handed_over = {"before": before, **self._hand_over(other)}
            links = self.links.standing()
            copies = [link.copy_to(other, instead_of=self) for link in links]
            self.handed_over["links"] = [str(copy.pk) for copy in copies if copy]
            other._answer_for_what_came(self.handed_over)
            self.merged_at, self.merged_by, self.merged_into = timezone.now(), by, other
            self._save_state()

    def unmerge(self) -> None:
        """It was another win after all: what it handed over hangs on it again, the links that came with it go."""
        with transaction.atomic():
            self._take_back_what_was_handed_over()
            self.merged_at = self.merged_by = self.merged_into = self.handed_over = None
            self._save_state()

    def _hand_over(self, other: Self) -> dict[str, list[str]]:
        """Hang it on the other, where its rules allow it. Out: the keys of what moved, by name."""
        return {name: _moved(rows, column, other) for name, column, rows in self.hanging()}

    def _take_back_what_was_handed_over(self) -> None:
        """As far as the one that stayed, or the one in which that one went up, still has it."""
        handed_over, other = self.handed_over or {}, self.merged_into
        self.earlier_links.model.objects.filter(pk__in=handed_over.get("links", [])).delete()
        keeper = other
        while keeper:
            for name, column, rows in keeper.hanging():
                _moved(rows.filter(pk__in=handed_over.get(name, [])), column, self)
            keeper = keeper.merged_into
        if other:
            other._answer_as_before(handed_over.get("before", {}))

    def _answers(self) -> dict[str, str | None]:
        return {name: getattr(self, name) for name in ("loss_answer", "company_answer", "wall_answer")}

    def _answer_for_what_came(self, came: dict) -> None:
        """Who got a loss knows that something got lost; who got partners was not alone."""
        if came["losses"]:
            self.say_what_got_lost(LossAnswer.SOMETHING)
        if came["partners"]:
            self.company_answer = None
            self.save(update_fields=["company_answer", "changed_at"])

    def _answer_as_before(self, before: dict) -> None:
        """Without what came, the answers are those from before it came."""
        if before and not self.losses.exists() and self.loss_answer == LossAnswer.SOMETHING:
            self.say_what_got_lost(before["loss_answer"])
        if before and not self.partners.exists() and self.company_answer is None:
            self.company_answer = before["company_answer"]
            self.save(update_fields=["company_answer", "changed_at"])
        if before and not self.wall_moves.exists() and self.wall_answer is None:
            self.say_which_wall(before.get("wall_answer"))


def _moved(rows: models.QuerySet, column: str, win: WinColumns) -> list[str]:
    """Hang each of these rows on the win; what it has already, or what its rules refuse, stays. Out: the moved ones."""
    moved = []
    for row in rows:
        setattr(row, column, win)
        try:
            with transaction.atomic():
                row.save(update_fields=[column])
        except IntegrityError:
            continue
        moved.append(str(row.pk))
    return moved
