"""The page behind the link in an invitation. Opening it changes nothing: mail scanners open links, too."""

from django.contrib.auth import login
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from initiatives.forms.teams import NewcomerForm
from initiatives.language import remember_language, spoken_here
from initiatives.models import Invitation, User
from initiatives.secrecy import secret_page
from initiatives.sending import form_page, is_sent, saved, typed

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@secret_page
def accept(request: HttpRequest, token) -> HttpResponse:
    invitation = _behind(token)
    if request.user.is_authenticated:
        return _with_this_account(request, invitation)
    if _has_an_account(invitation.email):
        return _log_in_first(request, token) if is_sent(request) else _page(request, invitation)
    return _with_a_new_account(request, invitation)


def _behind(token: str) -> Invitation:
    found = Invitation.objects.behind(token).select_related("initiative", "invited_by")
    invitation = get_object_or_404(found)
    if not invitation.is_backed:
        raise Http404
    return invitation


def _log_in_first(request: HttpRequest, token: str) -> HttpResponse:
    """Leads to the login. After a double tap the account exists already. A used invitation is a 404."""
    _behind(token)
    return redirect_to_login(request.path)


def _has_an_account(email: str) -> bool:
    verified = Q(emailaddress__email__iexact=email, emailaddress__verified=True)
    return User.objects.filter(Q(email__iexact=email) | verified).exists()


def _with_this_account(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    if not is_sent(request):
        own = request.user.memberships.filter(initiative=invitation.initiative_id).first()
        gains = own is None or (invitation.role != own.role and not own.is_lead)
        return _page(request, invitation, gains=gains)
    try:
        invitation.accept(by=request.user)
    except ObjectDoesNotExist as gone:
        raise Http404 from gone
    return _welcome(request, invitation)


def _with_a_new_account(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = NewcomerForm(typed(request), initial={"language": spoken_here()})
    if not form.is_valid():
        context = {"invitation": invitation, "gains": True}
        return form_page(request, "invitations/accept.html", form, context)
    try:
        newcomer = form.join(invitation)
    except Invitation.DoesNotExist as gone:
        raise Http404 from gone
    except IntegrityError:  # another team let the same address in at this moment
        return redirect(request.path)
    login(request, newcomer, backend=BACKEND)
    response = _welcome(request, invitation)
    remember_language(response, newcomer.language)
    return response


def _welcome(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    return saved(request, invitation.initiative, _("Welkom in het team."))


def _page(request: HttpRequest, invitation: Invitation, *, gains=True) -> HttpResponse:
    context = {"form": None, "gains": gains, "invitation": invitation}
    return render(request, "invitations/accept.html", context)
