"""The next bite of an initiative: set, eaten, and those of before."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from initiatives.forms.bites import BiteForm, FinishForm
from initiatives.models import Initiative, NextBite, Reader
from initiatives.reports.mirror.bites import bites_of
from initiatives.sending import ask_first, held, page_with_form, send, typed


@login_not_required
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """The next bite and those of before. A visitor has nothing to read here, and so no page."""
    known = Initiative.objects.known_in_the_network_to(request.user)
    reader = Reader(request.user, get_object_or_404(known, slug=slug))
    return render(request, "bites/index.html", {"report": bites_of(reader)})


@page_with_form
def add(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_object_or_404(Initiative.objects.editable_by(request.user), slug=slug)
    return _word(request, NextBite(initiative=initiative))


@page_with_form
def edit(request: HttpRequest, pk) -> HttpResponse:
    return _word(request, _waiting_bite(request, pk))


@page_with_form
def finish(request: HttpRequest, pk) -> HttpResponse:
    """Eaten; perhaps it became a win. Also the way to fill in that win later."""
    bites = NextBite.objects.editable_by(request.user).select_related("initiative")
    bite = get_object_or_404(held(request, bites), pk=pk)
    form = FinishForm(typed(request), bite=bite, by=request.user)
    said = _("Mooi, dat is gedaan.")
    return send(request, form, "bites/finish.html", {"bite": bite}, to=_list_with(bite), says=said)


@page_with_form
def remove(request: HttpRequest, pk) -> HttpResponse:
    """A finished bite stays."""
    bite = _waiting_bite(request, pk)
    return ask_first(request, "bites/remove.html", {"bite": bite}, do=bite.remove, to=_list_with(bite))


def _waiting_bite(request: HttpRequest, pk) -> NextBite:
    bites = NextBite.objects.editable_by(request.user).waiting().select_related("initiative")
    return get_object_or_404(held(request, bites), pk=pk)


def _word(request: HttpRequest, bite: NextBite) -> HttpResponse:
    form = BiteForm(typed(request), bite=bite, by=request.user)
    return send(request, form, "bites/edit.html", {"bite": bite}, to=_list_with(bite))


def _list_with(bite: NextBite) -> str:
    return reverse("bites:index", args=[bite.initiative.slug])
