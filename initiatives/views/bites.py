"""The next bite of an initiative: set, eaten, and those of before."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from initiatives.forms.bites import BiteForm, FinishForm
from initiatives.models import Initiative, NextBite
from initiatives.reports.mirror.bites import bites_of
from initiatives.typed import forget_typed, typed_before

page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@login_not_required
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """The next bite and those of before. A visitor has nothing to read here, and so no page."""
    known = Initiative.objects.known_in_the_network_to(request.user)
    initiative = get_object_or_404(known, slug=slug)
    may_edit = Initiative.objects.editable_by(request.user).contains(initiative)
    report = bites_of(initiative, user=request.user, may_edit=may_edit)
    return render(request, "bites/index.html", {"report": report})


@page_with_form
def add(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_object_or_404(Initiative.objects.editable_by(request.user), slug=slug)
    return _word(request, NextBite(initiative=initiative))


@page_with_form
def edit(request: HttpRequest, pk) -> HttpResponse:
    return _word(request, _waiting(request, pk))


@page_with_form
def finish(request: HttpRequest, pk) -> HttpResponse:
    """Eaten; perhaps it became a win. Also the way to fill in that win later."""
    bites = NextBite.objects.editable_by(request.user).select_related("initiative")
    bite = get_object_or_404(bites, pk=pk)
    form = FinishForm(_sent(request), bite=bite, by=request.user)
    if request.method == "POST" and form.try_save():
        messages.success(request, _("Mooi. Dit hapje is op."))
        return _back(request, bite)
    return _form_page(request, "bites/finish.html", {"form": form, "bite": bite})


@page_with_form
def remove(request: HttpRequest, pk) -> HttpResponse:
    """Ask first. What is eaten stays."""
    bite = _waiting(request, pk)
    if request.method == "POST":
        bite.remove()
        messages.success(request, _("Weggehaald."))
        return _back(request, bite)
    return render(request, "bites/remove.html", {"bite": bite})


def _waiting(request: HttpRequest, pk) -> NextBite:
    bites = NextBite.objects.editable_by(request.user).waiting().select_related("initiative")
    return get_object_or_404(bites, pk=pk)


def _word(request: HttpRequest, bite: NextBite) -> HttpResponse:
    form = BiteForm(_sent(request), bite=bite)
    if request.method == "POST" and form.try_save(by=request.user):
        messages.success(request, _("Bewaard."))
        return _back(request, bite)
    return _form_page(request, "bites/edit.html", {"form": form, "bite": bite})


def _sent(request: HttpRequest) -> QueryDict | None:
    """What the form was filled with: now, or just before logging in."""
    return request.POST if request.method == "POST" else typed_before(request)


def _back(request: HttpRequest, bite: NextBite) -> HttpResponse:
    forget_typed(request)
    return redirect("bites:index", bite.initiative.slug)


def _form_page(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    form = context["form"]
    refused = HTTPStatus.CONFLICT if getattr(form, "has_conflict", False) else HTTPStatus.UNPROCESSABLE_ENTITY
    status = refused if request.method == "POST" else HTTPStatus.OK
    was_typed_before = request.method != "POST" and form.is_bound
    return render(request, template, context | {"was_typed_before": was_typed_before}, status=status)
