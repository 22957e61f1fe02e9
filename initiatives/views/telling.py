"""Telling a small win: three fields, then one optional question at a time.

These views know no htmx: each is a page and a form. Whatever arrives twice is one win, and what
was typed is never lost: it comes back with a sentence (422), or waits until one has logged in.
"""

import uuid
from contextlib import nullcontext
from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from initiatives.forms.asking import (
    FIRST_OF_MORE,
    FIRST_STEP,
    QUESTIONS,
    is_last_before_more,
    step_after,
    steps_left,
)
from initiatives.forms.telling import EditForm, TellForm, WithdrawForm
from initiatives.forms.texts import SubmissionField
from initiatives.models import READING, AuditEntry, SmallWin, WinLink
from initiatives.reports.win.facets import mark_of_readings
from initiatives.reports.win.history import mark_of_texts, texts_after
from initiatives.typed import forget_typed, typed_before

page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@page_with_form
def tell(request: HttpRequest) -> HttpResponse:
    with _all_or_nothing(request):
        draft, told = _opened_draft(request)
        if told and request.method != "POST":
            return redirect(told)
        preset = request.GET.get("initiatief", "")
        form = TellForm(_sent(request), by=request.user, preset=preset, draft=draft)
        if request.method == "POST" and not told and form.is_valid():
            win, is_done = form.keep(by=request.user) if form.keeps_draft else form.save(by=request.user)
            if is_done:
                return _kept(request, win) if form.keeps_draft else _told(request, win)
            told = win
    if told:
        form.number_anew()
    context = {"form": form, "told_before": told}
    return _form_page(request, "telling/tell.html", context, is_conflict=bool(told) or form.has_conflict)


@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """What is not told yet: one's own, and the team's."""
    waiting = SmallWin.objects.drafts_for(request.user).select_related("initiative", "logged_by")
    return render(request, "telling/drafts.html", {"drafts": waiting.defer("search").order_by("-drafted_at")})


@page_with_form
def discard(request: HttpRequest, pk) -> HttpResponse:
    """Throw a draft away: asks first."""
    with _all_or_nothing(request):
        draft = get_object_or_404(_own_wins(request, lock=request.method == "POST").drafts(), pk=pk)
        if request.method == "POST":
            draft.discard()
            messages.success(request, _("Concept weggegooid."), extra_tags=f"concept-{pk}")
            return redirect("telling:drafts")
    return render(request, "telling/discard.html", {"draft": draft})


@page_with_form
def ask(request: HttpRequest, pk, step) -> HttpResponse:
    if step not in QUESTIONS:
        raise Http404
    with _all_or_nothing(request):
        win = _own_win(request, pk, lock=request.method == "POST" and step != "foto")
        search = {"search": request.GET.get("q", "")} if step == FIRST_STEP else {}
        form = QUESTIONS[step](_sent(request), request.FILES or None, win=win, by=request.user, **search)
        way_on = _way_on(win, step, just_told="verteld" in request.GET)
        if request.method == "POST" and form.try_save():
            return _saved(request, way_on["next"], stayed=form.sentence_of_what_stayed)
    context = {"form": form, "win": win, **way_on}
    return _form_page(request, "telling/ask.html", context, is_conflict=form.has_conflict)


@page_with_form
def edit(request: HttpRequest, pk) -> HttpResponse:
    with _all_or_nothing(request):
        win = _own_win(request, pk, lock=request.method == "POST")
        form = EditForm(_sent(request), win=win, reader=request.user)
        if request.method == "POST" and form.is_valid():
            form.save()
            messages.success(request, _("Bewaard."), extra_tags=f"edit-{win.pk}")
            return _saved(request, win.get_absolute_url(), stayed=form.sentence_of_what_stayed)
    return _form_page(request, "telling/edit.html", {"form": form, "win": win}, is_conflict=form.has_conflict)


@require_POST
def put_back(request: HttpRequest, pk, entry) -> HttpResponse:
    """Make a new version with the words as they were after this entry of the history."""
    with transaction.atomic():
        win = _own_win(request, pk, lock=True)
        then = get_object_or_404(AuditEntry.objects.visible_to(request.user).of_row(win), pk=entry)
        texts = texts_after(win, then)
        if request.POST.get("version") != mark_of_texts(win):
            messages.warning(request, _("Iemand anders veranderde de tekst net. Kijk eerst wat er nu staat."))
        elif win.merged_at or not texts["title"]:
            messages.warning(request, _("Deze tekst kan niet terug."))
        else:
            win.rewrite(**texts)
            messages.success(request, _("Deze tekst staat er weer. De vorige vind je hieronder."))
    return redirect("wins:history", win.pk)


@page_with_form
def accept(request: HttpRequest, pk) -> HttpResponse:
    """The team agrees with how the editors read their win."""
    with _all_or_nothing(request):
        win = _own_win(request, pk, lock=request.method == "POST")
        if request.method == "POST":
            win.accept_reading()
            messages.success(request, _("Dank je. Dit is nu jullie eigen duiding."))
            return redirect(win)
    return render(request, "telling/accept.html", {"win": win, "reading": _editors_reading(win, request)})


@require_POST
def keep_reading(request: HttpRequest, pk) -> HttpResponse:
    """The team keeps its own reading beside that of the editors."""
    with transaction.atomic():
        win = _own_win(request, pk, lock=True)
        if _saw_both_readings(request, win):
            win.keep_reading()
            messages.success(request, _("Jullie duiding blijft staan. Die van de redactie staat ernaast."))
    return redirect(f"{win.get_absolute_url()}#reading")


