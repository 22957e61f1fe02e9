"""The notice above a win, for people who know it from inside: its state between telling and curating, and its readers."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from initiatives.language import titled
from initiatives.lenses import Audience, WinState
from initiatives.models import SmallWin
from initiatives.periods import on_day
from initiatives.sentences import said


@dataclass(frozen=True)
class NoticeButton:
    """A button that leads on."""

    text: str
    href: str
    is_quiet: bool = False


@dataclass(frozen=True)
class Notice:
    """The notice above a win. `tone`: good, warn or nothing. `restores`: the text of the button that puts it back."""

    sentences: tuple[str, ...]
    tone: str = ""
    question: str = ""
    asked: str = ""  # who asked, when, and what an answer does
    ways: tuple[NoticeButton, ...] = ()
    is_replied: bool = False  # the team answered a question in words
    restores: str = ""


def notice_of(win: SmallWin, merged_into: SmallWin | None) -> Notice:
    """Says who looks at it, since when, what now, and who reads it.

    In: a win of `for_list(user)` that this reader knows from inside, and the win it merged into, if they may know it.
    """
    if win.state == WinState.MERGED:
        return _merged(win, merged_into)
    return {
        WinState.DRAFT: _draft,
        WinState.WAITING: _waiting,
        WinState.REFUSED: _refused,
        WinState.WITHDRAWN: _withdrawn,
        WinState.RETURNED: _returned,
        WinState.CONFIRMED: _confirmed,
        WinState.LOGGED: _logged,
    }[win.state](win)


def _draft(win: SmallWin) -> Notice:
    kept = _("Concept van %(who)s, voor het laatst bewaard op %(on)s. Het telt nog niet mee.")
    alone = _("Alleen jij leest dit: er hoort nog geen initiatief bij.")
    ways = (
        NoticeButton(_("Ga verder en vertel het"), f"{reverse('telling:tell')}?concept={win.pk}"),
        NoticeButton(_("Gooi weg"), reverse("telling:discard", args=[win.pk]), is_quiet=True),
    )
    return Notice(
        (
            kept % {"who": win.teller, "on": on_day(win.drafted_at)},
            _for_the_team() if win.initiative else alone,
        ),
        ways=ways if win.is_editable else (),
    )


def _waiting(win: SmallWin) -> Notice:
    told = _(
        "Verteld door %(who)s op %(on)s, zonder account. Het team kijkt of het klopt. Tot die tijd telt het niet mee."
    ) % {"who": win.told_by_whom, "on": on_day(win.logged_at)}
    if win.capture_link.place:
        told += " " + _("Het kwam binnen via: %(place)s.") % {"place": win.capture_link.place}
    taken = _("Nog niemand van het team pakte dit op.")
    if win.claimed_by:
        taken = _("%(who)s kijkt ernaar, sinds %(on)s.") % {
            "who": win.claimed_by,
            "on": on_day(win.claimed_at),
        }
    way = NoticeButton(_("Kijk of het klopt"), reverse("arrivals:index", args=[win.initiative.slug]))
    return Notice((told, taken, _for_the_team()), "warn", ways=(way,) if win.is_editable else ())


def _refused(win: SmallWin) -> Notice:
    text = _("Verteld zonder account. %(who)s nam het niet op, op %(on)s. Het telt niet mee.")
    return _put_away(win, text, _("Laat het team er nog eens naar kijken"))


def _withdrawn(win: SmallWin) -> Notice:
    if win.is_taken_back:
        text = _(
            "Wie dit vertelde, trok het in op %(on)s. De woorden en de foto’s zijn weg. Het telt niet mee."
        )
        return Notice((text % {"on": on_day(win.withdrawn_at)},), "warn")
    text = _(
        "%(who)s trok deze small win in op %(on)s. Alleen het team, het programma en de kwartiermaker zien hem nog."
    )
    return _put_away(win, text, _("Terugzetten"))


def _put_away(win: SmallWin, text: str, restores: str) -> Notice:
    sentences = [text % {"who": win.withdrawn_by, "on": on_day(win.withdrawn_at)}]
    if win.withdrawal_reason:
        sentences.append(_("Reden: %(reason)s") % {"reason": win.withdrawal_reason})
    return Notice(tuple(sentences), "warn", restores=restores if win.is_editable else "")


def _merged(win: SmallWin, into: SmallWin | None) -> Notice:
    text = _(
        "Dit stond er dubbel. %(who)s voegde het op %(on)s samen met een andere small win. Deze telt zelf niet meer mee."
    )
    sentences = [text % {"who": win.merged_by, "on": on_day(win.merged_at)}]
    if into:
        where = titled(into)
        sentences.append(said("%(here)s %(link)s", here=_("Hier ging het heen:"), link=where))
    return Notice((*sentences, _("Klopt dat niet? Het programmateam kan het terugdraaien.")), "warn")


def _returned(win: SmallWin) -> Notice:
    asked = _(
        "Gevraagd door %(who)s op %(on)s. Antwoord in woorden, of pas de tekst aan: daarmee is de vraag beantwoord. "
        "Daarna leest het programma opnieuw mee. Intussen telt de small win gewoon mee."
    )
    ways = (
        NoticeButton(_("Beantwoord de vraag"), reverse("curating:reply", args=[win.pk])),
        NoticeButton(_("Pas de tekst aan"), reverse("telling:edit", args=[win.pk]), is_quiet=True),
    )
    return Notice(
        (who_reads(win),),
        "warn",
        question=win.question,
        asked=asked % {"who": win.returned_by, "on": on_day(win.returned_at)},
        ways=ways if win.is_editable else (),
    )


def _confirmed(win: SmallWin) -> Notice:
    text = _(
        "Verteld door %(teller)s en bevestigd: %(who)s las mee op %(on)s. Je kunt hem blijven aanpassen."
    )
    words = {"teller": win.told_by_whom, "who": win.confirmed_by, "on": on_day(win.confirmed_at)}
    return Notice((text % words, who_reads(win)), "good", ways=_better_put(win), is_replied=bool(win.reply))


def _logged(win: SmallWin) -> Notice:
    told = _(
        "Verteld door %(who)s op %(on)s. Het programma heeft nog niet meegelezen. "
        "Je hoeft nu niets te doen: de small win telt al mee."
    ) % {"who": win.told_by_whom, "on": on_day(win.logged_at)}
    if win.taken_on_by:
        words = {"who": win.taken_on_by, "on": on_day(win.taken_on_at)}
        told += " " + _("%(who)s nam hem op %(on)s op voor het team.") % words
    return Notice((told, who_reads(win)), ways=_better_put(win), is_replied=bool(win.reply))


def _better_put(win: SmallWin) -> tuple[NoticeButton, ...]:
    """The way back to an answer that the team gave in words."""
    way = NoticeButton(_("Verander het antwoord"), reverse("curating:reply", args=[win.pk]), is_quiet=True)
    return (way,) if win.reply and win.is_editable else ()


# ------------------------------------------------------------------ who reads it
def who_reads(win: SmallWin) -> str:
    """The present readers of a told win, and what would change them, in a sentence."""
    if win.audience_now == Audience.PUBLIC:
        return _("Iedereen leest dit, ook zonder in te loggen.")
    if win.audience_now == Audience.NETWORK:
        if win.is_meant_for_everyone:
            return _("Nu leest het netwerk mee. Zodra het programma bevestigt, leest iedereen het.")
        return _("Het netwerk leest dit: iedereen die kan inloggen.")
    if win.shown_to == Audience.TEAM:
        return _for_the_team()
    return _(
        "Alleen het team leest dit, met het programma en de kwartiermaker. "
        "Zodra het initiatief gepubliceerd is, lezen meer mensen het."
    )


def who_will_read(win: SmallWin) -> str:
    """The readers of a standing win after the programme confirms it, in a sentence for who is about to."""
    return {
        Audience.PUBLIC: _("Bevestig je, dan leest iedereen dit, ook zonder in te loggen."),
        Audience.NETWORK: _("Bevestig je, dan blijft het bij het netwerk: iedereen die kan inloggen."),
        Audience.TEAM: _(
            "Bevestig je, dan leest nog steeds alleen het team dit, met het programma en de kwartiermaker."
        ),
    }[win.audience_once_confirmed]


def _for_the_team() -> str:
    return _("Alleen het team leest dit, met het programma en de kwartiermaker.")
