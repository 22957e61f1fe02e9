"""Walls that more teams run into, and the wall that a win broke or went round."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from initiatives.forms.outside import WallOfWinForm
from initiatives.models import City, SmallWin, WallTopic
from initiatives.reports.mirror.outside import moves_of
from initiatives.reports.mirror.shared_walls import shared_wall_page
from initiatives.typed import forget_typed, typed_before


@login_not_required
@require_safe
def shared(request: HttpRequest, slug: str) -> HttpResponse:
    """One wall, all over the network or (`?stad=`) in a city. Visitors know no walls: no page."""
    if not WallTopic.objects.visible_to(request.user).filter(slug=slug).exists():
        raise Http404
    asked = request.GET.get("stad")
    city = get_object_or_404(City, slug=asked) if asked else None
    report = shared_wall_page(slug, user=request.user, city=city)
    if report is None:
        raise Http404
    return render(request, "walls/shared.html", {"report": report})


@require_http_methods(["GET", "HEAD", "POST"])
def of_win(request: HttpRequest, pk) -> HttpResponse:
    """Which wall did this win break or go round?"""
    wins = SmallWin.objects.editable_by(request.user).standing().select_related("initiative").defer("search")
    win = get_object_or_404(wins, pk=pk)
    sent = request.POST if request.method == "POST" else typed_before(request)
    form = WallOfWinForm(sent, win=win, by=request.user)
    if request.method == "POST" and form.try_save():
        forget_typed(request)
        return redirect(win)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    context = {"form": form, "win": win, "moves": moves_of(win, user=request.user)}
    return render(request, "walls/of_win.html", context, status=status)
