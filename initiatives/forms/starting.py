"""A new initiative as staff begin one: what it is, where, with whom, who reads it and who leads it, on one page."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from initiatives.forms.begin import FirstInitiativeForm
from initiatives.forms.texts import MailField
from initiatives.lenses import MembershipRole
from initiatives.models import Initiative, Invitation, Programme, User


class BegunInitiativeForm(FirstInitiativeForm):
    """`try_save` makes it all, or says what is wrong and makes nothing."""

    lead = MailField(
        label=_("Wie trekt het? Vul een e-mailadres in."),
        help_text=_("Hier sturen we een uitnodiging naartoe. Leeg laten mag: dan nodig je later iemand uit."),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "maxlength": None}),
        error_messages={"invalid": _("Dit is geen volledig e-mailadres. Kijk of er een @ in staat.")},
    )

    def __init__(self, *args, programmes: QuerySet, **options):
        super().__init__(*args, **options)
        self.fields["cities"].initial = []
        self.fields["cities"].help_text = _("Geen stad: een landelijk initiatief.")
        here = programmes.order_by("name_sort")
        self.fields["programme"] = forms.ModelChoiceField(
            here, label=_("Welk programma?"), initial=here.first(), empty_label=None
        )
        self.order_fields(["programme"])

    def clean(self) -> dict:
        """The same name twice in a programme is most often the same form twice."""
        cleaned = super().clean()
        same = Initiative.objects.filter(programme=cleaned.get("programme"), title=cleaned.get("title", ""))
        if same.exists():
            self.add_error("title", _("Er is al een initiatief met deze naam."))
        return cleaned

    def try_save(self, *, by: User) -> tuple[Initiative, tuple[Invitation, str] | None] | None:
        """Out: the initiative, and the invitation of its lead with the word in its address."""
        try:
            with transaction.atomic():
                Programme.objects.one_at_a_time()
                if not self.is_valid():
                    return None
                initiative = self.save(self.cleaned_data["programme"], by=by)
                return initiative, self._invite(initiative, by)
        except ValidationError as refusal:
            self.add_error("lead", refusal)
            return None

    def _invite(self, initiative: Initiative, by: User) -> tuple[Invitation, str] | None:
        if not (email := self.cleaned_data["lead"]):
            return None
        return Invitation.objects.invite(email, to=initiative, role=MembershipRole.LEAD, by=by)
