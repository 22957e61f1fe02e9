"""Links between wins, which curators confirm or decline."""

from django.contrib import admin, messages
from django.db.models import Q
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from initiatives.admin.filters import SelectFilter, WordsFilter
from initiatives.admin.reach import links_of, wins_of
from initiatives.admin.screens import CurationAdmin
from initiatives.admin.states import LINK_STATES
from initiatives.lenses import Mechanism


class LinkStateFilter(SelectFilter):
    title, parameter_name = _("status"), "status"

    def words(self, request):
        labels = {
            "open": _("wacht op een ja"),
            "gevraagd": _("wacht op een team"),
            "bevestigd": _("bevestigd"),
            "afgewezen": _("afgewezen"),
        }
        return [(state, label, LINK_STATES[state]) for state, label in labels.items()]


class MechanismFilter(WordsFilter):
    title, parameter_name = _("wat werkte?"), "mechanisme"
    vocabulary, column, open_label = Mechanism, "mechanism", _("niet ingevuld")


class WinLinkAdmin(CurationAdmin):
    """A link between two wins. A wrong one is declined, so that it stays known."""

    list_display = ["pair", "mechanism", "basis", "state_now"]
    list_filter = [LinkStateFilter, MechanismFilter]
    list_select_related = ["earlier", "later"]
    ordering = ["-told_at", "-pk"]
    search_fields = ["earlier__title", "later__title"]
    choosers = ("earlier", "later")
    kept_because = _("Een verband verwijder je niet. Wijs het af: dan blijft het bekend.")
    view_on_site = False
    actions = ["confirm", "decline"]
    fields = ["earlier", "later", "mechanism", "mechanism_basis", "how", "basis", "state_now"]
    readonly_fields = ["state_now"]

    def curated(self, user):
        long = [
            f"{end}__{text}"
            for end in ("earlier", "later")
            for text in ("search", "description", "description_en")
        ]
        return links_of(user).select_related("earlier", "later").defer(*long)

    def get_readonly_fields(self, request, obj=None):
        return ("earlier", "later", "state_now") if obj else ("state_now",)

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        found = wins_of(request.user).matching(search_term).values("pk")
        return queryset.filter(Q(earlier__in=found) | Q(later__in=found)), False

    @admin.display(description=_("verband"))
    def pair(self, link) -> str:
        return format_html_join(" → ", "{}", [(link.earlier,), (link.later,)])

    @admin.display(description=_("status"))
    def state_now(self, link) -> str:
        if link.declined_at:
            return _("afgewezen")
        if link.confirmed_at:
            return _("bevestigd")
        return _("wacht op een team") if link.asked_id else _("wacht op een ja")

    def save_model(self, request, obj, form, change) -> None:
        if not change:
            obj.told_by = request.user
        super().save_model(request, obj, form, change)

    def extra_buttons(self, request, obj):
        confirm = (
            [("_confirm", _("Bewaar en bevestig"))]
            if obj is None or not (obj.confirmed_at and not obj.declined_at)
            else []
        )
        return confirm + ([("_decline", _("Bewaar en wijs af"))] if obj and not obj.declined_at else [])

    def after_saving(self, request, obj) -> None:
        if "_confirm" in request.POST:
            self.confirm(request, [obj])
        elif "_decline" in request.POST:
            self.decline(request, [obj])

    @admin.action(description=_("Bevestig"))
    def confirm(self, request, links) -> None:
        self._each(request, links, lambda link: link.confirm(by=request.user), _("Bevestigd."))

    @admin.action(description=_("Wijs af"))
    def decline(self, request, links) -> None:
        self._each(request, links, lambda link: link.decline(by=request.user), _("Afgewezen."))

    def _each(self, request, links, do, words) -> None:
        links = list(links)
        for link in links:
            do(link)
        self.note(request, links, str(words))
        self.message_user(request, words, messages.SUCCESS)
