"""Every rule of theory §8 at its boundary: it asks, it does not, or there is too little to ask."""

import datetime as dt
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from initiatives.lenses import (
    CompanyAnswer,
    Degree,
    Depth,
    Level,
    LossAnswer,
    LossKind,
    LossStatus,
    PartnerKind,
    Perspective,
    ScalingType,
    Severity,
    Side,
    Signal,
    Verdict,
    WallStatus,
    WishRelation,
)
from initiatives.reports.mirror import served
from initiatives.reports.signals.facts import (
    Facts,
    JudgementFact,
    LossFact,
    PartnerFact,
    RoundFact,
    TieFact,
    WallFact,
    WinFact,
    as_known_on,
)
from initiatives.reports.signals.limits import Limits, limits
from initiatives.reports.signals.questions import WINS, CountedRows, Question, TooLittle
from initiatives.reports.signals.rules import RULES, evaluate, held

TODAY = dt.date(2026, 3, 1)
LIMITS = Limits()
G, R, C, I = ScalingType  # noqa: E741
BETTER, DIFFERENT, RETHINK = Depth.BETTER, Depth.DIFFERENT, Depth.RETHINK


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def win(key, days=30, known=None, **details) -> WinFact:
    """A win of so many days ago, told on the same day."""
    return WinFact(str(key), ago(days if known is None else known), ago(days), **details)


def wins(*each: dict, days=30) -> tuple[WinFact, ...]:
    return tuple(win(n, days, **details) for n, details in enumerate(each))


def facts(**details) -> Facts:
    return Facts(TODAY, **{"begun": ago(1000), "wish_facts": served.Wishes(TODAY)} | details)


def loss(key, days=10, kind=LossKind.TIME, borne_by=Perspective.TEACHER, **details) -> LossFact:
    return LossFact(str(key), ago(days), ago(days), kind, borne_by, **details)


def speak(signal: Signal, known: Facts, limits: Limits = LIMITS) -> list:
    return list(RULES[signal].speaks(known, limits))


def words_of(asked: Question) -> str:
    return RULES[asked.signal].says(asked)


def lacks(said: TooLittle) -> str:
    return RULES[said.signal].missing(said, LIMITS)


def said(signal, *, limits=LIMITS, **details) -> str:
    """The outcome of a rule: "asks", "hints", "too little" or "quiet"."""
    found = speak(signal, facts(**details), limits)
    if not found:
        return "quiet"
    if isinstance(found[0], TooLittle):
        return "too little"
    return "hints" if found[0].is_hint else "asks"


def of_ten(yes: int, no: int, silent: int, hit: dict, miss: dict) -> tuple[WinFact, ...]:
    return wins(*[hit] * yes, *[miss] * no, *[{}] * silent)


# ------------------------------------------------------------------ rules about a share of the wins
@pytest.mark.parametrize(
    "yes, no, silent, expected",
    [
        (5, 0, 0, "asks"),
        (4, 0, 0, "too little"),
        (6, 0, 4, "asks"),  # sixty of a hundred are known
        (5, 0, 4, "too little"),
        (8, 2, 0, "hints"),
        (7, 2, 0, "quiet"),
        (0, 5, 0, "quiet"),
    ],
)
def test_shallow(yes, no, silent, expected):
    told = of_ten(yes, no, silent, {"depth": BETTER}, {"depth": RETHINK})
    assert said(Signal.SHALLOW, wins=told) == expected


def test_dont_know_is_no_answer():
    told = wins(*[{"depth": BETTER}] * 5, *[{"depth": Depth.UNKNOWN}] * 4)
    assert said(Signal.SHALLOW, wins=told) == "too little"


@pytest.mark.parametrize("days, expected", [(365, "asks"), (366, "too little")])
def test_the_window_is_a_year(days, expected):
    assert said(Signal.SHALLOW, wins=wins(*[{"depth": BETTER}] * 5, days=days)) == expected


def test_undated_wins_are_in_no_window():
    told = tuple(WinFact(str(n), ago(3), None, depth=BETTER) for n in range(9))
    assert said(Signal.SHALLOW, wins=told) == "too little"


