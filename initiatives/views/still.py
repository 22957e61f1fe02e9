"""Is this still so? The page behind the three links of that letter. Opening it changes nothing: mail scanners open links, too."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from initiatives.lenses import StillSo
from initiatives.links import address
from initiatives.models import Initiative, StillWord
from initiatives.secrecy import secret_page
from initiatives.sending import is_sent, too_late, word_of

PAGE = "still/answer.html"


@secret_page
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Asks whether one is sure; sending says it. What one changes after that, one does with one's account."""
    words = StillWord.objects.behind(token)
    word = get_object_or_404(words.select_related("question__initiative", "user"))
    asked = word_of(request, "antwoord") if is_sent(request) else request.GET.get("antwoord", "")
    chosen = StillSo(asked) if asked in StillSo.values else None
    if not is_sent(request) or chosen is None:  # sent without an answer: it asks once more
        return render(request, PAGE, _context(word, chosen, token))
    if StillWord.objects.answer(token, chosen) is None:
        word.refresh_from_db()
        return too_late(request, PAGE, _context(word, chosen, token))
    return redirect(_next(word, chosen, request.path))


def _next(word: StillWord, chosen: StillSo, here: str) -> str:
    """To the form with what changed, for who may change it; the others read on the page whom to ask."""
    initiative = word.question.initiative
    if chosen == StillSo.STILL or not Initiative.objects.managed_by(word.user).contains(initiative):
        return here
    return address("initiatives:edit", initiative.slug) + (
        "#id_ended_on" if chosen == StillSo.STOPPED else ""
    )


def _context(word: StillWord, chosen: StillSo | None, token: str) -> dict:
    question = word.question
    is_open = StillWord.objects.usable().filter(pk=word.pk).exists() and word.is_backed
    may_edit = Initiative.objects.managed_by(word.user).contains(question.initiative)
    return {
        "word": word,
        "question": question,
        "chosen": chosen,
        "choices": list(StillSo),
        "says_more": chosen not in (None, StillSo.STILL),
        "is_open": is_open,
        "may_edit": may_edit,
        "is_mine": question.answered_by_id == word.user_id,
        "token": token,
    }
