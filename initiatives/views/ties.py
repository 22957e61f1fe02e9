"""Links with wins of another team: one team asks, the other says yes or no."""

from django.contrib import messages
from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from initiatives.exchange.letters import send_tie_question
from initiatives.forms.ties import WAYS, TieForm
from initiatives.links import for_others
from initiatives.models import Initiative, SmallWin, WinLink
from initiatives.sending import (
    SAVED,
    TAKEN_AWAY,
    button,
    form_page,
    held,
    is_sent,
    page_with_letter,
    saved,
    typed,
)

A_LETTER_A_DAY = 24 * 60 * 60


@page_with_letter
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
        _tell_the_team(request, link)
    return saved(request, win, _asked_said(link) if link.waits else SAVED)


def _asked_said(link: WinLink) -> str:
    """Whom the question waits for: a team, or the programme where nobody is in that team."""
    is_heard = Initiative.objects.with_somebody().filter(pk=link.asked_id).exists()
    text = (
        _("Gevraagd. Wacht op %(team)s.")
        if is_heard
        else _("Gevraagd. Bij %(team)s zit nog niemand in het team: het programma kan ja of nee zeggen.")
    )
    return text % {"team": link.asked}


def _tell_the_team(request: HttpRequest, link: WinLink) -> None:
    """One letter a day, however many links come in. One that could not go does not count."""
    mailed = f"asked-about-links-{link.asked_id}"
    if cache.add(mailed, "mailed", A_LETTER_A_DAY):
        page = reverse("arrivals:index", args=[link.asked.slug])
        if not send_tie_question(link, address=for_others(request, f"{page}#gevraagd")):
            cache.delete(mailed)


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


def _answered(request: HttpRequest, link: WinLink, said: str, *, is_so: bool) -> HttpResponse:
    """Back to what came in. A colleague may have said the opposite a moment ago."""
    if is_so:
        messages.success(request, said)
    else:
        messages.warning(request, _("Een collega gaf net al antwoord."))
    return redirect("arrivals:index", link.asked.slug)
