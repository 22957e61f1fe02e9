"""The organisations that take part."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q, QuerySet

from initiatives.lenses import PartnerKind
from initiatives.models import Onlooker, Partner, PartnerAlias
from initiatives.models.names import typed_words
from initiatives.reports.network.cities import taking_part

KIND_ORDER = {kind: number for number, kind in enumerate(PartnerKind)}


@dataclass(frozen=True)
class PartnersOfKind:
    kind: PartnerKind
    partners: list[Partner]  # each with .taking_part


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
