"""A new initiative with its partners and its lead, on one page: a part of the screen of initiatives."""

from django.contrib import messages
from django.db import transaction
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from initiatives.admin.reach import programmes_of
from initiatives.exchange.letters import invite_by_mail
from initiatives.forms.starting import BegunInitiativeForm
from initiatives.sending import forget_typed, is_sent, typed


class StartingInitiatives:
    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.start_view)
        return [path("beginnen/", view, name="initiatives_initiative_start"), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        way = (_("Nieuw, met partners en trekker"), self._address("start"))
        return super().changelist_view(request, {"start": way, **(extra_context or {})})

    def start_view(self, request):
        form = BegunInitiativeForm(typed(request), programmes=programmes_of(request.user))
        if is_sent(request):
            with transaction.atomic():  # with the letter that invites its lead
                made = form.try_save(by=request.user)
                if made:
                    forget_typed(request)
                    return self._started(request, *made)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Nieuw initiatief"),
            "opts": self.opts,
            "form": form,
        }
        return TemplateResponse(request, "admin/start.html", context, status=422 if is_sent(request) else 200)

    def _started(self, request, initiative, invited):
        said = gettext("Het initiatief staat er.") if initiative.published_at else gettext("Bewaard.")
        self.message_user(request, said, messages.SUCCESS)
        self.log_addition(request, initiative, str(said))
        if invited:
            invite_by_mail(request, *invited)
        return self.back_to(initiative)
