"""The colours of a photo are those that its file means, whatever it was stored in: right values within three of 255."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms

from initiatives.photos import rebuilt

RED = (200, 80, 80)
RED_IN_P3 = (216, 69, 75)  # the same numbers, meant in Display P3, in sRGB
CLOSE = 3
D50 = (0.9642, 1.0, 0.8249)
P3 = [
    (0.51512, 0.2412, -0.00105),
    (0.29198, 0.69225, 0.04189),
    (0.1571, 0.06657, 0.78407),
]  # Display P3, seen in D50
SRGB_CURVE = b"para\0\0\0\0\0\3\0\0" + b"".join(
    struct.pack(">i", round(number * 65536)) for number in (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
)
ORIENTATION = 0x0112


def gamma_curve(gamma: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256))


def profile(space: bytes, tags: dict[bytes, bytes]) -> bytes:
    """A small ICC profile (version 4) for a screen."""
    table, body = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name, value in tags.items():
        table += name + struct.pack(">II", start + len(body), len(value))
        body += value + bytes(-len(value) % 4)
    head = struct.pack(">I4sI4s4s4s", start + len(body), b"", 0x04300000, b"mntr", space, b"XYZ ") + bytes(12)
    head += b"acsp" + bytes(28) + xyz(D50)[8:] + bytes(48)
    return head + table + body


def xyz(point) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(number * 65536)) for number in point)


def of_screen(primaries=P3, curve=SRGB_CURVE) -> bytes:
    names = zip((b"rXYZ", b"gXYZ", b"bXYZ"), primaries, strict=True)
    curves = dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    return profile(b"RGB ", {b"wtpt": xyz(D50), **{name: xyz(at) for name, at in names}, **curves})


DISPLAY_P3 = of_screen()
GREY_LINEAR = profile(b"GRAY", {b"wtpt": xyz(D50), b"kTRC": gamma_curve(1.0)})
LAB = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


def file_of(picture: Image.Image, kind: str, **options) -> io.BytesIO:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    file.seek(0)
    return file


def plain(mode: str, colour, kind: str = "PNG", size=(32, 32), **options) -> io.BytesIO:
    return file_of(Image.new(mode, size, colour), kind, **options)


def png(depth: int, colour_type: int, pixel: bytes, *more: tuple[bytes, bytes], sides=(32, 32)) -> io.BytesIO:
    """A PNG of equal pixels, in ways that Pillow does not write."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", *sides, depth, colour_type, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress((b"\0" + pixel * 32) * 32))
    between = b"".join(chunk(*one) for one in more)
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + header + between + pixels + chunk(b"IEND", b""))


def wide(*numbers: int) -> bytes:
    return struct.pack(f">{len(numbers)}H", *numbers)


def gamma_of(number: int) -> tuple[bytes, bytes]:
    return b"gAMA", struct.pack(">I", number)


def lossless(profile: bytes = b"") -> dict:
    return {"lossless": True, "icc_profile": profile}


def indexed(colour, **options) -> io.BytesIO:
    picture = Image.new("P", (32, 32), 1)
    picture.putpalette([0, 0, 0, *colour])
    return file_of(picture, "PNG", **options)


def without_adobe(file: io.BytesIO) -> io.BytesIO:
    """A JPEG of four inks as others than Adobe write it: nothing says so, and the numbers are not upside down."""
    body = file.getvalue()
    at = body.index(b"\xff\xee")
    return io.BytesIO(body[:at] + body[at + 2 + int.from_bytes(body[at + 2 : at + 4]) :])


def damaged(file: io.BytesIO, name: bytes) -> io.BytesIO:
    """One bit of this part of a PNG is another."""
    body = bytearray(file.getvalue())
    body[body.index(name) + 5] ^= 1
    return io.BytesIO(bytes(body))


