"""How an initiative belongs to others: part of one, grown out of one, or together with it; said at both ends.

What worked out at those that are part of it or grew out of it stands with it, and counts nowhere here (theory §2: scaling up
often means leaving the first initiative).
"""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from initiatives.language import titled
from initiatives.links import InPages, address
from initiatives.models import ForReader, Initiative, InitiativeLink, Reader, SmallWin
from initiatives.sentences import joined

AT_ONCE = 3  # the others open with a tap
FEW = 3  # wins on the profile
IN_A_PAGE = 20


# --- the ties ---------------------------------------------------------------------------------
@dataclass(frozen=True)
class Tied:
    """One tie, from this end."""

    tie: InitiativeLink
    other: Initiative
    may_be_taken_back: bool = False

    @property
    def title(self) -> SafeString:
        return titled(self.other)


@dataclass(frozen=True)
class Tie:
    """One way, and what is at the other end, in the order of the names."""

    way: str
    told: tuple[Tied, ...]

    @property
    def first(self) -> tuple[Tied, ...]:
        return self.told[:AT_ONCE]

    @property
    def more(self) -> tuple[Tied, ...]:
        return self.told[AT_ONCE:]


def ties(reader: Reader) -> list[Tie]:
    """First what it is part of and grew out of, as this reader may know both ends. One query, and one more inside."""
    here = reader.initiative
    links = InitiativeLink.objects.known_to(reader.user).at(here).select_related("initiative", "other")
    mine = InitiativeLink.objects.to_take_back_by(reader.user).at(here) if reader.is_inside else links.none()
    theirs = set(mine.values_list("pk", flat=True))
    ways: dict[tuple[bool, str], list[Tied]] = {}
    for link in links.order_by("kind", "pk"):
        way = link.initiative_id != here.pk and link.is_one_way, link.said_at(here)
        ways.setdefault(way, []).append(Tied(link, link.end_of(here), link.pk in theirs))
    return [
        Tie(way, tuple(sorted(told, key=lambda each: each.other.title_sort)))
        for (_is_back, way), told in sorted(ways.items(), key=lambda found: found[0][0])
    ]


# --- what worked out elsewhere ----------------------------------------------------------------
@dataclass(frozen=True)
class WinElsewhere:
    """A win of an initiative that is part of this one or grew out of it, and the tie that says so."""

    win: SmallWin
    tie: InitiativeLink

    @property
    def title(self) -> SafeString:
        return titled(self.win)

    @property
    def said(self) -> SafeString:
        """When it was, and how its initiative belongs here, with who says that."""
        return joined((self.win.when_said, self.tie.with_grounds), ". ")


@dataclass(frozen=True)
class Elsewhere(ForReader):
    """The wins that stand with this initiative because their own belongs to it."""

    ties: dict[int, InitiativeLink]  # by the initiative that belongs here

    @cached_property
    def wins(self) -> QuerySet:
        return self.reader.sees(SmallWin).standing().filter(initiative__in=self.ties)

    @cached_property
    def total(self) -> int:
        return self.wins.count() if self.ties else 0

    @cached_property
    def newest(self) -> list[WinElsewhere]:
        return (
            self.shown(self.wins.newest_first().for_short_list(self.reader.user)[:FEW]) if self.total else []
        )

    def shown(self, wins) -> list[WinElsewhere]:
        return [WinElsewhere(win, self.ties[win.initiative_id]) for win in wins]

    @property
    def url(self) -> str:
        return f"{address('belonging:index', self.initiative.slug)}#elders"


def elsewhere(reader: Reader) -> Elsewhere:
    """In one query, and two more where there are such initiatives. Of two ties with one initiative the first is said."""
    under = InitiativeLink.objects.known_to(reader.user).under(reader.initiative)
    rows = under.select_related("initiative", "other").order_by("-kind", "-pk")
    return Elsewhere(reader, {tie.initiative_id: tie for tie in rows})


# --- the page ---------------------------------------------------------------------------------
@dataclass(frozen=True)
class Belonging(ForReader, InPages):
    """All ties of an initiative, and all that worked out at what belongs to it."""

    ties: list[Tie]
    elsewhere: Elsewhere
    page: Page
    asked: list[InitiativeLink]  # that this team asked another one about

    @property
    def wins(self) -> list[WinElsewhere]:
        return self.elsewhere.shown(self.page)

    def at(self, number: int) -> str:
        return f"{address('belonging:index', self.initiative.slug, pagina=number)}#elders"


def belonging_page(reader: Reader, page: str | None = None) -> Belonging:
    """A fixed number of queries."""
    there = elsewhere(reader)
    wins = there.wins if there.ties else SmallWin.objects.none()
    shown = Paginator(wins.newest_first().for_short_list(reader.user), IN_A_PAGE).get_page(page)
    return Belonging(reader, ties(reader), there, shown, _asked_by(reader))


def _asked_by(reader: Reader) -> list[InitiativeLink]:
    """What this team asked and the other one did not say yes to."""
    if not reader.is_inside:
        return []
    asked = InitiativeLink.objects.asked_by_team_of(reader.user).at(reader.initiative)
    open_ones = asked.exclude(pk__in=InitiativeLink.objects.agreed().values("pk"))
    return list(open_ones.exclude(asked=reader.initiative).saying_who_answers().with_ends())
