from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class CurationConfig(AdminConfig):
    """Django's admin, opened as our own site at /beheer/."""

    default_site = "initiatives.admin.site.CurationSite"


class SignOnConfig(AppConfig):
    """Logging in, and with it what a site must have in order before people log in to it (scaling/checks.py)."""

    name = "scaling.sign_on"

    def ready(self) -> None:
        import_module("scaling.checks")
        import_module("scaling.accounts")  # hears of everybody who logs in
