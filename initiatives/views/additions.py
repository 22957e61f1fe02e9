"""What people add to a win later: judgements, losses, evidence and looks back; to change or take away, too.

The four differ in their form alone (forms/additions.py). Whoever may not see the row finds nothing.
"""

from contextlib import nullcontext
from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from initiatives.forms.additions import ADDITIONS, AdditionForm, LossForm
from initiatives.models import Initiative
from initiatives.typed import forget_typed, typed_before

page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@page_with_form
def add(request: HttpRequest, pk, name) -> HttpResponse:
    """To a win."""
    form_class = _form_or_404(name)
    with _all_or_nothing(request):
        wins = form_class.wins_for(request.user).select_related("initiative").defer("search")
        win = get_object_or_404(_locked(request, wins), pk=pk)
        form = form_class(_sent(request), win=win, initiative=win.initiative, by=request.user)
        if request.method == "POST" and form.try_save():
            return _saved(request, form)
    return _form_page(request, "additions/add.html", form)


@page_with_form
def add_loss(request: HttpRequest, slug) -> HttpResponse:
    """To an initiative, where no win goes with it."""
    with _all_or_nothing(request):
        initiative = get_object_or_404(Initiative.objects.editable_by(request.user), slug=slug)
        form = LossForm(_sent(request), win=None, initiative=initiative, by=request.user)
        if request.method == "POST" and form.try_save():
            return _saved(request, form)
    return _form_page(request, "additions/add.html", form)


@page_with_form
def edit(request: HttpRequest, name, pk) -> HttpResponse:
    with _all_or_nothing(request):
        row, form_class = _own_row(request, name, pk)
        form = _form_of(row, form_class, request, _sent(request))
        if request.method == "POST" and form.try_save():
            return _saved(request, form)
    return _form_page(request, "additions/edit.html", form)


@page_with_form
def remove(request: HttpRequest, name, pk) -> HttpResponse:
    """Asks first."""
    with _all_or_nothing(request):
        row, form_class = _own_row(request, name, pk)
        form = _form_of(row, form_class, request, None)
        if request.method == "POST":
            row.remove()
            messages.success(request, _("Weggehaald."))
            return redirect(_page_of(form))
    return render(request, "additions/remove.html", {"form": form, "row": row, "page": _page_of(form)})


def _form_or_404(name: str) -> type[AdditionForm]:
    if name not in ADDITIONS:
        raise Http404
    return ADDITIONS[name]


def _own_row(request: HttpRequest, name: str, pk):
    """A row that this person may change, and the form for it."""
    form_class = _form_or_404(name)
    return get_object_or_404(
        _locked(request, form_class.model.objects.editable_by(request.user)), pk=pk
    ), form_class


def _form_of(row, form_class, request: HttpRequest, sent: QueryDict | None) -> AdditionForm:
    initiative = row.win.initiative if row.win else row.initiative
    return form_class(sent, win=row.win, initiative=initiative, by=request.user, row=row)


def _locked(request: HttpRequest, rows):
    """What is sent is compared with what stands there until the answer has been given."""
    return rows.select_for_update(of=("self",), no_key=True) if request.method == "POST" else rows


def _all_or_nothing(request: HttpRequest):
    return transaction.atomic() if request.method == "POST" else nullcontext()


def _sent(request: HttpRequest) -> QueryDict | None:
    """What the form was filled with: now, or just before logging in."""
    return request.POST if request.method == "POST" else typed_before(request)


def _page_of(form: AdditionForm) -> str:
    """Where it stands."""
    place = form.win or form.initiative
    return f"{place.get_absolute_url()}#{form.anchor}"


def _saved(request: HttpRequest, form: AdditionForm) -> HttpResponse:
    forget_typed(request)
    messages.success(request, _("Bewaard."))
    if form.sentence_of_what_stayed:
        messages.warning(request, form.sentence_of_what_stayed)
    return redirect(_page_of(form))


def _form_page(request: HttpRequest, template: str, form: AdditionForm) -> HttpResponse:
    refused = HTTPStatus.CONFLICT if form.has_conflict else HTTPStatus.UNPROCESSABLE_ENTITY
    is_sent = request.method == "POST"
    context = {"form": form, "page": _page_of(form), "was_typed_before": form.is_bound and not is_sent}
    return render(request, template, context, status=refused if is_sent else HTTPStatus.OK)
