"""The Netherlands with its cities; the area of a dot goes with the number of wins."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.glyphs import svg
from initiatives.glyphs.geometry import Point, number
from initiatives.glyphs.labels import Label, MapDot, Placed, arranged
from initiatives.glyphs.netherlands import PROVINCES, WATER
from initiatives.glyphs.projection import project
from initiatives.names import sorting

BOX = (-6, -4, 264, 298)  # x, y, width, height of the view box in map units
_PER_ROOT, _LARGEST = 1.45, 11.0  # radius of one win; no dot grows beyond the largest
# With more cities than this the dots get smaller, so that together they cover no more of the country.
_MANY = 40
_EMPTY = 1.7


@dataclass(frozen=True)
class MapCity:
    """A city on the map; `href` is where its dot and name lead."""

    slug: str
    name: str
    latitude: float
    longitude: float
    wins: int = 0
    href: str = ""

    @property
    def spot(self) -> Point:
        return project(self.longitude, self.latitude)

    @property
    def words(self) -> str:
        """E.g. "Groningen: 8 small wins"."""
        if not self.wins:
            return _("%(city)s: nog geen small wins") % {"city": self.name}
        return ngettext("%(city)s: %(count)d small win", "%(city)s: %(count)d small wins", self.wins) % {
            "city": self.name, "count": self.wins,
        }  # fmt: skip


@dataclass(frozen=True)
class MapTie:
    """A line between two cities, by their web names; thicker for more partners that they share."""

    first: str
    second: str
    partners: int

    @property
    def step(self) -> int:
        return 1 if self.partners == 1 else 2 if self.partners <= 3 else 3


@dataclass(frozen=True)
class NetherlandsMap:
    """The data of one map. Cities outside the country's box are left to the list beside it."""

    cities: Sequence[MapCity]
    name: str = ""
    finding: str = ""
    ident: str = "map"
    ties: Sequence[MapTie] = ()

    @cached_property
    def shown(self) -> tuple[MapCity, ...]:
        """The cities on this piece of the earth, the largest first so that small dots lie on top."""
        x, y, width, height = BOX
        inside = [c for c in self.cities if x < c.spot[0] < x + width and y < c.spot[1] < y + height]
        return tuple(sorted(inside, key=lambda city: (-city.wins, sorting(city.name), city.slug)))

    @cached_property
    def per_root(self) -> float:
        """Radius of a dot for one win; radius goes with the root, so area goes with wins."""
        most = max((city.wins for city in self.cities), default=0)
        largest = _LARGEST * sqrt(_MANY / max(_MANY, len(self.cities)))
        return min(_PER_ROOT, largest / sqrt(most)) if most else _PER_ROOT

    def radius(self, wins: int) -> float:
        return self.per_root * sqrt(wins) if wins else _EMPTY

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """Where each of the shown is drawn, and its name, in the same order."""
        x, y, width, height = BOX
        dots = tuple(MapDot(city.name, city.spot, self.radius(city.wins)) for city in self.shown)
        return arranged(dots, (x, y, x + width, y + height), KEY_BOX)


def netherlands_map(picture: NetherlandsMap, *, keyed: bool = True) -> SafeString:
    """The map: provinces, water, and a link for every city, with its dot and its name in it.

    In: `keyed`, whether it says how large a dot is for how many wins.
    """
    base = svg.join(
        [*(svg.path("map__province", d) for d in PROVINCES.values()), svg.path("map__water", WATER)]
    )
    cities = svg.join(map(_city, picture.shown, picture.placed))
    return format_html(
        '<svg class="map" viewBox="{}" role="group" aria-labelledby="{}-title" aria-describedby="{}-finding"'
        ' focusable="false"><title id="{}-title">{}</title><desc id="{}-finding">{}</desc>'
        '<g aria-hidden="true">{}{}</g><g role="list">{}</g></svg>',
        " ".join(map(str, BOX)), picture.ident, picture.ident, picture.ident,
        picture.name or _("Kaart van Nederland met de steden van het netwerk"),
        picture.ident, picture.finding or _("Een grotere stip is meer small wins. De lijst noemt elke stad."),
        svg.join([base, *_ties(picture)]), _key(picture) if keyed else "", cities,
    )  # fmt: skip


def _ties(picture: NetherlandsMap) -> Iterator[SafeString]:
    """Below the dots. The list beside the map says the same in words."""
    spots = {city.slug: placed.at for city, placed in zip(picture.shown, picture.placed, strict=True)}
    for tie in picture.ties:
        if tie.first in spots and tie.second in spots:
            (x1, y1), (x2, y2) = spots[tie.first], spots[tie.second]
            yield svg.path(f"map__tie map__tie--{tie.step}", f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}")


def _city(city: MapCity, placed: Placed) -> SafeString:
    css = "map__dot" if city.wins else "map__dot is-empty"
    name = [_name(city, placed.label)] if placed.label else []
    drawing = [svg.circle(css, placed.at, placed.radius), *name]
    if city.href:
        return svg.link(city.href, svg.title(city.words), svg.join(drawing), "map__city")
    return format_html(
        '<g role="listitem"><g role="img">{}{}</g></g>', svg.title(city.words), svg.join(drawing)
    )


def _name(city: MapCity, place: Label) -> SafeString:
    x, y = (number(v, 1) for v in place.at)
    return format_html(
        '<text class="map__name" x="{}" y="{}" text-anchor="{}">{}</text>', x, y, place.anchor, city.name
    )


# The legend lies in the sea, inside the drawing: only there are its dots on the scale of the map.
_KEY_AT = (12.0, 16.0)
KEY_BOX = (-6.0, 4.0, 82.0, 76.0)  # its room, in which no name comes
_KEY_STEPS = (1, 5, 20, 100, 500, 2000, 10000)


def _key(picture: NetherlandsMap) -> SafeString:
    """How large a dot is for how many wins, three sizes at most."""
    most = max((city.wins for city in picture.cities), default=0)
    steps = [n for n in _KEY_STEPS if n <= max(5, most)][-3:]
    rows = [_key_row(0, _("nog geen"), picture, 0)]
    rows += [_key_row(wins, _key_words(wins), picture, i) for i, wins in enumerate(steps, 1)]
    return svg.join(rows)


def _key_words(wins: int) -> str:
    return ngettext("%(count)d small win", "%(count)d small wins", wins) % {"count": wins}


def _key_row(wins: int, words: str, picture: NetherlandsMap, row: int) -> SafeString:
    x, y = _KEY_AT[0], _KEY_AT[1] + row * 13 + max(0, row - 2) * 5
    dot = svg.circle("map__dot" if wins else "map__dot is-empty", (x, y), picture.radius(wins))
    return svg.join([dot, svg.text("map__key", (x + 13, y + 2.5), words)])
