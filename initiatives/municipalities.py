"""The municipalities of the Netherlands in 2026, each with its code, its province and a point on the map (data/SOURCES.md)."""

import csv
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parent / "data" / "municipalities.csv"
MOST = 3  # names to suggest


@dataclass(frozen=True)
class Municipality:
    """`also` is another name that people type: its largest place, or how they say it."""

    code: str
    name: str
    also: str
    province: str
    latitude: float
    longitude: float


@cache
def municipalities() -> tuple[Municipality, ...]:
    """All of them, by name."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return tuple(
            Municipality(**row | {side: float(row[side]) for side in ("latitude", "longitude")})
            for row in rows
        )


@cache
def _by_name() -> dict[str, Municipality]:
    """By the names that may be typed; the name of one goes before a place in another."""
    places = {_plain(each.also): each for each in municipalities() if each.also}
    return places | {_plain(each.name): each for each in municipalities()}


def municipality_named(typed: str) -> Municipality | None:
    """The municipality that somebody means, whatever the capitals, accents, spaces and signs."""
    return _by_name().get(_plain(typed))


def names_like(typed: str) -> list[str]:
    """A few names that look like what was typed: those that begin with it first."""
    plain = _plain(typed)
    begins = sorted((name for name in _by_name() if plain and name.startswith(plain)), key=len)
    found = [*begins, *get_close_matches(plain, _by_name(), n=MOST, cutoff=0.7)]
    return list(dict.fromkeys(_by_name()[name].name for name in found))[:MOST]


def _plain(text: str) -> str:
    """Small letters and figures alone."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if sign.isalnum())
