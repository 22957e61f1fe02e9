"""The answers of the team beside the words of a win. None: nobody has said."""

from initiatives.lenses import CompanyAnswer, LinkAnswer, LossAnswer, WallAnswer
from initiatives.models.wins.columns import WinColumns


class WinAnswers(WinColumns):
    class Meta:
        abstract = True

    def say_what_came_before(self, answer: LinkAnswer | None) -> None:
        """Record the answer where no earlier win is named; None takes the answer back."""
        self.came_from = answer
        self.save(update_fields=["came_from", "changed_at"])

    def say_what_got_lost(self, answer: LossAnswer | None) -> None:
        """Record whether something got lost; None: nobody has said."""
        self.loss_answer = answer
        self.save(update_fields=["loss_answer", "changed_at"])

    def say_which_wall(self, answer: WallAnswer | None) -> None:
        """Record the answer where it moved no wall; None: nobody has said."""
        self.wall_answer = answer
        self.save(update_fields=["wall_answer", "changed_at"])

    def say_who_was_there(self, partners, answer: CompanyAnswer | None) -> None:
        """Partners, or an answer where none is named; neither is silence."""
        self.company_answer = None if partners else answer
        self.save(update_fields=["company_answer", "changed_at"])
        self.partners.set(partners)