@pytest.mark.parametrize(
    "vertical, horizontal, local, silent, expected",
    [
        (8, 2, 0, 0, "asks"),
        (7, 2, 0, 0, "quiet"),
        (8, 1, 1, 0, "quiet"),
        (4, 0, 0, 0, "too little"),
        (6, 0, 0, 4, "asks"),
        (5, 0, 0, 4, "too little"),
    ],
)
def test_top_down(vertical, horizontal, local, silent, expected):
    levels = [Level.VERTICAL] * vertical + [Level.HORIZONTAL] * horizontal + [Level.LOCAL] * local
    told = wins(*({"level": level} for level in levels), *[{}] * silent)
    assert said(Signal.TOP_DOWN, wins=told) == expected


@pytest.mark.parametrize(
    "types, expected",
    [
        ([{G}] * 5, "asks"),
        ([{G}] * 4, "too little"),
        ([{G}] * 5 + [{G, R}], "quiet"),
        ([{G}] * 5 + [{I}], "quiet"),
        ([{G}] * 5 + [set()], "asks"),  # none of these is no type
        ([{G}] * 4 + [set()], "too little"),
        ([{G}] * 6 + [None] * 4, "asks"),
        ([{G}] * 5 + [None] * 4, "too little"),
        ([{G}] * 5 + [{"unknown"}] * 4, "too little"),
    ],
)
def test_growth_only(types, expected):
    told = wins(*({"types": None if each is None else frozenset(each)} for each in types))
    assert said(Signal.GROWTH_ONLY, wins=told) == expected


def test_where_all_is_known_and_little_has_a_type_it_says_that():
    (none,) = speak(Signal.GROWTH_ONLY, facts(wins=wins(*[{"types": frozenset()}] * 6)))
    assert lacks(none) == "0 van de 6 small wins hebben een soort van opschalen. Er zijn er 5 nodig."
    (unknown,) = speak(Signal.GROWTH_ONLY, facts(wins=wins({"types": frozenset({G})}, *[{}] * 5)))
    assert lacks(unknown).startswith("Van 1 van de 6 small wins weten we het antwoord.")


LEAD, OTHER = 1, 2


@pytest.mark.parametrize(
    "alone, expected_partners, leads, expected",
    [
        ({"partners": frozenset({LEAD})}, {LEAD, OTHER}, {LEAD}, "asks"),
        ({"company_answer": CompanyAnswer.NOBODY}, {OTHER}, {LEAD}, "asks"),
        ({"partners": frozenset({OTHER})}, {LEAD, OTHER}, {LEAD}, "quiet"),  # the lead told it
        ({"partners": frozenset({OTHER})}, {LEAD, OTHER}, set(), "asks"),
        ({"company_answer": CompanyAnswer.UNKNOWN}, {LEAD, OTHER}, {LEAD}, "too little"),
    ],
)
def test_own_org(alone, expected_partners, leads, expected):
    told = wins(*[alone] * 8, *[{"partners": frozenset(expected_partners)}] * 2)
    assert said(Signal.OWN_ORG, wins=told, leads=frozenset(leads)) == expected
    fewer = wins(*[alone] * 7, *[{"partners": frozenset({LEAD, OTHER})}] * 2)
    assert said(Signal.OWN_ORG, wins=fewer, leads=frozenset(leads)) in ("quiet", "too little")


@pytest.mark.parametrize(
    "by_one, by_others, nobody, expected",
    [
        (8, 2, 0, "asks"),
        (7, 2, 0, "quiet"),
        (4, 0, 0, "too little"),
        (6, 0, 4, "asks"),
        (5, 0, 4, "too little"),
    ],
)
def test_key_person(by_one, by_others, nobody, expected):
    others = [{"teller": 100 + n} for n in range(by_others)]
    told = wins(*[{"teller": 7}] * by_one, *others, *[{}] * nobody)
    assert said(Signal.KEY_PERSON, wins=told) == expected


TOLD_BY_FIVE = wins(*({"teller": n} for n in range(5)))


def pilot(*codes: str | None, held=20, known=20, key="a") -> RoundFact:
    """A round in which each code is one person's answer on whether the drivers can let go."""
    given = [{(6, Side.SCALING.value): code} if code else {} for code in codes]
    return RoundFact(key, ago(held), tuple((ago(known), each) for each in given))


