"""Telling without an account, and the links through which that is done."""

import datetime as dt
import uuid

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives.forms.choices import WordField
from initiatives.forms.dates import WhenForm
from initiatives.forms.sent_photos import PhotoAlong
from initiatives.forms.telling import ChangedForField, TitleField
from initiatives.forms.texts import NumberedForm, SentenceField, SubmissionField, TextField
from initiatives.lenses import TellerKind
from initiatives.models import CaptureLink, Initiative, SmallWin, User
from initiatives.reports.team.receipts import TOLD, words_told

TOO_MANY = _(
    "Via deze link kwam het laatste uur heel veel binnen. Wacht een uur en druk dan nog eens op Verstuur. "
    "Je tekst staat er nog."
)
LASTS = {"30": _("een maand"), "180": _("een half jaar"), "365": _("een jaar"), "730": _("twee jaar")}
USUAL = "180"  # days


class CaptureForm(PhotoAlong, NumberedForm, WhenForm):
    """Telling without an account. One box and a date are enough; the position and a longer story may stay empty."""

    title = TitleField()
    told_as = WordField(
        _("Wie ben je?"),
        TellerKind.choices,
        required=False,
        help_text=_("Dit komt bij je verhaal te staan. Je naam vragen we niet."),
    )
    description = TextField(label=_("Wat veranderde er?"), required=False, max_length=5000)
    changed_for = ChangedForField()

    teller_opens = forms.BooleanField(
        label=_("Iedereen mag dit lezen"),
        help_text=_(
            "Zodra het team en het programma het lazen. Zonder vinkje blijft het bij mensen die kunnen inloggen."
        ),
        required=False,
    )

    field_order = [
        "title",
        *PhotoAlong.field_order,
        "when",
        "occurred_on",
        "year",
        "stretch",
        "told_as",
        "description",
        "changed_for",
        "teller_opens",
    ]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial.setdefault("when", self.today.isoformat())

    @property
    def tells_more(self) -> bool:
        """Something stands in the fields that are folded away, or is wrong with it."""
        return any(self[name].value() or self[name].errors for name in ("description", "changed_for"))

    def save(self, link: CaptureLink) -> tuple[SmallWin, bool]:
        """Tell it once. Out: the win, and whether it was told in the words that were sent now.

        Raises CaptureLink.DoesNotExist and TooMany, as `tell_through` does.
        """
        told = {name: self.cleaned_data[name] for name in TOLD}
        number = self.cleaned_data["submission_id"]
        opens = self.cleaned_data["teller_opens"]
        win, is_new = SmallWin.objects.tell_through(link, submission_id=number, teller_opens=opens, **told)
        says_this = win.teller_opens == opens and words_told(win) == _as_kept(told)
        return win, is_new or win.drafted_at is not None or says_this


def _as_kept(told: dict) -> dict[str, str]:
    """The values as the audit writes them: days as text, and no NULLs."""
    return {name: str(words) for name, words in told.items() if words is not None}


class LinkForm(forms.Form):
    """A new link for a team: where it hangs and how long it works."""

    place = SentenceField(
        label=_("Waar komt de poster te hangen?"),
        help_text=_("Bijvoorbeeld: bij de koffie in het buurthuis. Dit staat ook klein op de poster."),
        required=False,
        max_length=120,
    )
    lasts = WordField(
        _("Hoe lang werkt de link?"),
        LASTS.items(),
        initial=USUAL,
        error_messages={"required": _("Kies hoe lang de link werkt.")},
    )
    number = SubmissionField()

    def save(self, initiative: Initiative, *, by: User) -> CaptureLink:
        """Make it once, however often the form arrives."""
        until = timezone.now() + dt.timedelta(days=int(self.cleaned_data["lasts"]))
        words = {"place": self.cleaned_data["place"], "expires_at": until, "created_by": by}
        link, _new = CaptureLink.objects.get_or_create(
            pk=self._free_number(initiative), initiative=initiative, defaults=words
        )
        return link

    def _free_number(self, initiative: Initiative) -> uuid.UUID:
        """The number of this form, unless another team has a link of that number."""
        number = self.cleaned_data["number"]
        is_taken = CaptureLink.objects.exclude(initiative=initiative).filter(pk=number).exists()
        return uuid.uuid4() if is_taken else number


class RefuseForm(forms.Form):
    reason = SentenceField(
        label=_("Waarom hoort het hier niet?"),
        help_text=_("Wie het vertelde, leest dit."),
        required=False,
        max_length=500,
    )
