"""Reading along on the site: the staff of the programme and the coordinators of the city confirm, or ask. The team answers."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from initiatives.forms.curating import AsReadForm, EvidenceCheckForm, QuestionForm, ReplyForm
from initiatives.models import Evidence, SmallWin
from initiatives.reports.win.notices import who_will_read
from initiatives.sending import held, is_sent, page_with_form, send, typed


@page_with_form
def confirm(request: HttpRequest, pk) -> HttpResponse:
    """It is described well. That is no evidence."""
    win = _to_read(request, pk)
    form = AsReadForm(typed(request), win=win)
    save, said = partial(win.confirm, by=request.user), _("Bevestigd. Dank je voor het meelezen.")
    context = {"win": win, "who_will_read": who_will_read(win)}
    return send(request, form, "curating/confirm.html", context, save=save, to=win, says=said)


@page_with_form
def ask(request: HttpRequest, pk) -> HttpResponse:
    """Give it back to the team with a question."""
    win = _to_read(request, pk)
    form = QuestionForm(typed(request), win=win)

    def put_it() -> None:
        if not form.says_the_same:
            win.ask(by=request.user, question=form.cleaned_data["question"])

    said = _("Je vraag ligt bij het team.")
    return send(request, form, "curating/ask.html", {"win": win}, save=put_it, to=win, says=said)


@page_with_form
def check(request: HttpRequest, pk) -> HttpResponse:
    """Say what the evidence of a team shows, and who made it."""
    rows = Evidence.objects.checkable_by(request.user).select_related("win__initiative")
    evidence = get_object_or_404(held(request, rows), pk=pk)
    form = EvidenceCheckForm(typed(request), evidence=evidence, by=request.user)
    to = f"{evidence.win.get_absolute_url()}#evidence"
    said = _("Bewaard. Bij het bewijs staat nu wat jij zag.")
    context = {"evidence": evidence, "page": to}
    return send(request, form, "curating/check.html", context, save=form.save, to=to, says=said)


@page_with_form
def reply(request: HttpRequest, pk) -> HttpResponse:
    """The team answers the question in words."""
    wins = SmallWin.objects.editable_by(request.user).standing()
    wins = wins.select_related("initiative", "returned_by", "replied_by").defer("search")
    if not is_sent(request):  # sent, the form says that the question went meanwhile
        wins = wins.exclude(question="")
    win = get_object_or_404(held(request, wins.with_photos_for(request.user)), pk=pk)
    form = ReplyForm(typed(request), win=win)

    def put_it() -> None:
        if not form.says_the_same:
            win.reply_with(form.cleaned_data["reply"], by=request.user)

    said = _("Jullie antwoord staat erbij.")
    if not win.confirmed_at:
        said = _("Jullie antwoord staat erbij. Het programma leest nu opnieuw mee.")
    return send(request, form, "curating/reply.html", {"win": win}, save=put_it, to=win, says=said)


def _to_read(request: HttpRequest, pk) -> SmallWin:
    wins = SmallWin.objects.confirmable_by(request.user)
    wins = wins.select_related("initiative", "returned_by", "replied_by", "confirmed_by").defer("search")
    return get_object_or_404(held(request, wins.with_photos_for(request.user)), pk=pk)