@pytest.mark.parametrize(
    "codes, expected",
    [
        ([Degree.NO, Degree.A_LITTLE, Degree.YES], "asks"),
        ([Degree.NO, Degree.NO, Degree.YES, Degree.YES], "asks"),
        ([Degree.NO, Degree.LARGELY, Degree.YES], "quiet"),  # one of three
        ([Degree.NO, Degree.NO], "quiet"),
        ([Degree.NO, Degree.NO, "unknown"], "quiet"),  # two gave a degree
    ],
)
def test_key_person_by_the_pilot_paradox(codes, expected):
    assert said(Signal.KEY_PERSON, wins=TOLD_BY_FIVE, rounds=(pilot(*codes),)) == expected


def test_the_pilot_paradox_alone_asks_nothing_where_there_are_too_few_wins():
    low = (pilot(*[Degree.NO] * 3),)
    assert said(Signal.KEY_PERSON, rounds=low) == "too little"
    assert said(Signal.KEY_PERSON, wins=TOLD_BY_FIVE[1:], rounds=low) == "too little"
    assert (
        said(Signal.KEY_PERSON, wins=wins(*[{}] * 5), rounds=low) == "too little"
    )  # nobody knows who told them


def test_only_the_last_round_within_a_year_counts():
    low, high = pilot(*[Degree.NO] * 3, held=50), pilot(*[Degree.YES] * 3, held=20, key="b")
    assert said(Signal.KEY_PERSON, wins=TOLD_BY_FIVE, rounds=(low, high)) == "quiet"
    old = replace(low, held_on=ago(366))
    assert said(Signal.KEY_PERSON, wins=TOLD_BY_FIVE, rounds=(old,)) == "quiet"
    assert said(Signal.KEY_PERSON, wins=TOLD_BY_FIVE, rounds=(low,)) == "asks"


def test_a_round_ahead_or_of_too_few_people_hides_no_earlier_one():
    low = pilot(*[Degree.NO] * 3, held=50)
    few, ahead = pilot(Degree.YES, key="b"), pilot(*[Degree.YES] * 3, held=-20, key="c")
    assert said(Signal.KEY_PERSON, wins=TOLD_BY_FIVE, rounds=(low, few, ahead)) == "asks"
    today = replace(ahead, held_on=ago(0))
    assert said(Signal.KEY_PERSON, wins=TOLD_BY_FIVE, rounds=(low, today)) == "quiet"


@pytest.mark.parametrize(
    "who, kind, expected",
    [
        (Perspective.TEAM, PartnerKind.BUSINESS, "asks"),
        (Perspective.INSTITUTION, PartnerKind.UNIVERSITY, "asks"),
        (Perspective.TEACHER, PartnerKind.MBO, "asks"),
        (Perspective.STUDENT, PartnerKind.UNIVERSITY, "quiet"),
        (Perspective.MUNICIPALITY, PartnerKind.MUNICIPALITY, "asks"),
        (Perspective.MUNICIPALITY, PartnerKind.UNIVERSITY, "quiet"),
        (Perspective.RESIDENT, PartnerKind.RESIDENTS, "asks"),
        (Perspective.PARTNER, PartnerKind.BUSINESS, "quiet"),
    ],
)
def test_self_praise(who, kind, expected):
    team = [judgement(n, Perspective.TEAM) for n in range(5)]
    also = JudgementFact("also", ago(1), "0", who, Verdict.MIXED)
    given = {"wins": wins(*[{}] * 5), "lead_kinds": frozenset({kind})}
    assert said(Signal.SELF_PRAISE, judgements=(*team, also), **given) == expected


def judgement(n, who=Perspective.TEAM, verdict=Verdict.POSITIVE, days=10) -> JudgementFact:
    return JudgementFact(f"j{n}", ago(days), str(n), who, verdict)


@pytest.mark.parametrize(
    "told, judged, expected", [(4, 4, "too little"), (10, 6, "asks"), (9, 5, "too little")]
)
def test_self_praise_needs_judgements(told, judged, expected):
    given = tuple(judgement(n) for n in range(judged))
    assert said(Signal.SELF_PRAISE, wins=wins(*[{}] * told), judgements=given) == expected


def test_an_answer_of_not_knowing_is_no_judgement():
    given = tuple(judgement(n) for n in range(5))
    from_outside = judgement(0, Perspective.RESIDENT, Verdict.UNKNOWN)
    assert said(Signal.SELF_PRAISE, wins=wins(*[{}] * 5), judgements=(*given, from_outside)) == "asks"


