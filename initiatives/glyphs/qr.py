"""The QR code of an address, drawn as one shape, or in the letters of a terminal."""

from functools import lru_cache
from itertools import groupby, zip_longest

from django.utils.html import format_html
from django.utils.safestring import SafeString
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_Q

QUIET = 4  # modules of white around it, as the standard asks
# Dark above, dark below.
HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
# Whatever colours the terminal has.
BLACK_ON_WHITE, AS_BEFORE = "\x1b[38;2;0;0;0;48;2;255;255;255m", "\x1b[0m"


@lru_cache(maxsize=64)
def qr_code(address: str, name: str, description: str = "") -> SafeString:
    """A picture that a phone reads as `address`, also with a quarter of it smudged. `name` says what it is for."""
    rows = _modules(address)
    size = len(rows) + 2 * QUIET
    return format_html(
        '<svg class="qr" viewBox="0 0 {} {}" role="img" aria-labelledby="qr-title" aria-describedby="qr-desc"'
        ' shape-rendering="crispEdges" focusable="false">'
        '<title id="qr-title">{}</title><desc id="qr-desc">{}</desc><path class="qr__dark" d="{}"/></svg>',
        size, size, name, description or address, _shape(rows),
    )  # fmt: skip


def qr_lines(address: str) -> str:
    """The same code for a terminal: two rows of modules in each line of text."""
    rows = _with_white_around(_modules(address))
    pairs = zip_longest(rows[::2], rows[1::2], fillvalue=[False] * len(rows[0]))
    lines = ("".join(HALVES[half] for half in zip(above, below, strict=True)) for above, below in pairs)
    return "\n".join(f"{BLACK_ON_WHITE}{line}{AS_BEFORE}" for line in lines)


def _with_white_around(rows: list[list[bool]]) -> list[list[bool]]:
    side = [False] * QUIET
    white = [[False] * (len(rows) + 2 * QUIET)] * QUIET
    return [*white, *([*side, *row, *side] for row in rows), *white]


def _modules(address: str) -> list[list[bool]]:
    code = QRCode(error_correction=ERROR_CORRECT_Q, border=0)
    code.add_data(address, optimize=0)  # in one piece: the letters of a token are not worth splitting
    code.make()
    return code.get_matrix()


def _shape(rows: list[list[bool]]) -> str:
    """Every row as its dark stretches, each a bar of one module high."""
    return "".join(
        f"M{start + QUIET} {y + QUIET}h{length}v1h-{length}z"
        for y, row in enumerate(rows)
        for start, length in _dark_stretches(row)
    )


def _dark_stretches(row: list[bool]):
    at = 0
    for is_dark, modules in groupby(row):
        length = len(list(modules))
        if is_dark:
            yield at, length
        at += length