@require_POST
def take_over(request: HttpRequest, pk, name) -> HttpResponse:
    """The team finds the editors' answer to one question the better one."""
    with transaction.atomic():
        win = _own_win(request, pk, lock=True)
        if name not in READING:
            raise Http404
        if _saw_both_readings(request, win) and name in win.readings_that_differ:
            win.take_over_reading(name)
            messages.success(request, _("Overgenomen. Dit is nu jullie eigen duiding."))
    return redirect(f"{win.get_absolute_url()}#reading")


def _saw_both_readings(request: HttpRequest, win: SmallWin) -> bool:
    """Nobody agrees with what they have not seen."""
    is_same = request.POST.get("seen") == mark_of_readings(win) and not win.merged_at
    if not is_same:
        messages.warning(request, _("Iemand veranderde de duiding net. Kijk eerst wat er nu staat."))
    return is_same


@page_with_form
def withdraw(request: HttpRequest, pk) -> HttpResponse:
    """Ask, do it, and offer to undo it: three states of one page."""
    with _all_or_nothing(request):
        win = _own_win(request, pk, lock=request.method == "POST")
        if win.is_untouched_by_the_team:  # there the one who told it reads the reason
            return redirect("arrivals:refuse", win.initiative.slug, win.pk)
        form = WithdrawForm(_sent(request))
        if request.method == "POST" and form.is_valid():
            if win.withdrawn_at and form.cleaned_data["reason"] not in ("", win.withdrawal_reason):
                messages.warning(request, _("Iemand anders trok hem net al in. Die reden staat er."))
            win.withdraw(by=request.user, reason=form.cleaned_data["reason"])
            return _saved(request, request.path)
    return _form_page(request, "telling/withdraw.html", {"form": form, "win": win})


@require_POST
def restore(request: HttpRequest, pk) -> HttpResponse:
    with transaction.atomic():
        win = _own_win(request, pk, lock=True)
        win.restore()
    waits = win.is_untouched_by_the_team
    messages.success(
        request, _("Dit wacht weer op het team.") if waits else _("Deze small win staat er weer.")
    )
    return redirect(win)


@require_POST
def untie(request: HttpRequest, pk, earlier) -> HttpResponse:
    """The team no longer says that `earlier` made this win possible."""
    known = WinLink.objects.visible_to(request.user).editable_by(request.user).standing()
    link = get_object_or_404(known, later=pk, earlier=earlier)
    link.take_back(by=request.user)
    just_told = "verteld" in request.GET
    return redirect(_question(link.later, FIRST_STEP, just_told=just_told))


def _all_or_nothing(request: HttpRequest):
    """What is sent is compared and saved in one transaction; a look needs none."""
    return transaction.atomic() if request.method == "POST" else nullcontext()


def _own_wins(request: HttpRequest, *, lock: bool = False):
    """What this person edits. Locked, it is what stands there until the answer has been given."""
    wins = SmallWin.objects.editable_by(request.user).select_related("initiative").defer("search")
    return wins.select_for_update(of=("self",), no_key=True) if lock else wins


def _own_win(request: HttpRequest, pk, *, lock: bool = False) -> SmallWin:
    """A win that was told; a draft has its own form."""
    return get_object_or_404(_own_wins(request, lock=lock).filter(drafted_at__isnull=True), pk=pk)


def _opened_draft(request: HttpRequest) -> tuple[SmallWin | None, SmallWin | None]:
    """The draft in the address or of this very form, or the win that it has become."""
    key = request.GET.get("concept", "")
    wins = _own_wins(request, lock=request.method == "POST")
    win = get_object_or_404(wins, pk=_number_or_404(key)) if key else _kept_with_this_form(request, wins)
    return (win, None) if win is None or win.drafted_at else (None, win)


def _kept_with_this_form(request: HttpRequest, wins) -> SmallWin | None:
    """Kept as a draft before the browser went back to the form, and since then perhaps told by a colleague.

    What they told themselves with it is no other win: `TellForm.save` looks whether it says the same.
    """
    if request.method != "POST":
        return None
    sent = SubmissionField().clean(request.POST.get("submission_id"))
    number = SmallWin.objects.number_for(sent, by=request.user)
    of_a_draft = Q(drafted_at__isnull=False) | ~Q(logged_by=request.user)
    return (
        wins.filter(of_a_draft, submission_id=number, capture_link__isnull=True).order_by("logged_at").first()
    )


def _number_or_404(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as absent:
        raise Http404 from absent


def _kept(request: HttpRequest, draft: SmallWin) -> HttpResponse:
    kept_on_device = f"concept-{draft.pk}" if "concept" in request.GET else "tell-win"
    messages.success(request, _("Concept bewaard."), extra_tags=kept_on_device)
    return _saved(request, reverse("telling:drafts"))


def _told(request: HttpRequest, win: SmallWin) -> HttpResponse:
    return _saved(request, _question(win, FIRST_STEP, just_told=True))


def _sent(request: HttpRequest) -> QueryDict | None:
    """What the form was filled with: now, or just before logging in."""
    return request.POST if request.method == "POST" else typed_before(request)


def _saved(request: HttpRequest, address: str, *, stayed: str = "") -> HttpResponse:
    """Go on; a draft that sends itself again only wants to know that it worked."""
    forget_typed(request)
    if stayed:
        messages.warning(request, stayed)
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
        "more": _question(win, FIRST_OF_MORE, just_told=True) if is_last_before_more(step) else "",
    }


def _editors_reading(win: SmallWin, request: HttpRequest) -> list[str]:
    forms = [QUESTIONS[step](win=win, by=request.user) for step in ("lens", "niveau")]
    return [word for form in forms for word in form.editors_reading]
