"""The team chooses who reads what it tells. Nobody else may; staff ask for it (decision 0180)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from initiatives.forms.asking import page_of
from initiatives.forms.openings import OpeningForm
from initiatives.links import key_in
from initiatives.models import Initiative, SmallWin
from initiatives.sending import held, page_with_form, send, typed, word_of


@page_with_form
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """All wins that are not open, ticked, and one yes. Asked after telling, it leads back to the questions."""
    theirs = held(request, Initiative.objects.of_team(request.user))
    initiative = get_object_or_404(theirs, slug=slug)
    form = OpeningForm(typed(request), initiative=initiative, by=request.user)
    context = {"initiative": initiative}
    to = _back_to_the_questions(request, initiative) or initiative
    return send(request, form, "openings/choose.html", context, save=form.keep, to=to, says=str)


def _back_to_the_questions(request: HttpRequest, initiative: Initiative) -> str:
    told = SmallWin.objects.editable_by(request.user).filter(initiative=initiative, drafted_at__isnull=True)
    key = key_in(word_of(request, "after"))
    win = key and told.filter(pk=key).only("pk").first()
    return page_of(win) if win else ""
