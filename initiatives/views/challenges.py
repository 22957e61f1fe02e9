"""The questions of the city: the room of the network, the page of one, and sending one in; and those that a team works on."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from initiatives.forms.challenge_proposals import TOO_MANY, ChallengeQuestionForm
from initiatives.forms.challenges import ChallengesForm
from initiatives.forms.rooms import in_room
from initiatives.htmx import render_page
from initiatives.links import address
from initiatives.models import Initiative, Programme, TooMany
from initiatives.reports.challenges.page import challenge_page
from initiatives.reports.challenges.room import challenge_room
from initiatives.reports.digest.following import follow_button
from initiatives.reports.network.challenges import challenge_hints
from initiatives.reports.network.moved import moved_or_404
from initiatives.sending import (
    comes_too_often,
    form_page,
    held,
    is_sent,
    page_with_form,
    send,
    too_many,
    typed,
)

LONGEST = 200
AN_HOUR = 60 * 60  # seconds


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All of them, with who works on it; for htmx the region alone."""
    words = request.GET.get("zoek", "").replace("\0", "").strip()[:LONGEST]
    room = in_room(request, "challenges:index", beside={"zoek": words} if words else {})
    chosen = room["filter"]
    report = challenge_room(chosen, words=words, page=request.GET.get("pagina"))
    return render_page(
        request,
        "challenges/index.html",
        {**room, "report": report},
        fragment="challenges/_room.html",
        push=chosen.url(),
    )


@login_not_required
@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    challenges = request.onlooker.challenges.select_related("asked_by")
    challenge = challenges.filter(slug=slug).first()
    if challenge is None:
        return redirect(moved_or_404(challenges, slug))
    context = {
        "report": challenge_page(challenge, request.onlooker),
        "follow": follow_button(request.user, challenge),
    }
    return render(request, "challenges/detail.html", context)


@login_not_required
@page_with_form
def propose(request: HttpRequest) -> HttpResponse:
    """Somebody without an account sends in a question. It names no account, also of who is logged in."""
    programme = request.onlooker.programme or Programme.objects.of_the_site()
    if not programme.pk:  # nobody would read it
        raise Http404
    form = ChallengeQuestionForm(typed(request), onlooker=request.onlooker)
    if not (is_sent(request) and form.is_valid()):
        return form_page(request, "challenges/propose.html", form, {})
    try:
        if comes_too_often(request, "question_sent_in"):
            raise TooMany
        alike = form.try_save(programme)
    except TooMany:
        form.add_error(None, TOO_MANY)
        return too_many(form_page(request, "challenges/propose.html", form, {}), seconds=AN_HOUR)
    return redirect(address("challenges:thanks", lijkt=alike.slug if alike else None))


@login_not_required
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """What happens next, and the question of the network that it looks like."""
    alike = request.onlooker.challenges.filter(slug=request.GET.get("lijkt", "")[:LONGEST].replace("\0", ""))
    return render(request, "challenges/thanks.html", {"alike": alike.first()})


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
