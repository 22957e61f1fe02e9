"""Links between wins, which curators confirm or decline."""

from django.contrib import admin
from django.db.models import Q
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from initiatives.admin.agreements import AgreementAdmin, LinkStateFilter
from initiatives.admin.filters import WordsFilter
from initiatives.admin.reach import links_of, wins_of
from initiatives.lenses import Mechanism


class MechanismFilter(WordsFilter):
    title, parameter_name = _("wat werkte?"), "mechanisme"
    vocabulary, column, open_label = Mechanism, "mechanism", _("niet ingevuld")


class WinLinkAdmin(AgreementAdmin):
    """A link between two wins. A wrong one is declined, so that it stays known."""

    list_display = ["pair", "mechanism", "basis", "state_now"]
    list_filter = [LinkStateFilter, MechanismFilter]
    list_select_related = ["earlier", "later"]
    search_fields = ["earlier__title", "later__title"]
    choosers = ends = ("earlier", "later")
    fields = ["earlier", "later", "mechanism", "mechanism_basis", "how", "basis", "state_now"]

    def curated(self, user):
        long = [
            f"{end}__{text}"
            for end in ("earlier", "later")
            for text in ("search", "description", "description_en")
        ]
        return links_of(user).select_related("earlier", "later").defer(*long)

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        found = wins_of(request.user).matching(search_term).values("pk")
        return queryset.filter(Q(earlier__in=found) | Q(later__in=found)), False

    @admin.display(description=_("verband"))
    def pair(self, link) -> str:
        return format_html_join(" → ", "{}", [(link.earlier,), (link.later,)])
