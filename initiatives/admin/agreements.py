"""What one team says of itself and another one, which curators confirm or decline: links of wins, ties of initiatives."""

from django.contrib import admin, messages
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from initiatives.admin.filters import SelectFilter
from initiatives.admin.screens import CurationAdmin
from initiatives.admin.states import LINK_STATES


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


class AgreementAdmin(CurationAdmin):
    """A row with two ends, which stay as they are once it is there. A wrong one is declined, so that it stays known."""

    ends: tuple[str, ...]
    ordering = ["-told_at", "-pk"]
    kept_because = _("Een verband verwijder je niet. Wijs het af: dan blijft het bekend.")
    view_on_site = False
    actions = ["confirm", "decline"]

    def get_readonly_fields(self, request, obj=None):
        return (*self.ends, "state_now") if obj else ("state_now",)

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
        done = []
        for link in links:
            try:
                with transaction.atomic():
                    do(link)
            except IntegrityError:
                refused = _("%(link)s: dit kan niet meer. Er staat nu iets anders tussen deze twee.")
                self.message_user(request, refused % {"link": link}, messages.ERROR)
            else:
                done.append(link)
        if done:
            self.note(request, done, str(words))
            self.message_user(request, words, messages.SUCCESS)
