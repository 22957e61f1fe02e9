"""Proposals to put two initiatives in touch, as one reader may know them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.language import in_language, titled
from initiatives.models import Initiative, Introduction, User
from initiatives.models.introductions import SIDES
from initiatives.models.teams import who_decides
from initiatives.periods import on_day

PER_PAGE = 40


class Unread:
    """Stands for an initiative that this reader may not read (any more)."""

    title = title_en = gettext_lazy("een initiatief dat nu niet te lezen is")


@dataclass(frozen=True)
class SideLine:
    """One of the two, and what it said, to a reader who may know that."""

    introduction: Introduction
    side: str

    @property
    def initiative(self) -> Initiative:
        return self.introduction.of(self.side)

    @property
    def said(self) -> str:
        agreed = self.introduction.said_by(self.side)
        if agreed is None:
            return _("zei nog niets")
        on = on_day(getattr(self.introduction, f"{self.side}_answered_at"))
        return (_("zei ja, op %(on)s") if agreed else _("zei nee, op %(on)s")) % {"on": on}


@dataclass(frozen=True)
class IntroductionLine:
    """A proposal, with the sides of which this reader may know the answer: those that they know from inside."""

    introduction: Introduction
    known: list[str]
    readable: frozenset[int]  # keys of the initiatives that they may read

    def _named(self, side: str) -> Initiative | Unread:
        initiative = self.introduction.of(side)
        return initiative if initiative.pk in self.readable else Unread()

    @property
    def first(self) -> Initiative | Unread:
        return self._named("first")

    @property
    def second(self) -> Initiative | Unread:
        return self._named("second")

    @property
    def sides(self) -> list[SideLine]:
        return (
            [] if self.introduction.is_agreed else [SideLine(self.introduction, side) for side in self.known]
        )

    @property
    def status(self) -> str:
        """Where it stands, as both sides and the proposer may know."""
        if self.introduction.is_agreed:
            return _("Allebei zeiden ja, op %(on)s.") % {"on": on_day(self.introduction.agreed_at)}
        return _("Nog niet allebei ja.")


@dataclass(frozen=True)
class IntroductionList:
    """The proposals that a reader knows, the newest first."""

    page: Page
    lines: list[IntroductionLine]
    only_waiting: bool  # those to which a side says nothing yet


def introduction_list(user: User, *, only_waiting: bool, page: str | None) -> IntroductionList:
    """A fixed number of queries, whatever the size."""
    rows = Introduction.objects.visible_to(user).with_both()
    rows = rows.waiting_for(user) if only_waiting else rows
    shown = Paginator(rows.order_by("-proposed_at", "pk"), PER_PAGE).get_page(page)
    return IntroductionList(shown, introduction_lines(shown.object_list, user), only_waiting)


def introduction_lines(rows: Iterable[Introduction], user: User) -> list[IntroductionLine]:
    """Two queries, whatever the number of rows."""
    rows = list(rows)
    both = {getattr(row, f"{side}_id") for row in rows for side in SIDES}
    inside = Initiative.objects.editable_by(user).filter(pk__in=both)
    known = set(inside.values_list("pk", flat=True)) if both else set()
    readable = _readable(both, user)
    return [
        IntroductionLine(row, [side for side in SIDES if getattr(row, f"{side}_id") in known], readable)
        for row in rows
    ]


def _readable(keys: set[int], user: User) -> frozenset[int]:
    """Which of these the reader may read at this moment: one that closed since shows no new title."""
    shown = Initiative.objects.visible_to(user).filter(pk__in=keys)
    return frozenset(shown.values_list("pk", flat=True)) if keys else frozenset()


# ------------------------------------------------------------------ on the first page
@dataclass(frozen=True)
class AskedToMeet:
    """Somebody wants to put an initiative of this reader in touch with another."""

    introduction: Introduction
    mine: Initiative
    theirs: Initiative | Unread


def asked_to_meet(user) -> list[AskedToMeet]:
    """The proposals to which this person has yet to say yes or no, the oldest first. Three queries at most."""
    rows = list(Introduction.objects.asking(user).with_both().order_by("proposed_at", "pk"))
    decided = Initiative.objects.spoken_for_by(user).values_list("pk", flat=True)
    mine = set(decided) if rows else set()
    readable = _readable({row.of(side).pk for row in rows for side in SIDES}, user)
    return [_asked(row, next(side for side in SIDES if _is_open(row, side, mine)), readable) for row in rows]


def _is_open(row: Introduction, side: str, mine: set[int]) -> bool:
    return row.said_by(side) is None and getattr(row, f"{side}_id") in mine


def _asked(row: Introduction, side: str, readable: frozenset[int]) -> AskedToMeet:
    (other,) = set(SIDES) - {side}
    theirs = row.of(other)
    return AskedToMeet(row, mine=row.of(side), theirs=theirs if theirs.pk in readable else Unread())


# ------------------------------------------------------------------ its own page
@dataclass(frozen=True)
class IntroductionPage:
    """`answers`: the sides for which this reader decides. `people`: those of the other side, once both said yes."""

    line: IntroductionLine
    answers: list[str]
    people: list[User]
    shared: list[User]  # whose names and addresses the other side gets to know

    @property
    def introduction(self) -> Introduction:
        return self.line.introduction

    @property
    def both(self) -> list[SafeString]:
        """The titles; a link where this reader may go there."""
        two = self.line.first, self.line.second
        return [titled(each) if isinstance(each, Initiative) else in_language(each, "title") for each in two]

    @property
    def may_answer(self) -> bool:
        return bool(self.answers) and not self.introduction.is_agreed

    @property
    def sides(self) -> list[SideLine]:
        """Of who does not decide. Who does reads it in the status."""
        return [] if self.answers else self.line.sides

    @property
    def nobody_is_left(self) -> bool:
        """Not to who decides for both sides: they meet nobody."""
        return len(self.answers) == 1 and self.introduction.is_agreed and not self.people

    @property
    def status(self) -> str:
        """Where it stands. A no of the other side stays with that side."""
        if self.introduction.is_agreed:
            return self.line.status
        if not self.answers:
            return _(
                "Nog niet allebei ja. Tot die tijd leest het andere team geen namen of adressen van jullie."
            )
        said = {self.introduction.said_by(side) for side in self.answers}
        if None in said:
            return _("Jullie zeiden nog niets.")
        return {
            True: _("Jullie zeiden ja. Zodra de ander ja zegt, krijgen jullie een mail."),
            False: _("Jullie zeiden nee. De ander hoort dat niet. Je kunt het nog veranderen."),
        }[all(said)]


def introduction_page(introduction: Introduction, *, user: User) -> IntroductionPage:
    """In: a proposal of `visible_to(user)`. Out: where it stands, to this reader. Some six queries."""
    answers = introduction.sides_of(user)
    others = [side for side in SIDES if side not in answers]
    is_agreed = introduction.is_agreed
    return IntroductionPage(
        line=introduction_lines([introduction], user)[0],
        answers=answers,
        people=_people(introduction, others) if answers and is_agreed else [],
        shared=[] if is_agreed else [each for side in answers for each in who_decides(introduction.of(side))],
    )


def _people(introduction: Introduction, sides: list[str]) -> list[User]:
    return [person for side in sides for person in introduction.people_of(side)]
