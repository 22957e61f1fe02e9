from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from initiatives.models import City
from initiatives.reports.network.cities import cities, city_page


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "cities/index.html", {"report": cities(request.user)})


@login_not_required
@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    city = get_object_or_404(City, slug=slug)
    return render(request, "cities/detail.html", {"report": city_page(city, user=request.user)})
