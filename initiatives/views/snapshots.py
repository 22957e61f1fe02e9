"""Snapshots of the profile of an initiative, for those who work on it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from initiatives.models import Initiative, Snapshot
from initiatives.periods import Period
from initiatives.reports.profile.snapshots import Kept, take_snapshot
from initiatives.sending import word_of


@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_object_or_404(Initiative.objects.editable_by(request.user), slug=slug)
    rows = initiative.snapshots.visible_to(request.user).select_related("taken_by")
    context = {"initiative": initiative, "snapshots": [Kept(row) for row in rows]}
    return render(request, "snapshots/index.html", context)


@require_POST
def take(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_object_or_404(Initiative.objects.editable_by(request.user), slug=slug)
    period = Period.asked_in_years(word_of(request, "periode"))
    snapshot = take_snapshot(initiative, by=request.user, period=period)
    messages.success(request, _("Bewaard. Dit blijft staan zoals het nu is."))
    return redirect("snapshots:detail", slug, snapshot.pk)


@require_safe
def detail(request: HttpRequest, slug: str, pk) -> HttpResponse:
    rows = Snapshot.objects.visible_to(request.user).select_related("initiative", "taken_by")
    snapshot = get_object_or_404(rows, initiative__slug=slug, pk=pk)
    return render(request, "snapshots/detail.html", {"kept": Kept(snapshot)})
