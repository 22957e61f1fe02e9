"""Telling without an account, through the link of a team, and reading later what became of it.

An address here is a secret: it lets its holder tell a win, or read one receipt. The win names no account,
also when its teller is logged in.
"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from initiatives.forms.capture import TOO_MANY, CaptureForm
from initiatives.models import CaptureLink, Initiative, SmallWin, TooMany, acting
from initiatives.reports.team.receipts import receipt as receipt_report
from initiatives.secrecy import secret_page
from initiatives.sending import form_page, is_sent, saved, too_many, typed

AN_HOUR = 60 * 60  # seconds


@secret_page
def tell(request: HttpRequest, token: str) -> HttpResponse:
    link = get_object_or_404(CaptureLink.objects.behind(token).select_related("initiative"))
    form = CaptureForm(typed(request), request.FILES or None)
    if not form.is_valid():
        return _form_page(request, link, form)
    try:
        with acting(None):
            win, says_this = form.save(link)
            refusal = form.add_photo_to(win, by=None) if says_this and not win.drafted_at else ""
    except CaptureLink.DoesNotExist as revoked_just_now:
        raise Http404 from revoked_just_now
    except TooMany:
        form.add_error(None, TOO_MANY)
        return too_many(_form_page(request, link, form), seconds=AN_HOUR)
    if says_this:
        if refusal:
            words = _("Je tekst is verstuurd, de foto niet. %(why)s Vertel het nog eens, met de foto erbij.")
            messages.warning(request, words % {"why": refusal})
        return _to_the_receipt(request, win)
    form.number_anew()
    return _form_page(request, link, form, told_before=receipt_report(win))


@secret_page
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """The told words and their state. Posting takes the win back; the page itself asks first."""
    wins = (
        SmallWin.objects.receipt(token)
        .select_related("initiative", "capture_link__initiative")
        .defer("search")
    )
    win = get_object_or_404(wins)
    if not is_sent(request):
        return render(request, "capture/receipt.html", {"receipt": receipt_report(win)})
    with acting(None):
        win.take_back()
    return redirect("capture:receipt", token)


def _to_the_receipt(request: HttpRequest, win: SmallWin) -> HttpResponse:
    """Leads to the receipt. Its address is also in a header, for a draft that the browser sends by itself."""
    receipt_of_win = reverse("capture:receipt", args=[win.receipt])
    onwards = saved(request, receipt_of_win)
    onwards["Location"] = receipt_of_win
    return onwards


def _form_page(
    request: HttpRequest, link: CaptureLink, form: CaptureForm, *, told_before=None
) -> HttpResponse:
    is_own_team = Initiative.objects.editable_by(request.user).contains(link.initiative)
    context = {"link": link, "told_before": told_before, "is_own_team": is_own_team}
    return form_page(request, "capture/tell.html", form, context)
