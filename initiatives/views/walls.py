"""Walls that more teams run into, and the wall that a win broke or went round."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from initiatives.forms.rooms import PLACE
from initiatives.forms.walls import WallOfWinForm
from initiatives.models import City, SmallWin, WallTopic
from initiatives.reports.filter.wins import WinFilter
from initiatives.reports.mirror.shared_walls import shared_wall_page
from initiatives.reports.mirror.walls import moves_of
from initiatives.sending import held, page_with_form, send, typed


@login_not_required
@require_safe
def shared(request: HttpRequest, slug: str) -> HttpResponse:
    """One wall, all over the network or at the initiatives that the words of the address choose. Visitors know no walls: no page."""
    if not WallTopic.objects.visible_to(request.user).filter(slug=slug).exists():
        raise Http404
    chosen = WinFilter(request.GET, onlooker=request.onlooker, only=(*PLACE, "vraagstuk"))
    if chosen.problems:
        raise Http404
    here = chosen.initiatives_here() if chosen.words else None
    report = shared_wall_page(slug, request.onlooker, city=_only_city(request, chosen), initiatives=here)
    if report is None:
        raise Http404
    return render(request, "walls/shared.html", {"report": report, "filter": chosen})


def _only_city(request: HttpRequest, chosen: WinFilter) -> City | None:
    """The city, where it is all that is asked for."""
    asked = chosen.words.get("stad", "") if len(chosen.pairs) == 1 else ""
    return request.onlooker.cities.filter(slug=asked).first() if asked else None


@page_with_form
def of_win(request: HttpRequest, pk) -> HttpResponse:
    """Which wall did this win break or go round?"""
    wins = SmallWin.objects.editable_by(request.user).standing().select_related("initiative").defer("search")
    win = get_object_or_404(held(request, wins), pk=pk)
    form = WallOfWinForm(typed(request), win=win, by=request.user)
    context = {"win": win, "moves": moves_of(win, user=request.user)}
    return send(request, form, "walls/of_win.html", context, to=win)
