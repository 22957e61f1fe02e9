from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse


@login_not_required
def tell(request: HttpRequest) -> HttpResponse:
    return HttpResponse("telling:tell")


@login_not_required
def ask(request: HttpRequest, pk, step) -> HttpResponse:
    return HttpResponse("telling:ask")


@login_not_required
def edit(request: HttpRequest, pk) -> HttpResponse:
    return HttpResponse("telling:edit")


@login_not_required
def accept(request: HttpRequest, pk) -> HttpResponse:
    return HttpResponse("telling:accept")


@login_not_required
def withdraw(request: HttpRequest, pk) -> HttpResponse:
    return HttpResponse("telling:withdraw")