@pytest.mark.parametrize(
    "apart, tied, expected",
    [(5, 0, "asks"), (4, 0, "too little"), (7, 3, "hints"), (6, 3, "quiet"), (0, 6, "quiet")],
)
def test_loose(apart, tied, expected):
    told = wins(*[{}] * (apart + tied), days=61)
    ties = tuple(TieFact(ago(1), frozenset({str(n), "elsewhere"})) for n in range(apart, apart + tied))
    assert said(Signal.LOOSE, wins=told, ties=ties) == expected


@pytest.mark.parametrize("days, expected", [(60, "too little"), (61, "asks")])
def test_loose_looks_at_older_wins(days, expected):
    assert said(Signal.LOOSE, wins=wins(*[{}] * 5, days=days)) == expected


@pytest.mark.parametrize("begun, expected", [(ago(182), "quiet"), (ago(183), "asks"), (None, "quiet")])
def test_loose_leaves_a_young_initiative_alone(begun, expected):
    assert said(Signal.LOOSE, wins=wins(*[{}] * 5, days=100), begun=begun) == expected


# ------------------------------------------------------------------ losses
@pytest.mark.parametrize("n, expected", [(5, "asks"), (4, "too little")])
def test_no_loss_asks_for_wins_only(n, expected):
    assert said(Signal.NO_LOSS, wins=wins(*[{}] * n)) == expected


@pytest.mark.parametrize("days, expected", [(365, "quiet"), (366, "asks")])
def test_a_loss_within_the_year_is_named(days, expected):
    assert said(Signal.NO_LOSS, wins=wins(*[{}] * 5), losses=(loss("x", days),)) == expected


def test_something_lost_is_named_without_a_row():
    told = wins(*[{}] * 5, {"loss_answer": LossAnswer.SOMETHING})
    assert said(Signal.NO_LOSS, wins=told) == "quiet"


def test_no_loss_says_whether_anybody_looked():
    not_asked = speak(Signal.NO_LOSS, facts(wins=wins(*[{}] * 5)))[0]
    seen = wins(*[{"loss_answer": LossAnswer.NOTHING_SEEN}] * 2, *[{}] * 3)
    looked = speak(Signal.NO_LOSS, facts(wins=seen))[0]
    assert words_of(not_asked) == "Het laatste jaar is geen keerzijde genoemd. Wie zou iets kunnen verliezen?"
    assert words_of(looked).startswith("Bij 2 van de 5 small wins is gekeken")


@pytest.mark.parametrize(
    "losses, expected",
    [
        ([loss(1, 91, severity=Severity.HEAVY)], "asks"),
        ([loss(1, 90, severity=Severity.HEAVY)], "quiet"),
        ([loss(1, 91, severity=Severity.FELT)], "quiet"),
        ([loss(1, 91, severity=Severity.HEAVY, status=LossStatus.SOFTENED)], "quiet"),
        ([loss(n) for n in range(3)], "asks"),
        ([loss(n) for n in range(2)], "quiet"),
        ([loss(1), loss(2), loss(3, borne_by=Perspective.STUDENT)], "quiet"),
        ([loss(1), loss(2), loss(3, status=LossStatus.RESOLVED)], "quiet"),
    ],
)
def test_loss_open(losses, expected):
    assert said(Signal.LOSS_OPEN, losses=tuple(losses)) == expected


@pytest.mark.parametrize(
    "losses, expected",
    [
        ([loss(n, 183) for n in range(3)], "asks"),
        ([loss(n) for n in range(2)], "quiet"),
        ([loss(1), loss(2), loss(3, 184)], "quiet"),
        ([loss(1), loss(2), loss(3, kind=LossKind.MONEY)], "quiet"),
        ([loss(1), loss(2), loss(3, borne_by=Perspective.STUDENT)], "quiet"),
    ],
)
def test_overload(losses, expected):
    assert said(Signal.OVERLOAD, losses=tuple(losses)) == expected


QUALITY = LossKind.QUALITY


