"""What somebody without an account told, and what became of it: all that the address of the receipt shows."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from initiatives.lenses import TellerKind, WinState
from initiatives.models import AuditEntry, SmallWin
from initiatives.models.audit import AuditAction

TOLD = ("title", "description", "occurred_on", "precision", "told_as")
STAGES = {
    WinState.DRAFT: "taken_back",
    WinState.WAITING: "waiting",
    WinState.REFUSED: "refused",
    WinState.WITHDRAWN: "withdrawn",
    WinState.MERGED: "merged",
}


@dataclass(frozen=True)
class Receipt:
    """A win to the stranger who told it: their own words, never what the team made of them."""

    win: SmallWin
    title: str
    description: str
    occurred_on: dt.date | None
    precision: str
    told_as: str
    stage: str
    again: str  # the address of the form, while it works
    page: str  # where everyone reads it, once everyone may

    @property
    def may_take_back(self) -> bool:
        return self.stage == "waiting"

    @property
    def draft(self) -> str:
        """The name under which the browser kept it (static/js/draft.js)."""
        return f"told-{self.win.capture_link_id}"


def receipt(win: SmallWin) -> Receipt:
    """The receipt of a win that was told through a link. In: the win with its initiative and its link."""
    words, link = words_told(win), win.capture_link
    stage = STAGES.get(win.state, "taken_on")
    everyone = SmallWin.objects.visible_to(AnonymousUser()).standing()
    return Receipt(
        win=win,
        title=words.get("title", ""),
        description=words.get("description", ""),
        occurred_on=dt.date.fromisoformat(words["occurred_on"]) if words.get("occurred_on") else None,
        precision=words.get("precision", ""),
        told_as=str(TellerKind(words["told_as"]).label) if words.get("told_as") else "",
        stage=stage,
        again=link.get_absolute_url() if link.is_usable and link.is_readable else "",
        page=win.get_absolute_url() if everyone.filter(pk=win.pk).exists() else "",
    )


def words_told(win: SmallWin) -> dict[str, str]:
    """How it was told, whatever the team wrote since: from the audit. Empty once the teller took it back."""
    if win.drafted_at:
        return {}
    entries = AuditEntry.objects.filter(win=win.pk, table=win._meta.db_table, action=AuditAction.INSERT)
    entry = entries.first()
    return {name: entry.changes[name][1] for name in TOLD if name in entry.changes} if entry else {}
