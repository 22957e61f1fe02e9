"""The winding path beside a list: on a phone the list is the picture.

Each item draws the strands that run from its own height to the next item's. The svg is
stretched to the height of its item; strokes do not stretch along.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from initiatives.glyphs import svg
from initiatives.glyphs.path import Link, Stone, line_css
from initiatives.lenses import Level

# Left to right from practice to policy; a win without a level stands outside the three.
LANES = {Level.LOCAL: 16, Level.HORIZONTAL: 36, Level.VERTICAL: 56}
NO_LANE = 70
WIDTH = 78

Strand = tuple[str, str]


@dataclass(frozen=True)
class Gutter:
    """The piece of the path beside one item: its stone, and the strands down to the next."""

    level: str | None
    strands: tuple[Strand, ...] = ()
    inferred: tuple[Strand, ...] = ()  # of links that only the editors inferred
    loose: bool = False
    rough: bool = False
    number: int | None = None


def gutters(
    stones: Sequence[Stone],
    links: Sequence[Link],
    numbers: Mapping[str, int] | None = None,
    inferred: Collection[Link] = (),
) -> dict[str, Gutter]:
    """The gutter of every item in the order of the list, by key.

    A link between two items of the list becomes a strand through all items between them; a link
    to something outside the list only makes the item linked. `numbers` and `inferred` as in `Path`.
    """
    strands = _strands_of(stones, [link for link in links if link not in inferred])
    guessed = _strands_of(stones, [link for link in links if link in inferred])
    linked = {key for link in links for key in link}
    return {
        stone.key: Gutter(
            stone.level,
            tuple(sorted(strands[i])),
            tuple(sorted(guessed[i] - strands[i])),
            stone.key not in linked,
            stone.is_rough,
            (numbers or {}).get(stone.key),
        )
        for i, stone in enumerate(stones)
    }


def _strands_of(stones: Sequence[Stone], links: Iterable[Link]) -> list[set[Strand]]:
    """The strands below each stone."""
    place = {stone.key: i for i, stone in enumerate(stones)}
    strands: list[set[Strand]] = [set() for _stone in stones]
    for link in links:
        if all(key in place for key in link):
            upper, lower = sorted(place[key] for key in link)
            for i in range(upper, lower):
                ends = stones[upper], stones[lower] if i == lower - 1 else stones[upper]
                strands[i].add(tuple(str(end.level or "") for end in ends))
    return strands


def gutter(item: Gutter) -> SafeString:
    """The strands and the stone of one item. Decoration: the links stand in the item in words."""
    return format_html("{}{}", _strands(item), _stone(item))


def lane(level: str | None) -> int:
    return LANES.get(level, NO_LANE)


def _strands(item: Gutter) -> SafeString:
    strands = [*((each, False) for each in item.strands), *((each, True) for each in item.inferred)]
    if not strands:
        return SafeString("")
    curves = ((line_css(is_inferred), lane(a), lane(b)) for (a, b), is_inferred in strands)
    paths = svg.join(
        format_html(
            '<path class="{}" vector-effect="non-scaling-stroke" d="M{} 0C{} 55 {} 45 {} 100"/>',
            css,
            a,
            a,
            b,
            b,
        )
        for css, a, b in curves
    )
    return format_html(
        '<svg class="gutter" viewBox="0 0 {} 100" preserveAspectRatio="none" aria-hidden="true" focusable="false">{}</svg>',
        WIDTH, paths,
    )  # fmt: skip


def _stone(item: Gutter) -> SafeString:
    known = item.level if item.level in LANES else "unknown"
    css = (
        f"gutter-stone gutter-stone--{known}"
        + (" is-loose" if item.loose else "")
        + (" is-rough" if item.rough else "")
        + (" gutter-stone--three" if (item.number or 0) > 99 else "")
    )
    return format_html(
        '<span class="{}" aria-hidden="true">{}</span>', css, "" if item.number is None else item.number
    )
