"""What a page tells others about itself when somebody shares its address."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from initiatives.lenses import Audience
from initiatives.links import PAGING, for_others
from initiatives.models import City, Initiative, Partner, Programme, SmallWin
from initiatives.secrecy import is_secret


def contact_address() -> str:
    """The mail address for questions: that of the programme, else of who runs the machine; empty where nobody gave one."""
    return Programme.objects.of_the_site().contact_email or settings.CONTACT_EMAIL


@dataclass(frozen=True)
class SharedPage:
    """The whole address of a page that everyone may read, without what was filtered, and of its card.

    A page of a longer list has an address of its own.
    """

    address: str
    card: str


def shared_page(request: HttpRequest | None, row: object = None) -> SharedPage | None:
    """None for a page that not everyone may read, and for one about a row that was not given along.

    In: the initiative, the win, the city or the partner that the page is about.
    """
    if request is None or not _is_open(request, row):
        return None
    card = _card_of(row)
    return SharedPage(for_others(request, _unfiltered(request)), for_others(request, card)) if card else None


def _unfiltered(request: HttpRequest) -> str:
    turns_a_page = all(word in PAGING and number.isdecimal() for word, number in request.GET.items())
    return request.get_full_path() if turns_a_page else request.path


def _is_open(request: HttpRequest, row: object) -> bool:
    match = request.resolver_match
    if match is None or is_secret(request.path_info) or getattr(match.func, "login_required", True):
        return False
    return row is not None or not match.kwargs


def _card_of(row: object) -> str:
    """The address of its card; nothing for a row that not everyone may read."""
    if row is None or isinstance(row, City | Partner):
        return reverse("cards:network")
    if isinstance(row, Initiative):
        return reverse("cards:initiative", args=[row.slug]) if row.shown_to == Audience.PUBLIC else ""
    if isinstance(row, SmallWin) and row.is_for_everyone and row.initiative.shown_to == Audience.PUBLIC:
        return reverse("cards:win", args=[row.pk])
    return ""
