"""The one provider there may be: whatever OIDC_ISSUER names."""

import hashlib
import secrets

from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from scaling.sign_on.client import Client

PROCESSES = {AuthProcess.LOGIN, AuthProcess.CONNECT}


def id_of(issuer: str) -> str:
    """The name under which accounts of this issuer are stored. Another issuer gets another name, whatever it is called."""
    return f"oidc-{hashlib.sha256(issuer.encode()).hexdigest()[:40]}"


class Provider(OpenIDConnectProvider):
    oauth2_adapter_class = Client
    pkce_enabled_default = True
    supports_token_authentication = False

    def get_login_url(self, request: HttpRequest, **query) -> str:
        url = reverse("openid_connect_login")
        return f"{url}?{urlencode(query)}" if query else url

    def get_callback_url(self) -> str:
        return reverse("openid_connect_callback")

    # --- Asking: nothing of the request decides what is asked --------------------------------
    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict:
        asked = super().get_redirect_from_request_kwargs(request)
        process = asked["process"] if asked["process"] in PROCESSES else AuthProcess.LOGIN
        nonce = secrets.token_urlsafe(24)
        return asked | {"process": process, "nonce": nonce, "auth_params": {"nonce": nonce}}

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        return self.get_scope()

    def get_auth_params_from_request(self, request: HttpRequest, action) -> dict:
        return {}

    def redirect(self, request: HttpRequest, process, **asked) -> HttpResponse:
        """Leads to the provider by a page of our own. The CSP lets no form end at another site, also not by a redirect."""
        try:
            response = super().redirect(request, process, **asked)
        except OAuth2Error as problem:
            return render_authentication_error(request, self, exception=problem)
        if not isinstance(response, HttpResponseRedirect):
            return response
        return self._leading_on(request, response.url)

    def _leading_on(self, request: HttpRequest, address: str) -> HttpResponse:
        page = render(
            request, "socialaccount/login_redirect.html", {"provider": self, "redirect_to": address}
        )
        page["Refresh"] = f"0; url={address}"
        page["Referrer-Policy"] = "no-referrer"
        page["Cache-Control"] = "no-store"
        return page

    # --- Understanding the answer: who it is, and nothing else -------------------------------
    def extract_uid(self, data: dict) -> str:
        return data["sub"]

    def extract_extra_data(self, data: dict) -> dict:
        return {"iss": data["iss"]}

    def extract_common_fields(self, data: dict) -> dict:
        return {}

    def extract_email_addresses(self, data: dict) -> list:
        return []


provider_classes = [Provider]
