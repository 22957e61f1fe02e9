"""How accounts behave here, where that differs from django-allauth."""

from allauth.account import forms
from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
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
        "rate_limited": _("Te vaak geprobeerd. Wacht vijf minuten en probeer het dan opnieuw."),
        "same_as_current": _("Dit adres heb je al."),
        "duplicate_email": _("Dit adres heb je al."),
    }

    def is_open_for_signup(self, request) -> bool:
        """Nobody makes an account by themselves: programme staff or a team lets people in."""
        return False

    def post_login(self, request: HttpRequest, user, **details) -> HttpResponse:
        """On a new device the site speaks the language of whoever logs in there."""
        response = super().post_login(request, user, **details)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            _remember_language(response, user.language)
        return response

    def get_reauthentication_methods(self, user) -> list[dict]:
        """Whoever has a second step shows that; the password, which somebody may have seen, is not enough then."""
        methods = super().get_reauthentication_methods(user)
        second = [method for method in methods if method["id"].startswith("mfa_")]
        return [method | {"description": METHODS[method["id"]]} for method in second or methods]

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials) -> str:
        """Guesses are counted per account, whatever the guesser puts behind the name of the site, as a port."""
        return credentials.get("email", "").lower()


METHODS = {
    "reauthenticate": _("Met je wachtwoord"),
    "mfa_reauthenticate": _("Met een code uit je app, of een herstelcode"),
    "mfa_reauthenticate:webauthn": _("Met je passkey"),
}


def _remember_language(response: HttpResponse, language: str) -> None:
    """The same cookie as that of the switch (django.views.i18n.set_language)."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )


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
