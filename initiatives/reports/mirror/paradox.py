"""The pilot paradox as several parties see it: the spread per pair, who is missing, and never a total (theory §4)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.lenses import Degree, NoDegree, Origin, PairResult, Perspective, Side, Verdict
from initiatives.lenses.paradox import HIGH, ITEMS, Item, items_of, pair_result
from initiatives.models import ForReader, Judgement, PilotCheck, Reader, Recognition, SmallWin
from initiatives.models.paradox import FEWEST
from initiatives.sentences import joined, listed, styled

Given = Mapping[tuple[int, str], str]  # what one person answered: a code for an item and a side
EARLIER = 3  # rounds that stand beside the one on the page, pair by pair
FIRST = 3  # pairs to start with


# ------------------------------------------------------------------ the spread, from answers alone
@dataclass(frozen=True)
class Count:
    """How many gave one answer; an empty code is no answer at all."""

    code: str
    label: str
    people: int

    @property
    def called(self) -> str:
        return str(self.label) if self.code else _("niet ingevuld")

    @property
    def units(self) -> range:
        """One for each person."""
        return range(self.people)

    @property
    def style(self) -> str:
        """The answer as a style name."""
        return {"": "silent", NoDegree.NOT_APPLICABLE: "apart"}.get(self.code, self.code)


@dataclass(frozen=True)
class SideSpread:
    """How the people of a round answered one side."""

    side: Side
    question: str
    counts: tuple[Count, ...]

    @property
    def given(self) -> tuple[Count, ...]:
        return tuple(count for count in self.counts if count.people)

    @property
    def said(self) -> SafeString:
        """The answers that were given, each with its number of people."""
        return joined((_unbroken(f"{count.called}: {count.people}") for count in self.given), " · ")


@dataclass(frozen=True)
class ItemSpread:
    """How the people of a round see one pair: both sides, and what each person's two answers say together."""

    item: Item
    people: int
    pilot: SideSpread
    scaling: SideSpread
    results: tuple[tuple[PairResult, int], ...]

    @property
    def tension(self) -> int:
        """How many see that the pilot has it, and scaling does not yet."""
        return dict(self.results)[PairResult.TENSION]

    @property
    def differing(self) -> int:
        """How many see it otherwise than most do, of those who answered both sides."""
        known = [people for result, people in self.results if result != PairResult.UNKNOWN]
        return sum(known) - max(known)

    @property
    def stands_out(self) -> int:
        """How many people make it worth to start here: by tension, or by seeing it otherwise."""
        return max(self.tension, self.differing)

    @property
    def seen(self) -> tuple[tuple[PairResult, str, int], ...]:
        """Each result that occurs, how this pair calls it, and how many people see it."""
        return tuple(
            (result, self.item.word_for(result), people) for result, people in self.results if people
        )

    @property
    def tension_said(self) -> str:
        words = {"n": self.tension, "all": self.people, "word": self.item.word_for(PairResult.TENSION)}
        opposed = _("%(n)s van %(all)s zagen spanning")
        return (opposed if self.item.are_opposed else _("%(n)s van %(all)s: %(word)s")) % words


def _unbroken(text: str) -> SafeString:
    """Words that stay on one line."""
    return styled("nowrap", text)


def spread_of(people: Sequence[Given], items: Sequence[Item] = ITEMS) -> tuple[ItemSpread, ...]:
    """The spread of every pair, in the fixed order of the pairs. In: the answers of each person, and the words they answered."""
    return tuple(_item_spread(item, people) for item in items)


def _item_spread(item: Item, people: Sequence[Given]) -> ItemSpread:
    results = Counter(_result(given, item.number) for given in people)
    return ItemSpread(
        item=item,
        people=len(people),
        pilot=_side_spread(item.number, Side.PILOT, item.pilot, people),
        scaling=_side_spread(item.number, Side.SCALING, item.scaling, people),
        results=tuple((result, results[result]) for result in PairResult),
    )


def _side_spread(number: int, side: Side, question: str, people: Sequence[Given]) -> SideSpread:
    counted = Counter(given.get((number, side), "") for given in people)
    words = [*((word.value, word.label) for word in (*Degree, *NoDegree)), ("", "")]
    return SideSpread(side, question, tuple(Count(code, label, counted[code]) for code, label in words))


def _result(given: Given, number: int) -> PairResult:
    return pair_result(_degree(given.get((number, Side.PILOT))), _degree(given.get((number, Side.SCALING))))


def _degree(code: str | None) -> int | None:
    return int(code) if code in Degree.values else None


