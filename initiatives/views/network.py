from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives.reports.home import home as home_report


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "network/home.html", {"report": home_report(request.user)})


@login_not_required
def dashboard(request: HttpRequest) -> HttpResponse:
    return HttpResponse("network:dashboard")
