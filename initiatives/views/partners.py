from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from initiatives.htmx import render_page
from initiatives.reports.network.look_alikes import hints
from initiatives.reports.network.moved import moved_or_404
from initiatives.reports.network.partners import partners_by_kind
from initiatives.reports.partners.own import partner_page


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:200]
    groups = partners_by_kind(request.onlooker, words=words)
    return render(request, "partners/index.html", {"groups": groups, "words": words})


@require_safe
def alike(request: HttpRequest) -> HttpResponse:
    """The partners that one may mean by the name that one types."""
    typed, chosen = request.GET.get("partner_name", "")[:160], request.GET.get("known_as", "")
    context = {"hints": hints(typed, chosen, among=request.onlooker.partners)}
    return render_page(request, "partners/alike.html", context, fragment="partners/_alike.html")


@login_not_required
@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    partners = request.onlooker.partners.select_related("city")
    partner = partners.filter(slug=slug).first()
    if partner is None:
        return redirect(moved_or_404(partners, slug))
    return render(request, "partners/detail.html", {"report": partner_page(partner, request.onlooker)})
