"""The next bite: one small step, and how it was eaten."""

import uuid

from django.utils.translation import gettext_lazy as _

from initiatives.forms.choices import WinField, wins_to_choose
from initiatives.forms.conflicts import BothKeptForm
from initiatives.forms.rows import OnceForm
from initiatives.forms.texts import SentenceField
from initiatives.models import NextBite


class BiteForm(OnceForm, BothKeptForm):
    makes, parts = NextBite, {"text": ("text",)}

    text = SentenceField(
        label=_("Wat is het volgende hapje?"),
        help_text=_("Eén kleine stap die jullie deze maand kunnen zetten, en wie hem zet. Liever een rol dan een naam."),
        max_length=280,
        error_messages={"required": _("Schrijf in één zin wat jullie gaan doen.")},
    )  # fmt: skip

    def __init__(self, *args, bite: NextBite, by, **options):
        self.bite = bite
        row = None if bite._state.adding else bite
        super().__init__(*args, row=row, by=by, initial={"text": bite.text}, **options)

    def try_save(self) -> bool:
        if not self.is_valid():
            return False
        if self.bite._state.adding:
            self.make_once(self._set)
        else:
            self.bite.say(self.cleaned_data["text"])
        return True

    def said(self) -> dict:
        return {"text": self.cleaned_data["text"]}

    def place(self) -> dict:
        return {"initiative": self.bite.initiative}

    def _set(self, number: uuid.UUID) -> NextBite:
        self.bite.pk, self.bite.text, self.bite.set_by = number, self.cleaned_data["text"], self.by
        self.bite.save(force_insert=True)
        return self.bite


class FinishForm(BothKeptForm):
    """Eaten, with or without a win that it became."""

    parts = {"win": ("win",)}
    win = WinField(_("Werd het een small win?"), required=False, empty_label=_("Nee, of nog niet verteld"))

    def __init__(self, *args, bite: NextBite, by, **options):
        self.bite = bite
        super().__init__(*args, row=bite, by=by, initial={"win": bite.win_id}, **options)
        self.fields["win"].queryset = wins_to_choose(by, initiative=bite.initiative_id)

    def try_save(self) -> bool:
        if self.is_valid():
            self.bite.finish(by=self.by, win=self.cleaned_data["win"])
        return self.is_valid()
