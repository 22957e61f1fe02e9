"""The pilot paradox: a round that several parties answer alone, and its spread for those who work on it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from initiatives.forms.paradox import TOO_MANY, AnswerForm, RecognitionForm, StartForm
from initiatives.lenses.paradox import Item, items_of
from initiatives.links import address, for_others, to_type
from initiatives.models import Initiative, NextBite, PilotCheck, Reader
from initiatives.models.guests import TooMany
from initiatives.reports.mirror.paradox import paradox_page
from initiatives.secrecy import secret_page
from initiatives.sending import form_page, page_with_form, send, too_many, typed, word_of

AN_HOUR = 60 * 60  # seconds


# --- For those who work on it -----------------------------------------------------------------
@require_safe
def index(request: HttpRequest, slug) -> HttpResponse:
    reader = Reader(request.user, _initiative_worked_on(request, slug))
    page = paradox_page(reader, request.GET.get("ronde", ""))
    context = {
        "page": page,
        "initiative": page.initiative,
        "site": for_others(request, "/").rstrip("/"),
        "site_to_type": to_type(for_others(request, "/")),
    }
    return render(request, "paradox/index.html", context)


@page_with_form
def start(request: HttpRequest, slug) -> HttpResponse:
    """A new round, with its own address."""
    initiative = _initiative_worked_on(request, slug)
    form = StartForm(typed(request), initiative=initiative, by=request.user)
    rounds = reverse("paradox:index", args=[slug])
    return send(request, form, "paradox/start.html", {"initiative": initiative}, save=form.save, to=rounds)


@require_POST
def revoke(request: HttpRequest, slug, pk) -> HttpResponse:
    """Stop the address of a round. Its answers stay."""
    _own_check(request, slug, pk).revoke(by=request.user)
    messages.success(request, _("De ronde is dicht. Het adres werkt niet meer; de antwoorden blijven."))
    return redirect("paradox:index", slug)


@require_POST
def remove(request: HttpRequest, slug, pk) -> HttpResponse:
    """Delete a round that was begun by mistake. A round with answers stays; it can be closed."""
    if _own_check(request, slug, pk).remove():
        messages.success(request, _("De ronde is weg."))
    else:
        messages.error(request, _("Hier antwoordde al iemand. Deze ronde kun je alleen sluiten."))
    return redirect("paradox:index", slug)


@require_POST
def turn(request: HttpRequest, slug, pk, number) -> HttpResponse:
    """Turn a tension into a wall or a wish, on its own form, or into a next bite at once."""
    check = _own_check(request, slug, pk)
    item = _item(check, number)
    with translation.override(
        "nl"
    ):  # what people keep is Dutch, and one tension becomes one thing in every language
        words, wall = f"{capfirst(str(item.name))}: {item.scaling}", str(item.wall)
    match word_of(request, "into"):
        case "wall":
            return redirect(address("outside:add_wall", slug, onderwerp=wall, soort=item.kind))
        case "wish":
            return redirect(address("wishes:add", slug, wens=words))
        case "bite":
            bites = NextBite.objects.editable_by(request.user).waiting()
            bites.get_or_create(initiative=check.initiative, text=words, defaults={"set_by": request.user})
            messages.success(request, _("Dit is nu een volgend hapje: “%(bite)s”") % {"bite": words})
            return redirect(f"{reverse('paradox:index', args=[slug])}#paar-{number}")
    raise Http404


def _initiative_worked_on(request: HttpRequest, slug) -> Initiative:
    return get_object_or_404(Initiative.objects.worked_on_by(request.user), slug=slug)


def _own_check(request: HttpRequest, slug, pk) -> PilotCheck:
    mine = PilotCheck.objects.editable_by(request.user).select_related("initiative")
    return get_object_or_404(mine, pk=pk, initiative__slug=slug)


def _item(check: PilotCheck, number: int) -> Item:
    """The pair in the words that people answered."""
    items = items_of(check.version)
    if not 1 <= number <= len(items):
        raise Http404
    return items[number - 1]


# --- For whoever has the address --------------------------------------------------------------
@secret_page
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The twelve pairs on one page, answered alone and without a name."""
    check = _open_check(token)
    form = AnswerForm(typed(request), check=check)
    return _send(request, form, "paradox/answer.html", {"check": check}, to=("paradox:thanks", token))


@secret_page
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """Thanks, and a question for oneself. What one ticks is kept nowhere, unless one sends it to the team."""
    check = _open_check(token)
    form = RecognitionForm(typed(request), check=check)
    context = {"check": check, "token": token}
    return _send(request, form, "paradox/thanks.html", context, to=("paradox:shared", token))


@secret_page
@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody shared what they recognise in themselves; it is not shown again."""
    return render(request, "paradox/shared.html", {"check": _open_check(token), "token": token})


def _send(
    request: HttpRequest, form: AnswerForm | RecognitionForm, page: str, context: dict, *, to
) -> HttpResponse:
    """Keep what a guest sends and go on; refused, the page comes back in full."""
    if not form.is_valid():
        return form_page(request, page, form, context)
    try:
        form.save()
    except PilotCheck.DoesNotExist as revoked_just_now:
        raise Http404 from revoked_just_now
    except TooMany:
        form.add_error(None, TOO_MANY)
        return too_many(form_page(request, page, form, context), seconds=AN_HOUR)
    return redirect(*to)


def _open_check(token: str) -> PilotCheck:
    return get_object_or_404(PilotCheck.objects.behind(token).select_related("initiative"))
