from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from initiatives.forms.filters import bar
from initiatives.htmx import render_page
from initiatives.models import SmallWin
from initiatives.reports.filter.wins import WinFilter
from initiatives.reports.mirror.walls import moves_of
from initiatives.reports.network.stream import stream
from initiatives.reports.win.history import history_of_win
from initiatives.reports.win.page import win_page

BAR = (
    "q",
    "stad",
    "thema",
    "periode",
    "partnersoort",
    "type",
    "richting",
    "niveau",
    "duiding",
    "verbonden",
)
PEOPLE = (
    "initiative",
    "logged_by",
    "confirmed_by",
    "returned_by",
    "replied_by",
    "withdrawn_by",
    "claimed_by",
    "taken_on_by",
    "merged_by",
    "capture_link",
)


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The stream of small wins; for htmx its region alone."""
    chosen = WinFilter(request.GET, onlooker=request.onlooker)
    report = stream(chosen.wins(), user=request.user, after=request.GET.get("na", ""))
    context = {
        "filter": chosen,
        "bar": bar(chosen, *BAR),
        "stream": report,
        "older": chosen.url(na=report.last.pk) if report.last else "",
    }
    push = chosen.url() if report.is_first else ""
    return render_page(request, "wins/index.html", context, fragment="wins/_stream.html", push=push)


@login_not_required
@require_safe
def detail(request: HttpRequest, pk) -> HttpResponse:
    wins = SmallWin.objects.visible_to(request.user).for_list(request.user).select_related(*PEOPLE)
    win = get_object_or_404(wins, pk=pk)
    context = {"page": win_page(win, user=request.user), "moves": moves_of(win, user=request.user)}
    return render(request, "wins/detail.html", context)


@require_safe
def history(request: HttpRequest, pk) -> HttpResponse:
    """The changes of a win, for people who know it from inside."""
    inside = SmallWin.objects.known_inside_to(request.user).select_related("initiative").defer("search")
    win = get_object_or_404(inside, pk=pk)
    told = history_of_win(win, user=request.user, after=request.GET.get("na", ""))
    return render(request, "wins/history.html", {"win": win, "history": told})
