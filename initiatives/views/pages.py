"""The pages that explain: words, pictures, and what a public site must say about itself."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives.glyphs.samples import Samples
from initiatives.reports.network.vocabulary import vocabulary_for
from initiatives.reports.sharing.pages import contact_address


@login_not_required
@require_safe
def vocabulary(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/vocabulary.html", {"vocabulary": vocabulary_for(request.onlooker)})


@login_not_required
@require_safe
def imagery(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/imagery.html", {"samples": Samples()})


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/about.html", contact())


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html", contact())


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html", {"cookies": cookie_names(), **contact()})


def contact() -> dict:
    return {"contact": contact_address()}


def cookie_names() -> dict:
    """The cookies as they are called on this site: production gives them a stricter name."""
    return {
        "session": settings.SESSION_COOKIE_NAME,
        "csrf": settings.CSRF_COOKIE_NAME,
        "language": settings.LANGUAGE_COOKIE_NAME,
    }
