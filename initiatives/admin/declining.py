"""Staff answer a proposed initiative: they let it in by publishing it, or decline it with a word to its proposer."""

from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from initiatives.admin.reach import curated_with_declined_by
from initiatives.exchange.letters import send_admitted, send_declined
from initiatives.forms.proposals import DeclineForm
from initiatives.links import for_others
from initiatives.models import Initiative
from initiatives.periods import on_day
from initiatives.sending import forget_typed, held, is_sent, typed


class DecliningProposals:
    """A part of the screen of initiatives."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.decline_view)
        return [
            path("<int:key>/niet-opnemen/", view, name="initiatives_initiative_decline"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, *, obj=None, **how):
        ways = [(_("Niet opnemen"), self._address("decline", obj.pk))] if obj and obj.waits else []
        return super().render_change_form(request, {"steps": ways, **context}, obj=obj, **how)

    def decline_view(self, request, key: int):
        """GET asks why, POST declines and sends the word to the proposer."""
        with transaction.atomic():
            proposal = held(request, curated_with_declined_by(request.user).proposed()).filter(pk=key).first()
            if proposal is None:
                self.message_user(request, _("Dit voorstel wacht niet meer."), messages.WARNING)
                return HttpResponseRedirect(self._address("changelist"))
            form = DeclineForm(typed(request), row=proposal)
            is_declined = is_sent(request) and form.try_save(by=request.user)
            if is_declined:
                self.note(request, [proposal], gettext("Niet opgenomen."))
                page = reverse("initiatives:propose_again", args=[proposal.slug])
                send_declined(proposal, address=for_others(request, page))
        if is_declined:
            forget_typed(request)
            self.message_user(
                request, _("Niet opgenomen. Wie het voorstelde krijgt een mail."), messages.SUCCESS
            )
            return HttpResponseRedirect(self._address("changelist"))
        refused = HTTPStatus.CONFLICT if form.has_conflict else HTTPStatus.UNPROCESSABLE_ENTITY
        status = refused if is_sent(request) else HTTPStatus.OK
        context = {
            **self.admin_site.each_context(request),
            "title": _("Niet opnemen"),
            "opts": self.opts,
            "form": form,
            "proposal": proposal,
            "remarks": [said_of_proposal(proposal)],
            "wins": proposal.wins.standing().count(),
        }
        return TemplateResponse(request, "admin/decline.html", context, status=status)

    def tell_who_proposed(self, request, initiatives: list[Initiative]) -> None:
        """These came in just now."""
        for initiative in initiatives:
            send_admitted(initiative, address=for_others(request, initiative.get_absolute_url()))


def said_of_proposal(initiative: Initiative) -> str:
    """Who proposed it and in which role, or why it was declined; empty for what was not proposed or came in long ago."""
    if initiative.declined_at:
        said = gettext(
            "Niet opgenomen op %(day)s, door %(who)s: “%(why)s” Alleen het team leest dit, tot het dit opnieuw voorstelt."
        )
        why, by = initiative.why_declined, initiative.declined_by
        return said % {"day": on_day(initiative.declined_at), "who": by, "why": why}
    if not initiative.waits:
        return ""
    place = initiative.memberships.filter(user=initiative.proposed_by_id).first()
    role = place.get_role_display() if place else gettext("niet meer in het team")
    said = gettext("%(who)s stelde dit voor, op %(day)s. Rol: %(role)s.")
    return said % {"who": initiative.proposed_by, "day": on_day(initiative.proposed_at), "role": role}
