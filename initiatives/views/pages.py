from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse


@login_not_required
def vocabulary(request: HttpRequest) -> HttpResponse:
    return HttpResponse("pages:vocabulary")


@login_not_required
def imagery(request: HttpRequest) -> HttpResponse:
    return HttpResponse("pages:imagery")


@login_not_required
def about(request: HttpRequest) -> HttpResponse:
    return HttpResponse("pages:about")


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    return HttpResponse("pages:accessibility")


@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    return HttpResponse("pages:privacy")
