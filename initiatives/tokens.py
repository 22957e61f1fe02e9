"""Secret words in addresses: links that let somebody in without an account.

Only the digest of a word is stored, so that whoever reads the database alone cannot use a link. A word is
random and told once, or derived from a row and the site's secret key, where it must be shown again: who has
that key and the database has those words, too.

A long word cannot be guessed, so a plain digest will do. A short one can be tried in an hour, so its digest has
the secret key in it (docs/decisions/0211-a-word-to-type.md).
"""

import base64
import hashlib
import secrets

from django.conf import settings
from django.utils.crypto import salted_hmac

CONSONANTS = "bdfghjklmnprstz"  # without c, q, v, w, x and y, which the ear takes for another
VOWELS = "aeiou"
SYLLABLES = 6
BYTES = 16  # 128 bits, 22 characters in an address: impossible to guess


def secret_keys() -> list[str]:
    """The secret key of the site, and those from before that still count, the present one first."""
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def new_token() -> str:
    """A random word, for one letter or one mail."""
    return _as_word(secrets.token_bytes(BYTES))


def derived_token(purpose: str, key: object, *, secret: str | None = None) -> str:
    """The word that belongs to a row, the same each time; another purpose gives another word.

    In: `secret`, one of `secret_keys()`; without it the present one.
    """
    return _as_word(_mixed(f"vliegwiel {purpose}", key, secret)[:BYTES])


def derived_word(purpose: str, key: object, *, secret: str | None = None) -> str:
    """A word that belongs to a row, for people who read it aloud and type it: six syllables, two groups, "bakoli-mupesa".

    One of 1.7e11 words. In: `secret`, as for `derived_token`.
    """
    left = int.from_bytes(_mixed(f"vliegwiel word {purpose}", key, secret))
    syllables = []
    for _each in range(SYLLABLES):
        left, consonant = divmod(left, len(CONSONANTS))
        left, vowel = divmod(left, len(VOWELS))
        syllables.append(CONSONANTS[consonant] + VOWELS[vowel])
    half = SYLLABLES // 2
    return f"{''.join(syllables[:half])}-{''.join(syllables[half:])}"


def word_digest(word: str, *, secret: str | None = None) -> str:
    """The digest that is stored instead of a short word. Hyphens, spaces and capitals do not matter.

    Nobody finds the word in it by trying all words without the secret key. In: `secret`, as for `derived_token`.
    """
    return _mixed("vliegwiel digest of a word", "".join(word.replace("-", " ").split()).lower(), secret).hex()


def digest(token: str) -> str:
    """The digest that is stored and searched instead of a long word, in 64 hexadecimal signs."""
    return hashlib.sha256(token.encode()).hexdigest()


def _mixed(purpose: str, key: object, secret: str | None) -> bytes:
    return salted_hmac(purpose, str(key), secret=secret, algorithm="sha256").digest()


def _as_word(secret: bytes) -> str:
    return base64.urlsafe_b64encode(secret).rstrip(b"=").decode()
