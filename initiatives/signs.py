"""The signs of what people type: which of them nobody sees."""

import re
import unicodedata

# Signs that show nothing, or turn the direction of what follows. Joiners and the signs that choose a look stay: emoji need them.
UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3]"
)


LOOKS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")  # choose how the sign before them looks


def cleaned(text: str) -> str:
    """The text in the one form of Unicode that comparison expects, without unseen signs and blanks at its ends.

    Out: nothing, where nobody would see anything.
    """
    text = UNSEEN.sub("", unicodedata.normalize("NFC", text)).strip()
    return text if any(map(_shows, text)) else ""


def as_address(text: str) -> str:
    """A mail address as it is kept: in small letters, the wide signs of some keyboards as ordinary ones."""
    plain = unicodedata.normalize("NFKC", cleaned(text))
    seen = (sign for sign in plain if unicodedata.category(sign) != "Cf" and not LOOKS.match(sign))
    return "".join(seen).strip().lower()


def _shows(sign: str) -> bool:
    """Letters, figures, punctuation and pictures show; signs that only stand on another one do not."""
    return unicodedata.category(sign)[0] in "LNPSC" and unicodedata.category(sign) not in {"Cf", "Cc"}
