"""What a room of the network asks of the filter in its address."""

from collections.abc import Mapping
from typing import Protocol, Self

from django.db.models import QuerySet

from initiatives.models import Onlooker
from initiatives.periods import Period


class Chosen(Protocol):
    """Its reader, the words that were given, and the rows that fit."""

    onlooker: Onlooker
    user: object
    words: Mapping[str, object]
    place: Mapping[str, object]  # the words about initiatives
    about_wins: Mapping[str, object]
    period: Period | None

    def wins(self) -> QuerySet: ...
    def initiatives_here(self) -> QuerySet: ...
    def without(self, *names: str) -> Self: ...
    def values(self, name: str) -> tuple[str, ...]: ...
    def url(self, page: str = "", **changes: object) -> str: ...
