from itertools import combinations

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from initiatives.glyphs import Cell, Rose, heat_class, rose_hero, rose_key, rose_mini, share_cell, total_cell
from initiatives.glyphs.cards import measured
from initiatives.glyphs.geometry import area
from initiatives.glyphs.wind import LARGE, MEDIUM, SMALL, TINY, outlines, shape, strokes
from initiatives.lenses import RAYS, CellState, Direction, Level, ScalingType

PLACES = [(ray, level) for ray in RAYS for level in Level]
SIZES = (24, 39, 40, 48, 79, 80, 120)
GROWTH_LOCAL = (ScalingType.GROWTH, Level.LOCAL)

counts = st.integers(0, 10_000)
cells = st.builds(
    Cell, st.sampled_from([*CellState, "step_0", "step_1", "step_2", "step_3"]), counts, st.booleans()
)
roses = st.builds(Rose, st.dictionaries(st.sampled_from(PLACES), cells), counts, counts)


def everywhere(state, **more):
    return Rose({place: Cell(state, **more) for place in PLACES}, total=14, linked=7)


@given(rose=roses)
def test_a_rose_of_any_contents_is_sound(read, rose):
    assert read(rose_hero(rose)).is_sound()
    assert all(read(rose_mini(rose, pixels)).is_sound() for pixels in SIZES)


@pytest.mark.parametrize("wins", [0, 1, 10_000])
def test_a_rose_of_no_wins_or_ten_thousand_is_sound(read, wins):
    rose = Rose({place: Cell(CellState.SEEN_MORE_OFTEN, wins) for place in PLACES}, total=wins, linked=wins)
    assert read(rose_hero(rose)).is_sound()
    assert str(wins) in {text.text for text in read(rose_hero(rose)).all("text", "hub-figure")}


@given(rose=roses)
def test_there_are_always_twenty_one_cells_with_words(read, rose):
    names = read(rose_hero(rose)).names()
    assert len(names) == len(set(names)) == 21
    for ray in rose.rays:
        for place in ray.places:
            assert any(place.words in name and place.level_label in name for name in names)


def test_a_cell_says_where_it_is_what_it_knows_and_how_much(read):
    rose = Rose({GROWTH_LOCAL: Cell(CellState.SIGNAL, 1, fragile=True)}, 1)
    names = read(rose_hero(rose)).names()
    assert "Groei, lokaal: signaal, 1 small win, rust op één small win" in names
    assert "Breder, verticaal: geen gegevens" in names


def test_a_cell_leads_to_its_rule_or_to_where_the_caller_says(read):
    rose = Rose({GROWTH_LOCAL: Cell(CellState.SIGNAL, 1, href="/small-wins/?type=growth")}, 1)
    targets = [link.get("href") for link in read(rose_hero(rose)).all("a")]
    assert "/small-wins/?type=growth" in targets
    assert "#cell-up-local" in targets


def test_the_keyboard_can_pass_the_rose_in_one_step(read):
    drawing = read(rose_hero(Rose({}, ident="mine")))
    assert drawing.all("a")[0].get("href") == "#mine-end"
    assert [node.get("id") for node in drawing.all("span")] == ["mine-end"]


def test_the_keyboard_stops_at_places_with_wins_only(read):
    """An empty place can still be tapped; its rule stands in the table."""
    rose = Rose({GROWTH_LOCAL: Cell(CellState.SIGNAL, 1)}, 1)
    places = read(rose_hero(rose)).all("a")[1:]
    assert [place.get("tabindex") for place in places].count(None) == 1
    assert len(places) == 21


def test_a_rose_without_anchors_is_an_image_without_links(read):
    drawing = read(rose_hero(Rose({}, anchor="")))
    assert drawing.all("a") == []
    assert drawing.all("svg")[0].get("role") == "img"


def test_links_never_stand_inside_an_image(read):
    assert read(rose_hero(Rose({}))).all("svg")[0].get("role") == "group"


def test_two_roses_on_a_page_share_no_id(read):
    first, second = read(rose_hero(Rose({}))), read(rose_hero(Rose({}, ident="other", anchor="else")))
    ids = [{node.get("id") for node in drawing.root.iter() if node.get("id")} for drawing in (first, second)]
    assert ids[0] & ids[1] == set()


@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_words_of_people_are_escaped(read, text):
    nasty = f'<script>"{text}'
    rose = Rose(
        {GROWTH_LOCAL: Cell(CellState.SIGNAL, 1, words=nasty, href=f"/?q={nasty}")}, name=nasty, finding=nasty
    )
    drawing = read(rose_hero(rose))
    assert not drawing.all("script")
    assert any(nasty in name for name in drawing.names())
    assert "<script" not in rose_mini(rose, 48, label=nasty)


# ------------------------------------------------------------------ what the forms say
@pytest.mark.parametrize("pixels", [24, 48, 104])
def test_every_state_has_a_drawing_of_its_own(pixels):
    drawings = {state: rose_mini(everywhere(state), pixels) for state in CellState}
    for one, other in combinations(CellState, 2):
        assert drawings[one] != drawings[other], (one, other)


