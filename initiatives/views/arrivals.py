"""Wins told without an account: the team takes them on or refuses them.

Two people may do the same at the same moment: the first one did it, and the second hears so.
"""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from initiatives.forms.asking import page_of
from initiatives.forms.capture import RefuseForm
from initiatives.links import key_in
from initiatives.models import Initiative, Reader, SmallWin, User
from initiatives.reports.team.arrivals import MOST, arrivals
from initiatives.sending import button, held, page_with_form, send, typed, words_of


@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_object_or_404(Initiative.objects.editable_by(request.user), slug=slug)
    report = arrivals(Reader(request.user, initiative), link=request.GET.get("link", ""))
    return render(request, "arrivals/index.html", {"report": report})


@button
def claim(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Say that the user looks at this win. Colleagues can still answer it."""
    win = _arrived(request, slug, pk)
    if win.is_untouched_by_the_team and not win.withdrawn_at:
        win.claim(by=request.user)
    if win.claimed_by != request.user or not win.is_untouched_by_the_team:
        _say_who_was_first(request, win)
    return redirect(_on_the_list(win))


@button
def take_on(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Take the win on: from now on it counts, and the questions after telling follow. Also possible after refusing it."""
    win = _arrived(request, slug, pk)
    if not win.is_untouched_by_the_team and win.taken_on_by != request.user:
        _say_who_was_first(request, win)
        return redirect(win)
    win.take_on(by=request.user)
    return redirect(page_of(win))


@button
def take_on_several(request: HttpRequest, slug: str) -> HttpResponse:
    """Take on what is ticked, and stay with what still waits. What somebody else did meanwhile is left alone, and said."""
    initiative = get_object_or_404(Initiative.objects.worked_on_by(request.user), slug=slug)
    ticked = [key for word in words_of(request, "win")[:MOST] if (key := key_in(word))]
    waiting = SmallWin.objects.editable_by(request.user).waiting_for_the_team()
    wins = held(request, waiting.filter(initiative=initiative, pk__in=ticked).order_by("pk").defer("search"))
    taken = [win.take_on(by=request.user) for win in wins]
    _say_how_many(request, len(taken), missed=len(set(ticked)) - len(taken))
    return redirect("arrivals:index", slug)


def _say_how_many(request: HttpRequest, taken: int, *, missed: int) -> None:
    if taken:
        said = ngettext("%(n)s small win staat erbij.", "%(n)s small wins staan erbij.", taken)
        messages.success(request, said % {"n": taken})
    if missed:
        said = ngettext("Bij %(n)s was iemand je net voor.", "Bij %(n)s was iemand je net voor.", missed)
        messages.warning(request, said % {"n": missed})
    if not taken and not missed:
        messages.warning(request, _("Vink eerst aan wat erbij mag."))


@page_with_form
def refuse(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Refuse a win that does not belong here. Its teller reads the reason."""
    win = _arrived(request, slug, pk)
    if not win.is_untouched_by_the_team or win.withdrawn_at:
        _say_who_was_first(request, win)
        return redirect(_on_the_list(win))
    form = RefuseForm(typed(request))
    save = partial(_refuse, win, form, by=request.user)
    return send(request, form, "arrivals/refuse.html", {"win": win}, save=save, to=_on_the_list(win))


def _refuse(win: SmallWin, form: RefuseForm, *, by: User) -> None:
    win.withdraw(by=by, reason=form.cleaned_data["reason"])


def _arrived(request: HttpRequest, slug: str, pk) -> SmallWin:
    """A win that came through a link, locked while somebody writes."""
    wins = SmallWin.objects.editable_by(request.user).filter(capture_link__isnull=False)
    wins = wins.select_related("initiative", "claimed_by", "taken_on_by", "withdrawn_by").defer("search")
    return get_object_or_404(held(request, wins), initiative__slug=slug, pk=pk)


def _on_the_list(win: SmallWin) -> str:
    return reverse("arrivals:index", args=[win.initiative.slug])


def _say_who_was_first(request: HttpRequest, win: SmallWin) -> None:
    if not win.is_untouched_by_the_team:
        sentence, who = _("%(who)s nam dit net al op."), win.taken_on_by
    elif win.withdrawn_at:
        sentence, who = _("%(who)s vond net al dat dit hier niet hoort."), win.withdrawn_by
    else:
        sentence, who = _("%(who)s pakte dit net al op."), win.claimed_by
    messages.warning(request, sentence % {"who": who})
