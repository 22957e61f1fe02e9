"""Wins of which nobody said the place in the rose, one after the other."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.links import address, key_in, number_in
from initiatives.models import Initiative, Reader, SmallWin

WORDS = ("initiatief", "stad")  # what the address may narrow the queue to


@dataclass(frozen=True)
class ToPlace:
    """What waits, in a sentence that opens the queue."""

    number: int
    href: str

    @property
    def said(self) -> str:
        return ngettext("%(n)s nog in te delen", "%(n)s nog in te delen", self.number) % {"n": self.number}


@dataclass(frozen=True)
class WayOn:
    """An initiative to go to after the queue, and what the editors placed there and its team has not looked at."""

    initiative: Initiative
    to_check: list[UUID]  # of wins, the newest first


@dataclass(frozen=True)
class Queue:
    """The wins that wait for this person, first told first, and the way through them."""

    user: object
    words: Mapping[str, str]
    at_the_start: int  # 0: not said

    @cached_property
    def wins(self) -> QuerySet:
        return waiting_to_be_placed(self.user, **self.words).first_told_first()

    @property
    def left(self) -> int:
        return self.wins.count()

    @property
    def nothing_waits(self) -> str:
        """The sentence for an empty queue: of all that somebody may place, or of one initiative or city."""
        if self.words:
            return _("Er wacht hier niets meer.")
        return _("Er wacht niets. Over alles wat jij kunt indelen, is iets gezegd.")

    @property
    def ways_on(self) -> list[WayOn]:
        """The teams of this person, or the initiative that the address names."""
        slug, city = self.words.get("initiatief"), self.words.get("stad")
        theirs = Initiative.objects.of_team(self.user)
        here = Initiative.objects.visible_to(self.user).filter(slug=slug) if slug else theirs
        here = here.filter(cities__slug=city) if city else here
        wins = _here(SmallWin.objects.filter(initiative__in=theirs), **self.words).standing()
        to_check = defaultdict(list)
        for win, initiative in wins.with_editors_reading().newest_first().values_list("pk", "initiative"):
            to_check[initiative].append(win)
        return [WayOn(initiative, to_check[initiative.pk]) for initiative in here.order_by("title_sort")]

    @cached_property
    def total(self) -> int:
        return self.at_the_start or max(1, self.left)

    @property
    def href(self) -> str:
        return address("queues:index", **self.words)

    def after(self, win: SmallWin | None) -> SmallWin | None:
        """The next one; the first of all for None."""
        wins = self.wins.told_after(win) if win else self.wins
        return with_what_is_read(wins, self.user).first()

    def path_of(self, win: SmallWin) -> str:
        return address("queues:read", win.pk)

    def page_of(self, win: SmallWin) -> str:
        return address("queues:read", win.pk, **self.words, van=self.total)

    def pairs_of(self, win: SmallWin) -> str:
        """The address of the one question that its place may raise: which type went which way."""
        return address("queues:cross", win.pk, **self.words, van=self.total)

    def past(self, win: SmallWin) -> str:
        """The address of what comes after this one, whether it was answered or skipped."""
        return address("queues:index", **self.words, na=win.pk, van=self.total)

    def where(self, win: SmallWin) -> str:
        """How far one is: "3 van 11". What others did meanwhile counts as done."""
        number = max(1, self.total - self.wins.told_after(win).count())
        return _("%(number)s van %(total)s") % {"number": number, "total": self.total}


def with_what_is_read(wins: QuerySet, user) -> QuerySet:
    """These wins with all that the page shows of one: its initiative, its photos, who answered for the team."""
    return wins.select_related("initiative", "replied_by").with_photos_for(user).defer("search")


def queue_of(user, asked: Mapping[str, str]) -> Queue:
    """In: the words of the address. A total that nobody can have seen is left out."""
    words = {word: asked[word] for word in WORDS if asked.get(word)}
    return Queue(user, words, number_in(asked.get("van", "")) or 0)


def passed(user, asked: Mapping[str, str]) -> SmallWin | None:
    """The win after which the address goes on, if this person may place it."""
    key = key_in(asked.get("na", ""))
    return SmallWin.objects.placed_by(user).only("pk", "logged_at").filter(pk=key).first() if key else None


def waiting_to_be_placed(user, *, initiatief: str = "", stad: str = "") -> QuerySet:
    """Wins that this person may place and of which nobody said it; of one initiative, or of one city."""
    return _here(SmallWin.objects.placed_by(user).without_reading(), initiatief=initiatief, stad=stad)


def _here(wins: QuerySet, *, initiatief: str = "", stad: str = "") -> QuerySet:
    wins = wins.filter(initiative__slug=initiatief) if initiatief else wins
    return wins.filter(initiative__cities__slug=stad) if stad else wins


def to_place(reader: Reader) -> ToPlace:
    """What waits at one initiative, for who may place it. One query."""
    slug = reader.initiative.slug
    wins = waiting_to_be_placed(reader.user, initiatief=slug)
    return ToPlace(wins.count(), address("queues:index", initiatief=slug))


def everything_to_place(user) -> ToPlace:
    """All that waits for this person. One query."""
    return ToPlace(waiting_to_be_placed(user).count(), address("queues:index"))
