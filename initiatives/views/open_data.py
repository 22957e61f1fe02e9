"""The open data: what there is, under which licence, and the whole public set as one file."""

from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from initiatives.exchange.exports.files import FILE_FORMS, LICENCE_URL, Taken, licence_link, spoken
from initiatives.exchange.exports.open_data import catalogue as described
from initiatives.exchange.exports.open_data import everything, whole_set
from initiatives.exchange.visiting import for_everybody
from initiatives.links import address, for_others
from initiatives.reports.sharing.pages import contact_address

FORMS, WHOLE = FILE_FORMS.values(), "vliegwiel.zip"


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    tables = [
        (
            taken.table.label,
            taken.count,
            [(form.label, address("exports:table", name, form.name)) for form in FORMS],
        )
        for name, taken in _everything(request).items()
    ]
    return render(request, "open_data/index.html", {"tables": tables, "licence": LICENCE_URL})


@login_not_required
@require_safe
@for_everybody
def whole(request: HttpRequest) -> HttpResponse:
    """Everything that everybody may read, whoever asks. Made while it is sent."""
    pieces = whole_set(_everything(request), for_others(request, reverse("open_data:index")))
    response = StreamingHttpResponse(
        spoken(pieces, translation.get_language()),
        content_type="application/zip",
        headers={"Link": licence_link()},
    )
    response["Content-Disposition"] = f'attachment; filename="{WHOLE}"'
    return response


@login_not_required
@require_safe
@for_everybody
def catalogue(request: HttpRequest) -> HttpResponse:
    """What there is, for catalogues such as data.overheid.nl."""
    programme = request.programmes.here
    said = described(programme.name, contact_address(), programme.website, partial(for_others, request))
    return JsonResponse(
        said,
        content_type="application/ld+json",
        headers={"Link": licence_link()},
        json_dumps_params={"ensure_ascii": False},
    )


def _everything(request: HttpRequest) -> dict[str, Taken]:
    return everything(request.onlooker.as_visitor, partial(for_others, request))
