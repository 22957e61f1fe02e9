"""The heat table: how many wins each initiative told, a column for each direction, type and level."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from initiatives.glyphs import heat_class, total_cell
from initiatives.lenses import ANSWERS, CellState, CodedAnswer, Direction, Level, ScalingType
from initiatives.lenses.words import Words
from initiatives.links import wins_url
from initiatives.reports.counting.cells import CellFacts
from initiatives.reports.counting.roses import InitiativeLine
from initiatives.reports.counting.tally import Tally


@dataclass(frozen=True)
class Column:
    """One column. `word`: what it counts; `colour`: the ray that gives its colour; `facts`: its count and its state."""

    word: Words
    colour: Direction | ScalingType
    facts: Callable[[Tally], CellFacts]


@dataclass(frozen=True)
class ColumnGroup:
    """Columns under one question, whose word in the address bar opens the wins that they count."""

    answer: CodedAnswer
    columns: tuple[Column, ...]


def _of_ray(ray: Direction | ScalingType) -> Column:
    return Column(ray, ray, lambda tally: tally.ray_facts(ray))


def _of_level(level: Level) -> Column:
    return Column(level, ScalingType.GROWTH, lambda tally: tally.level_facts(level))


# A column of the table is a column here, and nothing else.
GROUPS = (
    ColumnGroup(ANSWERS["directions"], tuple(map(_of_ray, Direction))),
    ColumnGroup(ANSWERS["types"], tuple(map(_of_ray, ScalingType))),
    ColumnGroup(ANSWERS["level"], tuple(map(_of_level, Level))),
)


@dataclass(frozen=True)
class HeatCell:
    """A number of the heat table, which opens its wins; or without wins a sign, and why in words."""

    css: str
    count: int = 0
    href: str = ""
    sign: str = ""
    why: str = ""


def heat_cells(line: InitiativeLine, period: str | None, *, states: bool) -> list[HeatCell]:
    """A row of the table, in the order of `GROUPS`. In: the word of the period that is asked for, and whether a place
    without wins says its state: beside a name, that is for who is logged in (theory §14).
    """
    empty = _in_state if states else _left_open
    return [
        _cell(line, column, empty, periode=period, **{group.answer.word: column.word})
        for group in GROUPS
        for column in group.columns
    ]


def _cell(
    line: InitiativeLine, column: Column, empty: Callable[[Column, CellState], HeatCell], **words
) -> HeatCell:
    """A number, or what stands in its place. The initiative says the place, so only the period is needed."""
    facts = column.facts(line.tally)
    if not facts.k:
        return empty(column, facts.state)
    css = heat_class(column.colour, total_cell(facts.k).state)
    return HeatCell(css, facts.k, wins_url(initiatief=line.initiative.slug, **words))


def _in_state(column: Column, state: CellState) -> HeatCell:
    return HeatCell(heat_class(column.colour, state), sign=state.sign, why=str(state.label))


def _left_open(column: Column, state: CellState) -> HeatCell:
    return HeatCell("heat__blank", why=_("hier staat geen small win"))
