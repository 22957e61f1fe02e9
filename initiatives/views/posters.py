"""The links of a team with which everybody may tell it something, and the posters that show them."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from initiatives.forms.capture import LinkForm
from initiatives.links import for_others, to_type
from initiatives.models import CaptureLink, Initiative, Reader
from initiatives.reports.team.arrivals import links_of
from initiatives.sending import ask_first, page_with_form, send, typed


@page_with_form
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """The links of this initiative, and a form for one more. It leads to its poster, which says enough."""
    initiative = get_object_or_404(Initiative.objects.editable_by(request.user), slug=slug)
    form = LinkForm(typed(request))
    context = {"initiative": initiative, "links": links_of(Reader(request.user, initiative))}
    save = partial(form.save, initiative, by=request.user)
    return send(request, form, "posters/index.html", context, save=save, to=_poster_of, says="")


def _poster_of(link: CaptureLink) -> str:
    return reverse("posters:show", args=[link.initiative.slug, link.pk])


@require_safe
@never_cache
def show(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """The poster of one link: one page of A4."""
    link = _own_link(request, slug, pk)
    address = for_others(request, link.get_absolute_url())
    short = to_type(for_others(request, link.typed_url)) if link.typed_url else to_type(address)
    context = {"link": link, "address": address, "short": short}
    return render(request, "posters/show.html", context)


@page_with_form
def revoke(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """It stops at once."""
    link = _own_link(request, slug, pk)
    links, said = reverse("posters:index", args=[slug]), _("Deze link werkt niet meer.")
    stop = partial(link.revoke, by=request.user)
    return ask_first(request, "posters/revoke.html", {"link": link}, do=stop, to=links, says=said)


def _own_link(request: HttpRequest, slug: str, pk) -> CaptureLink:
    links = CaptureLink.objects.editable_by(request.user).select_related("initiative__programme")
    return get_object_or_404(links, initiative__slug=slug, pk=pk)
