"""Wins as their teams told them, and what was said of each since: what it cost, who thinks what, whether it still stands."""

import datetime as dt
from io import BytesIO

from django.utils import timezone

from initiatives.exchange.examples.casts import Cast, number
from initiatives.exchange.examples.files import Row, columns_of, day, noon
from initiatives.exchange.examples.teams import poster
from initiatives.glyphs.cards import Card, drawn
from initiatives.lenses import Audience, Precision
from initiatives.models import (
    Evidence,
    EvidenceCheck,
    FollowUp,
    Initiative,
    Judgement,
    Loss,
    SmallWin,
    WinLink,
    acting,
)
from initiatives.periods import stretch
from initiatives.photos import rebuilt

TOLD_AFTER = dt.timedelta(days=3)
READ_AFTER = dt.timedelta(days=5)
JUDGED_AFTER = dt.timedelta(days=16)
SINCE = (
    *("partners", "after", "judgements", "losses", "evidence", "photos", "looks"),
    *("confirmed", "asked", "guest", "read_as", "withdrawn"),
)


def tell_wins(told: Row, initiative: Initiative, cast: Cast) -> None:
    """Tell every win, then all that needs another win or came later."""
    link = poster(told, initiative) if "poster" in told["initiative"] else None
    for row in told["wins"]:
        win = _tell_as_guest(row, link, cast) if "guest" in row else _tell(row, initiative, cast)
        win.partners.set(cast.partners[partner] for partner in row.get("partners", ()))
        cast.wins[f"{initiative.slug}/{row['key']}"] = win
        _what_was_said(row, win, cast)
        _what_was_shown(row, win, cast)
        _be_read(row, win, cast)
    for row in told["wins"]:
        for earlier in row.get("after", ()):
            _follow(earlier, f"{initiative.slug}/{row['key']}", f"{initiative.slug}/{earlier['win']}", cast)


def _words(row: Row) -> dict[str, object]:
    days = stretch(day(row["ago"]), row.get("precision", Precision.DAY))
    told_at = noon(days.last_day + TOLD_AFTER)
    return {**columns_of(row, *SINCE), "occurred_on": days.first_day, "logged_at": told_at}


def _tell(row: Row, initiative: Initiative, cast: Cast) -> SmallWin:
    with cast.in_the_name_of(row):
        win, _new = SmallWin.objects.tell(
            by=cast.people[row["by"]],
            submission_id=number(initiative.slug, row["key"]),
            initiative=initiative,
            audience=initiative.opens_to,
            **_words(row),
        )
    return win


def _tell_as_guest(row: Row, link, cast: Cast) -> SmallWin:
    """Somebody without an account tells it, who wants everybody to read it; then somebody of the team takes it on."""
    guest = {"told_as": row["guest"], "teller_opens": True}
    form = number(link.initiative.slug, row["key"])
    win, _new = SmallWin.objects.tell_through(link, submission_id=form, **guest, **_words(row))
    with cast.in_the_name_of(row):
        win.take_on(by=cast.people[row["by"]])
    return win


def _be_read(row: Row, win: SmallWin, cast: Cast) -> None:
    """Somebody of the programme reads along: places it in another way, asks something, or confirms it."""
    if reading := row.get("read_as"):
        with cast.in_the_name_of(reading):
            win.read_as_editors(by=cast.people[reading["by"]], **columns_of(reading))
    question = row.get("asked", {})
    if question:
        _ask(question, win, cast)
    if row.get("confirmed", not question or "reply" in question):
        _confirm(win, cast)
    if row.get("withdrawn"):
        with cast.in_the_name_of(row):
            win.withdraw(by=cast.people[row["by"]], reason=row["withdrawn"])


def _ask(row: Row, win: SmallWin, cast: Cast) -> None:
    """A question to the team, and its answer where the file has one."""
    with cast.in_the_name_of(row):
        win.ask(by=cast.people[row["by"]], question=row["question"])
    if reply := row.get("reply"):
        with cast.in_the_name_of(reply):
            win.reply_with(reply["words"], by=cast.people[reply["by"]])
        win.replied_at = noon(timezone.localdate(win.logged_at) + READ_AFTER)
        win.save(update_fields=["replied_at"])


def _confirm(win: SmallWin, cast: Cast) -> None:
    with acting(cast.curator):
        win.confirm(by=cast.curator)
    win.confirmed_at = noon(timezone.localdate(win.logged_at) + READ_AFTER)
    win.save(update_fields=["confirmed_at"])


