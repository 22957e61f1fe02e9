"""The world around one initiative: houses with walls and windows, and the same as an equal list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.glyphs import Gable, House
from initiatives.lenses import Level, WallStatus, WindowState, World
from initiatives.models import Actor, ForReader, Initiative, NextBite, Reader, Wall, Window
from initiatives.reports.mirror.houses import Absence, Dweller, HomeLine, homes, places_of, questions
from initiatives.reports.mirror.walls import WallLine, wall_lines
from initiatives.reports.mirror.windows import Closing, WindowLine, closing, window_lines, windows_around

SIGNS = 7  # names of windows and walls beside one house
BANDS = (Level.VERTICAL, Level.HORIZONTAL, Level.LOCAL, None)


# ------------------------------------------------------------------ the list
@dataclass(frozen=True)
class ActorLine:
    """A party as this reader knows it. `stance` is empty for a reader who may not know it."""

    actor: Actor
    stance: str


@dataclass(frozen=True)
class WorldLine:
    """One of the three worlds with who is in it."""

    world: World
    actors: tuple[ActorLine, ...]


# ------------------------------------------------------------------ walls and windows that are nobody's
@dataclass(frozen=True)
class HouseLine:
    """A house of nobody, with the walls and windows that belong to no actor, and the words beside it."""

    name: str
    walls: tuple[WallLine, ...]
    windows: tuple[WindowLine, ...]

    @property
    def picture(self) -> House:
        return House(
            Gable.NOBODY,
            tuple(line.state for line in self.windows),
            tuple(line.status for line in self.walls),
        )

    @property
    def signs(self) -> list[WindowLine | WallLine]:
        """The windows and walls that are named beside the house; the others are in the list below the picture."""
        return [*self.windows, *self.walls][:SIGNS]

    @property
    def more(self) -> int:
        return len(self.windows) + len(self.walls) - len(self.signs)

    @property
    def sentence(self) -> str:
        return " ".join(_counts(self.windows, self.walls))


@dataclass(frozen=True)
class Band:
    """A level with the house that stands there, if any; without a level what has no place yet."""

    level: Level | None
    houses: tuple[HouseLine, ...]

    @property
    def label(self) -> str:
        return capfirst(str(self.level.label)) if self.level else _("Nog niet geplaatst")

    @property
    def explanation(self) -> str:
        return capfirst(str(self.level.explanation)) if self.level else _("Bewerk ze en kies een niveau")

    @property
    def css(self) -> str:
        return self.level.value if self.level else "unplaced"


def _counts(windows: Sequence[WindowLine], walls: Sequence[WallLine]) -> list[str]:
    """The picture in figures. A figure of 0 is left out."""
    lit = sum(line.is_open for line in windows)
    yet = sum(line.state == WindowState.NOT_YET for line in windows)
    in_the_way = sum(line.is_in_the_way for line in walls)
    breached = sum(line.status == WallStatus.BREACHED for line in walls)
    counted = [
        (lit, ngettext("%(n)d kans staat open.", "%(n)d kansen staan open.", lit)),
        (yet, ngettext("%(n)d kans gaat nog open.", "%(n)d kansen gaan nog open.", yet)),
        (closed := len(windows) - lit - yet, ngettext("%(n)d kans is weer dicht.", "%(n)d kansen zijn weer dicht.", closed)),
        (whole := in_the_way - breached, ngettext("%(n)d muur staat er.", "%(n)d muren staan er.", whole)),
        (breached, ngettext("In %(n)d muur is een bres geslagen.", "In %(n)d muren is een bres geslagen.", breached)),
        (down := len(walls) - in_the_way, ngettext("%(n)d muur is omzeild of weg.", "%(n)d muren zijn omzeild of weg.", down)),
    ]  # fmt: skip
    return [words % {"n": n} for n, words in counted if n]


# ------------------------------------------------------------------ the whole page
@dataclass(frozen=True)
class OutsideWorld(ForReader):
    """All that the page says. A reader who does not work on the initiative gets no actors, notes or names."""

    knows_stance: bool
    homes: tuple[HomeLine, ...]
    missing: tuple[Absence, ...]
    bands: tuple[Band, ...]
    worlds: tuple[WorldLine, ...]
    walls: tuple[WallLine, ...]
    windows: tuple[WindowLine, ...]
    actors: int
    levels = (Level.VERTICAL, Level.HORIZONTAL, Level.LOCAL)

    @property
    def missing_here(self) -> tuple[Absence, ...]:
        return tuple(question for question in self.missing if question.is_of_the_street)

    @property
    def missing_elsewhere(self) -> tuple[Absence, ...]:
        """Of partners of whom nobody is written down."""
        return tuple(question for question in self.missing if not question.is_of_the_street)

    @property
    def is_empty(self) -> bool:
        """True while the initiative has no row of its own here; windows of the city do not count."""
        own = any(line.window.initiative_id for line in self.windows)
        return not (self.actors or self.walls or own)

    @property
    def in_the_way(self) -> tuple[WallLine, ...]:
        return tuple(line for line in self.walls if line.is_in_the_way)

    @property
    def ended(self) -> tuple[WallLine, ...]:
        return tuple(line for line in self.walls if not line.is_in_the_way)

    @property
    def chances(self) -> tuple[WindowLine, ...]:
        """The windows that are open or are yet to open."""
        return tuple(line for line in self.windows if line.state != WindowState.CLOSED)

    @property
    def closed(self) -> tuple[WindowLine, ...]:
        return tuple(line for line in self.windows if line.state == WindowState.CLOSED)


def outside_world(reader: Reader) -> OutsideWorld:
    """The world around an initiative that the reader may know, in a fixed number of queries."""
    actors = actors_of(reader)
    stances = reader.initiative.actors.stance_known_to(reader.user)
    knows_stances = Initiative.objects.known_in_the_team_to(reader.user).contains(reader.initiative)
    walls = wall_lines(reader)
    windows = window_lines(windows_around(reader), user=reader.user)
    places = places_of(reader.initiative) if reader.is_inside else ()
    lines = homes((_dweller(actor, walls, windows) for actor in actors), places)
    return OutsideWorld(
        reader=reader,
        knows_stance=reader.is_inside and knows_stances,
        homes=lines,
        missing=questions(reader, lines, places) if actors and knows_stances else (),
        bands=bands(walls, windows, are_known=reader.is_inside),
        worlds=worlds(actors, dict(stances.values_list("pk", "stance"))),
        walls=walls,
        windows=windows,
        actors=len(actors),
    )


def actors_of(reader: Reader) -> tuple[Actor, ...]:
    """Those around the initiative that the reader may know, by name."""
    rows = reader.sees_here(Actor).select_related("partner")
    return tuple(rows.order_by("label_sort", "partner__name_sort", "pk"))


def street_of(reader: Reader) -> tuple[HomeLine, ...]:
    """The houses and who lives there, for a large screen. Two queries."""
    return homes(map(Dweller, actors_of(reader)), places_of(reader.initiative))


def _dweller(actor: Actor, walls: Sequence[WallLine], windows: Sequence[WindowLine]) -> Dweller:
    return Dweller(
        actor,
        tuple(line for line in walls if actor in line.actors),
        tuple(line for line in windows if actor in line.actors),
    )


def worlds(actors: Iterable[Actor], stances: dict) -> tuple[WorldLine, ...]:
    """The three worlds with their actors. `stances` holds only the stances that the reader may know."""
    lines = [(actor.world, ActorLine(actor, _stance_in_words(actor, stances))) for actor in actors]
    return tuple(WorldLine(world, tuple(line for of, line in lines if of == world)) for world in World)


def _stance_in_words(actor: Actor, stances: dict) -> str:
    return str(actor.get_stance_display()) if stances.get(actor.pk) else ""


def bands(walls: Sequence[WallLine], windows: Sequence[WindowLine], *, are_known: bool) -> tuple[Band, ...]:
    """Walls and windows without an actor, by level: those of one level share a house without a name.

    In: `are_known`, whether the reader knows the actors. Who does not gets every level, and who does those with something.
    """
    nobody = _("Nog bij niemand gezet") if are_known else _("Bij wie, weet het team")
    houses: dict[Level | None, tuple[HouseLine, ...]] = {}
    for level in BANDS:
        loose_walls = tuple(line for line in walls if not line.actors and _level(line.wall) == level)
        loose = tuple(line for line in windows if not line.actors and _level(line.window) == level)
        houses[level] = (HouseLine(nobody, loose_walls, loose),) if loose_walls or loose else ()
    return tuple(Band(level, houses[level]) for level in BANDS if houses[level] or (level and not are_known))


def _level(row: Wall | Window) -> Level | None:
    return Level(row.level) if row.level else None


# ------------------------------------------------------------------ beside the profile
@dataclass(frozen=True)
class Around:
    """The part of the profile for people who are logged in: the next bite and the way to the outside world."""

    bite: NextBite | None
    closing: tuple[Closing, ...]
    walls: int
    windows: int


def around(reader: Reader) -> Around | None:
    """The part beside the profile; None for a visitor. A fixed number of queries."""
    if not Initiative.objects.known_in_the_network_to(reader.user).contains(reader.initiative):
        return None
    day = timezone.localdate()
    windows = windows_around(reader)
    return Around(
        bite=reader.sees_here(NextBite).waiting().first(),
        closing=closing(windows, day, Initiative.objects.filter(pk=reader.initiative.pk))
        if reader.is_inside
        else (),
        walls=reader.sees_here(Wall).in_the_way().count(),
        windows=windows.open_on(day).count(),
    )
