"""Reading along: the programme confirms a win or asks about it, the team withdraws it."""

from django.db import transaction
from django.utils import timezone

from initiatives.models.people import User
from initiatives.models.wins.states import WinStates


class WinCurating(WinStates):
    class Meta:
        abstract = True

    def confirm(self, *, by: User) -> None:
        """A curator has read it: it is described well. That is no evidence."""
        if self.confirmed_at is None:
            self.confirmed_at, self.confirmed_by = timezone.now(), by
        if self.returned_at:  # one that was answered in words stays, with the answer
            self._clear_question()
        self._save_state()

    def ask(self, *, by: User, question: str) -> None:
        """Give it back to the team with a question. It keeps counting. An earlier question goes, with its answer."""
        self._clear_question()
        self.returned_at, self.returned_by, self.question = timezone.now(), by, question
        self.confirmed_at = self.confirmed_by = None
        self._save_state()

    def answer(self) -> None:
        """The team changed its text for the question; the win waits for a reader again."""
        self._clear_question()
        self._save_state()

    def reply_with(self, words: str, *, by: User) -> None:
        """The team answers the question in words. Both stay; the win waits for a reader again, or stays confirmed."""
        self.reply, self.replied_at, self.replied_by = words, timezone.now(), by
        self.returned_at = self.returned_by = None
        self._save_state()

    def withdraw(self, *, by: User, reason: str = "") -> None:
        """Take it off every page but keep it, so that the story stays honest."""
        if self.withdrawn_at is None:
            self.withdrawn_at, self.withdrawn_by = timezone.now(), by
            self.withdrawal_reason = reason
            with transaction.atomic():
                self._save_state()
                for move in self.wall_moves.with_their_wall_held():
                    move.lose_its_win()

    def restore(self) -> None:
        """Put a withdrawn win back where it was."""
        self.withdrawn_at, self.withdrawn_by, self.withdrawal_reason = None, None, ""
        with transaction.atomic():
            self._save_state()
            for move in self.wall_moves.with_their_wall_held():
                move.get_its_win_back()

    def _clear_question(self) -> None:
        self.returned_at, self.returned_by, self.question = None, None, ""
        self.replied_at, self.replied_by, self.reply = None, None, ""
