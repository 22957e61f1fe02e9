"""Draws the icons of phones and browsers once: `PYTHONPATH=. python docs/draw_icons.py` writes static/img/icon-*.png.

In: static/img/icon.svg, the logo. Out: a small one for a tab, one on white for the home screen of an iPhone, which shows
see-through parts in black, and two for the web manifest. They are committed, so this is only needed when the logo changes.
"""

from io import BytesIO
from pathlib import Path

import resvg_py
from PIL import Image

IMAGES = Path(__file__).resolve().parent.parent / "static" / "img"
PAPER = "#ffffff"
SIDES = {32: 0, 180: 16, 192: 0, 512: 0}  # pixels, and how many of them are white at each side


def icon(side: int, margin: int) -> Image.Image:
    """The logo in so many pixels; with a margin it lies on white."""
    logo = resvg_py.svg_to_bytes(
        svg_path=str(IMAGES / "icon.svg"), width=side - 2 * margin, skip_system_fonts=True
    )
    with Image.open(BytesIO(bytes(logo))) as drawing:
        if not margin:
            return drawing.convert("RGBA")
        page = Image.new("RGB", (side, side), PAPER)
        page.paste(drawing, (margin, margin), drawing)
        return page


def main() -> None:
    for side, margin in SIDES.items():
        icon(side, margin).save(IMAGES / f"icon-{side}.png", optimize=True)


if __name__ == "__main__":
    main()
