"""How accounts behave here, where that differs from django-allauth."""

from allauth.account import forms
from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "Dit e-mailadres en wachtwoord horen niet bij elkaar. Typ ze opnieuw, of laat je een code mailen."
        ),
        "too_many_login_attempts": _("Te vaak geprobeerd. Wacht vijf minuten en probeer het dan opnieuw."),
        "incorrect_code": _("Deze code klopt niet. Kijk of je de code uit de laatste mail hebt."),
        "incorrect_password": _("Dit wachtwoord klopt niet."),
        "enter_current_password": _("Dit wachtwoord klopt niet."),
        "same_as_current": _("Dit adres heb je al."),
        "duplicate_email": _("Dit adres heb je al."),
    }

    def is_open_for_signup(self, request) -> bool:
        """Nobody makes an account by themselves: programme staff or a team lets people in."""
        return False


class LabelsOnly:
    """A label stands above its field; a placeholder that repeats it looks as if something was filled in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


def _plain(form: type) -> type:
    return type(form.__name__, (LabelsOnly, form), {})


LoginForm = _plain(forms.LoginForm)
RequestLoginCodeForm = _plain(forms.RequestLoginCodeForm)
ConfirmLoginCodeForm = _plain(forms.ConfirmLoginCodeForm)
ResetPasswordForm = _plain(forms.ResetPasswordForm)
ResetPasswordKeyForm = _plain(forms.ResetPasswordKeyForm)
ChangePasswordForm = _plain(forms.ChangePasswordForm)
SetPasswordForm = _plain(forms.SetPasswordForm)
ReauthenticateForm = _plain(forms.ReauthenticateForm)


class AddEmailForm(LabelsOnly, forms.AddEmailForm):
    """Asks for another address. The present one, given by whoever let this person in, counts until then.

    Without this, django-allauth takes an address that was never confirmed for the one to replace,
    and leaves an account that nobody can log in to.
    """

    def save(self, request):
        present = self.user.emailaddress_set.filter(email__iexact=self.user.email)
        present.update(verified=True, primary=True)
        return super().save(request)
