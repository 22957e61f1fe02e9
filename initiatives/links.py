"""The addresses under which every number opens exactly the rows that it counts."""

from urllib.parse import urlencode

from django.urls import reverse


def address(page: str, *of: object, **words: object) -> str:
    """A page with these filter words, in the address bar's own terms.

    In: the name of its URL, whose page it is (a slug) where that is needed, and `stad="utrecht", type=ScalingType.GROWTH, …`; empty and None
    values are left out.
    """
    query = urlencode({word: str(value) for word, value in words.items() if value not in (None, "")})
    path = reverse(page, args=of)
    return f"{path}?{query}" if query else path


def wins_url(**words: object) -> str:
    """The stream of the small wins that these words choose."""
    return address("wins:index", **words)


def initiatives_url(**words: object) -> str:
    """The initiatives that these words choose; words about wins choose those with such a win."""
    return address("initiatives:index", **words)
