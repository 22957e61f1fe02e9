"""One's own account: what one is called, and how the site speaks and writes to one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives.forms.choices import WordField
from initiatives.forms.conflicts import BothKeptForm
from initiatives.forms.teams import LANGUAGES, OwnNameField
from initiatives.forms.widgets import Rows
from initiatives.lenses import Digest
from initiatives.models import User


class ProfileForm(BothKeptForm):
    parts = {name: (name,) for name in ("display_name", "language", "digest")}

    display_name = OwnNameField(
        help_text=_("Zo zien anderen in het netwerk je, bijvoorbeeld bij wat je vertelt.")
    )
    language = WordField(
        _("Taal"),
        LANGUAGES,
        widget=forms.Select,
        help_text=_("Van de site op dit toestel, en van de mail die je krijgt."),
    )
    digest = WordField(
        _("Post over wat er gebeurt"),
        Digest,
        help_text=_(
            "Op maandag, in één mail. Kies je nooit, dan mailen we je ook niet over dagen die komen en of iets nog klopt."
        ),
        widget=Rows(vocabulary=Digest),
    )

    def __init__(self, *args, user: User, **options):
        kept = {name: getattr(user, name) for name in self.parts}
        super().__init__(*args, row=user, by=user, initial=kept, **options)
        self.user = user

    def save(self) -> None:
        self.user.choose(**{name: self.cleaned_data[name] for name in self.parts})


class DeleteForm(forms.Form):
    sure = forms.BooleanField(
        label=_("Ja, ik wil dat mijn account verdwijnt. Ik weet dat dit niet terug te draaien is."),
        error_messages={"required": _("Zet een vinkje als je het zeker weet.")},
    )
