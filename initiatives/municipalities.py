"""The municipalities of the Netherlands in 2026, each with its code, its province and a point on the map (data/SOURCES.md)."""

import csv
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from initiatives.names import letters, sorting

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
        rows = [
            Municipality(**row | {side: float(row[side]) for side in ("latitude", "longitude")})
            for row in csv.DictReader(file)
        ]
    return tuple(sorted(rows, key=lambda each: sorting(each.name)))


@cache
def _by_name() -> dict[str, Municipality]:
    """By the names that may be typed; the name of one goes before a place in another."""
    places = {letters(each.also): each for each in municipalities() if each.also}
    return places | {letters(each.name): each for each in municipalities()}


def municipality_named(typed: str) -> Municipality | None:
    """The municipality that somebody means, whatever the capitals, accents, spaces and signs."""
    return _by_name().get(letters(typed))


def names_like(typed: str) -> list[str]:
    """A few names that look like what was typed: those that begin with it first."""
    plain = letters(typed)
    begins = sorted((name for name in _by_name() if plain and name.startswith(plain)), key=len)
    found = [*begins, *get_close_matches(plain, _by_name(), n=MOST, cutoff=0.7)]
    return list(dict.fromkeys(_by_name()[name].name for name in found))[:MOST]
