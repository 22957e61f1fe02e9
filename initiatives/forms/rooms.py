"""The rooms of the network: pages that look at the same small wins, with one bar of filters in the address for all."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from initiatives.forms.filters import bar
from initiatives.links import address, for_others
from initiatives.reports.filter.wins import WinFilter

BAR = ("stad", "thema", "partnersoort", "periode")  # the fields of the bar
UNSEEN = ("partner",)  # words that links bring along, and that every room understands
PLACE = (
    "stad",
    "thema",
    "partnersoort",
    "partner",
)  # those about initiatives, for a room that shows nothing of a period
NOTHING_BESIDE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Room:
    """A page of the network: the name of its address, and what people call it."""

    page: str
    label: str | Promise
    is_inside: bool = False  # only for who is logged in


ROOMS = (
    Room("network:dashboard", _("In het kort")),
    Room("network:beside", _("Naast elkaar")),
    Room("partner_network:index", _("Partners")),
    Room("flywheels:network", pgettext_lazy("page", "Vliegwiel")),
    Room("challenges:index", _("Vraagstukken")),
    Room("network:walls", _("Muren"), is_inside=True),
    Room("network:map", _("Kaart")),
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
    shown = bar(chosen, *(name for name in BAR if name in only))
    view = for_others(request, chosen.url())
    return {"filter": chosen, "bar": shown, "rooms": _ways(page, chosen), "view": view}


def _ways(page: str, chosen: WinFilter) -> list[RoomLink]:
    """Each room with this filter, also with words that only other rooms understand."""
    said = {**chosen.words, **chosen.elsewhere}
    kept = {name: said[name] for name in (*BAR, *UNSEEN) if name in said}
    return [
        RoomLink(room.label, address(room.page, **kept), room.page == page)
        for room in ROOMS
        if chosen.user.is_authenticated or not room.is_inside
    ]
