"""A partner says of something in its name that it is not so."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives.forms.texts import NumberedForm, TextField
from initiatives.models import Objection, WishLink
from initiatives.reports.mirror.in_name import Claim, ClaimList, InName

TOO_MANY = _(
    "Jullie zeiden vandaag al vaak dat iets niet klopt. Wat je typte, staat hieronder nog. Probeer het morgen weer."
)
SAID_BEFORE = _(
    "Jullie zeiden hier al dat het niet klopt. Neem dat eerst terug als er iets anders moet staan. Wat je typte, staat hieronder nog."
)
CHANGED = _("Hier staat intussen iets anders. Klopt dat ook niet? Druk dan nog eens op de knop.")
SENT_BEFORE = _("Je stuurde net al iets over dit punt. Is dit iets anders? Druk dan nog eens op de knop.")


class ObjectionForm(NumberedForm):
    """Beside one thing in the name of the partner: what is so, if the partner wants to say it."""

    about = forms.CharField(widget=forms.HiddenInput)
    shown = forms.CharField(widget=forms.HiddenInput, required=False)  # the mark of what one read
    words = TextField(label=_("Wat klopt er wel?"), max_length=500, required=False)

    def __init__(self, data=None, *, claim: Claim):
        self.claim = claim
        copied = data.copy() if data is not None else None
        super().__init__(
            copied, initial={"about": claim.key, "shown": claim.mark}, auto_id=f"id_%s_{claim.key}"
        )
        self.fields["words"].widget.attrs["rows"] = 3

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("shown") not in (None, "", self.claim.mark):
            self.data["shown"], self.has_conflict = self.claim.mark, True
            self.add_error(None, CHANGED)
        return cleaned

    def save(self, link: WishLink) -> Objection | None:
        """Nothing where the form says something else than what stands there. Raises DoesNotExist and TooMany."""
        cleaned = self.cleaned_data
        said, says_this = Objection.objects.say_through(
            link, self.claim.thing, submission_id=cleaned["submission_id"], words=cleaned["words"]
        )
        if not says_this:
            self.number_anew()
            self.add_error(None, SAID_BEFORE if said.waits else SENT_BEFORE)
        return said if says_this else None


@dataclass(frozen=True)
class LaidOut:
    """A section of the page, each of its things with its form."""

    section: ClaimList
    first: tuple[tuple[Claim, ObjectionForm], ...]
    more: tuple[tuple[Claim, ObjectionForm], ...]  # folded

    @property
    def is_open(self) -> bool:
        """The form that was sent comes back among those that are folded."""
        return any(form.is_bound for _claim, form in self.more)


def laid_out(page: InName, sent: ObjectionForm | None = None) -> tuple[LaidOut, ...]:
    """In: the form that was sent, which stands there as it came."""

    def with_forms(claims: Iterable[Claim]) -> tuple[tuple[Claim, ObjectionForm], ...]:
        forms_of = {sent.claim.key: sent} if sent else {}
        return tuple((claim, forms_of.get(claim.key) or ObjectionForm(claim=claim)) for claim in claims)

    return tuple(LaidOut(each, with_forms(each.first), with_forms(each.more)) for each in page.sections)