def test_every_state_is_a_form_of_its_own_without_its_colour():
    """Take the class names away: what is left must differ, except for the three steps of fill."""

    def form(state):
        name = Cell(state).form
        return tuple((shape(*place, LARGE, name), strokes(*place, LARGE, name)) for place in PLACES)

    inside = {state: form(state) for state in CellState}
    for state in (CellState.TOO_LITTLE, CellState.DELIBERATELY_NOT):
        assert sum(inside[state] == other for other in inside.values()) == 1


@pytest.mark.parametrize("detail", [LARGE, MEDIUM, SMALL, TINY], ids=lambda detail: detail.css)
def test_too_little_and_deliberately_not_are_drawn_in_every_cell_at_every_size(detail):
    for place in PLACES:
        for form in ("too-little", "deliberately-not"):
            assert strokes(*place, detail, form), (place, form)
        assert strokes(*place, detail, "not-observed") == ""


def test_fragile_changes_the_shape_and_not_only_the_colour():
    for place in PLACES:
        assert shape(*place, LARGE, notch=True) != shape(*place, LARGE)


def test_more_wins_in_the_same_state_are_not_darker(read):
    few, many = (read(rose_hero(everywhere(CellState.SIGNAL, count=n))) for n in (1, 40))
    css = [[path.get("class") for path in drawing.all("path", "is-signal")] for drawing in (few, many)]
    assert css[0] == css[1]
    assert len(css[0]) == 21


def test_a_figure_stands_in_a_cell_with_wins_only(read):
    rose = Rose(
        {
            GROWTH_LOCAL: Cell(CellState.SEEN_MORE_OFTEN, 3),
            (Direction.OUT, Level.LOCAL): Cell(CellState.SEEN_MORE_OFTEN, 5),
        },
        8,
    )
    figures = [text.text for text in read(rose_hero(rose)).all("text", "figure")]
    assert sorted(figures) == ["3", "5"]  # `out` is drawn east and west, and numbered once


def test_the_cells_of_one_ray_have_the_same_ink():
    for ray in RAYS:
        inks = [sum(area(o.polygon()) for o in outlines(ray, level, LARGE)) for level in Level]
        if ray == Direction.OUT:
            inks = inks[1:]  # the side gap eats the thin end of the local cell
        assert max(inks) / min(inks) < 1.05, (ray, inks)


def test_out_has_the_ink_of_one_arm_in_two_halves():
    halves = outlines(Direction.OUT, Level.VERTICAL, LARGE)
    one = outlines(Direction.UP, Level.VERTICAL, LARGE)
    assert len(halves) == 2
    assert sum(area(half.polygon()) for half in halves) == pytest.approx(area(one[0].polygon()), rel=0.1)


def test_cells_do_not_overlap_in_any_size():
    for detail in (LARGE, MEDIUM, SMALL, TINY):
        for ray in RAYS:
            for outline in outlines(ray, Level.VERTICAL, detail):
                reach = max(max(abs(v) for v in point) for point in outline.polygon())
                assert reach <= (detail.half_box if detail is not LARGE else 110)


# ------------------------------------------------------------------ totals and rings
def test_a_ray_adds_up_its_cells_unless_told_otherwise():
    cells = {
        GROWTH_LOCAL: Cell(CellState.SIGNAL, 2),
        (ScalingType.GROWTH, Level.VERTICAL): Cell(CellState.SIGNAL, 1),
    }
    assert Rose(cells).ray_total(ScalingType.GROWTH) == 3
    assert Rose(cells, totals={ScalingType.GROWTH: 4}).ray_total(ScalingType.GROWTH) == 4
    assert Rose(cells).ray_total(Direction.UP) is None


def test_a_ray_nobody_looked_at_asks_instead_of_saying_zero(read):
    totals = [span.text for span in read(rose_hero(Rose({}))).all("tspan", "rose-total")]
    assert totals == ["?"] * 7


def test_initiatives_are_not_added_up(read):
    rose = Rose({GROWTH_LOCAL: share_cell(5, 20)}, counts="initiatives")
    assert rose.ray_total(ScalingType.GROWTH) is None
    assert read(rose_hero(rose)).all("tspan") == []


@pytest.mark.parametrize(("linked", "rings"), [(0, 0), (1, 1), (7, 1), (14, 1), (99, 1)])
def test_the_ring_of_the_hub_shows_that_something_is_linked(read, linked, rings):
    drawing = read(rose_hero(Rose({}, total=14, linked=linked)))
    assert len(drawing.all("path", "hub-ring") + drawing.all("circle", "hub-ring")) == rings


def test_the_names_of_the_rays_follow_the_language_and_not_the_first_reader(read):
    rose_hero(Rose({}))
    with override("en"):
        rose = Rose({}, name="Rose")
        assert {ray.label for ray in rose.rays} == {str(ray.label) for ray in RAYS}
        assert read(rose_hero(rose)).all("text", "rose-name")[0].text == str(Direction.UP.label).capitalize()


