"""The addresses under which every number opens exactly the rows that it counts."""

import re
import uuid
from collections.abc import Iterator
from functools import cache
from urllib.parse import urlencode
from zlib import crc32

from django.conf import settings
from django.core.paginator import Page
from django.db import connection
from django.http import HttpRequest
from django.urls import URLResolver, get_resolver, get_urlconf, reverse
from django.utils.text import slugify

SITE = re.compile(r"https?://(?:www\.)?(?P<name>[^\s/?#]+)\S*")
NATIONAL = "landelijk"  # initiatives without a city
# who told, and when: long after it happened; a team; nobody here, as it was loaded from sources
LATER, BY_TEAMS, FROM_SOURCES = "later", "team", "bron"

PAGING = {"pagina", "na"}  # words of an address that turn a page of a list


def address(page: str, *of: object, **words: object) -> str:
    """A page with these filter words, in the address bar's own terms.

    In: the name of its URL, whose page it is (a slug) where that is needed, and `stad="utrecht", type=ScalingType.GROWTH, …`; empty and None
    values are left out. Several values of one word say the word again for each: `stad=("utrecht", "leiden")`.
    """
    query = urlencode([(word, str(value)) for word, said in words.items() for value in values_of(said)])
    path = reverse(page, args=of)
    return f"{path}?{query}" if query else path


def values_of(said: object) -> tuple:
    """What is said with one word of an address: nothing, one value, or several."""
    return tuple(said) if isinstance(said, tuple | list) else () if said in (None, "") else (said,)


def for_others(request: HttpRequest, path: str = "") -> str:
    """The whole address of a path here, as others open it: on paper, in a QR code, in a mail. Without a path: of this page."""
    if settings.SITE_ADDRESS:
        return settings.SITE_ADDRESS + (path or request.get_full_path())
    return request.build_absolute_uri(path or None)


def site_of(source: str) -> str:
    """The name of the site on which a source stands; empty for one that is no web address."""
    found = SITE.fullmatch(source)
    return found["name"] if found else ""


def to_type(address: str) -> str:
    """A whole address as people read it aloud and type it: without its scheme and the last slash."""
    return address.split("//", 1)[1].rstrip("/")


class InPages:
    """A list in pages, with the addresses of the pages beside the present one."""

    page: Page

    def at(self, number: int) -> str:
        """The address of another page of this list."""
        raise NotImplementedError

    @property
    def before_url(self) -> str:
        return self.at(self.page.number - 1) if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        return self.at(self.page.number + 1) if self.page.has_next() else ""


def first_words() -> frozenset[str]:
    """The words with which the addresses of the site begin: no programme is called like one of them."""
    return _words_of(get_urlconf() or settings.ROOT_URLCONF)


@cache
def _words_of(urlconf: str) -> frozenset[str]:
    return frozenset(_first_words(get_resolver(urlconf).url_patterns))


def _first_words(patterns: list) -> Iterator[str]:
    for pattern in patterns:
        route = str(pattern.pattern)
        if not route and isinstance(pattern, URLResolver):
            yield from _first_words(pattern.url_patterns)
        yield route.split("/")[0]


def number_in(word: str) -> int | None:
    """The number of a row that an address says; None for what is none."""
    return int(word) if word.isascii() and word.isdecimal() and len(word) < 18 else None


def key_in(word: str) -> uuid.UUID | None:
    """The key of a row that an address or a form says; None for what is none."""
    try:
        return uuid.UUID(word)
    except ValueError:
        return None


def wins_url(**words: object) -> str:
    """The stream of the small wins that these words choose."""
    return address("wins:index", **words)


def on_path(slug: str, win: object) -> str:
    """Where a win stands: on its page of the winding path, whatever its date. In: the web name of its initiative, its key."""
    return address("initiatives:path", slug, pad=win) + f"#win-{win}"


def initiatives_url(**words: object) -> str:
    """The initiatives that these words choose; words about wins choose those with such a win."""
    return address("initiatives:index", **words)


def free_slug(model, text: str) -> str:
    """A web name made of the text, with a number where it is taken, or where the site has that address (`reserved`).

    Two who ask for one in the same table at one moment come one after the other, so that they get two: in a transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [crc32(model._meta.db_table.encode())])
    longest = model._meta.get_field("slug").max_length - 4
    stem = slugify(text)[:longest].strip("-") or model._meta.model_name
    taken = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    taken |= {*getattr(model, "reserved", ())}
    names = (f"{stem}-{number}" if number > 1 else stem for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)
