"""Partners that look like each other, at /beheer/lijken-dubbel/: each pair opens the page on which one says whether they are one."""

from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from initiatives.models import Partner
from initiatives.reports.network.doubles import doubles


class DoublesPage:
    def __init__(self, site):
        self.site = site

    def urls(self) -> list:
        return [path("lijken-dubbel/", self.site.admin_view(require_safe(self.index)), name="doubles")]

    def index(self, request):
        partners = Partner.objects.visible_to(request.user)
        page = "admin:initiatives_partner_merge"
        lines = [
            (pair, f"{reverse(page, args=[pair.other.pk])}?met={pair.one.pk}") for pair in doubles(partners)
        ]
        context = {
            **self.site.each_context(request),
            "title": _("Partners die dubbel lijken"),
            "lines": lines,
        }
        return TemplateResponse(request, "admin/doubles.html", context)
