"""The pilot paradox: starting a round, and answering it alone, on one page, all of it optional.

One long page and not twelve: nothing has to be kept in between, so that "back" and a dead phone lose nothing
that a session would have to remember, and nobody after you on the same phone finds your answers.
"""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from initiatives.forms.choices import WordField
from initiatives.forms.dates import DayField
from initiatives.forms.rows import OnceForm
from initiatives.forms.texts import NumberedForm
from initiatives.lenses import Degree, NoDegree, Perspective, Side
from initiatives.lenses.paradox import ITEMS, Item
from initiatives.models import Initiative, PilotCheck, PilotRespondent, User

ANSWERS = [
    *((word.value, capfirst(word.label)) for word in (*Degree, NoDegree.UNKNOWN)),
    (NoDegree.NOT_APPLICABLE.value, _("N.v.t.")),  # so that all six fit on two lines of a phone
]
TOO_MANY = _(
    "Via dit adres kwamen net heel veel antwoorden binnen. Wat je koos, staat hieronder nog. Probeer het over een uur weer."
)


class StartForm(OnceForm):
    """When the round is held."""

    makes = PilotCheck

    taken_on = DayField(label=_("Wanneer houden jullie de ronde?"), may_come=True)

    def __init__(self, *args, initiative: Initiative, by: User, **options):
        self.initiative, self.by = initiative, by
        super().__init__(*args, initial={"taken_on": timezone.localdate()}, **options)

    def clean_taken_on(self):
        day = self.cleaned_data["taken_on"]
        if abs((day - timezone.localdate()).days) > 366:
            raise ValidationError(_("Kies een dag binnen een jaar van vandaag."))
        return day

    def said(self) -> dict:
        return {"taken_on": self.cleaned_data["taken_on"]}

    def place(self) -> dict:
        return {"initiative": self.initiative}

    def save(self) -> PilotCheck:
        day = self.cleaned_data["taken_on"]
        return self.make_once(
            lambda number: PilotCheck.objects.start(self.initiative, on=day, by=self.by, pk=number)
        )


def name_of(item: Item, side: Side) -> str:
    """A field of the form: "1A"."""
    return f"{item.number}{side.value}"


class AnswerForm(NumberedForm):
    """Everybody answers alone: a position, and per pair two sides. Each side may stay empty."""

    perspective = WordField(
        _("Vanuit welke rol antwoord je?"),
        Perspective,
        error_messages={"required": _("Kies vanuit welke rol je antwoordt.")},
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for item in ITEMS:
            for side, question in ((Side.PILOT, item.pilot), (Side.SCALING, item.scaling)):
                field = WordField(question, ANSWERS, required=False)
                field.is_part = True  # the page says once that each may stay empty
                self.fields[name_of(item, side)] = field

    @property
    def pairs(self) -> list[tuple]:
        """Each item with its two fields, as the page shows them."""
        return [(item, self[name_of(item, Side.PILOT)], self[name_of(item, Side.SCALING)]) for item in ITEMS]

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.answers() and not self.errors:
            raise ValidationError(_("Je hebt nog niets ingevuld. Beantwoord minstens één vraag."))
        return cleaned

    def answers(self) -> dict[tuple[int, str], str]:
        """The answers that were given, without silence."""
        sides = {(item.number, side.value): name_of(item, side) for item in ITEMS for side in Side}
        return {key: code for key, name in sides.items() if (code := self.cleaned_data.get(name))}

    def save(self, check: PilotCheck) -> tuple[PilotRespondent, bool]:
        """Raises PilotCheck.DoesNotExist and TooMany."""
        return check.take(
            submission_id=self.cleaned_data["submission_id"],
            perspective=self.cleaned_data["perspective"],
            answers=self.answers(),
        )
