"""Where an initiative wants to go, in its own words."""

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from initiatives.forms.texts import SentenceField, TextField
from initiatives.forms.versions import VersionedForm
from initiatives.forms.widgets import Pills, Rows
from initiatives.lenses import Agreement, Choice
from initiatives.models import Ambition, Initiative, MeaningAnswer, Partnership, ScalingMeaning, User

UNKNOWN_ANSWER = {"invalid_choice": _("Dit antwoord kennen we niet. Kies er een uit de lijst.")}


class ChoiceForm(forms.Form):
    """Yes, later, or deliberately not; the last with a reason."""

    choice = forms.ChoiceField(
        label=_("Wat kiezen jullie?"),
        choices=[(word.value, capfirst(word.label)) for word in Choice],
        error_messages=UNKNOWN_ANSWER | {"required": _("Maak een keuze.")},
    )
    reason = TextField(
        label=_("Waarom?"),
        help_text=_("Bij ‘bewust niet’ is een reden nodig. Wie dit initiatief leest, leest de reden."),
        required=False,
        max_length=1000,
    )
    decided_on = forms.DateField(
        label=_("Besloten op"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
        error_messages={
            "invalid": _("Dit is geen dag die we kennen. Schrijf bijvoorbeeld 17-2-2022."),
            "required": _("Kies de dag."),
        },
    )

    def __init__(self, *args, now: Ambition | None = None, **options):
        self.now = now
        initial = {"decided_on": timezone.localdate()}
        if now:
            initial |= {"choice": now.choice, "reason": now.reason}
        super().__init__(*args, initial=initial, **options)
        self.fields["choice"].widget = Rows(vocabulary=Choice, choices=self.fields["choice"].choices)
        self.fields["reason"].is_part = True

    def clean_decided_on(self):
        day = self.cleaned_data["decided_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Deze dag moet nog komen."))
        return day

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("choice") == Choice.NOT and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Schrijf waarom jullie hier bewust niet voor kiezen."))
        return cleaned

    def save(self, initiative: Initiative, ray: str, *, by: User) -> None:
        """A new choice beside the earlier ones; the very same one changes nothing."""
        words = {name: self.cleaned_data[name] for name in ("choice", "reason", "decided_on")}
        if self.now and all(getattr(self.now, name) == value for name, value in words.items()):
            return
        Ambition.objects.create(initiative=initiative, ray=ray, decided_by=by, **words)


class DreamForm(VersionedForm):
    """The dream, in Dutch and perhaps in English. What stood there before is kept."""

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

    def __init__(self, *args, initiative: Initiative, **options):
        self.initiative = initiative
        now = {"dream": initiative.dream, "dream_en": initiative.dream_en}
        super().__init__(*args, now=now, **options)

    def save(self) -> None:
        for name in ("dream", "dream_en"):
            setattr(self.initiative, name, self.cleaned_data[name])
        self.initiative.save(update_fields=["dream", "dream_en"])


class MeaningForm(VersionedForm):
    """What scaling means here. Another text is a new version; partners are asked anew."""

    text = TextField(
        label=_("Wat bedoelen jullie met opschalen?"),
        max_length=2000,
        error_messages={"required": _("Schrijf wat jullie met opschalen bedoelen.")},
    )

    def __init__(self, *args, now: ScalingMeaning | None, **options):
        super().__init__(*args, now={"text": now.text if now else ""}, **options)

    def save(self, initiative: Initiative, *, by: User) -> None:
        if self.cleaned_data["text"] != self.now["text"]:
            ScalingMeaning.objects.create(
                initiative=initiative, text=self.cleaned_data["text"], written_by=by
            )


class AgreementForm(forms.Form):
    """Whether one partner shares it. The answer belongs to the text that was on the page."""

    answer = forms.ChoiceField(
        label=_("Is deze partner het ermee eens?"),
        choices=[(word.value, capfirst(word.label)) for word in Agreement],
        widget=Pills,
        error_messages=UNKNOWN_ANSWER | {"required": _("Kies een antwoord. Weet je het niet? Kies dat dan.")},
    )
    note = SentenceField(label=_("Toelichting"), required=False, max_length=280)
    meaning = forms.UUIDField(widget=forms.HiddenInput(attrs={"autocomplete": "off"}), required=False)

    def __init__(self, *args, meaning: ScalingMeaning, said: MeaningAnswer | None, **options):
        self.meaning = meaning
        initial = {"meaning": meaning.pk}
        if said:
            initial |= {"answer": said.answer, "note": said.note}
        super().__init__(*args, initial=initial, **options)

    def clean(self) -> dict:
        cleaned = super().clean()
        seen = cleaned.get("meaning")
        if seen and seen != self.meaning.pk:
            self.data = self.data.copy()
            self.data["meaning"] = self.meaning.pk  # seen now: saving again is a choice
            self.add_error(
                None, _("Intussen staat er een andere tekst. Lees die eerst, en bewaar dan nog eens.")
            )
        return cleaned

    def save(self, partnership: Partnership, *, by: User) -> None:
        MeaningAnswer.objects.update_or_create(
            meaning=self.meaning,
            partnership=partnership,
            defaults={
                "answer": self.cleaned_data["answer"],
                "note": self.cleaned_data["note"],
                "said_by": by,
                "said_at": timezone.now(),
            },
        )
