"""Pictures for another site, in a frame. These pages alone may be framed; they set no cookie and show what everybody may read."""

from collections.abc import Callable
from functools import wraps

from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from initiatives.exchange.visiting import for_everybody
from initiatives.language import language_asked, spoken_here
from initiatives.links import address, for_others, values_of
from initiatives.models import Initiative
from initiatives.reports.filter.wins import WinFilter
from initiatives.reports.sharing.embeds import framed_initiative, framed_network, framed_wins


def framed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The page may stand in a frame of any site. Its address may say its language, as a cookie does not get there."""

    @login_not_required
    @require_safe
    @xframe_options_exempt
    @csp_replace({"frame-ancestors": ["*"]})
    @for_everybody
    @wraps(view)
    def inner(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        language = language_asked(request.GET.get("taal", ""))
        with translation.override(language):
            response = view(request, *args, **kwargs)
        response["X-Robots-Tag"], response["Content-Language"] = "noindex", language
        return response

    return inner


@framed
def initiative(request: HttpRequest, slug: str) -> HttpResponse:
    visitor = request.onlooker.as_visitor
    row = get_object_or_404(visitor.initiatives, slug=slug)
    context = {"framed": framed_initiative(row, visitor.user), "initiative": row}
    return render(request, "embeds/initiative.html", context)


@framed
def network(request: HttpRequest) -> HttpResponse:
    chosen = _chosen(request, "network:dashboard")
    return render(request, "embeds/network.html", {"framed": framed_network(chosen), "filter": chosen})


@framed
def wins(request: HttpRequest) -> HttpResponse:
    chosen = _chosen(request, "wins:index")
    return render(request, "embeds/wins.html", {"wins": framed_wins(chosen), "filter": chosen})


def _chosen(request: HttpRequest, page: str) -> WinFilter:
    return WinFilter(request.GET, onlooker=request.onlooker.as_visitor, page=page)


@login_not_required
@require_safe
@csp_update({"frame-src": ["'self'"]})
def index(request: HttpRequest) -> HttpResponse:
    """The pictures that one may put on another site, each as it will look, with the lines to copy."""
    chosen = _chosen(request, "embeds:index")
    about = _the_only_initiative(chosen)
    language = {"taal": None if spoken_here() == settings.LANGUAGE_CODE else spoken_here()}
    ways = {name: address(f"embeds:{name}", **chosen.words, **language) for name in ("network", "wins")}
    if about:
        ways = {"initiative": address("embeds:initiative", about.slug, **language), "wins": ways["wins"]}
    context = {"filter": chosen, "about": about, "frames": _frames(request, ways)}
    return render(request, "embeds/index.html", context)


def _the_only_initiative(chosen: WinFilter) -> Initiative | None:
    """The initiative that the address is about, where it is about one."""
    slugs = values_of(chosen.words.get("initiatief"))
    return chosen.onlooker.initiatives.get(slug=slugs[0]) if len(slugs) == 1 else None


def _frames(request: HttpRequest, ways: dict[str, str]) -> dict[str, dict[str, str]]:
    """For each picture its path here, and its whole address for others."""
    return {name: {"path": path, "address": for_others(request, path)} for name, path in ways.items()}
