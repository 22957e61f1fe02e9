"""What a reader of the programme or the city says of a win: it is described well, or a question."""

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives.forms.conflicts import mark
from initiatives.forms.telling import WORDS
from initiatives.forms.texts import TextField
from initiatives.models import SmallWin

QUESTION = ("question",)  # one that nobody has seen is not swept away
NOT_AS_READ = _("Iemand anders veranderde hier net iets aan. Lees eerst wat er nu staat.")


def as_read(win: SmallWin, state: tuple[str, ...] = QUESTION) -> str:
    """A mark of all that one reads before one says something of a win."""
    return mark(tuple(getattr(win, name) for name in (*WORDS, *state)))


class AsReadForm(forms.Form):
    """Nothing is said of words that one has not read, nor twice at the same moment."""

    state = QUESTION

    seen = forms.CharField(widget=forms.HiddenInput(attrs={"autocomplete": "off"}), required=False)

    def __init__(self, data=None, *args, win: SmallWin, **options):
        self.win = win
        self.has_conflict = False
        super().__init__(data.copy() if data is not None else None, *args, **options)
        self.initial["seen"] = self._now()

    def _now(self) -> str:
        return as_read(self.win, self.state)

    @property
    def says_the_same(self) -> bool:
        """The same button pressed twice."""
        return False

    def clean(self) -> dict:
        cleaned = super().clean()
        self.has_conflict = cleaned.get("seen") not in ("", self._now()) and not self.says_the_same
        if self.has_conflict:
            self.data["seen"] = self._now()
            self.add_error(None, NOT_AS_READ)
        return cleaned


class QuestionForm(AsReadForm):
    state = ("question", "confirmed_at")

    question = TextField(
        label=_("Je vraag aan het team"),
        help_text=_("Bijvoorbeeld: wie was erbij? Het team leest dit precies zo, met je naam."),
        max_length=1000,
        error_messages={"required": _("Schrijf je vraag aan het team.")},
    )

    @property
    def says_the_same(self) -> bool:
        return bool(self.win.question) and self.cleaned_data.get("question") == self.win.question
