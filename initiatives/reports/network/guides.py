"""Where are you stuck, and who can tell how: the initiatives with a win there, by the latest of these wins (theory §14)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Self

from django.db.models import Count, QuerySet
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiatives.lenses import ANSWERS, RAYS, Direction, Level, ScalingType
from initiatives.lenses.words import Words
from initiatives.links import initiatives_url, wins_url
from initiatives.models import SmallWin
from initiatives.models.fields import holds
from initiatives.reports.network.portfolios import as_ray, ray_word
from initiatives.sentences import link, said

WORD = "waar"  # in the address bar
SHOWN = 12


@dataclass(frozen=True)
class Place:
    """A ray of the rose, a level, or both together: one place of the rose."""

    ray: str = ""
    level: str = ""

    @classmethod
    def asked(cls, text: str) -> Self | None:
        """From the address: "growth", "local" or "growth.local"; None for anything else."""
        ray, _dot, level = text.partition(".")
        if ray in Level.values and not level:
            return cls(level=ray)
        return cls(ray, level) if ray in RAYS and level in ("", *Level.values) else None

    @property
    def code(self) -> str:
        return ".".join(filter(None, (self.ray, self.level)))

    @property
    def label(self) -> str:
        """E.g. "groei, lokaal"."""
        ray, level = as_ray(self.ray).label if self.ray else "", Level(self.level).label if self.level else ""
        return ", ".join(filter(None, (str(ray), str(level))))

    @property
    def explanation(self) -> str:
        """What its words mean, each in one sentence."""
        words = (as_ray(self.ray) if self.ray else None, Level(self.level) if self.level else None)
        return " ".join(f"{capfirst(word.label)}: {word.explanation}." for word in words if word)

    @property
    def words(self) -> dict[str, str]:
        """As words of the address bar that choose its wins."""
        return {**(ray_word(self.ray) if self.ray else {}), **({"niveau": self.level} if self.level else {})}

    def wins_among(self, wins: QuerySet) -> QuerySet:
        if self.ray:
            family = "directions" if self.ray in Direction.values else "types"
            wins = wins.filter(holds(ANSWERS[family], self.ray))
        return wins.filter(holds(ANSWERS["level"], self.level)) if self.level else wins


@dataclass(frozen=True)
class Option:
    """One answer to the question, with the page that says who can tell."""

    code: str
    label: str
    href: str
    is_chosen: bool


@dataclass(frozen=True)
class Options:
    """Answers that belong together."""

    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Guides:
    """The question, and for the place that was chosen the latest win of each initiative that has one there."""

    place: Place | None
    choices: tuple[Options, ...]
    initiatives: int = 0
    wins: int = 0
    words: Mapping[str, str] | None = None  # of the address, which choose these wins
    shown: tuple[SmallWin, ...] = ()

    @property
    def heading(self) -> str:
        return _("Wie kan vertellen hoe: %(place)s") % {"place": self.place.label} if self.place else ""

    @property
    def counted(self) -> SafeString | str:
        """How many initiatives have a win there, and how many wins; each number opens them."""
        if not self.wins:
            return _("Hier staat geen small win over. Misschien is het gebeurd, en is het niet verteld.")
        wins = ngettext("%(n)s small win", "%(n)s small wins", self.wins) % {"n": self.wins}
        text = ngettext("%(n)s initiatief", "%(n)s initiatieven", self.initiatives) % {"n": self.initiatives}
        return said(
            _("%(initiatives)s met een small win hier, samen %(wins)s."),
            initiatives=link(initiatives_url(**self.words), text),
            wins=link(wins_url(**self.words), wins),
        )

    @property
    def order(self) -> str:
        """How the list is ordered, and that some have no date."""
        if not self.shown:
            return ""
        undated = sum(win.occurred_on is None for win in self.shown)
        newest = _("Van elk de laatste, de nieuwste bovenaan.")
        last = ngettext(
            "Zonder datum staat onderaan: %(n)d.", "Zonder datum staan onderaan: %(n)d.", undated
        ) % {"n": undated}
        return f"{newest} {last}" if undated else newest

    @cached_property
    def more(self) -> int:
        return self.initiatives - len(self.shown)

    @property
    def more_link(self) -> SafeString:
        text = ngettext("Nog %(n)d initiatief", "Nog %(n)d initiatieven", self.more) % {"n": self.more}
        return link(initiatives_url(**self.words), text)


def guides(wins: QuerySet, words: Mapping[str, str], place: Place | None, *, user, url: Callable) -> Guides:
    """In: the wins and the words that choose them, the place that is asked for, and `url`, this page with another place.

    Three queries where a place is chosen, else none.
    """
    choices = _choices(place, url)
    if place is None:
        return Guides(None, choices)
    there = place.wins_among(wins)
    counted = there.order_by().aggregate(wins=Count("pk"), initiatives=Count("initiative", distinct=True))
    newest = there.newest_of_each_initiative().for_short_list(user).prefetch_related("initiative__cities")
    shown = tuple(newest.newest_first()[:SHOWN])
    return Guides(place, choices, **counted, words={**words, **place.words}, shown=shown)


QUESTIONS = (
    (gettext_lazy("Welke soort?"), ScalingType),
    (gettext_lazy("Welke kant op?"), Direction),
    (gettext_lazy("Welk niveau?"), Level),
)


def _choices(place: Place | None, url: Callable) -> tuple[Options, ...]:
    """Types, directions and levels. With a ray chosen, a level narrows it to one place of the rose."""
    ray, level = (place.ray, place.level) if place else ("", "")
    return tuple(
        Options(str(label), tuple(_option(word, ray, level, url) for word in words))
        for label, words in QUESTIONS
    )


def _option(word: Words, ray: str, level: str, url: Callable) -> Option:
    """A chosen word is taken away by the same tap."""
    is_chosen = word in (ray, level)
    if word in Level.values:
        to = Place(ray, "" if is_chosen else word)
    else:
        to = Place("" if is_chosen else word, level)
    label = capfirst(word.label)
    return Option(word, label, url(to.code), is_chosen)


def addresses(url: Callable) -> dict[str, str]:
    """The page at every place of the rose, by its code."""
    return {Place(ray, level).code: url(Place(ray, level).code) for ray in RAYS for level in Level}
