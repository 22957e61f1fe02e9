"""A question that somebody without an account sends in, and the answer of the staff."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from initiatives.forms.challenges import ChallengesField
from initiatives.forms.choices import NOT_KNOWN, OneOfTheRows, WordField
from initiatives.forms.conflicts import MarkedForm
from initiatives.forms.proposals import WhereField
from initiatives.forms.texts import NameField, NumberedForm, SentenceField, TextField
from initiatives.lenses import ChallengeAnswer
from initiatives.models import Challenge, ChallengeProposal, City, Onlooker, User
from initiatives.names import folded
from initiatives.reports.network.challenges import like_questions

TOO_MANY = _(
    "Het laatste uur kwamen er heel veel vragen binnen. Wacht een uur en druk dan nog eens op Verstuur. Je vraag staat er nog."
)
ONE_OF_THESE = {"new": "title", "known": "challenge", "declined": "why"}
STILL_TO_SAY = {
    "new": _("Schrijf hoe het vraagstuk hier komt te staan."),
    "known": _("Kies welk vraagstuk het is."),
    "declined": _("Schrijf waarom. Dan weet een collega het later ook."),
}


class ChallengeQuestionForm(NumberedForm):
    """Three questions, and a box that only a machine fills in."""

    question = SentenceField(
        label=_("Wat is de vraag?"),
        help_text=_("Schrijf het als vraag, zoals “Hoe zorgen we dat minder mensen zich eenzaam voelen?”"),
        max_length=500,
        error_messages={"required": _("Schrijf je vraag.")},
    )
    city = WhereField(
        City.objects.none(),
        label=_("Waar speelt het?"),
        error_messages={"required": _("Kies een stad, of landelijk."), "invalid_choice": NOT_KNOWN},
    )
    sender = SentenceField(
        label=_("Wie ben je, en hoe bereiken we je?"),
        help_text=_(
            "Alleen het programma leest dit. Zodra je vraag beantwoord is, wissen we het; na een half jaar in elk geval."
        ),
        required=False,
        max_length=300,
    )
    website = NameField(
        label=_("Laat dit leeg"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args, onlooker: Onlooker, **options):
        self.onlooker = onlooker
        super().__init__(*args, **options)
        self.fields["city"].offer(onlooker.cities)

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("Dit vakje is voor machines. Maak het leeg en verstuur nog eens."))
        return ""

    def try_save(self, programme) -> Challenge | None:
        """Send it in. Out: the question of the network that it looks like most, if any. Raises TooMany."""
        words = {name: self.cleaned_data[name] for name in ("question", "city", "sender", "submission_id")}
        ChallengeProposal.objects.send_in(programme=programme, **words)
        alike = like_questions(words["question"], among=self.onlooker.challenges)
        return next(iter(alike), None)


class KnownChallengeField(OneOfTheRows, forms.ModelChoiceField):
    label_from_instance = ChallengesField.label_from_instance


class ChallengeAnswerForm(MarkedForm):
    """What the staff do with it; refused where a colleague was first."""

    reads = ("answered_at", "question")

    answer = WordField(_("Wat doe je ermee?"), ChallengeAnswer)
    title = SentenceField(
        label=_("Hoe komt het hier te staan?"),
        help_text=_(
            "Bij: opgenomen als vraagstuk. Kort, en zonder namen van mensen. De uitleg vul je daarna in."
        ),
        required=False,
        max_length=200,
    )
    challenge = KnownChallengeField(
        Challenge.objects.none(),
        label=_("Welk vraagstuk is het?"),
        help_text=_("Bij: het stond er al. Wat erop lijkt staat bovenaan."),
        required=False,
        empty_label=_("kies"),
    )
    why = TextField(
        label=_("Waarom niet?"),
        help_text=_("Bij: niet opgenomen. Eén of twee zinnen, die het programma bewaart."),
        required=False,
        max_length=1000,
    )

    def __init__(self, data=None, *, row: ChallengeProposal):
        super().__init__(data, row=row, initial={"title": row.question[:200]})
        known = Challenge.objects.fit_for(row.programme).order_by("title_sort", "pk")
        field, alike = self.fields["challenge"], like_questions(row.question, among=known)
        field.queryset = known
        first = [*dict.fromkeys([*alike, *known])]
        field.choices = [
            ("", field.empty_label),
            *((each.pk, field.label_from_instance(each)) for each in first),
        ]

    def clean(self) -> dict:
        cleaned = super().clean()
        answer = cleaned.get("answer")
        name = ONE_OF_THESE.get(answer, "")
        if name and not cleaned.get(name) and name not in self.errors:
            self.add_error(name, STILL_TO_SAY[answer])
        if answer == ChallengeAnswer.NEW and self._stands_there(cleaned.get("title", "")):
            self.add_error("title", _("Dit vraagstuk staat er al. Kies: het stond er al."))
        return cleaned

    def _stands_there(self, title: str) -> bool:
        known = Challenge.objects.fit_for(self.row.programme)
        return bool(folded(title)) and known.asking(title).exists()

    def try_save(self, *, by: User) -> Challenge | None:
        """In: the proposal held. Out: the question that it is now; None where it was declined."""
        said = self.cleaned_data
        match said["answer"]:
            case ChallengeAnswer.NEW:
                return self.row.become(said["title"], by=by)
            case ChallengeAnswer.KNOWN:
                self.row.turn_out_to_be(said["challenge"], by=by)
                return said["challenge"]
        self.row.decline(said["why"], by=by)
        return None
