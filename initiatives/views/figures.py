"""The numbers of an initiative by study year, kept by those who work on it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from initiatives.forms.figures import FigureForm
from initiatives.models import Figure, Initiative
from initiatives.sending import ask_first, held, page_with_form, send, typed


@page_with_form
def add(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_object_or_404(Initiative.objects.editable_by(request.user), slug=slug)
    return _fill_in(request, Figure(initiative=initiative))


@page_with_form
def edit(request: HttpRequest, pk) -> HttpResponse:
    return _fill_in(request, _own(request, pk))


@page_with_form
def remove(request: HttpRequest, pk) -> HttpResponse:
    figure = _own(request, pk)
    context = {"figure": figure, "initiative": figure.initiative}
    return ask_first(request, "figures/remove.html", context, do=figure.remove, to=_list_on(figure))


def _own(request: HttpRequest, pk) -> Figure:
    mine = Figure.objects.editable_by(request.user).select_related("initiative")
    return get_object_or_404(held(request, mine), pk=pk)


def _fill_in(request: HttpRequest, figure: Figure) -> HttpResponse:
    form = FigureForm(typed(request), instance=figure, by=request.user)
    context = {"figure": figure, "initiative": figure.initiative}
    return send(request, form, "figures/edit.html", context, to=_list_on(figure))


def _list_on(figure: Figure) -> str:
    return f"{figure.initiative.get_absolute_url()}#figures"
