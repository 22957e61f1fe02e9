"""How accounts behave here, where that differs from django-allauth."""

import time

from allauth.account import app_settings, forms
from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.fields import EmailField
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core import context, ratelimit
from allauth.core.exceptions import ReauthenticationRequired
from allauth.core.internal.ratelimit import get_ip
from django import forms as fields
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import ValidationError
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from initiatives.forms.texts import MailField, NameField
from initiatives.language import remember_language
from scaling.devices import settle, stay


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "Dit e-mailadres en wachtwoord horen niet bij elkaar. Typ ze opnieuw, of laat je een code mailen."
        ),
        "too_many_login_attempts": _("Te vaak geprobeerd. Laat je een code mailen, of wacht vijf minuten."),
        "too_many_this_minute": _(
            "Er is net al drie keer een mail gevraagd. Wacht een minuut en probeer het dan opnieuw."
        ),
        "too_many_this_hour": _(
            "Er is het laatste uur te vaak een mail gevraagd. Wacht een uur, of log anders in."
        ),
        "too_many_codes": _("Je hebt nu genoeg codes gekregen. Gebruik de laatste, of wacht een uur."),
        "too_many_wrong_codes": _("Drie keer een verkeerde code. Laat je een nieuwe mailen."),
        "incorrect_code": _("Deze code klopt niet. Kijk of je de code uit de laatste mail hebt."),
        "incorrect_password": _("Dit wachtwoord klopt niet."),
        "enter_current_password": _("Dit wachtwoord klopt niet."),
        "rate_limited": _("Te vaak geprobeerd. Wacht vijf minuten en probeer het dan opnieuw."),
        "same_as_current": _("Dit adres heb je al."),
        "duplicate_email": _("Dit adres heb je al."),
    }

    def is_open_for_signup(self, request) -> bool:
        """Never: programme staff or a team lets people in."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """What cannot be read as an address leads nowhere: django-allauth would raise ValueError."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The first page of the programme, where it is still there for who has logged out."""
        return request.programmes.first_page_of_a_visitor

    def post_login(self, request: HttpRequest, user, **details) -> HttpResponse:
        """On a new device the site takes the language of the account."""
        response = super().post_login(request, user, **details)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            remember_language(response, user.language)
        return response

    def get_reauthentication_methods(self, user) -> list[dict]:
        """An account with a second step asks for that step; its password, which somebody may have seen, is not enough."""
        methods = super().get_reauthentication_methods(user)
        second = [method for method in methods if method["id"].startswith("mfa_")]
        if not methods and user.is_authenticated:
            methods = [{"id": "by_code", "url": reverse("account_reauthenticate_by_code")}]
        return [method | {"description": METHODS[method["id"]]} for method in second or methods]

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Also asked of an account with mailed codes only: django-allauth would believe its open session."""
        required = super().is_reauthentication_required(app=app, **kwargs)
        if required and self.request.user.is_authenticated and _must_show_it(self.request):
            raise ReauthenticationRequired
        return required

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials) -> str:
        """Guesses are counted per account, whatever the guesser puts behind the name of the site, as a port."""
        return credentials.get("email", "").lower()


METHODS = {
    "reauthenticate": _("Met je wachtwoord"),
    "mfa_reauthenticate": _("Met een code uit je app, of een herstelcode"),
    "mfa_reauthenticate:webauthn": _("Met je passkey"),
    "by_code": _("Met een code per mail"),
}


# --- Who has neither a password nor a second step ---------------------------------------------
SHOWN_AT = "shown_at"  # in the session: when who it belongs to last showed that it is them


@receiver(user_logged_in)
def _came_in(request: HttpRequest | None, **kwargs) -> None:
    """Note a login by a code, an invitation or an account from elsewhere. Each proves as much as a mailed code."""
    if request:
        remember_proof(request)


def remember_proof(request: HttpRequest) -> None:
    request.session[SHOWN_AT] = time.time()


def _must_show_it(request: HttpRequest) -> bool:
    """True where only a mailed code (scaling/proof.py) can prove who this is, and nothing did so lately."""
    if get_reauthentication_flows(request.user):
        return False  # django-allauth asks for the password or the second step
    return time.time() - request.session.get(SHOWN_AT, 0) >= app_settings.REAUTHENTICATION_TIMEOUT


# --- Forms ------------------------------------------------------------------------------------
class LabelsOnly:
    """A label stands above its field; a placeholder that repeats it looks as if something was filled in.

    What is typed is cleaned as everywhere on the site, but for passwords.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields |= {name: as_ours(field) for name, field in self.fields.items()}


