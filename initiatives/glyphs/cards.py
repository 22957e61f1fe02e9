"""The card that goes along when somebody shares a page: a PNG of 1200 by 630 pixels, the size that others show whole.

Shapes come from the same SVG and stylesheet as on the pages, letters from the same fonts.
"""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import resvg_py
from django.contrib.staticfiles import finders
from PIL import Image, ImageDraw, ImageFont, ImageOps

from initiatives.glyphs.colours import tokens

WIDTH, HEIGHT = 1200, 630
EDGE = 64  # white around the words
PICTURE = 500  # the side that a drawing fills; a photo fills the right of the card up to its edges
PHOTO = 520
TITLE_SIZES, TITLE_LINES = (68, 60, 52, 46, 40), 5
LINE = 38  # from one line of the site to the next
COLOURS = 256  # a card stays small enough for messengers, which leave out a picture of more than 300 kB
DRAWN_AS = "2"  # another number as soon as the same card is drawn differently
HEADINGS, TEXTS = (
    f"fonts/{name}-latin-wght-normal.woff2" for name in ("bricolage-grotesque", "atkinson-hyperlegible-next")
)
_VARIABLE = re.compile(r"var\(--(?:vw-)?([\w-]+)(?:, ([^)]+))?\)")
_one_at_a_time = threading.Lock()  # however many cards are asked for, they keep one core busy


@dataclass(frozen=True)
class Card:
    """What stands on a card. `picture` is SVG; where there is a photo, `photo` is the name of its file."""

    kind: str
    title: str
    facts: str
    site: str
    picture: str = ""
    photo: str = ""

    @property
    def mark(self) -> str:
        """Differs as soon as the card would look different."""
        said = (DRAWN_AS, self.kind, self.title, self.facts, self.site, self.picture, self.photo)
        return sha256("\0".join(said).encode()).hexdigest()[:32]


def drawn(card: Card, photo: bytes = b"") -> bytes:
    """The card as PNG. In: the bytes of its photo, where it has one."""
    with _one_at_a_time:
        image = Image.new("RGB", (WIDTH, HEIGHT), tokens("light")["snow"])
        beside = _photo(image, photo) if photo else _drawing(image, card.picture)
        _words(ImageDraw.Draw(image), card, WIDTH - beside - 2 * EDGE)
        output = BytesIO()
        image.quantize(COLOURS, dither=Image.Dither.FLOYDSTEINBERG).save(output, "PNG", optimize=True)
        return output.getvalue()


def rasterised(picture: str, width: int) -> bytes:
    """A drawing of `initiatives.glyphs` as PNG, so many pixels wide, on no background."""
    named = picture.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return bytes(
        resvg_py.svg_to_bytes(svg_string=named, style_sheet=_style(), width=width, skip_system_fonts=True)
    )


@cache
def _style() -> str:
    """The stylesheet of the drawings, with a value in the place of every variable."""
    values = tokens("light")
    style = "".join(_file(f"css/components/{name}.css").read_text() for name in ("rose", "map"))
    return _VARIABLE.sub(lambda found: values.get(found[1]) or found[2] or "sans-serif", style)


def _file(name: str) -> Path:
    if place := finders.find(name):
        return Path(place)
    raise FileNotFoundError(name)


# ------------------------------------------------------------------ the right side
def _photo(image: Image.Image, photo: bytes) -> int:
    """The photo over the whole height; what is beyond is cut off. Gives the width it takes."""
    with Image.open(BytesIO(photo), formats=["JPEG"]) as taken:
        image.paste(ImageOps.fit(taken.convert("RGB"), (PHOTO, HEIGHT)), (WIDTH - PHOTO, 0))
    return PHOTO


def _drawing(image: Image.Image, picture: str) -> int:
    """The drawing on a white page, in its middle. Gives the width that both take."""
    wide = PICTURE + 60
    image.paste(tokens("light")["paper"], (WIDTH - wide, 0, WIDTH, HEIGHT))
    with Image.open(BytesIO(rasterised(picture, PICTURE))) as shapes:
        shapes.thumbnail((PICTURE, HEIGHT - 60))
        at = (WIDTH - (wide + shapes.width) // 2, (HEIGHT - shapes.height) // 2)
        image.paste(shapes, at, shapes.convert("RGBA"))
    return wide


# ------------------------------------------------------------------ the words
def _words(draw: ImageDraw.ImageDraw, card: Card, width: int) -> None:
    """From the top: what it is and its title; at the bottom the facts and the site."""
    colour = tokens("light")
    draw.rectangle((0, 0, 12, HEIGHT), fill=colour["call"])
    kind, facts, site = _font(TEXTS, 30, 650), _font(TEXTS, 30, 400), _font(HEADINGS, 30, 700)
    draw.text((EDGE, EDGE - 8), card.kind, font=kind, fill=colour["brand"])
    signed = _cut(list(_lines(card.site, site, width)), 2)
    low = HEIGHT - EDGE - LINE * (len(signed) - 1)  # where the first line of the site stands
    title, lines = _fitting(card.title, width, low - EDGE - 190)
    draw.multiline_text((EDGE, EDGE + 48), "\n".join(lines), font=title, fill=colour["ink"], spacing=8)
    told = "\n".join(_cut(list(_lines(card.facts, facts, width)), 2))
    draw.multiline_text((EDGE, low - 48), told, font=facts, fill=colour["ink-2"], anchor="ld", spacing=6)
    for n, line in enumerate(signed):
        draw.text((EDGE, low + n * LINE), line, font=site, fill=colour["brand"], anchor="ld")


def _fitting(words: str, width: int, height: int) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest letters in which the title takes few enough lines; with too much of it, the smallest and dots."""
    for size in TITLE_SIZES:
        font = _font(HEADINGS, size, 700)
        lines = list(_lines(words, font, width))
        if len(lines) <= TITLE_LINES and size * len(lines) * 1.25 < height:
            return font, lines
    return font, _cut(lines, int(height / (size * 1.25)))


def _lines(words: str, font: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    """The words in lines of this many pixels; a word that is longer than a line is broken."""
    line = ""
    for word in words.split():
        if font.getlength(f"{line} {word}".strip()) <= width:
            line = f"{line} {word}".strip()
            continue
        if line:
            yield line
        *broken, line = _pieces(word, font, width)
        yield from broken
    if line:
        yield line


def _pieces(word: str, font: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    piece = ""
    for letter in word:
        if piece and font.getlength(piece + letter) > width:
            yield piece
            piece = ""
        piece += letter
    yield piece


def _cut(lines: list[str], most: int) -> list[str]:
    """At most so many lines; dots say that there is more."""
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1][:-1].rstrip(' ,;:')}…"]


@cache
def measured(words: str, size: float, weight: int) -> float:
    """How wide these words are in the letters of texts, in the unit of their size."""
    return _font(TEXTS, 100, weight).getlength(words) * size / 100


@cache
def _font(name: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(_file(name)), size)
    font.set_variation_by_axes([weight])
    return font
