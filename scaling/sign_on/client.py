"""The conversation with the provider, and what its answer must be before it is believed.

django-allauth skips the signature of an ID token that came over TLS, asks for no nonce and prefers the answer of the
userinfo endpoint. Here the ID token is the only thing that counts, and all of it is checked.
"""

import json
import secrets

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from requests import RequestException

from scaling.programmes import below_its_name

SIGNED_WITH = [
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
]  # fmt: skip  # never by a shared secret, never not at all
NEEDED = ["iss", "sub", "aud", "exp", "iat", "nonce"]
ENDPOINTS = ["authorization_endpoint", "token_endpoint", "jwks_uri"]
LEEWAY = 60  # seconds: clocks differ
LONGEST_SUBJECT = 191  # the width of the column; the standard allows 255


class Client(OpenIDConnectOAuth2Adapter):
    @property
    def openid_config(self) -> dict:
        """The metadata of the provider. Raises OAuth2Error where they cannot be right."""
        if not hasattr(self, "_openid_config"):
            config = _fetch(f"{settings.OIDC_ISSUER.rstrip('/')}/.well-known/openid-configuration")
            self._openid_config = _believable(config)
        return self._openid_config

    def get_callback_url(self, request: HttpRequest, app) -> str:
        """The one address that the provider knows, in whichever programme somebody logs in."""
        here = below_its_name(self.get_provider().get_callback_url())
        return request.build_absolute_uri(f"{request.root}{here}")

    def get_access_token_data(self, request: HttpRequest, app, client, pkce_code_verifier=None) -> dict:
        """RFC 9207: an answer that names its issuer must name ours."""
        if request.GET.get("iss", settings.OIDC_ISSUER) != settings.OIDC_ISSUER:
            raise OAuth2Error("The answer is of another issuer.")
        return super().get_access_token_data(request, app, client, pkce_code_verifier)

    def complete_login(self, request: HttpRequest, app, token, *, response: dict, **kwargs):
        claims = self._claims(app, response.get("id_token"))
        if not secrets.compare_digest(str(claims["nonce"]).encode(), self.asked_nonce.encode()):
            raise OAuth2Error("The ID token answers another question.")
        return self.get_provider().sociallogin_from_response(request, claims)

    def _claims(self, app, id_token: str | None) -> dict:
        """The claims of a valid ID token. Raises OAuth2Error for an invalid one."""
        try:
            claims = jwt.decode(
                id_token,
                key=self._key(id_token),
                algorithms=SIGNED_WITH,
                audience=app.client_id,
                issuer=settings.OIDC_ISSUER,
                leeway=LEEWAY,
                options={"require": NEEDED},
            )
        except (jwt.PyJWTError, TypeError, ValueError, KeyError) as problem:
            raise OAuth2Error(f"Invalid ID token: {type(problem).__name__}") from problem
        _check_parties(claims, app.client_id)
        return claims

    def _key(self, id_token: str | None):
        """The key that the token says it is signed with, or the only one there is."""
        keys = jwt.PyJWKSet.from_dict(_fetch(self.openid_config["jwks_uri"])).keys
        keys = [key for key in keys if key.public_key_use in (None, "sig")]
        wanted = jwt.get_unverified_header(id_token).get("kid")
        found = [key for key in keys if wanted in (None, key.key_id)]
        if len(found) != 1:
            raise OAuth2Error("No key of the provider fits this ID token.")
        return found[0]


def _fetch(url: str) -> dict:
    try:
        with get_adapter().get_requests_session() as session:
            answer = session.get(url, allow_redirects=False)
            answer.raise_for_status()
            document = json.loads(answer.content)
    except (RequestException, ValueError) as problem:
        raise OAuth2Error(f"The provider does not answer: {type(problem).__name__}") from problem
    if not isinstance(document, dict):
        raise OAuth2Error("The provider answers something else.")
    return document


def _believable(config: dict) -> dict:
    if config.get("issuer") != settings.OIDC_ISSUER:
        raise OAuth2Error("OIDC_ISSUER is not what the provider calls itself.")
    begin = "https://" if settings.OIDC_ISSUER.startswith("https://") else "http"
    if not all(str(config.get(name, "")).startswith(begin) for name in ENDPOINTS):
        raise OAuth2Error("An address of the provider is missing, or not https.")
    return config


def _check_parties(claims: dict, client_id: str) -> None:
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != client_id:
        raise OAuth2Error("The ID token is for somebody else.")
    if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= LONGEST_SUBJECT:
        raise OAuth2Error("The ID token names nobody.")
