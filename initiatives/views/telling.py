"""Telling a small win: three fields, then one optional question at a time.

These views know no htmx: each is a page and a form. A form that arrives twice is one win. Typed text is
never lost: it comes back with a sentence (422), or waits until its sender has logged in.
"""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from initiatives.forms.asking import (
    FIRST_OF_MORE,
    FIRST_STEP,
    MORE,
    QUESTIONS,
    page_of,
    unanswered_after,
)
from initiatives.forms.earlier import CameFromForm
from initiatives.forms.later import LedToForm
from initiatives.forms.telling import (
    AgreeForm,
    EditForm,
    PutBackForm,
    ReadingsForm,
    TellForm,
    TypeFirstForm,
    WithdrawForm,
)
from initiatives.forms.texts import SubmissionField
from initiatives.links import key_in, on_path
from initiatives.models import READING, AuditEntry, Initiative, Reader, SmallWin, WinLink
from initiatives.reports.win.changes import ToldChange, change_by
from initiatives.reports.win.history import texts_after
from initiatives.sending import (
    SAVED,
    ask_first,
    button,
    form_page,
    held,
    is_sent,
    page_with_form,
    saved,
    send,
    typed,
    typed_first,
    word_of,
)


@typed_first
@page_with_form
def tell(request: HttpRequest) -> HttpResponse:
    return _telling(request) if request.user.is_authenticated else _before_login(request)


def _telling(request: HttpRequest) -> HttpResponse:
    draft, told = _opened_draft(request)
    if told and not is_sent(request):
        return redirect(told)
    preset, files = request.GET.get("initiatief", ""), request.FILES or None
    form = TellForm(typed(request), files, by=request.user, preset=preset, draft=draft)
    if is_sent(request) and not told and form.is_valid():
        win, is_done = form.keep(by=request.user) if form.keeps_draft else form.save(by=request.user)
        if is_done:
            return _told(request, form, win)
        told = win
    return _form_to_tell(request, form, told)


def _told(request: HttpRequest, form: TellForm, win: SmallWin) -> HttpResponse:
    if refusal := form.add_photo_to(win, by=request.user):
        messages.warning(request, _("Je tekst is bewaard, de foto niet. %(why)s") % {"why": refusal})
    return _to_the_drafts(request, win) if form.keeps_draft else _to_the_questions(request, win)


def _form_to_tell(request: HttpRequest, form: TellForm, told: SmallWin | None) -> HttpResponse:
    """The form. `told`: the win that it has become already, in other words."""
    if told:
        form.number_anew()
    names_draft = "concept" in request.GET
    context = {
        "told_before": told,
        "names_draft": names_draft and bool(form.draft),
        "was_draft": names_draft or bool(told and told.logged_by_id != request.user.pk),
    }
    return form_page(request, "telling/tell.html", form, context)


@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """Drafts: one's own, and the team's."""
    waiting = SmallWin.objects.drafts_for(request.user).select_related("initiative", "logged_by")
    return render(request, "telling/drafts.html", {"drafts": waiting.defer("search").order_by("-drafted_at")})


@page_with_form
def discard(request: HttpRequest, pk) -> HttpResponse:
    draft = get_object_or_404(_own_wins(request).drafts(), pk=pk)
    said, of_device, others = _("Concept weggegooid."), f"concept-{pk}", reverse("telling:drafts")
    context = {"draft": draft}
    return ask_first(
        request, "telling/discard.html", context, do=draft.discard, to=others, says=said, tags=of_device
    )


@page_with_form
def ask(request: HttpRequest, pk, step) -> HttpResponse:
    """One question about a win. Right after telling it leads to the next question, later to the win and says "kept"."""
    if step not in QUESTIONS:
        raise Http404
    win = _own_win(request, pk, may_hold=step != "foto")
    question = QUESTIONS[step]
    search = {"search": request.GET.get("q", "")} if question.searches else {}
    form = question(typed(request), request.FILES or None, win=win, by=request.user, **search)
    way_on = _way_on(win, step, just_told="verteld" in request.GET)
    said = "" if way_on["just_told"] else SAVED
    context = {
        "win": win,
        **way_on,
        "asks_who_reads": _asks_who_reads(request, win, way_on),
        "change": _change_just_told(request, win, way_on),
    }

    def way_on_after(_kept) -> str:
        """An answer may bring another question, or make one needless."""
        return _way_on(win, step, just_told=way_on["just_told"])["next"]

    return send(request, form, "telling/ask.html", context, to=way_on_after, says=said)


