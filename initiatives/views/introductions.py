"""Put two initiatives that share a wall or a question in touch. Addresses stay hidden until both said yes."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from initiatives.exchange.letters import introduce_by_mail
from initiatives.forms.filters import bar
from initiatives.forms.introductions import IntroduceForm, MeetForm
from initiatives.htmx import render_page
from initiatives.models import Initiative, Introduction
from initiatives.reports.filter.wins import WinFilter
from initiatives.reports.network.pairs import pairs as pairs_of
from initiatives.reports.team.introductions import introduction_list, introduction_page
from initiatives.sending import SAVED, form_page, is_sent, page_with_form, saved, typed

BAR = ("stad", "thema")  # the filters of who should meet whom


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What was proposed, to those inside and to who proposed it. `?wacht=ja`: what still waits for an answer."""
    report = introduction_list(
        request.user,
        only_waiting=request.GET.get("wacht") == "ja",
        page=request.GET.get("pagina"),
    )
    return render(request, "introductions/index.html", {"report": report})


@require_safe
def pairs(request: HttpRequest) -> HttpResponse:
    """Who should meet whom, of the initiatives of which the reader lets people in and out."""
    chosen = WinFilter(request.GET, onlooker=request.onlooker, page="introductions:pairs", only=BAR)
    report = pairs_of(request.onlooker, chosen.initiatives_here(), page=request.GET.get("pagina"))
    context = {"filter": chosen, "bar": bar(chosen, *BAR), "report": report}
    return render_page(
        request, "introductions/pairs.html", context, fragment="introductions/_pairs.html", push=chosen.url()
    )


@page_with_form
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """By a lead of this initiative, a coordinator of its city or staff of its programme."""
    theirs = Initiative.objects.managed_by(request.user).read_by_the_network()
    initiative = get_object_or_404(theirs, slug=slug)
    form = IntroduceForm(
        typed(request), initiative=initiative, by=request.user, met=request.GET.get("met", "")
    )
    if is_sent(request) and (proposed := form.try_save()):
        if form.is_new:
            introduce_by_mail(request, proposed)
        return saved(
            request, proposed, _("Voorgesteld. Zodra allebei ja zeggen, krijgen ze elkaars naam en adres.")
        )
    return form_page(request, "introductions/propose.html", form, {"initiative": initiative})


@page_with_form
def answer(request: HttpRequest, pk) -> HttpResponse:
    """The proposal, to those inside either and its proposer. Who decides for a side says yes or no."""
    rows = Introduction.objects.visible_to(request.user).with_both()
    row = get_object_or_404(rows, pk=pk)
    if is_sent(request) and not row.sides_of(request.user):
        raise Http404
    form = MeetForm(typed(request), introduction=row, by=request.user)
    if is_sent(request) and form.try_save():
        if form.is_agreed_now:
            introduce_by_mail(request, rows.get(pk=row.pk))
        return saved(request, row, SAVED)
    page = introduction_page(row, user=request.user)
    return form_page(request, "introductions/answer.html", form, {"page": page, "introduction": row})
