"""Colours as every screen shows them: in sRGB, whatever a photo was stored in.

A file says what its numbers mean in a profile. A phone with a wide range of colours stores a bright red as a smaller
number than sRGB does; without its profile the photo turns dull. Without one, or with a broken one, numbers are sRGB.
"""

from io import BytesIO

from PIL import Image, ImageChops, ImageCms

SRGB = ImageCms.createProfile("sRGB")
OF_SPACE = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}  # what a profile is about: the mode that goes with it
GAMMA_OF_SRGB = 1 / 2.2
SHADES = range(65536)  # of grey of 16 bits


def averageable(picture: Image.Image) -> Image.Image:
    """The same picture in a mode that can be made smaller: grey, red-green-blue, with or without alpha, or four inks.

    An indexed picture holds numbers of colours, not colours; one of 16 bits has more shades than a JPEG.
    """
    if picture.mode.startswith("I"):
        return _of_wide_grey(picture)
    if picture.mode == "CMYK" and "adobe" not in picture.info:
        return ImageChops.invert(picture)  # Pillow reads each as Adobe writes it: upside down
    if "transparency" in picture.info:
        return picture.convert("LA" if picture.mode == "L" else "RGBA")
    if picture.mode == "1":
        return picture.convert("L")
    return picture if picture.mode in ("L", "LA", "RGB", "RGBA", "CMYK") else picture.convert("RGB")


def _of_wide_grey(picture: Image.Image) -> Image.Image:
    """65,536 shades become 256, rounded; one of them may stand for see-through."""
    wide = picture.convert("I")
    grey = wide.point([round(shade / 257) for shade in SHADES], "L")
    glass = picture.info.get("transparency")
    if not isinstance(glass, int):
        return grey
    return Image.merge("LA", (grey, wide.point([255 * (shade != glass) for shade in SHADES], "L")))


def in_srgb(picture: Image.Image, info: dict) -> Image.Image:
    """Red, green and blue for a screen; what is see-through becomes white, as on paper. `info`: what its file says."""
    glass = picture.getchannel("A") if picture.mode.endswith("A") else None
    colours = picture.convert(picture.mode.removesuffix("A"))
    rgb = _by_profile(colours, info.get("icc_profile")) or _by_gamma(colours.convert("RGB"), info)
    if glass is None:
        return rgb
    paper = Image.new("RGB", rgb.size, "white")
    paper.paste(rgb, mask=glass)
    return paper


def _by_profile(colours: Image.Image, profile: bytes | None) -> Image.Image | None:
    """The colours that the profile says; None without one, or where it is broken or about another kind of picture."""
    if not profile:
        return None
    try:
        theirs = ImageCms.ImageCmsProfile(BytesIO(profile))
        mode = OF_SPACE.get(theirs.profile.xcolor_space.strip())
        if mode == "RGB" and colours.mode == "L":
            colours = colours.convert("RGB")
        return (
            ImageCms.profileToProfile(colours, theirs, SRGB, outputMode="RGB")
            if mode == colours.mode
            else None
        )
    except (OSError, ImageCms.PyCMSError):
        return None


def _by_gamma(rgb: Image.Image, info: dict) -> Image.Image:
    """A PNG without a profile may say how its numbers grow with the light."""
    gamma = info.get("gamma")
    if "srgb" in info or "icc_profile" in info or not gamma or abs(gamma - GAMMA_OF_SRGB) < 0.01:
        return rgb
    return rgb.point([_stored((number / 255) ** (1 / gamma)) for number in range(256)] * 3)


def _stored(light: float) -> int:
    """An amount of light, 0 to 1, as sRGB stores it (IEC 61966-2-1)."""
    return round(255 * (12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055))