BEST = {"quality": 95, "subsampling": 0}
INK = (0, 150, 150, 40)  # cyan, magenta, yellow, black, of 255
UPSIDE_DOWN = tuple(255 - ink for ink in INK)
INKED = (215, 88, 88)
RIGHT = {
    "a JPEG without a profile": (plain("RGB", RED, "JPEG", **BEST), RED),
    "a JPEG in Display P3": (plain("RGB", RED, "JPEG", icc_profile=DISPLAY_P3, **BEST), RED_IN_P3),
    "a progressive one": (
        plain("RGB", RED, "JPEG", icc_profile=DISPLAY_P3, progressive=True, **BEST),
        RED_IN_P3,
    ),
    "a PNG in Display P3": (plain("RGB", RED, icc_profile=DISPLAY_P3), RED_IN_P3),
    "a see-through PNG in Display P3": (plain("RGBA", (*RED, 128), icc_profile=DISPLAY_P3), (235, 162, 165)),
    "an indexed PNG in Display P3": (indexed(RED, icc_profile=DISPLAY_P3), RED_IN_P3),
    "a WebP in Display P3": (plain("RGB", RED, "WEBP", **lossless(DISPLAY_P3)), RED_IN_P3),
    "an AVIF in Display P3": (
        plain("RGB", RED, "AVIF", icc_profile=DISPLAY_P3, quality=95, subsampling="4:4:4"),
        RED_IN_P3,
    ),
    "an AVIF without a profile": (plain("RGB", RED, "AVIF", quality=95, subsampling="4:4:4"), RED),
    "an animated WebP in Display P3": (
        plain(
            "RGB",
            RED,
            "WEBP",
            save_all=True,
            append_images=[Image.new("RGB", (32, 32))],
            **lossless(DISPLAY_P3),
        ),
        RED_IN_P3,
    ),
    "an animated PNG": (plain("RGB", RED, save_all=True, append_images=[Image.new("RGB", (32, 32))]), RED),
    "two photos in one JPEG": (
        plain("RGB", RED, "MPO", save_all=True, append_images=[Image.new("RGB", (32, 32))], **BEST),
        RED,
    ),
    "a profile that is broken": (plain("RGB", RED, "JPEG", icc_profile=DISPLAY_P3[:200], **BEST), RED),
    "a profile that is damaged on the way": (
        damaged(plain("RGB", RED, icc_profile=DISPLAY_P3), b"iCCP"),
        RED,
    ),
    "a profile that is packed in an unknown way": (png(8, 2, bytes(RED), (b"iCCP", b"name\0\7nothing")), RED),
    "a gamma that is damaged on the way": (damaged(png(8, 2, bytes(RED), gamma_of(100_000)), b"gAMA"), RED),
    "a profile that is none": (plain("RGB", RED, icc_profile=b"no profile"), RED),
    "a profile about four inks at three colours": (plain("RGB", RED, icc_profile=LAB), RED),
    "a grey profile at three colours": (plain("RGB", RED, icc_profile=GREY_LINEAR), RED),
    "a large profile": (plain("RGB", RED, icc_profile=DISPLAY_P3 + bytes(3_000_000)), RED_IN_P3),
    "grey": (plain("L", 100), (100, 100, 100)),
    "grey with a grey profile": (plain("L", 55, "JPEG", icc_profile=GREY_LINEAR, **BEST), (128, 128, 128)),
    "grey with a profile of three colours": (plain("L", 100, icc_profile=DISPLAY_P3), (100, 100, 100)),
    "grey and see-through": (plain("LA", (100, 128)), (177, 177, 177)),
    "black and white": (plain("1", 1), (255, 255, 255)),
    "16 bits of grey": (plain("I;16", 20000), (78, 78, 78)),
    "16 bits of grey, stored the other way": (plain("I;16B", 20000), (78, 78, 78)),
    "16 bits of grey with a profile": (png(16, 0, wide(14135), (b"gAMA", b"\0\1\x86\xa0")), (128, 128, 128)),
    "16 bits of grey, one of them see-through": (
        png(16, 0, wide(513), (b"tRNS", wide(513))),
        (255, 255, 255),
    ),
    "16 bits of grey, another one see-through": (
        png(16, 0, wide(20000), (b"tRNS", wide(20001))),
        (78, 78, 78),
    ),
    "16 bits of grey with alpha": (png(16, 4, wide(20000, 65535)), (78, 78, 78)),
    "16 bits of three colours": (png(16, 2, wide(51400, 20560, 20560)), RED),
    "16 bits of three colours, one see-through": (
        png(16, 2, wide(51400, 20560, 20561), (b"tRNS", wide(51400, 20560, 20561))),
        (255, 255, 255),
    ),
    "16 bits of three colours with alpha": (png(16, 6, wide(51400, 20560, 20560, 65535)), RED),
    "4 bits of grey": (png(4, 0, b"\x77", sides=(64, 32)), (119, 119, 119)),
    "4 bits of grey, one see-through": (
        png(4, 0, b"\x77", (b"tRNS", wide(7)), sides=(64, 32)),
        (255, 255, 255),
    ),
    "numbers that grow with the light": (png(8, 2, bytes(RED), gamma_of(100_000)), (227, 152, 152)),
    "numbers that grow as in sRGB": (png(8, 2, bytes(RED), gamma_of(45455)), RED),
    "sRGB says more than a gamma": (png(8, 2, bytes(RED), (b"sRGB", b"\0"), gamma_of(100_000)), RED),
    "four inks as Adobe writes them": (plain("CMYK", INK, "JPEG", **BEST), INKED),
    "four inks as others write them": (without_adobe(plain("CMYK", UPSIDE_DOWN, "JPEG", **BEST)), INKED),
    "indexed and see-through": (indexed(RED, transparency=1), (255, 255, 255)),
}


@pytest.mark.parametrize(("file", "right"), RIGHT.values(), ids=RIGHT)
def test_a_photo_has_the_colours_that_its_file_means(file, right):
    picture = Image.open(rebuilt(file))
    found = picture.getpixel((16, 16))
    assert max(abs(one - other) for one, other in zip(found, right, strict=True)) <= CLOSE, found
    assert "icc_profile" not in picture.info


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_with_a_profile_stands_upright_too(orientation):
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    picture = Image.open(
        rebuilt(file_of(Image.new("RGB", (40, 20), RED), "PNG", exif=exif, icc_profile=DISPLAY_P3))
    )
    assert picture.size == ((40, 20) if orientation < 5 else (20, 40))
    assert abs(picture.getpixel((5, 5))[0] - RED_IN_P3[0]) <= CLOSE


@pytest.mark.parametrize("name", [b"tEXt", b"zTXt", b"iTXt"])
def test_a_sound_photo_may_hold_megabytes_of_text(name):
    """Also packed, and more than once."""
    packed = {
        b"tEXt": b"Comment\0" + b"a" * 3_000_000,
        b"zTXt": b"Comment\0\0" + zlib.compress(b"a" * 9_000_000),
        b"iTXt": b"Comment\0\1\0\0\0" + zlib.compress(b"a" * 3_000_000),
    }
    file = png(8, 2, bytes(RED), *[(name, packed[name])] * 8)
    assert abs(Image.open(rebuilt(file)).getpixel((16, 16))[0] - RED[0]) <= CLOSE


def test_a_profile_that_unfolds_without_end_is_left_out():
    bomb = (b"iCCP", b"bomb\0\0" + zlib.compress(bytes(60_000_000)))
    assert abs(Image.open(rebuilt(png(8, 2, bytes(RED), bomb))).getpixel((16, 16))[0] - RED[0]) <= CLOSE
