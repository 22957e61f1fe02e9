"""One of the 21 places of the rose, as the card beside it: its state, the rule behind it and its newest wins."""

from dataclasses import dataclass

from django.db.models import QuerySet

from initiatives.lenses import Level
from initiatives.models import ForReader, SmallWin
from initiatives.reports.counting.balance import Dot
from initiatives.reports.counting.tables import Spot, Spots, words_choosing
from initiatives.reports.profile.page import Profile, newest_few


@dataclass(frozen=True)
class PlaceCard(ForReader):
    """A ray at a level. `newest` are the last few of its wins."""

    profile: Profile
    ray: str
    level: Level
    spot: Spot
    newest: tuple[SmallWin, ...]

    @property
    def title(self) -> str:
        return self.spot.name

    @property
    def words(self) -> tuple[str, ...]:
        """The state, and what it rests on."""
        return tuple(filter(None, (str(self.spot.state.label), self.spot.rests_on)))

    @property
    def losses(self) -> tuple[Dot, ...]:
        return self.spot.losses

    @property
    def more(self) -> int:
        """Wins that the card does not show."""
        return self.spot.count - len(self.newest)


def place_of(profile: Profile, ray: str, level: str, wins: QuerySet) -> PlaceCard:
    """In: the profile as somebody looks at it, and the wins that the number of the place opens."""
    spot = Spots(profile.tally, profile.shares, profile.words, profile.balance).place(ray, level)
    newest = newest_few(wins, profile.reader) if spot.count else ()
    return PlaceCard(profile.reader, profile, ray, Level(level), spot, newest)


def place_words(profile: Profile, ray: str, level: str) -> dict[str, str]:
    """The filter words under which the wins of a place stand, as in an address."""
    words = {**profile.words, **words_choosing(ray, level)}
    return {name: str(word) for name, word in words.items() if word}
