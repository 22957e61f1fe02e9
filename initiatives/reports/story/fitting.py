"""How large the letters of the A4 may be: the largest with which all of its words surely stay on it.

All lengths are in millimetres, as in sheet.css, for letters of the normal size; so many letters surely go in one line, as
letters differ in width. Larger letters are as much higher as fewer of them go in a line.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

# In hundredths of the normal size, as the classes of sheet.css.
SCALES = (160, 150, 140, 130, 122, 115, 108, 100, 92, 85)
PAGE, FOOT, HEAD, GAPS = 263, 32, 22, 12
ROSE, BESIDE = 70, 6  # the height of the rose; the heading beside it


@dataclass(frozen=True)
class Text:
    """A piece of the sheet, as high as its lines and what stands above them."""

    letters: int
    in_line: int
    line: float
    above: float = 0

    def height(self, scale: float) -> float:
        if not self.letters:
            return self.above * scale
        return (self.above + self.line * math.ceil(self.letters * scale / self.in_line)) * scale


def title(letters: int) -> Text:
    return Text(letters, 44, 9)


def win(letters: int) -> Text:
    """Its title, under its date."""
    return Text(letters, 38, 5.6, 9)


def told(letters: int) -> Text:
    return Text(letters, 52, 4.4)


def fact(letters: int) -> Text:
    """Under its heading; two stand side by side."""
    return Text(letters, 46, 4.9, 11)


def line(letters: int) -> Text:
    """One of a list beside the wins."""
    return Text(letters, 40, 4.9, 3)


def scale_for(top: Text, wins: Sequence[Text], facts: Sequence[Text], lines: Sequence[Text] = ()) -> int:
    """The largest scale at which all of it fits; the smallest where none does.

    In: `facts` in the order in which they stand, two by two; `lines`, the list that stands in the place of the rose.
    """
    fits = (scale for scale in SCALES if _height(scale / 100, top, wins, facts, lines) <= PAGE)
    return next(fits, SCALES[-1])


def _height(
    scale: float, top: Text, wins: Sequence[Text], facts: Sequence[Text], lines: Sequence[Text]
) -> float:
    left, right = (BESIDE * scale + sum(each.height(scale) for each in column) for column in (lines, wins))
    middle = max(left if lines else ROSE, right)
    pairs = [facts[at : at + 2] for at in range(0, len(facts), 2)]
    below = sum(max(each.height(scale) for each in pair) for pair in pairs)
    return top.height(scale) + HEAD * scale + middle + below + GAPS + FOOT