@pytest.mark.parametrize(
    "types, grew, then, expected",
    [
        ({G}, 193, 10, "asks"),
        ({I}, 10, 10, "asks"),
        ({G}, 194, 10, "quiet"),  # more than half a year after it
        ({G}, 9, 10, "quiet"),  # before it
        ({R}, 100, 10, "quiet"),
        ({G}, 400, 365, "asks"),
        ({G}, 400, 366, "quiet"),  # longer than a year ago
    ],
)
def test_quality(types, grew, then, expected):
    told = (win("w", grew, types=frozenset(types)),)
    by_loss = said(Signal.QUALITY, wins=told, losses=(loss("x", then, QUALITY),))
    words = JudgementFact("j", ago(then), "w", Perspective.STUDENT, Verdict.NEGATIVE)
    assert (by_loss, said(Signal.QUALITY, wins=told, judgements=(words,))) == (expected, expected)


@pytest.mark.parametrize(
    "who, verdict, expected",
    [
        (Perspective.RESIDENT, Verdict.NEGATIVE, "asks"),
        (Perspective.TEACHER, Verdict.NEGATIVE, "asks"),
        (Perspective.MUNICIPALITY, Verdict.NEGATIVE, "quiet"),
        (Perspective.STUDENT, Verdict.MIXED, "quiet"),
    ],
)
def test_quality_hears_those_it_is_for(who, verdict, expected):
    told = (win("w", 40, types=frozenset({G})),)
    assert said(Signal.QUALITY, wins=told, judgements=(judgement("w", who, verdict),)) == expected


# ------------------------------------------------------------------ walls and silence
@pytest.mark.parametrize(
    "days, status, named, expected",
    [
        (366, WallStatus.ACTIVE, 3, "asks"),
        (365, WallStatus.ACTIVE, 3, "quiet"),
        (366, WallStatus.ACTIVE, 2, "quiet"),
        (366, WallStatus.BREACHED, 3, "asks"),
        (366, WallStatus.ACCEPTED, 3, "quiet"),
        (366, WallStatus.GONE, 3, "quiet"),
    ],
)
def test_stuck_wall(days, status, named, expected):
    wall = WallFact("w", ago(5), "Rooster", ago(days), status, frozenset(map(str, range(named))))
    assert said(Signal.STUCK_WALL, walls=(wall,)) == expected


@pytest.mark.parametrize(
    "told, expected",
    [
        ((win(1, 184),), "asks"),
        ((win(1, 183),), "quiet"),
        ((win(1, 900, known=183),), "quiet"),
        ((win(1, 900, known=1, is_loaded=True),), "asks"),  # loading is no sign of life
    ],
)
def test_silent(told, expected):
    assert said(Signal.SILENT, wins=told) == expected


@pytest.mark.parametrize(
    "details, expected",
    [
        ({"begun": ago(184)}, "asks"),
        ({"begun": ago(183)}, "quiet"),
        ({"begun": None}, "quiet"),
        ({"begun": None, "published": ago(184)}, "asks"),
        ({"ended": ago(0)}, "quiet"),
        ({"ended": ago(-1)}, "asks"),
    ],
)
def test_silent_without_any_win(details, expected):
    assert said(Signal.SILENT, **details) == expected


# ------------------------------------------------------------------ wishes
A, B = served.WishFact("a", 1, "Alle studenten"), served.WishFact("b", 2, "Vier projecten")
NAMES = {1: "Hogeschool", 2: "Wijk"}


def with_ties(n: int, *, told: int | None = None, pairs=()) -> dict:
    serving = tuple(served.Serving(str(i), "a", ago(30)) for i in range(n))
    return {
        "wins": wins(*[{}] * (n if told is None else told)),
        "wish_facts": served.Wishes(TODAY, NAMES, (A, B), serving, pairs),
        "wish_known": {"a": ago(100), "b": ago(100)},
        "pair_known": {pair.key: ago(100) for pair in pairs},
        "partners": (PartnerFact(1, ago(100)), PartnerFact(2, ago(100))),
    }


@pytest.mark.parametrize(
    "tied, told, expected",
    [(6, 6, "asks"), (6, 10, "asks"), (6, 11, "too little"), (4, 4, "too little"), (5, 5, "quiet")],
)
def test_dominant_wish(tied, told, expected):
    assert said(Signal.DOMINANT_WISH, **with_ties(tied, told=told)) == expected


@pytest.mark.parametrize(
    "tied, told, expected", [(5, 5, "asks"), (3, 5, "asks"), (3, 6, "too little"), (4, 4, "too little")]
)
def test_wish_unserved(tied, told, expected):
    assert said(Signal.WISH_UNSERVED, **with_ties(tied, told=told)) == expected


