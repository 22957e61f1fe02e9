"""The world around an initiative: houses with people in them, walls, windows, and numbers that somebody counted."""

import datetime as dt

from django.utils import timezone

from initiatives.exchange.examples.casts import Cast
from initiatives.exchange.examples.files import Row, columns_of, day, days_of, noon
from initiatives.lenses import WallStatus
from initiatives.models import Actor, Figure, Initiative, User, Wall, Window
from initiatives.periods import Period


def surround(told: Row, initiative: Initiative, cast: Cast) -> None:
    lead, looked = cast.people[told["team"][0]["who"]], day(told.get("looked_around", "0d"))
    actors = {row["key"]: _actor(row, initiative, cast, by=lead, on=looked) for row in told.get("actors", ())}
    for row in told.get("walls", ()):
        _wall(row, initiative, cast, actors)
    for row in told.get("windows", ()):
        window = open_window(row, cast, initiative=initiative)
        window.actors.set(actors[key] for key in row.get("actors", ()))
        window.wins.set(cast.wins_of(initiative, row.get("wins", ())))
    for row in told.get("figures", ()):
        _count(row, initiative, cast)


def _actor(row: Row, initiative: Initiative, cast: Cast, *, by: User, on: dt.date) -> Actor:
    """Somebody in a house, or outside all of them."""
    partner = cast.partners.get(row.get("partner"))
    return Actor.objects.create(
        initiative=initiative,
        **columns_of(row, "partner"),
        partner=partner,
        added_by=by,
        added_at=noon(on),
        checked_on=on,
    )


def _wall(row: Row, initiative: Initiative, cast: Cast, actors: dict[str, Actor]) -> None:
    """A wall as it stood, and then what wins did to it."""
    by = cast.people[row["by"]]
    since = day(row["since"])
    with cast.in_the_name_of(row):
        wall = Wall.objects.create(
            initiative=initiative,
            topic=cast.topics[row["topic"]],
            **columns_of(row, "topic", "since", "actors", "moves", "accepted"),
            since=since,
            added_by=by,
            added_at=noon(since),
        )
        wall.actors.set(actors[key] for key in row.get("actors", ()))
        for move in row.get("moves", ()):
            (win,) = cast.wins_of(initiative, [move["win"]])
            moved = wall.moved_by(win, WallStatus(move["effect"]), by=by)
            moved.told_at = win.logged_at
            moved.save(update_fields=["told_at"])
        if row.get("accepted"):
            wall.become(WallStatus.ACCEPTED)


def open_window(row: Row, cast: Cast, **where) -> Window:
    """In: the initiative or the city that it opens for."""
    words = columns_of(row, "opens", "closes", "actors", "wins", "city")
    days = days_of(row, opens_on="opens", closes_on="closes")
    with cast.in_the_name_of(row):
        return Window.objects.create(**where, **words, **days, added_by=cast.people[row["by"]])


def _count(row: Row, initiative: Initiative, cast: Cast) -> None:
    """In: the study year as a number of years from the present one."""
    year = Period.academic_year(timezone.localdate()).first_day.year + row["year"]
    counted = noon(dt.date(year + 1, 7, 1))
    with cast.in_the_name_of(row):
        Figure.objects.create(
            initiative=initiative,
            **columns_of(row, "year"),
            year=year,
            added_by=cast.people[row["by"]],
            added_at=counted,
        )
