"""One's own account: what one decides, everything that is kept of one, and the end of it."""

from allauth.account.decorators import reauthentication_required
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from initiatives.exchange.own_data import own_data
from initiatives.forms.mine import DeleteForm, ProfileForm
from initiatives.language import remember_language
from initiatives.models import User
from initiatives.reports.digest.following import followed_by
from initiatives.reports.team.people import mine
from initiatives.sending import SAVED, form_page, held, is_sent, page_with_form, saved, typed


@page_with_form
def index(request: HttpRequest) -> HttpResponse:
    me = held(request, User.objects.filter(pk=request.user.pk)).get()
    form = ProfileForm(typed(request), user=me)
    if is_sent(request) and form.is_valid():
        form.save()
        return _saved(request, form)
    return form_page(request, "mine/index.html", form, _of(request.user))


def _of(user: User) -> dict:
    return {"mine": mine(user), "followed": followed_by(user)}


def _saved(request: HttpRequest, form: ProfileForm) -> HttpResponse:
    """Leads on. The next page confirms in the language that was chosen."""
    with translation.override(form.user.language):
        response = saved(request, "mine:index", SAVED, stayed=form.sentence_of_what_stayed)
    remember_language(response, form.user.language)
    return response


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Everything that the site keeps of the user, as a file (docs/own-data.md)."""
    response = JsonResponse(own_data(request.user), json_dumps_params={"ensure_ascii": False, "indent": 2})
    name = f"vliegwiel-{timezone.localdate().isoformat()}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@page_with_form
@reauthentication_required(enabled=is_sent)
def delete(request: HttpRequest) -> HttpResponse:
    """Delete the account. The page says first what goes and what stays."""
    form = DeleteForm(typed(request))
    if is_sent(request) and form.is_valid():
        try:
            request.user.anonymise()
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            logout(request)
            return redirect("mine:deleted")
    return form_page(request, "mine/delete.html", form, {"mine": mine(request.user)})


@login_not_required
@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    """The page after deleting an account, for a visitor without one."""
    return render(request, "mine/deleted.html")
