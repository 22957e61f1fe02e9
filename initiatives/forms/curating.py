"""Forms for a curator of the programme or the city: confirm a win, or ask about it."""

from django.utils.translation import gettext_lazy as _

from initiatives.forms.conflicts import MarkedForm
from initiatives.forms.telling import WORDS
from initiatives.forms.texts import TextField
from initiatives.models import SmallWin

READ_FIRST = (*WORDS, "question")  # confirming removes the question, so it must have been read, too


class AsReadForm(MarkedForm):
    """A step about a win, refused when its words changed since the curator read them."""

    reads = READ_FIRST

    def __init__(self, data=None, *args, win: SmallWin, **options):
        self.win = win
        super().__init__(data, *args, row=win, **options)


class QuestionForm(AsReadForm):
    reads = (*READ_FIRST, "confirmed_at")

    question = TextField(
        label=_("Je vraag aan het team"),
        help_text=_("Bijvoorbeeld: wie was erbij? Het team leest dit precies zo, met je naam."),
        max_length=1000,
        error_messages={"required": _("Schrijf je vraag aan het team.")},
    )

    @property
    def says_the_same(self) -> bool:
        return bool(self.win.question) and self.cleaned_data.get("question") == self.win.question
