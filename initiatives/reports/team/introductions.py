"""A proposal to put two initiatives in touch, as one reader may know it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from initiatives.models import Introduction, User
from initiatives.models.introductions import SIDES
from initiatives.models.teams import who_decides


@dataclass(frozen=True)
class IntroductionPage:
    """`sides`: for which this reader decides. `people`: those of the other side, once both said yes."""

    introduction: Introduction
    sides: list[str]
    people: list[User]

    @property
    def may_answer(self) -> bool:
        return bool(self.sides) and not self.introduction.is_agreed

    @property
    def status(self) -> str:
        """Where it stands. A no of the other side stays with that side."""
        if self.introduction.is_agreed:
            return _("Allebei zeiden ja.")
        if not self.sides:
            return _("Nog niet allebei ja. Tot die tijd ziet niemand een naam of adres.")
        said = {self.introduction.said_by(side) for side in self.sides}
        if None in said:
            return _("Jullie zeiden nog niets.")
        return {
            True: _("Jullie zeiden ja. Zodra de ander ja zegt, krijgen jullie een mail."),
            False: _("Jullie zeiden nee. Dat vertellen we niemand. Je kunt het nog veranderen."),
        }[all(said)]


def introduction_page(introduction: Introduction, *, user: User) -> IntroductionPage:
    """In: a proposal of `visible_to(user)`. Out: where it stands, to this reader. Some six queries."""
    sides = introduction.sides_of(user)
    return IntroductionPage(introduction, sides, people_for(introduction, sides))


def people_for(introduction: Introduction, sides: list[str]) -> list[User]:
    """Those whom these sides get to know: nobody before both said yes."""
    if not introduction.is_agreed or not sides:
        return []
    others = [side for side in SIDES if side not in sides]
    return [person for side in others for person in who_decides(getattr(introduction, side))]
