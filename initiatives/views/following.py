"""Following an initiative, a question of the city or a city, and stopping it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from initiatives.htmx import wants_fragment
from initiatives.models import Follow, Initiative
from initiatives.reports.digest.following import follow_button
from initiatives.sending import button, saved, word_of

STOP = "stop"


@button
def initiative(request: HttpRequest, slug: str) -> HttpResponse:
    return _change(request, Initiative.objects.visible_to(request.user), slug)


@button
def challenge(request: HttpRequest, slug: str) -> HttpResponse:
    return _change(request, request.onlooker.challenges, slug)


@button
def city(request: HttpRequest, slug: str) -> HttpResponse:
    return _change(request, request.onlooker.cities, slug)


def _change(request: HttpRequest, rows, slug: str) -> HttpResponse:
    """Follow it, or stop. For htmx the button as it is then; else back to the page that has it."""
    thing = get_object_or_404(rows, slug=slug)
    stops = word_of(request, "doe") == STOP
    (Follow.objects.end if stops else Follow.objects.begin)(request.user, thing)
    if wants_fragment(request):
        return render(request, "following/_button.html", {"follow": follow_button(request.user, thing)})
    said = _("Je volgt dit niet meer.") if stops else _("Je volgt dit. Het staat voortaan in je weekmail.")
    return saved(request, "mine:index" if word_of(request, "van") == "mijn" else thing, said)
