"""Actors, walls, windows and bites, each with everything else filled in."""

import datetime as dt

from initiatives.lenses import WallKind, WindowKind, World
from initiatives.models import Actor, City, Initiative, NextBite, User, Wall, WallTopic, Window
from tests.factories import create_initiative, create_user, number


def create_actor(
    *, initiative: Initiative | None = None, label: str = "", by: User | None = None, **details
) -> Actor:
    initiative = initiative or create_initiative()
    details = {"world": World.OUTSIDE, "label": label or f"Actor {next(number)}"} | details
    return Actor.objects.create(initiative=initiative, added_by=by or create_user(), **details)


def create_wall(
    *, initiative: Initiative | None = None, name: str = "", by: User | None = None, **details
) -> Wall:
    """A wall that stands, unless the story says otherwise."""
    initiative = initiative or create_initiative()
    topic = WallTopic.objects.named(name or f"Muur {next(number)}", programme=initiative.programme)
    details = {"kind": WallKind.RULES} | details
    return Wall.objects.create(initiative=initiative, topic=topic, added_by=by or create_user(), **details)


def create_window(
    *,
    initiative: Initiative | None = None,
    city: City | None = None,
    title: str = "",
    by: User | None = None,
    **details,
) -> Window:
    """A window of an initiative, or of the city that is named; open since long, with no end."""
    if city is None:
        initiative = initiative or create_initiative()
    details = {"kind": WindowKind.MONEY, "opens_on": dt.date(2024, 1, 1)} | details
    return Window.objects.create(
        initiative=initiative,
        city=city,
        title=title or f"Kans {next(number)}",
        added_by=by or create_user(),
        **details,
    )


def create_bite(*, initiative: Initiative | None = None, text: str = "", by: User | None = None) -> NextBite:
    return NextBite.objects.create(
        initiative=initiative or create_initiative(),
        text=text or f"De directeur uitnodigen in de wijk, hapje {next(number)}",
        set_by=by or create_user(),
    )
