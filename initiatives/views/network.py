from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives.forms.rooms import in_room
from initiatives.htmx import render_page
from initiatives.reports.filter.wins import WinFilter
from initiatives.reports.mirror.shared_walls import shared_walls
from initiatives.reports.network.guides import WORD, Place
from initiatives.reports.network.home import home as home_report
from initiatives.reports.network.page import BY_LAST, Network, network


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "network/home.html", {"report": home_report(request.onlooker)})


@login_not_required
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """All initiatives side by side; for htmx the region alone."""
    place = Place.asked(request.GET.get(WORD, ""))
    room = in_room(request, "network:dashboard", beside={WORD: place.code} if place else {})
    chosen = room["filter"]
    report = network(
        chosen,
        place=place,
        order=request.GET.get("volgorde", ""),
        page=request.GET.get("pagina"),
        together=request.GET.get("toon") == "alle",
    )
    context = {
        **room,
        "report": report,
        "ways": _ways(chosen, report),
        "walls": shared_walls(request.onlooker),
    }
    return render_page(
        request, "network/dashboard.html", context, fragment="network/_network.html", push=chosen.url()
    )


def _ways(chosen: WinFilter, report: Network) -> dict[str, str]:
    """The addresses of the same network in another order, or further on."""
    order, page = BY_LAST if report.by_last else None, report.page
    ways = {
        "by_name": chosen.url(),
        "by_last": chosen.url(volgorde=BY_LAST),
        "together": chosen.url(volgorde=order, toon="alle"),
        "before": chosen.url(volgorde=order, pagina=page.number - 1) if page.has_previous() else "",
        "next": chosen.url(volgorde=order, pagina=page.number + 1) if page.has_next() else "",
    }
    return {way: f"{url}#initiatives" if url else "" for way, url in ways.items()}