def test_the_wins_for_one_partner_alone_and_those_of_the_other_are_numbers_of_their_own():
    given = with_ties(8)
    ties = [*given["wish_facts"].serving, *(served.Serving(key, "b", ago(30)) for key in "67")]
    given["wish_facts"] = replace(given["wish_facts"], serving=tuple(ties))
    (dominant,) = speak(Signal.DOMINANT_WISH, facts(**given))
    assert [(each.name, each.number) for each in dominant.figures] == [
        ("for_one", 6),
        ("tied", 8),
        ("wins", 8),
    ]
    (unserved,) = speak(Signal.WISH_UNSERVED, facts(**with_ties(5)))
    assert unserved.figures[0] == CountedRows("for_another", WINS, tuple("01234"))


def test_without_wishes_there_is_too_little_to_compare():
    told = {"wins": wins(*[{}] * 9), "wish_facts": served.Wishes(TODAY, NAMES)}
    assert said(Signal.WISH_UNSERVED, **told) == "too little"


@pytest.mark.parametrize("days, expected", [(91, "asks"), (90, "quiet")])
def test_tension_open_needs_no_wins(days, expected):
    pair = served.PairFact("p", "a", "b", WishRelation.TENSION, ago(days))
    assert said(Signal.TENSION_OPEN, **with_ties(0, pairs=(pair,))) == expected


def test_no_wish_needs_no_wins():
    given = with_ties(0)
    assert said(Signal.NO_WISH, **given) == "quiet"
    given["wish_facts"] = replace(given["wish_facts"], wishes=(A,))
    assert said(Signal.NO_WISH, **given) == "asks"


# ------------------------------------------------------------------ limits, days, order, words
def test_settings_change_one_limit(settings):
    settings.SIGNAL_LIMITS = {"wins": 3}
    assert (limits().wins, limits().known) == (3, 60)
    assert said(Signal.SHALLOW, wins=wins(*[{"depth": BETTER}] * 3), limits=limits()) == "asks"


NOT_KEPT = {"not_invented_by_me", "invisible"}


def test_every_rule_of_the_theory_is_evaluated():
    assert list(RULES) == [rule.signal for rule in RULES.values()] == list(Signal)


def test_a_rule_without_data_says_too_little_and_never_asks():
    for told in (facts(), full(9)):
        questions, missing = evaluate(told, LIMITS)
        assert {each.signal.value for each in missing} >= NOT_KEPT
        assert not NOT_KEPT & {each.signal.value for each in questions}
    words = [lacks(each) for each in missing if each.signal.value in NOT_KEPT]
    assert all("nog niet opschrijven" in text for text in words)


def test_without_any_wish_or_beginning_the_rules_about_them_say_too_little():
    told = facts(begun=None, wish_facts=served.Wishes(TODAY))
    missing = {each.signal.value for each in evaluate(told, LIMITS)[1]}
    assert {"dominant_wish", "wish_unserved", "loose"} <= missing


def full(n: int = 6) -> Facts:
    """Something of everything."""
    pair = served.PairFact("p", "a", "b", WishRelation.TENSION, ago(200))
    given = with_ties(n, pairs=(pair,))
    given["wins"] = tuple(
        win(
            i,
            70 + i,
            depth=BETTER,
            level=Level.VERTICAL,
            types=frozenset({G}),
            teller=7,
            company_answer=CompanyAnswer.NOBODY,
        )
        for i in range(n)
    )
    return facts(
        **given,
        losses=tuple(loss(f"l{i}", 20 + i, kind) for i, kind in enumerate([LossKind.TIME] * 3 + [QUALITY])),
        judgements=tuple(judgement(i, days=30) for i in range(n)),
        walls=(WallFact("w", ago(40), "Rooster", ago(500), WallStatus.ACTIVE, frozenset("012")),),
        rounds=(pilot(*[Degree.NO] * 3, held=60, known=60),),
    )


EXPECTED = {
    "shallow", "loss_open", "top_down", "quality", "loose", "growth_only", "own_org", "self_praise", "dominant_wish",
    "wish_unserved", "tension_open", "key_person", "stuck_wall", "overload",
}  # fmt: skip


