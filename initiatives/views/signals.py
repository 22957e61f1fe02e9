"""The questions that an initiative's own rows raise, and putting one aside for a while.

Those who work on it read them: the team at once, coordinators and staff later. Only the team puts aside.
"""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from initiatives.forms.signals import DismissForm
from initiatives.models import Initiative, Reader, SignalDismissal
from initiatives.reports.signals.page import QuestionLine, Signals, signal_page, signals_of
from initiatives.sending import page_with_form, send, typed


@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_object_or_404(Initiative.objects.editable_by(request.user), slug=slug)
    reader = Reader(request.user, initiative)
    context = {"signals": signals_of(reader), "initiative": initiative, "reader": reader}
    return render(request, "signals/index.html", context)


@require_safe
def show(request: HttpRequest, slug: str, rule: str) -> HttpResponse:
    """The rows behind the numbers of one question."""
    initiative = get_object_or_404(Initiative.objects.editable_by(request.user), slug=slug)
    reader = Reader(request.user, initiative)
    page = signal_page(reader, _asked(request, signals_of(reader), rule))
    return render(request, "signals/show.html", {"page": page, "initiative": initiative})


@page_with_form
def dismiss(request: HttpRequest, slug: str, rule: str) -> HttpResponse:
    initiative = get_object_or_404(Initiative.objects.of_team(request.user), slug=slug)
    asked = _asked(request, signals_of(Reader(request.user, initiative)), rule)
    form = DismissForm(typed(request), initiative=initiative, rule=rule, about=asked.about)
    context = {"asked": asked, "initiative": initiative}
    save, others = partial(form.try_save, by=request.user), reverse("signals:index", args=[slug])
    said = _("Opzijgelegd. De vraag komt vanzelf terug.")
    return send(request, form, "signals/dismiss.html", context, save=save, to=others, says=said)


@require_POST
def bring_back(request: HttpRequest, slug: str, pk) -> HttpResponse:
    initiative = get_object_or_404(Initiative.objects.of_team(request.user), slug=slug)
    waiting = SignalDismissal.objects.visible_to(request.user).filter(ended_at__isnull=True)
    get_object_or_404(waiting, pk=pk, initiative=initiative).bring_back(by=request.user)
    messages.success(request, _("De vraag staat er weer, als hij nog geldt."))
    return redirect("signals:index", slug)


def _asked(request: HttpRequest, signals: Signals, rule: str) -> QuestionLine:
    """The question of this address, as far as this reader sees it now."""
    asked = signals.find(rule, request.GET.get("over", ""))
    if asked is None:
        raise Http404
    return asked
