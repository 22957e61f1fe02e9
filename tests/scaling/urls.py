"""The site, with a few addresses that fail on purpose."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from scaling import urls

handler400, handler403, handler404, handler500 = (
    urls.handler400,
    urls.handler403,
    urls.handler404,
    urls.handler500,
)


@login_not_required
def forbidden(request):
    raise PermissionDenied


@login_not_required
def broken(request):
    raise ZeroDivisionError


@login_not_required
def database_away(request):
    raise OperationalError("server closed the connection unexpectedly")


@login_not_required
def refused(request, status):
    """The page of the status, with the context of every page, as a view of the app gives it."""
    return render(request, f"{status}.html", status=status)


def for_members(request):
    return HttpResponse("for members")


@login_not_required
def form(request):
    return HttpResponse(request.POST.get("title", ""))


urlpatterns = [
    path("forbidden/", forbidden),
    path("broken/", broken),
    path("database-away/", database_away),
    path("refused/<int:status>/", refused),
    path("for-members/", for_members),
    path("form/", form),
    *urls.urlpatterns,
]
