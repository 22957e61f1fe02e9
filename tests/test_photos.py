"""Photos are rebuilt from their pixels: nothing else comes along, and a bomb does not go off."""

import io
import struct
import warnings
import zipfile
import zlib

import pytest
from PIL import Image, PngImagePlugin

from initiatives.photos import PhotoRefused, kinds, rebuilt
from initiatives.photos import rebuilding as photos
from initiatives.photos.containers import webp_pixels

CANARY = b"KANARIEPIET"
ORIENTATION = 0x0112
GPS = 0x8825


def saved(picture: Image.Image, kind: str, **options) -> io.BytesIO:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    file.seek(0)
    return file


def two_halves(size=(40, 20)) -> Image.Image:
    """Red at the left, blue at the right, so that one can see how it was turned."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    return picture


def talkative_exif(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010E] = exif[0x013B] = CANARY.decode()  # description, artist
    exif[GPS] = {1: "N", 2: (52.0, 5.0, 7.0), 29: CANARY.decode()}
    return exif


def talkative_png() -> io.BytesIO:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", CANARY.decode())
    texts.add_itxt("XML:com.adobe.xmp", f"<x>{CANARY.decode()}</x>")
    return saved(two_halves(), "PNG", pnginfo=texts, exif=talkative_exif(), icc_profile=CANARY)


def talkative(kind: str) -> io.BytesIO:
    """A picture that tells all it can in every place its format has for that."""
    if kind == "PNG":
        file = talkative_png()
    elif kind == "JPEG":
        file = saved(
            two_halves(), "JPEG", exif=talkative_exif(), comment=CANARY, xmp=CANARY, icc_profile=CANARY
        )
    else:
        file = saved(two_halves(), kind, exif=talkative_exif(), xmp=CANARY, icc_profile=CANARY)
    return io.BytesIO(file.getvalue() + CANARY)  # and something after the end


def png_of(width: int, height: int) -> io.BytesIO:
    """A PNG that says it is this large, and holds next to nothing."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    return io.BytesIO(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def refusal_of(file: io.BytesIO) -> str:
    with pytest.raises(PhotoRefused) as refused:
        rebuilt(file)
    return refused.value.args[0]


# --- what comes along -------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_nothing_but_pixels_comes_along(kind):
    file = talkative(kind)
    assert CANARY in file.getvalue()

    result = rebuilt(file).read()

    assert CANARY not in result
    picture = Image.open(io.BytesIO(result))
    assert picture.format == "JPEG"
    assert not picture.getexif()
    assert set(picture.info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "progressive",
        "progression",
    }


def test_saving_it_again_would_keep_the_comment():
    """Why the pixels are copied: the ordinary way leaks."""
    assert CANARY in saved(Image.open(talkative("JPEG")), "JPEG").getvalue()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_the_photo_stands_upright(orientation, kind):
    """Each file is stored so that the camera's remark makes it red at the left again."""
    as_it_was = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    picture = two_halves() if as_it_was is None else two_halves().transpose(as_it_was)

    result = Image.open(rebuilt(saved(picture, kind, exif=talkative_exif(orientation))))

    assert result.size == (40, 20)
    red, _green, blue = result.getpixel((5, 10))
    assert red > 180 > 80 > blue


@pytest.mark.filterwarnings("ignore:Corrupt EXIF:UserWarning")
def test_a_broken_remark_about_orientation_leaves_the_photo_as_it_is():
    exif = b"Exif\0\0II*\0\x08\0\0\0\xff\xff broken"
    assert Image.open(rebuilt(saved(two_halves(), "JPEG", exif=exif))).size == (40, 20)


def test_a_large_photo_becomes_1600_pixels_long():
    result = Image.open(rebuilt(saved(Image.new("RGB", (4000, 1000)), "JPEG")))
    assert result.size == (1600, 400)


def test_a_small_photo_is_not_blown_up():
    assert Image.open(rebuilt(saved(two_halves(), "PNG"))).size == (40, 20)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "I;16", "1"])
def test_every_kind_of_png_becomes_a_photo(mode):
    assert Image.open(rebuilt(saved(Image.new(mode, (30, 30)), "PNG"))).mode == "RGB"


def test_a_jpeg_for_the_printer_becomes_one_for_the_screen():
    assert Image.open(rebuilt(saved(Image.new("CMYK", (30, 30)), "JPEG"))).mode == "RGB"


def test_a_see_through_photo_becomes_white():
    glass = Image.new("RGBA", (30, 30), (0, 0, 0, 0))
    assert Image.open(rebuilt(saved(glass, "PNG"))).getpixel((5, 5)) == (255, 255, 255)


def test_a_photo_of_several_frames_keeps_the_first():
    frames = [Image.new("RGB", (30, 30), colour) for colour in ("red", "blue")]
    film = saved(frames[0], "WEBP", save_all=True, append_images=frames[1:])
    result = Image.open(rebuilt(film))
    assert getattr(result, "n_frames", 1) == 1
    assert result.getpixel((5, 5))[0] > 200


def test_a_jpeg_with_a_second_picture_inside_is_an_ordinary_photo():
    """Some phones add one, with the depth or for bright screens."""
    film = saved(two_halves(), "MPO", save_all=True, append_images=[two_halves()])
    assert Image.open(rebuilt(film)).size == (40, 20)


# --- what is refused --------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(12_000, 12_000), (40_000, 40_000), (6_000, 6_000)])
def test_a_bomb_is_refused_before_it_goes_off(size):
    assert refusal_of(png_of(*size)) == photos.TOO_LARGE


