"""Saying the place of one win after the other. The address carries how far one is, so that looking changes nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from initiatives.forms.queues import pairs_form, place_form
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
    return form_page(request, "queues/read.html", form, _context(queue, win, queue.page_of(win)))


@page_with_form
def read(request: HttpRequest, pk) -> HttpResponse:
    """Its place. Where that raises one more question, it comes next."""
    win, queue = _held(request, pk), queue_of(request.user, request.GET)
    form = place_form(typed(request), win=win, by=request.user)
    context = _context(queue, win, queue.page_of(win))

    def to(_saved) -> str:
        return queue.pairs_of(win) if pairs_form(None, win=win, by=request.user).is_open else queue.past(win)

    return send(request, form, "queues/read.html", context, to=to, says="")


@page_with_form
def cross(request: HttpRequest, pk) -> HttpResponse:
    """Which type went which way, of a win of several of both."""
    win, queue = _held(request, pk), queue_of(request.user, request.GET)
    form = pairs_form(typed(request), win=win, by=request.user)
    context = _context(queue, win, queue.pairs_of(win))
    return send(request, form, "queues/read.html", context, to=queue.past(win), says="")


def _held(request: HttpRequest, pk) -> SmallWin:
    wins = with_what_is_read(SmallWin.objects.placed_by(request.user), request.user)
    return get_object_or_404(held(request, wins), pk=pk)


def _context(queue: Queue, win: SmallWin, action: str) -> dict:
    return {
        "win": win,
        "who_will_read": who_will_read(win),
        "queue": queue,
        "where": queue.where(win),
        "action": action,
        "past": queue.past(win),
    }
