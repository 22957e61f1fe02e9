"""Which mail somebody wants: chosen by who is logged in, and stopped by who holds the word of a letter."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from initiatives.forms.mail import MailForm
from initiatives.models import MailOff, User
from initiatives.models.letters import stopped_by
from initiatives.secrecy import secret_page
from initiatives.sending import held, is_sent, page_with_form, send, typed


@page_with_form
def choose(request: HttpRequest) -> HttpResponse:
    me = held(request, User.objects.filter(pk=request.user.pk)).get()
    form = MailForm(typed(request), user=me)
    return send(request, form, "mail/choose.html", {"form": form}, to="mail:choose")


@secret_page
@csrf_exempt  # a mailbox sends it, without a page before it (RFC 8058): the word in the address says who asks
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it stops nothing: mail scanners open links, too."""
    found = stopped_by(token)
    if found is None:
        raise Http404
    whose, kind = found
    if is_sent(request):
        MailOff.objects.stop(whose.pk, kind)
    is_off = MailOff.objects.filter(user=whose, kind=kind).exists()
    return render(request, "mail/stop.html", {"kind": kind, "is_off": is_off})
