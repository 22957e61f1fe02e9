"""The rose of the network. Everything in it counts initiatives: its places, its rays, the middle and its sentence."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.glyphs import Rose, share_cell
from initiatives.lenses import RAYS, Level
from initiatives.links import initiatives_url
from initiatives.reports.counting.spreads import Spread
from initiatives.reports.network.guides import Place
from initiatives.reports.network.portfolios import as_ray, ray_word
from initiatives.sentences import joined, link

FEWEST = 3  # so many places are named where the least is told, and more where others have as few


def rose(spread: Spread, of: int, linked: int, words: Mapping[str, str]) -> Rose:
    """In how many of these initiatives each place holds a win.

    In: the number of all initiatives, how many have a linked win, and the words of the address that choose them.
    """
    cells = {
        (ray, level): share_cell(spread.cells[ray, level], of, href=_cell_url(words, ray, level))
        for ray in RAYS
        for level in Level
    }
    return Rose(
        cells=cells,
        total=len(spread.told),
        linked=linked,
        totals={ray: spread.initiatives_at(ray) for ray in RAYS},
        name=_("Opschaalroos van het netwerk"),
        finding=fullest(spread, of),
        ident="network-rose",
        anchor="network",
        counts="initiatives",
    )


def fullest(spread: Spread, of: int) -> str:
    """Where most initiatives have a win. Places with as many are all named, or none is."""
    if not spread.total:
        return _("Hier staat nog geen small win.")
    most = max(spread.cells.values())
    if not most:
        return _("Er zijn small wins, maar bij geen ervan is bekend waar die in de roos hoort.")
    places = [place for place, count in spread.cells.items() if count == most]
    if len(places) > FEWEST:
        text = ngettext(
            "Het meeste is %(count)d van de %(of)d initiatieven, op %(places)d plekken van de roos.",
            "Het meeste is %(count)d van de %(of)d initiatieven, op %(places)d plekken van de roos.",
            most,
        )
        return text % {"count": most, "of": of, "places": len(places)}
    where = {"where": _and(places), "count": most, "of": of}
    return _("Het vaakst een small win bij %(where)s: %(count)d van de %(of)d initiatieven.") % where


def _and(places: list[tuple[str, str]]) -> str:
    and_at = _("en bij")
    return f" {and_at} ".join(_name(*place) for place in places)


def _name(ray: str, level: str) -> str:
    return f"{as_ray(ray).label}, {Level(level).label}"


def _cell_url(words: Mapping[str, str], ray: str, level: str) -> str:
    return initiatives_url(**words, **ray_word(ray), niveau=level)


@dataclass(frozen=True)
class Fewest:
    """All places of the rose with this few initiatives; each leads to who can tell there, if anybody can."""

    count: int
    places: tuple[tuple[str, str], ...]  # what it is called, and its address

    @property
    def label(self) -> str:
        if not self.count:
            return _("Bij geen enkel initiatief een small win")
        text = ngettext(
            "Bij %(n)d initiatief een small win", "Bij %(n)d initiatieven een small win", self.count
        )
        return text % {"n": self.count}

    @property
    def text(self) -> SafeString:
        return joined((link(href, name) if href else name for name, href in self.places), " · ")


def fewest(spread: Spread, asked: Mapping[str, str]) -> list[Fewest]:
    """The places where the fewest initiatives have a win; nothing when there are no wins at all.

    Places with the same number stand together, all of them, so that none is left out by chance.
    In: the addresses at which this page says who can tell, by the code of a place.
    """
    if not spread.total:
        return []
    found: list[Fewest] = []
    for count in sorted(set(spread.cells.values())):
        if sum(len(each.places) for each in found) >= FEWEST:
            break
        found.append(Fewest(count, tuple(_fewest(spread, count, asked))))
    return found


def _fewest(spread: Spread, count: int, asked: Mapping[str, str]):
    for (ray, level), here in spread.cells.items():
        if here == count:
            code = Place(ray, level).code
            yield capfirst(_name(ray, level)), asked[code] if count else ""
