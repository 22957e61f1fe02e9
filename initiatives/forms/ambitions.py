"""Ambitions of an initiative, in its own words."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.forms.choices import WordField
from initiatives.forms.conflicts import BothKeptForm
from initiatives.forms.dates import DayField
from initiatives.forms.texts import SentenceField, TextField
from initiatives.forms.widgets import Rows
from initiatives.lenses import Agreement, Choice
from initiatives.models import Ambition, Initiative, MeaningAnswer, Partnership, ScalingMeaning, User


class ChoiceForm(BothKeptForm):
    """Yes, later, or deliberately not; the last with a reason."""

    parts = {"choice": ("choice", "reason", "decided_on")}

    choice = WordField(
        _("Wat kiezen jullie?"),
        Choice,
        widget=Rows(vocabulary=Choice),
        error_messages={"required": _("Maak een keuze.")},
    )
    reason = TextField(
        label=_("Waarom?"),
        help_text=_("Bij ‘bewust niet’ is een reden nodig. Wie dit initiatief leest, leest de reden."),
        required=False,
        max_length=1000,
    )
    decided_on = DayField(label=_("Besloten op"))

    def __init__(self, *args, now: Ambition | None = None, by: User, **options):
        self.now = now
        initial = {"decided_on": timezone.localdate()}
        if now:
            initial |= {"choice": now.choice, "reason": now.reason}
        super().__init__(*args, row=now or Ambition(), by=by, initial=initial, **options)
        self.fields["reason"].is_part = True

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("choice") == Choice.NOT and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Schrijf waarom jullie hier bewust niet voor kiezen."))
        return cleaned

    def save(self, initiative: Initiative, ray: str) -> None:
        """A new choice beside the earlier ones; the very same one changes nothing."""
        words = {name: self.cleaned_data[name] for name in ("choice", "reason", "decided_on")}
        if self.now and all(getattr(self.now, name) == value for name, value in words.items()):
            return
        Ambition.objects.create(initiative=initiative, ray=ray, decided_by=self.by, **words)


class DreamForm(BothKeptForm):
    """The dream, in Dutch and perhaps in English. Earlier texts are kept."""

    parts = {"dream": ("dream",), "dream_en": ("dream_en",)}

    dream = TextField(
        label=_("Jullie opschaaldroom"),
        help_text=_("Hoe ziet het eruit als het gewoon is geworden?"),
        required=False,
        max_length=2000,
    )
    dream_en = TextField(
        label=_("De droom in het Engels"),
        help_text=_("Leeg? Dan lezen Engelstalige bezoekers de Nederlandse tekst."),
        required=False,
        max_length=2000,
    )

    def __init__(self, *args, initiative: Initiative, by: User, **options):
        self.initiative = initiative
        now = {name: getattr(initiative, name) for name in self.parts}
        super().__init__(*args, row=initiative, by=by, initial=now, **options)

    def save(self) -> None:
        for name in self.parts:
            setattr(self.initiative, name, self.cleaned_data[name])
        self.initiative.save(update_fields=list(self.parts))


class MeaningForm(BothKeptForm):
    """The meaning of scaling here. Another text is a new version, about which partners are asked anew."""

    parts = {"text": ("text",)}

    text = TextField(
        label=_("Wat bedoelen jullie met opschalen?"),
        max_length=2000,
        error_messages={"required": _("Schrijf wat jullie met opschalen bedoelen.")},
    )

    def __init__(self, *args, now: ScalingMeaning | None, by: User, **options):
        now = now or ScalingMeaning()
        super().__init__(*args, row=now, by=by, initial={"text": now.text}, **options)

    def save(self, initiative: Initiative) -> None:
        text = self.cleaned_data["text"]
        if text != self.row.text:
            ScalingMeaning.objects.create(initiative=initiative, text=text, written_by=self.by)


class AgreementForm(BothKeptForm):
    """Whether one partner shares it. The answer belongs to the text that was on the page."""

    reads = ("meaning",)
    parts = {"answer": ("answer",), "note": ("note",)}
    sentence_of_unread = _("Intussen staat er een andere tekst. Lees die eerst, en bewaar dan nog eens.")

    answer = WordField(
        _("Is deze partner het ermee eens?"),
        Agreement,
        error_messages={"required": _("Kies een antwoord. Weet je het niet? Kies dat dan.")},
    )
    note = SentenceField(label=_("Toelichting"), required=False, max_length=280)

    def __init__(self, *args, meaning: ScalingMeaning, said: MeaningAnswer | None, by: User, **options):
        self.meaning = meaning
        row = said or MeaningAnswer(meaning=meaning)
        now = {name: getattr(row, name) for name in self.parts}
        super().__init__(*args, row=row, by=by, initial=now, **options)

    def save(self, partnership: Partnership) -> None:
        MeaningAnswer.objects.update_or_create(
            meaning=self.meaning,
            partnership=partnership,
            defaults={
                "answer": self.cleaned_data["answer"],
                "note": self.cleaned_data["note"],
                "said_by": self.by,
                "said_at": timezone.now(),
            },
        )
