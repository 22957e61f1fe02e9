"""The cards that go along when somebody shares a page: of an initiative, of a win, and of the network."""

from collections.abc import Iterator
from html import unescape

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.glyphs import Cell, Rose, netherlands_map, rose_mini
from initiatives.glyphs.cards import Card
from initiatives.language import english, shortened
from initiatives.lenses import RAYS, UNKNOWN, CellState, Level
from initiatives.models import Initiative, Onlooker, Photo, Programme, Reader, SmallWin
from initiatives.reports.counting.roses import initiative_lines
from initiatives.reports.network.cities import city_map

LARGE = 120  # pixels of the small rose that is drawn most finely
LETTERS = 180  # of a title
LETTERS_OF_PROGRAMME = 36  # of its name under a card, where that it is invented comes after it


def card_of_initiative(reader: Reader) -> Card:
    """Its title, its cities and its rose, as this reader may know them."""
    initiative = reader.initiative
    (line,) = initiative_lines([initiative], reader.wins)
    return Card(
        kind=capfirst(str(initiative.where)),
        title=_title(initiative),
        facts=_plain(line.told),
        site=_site(initiative.programme),
        picture=rose_mini(line.rose, LARGE),
    )


def card_of_win(win: SmallWin, user) -> Card:
    """Its sentence, and its first photo that this reader may see; without one, the places where it moved something."""
    photo = Photo.objects.shown_to(user).filter(win=win).order_by("added_at", "pk").first()
    return Card(
        kind=str(_("Small win")),
        title=_title(win),
        facts=_plain(win.when_and_whose),
        site=_site(win.initiative and win.initiative.programme),
        picture="" if photo else rose_mini(_rose_of(win), LARGE),
        photo=photo.image.name if photo else "",
    )


def card_of_network(onlooker: Onlooker) -> Card:
    """The map of the cities and what is told there."""
    programme = onlooker.programme or Programme.objects.of_the_site()
    wins = onlooker.wins.count()
    told = ngettext("%(n)s small win", "%(n)s small wins", wins) % {"n": wins}
    return Card(
        kind=_named(programme),
        title=str(_("Groot kijken, klein doen")),
        facts=told,
        site=_site(programme),
        picture=netherlands_map(city_map(onlooker), keyed=False),
    )


def _title(row: Initiative | SmallWin) -> str:
    return shortened(english(row, "title") or row.title, LETTERS)


def _plain(words: SafeString) -> str:
    """A sentence for a page as it is read."""
    return unescape(strip_tags(words))


def _site(programme: Programme | None) -> str:
    """The site and the programme, and of one in which all is invented that it is. A draft may have none yet."""
    if not programme:
        return settings.SITE_NAME
    if not programme.is_example:
        return f"{settings.SITE_NAME}, {_named(programme)}"
    name = shortened(_named(programme), LETTERS_OF_PROGRAMME)
    return ", ".join((settings.SITE_NAME, name, str(_("alles is bedacht"))))


def _named(programme: Programme) -> str:
    return english(programme, "name") or programme.name


def _rose_of(win: SmallWin) -> Rose:
    """The places that the win was read as, lit; of all others nothing is said."""
    cells = {place: Cell(CellState.SEEN_MORE_OFTEN, 1) for place in _places(win)}
    return Rose(cells, total=1, anchor="")


def _places(win: SmallWin) -> Iterator[tuple[str, str]]:
    said = {*(win.counted_types or ()), *(win.counted_directions or ())} - {UNKNOWN}
    levels = [level for level in Level if level == win.counted_level]
    yield from ((ray, level) for ray in RAYS if ray in said for level in levels)
