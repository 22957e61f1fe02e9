from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse("network:home")


@login_not_required
def dashboard(request: HttpRequest) -> HttpResponse:
    return HttpResponse("network:dashboard")
