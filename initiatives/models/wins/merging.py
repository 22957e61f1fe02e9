"""One win that stood there twice becomes one, and two again where that was wrong."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import ANSWERED_BY_ROWS, CodedAnswer
from initiatives.models.people import User
from initiatives.models.wins.attachments import STAYS, WinAttachments
from initiatives.models.wins.columns import WinColumns
from initiatives.models.wins.states import WinStates

FOR_FEWER = _(
    "Deze small win is voor minder mensen dan die andere. Foto’s, bewijs en wat er nog meer bij staat, zouden dan "
    "meer mensen lezen. Laat het team eerst kiezen wie hem mag lezen. Of doe het andersom: laat deze blijven."
)

# The answers that give way to rows that come with a double.
MOVING_ROWS_ANSWER = [answer for answer in ANSWERED_BY_ROWS if answer.rows not in STAYS]


class WinMerging(WinStates, WinAttachments):
    class Meta:
        abstract = True

    def merge_into(self, other: Self, *, by: User) -> None:
        """Merge this double into `other`, which stays. It gets the rows that hang on this win and the links that fit.

        Rows that `other` has already stay here and count no more. Raises ValidationError where `other` is this win,
        is of another initiative, does not stand, or is read by more people.
        """
        if other.pk == self.pk or other.initiative_id != self.initiative_id or not other.stands:
            raise ValidationError(_("Kies een andere small win van hetzelfde initiatief, die nog meetelt."))
        if self.is_for_fewer_than(other):
            raise ValidationError(FOR_FEWER)
        with transaction.atomic():
            before = {answer.name: getattr(other, answer.name) for answer in MOVING_ROWS_ANSWER}
            other._let_rows_answer([each for each in MOVING_ROWS_ANSWER if getattr(self, each.rows).exists()])
            self.handed_over = {"before": before, **self._hand_over(other)}
            links = self.links.not_declined()  # a question that waits goes along
            copies = [link.copy_to(other, instead_of=self) for link in links]
            self.handed_over["links"] = [str(copy.pk) for copy in copies if copy]
            other._answer_as_before(before)  # where nothing came
            self.merged_at, self.merged_by, self.merged_into = timezone.now(), by, other
            self._save_state()

    def unmerge(self) -> None:
        """Take the merge back: rows that were handed over hang on this win again, and copied links go."""
        with transaction.atomic():
            self._take_back_what_was_handed_over()
            self.merged_at = self.merged_by = self.merged_into = self.handed_over = None
            self._save_state()

    def _hand_over(self, other: Self) -> dict[str, list[str]]:
        """Hang it on the other, where its rules allow it. Out: the keys of what moved, by name."""
        return {name: _moved(rows, column, other) for name, column, rows in self.hanging()}

    def _take_back_what_was_handed_over(self) -> None:
        """Take back the rows that the win that stayed, or the one it merged into later, still has."""
        handed_over, other = self.handed_over or {}, self.merged_into
        self.earlier_links.model.objects.filter(pk__in=handed_over.get("links", [])).delete()
        keeper = other
        while keeper:
            for name, column, rows in keeper.hanging():
                _moved(rows.filter(pk__in=handed_over.get(name, [])), column, self)
            keeper = keeper.merged_into
        if other:
            other._answer_as_before(handed_over.get("before", {}))

    def _let_rows_answer(self, answers: list[CodedAnswer]) -> None:
        """Set the answers that follow from rows: a loss, a partner or a moved wall answers its own question."""
        self._say_news({answer.name: answer.with_rows for answer in answers})

    def _answer_as_before(self, before: dict) -> None:
        """Without rows, the answers are those from before they came."""
        alone = [answer for answer in MOVING_ROWS_ANSWER if not getattr(self, answer.rows).exists()]
        waits = [answer.name for answer in alone if getattr(self, answer.name) == answer.with_rows]
        self._say_news({name: before.get(name) for name in waits})

    def _say_news(self, answers: dict[str, str | None]) -> None:
        news = {name: stored for name, stored in answers.items() if getattr(self, name) != stored}
        if news:
            self.say(**news)


def _moved(rows: models.QuerySet, column: str, win: WinColumns) -> list[str]:
    """Hang each of these rows on the win, unless it has the row already or its rules refuse it. Out: the moved ones."""
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
