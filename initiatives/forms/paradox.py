"""The pilot paradox: starting a round, and answering it alone, on one page, all of it optional.

One long page and not twelve: nothing has to be kept in between, so that "back" and a dead phone lose nothing
that a session would have to remember, and nobody after you on the same phone finds your answers.
"""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from initiatives.forms.choices import WordField, WordsField
from initiatives.forms.dates import DayField
from initiatives.forms.rows import OnceForm
from initiatives.forms.texts import NumberedForm
from initiatives.lenses import Degree, NoDegree, Origin, Perspective, Side
from initiatives.lenses.paradox import Item, items_of
from initiatives.models import Initiative, PilotCheck, PilotRespondent, Recognition, User
from initiatives.models.paradox import MOST_RECOGNISED

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

    def __init__(self, *args, check: PilotCheck, **options):
        super().__init__(*args, **options)
        self.check, self.items = check, items_of(check.version)
        for item in self.items:
            for side, question in ((Side.PILOT, item.pilot), (Side.SCALING, item.scaling)):
                field = WordField(question, ANSWERS, required=False)
                field.is_part = True  # the page says once that each may stay empty
                self.fields[name_of(item, side)] = field

    @property
    def groups(self) -> list[tuple[Origin, list[tuple]]]:
        """The pairs by where they come from; each pair with its two fields."""
        pairs = [
            (item, self[name_of(item, Side.PILOT)], self[name_of(item, Side.SCALING)]) for item in self.items
        ]
        return [(origin, [pair for pair in pairs if pair[0].origin == origin]) for origin in Origin]

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.answers() and not self.errors:
            raise ValidationError(_("Je hebt nog niets ingevuld. Beantwoord minstens één vraag."))
        return cleaned

    def answers(self) -> dict[tuple[int, str], str]:
        """The answers that were given, without silence."""
        sides = {(item.number, side.value): name_of(item, side) for item in self.items for side in Side}
        return {key: code for key, name in sides.items() if (code := self.cleaned_data.get(name))}

    def save(self) -> tuple[PilotRespondent, bool]:
        """Raises PilotCheck.DoesNotExist and TooMany."""
        return self.check.take(
            submission_id=self.cleaned_data["submission_id"],
            perspective=self.cleaned_data["perspective"],
            answers=self.answers(),
        )


class RecognitionForm(NumberedForm):
    """What somebody recognises in themselves. It is kept only once they send it to the team."""

    items = WordsField(_("Welke drie herken je bij jezelf?"))

    def __init__(self, *args, check: PilotCheck, **options):
        super().__init__(*args, **options)
        self.check = check
        self.fields["items"].choices = [(str(item.number), item.own) for item in items_of(check.version)]

    def clean_items(self) -> list[int]:
        chosen = [int(number) for number in self.cleaned_data["items"]]
        if not chosen:
            raise ValidationError(_("Kies er minstens één om te delen."))
        if len(chosen) > MOST_RECOGNISED:
            raise ValidationError(_("Kies er hoogstens drie."))
        return chosen

    def save(self) -> Recognition:
        """Raises PilotCheck.DoesNotExist and TooMany."""
        return self.check.share(
            submission_id=self.cleaned_data["submission_id"], items=self.cleaned_data["items"]
        )
