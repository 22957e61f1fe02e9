"""The pilot paradox: twelve pairs of questions (theory §4). A help to the pilot may hinder scaling.

Van Buuren, Vreugdenhil, van Popering-Verkerk, Ellen, van Leeuwen & Breman 2018. Pairs 1 to 5 follow their
conditions in our wording; pairs 6 to 12 come from the first learning afternoon. A conversation aid, not a scale.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from initiatives.lenses.outside import WallKind
from initiatives.lenses.words import Words

VERSION = 1  # the version of the wording of the items


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

    TENSION = "tension", _("Het helpt de proef, en staat opschalen in de weg."), _("spanning")
    BRIDGED = "bridged", _("Het helpt de proef, en opschalen kan."), _("overbrugd")
    LITTLE_ROOM = (
        "little_room",
        _("Klaar om op te schalen, met weinig ruimte om te proberen."),
        _("weinig proefruimte"),
    )
    BUILDING = "building", _("Aan beide kanten is nog werk."), _("nog opbouwen")
    UNKNOWN = "unknown", _("Op een van beide kanten is geen antwoord."), _("onbekend")


@dataclass(frozen=True)
class Item:
    """One pair: its number, its name, the question on each side, and how a tension is called as a wall.

    The name of the wall is short and the same everywhere, so that teams with one tension meet at one wall.
    """

    number: int
    name: str
    pilot: str
    scaling: str
    wall: str
    kind: WallKind


ITEMS = (
    Item(1, _("positie"), _("Mogen we buiten gewone regels en routines proberen?"),
         _("Houden we onze eigen organisaties actief aangehaakt, zodat zij zich erin herkennen?"),
         _("Eigen organisaties zijn niet aangehaakt"), WallKind.ORGANISATION),
    Item(2, _("middelen"), _("Hebben we extra, tijdelijk geld, tijd of mensen?"),
         _("Past dit binnen gewone budgetten, uren en doelen als het extra geld stopt?"),
         _("Past niet binnen gewone budgetten en uren"), WallKind.MONEY),
    Item(3, _("deelnemers"), _("Werken we met bevlogen bruggenbouwers?"),
         _("Doen ook degenen mee die het straks moeten uitvoeren, ook sceptici?"),
         _("Wie het straks moet uitvoeren, doet niet mee"), WallKind.ORGANISATION),
    Item(4, _("proces"), _("Is er ruimte voor leren en maatwerk?"),
         _("Weten we waar de resultaten moeten landen en maken we ze daarvoor klaar?"),
         _("Niet duidelijk waar resultaten moeten landen"), WallKind.ORGANISATION),
    Item(5, _("opzet"), _("Is de proef klein, met weinig risico, en volgen we haar samen goed?"),
         _("Begrijpen we het systeem eromheen en geldt onze les ook elders?"),
         _("De les geldt nog niet elders"), WallKind.SKILL),
    Item(6, _("trekkers"), _("Drijft het op enthousiaste mensen?"),
         _("Kunnen die loslaten, overdragen en ruimte geven aan andere meningen?"),
         _("Trekkers kunnen niet loslaten"), WallKind.CULTURE),
    Item(7, _("kunnen"), _("Hebben de voorlopers de vaardigheden?"),
         _("Hebben volgers de vaardigheden én de tijd?"),
         _("Volgers missen vaardigheden of tijd"), WallKind.SKILL),
    Item(8, _("eigenaarschap"), _("Voelen de trekkers zich verantwoordelijk?"),
         _("Voelen partners zich mede-eigenaar?"),
         _("Partners voelen zich geen mede-eigenaar"), WallKind.CULTURE),
    Item(9, _("curriculum"), _("Geeft het juist vrijheid dat het buiten het curriculum valt?"),
         _("Heeft het een plek in curriculum, toetsing en rooster, zonder dat de extra inzet verdwijnt?"),
         _("Geen plek in curriculum, toetsing en rooster"), WallKind.CURRICULUM),
    Item(10, _("kans"), _("Was er een unieke kans, zoals een leeg gebouw in de wijk?"),
         _("Werkt het ook zonder die unieke kans?"),
         _("Werkt alleen met een unieke kans"), WallKind.SPACE),
    Item(11, _("maatstaf"), _("Vinden wij het zelf een succes?"),
         _("Vinden degenen die moeten opschalen, en bewoners, dat ook?"),
         _("Alleen wij zelf vinden het een succes"), WallKind.LANGUAGE),
    Item(12, _("beeld"), _("Geeft de status ‘project’ bescherming?"),
         _("Ziet de buitenwereld het als gewoon werk, niet als hobby?"),
         _("Gezien als project, niet als gewoon werk"), WallKind.LANGUAGE),
)  # fmt: skip


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
