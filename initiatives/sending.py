"""Sending a form, in one request. A view says which row, which form, where to go and which sentence.

    @page_with_form
    def edit(request, pk):
        bite = get_object_or_404(held(request, NextBite.objects.editable_by(request.user)), pk=pk)
        form = BiteForm(typed(request), bite=bite)
        return send(request, form, "bites/edit.html", {"bite": bite}, to=bite)

Looking shows the page. Sending holds the row, and either saves and goes on with a sentence, or gives the page back
with every word that was typed: 422, or 409 where the form `has_conflict` with what somebody else did meanwhile.
"""

import time
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from allauth.core import ratelimit
from allauth.core.internal.ratelimit import get_ip
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

SAVED, TAKEN_AWAY = _("Bewaard."), _("Weggehaald.")
A_COLLEAGUE_ANSWERED = _("Een collega gaf net al antwoord.")
SHELF, FORMER_SHELF = "typed_texts", "typed"  # the former held one form
MOST_FORMS = 5  # of one session: two tabs, each with words of its own
SECONDS = 60 * 60
NEVER_KEPT = ("csrf", "password", "code", "secret", "token")  # only counts now, or is nobody's business
MOST = 20_000  # characters: three times the longest form there is


# --- Views ------------------------------------------------------------------------------------
def page_with_form(view: Callable) -> Callable:
    """A page that shows and receives a form. A sent form is compared and saved in one transaction."""
    in_one_go = transaction.atomic(view)

    @wraps(view)
    def page(request: HttpRequest, **of) -> HttpResponse:
        return (in_one_go if is_sent(request) else view)(request, **of)

    return require_http_methods(["GET", "HEAD", "POST"])(page)


def button(view: Callable) -> Callable:
    """A view of a button on another page: it happens whole or not at all."""
    return require_POST(transaction.atomic(view))


# --- What comes in ----------------------------------------------------------------------------
def is_sent(request: HttpRequest) -> bool:
    return request.method == "POST"


def held(request: HttpRequest, rows: QuerySet) -> QuerySet:
    """Sent, these rows stay as they are until the answer has been given (decision 0080); a look holds nothing."""
    return rows.select_for_update(of=("self",), no_key=True) if is_sent(request) else rows


def typed(request: HttpRequest, *, at: str = "") -> QueryDict | None:
    """The data to fill a form with: sent now, or just before logging in. `at`: where the form sends to."""
    return request.POST if is_sent(request) else typed_before(request, at=at)


def word_of(request: HttpRequest, name: str) -> str:
    """One word that a button sends along."""
    return request.POST.get(name, "")


def words_of(request: HttpRequest, name: str) -> list[str]:
    """The words of all boxes of this name that are ticked."""
    return request.POST.getlist(name)


# --- What goes out ----------------------------------------------------------------------------
def send(
    request: HttpRequest,
    form: BaseForm,
    page: str,
    context: dict,
    *,
    to,
    save: Callable | None = None,
    says=SAVED,
    tags: str = "",
) -> HttpResponse:
    """Save the form and go on, or show the page that has it.

    `save` keeps a valid form, and may find one more thing wrong; without it the form has a `try_save`. `to` is an
    address or a row with one, `says` a sentence or nothing; both may be functions of what `save` gave back.
    """
    kept = _try(form, save) if is_sent(request) else None
    if not is_sent(request) or form.errors:
        return form_page(request, page, form, context)
    to, says = (_worked_out(word, kept) for word in (to, says))
    return saved(request, to, says, stayed=getattr(form, "sentence_of_what_stayed", ""), tags=tags)


def _try(form: BaseForm, save: Callable | None):
    if save is None:
        return form.try_save()
    return save() if form.is_valid() else None


def _worked_out(word, kept):
    return word(kept) if callable(word) else word


def saved(request: HttpRequest, to, says="", *, stayed: str = "", tags: str = "") -> HttpResponse:
    """Go on with a sentence. A draft that sends itself again (static/js/draft.js) only wants to know that it worked."""
    forget_typed(request)
    if says:
        messages.success(request, str(says), extra_tags=tags)
    if stayed:
        messages.warning(request, stayed)
    return HttpResponse(status=HTTPStatus.CREATED) if request.headers.get("X-Draft") else redirect(to)


def form_page(request: HttpRequest, page: str, form: BaseForm, context: dict) -> HttpResponse:
    """The page with its form; refused, it comes back in full. A draft need not hear more than that."""
    if is_sent(request) and request.headers.get("X-Draft"):
        return HttpResponse(status=HTTPStatus.UNPROCESSABLE_ENTITY)
    refused = HTTPStatus.CONFLICT if getattr(form, "has_conflict", False) else HTTPStatus.UNPROCESSABLE_ENTITY
    before = form.is_bound and not is_sent(request)
    context = context | {
        "form": form,
        "was_typed_before": before,
        "was_typed_first": before and TYPED_FIRST in form.data,
        "file_is_lost": before and bool((_last_kept(request, request.path) or {}).get("had_file")),
    }
    return render(request, page, context, status=refused if is_sent(request) else HTTPStatus.OK)


