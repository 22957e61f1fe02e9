"""The picture of some partners and what ties them: who is drawn, and where."""

from collections.abc import Iterable, Mapping, Sequence
from math import cos, sin, sqrt

from initiatives.glyphs.partners import PartnerDot, PartnerLine, PartnerPicture
from initiatives.models import Partner
from initiatives.reports.mirror.houses import gable_of
from initiatives.reports.partners.involvement import SharedRow

MOST_DOTS = 150  # of more partners only so few are drawn, with the widest of their lines, that one can still follow them
FEW_DOTS, FEW_LINES = 50, 200
GOLDEN = 2.399963  # the angle of a sunflower: no two on one line

Place = tuple[float, float]


def drawn(
    partners: Sequence[Partner],
    ties: Iterable[SharedRow],
    counts: Mapping[int, int],
    *,
    links: Mapping[int, str],
    focus: int | None = None,
    gone: Iterable[int] = (),
    is_cut: bool = False,
) -> PartnerPicture:
    """In: the partners, the weightiest first; `counts`, the initiatives of each; `gone`, who takes part nowhere any more;
    `is_cut`, whether these are a few out of many.
    """
    order = sorted(partners, key=lambda partner: partner.pk != focus)
    places, past = _places(order), {*gone}
    number = {partner.pk: i for i, partner in enumerate(order)}
    between = list(ties)[: FEW_LINES if is_cut else None]
    return PartnerPicture(
        dots=tuple(
            PartnerDot(
                partner.name,
                gable_of(partner.kind),
                places[partner.pk],
                counts[partner.pk],
                links[partner.pk],
                is_focus=partner.pk == focus,
                is_past=partner.pk in past,
            )
            for partner in order
        ),
        lines=tuple(
            PartnerLine(number[row.one], number[row.other], row.initiatives, is_past=not row.is_open)
            for row in between
        ),
    )


def to_draw(partners: Sequence[int]) -> Sequence[int]:
    """All of them, or the first few of many."""
    return partners if len(partners) <= MOST_DOTS else partners[:FEW_DOTS]


def _places(partners: Sequence[Partner]) -> dict[int, Place]:
    """The kept place of each; who has none stands in a ring around the others, in the order in which they came."""
    kept = {each.pk: (each.x, each.y) for each in partners if each.x is not None and each.y is not None}
    new = [each.pk for each in sorted(partners, key=lambda each: each.pk) if each.pk not in kept]
    xs, ys = [x for x, _y in kept.values()] or [0.0], [y for _x, y in kept.values()] or [0.0]
    middle = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    reach = max(max(xs) - min(xs), max(ys) - min(ys)) * 0.6 if kept else 0.0
    for i, partner in enumerate(new):
        aside = reach + sqrt(i) if reach else sqrt(i)
        kept[partner] = middle[0] + aside * cos(i * GOLDEN), middle[1] + aside * sin(i * GOLDEN)
    return kept


def on_spiral(number: int, of: int) -> Place:
    """A place for the so-manieth out of so many: spread evenly over a disc, the same each time."""
    far = sqrt((number + 0.5) / of)
    return far * cos(number * GOLDEN), far * sin(number * GOLDEN)
