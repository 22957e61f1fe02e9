"""Questions that somebody without an account sent in: the staff read them, and say what becomes of each."""

from http import HTTPStatus

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from initiatives.admin.filters import SelectFilter
from initiatives.admin.screens import CurationAdmin
from initiatives.forms.challenge_proposals import ChallengeAnswerForm
from initiatives.models import Challenge, ChallengeProposal
from initiatives.sending import forget_typed, held, is_sent, typed


class WaitsFilter(SelectFilter):
    title, parameter_name = _("beantwoord?"), "wacht"

    def words(self, request):
        return [
            ("ja", _("wacht op antwoord"), Q(answered_at__isnull=True)),
            ("nee", _("beantwoord"), Q(answered_at__isnull=False)),
        ]


class ChallengeProposalAdmin(CurationAdmin):
    """To read only, until it is answered on a page of its own."""

    kept_because = _("Wat iemand instuurde, blijft staan met wat ermee werd gedaan.")
    list_display = ["question", "asked_where", "sent_at", "answer"]
    list_filter = [WaitsFilter]
    list_select_related = ["city", "challenge"]
    search_fields = ["question"]
    ordering = ["-sent_at", "pk"]
    fields = readonly_fields = [
        *(
            "question",
            "asked_where",
            "said_by",
            "sent_at",
            "answer",
            "challenge",
            "why",
            "who_answered",
            "answered_at",
        ),
    ]
    has_history = view_on_site = False

    @admin.display(description=_("waar speelt het?"), ordering="city__name_sort")
    def asked_where(self, proposal) -> str:
        return proposal.where

    @admin.display(description=_("van wie, en hoe te bereiken"))
    def said_by(self, proposal) -> str:
        return proposal.said_by or self.get_empty_value_display()

    @admin.display(description=_("beantwoord door"))
    def who_answered(self, proposal) -> str:
        return str(proposal.answered_by or self.get_empty_value_display())

    def curated(self, user):
        return ChallengeProposal.objects.visible_to(user)

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.answer_view)
        name = "initiatives_challengeproposal_answer"
        return [path("<uuid:key>/antwoord/", view, name=name), *super().get_urls()]

    def render_change_form(self, request, context, *, obj=None, **how):
        steps = [(_("Antwoord"), self._address("answer", obj.pk))] if obj and obj.waits else []
        return super().render_change_form(request, {"steps": steps, **context}, obj=obj, **how)

    def remarks(self, request, obj) -> list[str]:
        if obj.waits and obj.said_by:
            return [
                _(
                    "Wie dit stuurde, staat hieronder tot je antwoordt, en hoogstens een half jaar. Neem eerst contact op als je dat wilt."
                )
            ]
        return []

    def answer_view(self, request, key):
        """GET asks what becomes of it, POST does it, once."""
        with transaction.atomic():
            proposal = held(request, self.curated(request.user).waiting()).filter(pk=key).first()
            if proposal is None:
                self.message_user(request, _("Deze vraag wacht niet meer."), messages.WARNING)
                return HttpResponseRedirect(self._address("changelist"))
            form = ChallengeAnswerForm(typed(request), row=proposal)
            if is_sent(request) and form.is_valid():
                return self._answered(request, proposal, form.try_save(by=request.user))
        refused = HTTPStatus.CONFLICT if form.has_conflict else HTTPStatus.UNPROCESSABLE_ENTITY
        context = {
            **self.admin_site.each_context(request),
            "title": _("Antwoord op een ingestuurde vraag"),
            "opts": self.opts,
            "form": form,
            "proposal": proposal,
        }
        status = refused if is_sent(request) else HTTPStatus.OK
        return TemplateResponse(request, "admin/answer.html", context, status=status)

    def _answered(self, request, proposal: ChallengeProposal, challenge: Challenge | None):
        """On to the question that it became, to write the rest of it; else back to the list."""
        forget_typed(request)
        said = _("Beantwoord: %(what)s. Wie het stuurde is gewist.") % {"what": proposal.get_answer_display()}
        self.message_user(request, said, messages.SUCCESS)
        return self.back_to(challenge) if challenge else HttpResponseRedirect(self._address("changelist"))
