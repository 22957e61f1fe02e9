"""The weekly mail of one person: what is new, what waits, where it is silent; each line opens exactly its rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.language import plain
from initiatives.lenses import RoleKind
from initiatives.links import address, initiatives_url
from initiatives.models import Challenge, City, Follow, Initiative, SmallWin, User, WeekMail, programmes_for
from initiatives.periods import on_day
from initiatives.reports.digest.news import Span, news
from initiatives.reports.digest.places import NewsPlace, lines_at
from initiatives.reports.network.home import Welcome, welcome
from initiatives.reports.network.page import Counted
from initiatives.reports.network.waiting import WaitingInCity, waiting_in

MOST = 15  # lines in a mail, each with its address below it; the page has all of them


@dataclass(frozen=True)
class WeekLine:
    said: str
    href: str


@dataclass(frozen=True)
class MailPart:
    """`is_reason`: a mail goes out for it. What only stands there, such as a silence, is said in a mail that goes out anyway."""

    title: str
    lines: tuple[WeekLine, ...]
    is_reason: bool = True
    is_news: bool = False


@dataclass(frozen=True)
class Week:
    """All that one person would read in their weekly mail over this span."""

    user: User
    span: Span
    sections: tuple[MailPart, ...]

    @property
    def has_news(self) -> bool:
        return any(section.is_news for section in self.sections)

    @property
    def is_worth_a_mail(self) -> bool:
        return any(section.is_reason for section in self.sections)

    @property
    def when(self) -> str:
        since, until = self.span
        return _("Van %(first)s tot en met %(last)s") % {"first": on_day(since), "last": on_day(until)}

    @property
    def number(self) -> int:
        return sum(len(section.lines) for section in self.sections)

    @property
    def in_short(self) -> tuple[MailPart, ...]:
        """What fits in a mail: of each section its first lines, in turn, until it is full."""
        room, left = MOST, [len(section.lines) for section in self.sections]
        takes = [0] * len(left)
        while room and any(left):
            for number, rest in enumerate(left):
                if rest and room:
                    takes[number], left[number], room = takes[number] + 1, rest - 1, room - 1
        return tuple(
            MailPart(section.title, section.lines[:n], section.is_reason, section.is_news)
            for section, n in zip(self.sections, takes, strict=True)
            if n
        )

    @property
    def left_out(self) -> int:
        return max(0, self.number - MOST)


def week_of(user: User, span: Span | None = None) -> Week:
    """In: the span of a mail that went; without it that of the next one. The number of queries is fixed for each city of the reader."""
    span = span or WeekMail.objects.until_now(user)
    around = _around(user)
    items = news(user, around.initiatives, span) if around.keys else []
    here = welcome(user)

    def told(title: str, places: Iterable[NewsPlace], *, named: bool) -> MailPart:
        return MailPart(title, tuple(_news_lines(places, items, span, named=named)), is_news=True)

    sections = [
        MailPart(_("Dit wacht op jou"), tuple(_waiting(here))),
        told(_("Nieuw bij jouw initiatieven"), around.teams, named=True),
        *_of_cities(user, around, told),
        told(_("Nieuw in het netwerk"), around.network, named=False),
        told(_("Nieuw bij wat je volgt"), around.followed, named=True),
        MailPart(_("Dit ligt er nog"), tuple(_lying(here)), is_reason=False),
        MailPart(_("Hier is het stil"), tuple(_silent(user, here, around)), is_reason=False),
    ]
    return Week(user, span, tuple(section for section in sections if section.lines))


# ------------------------------------------------------------------ where one looks
@dataclass(frozen=True)
class Nearby:
    """The places of one person. An initiative of one's own team is not followed a second time."""

    initiatives: QuerySet  # of all of them
    keys: frozenset[int]
    teams: tuple[NewsPlace, ...]
    cities: tuple[tuple[City, NewsPlace], ...]
    network: tuple[NewsPlace, ...]
    followed: tuple[NewsPlace, ...]


def _around(user: User) -> Nearby:
    """Seven queries."""
    known = Initiative.objects.visible_to(user)
    teams = list(known.of_team(user).order_by("title_sort"))
    kept = list(City.objects.filter(roles__user=user, roles__kind=RoleKind.COORDINATOR).order_by("name_sort"))
    follows = [row.thing for row in Follow.objects.visible_to(user).by_name()]
    curated = set((known & Initiative.objects.curated_by(user)).order_by().values_list("pk", flat=True))
    cities = {*kept, *(thing for thing in follows if isinstance(thing, City))}
    questions = {thing for thing in follows if isinstance(thing, Challenge)}
    keys = {
        **_keys_of(known, "cities", cities),
        **_keys_of(known, "challenges", questions),
        **{thing: {thing.pk} for thing in [*teams, *follows] if isinstance(thing, Initiative)},
    }
    every = frozenset().union(curated, *keys.values())
    own = set(teams)
    return Nearby(
        initiatives=known.filter(pk__in=every),
        keys=every,
        teams=tuple(NewsPlace.of(team, keys[team]) for team in teams),
        cities=tuple((city, NewsPlace.of(city, keys[city])) for city in kept),
        network=(NewsPlace.network(curated),) if curated else (),
        followed=tuple(
            NewsPlace.of(thing, keys[thing]) for thing in follows if thing not in own and thing not in kept
        ),
    )


