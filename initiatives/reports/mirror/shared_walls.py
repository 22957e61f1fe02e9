"""Walls into which more than one initiative runs, counted over what the reader may see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import Count, Max, Prefetch, QuerySet
from django.utils.translation import gettext as _

from initiatives.lenses import WallStatus
from initiatives.links import address
from initiatives.models import City, Initiative, Onlooker, Wall, WallMove

FEWEST = 2  # a wall of one initiative is not shared
NO_WORDS: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True)
class SharedWall:
    """A wall that stands at several initiatives; `href` opens exactly those."""

    name: str
    name_en: str
    initiatives: int
    cities: int
    href: str


@dataclass(frozen=True)
class SharedLine:
    """The wall at one initiative, and the wins that moved it there."""

    wall: Wall
    moves: tuple[WallMove, ...]
    may_introduce: bool = False  # the reader may propose to put it in touch with another

    @property
    def initiative(self) -> Initiative:
        return self.wall.initiative

    @property
    def status(self) -> WallStatus:
        return WallStatus(self.wall.status)


@dataclass(frozen=True)
class SharedWallPage:
    """One wall all over the network: where it stands, and where it no longer does."""

    name: str
    name_en: str
    city: City | None
    in_the_way: tuple[SharedLine, ...]
    ended: tuple[SharedLine, ...]
    initiatives: int  # the ones where it is in the way
    cities: int

    @property
    def hardly_anywhere(self) -> str:
        """Where it stands at one initiative, or at none any more."""
        if self.initiatives:
            return _("Deze muur staat nog bij één initiatief in de weg. Kijk hoe het elders ging.")
        return _("Deze muur staat bij geen van deze initiatieven nog in de weg. Kijk hoe dat ging.")


def shared_walls(
    onlooker: Onlooker,
    *,
    city: City | None = None,
    met_in: City | None = None,
    initiatives: QuerySet | None = None,
    words: Mapping[str, object] = NO_WORDS,
) -> list[SharedWall]:
    """The walls that stand at two initiatives or more, the most shared first. One query.

    In: `city` looks at the initiatives of that city alone; `met_in` at the walls that stand there, wherever else they do; `initiatives` at
    these alone, which the `words` of an address choose.
    """
    walls = _of_city(onlooker.sees(Wall).in_the_way(), city)
    if met_in:
        walls = walls.filter(topic__in=_of_city(walls, met_in).order_by().values("topic"))
    rows = (
        _at(walls, initiatives)
        .order_by()
        .values("topic__slug")
        .annotate(
            name=Max("topic__name"),
            name_en=Max("topic__name_en"),
            initiatives=Count("initiative", distinct=True),
            cities=Count("initiative__cities", distinct=True),
        )
        .alias(name_sort=Max("topic__name_sort"))
        .filter(initiatives__gte=FEWEST)
        .order_by("-initiatives", "-cities", "name_sort")
    )
    words = {"stad": city.slug} if city else words
    return [SharedWall(href=address("walls:shared", row.pop("topic__slug"), **words), **row) for row in rows]


def shared_slugs(user, slugs: Iterable[str]) -> set[str]:
    """Which of these walls more initiatives know, in the way or not. One query."""
    known = Wall.objects.visible_to(user).filter(topic__slug__in=list(slugs)).order_by()
    counted = known.values("topic__slug").annotate(n=Count("initiative", distinct=True))
    return set(counted.filter(n__gte=FEWEST).values_list("topic__slug", flat=True))


def shared_wall_page(
    slug: str, onlooker: Onlooker, *, city: City | None = None, initiatives: QuerySet | None = None
) -> SharedWallPage | None:
    """One wall at all initiatives that the reader may see, or at these; None where fewer than two know it.

    A fixed number of queries.
    """
    user = onlooker.user
    moves = WallMove.objects.visible_to(user).filter(win__stands=True).select_related("win")
    rows = (
        _at(_of_city(onlooker.sees(Wall).filter(topic__slug=slug), city), initiatives)
        .select_related("topic", "initiative")
        .prefetch_related(
            "initiative__cities",
            Prefetch("moves", moves.defer("win__search").order_by("win__sort_on"), to_attr="seen_moves"),
        )
        .order_by("initiative__title_sort", "added_at")
    )
    theirs = set(Initiative.objects.managed_by(user).read_by_the_network().values_list("pk", flat=True))
    lines = [
        SharedLine(wall, tuple(wall.seen_moves), wall.is_in_the_way and wall.initiative_id in theirs)
        for wall in rows
    ]
    if len({line.initiative.pk for line in lines}) < FEWEST:
        return None
    in_the_way = tuple(line for line in lines if line.wall.is_in_the_way)
    topic = lines[0].wall.topic
    return SharedWallPage(
        name=topic.name,
        name_en=topic.name_en,
        city=city,
        in_the_way=in_the_way,
        ended=tuple(line for line in lines if not line.wall.is_in_the_way),
        initiatives=len({line.initiative.pk for line in in_the_way}),
        cities=len({place.pk for line in in_the_way for place in line.initiative.cities.all()}),
    )


def _of_city(walls: QuerySet, city: City | None) -> QuerySet:
    """Through the initiatives, so that an initiative of two cities still counts both of them."""
    return walls.filter(initiative__in=city.initiatives.values("pk")) if city else walls


def _at(walls: QuerySet, initiatives: QuerySet | None) -> QuerySet:
    return walls if initiatives is None else walls.filter(initiative__in=initiatives.order_by().values("pk"))
