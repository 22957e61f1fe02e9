"""Telling a small win: three fields, then one optional question at a time.

These views know no htmx: each is a page and a form. Whatever arrives twice is one win, and what
was typed is never lost: it comes back with a sentence (422), or waits until one has logged in.
"""

from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from initiatives.forms.questions import QUESTIONS, step_after, steps_left
from initiatives.forms.telling import EditForm, TellForm, WithdrawForm
from initiatives.models import SmallWin, WinLink
from initiatives.typed import forget_typed, typed_before

FIRST_STEP = next(iter(QUESTIONS))
page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@page_with_form
def tell(request: HttpRequest) -> HttpResponse:
    form = TellForm(_sent(request), by=request.user, preset=request.GET.get("initiatief", ""))
    context = {"form": form, "told_before": None}
    if request.method == "POST" and form.is_valid():
        win, says_this = form.save(by=request.user)
        if says_this:
            return _saved(request, _question(win, FIRST_STEP, just_told=True))
        form.number_anew()
        context["told_before"] = win
    return _form_page(request, "telling/tell.html", context, is_conflict=bool(context["told_before"]))


@page_with_form
def ask(request: HttpRequest, pk, step) -> HttpResponse:
    win = _own_win(request, pk)
    if step not in QUESTIONS:
        raise Http404
    search = {"search": request.GET.get("q", "")} if step == FIRST_STEP else {}
    form = QUESTIONS[step](_sent(request), request.FILES or None, win=win, by=request.user, **search)
    way_on = _way_on(win, step, just_told="verteld" in request.GET)
    if request.method == "POST" and form.try_save():
        return _saved(request, way_on["next"])
    return _form_page(request, "telling/ask.html", {"form": form, "win": win, **way_on})


@page_with_form
def edit(request: HttpRequest, pk) -> HttpResponse:
    with transaction.atomic():
        win = _own_win(request, pk, lock=request.method == "POST")
        form = EditForm(_sent(request), win=win)
        if request.method == "POST" and form.is_valid():
            form.save()
            messages.success(request, _("Bewaard."), extra_tags=f"edit-{win.pk}")
            return _saved(request, win.get_absolute_url())
    return _form_page(request, "telling/edit.html", {"form": form, "win": win}, is_conflict=form.has_conflict)


@page_with_form
def accept(request: HttpRequest, pk) -> HttpResponse:
    """The team agrees with how the editors read their win."""
    win = _own_win(request, pk)
    if request.method == "POST":
        win.accept_reading()
        messages.success(request, _("Dank je. Dit is nu jullie eigen duiding."))
        return redirect(win)
    return render(request, "telling/accept.html", {"win": win, "reading": _editors_reading(win, request)})


@page_with_form
def withdraw(request: HttpRequest, pk) -> HttpResponse:
    """Ask, do it, and offer to undo it: three states of one page."""
    win = _own_win(request, pk)
    form = WithdrawForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        win.withdraw(by=request.user, reason=form.cleaned_data["reason"])
        return _saved(request, request.path)
    return _form_page(request, "telling/withdraw.html", {"form": form, "win": win})


@require_POST
def restore(request: HttpRequest, pk) -> HttpResponse:
    win = _own_win(request, pk)
    win.restore()
    messages.success(request, _("Deze small win staat er weer."))
    return redirect(win)


@require_POST
def untie(request: HttpRequest, pk, earlier) -> HttpResponse:
    """The team no longer says that `earlier` made this win possible."""
    known = WinLink.objects.visible_to(request.user).editable_by(request.user).standing()
    link = get_object_or_404(known, later=pk, earlier=earlier)
    link.take_back(by=request.user)
    just_told = "verteld" in request.GET
    return redirect(_question(link.later, FIRST_STEP, just_told=just_told))


def _own_win(request: HttpRequest, pk, *, lock: bool = False) -> SmallWin:
    wins = SmallWin.objects.editable_by(request.user).select_related("initiative").defer("search")
    return get_object_or_404(wins.select_for_update(of=("self",)) if lock else wins, pk=pk)


def _sent(request: HttpRequest) -> QueryDict | None:
    """What the form was filled with: now, or just before logging in."""
    return request.POST if request.method == "POST" else typed_before(request)


def _saved(request: HttpRequest, address: str) -> HttpResponse:
    """Go on; a draft that sends itself again only wants to know that it worked."""
    forget_typed(request)
    if request.headers.get("X-Draft"):
        return HttpResponse(status=HTTPStatus.CREATED)
    return redirect(address)


def _form_page(request: HttpRequest, template: str, context: dict, *, is_conflict=False) -> HttpResponse:
    refused = HTTPStatus.CONFLICT if is_conflict else HTTPStatus.UNPROCESSABLE_ENTITY
    if request.headers.get("X-Draft"):
        return HttpResponse(status=HTTPStatus.UNPROCESSABLE_ENTITY)
    was_typed_before = request.method != "POST" and context["form"].is_bound
    status = refused if request.method == "POST" else HTTPStatus.OK
    return render(request, template, context | {"was_typed_before": was_typed_before}, status=status)


def _question(win: SmallWin, step: str, *, just_told: bool) -> str:
    return reverse("telling:ask", args=[win.pk, step]) + ("?verteld=ja" if just_told else "")


def _way_on(win: SmallWin, step: str, *, just_told: bool) -> dict:
    """Where saving and skipping lead: to the next question after telling, else back to the win."""
    profile = f"{win.initiative.get_absolute_url()}#win-{win.pk}"
    following = step_after(step)
    after_this = _question(win, following, just_told=True) if following else profile
    return {
        "just_told": just_told,
        "is_first": step == FIRST_STEP,
        "left": steps_left(step),
        "next": after_this if just_told else win.get_absolute_url(),
        "profile": profile,
    }


def _editors_reading(win: SmallWin, request: HttpRequest) -> list[str]:
    forms = [QUESTIONS[step](win=win, by=request.user) for step in ("lens", "niveau")]
    return [word for form in forms for word in form.editors_reading]
