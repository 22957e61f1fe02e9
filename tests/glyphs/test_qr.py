"""The QR code, read back by a decoder that knows nothing of how it was drawn."""

import re
import string

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from initiatives.glyphs import qr_code, qr_lines
from initiatives.glyphs.qr import AS_BEFORE, BLACK_ON_WHITE, QUIET

ADDRESS = "https://vliegwiel.voorbeeld.example/t/AbC-d_fGhIjKlMnOpQrStU/"
BAR = re.compile(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z")
PRINTED = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}  # dark above, dark below
PIXELS = 6  # the size of one module
TOKENS = st.text(st.sampled_from(f"{string.ascii_letters}{string.digits}-_"), min_size=22, max_size=22)


def painted(drawing) -> Image.Image:
    """The picture in black and white, from the numbers of its path alone."""
    _x, _y, width, height = map(int, drawing.all("svg", "qr")[0].get("viewBox").split())
    picture = Image.new("L", (width, height), 255)
    for x, y, length, back in BAR.findall(drawing.all("path")[0].get("d")):
        assert length == back
        ImageDraw.Draw(picture).line([(int(x), int(y)), (int(x) + int(length) - 1, int(y))], fill=0)
    return picture.resize((width * PIXELS, height * PIXELS), Image.Resampling.NEAREST)


@given(TOKENS)
def test_a_phone_reads_the_address(read, token):
    address = f"https://vliegwiel.voorbeeld.example/t/{token}/"
    (found,) = zxingcpp.read_barcodes(painted(read(qr_code(address, "Vertel het"))))
    assert (found.text, found.format) == (address, zxingcpp.BarcodeFormat.QRCode)


def test_a_quarter_may_be_smudged(read):
    (found,) = zxingcpp.read_barcodes(painted(read(qr_code(ADDRESS, "Vertel het"))))
    assert found.ec_level == "Q"


def test_there_is_white_around_it_on_every_side(read):
    picture, edge = painted(read(qr_code(ADDRESS, "Vertel het"))), QUIET * PIXELS
    dark = Image.eval(picture, lambda light: 255 - light).getbbox()
    assert dark == (edge, edge, picture.width - edge, picture.height - edge)


def test_it_says_what_it_is_and_is_one_shape(read):
    drawing = read(qr_code(ADDRESS, "Vertel <het>", "Scan & vertel"))
    assert drawing.all("svg")[0].get("role") == "img"
    assert (drawing.all("title")[0].text, drawing.all("desc")[0].text) == ("Vertel <het>", "Scan & vertel")
    assert len(drawing.all("path")) == 1


def test_without_a_description_it_says_where_it_leads(read):
    assert read(qr_code(ADDRESS, "Vertel het")).all("desc")[0].text == ADDRESS


@pytest.mark.parametrize("smudge", [0.1, 0.9])
def test_the_decoder_is_no_yes_man(read, smudge):
    """A small smudge is read through; under a large one there is nothing left to read."""
    picture = painted(read(qr_code(ADDRESS, "Vertel het")))
    size = int(picture.width * smudge)
    picture.paste(
        255, (picture.width // 2, picture.height // 2, picture.width // 2 + size, picture.height // 2 + size)
    )
    found = [code.text for code in zxingcpp.read_barcodes(picture)]
    assert found == ([ADDRESS] if smudge == 0.1 else [])


def test_a_terminal_shows_the_same_code_in_black_on_white_of_its_own():
    """Read from what is printed: each letter is two modules, and the colours do not depend on the terminal's."""
    lines = qr_lines("http://192.168.1.20:8000").splitlines()
    assert all(line.startswith(BLACK_ON_WHITE) and line.endswith(AS_BEFORE) for line in lines)
    printed = [line.removeprefix(BLACK_ON_WHITE).removesuffix(AS_BEFORE) for line in lines]
    picture = Image.new("L", (len(printed[0]), 2 * len(printed)), 255)
    for y, line in enumerate(printed):
        for x, letter in enumerate(line):
            for half, is_dark in enumerate(PRINTED[letter]):
                picture.putpixel((x, 2 * y + half), 0 if is_dark else 255)
    size = (picture.width * PIXELS, picture.height * PIXELS)
    (found,) = zxingcpp.read_barcodes(picture.resize(size, Image.Resampling.NEAREST))
    assert found.text == "http://192.168.1.20:8000"
