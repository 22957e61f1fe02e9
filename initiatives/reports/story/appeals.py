"""Where a team gets stuck and what it asks of its reader, for the A4."""

from dataclasses import dataclass

from django.utils.text import capfirst

from initiatives.language import plain
from initiatives.lenses import Audience
from initiatives.models import Appeal, Reader, Wall

WALLS_ON_SHEET = 3


@dataclass(frozen=True)
class Asking:
    """Both may be empty: nobody wrote it, or it is not for this reader."""

    stuck: str
    asked: str
    is_for_everyone: bool  # nothing of it is hidden from a visitor


def asking(reader: Reader) -> Asking:
    """What the team says now, in two queries. Where it wrote no line, the walls that are in the way say where it is stuck."""
    appeal = reader.sees_here(Appeal).newest().first()
    written = appeal.stuck if appeal else ""
    walls = "" if written else _walls(reader)
    is_open = not walls and (appeal is None or appeal.audience == Audience.PUBLIC)
    return Asking(written or walls, appeal.asked if appeal else "", is_open)


def _walls(reader: Reader) -> str:
    """The names of the walls in the way, the first ones first."""
    walls = reader.sees_here(Wall).in_the_way().select_related("topic").order_by("added_at", "pk")
    return "; ".join(capfirst(plain(each.topic, "name")) for each in walls[:WALLS_ON_SHEET])
