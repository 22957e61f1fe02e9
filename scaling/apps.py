from django.contrib.admin.apps import AdminConfig


class CurationConfig(AdminConfig):
    """Django's admin, opened as our own site at /beheer/."""

    default_site = "initiatives.admin.site.CurationSite"
