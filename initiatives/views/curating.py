"""Reading along on the site: the staff of the programme and the coordinators of the city confirm, or ask."""

from collections.abc import Callable
from contextlib import nullcontext
from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from initiatives.forms.curating import AsReadForm, QuestionForm
from initiatives.models import SmallWin
from initiatives.typed import forget_typed, typed_before

page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@page_with_form
def confirm(request: HttpRequest, pk) -> HttpResponse:
    """It is described well. That is no evidence."""

    def do(win: SmallWin, words: dict) -> None:
        win.confirm(by=request.user)
        messages.success(request, _("Bevestigd. Dank je voor het meelezen."))

    return _read_along(request, pk, AsReadForm, do, "curating/confirm.html")


@page_with_form
def ask(request: HttpRequest, pk) -> HttpResponse:
    """Give it back to the team with a question."""

    def do(win: SmallWin, words: dict) -> None:
        if win.question != words["question"]:
            win.ask(by=request.user, question=words["question"])
        messages.success(request, _("Je vraag ligt bij het team."))

    return _read_along(request, pk, QuestionForm, do, "curating/ask.html")


def _read_along(request: HttpRequest, pk, form_class, do: Callable, template: str) -> HttpResponse:
    """The page with the win and a form; sent, it is done on the locked row."""
    is_sent = request.method == "POST"
    with transaction.atomic() if is_sent else nullcontext():
        win = get_object_or_404(_to_read(request, lock=is_sent), pk=pk)
        form = form_class(request.POST if is_sent else typed_before(request), win=win)
        if is_sent and form.is_valid():
            do(win, form.cleaned_data)
            forget_typed(request)
            return redirect(win)
    refused = HTTPStatus.CONFLICT if form.has_conflict else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, template, {"form": form, "win": win}, status=refused if is_sent else HTTPStatus.OK)


def _to_read(request: HttpRequest, *, lock: bool):
    wins = SmallWin.objects.confirmable_by(request.user)
    wins = wins.select_related("initiative", "returned_by", "confirmed_by").defer("search")
    return wins.select_for_update(of=("self",), no_key=True) if lock else wins
