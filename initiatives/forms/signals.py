"""Putting a question aside: why, and for how long."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from initiatives.forms.choices import WordField
from initiatives.forms.texts import TextField
from initiatives.models import Initiative, SignalDismissal, User

DAYS = ((30, _("30 dagen")), (60, _("60 dagen")), (90, _("90 dagen")))


class DismissForm(forms.Form):
    reason = TextField(
        label=_("Waarom nu niet?"),
        help_text=_("Wie aan dit initiatief werkt, kan dit lezen."),
        max_length=500,
        error_messages={"required": _("Schrijf waarom je deze vraag opzijlegt.")},
    )
    days = WordField(
        _("Hoe lang?"),
        DAYS,
        coerce=int,
        error_messages={
            "required": _("Kies hoe lang."),
            "invalid_choice": _("Kies 30, 60 of 90 dagen."),
        },
    )

    def __init__(self, *args, initiative: Initiative, rule: str, about: str, **options):
        super().__init__(*args, **options)
        self.question = {"initiative": initiative, "rule": rule, "about": about}

    def try_save(self, *, by: User) -> bool:
        """False where something is missing, or where a colleague put it aside a moment ago."""
        if not self.is_valid():
            return False
        try:
            SignalDismissal.objects.put_aside(**self.question, **self.cleaned_data, by=by)
        except ValidationError as refused:
            self.add_error(None, refused)
        return not self.errors
