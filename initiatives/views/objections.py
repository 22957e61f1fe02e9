"""What stands in the name of a partner, and what it says of that: for the partner behind its link, and for the team.

`stands` is open to whoever has the long word of a partner's link. The rest is for people who work on the initiative; others get 404.
"""

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from initiatives.forms.objections import TOO_MANY, ObjectionForm, laid_out
from initiatives.links import key_in
from initiatives.models import Initiative, Objection, Reader, WishLink
from initiatives.models.guests import TooMany
from initiatives.reports.mirror.in_name import InName, in_name_of
from initiatives.reports.team.objections import objections_page
from initiatives.secrecy import secret_page
from initiatives.sending import (
    button,
    form_page,
    held,
    is_sent,
    saved,
    too_late,
    too_many,
    typed,
    word_of,
)

A_DAY = 24 * 60 * 60  # seconds
PAGE = "objections/stands.html"


# --- For the partner --------------------------------------------------------------------------
@secret_page
def stands(request: HttpRequest, token: str) -> HttpResponse:
    """All that stands in its name at one initiative. Sending says that one thing is not so, or takes that back."""
    links = WishLink.objects.behind_its_long_word(token)
    link = get_object_or_404(links.select_related("partnership__partner", "partnership__initiative"))
    page = in_name_of(link)
    if not is_sent(request):
        return render(request, PAGE, _context(page, token))
    if taken_back := word_of(request, "terug"):
        Objection.objects.take_back_through(link, key_in(taken_back))
        return _back_to(request, page)
    return _object(request, page, token)


def _object(request: HttpRequest, page: InName, token: str) -> HttpResponse:
    claim = page.claims.get(word_of(request, "about"))
    if claim is None:
        return _gone(request, page, token)
    form = ObjectionForm(typed(request), claim=claim)
    try:
        if form.is_valid() and form.save(page.link):
            return _back_to(request, page)
    except WishLink.DoesNotExist as revoked_just_now:
        raise Http404 from revoked_just_now
    except ObjectDoesNotExist:
        return _gone(request, in_name_of(page.link), token)
    except TooMany:
        form.add_error(None, TOO_MANY)
        return too_many(form_page(request, PAGE, form, _context(page, token, form)), seconds=A_DAY)
    return form_page(request, PAGE, form, _context(page, token, form))


def _context(page: InName, token: str, sent: ObjectionForm | None = None) -> dict:
    return {"page": page, "sections": laid_out(page, sent), "token": token}


def _back_to(request: HttpRequest, page: InName) -> HttpResponse:
    """To the thing that it was about."""
    key = word_of(request, "about")
    return redirect(f"{request.path}#{key}" if key in page.claims else request.path)


def _gone(request: HttpRequest, page: InName, token: str) -> HttpResponse:
    """The thing stands here no more: the page says so, with the words that were typed."""
    return too_late(request, PAGE, _context(page, token) | {"gone": True, "words": word_of(request, "words")})


# --- For those who work on it -----------------------------------------------------------------
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_object_or_404(Initiative.objects.editable_by(request.user), slug=slug)
    page = objections_page(Reader(request.user, initiative))
    return render(request, "objections/index.html", {"page": page, "initiative": initiative})


@button
def settle(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Somebody looked at it. The partner reads that, and when."""
    mine = held(request, Objection.objects.editable_by(request.user))
    get_object_or_404(mine, pk=pk, partnership__initiative__slug=slug).settle(by=request.user)
    return saved(
        request,
        reverse("objections:index", args=[slug]),
        _("Bekeken. De partner leest dat achter de eigen link, zolang die werkt."),
    )
