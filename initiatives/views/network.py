from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives.forms.rooms import PLACE, in_room
from initiatives.htmx import render_page
from initiatives.reports.mirror.shared_walls import shared_walls
from initiatives.reports.network.beside import beside as beside_report
from initiatives.reports.network.guides import WORD, Place
from initiatives.reports.network.home import home as home_report
from initiatives.reports.network.page import network
from initiatives.reports.network.places import places


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "network/home.html", {"report": home_report(request.onlooker)})


@login_not_required
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """The overview of the network."""
    place = Place.asked(request.GET.get(WORD, ""))
    room = in_room(request, "network:dashboard", beside={WORD: place.code} if place else {})
    return _answer(request, "dashboard", room, network(room["filter"], place=place))


@login_not_required
@require_safe
def beside(request: HttpRequest) -> HttpResponse:
    """All initiatives side by side: their roses and the heat table."""
    room = in_room(request, "network:beside")
    report = beside_report(
        room["filter"],
        order=request.GET.get("volgorde", ""),
        page=request.GET.get("pagina"),
        together=request.GET.get("toon") == "alle",
    )
    return _answer(request, "beside", room, report)


@require_safe
def walls(request: HttpRequest) -> HttpResponse:
    """Walls that more teams run into. A wall has no period: it stands there now."""
    room = in_room(request, "network:walls", only=PLACE)
    chosen = room["filter"]
    here = chosen.initiatives_here() if chosen.words else None
    return _answer(
        request, "walls", room, shared_walls(request.onlooker, initiatives=here, words=chosen.words)
    )


@login_not_required
@require_safe
def map(request: HttpRequest) -> HttpResponse:
    """The cities on the map, their initiatives, and the partners that tie two cities together."""
    room = in_room(request, "network:map")
    return _answer(request, "map", room, places(room["filter"]))


def _answer(request: HttpRequest, name: str, room: dict, report: object) -> HttpResponse:
    """A room; for htmx its region alone."""
    return render_page(
        request,
        f"network/{name}.html",
        {**room, "report": report},
        fragment=f"network/_{name}.html",
        push=room["filter"].url(),
    )
