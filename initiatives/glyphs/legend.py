"""The legend of the rose: its forms with their words."""

from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from initiatives.glyphs import svg
from initiatives.glyphs.cells import LEVELS, STEPS, Cell, Rose, state_words
from initiatives.glyphs.geometry import Arc, Margin, Notch, Outline, Point
from initiatives.glyphs.wind import Detail, drawn, hatch
from initiatives.lenses import RAYS, CellState

_TILE = Detail("", (), Margin(0, 0, 3), Notch(3.5, 4.5), 4.2, decimals=1)


def rose_key(rose: Rose | None = None) -> SafeString:
    """The forms with their words, as a list: every state, or only those that occur in the rose."""
    states = tuple(CellState) if rose is None else _states_of(rose)
    items = [_key_item(state, state_words(state)) for state in states]
    if words := _notch_words(rose):
        items.append(_key_item(CellState.SIGNAL, words, notch=True))
    return format_html(
        '<ul class="legend" role="list" aria-label="{}">{}</ul>', _("Legenda van de roos"), svg.join(items)
    )


def _states_of(rose: Rose) -> tuple[str, ...]:
    """The states that occur, in the order in which a cell fills; a rose that counts shows its whole scale."""
    found = {rose.cell(ray, level).state for ray in RAYS for level in LEVELS}
    scale = tuple(STEPS) if found & set(STEPS) else ()
    return (*(state for state in CellState if state in found), *scale)


def _notch_words(rose: Rose | None) -> str:
    """The meaning of a notch in this rose; empty where there is none."""
    cells = () if rose is None else rose.cells.values()
    one_win, one_teller = any(c.fragile for c in cells), any(c.one_teller for c in cells)
    if rose is None or (one_win and one_teller):
        return _("rust op één small win of op wat één persoon vertelde")
    if one_win:
        return _("rust op één small win")
    return _("rust op wat één persoon vertelde") if one_teller else ""


def _key_item(state: str, words: str, *, notch: bool = False) -> SafeString:
    return format_html("<li>{}{}</li>", _pair(Cell(state).form, notch=notch), words)


def state_tile(state: str) -> SafeString:
    """One state as the legend shows it, a petal beside an arm. Decoration: the word stands beside it."""
    return _pair(Cell(state).form)


@cache
def _pair(form: str, *, notch: bool = False) -> SafeString:
    return format_html(
        '<svg class="rose rose--key legend__pair" viewBox="0 0 46 24" aria-hidden="true" focusable="false">'
        '<g transform="translate(12 12)">{}</g><g transform="translate(34 12)">{}</g></svg>',
        _tile("petal", form, notch=notch), _tile("arm", form, notch=notch),
    )  # fmt: skip


def _tile(kind: str, form: str, *, notch: bool) -> SafeString:
    outline = _tile_outline(kind, _TILE.notch if notch else None)
    diagonal = ((-8, -8), (8, 8)) if kind == "petal" else ((-8, -6.8), (8, 3))
    inside = {"too-little": hatch(outline, _TILE), "deliberately-not": drawn([diagonal], 0, 1)}.get(form, "")
    return svg.join([svg.path(f"{kind} is-{form}", outline.path(1)), svg.path(f"strokes is-{form}", inside)])


def _tile_outline(kind: str, notch: Notch | None) -> Outline:
    """A rounded square for a petal, a broad arrow for an arm; outward is up, the notch at the right."""
    if kind == "arm":
        bite = notch.bite((10, 4), (10, -10), 20) if notch else ()
        return Outline((-10, -10), ((-10, 4), (0, 10), (10, 4), *bite, (10, -10), (0, -4)), 0)
    bite = notch.bite((10, 7), (10, -7), 20) if notch else ()
    corners: tuple[tuple[Point, Point], ...] = (
        ((-7, 7), (-7, 10)), ((7, 7), (10, 7)), ((7, -7), (7, -10)), ((-7, -7), (-10, -7)),
    )  # fmt: skip
    a, b, c, d = (Arc(centre, 3, end, 1) for centre, end in corners)
    return Outline((-10, -7), ((-10, 7), a, (7, 10), b, *bite, (10, -7), c, (-7, -10), d), 0)
