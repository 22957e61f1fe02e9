"""Where somebody looks for news: one initiative, a city, a question of the city, or all that they keep for the programme."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.language import plain
from initiatives.links import address
from initiatives.models import Challenge, City, Initiative
from initiatives.reports.digest.news import NewsItem, NewsKind, Span, news

LONGEST = dt.timedelta(days=400)
NETWORK = "netwerk"
NETWORK_NAME = gettext_lazy("Het netwerk")


@dataclass(frozen=True)
class NewsPlace:
    """One place with a name. `kind` and `slug` name it in an address."""

    kind: str
    slug: str
    name: str
    keys: frozenset[int]  # of its initiatives, as far as the reader may read them

    @classmethod
    def of(cls, thing: Initiative | City | Challenge, keys: Iterable[int]) -> "NewsPlace":
        kind = {Initiative: "initiatief", City: "stad", Challenge: "vraagstuk"}[type(thing)]
        name = thing.name if kind == "stad" else plain(thing, "title")
        return cls(kind, thing.slug, name, frozenset(keys))

    @classmethod
    def network(cls, keys: Iterable[int]) -> "NewsPlace":
        return cls(NETWORK, NETWORK, str(NETWORK_NAME), frozenset(keys))


def initiatives_at(user, kind: str, slug: str) -> tuple[QuerySet, str] | None:
    """The initiatives of a place that the reader may read, and its name; None for a place that they do not know."""
    known = Initiative.objects.visible_to(user)
    if kind == NETWORK:
        return (known & Initiative.objects.curated_by(user)), str(NETWORK_NAME)
    rows, way = {
        "initiatief": (known, "slug"),
        "stad": (City.objects.all(), "cities__slug"),
        "vraagstuk": (Challenge.objects.visible_to(user), "challenges__slug"),
    }.get(kind, (Initiative.objects.none(), "slug"))
    thing = rows.filter(slug=slug).first()
    if thing is None:
        return None
    return known.filter(**{way: slug}), NewsPlace.of(thing, ()).name


@dataclass(frozen=True)
class NewsLine:
    """What came in of one kind at one place."""

    what: NewsKind
    place: NewsPlace
    items: tuple[NewsItem, ...]
    span: Span

    @property
    def said(self) -> str:
        """The one thing by its name, several as a number."""
        if len(self.items) > 1:
            return self.what.said(len(self.items))
        return _("%(what)s: %(title)s") % {"what": self.what.said(1), "title": self.items[0].title}

    @property
    def counted(self) -> str:
        return self.what.said(len(self.items))

    @property
    def href(self) -> str:
        """The page of the one thing; of several the list of exactly these."""
        if len(self.items) == 1:
            return self.items[0].href
        since, until = (moment.isoformat() for moment in self.span)
        words = {"wat": self.what.value, "soort": self.place.kind, "waar": self.place.slug}
        return address("digest:news", **words, van=since, tot=until)


def lines_at(place: NewsPlace, items: Iterable[NewsItem], span: Span) -> list[NewsLine]:
    """What came in there, a line a kind. One row at two initiatives of the place is one."""
    found: dict[NewsKind, dict[object, NewsItem]] = {}
    for item in items:
        if item.at in place.keys:
            found.setdefault(item.what, {}).setdefault(item.key, item)
    return [
        NewsLine(what, place, tuple(rows.values()), span) for what in NewsKind if (rows := found.get(what))
    ]


# ------------------------------------------------------------------ the page behind a number
def line_asked(user, asked: Mapping[str, str]) -> NewsLine | None:
    """The rows behind a number of a weekly mail, as this reader may know them now; None for what the address does not say.

    The number of queries is fixed.
    """
    words = {name: asked.get(name, "").replace("\0", "") for name in ("wat", "soort", "waar", "van", "tot")}
    span, what = _span(words["van"], words["tot"]), words["wat"]
    there = initiatives_at(user, words["soort"], words["waar"]) if span and what in set(NewsKind) else None
    if there is None:
        return None
    initiatives, name = there
    items = news(user, initiatives, span)
    place = NewsPlace(words["soort"], words["waar"], name, frozenset(item.at for item in items))
    lines = {line.what: line for line in lines_at(place, items, span)}
    return lines.get(NewsKind(what), NewsLine(NewsKind(what), place, (), span))


def _span(since: str, until: str) -> Span | None:
    try:
        first, last = parse_datetime(since), parse_datetime(until)
    except ValueError:
        return None
    is_whole = first and last and first.tzinfo and last.tzinfo
    return (first, last) if is_whole and dt.timedelta(0) < last - first <= LONGEST else None
