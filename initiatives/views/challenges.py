"""The questions of the city that an initiative works on, named by its team."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from initiatives.forms.challenges import ChallengesForm
from initiatives.htmx import render_page
from initiatives.models import Initiative
from initiatives.reports.network.challenges import challenge_hints
from initiatives.sending import held, page_with_form, send, typed

LONGEST = 200


@page_with_form
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_object_or_404(held(request, Initiative.objects.editable_by(request.user)), slug=slug)
    form = ChallengesForm(typed(request), initiative=initiative, by=request.user)
    return send(request, form, "challenges/choose.html", {"initiative": initiative}, to=initiative)


@require_safe
def alike(request: HttpRequest) -> HttpResponse:
    """The questions that one may mean by the words that one types."""
    words, chosen = request.GET.get("other_challenge", "")[:LONGEST], request.GET.get("known_challenge", "")
    hints = challenge_hints(words, chosen, among=request.onlooker.challenges)
    return render_page(request, "challenges/alike.html", {"hints": hints}, fragment="challenges/_alike.html")
