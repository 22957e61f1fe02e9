"""Links with wins of another team: one team asks, the other says yes or no."""

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from initiatives.exchange.letters import ask_team_by_mail
from initiatives.forms.ties import WAYS, TieForm
from initiatives.models import SmallWin, WinLink
from initiatives.sending import (
    SAVED,
    TAKEN_AWAY,
    agreed,
    button,
    declined,
    form_page,
    held,
    is_sent,
    page_with_form,
    saved,
    typed,
)


@page_with_form
def ask(request: HttpRequest, pk, way: str) -> HttpResponse:
    """Find a win of another initiative, and say how the two hang together. Its team hears of it."""
    if way not in WAYS:
        raise Http404
    wins = SmallWin.objects.editable_by(request.user).standing().select_related("initiative").defer("search")
    search = request.GET.get("q", "")
    with transaction.atomic():
        win = get_object_or_404(held(request, wins), pk=pk)
        form = TieForm(typed(request), win=win, way=WAYS[way], by=request.user, search=search)
        link = form.try_save() if is_sent(request) else None
    if link is None:
        return form_page(request, "ties/ask.html", form, {"win": win, "way": WAYS[way]})
    if link.waits:
        ask_team_by_mail(request, link)
    return saved(request, win, link.just_asked_said if link.waits else SAVED)


@button
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    link = _asked(request, pk)
    return agreed(request, link, _inbox(link), _("Dank je. Dit telt nu mee bij jullie allebei."))


@button
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    link = _asked(request, pk)
    return declined(request, link, _inbox(link), _("Dit telt niet mee. Het andere team leest dat."))


@button
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The team that asked does not ask or say so any longer. The team that was asked takes its yes back: that is a no."""
    mine = WinLink.objects.to_take_back_by(request.user).select_related("earlier", "later", "asked")
    link = get_object_or_404(held(request, mine), pk=pk)
    if WinLink.objects.asked_of_team_of(request.user).agreed().contains(link):
        link.decline(by=request.user)
        return saved(request, link.asked_win, _("Dit telt niet meer mee. Het andere team leest dat."))
    win = link.asking_win
    link.take_back(by=request.user)
    return saved(request, win, TAKEN_AWAY)


def _asked(request: HttpRequest, pk: int) -> WinLink:
    """The link as it is now. Its later win is held first, so that two answers come one after the other."""
    links = WinLink.objects.asked_of_team_of(request.user)
    link = get_object_or_404(links, pk=pk)
    held(request, SmallWin.objects.filter(pk=link.later_id).defer("search")).get()
    return get_object_or_404(_with_ends(links), pk=pk)


def _with_ends(links: QuerySet) -> QuerySet:
    return links.select_related("earlier__initiative", "later__initiative", "asked", "told_by")


def _inbox(link: WinLink) -> str:
    return reverse("arrivals:index", args=[link.asked.slug])
