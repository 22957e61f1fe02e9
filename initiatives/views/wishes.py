"""What partners want from an initiative: the table, the wins that serve it, pairs, and a partner's own address.

Everything but `say` is for those who work on the initiative; hidden is absent is 404.
"""

from contextlib import nullcontext
from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from initiatives.forms.wishes import (
    TOO_MANY,
    BridgeForm,
    OfWinForm,
    PairForm,
    SayForm,
    ServeForm,
    ShareForm,
    WishForm,
)
from initiatives.models import Initiative, SmallWin, Wish, WishLink, WishPair
from initiatives.models.guests import TooMany
from initiatives.reports.mirror.wishes import pair_sharing, wish_page, wish_table
from initiatives.reports.signals.page import flags_of_wishes
from initiatives.secrecy import secret_page
from initiatives.sentences import listed
from initiatives.typed import forget_typed, sent_or_typed

page_with_form = require_http_methods(["GET", "HEAD", "POST"])
A_DAY = 24 * 60 * 60  # seconds
ENDS = ("first__partnership__partner", "second__partnership__partner", "first__partnership__initiative")


# --- Looking ----------------------------------------------------------------------------------
@require_safe
def index(request: HttpRequest, slug) -> HttpResponse:
    initiative = _own_initiative(request, slug)
    asked = flags_of_wishes(initiative, user=request.user)
    table = wish_table(initiative, user=request.user, asked=asked)
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
    form = WishForm(sent_or_typed(request), initiative=initiative, preset=request.GET)
    if request.method == "POST" and form.is_valid():
        return _saved(request, form.save(by=request.user).get_absolute_url())
    return _form_page(request, "wishes/add.html", form, initiative=initiative)


@page_with_form
def edit(request: HttpRequest, slug, pk) -> HttpResponse:
    with _all_or_nothing(request):
        wish = _own_wish(request, slug, pk, hold=True)
        initiative = wish.partnership.initiative
        form = WishForm(sent_or_typed(request), initiative=initiative, wish=wish)
        if request.method == "POST" and form.is_valid():
            return _saved(request, form.save(by=request.user).get_absolute_url())
    return _form_page(request, "wishes/edit.html", form, initiative=initiative, wish=wish)


@require_POST
def remove(request: HttpRequest, slug, pk) -> HttpResponse:
    """Asked first on the page of the wish itself."""
    _own_wish(request, slug, pk).delete()
    messages.success(request, _("De wens is weg."))
    return redirect("wishes:index", slug)


@page_with_form
def serve(request: HttpRequest, slug, pk) -> HttpResponse:
    """Which wins serve this wish."""
    with _all_or_nothing(request):
        wish = _own_wish(request, slug, pk, hold=True)
        form = ServeForm(sent_or_typed(request), wish=wish, search=request.GET.get("q", ""))
        if request.method == "POST" and form.is_valid():
            form.save()
            return _saved(request, wish.get_absolute_url())
    return _form_page(request, "wishes/serve.html", form, initiative=wish.partnership.initiative, wish=wish)


@page_with_form
def of_win(request: HttpRequest, pk) -> HttpResponse:
    """Which wishes this win serves: a small step from its page."""
    with _all_or_nothing(request):
        wins = SmallWin.objects.known_inside_to(request.user).standing().select_related("initiative")
        win = get_object_or_404(_held(wins.defer("search"), request), pk=pk)
        wishes = Wish.objects.editable_by(request.user).of(win.initiative)
        ordered = wishes.select_related("partnership__partner").order_by(
            "partnership__partner__name", "stated_at"
        )
        form = OfWinForm(sent_or_typed(request), win=win, wishes=ordered)
        if request.method == "POST" and form.is_valid():
            form.save()
            return _saved(request, win.get_absolute_url())
    return _form_page(request, "wishes/of_win.html", form, initiative=win.initiative, win=win)


# --- Two wishes -------------------------------------------------------------------------------
@page_with_form
def pair(request: HttpRequest, slug) -> HttpResponse:
    """Choose two wishes and say how they live together."""
    initiative = _own_initiative(request, slug)
    wishes = Wish.objects.of(initiative).select_related("partnership__partner")
    ordered = wishes.order_by("partnership__partner__name", "stated_at", "pk")
    form = PairForm(sent_or_typed(request), wishes=ordered, preset=request.GET)
    if request.method == "POST" and form.is_valid() and (made := form.save(by=request.user)):
        return _saved(request, made.get_absolute_url())
    return _form_page(request, "wishes/pair.html", form, initiative=initiative)