# ------------------------------------------------------------------ who answered, and who did not
@dataclass(frozen=True)
class Voices:
    """From which position people answered."""

    counts: tuple[tuple[Perspective, int], ...]

    @property
    def people(self) -> int:
        return sum(people for _perspective, people in self.counts)

    @property
    def heard(self) -> tuple[tuple[Perspective, int], ...]:
        return tuple((perspective, people) for perspective, people in self.counts if people)

    @property
    def heard_said(self) -> SafeString:
        return joined(_unbroken(f"{perspective.label} {people}") for perspective, people in self.heard)

    @property
    def missing(self) -> tuple[Perspective, ...]:
        return tuple(perspective for perspective, people in self.counts if not people)

    @property
    def missing_said(self) -> str:
        """From which positions nobody answered: the lead of the sentence, in front of `missing_listed`."""
        return _("Nog niemand vanuit:") if self.people else _("Nog niemand heeft geantwoord. We missen:")

    @property
    def missing_listed(self) -> str:
        return listed(perspective.label for perspective in self.missing)

    @property
    def nobody(self) -> str:
        labels = ", ".join(str(perspective.label) for perspective in self.missing)
        return _("Niemand vanuit:") + f" {labels}." if labels else ""


def voices(perspectives: Iterable[str]) -> Voices:
    counted = Counter(perspectives)
    return Voices(tuple((perspective, counted[perspective]) for perspective in Perspective))


# ------------------------------------------------------------------ the rounds
@dataclass(frozen=True)
class Round:
    """One round. Without enough people `items` is empty: one could tell whose answer it is."""

    check: PilotCheck
    voices: Voices
    items: tuple[ItemSpread, ...]
    recognised: tuple[tuple[Item, int], ...] = ()  # what people shared of themselves, for who may know it

    @property
    def is_shown(self) -> bool:
        return bool(self.items)

    @property
    def still_needed(self) -> int:
        return max(0, FEWEST - self.voices.people)


@dataclass(frozen=True)
class ItemOverTime:
    """A pair in one round, and the same pair in the rounds before it."""

    now: ItemSpread
    before: tuple[tuple[PilotCheck, ItemSpread], ...]

    @property
    def before_said(self) -> str:
        """The number of people who saw tension, for each earlier round."""
        return " · ".join(
            f"{date_format(check.taken_on, 'F Y')}: {spread.tension_said}" for check, spread in self.before
        )


def rounds_of(checks: QuerySet, *, shared: QuerySet | None = None) -> tuple[Round, ...]:
    """The rounds with their people and answers, latest first, in three queries; four with what people shared of themselves.

    In: `shared`, the recognitions that the reader may know.
    """
    shared = Recognition.objects.none() if shared is None else shared
    rows = checks.order_by("-taken_on", "-created_at").prefetch_related(
        "respondents__answers", Prefetch("recognitions", shared)
    )
    return tuple(_round(check) for check in rows)


def _round(check: PilotCheck) -> Round:
    people, items = check.respondents.all(), items_of(check.version)
    given = [one.given for one in people]
    return Round(
        check,
        voices(one.perspective for one in people),
        spread_of(given, items) if len(given) >= FEWEST else (),
        _recognised(check, items),
    )


def _recognised(check: PilotCheck, items: Sequence[Item]) -> tuple[tuple[Item, int], ...]:
    """Each pair that somebody recognises in themselves, with how many do; the most named first."""
    counted = Counter(number for one in check.recognitions.all() for number in one.items)
    named = [(item, counted[item.number]) for item in items if counted[item.number]]
    return tuple(sorted(named, key=lambda pair: -pair[1]))


# ------------------------------------------------------------------ judged only by those who run it
@dataclass(frozen=True)
class OwnPraise:
    """Wins that somebody called a success, and whether only the team did: "wij van WC-eend"."""

    judged: tuple[SmallWin, ...]  # with any judgement
    not_asked: int  # standing wins without any judgement

    @property
    def praised(self) -> tuple[SmallWin, ...]:
        """Somebody called them good."""
        return tuple(win for win in self.judged if win.is_praised)

    @property
    def only_team(self) -> tuple[SmallWin, ...]:
        """Called good, and by the team alone."""
        return tuple(win for win in self.praised if not win.is_praised_elsewhere)

    @property
    def unasked(self) -> tuple[SmallWin, ...]:
        """The wins among those that nobody else judged; "I don't know" is no judgement."""
        return tuple(win for win in self.only_team if not win.is_judged_elsewhere)


def own_praise(reader: Reader) -> OwnPraise:
    """The judged wins, and how many were not judged. In: a reader who may know of the judgements. Two queries."""
    judgements = reader.sees(Judgement).filter(win=OuterRef("pk"))
    good, elsewhere = Q(verdict=Verdict.POSITIVE), ~Q(perspective=Perspective.TEAM)
    judged = reader.wins.filter(Exists(judgements)).annotate(
        is_praised=Exists(judgements.filter(good)),
        is_praised_elsewhere=Exists(judgements.filter(good, elsewhere)),
        is_judged_elsewhere=Exists(judgements.filter(elsewhere).exclude(verdict=Verdict.UNKNOWN)),
    )
    rows = tuple(judged.newest_first().defer("search"))
    return OwnPraise(rows, reader.wins.count() - len(rows))


