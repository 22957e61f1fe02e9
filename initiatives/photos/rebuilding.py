"""Photos that people send in, made harmless: rebuilt from their pixels, so that nothing else comes along.

A photo from a phone says where and when it was taken, and by which device. Saving it again with
Pillow keeps the comment of a JPEG; only a new picture made of the bare pixels keeps nothing.
"""

import threading
from base64 import b64encode
from io import BytesIO
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, PngImagePlugin

from initiatives.photos.colours import averageable, in_srgb
from initiatives.photos.containers import MOST_OF_PROFILE, webp_pixels, without_texts
from initiatives.photos.kinds import BROKEN, HEAD, READ, refusal_of

MAX_BYTES = 40 * 1024 * 1024  # the heaviest that a phone makes
# Phones make JPEGs of 108 million pixels, and a JPEG can be decoded in a smaller size, unless it is a progressive one.
# The others cannot: these limits keep each under 400 MB of memory (measured, docs/decisions/0012-telling-photos.md).
MAX_PIXELS = {"JPEG": 110_000_000, "PNG": 32_000_000, "WEBP": 16_000_000, "AVIF": 24_000_000}
MAX_PIXELS_PROGRESSIVE = 64_000_000
LONG_SIDE = 1600  # pixels: fills a large screen, and prints on half a page
PREVIEW_SIDE = 480
QUALITY = 82
ORIENTATION = 0x0112  # the number that EXIF gives to how the camera was held
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# Pillow warns of a bomb and opens it all the same; only twice as large is an error to it.
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
Image.MAX_IMAGE_PIXELS = max(MAX_PIXELS.values())
PngImagePlugin.MAX_TEXT_CHUNK = MOST_OF_PROFILE  # a PNG comes here without its texts, and with its profile

TOO_HEAVY = _("Deze foto is groter dan 40 MB. Neem een kleinere foto, of maak deze eerst kleiner.")
TOO_LARGE = _("Deze foto heeft te veel beeldpunten. Maak de foto eerst kleiner, of bewaar hem als JPEG.")

_one_at_a_time = threading.Lock()  # a room full of phones must fit in memory


class PhotoRefused(Exception):
    """The file cannot become a photo. The only argument is a sentence for its sender."""


def rebuilt(file: BinaryIO) -> ContentFile:
    """A new JPEG out of the pixels of `file`: upright, at most 1600 pixels long, with no metadata at all.

    In: a JPEG, PNG, WebP or AVIF, open for reading in bytes; of several frames the first one counts. An upload that was
    too heavy to keep says its `size` and has no bytes.
    Raises PhotoRefused for everything else, before it is decoded where its header gives it away.
    """
    if _size(file) > MAX_BYTES:
        raise PhotoRefused(TOO_HEAVY)
    with _one_at_a_time:
        return ContentFile(_encoded(_pixels_of(file)), name="photo.jpg")


def preview(file: BinaryIO) -> str:
    """A small copy of a photo of ours as the address of a picture, for a page whose reader may not open the photo itself."""
    with Image.open(file, formats=["JPEG"]) as picture:
        picture.draft("RGB", (PREVIEW_SIDE, PREVIEW_SIDE))
        small = picture.convert("RGB")
    small.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
    return f"data:image/jpeg;base64,{b64encode(_encoded(small)).decode()}"


def _size(file: BinaryIO) -> int:
    size = file.seek(0, 2)
    file.seek(0)
    return getattr(file, "size", size)


def _pixels_of(file: BinaryIO) -> Image.Image:
    """The upright pixels. Pillow raises a dozen kinds of error for a broken file: each is a refusal."""
    head = file.read(HEAD)
    if webp_pixels(head) > MAX_PIXELS["WEBP"]:
        raise PhotoRefused(TOO_LARGE)
    try:
        with Image.open(without_texts(file), formats=READ) as picture:
            return _upright(_small(picture), _orientation(picture))
    except PhotoRefused:
        raise
    except BOMBS as bomb:
        raise PhotoRefused(TOO_LARGE) from bomb
    except Image.UnidentifiedImageError as stranger:
        raise PhotoRefused(refusal_of(head)) from stranger
    except Exception as damage:
        raise PhotoRefused(BROKEN) from damage


def _small(picture: Image.Image) -> Image.Image:
    """Red, green and blue in the size we keep."""
    if picture.width * picture.height > _most_pixels(picture):
        raise PhotoRefused(TOO_LARGE)
    picture.draft("RGB", (LONG_SIDE, LONG_SIDE))  # lets a JPEG be decoded in a smaller size
    info = dict(picture.info)
    small = averageable(picture)
    small.thumbnail((LONG_SIDE, LONG_SIDE), reducing_gap=2.0)
    return in_srgb(small, info)


def _most_pixels(picture: Image.Image) -> int:
    most = MAX_PIXELS.get(picture.format, MAX_PIXELS["JPEG"])
    return min(most, MAX_PIXELS_PROGRESSIVE) if picture.info.get("progressive") else most


def _orientation(picture: Image.Image) -> int:
    """How the camera was held, 1 to 8. A picture may be sound while its EXIF is not."""
    try:
        return picture.getexif().get(ORIENTATION, 1)
    except Exception:
        return 1


def _upright(picture: Image.Image, orientation: int) -> Image.Image:
    return picture.transpose(TURNS[orientation]) if orientation in TURNS else picture


def _encoded(upright: Image.Image) -> bytes:
    """A JPEG of the bare pixels."""
    bare = Image.frombytes("RGB", upright.size, upright.tobytes())
    output = BytesIO()
    bare.save(output, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return output.getvalue()
