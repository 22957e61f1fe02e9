"""Measures the colours of the pictures: contrast, and how colour-blind eyes see them.

Colours are read from tokens.css, the only place that writes one, so that this cannot lag behind.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from initiatives.glyphs import svg

TEXT, SHAPE = 4.5, 3.0  # WCAG 2.2: 1.4.3 for text, 1.4.11 for lines and shapes that carry meaning
_TOKEN = re.compile(r"--vw-([\w-]+): (#[0-9a-f]{6});")

# Colours that meet, and the contrast that each pair needs. Light steps do not reach 3:1 on paper by
# themselves, therefore every filled cell has an outline in the dark tone of its family.
PAIRS: tuple[tuple[str, str, float, object], ...] = (
    ("on-1", "petal-1", TEXT, _("cijfer op een licht blad")),
    ("on-2", "petal-2", TEXT, _("cijfer op een blad")),
    ("on-3", "petal-3", TEXT, _("cijfer op een donker blad")),
    ("on-1", "arm-1", TEXT, _("cijfer op een lichte arm")),
    ("on-2", "arm-2", TEXT, _("cijfer op een arm")),
    ("on-3", "arm-3", TEXT, _("cijfer op een donkere arm")),
    ("on-1", "count-1", TEXT, _("cijfer op een klein aantal")),
    ("on-2", "count-2", TEXT, _("cijfer op een groter aantal")),
    ("on-3", "count-3", TEXT, _("cijfer op het grootste aantal")),
    ("count-line", "paper", SHAPE, _("rand van een plek die telt")),
    ("petal-line", "paper", SHAPE, _("rand van een blad")),
    ("arm-line", "paper", SHAPE, _("rand van een arm")),
    ("empty-line", "paper", SHAPE, _("rand, stippen en strepen van een lege plek")),
    ("empty-line", "snow", SHAPE, _("hetzelfde op een gekleurd vlak")),
    ("brand", "sky", SHAPE, _("lijn van het kronkelpad, verticaal")),
    ("brand", "hill", SHAPE, _("lijn van het kronkelpad, horizontaal")),
    ("brand", "ground", SHAPE, _("lijn van het kronkelpad, lokaal")),
    ("edge", "hill", SHAPE, _("rand van een losse steen")),
    ("on-brand", "brand", TEXT, _("nummer op een steen")),
    ("ink-2", "sky", TEXT, _("woorden in het landschap, boven")),
    ("ink-2", "hill", TEXT, _("woorden in het landschap, midden")),
    ("ink-2", "ground", TEXT, _("woorden in het landschap, onder")),
    ("brand", "hill", SHAPE, _("stip op de kaart")),
    ("ink", "paper", TEXT, _("namen bij een plaatje")),
)

# How a colour without its hue reaches an eye that misses one kind of cone: linear RGB in, linear
# RGB out (Machado, Oliveira & Fernandes 2009, severity 1).
VISIONS: Mapping[str, tuple[tuple[float, ...], ...]] = {
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.01182, 0.04294, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.3039),
    ),
}


@dataclass(frozen=True)
class Pair:
    """Two colours that meet in the pictures; the ratio is WCAG's, from 1 to 21."""

    words: object
    front: str
    back: str
    need: float
    ratio: float

    @property
    def is_enough(self) -> bool:
        return self.ratio >= self.need


@cache
def tokens(scheme: str) -> dict[str, str]:
    """The colours by name for `light` or `dark`, e.g. {"paper": "#ffffff"}.

    Raises FileNotFoundError where the stylesheet is not installed.
    """
    place = finders.find("css/tokens.css")
    if not place:
        raise FileNotFoundError("css/tokens.css")
    light, dark = Path(place).read_text().split("@media screen and (prefers-color-scheme: dark)")
    return dict(_TOKEN.findall(light)) | (dict(_TOKEN.findall(dark)) if scheme == "dark" else {})


def pairs(scheme: str) -> tuple[Pair, ...]:
    """Every pair that matters, measured in one scheme."""
    colours = tokens(scheme)
    return tuple(
        Pair(words, colours[front], colours[back], need, contrast(colours[front], colours[back]))
        for front, back, need, words in PAIRS
    )


def linear(colour: str) -> tuple[float, ...]:
    """Light per channel, 0 to 1, of a colour such as #0f5560 (sRGB, IEC 61966-2-1)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio, from 1 to 21, in either order."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def swatch(pair: Pair) -> SafeString:
    """The two colours as they meet, whatever scheme the page is in. Decoration."""
    return format_html(
        '<svg class="swatch" viewBox="0 0 44 24" width="44" height="24" aria-hidden="true" focusable="false">'
        '<rect width="44" height="24" rx="4" fill="{}"/><circle cx="13" cy="12" r="6" fill="{}"/>'
        '<path d="M25 12h13" stroke="{}" stroke-width="3"/></svg>',
        pair.back, pair.front, pair.front,
    )  # fmt: skip


def vision_filters() -> SafeString:
    """SVG filters `vision-<name>`, once on a page that shows how other eyes see it."""
    filters = (
        format_html(
            '<filter id="vision-{}"><feColorMatrix type="matrix" values="{}"/></filter>',
            name, " ".join(f"{' '.join(map(str, row))} 0 0" for row in matrix) + " 0 0 0 1 0",
        )
        for name, matrix in VISIONS.items()
    )  # fmt: skip
    return format_html(
        '<svg class="visually-hidden" width="0" height="0" aria-hidden="true" focusable="false"><defs>{}</defs></svg>',
        svg.join(filters),
    )
