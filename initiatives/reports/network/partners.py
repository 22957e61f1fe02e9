"""The organisations that take part, and whom each of them works with."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Q, QuerySet
from django.utils.safestring import SafeString

from initiatives.lenses import PartnerKind
from initiatives.links import initiatives_url, wins_url
from initiatives.models import Onlooker, Partner, PartnerAlias, Partnership
from initiatives.models.names import typed_words
from initiatives.reports.counting.roses import InitiativeLine, initiative_lines
from initiatives.reports.network.cities import taking_part
from initiatives.sentences import joined

KIND_ORDER = {kind: number for number, kind in enumerate(PartnerKind)}


@dataclass(frozen=True)
class PartnersOfKind:
    kind: PartnerKind
    partners: list[Partner]  # each with .taking_part


@dataclass(frozen=True)
class PartnerInitiative:
    """An initiative of this partner, and what it is there."""

    line: InitiativeLine
    partnership: Partnership

    @property
    def facts(self) -> SafeString:
        """The role of the partner there, the place of the initiative, and the last day if there is one."""
        role = self.partnership.get_role_display()
        return joined((role, self.line.initiative.where, self.partnership.ended))


@dataclass(frozen=True)
class Colleague:
    """A partner one works with, and in how many initiatives."""

    partner: Partner
    together: int


@dataclass(frozen=True)
class PartnerPage:
    partner: Partner
    now: list[PartnerInitiative]
    before: list[PartnerInitiative]
    colleagues: list[Colleague]
    wins: int  # of the initiatives in which it takes or took part
    present: int  # at which somebody wrote that it was there

    @property
    def wins_href(self) -> str:
        return wins_url(partner=self.partner.slug)

    @property
    def present_href(self) -> str:
        return wins_url(erbij=self.partner.slug)

    @property
    def initiatives_href(self) -> str:
        return initiatives_url(partner=self.partner.slug)


def partners_by_kind(onlooker: Onlooker, *, words: str = "") -> list[PartnersOfKind]:
    """All partners, or those of which the name or an alias holds each of these words, by kind. One query."""
    found = onlooker.partners.select_related("city").annotate(taking_part=taking_part(onlooker.initiatives))
    found = partners_named(found, words)
    ordered = sorted(found, key=lambda partner: (KIND_ORDER[partner.kind], partner.name_sort))
    return [
        PartnersOfKind(PartnerKind(kind), list(partners))
        for kind, partners in groupby(ordered, key=lambda partner: partner.kind)
    ]


def partners_named(partners: QuerySet, words: str) -> QuerySet:
    """Those of which the name or an alias holds each of these words."""
    for word in typed_words(words):
        known_as = PartnerAlias.objects.filter(name_key__holds=word).order_by().values("partner")
        partners = partners.filter(Q(name_key__holds=word) | Q(pk__in=known_as))
    return partners


def partner_page(partner: Partner, onlooker: Onlooker) -> PartnerPage:
    """One partner, to this reader. A fixed number of queries."""
    partnerships = list(
        onlooker.sees(Partnership)
        .filter(partner=partner)
        .select_related("initiative", "partner")
        .prefetch_related("initiative__cities")
        .order_by("initiative__title_sort")
    )
    lines = initiative_lines({p.initiative_id: p.initiative for p in partnerships}.values(), onlooker.wins)
    line_of = {line.initiative.pk: line for line in lines}
    told = [PartnerInitiative(line_of[p.initiative_id], p) for p in partnerships]
    return PartnerPage(
        partner=partner,
        now=[item for item in told if item.partnership.takes_part()],
        before=[item for item in told if not item.partnership.takes_part()],
        colleagues=colleagues(partner, onlooker.initiatives),
        wins=sum(line.wins for line in lines),
        present=onlooker.wins.filter(partners=partner).count(),
    )


def colleagues(partner: Partner, visible) -> list[Colleague]:
    """Partners that share a visible initiative with it now, those that share most first."""
    here = Partnership.objects.here_now(visible)
    shared = here.filter(initiative__in=here.filter(partner=partner).values("initiative"))
    together = Count("partnerships", filter=Q(partnerships__in=shared))
    others = Partner.objects.exclude(pk=partner.pk).annotate(together=together).filter(together__gt=0)
    return [Colleague(other, other.together) for other in others.order_by("-together", "name_sort")]