def _keys_of(known: QuerySet, way: str, things: set) -> dict[object, set[int]]:
    """The initiatives of each of these that the reader may read. One query."""
    found = defaultdict(set)
    for thing, key in known.filter(**{f"{way}__in": things}).order_by().values_list(way, "pk"):
        found[thing].add(key)
    return {thing: found[thing.pk] for thing in things}


# ------------------------------------------------------------------ what is said
def _news_lines(places: Iterable[NewsPlace], items, span: Span, *, named: bool) -> Iterator[WeekLine]:
    for place in places:
        for line in lines_at(place, items, span):
            said = f"{place.name}: {line.said}" if named else line.said
            yield WeekLine(said, line.href)


def _waiting(here: Welcome) -> Iterator[WeekLine]:
    """What somebody else waits for, as *Voor jou* of the first page counts it."""
    for win in here.asked_back:
        said = _("Het programma heeft een vraag over “%(win)s”") % {"win": plain(win, "title")}
        yield WeekLine(said, address("curating:reply", win.pk))
    for each in here.waiting:
        yield WeekLine(_("%(n)s nieuw zonder account bij %(name)s: klopt dit?") % _of(each), each.href)
    for each in [*here.asked_about_links, *here.asked_about_ties]:
        text = ngettext(
            "%(n)s vraag van een ander team aan %(name)s: klopt dat?",
            "%(n)s vragen van andere teams aan %(name)s: klopt dat?",
            each.number,
        )
        yield WeekLine(text % _of(each), f"{each.href}#gevraagd")
    for each in here.objected:
        text = _("%(n)s keer zei een partner van %(name)s van iets op zijn naam: dat klopt niet")
        yield WeekLine(text % _of(each), address("objections:index", each.initiative.slug))
    for asked in here.asked_to_meet:
        names = {"mine": plain(asked.mine, "title"), "theirs": plain(asked.theirs, "title")}
        said = _("Willen %(mine)s en %(theirs)s kennismaken?") % names
        yield WeekLine(said, asked.introduction.get_absolute_url())
    for proposal in here.declined:
        said = _("Je voorstel “%(title)s” is niet opgenomen") % {"title": plain(proposal, "title")}
        yield WeekLine(said, address("initiatives:propose_again", proposal.slug))
    if here.may_curate:
        yield from _counted(here.counters[:1])


def _counted(counters: list[Counted]) -> Iterator[WeekLine]:
    return (WeekLine(f"{each.number} {each.label}", each.href) for each in counters if each.number)


def _of(team) -> dict:
    return {"n": team.number, "name": plain(team.initiative, "title")}


def _lying(here: Welcome) -> Iterator[WeekLine]:
    """What one may do at any time: nobody waits for it."""
    if here.to_place and here.to_place.number:
        yield WeekLine(here.to_place.said, here.to_place.href)
    if here.drafts:
        text = ngettext(
            "Je hebt %(n)s concept dat je nog niet vertelde",
            "Je hebt %(n)s concepten die je nog niet vertelde",
            here.drafts,
        )
        yield WeekLine(text % {"n": here.drafts}, address("telling:drafts"))
    if here.may_curate:
        yield from _counted(here.counters[1:])  # it lies with a team
    for closing in here.closing:
        yield WeekLine(f"{closing.words}: {closing.window.title}", closing.href)


def _of_cities(user, around: Nearby, told) -> Iterator[MailPart]:
    for city, place in around.cities:
        yield told(_("Nieuw in %(city)s") % {"city": city.name}, [place], named=False)
        waits = tuple(_city_waits(waiting_in(city, user=user)))
        yield MailPart(_("Dit wacht in %(city)s") % {"city": city.name}, waits)


def _city_waits(report: WaitingInCity) -> Iterator[WeekLine]:
    href = address("cities:waiting", report.city.slug)
    if report.confirmable:
        text = ngettext("%(n)s small win om te lezen", "%(n)s small wins om te lezen", report.confirmable)
        yield WeekLine(text % {"n": report.confirmable}, href)
    for each in report.arrivals:
        yield WeekLine(_("%(n)s nieuw zonder account bij %(name)s") % _of(each), each.href)
    for each in report.asking:
        yield WeekLine(f"{plain(each.initiative, 'title')}: {each.said}", each.href)


def _silent(user, here: Welcome, around: Nearby) -> Iterator[WeekLine]:
    """By the definition of the network (reports/network/silence.py)."""
    wins = SmallWin.objects.visible_to(user).standing()
    known = Initiative.objects.visible_to(user)
    for team in known.of_team(user).silent(wins).order_by("title_sort"):
        said = _("%(name)s: een half jaar niets nieuws") % {"name": plain(team, "title")}
        yield WeekLine(said, team.get_absolute_url())
    for kept in here.cities:
        if kept.silent.count:
            yield WeekLine(_silence_in(kept.city.name, kept.silent.count), kept.silent.href)
    if around.network and len(programmes_for(user)) == 1:
        n = known.silent(wins).count()
        if n:
            yield WeekLine(_silence_in(_("Het netwerk"), n), initiatives_url(status="stil"))


def _silence_in(where: str, n: int) -> str:
    text = ngettext(
        "%(where)s: bij %(n)s initiatief een half jaar niets nieuws",
        "%(where)s: bij %(n)s initiatieven een half jaar niets nieuws",
        n,
    )
    return text % {"where": where, "n": n}
