from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from initiatives.models import Partner
from initiatives.reports.network.partners import partner_page, partners_by_kind


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:200]
    groups = partners_by_kind(request.user, words=words)
    return render(request, "partners/index.html", {"groups": groups, "words": words})


@login_not_required
@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    partner = get_object_or_404(Partner.objects.select_related("city"), slug=slug)
    return render(request, "partners/detail.html", {"report": partner_page(partner, user=request.user)})
