"""The walls of one initiative as this reader knows them, each with what happened to it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.lenses import WallStatus
from initiatives.links import address
from initiatives.models import Actor, AuditEntry, Reader, SmallWin, Wall, WallMove
from initiatives.models.outside import AT_ONCE
from initiatives.reports.mirror.shared_walls import shared_slugs
from initiatives.sentences import joined, link


@dataclass(frozen=True)
class Step:
    """One thing that was told about a wall. `who` is empty for readers who need not know."""

    at: dt.datetime
    words: str
    who: str
    move: WallMove | None = None


@dataclass(frozen=True)
class WallLine:
    """A wall with what this reader may know of it."""

    wall: Wall
    actors: tuple[Actor, ...]
    moves: tuple[WallMove, ...]
    history: tuple[Step, ...]
    note: str
    is_shared: bool  # others run into the same

    @property
    def at_whose(self) -> SafeString:
        return houses(self.actors)

    @property
    def status(self) -> WallStatus:
        return WallStatus(self.wall.status)

    @property
    def is_in_the_way(self) -> bool:
        return self.wall.is_in_the_way


def houses(actors: Iterable[Actor]) -> SafeString:
    """The parties at whose house something stands, each a link to its place around its own initiative."""
    return joined(
        link(f"{address('outside:index', actor.initiative.slug)}#actor-{actor.pk}", actor, lang="nl")
        for actor in actors
    )


def wall_lines(reader: Reader) -> tuple[WallLine, ...]:
    """Its walls, first those in the way."""
    moves = (
        reader.sees(WallMove)
        .filter(win__stands=True)
        .select_related("win", "told_by")
        .defer("win__search")
        .order_by("win__sort_on", "told_at")
    )
    rows = (
        reader.sees_here(Wall)
        .select_related("topic", "added_by")
        .prefetch_related(
            Prefetch("moves", moves, to_attr="seen_moves"),
            Prefetch("actors", reader.sees(Actor).select_related("partner", "initiative"), to_attr="seen_actors"),
        )
    )  # fmt: skip
    walls = sorted(rows, key=lambda wall: (not wall.is_in_the_way, wall.added_at))
    changes = changes_of(walls, reader) if reader.is_inside else {}
    shared = shared_slugs(reader.user, [wall.topic.slug for wall in walls])
    return tuple(
        WallLine(
            wall=wall,
            actors=tuple(wall.seen_actors),
            moves=tuple(wall.seen_moves),
            history=history(wall, changes.get(str(wall.pk), ()), named=reader.is_inside),
            note=wall.note if reader.is_inside else "",
            is_shared=wall.topic.slug in shared,
        )
        for wall in walls
    )


def changes_of(walls: Iterable[Wall], reader: Reader) -> dict[str, list[AuditEntry]]:
    """The changes of these walls in the audit, oldest first, by the number of the wall."""
    found: dict[str, list[AuditEntry]] = {}
    entries = reader.sees(AuditEntry).filter(
        table=Wall._meta.db_table, action="UPDATE", row__in=[str(wall.pk) for wall in walls]
    )
    for entry in entries.select_related("actor").order_by("pk"):
        found.setdefault(entry.row, []).append(entry)
    return found


def history(wall: Wall, changes: Iterable[AuditEntry], *, named: bool) -> tuple[Step, ...]:
    """All that was told about a wall in the order in which it was told."""
    steps = [Step(wall.added_at, _("Opgeschreven"), str(wall.added_by) if named else "")]
    for move in wall.seen_moves:
        words = capfirst(str(WallStatus(move.effect).label))
        steps.append(Step(move.told_at, words, str(move.told_by) if named else "", move))
    told = [(move.told_at, move.effect) for move in wall.seen_moves]
    for entry in changes:
        if words := _change_in_words(entry, told):
            steps.append(Step(entry.at, words, entry.who))
    return tuple(sorted(steps, key=lambda step: step.at))


_FIELD_NAMES = {
    "topic_id": gettext_lazy("naam"),
    "kind": gettext_lazy("soort"),
    "cause": gettext_lazy("oorzaak"),
    "level": gettext_lazy("niveau"),
    "since": gettext_lazy("begin"),
    "ended_on": gettext_lazy("einde"),
    "note": gettext_lazy("toelichting"),
}


def _change_in_words(entry: AuditEntry, told: Sequence[tuple[dt.datetime, str]]) -> str:
    """A change by hand in words; empty where a move by a win says the same."""
    status = entry.changes.get("status")
    if status and any(effect == status[1] and abs(entry.at - at) < AT_ONCE for at, effect in told):
        return ""
    if status:
        before, after = (WallStatus(code).label for code in status)
        return _("Van “%(before)s” naar “%(after)s”") % {"before": before, "after": after}
    fields = [str(name) for column, name in _FIELD_NAMES.items() if column in entry.changes]
    return _("Veranderd: %(what)s") % {"what": ", ".join(fields)} if fields else ""


def moves_of(win: SmallWin, *, user) -> tuple[WallMove, ...]:
    """The moves of walls by this win that the reader may know."""
    rows = WallMove.objects.visible_to(user).filter(win=win).select_related("wall__topic")
    return tuple(rows.order_by("told_at"))
