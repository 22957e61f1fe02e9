"""Who should meet whom: initiatives that share a wall or a question, and that nobody put in touch or tied yet."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from initiatives.language import in_language, plain, titled
from initiatives.lenses import ENDED_WALLS, WallStatus
from initiatives.links import address
from initiatives.models import (
    Challenge,
    Initiative,
    InitiativeLink,
    Introduction,
    Onlooker,
    Reader,
    SmallWin,
    Wall,
    WallMove,
    WallTopic,
)
from initiatives.models.initiative_links import as_real_as
from initiatives.models.rights import may_come_in
from initiatives.sentences import joined, said

PER_PAGE = 3  # initiatives
SHOWN, WORDS_SHOWN = 3, 2  # others beside an initiative, and reasons of one of them


# ------------------------------------------------------------------ what two share
@dataclass(frozen=True)
class Shared:
    """What an initiative shares with another one: a question, or a wall that stands in the way of one of them at least."""

    other: Initiative
    topic: WallTopic | None = None
    challenge: Challenge | None = None
    here: str = ""  # how the wall stands here, and at the other
    there: str = ""
    wall: object = None  # keys of the wall here, and of that at the other
    their_wall: object = None

    @property
    def code(self) -> str:
        """What a form sends for it."""
        about = f"muur-{self.topic.pk}" if self.topic else f"vraagstuk-{self.challenge.pk}"
        return f"{self.other.pk}-{about}"

    @property
    def label(self) -> str:
        if self.topic:
            return _("%(other)s (muur: %(name)s)") % {
                "other": self.other,
                "name": plain(self.topic, "name"),
            }
        name = plain(self.challenge, "title")
        return _("%(other)s (vraagstuk: %(name)s)") % {"other": self.other, "name": name}

    @property
    def order(self) -> int:
        """A wall that one of the two got past comes first, then one in the way of both, then a question."""
        if not self.topic:
            return 3
        return 0 if self.there in ENDED_WALLS else 1 if self.here in ENDED_WALLS else 2

    def as_one_sentence(self, here: Initiative) -> str:
        """Why these two, in words that both may read: without a small win."""
        if not self.topic:
            return _("Jullie werken allebei aan “%(name)s”.") % {"name": plain(self.challenge, "title")}
        words = {"name": plain(self.topic, "name")}
        past = self.other if self.there in ENDED_WALLS else here if self.here in ENDED_WALLS else None
        if past is None:
            return _("“%(name)s” staat bij jullie allebei in de weg.") % words
        return _("“%(name)s”: bij %(past)s staat die muur niet meer in de weg.") % {**words, "past": past}


def shared_walls_of(walls: QuerySet) -> QuerySet:
    """A row for each of these walls and the same one at another initiative, where one at least stands in the way.

    In: walls that the reader knows, at initiatives that the network reads.
    """
    there = {
        "met": F("topic__walls"),
        "other": F("topic__walls__initiative"),
        "there": F("topic__walls__status"),
    }
    both_ended = Q(status__in=ENDED_WALLS, there__in=ENDED_WALLS)
    rows = walls.order_by().annotate(**there).filter(met__in=walls.order_by().values("pk"))
    return rows.exclude(initiative=F("other")).exclude(both_ended)


def shared_questions_of(initiatives: QuerySet) -> QuerySet:
    """A row for each question of these initiatives and another of them that works on it, too."""
    keys = initiatives.order_by().values("pk")
    ties = Initiative.challenges.through.objects.order_by().annotate(other=F("challenge__initiatives"))
    return ties.filter(initiative__in=keys, other__in=keys).exclude(initiative=F("other"))


def shared_with(reader: Reader) -> list[Shared]:
    """All that this initiative shares with others that the network reads, by their titles. At most five queries."""
    here = reader.initiative
    readable = reader.sees(Initiative).read_by_the_network().filter(as_real_as(here))
    walls = reader.sees(Wall).filter(initiative__in=readable.order_by().values("pk"))
    return [
        *_found(
            shared_walls_of(walls).filter(initiative=here),
            shared_questions_of(readable).filter(initiative=here),
        ).get(here.pk, ())
    ]


def _found(walls: QuerySet, questions: QuerySet) -> dict[int, list[Shared]]:
    """What each initiative shares, by its key: the walls first. At most five queries."""
    by_wall = list(walls.values_list("initiative", "other", "topic", "status", "there", "pk", "met"))
    by_question = list(questions.values_list("initiative", "other", "challenge"))
    met = {row[1] for row in (*by_wall, *by_question)}
    others = (
        {row.pk: row for row in Initiative.objects.filter(pk__in=met).prefetch_related("cities")}
        if met
        else {}
    )
    topics = WallTopic.objects.in_bulk({row[2] for row in by_wall})
    challenges = Challenge.objects.in_bulk({row[2] for row in by_question})
    found = defaultdict(list)
    for here, other, topic, *wall in by_wall:
        found[here].append(Shared(others[other], topics[topic], None, *wall))
    for here, other, challenge in by_question:
        found[here].append(Shared(others[other], challenge=challenges[challenge]))
    return {here: sorted(rows, key=_in_order) for here, rows in found.items()}


def _in_order(shared: Shared) -> tuple:
    about = shared.topic.name_sort if shared.topic else shared.challenge.title_sort
    return shared.order, shared.other.title_sort, shared.other.pk, about


# ------------------------------------------------------------------ who should meet
@dataclass(frozen=True)
class CouldMeet:
    """An initiative and one that it may be put in touch with, and why."""

    here: Initiative
    other: Initiative
    shared: tuple[Shared, ...]
    moves: dict  # key of a wall → the small win that moved it as it stands now, as the reader may know
    silent: tuple[Initiative, ...]  # of the two, those in which nobody can say yes or no

    @property
    def reasons(self) -> list[SafeString]:
        return [self._reason(each) for each in self.shared[:WORDS_SHOWN]]

    @property
    def more_reasons(self) -> list[SafeString]:
        return [self._reason(each) for each in self.shared[WORDS_SHOWN:]]

    @property
    def propose_href(self) -> str:
        """The form, filled in; nothing where nobody could answer."""
        return "" if self.silent else address("introductions:propose", self.here.slug, met=self.other.slug)

    @property
    def nobody_there(self) -> str:
        if self.other not in self.silent:
            return ""
        return _("Daar zit nog niemand in het team die ja of nee kan zeggen.")

    def _reason(self, shared: Shared) -> SafeString:
        if shared.challenge:
            return said(_("Werkt ook aan: %(question)s"), question=titled(shared.challenge))
        words = {"wall": in_language(shared.topic, "name"), "other": in_language(self.other, "title")}
        if shared.there in ENDED_WALLS:
            first = said(_("Liep tegen dezelfde muur aan: “%(wall)s”."), **words)
            return joined((first, self._past(shared.there, shared.their_wall, self.other)), " ")
        if shared.here in ENDED_WALLS:
            first = said(
                _("Loopt tegen een muur aan die hier niet meer in de weg staat: “%(wall)s”."), **words
            )
            return joined((first, self._past(shared.here, shared.wall, self.here)), " ")
        first = said(_("“%(wall)s” staat bij allebei in de weg."), **words)
        return joined((first, self._breach(shared)), " ")

    def _past(self, status: str, wall, who: Initiative) -> SafeString:
        """How one of the two got past it: "WIJS kwam erlangs: …"."""
        words = {"who": in_language(who, "title")}
        win = self.moves.get(wall)
        if status == WallStatus.GONE:
            text = _("Bij %(who)s is hij weg: %(win)s.") if win else _("Bij %(who)s is hij weg.")
        else:
            text = _("%(who)s kwam erlangs: %(win)s.") if win else _("%(who)s kwam erlangs.")
        return said(text, **words, win=titled(win) if win else "")

    def _breach(self, shared: Shared) -> SafeString | str:
        win = self.moves.get(shared.their_wall)
        if shared.there != WallStatus.BREACHED or not win:
            return ""
        text = _("%(who)s sloeg er een bres in: %(win)s.")
        return said(text, who=in_language(self.other, "title"), win=titled(win))


@dataclass(frozen=True)
class Meetings:
    """An initiative that this reader keeps, and whom it may be put in touch with."""

    initiative: Initiative
    pairs: tuple[CouldMeet, ...]
    more: tuple[Initiative, ...]  # others, by name alone

    @property
    def nobody_here(self) -> str:
        """Said once, above all whom it may meet."""
        if not any(self.initiative in pair.silent for pair in self.pairs):
            return ""
        return _("Hier zit nog niemand in het team die ja of nee kan zeggen.")

    @property
    def more_href(self) -> str:
        """The form says what they share."""
        return address("introductions:propose", self.initiative.slug)


@dataclass(frozen=True)
class PairList:
    page: Page
    rows: list[Meetings]


def pairs(
    onlooker: Onlooker, here: QuerySet, *, page: str | None = None, per_page: int = PER_PAGE
) -> PairList:
    """Of these initiatives, those that this reader lets people in and out of, each with whom it may be put in touch.

    Left out are pairs that somebody proposed before, and those that are tied. At most eleven queries, none for a visitor.
    """
    user = onlooker.user
    if not may_come_in(user):
        return PairList(Paginator([], per_page).get_page(1), [])
    readable = onlooker.initiatives.read_by_the_network()
    walls = onlooker.sees(Wall).filter(initiative__in=readable.order_by().values("pk"))
    by_wall, by_question = _apart(shared_walls_of(walls)), _apart(shared_questions_of(readable))
    own = readable.filter(pk__in=Initiative.objects.managed_by(user).order_by().values("pk"))
    asked = own.filter(pk__in=here.order_by().values("pk")).filter(
        Q(pk__in=by_wall.values("initiative")) | Q(pk__in=by_question.values("initiative"))
    )
    ordered = asked.order_by("title_sort", "pk").prefetch_related("cities")
    shown = Paginator(ordered, per_page).get_page(page)
    initiatives = list(shown.object_list)
    found = _found(by_wall.filter(initiative__in=initiatives), by_question.filter(initiative__in=initiatives))
    return PairList(shown, _meetings(initiatives, found, user))


def _apart(rows: QuerySet) -> QuerySet:
    """Rows of an `initiative` and the `other` that nobody proposed to put in touch, and that are not tied."""
    met = Introduction.objects.filter(_both("first", "second"))
    tied = InitiativeLink.objects.not_declined().filter(_both("initiative", "other"))
    return rows.exclude(Exists(met)).exclude(Exists(tied))


def _both(one: str, other: str) -> Q:
    here, there = OuterRef("initiative"), OuterRef("other")
    return Q(**{one: here, other: there}) | Q(**{one: there, other: here})


def _meetings(initiatives: list[Initiative], found: dict[int, list[Shared]], user) -> list[Meetings]:
    """Three queries at most, whatever their number."""
    shown = {each: _first_others(found.get(each.pk, ())) for each in initiatives}
    shared = [each for others in shown.values() for _other, rows in others[:SHOWN] for each in rows]
    moves = _moves([key for each in shared for key in (each.wall, each.their_wall) if key], user)
    both = {each.pk for each in initiatives} | {each.other.pk for each in shared}
    answering = set(Initiative.objects.with_somebody().filter(pk__in=both).values_list("pk", flat=True))
    return [
        Meetings(
            here,
            tuple(
                CouldMeet(
                    here, other, tuple(rows), moves, tuple(x for x in (here, other) if x.pk not in answering)
                )
                for other, rows in others[:SHOWN]
            ),
            tuple(other for other, _rows in others[SHOWN:]),
        )
        for here, others in shown.items()
    ]


def _first_others(shared: Iterable[Shared]) -> list[tuple[Initiative, list[Shared]]]:
    """Each other initiative once, with all that is shared with it, in the order of its first reason."""
    others: dict[Initiative, list[Shared]] = defaultdict(list)
    for each in shared:
        others[each.other].append(each)
    return list(others.items())


def _moves(walls: list, user) -> dict[object, SmallWin]:
    """The small win that brought each wall to how it stands, the latest where there are more. One query."""
    if not walls:
        return {}
    known = WallMove.objects.visible_to(user).filter(
        wall__in=walls, win__stands=True, effect=F("wall__status")
    )
    rows = known.select_related("win").defer("win__search").order_by("win__sort_on", "told_at", "pk")
    return {move.wall_id: move.win for move in rows}
