"""The world around an initiative: who is there, walls, and windows that open and close."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from initiatives.forms.actors import ActorForm, PlacedForm, actor_of
from initiatives.forms.walls import MoveForm, WallForm, wall_of
from initiatives.forms.windows import WindowForm
from initiatives.htmx import wants_fragment
from initiatives.links import address
from initiatives.models import Actor, Initiative, Reader, Wall, WallMove, Window
from initiatives.reports.mirror.outside import outside_world, street_of
from initiatives.sending import ask_first, held, page_with_form, send, typed, word_of


@login_not_required
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """The houses and the same as a list. A visitor has nothing to read here, and so no page."""
    known = Initiative.objects.known_in_the_network_to(request.user)
    reader = Reader(request.user, get_object_or_404(known, slug=slug))
    return render(request, "outside/index.html", {"report": outside_world(reader), "reader": reader})


# ------------------------------------------------------------------ actors
@page_with_form
def add_actor(request: HttpRequest, slug: str) -> HttpResponse:
    actor = Actor(initiative=_own_initiative(request, slug))
    return _fill_in(request, ActorForm, actor, "outside/edit_actor.html", initial=actor_of(request.GET))


@page_with_form
def big(request: HttpRequest, slug: str) -> HttpResponse:
    """The street on a large screen, to fill with a group. What is sent stands there at once, with script or without."""
    initiative = _own_initiative(request, slug)
    is_fragment = wants_fragment(request)
    form = PlacedForm(
        typed(request), initiative=initiative, by=request.user, where=request.GET.get("waar", "")
    )
    page = "outside/_big.html" if is_fragment else "outside/big.html"
    homes = street_of(Reader(request.user, initiative))
    context = {"initiative": initiative, "homes": homes, "is_fragment": is_fragment}
    here = address("outside:big", slug, waar=word_of(request, "where"))
    response = send(request, form, page, context, save=form.save, to=here, says=_stands_there)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _stands_there(actor: Actor) -> str:
    return _("Staat erbij: %(who)s") % {"who": actor}


@page_with_form
def edit_actor(request: HttpRequest, pk) -> HttpResponse:
    return _fill_in(request, ActorForm, _own(request, Actor, pk), "outside/edit_actor.html")


@page_with_form
def remove_actor(request: HttpRequest, pk) -> HttpResponse:
    return _remove(request, _own(request, Actor, pk), reverse("outside:edit_actor", args=[pk]))


# ------------------------------------------------------------------ walls
@page_with_form
def add_wall(request: HttpRequest, slug: str) -> HttpResponse:
    wall = Wall(initiative=_own_initiative(request, slug))
    return _fill_in(request, WallForm, wall, "outside/edit_wall.html", initial=wall_of(request.GET))


@page_with_form
def edit_wall(request: HttpRequest, pk) -> HttpResponse:
    return _fill_in(request, WallForm, _own(request, Wall, pk), "outside/edit_wall.html")


@page_with_form
def remove_wall(request: HttpRequest, pk) -> HttpResponse:
    return _remove(request, _own(request, Wall, pk), reverse("outside:edit_wall", args=[pk]))


@page_with_form
def move_wall(request: HttpRequest, pk) -> HttpResponse:
    """Which small win did something to this wall? The win that one chooses is held before the wall."""
    wall = get_object_or_404(_own_rows(request, Wall), pk=pk)
    form = MoveForm(typed(request), wall=wall, by=request.user)
    return send(request, form, "outside/move_wall.html", {"wall": wall}, to=_place_of(wall))


@require_POST
def undo_move(request: HttpRequest, pk: int) -> HttpResponse:
    """This win did not move the wall after all."""
    moves = WallMove.objects.editable_by(request.user).select_related("wall__initiative", "wall__topic")
    move = get_object_or_404(moves, pk=pk)
    try:
        move.take_back()
    except Wall.DoesNotExist as gone:
        raise Http404 from gone
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect(_place_of(move.wall))


# ------------------------------------------------------------------ windows
@page_with_form
def add_window(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = _own_initiative(request, slug)
    return _fill_in(request, WindowForm, Window(initiative=initiative), "outside/edit_window.html")


@page_with_form
def add_city_window(request: HttpRequest, slug: str) -> HttpResponse:
    city = get_object_or_404(Window.objects.cities_kept_by(request.user), slug=slug)
    return _fill_in(request, WindowForm, Window(city=city), "outside/edit_window.html")


@page_with_form
def edit_window(request: HttpRequest, pk) -> HttpResponse:
    return _fill_in(request, WindowForm, _own(request, Window, pk), "outside/edit_window.html")


@page_with_form
def remove_window(request: HttpRequest, pk) -> HttpResponse:
    return _remove(request, _own(request, Window, pk), reverse("outside:edit_window", args=[pk]))


# ------------------------------------------------------------------ the same for each
def _own_initiative(request: HttpRequest, slug: str) -> Initiative:
    return get_object_or_404(Initiative.objects.editable_by(request.user), slug=slug)


def _own(request: HttpRequest, kind: type[models.Model], pk):
    return get_object_or_404(held(request, _own_rows(request, kind)), pk=pk)


def _own_rows(request: HttpRequest, kind: type[models.Model]) -> models.QuerySet:
    return kind.objects.editable_by(request.user).select_related("initiative")


def _fill_in(request: HttpRequest, form_class, row: models.Model, page: str, **options) -> HttpResponse:
    form = form_class(typed(request), instance=row, by=request.user, **options)
    return send(request, form, page, {"row": row, "back": _place_of(row)}, to=lambda _kept: _place_of(row))


def _remove(request: HttpRequest, row: models.Model, back: str) -> HttpResponse:
    context = {"row": row, "back": back, "place": _page_of(row)}
    return ask_first(request, "outside/remove_actor.html", context, do=row.remove, to=_page_of(row))


def _page_of(row: models.Model) -> str:
    """Where it stands: with its initiative, or on the page of its city."""
    if row.initiative_id is None:
        return f"{row.city.get_absolute_url()}#windows"
    return reverse("outside:index", args=[row.initiative.slug])


def _place_of(row: models.Model) -> str:
    is_new = row._state.adding or row.initiative_id is None
    return _page_of(row) if is_new else f"{_page_of(row)}#{row._meta.model_name}-{row.pk}"
