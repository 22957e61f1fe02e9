"""What sort of file it is, by its first bytes, and what its sender hears when it is no photo that we read.

Its name and the type that the browser says are not looked at: people rename files.
"""

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from PIL import features

HEAD = 4096  # bytes: as far as these look; Word names its own part some 2000 bytes in
AVIF_BRANDS = {b"avif", b"avis"}
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
RAW_BRANDS = {b"crx "}
READ = (
    "JPEG",
    "PNG",
    "WEBP",
    *(["AVIF"] if features.check("avif") else []),
)  # some builds of Pillow have no AVIF
ZIP = b"PK\x03\x04"
PACKED = (  # what is packed as a ZIP file and is none to people, by a name inside it
    (b"mimetypeapplication/vnd.oasis.opendocument", "OpenDocument"),
    (b"word/", "Word"),
    (b"xl/", "Excel"),
    (b"ppt/", "PowerPoint"),
    (b"[Content_Types].xml", "Office"),
    (b"_rels/.rels", "Office"),
)
DOCUMENTS = {"PDF", "EPS", "SVG", "RTF", *(kind for _name, kind in PACKED)}
NAMED = (  # the sign at the start of a file, and what people call it
    (b"GIF8", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),
    (b"MM\0+", "TIFF"),
    (b"FUJIFILMCCD-RAW", "RAW"),
    (b"%PDF", "PDF"),
    (b"%!PS", "EPS"),
    (b"\xc5\xd0\xd3\xc6", "EPS"),
    (b"8BPS", "Photoshop"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\0\0\0\x0cJXL ", "JPEG XL"),
    (b"\0\0\0\x0cjP  ", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"#?RADIANCE", "HDR"),
    (b"#?RGBE", "HDR"),
    (b"\x76\x2f\x31\x01", "EXR"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office"),  # Word, Excel and PowerPoint before 2007
    (b"{\\rtf", "RTF"),
    (ZIP, "ZIP"),
    (b"BM", "BMP"),
)

# Where these are read there is not always a place to choose a photo: none of them says "choose".
HEIC = _(
    "Dit is een HEIC-foto, en die kunnen we niet lezen. Maak op je telefoon een schermafdruk van de foto, "
    "of bewaar de foto als JPEG."
)
FILM = _("Dit is een filmpje, geen foto. Maak een schermafdruk van het mooiste moment.")
DOCUMENT = _("Dit is een {kind}-bestand, geen foto. Maak een schermafdruk van wat je wilt laten zien.")
PACK = _("Dit is een ZIP-bestand, geen foto. Pak het uit en neem een foto die erin zit.")
OTHER_KIND = _("Dit is een {kind}-bestand. Dat kunnen we niet als foto lezen. Bewaar het eerst als JPEG.")
NO_PHOTO = _("Dit kunnen we niet als foto lezen. Neem een JPEG-, PNG-, WebP- of AVIF-bestand.")
BROKEN = _(
    "Deze foto is beschadigd of niet helemaal overgekomen. Probeer het opnieuw, of neem een andere foto."
)
EMPTY = _("Dit bestand is leeg. Neem een andere foto.")


def refusal_of(head: bytes) -> Promise:
    """The sentence for a file that begins like this and could not be read."""
    if not head:
        return EMPTY
    if head[4:8] == b"ftyp":
        return _of_boxes(brands_in(head))
    if head.startswith(b"\x1aE\xdf\xa3") or (head[:4] == b"RIFF" and head[8:11] == b"AVI"):
        return FILM
    if kind := _named(head):
        return PACK if kind == "ZIP" else format_lazy(_sentence_of(kind), kind=kind)
    return BROKEN if _begins_well(head) else NO_PHOTO


def _sentence_of(kind: str) -> Promise:
    return DOCUMENT if kind in DOCUMENTS else OTHER_KIND


def _of_boxes(brands: set[bytes]) -> Promise:
    """Films, HEIC and AVIF are packed alike; the first box says which of these it is."""
    if brands & AVIF_BRANDS:
        return BROKEN if "AVIF" in READ else format_lazy(OTHER_KIND, kind="AVIF")
    if brands & RAW_BRANDS:
        return format_lazy(OTHER_KIND, kind="RAW")
    return HEIC if brands & HEIC_BRANDS else FILM


def brands_in(head: bytes) -> set[bytes]:
    """The names in the `ftyp` box; none for a file that has no such box."""
    if head[4:8] != b"ftyp":
        return set()
    end = min(int.from_bytes(head[:4]), len(head))
    return {head[8:12], *(head[at : at + 4] for at in range(16, end, 4))}


def _named(head: bytes) -> str:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith(b"<") and b"<svg" in text:
        return "SVG"
    if head.startswith(ZIP):
        return next((kind for name, kind in PACKED if name in head), "ZIP")
    return next((kind for sign, kind in NAMED if head.startswith(sign)), "")


def _begins_well(head: bytes) -> bool:
    is_webp = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    return is_webp or head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))
