"""Every rule of theory §8 as a pure function: facts in, questions out, or how much is still missing."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from initiatives.lenses import (
    Depth,
    Level,
    LossAnswer,
    LossKind,
    LossStatus,
    Perspective,
    ScalingType,
    Severity,
    Side,
    Signal,
    Verdict,
    WallStatus,
)
from initiatives.reports.mirror import wishes
from initiatives.reports.mirror.paradox import FEWEST, Round, low_on, spread_of, voices
from initiatives.reports.signals.facts import Facts, JudgementFact, Limits, LossFact, WinFact

DRIVERS = 6  # the pair of the pilot paradox about those who drive it
FROM_BELOW = (Perspective.STUDENT, Perspective.TEACHER, Perspective.RESIDENT)
BIGGER = {ScalingType.GROWTH, ScalingType.INSTITUTIONALISATION}
STANDING = (WallStatus.ACTIVE, WallStatus.BREACHED)  # an accepted wall raises no question
WINS, LOSSES, JUDGEMENTS, MIXED = "wins", "losses", "judgements", "mixed"


@dataclass(frozen=True)
class Figure:
    """A number, as the rows that it counts. `name` is what the words know it by."""

    name: str
    kind: str
    keys: tuple[str, ...]

    @property
    def number(self) -> int:
        return len(self.keys)


@dataclass(frozen=True)
class Question:
    """A rule that speaks. `about`: the partner, wish, pair, wall or group it is about; empty: all of it.

    `is_hint`: not quite all, but nearly. `variant` chooses between two wordings of one rule.
    """

    signal: Signal
    about: str = ""
    names: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    days: int = 0
    people: tuple[int, int] = (0, 0)
    is_hint: bool = False
    variant: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.signal.value, self.about

    def number(self, name: str) -> int:
        return next(figure.number for figure in self.figures if figure.name == name)


@dataclass(frozen=True)
class TooLittle:
    """A rule that cannot speak yet: so many wins, so many of them answered, so many of those with a type.

    `is_kept` is False where nothing is kept yet of what the rule looks at, so that no answer helps.
    """

    signal: Signal
    wins: int
    known: int | None = None  # None: only the number of wins is asked
    typed: int | None = None  # None: an answer is enough
    is_kept: bool = True


Said = Question | TooLittle
Rule = Callable[[Facts, Limits], Iterable[Said]]


def evaluate(facts: Facts, limits: Limits) -> tuple[tuple[Question, ...], tuple[TooLittle, ...]]:
    """All rules, in the order of theory §8: the questions, and where there is too little to ask."""
    said = list(chain.from_iterable(rule(facts, limits) for rule in RULES))
    return (
        tuple(each for each in said if isinstance(each, Question)),
        tuple(each for each in said if isinstance(each, TooLittle)),
    )


def held(now: Iterable, before: Iterable) -> tuple:
    """Those that already held then and still do. In: questions, or flags of wishes."""
    keys = {question.key for question in before}
    return tuple(question for question in now if question.key in keys)


# ------------------------------------------------------------------ the minimum of data
def enough(limits: Limits, wins: int, known: int) -> bool:
    return wins >= limits.wins and at_least(known, wins, limits.known)


def at_least(part: int, whole: int, of_hundred: int) -> bool:
    return whole > 0 and part * 100 >= of_hundred * whole


def figure(name: str, rows: Sequence, kind: str = WINS) -> Figure:
    return Figure(name, kind, tuple(row.key for row in rows))


# ------------------------------------------------------------------ the rules
def shallow(facts: Facts, limits: Limits) -> Iterator[Said]:
    wins = facts.since(limits.window)
    known = [win for win in wins if win.has_depth]
    if not enough(limits, len(wins), len(known)):
        yield TooLittle(Signal.SHALLOW, len(wins), len(known))
        return
    better = [win for win in known if win.depth == Depth.BETTER]
    if at_least(len(better), len(known), limits.shallow_hint):
        figures = (figure("better", better), figure("known", known), figure("wins", wins))
        yield Question(Signal.SHALLOW, figures=figures, is_hint=len(better) < len(known))


def no_loss(facts: Facts, limits: Limits) -> Iterator[Said]:
    wins = facts.since(limits.window)
    if len(wins) < limits.wins:
        yield TooLittle(Signal.NO_LOSS, len(wins))
        return
    keys = {win.key for win in wins}
    named = any(loss.seen_on >= facts.back(limits.window) or loss.win in keys for loss in facts.losses)
    if named or any(win.loss_answer == LossAnswer.SOMETHING for win in wins):
        return
    looked = [win for win in wins if win.loss_answer == LossAnswer.NOTHING_SEEN]
    figures = (figure("nothing_seen", looked), figure("wins", wins))
    yield Question(Signal.NO_LOSS, figures=figures, variant="nothing_seen" if looked else "not_asked")


def loss_open(facts: Facts, limits: Limits) -> Iterator[Said]:
    """A question for each group. What is open is open, however long ago it was seen."""
    by_group: dict[str, list[LossFact]] = defaultdict(list)
    for loss in _oldest_first(facts.losses):
        if loss.status == LossStatus.OPEN:
            by_group[loss.borne_by].append(loss)
    for group in Perspective:
        losses = by_group[group]
        heavy = [
            each for each in losses if each.severity == Severity.HEAVY and _open_long(each, facts, limits)
        ]
        if heavy or len(losses) >= limits.losses:
            figures = (figure("open", losses, LOSSES), figure("heavy", heavy, LOSSES))
            yield Question(Signal.LOSS_OPEN, about=group.value, figures=figures)


def _open_long(loss: LossFact, facts: Facts, limits: Limits) -> bool:
    return (facts.today - loss.seen_on).days > limits.loss_days


def _oldest_first(losses: Iterable[LossFact]) -> list[LossFact]:
    return sorted(losses, key=lambda loss: (loss.seen_on, loss.key))


def top_down(facts: Facts, limits: Limits) -> Iterator[Said]:
    wins = facts.since(limits.window)
    known = [win for win in wins if win.has_level]
    if not enough(limits, len(wins), len(known)):
        yield TooLittle(Signal.TOP_DOWN, len(wins), len(known))
        return
    vertical = [win for win in known if win.level == Level.VERTICAL]
    local = any(win.level == Level.LOCAL for win in known)
    if not local and at_least(len(vertical), len(known), limits.top_down):
        figures = (figure("vertical", vertical), figure("known", known), figure("wins", wins))
        yield Question(Signal.TOP_DOWN, figures=figures)


def quality(facts: Facts, limits: Limits) -> Iterator[Said]:
    """What happened after it is in the window; the growth is at most half a year before that."""
    bad_losses = [loss for loss in _oldest_first(facts.losses) if loss.kind == LossKind.QUALITY]
    bad_words = [
        each
        for each in sorted(facts.judgements, key=lambda each: (each.known, each.key))
        if each.verdict == Verdict.NEGATIVE and each.perspective in FROM_BELOW
    ]
    bigger = [win for win in facts.since(limits.window + limits.half_year) if BIGGER & (win.types or set())]
    losses = [loss for loss in bad_losses if _came_after(loss.seen_on, bigger, facts, limits)]
    words = [each for each in bad_words if _came_after(each.known, bigger, facts, limits)]
    days = [loss.seen_on for loss in losses] + [each.known for each in words]
    before = [win for win in bigger if any(_within(win.day, day, limits) for day in days)]
    if days:
        figures = (
            figure("bigger", before),
            figure("quality", losses, LOSSES),
            figure("words", words, JUDGEMENTS),
        )
        yield Question(Signal.QUALITY, figures=figures)


def _came_after(day: dt.date, bigger: Iterable[WinFact], facts: Facts, limits: Limits) -> bool:
    return day >= facts.back(limits.window) and any(_within(win.day, day, limits) for win in bigger)


def _within(first: dt.date, then: dt.date, limits: Limits) -> bool:
    return 0 <= (then - first).days <= limits.half_year


def loose(facts: Facts, limits: Limits) -> Iterator[Said]:
    """Not for a young initiative: scatter is normal there. A link is there or not, so all is known."""
    begun = _begun(facts)
    if begun is None:
        yield TooLittle(Signal.LOOSE, 0)
    if begun is None or begun > facts.back(limits.half_year):
        return
    wins = [win for win in facts.since(limits.window) if win.day < facts.back(limits.loose_days)]
    if len(wins) < limits.wins:
        yield TooLittle(Signal.LOOSE, len(wins))
        return
    apart = [win for win in wins if win.key not in facts.linked]
    if at_least(len(apart), len(wins), limits.loose_hint):
        figures = (figure("apart", apart), figure("older", wins))
        yield Question(Signal.LOOSE, figures=figures, is_hint=len(apart) < len(wins))


def _begun(facts: Facts) -> dt.date | None:
    """Where nobody knows when it began, its first win says so."""
    return facts.begun or min((win.day for win in facts.wins if win.day), default=None)


def growth_only(facts: Facts, limits: Limits) -> Iterator[Said]:
    wins = facts.since(limits.window)
    known = [win for win in wins if win.has_types]
    typed = [win for win in known if win.types]
    if not enough(limits, len(wins), len(known)) or len(typed) < limits.wins:
        yield TooLittle(Signal.GROWTH_ONLY, len(wins), len(known), len(typed))
    elif all(win.types == {ScalingType.GROWTH} for win in typed):
        yield Question(Signal.GROWTH_ONLY, figures=(figure("typed", typed), figure("wins", wins)))


def own_org(facts: Facts, limits: Limits) -> Iterator[Said]:
    wins = facts.since(limits.window)
    known = [win for win in wins if win.has_company]
    if not enough(limits, len(wins), len(known)):
        yield TooLittle(Signal.OWN_ORG, len(wins), len(known))
        return
    alone = [win for win in known if _organisations(win, facts) <= 1]
    if at_least(len(alone), len(known), limits.own_org):
        figures = (figure("alone", alone), figure("known", known), figure("wins", wins))
        yield Question(Signal.OWN_ORG, figures=figures)


def _organisations(win: WinFact, facts: Facts) -> int:
    """Those who were there, and the leading one where it was not named: its team told the win."""
    unnamed_lead = bool(facts.leads) and not facts.leads & win.partners
    return len(win.partners) + unnamed_lead


def self_praise(facts: Facts, limits: Limits) -> Iterator[Said]:
    """Known is a win of which somebody gave a verdict; "I don't know" is none."""
    wins = facts.since(limits.window)
    said: dict[str, list[JudgementFact]] = defaultdict(list)
    for each in facts.judgements:
        if each.verdict != Verdict.UNKNOWN:
            said[each.win].append(each)
    judged = [win for win in wins if win.key in said]
    if not enough(limits, len(wins), len(judged)):
        yield TooLittle(Signal.SELF_PRAISE, len(wins), len(judged))
        return
    outside = [each for win in judged for each in said[win.key] if each.perspective not in facts.inside]
    if not outside:
        yield Question(Signal.SELF_PRAISE, figures=(figure("judged", judged), figure("wins", wins)))


def dominant_wish(facts: Facts, limits: Limits) -> Iterator[Said]:
    yield from _of_ties(Signal.DOMINANT_WISH, "for_one", wishes.dominant_wish, facts, limits)


def wish_unserved(facts: Facts, limits: Limits) -> Iterator[Said]:
    yield from _of_ties(Signal.WISH_UNSERVED, "for_another", wishes.wish_unserved, facts, limits)


def _of_ties(signal: Signal, counted: str, rule, facts: Facts, limits: Limits) -> Iterator[Said]:
    """The rules of theory §9 that compare wishes, once enough wins are tied to some wish. In: what each flag counts."""
    if facts.wish_facts is None:
        return  # this reader may not know of wishes, nor of this rule
    wins = facts.since(limits.window)
    tied = {tie.win for tie in facts.wish_facts.serving}
    known = [win for win in wins if win.key in tied]
    if not enough(limits, len(wins), len(known)):
        yield TooLittle(signal, len(wins), len(known))
        return
    for flag in rule(facts.wish_facts, limits.of_wishes):
        deciding = Figure(counted, WINS, flag.wins)
        yield _asked(flag, (deciding, figure("tied", known), figure("wins", wins)))


def tension_open(facts: Facts, limits: Limits) -> Iterator[Said]:
    if facts.wish_facts is not None:
        yield from map(_asked, wishes.tension_open(facts.wish_facts, limits.of_wishes))


def no_wish(facts: Facts, limits: Limits) -> Iterator[Said]:
    if facts.wish_facts is not None:
        yield from map(_asked, wishes.no_wish(facts.wish_facts))


def _asked(flag: wishes.Flag, figures: tuple[Figure, ...] = ()) -> Question:
    return Question(flag.signal, flag.about, flag.names, figures, days=flag.count)


def key_person(facts: Facts, limits: Limits) -> Iterator[Said]:
    """Most wins by one teller, or the last round of the pilot paradox that says the drivers cannot let go."""
    wins = facts.since(limits.window)
    known = [win for win in wins if win.teller is not None]
    if not enough(limits, len(wins), len(known)):
        yield TooLittle(Signal.KEY_PERSON, len(wins), len(known))
        return
    most = Counter(win.teller for win in known).most_common(1)[0][0]
    one = [win for win in known if win.teller == most]
    low, people = _cannot_let_go(facts, limits)
    by_wins = at_least(len(one), len(known), limits.key_person)
    by_people = people >= limits.respondents and low * 2 >= people
    if by_wins or by_people:
        figures = (figure("one", one), figure("told", known), figure("wins", wins)) if by_wins else ()
        yield Question(Signal.KEY_PERSON, figures=figures, people=(low, people) if by_people else (0, 0))


def _cannot_let_go(facts: Facts, limits: Limits) -> tuple[int, int]:
    """Of the last round that was held and that enough people answered; one that just began hides no other."""
    since = facts.back(limits.window)
    held = [each for each in facts.rounds if since <= each.held_on <= facts.today]
    last = max(
        (each for each in held if len(each.answers) >= FEWEST),
        key=lambda each: (each.held_on, each.key),
        default=None,
    )
    if last is None:
        return 0, 0
    spread = spread_of([answers for _day, answers in last.answers])
    return low_on(Round(None, voices(()), spread), DRIVERS, Side.SCALING)


def not_invented_by_me(facts: Facts, limits: Limits) -> Iterator[Said]:
    """Nothing is kept yet of what was borrowed from others."""
    yield TooLittle(Signal.NOT_INVENTED_BY_ME, len(facts.since(limits.window)), is_kept=False)


def invisible(facts: Facts, limits: Limits) -> Iterator[Said]:
    """Nothing is kept yet of what was shared with others."""
    yield TooLittle(Signal.INVISIBLE, len(facts.since(limits.window)), is_kept=False)


def stuck_wall(facts: Facts, limits: Limits) -> Iterator[Said]:
    for wall in sorted(facts.walls, key=lambda wall: (wall.since, wall.key)):
        days = (facts.today - wall.since).days
        if wall.status in STANDING and days > limits.wall_days and len(wall.named_in) >= limits.wall_named:
            named = Figure("named", MIXED, tuple(sorted(wall.named_in)))
            yield Question(Signal.STUCK_WALL, wall.key, (wall.name,), (named,), days=days)


def overload(facts: Facts, limits: Limits) -> Iterator[Said]:
    losses = [
        loss
        for loss in _oldest_first(facts.losses)
        if (loss.kind, loss.borne_by) == (LossKind.TIME, Perspective.TEACHER)
        and loss.seen_on >= facts.back(limits.half_year)
    ]
    if len(losses) >= limits.overload:
        yield Question(Signal.OVERLOAD, figures=(figure("time", losses, LOSSES),))


def silent(facts: Facts, limits: Limits) -> Iterator[Said]:
    """Nothing happened and nothing was told; an initiative that ended may be quiet."""
    since = facts.back(limits.half_year)
    if facts.ended is not None and facts.ended <= facts.today:
        return
    if any(_is_sign_of_life(win, since) for win in facts.wins):
        return
    begun = facts.begun or facts.published
    if facts.wins or (begun is not None and begun < since):
        yield Question(Signal.SILENT)


def _is_sign_of_life(win: WinFact, since: dt.date) -> bool:
    return (win.day is not None and win.day >= since) or (not win.is_loaded and win.known >= since)


RULES: tuple[Rule, ...] = (
    shallow, no_loss, loss_open, top_down, quality, loose, growth_only, own_org, self_praise, dominant_wish,
    wish_unserved, tension_open, no_wish, key_person, not_invented_by_me, invisible, stuck_wall, overload,
    silent,
)  # fmt: skip
