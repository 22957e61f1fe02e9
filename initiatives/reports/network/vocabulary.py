"""The words of the network with what they mean, and a small win that shows each of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.language import in_language, titled
from initiatives.lenses import (
    Answer,
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
from initiatives.models import Onlooker, SmallWin, WinLink
from initiatives.models.evidence import had_headwind, lasting
from initiatives.reports.counting.cells import Thresholds, thresholds
from initiatives.sentences import said

# Wins of the data set that pass the definition of a word, by their key in it. Which one is the editors' choice, and the
# page says so. A word without a win that passes is not here: then the page says that there is no example yet.
EXAMPLES = {
    ScalingType.GROWTH: "moz-375",
    ScalingType.REPLICATION: "avds-utrecht",
    ScalingType.CIRCULATION: "br-ovpas",
    ScalingType.INSTITUTIONALISATION: "wijs-overeenkomst-2018",
    Direction.OUT: "boot-zaanstad",
    Direction.UP: "fl-stad",
    Direction.DEEP: "ut-wederkerigheid",
    Level.LOCAL: "bc-keukentafel",
    Level.HORIZONTAL: "mst-lab-start",
    Level.VERTICAL: "ut-ambassadeurs",
    "small_win": "ut-wederkerigheid",
    "paradox": "ut-lombok",
}
# For a mechanism: the later win of a link that says how, by a source or a team.
LINK_EXAMPLES = {
    Mechanism.LEARNING: "ew-verbinders",
    Mechanism.ATTRACTION: "wijs-impuls",
}


@dataclass(frozen=True)
class Example:
    """A win that shows a word; for a mechanism `before` is the win that made it possible. `says`: whose reading that is."""

    win: SmallWin
    says: str
    before: SmallWin | None = None

    @property
    def text(self) -> SafeString:
        """The win with its initiative, after the one before it."""
        named = said(
            _("%(win)s (%(initiative)s)"),
            win=titled(self.win),
            initiative=in_language(self.win.initiative, "title"),
        )
        if self.before is None:
            return named
        return said(_("%(before)s maakte mogelijk: %(win)s"), before=titled(self.before), win=named)


@dataclass(frozen=True)
class Entry:
    """One word, with a win that shows it where there is one."""

    code: str
    label: str | Promise
    text: Explained
    href: str
    example: Example | None = None


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
    meanings: tuple[tuple[Promise, Promise, Promise], ...]
    strategies: tuple[Promise, ...]
    states: tuple[StateEntry, ...]
    small_win: SmallWin | None
    paradox: SmallWin | None


def vocabulary_for(onlooker: Onlooker) -> Vocabulary:
    """All words, with the examples that the reader may see. Three queries."""
    told = onlooker.wins.select_related("initiative")
    wins = {win.dataset_key: win for win in told.filter(dataset_key__in=EXAMPLES.values())}
    return Vocabulary(
        types=_entries("type", ScalingType, explained.TYPES, _read_as(wins, "types")),
        directions=_entries("richting", Direction, explained.DIRECTIONS, _read_as(wins, "directions")),
        levels=_entries("niveau", Level, explained.LEVELS, _read_as(wins, "level")),
        mechanisms=_mechanisms(onlooker, told),
        depths=tuple(explained.DEPTHS.items()),
        meanings=explained.OTHER_MEANINGS,
        strategies=explained.STRATEGIES,
        states=tuple(StateEntry(state, state.label, rule_of(state, thresholds())) for state in CellState),
        small_win=_if_done(wins.get(EXAMPLES["small_win"])),
        paradox=wins.get(EXAMPLES["paradox"]),
    )


# ------------------------------------------------------------------ examples that pass their definition
def _entries(
    filter_word: str, words: Iterable, texts: dict, example: Callable[[str], Example | None]
) -> tuple[Entry, ...]:
    return tuple(
        Entry(word, word.label, texts[word], wins_url(**{filter_word: word}), example(word)) for word in words
    )


def _read_as(wins: Mapping[str, SmallWin], question: str) -> Callable[[str], Example | None]:
    """The example of a word: its win, as long as it is read so, and has happened and is finished."""

    def example(word: str) -> Example | None:
        win = _if_done(wins.get(EXAMPLES[word]))
        if win is None or word not in [tag.word for tag in win.tags]:
            return None
        by_editors = getattr(win, question) is None
        return Example(win, _("ingedeeld door de redactie") if by_editors else _("ingedeeld door het team"))

    return example


def _if_done(win: SmallWin | None) -> SmallWin | None:
    """The win, where somebody says that it happened and is finished: no plan and no wish."""
    is_done = win and win.counted("concrete") == win.counted("completed") == Answer.YES
    return win if is_done else None


def _mechanisms(onlooker: Onlooker, told) -> tuple[Entry, ...]:
    links = {
        (link.mechanism, link.later.dataset_key): link
        for link in WinLink.objects.known_to(onlooker.user)
        .filter(later__dataset_key__in=LINK_EXAMPLES.values())
        .select_related("earlier__initiative", "later__initiative")
    }
    found = {
        mechanism: Example(links[at].later, str(links[at].grounds), links[at].earlier)
        for mechanism, key in LINK_EXAMPLES.items()
        if (at := (mechanism, key)) in links
    }
    found[Robustness.ROBUSTNESS] = _stood(told)
    return tuple(
        Entry(word, word.label, text, _links_url(word), found.get(word))
        for word, text in explained.MECHANISMS.items()
    )


def _links_url(mechanism: Mechanism | Robustness) -> str:
    return wins_url(mechanisme=mechanism) if mechanism in Mechanism else wins_url(staat="tegenwind")


def _stood(told) -> Example | None:
    """A win that somebody found standing, a year later and after headwind: the last look decides. No link shows this."""
    win = told.filter(lasting(), had_headwind()).newest_first().first()
    return (
        Example(win, _("gevonden in een terugblik: het stond er nog, na tegenwind en na een jaar"))
        if win
        else None
    )


# ------------------------------------------------------------------ states
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
    CellState.NO_DATA: gettext_lazy(
        "Er staan nog geen small wins, of bij geen ervan is op deze vraag een antwoord bekend."
    ),
    CellState.TOO_LITTLE: gettext_lazy(
        "Er is hier niets gezien, maar er is ook te weinig bekeken: minder dan %(known)d small wins, of "
        "minder dan %(part)d van de %(whole)d."
    ),
    CellState.NOT_OBSERVED: gettext_lazy(
        "Er is genoeg bekeken: minstens %(known)d small wins, en minstens %(part)d van de %(whole)d. Er "
        "was er hier geen bij. Dat is geen onvoldoende."
    ),
    CellState.DELIBERATELY_NOT: gettext_lazy("Het team heeft gezegd: hier kiezen wij niet voor."),
    CellState.SIGNAL: gettext_lazy(
        "Er is minstens één small win. Voor ‘vaker gezien’ ontbreekt nog iets: hoe vaak, door wie, wie het zag, of wanneer."
    ),
    CellState.SEEN_MORE_OFTEN: gettext_lazy(
        "Er zijn minstens %(often)d small wins, van minstens %(voices)d verschillende vertellers of bronnen. Minstens één "
        "daarvan liet een partner of iemand van buiten zelf zien. Minstens één is van dit of vorig studiejaar."
    ),
}
