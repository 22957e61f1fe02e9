"""What the partners of an initiative want, where it wants to go, and two rounds of the pilot paradox (theory §4, §9)."""

from decimal import Decimal

from initiatives.exchange.examples.casts import Cast, number
from initiatives.exchange.examples.files import Row, columns_of, day, days_of, noon
from initiatives.lenses import Degree, NoDegree, Side
from initiatives.lenses.paradox import ITEMS
from initiatives.models import (
    Ambition,
    Appeal,
    Initiative,
    MeaningAnswer,
    NextBite,
    Objection,
    PilotCheck,
    ScalingMeaning,
    Wish,
    WishLink,
    WishPair,
)

NO_DEGREE = {"n": NoDegree.UNKNOWN, "-": None}  # beside the digits of the degrees; "-" is silence


def wants(told: Row, initiative: Initiative, cast: Cast) -> None:
    wishes = {row["key"]: _wish(row, initiative, cast) for row in told.get("wishes", ())}
    for row in told.get("pairs", ()):
        _pair(row, wishes, cast)
    for row in told.get("ambitions", ()):
        _choose(row, initiative, cast)
    if meaning := told.get("meaning"):
        _mean(meaning, initiative, cast)


def _wish(row: Row, initiative: Initiative, cast: Cast) -> Wish:
    """Written down by the team, or by the partner itself through its link."""
    partnership, at = cast.partnership(initiative, row["partner"]), noon(day(row["ago"]))
    words = columns_of(row, "partner", "wins", "own_words", "not_so") | {"stated_at": at}
    if "quantity" in row:
        words["quantity"] = Decimal(row["quantity"])
    by = cast.people[row["by"]]
    with cast.in_the_name_of(row):
        if row.get("own_words"):
            link = WishLink.objects.make(partnership, by=by, created_at=at)
            wish, _new = Wish.objects.say_through(
                link, submission_id=number(initiative.slug, row["key"]), **words
            )
        else:
            wish = Wish.objects.create(partnership=partnership, stated_by=by, **words)
        wins = cast.wins_of(initiative, row["wins"])
        wish.serve(wins, among=wins)
    if said := row.get("not_so"):
        _object_to(wish, said)
    return wish


def _object_to(wish: Wish, said: Row) -> None:
    """Its partner says, through its own link, that it is not so; nobody looked at that yet."""
    about = {"partnership": wish.partnership, "wish": wish}
    Objection.objects.create(**about, words=said["words"], said_at=noon(day(said["ago"])))


def _pair(row: Row, wishes: dict[str, Wish], cast: Cast) -> None:
    """A pair is kept in the order of its keys; what each gives up and agrees goes along."""
    first, second = sorted(row["wishes"], key=lambda key: str(wishes[key].pk))
    gives, agreed = row.get("gives", {}), row.get("agreed", {})
    sides = {}
    for side, key in (("first", first), ("second", second)):
        sides[f"{side}_gives"] = gives.get(key, "")
        sides[f"{side}_agreed_on"] = day(agreed[key]) if key in agreed else None
    with cast.in_the_name_of(row):
        WishPair.objects.create(
            first=wishes[first],
            second=wishes[second],
            **columns_of(row, "wishes", "gives", "agreed", "review"),
            **sides,
            **days_of(row, review_on="review", related_on="ago"),
            told_by=cast.people[row["by"]],
            told_at=noon(day(row["ago"])),
        )


def _choose(row: Row, initiative: Initiative, cast: Cast) -> None:
    on = day(row["ago"])
    with cast.in_the_name_of(row):
        Ambition.objects.create(
            initiative=initiative,
            **columns_of(row),
            decided_on=on,
            decided_at=noon(on),
            decided_by=cast.people[row["by"]],
        )


def _mean(row: Row, initiative: Initiative, cast: Cast) -> None:
    """What scaling means here, and which partners share that."""
    at = noon(day(row["ago"]))
    with cast.in_the_name_of(row):
        meaning = ScalingMeaning.objects.create(
            initiative=initiative, text=row["text"], written_by=cast.people[row["by"]], written_at=at
        )
    for said in row["answers"]:
        MeaningAnswer.objects.create(
            meaning=meaning,
            partnership=cast.partnership(initiative, said["partner"]),
            **columns_of(said, "partner"),
            said_by=cast.people[said["by"]],
            said_at=at,
        )


# ------------------------------------------------------------------ the pilot paradox
def take_rounds(told: Row, initiative: Initiative, cast: Cast) -> None:
    for row in told.get("rounds", ()):
        _take_round(row, initiative, cast)


def _take_round(row: Row, initiative: Initiative, cast: Cast) -> None:
    """Each answers alone, through the address of the round; what two recognise in themselves they share."""
    on, by = day(row["ago"]), cast.people[row["by"]]
    with cast.in_the_name_of(row):
        check = PilotCheck.objects.start(initiative, on=on, by=by, created_at=noon(on))
    for place, said in enumerate(row["answers"]):
        form = number(initiative.slug, row["ago"], place)
        check.take(submission_id=form, perspective=said["from"], answers=_answers(said))
    for place, items in enumerate(row.get("recognised", ())):
        check.share(submission_id=number(initiative.slug, row["ago"], "self", place), items=items)
    check.respondents.update(answered_at=noon(on))
    if row.get("closed"):
        check.revoke(by=by)


def _answers(row: Row) -> dict[tuple[int, str], str]:
    """In: for each side a mark for each of the twelve pairs."""
    marks = {degree.value: degree for degree in Degree} | NO_DEGREE
    return {
        (item, side): marks[mark]
        for side, name in ((Side.PILOT, "pilot"), (Side.SCALING, "scaling"))
        for item, mark in zip(_numbers(), row[name], strict=True)
        if marks[mark] is not None
    }


def _numbers() -> range:
    return range(1, len(ITEMS) + 1)


# ------------------------------------------------------------------ what comes next
def goes_on(told: Row, initiative: Initiative, cast: Cast) -> None:
    """The next bite and those that were eaten, and what the team asks of who reads its A4."""
    for row in told.get("bites", ()):
        _bite(row, initiative, cast)
    if row := told.get("appeal"):
        with cast.in_the_name_of(row):
            Appeal.objects.create(
                initiative=initiative,
                **columns_of(row),
                written_by=cast.people[row["by"]],
                written_at=noon(day(row["ago"])),
            )


def _bite(row: Row, initiative: Initiative, cast: Cast) -> None:
    by = cast.people[row["by"]]
    with cast.in_the_name_of(row):
        bite = NextBite.objects.create(
            initiative=initiative, text=row["text"], set_by=by, set_at=noon(day(row["ago"]))
        )
        for win in cast.wins_of(initiative, [row["win"]] if "win" in row else ()):
            bite.finish(by=by, win=win)
            bite.done_at = win.logged_at
            bite.save(update_fields=["done_at"])
