"""One way to compare names, and one to sort them, whatever accents, capitals, apostrophes, dashes and blanks somebody typed.

The database says the same in `migrations/sql/names_are_compared.sql`, for whatever stands in it (decision 0217). This is for
names that are not there: of one form, of a file. `tests/test_names.py` holds the two equal.
"""

import re
import unicodedata

# Signs that are an apostrophe to whoever types one, and those of which NFKD would make a blank and an accent.
APOSTROPHES = "`\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u05f3\u2018\u2019\u201b\u2032\u2035\ua78b\ua78c"
ACUTES = "\u00b4\u0384\u1ffd\u1fbd\u1fbf"
# Accents and points of every script, and signs that show nothing.
UNSEEN = re.compile(
    "[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061c\u064b-\u065f\u0670"
    "\u06d6-\u06dd\u115f\u1160\u17b4\u17b5\u180b-\u180f\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\U000e0000-\U000e0fff]+"
)
APART = re.compile(
    "[\u0001-\u0026\u0028-\u002f:-@\\[-`{-\u00bf\u00d7\u00f7\u02c2-\u02df\u02e5-\u02ff\u058a\u05be\u1680\u1806"
    "\u2000-\u206f\u2190-\u2bff\u2e00-\u2e7f\u3000-\u303f\u30fb]+"
)  # what stands between two words
ARTICLE = re.compile("^ ?' ?[snt] (?=[^' ])")  # 's-Hertogenbosch stands at the H, 't Gooi at the G
NUMBER, LAST_FIGURES, FIGURES = re.compile("[0-9]+"), re.compile("[0-9]*([0-9]{12})"), 12
SORTED_BY = 300  # signs: more than that an index does not hold

_SCRIPTS = (range(0x00C0, 0x0250), range(0x0370, 0x0530), range(0x0531, 0x0557), range(0x1E00, 0x1F00))
_CAPITALS = [
    sign
    for sign in (chr(number) for numbers in _SCRIPTS for number in numbers)
    if unicodedata.normalize("NFKD", sign) == sign != sign.lower() and len(sign.lower()) == 1
]
_SIMPLER = dict(zip("øłđðħŧıŋƒɨƶĸɫς", "olddhtinfizklσ", strict=True))
# One sign for one sign: the capitals of Europe, and letters that look like a Latin one with something on it.
LETTERS = {sign: _SIMPLER.get(sign.lower(), sign.lower()) for sign in _CAPITALS} | _SIMPLER
LIGATURES = {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}

_BEFORE = str.maketrans(dict.fromkeys(ACUTES, "'"))
_SMALL = str.maketrans(
    {chr(number): chr(number + 32) for number in range(ord("A"), ord("Z") + 1)}
    | LETTERS
    | dict.fromkeys(APOSTROPHES, "'")
)


def folded(name: str) -> str:
    """The words of a name in small letters without accents or signs, with one blank between them."""
    return _joined(_small(name))


def letters(name: str) -> str:
    """The same without the blanks: two names of which this is one are one name."""
    return folded(name).replace(" ", "")


def sorting(name: str) -> str:
    """What a Dutch reader sorts a name by: without 's and 't before it, and with its numbers by their size."""
    words = _joined(ARTICLE.sub("", _small(name)))
    return LAST_FIGURES.sub(r"\1", NUMBER.sub(lambda number: "0" * FIGURES + number[0], words))[:SORTED_BY]


def _small(name: str) -> str:
    """Small letters without accents, every apostrophe the same, and a blank for whatever stands between words."""
    signs = UNSEEN.sub("", unicodedata.normalize("NFKD", name.translate(_BEFORE))).translate(_SMALL)
    for ligature, spelled in LIGATURES.items():
        signs = signs.replace(ligature, spelled)
    return APART.sub(" ", signs)


def _joined(small: str) -> str:
    return " ".join(filter(None, small.replace("'", "").split(" ")))