@pytest.mark.parametrize(
    ("count", "of", "state"),
    [
        (0, 20, "step_0"),
        (1, 20, "step_1"),
        (4, 20, "step_1"),
        (5, 20, "step_2"),
        (10, 20, "step_2"),
        (11, 20, "step_3"),
    ],
)
def test_the_network_counts_shares_of_its_initiatives(count, of, state):
    cell = share_cell(count, of)
    assert (cell.state, cell.count, cell.words) == (state, count, f"{count} van de {of} initiatieven")


@pytest.mark.parametrize(
    ("count", "state"),
    [
        (None, CellState.NO_DATA),
        (0, "step_0"),
        (2, "step_1"),
        (3, "step_2"),
        (5, "step_2"),
        (6, "step_3"),
        (9999, "step_3"),
    ],
)
def test_row_totals_have_fixed_steps(count, state):
    assert total_cell(count).state == state


def test_every_state_has_its_own_class_in_a_table():
    for ray in (ScalingType.GROWTH, Direction.UP):
        assert len({heat_class(ray, state) for state in CellState}) == len(CellState)


# ------------------------------------------------------------------ the small rose and the legend
def test_a_small_rose_is_decoration_until_it_gets_a_name(read):
    rose = Rose({GROWTH_LOCAL: Cell(CellState.SEEN_MORE_OFTEN, 4)}, 4)
    assert read(rose_mini(rose, 48)).all("svg")[0].get("aria-hidden") == "true"
    named = read(rose_mini(rose, 48, label="Roos van WIJS: 4 small wins")).all("svg")[0]
    assert (named.get("role"), named.get("aria-label")) == ("img", "Roos van WIJS: 4 small wins")


def test_a_page_with_a_hundred_small_roses_stays_small():
    mixed = Rose({place: Cell(list(CellState)[i % len(CellState)]) for i, place in enumerate(PLACES)}, 14, 3)
    assert len(rose_mini(mixed, 104)) < 5_000
    assert len(rose_mini(Rose({}), 104)) < 3_500


def test_the_legend_shows_every_state_or_those_that_occur(read):
    assert len(read(rose_key()).all("li")) == 7  # six states and the notch
    rose = Rose({GROWTH_LOCAL: Cell(CellState.SEEN_MORE_OFTEN, 4)})
    words = ["".join(item.itertext()) for item in read(rose_key(rose)).all("li")]
    assert words == ["geen gegevens", "vaker gezien"]


def test_the_legend_of_a_counting_rose_shows_its_whole_scale(read):
    full = Rose({place: share_cell(5, 20) for place in PLACES}, counts="initiatives")
    words = ["".join(item.itertext()) for item in read(rose_key(full)).all("li")]
    assert words == [
        "geen initiatief",
        "tot een vijfde van de initiatieven",
        "tot de helft",
        "meer dan de helft",
    ]


# ------------------------------------------------------------------ a rose that counts
def test_a_dark_place_means_one_thing():
    """A step of a number has a form of its own, which no state has; so has its cell in a table."""
    steps = [f"step_{step}" for step in (1, 2, 3)]
    assert not {Cell(step).form for step in steps} & {Cell(state).form for state in CellState}
    for ray in (ScalingType.GROWTH, Direction.UP):
        states = {heat_class(ray, state) for state in CellState}
        assert not {heat_class(ray, step) for step in steps} & states


def test_a_rose_of_initiatives_counts_them_in_its_middle_and_in_its_sentence(read):
    rose = Rose({GROWTH_LOCAL: share_cell(5, 20)}, total=12, linked=3, counts="initiatives")
    drawing = read(rose_hero(rose))
    assert [text.text for text in drawing.all("text", "hub-figure")] == ["12"]
    sentence = drawing.all("desc")[0].text
    assert sentence == "12 initiatieven met een small win, waarvan 3 met een verbonden small win."


# ------------------------------------------------------------------ a ray speaks of itself
def test_the_state_of_a_ray_stands_at_its_label_and_its_cells_keep_theirs(read):
    """A ray may be seen more often while each of its cells is a signal."""
    cells = {(ScalingType.GROWTH, level): Cell(CellState.SIGNAL, 1) for level in Level}
    states = dict.fromkeys(RAYS, CellState.NO_DATA) | {ScalingType.GROWTH: CellState.SEEN_MORE_OFTEN}
    drawing = read(rose_hero(Rose(cells, 3, totals={ScalingType.GROWTH: 3}, states=states)))
    label = next(text for text in drawing.all("text", "rose-name--petal") if text.text == "Groei")
    assert [part.text for part in label] == ["3", " · vaker gezien"]
    groups = [group.get("aria-label") for group in drawing.all("g") if group.get("role") == "list"]
    assert "groei: vaker gezien, 3 small wins" in groups
    names = [title.text for title in drawing.all("title")]
    assert "Groei, lokaal: signaal, 1 small win" in names


@pytest.mark.parametrize("state", CellState)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_state_of_the_ray_at_the_edge_stays_inside_the_drawing(read, state, language):
    with override(language):
        drawing = read(rose_hero(Rose({}, 3, states={Direction.OUT: state})))
    (said,) = drawing.all("tspan", "rose-state")
    assert float(said.get("x")) + measured(said.text, 9.2, 500) <= 172.1
