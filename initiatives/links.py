"""The addresses under which every number opens exactly the rows that it counts."""

from urllib.parse import urlencode

from django.urls import reverse


def wins_url(**words: object) -> str:
    """The stream of small wins with these filter words, in the address bar's own terms.

    In: `stad="utrecht", type=ScalingType.GROWTH, …`; empty and None values are left out.
    """
    query = urlencode({word: str(value) for word, value in words.items() if value not in (None, "")})
    address = reverse("wins:index")
    return f"{address}?{query}" if query else address
