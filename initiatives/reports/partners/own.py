"""The page of one partner: what it has part in, with whom, and since when."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.safestring import SafeString

from initiatives.links import address, initiatives_url, wins_url
from initiatives.models import Onlooker, Partner, Partnership, SmallWin, WallMove, Wish
from initiatives.reports.counting.roses import InitiativeLine, initiative_lines
from initiatives.reports.filter.wins import WinFilter
from initiatives.reports.partners.involvement import Involvement
from initiatives.reports.partners.ties import PartnerTie, ties
from initiatives.sentences import joined

NEWEST = 5  # small wins at which it was
MOST_SAID = 10  # ties in sentences; the others stand in the network


@dataclass(frozen=True)
class PartnerInitiative:
    """An initiative of this partner, and what it is there."""

    line: InitiativeLine
    partnership: Partnership

    @property
    def facts(self) -> SafeString:
        """The role of the partner there, the place of the initiative, since when, and the last day if there is one."""
        each = self.partnership
        return joined((each.get_role_display(), self.line.initiative.where, each.begun, each.ended))


@dataclass(frozen=True)
class WishLine:
    """A wish of the partner that this reader may know, with the small wins that serve it, as far as it may know those."""

    wish: Wish
    wins: int


@dataclass(frozen=True)
class PartnerPage:
    partner: Partner
    now: list[PartnerInitiative]
    before: list[PartnerInitiative]
    ties: list[PartnerTie]  # with whom it shares an initiative in which neither stopped
    past_ties: list[PartnerTie]
    wins: int  # of the initiatives in which it takes or took part
    present: int  # at which somebody wrote that it was there
    newest: list[SmallWin]  # of those
    wishes: list[WishLine]
    moves: list[WallMove]  # of walls, by wins at which it was

    @property
    def wins_href(self) -> str:
        return wins_url(partner=self.partner.slug)

    @property
    def present_href(self) -> str:
        return wins_url(erbij=self.partner.slug)

    @property
    def network_href(self) -> str:
        """This partner in the network."""
        return address("partner_network:index", partner=self.partner.slug)

    @property
    def initiatives_href(self) -> str:
        return initiatives_url(partner=self.partner.slug)

    @property
    def shown_ties(self) -> list[PartnerTie]:
        return self.ties[:MOST_SAID]

    @property
    def more_ties(self) -> list[PartnerTie]:
        return self.ties[MOST_SAID:]

    @property
    def more_present(self) -> int:
        return self.present - len(self.newest)


def partner_page(partner: Partner, onlooker: Onlooker) -> PartnerPage:
    """One partner, to this reader. A fixed number of queries."""
    told = _initiatives(partner, onlooker)
    present = onlooker.wins.filter(partners=partner)
    all_ties = _ties(partner, onlooker)
    return PartnerPage(
        partner=partner,
        now=[item for item in told if item.partnership.takes_part()],
        before=[item for item in told if not item.partnership.takes_part()],
        ties=[tie for tie in all_ties if tie.row.is_open],
        past_ties=[tie for tie in all_ties if not tie.row.is_open],
        wins=sum({item.line.initiative.pk: item.line.wins for item in told}.values()),
        present=present.count(),
        newest=list(present.for_short_list(onlooker.user).newest_first()[:NEWEST]),
        wishes=_wishes(partner, onlooker),
        moves=_moves(present, onlooker),
    )


def _initiatives(partner: Partner, onlooker: Onlooker) -> list[PartnerInitiative]:
    partnerships = list(
        onlooker.sees(Partnership)
        .filter(partner=partner)
        .select_related("initiative", "partner")
        .prefetch_related("initiative__cities")
        .order_by("initiative__title_sort")
    )
    lines = initiative_lines({p.initiative_id: p.initiative for p in partnerships}.values(), onlooker.wins)
    line_of = {line.initiative.pk: line for line in lines}
    return [PartnerInitiative(line_of[p.initiative_id], p) for p in partnerships]


def _ties(partner: Partner, onlooker: Onlooker) -> list[PartnerTie]:
    """With whom it has initiatives, most first, and by name where that is equal."""
    involvement = Involvement(WinFilter({}, onlooker=onlooker))
    rows = involvement.ties_of(partner.pk)
    others = onlooker.partners.filter(pk__in=[partner.pk, *(row.other for row in rows)])
    found = ties(rows, others.order_by().in_bulk(), involvement)
    return sorted(found, key=lambda tie: (-tie.row.initiatives, tie.other.name_sort))


def _wishes(partner: Partner, onlooker: Onlooker) -> list[WishLine]:
    """Wishes are for who works on the initiative; others read none."""
    served = Count("wins", filter=Q(wins__in=onlooker.wins.order_by().values("pk")))
    rows = onlooker.sees(Wish).filter(partnership__partner=partner).annotate(served=served)
    found = rows.select_related("partnership__initiative").order_by(
        "partnership__initiative__title_sort", "pk"
    )
    return [WishLine(wish, wish.served) for wish in found]


def _moves(present, onlooker: Onlooker) -> list[WallMove]:
    moves = WallMove.objects.visible_to(onlooker.user).filter(win__in=present.order_by().values("pk"))
    return list(moves.select_related("wall__initiative", "wall__topic", "win").order_by("pk"))
