"""The forms on a page as a browser sees them: their values, how to fill them in, and the data to send."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

TEXTS = {"text", "email", "textarea", "search", "url"}
FIXED = {"date": "2026-03-02", "number": "3", "month": "2026-03"}
SILENT = {"submit", "button", "file", "password", "image", "reset"}


@dataclass
class Entry:
    """One field of a form, by its name. `options`: all that one can choose, in order."""

    kind: str
    values: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)


@dataclass
class Sheet:
    """One form that is posted. `address`: where to."""

    address: str
    entries: dict[str, Entry] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return urlsplit(self.address).path

    @property
    def sent(self) -> dict[str, list[str]]:
        return {name: entry.values for name, entry in self.entries.items()}

    @property
    def to_fill_in(self) -> dict[str, Entry]:
        return {name: entry for name, entry in self.entries.items() if entry.kind != "hidden"}

    def fill_in(self, word: str) -> None:
        """Write the word in every text, and choose something else wherever there is a choice."""
        for entry in self.to_fill_in.values():
            others = [option for option in entry.options if option and option not in entry.values]
            if entry.kind in FIXED:
                entry.values = [FIXED[entry.kind]]
            elif entry.kind in TEXTS:
                entry.values = [f"{word}@elders.example" if entry.kind == "email" else word]
            elif others:
                entry.values = others[-1:]


class _Reader(HTMLParser):
    def __init__(self, page: str):
        super().__init__()
        self.page, self.sheets = page, []
        self.sheet = self.text = self.select = None

    def handle_starttag(self, tag: str, attributes) -> None:
        has = dict(attributes)
        if tag == "form":
            posts = has.get("method", "get") == "post"
            self.sheet = Sheet(urljoin(self.page, has.get("action", ""))) if posts else None
            self.sheets += [self.sheet] if posts else []
        elif self.sheet and tag == "input" and "name" in has:
            self._input(has)
        elif self.sheet and tag == "textarea":
            self.text = self._entry(has["name"], "textarea")
            self.text.values.append("")
        elif self.sheet and tag == "select":
            self.select = self._entry(has["name"], "select")
        elif self.select and tag == "option":
            self._option(self.select, has, chosen="selected" in has)

    def handle_data(self, data: str) -> None:
        if self.text:
            self.text.values[-1] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.sheet = None
        self.text = None if tag == "textarea" else self.text
        self.select = None if tag == "select" else self.select

    def _entry(self, name: str, kind: str) -> Entry:
        return self.sheet.entries.setdefault(name, Entry(kind))

    def _input(self, has: dict) -> None:
        kind = has.get("type", "text")
        if kind in ("radio", "checkbox"):
            self._option(self._entry(has["name"], kind), has, chosen="checked" in has)
        elif kind not in SILENT:
            self._entry(has["name"], kind).values.append(has.get("value") or "")

    def _option(self, entry: Entry, has: dict, *, chosen: bool) -> None:
        value = has.get("value", "on")
        entry.options.append(value)
        entry.values += [value] if chosen else []


MARKS = ("version", "read-")  # how the marks are called that say what stood there


def marks_on(page: str, html: str) -> dict[str, str]:
    """The marks in the form that this page sends to its own address: of what one has read of a row."""
    reader = _Reader(page)
    reader.feed(html)
    own = [sheet for sheet in reader.sheets if sheet.path == urlsplit(page).path]
    return {name: values[0] for sheet in own for name, values in sheet.sent.items() if name.startswith(MARKS)}


def read_and_send(client, address: str, words: dict | None = None, **options):
    """Open the page as a browser does, and send its form with these words and the mark of what one saw."""
    return client.post(address, marks_on(address, client.get(address).text) | (words or {}), **options)


def sheets_on(page: str, html: str) -> list[Sheet]:
    """The forms of a page that are posted and have something to fill in. In: its address and its text."""
    reader = _Reader(page)
    reader.feed(html)
    return [sheet for sheet in reader.sheets if sheet.to_fill_in]
