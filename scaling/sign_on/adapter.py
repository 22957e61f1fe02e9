"""The rights of an account from elsewhere: it logs in the person who connected it, and nothing more."""

import logging

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render

from scaling.sign_on.provider import Provider, id_of

log = logging.getLogger(__name__)


def the_app() -> SocialApp | None:
    """The provider that the environment names, if any. It is not in the database."""
    if not settings.OIDC_ISSUER:
        return None
    return SocialApp(
        provider=Provider.id,
        provider_id=id_of(settings.OIDC_ISSUER),
        name=settings.OIDC_NAME,
        client_id=settings.OIDC_CLIENT_ID,
        secret=settings.OIDC_CLIENT_SECRET,
        settings={"server_url": settings.OIDC_ISSUER, "scope": settings.OIDC_SCOPES},
    )


class SignOnAdapter(DefaultSocialAccountAdapter):
    def list_apps(self, request, provider=None, client_id=None) -> list[SocialApp]:
        app = the_app()
        fits = (
            app and provider in (None, app.provider, app.provider_id) and client_id in (None, app.client_id)
        )
        return [app] if fits else []

    def is_open_for_signup(self, request: HttpRequest, sociallogin) -> bool:
        """Never: an account elsewhere makes no account here. The page says how to get one."""
        page = render(request, "socialaccount/unknown.html", {"provider": sociallogin.provider}, status=403)
        raise ImmediateHttpResponse(page)

    def on_authentication_error(
        self, request, provider, error=None, exception=None, extra_context=None
    ) -> None:
        """The page stays vague; the log has the cause."""
        log.warning("logging in by %s failed: %s %s", provider, error, exception or "")

    def authenticate_by_email(self, sociallogin) -> None:
        """Never, whatever the settings say: the issuer and the subject identify an account."""
        return
