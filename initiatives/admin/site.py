"""The admin as programme staff use it, at /beheer/."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class CurationSite(AdminSite):
    site_header = _("Vliegwiel · beheer")
    site_title = _("Vliegwiel beheer")
    index_title = _("Wat wil je bijwerken?")
    site_url = "/"