def test_one_initiative_can_raise_nearly_every_question():
    questions, missing = evaluate(full(), LIMITS)
    assert {each.signal.value for each in questions} == EXPECTED
    assert {each.signal.value for each in missing} == NOT_KEPT


ROWS = ("wins", "losses", "judgements", "walls", "ties", "rounds", "partners")


@given(st.randoms(use_true_random=False), st.integers(4, 9))
@hypothesis_settings(max_examples=60, deadline=None)
def test_the_order_of_rows_never_matters(shuffler: random.Random, n: int):
    ordered = full(n)
    mixed = {
        name: tuple(shuffler.sample(getattr(ordered, name), len(getattr(ordered, name)))) for name in ROWS
    }
    known = ordered.wish_facts
    mixed_wishes = replace(
        known,
        wishes=tuple(shuffler.sample(known.wishes, len(known.wishes))),
        serving=tuple(shuffler.sample(known.serving, len(known.serving))),
    )
    assert evaluate(replace(ordered, **mixed, wish_facts=mixed_wishes), LIMITS) == evaluate(ordered, LIMITS)


@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12))
def test_a_rule_with_a_minimum_never_asks_below_it(yes: int, no: int, silent: int):
    told = of_ten(yes, no, silent, {"depth": BETTER}, {"depth": DIFFERENT})
    is_enough = len(told) >= 5 and (yes + no) * 10 >= len(told) * 6
    assert (said(Signal.SHALLOW, wins=told) == "too little") is not is_enough


@given(st.integers(0, 400))
@hypothesis_settings(max_examples=40, deadline=None)
def test_facts_that_were_known_earlier_are_known_later(days: int):
    then, now = as_known_on(full(), ago(days)), full()
    assert then.today == ago(days)
    for name in ("wins", "losses", "judgements", "walls"):
        later = {row.key for row in getattr(now, name)}
        assert {row.key for row in getattr(then, name)} <= later
        assert all(row.known <= then.today for row in getattr(then, name))


@pytest.mark.parametrize("known, keeps", [(14, True), (13, False)])
def test_held_two_weeks_ago_and_still(known, keeps):
    told = facts(wins=tuple(win(n, 40, known=known, depth=BETTER) for n in range(5)))
    before = evaluate(as_known_on(told, ago(14)), LIMITS)[0]
    kept = held(evaluate(told, LIMITS)[0], before)
    assert ("shallow" in {each.signal.value for each in kept}) is keeps


def test_a_wish_written_down_later_was_not_known():
    told = replace(full(), wish_known={"a": ago(20), "b": ago(3)})
    assert {wish.key for wish in as_known_on(told, ago(14)).wish_facts.wishes} == {"a"}
    assert as_known_on(told, ago(14)).wish_facts.pairs == ()


def test_a_tension_or_a_partner_written_down_later_was_not_known():
    pair = served.PairFact("p", "a", "b", WishRelation.TENSION, ago(95))
    told = facts(**with_ties(0, pairs=(pair,)))
    assert as_known_on(told, ago(14)).wish_facts.pairs == (pair,)
    late = replace(
        told, pair_known={"p": ago(3)}, partners=(PartnerFact(1, ago(100)), PartnerFact(2, ago(3)))
    )
    assert as_known_on(late, ago(14)).wish_facts.pairs == ()
    assert set(as_known_on(late, ago(14)).wish_facts.partners) == {1}


def test_every_question_number_and_rule_has_words():
    for asked in evaluate(full(), LIMITS)[0]:
        assert words_of(asked).endswith(("?", ".")), asked.signal
        assert RULES[asked.signal].explained(LIMITS).startswith("Deze vraag komt als")
        assert all(RULES[asked.signal].label_of(figure) for figure in asked.figures)
    assert words_of(Question(Signal.SILENT)) == "Stil: niets gebeurd of niet verteld?"


def test_a_number_counts_its_rows_once():
    for asked in evaluate(full(), LIMITS)[0]:
        for figure in asked.figures:
            assert len(set(figure.keys)) == figure.number


def test_too_little_says_what_is_missing():
    assert lacks(TooLittle(Signal.SHALLOW, 1, 1)) == "Er is 1 small win in 365 dagen. Er zijn er 5 nodig."
    assert lacks(TooLittle(Signal.SHALLOW, 9, 5)).startswith("Van 5 van de 9 small wins")
