"""Pictures are functions of what they are given: no test here needs the database."""

import re
import xml.etree.ElementTree as ET
from math import isfinite

import pytest
from django.utils.translation import override


@pytest.fixture(autouse=True)
def _database():
    """Takes the place of the fixture that opens the database for every other test."""


@pytest.fixture(autouse=True)
def _dutch():
    with override("nl"):
        yield


class Drawing:
    """A picture read back: what stands in it, as a reader of the page would find it."""

    def __init__(self, markup: str) -> None:
        self.markup = str(markup)
        self.root = ET.fromstring(f"<picture>{self.markup}</picture>")  # noqa: S314 - our own drawing

    def all(self, tag: str, css: str = "") -> list[ET.Element]:
        found = self.root.iter(tag)
        return [node for node in found if not css or css in (node.get("class") or "").split()]

    def names(self) -> list[str]:
        """The accessible names of the links, in the order of the keyboard."""
        titles = (link.find("title") for link in self.all("a"))
        return [title.text or "" for title in titles if title is not None]

    def numbers(self) -> list[float]:
        """Every number in every place where SVG expects one."""
        keys = ("d", "x", "y", "cx", "cy", "r", "width", "height", "viewBox")
        words = " ".join(node.get(key, "") for node in self.root.iter() for key in keys)
        assert not re.search(r"nan|inf|\de", words, re.IGNORECASE)
        return [float(word) for word in re.findall(r"-?\d*\.?\d+", words)]

    def is_sound(self) -> bool:
        return all(isfinite(value) and abs(value) < 1e5 for value in self.numbers()) and bool(self.numbers())


@pytest.fixture(scope="session")
def read():
    return Drawing
