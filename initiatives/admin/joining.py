"""A partner that a team proposed: let it in, or say that it is one that stands there already."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from initiatives.links import number_in
from initiatives.models import Partner
from initiatives.reports.network.look_alikes import look_alikes

CHOICES_AT_MOST = 500


class JoiningPartners:
    """A part of the screen of partners."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.join_view)
        return [path("<int:key>/samenvoegen/", view, name="initiatives_partner_join"), *super().get_urls()]

    def extra_buttons(self, request, obj):
        return [("_admit", _("Bewaar en laat toe"))] if obj and obj.waits else []

    def after_saving(self, request, obj) -> None:
        if "_admit" in request.POST:
            obj.admit(by=request.user)
            self.note(request, [obj], str(_("Toegelaten.")))

    def remarks(self, request, obj) -> list[str]:
        if not obj.waits:
            return []
        said = _(
            "%(who)s stelde deze partner voor. Tot je hem toelaat, zien alleen dat team, de kwartiermaker en het programma de naam."
        )
        return [said % {"who": obj.proposed_by}]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        obj = self.get_object(request, object_id)
        ways = [(_("Dit is een andere partner"), self._address("join", obj.pk))] if obj and obj.waits else []
        return super().change_view(request, object_id, form_url, {"steps": ways, **(extra_context or {})})

    def join_view(self, request, key: int):
        """GET chooses and shows what moves, POST does it."""
        partner = self.get_queryset(request).waiting().filter(pk=key).first()
        if partner is None:
            self.message_user(request, _("Deze partner wacht niet meer."), messages.WARNING)
            return HttpResponseRedirect(self._address("changelist"))
        others = self.get_queryset(request).exclude(pk=key).order_by("name_sort")
        chosen = others.filter(pk=number_in((request.POST or request.GET).get("met", ""))).first()
        if request.method == "POST" and chosen:
            return self.join(request, partner, chosen)
        is_lost = bool(request.POST or request.GET.get("met")) and chosen is None
        alike = [other for _name, other in look_alikes([partner.name], but=partner.pk, among=others)]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Dit is een andere partner"),
            "opts": self.opts,
            "partner": partner,
            "chosen": chosen,
            "is_lost": is_lost,
            "moves": partner.what_hangs() if chosen else (),
            "falls": partner.what_falls(chosen) if chosen else (),
            "choices": [
                (other, other == chosen) for other in dict.fromkeys([*alike, *others[:CHOICES_AT_MOST]])
            ],
        }
        return TemplateResponse(request, "admin/join.html", context, status=422 if is_lost else 200)

    def join(self, request, partner: Partner, other: Partner):
        with transaction.atomic():
            name = partner.name
            if not partner.join(other):
                self.message_user(
                    request, _("Een collega was je net voor. Kijk wat er nu staat."), messages.WARNING
                )
                return HttpResponseRedirect(self._address("join", partner.pk))
            self.note(request, [other], str(_("“%(name)s” bleek deze partner te zijn.") % {"name": name}))
        self.message_user(request, _("Samengevoegd. Dit is de partner die blijft."), messages.SUCCESS)
        return self.back_to(other)
