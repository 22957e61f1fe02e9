"""Links with wins of another team: one team asks, the other says yes or no."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from initiatives.forms.ties import WAYS, TieForm
from initiatives.models import SmallWin, WinLink
from initiatives.sending import SAVED, button, held, page_with_form, saved, send, typed


@page_with_form
def ask(request: HttpRequest, pk, way: str) -> HttpResponse:
    """Find a win of another initiative, and say how the two hang together. Its team hears of it."""
    if way not in WAYS:
        raise Http404
    wins = SmallWin.objects.editable_by(request.user).standing().select_related("initiative").defer("search")
    win = get_object_or_404(held(request, wins), pk=pk)
    search = request.GET.get("q", "")
    form = TieForm(typed(request), win=win, way=WAYS[way], by=request.user, search=search)
    return send(request, form, "ties/ask.html", {"win": win, "way": WAYS[way]}, to=win, says=_said)


def _said(link: WinLink) -> str:
    return _("Gevraagd. Wacht op %(team)s.") % {"team": link.asked} if link.waits else SAVED


@button
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """The team that was asked says that it is so."""
    link = _asked(request, pk)
    if link.waits:
        link.agree(by=request.user)
    return _answered(
        request, link, _("Dank je. Dit telt nu mee bij jullie allebei."), is_so=bool(link.confirmed_at)
    )


@button
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """The team that was asked says that it is not so. Who asked reads it at their win."""
    link = _asked(request, pk)
    if link.waits:
        link.decline(by=request.user)
    return _answered(
        request, link, _("Dit telt niet mee. Het andere team leest dat."), is_so=bool(link.declined_at)
    )


@button
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The team that asked does not ask any longer."""
    mine = WinLink.objects.asked_by_team_of(request.user).waiting().select_related("earlier", "later")
    link = get_object_or_404(held(request, mine), pk=pk)
    win = link.asking_win
    link.take_back(by=request.user)
    return saved(request, win, _("Weggehaald."))


def _asked(request: HttpRequest, pk: int) -> WinLink:
    """The link as it is now. Its later win is held first, so that two answers come one after the other."""
    links = WinLink.objects.asked_of_team_of(request.user)
    link = get_object_or_404(links, pk=pk)
    held(request, SmallWin.objects.filter(pk=link.later_id).defer("search")).get()
    return get_object_or_404(_with_ends(links), pk=pk)


def _with_ends(links: QuerySet) -> QuerySet:
    return links.select_related("earlier__initiative", "later__initiative", "asked", "told_by")


def _answered(request: HttpRequest, link: WinLink, said: str, *, is_so: bool) -> HttpResponse:
    """Back to what came in. A colleague may have said the opposite a moment ago."""
    if is_so:
        messages.success(request, said)
    else:
        messages.warning(request, _("Een collega gaf net al antwoord."))
    return redirect("arrivals:index", link.asked.slug)