def test_pillow_itself_only_warns():
    """Why a warning is an error here: 121 million pixels would be opened all the same."""
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        Image.open(png_of(11_000, 11_000), formats=["PNG"])
    assert [warning.category for warning in heard] == [Image.DecompressionBombWarning]


def test_a_photo_of_fifty_million_pixels_is_welcome():
    """Phones make those today."""
    phone = saved(Image.new("RGB", (8_160, 6_120)), "JPEG", quality=20)
    assert Image.open(rebuilt(phone)).size == (1600, 1200)


def test_more_than_15_mb_is_refused(monkeypatch):
    monkeypatch.setattr(photos, "MAX_BYTES", 100)
    assert refusal_of(saved(two_halves(), "JPEG")) == photos.TOO_HEAVY


def test_a_webp_is_measured_before_its_decoder_sets_room_aside(monkeypatch):
    def opened(*args, **options):
        raise AssertionError("Pillow was asked")

    monkeypatch.setattr(photos.Image, "open", opened)
    huge = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + (16_000).to_bytes(3, "little") * 2
    assert refusal_of(io.BytesIO(huge)) == photos.TOO_LARGE


@pytest.mark.parametrize("options", [{}, {"lossless": True}, {"exif": talkative_exif()}])
def test_each_kind_of_webp_says_its_size(options):
    head = saved(Image.new("RGB", (300, 200)), "WEBP", **options).getvalue()[:64]
    assert webp_pixels(head) == 300 * 200


def test_a_file_that_is_no_webp_has_no_size_of_one():
    assert webp_pixels(saved(two_halves(), "PNG").getvalue()[:64]) == 0


EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EndComments\nshowpage\n"


def packed(*names: str) -> bytes:
    """A ZIP file with these in it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as pack:
        for name in names:
            pack.writestr(name, "<x/>")
    return file.getvalue()


DOCUMENTS = {
    "EPS": EPS,
    "SVG": b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "PDF": saved(two_halves(), "PDF").getvalue(),
    "RTF": rb"{\rtf1\ansi hoi}",
    "Word": packed("[Content_Types].xml", "_rels/.rels", "word/document.xml"),
    "Excel": packed("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"),
    "PowerPoint": packed("_rels/.rels", "docProps/app.xml", "ppt/presentation.xml"),
    "Office": packed("[Content_Types].xml", "_rels/.rels"),
    "OpenDocument": b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text",
}
STRANGERS = {
    "GIF": saved(two_halves(), "GIF").getvalue(),
    "TIFF": saved(two_halves(), "TIFF").getvalue(),
    "BMP": saved(two_halves(), "BMP").getvalue(),
    "JPEG 2000": saved(two_halves(), "JPEG2000").getvalue(),
    "JPEG XL": b"\xff\x0a" + bytes(60),
    "Photoshop": b"8BPS\0\1" + bytes(60),
    "HDR": b"#?RADIANCE\n" + bytes(60),
    "RAW": b"\0\0\0\x18ftypcrx \0\0\0\1crx isom",
}
SENTENCES = {
    "a page": (b"<!doctype html><p>hoi", kinds.NO_PHOTO),
    "noise": (bytes(range(256)) * 20, kinds.NO_PHOTO),
    "nothing": (b"", kinds.EMPTY),
    "a pack of photos": (packed("IMG_0001.jpg"), kinds.PACK),
    "HEIC": (b"\0\0\0\x18ftypheic" + bytes(60), kinds.HEIC),
    "HEIC as newer phones write it": (b"\0\0\0\x1cftypmif1\0\0\0\0mif1heic", kinds.HEIC),
    "a film": (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", kinds.FILM),
    "the film of a live photo": (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", kinds.FILM),
    "half an AVIF": (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1", kinds.BROKEN),
    "the start of a JPEG": (b"\xff\xd8\xff\xe0", kinds.BROKEN),
    "the start of a PNG": (b"\x89PNG\r\n\x1a\n", kinds.BROKEN),
}


@pytest.mark.parametrize(("kind", "body"), STRANGERS.items(), ids=STRANGERS)
def test_another_kind_of_file_is_called_by_its_name(kind, body):
    """Whatever its name or its sender says that it is."""
    assert str(refusal_of(io.BytesIO(body))).startswith(f"Dit is een {kind}-bestand.")


@pytest.mark.parametrize(("kind", "body"), DOCUMENTS.items(), ids=DOCUMENTS)
def test_a_document_is_no_photo_and_one_can_make_a_picture_of_it(kind, body):
    assert str(refusal_of(io.BytesIO(body))).startswith(
        f"Dit is een {kind}-bestand, geen foto. Maak een schermafdruk"
    )


@pytest.mark.parametrize(("body", "sentence"), SENTENCES.values(), ids=SENTENCES)
def test_a_file_that_is_no_photo_gets_the_sentence_that_is_true(body, sentence):
    assert refusal_of(io.BytesIO(body)) == sentence


def test_pillow_left_to_itself_opens_eps():
    """Why the formats are named: EPS is a program that Ghostscript would run."""
    assert Image.open(io.BytesIO(EPS)).format == "EPS"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_half_a_file_gets_a_sentence(kind, share):
    whole = saved(Image.effect_noise((200, 200), 80).convert("RGB"), kind).getvalue()
    assert refusal_of(io.BytesIO(whole[: int(len(whole) * share)])) == kinds.BROKEN


def test_the_next_photo_is_welcome_after_a_broken_one():
    """The lock that lets one in at a time is let go of."""
    refusal_of(png_of(12_000, 12_000))
    assert rebuilt(saved(two_halves(), "PNG")).size > 100