def _asks_who_reads(request: HttpRequest, win: SmallWin, way_on: dict) -> bool:
    """Right after the first win of a team that never chose, if one of the team looks."""
    is_first = way_on["just_told"] and way_on["is_first"] and win.initiative.opens_wins is None
    return is_first and Initiative.objects.of_team(request.user).contains(win.initiative)


def _change_just_told(request: HttpRequest, win: SmallWin, way_on: dict) -> ToldChange | None:
    """With the first question after telling comes what changed."""
    is_shown = way_on["just_told"] and way_on["is_first"] and win.stands
    return change_by(win, Reader(request.user, win.initiative)) if is_shown else None


@require_safe
def told(request: HttpRequest, pk) -> HttpResponse:
    """The end of the questions: what it changed."""
    win = get_object_or_404(_own_wins(request).standing(), pk=pk)
    change = change_by(win, Reader(request.user, win.initiative))
    ways = {
        "on_path": on_path(win.initiative.slug, win.pk),
        "more": page_of(win, FIRST_OF_MORE),
    }
    return render(request, "telling/told.html", {"win": win, "change": change, **ways})


@page_with_form
def edit(request: HttpRequest, pk) -> HttpResponse:
    win = _own_win(request, pk)
    form = EditForm(typed(request), win=win, by=request.user)
    context, of_device = {"win": win}, f"edit-{win.pk}"
    return send(request, form, "telling/edit.html", context, save=form.save, to=win, tags=of_device)


@button
def put_back(request: HttpRequest, pk, entry) -> HttpResponse:
    """Make a new version with the words as they were after this entry of the history."""
    win = _own_win(request, pk)
    then = get_object_or_404(AuditEntry.objects.visible_to(request.user).of_row(win), pk=entry)
    texts = texts_after(win, then)
    if not PutBackForm(typed(request), row=win).is_valid():
        messages.warning(request, PutBackForm.sentence_of_unread)
    elif win.merged_at or not texts["title"]:
        messages.warning(request, _("Deze tekst kan niet terug."))
    else:
        win.rewrite(**texts)
        messages.success(request, _("Deze tekst staat er weer. De vorige vind je hieronder."))
    return redirect("wins:history", win.pk)


@page_with_form
def accept(request: HttpRequest, pk) -> HttpResponse:
    """The team agrees with how the editors read their win."""
    win = _own_win(request, pk)
    form = AgreeForm(typed(request) if is_sent(request) else None, win=win)
    context, said = {"win": win, "agreement": form}, _("Dank je. Dit is nu jullie eigen indeling.")

    def agree() -> None:
        win.accept_reading(form.agreed)

    return send(request, form, "telling/accept.html", context, save=agree, to=win, says=said)


@button
def keep_reading(request: HttpRequest, pk) -> HttpResponse:
    """The team keeps its own reading beside that of the editors."""
    win = _own_win(request, pk)
    if _saw_both_readings(request, win):
        win.keep_reading()
        messages.success(request, _("Jullie indeling blijft staan. Die van de redactie staat ernaast."))
    return redirect(f"{win.get_absolute_url()}#reading")


@button
def take_over(request: HttpRequest, pk, name) -> HttpResponse:
    """The team finds the editors' answer to one question the better one."""
    win = _own_win(request, pk)
    if name not in READING:
        raise Http404
    if _saw_both_readings(request, win) and name in win.readings_that_differ:
        win.take_over_reading(name)
        messages.success(request, _("Overgenomen. Dit is nu jullie eigen indeling."))
    return redirect(f"{win.get_absolute_url()}#reading")


def _saw_both_readings(request: HttpRequest, win: SmallWin) -> bool:
    """True where the sender saw both readings as they are now. Else warns."""
    is_same = ReadingsForm(typed(request), row=win).is_valid() and not win.merged_at
    if not is_same:
        messages.warning(request, ReadingsForm.sentence_of_unread)
    return is_same


@page_with_form
def withdraw(request: HttpRequest, pk) -> HttpResponse:
    """Ask, do it, and offer to undo it: three states of one page, which says itself what happened."""
    win = _own_win(request, pk)
    if win.is_untouched_by_the_team:  # there the one who told it reads the reason
        return redirect("arrivals:refuse", win.initiative.slug, win.pk)
    form = WithdrawForm(typed(request))

    def take_it_back() -> None:
        reason = form.cleaned_data["reason"]
        if win.withdrawn_at and reason not in ("", win.withdrawal_reason):
            messages.warning(request, _("Iemand anders trok hem net al in. Die reden staat er."))
        win.withdraw(by=request.user, reason=reason)

    context = {"win": win}
    return send(request, form, "telling/withdraw.html", context, save=take_it_back, to=request.path, says="")


