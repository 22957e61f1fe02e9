from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from initiatives.forms.filters import WinFilter, parsed
from initiatives.htmx import render_page
from initiatives.models import Initiative
from initiatives.reports.initiatives import initiative_list
from initiatives.reports.profile import initiative_profile
from initiatives.reports.teams import place_in


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    words = {name: word for name, word in request.GET.items() if name != "q"}
    chosen = WinFilter(words, user=request.user, page="initiatives:index")
    asked = request.GET.get("q", "").strip()
    report = initiative_list(
        chosen.initiatives(), user=request.user, words=asked, page=request.GET.get("pagina")
    )
    return render(request, "initiatives/index.html", {"report": report, "filter": chosen})


@login_not_required
@require_safe
def profile(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_object_or_404(Initiative.objects.visible_to(request.user), slug=slug)
    report = initiative_profile(
        initiative,
        user=request.user,
        may_edit=Initiative.objects.editable_by(request.user).contains(initiative),
        period=parsed(request.GET.get("periode", "")),
        page=request.GET.get("pad"),
    )
    place = place_in(initiative, user=request.user, may_edit=report.may_edit)
    context = {"report": report, "place": place}
    return render_page(request, "initiatives/profile.html", context, fragment="initiatives/_profile.html")