# ------------------------------------------------------------------ for the signals
def low_on(one: Round, number: int, side: Side) -> tuple[int, int]:
    """How many answered one side low, of how many that gave a degree there. (0, 0) where too few took part."""
    spread = next((each for each in one.items if each.item.number == number), None)
    if spread is None:
        return 0, 0
    counts = (spread.pilot if side == Side.PILOT else spread.scaling).counts
    degrees = [(int(count.code), count.people) for count in counts if count.code in Degree.values]
    return sum(n for value, n in degrees if value < HIGH), sum(n for _value, n in degrees)


# ------------------------------------------------------------------ the page
@dataclass(frozen=True)
class Paradox(ForReader):
    """The page of the pilot paradox. `now`: the round that it shows in full, if any can be shown."""

    rounds: tuple[Round, ...]  # all of them, latest first
    now: Round | None
    praise: OwnPraise
    words = tuple(PairResult)  # what the results are called

    @property
    def running(self) -> tuple[Round, ...]:
        """Those that wait for more people. They hide nothing of the rounds that were answered."""
        return tuple(one for one in self.rounds if one.check.works and not one.is_shown)

    @property
    def others(self) -> tuple[Round, ...]:
        """The rounds beside the one that is shown."""
        return tuple(one for one in self.rounds if one != self.now and one not in self.running)

    @property
    def asked(self) -> Round | None:
        """The round for which the page says first who is missing."""
        return next(iter(self.running), self.now)

    @property
    def asked_said(self) -> str:
        """The date of that round, if the page also shows another one."""
        if not (self.running and self.now):
            return ""
        return _("Ronde van %(on)s") % {"on": date_format(self.asked.check.taken_on, "j F Y")} + ":"

    @cached_property
    def items(self) -> tuple[ItemOverTime, ...]:
        """The pairs of the round that is shown, with what people said before in the same words."""
        if self.now is None:
            return ()
        before = [one for one in self.rounds[self.rounds.index(self.now) + 1 :] if one.is_shown]
        return tuple(
            ItemOverTime(spread, _same_before(spread.item, place, before))
            for place, spread in enumerate(self.now.items)
        )

    @cached_property
    def first(self) -> tuple[ItemOverTime, ...]:
        """Where to start: at most three pairs, with most tension or in which people differ most."""
        ranked = sorted(self.items, key=lambda item: (-item.now.stands_out, -item.now.tension))
        return tuple(item for item in ranked[:FIRST] if item.now.stands_out)

    @property
    def as_much_elsewhere(self) -> str:
        """Pairs that might have stood first as well, where there are more than three."""
        least = self.first[-1].now if self.first else None
        others = [item for item in self.items if item not in self.first and _is_as_much(item.now, least)]
        words = ngettext(
            "Bij %(n)d ander paar is dat even veel.", "Bij %(n)d andere paren is dat even veel.", len(others)
        )
        return words % {"n": len(others)} if others else ""

    @property
    def rest(self) -> tuple[tuple[Origin, tuple[ItemOverTime, ...]], ...]:
        """The other pairs, by where they come from."""
        others = [item for item in self.items if item not in self.first]
        groups = ((origin, tuple(i for i in others if i.now.item.origin == origin)) for origin in Origin)
        return tuple((origin, items) for origin, items in groups if items)


def _same_before(
    item: Item, place: int, rounds: Sequence[Round]
) -> tuple[tuple[PilotCheck, ItemSpread], ...]:
    """What people said before about the same two questions; in other words it cannot be compared."""
    same = [(one.check, one.items[place]) for one in rounds if one.items[place].item.asks_as(item)]
    return tuple(same[:EARLIER])


def _is_as_much(spread: ItemSpread, least: ItemSpread | None) -> bool:
    return least is not None and (spread.stands_out, spread.tension) == (least.stands_out, least.tension)


def paradox_page(reader: Reader, chosen: str = "") -> Paradox:
    """In: somebody who may know the answers, taken together, and the number of the round to show.

    Shows the latest round that enough people answered where that one cannot be. A fixed number of queries.
    """
    checks = reader.sees_here(PilotCheck).select_related("initiative")
    rounds = rounds_of(checks, shared=reader.sees(Recognition))
    return Paradox(
        reader=reader,
        rounds=rounds,
        now=_round_to_show(rounds, chosen),
        praise=own_praise(reader),
    )


def _round_to_show(rounds: Iterable[Round], chosen: str) -> Round | None:
    shown = [one for one in rounds if one.is_shown]
    return next((one for one in shown if str(one.check.pk) == chosen), next(iter(shown), None))
