"""The links of a team with which everybody may tell it something, and the posters that show them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from initiatives.forms.capture import LinkForm
from initiatives.models import CaptureLink, Initiative
from initiatives.reports.team.arrivals import links_of

page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@page_with_form
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """The links of this initiative, and a form for one more."""
    initiative = get_object_or_404(Initiative.objects.editable_by(request.user), slug=slug)
    form = LinkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        link = form.save(initiative, by=request.user)
        return redirect("posters:show", slug, link.pk)
    context = {"initiative": initiative, "form": form, "links": links_of(initiative, user=request.user)}
    return render(request, "posters/index.html", context, status=422 if form.is_bound else 200)


@require_safe
@never_cache
def show(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """The poster of one link: one page of A4."""
    link = _own_link(request, slug, pk)
    address = request.build_absolute_uri(link.get_absolute_url())
    context = {"link": link, "address": address, "short": address.split("//", 1)[1].rstrip("/")}
    return render(request, "posters/show.html", context)


@page_with_form
def revoke(request: HttpRequest, slug: str, pk) -> HttpResponse:
    """Ask first, then stop the link at once."""
    link = _own_link(request, slug, pk)
    if request.method == "POST":
        link.revoke(by=request.user)
        messages.success(request, _("Deze link werkt niet meer."))
        return redirect("posters:index", slug)
    return render(request, "posters/revoke.html", {"link": link})


def _own_link(request: HttpRequest, slug: str, pk) -> CaptureLink:
    links = CaptureLink.objects.editable_by(request.user).select_related("initiative")
    return get_object_or_404(links, initiative__slug=slug, pk=pk)
