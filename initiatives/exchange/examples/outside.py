"""An outside world for three initiatives, so that the demo has something to show. All of it is made up."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from initiatives.lenses import (
    Level,
    PartnerKind,
    Position,
    ScalingRole,
    Stance,
    TakesPart,
    WallCause,
    WallKind,
    WallStatus,
    WindowKind,
    World,
)
from initiatives.models import Actor, Initiative, NextBite, User, Wall, WallTopic, Window

SHARED = "Rooster ligt een jaar vooruit vast"
MONEY = "Subsidie loopt per project"


def outside_example(initiatives: Sequence[Initiative], *, by: User) -> int:
    """Give these initiatives an outside world, once. Out: how many got one now.

    The first gets all of it, the others the walls that they share with it.
    """
    fresh = [initiative for initiative in initiatives if not _has_one(initiative)]
    with transaction.atomic():
        for initiative in fresh:
            _walls(initiative, by)
            if initiative == initiatives[0]:
                _whole_world(initiative, by)
    return len(fresh)


def _has_one(initiative: Initiative) -> bool:
    return Wall.objects.filter(initiative=initiative, is_example=True).exists()


def _walls(initiative: Initiative, by: User) -> None:
    _wall(initiative, by, SHARED, WallKind.CURRICULUM, WallCause.PERMISSION, Level.VERTICAL)
    _wall(initiative, by, MONEY, WallKind.MONEY, WallCause.PERMISSION, Level.VERTICAL)


# The actors: name, world, position, level, role, whether they take part, their stance and their needs.
ACTORS = {
    "school": ("Opleidingsdirecteur", World.OWN, Position.PROGRAMME_DIRECTOR, Level.VERTICAL, ScalingRole.DECIDES, TakesPart.NOT_YET,
               Stance.HESITATES, "Een voorbeeld uit de wijk, en uren voor docenten"),
    "teachers": ("Docententeam", World.OWN, Position.TEACHER, Level.LOCAL, ScalingRole.CARRIES_OUT, TakesPart.YES,
                 Stance.PULLS, "Tijd om elkaar te zien"),
    "town": ("Wijkteam van de gemeente", World.PARTNER, Position.CIVIL_SERVANT, Level.LOCAL, ScalingRole.PAYS, TakesPart.YES,
             Stance.SUPPORTS, ""),
    "labs": ("Stadslabs in andere steden", World.OUTSIDE, None, Level.HORIZONTAL, ScalingRole.INSPIRES, TakesPart.YES,
             Stance.SUPPORTS, ""),
    "people": ("Bewoners die nog niet aan tafel zitten", World.OUTSIDE, Position.RESIDENT, None, ScalingRole.EXPERIENCES,
               TakesPart.UNKNOWN, Stance.UNKNOWN, "Iemand die langsgaat"),
}  # fmt: skip


def _whole_world(initiative: Initiative, by: User) -> None:
    actors = {key: _actor(initiative, by, *words) for key, words in ACTORS.items()}
    Wall.objects.get(initiative=initiative, topic__name=SHARED).actors.add(actors["school"])
    _more_walls(initiative, by, actors)
    _windows(initiative, by, actors)
    NextBite.objects.create(
        initiative=initiative,
        text="Voorbeeld: de opleidingsdirecteur een middag meenemen de wijk in.",
        set_by=by,
    )


def _more_walls(initiative: Initiative, by: User, actors: dict[str, Actor]) -> None:
    hours = "Docenten hebben geen uren voor de wijk"
    _wall(initiative, by, hours, WallKind.TIME, WallCause.TIME, Level.LOCAL).actors.add(actors["teachers"])
    apart = _wall(initiative, by, "Niet hier bedacht", WallKind.CULTURE, WallCause.WILL, Level.HORIZONTAL)
    apart.actors.add(actors["labs"])
    apart.become(WallStatus.BREACHED)


def _windows(initiative: Initiative, by: User, actors: dict[str, Actor]) -> None:
    renewed, empty = "De opleiding vernieuwt het curriculum", "Leeg schoolgebouw in de wijk"
    _window(initiative, by, renewed, WindowKind.POLITICS, Level.VERTICAL, 40).actors.add(actors["school"])
    _window(initiative, by, empty, WindowKind.SPACE, Level.LOCAL, 400).actors.add(actors["town"])
    _window(initiative, by, "Regeling voor wijkprojecten", WindowKind.MONEY, Level.VERTICAL, -30)


def _actor(initiative, by, label, world, position, level, role, takes_part, stance, need) -> Actor:
    municipality = initiative.partnerships.filter(partner__kind=PartnerKind.MUNICIPALITY).first()
    partner = municipality.partner if municipality and world == World.PARTNER else None
    return Actor.objects.create(
        initiative=initiative,
        partner=partner,
        label=label,
        world=world,
        position=position,
        level=level,
        role=role,
        takes_part=takes_part,
        stance=stance,
        need=need,
        added_by=by,
        is_example=True,
    )


def _wall(initiative, by, name, kind, cause, level) -> Wall:
    topic = WallTopic.objects.named(name, programme=initiative.programme)
    return Wall.objects.create(
        initiative=initiative,
        topic=topic,
        kind=kind,
        cause=cause,
        level=level,
        since=dt.date(2023, 9, 1),
        added_by=by,
        is_example=True,
    )


def _window(initiative, by, title, kind, level, closes_in: int) -> Window:
    today = timezone.localdate()
    return Window.objects.create(
        initiative=initiative,
        title=title,
        kind=kind,
        level=level,
        opens_on=today - dt.timedelta(days=90),
        closes_on=today + dt.timedelta(days=closes_in),
        added_by=by,
        is_example=True,
    )
