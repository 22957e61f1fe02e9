"""One question of the network: who works on it, what worked there and how, what was lost, and who is not there."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from initiatives.language import in_language
from initiatives.lenses import PartnerKind, Perspective, Verdict
from initiatives.links import address, initiatives_url, wins_url
from initiatives.models import (
    Challenge,
    City,
    Initiative,
    Judgement,
    Loss,
    Onlooker,
    Partnership,
    SmallWin,
    WinLink,
)
from initiatives.models.checks import shown_by_another
from initiatives.models.evidence import judged_good
from initiatives.reports.counting.special_wins import lasted, whether
from initiatives.reports.mirror.shared_walls import SharedWall, shared_walls
from initiatives.sentences import joined, link, said

INITIATIVES_SHOWN, WINS_SHOWN, LOSSES_SHOWN = 6, 3, 3


@dataclass(frozen=True)
class WorksOnIt:
    """An initiative, and the last that it told."""

    initiative: Initiative
    newest: SmallWin | None


@dataclass(frozen=True)
class NumberOfWins:
    """How many wins of these initiatives this can be said of, with the address of exactly those."""

    label: str | Promise
    count: int
    href: str


@dataclass(frozen=True)
class LostThere:
    """How many losses an initiative has that the reader may know, with the page that lists them."""

    initiative: Initiative
    count: int

    @property
    def said(self) -> SafeString:
        """E.g. "Wijs Groningen: 2 verliezen"."""
        text = ngettext(
            '%(title)s: <a href="%(url)s">%(n)s verlies</a>',
            '%(title)s: <a href="%(url)s">%(n)s verliezen</a>',
            self.count,
        )
        url = address("initiatives:losses", self.initiative.slug)
        return said(text, title=in_language(self.initiative, "title"), url=url, n=self.count)


@dataclass(frozen=True)
class WinThatWorked:
    """A win that somebody finds good, that another showed or that still stands, with what made it possible where that was told."""

    win: SmallWin

    @property
    def grounds(self) -> list[str | Promise]:
        """Why it stands here."""
        others = [str(Perspective(each.perspective).label) for each in self.win.found_good]
        good = _("vindt het goed: %(who)s") % {"who": ", ".join(dict.fromkeys(others))} if others else ""
        shown = _("een partner of iemand van buiten liet het zien") if self.win.is_shown else ""
        return [*filter(None, (good, shown, _("na een jaar staat het nog") if self.win.lasts else ""))]

    @property
    def ways(self) -> list[WinLink]:
        """The links to what came before it."""
        return self.win.links_before


@dataclass(frozen=True)
class KindOfPartner:
    kind: PartnerKind
    href: str  # the initiatives in which such a partner takes part now


@dataclass(frozen=True)
class Tried:
    """What others did on a question: for its page, and for who begins something on it."""

    challenge: Challenge
    total: int
    initiatives: tuple[WorksOnIt, ...]
    losses: tuple[Loss, ...]  # the last of them
    lost: tuple[LostThere, ...]
    hides_losses: bool  # a visitor may not read what got lost

    @property
    def left_out(self) -> int:
        return self.total - len(self.initiatives)

    @property
    def where_lost(self) -> SafeString:
        """The initiatives with a loss, each with how many as a link to them."""
        return joined((each.said for each in self.lost), "; ")


@dataclass(frozen=True)
class ChallengePage:
    tried: Tried
    cities: tuple[City, ...]
    has_national: bool
    numbers: tuple[NumberOfWins, ...]
    worked: tuple[WinThatWorked, ...]
    here: tuple[KindOfPartner, ...]
    before: tuple[str | Promise, ...]  # kinds that took part, and do not now
    unnamed: tuple[str | Promise, ...]
    walls: list[SharedWall]  # that more than one of these initiatives runs into

    @property
    def challenge(self) -> Challenge:
        return self.tried.challenge

    @property
    def where(self) -> SafeString:
        """The cities of the initiatives, each a link to its page, and whether one of them is of no city."""
        named = (link(city.get_absolute_url(), city) for city in self.cities)
        return joined((*named, _("landelijk") if self.has_national else ""))

    @property
    def takes_part(self) -> SafeString:
        """The kinds of partner that take part now, each a link to the initiatives in which one does."""
        return joined(link(each.href, each.kind.label) for each in self.here)

    @property
    def scope(self) -> str:
        return capfirst(self.challenge.get_scope_display() or "")


def tried(challenge: Challenge, onlooker: Onlooker) -> Tried:
    """The initiatives that work on it, each with its last win, and what they lost. Six queries."""
    those = _initiatives(challenge, onlooker)
    shown = list(those.prefetch_related("cities").order_by("title_sort", "pk")[:INITIATIVES_SHOWN])
    wins = onlooker.wins.filter(initiative__in=shown).newest_of_each_initiative().defer("search")
    last = {win.initiative_id: win for win in wins}
    losses = onlooker.sees(Loss).standing().filter(initiative__in=those.order_by().values("pk"))
    hidden = Loss.objects.standing().hidden_from(onlooker.user)
    return Tried(
        challenge=challenge,
        total=those.count(),
        initiatives=tuple(WorksOnIt(each, last.get(each.pk)) for each in shown),
        losses=tuple(losses.select_related("win").order_by("-seen_on", "-told_at", "pk")[:LOSSES_SHOWN]),
        lost=tuple(_lost(losses)),
        hides_losses=hidden.filter(initiative__in=those.order_by().values("pk")).exists(),
    )


def challenge_page(challenge: Challenge, onlooker: Onlooker) -> ChallengePage:
    """A question, to this reader. A fixed number of queries."""
    keys = _initiatives(challenge, onlooker).order_by().values("pk")
    wins = onlooker.wins.filter(initiative__in=keys)
    here, ever = _kinds(keys)
    return ChallengePage(
        tried=tried(challenge, onlooker),
        cities=tuple(City.objects.filter(initiatives__in=keys).distinct().order_by("name_sort", "pk")),
        has_national=_initiatives(challenge, onlooker).filter(cities__isnull=True).exists(),
        numbers=_numbers(challenge, wins),
        worked=tuple(_worked(wins, onlooker)),
        here=tuple(KindOfPartner(kind, _with(challenge, kind)) for kind in PartnerKind if kind in here),
        before=tuple(kind.label for kind in PartnerKind if kind in ever - here),
        unnamed=tuple(kind.label for kind in PartnerKind if kind not in {*ever, PartnerKind.OTHER}),
        walls=shared_walls(
            onlooker, initiatives=_initiatives(challenge, onlooker), words={"vraagstuk": challenge.slug}
        ),
    )


def _initiatives(challenge: Challenge, onlooker: Onlooker) -> QuerySet[Initiative]:
    return onlooker.initiatives.filter(challenges=challenge)


def _lost(losses: QuerySet[Loss]) -> list[LostThere]:
    counted = dict(losses.order_by().values_list("initiative").annotate(n=Count("pk")))
    rows = Initiative.objects.filter(pk__in=counted).order_by("title_sort", "pk")
    return [LostThere(each, counted[each.pk]) for each in rows]


def _numbers(challenge: Challenge, wins: QuerySet[SmallWin]) -> tuple[NumberOfWins, ...]:
    """What can be said of the wins of these initiatives. One query."""
    from_each = {f"good_{who}": Count("pk", filter=Q(judged_good(who))) for who in Perspective.values}
    n = wins.order_by().aggregate(
        shown=Count("pk", filter=shown_by_another()), lasts=Count("pk", filter=Q(lasted())), **from_each
    )
    of = {"vraagstuk": challenge.slug}
    shown = _("een partner of iemand van buiten liet het zien")
    numbers = [
        NumberOfWins(shown, n["shown"], wins_url(**of, bewijs="buiten")),
        NumberOfWins(_("na een jaar staat het nog"), n["lasts"], wins_url(**of, staat="ja")),
        *(
            NumberOfWins(
                _("vindt het goed: %(who)s") % {"who": who.label},
                n[f"good_{who}"],
                wins_url(**of, vanuit=who),
            )
            for who in Perspective
        ),
    ]
    return tuple(each for each in numbers if each.count)


def _worked(wins: QuerySet[SmallWin], onlooker: Onlooker) -> list[WinThatWorked]:
    """Wins that somebody finds good, that another showed or that still stand. Those of which it was told what made them
    possible come first. Five queries."""
    told = WinLink.objects.known_to(onlooker.user).filter(later=OuterRef("pk"))
    good = Judgement.objects.visible_to(onlooker.user).filter(verdict=Verdict.POSITIVE)
    rows = (
        wins.filter(shown_by_another() | Q(lasted()) | Q(judged_good()))
        .annotate(is_explained=Exists(told), is_shown=whether(shown_by_another()), lasts=lasted())
        .for_list(onlooker.user)
        .prefetch_related(Prefetch("judgements", good.order_by("said_at", "pk"), to_attr="found_good"))
    )
    newest = ("-sort_on", "precision", "-logged_at", "-pk")
    return [WinThatWorked(win) for win in rows.order_by("-is_explained", *newest)[:WINS_SHOWN]]


def _kinds(keys: QuerySet) -> tuple[set[str], set[str]]:
    """The kinds of partner that take part now in one of these, and those that ever did. Two queries."""
    known = Partnership.objects.admitted().filter(initiative__in=keys)
    both = known.taking_part(), known
    now, ever = (set(rows.order_by().values_list("partner__kind", flat=True).distinct()) for rows in both)
    return now, ever


def _with(challenge: Challenge, kind: PartnerKind) -> str:
    return initiatives_url(vraagstuk=challenge.slug, partnersoort=kind)
