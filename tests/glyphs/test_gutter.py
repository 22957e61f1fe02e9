import datetime as dt

from initiatives.glyphs import Gutter, Stone, gutter, gutters
from initiatives.glyphs.gutter import LANES
from initiatives.lenses import Level


def stone(key, level=Level.LOCAL, day=dt.date(2024, 1, 1), precision="day"):
    return Stone(key, key, day, precision, level)


def test_a_link_runs_through_the_items_between_and_changes_lane_at_the_end():
    beside = gutters([stone("a"), stone("b"), stone("c", Level.VERTICAL)], [("a", "c")])
    assert beside["a"].strands == (("local", "local"),)
    assert beside["b"].strands == (("local", "vertical"),)
    assert beside["c"].strands == ()


def test_a_list_with_the_newest_first_has_the_same_strands_upside_down():
    beside = gutters([stone("c", Level.VERTICAL), stone("a")], [("a", "c")])
    assert beside["c"].strands == (("vertical", "local"),)


def test_a_link_out_of_the_list_makes_an_item_linked_and_draws_nothing(read):
    beside = gutters([stone("a"), stone("b")], [("a", "elsewhere")])
    assert (beside["a"].loose, beside["b"].loose) == (False, True)
    assert read(gutter(beside["a"])).all("path") == []


def test_a_stone_tells_level_number_and_how_exact_its_date_is(read):
    beside = gutters([stone("a", precision="year"), stone("b", None, None)], [], {"a": 7})
    first, second = (read(gutter(beside[key])).all("span")[0] for key in "ab")
    assert first.text == "7"
    assert set(first.get("class").split()) >= {"gutter-stone--local", "is-rough", "is-loose"}
    assert "gutter-stone--unknown" in second.get("class")
    assert second.text is None


def test_every_level_has_a_lane_of_its_own():
    assert len(set(LANES.values())) == len(Level)
    assert set(LANES) == set(Level)


def test_the_gutter_is_decoration(read):
    drawing = read(gutter(Gutter("local", (("local", "vertical"), ("", "")))))
    assert drawing.is_sound()
    assert all(node.get("aria-hidden") == "true" for node in drawing.root)
