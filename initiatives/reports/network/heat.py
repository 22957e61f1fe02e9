"""The heat table: how many wins each initiative told, a column for each direction, type and level."""

from collections.abc import Callable
from dataclasses import dataclass

from initiatives.glyphs import Cell, heat_class, total_cell
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
    """A number in the heat table. `cell` says how it looks; without a number it says why."""

    cell: Cell
    css: str

    @property
    def why(self) -> str:
        return "" if self.cell.count else str(CellState(self.cell.state).label)


def heat_cells(line: InitiativeLine, period: str | None) -> list[HeatCell]:
    """A row of the table, in the order of `GROUPS`. In: the word of the period that is asked for."""
    return [
        _cell(line, column, periode=period, **{group.answer.word: column.word})
        for group in GROUPS
        for column in group.columns
    ]


def _cell(line: InitiativeLine, column: Column, **words) -> HeatCell:
    """A number, or why there is none. The initiative says the place, so only the period is needed."""
    facts = column.facts(line.tally)
    if not facts.k:
        return HeatCell(Cell(facts.state), heat_class(column.colour, facts.state))
    cell = total_cell(facts.k, href=wins_url(initiatief=line.initiative.slug, **words))
    return HeatCell(cell, heat_class(column.colour, cell.state))
