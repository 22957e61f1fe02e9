"""The receipt of a win told without an account: its words, and what became of it."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from initiatives.language import in_language
from initiatives.lenses import TellerKind, WinState
from initiatives.models import AuditEntry, Photo, SmallWin
from initiatives.models.audit import AuditAction
from initiatives.periods import on_day, remembered
from initiatives.photos import preview
from initiatives.sentences import joined, said

TAKEN_BACK, WAITING, TAKEN_ON, REFUSED, GONE, MERGED = (
    "taken_back", "waiting", "taken_on", "refused", "withdrawn", "merged",
)  # fmt: skip
TOLD = ("title", "description", "changed_for", "occurred_on", "precision", "told_as")
STAGES = {
    WinState.DRAFT: TAKEN_BACK,
    WinState.WAITING: WAITING,
    WinState.REFUSED: REFUSED,
    WinState.WITHDRAWN: GONE,
    WinState.MERGED: MERGED,
}


@dataclass(frozen=True)
class Receipt:
    """A win to the stranger who told it: their own words, never what the team made of them."""

    win: SmallWin
    title: str
    description: str
    changed_for: str
    occurred_on: dt.date | None
    precision: str
    told_as: str
    stage: str
    again: str  # the address of the form, while it works
    page: str  # where everyone reads it, once everyone may
    photo: Photo | None  # that they sent along

    @property
    def picture(self) -> str:
        """A small copy of their photo. The photo itself is for who may read the win."""
        if self.photo is None:
            return ""
        try:
            with self.photo.image.open() as file:
                return preview(file)
        except OSError:  # the file is not there
            return ""

    @property
    def circumstances(self) -> SafeString:
        """The date and the initiative, and what the teller is, as sentences."""
        when = remembered(self.occurred_on, self.precision) if self.precision else ""
        teller = joined((_("Verteld door:"), self.told_as), " ") if self.told_as else ""
        place = joined((when, in_language(self.win.initiative, "title")))
        return said("%(all)s.", all=joined((place, teller), ". "))

    @property
    def may_take_back(self) -> bool:
        return self.stage != TAKEN_BACK

    @property
    def is_taken_back(self) -> bool:
        return self.stage == TAKEN_BACK

    @property
    def is_taken_on(self) -> bool:
        return self.stage == TAKEN_ON

    @property
    def sentences(self) -> tuple[str, ...]:
        """A sentence about who looks at it, since when, and what now; it names nobody of the team."""
        return _SAID[self.stage](self.win, bool(self.page))

    @property
    def draft(self) -> str:
        """The name under which the browser kept it (static/js/draft.js)."""
        return f"told-{self.win.capture_link_id}"


def _waiting(win: SmallWin, is_public: bool) -> tuple[str, ...]:
    if win.initiative.declined_at:  # out of sight of its team, too, until they propose it again
        said = _("Dit initiatief staat nu stil op deze site, dus het team kijkt er nu niet naar.")
        return said, _("Gaat het weer verder, dan wacht dit daar op het team. Je hoeft niets te doen.")
    if win.claimed_at:
        text = _("Iemand van het team kijkt ernaar, sinds %(on)s uur. Je hoeft niets te doen.")
        return (text % {"on": _in_words(win.claimed_at)},)
    text = _(
        "Het wacht op het team, sinds %(on)s uur. Alleen het team, de kwartiermaker en het programma lezen het nu. "
        "Je hoeft niets te doen."
    )
    return text % {"on": _in_words(win.logged_at)}, *_readers_said(win)


def _readers_said(win: SmallWin) -> tuple[str, ...]:
    """What the teller answered about readers, to the teller."""
    if win.teller_opens is None:
        return ()
    if win.teller_opens:
        return (_("Je vindt het goed dat iedereen het later leest."),)
    return (_("Je vinkte niet aan dat iedereen het mag lezen. Daar houdt het team zich aan."),)


def _in_words(moment: dt.datetime) -> str:
    return date_format(timezone.localtime(moment), "j F, H.i")


def _taken_on(win: SmallWin, is_public: bool) -> tuple[str, ...]:
    text = _("Het team nam het op, op %(on)s. Het hoort nu bij hun verhaal.") % {
        "on": on_day(win.taken_on_at)
    }
    if is_public:
        return (text,)
    not_yet = () if win.is_kept_from_everyone else (_("Nog niet iedereen kan het lezen."),)
    return (text, *not_yet, *_readers_said(win))


def _refused(win: SmallWin, is_public: bool) -> tuple[str, ...]:
    text = _("Het team heeft het gelezen en nam het niet op, op %(on)s.") % {"on": on_day(win.withdrawn_at)}
    if not win.withdrawal_reason:
        return (text,)
    return text, _("Het team schrijft: “%(reason)s”") % {"reason": win.withdrawal_reason}


def _taken_back(win: SmallWin, is_public: bool) -> tuple[str, ...]:
    text = _("Je trok dit terug, op %(on)s. Niemand ziet je woorden meer, ook het team niet.")
    return (text % {"on": on_day(win.drafted_at or win.withdrawn_at)},)


_SAID = {
    WAITING: _waiting,
    TAKEN_ON: _taken_on,
    REFUSED: _refused,
    TAKEN_BACK: _taken_back,
    GONE: lambda win, is_public: (_("Het team nam het eerst op. Nu telt het niet meer mee."),),
    MERGED: lambda win, is_public: (_("Dit was al eens verteld. Het team heeft de twee samengevoegd."),),
}


def receipt(win: SmallWin) -> Receipt:
    """The receipt of a win that was told through a link. In: the win with its initiative and its link."""
    words, link = words_told(win), win.capture_link
    may_go_on = link.works and link.is_readable and not link.initiative.declined_at
    stage = TAKEN_BACK if win.is_taken_back else STAGES.get(win.state, TAKEN_ON)
    everyone = SmallWin.objects.visible_to(AnonymousUser()).standing()
    return Receipt(
        win=win,
        title=words.get("title", ""),
        description=words.get("description", ""),
        changed_for=words.get("changed_for", ""),
        occurred_on=dt.date.fromisoformat(words["occurred_on"]) if words.get("occurred_on") else None,
        precision=words.get("precision", ""),
        told_as=str(TellerKind(words["told_as"]).label) if words.get("told_as") else "",
        stage=stage,
        again=link.get_absolute_url() if may_go_on else "",
        page=win.get_absolute_url() if everyone.filter(pk=win.pk).exists() else "",
        photo=None if stage == TAKEN_BACK else win.photos.filter(added_by=None).first(),
    )


def words_told(win: SmallWin) -> dict[str, str]:
    """How it was told, whatever the team wrote since: from the audit. Empty once the teller took it back."""
    if win.drafted_at or win.is_taken_back:
        return {}
    entries = AuditEntry.objects.filter(win=win.pk, table=win._meta.db_table, action=AuditAction.INSERT)
    entry = entries.first()
    return {name: entry.changes[name][1] for name in TOLD if name in entry.changes} if entry else {}
