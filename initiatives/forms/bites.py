"""The next bite: one small step, and how it was eaten."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from initiatives.forms.outside import WinField, wins_to_choose
from initiatives.forms.texts import SentenceField
from initiatives.models import NextBite


class BiteForm(forms.Form):
    """`seen` is what stood there when the form was opened; somebody else may have changed it since."""

    text = SentenceField(
        label=_("Wat is het volgende hapje?"),
        help_text=_("Eén kleine stap die jullie deze maand kunnen zetten, en wie hem zet. Liever een rol dan een naam."),
        max_length=280,
        error_messages={"required": _("Schrijf in één zin wat jullie gaan doen.")},
    )  # fmt: skip
    seen = forms.CharField(
        required=False, widget=forms.HiddenInput(attrs={"autocomplete": "off"}), strip=False
    )

    def __init__(self, *args, bite: NextBite, **options):
        self.bite, self.stored = bite, bite.text
        super().__init__(*args, initial={"text": bite.text, "seen": bite.text}, **options)
        self.has_conflict = False

    def clean(self) -> dict:
        cleaned = super().clean()
        seen = cleaned.get("seen")
        self.has_conflict = bool(seen and self.stored) and seen != self.stored
        if self.has_conflict:
            self.data = self.data.copy()
            self.data["seen"] = self.stored  # seen now: saving again is a choice
            words = _("Iemand anders veranderde dit terwijl jij typte. Nu staat er: “%(text)s”")
            self.add_error(None, ValidationError(words, params={"text": self.stored}))
        return cleaned

    def try_save(self, *, by) -> bool:
        if not self.is_valid():
            return False
        if self.bite._state.adding:
            self.bite.text, self.bite.set_by = self.cleaned_data["text"], by
            self.bite.save()
        else:
            self.bite.say(self.cleaned_data["text"])
        return True


class FinishForm(forms.Form):
    """Eaten, with or without a win that it became."""

    win = WinField(_("Werd het een small win?"), required=False, empty_label=_("Nee, of nog niet verteld"))

    def __init__(self, *args, bite: NextBite, by, **options):
        super().__init__(*args, initial={"win": bite.win_id}, **options)
        self.bite, self.by = bite, by
        self.fields["win"].queryset = wins_to_choose(by, initiative=bite.initiative_id)

    def try_save(self) -> bool:
        if self.is_valid():
            self.bite.finish(by=self.by, win=self.cleaned_data["win"])
        return self.is_valid()
