from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from initiatives.forms.curating import READ_FIRST, is_as_read, mark_of
from initiatives.forms.filters import bar
from initiatives.htmx import render_page
from initiatives.language import language_asked
from initiatives.links import for_others, key_in, to_type
from initiatives.marks import as_read
from initiatives.models import City, Window
from initiatives.reports.digest.following import follow_button
from initiatives.reports.filter.wins import WinFilter
from initiatives.reports.network.cities import cities
from initiatives.reports.network.city import city_page
from initiatives.reports.network.moved import moved_or_404
from initiatives.reports.network.waiting import FIRST, unconfirmed_in, waiting_in
from initiatives.reports.story.city_sheets import city_sheet
from initiatives.reports.story.spans import span_asked
from initiatives.reports.win.notices import who_will_read
from initiatives.sending import button, held, word_of, words_of


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "cities/index.html", {"report": cities(request.onlooker)})


@login_not_required
@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens in a city; for htmx the small wins of the period that is chosen."""
    onlooker = request.onlooker
    city = onlooker.cities.filter(slug=slug).first()
    if city is None:
        return redirect(moved_or_404(onlooker.cities, slug))
    chosen = WinFilter(request.GET, onlooker=onlooker, page="cities:detail", of=(slug,), only=("periode",))
    href = chosen.url("wins:index", stad=slug)
    report = city_page(city, onlooker, told=chosen.wins(), told_href=href)
    context = {"report": report, "filter": chosen, "bar": bar(chosen, "periode")}
    context["follow"] = follow_button(request.user, city)
    return render_page(
        request, "cities/detail.html", context, fragment="cities/_happened.html", push=chosen.url()
    )


@login_not_required
@require_safe
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """A city on one page of A4, in Dutch or English, whatever the language of the site."""
    city = get_object_or_404(request.onlooker.cities, slug=slug)
    address = for_others(request, city.get_absolute_url())
    context = {
        "report": city_sheet(city, request.onlooker, span=span_asked(request.GET), day=timezone.localdate()),
        "sheet_language": language_asked(request.GET.get("taal", "")),
        "address": address,
        "short": to_type(address),
    }
    return render(request, "cities/sheet.html", context)


@require_safe
def waiting(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits in a city, for its coordinator and for staff whose programme works there."""
    report = waiting_in(_kept_city(request, slug), user=request.user)
    to_read = [(win, who_will_read(win), mark_of(win), as_read(win, READ_FIRST)) for win in report.to_confirm]
    return render(request, "cities/waiting.html", {"report": report, "to_read": to_read})


@button
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Confirm what is ticked, as it was read, and stay with what still waits."""
    city = _kept_city(request, slug)
    ticked = {key for word in words_of(request, "win")[:FIRST] if (key := key_in(word))}
    wins = unconfirmed_in(city, user=request.user).filter(pk__in=ticked).prefetch_related("photos")
    read = [
        win
        for win in held(request, wins.order_by("pk").defer("search"))
        if is_as_read(win, word_of(request, mark_of(win)))
    ]
    for win in read:
        win.confirm(by=request.user)
    _say_how_many(request, len(read), missed=len(ticked) - len(read))
    return redirect("cities:waiting", slug)


def _say_how_many(request: HttpRequest, confirmed: int, *, missed: int) -> None:
    if confirmed:
        said = ngettext("%(n)s small win bevestigd.", "%(n)s small wins bevestigd.", confirmed)
        messages.success(request, said % {"n": confirmed})
    if missed:
        said = ngettext(
            "Bij %(n)s veranderde er net iets. Lees eerst wat er nu staat.",
            "Bij %(n)s veranderde er net iets. Lees eerst wat er nu staat.",
            missed,
        )
        messages.warning(request, said % {"n": missed})
    if not confirmed and not missed:
        messages.warning(request, _("Vink eerst aan wat je las."))


def _kept_city(request: HttpRequest, slug: str) -> City:
    return get_object_or_404(Window.objects.cities_kept_by(request.user), slug=slug)
