"""The world around an initiative: who is there, walls, and windows that open and close."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from initiatives.forms.outside import (
    ActorForm,
    MoveForm,
    WallForm,
    WindowForm,
    new_actor,
    new_wall,
    new_window,
    wall_of,
)
from initiatives.models import Actor, Initiative, Wall, WallMove, Window
from initiatives.reports.mirror.outside import outside_world
from initiatives.reports.mirror.readers import reader_of
from initiatives.typed import forget_typed, typed_before

page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@login_not_required
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """The houses and the same as a list. A visitor has nothing to read here, and so no page."""
    known = Initiative.objects.known_in_the_network_to(request.user)
    initiative = get_object_or_404(known, slug=slug)
    reader = reader_of(initiative, request.user)
    report = outside_world(initiative, user=request.user, may_edit=reader.is_inside)
    return render(request, "outside/index.html", {"report": report, "reader": reader})


# ------------------------------------------------------------------ actors
@page_with_form
def add_actor(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = _worked_on(request, slug)
    return _fill_in(request, ActorForm, new_actor(initiative), "outside/edit_actor.html")


@page_with_form
def edit_actor(request: HttpRequest, pk) -> HttpResponse:
    with transaction.atomic():
        actor = _own(request, Actor, pk)
        return _fill_in(request, ActorForm, actor, "outside/edit_actor.html")


@page_with_form
def remove_actor(request: HttpRequest, pk) -> HttpResponse:
    return _remove(request, _own(request, Actor, pk), reverse("outside:edit_actor", args=[pk]))


# ------------------------------------------------------------------ walls
@page_with_form
def add_wall(request: HttpRequest, slug: str) -> HttpResponse:
    wall = new_wall(_worked_on(request, slug))
    return _fill_in(request, WallForm, wall, "outside/edit_wall.html", initial=wall_of(request.GET))


@page_with_form
def edit_wall(request: HttpRequest, pk) -> HttpResponse:
    with transaction.atomic():
        wall = _own(request, Wall, pk)
        return _fill_in(request, WallForm, wall, "outside/edit_wall.html")


@page_with_form
def remove_wall(request: HttpRequest, pk) -> HttpResponse:
    return _remove(request, _own(request, Wall, pk), reverse("outside:edit_wall", args=[pk]))


@page_with_form
def move_wall(request: HttpRequest, pk) -> HttpResponse:
    """Which small win did something to this wall?"""
    with transaction.atomic():
        wall = _own(request, Wall, pk)
        form = MoveForm(_sent(request), wall=wall, by=request.user)
        if request.method == "POST" and form.try_save():
            return _saved(request, wall)
        return _form_page(request, "outside/move_wall.html", {"form": form, "wall": wall})


@require_POST
def undo_move(request: HttpRequest, pk: int) -> HttpResponse:
    """This win did not move the wall after all."""
    moves = WallMove.objects.editable_by(request.user).select_related("wall__initiative", "wall__topic")
    move = get_object_or_404(moves, pk=pk)
    try:
        move.take_back()
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect(_place_of(move.wall))


# ------------------------------------------------------------------ windows
@page_with_form
def add_window(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = _worked_on(request, slug)
    return _fill_in(request, WindowForm, new_window(initiative), "outside/edit_window.html")


@page_with_form
def add_city_window(request: HttpRequest, slug: str) -> HttpResponse:
    city = get_object_or_404(Window.objects.cities_kept_by(request.user), slug=slug)
    return _fill_in(request, WindowForm, new_window(city), "outside/edit_window.html")


@page_with_form
def edit_window(request: HttpRequest, pk) -> HttpResponse:
    with transaction.atomic():
        window = _own(request, Window, pk)
        return _fill_in(request, WindowForm, window, "outside/edit_window.html")


@page_with_form
def remove_window(request: HttpRequest, pk) -> HttpResponse:
    return _remove(request, _own(request, Window, pk), reverse("outside:edit_window", args=[pk]))


# ------------------------------------------------------------------ the same for each
def _worked_on(request: HttpRequest, slug: str) -> Initiative:
    return get_object_or_404(Initiative.objects.editable_by(request.user), slug=slug)


def _own(request: HttpRequest, kind: type[models.Model], pk):
    """A row that this reader may change; kept for them alone while it is being saved."""
    rows = kind.objects.editable_by(request.user).select_related("initiative")
    return get_object_or_404(rows.select_for_update(of=("self",)) if _saves(request) else rows, pk=pk)


def _saves(request: HttpRequest) -> bool:
    return request.method == "POST" and transaction.get_connection().in_atomic_block


def _fill_in(request: HttpRequest, form_class, row: models.Model, template: str, **options) -> HttpResponse:
    form = form_class(_sent(request), instance=row, by=request.user, **options)
    if request.method == "POST" and form.try_save():
        return _saved(request, row)
    return _form_page(request, template, {"form": form, "row": row, "back": _place_of(row)})


def _remove(request: HttpRequest, row: models.Model, back: str) -> HttpResponse:
    """Ask first, then do it."""
    place = _page_of(row)
    if request.method == "POST":
        row.remove()
        messages.success(request, _("Weggehaald."))
        return redirect(place)
    return render(request, "outside/remove_actor.html", {"row": row, "back": back, "place": place})


def _sent(request: HttpRequest) -> QueryDict | None:
    """What the form was filled with: now, or just before logging in."""
    return request.POST if request.method == "POST" else typed_before(request)


def _saved(request: HttpRequest, row: models.Model) -> HttpResponse:
    forget_typed(request)
    messages.success(request, _("Bewaard."))
    return redirect(_place_of(row))


def _form_page(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    form = context["form"]
    refused = HTTPStatus.CONFLICT if getattr(form, "has_conflict", False) else HTTPStatus.UNPROCESSABLE_ENTITY
    was_typed_before = request.method != "POST" and form.is_bound
    status = refused if request.method == "POST" else HTTPStatus.OK
    return render(request, template, context | {"was_typed_before": was_typed_before}, status=status)


def _page_of(row: models.Model) -> str:
    """Where it stands: with its initiative, or on the page of its city."""
    if row.initiative_id is None:
        return f"{row.city.get_absolute_url()}#windows"
    return reverse("outside:index", args=[row.initiative.slug])


def _place_of(row: models.Model) -> str:
    is_new = row._state.adding or row.initiative_id is None
    return _page_of(row) if is_new else f"{_page_of(row)}#{row._meta.model_name}-{row.pk}"
