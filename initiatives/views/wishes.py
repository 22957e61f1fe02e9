"""Wishes of partners: the table, the wins that serve it, pairs, and a partner's own address.

Everything but `say` is for people who work on the initiative. Others get 404.
"""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from initiatives.forms.pairs import BridgeForm, PairForm
from initiatives.forms.serving import OfWinForm, ServeForm
from initiatives.forms.wishes import TOO_MANY, SayForm, ShareForm, WishForm
from initiatives.links import for_others, to_type
from initiatives.models import Initiative, Objection, Reader, SmallWin, Wish, WishLink, WishPair
from initiatives.models.guests import TooMany
from initiatives.reports.mirror.sharings import sharing_of
from initiatives.reports.mirror.wishes import wish_page, wish_table
from initiatives.reports.signals.page import questions_of_wishes
from initiatives.secrecy import secret_page
from initiatives.sending import (
    SAVED,
    button,
    form_page,
    held,
    is_sent,
    page_with_form,
    saved,
    send,
    too_many,
    typed,
)
from initiatives.sentences import listed

A_DAY = 24 * 60 * 60  # seconds


# --- Looking ----------------------------------------------------------------------------------
@require_safe
def index(request: HttpRequest, slug) -> HttpResponse:
    reader = Reader(request.user, _own_initiative(request, slug))
    table = wish_table(reader, questions_of_wishes(reader))
    return render(request, "wishes/index.html", {"table": table, "initiative": table.initiative})


@require_safe
def show(request: HttpRequest, slug, pk) -> HttpResponse:
    wish = _own_wish(request, slug, pk)
    context = {"page": wish_page(wish), "wish": wish, "initiative": wish.partnership.initiative}
    return render(request, "wishes/show.html", context)


# --- A wish -----------------------------------------------------------------------------------
@page_with_form
def add(request: HttpRequest, slug) -> HttpResponse:
    initiative = _own_initiative(request, slug)
    form = WishForm(typed(request), initiative=initiative, by=request.user, preset=request.GET)
    return _save_wish(request, form, "wishes/add.html", {"initiative": initiative})


@page_with_form
def edit(request: HttpRequest, slug, pk) -> HttpResponse:
    wish = _own_wish(request, slug, pk)
    initiative = wish.partnership.initiative
    form = WishForm(typed(request), initiative=initiative, by=request.user, wish=wish)
    return _save_wish(request, form, "wishes/edit.html", {"initiative": initiative, "wish": wish})


def _save_wish(request: HttpRequest, form: WishForm, page: str, context: dict) -> HttpResponse:
    return send(request, form, page, context, save=form.save, to=Wish.get_absolute_url)


@button
def remove(request: HttpRequest, slug, pk) -> HttpResponse:
    """Remove a wish. The page of the wish asks first."""
    _own_wish(request, slug, pk).delete()
    return saved(request, reverse("wishes:index", args=[slug]), _("De wens is weg."))


@page_with_form
def serve(request: HttpRequest, slug, pk) -> HttpResponse:
    """Which wins serve this wish."""
    wish = _own_wish(request, slug, pk)
    form = ServeForm(typed(request), wish=wish, search=request.GET.get("q", ""))
    context = {"initiative": wish.partnership.initiative, "wish": wish}
    return send(request, form, "wishes/serve.html", context, save=form.save, to=wish)


@page_with_form
def of_win(request: HttpRequest, pk) -> HttpResponse:
    """Which wishes this win serves: a small step from its page."""
    wins = SmallWin.objects.known_inside_to(request.user).standing().select_related("initiative")
    win = get_object_or_404(held(request, wins.defer("search")), pk=pk)
    mine = Wish.objects.editable_by(request.user).of(win.initiative)
    wishes = mine.of_partners_taking_part(on=win.occurred_on).by_partner()
    form = OfWinForm(typed(request), win=win, wishes=wishes)
    context = {"initiative": win.initiative, "win": win}
    return send(request, form, "wishes/of_win.html", context, save=form.save, to=win)


# --- Two wishes -------------------------------------------------------------------------------
@page_with_form
def pair(request: HttpRequest, slug) -> HttpResponse:
    """Choose two wishes and say how they live together."""
    initiative = _own_initiative(request, slug)
    wishes = Wish.objects.of(initiative).of_partners_taking_part().by_partner()
    form = PairForm(typed(request), wishes=wishes, preset=request.GET)
    save, context = partial(form.save, by=request.user), {"initiative": initiative}
    return send(request, form, "wishes/pair.html", context, save=save, to=WishPair.get_absolute_url)


