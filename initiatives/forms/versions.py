"""What somebody else changed meanwhile is never written over unseen."""

import hashlib

from django import forms
from django.utils.translation import gettext_lazy as _


class VersionedForm(forms.Form):
    """Carries a mark of the words it was filled with. In: `now`, those words as they stand, by field."""

    version = forms.CharField(widget=forms.HiddenInput(attrs={"autocomplete": "off"}), required=False)

    def __init__(self, data=None, *args, now: dict, **options):
        self.now, self.has_conflict = now, False
        initial = now | options.pop("initial", {}) | {"version": self._mark()}
        super().__init__(data.copy() if data is not None else None, *args, initial=initial, **options)

    def _mark(self) -> str:
        return hashlib.sha256(repr([str(words) for words in self.now.values()]).encode()).hexdigest()[:16]

    def clean(self) -> dict:
        cleaned = super().clean()
        seen = self.data.get("version")
        self.has_conflict = bool(seen) and seen != self._mark()
        if self.has_conflict:
            self.data["version"] = self._mark()  # seen now: saving again is a choice
            self.add_error(None, _("Iemand anders veranderde dit terwijl jij typte. Dit staat er nu:"))
        return cleaned
