"""The rooms of the network: pages that look at the same small wins, with one bar of filters in the address for all."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from initiatives.forms.filters import bar
from initiatives.links import address
from initiatives.reports.filter.wins import WinFilter

BAR = ("stad", "thema", "partnersoort", "periode")  # the fields of the bar
UNSEEN = ("partner",)  # words that links bring along, and that every room understands
NOTHING_BESIDE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Room:
    """A page of the network: the name of its address, and what people call it."""

    page: str
    label: str | Promise


ROOMS = (
    Room("network:dashboard", _("Overzicht")),
    Room("challenges:index", _("Vraagstukken")),
    Room("partner_network:index", _("Partners")),
    Room("flywheels:network", pgettext_lazy("page", "Vliegwiel")),
)


@dataclass(frozen=True)
class RoomLink:
    label: str | Promise
    href: str
    is_here: bool


def in_room(
    request: HttpRequest,
    page: str,
    *,
    only: Collection[str] = (*BAR, *UNSEEN),
    beside: Mapping[str, str] = NOTHING_BESIDE,
) -> dict[str, object]:
    """What the template of a room needs: the filter of its address, the bar, and the way to the other rooms with this filter.

    `only` and `beside` as in WinFilter.
    """
    chosen = WinFilter(request.GET, onlooker=request.onlooker, page=page, only=only, beside=beside)
    return {"filter": chosen, "bar": bar(chosen, *BAR), "rooms": _ways(page, chosen)}


def _ways(page: str, chosen: WinFilter) -> list[RoomLink]:
    kept = {name: word for name, word in chosen.words.items() if name in BAR}
    return [RoomLink(room.label, address(room.page, **kept), room.page == page) for room in ROOMS]
