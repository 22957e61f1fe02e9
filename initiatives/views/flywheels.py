"""Which small win made which other one possible: of one initiative, and in the network."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from initiatives.forms.later import LedToForm
from initiatives.forms.rooms import in_room
from initiatives.htmx import render_page
from initiatives.links import address
from initiatives.models import Initiative, Reader, SmallWin
from initiatives.periods import Period
from initiatives.reports.flywheel.network import ACROSS, network_flywheel
from initiatives.reports.flywheel.page import flywheel
from initiatives.reports.profile.looks import perspective_in
from initiatives.reports.profile.page import initiative_profile
from initiatives.sending import button, typed
from initiatives.sentences import joined, link


@login_not_required
@require_safe
def initiative(request: HttpRequest, slug: str) -> HttpResponse:
    """Strands of linked wins, those that stand loose, and what drives it."""
    profile = initiative_profile(
        Reader(request.user, get_object_or_404(Initiative.objects.visible_to(request.user), slug=slug)),
        period=Period.asked(request.GET.get("periode", "")),
        perspective=perspective_in(request.GET.get("vanuit", "")),
        room="flywheels:initiative",
    )
    context = {"report": profile, "wheel": flywheel(profile, page=request.GET.get("pagina"))}
    return render_page(request, "flywheels/initiative.html", context, fragment="flywheels/_initiative.html")


@button
def tie(request: HttpRequest, pk) -> HttpResponse:
    """One tap on a suggestion: this win led to the one that comes along. What somebody told meanwhile stays as it is."""
    mine = SmallWin.objects.editable_by(request.user).standing().select_related("initiative").defer("search")
    win = get_object_or_404(mine, pk=pk)
    form = LedToForm(typed(request), win=win, by=request.user)
    if form.is_told_already:
        messages.info(request, _("Over deze twee vertelde net iemand al iets. Dat staat er nog."))
    elif form.try_save():
        more = link(address("telling:lead_to", win.pk), _("Vertel ook hoe dat ging"))
        messages.success(request, joined((_("Verbonden."), more), " "))
    else:
        messages.warning(request, joined((text for texts in form.errors.values() for text in texts), " "))
    return redirect(address("flywheels:initiative", win.initiative.slug) + "#los")


@login_not_required
@require_safe
def network(request: HttpRequest) -> HttpResponse:
    """The strands of the whole network, the longest chains first; for htmx the region alone."""
    across = request.GET.get("over") == ACROSS
    room = in_room(request, "flywheels:network", beside={"over": ACROSS} if across else {})
    chosen = room["filter"]
    report = network_flywheel(chosen, across=across, page=request.GET.get("pagina"))
    context = {**room, "report": report}
    return render_page(
        request, "flywheels/network.html", context, fragment="flywheels/_network.html", push=chosen.url()
    )
