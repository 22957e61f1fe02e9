"""The houses of the outside world: each organisation a house, each place in it a floor, its people on those (theory §5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.glyphs import Gable
from initiatives.lenses import (
    ASKED_FOR,
    KNOWLEDGE_INSTITUTIONS,
    Level,
    PartnerKind,
    PartnershipRole,
    Position,
    ScalingRole,
    TakesPart,
    World,
    floors_of,
)
from initiatives.links import address
from initiatives.models import Actor, Initiative, Partner, Reader
from initiatives.reports.mirror.walls import WallLine
from initiatives.reports.mirror.windows import WindowLine

OWN, SOME_PARTNER, RESIDENTS, OUTSIDE = "own", "partner", "residents", "outside"
OF_RESIDENTS = floors_of(PartnerKind.RESIDENTS)

_BY_KIND = {
    PartnerKind.MUNICIPALITY: Gable.BELL,
    PartnerKind.NATIONAL_GOVERNMENT: Gable.BELL,
    PartnerKind.NEIGHBOURHOOD_ORGANISATION: Gable.POINT,
    PartnerKind.RESIDENTS: Gable.POINT,
    PartnerKind.CIVIL_SOCIETY: Gable.POINT,
    PartnerKind.HOUSING_CORPORATION: Gable.CORNICE,
    PartnerKind.BUSINESS: Gable.CORNICE,
    PartnerKind.FUNDER: Gable.CORNICE,
}
_BY_WORLD = {World.OWN: Gable.STEP, World.PARTNER: Gable.NECK, World.OUTSIDE: Gable.CORNICE}


def gable_of(kind: str) -> Gable:
    """The front of the house of a partner of this kind: on every page the same."""
    return _BY_KIND.get(PartnerKind(kind), Gable.NECK)


# ------------------------------------------------------------------ where people live
@dataclass(frozen=True)
class Dwelling:
    """An organisation, or what stands for one: where people of the outside world live."""

    key: str
    name: str
    world: World
    partner: Partner | None = None

    @property
    def floors(self) -> tuple[Position, ...]:
        """From top to bottom; none where we do not know what kind of organisation it is."""
        if self.key == RESIDENTS:
            return OF_RESIDENTS
        return floors_of(self.partner.kind) if self.partner else ()

    @property
    def gable(self) -> Gable:
        """The front: by the kind of partner, else by its world."""
        if self.key == RESIDENTS:
            return Gable.POINT
        if self.partner is None:
            return _BY_WORLD[self.world]
        if self.partner.kind in KNOWLEDGE_INSTITUTIONS and self.world == World.OWN:
            return Gable.STEP
        return gable_of(self.partner.kind)


def places_of(initiative: Initiative) -> tuple[Dwelling, ...]:
    """Where people may live: the own organisation, the partners that take part now, the residents, and elsewhere. One query."""
    rows = (
        initiative.partnerships.taking_part().select_related("partner").order_by("partner__name_sort", "pk")
    )
    partners = {row.partner_id: row for row in rows}
    leads = [row.partner_id for row in partners.values() if row.role == PartnershipRole.LEAD]
    own = leads[0] if len(leads) == 1 else None  # two lead: which is "our own" depends on who says it
    ours = (
        _of_partner(partners[own].partner, World.OWN)
        if own
        else Dwelling(OWN, _("Onze eigen organisatie"), World.OWN)
    )
    others = (_of_partner(row.partner, World.PARTNER) for key, row in partners.items() if key != own)
    residents = Dwelling(RESIDENTS, _("Bewoners"), World.OUTSIDE)
    return (ours, *others, residents, Dwelling(OUTSIDE, _("Daarbuiten"), World.OUTSIDE))


def _of_partner(partner: Partner, world: World) -> Dwelling:
    return Dwelling(str(partner.pk), partner.name, world, partner)


def place_of(actor: Actor, places: Sequence[Dwelling]) -> Dwelling:
    """Where this actor lives. Outside all organisations it has a house of its own, unless it is a resident."""
    known = {place.key: place for place in places}
    if actor.partner:
        return known.get(str(actor.partner_id)) or _of_partner(actor.partner, World(actor.world))
    if actor.position in OF_RESIDENTS:
        return known[RESIDENTS]
    match actor.world:
        case World.OWN:
            return places[0]
        case World.PARTNER:
            return Dwelling(SOME_PARTNER, _("Een partner, nog niet gezegd welke"), World.PARTNER)
    return Dwelling(f"actor-{actor.pk}", str(actor), World.OUTSIDE)


# ------------------------------------------------------------------ who lives there
_TAKES_PART = {
    TakesPart.YES: gettext_lazy("Doet mee."),
    TakesPart.NOT_YET: gettext_lazy("Doet nog niet mee."),
    TakesPart.NO: gettext_lazy("Doet niet mee."),
    TakesPart.UNKNOWN: gettext_lazy("Of die meedoet, weten we niet."),
}


@dataclass(frozen=True)
class Dweller:
    """Somebody in a house, with the walls and windows that are theirs. Never how they stand towards it."""

    actor: Actor
    walls: tuple[WallLine, ...] = ()
    windows: tuple[WindowLine, ...] = ()

    @property
    def css(self) -> str:
        return self.actor.level or "unplaced"

    @property
    def level(self) -> Level | None:
        return Level(self.actor.level) if self.actor.level else None

    @property
    def sentence(self) -> str:
        known_role = self.actor.role and self.actor.role != ScalingRole.UNKNOWN
        role = [f"{capfirst(str(ScalingRole(self.actor.role).label))}."] if known_role else []
        takes_part = [str(_TAKES_PART[TakesPart(self.actor.takes_part)])] if self.actor.takes_part else []
        return " ".join([*role, *takes_part])

    @property
    def signs(self) -> tuple[WindowLine | WallLine, ...]:
        return (*self.windows, *self.walls)


@dataclass(frozen=True)
class Floor:
    """A place in an organisation, and who is written down there."""

    position: Position | None  # None: nobody said on which floor
    people: tuple[Dweller, ...]

    @property
    def is_named(self) -> bool:
        """The name of the floor says more than the names on it do."""
        named = {str(one.actor.called).casefold() for one in self.people}
        return self.position is None or named != {str(self.position.label).casefold()}

    @property
    def name(self) -> str:
        return capfirst(str(self.position.label)) if self.position else _("Nog op geen verdieping")


@dataclass(frozen=True)
class HomeLine:
    """A house with its people. `whole`: the organisation itself, where somebody wrote that down."""

    place: Dwelling
    whole: tuple[Dweller, ...]
    floors: tuple[Floor, ...]


def homes(actors: Iterable[Dweller], places: Sequence[Dwelling]) -> tuple[HomeLine, ...]:
    """The houses in which somebody lives: the own one, the partners, the residents, the others."""
    by_place: dict[str, list[Dweller]] = {}
    found = {place.key: place for place in places}
    for one in actors:
        place = place_of(one.actor, places)
        found.setdefault(place.key, place)
        by_place.setdefault(place.key, []).append(one)
    return tuple(_home(place, by_place[key]) for key, place in found.items() if key in by_place)


def _home(place: Dwelling, people: Sequence[Dweller]) -> HomeLine:
    whole = tuple(one for one in people if _is_all_of_it(one.actor, place))
    inside = [one for one in people if one not in whole]
    used = [position for position in Position if any(one.actor.position == position for one in inside)]
    floors = [*place.floors, *(position for position in used if position not in place.floors)]
    lines = [
        Floor(position, tuple(one for one in inside if one.actor.position == position)) for position in floors
    ]
    nowhere = tuple(one for one in inside if not one.actor.position)
    shown = [floor for floor in lines if floor.people or floor.position in ASKED_FOR]
    return HomeLine(place, whole, (*shown, *([Floor(None, nowhere)] if nowhere else [])))


def _is_all_of_it(actor: Actor, place: Dwelling) -> bool:
    """The organisation itself, and nobody in particular in it."""
    if actor.position:
        return False
    return not actor.label if actor.partner else place.key == f"actor-{actor.pk}"


# ------------------------------------------------------------------ who is not there yet
@dataclass(frozen=True)
class Absence:
    """Somebody whom nobody wrote down, asked and not judged. `ways`: each place that is empty, and the form to fill it.

    `is_of_the_street`: about a house that stands there, or about residents; else about a partner of whom nobody stands there.
    """

    words: str
    ways: tuple[tuple[str, str], ...]
    is_of_the_street: bool


def questions(reader: Reader, lines: Sequence[HomeLine], places: Sequence[Dwelling]) -> tuple[Absence, ...]:
    """Which places of theory §5 are empty, house by house; at last the residents."""
    taken = {line.place.key: {floor.position for floor in line.floors if floor.people} for line in lines}
    asked = [_of_house(reader, place, taken.get(place.key)) for place in places if place.partner]
    return tuple(question for question in [*asked, _of_residents(reader, places, taken)] if question)


def _of_house(reader: Reader, place: Dwelling, taken: set | None) -> Absence | None:
    """In: the floors on which somebody is; None where the house does not stand there."""
    empty = [floor for floor in place.floors if floor in ASKED_FOR and floor not in (taken or ())]
    words = _("Wie van %(house)s hoort hier nog bij?") % {"house": place.name}
    return _question(reader, words, place, empty, is_of_the_street=taken is not None)


def _of_residents(reader: Reader, places: Sequence[Dwelling], taken: dict) -> Absence | None:
    if any(floor in OF_RESIDENTS for floors in taken.values() for floor in floors) or _are_a_partner(
        places, taken
    ):
        return None
    place = next(place for place in places if place.key == RESIDENTS)
    return _question(
        reader,
        _("Er staat geen bewoner bij. Welke bewoners horen hierbij?"),
        place,
        OF_RESIDENTS,
        is_of_the_street=True,
    )


def _are_a_partner(places: Sequence[Dwelling], taken: dict) -> bool:
    """A group of residents that is a partner stands in the street."""
    groups = {place.key for place in places if place.partner and place.partner.kind == PartnerKind.RESIDENTS}
    return bool(groups & taken.keys())


def _question(
    reader: Reader, words: str, place: Dwelling, empty: Sequence[Position], *, is_of_the_street: bool
) -> Absence | None:
    slug, of = reader.initiative.slug, {"wereld": place.world, "partner": place.partner and place.partner.pk}
    ways = tuple((str(floor.label), address("outside:add_actor", slug, plek=floor, **of)) for floor in empty)
    return Absence(words, ways, is_of_the_street) if ways else None
