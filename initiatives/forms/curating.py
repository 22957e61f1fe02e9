"""Reading along, by a curator of the programme or the city: confirm a win, or ask about it. And the team's answer."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.forms.choices import WordField
from initiatives.forms.conflicts import MarkedForm
from initiatives.forms.telling import WORDS
from initiatives.forms.texts import SentenceField, TextField
from initiatives.forms.widgets import Tiles
from initiatives.lenses import Independence
from initiatives.marks import READ, as_read, marks_in
from initiatives.models import Evidence, EvidenceCheck, SmallWin

# Confirming removes a question, so it must have been read, too; and it may open a photo that came meanwhile to everybody.
READ_FIRST = (*WORDS, "question", "reply", "photos_as_read")


def mark_of(win: SmallWin) -> str:
    """The name under which a page sends what it showed of a win."""
    return f"read-{win.pk}"


def is_as_read(win: SmallWin, sent: str) -> bool:
    """True where the page before showed the present words of the win. In: the mark that it sent."""
    return marks_in(sent).get(READ) == marks_in(as_read(win, READ_FIRST))[READ]


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
        return bool(self.win.returned_at) and self.cleaned_data.get("question") == self.win.question


class EvidenceCheckForm(MarkedForm):
    """A curator opened the evidence: who made it, and what it shows. Refused when it changed since they looked."""

    reads = ("kind", "independence", "text", "url")

    independence = WordField(
        _("Wie maakte dit, zover je ziet?"), Independence, widget=Tiles(attrs={"class": "tiles--two"})
    )
    shows = SentenceField(
        label=_("Wat laat het zien?"),
        help_text=_("Eén zin. Wie de small win ziet, leest dit met je rol erbij."),
        max_length=200,
        error_messages={"required": _("Schrijf in één zin wat het laat zien.")},
    )

    def __init__(self, data=None, *args, evidence: Evidence, by, **options):
        self.by = by
        self.before = EvidenceCheck.objects.filter(evidence=evidence, checked_by=by).first()
        words = (
            {name: getattr(self.before, name) for name in ("independence", "shows")} if self.before else {}
        )
        super().__init__(data, *args, row=evidence, initial=words, **options)

    @property
    def says_the_same(self) -> bool:
        said = {name: self.cleaned_data.get(name) for name in ("independence", "shows")}
        return bool(self.before) and all(getattr(self.before, name) == word for name, word in said.items())

    def save(self) -> None:
        """Write it down, or in other words what this person said of it before."""
        said = {name: self.cleaned_data[name] for name in ("independence", "shows")}
        EvidenceCheck.objects.update_or_create(
            evidence=self.row, checked_by=self.by, defaults={**said, "checked_at": timezone.now()}
        )


class ReplyForm(MarkedForm):
    """The team's answer in words, refused when the question changed since somebody read it. It can be put better later."""

    reads = ("question", "reply")

    reply = TextField(
        label=_("Jullie antwoord"),
        help_text=_(
            "Wie het vroeg leest dit precies zo, met je naam. Het komt niet op de openbare pagina’s."
        ),
        max_length=2000,
        error_messages={"required": _("Schrijf je antwoord aan het programma.")},
    )

    def __init__(self, data=None, *args, win: SmallWin, **options):
        self.win = win
        super().__init__(data, *args, row=win, initial={"reply": win.reply}, **options)

    @property
    def says_the_same(self) -> bool:
        return bool(self.win.reply) and self.cleaned_data.get("reply") == self.win.reply
