"""Feeds, for whoever wants to hear of new small wins without coming back to look."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from initiatives.exchange.atom import SmallWinFeed
from initiatives.exchange.visiting import for_everybody
from initiatives.links import for_others
from initiatives.reports.filter.wins import WinFilter

LANGUAGE = "taal"


@login_not_required
@require_safe
@for_everybody
@conditional_page
def wins(request: HttpRequest) -> HttpResponse:
    """The small wins of a filter, as a visitor may read them; asked for again each time, as one that is hidden now may not be shown.

    The address says the language. A filter that means nothing (an initiative that is no longer there) is no feed.
    """
    beside = {LANGUAGE: "en"} if request.GET.get(LANGUAGE) == "en" else {}
    with translation.override(beside.get(LANGUAGE, "nl")):
        chosen = WinFilter(
            request.GET, onlooker=request.onlooker.as_visitor, page="feeds:wins", beside=beside
        )
        if chosen.problems:
            raise Http404
        response = SmallWinFeed(chosen, lambda path: for_others(request, path))(request)
        response["Content-Language"] = translation.get_language()
    patch_cache_control(response, public=True, no_cache=True)
    return response
