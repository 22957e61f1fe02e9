"""From the earlier win: to which later one it led, and how it helped."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from initiatives.forms.choices import WinField, WordField
from initiatives.forms.texts import SentenceField
from initiatives.forms.widgets import Rows
from initiatives.lenses import Mechanism
from initiatives.models import SmallWin, User, WinLink


class LedToForm(forms.Form):
    """A later win of one's own teams: who may change it may say what it came from. Said again, the last words count."""

    later = WinField(_("Welke small win kwam daarna?"))
    mechanism = WordField(_("Hoe hielp die?"), Mechanism, widget=Rows(vocabulary=Mechanism), required=False)
    how = SentenceField(label=_("Hoe ging dat?"), required=False, max_length=1000)

    def __init__(self, *args, win: SmallWin, by: User, **options):
        self.win, self.by = win, by
        super().__init__(*args, **options)
        self.fields["later"].queryset = self._later_ones()

    def _later_ones(self):
        """Standing wins of one's teams that are not before it."""
        mine = SmallWin.objects.editable_by(self.by).standing().exclude(pk=self.win.pk)
        if self.win.stretch:
            mine = mine.filter(Q(occurred_on__isnull=True) | Q(occurred_on__gte=self.win.stretch.first_day))
        return mine.newest_first().defer("search")

    @property
    def is_told_already(self) -> bool:
        """Somebody told of these two, and nobody took that back: a form without words may not write over it."""
        told = WinLink.objects.not_declined().filter(earlier=self.win)
        return self.is_valid() and told.filter(later=self.cleaned_data["later"]).exists()

    def try_save(self) -> bool:
        """Save what is valid. False when it is not, or when it closes a circle or runs back in time."""
        if not self.is_valid():
            return False
        words = {"mechanism": self.cleaned_data["mechanism"], "how": self.cleaned_data["how"]}
        try:
            self.win.made_possible(self.cleaned_data["later"], by=self.by, **words)
        except ValidationError as refused:
            self.add_error("later", refused)
        return not self.errors
