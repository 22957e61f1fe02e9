"""The story of an initiative: from its first to its latest win, and on one sheet of A4."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from initiatives.forms.appeals import AppealForm
from initiatives.language import language_asked
from initiatives.links import for_others, to_type
from initiatives.models import Initiative, Reader
from initiatives.reports.story.chapters import story, wins_between
from initiatives.reports.story.sheets import sheet as sheet_of
from initiatives.reports.story.spans import span_asked
from initiatives.sending import held, page_with_form, send, typed


@login_not_required
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """From the first to the latest win."""
    return render(request, "stories/index.html", {"report": story(_reader(request, slug))})


@login_not_required
@require_safe
def between(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The wins that a chapter counts and does not tell."""
    report = wins_between(_reader(request, slug), key=key, page=request.GET.get("pagina"))
    if report is None:
        raise Http404
    return render(request, "stories/between.html", {"report": report})


@login_not_required
@require_safe
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of A4, in Dutch or English, whatever the language of the site."""
    reader = _reader(request, slug)
    asked = {
        "chosen": request.GET.getlist("win")[:20],
        "search": _search(request),
        "span": span_asked(request.GET),
    }
    address = for_others(request, reader.initiative.get_absolute_url())
    context = {
        "report": sheet_of(reader, **asked),
        "sheet_language": language_asked(request.GET.get("taal", "")),
        "address": address,
        "short": to_type(address),
    }
    return render(request, "stories/sheet.html", context)


@page_with_form
def appeal(request: HttpRequest, slug: str) -> HttpResponse:
    """The words for who reads the A4. Another text is a new version."""
    initiative = get_object_or_404(held(request, Initiative.objects.editable_by(request.user)), slug=slug)
    form = AppealForm(typed(request), initiative=initiative, by=request.user)
    back = reverse("stories:sheet", args=[slug])
    return send(request, form, "stories/appeal.html", {"initiative": initiative}, save=form.save, to=back)


def _reader(request: HttpRequest, slug: str) -> Reader:
    found = Initiative.objects.visible_to(request.user).select_related("programme")
    return Reader(request.user, get_object_or_404(found, slug=slug))


def _search(request: HttpRequest) -> str:
    """The word on which wins to choose from are searched."""
    return request.GET.get("q", "").strip()[:100]
