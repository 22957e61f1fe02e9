"""The cards that messengers and other sites show with a shared address. Each is for the readers of what it shows."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from initiatives.glyphs.cards import Card, drawn
from initiatives.models import Initiative, Reader, SmallWin
from initiatives.reports.sharing.cards import card_of_initiative, card_of_network, card_of_win

POLICY = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
}


@login_not_required
@require_safe
def initiative(request: HttpRequest, slug: str) -> HttpResponse:
    row = get_object_or_404(
        Initiative.objects.visible_to(request.user).select_related("programme"), slug=slug
    )
    return _answer(request, card_of_initiative(Reader(request.user, row)))


@login_not_required
@require_safe
def win(request: HttpRequest, pk) -> HttpResponse:
    wins = SmallWin.objects.visible_to(request.user).select_related("initiative__programme")
    return _answer(request, card_of_win(get_object_or_404(wins, pk=pk), request.user))


@login_not_required
@require_safe
def network(request: HttpRequest) -> HttpResponse:
    return _answer(request, card_of_network(request.onlooker))


def _answer(request: HttpRequest, card: Card) -> HttpResponse:
    """Asked for again each time, as what is hidden today may not be shown; drawn again only when it looks different."""
    etag = f'"{card.mark}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        _picture(card), content_type="image/png", headers=POLICY
    )
    response["ETag"] = etag
    patch_cache_control(response, no_cache=True)
    return response


def _picture(card: Card) -> bytes:
    try:
        return caches["cards"].get_or_set(card.mark, lambda: drawn(card, _photo_of(card)))
    except FileNotFoundError as gone:
        raise Http404 from gone


def _photo_of(card: Card) -> bytes:
    if not card.photo:
        return b""
    with default_storage.open(card.photo, "rb") as file:
        return file.read()
