"""The pilot paradox: twelve pairs of questions (theory §4). What helps the pilot is not what scaling asks for.

Van Buuren, Vreugdenhil, van Popering-Verkerk, Ellen, van Leeuwen & Breman 2018. Pairs 1 to 5 follow their
conditions in our wording; pairs 6 to 12 come from the first learning afternoon. A conversation aid, not a scale.
"""

from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from initiatives.lenses.outside import WallKind
from initiatives.lenses.words import Words

VERSION = 2  # the version of the wording of the items


class Side(Words):
    """Which half of a pair."""

    PILOT = "A", _("helpt de proef")
    SCALING = "B", _("nodig om op te schalen")


class Degree(Words):
    """An answer to one side. The value in the database is its place, 0 to 3."""

    NO = "0", _("nee")
    A_LITTLE = "1", _("een beetje")
    LARGELY = "2", _("grotendeels")
    YES = "3", _("ja")


class NoDegree(Words):
    """An answer that is no degree."""

    UNKNOWN = "unknown", _("weet ik niet")
    NOT_APPLICABLE = "n/a", _("niet van toepassing")


HIGH = 2  # from "largely" on


class PairResult(Words):
    """What the two answers of one person say together."""

    TENSION = "tension", _("De proef heeft het, opschalen nog niet."), _("spanning")
    BRIDGED = "bridged", _("De proef heeft het, en opschalen ook."), _("overbrugd")
    LITTLE_ROOM = (
        "little_room",
        _("Wat nodig is om op te schalen is er, wat de proef helpt nog niet."),
        _("weinig proefruimte"),
    )
    BUILDING = "building", _("Aan beide kanten is nog werk."), _("nog opbouwen")
    UNKNOWN = "unknown", _("Op een van beide kanten is geen antwoord."), _("onbekend")


# In pairs that are no opposites: the same asked of us, and of those who follow.
_OF_BOTH = {
    PairResult.TENSION: _("bij ons wel, bij wie volgt nog niet"),
    PairResult.BRIDGED: _("bij ons en bij wie volgt"),
    PairResult.LITTLE_ROOM: _("bij wie volgt wel, bij ons nog niet"),
    PairResult.BUILDING: _("bij geen van beide"),
    PairResult.UNKNOWN: PairResult.UNKNOWN.label,
}


class Origin(Words):
    """Where a pair comes from."""

    RESEARCH = (
        "research",
        _("Van Buuren en anderen (2018), in onze woorden."),
        _("uit onderzoek naar proefprojecten"),
    )
    AFTERNOON = "afternoon", _("Gemaakt na de eerste leermiddag."), _("uit de leermiddag")


@dataclass(frozen=True)
class Item:
    """One pair: its number, its name, the question on each side, and how a tension is called as a wall.

    The name of the wall is short and the same everywhere, so that teams with one tension meet at one wall. `own`: the
    same as somebody recognises it in themselves. `are_opposed`: whether one side may stand in the way of the other.
    """

    number: int
    name: str
    pilot: str
    scaling: str
    wall: str
    kind: WallKind
    own: str
    are_opposed: bool = True

    @property
    def origin(self) -> Origin:
        return Origin.RESEARCH if self.number <= OF_THE_RESEARCH else Origin.AFTERNOON

    def asks_as(self, other: "Item") -> bool:
        """Both questions are in the same words."""
        return (self.pilot, self.scaling) == (other.pilot, other.scaling)

    def word_for(self, result: PairResult) -> str:
        """How this result is called in this pair."""
        return result.label if self.are_opposed else _OF_BOTH[result]


