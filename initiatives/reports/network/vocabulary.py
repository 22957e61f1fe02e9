"""The words of the network with what they mean, and a small win that shows each of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from initiatives.lenses import (
    CellState,
    Depth,
    Direction,
    Level,
    Mechanism,
    Robustness,
    ScalingType,
    explained,
)
from initiatives.lenses.explained import Explained
from initiatives.links import wins_url
from initiatives.models import SmallWin, User, WinLink
from initiatives.reports.counting.cells import Thresholds, thresholds

# Wins of the data set that show a word well, by their key in it. Which word fits is the editors'
# reading, and the page says so; without the data set the page simply has no examples.
EXAMPLES = {
    ScalingType.GROWTH: "br-800",
    ScalingType.REPLICATION: "avds-utrecht",
    ScalingType.CIRCULATION: "br-finland",
    ScalingType.INSTITUTIONALISATION: "moz-keuzevak",
    Direction.OUT: "moz-thomas-more",
    Direction.UP: "wijs-motie",
    Direction.DEEP: "ut-wederkerigheid",
    Level.LOCAL: "bc-keukentafel",
    Level.HORIZONTAL: "oploc-voorbeeld",
    Level.VERTICAL: "dh-curriculum",
    "small_win": "lmds-werkbezoek",
    "paradox": "ut-lombok",
    "setback": "avds-den-haag",
}
# For a mechanism: the later win of a link, and its mechanism says which link.
LINK_EXAMPLES = {
    Mechanism.ENERGIZING: "br-100",
    Mechanism.LEARNING: "ens-pilot2",
    Mechanism.ATTRACTION: "lim-subsidie",
    Mechanism.BANDWAGON: "bc-oost-zuidoost",
    Mechanism.COUPLING: "wijs-samenwijs",
}


@dataclass(frozen=True)
class Entry:
    """One word. `win` shows it; for a mechanism `before` is the win that made `win` possible."""

    code: str
    label: str | Promise
    text: Explained
    href: str
    win: SmallWin | None = None
    before: SmallWin | None = None


@dataclass(frozen=True)
class StateEntry:
    """One state of a cell of the scaling profile, with the rule by which a cell gets it."""

    code: str
    label: str | Promise
    rule: str


@dataclass(frozen=True)
class Vocabulary:
    types: tuple[Entry, ...]
    directions: tuple[Entry, ...]
    levels: tuple[Entry, ...]
    mechanisms: tuple[Entry, ...]
    depths: tuple[tuple[Depth, Promise], ...]
    states: tuple[StateEntry, ...]
    small_win: SmallWin | None
    paradox: SmallWin | None
    setback: SmallWin | None


def vocabulary_for(user: User) -> Vocabulary:
    """All words, with the examples that `user` may see. Two queries."""
    wins = {
        win.dataset_key: win
        for win in SmallWin.objects.visible_to(user)
        .standing()
        .filter(dataset_key__in=EXAMPLES.values())
        .select_related("initiative")
    }
    links = {
        (link.mechanism, link.later.dataset_key): link
        for link in WinLink.objects.known_to(user)
        .filter(later__dataset_key__in=LINK_EXAMPLES.values())
        .select_related("earlier__initiative", "later__initiative")
    }
    return Vocabulary(
        types=_entries("type", ScalingType, explained.TYPES, wins),
        directions=_entries("richting", Direction, explained.DIRECTIONS, wins),
        levels=_entries("niveau", Level, explained.LEVELS, wins),
        mechanisms=tuple(_mechanism(mechanism, links) for mechanism in explained.MECHANISMS),
        depths=tuple(explained.DEPTHS.items()),
        states=tuple(StateEntry(state, state.label, rule_of(state, thresholds())) for state in CellState),
        **{name: wins.get(EXAMPLES[name]) for name in ("small_win", "paradox", "setback")},
    )


def _entries(filter_word: str, words: Iterable, texts: dict, wins: dict) -> tuple[Entry, ...]:
    return tuple(
        Entry(word, word.label, texts[word], wins_url(**{filter_word: word}), wins.get(EXAMPLES[word]))
        for word in words
    )


def _mechanism(mechanism: Mechanism | Robustness, links: dict) -> Entry:
    """Without wins to open where no link shows it."""
    link = links.get((mechanism, LINK_EXAMPLES.get(mechanism)))
    return Entry(
        mechanism,
        mechanism.label,
        explained.MECHANISMS[mechanism],
        wins_url(mechanisme=mechanism) if mechanism in LINK_EXAMPLES else "",
        win=link and link.later,
        before=link and link.earlier,
    )


def rule_of(state: CellState, limits: Thresholds) -> str:
    """The rule in words (theory §14). The rules are tried in order; the first that fits decides."""
    return str(RULES[state]) % {
        "known": limits.known,
        "part": limits.known_share.numerator,
        "whole": limits.known_share.denominator,
        "often": limits.often,
        "voices": limits.voices,
    }


RULES = {
    CellState.NO_DATA: _("Er zijn nog geen small wins verteld, of niemand heeft ze op dit punt bekeken."),
    CellState.TOO_LITTLE: _(
        "Er is hier niets gezien, maar er is ook te weinig bekeken: minder dan %(known)d small wins, of "
        "minder dan %(part)d van de %(whole)d."
    ),
    CellState.NOT_OBSERVED: _(
        "Er is genoeg bekeken: minstens %(known)d small wins, en minstens %(part)d van de %(whole)d. Er "
        "was er hier geen bij. Dat is geen onvoldoende."
    ),
    CellState.DELIBERATELY_NOT: _("Het team heeft gezegd: hier kiezen wij niet voor."),
    CellState.SIGNAL: _(
        "Er is minstens één small win. Voor ‘vaker gezien’ ontbreekt nog iets: hoe vaak, door wie, wie het zag, of wanneer."
    ),
    CellState.SEEN_MORE_OFTEN: _(
        "Er zijn minstens %(often)d small wins, van minstens %(voices)d verschillende vertellers of bronnen. Minstens één "
        "daarvan liet een partner of iemand van buiten zelf zien. Minstens één is van dit of vorig studiejaar."
    ),
}
