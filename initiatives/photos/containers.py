"""How photos lie in their files, as far as we read that ourselves, before a decoder does."""

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

PNG = b"\x89PNG\r\n\x1a\n"
THE_PICTURE = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
BESIDE_IT = {b"iCCP", b"sRGB", b"gAMA", b"eXIf"}  # how its colours are meant, and how it was held
MOST_OF_PROFILE = 8 * 1024 * 1024  # bytes: those for printers are the largest, some megabytes
GREY, COLOUR = 0, 2  # the kinds of PNG in which one shade may stand for see-through


def without_texts(file: BinaryIO) -> BinaryIO:
    """A PNG with the parts that make the picture only; any other file as it is.

    Texts and later frames are never read: a sound picture may hold megabytes of them, packed in next to nothing.
    """
    file.seek(0)
    body = file.read(len(PNG))
    file.seek(0)
    return BytesIO(PNG + b"".join(_bare(file.read()))) if body == PNG else file


def _bare(body: bytes) -> Iterator[bytes]:
    """What we read of a PNG, as it is: a picture that is damaged there stays so. A damaged word beside it is left out."""
    header = b""
    for name, part in _parts(body):
        if name == b"IHDR":
            header = part[8:]
        if name == b"tRNS":
            part = _in_eight_bits(part, header)
        if name in THE_PICTURE or (
            name in BESIDE_IT and _is_whole(part) and not _is_bad_profile(name, part[8:-4])
        ):
            yield part


def _parts(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Its parts with their names, up to the one that says that it ends."""
    at, name = len(PNG), b""
    while name != b"IEND" and len(start := body[at : at + 8]) == 8:
        length, name = struct.unpack(">I4s", start)
        end = at + 8 + length + 4  # its length and name, what it holds, and a sum to check that
        yield name, body[at:end]
        at = end


def _is_whole(part: bytes) -> bool:
    return zlib.crc32(part[4:-4]) == int.from_bytes(part[-4:])


def _is_bad_profile(name: bytes, profile: bytes) -> bool:
    """True for a packed profile that cannot be unpacked, or unfolds to more than any screen or printer has."""
    if name != b"iCCP":
        return False
    packed = profile.partition(b"\0")[2]
    try:
        size = len(zlib.decompressobj().decompress(packed[1:], MOST_OF_PROFILE))
    except zlib.error:
        size = 0
    return packed[:1] != b"\0" or not 0 < size < MOST_OF_PROFILE


def _in_eight_bits(part: bytes, header: bytes) -> bytes:
    """The shade that stands for see-through, of 8 bits as its picture will be. In Pillow it keeps the bits of the file.

    Grey of 16 bits comes from Pillow with all its shades, so that this stays as it is.
    """
    glass = part[8:-4]
    if len(header) < 10 or header[9] not in (GREY, COLOUR) or header[8] == 8 or header[8:10] == b"\x10\0":
        return part
    values = (int.from_bytes(glass[at : at + 2]) for at in range(0, len(glass), 2))
    scaled = b"".join(struct.pack(">H", _scaled(value, header[8])) for value in values)
    return struct.pack(">I", len(scaled)) + b"tRNS" + scaled + struct.pack(">I", zlib.crc32(b"tRNS" + scaled))


def _scaled(value: int, depth: int) -> int:
    return value >> 8 if depth == 16 else min(255, value * 255 // (2**depth - 1))


def webp_pixels(head: bytes) -> int:
    """How many pixels a WebP says it has; 0 for anything else.

    Its decoder sets room aside for all of them on opening, before Pillow looks at the size.
    The layout is that of RFC 9649.
    """
    if head[:4] != b"RIFF" or head[8:12] != b"WEBP":
        return 0
    kind, body = head[12:16], head[20:30].ljust(10, b"\0")
    if kind == b"VP8X":
        width, height = (1 + int.from_bytes(body[at : at + 3], "little") for at in (4, 7))
    elif kind == b"VP8L":
        packed = struct.unpack("<I", body[1:5])[0]
        width, height = 1 + (packed & 0x3FFF), 1 + (packed >> 14 & 0x3FFF)
    else:
        width, height = (side & 0x3FFF for side in struct.unpack("<HH", body[6:10]))
    return width * height