def _follow(row: Row, later: str, earlier: str, cast: Cast) -> WinLink:
    """Say that the one led to the other. It was told with the later one."""
    win, by = cast.wins[later], cast.people[row["by"]]
    with cast.in_the_name_of(row):
        link = win.grew_from(
            cast.wins[earlier], by=by, mechanism=row.get("mechanism"), how=row.get("how", "")
        )
    link.told_at = win.logged_at
    link.confirmed_at = link.confirmed_at and win.logged_at
    link.save(update_fields=["told_at", "confirmed_at"])
    return link


def lead_from_one_to_another(row: Row, cast: Cast) -> None:
    """A link between two initiatives: asked by the one, and agreed by the other where the file says who said yes."""
    link = _follow(row, row["later"], row["earlier"], cast)
    if "yes" in row:
        link.agree(by=cast.people[row["yes"]])
        link.confirmed_at = noon(timezone.localdate(link.told_at) + READ_AFTER)
    else:
        link.told_at = noon(day(row["ago"]))
    link.save(update_fields=["told_at", "confirmed_at"])


# ------------------------------------------------------------------ what was said of it since
def _what_was_said(row: Row, win: SmallWin, cast: Cast) -> None:
    for said in row.get("judgements", ()):
        _judge(said, win, cast)
    for lost in row.get("losses", ()):
        lose(lost, win.initiative, cast, win=win, told_at=win.logged_at)


def _judge(row: Row, win: SmallWin, cast: Cast) -> None:
    """In the first person, or on behalf of who is named under `of`."""
    whose = row.get("of", "")
    with cast.in_the_name_of(row):
        Judgement.objects.create(
            win=win,
            perspective=row["from"],
            **columns_of(row, "from", "of"),
            is_first_hand=not whose,
            on_behalf_of=whose,
            said_by=cast.people[row["by"]],
            said_at=noon(timezone.localdate(win.logged_at) + JUDGED_AFTER),
        )


def lose(row: Row, initiative: Initiative, cast: Cast, **details) -> None:
    """A loss, for everybody to read."""
    with cast.in_the_name_of(row):
        Loss.objects.tell(
            initiative=initiative,
            told_by=cast.people[row["by"]],
            audience=Audience.PUBLIC,
            **columns_of(row),
            **details,
        )


def losses_of_its_own(told: Row, initiative: Initiative, cast: Cast) -> None:
    """Losses that came with no single win."""
    for row in told.get("losses", ()):
        on = day(row["ago"])
        lose(row, initiative, cast, seen_on=on, told_at=noon(on))


def _what_was_shown(row: Row, win: SmallWin, cast: Cast) -> None:
    for shown in row.get("evidence", ()):
        _show(shown, win, cast)
    for taken in row.get("photos", ()):
        _photograph(taken, win, cast)
    for looked in row.get("looks", ()):
        _look_again(looked, win, cast)


def _show(row: Row, win: SmallWin, cast: Cast) -> None:
    """Evidence of the team, and what somebody of the programme saw who opened it."""
    with cast.in_the_name_of(row):
        evidence = Evidence.objects.create(
            win=win,
            **columns_of(row, "check"),
            added_by=cast.people[row["by"]],
            added_at=noon(day(row["ago"])),
        )
    if check := row.get("check"):
        by = cast.people[check["by"]]
        with cast.in_the_name_of(check):
            EvidenceCheck.objects.create(
                evidence=evidence, **columns_of(check), checked_by=by, checked_at=noon(day(check["ago"]))
            )


def _photograph(row: Row, win: SmallWin, cast: Cast) -> None:
    """A picture of a card with words on it, drawn here: nobody invented can stand before a camera."""
    picture = rebuilt(BytesIO(drawn(Card(**row["card"]))))
    with cast.in_the_name_of(row):
        photo = win.add_photo(
            picture,
            by=cast.people[row["by"]],
            photo_id=number(win.pk, "photo"),
            alt_text=row["alt_text"],
            people_agreed=True,
        )
        photo.added_at = win.logged_at
        photo.save(update_fields=["added_at"])


def _look_again(row: Row, win: SmallWin, cast: Cast) -> None:
    on = day(row["ago"])
    with cast.in_the_name_of(row):
        FollowUp.objects.create(
            win=win, **columns_of(row), checked_on=on, told_at=noon(on), told_by=cast.people[row["by"]]
        )