def as_ours(field: fields.Field) -> fields.Field:
    """The field of django-allauth as ours of the same kind, with its own words."""
    ours = {fields.CharField: NameField, EmailField: MailField}.get(type(field))
    if not ours or field.widget.is_hidden:
        return field
    kept = ("label", "required", "widget", "help_text", "error_messages", "initial", "max_length")
    return ours(**{name: getattr(field, name) for name in kept})


def _plain(form: type) -> type:
    return type(form.__name__, (LabelsOnly, form), {})


ConfirmLoginCodeForm = _plain(forms.ConfirmLoginCodeForm)
ResetPasswordKeyForm = _plain(forms.ResetPasswordKeyForm)
ChangePasswordForm = _plain(forms.ChangePasswordForm)
SetPasswordForm = _plain(forms.SetPasswordForm)
ReauthenticateForm = _plain(forms.ReauthenticateForm)


class StayField(fields.BooleanField):
    def __init__(self):
        super().__init__(
            label=_("Blijf ingelogd op dit toestel"),
            help_text=_("90 dagen. Alleen op een telefoon of computer die van jou is."),
            required=False,
        )


class LoginForm(LabelsOnly, forms.LoginForm):
    """With the address that was typed to have a code mailed, for who comes from there."""

    def __init__(self, *args, data=None, files=None, **kwargs):
        if data is not None and "login" not in data and "email" in data:
            kwargs["initial"] = {**kwargs.get("initial", {}), "login": data["email"]}
            data = files = None
        super().__init__(*args, data=data, files=files, **kwargs)
        self.fields["stay"] = StayField()

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        stay(request, self.cleaned_data["stay"])
        response = super().login(request, redirect_url=redirect_url)
        if request.user.is_authenticated:
            settle(request)  # django-allauth sets an end of its own
        return response


class FewMails(LabelsOnly):
    """A mail to a typed address, counted first for that address and the place it is asked from, then for the address in all.

    Else a stranger could use up the mails of somebody, who then has no way in
    (docs/decisions/0134-mails-counted-from-where-they-are-asked.md).
    """

    def clean_email(self) -> str:
        here = f"{self.cleaned_data['email'].lower()} {get_ip(context.request)}"
        for limit in ("too_many_this_minute", "too_many_this_hour"):
            if not ratelimit.consume(context.request, action=limit, key=here):
                raise get_adapter().validation_error(limit)
        return super().clean_email()


class RequestLoginCodeForm(FewMails, forms.RequestLoginCodeForm):
    """With the address that was typed beside a password, for who comes from there: then the code goes out at once."""

    def __init__(self, *args, data=None, files=None, **kwargs):
        if data is not None and "email" not in data and "login" in data:
            data = {**data.dict(), "email": data["login"]} if data["login"] else None
        super().__init__(*args, data=data, files=files if data else None, **kwargs)
        self.fields["stay"] = StayField()

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.errors:
            stay(context.request, self.cleaned_data["stay"])
        return cleaned

    def clean_email(self) -> str:
        try:
            return super().clean_email()
        except ValidationError as refusal:
            if refusal.code != "too_many_login_attempts":
                raise
            raise get_adapter().validation_error("too_many_this_hour") from refusal


class ResetPasswordForm(FewMails, forms.ResetPasswordForm):
    pass


class AddEmailForm(LabelsOnly, forms.AddEmailForm):
    """Asks for another address. The present one, given by the inviter, counts until then.

    Without this, django-allauth takes an address that was never confirmed for the one to replace,
    and leaves an account that nobody can log in to.
    """

    def save(self, request):
        present = self.user.emailaddress_set.filter(email__iexact=self.user.email)
        present.update(verified=True, primary=True)
        # The present address learns it now: afterwards whoever reads it may have no way in. Also when the other is taken,
        # for else it would tell who has an account.
        words = {"to_email": self.cleaned_data["email"]}
        get_adapter().send_notification_mail("account/email/change_asked", self.user, words, self.user.email)
        return super().save(request)
