"""The organisations that take part."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q

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
    for word in typed_words(words):
        known_as = PartnerAlias.objects.filter(name_key__holds=word).order_by().values("partner")
        found = found.filter(Q(name_key__holds=word) | Q(pk__in=known_as))
    ordered = sorted(found, key=lambda partner: (KIND_ORDER[partner.kind], partner.name_sort))
    return [
        PartnersOfKind(PartnerKind(kind), list(partners))
        for kind, partners in groupby(ordered, key=lambda partner: partner.kind)
    ]