@button
def restore(request: HttpRequest, pk) -> HttpResponse:
    win = _own_win(request, pk)
    win.restore()
    waits = win.is_untouched_by_the_team
    said = _("Dit wacht weer op het team.") if waits else _("Deze small win staat er weer.")
    return saved(request, win, said)


@page_with_form
def lead_to(request: HttpRequest, pk) -> HttpResponse:
    """A later win that this one led to, said from the earlier one."""
    win = get_object_or_404(_own_wins(request).standing(), pk=pk)
    form = LedToForm(typed(request), win=win, by=request.user)
    return send(request, form, "telling/lead_to.html", {"win": win}, to=win)


@require_POST
def untie(request: HttpRequest, pk, earlier) -> HttpResponse:
    """The team no longer says that `earlier` made this win possible."""
    known = WinLink.objects.known_to(request.user).editable_by(request.user)
    link = get_object_or_404(known, later=pk, earlier=earlier)
    link.take_back(by=request.user)
    just_told = "verteld" in request.GET
    return redirect(page_of(link.later, CameFromForm.turn.step, just_told=just_told))


def _before_login(request: HttpRequest) -> HttpResponse:
    """The first two questions, for somebody who logs in once they are answered. A draft is read by its team only."""
    if "concept" in request.GET:
        return redirect_to_login(request.get_full_path())
    return form_page(request, "telling/tell.html", TypeFirstForm(), {})


def _own_wins(request: HttpRequest, *, may_hold: bool = True) -> QuerySet:
    wins = SmallWin.objects.editable_by(request.user).select_related("initiative").defer("search")
    return held(request, wins) if may_hold else wins


def _own_win(request: HttpRequest, pk, *, may_hold: bool = True) -> SmallWin:
    """A told win that the user may edit; a draft has its own form. `may_hold` is off for photos, which take long."""
    told = _own_wins(request, may_hold=may_hold).filter(drafted_at__isnull=True)
    return get_object_or_404(told, pk=pk)


def _opened_draft(request: HttpRequest) -> tuple[SmallWin | None, SmallWin | None]:
    """The draft in the address or of this very form, or the win that it has become."""
    key = request.GET.get("concept", "")
    wins = _own_wins(request)
    win = get_object_or_404(wins, pk=key_in(key)) if key else _kept_with_this_form(request, wins)
    return (win, None) if win is None or win.drafted_at else (None, win)


def _kept_with_this_form(request: HttpRequest, wins) -> SmallWin | None:
    """The draft that this form kept before the browser went back to it; a colleague may have told it since.

    A win that the user told with the same form is left out: `TellForm.save` compares that one itself.
    """
    if not is_sent(request):
        return None
    sent = SubmissionField().clean(word_of(request, "submission_id"))
    number = SmallWin.objects.number_for(sent, by=request.user)
    of_a_draft = Q(drafted_at__isnull=False) | ~Q(logged_by=request.user)
    return (
        wins.filter(of_a_draft, submission_id=number, capture_link__isnull=True).order_by("logged_at").first()
    )


def _to_the_drafts(request: HttpRequest, draft: SmallWin) -> HttpResponse:
    of_device = f"concept-{draft.pk}" if "concept" in request.GET else "tell-win"
    return saved(request, reverse("telling:drafts"), _("Concept bewaard."), tags=of_device)


def _to_the_questions(request: HttpRequest, win: SmallWin) -> HttpResponse:
    return saved(request, page_of(win))


def _way_on(win: SmallWin, step: str, *, just_told: bool) -> dict:
    """The address after saving or skipping: the next unanswered question after telling, else the win."""
    following = unanswered_after(win, step) if just_told else []
    the_end = reverse("telling:told", args=[win.pk])
    after_this = page_of(win, following[0]) if following else the_end
    return {
        "just_told": just_told,
        "is_first": step == FIRST_STEP,
        "left": 1 + len(following),  # with this one
        "next": after_this if just_told else win.get_absolute_url(),
        "on_path": on_path(win.initiative.slug, win.pk),
        "more": page_of(win, FIRST_OF_MORE) if not following and step not in MORE else "",
    }
