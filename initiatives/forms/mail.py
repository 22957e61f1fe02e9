"""Which mail somebody wants."""

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives.forms.choices import WordsField
from initiatives.lenses import BUNDLED
from initiatives.models import MailOff, User


class MailForm(forms.Form):
    kinds = WordsField(
        _("Hierover wil je mail"),
        BUNDLED,
        help_text=_("Komt er meer op een dag, dan krijg je het in één mail, hooguit één per 24 uur."),
    )

    def __init__(self, *args, user: User, **options):
        unwanted = set(user.mail_off.values_list("kind", flat=True))
        wanted = [kind.value for kind in BUNDLED if kind not in unwanted]
        super().__init__(*args, initial={"kinds": wanted}, **options)
        self.user = user

    def try_save(self) -> None:
        if self.is_valid():
            MailOff.objects.choose(self.user, {*BUNDLED} - {*self.cleaned_data["kinds"]})
