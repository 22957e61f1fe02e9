from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from initiatives.models import City, Window
from initiatives.reports.network.cities import cities, city_page
from initiatives.reports.network.waiting import waiting_in


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "cities/index.html", {"report": cities(request.user)})


@login_not_required
@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    city = get_object_or_404(City, slug=slug)
    return render(request, "cities/detail.html", {"report": city_page(city, user=request.user)})


@require_safe
def waiting(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits in a city, for its coordinator and for staff whose programme works there."""
    city = get_object_or_404(Window.objects.cities_kept_by(request.user), slug=slug)
    return render(request, "cities/waiting.html", {"report": waiting_in(city, user=request.user)})
