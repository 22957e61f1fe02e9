"""Telling without an account, through the link of a team, and reading later what became of it.

An address here is a secret: whoever has it may tell, or may read this one receipt. Who tells without
an account is nobody known, also when they are logged in.
"""

from http import HTTPStatus

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from initiatives.forms.capture import TOO_MANY, CaptureForm
from initiatives.models import CaptureLink, Initiative, SmallWin, TooManyTold, acting
from initiatives.reports.team.receipts import receipt as receipt_report
from initiatives.secrecy import secret_page

AN_HOUR = 60 * 60  # seconds


@secret_page
def tell(request: HttpRequest, token: str) -> HttpResponse:
    link = get_object_or_404(CaptureLink.objects.behind(token).select_related("initiative"))
    form = CaptureForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _form_page(request, link, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        with acting(None):
            win, says_this = form.save(link)
    except CaptureLink.DoesNotExist as revoked_just_now:
        raise Http404 from revoked_just_now
    except TooManyTold:
        form.add_error(None, TOO_MANY)
        return _form_page(request, link, form, HTTPStatus.TOO_MANY_REQUESTS)
    if says_this:
        return _told(request, win)
    form.number_anew()
    return _form_page(request, link, form, HTTPStatus.CONFLICT, told_before=receipt_report(win))


@secret_page
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """What was told and where it stands; posting takes it back, which is asked first on the page itself."""
    wins = SmallWin.objects.receipt(token).select_related("initiative", "capture_link").defer("search")
    win, refusal = get_object_or_404(wins), ""
    if request.method == "POST":
        try:
            with acting(None):
                win.take_back()
        except ValidationError as too_late:
            refusal = too_late.messages[0]
        else:
            return redirect("capture:receipt", token)
    context = {"receipt": receipt_report(win), "refusal": refusal}
    return render(request, "capture/receipt.html", context, status=409 if refusal else 200)


def _told(request: HttpRequest, win: SmallWin) -> HttpResponse:
    """On to the receipt; a draft that sends itself again hears where that is."""
    address = reverse("capture:receipt", args=[win.receipt])
    if request.headers.get("X-Draft"):
        return HttpResponse(status=HTTPStatus.CREATED, headers={"Location": address})
    return redirect(address)


def _form_page(
    request: HttpRequest, link: CaptureLink, form: CaptureForm, refused: int, *, told_before=None
) -> HttpResponse:
    """The form, in full and with what was typed."""
    context = {
        "link": link,
        "form": form,
        "told_before": told_before,
        "is_own_team": Initiative.objects.editable_by(request.user).contains(link.initiative),
    }
    status = refused if request.method == "POST" else HTTPStatus.OK
    response = render(request, "capture/tell.html", context, status=status)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        response["Retry-After"] = str(AN_HOUR)
    return response
