"""The page about the visual language leaves nothing out."""

from initiatives.glyphs.samples import Samples
from initiatives.lenses import RAYS, CellState, Direction, Level, Precision, ScalingType


def test_the_sample_rose_has_every_state_and_a_fragile_cell():
    cells = Samples().rose.cells
    assert len(cells) == 21
    assert {cell.state for cell in cells.values()} == set(CellState)
    assert any(cell.fragile for cell in cells.values())


def test_each_state_is_shown_in_all_its_cells():
    for state in Samples().states:
        assert {cell.state for cell in state.rose.cells.values()} == {state.code}
        assert len(state.rose.cells) == 21


def test_every_word_has_its_icon_on_the_page():
    assert {word.code for word in Samples().words} == {*ScalingType, *Direction, *Level}


def test_the_sample_path_has_dates_of_every_precision_and_one_without():
    path = Samples().path
    assert {stone.precision for stone in path.stones} == set(Precision)
    assert {stone.level for stone in path.stones} == set(Level)
    assert [stone.on for stone in path.undated] == [None]
    assert len(Samples().strands) == len(path.stones) + len(path.undated)


def test_the_network_rose_shows_all_four_steps():
    steps = {Samples().network.cell(ray, level).state for ray in RAYS for level in Level}
    assert steps == {"step_0", "step_1", "step_2", "step_3"}


def test_every_pair_of_colours_is_shown_in_both_schemes():
    for colour in Samples().colours:
        assert colour.light.words == colour.dark.words
        assert (colour.light.front, colour.light.back) != (colour.dark.front, colour.dark.back)


def test_a_table_cell_without_data_says_so():
    assert [state.figure for state in Samples().states][:3] == ["?", "?", "0"]
