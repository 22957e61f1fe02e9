"""Secret words in addresses: links that let somebody in without an account.

Only the digest of a word is stored, so that whoever reads the database cannot use a link. A word is
random and told once, or derived from a row and the site's secret key, where it must be shown again.
"""

import base64
import hashlib
import secrets

from django.utils.crypto import salted_hmac

CONSONANTS = "bdfghjklmnprstz"  # without c, q, v, w, x and y, which the ear takes for another
VOWELS = "aeiou"
SYLLABLES = 6
BYTES = 16  # 128 bits, 22 characters in an address: impossible to guess


def new_token() -> str:
    """A random word, for one letter or one mail."""
    return _as_word(secrets.token_bytes(BYTES))


def derived_token(purpose: str, key: object) -> str:
    """The word that belongs to a row, the same each time; another purpose gives another word."""
    return _as_word(salted_hmac(f"vliegwiel {purpose}", str(key), algorithm="sha256").digest()[:BYTES])


def derived_word(purpose: str, key: object) -> str:
    """A word that belongs to a row, for people who read it aloud and type it: six syllables, two groups, "bakoli-mupesa".

    Of 1.7e11 words: too many to guess one that opens something (docs/decisions/0211-a-word-to-type.md).
    """
    secret = int.from_bytes(salted_hmac(f"vliegwiel word {purpose}", str(key), algorithm="sha256").digest())
    syllables = []
    for _each in range(SYLLABLES):
        secret, consonant = divmod(secret, len(CONSONANTS))
        secret, vowel = divmod(secret, len(VOWELS))
        syllables.append(CONSONANTS[consonant] + VOWELS[vowel])
    half = SYLLABLES // 2
    return f"{''.join(syllables[:half])}-{''.join(syllables[half:])}"


def without_hyphens(word: str) -> str:
    """A word that people typed as it is stored, in small letters."""
    return word.replace("-", "").lower()


def digest(token: str) -> str:
    """The digest that is stored and searched instead of the word, in 64 hexadecimal signs."""
    return hashlib.sha256(token.encode()).hexdigest()


def _as_word(secret: bytes) -> str:
    return base64.urlsafe_b64encode(secret).rstrip(b"=").decode()
