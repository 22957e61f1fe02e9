"""The first page: what moves now, and the way in."""

from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from initiatives.glyphs import NetherlandsMap, Rose
from initiatives.lenses import RoleKind, WinState
from initiatives.links import address, wins_url
from initiatives.models import City, Initiative, InitiativeLink, Onlooker, Photo, SmallWin
from initiatives.reports.counting.roses import InitiativeLine, initiative_lines
from initiatives.reports.mirror.windows import Closing, closing_for
from initiatives.reports.network.beginning import Beginning, beginning
from initiatives.reports.network.cities import city_map
from initiatives.reports.network.page import (
    Counted,
    initiatives_counted,
    linked_counted,
    wins_counted,
)
from initiatives.reports.network.silence import SilentInitiatives, silence
from initiatives.reports.team.arrivals import WaitingTeam, asked_teams_of, waiting_for_teams_of
from initiatives.reports.team.introductions import AskedToMeet, asked_to_meet
from initiatives.reports.team.objections import objected_teams_of
from initiatives.reports.team.queues import ToPlace, everything_to_place
from initiatives.sentences import joined

NEWEST = 5


@dataclass(frozen=True)
class Welcome:
    """Work that waits for this person; all of it empty without an account or a team."""

    initiatives: list[InitiativeLine] = field(default_factory=list)
    cities: list["KeptCity"] = field(default_factory=list)
    may_curate: bool = False
    to_confirm: int = 0
    asked_back: list[SmallWin] = field(default_factory=list)  # a question of the programme waits for them
    waiting: list[WaitingTeam] = field(default_factory=list)  # told without an account, for a team of theirs
    asked_about_links: list[WaitingTeam] = field(default_factory=list)  # their teams, by another team
    asked_about_ties: list[WaitingTeam] = field(default_factory=list)  # of the two initiatives
    objected: list[WaitingTeam] = field(default_factory=list)  # their teams, by a partner of it
    asked_to_meet: list[AskedToMeet] = field(default_factory=list)  # another initiative, by somebody
    drafts: int = 0  # their own, not told yet
    closing: tuple[Closing, ...] = ()
    to_place: ToPlace | None = None
    declined: list[Initiative] = field(default_factory=list)  # proposals of their teams, with a word why
    asked: int = 0  # the same for programme staff: with a team at this moment

    @property
    def counters(self) -> list[Counted]:
        """What programme staff read along with."""
        page = "admin:initiatives_smallwin_changelist"
        to_read = ngettext("small win om te lezen", "small wins om te lezen", self.to_confirm)
        asked = ngettext("vraag die bij een team ligt", "vragen die bij een team liggen", self.asked)
        return [
            Counted(to_read, self.to_confirm, address(page, status=WinState.LOGGED)),
            Counted(asked, self.asked, address(page, status=WinState.RETURNED)),
        ]

    @property
    def is_outside(self) -> bool:
        return not (self.initiatives or self.cities or self.may_curate or self.declined)


@dataclass(frozen=True)
class KeptCity:
    """A city that this person coordinates, and where it is silent there."""

    city: City
    silent: SilentInitiatives


@dataclass(frozen=True)
class Told:
    """The win with which the page opens, and its photo; without one its initiative's rose is drawn."""

    win: SmallWin
    photo: Photo | None
    rose: Rose | None

    @property
    def when_and_where(self) -> SafeString:
        return joined((self.win.when_told, self.win.initiative.where))


@dataclass(frozen=True)
class Home:
    welcome: Welcome
    beginning: Beginning | None
    told: Told | None
    newest: list[SmallWin]
    map: NetherlandsMap
    initiatives: int
    wins: int
    linked: int
    cities: int
    challenges: int

    wins_href = property(lambda self: wins_url())

    @property
    def counters(self) -> list[Counted]:
        """The numbers that say something: nothing is counted in a network without initiatives."""
        if not self.initiatives:
            return []
        cities = ngettext("stad in het netwerk", "steden in het netwerk", self.cities)
        counted = (
            initiatives_counted(self.initiatives),
            wins_counted(self.wins),
            linked_counted(self.linked),
            Counted(cities, self.cities, address("cities:index")),
            Counted(
                ngettext("vraagstuk", "vraagstukken", self.challenges),
                self.challenges,
                address("challenges:index"),
            ),
        )
        return [each for each in counted if each.number]


def home(onlooker: Onlooker) -> Home:
    """The first page, to this reader. A fixed number of queries for each kind of reader."""
    user, wins = onlooker.user, onlooker.wins
    dots, told = city_map(onlooker), _told(onlooker.as_visitor)
    others = wins.exclude(pk=told.win.pk) if told else wins
    return Home(
        welcome=welcome(user) if user.is_authenticated else Welcome(),
        beginning=beginning(user),
        told=told,
        newest=list(others.newest_of_each_initiative().for_list(user).newest_first()[:NEWEST]),
        map=dots,
        initiatives=onlooker.initiatives.count(),
        wins=wins.count(),
        linked=wins.linked_for(user).count(),
        cities=len(dots.cities),
        challenges=onlooker.challenges.count(),
    )


def _told(visitor: Onlooker) -> Told | None:
    """The newest win for everyone that says what changed, with a photo if any has one. The same for every reader."""
    open_to_all = visitor.wins
    shown = Photo.objects.shown_to(AnonymousUser()).filter(win__in=open_to_all.values("pk"))
    photo = shown.order_by("-win__sort_on", "win", "added_at", "pk").first()
    wins = open_to_all.select_related("initiative").prefetch_related("initiative__cities").newest_first()
    win = (wins.filter(pk=photo.win_id) if photo else wins.exclude(description="")).first()
    if win is None:
        return None
    return Told(win, photo, None if photo else _rose_of(win.initiative, open_to_all))


def _rose_of(initiative: Initiative, wins) -> Rose:
    (line,) = initiative_lines([initiative], wins)
    return line.rose


def _kept(user, wins) -> list[KeptCity]:
    cities = City.objects.filter(roles__user=user, roles__kind=RoleKind.COORDINATOR).order_by("name_sort")
    here = Initiative.objects.visible_to(user)
    return [
        KeptCity(city, silence(here.filter(cities=city), wins, {"stad": city.slug}, user=user))
        for city in cities
    ]


def welcome(user) -> Welcome:
    """Teams first: who tells wins comes here for that. All programmes together: it is about this person."""
    wins = SmallWin.objects.visible_to(user).standing()
    own = Initiative.objects.visible_to(user).filter(memberships__user=user).order_by("title_sort")
    told = SmallWin.objects.editable_by(user).standing()
    curates = user.is_programme_staff
    noes = Initiative.objects.proposed_in_team_of(user).declined()
    return Welcome(
        initiatives=initiative_lines(own, wins),
        cities=_kept(user, wins),
        may_curate=curates,
        to_confirm=told.to_confirm().count() if curates else 0,
        asked=told.asked_back().count() if curates else 0,
        waiting=waiting_for_teams_of(user),
        asked_about_links=asked_teams_of(user),
        asked_about_ties=asked_teams_of(user, InitiativeLink),
        objected=objected_teams_of(user),
        asked_to_meet=asked_to_meet(user),
        to_place=everything_to_place(user),
        drafts=SmallWin.objects.drafts_for(user).filter(logged_by=user).count(),
        closing=closing_for(user),
        declined=list(noes.filter(aside_at__isnull=True).order_by("title_sort")),
        asked_back=list(wins.asked_back().filter(initiative__memberships__user=user).order_by("returned_at")),
    )
