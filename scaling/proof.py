"""People with neither a password nor a second step prove who they are with a mailed code (docs/decisions/0133-proof-by-mailed-code.md).

django-allauth would believe their open session. scaling/accounts.py says when they are asked; this module says how.
"""

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.views import BaseReauthenticateView, password_set
from allauth.core import ratelimit
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from scaling.accounts import ConfirmLoginCodeForm, remember_proof

CODE = "proof_code"  # in the session


# --- The code ---------------------------------------------------------------------------------
class MailedCode(AbstractCodeVerificationProcess):
    """A code to the present address: as long, as short-lived and as few tries as one to log in with."""

    def __init__(self, request: HttpRequest, state: dict):
        self.request = request
        attempts, timeout = app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS, app_settings.LOGIN_BY_CODE_TIMEOUT
        super().__init__(max_attempts=attempts, timeout=timeout, state=state, user=request.user)

    @classmethod
    def of(cls, request: HttpRequest) -> "MailedCode | None":
        """The one that was sent to this person at the address they still have, and that still works."""
        state = request.session.get(CODE)
        return cls(request, state).abort_if_invalid() if state else None

    @classmethod
    def mail(cls, request: HttpRequest) -> None:
        code = cls(request, cls.initial_state(user=request.user, email=request.user.email))
        code.send()
        code.persist()

    def is_valid(self) -> bool:
        return super().is_valid() and self.state["email"] == self.request.user.email

    def send(self) -> None:
        adapter = get_adapter()
        self.state["code"] = adapter.generate_login_code()
        words = {"request": self.request, "code": self.code}
        adapter.send_mail("account/email/proof_code", self.state["email"], words)

    def persist(self) -> None:
        self.request.session[CODE] = self.state

    def abort(self) -> None:
        self.request.session.pop(CODE, None)

    def accept(self) -> None:
        """Use the code up and remember the proof."""
        self.abort()
        remember_proof(self.request)
        record_authentication(self.request, self.request.user, method="code", reauthenticated=True)


# --- Pages ------------------------------------------------------------------------------------
@method_decorator([never_cache, sensitive_post_parameters("code")], name="dispatch")
class ProofView(BaseReauthenticateView):
    """First a button that mails the code, for reading a page sends nothing; then the field to type it in."""

    template_name = "account/reauthenticate_by_code.html"
    form_class = ConfirmLoginCodeForm

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.code = MailedCode.of(request) if request.user.is_authenticated else None

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.POST.get("action") == "send":
            return self._send()
        return super().post(request, *args, **kwargs) if self.code else self._again()

    def _send(self) -> HttpResponse:
        if ratelimit.consume(self.request, action="proof_code", user=self.request.user):
            MailedCode.mail(self.request)
        else:
            self._say("too_many_codes")
        return self._again()

    def _again(self) -> HttpResponse:
        return redirect(self.passthrough_next_url(self.request.path))

    def _say(self, refusal: str) -> None:
        messages.error(self.request, get_adapter().error_messages[refusal])

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"code": self.code and self.code.code}

    def form_valid(self, form) -> HttpResponse:
        self.code.accept()
        return super().form_valid(form)

    def form_invalid(self, form) -> HttpResponse:
        if not self.code.record_invalid_attempt():
            self._say("too_many_wrong_codes")
            return self._again()
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"is_sent": self.code is not None}


def set_password(request: HttpRequest) -> HttpResponse:
    """Asks for proof before a first password: django-allauth lets any open session choose one.

    The typed password is not kept meanwhile.
    """
    try:
        raise_if_reauthentication_required(request, app="allauth.account")
    except ReauthenticationRequired:
        if request.method == "POST":
            return redirect("account_set_password")
        raise
    return password_set(request)