def too_many(page: HttpResponse, *, seconds: int) -> HttpResponse:
    """The page again with status 429: try again later."""
    page.status_code, page["Retry-After"] = HTTPStatus.TOO_MANY_REQUESTS, str(seconds)
    return page


def comes_too_often(request: HttpRequest, action: str) -> bool:
    """Whether this address of the network sent as many as it may; if not, this one counts. An IPv6 network is one address.

    What is kept is a digest that is another one tomorrow, and not the address.
    """
    place = salted_hmac(f"{action} {timezone.now():%Y-%m-%d}", get_ip(request)).hexdigest()
    return not ratelimit.consume(request, action=action, key=place)


def too_late(request: HttpRequest, page: str, context: dict) -> HttpResponse:
    """A button asked for what is not possible any more: the page that says so."""
    return render(request, page, context, status=HTTPStatus.CONFLICT)


def agreed(request: HttpRequest, tie, to, said) -> HttpResponse:
    """The team that was asked says that what another one told of both is so (models/agreements.py)."""
    if tie.waits:
        tie.agree(by=request.user)
    return _answered(request, to, said, is_so=bool(tie.confirmed_at))


def declined(request: HttpRequest, tie, to, said) -> HttpResponse:
    """The team that was asked says that it is not so. Who asked reads that."""
    if tie.waits:
        tie.decline(by=request.user)
    return _answered(request, to, said, is_so=bool(tie.declined_at))


def _answered(request: HttpRequest, to, said, *, is_so: bool) -> HttpResponse:
    """Back to the questions after a yes or a no. A colleague may have said the opposite a moment ago."""
    if is_so:
        messages.success(request, str(said))
    else:
        messages.warning(request, str(A_COLLEAGUE_ANSWERED))
    return redirect(to)


def ask_first(
    request: HttpRequest, page: str, context: dict, *, do: Callable, to, says=TAKEN_AWAY, tags: str = ""
) -> HttpResponse:
    """A page that asks whether one is sure. Sent, do it and go on; `to` may be a function of what `do` gave back."""
    if not is_sent(request):
        return render(request, page, context)
    return saved(request, _worked_out(to, do()), says, tags=tags)


# --- Typing first, logging in then ------------------------------------------------------------
TYPED_FIRST = "typed_first"  # a hidden field of a form that visitors see, too


def typed_first(view: Callable) -> Callable:
    """A page that a visitor may look at, to type before logging in. Sending still asks who it is (scaling/middleware.py)."""
    view.shows_before_login = True
    return view


# --- What somebody typed when it turned out that they were no longer logged in ----------------
# It waits in their session, so the form is back in full once they have logged in, also without JavaScript. Reading
# changes nothing; it goes when the form is saved, or after an hour.
def keep_typed(request: HttpRequest) -> None:
    """Keep the texts of this form beside those of a few others. Files and whatever is too long cannot wait here."""
    texts = {name: values for name, values in request.POST.lists() if not _is_secret(name)}
    if sum(len(text) for values in texts.values() for text in values) <= MOST:
        kept = {"path": request.path, "texts": texts, "at": time.time(), "had_file": bool(request.FILES)}
        others = [other for other in _kept(request) if not _is_same_form(other, kept)]
        request.session[SHELF] = [*others, kept][-MOST_FORMS:]
        request.session.pop(FORMER_SHELF, None)


def _kept(request: HttpRequest) -> list[dict]:
    """What waits in this session, the oldest first."""
    return [kept for kept in request.session.get(SHELF, ()) if time.time() - kept["at"] <= SECONDS]


def _is_same_form(one: dict, other: dict) -> bool:
    """True for one form that was sent twice. Two tabs with the same page have two numbers."""
    return _form_of(one) == _form_of(other)


def _form_of(kept: dict) -> tuple:
    return kept["path"], kept["texts"].get("submission_id")


def _is_secret(name: str) -> bool:
    return any(word in name.lower() for word in NEVER_KEPT)


def typed_before(request: HttpRequest, *, at: str = "") -> QueryDict | None:
    """The data typed in this page's form before logging in, the last of it, unless somebody else typed it."""
    kept = _last_kept(request, at or request.path)
    if not kept:
        return None
    texts = QueryDict(mutable=True)
    for name, values in kept["texts"].items():
        texts.setlist(name, values)
    return texts


def _last_kept(request: HttpRequest, path: str) -> dict | None:
    reader = [str(request.user.pk)]
    mine = (kept for kept in _kept(request) if kept["texts"].get("typed_by", reader) == reader)
    return next((kept for kept in reversed([*mine]) if kept["path"] == path), None)


def forget_typed(request: HttpRequest) -> None:
    """It has been saved. What was typed in another form, or in another tab, waits on."""
    if SHELF in request.session:
        saved = {"path": request.path, "texts": dict(request.POST.lists())}
        request.session[SHELF] = [kept for kept in _kept(request) if not _is_same_form(kept, saved)]
