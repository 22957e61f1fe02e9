"""Saying the place of one win after the other. The address carries how far one is, so that looking changes nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from initiatives.forms.queues import place_form
from initiatives.models import SmallWin
from initiatives.reports.team.queues import Queue, passed, queue_of, with_what_is_read
from initiatives.reports.win.notices import who_will_read
from initiatives.sending import form_page, held, page_with_form, send, typed


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The next win of the queue; at its end, what is left."""
    queue, before = queue_of(request.user, request.GET), passed(request.user, request.GET)
    win = queue.after(before)
    if win is None:
        return render(request, "queues/index.html", {"queue": queue, "has_passed": bool(before)})
    form = place_form(typed(request, at=queue.path_of(win)), win=win, by=request.user)
    return form_page(request, "queues/read.html", form, _context(queue, win))


@page_with_form
def read(request: HttpRequest, pk) -> HttpResponse:
    wins = with_what_is_read(SmallWin.objects.placed_by(request.user), request.user)
    win = get_object_or_404(held(request, wins), pk=pk)
    queue = queue_of(request.user, request.GET)
    form = place_form(typed(request), win=win, by=request.user)
    return send(request, form, "queues/read.html", _context(queue, win), to=queue.past(win), says="")


def _context(queue: Queue, win: SmallWin) -> dict:
    return {
        "win": win,
        "who_will_read": who_will_read(win),
        "queue": queue,
        "where": queue.where(win),
        "action": queue.page_of(win),
        "past": queue.past(win),
    }
