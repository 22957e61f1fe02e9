"""The second step of logging in: who needs one, when it counts, and its forms (docs/decisions/0060-second-step.md)."""

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import signals
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import forms as base_forms
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from initiatives.forms.texts import NameField
from scaling.accounts import AccountAdapter, LabelsOnly
from scaling.devices import STAYS, devices_of, may_stay
from scaling.middleware import lead_to

Type = Authenticator.Type
ALWAYS = {"account_logout", "set_language"}
WHO_IT_IS = ALWAYS | {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
TO_MAKE_ONE = ALWAYS | {
    "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate", "account_reauthenticate_by_code",
    "account_email", "account_confirm_email", "account_set_password", "account_change_password",
}  # fmt: skip


# --- Who must have one ------------------------------------------------------------------------
def must_have_one(user) -> bool:
    """True for accounts that can change the words of others, or read what only staff read."""
    return settings.MFA_REQUIRED_FOR_STAFF and (user.is_superuser or user.is_programme_staff)


def steps_of(user) -> dict[int, str]:
    """The second steps this person has: their numbers and kinds. Recovery codes alone are none."""
    kinds = dict(Authenticator.objects.filter(user_id=user.pk).values_list("pk", "type"))
    return kinds if {Type.TOTP, Type.WEBAUTHN} & set(kinds.values()) else {}


def was_taken(request: HttpRequest, steps: dict[int, str]) -> bool:
    """Whether this session was opened with one of the steps that this person still has."""
    records = get_authentication_records(request, request.user)
    return any(record.get("id") in steps for record in records if record["method"] == "mfa")


class SecondStepMiddleware(MiddlewareMixin):
    """Lets programme staff and superusers nowhere without their second step, except where they take or make it."""

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if not request.user.is_authenticated or not must_have_one(request.user):
            return None
        steps, here = steps_of(request.user), request.resolver_match.view_name
        if not steps:
            return None if here in TO_MAKE_ONE else lead_to(_page_to_make_one, request)
        if was_taken(request, steps):
            return None
        return None if here in WHO_IT_IS else lead_to(_page_to_take_it(steps), request)


def _page_to_make_one(back: str) -> str:
    return reverse("mfa_index")


def _page_to_take_it(steps: dict[int, str]):
    name = "mfa_reauthenticate" if Type.TOTP in steps.values() else "mfa_reauthenticate_webauthn"
    return lambda back: f"{reverse(name)}?{urlencode({'next': back})}"


@receiver(signals.authenticator_added)
def made_here(request: HttpRequest, user, authenticator: Authenticator, **kwargs) -> None:
    """Counts making a second step as taking it, in this session. Other open sessions did not see that."""
    if authenticator.type in (Type.TOTP, Type.WEBAUTHN):
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


# --- Pages ------------------------------------------------------------------------------------
class SecurityView(IndexView):
    """Everything about logging in on one page."""

    def get_context_data(self, **kwargs) -> dict:
        user = self.request.user
        return {
            **super().get_context_data(**kwargs),
            "must_make_one": must_have_one(user) and not steps_of(user),
            "is_required": must_have_one(user),
            "devices": devices_of(self.request),
            "stays": self.request.session.get(STAYS, False),
            "may_stay": may_stay(user),
            "sign_on_name": settings.OIDC_NAME if settings.OIDC_ISSUER else "",
        }


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        "add_email_blocked": _("Zet eerst je tweede stap uit."),
        "cannot_generate_recovery_codes": _(
            "Herstelcodes krijg je bij een app of een passkey. Voeg die eerst toe."
        ),
        "incorrect_code": _("Deze code klopt niet, of is al gebruikt. Wacht op de volgende en typ die."),
        "unverified_email": _("Bevestig eerst je e-mailadres."),
    }

    def generate_authenticator_name(self, user, type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey") if number == 1 else gettext("Passkey %(number)s") % {"number": number}

    def get_totp_label(self, user) -> str:
        return user.email


# --- Forms ------------------------------------------------------------------------------------
class CodeForm(LabelsOnly):
    """Six digits of an app, or a recovery code: a telephone shows the digits, and people may type a space."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label, field.help_text = _("Code"), self.help_text
        field.widget.attrs.update({"inputmode": "numeric", "autocapitalize": "off", "spellcheck": "false"})

    help_text = _("De zes cijfers uit je app, of een van je herstelcodes.")

    def clean_code(self) -> str:
        """A code works once. django-allauth forgets it after half a minute, while it is good for three times as long."""
        try:
            code = super().clean_code()
        except forms.ValidationError as refusal:
            if refusal.code != "too_many_login_attempts":
                raise
            # for guessed codes of an app: the usual sentence offers a mailed code, which is no help here
            raise AccountAdapter().validation_error("rate_limited") from refusal
        used = f"second-step:{self.user.pk}:{normalize_user_code(code)}"
        if not cache.add(used, True, settings.MFA_TOTP_PERIOD * (2 * settings.MFA_TOTP_TOLERANCE + 2)):
            raise MFAAdapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(CodeForm, base_forms.AuthenticateForm):
    pass


class ReauthenticateForm(CodeForm, base_forms.ReauthenticateForm):
    pass


class ActivateTOTPForm(CodeForm, totp_forms.ActivateTOTPForm):
    help_text = _("De zes cijfers die de app nu toont.")


class AddPasskeyForm(LabelsOnly, passkey_forms.AddWebAuthnForm):
    """Always one to log in with, without a password beside it."""

    passwordless = forms.BooleanField(widget=forms.HiddenInput, initial=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Naam")
        self.fields["name"].max_length = 60
        self.fields["name"].help_text = _("Waaraan je hem herkent, bijvoorbeeld “telefoon”.")


class RenamePasskeyForm(LabelsOnly, passkey_forms.EditWebAuthnForm):
    name = NameField(label=_("Naam"), max_length=60)
