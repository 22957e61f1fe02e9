"""The answers of the team beside the words of a win. None: nobody has said."""

from initiatives.lenses import CompanyAnswer
from initiatives.models.wins.columns import WinColumns


class WinAnswers(WinColumns):
    class Meta:
        abstract = True

    def say(self, **answers: str | None) -> None:
        """Keep these answers, by the name of their column; None takes one back."""
        for name, answer in answers.items():
            setattr(self, name, answer)
        self.save(update_fields=[*answers, "changed_at"])

    def say_who_was_there(self, partners, answer: CompanyAnswer | None) -> None:
        """Partners, or an answer where none is named; neither is silence."""
        self.say(company_answer=None if partners else answer)
        self.partners.set(partners)