OF_THE_RESEARCH = 5  # the first five
ITEMS = (
    Item(1, _("positie"), _("Staan we op afstand van onze eigen organisaties, zodat we vrij kunnen proberen?"),
         _("Houden we onze eigen organisaties actief aangehaakt, zodat zij zich erin herkennen?"),
         _("Eigen organisaties zijn niet aangehaakt"), WallKind.ORGANISATION,
         _("Ik houd mijn eigen organisatie te weinig aangehaakt.")),
    Item(2, _("middelen"), _("Hebben we extra, tijdelijk geld, tijd of mensen?"),
         _("Past dit binnen gewone budgetten, uren en doelen als het extra geld stopt?"),
         _("Past niet binnen gewone budgetten en uren"), WallKind.MONEY,
         _("Ik reken op extra geld of extra uren.")),
    Item(3, _("deelnemers"), _("Werken we met bevlogen bruggenbouwers?"),
         _("Doet ook mee wie het straks moet uitvoeren?"),
         _("Wie het straks moet uitvoeren, doet niet mee"), WallKind.ORGANISATION,
         _("Ik werk het liefst met mensen die al willen.")),
    Item(4, _("proces"), _("Is er ruimte voor leren en maatwerk?"),
         _("Weten we waar de resultaten moeten landen?"),
         _("Niet duidelijk waar resultaten moeten landen"), WallKind.ORGANISATION,
         _("Ik denk te weinig aan waar het straks moet landen.")),
    Item(5, _("opzet"), _("Is de proef klein genoeg om te mogen mislukken?"),
         _("Geldt onze les ook elders?"),
         _("De les geldt nog niet elders"), WallKind.SKILL,
         _("Ik kijk te weinig of onze les ook elders geldt.")),
    Item(6, _("trekkers"), _("Drijft het op enthousiaste mensen?"),
         _("Kunnen die het loslaten?"),
         _("Trekkers kunnen niet loslaten"), WallKind.CULTURE,
         _("Ik vind het lastig om los te laten.")),
    Item(7, _("kunnen"), _("Hebben de voorlopers de vaardigheden?"),
         _("Hebben volgers de vaardigheden?"),
         _("Volgers missen de vaardigheden"), WallKind.SKILL,
         _("Ik help anderen te weinig om het ook te kunnen."), are_opposed=False),
    Item(8, _("eigenaarschap"), _("Voelen de trekkers zich verantwoordelijk?"),
         _("Voelen partners zich mede-eigenaar?"),
         _("Partners voelen zich geen mede-eigenaar"), WallKind.CULTURE,
         _("Ik geef partners te weinig ruimte om mede-eigenaar te zijn."), are_opposed=False),
    Item(9, _("curriculum"), _("Geeft het juist vrijheid dat het buiten het curriculum valt?"),
         _("Heeft het een plek in het curriculum?"),
         _("Geen plek in het curriculum"), WallKind.CURRICULUM,
         _("Ik houd het liever buiten het curriculum.")),
    Item(10, _("kans"), _("Was er een unieke kans, zoals een leeg gebouw in de wijk?"),
         _("Werkt het ook zonder die unieke kans?"),
         _("Werkt alleen met een unieke kans"), WallKind.SPACE,
         _("Ik leun op een kans die maar één keer komt.")),
    Item(11, _("maatstaf"), _("Vinden wij het zelf een succes?"),
         _("Vinden degenen die het moeten opschalen dat ook?"),
         _("Wie het moet opschalen, noemt het geen succes"), WallKind.LANGUAGE,
         _("Ik noem iets een succes voordat ik het anderen vraag."), are_opposed=False),
    Item(12, _("beeld"), _("Geeft de status ‘project’ bescherming?"),
         _("Ziet de buitenwereld het als gewoon werk, niet als hobby?"),
         _("Gezien als project, niet als gewoon werk"), WallKind.LANGUAGE,
         _("Ik noem het zelf ook een project.")),
)  # fmt: skip

# The first wording asked two or three things at once. Who answered it, answered those words.
_FIRST_WORDS = {
    1: {"pilot": _("Mogen we buiten gewone regels en routines proberen?")},
    3: {"scaling": _("Doen ook degenen mee die het straks moeten uitvoeren, ook sceptici?")},
    4: {"scaling": _("Weten we waar de resultaten moeten landen en maken we ze daarvoor klaar?")},
    5: {
        "pilot": _("Is de proef klein, met weinig risico, en volgen we haar samen goed?"),
        "scaling": _("Begrijpen we het systeem eromheen en geldt onze les ook elders?"),
    },
    6: {"scaling": _("Kunnen die loslaten, overdragen en ruimte geven aan andere meningen?")},
    7: {
        "scaling": _("Hebben volgers de vaardigheden én de tijd?"),
        "wall": _("Volgers missen vaardigheden of tijd"),
    },
    9: {
        "scaling": _(
            "Heeft het een plek in curriculum, toetsing en rooster, zonder dat de extra inzet verdwijnt?"
        ),
        "wall": _("Geen plek in curriculum, toetsing en rooster"),
    },
    11: {
        "scaling": _("Vinden degenen die moeten opschalen, en bewoners, dat ook?"),
        "wall": _("Alleen wij zelf vinden het een succes"),
    },
}
_FIRST = tuple(replace(item, **_FIRST_WORDS.get(item.number, {})) for item in ITEMS)


def items_of(version: int) -> tuple[Item, ...]:
    """The twelve pairs in the words of that version."""
    return ITEMS if version >= VERSION else _FIRST


def pair_result(pilot: int | None, scaling: int | None) -> PairResult:
    """The result of two answers together. In: 0 to 3 for each side, None for no degree (theory §4)."""
    if pilot is None or scaling is None:
        return PairResult.UNKNOWN
    return {
        (True, False): PairResult.TENSION,
        (True, True): PairResult.BRIDGED,
        (False, True): PairResult.LITTLE_ROOM,
        (False, False): PairResult.BUILDING,
    }[pilot >= HIGH, scaling >= HIGH]