@page_with_form
def bridge(request: HttpRequest, slug, pk) -> HttpResponse:
    """How two wishes live together, and what is agreed about it."""
    mine = WishPair.objects.editable_by(request.user).with_ends()
    found = get_object_or_404(held(request, mine), pk=pk, first__partnership__initiative__slug=slug)
    form = BridgeForm(typed(request), pair=found, by=request.user)
    initiative = found.first.partnership.initiative
    objections = Objection.objects.editable_by(request.user).waiting().about(found).with_things()
    context = {
        "initiative": initiative,
        "pair": found,
        "sharing": sharing_of(found),
        "objections": objections,
    }
    return send(request, form, "wishes/bridge.html", context, save=form.save, to=found, says=_bridged)


def _bridged(asked_anew: list[str]) -> str:
    """Says that the pair is kept, and whose yes was to other words than those of now."""
    if not asked_anew:
        return SAVED
    names = listed(asked_anew)
    return _(
        "Bewaard. Het akkoord van %(names)s is weg, want er staat nu iets anders. Vraag het opnieuw."
    ) % {"names": names}


# --- A partner's own address ------------------------------------------------------------------
@page_with_form
def links(request: HttpRequest, slug) -> HttpResponse:
    """The addresses with which partners write their own wishes; posting makes one."""
    initiative = _own_initiative(request, slug)
    form = ShareForm(typed(request), initiative=initiative)
    mine = WishLink.objects.editable_by(request.user).filter(partnership__initiative=initiative)
    context = {
        "initiative": initiative,
        "links": mine.select_related("partnership__partner").order_by("-created_at"),
        "site": for_others(request, "/").rstrip("/"),
        "site_to_type": to_type(for_others(request, "/")),
    }
    save = partial(form.save, by=request.user)
    return send(request, form, "wishes/links.html", context, save=save, to=request.path)


@require_POST
def revoke(request: HttpRequest, slug, pk) -> HttpResponse:
    mine = WishLink.objects.editable_by(request.user)
    get_object_or_404(mine, pk=pk, partnership__initiative__slug=slug).revoke(by=request.user)
    messages.success(request, _("De link is ingetrokken. Hij werkt niet meer."))
    return redirect("wishes:links", slug)


@secret_page
def say(request: HttpRequest, token: str) -> HttpResponse:
    """A partner writes a wish of its own, without an account."""
    links = WishLink.objects.behind(token).select_related("partnership__partner", "partnership__initiative")
    link = get_object_or_404(links)
    form = SayForm(typed(request))
    if not form.is_valid():
        return _say_page(request, link, form, token)
    try:
        _wish, says_this = form.save(link)
    except WishLink.DoesNotExist as revoked_just_now:
        raise Http404 from revoked_just_now
    except TooMany:
        form.add_error(None, TOO_MANY)
        return too_many(_say_page(request, link, form, token), seconds=A_DAY)
    if says_this:
        return redirect(f"{request.path}?dank=ja")
    form.number_anew()
    form.add_error(None, _("Je stuurde net al een wens. Is dit een andere? Druk dan nog eens op Verstuur."))
    return _say_page(request, link, form, token)


def _say_page(request: HttpRequest, link: WishLink, form: SayForm, token: str) -> HttpResponse:
    """The form, under what this partner wrote before. Behind a short word, which may be guessed, no word of anybody."""
    is_long = link.is_long(token)
    said = Wish.objects.given_through(link).order_by("-stated_at") if is_long else None
    is_thanked = "dank" in request.GET and not is_sent(request)
    context = {"link": link, "said": said, "is_typed": not is_long, "is_sent": is_thanked, "token": token}
    return form_page(request, "wishes/say.html", form, context)


# --- Common steps -----------------------------------------------------------------------------
def _own_initiative(request: HttpRequest, slug) -> Initiative:
    return get_object_or_404(Initiative.objects.editable_by(request.user), slug=slug)


def _own_wish(request: HttpRequest, slug, pk) -> Wish:
    mine = Wish.objects.editable_by(request.user).select_related(
        "partnership__partner", "partnership__initiative", "stated_by"
    )
    return get_object_or_404(held(request, mine), pk=pk, partnership__initiative__slug=slug)
