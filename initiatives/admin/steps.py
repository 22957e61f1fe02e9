"""Acts of a curator on small wins: confirm, ask, withdraw, put back; one or many at once."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from initiatives.forms.texts import TextField
from initiatives.lenses import WinState
from initiatives.models import SmallWin, User


@dataclass(frozen=True)
class CuratorStep:
    """One thing to do. `refuses` gives the sentence why not, or nothing; `do` takes win, by, words."""

    code: str
    path: str
    button: str
    heading: str
    explanation: str
    done: Callable[[int], str]
    noted: str
    refuses: Callable[[SmallWin], str]
    do: Callable[[SmallWin, User, str], None]
    asks: str = ""
    asks_help: str = ""
    asks_when_empty: str = ""

    def form(self, data=None) -> forms.Form | None:
        """The words it needs; None where it needs none."""
        return WordsForm(self, data) if self.asks else None


class WordsForm(forms.Form):
    words = TextField(max_length=1000)

    def __init__(self, step: CuratorStep, data=None):
        super().__init__(data)
        field = self.fields["words"]
        field.label, field.help_text = step.asks, step.asks_help
        field.error_messages["required"] = step.asks_when_empty


NOT_YET = {
    WinState.DRAFT: _("is nog een concept."),
    WinState.WAITING: _("wacht nog op het team."),
    WinState.REFUSED: _("is niet opgenomen door het team."),
    WinState.WITHDRAWN: _("is ingetrokken. Zet hem eerst terug."),
    WinState.MERGED: _("is samengevoegd met een andere small win."),
}


def _does_not_stand(win: SmallWin) -> str:
    return NOT_YET.get(win.state, "")


def _is_confirmed(win: SmallWin) -> str:
    return _does_not_stand(win) or (
        _("was al bevestigd.") if win.confirmed_at and not win.returned_at else ""
    )


def _is_gone(win: SmallWin) -> str:
    return _("was al ingetrokken.") if win.withdrawn_at else _does_not_stand(win)


def _stands(win: SmallWin) -> str:
    if win.state == WinState.REFUSED:
        return NOT_YET[WinState.REFUSED]
    if win.is_taken_back:
        return _("komt niet terug: de woorden zijn weg.")
    return "" if win.withdrawn_at else _("is niet ingetrokken.")


def _is_no_double(win: SmallWin) -> str:
    return "" if win.merged_at else _("is met niets samengevoegd.")


CONFIRM = CuratorStep(
    code="confirm",
    path="bevestigen",
    button=_("Bevestig"),
    heading=_("Bevestigen"),
    explanation=_(
        "Je hebt meegelezen en het is goed beschreven. Meer zeg je daarmee niet. "
        "Koos het team voor iedereen, dan staat de small win daarna op de openbare pagina’s."
    ),
    done=lambda n: ngettext("%(count)s small win bevestigd.", "%(count)s small wins bevestigd.", n),
    noted=_("Bevestigd."),
    refuses=_is_confirmed,
    do=lambda win, by, words: win.confirm(by=by),
)
ASK = CuratorStep(
    code="ask",
    path="vragen",
    button=_("Stel de vraag"),
    heading=_("Een vraag stellen aan het team"),
    explanation=_(
        "De small win blijft meetellen en het netwerk blijft hem lezen. Op de openbare pagina’s staat hij pas "
        "(weer) als iemand bevestigt. Het team ziet je vraag erbij."
    ),
    done=lambda n: ngettext(
        "Vraag gesteld bij %(count)s small win.", "Vraag gesteld bij %(count)s small wins.", n
    ),
    noted=_("Vraag gesteld: %(words)s"),
    refuses=_does_not_stand,
    do=lambda win, by, words: win.ask(by=by, question=words),
    asks=_("Je vraag"),
    asks_help=_("Bijvoorbeeld: wie was erbij? Het team leest dit precies zo."),
    asks_when_empty=_("Schrijf je vraag aan het team."),
)
WITHDRAW = CuratorStep(
    code="withdraw",
    path="intrekken",
    button=_("Trek in"),
    heading=_("Intrekken"),
    explanation=_(
        "De small win verdwijnt van alle pagina’s en telt niet meer mee. Hij blijft bewaard: je kunt hem terugzetten."
    ),
    done=lambda n: ngettext("%(count)s small win ingetrokken.", "%(count)s small wins ingetrokken.", n),
    noted=_("Ingetrokken: %(words)s"),
    refuses=_is_gone,
    do=lambda win, by, words: win.withdraw(by=by, reason=words),
    asks=_("Waarom trek je dit in?"),
    asks_help=_("Het team kan dit lezen."),
    asks_when_empty=_("Schrijf waarom. Het team wil dat weten."),
)
RESTORE = CuratorStep(
    code="restore",
    path="terugzetten",
    button=_("Zet terug"),
    heading=_("Terugzetten"),
    explanation=_("De small win staat weer op de pagina’s en telt weer mee."),
    done=lambda n: ngettext("%(count)s small win teruggezet.", "%(count)s small wins teruggezet.", n),
    noted=_("Teruggezet."),
    refuses=_stands,
    do=lambda win, by, words: win.restore(),
)
UNMERGE = CuratorStep(
    code="unmerge",
    path="toch-niet-dubbel",
    button=_("Haal uit elkaar"),
    heading=_("Toch niet dubbel"),
    explanation=_(
        "De small win staat weer op zichzelf en telt weer mee. Wat de andere ervan kreeg, komt terug."
    ),
    done=lambda n: ngettext(
        "%(count)s small win staat weer apart.", "%(count)s small wins staan weer apart.", n
    ),
    noted=_("Toch niet dubbel."),
    refuses=_is_no_double,
    do=lambda win, by, words: win.unmerge(),
)
STEPS = [CONFIRM, ASK, WITHDRAW, RESTORE, UNMERGE]
