"""How an initiative belongs to others: one team says it, the other one says yes or no."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from initiatives.exchange.letters import ask_team_by_mail
from initiatives.forms.belonging import BelongingForm
from initiatives.links import address
from initiatives.models import Initiative, InitiativeLink, Reader
from initiatives.reports.profile.belonging import belonging_page
from initiatives.sending import (
    SAVED,
    TAKEN_AWAY,
    agreed,
    ask_first,
    button,
    declined,
    form_page,
    held,
    is_sent,
    page_with_form,
    saved,
    typed,
)


@login_not_required
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """The ties of an initiative, with who says so; and what worked out at what grew out of it or is part of it."""
    initiative = get_object_or_404(Initiative.objects.visible_to(request.user), slug=slug)
    report = belonging_page(Reader(request.user, initiative), request.GET.get("pagina"))
    return render(request, "belonging/index.html", {"report": report})


@page_with_form
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Find another initiative, and say how the two belong together. Its team hears of it."""
    theirs = Initiative.objects.editable_by(request.user).select_related("programme")
    initiative = get_object_or_404(theirs, slug=slug)
    search = request.GET.get("q", "")
    form = BelongingForm(typed(request), initiative=initiative, by=request.user, search=search)
    tie = form.try_save() if is_sent(request) else None
    if tie is None:
        return form_page(request, "belonging/add.html", form, {"initiative": initiative})
    if tie.waits:
        ask_team_by_mail(request, tie)
    return saved(request, _page_of(initiative), tie.just_asked_said if tie.waits else SAVED)


@button
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    tie = _asked(request, pk)
    return agreed(request, tie, _inbox(tie), _("Dank je. Dit staat nu bij jullie allebei."))


@button
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    tie = _asked(request, pk)
    return declined(request, tie, _inbox(tie), _("Dit telt niet mee. Het andere team leest dat."))


@page_with_form
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Either team says that it is not so any longer. Of what the other team told, that is a no that both read."""
    mine = InitiativeLink.objects.to_take_back_by(request.user).select_related("initiative", "other", "asked")
    tie = get_object_or_404(held(request, mine), pk=pk)
    here = (
        tie.initiative if Initiative.objects.editable_by(request.user).contains(tie.initiative) else tie.other
    )
    context = {"tie": tie, "initiative": here}

    def do() -> None:
        tie.no_longer(here, by=request.user)

    return ask_first(request, "belonging/take_back.html", context, do=do, to=_page_of(here), says=TAKEN_AWAY)


def _asked(request: HttpRequest, pk: int) -> InitiativeLink:
    ties = InitiativeLink.objects.asked_of_team_of(request.user).select_related("asked", "told_by")
    return get_object_or_404(held(request, ties), pk=pk)


def _page_of(initiative: Initiative) -> str:
    return address("belonging:index", initiative.slug)


def _inbox(tie: InitiativeLink) -> str:
    return address("arrivals:index", tie.asked.slug)
