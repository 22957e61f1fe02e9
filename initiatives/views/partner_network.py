"""The partners of the network and what ties them."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from initiatives.forms.rooms import BAR, in_room
from initiatives.htmx import render_page
from initiatives.reports.filter.wins import WinFilter
from initiatives.reports.partners.page import Asked, partner_network

PAGE = "partner_network:index"


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """One partner and its neighbours, the partners of a choice, or all of them; for htmx the region alone."""
    asked = Asked.in_words(request.GET)
    room = in_room(request, PAGE, beside=asked.beside)
    words = request.GET.copy()
    words.pop("partner", None)
    chosen = WinFilter(words, onlooker=request.onlooker, page=PAGE, only=BAR, beside=asked.beside)
    context = {**room, "report": partner_network(chosen, asked)}
    return render_page(
        request, "partner_network/index.html", context,
        fragment="partner_network/_network.html", push=room["filter"].url(),
    )  # fmt: skip