@page_with_form
def bridge(request: HttpRequest, slug, pk) -> HttpResponse:
    """How two wishes live together, and what is agreed about it."""
    with _all_or_nothing(request):
        mine = _held(WishPair.objects.editable_by(request.user).select_related(*ENDS), request)
        found = get_object_or_404(mine, pk=pk, first__partnership__initiative__slug=slug)
        form = BridgeForm(sent_or_typed(request), pair=found)
        if request.method == "POST" and form.is_valid():
            messages.success(request, _bridged(form.save()))
            return _saved(request, found.get_absolute_url())
    initiative = found.first.partnership.initiative
    context = {"initiative": initiative, "pair": found, "sharing": pair_sharing(found)}
    return _form_page(request, "wishes/bridge.html", form, **context)


def _bridged(asked_anew: list[str]) -> str:
    """That it was kept, and who said yes to something else than what stands there now."""
    if not asked_anew:
        return _("Bewaard.")
    names = listed(asked_anew)
    return _(
        "Bewaard. Het akkoord van %(names)s is weg, want er staat nu iets anders. Vraag het opnieuw."
    ) % {"names": names}


# --- A partner's own address ------------------------------------------------------------------
@page_with_form
def links(request: HttpRequest, slug) -> HttpResponse:
    """The addresses with which partners write their own wishes; posting makes one."""
    initiative = _own_initiative(request, slug)
    form = ShareForm(sent_or_typed(request), initiative=initiative)
    if request.method == "POST" and form.is_valid():
        form.save(by=request.user)
        return _saved(request, request.path)
    mine = WishLink.objects.editable_by(request.user).filter(partnership__initiative=initiative)
    context = {
        "initiative": initiative,
        "links": mine.select_related("partnership__partner").order_by("-created_at"),
        "site": request.build_absolute_uri("/").rstrip("/"),
    }
    return _form_page(request, "wishes/links.html", form, **context)


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
    form = SayForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _say_page(request, link, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        _wish, says_this = form.save(link)
    except WishLink.DoesNotExist as revoked_just_now:
        raise Http404 from revoked_just_now
    except TooMany:
        form.add_error(None, TOO_MANY)
        return _say_page(request, link, form, HTTPStatus.TOO_MANY_REQUESTS)
    if says_this:
        return redirect(f"{link.get_absolute_url()}?dank=ja")
    form.number_anew()
    form.add_error(None, _("Je stuurde net al een wens. Is dit een andere? Druk dan nog eens op Verstuur."))
    return _say_page(request, link, form, HTTPStatus.CONFLICT)


def _say_page(request: HttpRequest, link: WishLink, form: SayForm, refused: int) -> HttpResponse:
    """The form, in full and with what was typed, under what this partner wrote before."""
    context = {
        "link": link,
        "form": form,
        "said": Wish.objects.given_through(link).order_by("-stated_at"),
        "is_sent": request.method != "POST" and "dank" in request.GET,
    }
    status = refused if request.method == "POST" else HTTPStatus.OK
    response = render(request, "wishes/say.html", context, status=status)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        response["Retry-After"] = str(A_DAY)
    return response


# --- Common steps -----------------------------------------------------------------------------
def _own_initiative(request: HttpRequest, slug) -> Initiative:
    return get_object_or_404(Initiative.objects.editable_by(request.user), slug=slug)


def _all_or_nothing(request: HttpRequest):
    """What is sent is compared and saved in one transaction; a look needs none."""
    return transaction.atomic() if request.method == "POST" else nullcontext()


def _held(rows, request: HttpRequest):
    """As they stand until the answer has been given; a look holds nothing."""
    return rows.select_for_update(of=("self",), no_key=True) if request.method == "POST" else rows


def _own_wish(request: HttpRequest, slug, pk, *, hold: bool = False) -> Wish:
    mine = Wish.objects.editable_by(request.user).select_related(
        "partnership__partner", "partnership__initiative", "stated_by"
    )
    mine = _held(mine, request) if hold else mine
    return get_object_or_404(mine, pk=pk, partnership__initiative__slug=slug)


def _saved(request: HttpRequest, address: str) -> HttpResponse:
    forget_typed(request)
    return redirect(address)


def _form_page(request: HttpRequest, template: str, form, **context) -> HttpResponse:
    """The page with its form; refused, it comes back in full."""
    refused = HTTPStatus.CONFLICT if getattr(form, "has_conflict", False) else HTTPStatus.UNPROCESSABLE_ENTITY
    status = refused if request.method == "POST" else HTTPStatus.OK
    context |= {"form": form, "was_typed_before": request.method != "POST" and form.is_bound}
    return render(request, template, context, status=status)
