"""Put two initiatives that run into the same wall in touch. Addresses stay hidden until both said yes."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from initiatives.exchange.letters import send_introduced, send_introduction
from initiatives.forms.introductions import IntroduceForm, MeetForm
from initiatives.links import for_others
from initiatives.models import Initiative, Introduction
from initiatives.reports.team.introductions import introduction_page
from initiatives.sending import SAVED, form_page, is_sent, page_with_letter, saved, typed


@page_with_letter
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """By a lead of this initiative, a coordinator of its city or staff of its programme."""
    theirs = Initiative.objects.managed_by(request.user).read_by_the_network()
    initiative = get_object_or_404(theirs, slug=slug)
    form = IntroduceForm(typed(request), initiative=initiative, by=request.user)
    if is_sent(request) and (proposed := form.try_save()):
        send_introduction(proposed, address=for_others(request, proposed.get_absolute_url()))
        return saved(request, proposed, _("Voorgesteld. De trekkers van allebei krijgen een mail."))
    return form_page(request, "introductions/propose.html", form, {"initiative": initiative})


@page_with_letter
def answer(request: HttpRequest, pk) -> HttpResponse:
    """The proposal, to those inside either and its proposer. Who decides for a side says yes or no."""
    rows = Introduction.objects.visible_to(request.user).select_related(
        "first", "second", "topic", "proposed_by"
    )
    row = get_object_or_404(rows, pk=pk)
    if is_sent(request) and not row.sides_of(request.user):
        raise Http404
    form = MeetForm(typed(request))
    if is_sent(request) and form.is_valid():
        if Introduction.objects.answer(row.pk, agrees=form.agrees, by=request.user):
            send_introduced(row, address=for_others(request, row.get_absolute_url()))
        return saved(request, row, SAVED)
    page = introduction_page(row, user=request.user)
    return form_page(request, "introductions/answer.html", form, {"page": page, "introduction": row})
