"""Judgements, losses, evidence and looks back at a win: to add, change and take away.

The four differ in their form alone (forms/additions.py). A row that the user may not see is not found.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from initiatives.forms.additions import ADDITIONS, AdditionForm, LossForm
from initiatives.models import Initiative
from initiatives.sending import ask_first, held, page_with_form, send, typed


@page_with_form
def add(request: HttpRequest, pk, name) -> HttpResponse:
    """To a win."""
    form_class = _form_or_404(name)
    wins = form_class.wins_for(request.user).select_related("initiative").defer("search")
    win = get_object_or_404(held(request, wins), pk=pk)
    form = form_class(typed(request), win=win, initiative=win.initiative, by=request.user)
    return _send(request, form)


@page_with_form
def add_loss(request: HttpRequest, slug) -> HttpResponse:
    """To an initiative, where no win goes with it."""
    initiative = get_object_or_404(Initiative.objects.editable_by(request.user), slug=slug)
    form = LossForm(typed(request), win=None, initiative=initiative, by=request.user)
    return _send(request, form)


@page_with_form
def edit(request: HttpRequest, name, pk) -> HttpResponse:
    return _send(request, _form_of_own_row(request, name, pk))


@page_with_form
def remove(request: HttpRequest, name, pk) -> HttpResponse:
    form = _form_of_own_row(request, name, pk, may_hold=False)
    place = _page_of(form)
    context = {"form": form, "row": form.row, "page": place}
    return ask_first(request, "additions/remove.html", context, do=form.row.remove, to=place)


def _form_or_404(name: str) -> type[AdditionForm]:
    if name not in ADDITIONS:
        raise Http404
    return ADDITIONS[name]


def _form_of_own_row(request: HttpRequest, name: str, pk, *, may_hold: bool = True) -> AdditionForm:
    """About a row that this person may change. `may_hold` is off where its win is held first (decision 0173)."""
    form_class = _form_or_404(name)
    rows = form_class.makes.objects.editable_by(request.user)
    row = get_object_or_404(held(request, rows) if may_hold else rows, pk=pk)
    initiative = row.win.initiative if row.win else row.initiative
    return form_class(typed(request), win=row.win, initiative=initiative, by=request.user, row=row)


def _page_of(form: AdditionForm) -> str:
    """Where it stands."""
    place = form.win or form.initiative
    return f"{place.get_absolute_url()}#{form.anchor}"


def _send(request: HttpRequest, form: AdditionForm) -> HttpResponse:
    page = _page_of(form)
    return send(request, form, "additions/edit.html", {"page": page}, to=page)
