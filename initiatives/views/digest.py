"""One's own weekly mail: how it is now, one that went, and the rows behind its numbers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from initiatives.models import WeekMail
from initiatives.reports.digest.places import line_asked
from initiatives.reports.digest.week import week_of


@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """Reads and keeps nothing: the next mail begins where the last one ended, however often one looks."""
    sent = _sent(request)
    report = week_of(request.user, (sent.since, sent.until) if sent else None)
    return render(request, "digest/week.html", {"report": report, "sent": sent})


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """What one may not know and what does not exist are the same: nothing to read."""
    return render(request, "digest/news.html", {"line": line_asked(request.user, request.GET)})


def _sent(request: HttpRequest) -> WeekMail | None:
    """The mail of the week that the address names."""
    asked = request.GET.get("week", "")
    if not asked:
        return None
    try:
        day = parse_date(asked)
    except ValueError:
        day = None
    return get_object_or_404(WeekMail.objects.visible_to(request.user), week=day)
